"""Pages of newspapers and magazines, interviews, poems and plays."""

from random import Random
from typing import Final

from training.pages.blocks import callout, drop_capital, lead_paragraph, set_lines, verse
from training.pages.figures import PRESS, photo_credit, picture, press_figure, wrapped_figure
from training.pages.frame import Kind, begin_page, flow, furniture, split_columns, text_area
from training.pages.grounds import tint
from training.pages.pools import Pools
from training.pages.tables import table_block
from training.pages.text import Align, Column, Page, caption, heading, item_list, paragraph, set_words


def newspaper(rng: Random, pools: Pools) -> Page:
    """Stories under headlines in three to six columns, rules between them, photographs."""
    paper = rng.choice(((255, 255, 255), (255, 255, 255), (245, 240, 225), (235, 228, 210)))
    page = begin_page(rng, pools, size=(7.0, 9.5), long_side=(980, 1100), kinds=(("serif", 9.0), ("sans", 1.5)),
                      justified=0.85, indents=0.9, leadings=(1.1, 1.15, 1.2, 1.25), paper=paper)  # fmt: skip
    style = page.style
    style.head_is_numbered = False
    style.paragraph_gap = 0.0
    area = text_area(page, sides=(0.03, 0.07), ends=(0.04, 0.07))
    furniture(page, area, header=0.6, footer=0.15)
    if rng.random() < 0.25:
        _newspaper_head(page, area)
    count = rng.choice((3, 4, 4, 5, 5, 6))
    gutter = style.size * rng.uniform(0.9, 1.6)
    width = (area.width - gutter * (count - 1)) / count
    has_rules = rng.random() < 0.6
    while area.room > style.leading * 12:
        height = area.room if area.room < page.canvas.height * 0.3 else area.room * rng.uniform(0.35, 0.7)
        first = 0
        while first < count:
            span = min(rng.randint(1, count), count - first)
            left = area.left + first * (width + gutter)
            story = Column(left, area.top, span * width + (span - 1) * gutter, area.top + height)
            if first and has_rules:
                with page.canvas.decoration():
                    page.canvas.line((left - gutter / 2, area.top), (left - gutter / 2, area.top + height), style.ink)
            _story(page, story, span, gutter)
            first += span
        area.top += height + style.size * 1.4
        if area.room > style.leading * 12 and has_rules:
            with page.canvas.decoration():
                y = area.top - style.size * 0.7
                page.canvas.line((area.left, y), (area.left + area.width, y), style.ink, rng.choice((1, 1, 2)))
    return page


def _newspaper_head(page: Page, area: Column) -> None:
    """The paper's name across the page, the date between rules."""
    rng, style = page.rng, page.style
    name = page.vocabulary.phrase(rng, 1, 2)
    scale = min(7.0, area.width / max(1, len(name)) / style.size * 1.4)
    set_lines(page, area, "Title", [name], font=style.font(scale, "bold", head=True), align="centre", leading=1.1)
    with page.canvas.decoration():
        for y in (area.top + style.size * 0.6, area.top + style.size * 2.6):
            page.canvas.line((area.left, y), (area.left + area.width, y), style.ink)
    area.top += style.size * 1.0
    date = f"{page.vocabulary.word(rng)}, {rng.randint(1, 28)}.{rng.randint(1, 12)}.{rng.randint(1890, 2020)}"
    for part, text in zip(split_columns(page, area, 2, rule=0.0), (date, f"Nr {rng.randint(1, 300)}"), strict=True):
        set_lines(
            page, part, "Header", [text], font=style.font(0.9), align="left" if part.left == area.left else "right"
        )
    area.top += style.size * 2.6


