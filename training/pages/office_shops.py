"""Pages that go with goods: price lists, menus, programmes, data sheets, patents."""

from random import Random

from training.pages.figures import put_figure
from training.pages.frame import LANDSCAPE, begin_page, furniture, split_columns, text_area
from training.pages.office_forms import bars
from training.pages.office_parts import date_line, lines_block, logo_at, rule, skip, title
from training.pages.pools import Pools
from training.pages.table_charts import calendar_grid, timetable_grid
from training.pages.table_kinds import definition_grid, plain_grid, prose_grid
from training.pages.table_looks import Look
from training.pages.table_sums import price_grid
from training.pages.tables import draw_table
from training.pages.text import Column, Page, caption, heading, item_list, paragraph, set_words


def prices(rng: Random, pools: Pools) -> Page:
    """A price list: sections with a heading each, in one to three columns; pictures now and then."""
    page = begin_page(rng, pools, size=(9.0, 13.5), kinds=(("sans", 7.0), ("serif", 4.0)), indents=0.0)
    area = text_area(page, sides=(0.05, 0.13))
    furniture(page, area)
    if rng.random() < 0.7:
        name = rng.choice(("Cennik", "Price List", "Preisliste", "Tarif", "Taryfa opłat", "Listino prezzi"))
        title(
            page,
            area,
            f"{name} {rng.randint(1960, 2026)}",
            scale=rng.uniform(1.4, 2.6),
            align=rng.choice(("left", "centre")),
        )
        skip(page, area)
    for column in split_columns(page, area, rng.choice((1, 1, 2, 2, 3))):
        while column.room > page.style.leading * 6:
            if rng.random() < 0.7:
                heading(page, column, level=3)
            if rng.random() < 0.12 and column.room > column.width * 0.9:
                picture = page.pools.photo(rng, round(column.width), round(column.width * rng.uniform(0.4, 0.7)))
                put_figure(page, picture, column.left, column.top)
                column.top += picture.height + page.style.leading
            made = draw_table(page, column, kinds=((price_grid, 6.0), (plain_grid, 2.0)), rows=(3, 14), is_full=True)
            skip(page, column, 0.5, 1.3)
            if not made:
                break
            if rng.random() < 0.2:
                paragraph(page, column, words=page.words(4, 30))
    return page


def menu(rng: Random, pools: Pools) -> Page:
    """Dishes and their prices, mostly centred titles in a frame."""
    page = begin_page(
        rng, pools, aspect=rng.choice((None, None, rng.uniform(1.5, 2.1))), size=(10.0, 15.0), indents=0.0
    )
    area = text_area(page, sides=(0.1, 0.18))
    style = page.style
    if rng.random() < 0.4:
        with page.canvas.decoration():
            edge = style.size * 2
            page.canvas.rectangle(
                (edge, edge, page.canvas.width - edge, page.canvas.height - edge), outline=style.accent, width=2
            )
    if rng.random() < 0.4:
        side = area.width * 0.4
        logo_at(page, area.left + (area.width - side) / 2, area.top, side, side * 0.4)
        area.top += side * 0.45
    title(
        page,
        area,
        rng.choice(("Menu", "Speisekarte", "Karta dań", "La carte", "Getränke")),
        scale=rng.uniform(1.6, 3.0),
    )
    skip(page, area, 0.5, 1.5)
    look, leading = Look() if rng.random() < 0.7 else None, rng.uniform(0.6, 1.6)
    centred = rng.random() < 0.3
    while area.room > style.leading * 6:
        title(page, area, page.vocabulary.phrase(rng, 1, 2), scale=rng.uniform(1.15, 1.4))
        skip(page, area, 0.2, 0.6)
        if centred:
            for _ in range(rng.randint(2, 5)):
                if area.room > style.leading * 3:
                    lines = [
                        page.vocabulary.phrase(rng, 1, 4),
                        page.vocabulary.phrase(rng, 2, 7),
                        f"{rng.randint(4, 60)},–",
                    ]
                    lines_block(page, area, lines, align="centre")
                    area.top += style.leading * 0.6
        elif not draw_table(page, area, kinds=((price_grid, 1.0),), rows=(3, 8), look=look, is_full=True):
            break
        area.top += style.leading * leading
    return page


def schedule(rng: Random, pools: Pools) -> Page:
    """A programme, a timetable or a calendar."""
    aspect = LANDSCAPE if rng.random() < 0.4 else None
    page = begin_page(rng, pools, aspect=aspect, size=(9.0, 14.0), kinds=(("sans", 7.0), ("serif", 3.0)), indents=0.0)
    area = text_area(page, sides=(0.04, 0.12))
    furniture(page, area, header=0.3, footer=0.4)
    if rng.random() < 0.8:
        title(
            page,
            area,
            page.vocabulary.phrase(rng, 1, 6),
            scale=rng.uniform(1.2, 2.4),
            align=rng.choice(("left", "centre")),
        )
        skip(page, area)
    if rng.random() < 0.3:
        columns = split_columns(page, area, rng.choice((2, 3)))
        for column in columns:
            while column.room > page.style.leading * 9:
                made = draw_table(page, column, kinds=((calendar_grid, 1.0),), is_full=True)
                skip(page, column)
                if not made:
                    break
        return page
    while area.room > page.style.leading * 8:
        if rng.random() < 0.5:
            heading(page, area, level=2)
        if not draw_table(
            page, area, kinds=((timetable_grid, 3.0), (prose_grid, 1.0), (plain_grid, 1.0)), is_full=True
        ):
            break
        skip(page, area)
        if rng.random() < 0.4:
            paragraph(page, area, words=page.words(4, 40))
    return page


