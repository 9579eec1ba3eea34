"""Books printed between 1500 and 1900, as libraries photograph them.

Their labellers take a column of text as one region, and so do these pages.
"""

from random import Random
from typing import Final

from training.pages.blocks import set_initial, set_lines
from training.pages.figures import OLD, picture
from training.pages.frame import Kind, split_columns
from training.pages.pools import Pools
from training.pages.sheets import photographed, print_area
from training.pages.text import Column, Page, caption, set_words
from training.pages.typefaces import find_families, word_width


def _head(page: Page, area: Column) -> None:
    """Page number between signs, or a running title with the number beside it."""
    rng, style = page.rng, page.style
    number = str(rng.randint(1, 999))
    baseline = area.top - style.size * rng.uniform(0.7, 1.6)
    middle = rng.choice(("( {} )", "({})", "— {} —", "- {} -", "{}", "[ {} ]", "{}.", "* {} *", ") {} (")).format(
        number
    )
    title = page.vocabulary.phrase(rng, 1, 5)
    parts = rng.choice(
        ([("c", middle)], [("c", middle)], [("c", title), (rng.choice("lr"), number)], [(rng.choice("lr"), number)],
         [("c", title)], [])
    )  # fmt: skip
    font = style.font(rng.uniform(0.85, 1.15))
    used = 0.0
    for place, text in parts:
        width = word_width(font, text)
        if used + width > area.width * 0.6:
            continue
        used = width
        x = area.left + {"l": 0.0, "c": (area.width - width) / 2, "r": area.width - width}[place]
        with page.canvas.region("Header"):
            page.canvas.text(x, baseline, text, font, style.ink)
        if place == "c" and len(parts) == 1 and rng.random() < 0.25:
            with page.canvas.decoration():
                y = baseline - style.size * 0.3
                page.canvas.line((area.left, y), (x - style.size, y), style.ink)
                page.canvas.line((x + width + style.size, y), (area.left + area.width, y), style.ink)
    if rng.random() < 0.3:
        with page.canvas.decoration():
            y = baseline + style.size * 0.4
            page.canvas.line((area.left, y), (area.left + area.width, y), style.ink)


def _foot(page: Page, area: Column, end: float) -> None:
    """Catchword and signature below the last line, which ends at `end`."""
    rng, style = page.rng, page.style
    baseline = end + style.size * rng.uniform(0.85, 1.4)
    font = style.font(rng.choice((1.0, 1.0, 0.9)))
    if baseline + style.size * 0.4 > page.canvas.height:
        return
    if rng.random() < 0.6:
        word = page.vocabulary.word(rng)[: rng.choice((4, 6, 9, 14))] + rng.choice(("", "", "-", ","))
        with page.canvas.region("Footer"):
            page.canvas.text(area.left + area.width - word_width(font, word), baseline, word, font, style.ink)
    if rng.random() < 0.5:
        letter = rng.choice("ABCDEFGHIKLMNOPQRSTVXYZ")
        mark = rng.choice(("{a}", "{a} {n}", "{a}{b}", "{a}{b} {n}", "{a} iij")).format(
            a=letter, b=letter.lower(), n=rng.randint(2, 5)
        )
        x = area.left + area.width * rng.choice((0.4, 0.5, 0.55, 0.6))
        with page.canvas.region("Footer"):
            page.canvas.text(x, baseline, mark, font, style.ink)
    if rng.random() < 0.12:  # the library's stamp on a digital copy
        with page.canvas.decoration():
            page.canvas.text(page.canvas.width * 0.62, page.canvas.height - 8, "Digitized by Google",
                             find_families()[0].at(11), (170, 170, 170))  # fmt: skip


def _block(page: Page, column: Column, *, initial: float = 0.0) -> None:
    """Paragraphs until the column ends: one Text."""
    rng, style = page.rng, page.style
    if column.room < style.leading * 1.3:
        return
    begins = rng.random() < 0.4
    with page.canvas.region("Text"):
        if rng.random() < initial and column.room > style.leading * 7 and column.width > style.size * 12:
            set_initial(page, column, page.words(60, 150), boxed=0.5)
            begins = True
        while column.room > style.leading * 1.1:
            set_words(page, column, page.words(20, 220), first_indent=style.paragraph_indent if begins else 0.0)
            begins = True