def _story(page: Page, column: Column, span: int, gutter: float) -> None:
    """One article in `span` columns: headline, sometimes a photograph, text."""
    rng, style = page.rng, page.style
    if rng.random() < 0.12 and column.room > style.leading * 10:
        _advertisement(page, column)
        return
    is_tinted = rng.random() < 0.06
    box = (column.left - gutter * 0.4, column.top, column.left + column.width + gutter * 0.4, column.bottom)
    if is_tinted:
        column.top += style.size * 0.5
    scale = rng.uniform(1.2, 1.7) + span * rng.uniform(0.25, 0.6)
    weight = rng.choice(("bold", "bold", "bold", "regular", "italic"))
    if rng.random() < 0.15:
        set_lines(page, column, rng.choice(("Title", "Text")), [page.vocabulary.phrase(rng, 1, 4)],
                  font=style.font(1.1, "bold"), colour=style.accent)  # fmt: skip
    set_lines(page, column, "Title", [page.vocabulary.phrase(rng, 2, 4 + 2 * span)], leading=1.1,
              font=style.font(scale, weight, head=True), align=rng.choice(("left", "left", "centre")))  # fmt: skip
    column.top += style.size * rng.uniform(0.3, 0.8)
    if rng.random() < 0.3:
        font = style.font(rng.uniform(1.05, 1.35), rng.choice(("bold", "italic")))
        with page.canvas.region("Text"):
            set_words(page, column, page.words(8, 30), font=font, leading=float(font.size) * 1.2, align="left")
        column.top += style.size * 0.4
    if rng.random() < 0.35:
        set_lines(
            page, column, "Text", [page.vocabulary.name(rng)], font=style.font(0.95, rng.choice(("bold", "italic")))
        )
        column.top += style.size * 0.3
    if rng.random() < 0.45 and column.room > style.leading * 14:
        _story_photo(page, column)
    for index in range(span):
        width = (column.width - gutter * (span - 1)) / span
        part = Column(column.left + index * (width + gutter), column.top, width, column.bottom)
        if index == span - 1 and rng.random() < 0.15:
            part.bottom -= style.leading * 1.3
            other = rng.choice(("→ {}", "Continued on page {}", "cd. na str. {}")).format(rng.randint(2, 30))
            set_lines(page, Column(part.left, part.bottom, width, column.bottom), "Text", [other],
                      font=style.font(0.9, "italic"), align="right")  # fmt: skip
        style.is_justified = style.is_justified and width > style.size * 9
        if index == 0 and rng.random() < 0.15:
            drop_capital(page, part, page.words(25, 60))
        flow(page, [part], ((paragraph, 9.0), (heading, 0.3 if rng.random() < 0.4 else 0.0), (callout, 0.08),
                            (press_figure, 0.25)), fill=1.0)  # fmt: skip
    if is_tinted:
        with page.canvas.decoration():
            tint(page, box, (232, 236, 232))


def _story_photo(page: Page, column: Column) -> None:
    rng, style = page.rng, page.style
    height = min(column.room * 0.5, column.width * rng.uniform(0.45, 0.8))
    picture(page, (column.left, column.top, column.left + column.width, column.top + height), PRESS, frame=0.1)
    column.top += height + style.size * 0.3
    if rng.random() < 0.25:
        photo_credit(page, column)
    if rng.random() < 0.75:
        caption(page, column, "Figure", words=(5, 25))
    column.top += style.size * 0.6


def _advertisement(page: Page, column: Column) -> None:
    """A small advertisement in a frame."""
    rng, style, canvas = page.rng, page.style, page.canvas
    box = (column.left, column.top, column.left + column.width, column.bottom)
    if rng.random() < 0.35:
        picture(page, box, (("photo", 1.0), ("logo", 1.0), ("drawing", 1.0)), frame=0.8)
        return
    with canvas.decoration():
        canvas.rectangle(box, outline=style.ink, width=rng.choice((1, 2, 3)))
    inner = column.inset(style.size, style.size)
    inner.bottom -= style.size
    inner.top += style.size
    while inner.room > style.leading * 4:
        if rng.random() < 0.5:
            set_lines(page, inner, "Title", [page.vocabulary.phrase(rng, 1, 4)], align="centre",
                      font=style.font(rng.uniform(1.2, 2.2), "bold", head=True))  # fmt: skip
        elif rng.random() < 0.2 and inner.room > style.leading * 8:
            height = inner.room * rng.uniform(0.2, 0.5)
            picture(page, (inner.left, inner.top, inner.left + inner.width, inner.top + height), PRESS)
            inner.top += height
        else:
            lines = [page.vocabulary.phrase(rng, 2, 8) for _ in range(rng.randint(1, 4))]
            set_lines(page, inner, "Text", lines, font=style.font(rng.uniform(0.9, 1.2)), align="centre")
        inner.top += style.leading * rng.uniform(0.4, 1.5)


