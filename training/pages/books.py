"""Pages of books of today, spreads of two pages, and typescripts."""

from random import Random
from typing import Final

from training.pages.blocks import crop_marks, drop_capital, set_lines, verse
from training.pages.figures import PRESS, figure_block, logo, picture
from training.pages.frame import Blocks, Kind, begin_page, flow, furniture, split_columns, text_area
from training.pages.pools import Pools
from training.pages.tables import table_block
from training.pages.text import (
    Align,
    Column,
    Page,
    displayed_formula,
    footnotes,
    heading,
    item_list,
    numbered_paragraphs,
    paragraph,
    set_words,
)
from training.pages.typefaces import word_width

_NOVEL: Final[Blocks] = ((paragraph, 12.0), (heading, 0.15))
_NON_FICTION: Final[Blocks] = (
    (paragraph, 9.0),
    (heading, 0.9),
    (figure_block, 0.5),
    (item_list, 0.5),
    (table_block, 0.25),
    (displayed_formula, 0.15),
    (verse, 0.15),
)


def _begin_book(rng: Random, pools: Pools, *, aspect: float | None = None) -> Page:
    """An empty page with a book's type: larger, justified, indented."""
    page = begin_page(
        rng, pools, aspect=aspect or rng.uniform(1.4, 1.7), size=(11.5, 17.5), justified=0.9, indents=0.85,
        kinds=(("serif", 9.0), ("sans", 1.5)), leadings=(1.15, 1.2, 1.25, 1.35, 1.5),
        paper=rng.choice(((255, 255, 255), (255, 255, 255), (252, 248, 238), (243, 236, 220))),
    )  # fmt: skip
    page.style.head_is_numbered = rng.random() < 0.15
    if rng.random() < 0.05:
        crop_marks(page)
    return page


def _dialogue(page: Page, column: Column) -> bool:
    """A short paragraph, as when people speak."""
    words = page.words(2, 25)
    words[0] = page.rng.choice(("—", "–", "„", "“", "")) + words[0]
    return paragraph(page, column, words=words)


def novel(rng: Random, pools: Pools) -> Page:
    """Paragraphs with indents, long ones or speech."""
    page = _begin_book(rng, pools)
    area = text_area(page, sides=(0.08, 0.16), ends=(0.08, 0.13))
    furniture(page, area, header=0.65, footer=0.5)
    flow(page, [area], (*_NOVEL, (_dialogue, rng.choice((0.0, 3.0, 12.0)))), fill=0.9)
    return page


def chapter(rng: Random, pools: Pools) -> Page:
    """A chapter's beginning: white, its number and title, often an initial."""
    page = _begin_book(rng, pools)
    style = page.style
    area = text_area(page, sides=(0.08, 0.16), ends=(0.08, 0.13))
    furniture(page, area, header=0.15, footer=0.7)
    area.top += area.room * rng.uniform(0.02, 0.35)
    align: Align = rng.choice(("left", "centre", "centre", "right"))
    sizes = (rng.uniform(1.0, 1.6), rng.uniform(1.3, 2.6))
    number = rng.choice(("Chapter {}", "Rozdział {}", "{}", "CHAPTER {}", "Kapitel {}", "{}.")).format(
        rng.randint(1, 30)
    )
    title = page.vocabulary.phrase(rng, 1, 7)
    weight = rng.choice(("bold", "regular", "italic"))
    are_one = rng.random() < 0.4
    with page.canvas.region("Title"):
        set_lines(page, area, None, [number], font=style.font(sizes[0], weight, head=True), align=align)
        if are_one:
            set_lines(page, area, None, [title], font=style.font(sizes[1], weight, head=True), align=align)
    if not are_one and rng.random() < 0.7:
        area.top += style.leading * rng.uniform(0.2, 0.8)
        set_lines(page, area, "Title", [title], font=style.font(sizes[1], weight, head=True), align=align)
    area.top += style.leading * rng.uniform(1.0, 3.0)
    if rng.random() < 0.2:
        inner = area.inset(area.width * 0.35)
        with page.canvas.region("Text"):
            set_words(page, inner, page.words(8, 30), font=style.font(0.9, "italic"), align="right")
        area.top = inner.top + style.leading
    if rng.random() < 0.5:
        drop_capital(page, area, page.words(30, 110))
    flow(page, [area], _NOVEL if rng.random() < 0.6 else _NON_FICTION, fill=0.85)
    return page


