"""Slides, covers, pages of pictures, certificates, and pages that are nearly empty."""

from random import Random
from typing import Final

from training.pages.blocks import callout, set_lines
from training.pages.figures import PRESS, SCIENCE, Sorts, figure_block, logo, panels, picture
from training.pages.frame import A4, LANDSCAPE, Blocks, Kind, begin_page, flow, furniture, split_columns, text_area
from training.pages.grounds import in_white, pale, strong
from training.pages.pools import Pools
from training.pages.tables import table_block
from training.pages.text import (
    Align,
    Column,
    Page,
    caption,
    displayed_formula,
    heading,
    item_list,
    lines_high,
    paragraph,
    set_words,
)

_SLIDE: Final[Blocks] = (
    (item_list, 5.0),
    (paragraph, 1.5),
    (figure_block, 2.0),
    (table_block, 0.8),
    (displayed_formula, 0.6),
    (callout, 0.4),
    (heading, 0.6),
)


def slide(rng: Random, pools: Pools) -> Page:
    """Large type on a wide page: a title at the head, points, a figure, a line at the foot."""
    page = begin_page(rng, pools, aspect=rng.choice((0.5625, 0.75, 0.75, 0.707)), size=(15.0, 23.0), justified=0.05,
                      kinds=(("sans", 9.0), ("serif", 2.0)), indents=0.0)  # fmt: skip
    style, canvas = page.style, page.canvas
    style.head_is_numbered = False
    if rng.random() < 0.2:
        with canvas.decoration():
            dark = rng.random() < 0.4
            canvas.paper = strong(rng) if dark else pale(rng)
            canvas.rectangle((0, 0, canvas.width, canvas.height), fill=canvas.paper)
        page.style = style = in_white(style) if dark else style
    side = canvas.width * rng.uniform(0.04, 0.1)
    area = Column(side, canvas.height * rng.uniform(0.04, 0.09), canvas.width - 2 * side, canvas.height * 0.9)
    _slide_foot(page, area)
    if rng.random() < 0.12:  # the title of a section, alone
        area.top += area.room * rng.uniform(0.2, 0.4)
        _slide_title(page, area, scale=rng.uniform(1.6, 2.4))
        if rng.random() < 0.6:
            set_lines(page, area, "Text", [page.vocabulary.phrase(rng, 2, 8)], font=style.font(), align="centre")
        return page
    if rng.random() < 0.9:
        _slide_title(page, area, scale=rng.uniform(1.2, 1.9))
    if rng.random() < 0.25:
        sorts: Sorts = rng.choice((SCIENCE, PRESS))
        figure = Column(area.left, area.top, area.width, area.bottom)
        box = (figure.left, figure.top, figure.left + figure.width, figure.bottom - style.leading * 1.4)
        if rng.random() < 0.25:
            figure.top = panels(page, box, sorts)[3]
        else:
            figure.top = picture(page, box, sorts)[3]
        if rng.random() < 0.3 and figure.room > style.leading * 1.3:
            caption(page, figure, "Figure", words=(2, 8))
        return page
    columns = split_columns(page, area, rng.choices((1, 2, 3), (6, 4, 0.5))[0], rule=0.03)
    blocks = _SLIDE if canvas.paper == (255, 255, 255) else ((item_list, 5.0), (paragraph, 1.5), (heading, 0.5))
    flow(page, columns, blocks, fill=0.85)
    return page


def _slide_title(page: Page, area: Column, *, scale: float) -> None:
    """The title, often on a coloured strip."""
    rng, style, canvas = page.rng, page.style, page.canvas
    font = style.font(scale, rng.choice(("bold", "regular")), head=True)
    ink = style.head_ink
    has_mark = any(region.class_name == "Figure" for region in canvas.regions)
    strip = strong(rng) if rng.random() < 0.35 and not has_mark else None  # it would cover the mark
    align: Align = rng.choice(("left", "left", "centre"))
    title = page.vocabulary.phrase(rng, 1, 6)
    if strip:
        size = float(font.size)
        height = lines_high(page, page.vocabulary.split(title), font, area.width, size * 1.15)
        with canvas.decoration():
            canvas.rectangle((0.0, 0.0, float(canvas.width), area.top + height + size * 0.35), fill=strip)
        ink = (255, 255, 255)
    set_lines(page, area, "Title", [title], font=font, align=align, colour=ink, leading=1.15)
    area.top += style.leading * rng.uniform(0.5, 1.2)


