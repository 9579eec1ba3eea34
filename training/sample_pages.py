"""Makes the pages that come with d2studio to try it on: an article, a letter, an old book.

    python -m training.sample_pages d2studio/resources/samples

Everything on them is written and drawn here. Lengths are in points where they are not said to be pixels.
"""

import argparse
import math
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import Final

import cv2
import numpy as np
from PIL import Image

from training import sample_words as words
from training.pages.canvas import Canvas, Colour
from training.pages.scanner import scan
from training.pages.text import Column
from training.pages.typefaces import Family, find_families
from training.sample_drawings import AMBER, TEAL, agreement_plot, engraving, formula, signature, trade_mark
from training.sample_setting import (
    A4,
    DPI,
    OVERSIZE,
    POINT,
    Align,
    Type,
    draw_line,
    draw_spaced,
    points,
    set_grid,
    set_text,
)

WIDTH: Final = A4[0] * OVERSIZE / POINT
SERIF: Final = "STIXGeneral"
SANS: Final = "DejaVu Sans"
GREY: Final[Colour] = (95, 95, 95)
# This draw of the scanner gives cream paper and type that stays legible.
SCAN_SEED: Final = 38
SKEW_DEGREES: Final = 0.55


def find_family(families: Sequence[Family], name: str, substitute: str) -> Family:
    """The family of that name, or else a substitute that matplotlib brings."""
    by_name = {family.name: family for family in families}
    return by_name.get(name) or by_name[substitute]


def _canvas() -> Canvas:
    return Canvas(A4[0] * OVERSIZE, A4[1] * OVERSIZE)


def _column(left: float, top: float, width: float, bottom: float = 842.0) -> Column:
    return Column(*points(left, top, width, bottom))


def _rule(canvas: Canvas, left: float, y: float, right: float, thick: float, colour: Colour = (0, 0, 0)) -> None:
    """A line at `y` in pixels of the canvas."""
    top = round(y)
    canvas.rectangle((left * POINT, top, right * POINT, top + max(2, round(thick * POINT))), fill=colour)


def _set(canvas: Canvas, column: Column, class_name: str, text: str, face: Type, align: Align = "justified",
         indent: float = 0.0) -> None:  # fmt: skip
    """A paragraph that is a region."""
    with canvas.region(class_name):
        set_text(canvas, column, text, face, align=align, indent=indent)


def _items(canvas: Canvas, column: Column, items: Sequence[str], marks: Sequence[str], face: Type, hang: float,
           gap: float) -> None:  # fmt: skip
    """A list whose marks hang at the left."""
    with canvas.region("List"):
        for item, mark in zip(items, marks, strict=True):
            inner = column.inset(hang * POINT)
            baseline = column.top + (face.leading + face.size * 0.62) / 2 * POINT
            draw_line(canvas, column.left + 4 * POINT, baseline, mark, face)
            set_text(canvas, inner, item, face, align="left" if face.hyphens is None else "justified")
            column.top = inner.top + gap * POINT