def magazine(rng: Random, pools: Pools) -> Page:
    """Large titles, photographs that bleed off the page, an initial, pulled quotations, boxes."""
    page = begin_page(rng, pools, size=(8.5, 11.5), leadings=(1.2, 1.25, 1.35, 1.5), indents=0.7)
    style, canvas = page.style, page.canvas
    style.head_is_numbered = False
    area = text_area(page, sides=(0.05, 0.11), ends=(0.05, 0.1))
    furniture(page, area, header=0.3, footer=0.75)
    if rng.random() < 0.45:
        _opening_photo(page, area)
    if rng.random() < 0.55:
        align: Align = "left" if rng.random() < 0.6 else "centre"
        set_lines(page, area, "Title", [page.vocabulary.phrase(rng, 1, 6)], leading=1.1, align=align,
                  font=style.font(rng.uniform(2.0, 4.5), rng.choice(("bold", "regular", "italic")), head=True),
                  colour=style.head_ink)  # fmt: skip
        area.top += style.leading * rng.uniform(0.3, 1.0)
        if rng.random() < 0.7:
            font = style.font(rng.uniform(1.15, 1.6), rng.choice(("bold", "italic", "regular")))
            with canvas.region("Text"):
                set_words(page, area, page.words(10, 40), font=font, leading=float(font.size) * 1.25, align="left",
                          colour=rng.choice((style.ink, style.accent)))  # fmt: skip
            area.top += style.leading * 0.5
        if rng.random() < 0.5:
            words = [rng.choice(("Text:", "By", "Tekst", "Von", "Par")), page.vocabulary.name(rng)]
            set_lines(page, area, "Text", [" ".join(words)], font=style.font(0.9, rng.choice(("bold", "regular"))))
            area.top += style.leading * 0.8
    columns = split_columns(page, area, rng.choice((2, 2, 3, 3)))
    if rng.random() < 0.5:
        drop_capital(page, columns[0], page.words(30, 90))
    flow(page, columns, ((paragraph, 8.0), (heading, 0.8), (press_figure, 1.0), (callout, 0.5), (_quotation, 0.5),
                         (item_list, 0.25), (table_block, 0.1), (wrapped_figure, 0.2)), fill=0.95)  # fmt: skip
    return page


def _opening_photo(page: Page, area: Column) -> None:
    """A photograph as wide as the page or the text, with or without words printed on it."""
    rng, style, canvas = page.rng, page.style, page.canvas
    bleeds = rng.random() < 0.6 and area.top < canvas.height * 0.12
    height = canvas.height * rng.uniform(0.2, 0.5)
    box = (0.0, 0.0, float(canvas.width), height) if bleeds and not canvas.regions else (
        area.left, area.top, area.left + area.width, area.top + height)  # fmt: skip
    picture(page, box, (("photo", 1.0),), frame=0.05)
    area.top = box[3] + style.size * 0.4
    if rng.random() < 0.5:
        caption(page, area, "Figure", words=(4, 25))
    area.top += style.leading * 0.6


def _quotation(page: Page, column: Column) -> bool:
    """A sentence of the article repeated in large letters: a Text."""
    rng, style, canvas = page.rng, page.style, page.canvas
    font = style.font(rng.uniform(1.3, 1.9), rng.choice(("italic", "bold", "regular")), head=True)
    leading = float(font.size) * 1.25
    if column.room < leading * 6:
        return False
    column.top += style.leading * 0.5
    top = column.top
    column.top += style.size * 0.5
    with canvas.region("Text"):
        set_words(page, column, page.words(6, 18), font=font, leading=leading, colour=style.accent, emphasis=False,
                  align=rng.choice(("left", "centre")))  # fmt: skip
    column.top += style.size * 0.5
    if rng.random() < 0.5:
        with canvas.decoration():
            for y in (top, column.top):
                canvas.line((column.left, y), (column.left + column.width, y), style.accent, rng.choice((1, 2)))
    column.top += style.leading * 0.6
    return True


