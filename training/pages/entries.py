"""Pages of entries: contents, indexes, glossaries."""

from dataclasses import dataclass
from random import Random
from typing import Final, Literal

from training.pages.blocks import HEADINGS, lead_paragraph, set_lines
from training.pages.figures import press_figure
from training.pages.frame import Kind, begin_page, flow, furniture, split_columns, text_area
from training.pages.pools import Pools
from training.pages.text import ROMAN, Column, Page, break_lines, heading, set_words
from training.pages.typefaces import word_width


@dataclass(frozen=True)
class _Look:
    """How a table of contents is set: leaders, entries' numbers, the side of page numbers, white lines between."""

    leader: str
    numbering: str
    numbers: Literal["right", "left", "none"]
    gap: float


def contents(rng: Random, pools: Pools) -> Page:
    """A table of contents: each group of entries is a Table."""
    page = begin_page(rng, pools, size=(9.5, 14.0))
    style = page.style
    area = text_area(page)
    furniture(page, area, header=0.4)
    if rng.random() < 0.75:
        set_lines(page, area, "Title", [rng.choice(HEADINGS["contents"])], colour=style.head_ink,
                  font=style.font(rng.uniform(1.2, 2.2), rng.choice(("bold", "bold", "regular")), head=True),
                  align=rng.choice(("left", "centre")))  # fmt: skip
        area.top += style.leading * rng.uniform(0.5, 2.0)
    look = _Look(
        leader=rng.choice((".", ".", ". ", "", "", "_")),
        numbering=rng.choice(("", "1", "1.1", "I")),
        numbers=rng.choice(("right", "right", "right", "right", "none", "left")),
        gap=rng.choice((0.0, 0.0, 0.2, 0.6)),
    )
    groups = rng.random() < 0.35
    for column in split_columns(page, area, rng.choices((1, 2), (8, 1))[0]):
        number = rng.randint(1, 40)
        if rng.random() < 0.5:
            column.bottom -= column.room * rng.uniform(0.0, 0.5)
        while column.room > style.leading * 4:
            entries = rng.randint(3, 10) if groups else 100
            number = _contents_table(page, column, entries, number, look)
            column.top += style.leading * rng.uniform(0.3, 1.0)
            if groups and column.room > style.leading * 6:
                set_lines(page, column, "Title", [page.vocabulary.phrase(rng, 1, 6)], font=style.font(1.1, "bold"))
                column.top += style.leading * 0.3
    return page


def _contents_table(page: Page, column: Column, entries: int, number: int, look: _Look) -> int:
    """Entries until the column ends; returns the last page number."""
    rng, style, canvas = page.rng, page.style, page.canvas
    level = 0
    with canvas.region("Table"):
        for index in range(entries):
            level = rng.choice((0, 0, level, min(2, level + 1)))
            font = style.font(1.0, "bold" if level == 0 and look.numbering == "1.1" else "regular")
            text = page.vocabulary.phrase(rng, 1, rng.choice((4, 9, 16)))
            begin = {"1": f"{index + 1}.", "1.1": ".".join(str(rng.randint(1, 9)) for _ in range(level + 1)),
                     "I": ROMAN[index % 12].upper() + "."}.get(look.numbering, "")  # fmt: skip
            number += rng.randint(0, 9)
            shown = str(number) if look.numbers != "none" else ""
            inner = column.inset(level * style.size * 1.3 + (style.size * 3 if look.numbers == "left" else 0.0),
                                 style.size * 3.5 if look.numbers == "right" else 0.0)  # fmt: skip
            words = page.vocabulary.split(f"{begin} {text}")
            if inner.room < style.leading * 2.2:
                break
            set_words(page, inner, words, font=font, align="left", hanging_indent=style.size * 1.2, emphasis=False)
            baseline = inner.top - style.leading + style.size * 0.93
            if look.numbers == "right":
                x = column.left + column.width - word_width(font, shown)
                canvas.text(x, baseline, shown, font, style.ink)
                _leader(page, inner, words, look.leader, baseline, x)
            elif look.numbers == "left":
                canvas.text(column.left, baseline, shown, font, style.ink)
            column.top = inner.top + style.leading * look.gap
    return number