def article(rng: Random, families: Sequence[Family]) -> Canvas:
    """The first page of an article in two columns."""
    del rng  # this page leaves nothing to chance
    serif, sans = find_family(families, "Linux Libertine O", SERIF), find_family(families, "Linux Biolinum O", SERIF)
    body = Type(serif, 10.2, 12.6, hyphens=words.ENGLISH_HYPHENS)
    small = Type(serif, 8.8, 10.8, hyphens=words.ENGLISH_HYPHENS)
    heading = Type(sans, 11.6, 14, weight="bold")
    canvas = _canvas()
    left, width, gutter, foot = 52.0, WIDTH - 104.0, 20.0, 786.0
    head = Type(serif, 9.4, 12)
    with canvas.region("Header"):
        set_text(canvas, _column(left, 34, width), f"_{words.RUNNING_HEAD}_", head, align="left")
    with canvas.region("Header"):
        set_text(canvas, _column(left, 34, width), words.ARTICLE_PAGE, head, align="right")
    with canvas.decoration():
        _rule(canvas, left, 49.5 * POINT, left + width, 0.5)
    _set(canvas, _column(left, 804, width), "Footer", words.ARTICLE_FOOT, Type(serif, 9, 12), "centre")
    top = _column(left, 74, width)
    _set(canvas, top, "Title", words.ARTICLE_TITLE, Type(sans, 23, 28, weight="bold"), "centre")
    top.top += 8 * POINT
    with canvas.region("Text"):
        set_text(canvas, top, words.AUTHORS, Type(serif, 12, 16), align="centre")
        set_text(canvas, top, f"_{words.INSTITUTE}_", Type(serif, 10, 13), align="centre")
    top.top += 14 * POINT
    abstract = top.inset(36 * POINT, 36 * POINT)
    _set(canvas, abstract, "Title", "Abstract", Type(sans, 10.4, 14, weight="bold"), "centre")
    abstract.top += 2 * POINT
    _set(canvas, abstract, "Text", words.ABSTRACT, Type(serif, 9.6, 11.9, hyphens=words.ENGLISH_HYPHENS))
    start = abstract.top + 18 * POINT
    wide = (width - gutter) / 2
    one, two = (Column(x * POINT, start, wide * POINT, foot * POINT) for x in (left, left + wide + gutter))

    def section(column: Column, text: str) -> None:
        _set(canvas, column, "Title", text, heading, "left")
        column.top += 3 * POINT

    section(one, "1\u2002Introduction")
    _set(canvas, one, "Text", words.INTRODUCTION[0], body)
    _set(canvas, one, "Text", words.INTRODUCTION[1], body, indent=12)
    one.top += 16 * POINT
    section(one, "2\u2002Pointing at Pages")
    _set(canvas, one, "Text", words.METHOD[0], body)
    _set(canvas, one, "Text", words.METHOD[1], body, indent=12)
    one.top += 9 * POINT
    _formula(canvas, one, body)
    one.top += 9 * POINT
    _set(canvas, one, "Text", words.METHOD[2], body)
    _footnote(canvas, one, small)

    with canvas.region("Figure"):
        canvas.picture(agreement_plot(two.width, 142 * POINT, Type(serif, 8.6, 10)), two.left, two.top)
    two.top += 146 * POINT
    _set(canvas, two, "Caption", words.FIGURE_CAPTION, small)
    two.top += 13 * POINT
    section(two, "3\u2002What a Page Would Like")
    _set(canvas, two, "Text", words.ADVICE, body)
    two.top += 4 * POINT
    _items(canvas, two, words.ADVICE_ITEMS, "•" * 4, body, 14, 1.5)
    two.top += 9 * POINT
    _set(canvas, two, "Caption", words.TABLE_CAPTION, small)
    two.top += 4 * POINT
    _article_table(canvas, two, Type(serif, 9.6, 13), wide)
    two.top += 12 * POINT
    section(two, "4\u2002Conclusion")
    _set(canvas, two, "Text", words.CONCLUSION, body)
    return canvas


def _formula(canvas: Canvas, column: Column, face: Type) -> None:
    """A displayed formula with its number."""
    shown = formula(words.OVERLAP_FORMULA, face.size * 1.06)
    with canvas.region("Formula"):
        canvas.picture(shown, column.left + (column.width - shown.width) / 2 - 8 * POINT, column.top)
        beside = Column(
            column.left, column.top + (shown.height - face.leading * POINT) / 2, column.width, column.bottom
        )
        set_text(canvas, beside, "(1)", face, align="right")
    column.top += shown.height


def _footnote(canvas: Canvas, column: Column, face: Type) -> None:
    """A note that ends where the column does."""
    note = Column(column.left, column.bottom - 2 * face.leading * POINT, column.width, column.bottom)
    with canvas.decoration():
        _rule(canvas, note.left / POINT, note.top - 4 * POINT, (note.left + note.width * 0.3) / POINT, 0.5)
    _set(canvas, note, "Text", words.FOOTNOTE, face)


def _article_table(canvas: Canvas, column: Column, face: Type, width: float) -> None:
    """A table with rules above, below and under its head."""
    left = column.left / POINT
    with canvas.region("Table"):
        column.top += 1.5 * POINT
        widths = (width * 0.5, width * 0.2, width * 0.25)
        edges = set_grid(canvas, column.inset(6 * POINT), words.TABLE_ROWS, face, widths, ("left", "right", "right"))
        column.top = edges[-1] + 2 * POINT
        for y, thick in ((edges[0] - 1.5 * POINT, 0.9), (edges[1], 0.5), (column.top, 0.9)):
            _rule(canvas, left, y, left + width, thick)