def spread(rng: Random, pools: Pools) -> Page:
    """Two pages side by side, as a book lies open on a scanner."""
    page = begin_page(
        rng, pools, aspect=rng.uniform(0.62, 0.82), size=(8.0, 11.5), justified=0.85, indents=0.8,
        long_side=(980, 1120), kinds=(("serif", 8.0), ("sans", 2.0)), leadings=(1.15, 1.2, 1.25, 1.35),
    )  # fmt: skip
    canvas, style = page.canvas, page.style
    half = canvas.width / 2
    if rng.random() < 0.5:
        with canvas.decoration():
            shade = rng.randint(120, 225)
            canvas.line((half, 0), (half, canvas.height), (shade, shade, shade), rng.choice((1, 2, 4, 8)))
    inner, outer = half * rng.uniform(0.07, 0.14), half * rng.uniform(0.07, 0.15)
    top, bottom = canvas.height * rng.uniform(0.07, 0.12), canvas.height * rng.uniform(0.88, 0.93)
    width = half - inner - outer
    blocks = _NOVEL if rng.random() < 0.4 else _NON_FICTION
    count = rng.choices((1, 2), (8, 2))[0]
    for left in (outer, half + inner):
        area = Column(left, top, width, bottom)
        furniture(page, area, header=0.6, footer=0.6, side=0.0)
        if rng.random() < 0.08:
            picture(page, (left, top, left + width, bottom - style.leading), PRESS)
            continue
        if rng.random() < 0.2:
            footnotes(page, area)
        flow(page, split_columns(page, area, count), blocks, fill=0.9)
    return page


def title_page(rng: Random, pools: Pools) -> Page:
    """Author, title, publisher in the white of the page."""
    page = _begin_book(rng, pools)
    style, canvas = page.style, page.canvas
    area = text_area(page, sides=(0.1, 0.18), ends=(0.1, 0.18))
    align: Align = rng.choice(("centre", "centre", "centre", "left", "right"))
    if rng.random() < 0.75:
        set_lines(page, area, "Text", [page.vocabulary.name(rng) for _ in range(rng.choice((1, 1, 2)))], align=align,
                  font=style.font(rng.uniform(1.0, 1.5)))  # fmt: skip
    area.top += area.room * rng.uniform(0.05, 0.25)
    set_lines(page, area, "Title", [page.vocabulary.phrase(rng, 1, 8)], align=align, leading=1.2,
              font=style.font(rng.uniform(1.8, 3.2), rng.choice(("bold", "regular", "italic")), head=True))  # fmt: skip
    area.top += style.leading * rng.uniform(0.5, 2.5)
    if rng.random() < 0.6:
        set_lines(page, area, rng.choice(("Title", "Text")), [page.vocabulary.phrase(rng, 3, 10)], align=align,
                  font=style.font(rng.uniform(1.1, 1.5), rng.choice(("regular", "italic"))))  # fmt: skip
        area.top += style.leading * rng.uniform(0.5, 3.0)
    if rng.random() < 0.4:
        set_lines(page, area, "Text", [page.vocabulary.phrase(rng, 2, 6) for _ in range(rng.choice((1, 2)))],
                  font=style.font(), align=align)  # fmt: skip
    foot = Column(area.left, area.bottom - style.leading * 3, area.width, canvas.height - 4)
    if rng.random() < 0.5 and foot.top - area.top > style.size * 8:
        side = min(style.size * rng.uniform(3, 7), foot.top - area.top - style.size * 2)
        x = area.left + {"left": 0.0, "centre": (area.width - side) / 2, "right": area.width - side}[align]
        logo(page, (x, foot.top - side - style.size, x + side, foot.top - style.size))
    publisher = [
        page.vocabulary.phrase(rng, 1, 4),
        f"{page.vocabulary.word(rng).capitalize()} {rng.randint(1900, 2025)}",
    ]
    set_lines(page, foot, "Text", publisher, font=style.font(rng.uniform(0.9, 1.1)), align=align)
    return page


def imprint(rng: Random, pools: Pools) -> Page:
    """Who made the book, in small groups of lines; each group is a Text (its lines are, where they stand apart)."""
    page = _begin_book(rng, pools)
    style = page.style
    area = text_area(page, sides=(0.1, 0.18))
    font = style.font(rng.uniform(0.65, 0.85))
    align: Align = rng.choice(("left", "left", "centre"))
    area.top += area.room * rng.choice((0.0, rng.uniform(0.0, 0.6)))
    while area.room > style.leading * 4 and rng.random() < 0.93:
        draw = rng.random()
        if draw < 0.08:
            side = style.size * rng.uniform(2.5, 5)
            logo(page, (area.left, area.top, area.left + side * 1.5, area.top + side))
            area.top += side
        elif draw < 0.3:
            with page.canvas.region("Text"):
                set_words(page, area, page.words(12, 60), font=font, leading=float(font.size) * 1.25, emphasis=False)
        else:
            lines = [page.vocabulary.phrase(rng, 1, 7) for _ in range(rng.choice((1, 1, 2, 3)))]
            if rng.random() < 0.2:
                lines[0] = f"ISBN 978-{rng.randint(1, 99)}-{rng.randint(1000, 9999)}-{rng.randint(100, 999)}-3"
            set_lines(page, area, "Text", lines, font=font, align=align)
        area.top += float(font.size) * rng.uniform(0.6, 2.2)
    return page


