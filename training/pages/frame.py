"""What surrounds the text of a page: paper, margins, running heads, columns; and the flow of blocks through them."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from PIL import Image, ImageDraw

from training.pages.canvas import Canvas, Colour
from training.pages.pools import Pools
from training.pages.style import choose_style
from training.pages.text import Column, Page, paragraph, set_words
from training.pages.typefaces import find_families, word_width
from training.pages.words import choose_vocabulary, page_number

A4: Final = 1.414
_LETTER: Final = 1.294
LANDSCAPE: Final = 0.707
Block = Callable[[Page, Column], bool]
# What may come on a page, with frequencies.
Blocks = Sequence[tuple[Block, float]]
# A kind of page: its name, what draws it, how often it comes.
Kind = tuple[str, Callable[[Random, Pools], Page], float]


def begin_page(
    rng: Random,
    pools: Pools,
    *,
    aspect: float | None = None,
    long_side: tuple[int, int] = (900, 1060),
    size: tuple[float, float] = (9.5, 14.0),
    kinds: tuple[tuple[str, float], ...] = (("serif", 6.0), ("sans", 5.0), ("mono", 0.3)),
    scripts: frozenset[str] | None = None,
    justified: float = 0.6,
    indents: float = 0.4,
    leadings: tuple[float, ...] = (1.12, 1.2, 1.25, 1.35, 1.5, 1.7),
    paper: Colour = (255, 255, 255),
) -> Page:
    """An empty page with a look; `aspect` is height over width, for the rest see `choose_style`."""
    aspect = aspect or rng.choice((A4, A4, A4, _LETTER, _LETTER, rng.uniform(1.3, 1.7)))
    longest = rng.randint(*long_side)
    width, height = (round(longest / aspect), longest) if aspect >= 1 else (longest, round(longest * aspect))
    families = find_families()
    vocabulary = choose_vocabulary(rng, scripts)
    style = choose_style(
        rng, families, script=vocabulary.script, size=size, kinds=kinds, justified=justified, leadings=leadings,
        indents=indents,
    )  # fmt: skip
    return Page(Canvas(width, height, paper), style, vocabulary, pools, rng)


def text_area(
    page: Page, *, sides: tuple[float, float] = (0.06, 0.16), ends: tuple[float, float] = (0.06, 0.12)
) -> Column:
    """The page without its margins, which are random shares of its width and height."""
    rng, canvas = page.rng, page.canvas
    left = canvas.width * rng.uniform(*sides)
    right = left if rng.random() < 0.6 else canvas.width * rng.uniform(*sides)
    top, bottom = canvas.height * rng.uniform(*ends), canvas.height * rng.uniform(*ends)
    return Column(left, top, canvas.width - left - right, canvas.height - bottom)


def running_parts(
    page: Page,
    class_name: str,
    baseline: float,
    area: Column,
    parts: Sequence[tuple[str, str]],
    *,
    scale: float,
    weight: str,
) -> None:
    """Words at the left, centre and right of a line: each part is a region, as labellers draw them.

    `parts` are (place, text) with the places l, c, r.
    """
    font = page.style.font(scale, weight)
    for place, text in parts:
        shown = text
        while shown and word_width(font, shown) > area.width * (0.95 if len(parts) == 1 else 0.95 / len(parts)):
            shown = shown[: len(shown) * 3 // 4].rstrip()
        free = area.width - word_width(font, shown)
        x = area.left + {"l": 0.0, "c": free / 2, "r": free}[place]
        with page.canvas.region(class_name):
            page.canvas.text(x, baseline, shown, font, page.style.ink)


@dataclass(frozen=True)
class _Running:
    """What a document repeats at the edges of its pages, and in which type."""

    number: str
    title: str
    extra: str
    scale: float
    weight: str


def furniture(page: Page, area: Column, *, header: float = 0.55, footer: float = 0.6, side: float = 0.06) -> None:
    """Running heads in the margins around `area`; `header`, `footer` and `side` say how often there is one."""
    rng, canvas = page.rng, page.canvas
    if rng.random() < 0.4:  # numbers and heads stand further out than the text
        reach = min(area.left, canvas.width - area.left - area.width) * rng.uniform(0.1, 0.7)
        area = Column(area.left - reach, area.top, area.width + 2 * reach, area.bottom)
    scale, weight = rng.uniform(0.6, 1.0), rng.choices(("regular", "italic", "bold"), (6, 2, 1))[0]
    number = page_number(rng)
    title = page.vocabulary.phrase(rng, 1, 8)
    title = title.upper() if rng.random() < 0.3 else title
    extra = rng.choice(
        (page.vocabulary.name(rng), f"Vol. {rng.randint(1, 90)}, No. {rng.randint(1, 12)}",
         f"{rng.randint(1, 28)}.0{rng.randint(1, 9)}.20{rng.randint(10, 26)}",
         f"ISSN {rng.randint(1000, 9999)}-{rng.randint(1000, 9999)}",
         f"www.{page.vocabulary.word(rng)[:12].lower()}.org", page.vocabulary.phrase(rng, 1, 4))
    )  # fmt: skip
    running = _Running(number, title, extra, scale, weight)
    is_numbered = rng.random() < header and _header(page, area, running)
    if rng.random() < side:
        _side_heading(page, area)
    if rng.random() < footer:
        _footer(page, area, running, is_numbered=is_numbered)


def _header(page: Page, area: Column, running: _Running) -> bool:
    """A line or two above `area` where there is room; answers whether the page's number is there."""
    rng, style, canvas = page.rng, page.style, page.canvas
    baseline = area.top - style.size * rng.uniform(0.9, 2.6)
    if rng.random() < 0.25:
        baseline *= rng.uniform(0.4, 1.0)
    if baseline <= style.size * 1.2:
        return False
    kinds = ("number", "title", "title and number", "two titles", "two lines")
    kind = rng.choices(kinds, (1.5, 3, 4, 2, 0.7))[0]
    if kind == "number":
        parts = [(rng.choice("lcr"), running.number)]
    elif kind == "title":
        parts = [(rng.choice("lccr"), running.title)]
    elif kind == "title and number":
        places = rng.choice(("lr", "rl", "cl", "cr"))
        parts = [(places[0], running.title), (places[1], running.number)]
    else:
        parts = [("l", running.title), ("r", running.extra)]
    running_parts(page, "Header", baseline, area, parts, scale=running.scale, weight=running.weight)
    if kind == "two lines" and baseline > style.size * 2.8:
        with canvas.region("Header"):
            upper = Column(area.left, baseline - style.size * 2.6, area.width, baseline - style.size)
            words = page.vocabulary.split(running.extra)
            set_words(page, upper, words, font=style.font(running.scale), align="centre", emphasis=False)
    if rng.random() < 0.3:
        with canvas.decoration():
            y = baseline + style.size * 0.45
            canvas.line((area.left, y), (area.left + area.width, y), style.ink, rng.choice((1, 1, 2)))
    return "number" in kind