def letter(rng: Random, families: Sequence[Family]) -> Canvas:
    """A German offer with costs, on the firm's paper."""
    sans = find_family(families, "Lato", SANS)
    body = Type(sans, 10.2, 14.6, hyphens=words.GERMAN_HYPHENS)
    small = Type(sans, 8, 11, GREY)
    canvas = _canvas()
    left, width = 64.0, WIDTH - 64.0 - 58.0
    right = left + width
    mark = trade_mark(round(48 * POINT))
    with canvas.region("Figure"):
        canvas.picture(mark, left * POINT, 40 * POINT)
    with canvas.region("Header"):
        name = _column(left + 60, 42, width)
        set_text(canvas, name, words.FIRM, Type(sans, 20, 26, TEAL, "bold"), align="left")
        set_text(canvas, name, words.FIRM_TRADE, Type(sans, 9.5, 14, GREY), align="left")
    with canvas.decoration():
        _rule(canvas, left, 101 * POINT, right, 1.2, TEAL)
    address = _column(left, 128, 220)
    with canvas.region("Text"):
        for line in words.RECIPIENT:
            set_text(canvas, address, line, body, align="left")
    date = _column(left, 128 + 3 * 14.6, width)
    _set(canvas, date, "Text", words.DATE, body, "right")
    area = _column(left, 218, width)
    _set(canvas, area, "Title", words.SUBJECT, Type(sans, 12.4, 17, weight="bold"), "left")
    area.top += 9 * POINT
    _set(canvas, area, "Text", words.GREETING, body, "left")
    area.top += 5 * POINT
    _set(canvas, area, "Text", words.OFFER, body)
    area.top += 6 * POINT
    _items(canvas, area, words.STEPS, ("1.", "2.", "3.", "4."), body, 22, 2.5)
    area.top += 5 * POINT
    _set(canvas, area, "Text", words.COSTS, body, "left")
    area.top += 6 * POINT
    _cost_table(canvas, area, Type(sans, 9.4, 18), left, width)
    area.top += 12 * POINT
    _set(canvas, area, "Text", words.TERMS, body)
    area.top += 10 * POINT
    _set(canvas, area, "Text", words.FAREWELL, body, "left")
    with canvas.decoration():
        stroke = signature(rng, left * POINT + 6, area.top + 30 * POINT, 96 * POINT)
        canvas.draw.line(stroke, fill=(24, 36, 110), width=6, joint="curve")
    area.top += 42 * POINT
    with canvas.region("Text"):
        for line in words.SIGNED:
            set_text(canvas, area, line, body, align="left")
    with canvas.decoration():
        _rule(canvas, left, 778 * POINT, right, 0.6, TEAL)
    for place, lines in zip((0.0, 0.36, 0.69), words.FIRM_FOOT, strict=True):
        part = _column(left + place * width, 784, width / 3)
        with canvas.region("Footer"):
            for line in lines:
                set_text(canvas, part, line, small, align="left")
    return canvas


def _cost_table(canvas: Canvas, column: Column, face: Type, left: float, width: float) -> None:
    """Costs with their sums: the head on a ground, lines between rows."""
    pad = 7.0
    shares = (0.07, 0.43, 0.15, 0.18, 0.17)
    widths = [share * (width - 2 * pad) for share in shares]
    aligns: tuple[Align, ...] = ("left", "left", "right", "right", "right")
    high = face.leading * POINT
    white = Type(face.family, face.size, face.leading, (255, 255, 255))
    with canvas.region("Table"):
        inner = column.inset(pad * POINT)
        canvas.rectangle((left * POINT, inner.top, (left + width) * POINT, inner.top + high), fill=TEAL)
        set_grid(canvas, inner, words.COST_ROWS[:1], white, widths, aligns)
        total = inner.top + (len(words.COST_ROWS) - 2) * high
        canvas.rectangle((left * POINT, total, (left + width) * POINT, total + high), fill=(250, 233, 212))
        edges = set_grid(canvas, inner, words.COST_ROWS[1:], face, widths, aligns)
        sums = len(edges) - 4
        for number, y in enumerate(edges[1:], 1):
            is_strong = number in (sums, len(edges) - 1)
            if number <= sums or is_strong:
                _rule(canvas, left, y, left + width, 0.9 if is_strong else 0.4, TEAL if is_strong else (190, 190, 190))
        _rule(canvas, left, total, left + width, 0.9, AMBER)
    column.top = inner.top