def data_sheet(rng: Random, pools: Pools) -> Page:
    """A product: its picture, what it does, features as a list, its measures in tables."""
    page = begin_page(rng, pools, size=(9.0, 13.0), kinds=(("sans", 8.0), ("serif", 2.0)), indents=0.0)
    area = text_area(page, sides=(0.05, 0.12), ends=(0.04, 0.09))
    furniture(page, area, header=0.5, footer=0.8)
    style = page.style
    if rng.random() < 0.5:
        logo_at(page, area.left + area.width - style.size * 9, area.top, style.size * 9, style.size * 3)
    upper = area.inset(0, style.size * 10)
    title(page, upper, page.vocabulary.phrase(rng, 1, 5), scale=rng.uniform(1.4, 2.6), align="left")
    if rng.random() < 0.5:
        lines_block(page, upper, [page.vocabulary.phrase(rng, 2, 8)])
    area.top = max(upper.top, area.top + style.size * 3.5)
    skip(page, area, 0.3, 1.0)
    left_share = rng.uniform(0.32, 0.5)
    left = Column(area.left, area.top, area.width * left_share - style.size, area.bottom)
    right = Column(area.left + area.width * left_share, area.top, area.width * (1 - left_share), area.bottom)
    if rng.random() < 0.5:
        left.left, right.left = area.left + right.width + style.size, area.left
    sort = page.pools.photo if rng.random() < 0.65 else page.pools.drawing
    picture = sort(rng, round(left.width), round(left.width * rng.uniform(0.6, 1.2)))
    put_figure(page, picture, left.left, left.top)
    left.top += picture.height + style.leading * 0.5
    if rng.random() < 0.3:
        caption(page, left, "Figure", words=(2, 10))
    for _ in range(rng.randint(1, 3)):
        paragraph(page, right, words=page.words(15, 70))
    heading(page, right, level=3)
    item_list(page, right, items=rng.randint(3, 7), words=(2, 10))
    area.top = max(left.top, right.top) + style.leading * 0.5
    kinds = ((definition_grid, 4.0), (plain_grid, 3.0))
    while area.room > style.leading * 6:
        heading(page, area, level=3)
        if not draw_table(page, area, kinds=kinds, rows=(3, 16), scale=(0.7, 0.95)) or rng.random() < 0.3:
            break
        skip(page, area)
    return page


def patent(rng: Random, pools: Pools) -> Page:
    """The front page of a patent: numbered data in two columns, an abstract, a drawing."""
    page = begin_page(rng, pools, size=(9.0, 12.0), kinds=(("serif", 7.0), ("sans", 3.0)), indents=0.1)
    area = text_area(page, sides=(0.07, 0.12), ends=(0.04, 0.08))
    style = page.style
    if rng.random() < 0.7:
        bars(page, area.left + area.width * 0.5, area.top, area.width * 0.5, style.size * 2)
        area.top += style.size * 3
    halves = split_columns(page, area, 2)
    number = f"{rng.randint(2, 11)},{rng.randint(0, 999):03},{rng.randint(0, 999):03}"
    title(page, halves[0], f"(12) {page.vocabulary.phrase(rng, 1, 3)}", scale=rng.uniform(1.2, 1.6), align="left")
    lines_block(page, halves[0], [page.vocabulary.name(rng)])
    lines_block(page, halves[1], [f"(10) Patent No.: {number}", f"(45) Date: {date_line(page)}"], weight="bold")
    area.top = max(half.top for half in halves) + style.size * 0.5
    rule(page, area)
    halves = split_columns(page, area, 2, rule=0.2)
    height = area.room * rng.uniform(0.3, 0.5)
    if rng.random() < 0.75:
        picture = page.pools.drawing(rng, round(area.width * rng.uniform(0.5, 0.9)), round(height * 0.92))
        put_figure(page, picture, area.left + (area.width - picture.width) / 2, area.bottom - picture.height)
        for half in halves:
            half.bottom -= height
    codes = iter((54, 71, 72, 73, 21, 22, 86, 30, 51, 52, 56, 57, 58, 60, 63, 65, 74))
    for half in halves:
        while half.room > style.leading * 3:
            code = next(codes, 75)
            if rng.random() < 0.15:
                title(page, half, page.vocabulary.phrase(rng, 1, 3), scale=1.0, upper=True)
                skip(page, half, 0.2, 0.5)
            with page.canvas.region("Text"):
                words = [f"({code})", *page.vocabulary.split(page.vocabulary.phrase(rng, 3, 25))]
                set_words(page, half, words, hanging_indent=style.size * 2.2, emphasis=False)
            skip(page, half, 0.2, 0.8)
            if code == 57 or rng.random() < 0.08:
                paragraph(page, half, words=page.words(40, 110))
    return page
