"""Leaflets, posters, notices, catalogues, advertisements."""

from random import Random
from typing import Final

from training.pages.blocks import callout, set_lines
from training.pages.canvas import Box, Colour
from training.pages.figures import figure_block, logo, picture
from training.pages.frame import Blocks, Kind, begin_page, flow, furniture, split_columns, text_area
from training.pages.grounds import in_white, ink_on, pale, strong
from training.pages.pools import Pools
from training.pages.tables import table_block
from training.pages.text import Align, Column, Page, caption, heading, item_list, paragraph, set_words

_PHOTO: Final = (("photo", 1.0),)
_ADVERTISING: Final = (("photo", 6.0), ("drawing", 1.5), ("logo", 0.8))


def _short_text(page: Page, column: Column) -> bool:
    """A few lines."""
    return paragraph(page, column, words=page.words(5, 45))


def _advertising_figure(page: Page, column: Column) -> bool:
    """A photograph or a drawing, seldom with a caption."""
    return figure_block(page, column, sorts=_ADVERTISING, captions=0.25)


def _address(page: Page, column: Column) -> bool:
    """Name, street, telephone and web address in lines of their own: one Text."""
    rng, style, vocabulary = page.rng, page.style, page.vocabulary
    if column.room < style.leading * 5:
        return False
    lines = [
        vocabulary.phrase(rng, 1, 4),
        f"{vocabulary.word(rng).capitalize()} {rng.randint(1, 150)}",
        f"{rng.randint(10, 99)}-{rng.randint(100, 999)} {vocabulary.word(rng).capitalize()}",
        f"tel. {rng.randint(100, 999)} {rng.randint(100, 999)} {rng.randint(100, 999)}",
        f"www.{vocabulary.word(rng).lower()}.org",
    ]
    align: Align = rng.choice(("left", "left", "centre"))
    font = style.font(rng.choice((0.85, 1.0)))
    set_lines(page, column, "Text", lines[rng.randint(0, 2) :], font=font, align=align, leading=1.3)
    column.top += style.leading * 0.7
    return True


_PANEL: Final[Blocks] = (
    (_short_text, 6.0),
    (heading, 2.5),
    (item_list, 1.6),
    (_advertising_figure, 0.9),
    (callout, 0.4),
    (_address, 0.5),
    (table_block, 0.15),
)
_DARK_PANEL: Final[Blocks] = (
    (_short_text, 6.0),
    (heading, 2.5),
    (item_list, 1.5),
    (_address, 0.6),
)


def _fill_panel(page: Page, panel: Box, *, margin: float, ground: Colour | None, is_dark: bool) -> None:
    """Blocks within a part of the page that may have a coloured ground."""
    canvas, own = page.canvas, page.style
    if ground is not None:
        with canvas.decoration():
            canvas.rectangle(panel, fill=ground)
    column = Column(panel[0] + margin, panel[1] + margin, panel[2] - panel[0] - 2 * margin, panel[3] - margin)
    page.style = in_white(own) if is_dark else own
    with canvas.on_paper(ground or canvas.paper):
        flow(page, [column], _DARK_PANEL if is_dark else _PANEL, fill=0.8)
    page.style = own


def brochure(rng: Random, pools: Pools) -> Page:
    """A sheet to be folded: panels beside each other, some in colours, photographs across them."""
    is_wide = rng.random() < 0.65
    page = begin_page(
        rng, pools, aspect=rng.uniform(0.68, 0.8) if is_wide else None, size=(9.0, 13.0), justified=0.25, indents=0.1,
        kinds=(("sans", 9.0), ("serif", 2.0)), leadings=(1.2, 1.25, 1.35, 1.5),
    )  # fmt: skip
    style, canvas = page.style, page.canvas
    style.head_is_numbered = False
    style.head_ink = style.accent if rng.random() < 0.6 else style.head_ink
    count = rng.choice((2, 3, 3, 4)) if is_wide else rng.choice((1, 2))
    width = canvas.width / count
    colour = strong(rng)
    top = 0.0
    if rng.random() < 0.35:
        top = canvas.height * rng.uniform(0.08, 0.3)
        _banner(page, (0.0, 0.0, float(canvas.width), top), colour)
    for index in range(count):
        left = index * width
        panel = (left, top, left + width, float(canvas.height))
        margin = min(width * 0.12, style.size * rng.uniform(1.5, 3.0))
        if rng.random() < 0.35:
            height = canvas.height * rng.uniform(0.15, 0.4)
            bleeds = rng.random() < 0.6
            inset = 0.0 if bleeds else margin
            picture(page, (left + inset, top + inset, left + width - inset, top + inset + height), _PHOTO, frame=0.05)
            panel = (left, top + inset + height, left + width, panel[3])
        draw = rng.random()
        ground = None if draw < 0.55 else colour if draw < 0.8 else pale(rng)
        if rng.random() < 0.12:
            _front(page, panel, ground, is_dark=ground == colour)
        else:
            _fill_panel(page, panel, margin=margin, ground=ground, is_dark=ground == colour)
    return page


