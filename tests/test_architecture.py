"""Rules of the whole project that no single module can hold. `lint-imports` holds the directions of imports."""

import ast
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

import d2studio
from d2studio.engine import class_names

PACKAGE = Path(d2studio.__file__).parent
SOURCES = sorted(PACKAGE.rglob("*.py"))

HEAVY = ("torch", "cv2", "PySide6", "PIL", "rich", "yaml")

# What runs code that comes out of data. There is no file of this package where they are right.
# fmt: off
BANNED_CALLS = frozenset([
    "__import__", "compile", "eval", "exec",
    "marshal.load", "marshal.loads", "os.popen", "os.system", "pickle.load", "pickle.loads", "pickle.Unpickler",
    "shelve.open", "torch.hub.load", "torch.jit.load", "torch.load",
    "yaml.full_load", "yaml.load", "yaml.load_all", "yaml.unsafe_load",
])
# fmt: on


# Each danger has one owner; a class of Qt's is meant wherever its name stands.
OWNERS: dict[str, str | None] = {
    "subprocess": "core/child_process.py",
    "platformdirs": "core/paths.py",
    "QThread": "gui/jobs.py",
    "QMessageBox": "gui/dialogs.py",
    "QInputDialog": "gui/dialogs.py",
    "QFileDialog": "gui/dialogs.py",
    # Nobody needs these.
    "multiprocessing": None,
    "QProcess": None,
    "QThreadPool": None,
}


def loaded_by(code: str, names: Iterable[str]) -> list[str]:
    """Those of the modules that are loaded when a program ends."""
    report = f"import atexit, sys; atexit.register(lambda: print('LOADED', *set(sys.modules) & set({tuple(names)!r})))"
    result = subprocess.run([sys.executable, "-c", f"{report}\n{code}"], capture_output=True, text=True, check=True)
    word, *loaded = result.stdout.splitlines()[-1].split()
    assert word == "LOADED"
    return loaded


@pytest.mark.parametrize(
    "code",
    [
        "import d2studio",
        "import d2studio.cli",
        "import sys; sys.argv = ['d2studio', '--help']; from d2studio.cli import main; main()",
        "import sys; sys.argv = ['d2studio', 'predict', '--help']; from d2studio.cli import main; main()",
    ],
)
def test_that_importing_and_asking_for_help_load_nothing_heavy(code: str) -> None:
    assert loaded_by(code, HEAVY) == []


def test_that_the_window_loads_nothing_that_decodes_or_computes() -> None:
    assert loaded_by("import d2studio.gui.app", ("PySide6", "torch", "cv2", "PIL", "pypdfium2")) == ["PySide6"]


def test_that_importing_stays_pythons_own() -> None:
    """What PySide6 puts in its place reads the source of all that is imported; see `d2studio.gui`."""
    code = "import builtins; own = builtins.__import__; import d2studio.gui.app; print(builtins.__import__ is own)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout == "True\n"


def test_that_the_command_can_be_run_as_a_module() -> None:
    result = subprocess.run([sys.executable, "-m", "d2studio", "--version"], capture_output=True, text=True, check=True)
    assert result.stdout == f"d2studio {d2studio.__version__}\n"


@pytest.mark.parametrize("name", d2studio.__all__)
def test_that_each_public_name_can_be_imported(name: str) -> None:
    assert getattr(d2studio, name).__name__ == name
    assert name in dir(d2studio)


def test_that_an_unknown_public_name_is_refused() -> None:
    with pytest.raises(AttributeError, match="no attribute 'load_modle'"):
        d2studio.load_modle  # noqa: B018


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_that_no_module_runs_code_that_comes_out_of_data(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for name, call in calls(tree):
        assert name not in BANNED_CALLS, f"{path}:{call.lineno} calls {name}"
        for keyword in call.keywords:
            is_on = isinstance(keyword.value, ast.Constant) and keyword.value.value is True
            assert not (keyword.arg in ("allow_pickle", "shell") and is_on), f"{path}:{call.lineno} {keyword.arg}=True"
    imported = {
        f"{node.module}.{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert not imported & BANNED_CALLS


def names_in(tree: ast.AST) -> Iterator[str]:
    """Modules and what is taken out of them."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (part for alias in node.names for part in alias.name.split("."))
        elif isinstance(node, ast.ImportFrom):
            yield from (node.module or "").split(".")
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.Attribute):
            yield node.attr


@pytest.mark.parametrize("name", OWNERS)
def test_that_each_danger_has_one_owner(name: str) -> None:
    users = {
        path.relative_to(PACKAGE).as_posix()
        for path in SOURCES
        if name in set(names_in(ast.parse(path.read_text(encoding="utf-8"))))
    }
    assert users <= {OWNERS[name]}


def test_that_only_downloads_use_the_network() -> None:
    network = {"aiohttp", "ftplib", "http", "httpx", "requests", "ssl", "truststore", "urllib.request", "urllib3"}
    users = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            imported = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            imported += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if any(name in network or name.partition(".")[0] in network for name in imported):
                users.add(path.relative_to(PACKAGE).as_posix())
    assert users == {"core/download_connection.py", "core/download_http.py"}


def test_that_only_dialogs_and_the_application_take_over_the_window() -> None:
    running = {
        path.relative_to(PACKAGE).as_posix()
        for path in SOURCES
        for name, _ in calls(ast.parse(path.read_text(encoding="utf-8")))
        if name.split(".")[-1] in ("exec", "exec_")
    }
    assert running == {"gui/app.py", "gui/dialogs.py"}


def test_that_only_the_command_line_prints() -> None:
    printing = {
        path.relative_to(PACKAGE).parts[0]
        for path in SOURCES
        for name, _ in calls(ast.parse(path.read_text(encoding="utf-8")))
        if name == "print"
    }
    assert printing <= {"cli"}


def test_that_each_list_of_class_names_is_used_and_present() -> None:
    used = {name for names in class_names._FILES_BY_PREFIX.values() for name in names}
    assert used == {path.stem for path in (PACKAGE / "resources" / "classes").glob("*.json")}


def test_that_each_resource_belongs_to_a_kind_that_is_known() -> None:
    assert {path.name for path in (PACKAGE / "resources").iterdir()} == {
        "catalogue",
        "classes",
        "configs",
        "icons",
        "models",
        "samples",
        "translations",
    }


def test_that_the_package_says_that_it_is_typed() -> None:
    assert (PACKAGE / "py.typed").is_file()
