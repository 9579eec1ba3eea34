"""Setting of the sample pages: paragraphs broken as a whole, with hyphens, at twice the resolution of the result.

The generator of training pages fills line by line and places whole pixels, which is enough to learn from; these pages
are looked at by people.

In a text `_` begins and ends italics, `*` bold and `^` a raised figure.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Final, Literal, NamedTuple

from PIL import ImageFont

from training.pages.canvas import Canvas, Colour
from training.pages.text import Column
from training.pages.typefaces import Family

Align = Literal["left", "justified", "centre", "right"]
DPI: Final = 150
# A page is drawn this much larger and reduced at the end: letters then stand where they belong within a quarter point.
OVERSIZE: Final = 2
# Pixels of the canvas a printer's point.
POINT: Final = DPI * OVERSIZE / 72
A4: Final = (1240, 1754)

_WEIGHTS: Final[Mapping[str, str]] = {"": "regular", "_": "italic", "*": "bold", "^": "regular"}
_RAISED: Final = 0.66
# How far a space may grow or shrink before a line counts as bad, in spaces; a ragged line may end that many short.
_STRETCH: Final = 0.5
_SHRINK: Final = 0.25
_RAG: Final = 5.0
_HYPHEN_COST: Final = 25.0
_SHORT_END_COST: Final = 60.0


def points(*lengths: float) -> tuple[float, ...]:
    """Lengths in points as pixels of the canvas."""
    return tuple(length * POINT for length in lengths)


@dataclass(frozen=True)
class Type:
    """A typeface in one size; sizes in points. `weight` is that of words without marks."""

    family: Family
    size: float
    leading: float
    colour: Colour = (0, 0, 0)
    weight: str = "regular"
    hyphens: Mapping[str, tuple[str, ...]] | None = None

    def font(self, mark: str = "") -> ImageFont.FreeTypeFont:
        """The font of words with this mark."""
        weight = _WEIGHTS[mark] if mark in ("_", "*") else self.weight
        return _load(*self.family.files[_ORDER.index(weight)], self.size * POINT * (_RAISED if mark == "^" else 1))


_ORDER: Final = ("regular", "bold", "italic", "bold italic")


@lru_cache(maxsize=64)
def _load(path: str, index: int, size: float) -> ImageFont.FreeTypeFont:
    # Unlike the generator's fonts, these kern and join letters wherever Pillow can.
    return ImageFont.truetype(path, size, index=index)


class _Run(NamedTuple):
    """Letters that are never broken; `end` is what follows: a space, a place for a hyphen, or nothing."""

    text: str
    mark: str
    end: Literal[" ", "-", ""]


def hyphenation(words: str) -> dict[str, tuple[str, ...]]:
    """Words written with hyphens, "li-brary", as a table of their syllables."""
    return {word.replace("-", ""): tuple(word.split("-")) for word in words.split()}


def _runs(text: str, hyphens: Mapping[str, tuple[str, ...]]) -> Iterator[_Run]:
    mark = ""
    for word in text.split(" "):
        parts: list[tuple[str, str]] = []
        for part in filter(None, re.split(r"([_*^])", word)):
            if part in _WEIGHTS:
                mark = "" if mark == part else part
            else:
                parts.append((part, mark))
        for number, (part, its_mark) in enumerate(parts):
            is_last = number == len(parts) - 1
            pieces = _syllables(part, hyphens)
            for piece in pieces[:-1]:
                yield _Run(piece, its_mark, "-")
            yield _Run(pieces[-1], its_mark, " " if is_last else "")


def _syllables(part: str, hyphens: Mapping[str, tuple[str, ...]]) -> list[str]:
    core = re.search(r"\w+", part)
    known = hyphens.get(core[0].lower()) if core else None
    if core is None or known is None:
        return [part]
    ends = [core.start() + sum(map(len, known[:count])) for count in range(1, len(known))]
    return [part[start:end] for start, end in zip([0, *ends], [*ends, len(part)], strict=True)]


# Between two runs: the number of the one behind it, and of the line that begins there.
_Place = tuple[int, int]


def _break(
    runs: Sequence[_Run], lengths: Sequence[float], widths: Sequence[float], space: float, hyphen: float, align: Align
) -> list[range]:
    """The runs of each line, chosen so that the paragraph as a whole is even.

    Source: Knuth and Plass, "Breaking Paragraphs into Lines", 1981, with a simpler cost.

    Args:
        runs: of one paragraph.
        lengths: theirs, in pixels.
        widths: of the first lines, and of all that follow, in pixels.
        space: between words.
        hyphen: its width.
        align: only justified lines may shrink.
    """
    best: dict[_Place, tuple[float, _Place | None]] = {(0, 0): (0.0, None)}
    for begin in range(len(runs)):
        for line in range(len(widths)):
            if (begin, line) not in best:
                continue
            used, spaces, is_first = 0.0, 0, True
            for end in range(begin, len(runs)):
                used += lengths[end]
                if runs[end].end == "":
                    continue
                free = widths[line] - used - spaces * space - (hyphen if runs[end].end == "-" else 0.0)
                is_last = end == len(runs) - 1
                least = -_SHRINK * space * spaces if align == "justified" else 0.0
                if free < least and not is_first:
                    break
                slack = space * (max(spaces, 0.2) * _STRETCH if align == "justified" else _RAG)
                badness = 0.0 if is_last and free >= 0 else abs(free / (slack if free > 0 else slack / 2)) ** 3
                cost = best[begin, line][0] + (1 + 10 * badness) ** 2
                cost += _HYPHEN_COST * (runs[end].end == "-")
                cost += _SHORT_END_COST * (is_last and used < widths[line] * 0.2)
                place = end + 1, min(line + 1, len(widths) - 1)
                if place not in best or cost < best[place][0]:
                    best[place] = cost, (begin, line)
                is_first = False
                spaces += runs[end].end == " "
    ends = [place for place in best if place[0] == len(runs)]
    at: _Place | None = min(ends, key=lambda place: best[place][0])
    lines = []
    while at is not None:
        before = best[at][1]
        if before is not None:
            lines.append(range(before[0], at[0]))
        at = before
    return lines[::-1]


def set_text(
    canvas: Canvas,
    column: Column,
    text: str,
    face: Type,
    *,
    align: Align = "justified",
    indent: float = 0.0,
    beside: tuple[int, float] = (0, 0.0),
) -> None:
    """Draw a paragraph at the head of the column, whose top moves below it; it must fit.

    Args:
        canvas: drawn on.
        column: in pixels of the canvas.
        text: with marks, see above.
        face: its type.
        align: its margins.
        indent: of the first line, in points.
        beside: so many first lines leave so much room at their left, in points: for an initial.
    """
    runs = list(_runs(text, face.hyphens or {}))
    font = face.font()
    lengths = [face.font(run.mark).getlength(run.text) for run in runs]
    insets = [beside[1] * POINT] * beside[0] + [0.0]
    if indent:
        insets = [indent * POINT, *insets]
    space = font.getlength(" ")
    lines = _break(runs, lengths, [column.width - inset for inset in insets], space, font.getlength("-"), align)
    for number, line in enumerate(lines):
        inset = insets[min(number, len(insets) - 1)]
        words = _words([runs[index] for index in line])
        taken = sum(face.font(mark).getlength(letters) for word in words for letters, mark in word)
        free = column.width - inset - taken - space * (len(words) - 1)
        x, gap = column.left + inset, space
        if align == "justified" and len(words) > 1 and (number < len(lines) - 1 or free < 0):
            gap += free / (len(words) - 1)
        elif align in ("centre", "right"):
            x += free / (2 if align == "centre" else 1)
        baseline = column.top + (face.leading + face.size * 0.62) / 2 * POINT
        for word in words:
            for letters, mark in word:
                draw_line(canvas, x, baseline - (face.size * 0.34 * POINT if mark == "^" else 0.0), letters, face, mark)
                x += face.font(mark).getlength(letters)
            x += gap
        column.top += face.leading * POINT


def _words(runs: Sequence[_Run]) -> list[list[tuple[str, str]]]:
    """A line's words, each as letters with their marks, joined where no hyphen was needed."""
    words: list[list[tuple[str, str]]] = [[]]
    for number, run in enumerate(runs):
        is_last = number == len(runs) - 1
        words[-1].append((run.text + ("-" if is_last and run.end == "-" else ""), run.mark))
        if run.end == " " and not is_last:
            words.append([])
    return [
        [("".join(text for text, _ in same), mark) for mark, same in groupby(word, key=lambda part: part[1])]
        for word in words
    ]