def _front(page: Page, panel: Box, ground: Colour | None, *, is_dark: bool) -> None:
    """A leaflet's title side: mark, title, a line, address."""
    rng, style, canvas = page.rng, page.style, page.canvas
    if ground is not None:
        with canvas.decoration():
            canvas.rectangle(panel, fill=ground)
    width, height = panel[2] - panel[0], panel[3] - panel[1]
    column = Column(panel[0] + width * 0.1, panel[1] + height * 0.06, width * 0.8, panel[3] - height * 0.05)
    align: Align = rng.choice(("left", "centre"))
    ink = (255, 255, 255) if is_dark else style.head_ink
    if rng.random() < 0.8:
        side = width * rng.uniform(0.25, 0.55)
        box = (column.left, column.top, column.left + side, column.top + side * 0.7)
        column.top = picture(page, box, (("logo", 1.0),), frame=0.0)[3]
    column.top += column.room * rng.uniform(0.05, 0.25)
    set_lines(page, column, "Title", [page.vocabulary.phrase(rng, 1, 6)], leading=1.15, align=align, colour=ink,
              font=style.font(rng.uniform(1.8, 3.2), "bold", head=True))  # fmt: skip
    column.top += style.leading
    if rng.random() < 0.7:
        set_lines(page, column, "Text", [page.vocabulary.phrase(rng, 3, 12)], font=style.font(1.2), align=align,
                  colour=ink if is_dark else style.ink)  # fmt: skip
    if rng.random() < 0.5 and column.room > style.leading * 8:
        picture(page, (column.left, column.top + style.leading, column.left + column.width,
                       column.bottom - style.leading), _ADVERTISING)  # fmt: skip


def _banner(page: Page, box: Box, colour: Colour) -> None:
    """A coloured strip or a photograph across the page, with a title on it and a mark."""
    rng, style, canvas = page.rng, page.style, page.canvas
    if rng.random() < 0.4:
        picture(page, box, _PHOTO, frame=0.0)
        ink = ink_on(page, box)
    else:
        with canvas.decoration():
            canvas.rectangle(box, fill=colour)
        ink = (255, 255, 255)
    height = box[3] - box[1]
    width = box[2] - box[0]
    column = Column(box[0] + width * 0.05, box[1] + height * rng.uniform(0.08, 0.3), width * 0.7, box[3] - 2)
    scale = min(rng.uniform(1.5, 3.5), height * 0.4 / style.size)
    set_lines(page, column, "Title", [page.vocabulary.phrase(rng, 1, 6)], colour=ink, leading=1.15,
              font=style.font(max(1.0, scale), "bold", head=True))  # fmt: skip
    if rng.random() < 0.5 and column.room > style.leading * 1.6:
        set_lines(page, column, "Text", [page.vocabulary.phrase(rng, 3, 9)], font=style.font(), colour=ink)
    if rng.random() < 0.5:
        side = min(height * 0.6, width * 0.2)
        x = box[2] - side - width * 0.03
        logo(page, (x, box[1] + height * 0.2, x + side, box[1] + height * 0.2 + side))