def _separate(page: Page, column: Column) -> None:
    """Paragraphs until the column ends, each a Text, as other labellers draw them."""
    style = page.style
    begins = page.rng.random() < 0.4
    while column.room > style.leading * 1.3:
        with page.canvas.region("Text"):
            set_words(page, column, page.words(20, 160), first_indent=style.paragraph_indent if begins else 0.0)
        begins = True


def _chapter_head(page: Page, area: Column) -> None:
    """A chapter's title in centred lines, perhaps below an ornament."""
    rng, style, canvas = page.rng, page.style, page.canvas
    if rng.random() < 0.35:
        width = round(area.width * rng.uniform(0.3, 1.0))
        ornament = page.pools.ornament(rng, width).convert("L")
        if ornament.height < area.room * 0.25:
            with canvas.decoration():
                canvas.picture(ornament, area.left + (area.width - width) / 2, area.top, colour=style.ink)
            area.top += ornament.height + style.size
    area.top += style.leading * rng.uniform(0.0, 2.0)
    lines = [rng.choice(("Caput {}.", "Das {}. Capitel.", "CHAP. {}.", "§. {}.", "{}.", "Chapitre {}.")).format(
        rng.choice(("I", "II", "IV", "VII", "XII", "XX", "3", "12")))]  # fmt: skip
    scales = (rng.uniform(1.1, 2.0), rng.uniform(1.0, 1.6), rng.uniform(0.9, 1.2))
    lines += [page.vocabulary.phrase(rng, 2, 9) for _ in range(rng.choice((0, 1, 1, 2)))]
    with canvas.region("Title"):
        for line, scale in zip(lines, scales, strict=False):
            set_lines(page, area, None, [line], font=style.font(scale), align="centre", leading=1.15)
    area.top += style.leading * rng.uniform(0.3, 1.2)
    if rng.random() < 0.3:
        with canvas.decoration():
            half = area.width * rng.uniform(0.05, 0.2)
            centre = area.left + area.width / 2
            canvas.line((centre - half, area.top), (centre + half, area.top), style.ink)
        area.top += style.leading * 0.5


def _notes(page: Page, area: Column, sheet: Column) -> None:
    """Remarks in the outer margin."""
    rng, style = page.rng, page.style
    is_left = area.left - sheet.left > sheet.left + sheet.width - area.left - area.width
    width = (area.left - sheet.left if is_left else sheet.left + sheet.width - area.left - area.width) * 0.8
    if width < style.size * 3.2:
        return
    x = area.left - width - style.size * 0.4 if is_left else area.left + area.width + style.size * 0.5
    margin = Column(x, area.top + area.room * rng.uniform(0.0, 0.3), width, area.bottom)
    font = style.font(0.7)
    for _ in range(rng.randint(1, 6)):
        if margin.room < style.leading * 5:
            return
        with page.canvas.region("Text"):
            set_words(page, margin, page.words(2, 9), font=font, leading=float(font.size) * 1.15, align="left",
                      emphasis=False)  # fmt: skip
        margin.top += style.leading * rng.uniform(1.0, 8.0)


def text_page(rng: Random, pools: Pools) -> Page:
    """A page of running text."""
    page, sheet = photographed(rng, pools)
    style = page.style
    area = print_area(page, sheet)
    has_notes = rng.random() < 0.22
    if has_notes:
        share = sheet.width * rng.uniform(0.1, 0.16)
        area = area.inset(share) if rng.random() < 0.5 else area.inset(0.0, share)
    _head(page, area)
    if has_notes:
        _notes(page, area, sheet)
    if rng.random() < 0.1:
        _figure(page, area)
    set_column = _separate if rng.random() < 0.22 else _block
    columns = split_columns(page, area, rng.choices((1, 2), (7, 3))[0], rule=0.4)
    for index, column in enumerate(columns):
        stop = column.bottom
        if rng.random() < 0.25 and column.room > style.leading * 14:  # a new chapter within the page
            column.bottom = column.top + column.room * rng.uniform(0.15, 0.6)
            set_column(page, column)
            column.bottom = stop
            column.top += style.leading * 0.5
            _chapter_head(page, column)
        elif index == len(columns) - 1 and rng.random() < 0.15:
            column.bottom -= column.room * rng.uniform(0.1, 0.5)
        set_column(page, column)
    _foot(page, area, max(column.top for column in columns))
    return page