def draw_line(canvas: Canvas, x: float, baseline: float, text: str, face: Type, mark: str = "") -> None:
    """Letters in one font from `x` on, in pixels; nothing is broken."""
    font = face.font(mark)
    canvas.draw.text((x, baseline), text, face.colour, font, anchor="ls")
    left, top, right, bottom = font.getbbox(text, anchor="ls")
    canvas.ink((x + left, baseline + top, x + right, baseline + bottom))


def draw_spaced(canvas: Canvas, middle: float, baseline: float, text: str, face: Type, gap: float) -> None:
    """Capitals with `gap` points between them, centred at `middle`."""
    font = face.font()
    x = middle - (sum(map(font.getlength, text)) + gap * POINT * (len(text) - 1)) / 2
    for letter in text:
        draw_line(canvas, x, baseline, letter, face)
        x += font.getlength(letter) + gap * POINT


def set_grid(
    canvas: Canvas,
    column: Column,
    rows: Sequence[Sequence[str]],
    face: Type,
    widths: Sequence[float],
    aligns: Sequence[Align],
) -> list[float]:
    """Draw the words of a table, a line a cell; the column's top moves below it.

    Args:
        canvas: drawn on.
        column: where; its width is not used.
        rows: words of the cells.
        face: `leading` is a row's height.
        widths: of the columns, in points.
        aligns: of the columns.

    Returns:
        Where the rows begin and where the last one ends, in pixels.
    """
    edges = [column.top]
    for row in rows:
        x = column.left
        for words, width, align in zip(row, widths, aligns, strict=True):
            cell = Column(x, column.top, width * POINT, column.bottom)
            if words:
                set_text(canvas, cell, words, face, align=align)
            x += width * POINT
        column.top += face.leading * POINT
        edges.append(column.top)
    return edges