def poster(rng: Random, pools: Pools) -> Page:
    """Few words, large, on a photograph, a coloured ground, or white."""
    page = begin_page(rng, pools, size=(13.0, 19.0), kinds=(("sans", 9.0), ("serif", 3.0)), justified=0.05, indents=0.0,
                      aspect=rng.choice((None, None, rng.uniform(0.6, 0.8))))  # fmt: skip
    style, canvas = page.style, page.canvas
    style.head_is_numbered = False
    whole = (0.0, 0.0, float(canvas.width), float(canvas.height))
    ground = rng.choice(("photo", "strong", "pale", "white", "white"))
    if ground == "photo":
        picture(page, whole, _PHOTO, frame=0.0)
    elif ground != "white":
        with canvas.decoration():
            canvas.paper = strong(rng) if ground == "strong" else pale(rng)
            canvas.rectangle(whole, fill=canvas.paper)
    if ground in ("photo", "strong") and ink_on(page, whole) == (255, 255, 255):
        page.style = style = in_white(style)
    area = text_area(page, sides=(0.06, 0.14))
    align: Align = rng.choice(("centre", "centre", "left"))
    if rng.random() < 0.45:
        _logos(page, Column(area.left, area.top, area.width, area.top + canvas.height * 0.07))
        area.top += canvas.height * 0.08
    if rng.random() < 0.4:
        _logos(page, Column(area.left, area.bottom - canvas.height * 0.06, area.width, area.bottom))
        area.bottom -= canvas.height * 0.08
    for index in range(rng.randint(2, 6)):
        area.top += area.room * rng.uniform(0.0, 0.12)
        if area.room < style.leading * 4:
            break
        draw = rng.random()
        if index == 0 or draw < 0.3:
            scale = rng.uniform(2.0, 4.5) if index == 0 else rng.uniform(1.2, 2.2)
            set_lines(page, area, "Title", [page.vocabulary.phrase(rng, 1, 6)], align=align, leading=1.12,
                      colour=style.head_ink, font=style.font(scale, "bold", head=True))  # fmt: skip
        elif draw < 0.5 and ground != "photo":
            height = area.room * rng.uniform(0.3, 0.6)
            box = picture(page, (area.left, area.top, area.left + area.width, area.top + height), _ADVERTISING)
            area.top = box[3]
        elif draw < 0.62:
            item_list(page, area, words=(2, 9))
        else:
            lines = [page.vocabulary.phrase(rng, 2, 9) for _ in range(rng.randint(1, 4))]
            set_lines(page, area, "Text", lines, font=style.font(rng.uniform(0.9, 1.5)), align=align)
        area.top += style.leading * rng.uniform(0.5, 1.5)
    return page


def _logos(page: Page, row: Column) -> None:
    """Marks of sponsors in a row, each a Figure."""
    count = page.rng.randint(1, 6)
    step = row.width / count
    for index in range(count):
        x = row.left + index * step
        logo(page, (x, row.top, x + min(step * 0.8, row.room * 2.5), row.bottom))


def notice(rng: Random, pools: Pools) -> Page:
    """A leaflet from an office's printer: mark, heading, paragraphs and lists in large plain type, clip art."""
    page = begin_page(rng, pools, size=(11.5, 17.0), kinds=(("sans", 7.0), ("serif", 5.0)), justified=0.4)
    style = page.style
    area = text_area(page)
    furniture(page, area, header=0.15, footer=0.3)
    if rng.random() < 0.6:
        _logos(page, Column(area.left, area.top, area.width, area.top + page.canvas.height * rng.uniform(0.04, 0.1)))
        area.top += page.canvas.height * 0.11
    lines = [page.vocabulary.phrase(rng, 2, 9)]
    set_lines(page, area, "Title", lines, font=style.font(rng.uniform(1.3, 2.2), "bold", head=True),
              align=rng.choice(("centre", "left")), colour=style.head_ink)  # fmt: skip
    area.top += style.leading
    flow(page, split_columns(page, area, rng.choice((1, 1, 2))),
         ((_short_text, 5.0), (heading, 2.0), (item_list, 2.0), (_advertising_figure, 0.8), (_address, 0.5),
          (callout, 0.4), (table_block, 0.4)))  # fmt: skip
    return page