def chapter_page(rng: Random, pools: Pools) -> Page:
    """The beginning of a chapter: ornament, title, initial."""
    page, sheet = photographed(rng, pools)
    area = print_area(page, sheet)
    if rng.random() < 0.5:
        _head(page, area)
    _chapter_head(page, area)
    column = area.inset(0.0)
    _block(page, column, initial=0.75)
    _foot(page, area, column.top)
    return page


def title_page(rng: Random, pools: Pools) -> Page:
    """Centred lines of every size: one Title or several, the printer's address a Text."""
    page, sheet = photographed(rng, pools)
    style, canvas = page.style, page.canvas
    area = print_area(page, sheet)
    imprint_height = style.leading * rng.uniform(4, 8)
    body_bottom, area.bottom = area.bottom, area.bottom - imprint_height
    for index in range(rng.choice((1, 2, 2, 3, 4))):
        if area.room < style.leading * 5:
            break
        with canvas.region("Title" if index == 0 or rng.random() < 0.6 else "Text"):
            for _ in range(rng.randint(1, 6)):
                line = page.vocabulary.phrase(rng, 1, 5)
                line = line.upper() if style.body.kind != "blackletter" and rng.random() < 0.4 else line
                scale = rng.choice((0.9, 1.0, 1.2, 1.5, 2.0, 2.8))
                scale = (
                    min(scale, area.width / max(1.0, word_width(style.font(), line)) * 0.95) if scale > 1.2 else scale
                )
                set_lines(page, area, None, [line], font=style.font(max(0.8, scale)), align="centre", leading=1.2)
                area.top += style.size * rng.uniform(0.0, 0.3)
        area.top += style.leading * rng.uniform(0.6, 1.8)
    if area.room > style.leading * 9 and rng.random() < 0.6:
        height = area.room * rng.uniform(0.4, 0.75)
        width = min(area.width, height * rng.uniform(0.8, 1.6))
        x = area.left + (area.width - width) / 2
        if rng.random() < 0.5:
            picture(page, (x, area.top, x + width, area.top + height), OLD, frame=0.1)
        else:
            ornament = page.pools.ornament(rng, round(width)).convert("L")
            with canvas.decoration():
                canvas.picture(ornament, x, area.top + style.size, colour=style.ink)
    foot_column = Column(area.left, body_bottom - imprint_height + style.leading, area.width, body_bottom)
    if rng.random() < 0.4:
        with canvas.decoration():
            y = foot_column.top - style.size * 0.6
            canvas.line((area.left, y), (area.left + area.width, y), style.ink, rng.choice((1, 2)))
    lines = [page.vocabulary.phrase(rng, 1, 5) for _ in range(rng.choice((1, 2, 3)))]
    lines.append(rng.choice((f"{rng.randint(1500, 1899)}.", "M DCC LXXXIV.", "Anno M. DC. XVII.")))
    set_lines(page, foot_column, "Text", lines, font=style.font(rng.uniform(0.9, 1.1)), align="centre")
    return page


def _figure(page: Page, area: Column) -> None:
    """An engraving at the head of the text."""
    rng, style = page.rng, page.style
    height = area.room * rng.uniform(0.2, 0.5)
    width = area.width * rng.uniform(0.5, 1.0)
    x = area.left + (area.width - width) / 2
    area.top = picture(page, (x, area.top, x + width, area.top + height), OLD, frame=0.4)[3] + style.size * 0.4
    if rng.random() < 0.5:
        caption(page, area, "Figure", words=(2, 12))
    area.top += style.leading * 0.7


def plate(rng: Random, pools: Pools) -> Page:
    """An engraving that fills the page, with a line above or below it."""
    page, sheet = photographed(rng, pools)
    area = print_area(page, sheet)
    if rng.random() < 0.5:
        _head(page, area)
    area.bottom -= page.style.leading * 3
    box = (area.left, area.top, area.left + area.width, area.bottom)
    area.top = picture(page, box, (("engraving", 1.0),), frame=0.5)[3] + page.style.size * 0.5
    area.bottom += page.style.leading * 3
    if rng.random() < 0.65:
        caption(page, area, "Figure", words=(2, 14))
    return page


KINDS: Final[tuple[Kind, ...]] = (
    ("old print, text", text_page, 8.0),
    ("old print, chapter", chapter_page, 2.5),
    ("old print, title page", title_page, 1.5),
    ("old print, plate", plate, 0.7),
)