def _footer(page: Page, area: Column, running: _Running, *, is_numbered: bool) -> None:
    """A line or a small block below `area` where there is room; seldom a number on a page that has one already."""
    rng, style, canvas = page.rng, page.style, page.canvas
    baseline = area.bottom + style.size * rng.uniform(1.6, 3.2)
    if rng.random() < 0.4:
        baseline += max(0.0, canvas.height - style.size - baseline) * rng.uniform(0.0, 0.9)
    if baseline > canvas.height - style.size * 0.4:
        return
    kinds = ("number", "title", "title and number", "three", "block")
    kind = rng.choices(kinds, (0.3 if is_numbered else 6, 2, 2, 0.7, 0.8))[0]
    if rng.random() < 0.2:
        with canvas.decoration():
            y = baseline - style.size * 1.3
            canvas.line((area.left, y), (area.left + area.width, y), style.ink)
    if kind == "block" and baseline + style.size * 2 < canvas.height:
        foot = Column(area.left, baseline - style.size * 0.8, area.width, canvas.height - 4)
        with canvas.region("Footer"):
            set_words(page, foot, page.words(8, 40), font=style.font(0.7), leading=style.size * 0.85,
                      align=rng.choice(("left", "centre")), emphasis=False)  # fmt: skip
        return
    number, extra = running.number, running.extra
    parts = {
        "number": [(rng.choice("lcccr"), number)],
        "title": [(rng.choice("lcr"), extra)],
        "title and number": rng.choice(([("l", extra), ("r", number)], [("l", number), ("r", extra)])),
        "three": [("l", extra), ("c", running.title[:30]), ("r", number)],
        "block": [("c", running.title)],
    }[kind]
    running_parts(page, "Footer", baseline, area, parts, scale=running.scale, weight=running.weight)