def catalogue(rng: Random, pools: Pools) -> Page:
    """Wares in rows and columns: a photograph, and a few lines below or beside it."""
    page = begin_page(rng, pools, size=(8.5, 12.0), kinds=(("sans", 9.0), ("serif", 1.0)), justified=0.1)
    style, canvas = page.style, page.canvas
    style.head_is_numbered = False
    area = text_area(page, sides=(0.05, 0.1), ends=(0.06, 0.1))
    furniture(page, area, header=0.4, footer=0.7)
    if rng.random() < 0.5:
        heading(page, area, level=1)
    rows, columns = rng.randint(2, 5), rng.randint(2, 4)
    gap = style.size * rng.uniform(1.0, 2.0)
    width, height = (area.width - gap * (columns - 1)) / columns, (area.room - gap * (rows - 1)) / rows
    beside = width > style.size * 20 and rng.random() < 0.5
    share = rng.uniform(0.35, 0.5) if beside else rng.uniform(0.45, 0.7)
    has_title, has_frame = rng.random() < 0.4, rng.random() < 0.25
    as_captions = rng.random() < 0.35
    sorts = rng.choice((_PHOTO, (("photo", 3.0), ("drawing", 2.0), ("logo", 1.0))))
    for index in range(rows * columns - rng.choice((0, 0, 0, 1, 2))):
        x, y = area.left + index % columns * (width + gap), area.top + index // columns * (height + gap)
        if has_frame:
            with canvas.decoration():
                edge = gap * 0.3
                canvas.rectangle((x - edge, y - edge, x + width + edge, y + height + edge), outline=(190, 190, 190))
        box = (x, y, x + width * share, y + height) if beside else (x, y, x + width, y + height * share)
        end = picture(page, box, sorts, frame=0.1)[3]
        cell = Column(box[2] + style.size * 0.6, y, width * (1 - share) - style.size * 0.6, y + height)
        cell = cell if beside else Column(x, end + style.size * 0.3, width, y + height)
        if as_captions:
            caption(page, cell, "Figure", words=(3, 14))
            continue
        if has_title:
            set_lines(page, cell, "Title", [page.vocabulary.phrase(rng, 1, 3)], font=style.font(1.05, "bold"))
            cell.top += style.size * 0.2
        with page.canvas.region("Text"):
            set_words(page, cell, page.words(3, 25), align="left")
            if rng.random() < 0.5 and cell.room > style.leading:
                price = f"{rng.randint(1, 999)},{rng.randint(0, 99):02d} €"
                set_lines(page, cell, None, [price], font=style.font(1.0, "bold"))
    return page


def advertisement(rng: Random, pools: Pools) -> Page:
    """A page of advertising: one large picture, a claim, small print, a mark."""
    page = begin_page(rng, pools, size=(10.0, 15.0), kinds=(("sans", 9.0), ("serif", 3.0)), justified=0.1, indents=0.0)
    style, canvas = page.style, page.canvas
    is_first = rng.random() < 0.6
    share = rng.uniform(0.35, 0.7)
    split = canvas.height * (share if is_first else 1 - share)
    box = (
        (0.0, 0.0, float(canvas.width), split) if is_first else (0.0, split, float(canvas.width), float(canvas.height))
    )
    rest = (
        (0.0, split, float(canvas.width), float(canvas.height)) if is_first else (0.0, 0.0, float(canvas.width), split)
    )
    picture(page, box, _PHOTO, frame=0.0)
    ground = rng.choice((None, None, strong(rng)))
    if ground is not None:
        with canvas.decoration():
            canvas.rectangle(rest, fill=ground)
        page.style = style = in_white(style)
    margin = canvas.width * rng.uniform(0.05, 0.1)
    column = Column(margin, rest[1] + margin * 0.7, canvas.width - 2 * margin, rest[3] - margin)
    with canvas.on_paper(ground or canvas.paper):
        set_lines(page, column, "Title", [page.vocabulary.phrase(rng, 2, 7)], leading=1.12, colour=style.head_ink,
                  font=style.font(rng.uniform(1.8, 3.2), "bold", head=True),
                  align=rng.choice(("left", "centre")))  # fmt: skip
        column.top += style.leading * 0.6
        column.bottom -= canvas.height * 0.06
        flow(page, split_columns(page, column, rng.choice((1, 2, 3))), _DARK_PANEL if ground else _PANEL, fill=0.6)
    if rng.random() < 0.7:
        x = rng.choice((margin, canvas.width * 0.7))
        logo(page, (x, column.bottom + 4, x + canvas.width * 0.2, rest[3] - margin * 0.3))
    return page


KINDS: Final[tuple[Kind, ...]] = (
    ("brochure", brochure, 5.0),
    ("poster", poster, 2.5),
    ("notice", notice, 3.5),
    ("catalogue", catalogue, 2.0),
    ("advertisement", advertisement, 1.5),
)