def interview(rng: Random, pools: Pools) -> Page:
    """Questions in bold, answers in plain type."""
    page = begin_page(rng, pools, size=(9.0, 13.0), indents=0.6)
    area = text_area(page)
    furniture(page, area)
    if rng.random() < 0.4:
        heading(page, area, level=1)
    names = [page.vocabulary.name(rng), page.vocabulary.name(rng)]
    names = [name.upper() for name in names] if rng.random() < 0.3 else names
    has_names = rng.random() < 0.5
    weight = rng.choice(("bold", "bold", "italic"))

    def exchange(page: Page, column: Column) -> bool:
        asked = page.words(6, 35)
        asked[-1] = asked[-1].rstrip(".") + "?"
        is_set = lead_paragraph(page, column, names[0] + ":" if has_names else "", asked, weight=weight,
                                body_weight=weight)  # fmt: skip
        for index in range(rng.choice((1, 1, 2, 3))):
            lead_paragraph(page, column, names[1] + ":" if has_names and index == 0 else "", page.words(15, 110))
        return is_set

    columns = split_columns(page, area, rng.choice((1, 2, 2, 3)))
    flow(page, columns, ((exchange, 6.0), (press_figure, 0.6), (_quotation, 0.3)), fill=0.95)
    return page


def poems(rng: Random, pools: Pools) -> Page:
    """Stanzas, each a Text, under titles."""
    page = begin_page(rng, pools, size=(10.0, 14.0), kinds=(("serif", 10.0), ("sans", 1.0)), justified=0.0)
    style = page.style
    style.head_is_numbered = rng.random() < 0.1
    area = text_area(page, sides=(0.1, 0.25), ends=(0.07, 0.14))
    furniture(page, area, header=0.4)
    if rng.random() < 0.6:
        heading(page, area, level=1)
    flow(page, split_columns(page, area, rng.choice((1, 1, 2))), ((verse, 9.0), (heading, 0.8)), fill=0.9)
    return page


def play(rng: Random, pools: Pools) -> Page:
    """Speakers' names and what they say, remarks on the stage in italic."""
    page = begin_page(rng, pools, size=(10.0, 13.5), kinds=(("serif", 10.0), ("mono", 1.0)), leadings=(1.2, 1.3, 1.5))
    style = page.style
    style.head_is_numbered = False
    area = text_area(page, sides=(0.1, 0.18))
    furniture(page, area, header=0.7)
    names = [page.vocabulary.word(rng).upper()[:12] for _ in range(4)]
    centred = rng.random() < 0.3

    def speech(page: Page, column: Column) -> bool:
        name = rng.choice(names)
        if centred:
            if column.room < style.leading * 4:
                return False
            set_lines(page, column, "Text", [name], font=style.font(0.95), align="centre")
            name = ""
        return lead_paragraph(page, column, name and name + ".", page.words(3, 60), weight="bold",
                              hanging_indent=style.size * 1.5)  # fmt: skip

    def remark(page: Page, column: Column) -> bool:
        inner = column.inset(style.size * 2)
        is_set = lead_paragraph(page, inner, "", page.words(4, 25), body_weight="italic")
        column.top = inner.top
        return is_set

    flow(page, [area], ((speech, 8.0), (remark, 1.0), (heading, 0.4)), fill=0.9)
    return page


KINDS: Final[tuple[Kind, ...]] = (
    ("newspaper", newspaper, 5.0),
    ("magazine", magazine, 5.0),
    ("interview", interview, 1.2),
    ("poems", poems, 1.5),
    ("play", play, 1.0),
)