def scholarly(rng: Random, pools: Pools) -> Page:
    """Much of the page are notes."""
    page = _begin_book(rng, pools)
    area = text_area(page, sides=(0.08, 0.15), ends=(0.07, 0.12))
    furniture(page, area, header=0.85, footer=0.3)
    footnotes(page, area)
    if rng.random() < 0.3:
        footnotes(page, area)
    flow(page, [area], (*_NON_FICTION, (_quotation, 1.2)), fill=0.95)
    return page


def _quotation(page: Page, column: Column) -> bool:
    """A paragraph of smaller type with margins of its own."""
    style, rng = page.style, page.rng
    inner = column.inset(style.size * rng.uniform(1.0, 3.0), style.size * rng.choice((0.0, 1.5)))
    font = style.font(rng.choice((0.85, 0.9, 1.0)), rng.choice(("regular", "regular", "italic")))
    if inner.room < style.leading * 4:
        return False
    inner.top += style.leading * 0.4
    with page.canvas.region("Text"):
        set_words(page, inner, page.words(15, 80), font=font, leading=style.leading * float(font.size) / style.size)
    column.top = inner.top + style.leading * 0.4
    return True


def textbook(rng: Random, pools: Pools) -> Page:
    """Headings, lists, figures and tables between paragraphs."""
    page = _begin_book(rng, pools, aspect=rng.uniform(1.25, 1.5))
    area = text_area(page)
    furniture(page, area, header=0.6)
    blocks = (*_NON_FICTION, (figure_block, 1.0), (heading, 1.0), (numbered_paragraphs, 0.4), (item_list, 1.0))
    flow(page, split_columns(page, area, rng.choice((1, 1, 2))), blocks)
    return page


def typescript(rng: Random, pools: Pools) -> Page:
    """Written on a machine: one width for all letters, wide lines, headings underlined or spaced."""
    page = begin_page(
        rng, pools, size=(10.5, 14.0), kinds=(("mono", 1.0),), justified=0.1, leadings=(1.1, 1.5, 1.8, 2.0, 2.2),
        indents=0.7, scripts=frozenset({"latin"}),
        paper=rng.choice(((255, 255, 255), (250, 245, 230), (238, 226, 200))),
    )  # fmt: skip
    style = page.style
    style.head, style.head_weight, style.head_scale = style.body, "regular", 1.0
    style.head_ink = style.ink
    area = text_area(page, sides=(0.09, 0.17))
    furniture(page, area, header=0.4, footer=0.35)

    def typed_heading(page: Page, column: Column) -> bool:
        text = page.vocabulary.phrase(rng, 1, 4)
        text = " ".join(text.upper()) if rng.random() < 0.2 else text
        width = word_width(style.font(), text)
        if column.room < style.leading * 4 or width > column.width:
            return False
        x = column.left + (column.width - width) / 2 * style.head_is_centred
        column.top += style.leading * 0.5
        baseline = column.top + style.size * 0.93
        with page.canvas.region("Title"):
            page.canvas.text(x, baseline, text, style.font(), style.ink)
            if rng.random() < 0.7:
                page.canvas.line((x, baseline + 3), (x + width, baseline + 3), style.ink)
        column.top += style.leading * 1.3
        return True

    flow(page, [area], ((paragraph, 8.0), (typed_heading, 1.0), (item_list, 0.7), (numbered_paragraphs, 0.5),
                        (table_block, 0.1)), fill=0.85)  # fmt: skip
    return page


KINDS: Final[tuple[Kind, ...]] = (
    ("novel", novel, 3.0),
    ("chapter", chapter, 2.5),
    ("spread", spread, 3.0),
    ("title page", title_page, 2.0),
    ("imprint", imprint, 1.5),
    ("scholarly book", scholarly, 2.5),
    ("textbook", textbook, 3.5),
    ("typescript", typescript, 2.0),
)