def _side_heading(page: Page, area: Column) -> None:
    """A running head that stands upright in a side margin; where it stands says whether it is a head or a foot."""
    rng, canvas = page.rng, page.canvas
    font = page.style.font(rng.uniform(0.6, 0.9), rng.choice(("regular", "regular", "bold")))
    text = page.vocabulary.phrase(rng, 2, 7)
    grey = rng.choice((0, 90, 140))
    size = math.ceil(float(font.size) * 1.4)
    strip = Image.new("L", (math.ceil(word_width(font, text)) + 4, size), 255)
    ImageDraw.Draw(strip).text((2, size * 0.75), text, fill=0, font=font, anchor="ls")
    upright = strip.rotate(rng.choice((90, 90, 270)), expand=True)
    is_left = rng.random() < 0.5
    margin = area.left if is_left else canvas.width - area.left - area.width
    if margin < upright.width * 1.5 or upright.height > area.room:
        return
    x = (margin - upright.width) / 2 if is_left else canvas.width - (margin + upright.width) / 2
    place = rng.choice((0.05, 0.5, 0.95))
    y = area.top + (area.room - upright.height) * place
    with canvas.region("Header" if place < 0.6 else "Footer"):
        canvas.picture(upright, x, y, colour=(grey, grey, grey))


def split_columns(page: Page, area: Column, count: int, *, rule: float = 0.08) -> list[Column]:
    """`area` as `count` columns of the same width; `rule` says how often a line stands between them."""
    if count == 1:
        return [area]
    rng = page.rng
    gutter = max(page.style.size * 0.9, area.width * rng.uniform(0.02, 0.05))
    width = (area.width - gutter * (count - 1)) / count
    columns = [Column(area.left + k * (width + gutter), area.top, width, area.bottom) for k in range(count)]
    if rng.random() < rule:
        with page.canvas.decoration():
            for column in columns[1:]:
                x = column.left - gutter / 2
                page.canvas.line((x, area.top), (x, area.bottom), page.style.ink)
    return columns


def flow(page: Page, columns: Sequence[Column], blocks: Blocks, *, fill: float = 0.75) -> None:
    """Fill columns from the top with random blocks.

    Args:
        page: drawn on.
        columns: filled one after the other.
        blocks: what may come; each page leans its own way.
        fill: how often the page is filled to its end; otherwise it breaks off somewhere.
    """
    rng = page.rng
    kinds = [block for block, _ in blocks]
    weights = [weight * rng.uniform(0.3, 2.0) for _, weight in blocks]
    ends = len(columns) if rng.random() < fill else rng.randint(1, len(columns))
    for index, column in enumerate(columns[:ends]):
        if index == ends - 1 and ends < len(columns) + (rng.random() < 0.25):
            column.bottom -= column.room * rng.uniform(0.0, 0.7)
        continues = index > 0 or rng.random() < 0.35
        failures = 0
        if continues:
            paragraph(page, column, continues=True)
        while failures < 6 and column.room > page.style.leading * 1.5:
            block = rng.choices(kinds, weights)[0]
            failures = 0 if block(page, column) else failures + 1