def old_book(rng: Random, families: Sequence[Family]) -> Canvas:
    """A chapter's beginning, with an initial and an engraving; before it is scanned."""
    serif = find_family(families, "EB Garamond", SERIF)
    body = Type(serif, 14.6, 19.4, hyphens=words.ENGLISH_HYPHENS)
    canvas = _canvas()
    left, width = 92.0, WIDTH - 92.0 - 86.0
    middle = (left + width / 2) * POINT
    with canvas.region("Header"):
        draw_spaced(canvas, middle, 66 * POINT, words.BOOK_HEAD, Type(serif, 11, 14), 1.6)
    with canvas.region("Header"):
        figures = Type(serif, 13, 14)
        x = (left + width) * POINT - figures.font().getlength(words.BOOK_PAGE)
        draw_line(canvas, x, 66 * POINT, words.BOOK_PAGE, figures)
    area = _column(left, 98, width)
    with canvas.region("Title"):
        draw_spaced(canvas, middle, 112 * POINT, words.CHAPTER, Type(serif, 15, 18), 2.2)
        area.top = 124 * POINT
        set_text(canvas, area, f"_{words.CHAPTER_TITLE}_", Type(serif, 21, 27), align="centre")
    with canvas.decoration():
        _swelled_rule(canvas, middle, 166 * POINT)
    area.top = 182 * POINT
    with canvas.region("Text"):
        _initial(canvas, area, serif, body)
    _set(canvas, area, "Text", words.BOOK_PARAGRAPHS[0], body, indent=18)
    area.top += 14 * POINT
    cut = engraving(rng, round(324 * POINT), round(204 * POINT))
    with canvas.region("Figure"):
        canvas.picture(cut, middle - cut.width / 2, area.top)
    area.top += cut.height + 5 * POINT
    _set(canvas, area, "Caption", words.ENGRAVING_CAPTION, Type(serif, 11.6, 15), "centre")
    area.top += 12 * POINT
    for paragraph in words.BOOK_PARAGRAPHS[1:]:
        _set(canvas, area, "Text", paragraph, body, indent=18)
    return canvas


def _initial(canvas: Canvas, column: Column, serif: Family, body: Type) -> None:
    """The opening paragraph beside a capital of three lines."""
    lines = 3
    baseline = column.top + ((lines - 1) * body.leading + (body.leading + body.size * 0.62) / 2) * POINT
    capital = Type(serif, ((lines - 1) * body.leading + body.size * 0.65) / 0.65, 0)
    bounds = capital.font().getbbox(words.INITIAL, anchor="ls")
    draw_line(canvas, column.left - bounds[0], baseline, words.INITIAL, capital)
    set_text(canvas, column, words.BOOK_OPENING, body, beside=(lines, (bounds[2] - bounds[0]) / POINT + 2.5))


def _swelled_rule(canvas: Canvas, middle: float, y: float) -> None:
    """A line that is thickest in the middle, as printers put below titles; pixels."""
    half, thick = 45 * POINT, 1.1 * POINT
    shape = [
        (middle + half * math.cos(turn), y + thick * math.sin(turn) ** 3) for turn in np.linspace(0, 2 * math.pi, 80)
    ]
    canvas.draw.polygon(shape, fill=(0, 0, 0))


def finished(canvas: Canvas) -> Image.Image:
    """The page in its final size."""
    return canvas.image.reduce(OVERSIZE)


def scanned(page: Image.Image, seed: int = SCAN_SEED) -> Image.Image:
    """The page on old paper, laid on the glass a little askew."""
    turned = page.rotate(SKEW_DEGREES, Image.Resampling.BICUBIC, fillcolor=(255, 255, 255))
    return Image.fromarray(scan(np.asarray(turned), np.random.default_rng(seed)))


Maker = Callable[[Random, Sequence[Family]], Canvas]
PAGES: Final[tuple[tuple[str, Maker], ...]] = (
    ("article.png", article),
    ("letter.png", letter),
    ("old-book.jpg", old_book),
)


def save_pages(folder: Path, families: Sequence[Family], seed: int = 0) -> None:
    """Write the pages into a folder that is there."""
    for name, make in PAGES:
        page = finished(make(Random(seed), families))
        if name.endswith(".jpg"):
            page = scanned(page)
        page.save(folder / name, quality=85, optimize=True, dpi=(DPI, DPI))


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line and make the pages."""
    parser = argparse.ArgumentParser(prog="python -m training.sample_pages", description="Make the sample pages.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    cv2.setNumThreads(1)
    save_pages(options.folder, find_families(), options.seed)
    sys.stdout.write(f"{len(PAGES)} pages in {options.folder}\n")


if __name__ == "__main__":
    main()
