"""Pages of journals, reports and theses."""

from random import Random
from typing import Final

from training.pages.blocks import HEADINGS, callout, code_listing, crop_marks, lead_paragraph, reference_list, set_lines
from training.pages.figures import PRESS, figure_block, figure_pair, logo, wide_figure, wrapped_figure
from training.pages.frame import Blocks, Kind, begin_page, flow, furniture, split_columns, text_area
from training.pages.front_matter import abstract, authors, masthead, spanning_abstract
from training.pages.pools import Pools
from training.pages.tables import table_block
from training.pages.text import (
    Align,
    Column,
    Page,
    caption,
    displayed_formula,
    footnotes,
    heading,
    item_list,
    numbered_paragraphs,
    paragraph,
    set_words,
)

_SCHOLARLY: Final[Blocks] = (
    (paragraph, 8.0),
    (heading, 1.6),
    (figure_block, 0.9),
    (figure_pair, 0.2),
    (table_block, 0.7),
    (displayed_formula, 0.8),
    (item_list, 0.6),
    (wrapped_figure, 0.12),
    (code_listing, 0.12),
)
_REPORT: Final[Blocks] = (
    (paragraph, 7.0),
    (heading, 2.2),
    (item_list, 1.8),
    (figure_block, 1.1),
    (figure_pair, 0.2),
    (table_block, 0.8),
    (callout, 0.45),
    (wrapped_figure, 0.3),
    (numbered_paragraphs, 0.3),
    (code_listing, 0.08),
)


def first_page(rng: Random, pools: Pools) -> Page:
    """The beginning of an article: title, authors, summary, and the text's first columns."""
    page = begin_page(rng, pools, size=(8.5, 12.0), kinds=(("serif", 8.0), ("sans", 3.0)))
    style = page.style
    area = text_area(page, sides=(0.06, 0.13))
    furniture(page, area, header=0.6, footer=0.7)
    masthead(page, area)
    align: Align = rng.choice(("left", "centre"))
    title_font = style.font(rng.uniform(1.35, 2.3), rng.choice(("bold", "bold", "regular", "italic")), head=True)
    title = page.vocabulary.phrase(rng, 4, 18)
    set_lines(page, area, "Title", [title.upper() if style.head_is_upper else title], font=title_font, align=align,
              leading=1.2, colour=style.head_ink)  # fmt: skip
    area.top += style.leading * rng.uniform(0.4, 1.4)
    authors(page, area, align)
    area.top += style.leading * rng.uniform(0.6, 1.6)
    if rng.random() < 0.25:
        dates = f"Received {rng.randint(1, 28)} May {rng.randint(1990, 2025)}; accepted {rng.randint(1, 28)} July"
        set_lines(page, area, "Text", [dates], font=style.font(0.82, rng.choice(("regular", "italic"))), align=align)
        area.top += style.leading * rng.uniform(0.4, 1.0)
    count = rng.choices((1, 2, 3), (3, 6, 0.6))[0]
    spans = count == 1 or rng.random() < 0.7
    if spans:
        spanning_abstract(page, area)
    columns = split_columns(page, area, count)
    if not spans:
        abstract(page, columns[0])
    if rng.random() < 0.45:
        footnotes(page, rng.choice((columns[0], columns[-1])))
    flow(page, columns, _SCHOLARLY, fill=0.92)
    return page


def inner_page(rng: Random, pools: Pools) -> Page:
    """A page from the middle of an article."""
    page = begin_page(rng, pools, size=(8.5, 12.5), kinds=(("serif", 8.0), ("sans", 3.0)))
    area = text_area(page, sides=(0.06, 0.14))
    furniture(page, area, header=0.75, footer=0.55)
    if rng.random() < 0.06:
        crop_marks(page)
    if rng.random() < 0.4:
        wide_figure(page, area)
    if rng.random() < 0.2:
        table_block(page, area)
    columns = split_columns(page, area, rng.choices((1, 2, 3), (4, 6, 1))[0])
    if rng.random() < 0.25:
        footnotes(page, rng.choice(columns))
    flow(page, columns, _SCHOLARLY, fill=0.88)
    return page


