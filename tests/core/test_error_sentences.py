"""The sentences that are translated are those that errors say."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

import d2studio
from d2studio.core import error_sentences
from d2studio.core.error_sentences import KINDS, PAGE_OF, SENTENCES

_NAME = re.compile(r"\{\w*\}")


@cache
def said() -> frozenset[str]:
    """Every text that the sources write out, with {} for each value in it."""
    texts = set()
    for path in Path(d2studio.__file__).parent.rglob("*.py"):
        if path.name == Path(error_sentences.__file__).name:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                texts.add(_NAME.sub("{}", node.value).strip())
            elif isinstance(node, ast.JoinedStr):
                pieces = (str(each.value) if isinstance(each, ast.Constant) else "{}" for each in node.values)
                texts.add("".join(pieces).strip())
    return frozenset(texts)


@pytest.mark.parametrize("sentence", [*SENTENCES, PAGE_OF, *KINDS])
def test_that_what_is_translated_is_said_somewhere(sentence: str) -> None:
    text = _NAME.sub("{}", sentence)
    # Readers of weights say what a file is; its name is put in front later, and the full stop behind. Other sentences
    # follow a whole one, and misfits end with the setting that decides them.
    rest = text.removeprefix("{}").strip()
    assert {text, f"{text} ({{}})", rest, rest.removesuffix(".")} & said()


def test_that_nothing_is_listed_twice() -> None:
    assert len({_NAME.sub("{}", sentence) for sentence in SENTENCES}) == len(SENTENCES)
