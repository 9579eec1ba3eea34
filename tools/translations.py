"""Keeps the catalogues of translations: what is new in the window's texts comes in, what is gone goes.

    python -m tools.translations

Texts are found in the syntax of the window's modules, since Qt's own search does not see every call in Python; Qt's
`lupdate` then merges them into the .ts files, where they wait to be translated, and `lrelease` makes the .qm files.
"""

import ast
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import PySide6

from d2studio.core.catalogue import catalogue
from d2studio.core.diagnostics import phrases
from d2studio.engine.bundled import bundled_folder
from d2studio.engine.model_card import CARD_FILE, read_card
from d2studio.gui.catalogue_words import CONTEXT, sentences_of

_ROOT: Final = Path(__file__).resolve().parent.parent
SOURCES: Final = _ROOT / "d2studio" / "gui"
CATALOGUES: Final = _ROOT / "d2studio" / "resources" / "translations"
# Texts of findings are values of `core`, which knows no Qt; `gui.finding_words.say` asks for them.
_FINDINGS: Final = "Finding"
_UPDATE: Final = ("-locations", "none", "-no-obsolete", "-sort-messages", "-source-language", "en", "-silent")


@dataclass(frozen=True, order=True)
class Text:
    """One text of the window.

    Attributes:
        context: class or subject that it belongs to.
        comment: tells equal texts of different meaning apart.
        is_counted: it has one form for each kind of number.
    """

    context: str
    source: str
    comment: str = ""
    is_counted: bool = False


def all_texts() -> list[Text]:
    """Every text that can be translated, each once, in order.

    Raises:
        ValueError: a text is put together where it should be written out.
    """
    texts = {Text(_FINDINGS, phrase) for phrase in phrases()}
    texts.update(Text(CONTEXT, sentence) for said in _said_of_models() for sentence in sentences_of(said))
    for path in SOURCES.glob("*.py"):
        texts.update(_Finder(path).texts())
    return sorted(texts)


def _said_of_models() -> Iterator[str]:
    """What the catalogue and the bundled model's card say in words."""
    card = read_card(bundled_folder() / CARD_FILE)
    yield from (card.description, card.training)
    for model in catalogue():
        yield from (model.training, model.catch)


def update(folder: Path) -> None:
    """Bring the texts of the .ts files in `folder` up to date. Translations stay."""
    with tempfile.TemporaryDirectory() as work:
        source = Path(work) / "texts.cpp"
        source.write_text("\n".join(_as_call(text) for text in all_texts()), encoding="utf-8")
        for language, options in (("de", ()), ("en", ("-pluralonly",))):
            target = ("-target-language", language, "-ts", str(folder / f"d2studio_{language}.ts"))
            _run("lupdate", str(source), *_UPDATE, *options, *target)


def release(folder: Path, target: Path) -> None:
    """Make the .qm files of the .ts files in `folder`."""
    for path in folder.glob("*.ts"):
        _run("lrelease", "-silent", str(path), "-qm", str(target / path.with_suffix(".qm").name))


class _Finder:
    """Texts of one module, from calls of `self.tr`, of `translate`, and of functions that only pass a text on to it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._tree = ast.parse(path.read_text(encoding="utf-8"))
        self._context_by_function = dict(self._passing_functions())

    def texts(self) -> Iterator[Text]:
        yield from self._texts_in(self._tree, "")

    def _texts_in(self, node: ast.AST, class_name: str) -> Iterator[Text]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Call):
                yield from self._texts_of_call(child, class_name)
            if isinstance(child, ast.FunctionDef) and child.name in self._context_by_function:
                continue
            yield from self._texts_in(child, child.name if isinstance(child, ast.ClassDef) else class_name)

    def _texts_of_call(self, call: ast.Call, class_name: str) -> Iterator[Text]:
        match call.func:
            case ast.Attribute(value=ast.Name(id="self"), attr="tr") if class_name:
                context, arguments = class_name, call.args
            case ast.Name(id="translate") | ast.Attribute(value=ast.Name(id="QCoreApplication"), attr="translate"):
                context, arguments = self._literals(call.args[0])[0], call.args[1:]
            case ast.Name(id=name) if name in self._context_by_function:
                context, arguments = self._context_by_function[name], call.args
            case ast.Attribute(attr="tr"):
                raise self._unclear(call)
            case _:
                return
        comment = self._literals(arguments[1])[0] if len(arguments) > 1 else ""
        for source in self._literals(arguments[0]):
            yield Text(context, source, comment, is_counted=len(arguments) > 2)

    def _literals(self, node: ast.expr) -> list[str]:
        match node:
            case ast.Constant(value=str(text)):
                return [text]
            case ast.IfExp(body=one, orelse=other):
                return self._literals(one) + self._literals(other)
            case _:
                raise self._unclear(node)

    def _passing_functions(self) -> Iterator[tuple[str, str]]:
        for node in self._tree.body:
            match node:
                case ast.FunctionDef(
                    name=name,
                    args=ast.arguments(args=[ast.arg(arg=parameter)]),
                    body=[
                        *_,
                        ast.Return(
                            value=ast.Call(
                                func=ast.Attribute(attr="translate"),
                                args=[ast.Constant(value=str(context)), ast.Name(id=passed)],
                            )
                        ),
                    ],
                ) if passed == parameter:
                    yield name, context

    def _unclear(self, node: ast.expr) -> ValueError:
        return ValueError(f"{self._path.name}, line {node.lineno}: a text has to be written out where it is translated")


def _as_call(text: Text) -> str:
    """In C++, which Qt's search reads without fail."""
    count = ", n" if text.is_counted else ""
    arguments = ", ".join(map(_quoted, (text.context, text.source, text.comment)))
    return f"QCoreApplication::translate({arguments}{count});"


def _quoted(text: str) -> str:
    for letter, escape in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n")):
        text = text.replace(letter, escape)
    return f'"{text}"'


def _run(tool: str, *arguments: str) -> None:
    program = Path(PySide6.__file__).parent / tool
    done = subprocess.run([program, *arguments], capture_output=True, text=True, check=False)
    # Both end with 0 and a warning for instance where a text stands twice.
    complaints = done.stdout + done.stderr
    if done.returncode or complaints.strip():
        raise RuntimeError(f"{tool}: {complaints.strip() or done.returncode}")


def _waiting(folder: Path) -> Iterable[str]:
    return (path.name for path in folder.glob("*.ts") if 'type="unfinished"' in path.read_text(encoding="utf-8"))


if __name__ == "__main__":
    update(CATALOGUES)
    release(CATALOGUES, CATALOGUES)
    for name in _waiting(CATALOGUES):
        print(f"{name} has texts that are to be translated: they are marked as unfinished.")
