"""The report of a problem: what helps to understand it, without who had it and, unless asked for, on which files."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from d2studio.core.findings import Finding
from d2studio.core.logs import LogLine
from d2studio.core.redaction import FileNames, Redaction, this_user
from d2studio.core.words import printable

_MAX_FINDINGS: Final = 50
_MAX_LOG_LINES: Final = 300
_MAX_DETAILS: Final = 12_000  # of one finding; the end of a traceback is what counts
_LEVELS: Final = ((40, "ERROR"), (30, "WARNING"), (20, "INFO"), (0, "DEBUG"))


def make_report(
    findings: Sequence[Finding],
    log_lines: Sequence[LogLine],
    facts: Mapping[str, str],
    *,
    with_names: bool,
    file_names: Iterable[str] = (),
    redaction: Redaction | None = None,
) -> str:
    """Versions, machine, model, findings and the end of the log, as Markdown.

    The user's home folder, the names of user and machine, and credentials in addresses never occur in it.

    Args:
        findings: newest first.
        log_lines: oldest first.
        facts: of versions, machine and model, in words, by name; in the order in which they are to be read.
        with_names: whether names of page and model files may occur; else stand-ins such as `page_0001.png` do, the
            same for a file wherever it occurs.
        file_names: paths of pages and models that are open, so that they are found whatever they are called.
        redaction: what never occurs; by default what this process knows of its user and machine.
    """
    findings, dropped = findings[:_MAX_FINDINGS], findings[_MAX_FINDINGS:]
    texts = [_facts(facts), *(_in_words(finding) for finding in findings)]
    texts.append("\n".join(map(_log_line, log_lines[-_MAX_LOG_LINES:])))
    if not with_names:
        names = FileNames((*file_names, *(_name_in_place(finding.place) for finding in findings)), texts)
        texts = [names.replace(text) for text in texts]
    hidden = redaction or this_user()
    known, *told, log = (hidden.apply(text) for text in texts)
    parts = ["# d2studio: report of a problem", f"## Versions and machine\n\n{_fenced(known)}"]
    parts += [
        f"## {finding.code} ({finding.severity.value}, {finding.category.value}), {finding.time:%Y-%m-%d %H:%M:%S}\n\n"
        f"{_fenced(text)}"
        for finding, text in zip(findings, told, strict=True)
    ]
    if dropped:
        parts.append(f"{len(dropped):,} earlier findings are left out.")
    parts.append(f"## Log\n\n{_fenced(log)}")
    return "\n\n".join(parts) + "\n"


def _facts(facts: Mapping[str, str]) -> str:
    return "\n".join(f"{printable(name)}: {printable(value)}" for name, value in facts.items())


def _in_words(finding: Finding) -> str:
    lines = [finding.place, finding.what, *(f"- {line}" for line in finding.evidence), finding.advice]
    return "\n".join((*filter(None, map(printable, lines)), "", *_lines(finding.details[-_MAX_DETAILS:]))).strip()


def _log_line(line: LogLine) -> str:
    level = next(word for value, word in _LEVELS if line.level >= value)
    return "\n".join(_lines(f"{line.time:%H:%M:%S} {level} {line.source}: {line.text}"))


def _lines(text: str) -> list[str]:
    """Line by line, without what a terminal or an editor would obey."""
    if text.replace("\n", "").isprintable():  # nearly all of them; letter by letter it takes ten times as long
        return text.split("\n")
    return [printable(line.expandtabs(4)) for line in text.split("\n")]


def _name_in_place(place: str) -> str:
    """The file of "scan 1.pdf, page 3"."""
    return re.sub(r", page [\d,]+$", "", place) if re.search(r"\.\w{1,11}(?:, page [\d,]+)?$", place) else ""


def _fenced(text: str) -> str:
    """A block that its own text cannot end."""
    fence = "```"
    while fence in text:
        fence += "`"
    return f"{fence}text\n{text or '(nothing)'}\n{fence}"