def _leader(page: Page, inner: Column, words: list[str], leader: str, baseline: float, end: float) -> None:
    """Dots from the last word to the page number."""
    regular = page.style.font()
    space = word_width(regular, " ")
    lines = break_lines(words, regular, inner.width - page.style.size * 1.2, space, -page.style.size * 1.2)
    used = sum(word_width(regular, word) + space for word in lines[-1])
    start = inner.left + used * 1.08 + page.style.size * (0.6 if len(lines) == 1 else 1.8)
    if leader and end - start > page.style.size * 2:
        count = int((end - start - page.style.size * 0.5) / word_width(regular, leader))
        page.canvas.text(start, baseline, leader * count, regular, page.style.ink)


def index_page(rng: Random, pools: Pools) -> Page:
    """An alphabetical index: short lines in narrow columns; what stands under one letter is one Text."""
    page = begin_page(rng, pools, size=(8.0, 11.0), leadings=(1.12, 1.2, 1.3))
    style = page.style
    area = text_area(page)
    furniture(page, area, header=0.8)
    if rng.random() < 0.3:
        heading(page, area, level=1, text=rng.choice(("Index", "Indeks", "Register", "Skorowidz nazwisk", "Indice")))
        area.top += style.leading
    has_letters = rng.random() < 0.6
    letter = rng.randrange(0, 20)
    for column in split_columns(page, area, rng.choice((2, 2, 3, 4))):
        while column.room > style.leading * 3:
            if has_letters:
                column.top += style.leading * 0.5
                set_lines(page, column, "Title", ["ABCDEFGHIJKLMNOPRSTUWZ"[letter % 22]], font=style.font(1.1, "bold"),
                          align=rng.choice(("left", "left", "centre")))  # fmt: skip
                letter += 1
            with page.canvas.region("Text"):
                for _ in range(rng.randint(4, 25) if has_letters else 200):
                    if column.room < style.leading * 1.2:
                        break
                    entry = f"{page.vocabulary.phrase(rng, 1, 4)}, {rng.randint(1, 400)}"
                    entry += f", {rng.randint(1, 400)}" if rng.random() < 0.4 else ""
                    deeper = rng.random() < 0.2
                    inner = column.inset(style.size * 1.2 if deeper else 0.0)
                    words = page.vocabulary.split(entry)
                    set_words(page, inner, words, align="left", hanging_indent=style.size * 2, emphasis=False)
                    column.top = inner.top
    return page


def glossary(rng: Random, pools: Pools) -> Page:
    """Terms in bold and what they mean: an encyclopaedia, a dictionary, a list of people."""
    page = begin_page(rng, pools, size=(8.0, 12.0), leadings=(1.12, 1.2, 1.3), indents=0.6)
    style = page.style
    area = text_area(page, sides=(0.05, 0.12))
    furniture(page, area, header=0.8)
    hang = rng.choice((0.0, 0.0, 1.2)) * style.size
    style.paragraph_gap = rng.choice((0.0, 0.0, 0.3, 0.7)) * style.leading

    def entry(page: Page, column: Column) -> bool:
        term = page.vocabulary.phrase(rng, 1, 3)
        return lead_paragraph(page, column, term.upper() if rng.random() < 0.1 else term, page.words(4, 90),
                              hanging_indent=hang)  # fmt: skip

    flow(page, split_columns(page, area, rng.choice((1, 2, 2, 3)), rule=0.3),
         ((entry, 9.0), (heading, 0.2), (press_figure, rng.choice((0.0, 0.5)))), fill=0.95)  # fmt: skip
    return page


KINDS: Final[tuple[Kind, ...]] = (
    ("contents", contents, 6.0),
    ("index", index_page, 1.2),
    ("glossary", glossary, 2.0),
)
