"""The tree of errors is what its file says, and each kind is explained in the documentation."""

import re
from pathlib import Path

import pytest

from d2studio import errors
from d2studio.errors import D2StudioError

DOCUMENTATION = Path(__file__).resolve().parent.parent / "docs" / "errors.md"


def tree(root: type[D2StudioError]) -> list[type[D2StudioError]]:
    return [root, *(kind for child in root.__subclasses__() for kind in tree(child))]


ALL_KINDS = tree(D2StudioError)


def drawn(kind: type[D2StudioError], depth: int) -> list[str]:
    line = f"{'  ' * depth}{'*x+'[depth]} {kind.__name__}"
    return [line, *(below for child in kind.__subclasses__() for below in drawn(child, depth + 1))]


def test_that_the_tree_in_the_docstring_is_the_real_one() -> None:
    assert errors.__doc__ is not None
    written = [line for line in errors.__doc__.splitlines() if re.match(r" *[*x+] ", line)]
    assert written == drawn(D2StudioError, 0)


def test_that_all_errors_live_in_one_file() -> None:
    assert {kind.__module__ for kind in ALL_KINDS} == {"d2studio.errors"}


def test_that_codes_are_unique() -> None:
    codes = [kind.code for kind in ALL_KINDS]
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize("kind", ALL_KINDS, ids=lambda kind: kind.__name__)
def test_that_each_code_has_a_section_in_the_documentation(kind: type[D2StudioError]) -> None:
    assert f"\n## `{kind.code}`" in DOCUMENTATION.read_text(encoding="utf-8")


def test_that_the_documentation_has_no_sections_of_errors_that_are_gone() -> None:
    sections = set(re.findall(r"^## `(.+?)`", DOCUMENTATION.read_text(encoding="utf-8"), re.MULTILINE))
    assert sections == {kind.code for kind in ALL_KINDS}


def test_that_an_error_carries_message_hint_problems_and_facts() -> None:
    error = D2StudioError("Three keys are unknown.", hint="Update.", problems=["A", "B"], path="config.yaml")
    assert str(error) == "Three keys are unknown."
    assert (error.hint, error.problems, error.context) == ("Update.", ("A", "B"), {"path": "config.yaml"})


def test_that_stopping_is_not_failing() -> None:
    assert not issubclass(errors.Cancelled, D2StudioError)