def _slide_foot(page: Page, area: Column) -> None:
    """Number, date, speaker, mark."""
    rng, style, canvas = page.rng, page.style, page.canvas
    y = canvas.height * 0.95
    font = style.font(rng.uniform(0.5, 0.75))
    texts = (str(rng.randint(1, 60)), f"{rng.randint(1, 28)}.{rng.randint(1, 12):02d}.{rng.randint(2001, 2025)}",
             page.vocabulary.phrase(rng, 1, 4))  # fmt: skip
    for text, share in zip(texts, (0.94, 0.04, 0.4), strict=True):
        if rng.random() < 0.4:
            with canvas.region("Footer"):
                canvas.text(canvas.width * share, y, text, font, style.ink)
    if rng.random() < 0.3:
        width, height = canvas.width * rng.uniform(0.06, 0.15), canvas.height * 0.07
        if rng.random() < 0.6:
            x = canvas.width * 0.97 - width
            area.top = max(area.top, canvas.height * 0.1)
            logo(page, (x, canvas.height * 0.02, x + width, canvas.height * 0.02 + height))
        else:
            x = canvas.width * 0.75
            logo(page, (x, canvas.height * 0.915, x + width, canvas.height * 0.99))


def cover(rng: Random, pools: Pools) -> Page:
    """The outside of a report or a book: title, picture, mark, year."""
    page = begin_page(rng, pools, size=(11.0, 16.0), kinds=(("sans", 8.0), ("serif", 5.0)), justified=0.0)
    style, canvas = page.style, page.canvas
    whole = (0.0, 0.0, float(canvas.width), float(canvas.height))
    look = rng.choice(("photo", "half", "half", "band", "colour", "white", "white"))
    area = text_area(page, sides=(0.07, 0.15), ends=(0.06, 0.14))
    align: Align = rng.choice(("left", "left", "centre", "right"))
    ink = style.head_ink
    if look == "photo":
        picture(page, whole, (("photo", 1.0),), frame=0.0)
        if rng.random() < 0.5:  # a panel that keeps the words readable
            top = canvas.height * rng.uniform(0.1, 0.5)
            panel = (0.0, top, canvas.width * rng.uniform(0.7, 1.0), top + canvas.height * rng.uniform(0.25, 0.4))
            with canvas.decoration():
                canvas.rectangle(panel, fill=strong(rng))
            area.top, area.bottom = panel[1] + style.size, panel[3]
            area.width = panel[2] - area.left - style.size
        ink = (255, 255, 255)
    elif look == "half":
        height = canvas.height * rng.uniform(0.3, 0.6)
        bleeds = rng.random() < 0.6
        x0, x1 = (0.0, float(canvas.width)) if bleeds else (area.left, area.left + area.width)
        y = rng.choice((0.0 if bleeds else area.top, canvas.height - height if bleeds else area.bottom - height))
        picture(page, (x0, y, x1, y + height), PRESS, frame=0.0)
        if y < canvas.height * 0.2:
            area.top = y + height + style.leading
        else:
            area.bottom = y - style.leading
    elif look in ("band", "colour"):
        height = canvas.height if look == "colour" else canvas.height * rng.uniform(0.2, 0.45)
        top = 0.0 if look == "colour" else canvas.height * rng.uniform(0.0, 0.5)
        with canvas.decoration():
            canvas.rectangle((0.0, top, float(canvas.width), top + height), fill=strong(rng))
        if look == "band":
            area.top, area.bottom = top + style.size, top + height
        ink = (255, 255, 255)
    if look in ("white", "colour"):
        if rng.random() < 0.7:
            side = canvas.width * rng.uniform(0.12, 0.3)
            logo(page, (area.left, area.top, area.left + side, area.top + side * 0.5))
            area.top += side * 0.5
        area.top += area.room * rng.uniform(0.05, 0.35)
    if rng.random() < 0.35:
        set_lines(
            page, area, "Text", [page.vocabulary.phrase(rng, 1, 5)], font=style.font(1.1), align=align, colour=ink
        )
        area.top += style.leading * 0.6
    font = style.font(rng.uniform(2.2, 4.2), rng.choice(("bold", "bold", "regular")), head=True)
    set_lines(page, area, "Title", [page.vocabulary.phrase(rng, 1, 7)], font=font, leading=1.1, align=align, colour=ink)
    area.top += style.leading * rng.uniform(0.3, 1.2)
    if rng.random() < 0.65 and area.room > style.leading * 3:
        font = style.font(rng.uniform(1.1, 1.7), rng.choice(("regular", "italic")))
        subtitle = page.vocabulary.phrase(rng, 3, 10)
        set_lines(page, area, rng.choice(("Text", "Title")), [subtitle], font=font, align=align, colour=ink)
    if rng.random() < 0.6 and look in ("white", "colour"):
        foot = Column(area.left, area.bottom - style.leading * 2, area.width, area.bottom + style.leading)
        if foot.top > area.top:
            lines = [page.vocabulary.name(rng), str(rng.randint(1980, 2025))][: rng.choice((1, 2))]
            set_lines(page, foot, "Text", lines, font=style.font(), align=align, colour=ink)
    return page