def _short_paragraph(page: Page, column: Column) -> bool:
    """As long as a caption."""
    return paragraph(page, column, words=page.words(6, 50))


def captions_page(rng: Random, pools: Pools) -> Page:
    """Figures and tables with captions, and little text between them."""
    page = begin_page(rng, pools, size=(8.5, 12.5), kinds=(("serif", 6.0), ("sans", 4.0)))
    area = text_area(page)
    furniture(page, area)
    columns = split_columns(page, area, rng.choice((1, 1, 2)))
    blocks: Blocks = rng.choice(
        (
            ((figure_block, 3.0), (figure_pair, 1.0), (_short_paragraph, 1.5)),
            ((figure_block, 2.0), (table_block, 1.0), (_short_paragraph, 1.5)),
            ((table_block, 3.0), (_short_paragraph, 1.5), (heading, 0.3)),
            ((figure_block, 3.0), (figure_pair, 1.0), (table_block, 1.0)),
        )
    )
    flow(page, columns, blocks, fill=0.85)
    return page


def mathematics(rng: Random, pools: Pools) -> Page:
    """Short pieces of text between displayed formulas."""
    page = begin_page(rng, pools, size=(9.0, 13.0), kinds=(("serif", 10.0), ("sans", 1.0)), justified=0.85,
                      leadings=(1.15, 1.2, 1.25, 1.35))  # fmt: skip
    style = page.style
    area = text_area(page, sides=(0.08, 0.17))
    furniture(page, area, header=0.7, footer=0.5)

    def remark(page: Page, column: Column) -> bool:
        words = page.words(3, rng.choice((8, 30, 70)))
        for _ in range(len(words) // 6):
            words[rng.randrange(len(words))] = rng.choice(
                ("f(x)", "x + y", "(1)", "n", "k = 1,", "dx", "(2.4)", "L2", "M")
            )
        return paragraph(page, column, words=words, continues=rng.random() < 0.6)

    def theorem(page: Page, column: Column) -> bool:
        name = rng.choice(("Theorem", "Lemma", "Proof.", "Definition", "Remark", "Twierdzenie", "Beweis.", "Corollary"))
        label = name if name.endswith(".") else f"{name} {rng.randint(1, 9)}.{rng.randint(1, 20)}."
        column.top += style.leading * 0.3
        is_slanted = not name.endswith(".") and rng.random() < 0.7
        return lead_paragraph(page, column, label, page.words(6, 50), weight=rng.choice(("bold", "bold", "italic")),
                              body_weight="italic" if is_slanted else "regular")  # fmt: skip

    blocks = ((remark, 4.0), (displayed_formula, 4.0), (theorem, 1.0), (heading, 0.35), (item_list, 0.3),
              (figure_block, 0.15))  # fmt: skip
    columns = split_columns(page, area, rng.choices((1, 2), (7, 2))[0])
    flow(page, columns, blocks, fill=0.9)
    return page


def references(rng: Random, pools: Pools) -> Page:
    """A bibliography: in each column the entries are one List."""
    page = begin_page(rng, pools, size=(8.0, 12.5), leadings=(1.12, 1.2, 1.3, 1.5))
    style = page.style
    area = text_area(page)
    furniture(page, area, header=0.7)
    columns = split_columns(page, area, rng.choices((1, 2, 3), (5, 4, 0.4))[0])
    mark = rng.choice(("", "", "[{}]", "{}.", "({})"))
    hang = rng.uniform(2.1, 3.2) if mark else rng.choice((0.0, 1.0, 1.5, 2.5))
    if not mark and hang == 0.0:
        page.numbers["reference gap"] = rng.choice((40, 60, 90))
    if rng.random() < 0.5:  # the end of what went before
        room = columns[0].room * rng.uniform(0.1, 0.5)
        before = Column(columns[0].left, columns[0].top, columns[0].width, columns[0].top + room)
        flow(page, [before], ((paragraph, 5.0), (heading, 0.5)), fill=1.0)
        columns[0].top = before.top + style.leading
    if rng.random() < 0.7:
        set_lines(page, columns[0], "Title", [rng.choice(HEADINGS["references"])],
                  font=style.font(style.head_scale, style.head_weight, head=True), colour=style.head_ink,
                  align="centre" if style.head_is_centred else "left")  # fmt: skip
        columns[0].top += style.leading * rng.uniform(0.2, 1.0)
    first = rng.choice((1, 1, rng.randint(5, 60)))
    last = rng.randint(1, len(columns))
    for index, column in enumerate(columns):
        if index > last:
            break
        if index == last or rng.random() < 0.1:
            column.bottom -= column.room * rng.uniform(0.1, 0.7)
        first += reference_list(page, column, first=first, mark=mark, hang=hang)
    return page


def report(rng: Random, pools: Pools) -> Page:
    """Headings, lists, figures, notes at the side and boxes, as offices and companies write."""
    page = begin_page(rng, pools, size=(9.5, 14.0), kinds=(("sans", 7.0), ("serif", 4.0)), justified=0.45)
    style = page.style
    area = text_area(page, sides=(0.07, 0.15))
    furniture(page, area, header=0.6, footer=0.75)
    if rng.random() < 0.15:
        height = page.canvas.height * rng.uniform(0.03, 0.07)
        width = height * rng.uniform(1.0, 3.5)
        x = rng.choice((area.left, area.left + area.width - width))
        logo(page, (x, area.top, x + width, area.top + height))
        area.top += height + style.leading
    if rng.random() < 0.4:
        heading(page, area, level=1)
    count = rng.choices((1, 2), (7, 3))[0]
    if count == 1 and rng.random() < 0.25:
        _with_side_notes(page, area)
        return page
    if rng.random() < 0.2:
        wide_figure(page, area, sorts=PRESS)
    columns = split_columns(page, area, count)
    if rng.random() < 0.25:
        footnotes(page, columns[0])
    flow(page, columns, _REPORT, fill=0.8)
    return page


def _with_side_notes(page: Page, area: Column) -> None:
    """A wide column, and a narrow one with remarks, small pictures and captions of their own."""
    rng, style = page.rng, page.style
    narrow = area.width * rng.uniform(0.22, 0.3)
    gap = style.size * rng.uniform(1.0, 2.0)
    is_left = rng.random() < 0.6
    side = Column(area.left if is_left else area.left + area.width - narrow, area.top, narrow, area.bottom)
    main = area.inset(narrow + gap) if is_left else area.inset(0.0, narrow + gap)
    flow(page, [main], _REPORT, fill=0.85)
    font = style.font(rng.uniform(0.8, 0.95), rng.choice(("regular", "italic", "regular")))
    while side.room > style.leading * 4:
        side.top += side.room * rng.uniform(0.0, 0.5)
        draw = rng.random()
        if draw < 0.55:
            with page.canvas.region("Text"):
                set_words(page, side, page.words(4, 35), font=font, leading=float(font.size) * 1.25, align="left",
                          colour=rng.choice((style.ink, style.accent)))  # fmt: skip
        elif draw < 0.75:
            figure_block(page, side)
        elif draw < 0.85:
            callout(page, side, note=True)
        else:
            caption(page, side, rng.choice(("Figure", "Table")))
        side.top += style.leading


def thesis(rng: Random, pools: Pools) -> Page:
    """One wide column with generous lines and notes at the foot."""
    page = begin_page(rng, pools, size=(11.0, 14.5), kinds=(("serif", 8.0), ("sans", 2.0)), justified=0.8,
                      leadings=(1.35, 1.5, 1.5, 1.7, 1.9))  # fmt: skip
    area = text_area(page, sides=(0.1, 0.17), ends=(0.08, 0.13))
    furniture(page, area, header=0.4, footer=0.8)
    if rng.random() < 0.2:
        area.top += area.room * rng.uniform(0.0, 0.25)
        heading(page, area, level=1)
    if rng.random() < 0.55:
        footnotes(page, area)
    flow(page, [area], _SCHOLARLY, fill=0.85)
    return page


KINDS: Final[tuple[Kind, ...]] = (
    ("article, first page", first_page, 6.0),
    ("article, inner page", inner_page, 8.0),
    ("figures and tables with captions", captions_page, 8.0),
    ("mathematics", mathematics, 5.0),
    ("bibliography", references, 3.0),
    ("report", report, 7.0),
    ("thesis", thesis, 3.0),
)
