"""Findings in the language of the window."""

import re
from functools import cache, partial
from typing import Final

from PySide6.QtCore import QCoreApplication, QLocale

from d2studio.core.error_sentences import KINDS, PAGE_OF, SENTENCES
from d2studio.core.findings import Category, Finding, Severity

_NUMBERS: Final = frozenset(("number", "count", "width", "height", "millions", "limit", "pixels", "gigabytes", "score"))
_SIZES: Final = frozenset(("size", "whole"))
_PHRASES: Final = frozenset(("reason", "found", "expected", "part"))  # values that are texts of the same list
_translated: Final = partial(QCoreApplication.translate, "Finding")  # of texts that `core` wrote out
_NAME: Final = re.compile(r"\{(\w+)\}")
_NUMBER: Final = re.compile(r"\d[\d.,]*")
# What stands around a sentence: the host or file that it is about, and the setting of the config that decides it.
_FRAMED: Final = re.compile(r"(?P<host>[^\s:]+: )?(?P<said>.+?)(?P<setting> \([A-Z_]+\.[A-Z0-9_., ]+\))?")


def say(text: str) -> str:
    """A text of findings (`core.diagnostics.phrases`), translated, with its values; any other comes back as it is."""
    if "\0" in text:  # where Qt takes it to end
        return text
    fixed = _translated(text)
    if fixed != text:
        return fixed
    for template, landmark in _templates():
        if landmark in text and (matched := _pattern(template).fullmatch(text)):
            return _filled(template, matched)
    framed = _FRAMED.fullmatch(text)
    if framed and framed["said"] != text:
        return f"{framed['host'] or ''}{say(framed['said'])}{framed['setting'] or ''}"
    return text


def _filled(template: str, matched: re.Match[str]) -> str:
    """The translated template, with the values of a text that it is the template of."""
    words = _translated(template)
    if words == template:
        return matched.string
    values = {name: _value(name, value) for name, value in matched.groupdict().items()}
    return _NAME.sub(lambda found: values[found[1]], words)


def _value(name: str, value: str) -> str:
    """Numbers as the language writes them, kinds in its words; names stay."""
    if name in _NUMBERS or name in _SIZES or (name in _PHRASES and _NUMBER.fullmatch(value)):
        locale = QLocale()
        marks = {",": locale.groupSeparator(), ".": locale.decimalPoint()}
        return "".join(marks.get(character, character) for character in value)
    if name == "kind":
        return _translated(value)
    if name in _PHRASES:
        return say(value)
    if name == "file" and (matched := _pattern(PAGE_OF).fullmatch(value)):
        return _filled(PAGE_OF, matched)
    return value


@cache
def _templates() -> tuple[tuple[str, str], ...]:
    """Sentences with values, each with its longest run of letters, by which most are ruled out.

    Without that all patterns would be compiled for the first sentence, which holds the window up for 50 ms.
    """
    templates = (template for template in SENTENCES if "{" in template)
    return tuple((template, max(_NAME.split(template)[::2], key=len)) for template in templates)


@cache
def _pattern(template: str) -> re.Pattern[str]:
    """What finds texts of a template, and the values in them."""
    pieces = _NAME.split(template)  # text and names alternate
    pieces[::2] = map(re.escape, pieces[::2])
    pieces[1::2] = (f"(?P<{name}>{_values(name)})" for name in pieces[1::2])
    return re.compile("".join(pieces))


def _values(name: str) -> str:
    if name in _NUMBERS:
        return _NUMBER.pattern
    return "|".join(map(re.escape, KINDS)) if name == "kind" else ".+?"


def category_words(category: Category) -> str:
    """What people call a category."""
    translate = QCoreApplication.translate
    return {
        Category.WEIGHTS: translate("Finding", "Weights"),
        Category.CONFIG: translate("Finding", "Config"),
        Category.MEMORY: translate("Finding", "Memory"),
        Category.DEVICE: translate("Finding", "Device"),
        Category.PAGE: translate("Finding", "Page"),
        Category.EMPTY: translate("Finding", "Empty result"),
        Category.LIBRARY: translate("Finding", "Libraries"),
        Category.WORKER: translate("Finding", "Process"),
        Category.DISK: translate("Finding", "Disk"),
        Category.NETWORK: translate("Finding", "Network"),
        Category.SETTINGS: translate("Finding", "Settings"),
        Category.INTERNAL: translate("Finding", "Internal"),
    }[category]


def severity_words(severity: Severity) -> str:
    """How grave it is."""
    translate = QCoreApplication.translate
    return {
        Severity.ERROR: translate("Finding", "Error"),
        Severity.WARNING: translate("Finding", "Warning"),
        Severity.NOTE: translate("Finding", "Note"),
    }[severity]


def evidence_of(finding: Finding) -> tuple[str, ...]:
    """What it is about, unless that is said anyway, and what shows it; one line each."""
    is_said = not finding.place or any(finding.place in line for line in finding.evidence)
    lines = finding.evidence if is_said else (finding.place, *finding.evidence)
    return tuple(map(say, lines))