def pictures(rng: Random, pools: Pools) -> Page:
    """Photographs or plates in rows and columns, with captions or without."""
    page = begin_page(rng, pools, size=(9.0, 13.0))
    style = page.style
    area = text_area(page, sides=(0.04, 0.13), ends=(0.05, 0.1))
    furniture(page, area, header=0.45, footer=0.5)
    rows, columns = rng.choice(((1, 1), (2, 1), (2, 1), (3, 1), (2, 2), (3, 2), (3, 3), (1, 2)))
    sorts: Sorts = rng.choice((PRESS, SCIENCE, (("photo", 1.0),), (("engraving", 1.0),)))
    gap = style.size * rng.uniform(0.5, 1.8)
    width, height = (area.width - gap * (columns - 1)) / columns, (area.room - gap * (rows - 1)) / rows
    captions = rng.choice((0.0, 0.9, 1.0))
    lines = rng.choice((1.4, 2.6, 4.5)) * style.leading if captions else 0.0
    for index in range(rows * columns):
        x, y = area.left + index % columns * (width + gap), area.top + index // columns * (height + gap)
        end = picture(page, (x, y, x + width, y + height - lines), sorts)[3]
        below = Column(x, end + style.size * 0.35, width, y + height)
        if rng.random() < captions:
            caption(page, below, "Figure", words=(3, 30))
    return page


def certificate(rng: Random, pools: Pools) -> Page:
    """Centred lines within a border, a seal, two signatures."""
    page = begin_page(rng, pools, aspect=rng.choice((LANDSCAPE, LANDSCAPE, A4)), size=(12.0, 17.0), justified=0.0,
                      kinds=(("serif", 8.0), ("sans", 3.0)))  # fmt: skip
    style, canvas = page.style, page.canvas
    edge = canvas.width * rng.uniform(0.02, 0.05)
    with canvas.decoration():
        for step in range(rng.choice((0, 1, 2, 3))):
            inset = edge + step * rng.choice((4, 7))
            canvas.rectangle((inset, inset, canvas.width - inset, canvas.height - inset), outline=style.accent,
                             width=rng.choice((1, 2, 4)))  # fmt: skip
    area = text_area(page, sides=(0.12, 0.18), ends=(0.11, 0.15))
    if rng.random() < 0.6:
        side = canvas.height * rng.uniform(0.08, 0.14)
        x = area.left + (area.width - side) / 2
        area.top = picture(page, (x, area.top, x + side, area.top + side), (("logo", 1.0),), frame=0.0)[3] + style.size
    title = rng.choice(("CERTIFICATE", "Dyplom", "Urkunde", "Certificat", page.vocabulary.phrase(rng, 1, 3)))
    set_lines(page, area, "Title", [title], font=style.font(rng.uniform(2.0, 3.5), "bold", head=True), align="centre",
              colour=style.head_ink)  # fmt: skip
    for _ in range(rng.randint(2, 4)):
        area.top += style.leading * rng.uniform(0.5, 1.6)
        if area.room < style.leading * 6:
            break
        lines = [page.vocabulary.phrase(rng, 2, 10) for _ in range(rng.choice((1, 1, 2)))]
        set_lines(page, area, "Text", lines, font=style.font(rng.choice((1.0, 1.2, 1.6))), align="centre")
    foot = Column(area.left, area.bottom - style.leading * 2.2, area.width, canvas.height - edge)
    for part in split_columns(page, foot, rng.choice((1, 2, 2, 3)), rule=0.0):
        set_lines(
            page, part, "Text", ["." * 24, page.vocabulary.phrase(rng, 1, 3)], font=style.font(0.8), align="centre"
        )
    return page


def sparse(rng: Random, pools: Pools) -> Page:
    """A dedication, a half-title, a page number, the last lines of a chapter; also nothing at all."""
    page = begin_page(rng, pools)
    style = page.style
    area = text_area(page)
    if rng.random() < 0.75:
        furniture(page, area)
    draw = rng.random()
    if draw < 0.25:
        area.bottom = area.top + area.room * rng.uniform(0.05, 0.3)
        flow(page, [area], ((paragraph, 1.0),), fill=1.0)
    elif draw < 0.5:
        area.top += area.room * rng.uniform(0.1, 0.6)
        heading(page, area, level=1)
    elif draw < 0.7:
        area.top += area.room * rng.uniform(0.1, 0.6)
        inner = area.inset(area.width * rng.choice((0.0, 0.3)))
        with page.canvas.region("Text"):
            set_words(page, inner, page.words(3, 25), font=style.font(1.0, rng.choice(("italic", "regular"))),
                      align=rng.choice(("centre", "right", "left")))  # fmt: skip
    elif draw < 0.85:
        side = area.width * rng.uniform(0.1, 0.4)
        x, y = area.left + (area.width - side) * rng.random(), area.top + (area.room - side) * rng.random()
        logo(page, (x, y, x + side, y + side))
    return page


KINDS: Final[tuple[Kind, ...]] = (
    ("slide", slide, 5.0),
    ("cover", cover, 4.0),
    ("pictures", pictures, 2.0),
    ("certificate", certificate, 0.8),
    ("sparse", sparse, 2.0),
)
