"""Pages to fill in: forms, tax forms, questionnaires, slips; and receipts."""

from random import Random
from typing import Final

from training.pages.frame import begin_page, furniture, split_columns, text_area
from training.pages.office_parts import (
    at_side,
    field_lines,
    letterhead,
    lines_block,
    logo_at,
    rule,
    signature,
    tick_list,
    title,
)
from training.pages.pools import Pools
from training.pages.table_charts import question_grid
from training.pages.table_forms import entry_grid, form_grid
from training.pages.table_looks import Look
from training.pages.table_sums import price_grid
from training.pages.tables import draw_table
from training.pages.text import Align, Column, Page, footnotes, heading, item_list, paragraph, set_words

_FORMS: Final = (
    "Wniosek o {}",
    "Application for {}",
    "Formularz: {}",
    "Antrag auf {}",
    "Demande de {}",
    "{} Form",
    "Deklaracja: {}",
)
_TILL: Final = ((price_grid, 1.0),)


def _form_title(page: Page, area: Column) -> None:
    rng = page.rng
    name = rng.choice(_FORMS).format(page.vocabulary.phrase(rng, 1, 6))
    align: Align = rng.choice(("centre", "centre", "left"))
    title(page, area, name, scale=rng.uniform(1.05, 1.9), align=align, upper=rng.random() < 0.4)
    if rng.random() < 0.4:
        area.top += page.style.size * rng.uniform(0.2, 0.8)
        lines_block(page, area, [page.vocabulary.phrase(rng, 3, 10)], scale=0.85, align=align)
    area.top += page.style.leading * rng.uniform(0.4, 1.2)


def open_form(rng: Random, pools: Pools) -> Page:
    """Lines to fill in, answers to tick, a table or two with empty fields, a signature."""
    page = begin_page(rng, pools, size=(9.0, 14.0), indents=0.1)
    area = text_area(page, sides=(0.06, 0.13))
    furniture(page, area, header=0.25, footer=0.5)
    if rng.random() < 0.4:
        letterhead(page, area)
    _form_title(page, area)
    style = page.style
    kind = ""
    while area.room > style.leading * 6:
        before = kind
        kind = rng.choices(("fields", "ticks", "table", "paragraph", "heading", "across", "list", "end"),
                           (6, 2, 1.5, 2, 2.5, 1, 0.7, 0.6))[0]  # fmt: skip
        if kind == "fields":
            field_lines(page, area, rng.randint(1, 7))
            area.top += style.leading * rng.uniform(0.2, 0.8)
        elif kind == "ticks":
            tick_list(page, area)
        elif kind == "across":
            paragraph(page, area, words=page.words(3, 12))
            tick_list(page, area, across=True)
        elif kind == "table":
            area.top += style.leading * 0.3
            draw_table(page, area, kinds=((entry_grid, 2.0), (form_grid, 1.0)), rows=(2, 7), is_full=True)
            area.top += style.leading * rng.uniform(0.4, 1.0)
        elif kind == "paragraph":
            paragraph(page, area, words=page.words(6, 60))
        elif kind == "heading" and before != "heading":
            heading(page, area, level=rng.choice((2, 3)))
        elif kind == "list":
            item_list(page, area)
        elif kind == "end":
            signature(page, area)
            area.top += style.leading * rng.uniform(0.5, 3)
    return page


def framed_form(rng: Random, pools: Pools) -> Page:
    """A tax form: frames dense with small labels, boxes for letters, parts with a coloured line of their own."""
    page = begin_page(rng, pools, size=(9.0, 12.5), kinds=(("sans", 8.0), ("serif", 2.0)), indents=0.0)
    area = text_area(page, sides=(0.03, 0.09), ends=(0.03, 0.07))
    furniture(page, area, header=0.4, footer=0.6)
    style, look = page.style, Look(rows=1, columns=1, frame=rng.choice((1, 1, 2)), colour=page.style.ink)
    if rng.random() < 0.6:
        if rng.random() < 0.4:
            logo_at(page, area.left, area.top, style.size * 8, style.size * 3)
            area.top += style.size * 3.5
        _form_title(page, area)
        if rng.random() < 0.6:
            paragraph(page, area, words=page.words(8, 60))
    scale = rng.uniform(0.8, 1.0)
    while area.room > style.leading * 8:
        rows = (3, 9) if rng.random() < 0.6 else (8, 22)
        drawn = draw_table(page, area, kinds=((form_grid, 5.0), (entry_grid, 1.0), (question_grid, 0.4)), rows=rows,
                           look=look, scale=(scale * 0.85, scale), is_full=True)  # fmt: skip
        if not drawn or rng.random() < 0.1:
            break
        area.top += style.leading * rng.uniform(0.3, 1.2)
        if rng.random() < 0.4:
            heading(page, area, level=3)
        elif rng.random() < 0.3:
            paragraph(page, area, words=page.words(6, 40))
        if rng.random() < 0.15:
            signature(page, area)
    if rng.random() < 0.3:
        footnotes(page, area)
    return page


def questionnaire(rng: Random, pools: Pools) -> Page:
    """Questions with answers to tick below each, or a table of them; in one or two columns."""
    page = begin_page(rng, pools, indents=0.0, justified=0.2)
    area = text_area(page, sides=(0.06, 0.14))
    furniture(page, area)
    style = page.style
    if rng.random() < 0.6:
        name = rng.choice(("Ankieta", "Questionnaire", "Fragebogen", "Survey", "Test", "Enquête", "Kwestionariusz"))
        title(page, area, f"{name} {page.vocabulary.phrase(rng, 0, 5)}", scale=rng.uniform(1.2, 2.0))
        area.top += style.leading * rng.uniform(0.3, 1.0)
        if rng.random() < 0.6:
            paragraph(page, area, words=page.words(10, 60))
    number, weight = rng.randint(1, 30), rng.choice(("bold", "regular"))
    for column in split_columns(page, area, rng.choice((1, 1, 1, 2))):
        while column.room > style.leading * 5:
            if rng.random() < 0.08:
                heading(page, column, level=2)
            if rng.random() < 0.12:
                column.top += style.leading * 0.3
                draw_table(page, column, kinds=((question_grid, 1.0),), rows=(3, 12), is_full=True)
                column.top += style.leading * rng.uniform(0.5, 1.0)
            with page.canvas.region("Text"):
                words = page.vocabulary.split(f"{number}. {page.vocabulary.phrase(rng, 4, 22)}?")
                set_words(page, column, words, font=style.font(1.0, weight), emphasis=False)
            column.top += style.leading * rng.uniform(0.1, 0.4)
            kind = rng.choices(("ticks", "across", "lines"), (6, 2, 1.5))[0]
            if kind == "lines":
                _empty_lines(page, column, rng.randint(1, 4))
            elif not tick_list(page, column, across=kind == "across"):
                break
            column.top += style.leading * rng.uniform(0.3, 1.2)
            number += 1
    return page


def _empty_lines(page: Page, column: Column, count: int) -> None:
    """Dotted or ruled lines for an answer: a text together."""
    style, rng = page.style, page.rng
    font, dotted = style.font(), rng.random() < 0.6
    with page.canvas.region("Text"):
        for _ in range(count):
            if column.room < style.leading * 1.5:
                return
            baseline = column.top + style.size
            if dotted:
                dots = int(column.width / font.getlength(".")) - 1
                page.canvas.text(column.left, baseline, "." * dots, font, style.ink)
            else:
                page.canvas.rectangle((column.left, baseline, column.left + column.width, baseline + 1), fill=style.ink)
            column.top += style.leading * 1.35


def receipt(rng: Random, pools: Pools) -> Page:
    """A slip of paper from a till or a counter: narrow, mostly in typewriter type."""
    page = begin_page(rng, pools, aspect=rng.uniform(1.6, 2.6), long_side=(800, 1060), size=(11.0, 16.0),
                      kinds=(("mono", 6.0), ("sans", 3.0)), indents=0.0)  # fmt: skip
    area = text_area(page, sides=(0.05, 0.12), ends=(0.03, 0.08))
    style = page.style
    if rng.random() < 0.4:
        side = area.width * rng.uniform(0.3, 0.6)
        logo_at(page, area.left + (area.width - side) / 2, area.top, side, side * 0.4)
        area.top += side * 0.45
    lines = [page.vocabulary.phrase(rng, 1, 4) for _ in range(rng.randint(2, 5))]
    lines_block(page, area, lines, align="centre")
    area.top += style.leading
    if rng.random() < 0.6:
        name = rng.choice(("PARAGON FISKALNY", "RECEIPT", "Kassenbon", "TICKET", "Kvittering", "SCONTRINO"))
        title(page, area, name, scale=rng.uniform(1.0, 1.5))
        area.top += style.leading * 0.6
    none = Look(colour=style.ink)
    draw_table(page, area, kinds=_TILL, rows=(2, 18), look=none, scale=(0.85, 1.0), is_full=True)
    area.top += style.leading * 0.7
    if rng.random() < 0.6:
        rule(page, area)
        draw_table(page, area, kinds=_TILL, rows=(2, 5), look=none, scale=(0.85, 1.1), is_full=True)
        area.top += style.leading * 0.7
    for _ in range(rng.randint(0, 3)):
        if area.room > style.leading * 3:
            lines = [page.vocabulary.phrase(rng, 1, 4) for _ in range(rng.randint(1, 4))]
            lines_block(page, area, lines, align="centre", scale=rng.uniform(0.75, 1.0))
            area.top += style.leading * rng.uniform(0.6, 1.5)
    if area.room > style.size * 6 and rng.random() < 0.5:
        bars(page, area.left + area.width * 0.15, area.top, area.width * 0.7, style.size * 4)
    return page


def bars(page: Page, x: float, y: float, width: float, height: float) -> None:
    """A bar code, which is a Figure."""
    rng = page.rng
    with page.canvas.region("Figure"):
        end = x + width
        while x < end:
            thick = rng.randint(1, 4)
            page.canvas.rectangle((x, y, x + thick, y + height), fill=(0, 0, 0))
            x += thick + rng.randint(1, 4)


def counter_slip(rng: Random, pools: Pools) -> Page:
    """Forms that stand twice or more on a page, apart by a line to cut along."""
    page = begin_page(rng, pools, size=(8.5, 12.0), indents=0.0)
    area = text_area(page, sides=(0.05, 0.1), ends=(0.03, 0.06))
    parts = rng.randint(2, 3)
    height = area.room / parts
    for index in range(parts):
        part = Column(
            area.left, area.top + index * height, area.width, area.top + (index + 1) * height - page.style.size
        )
        if index:
            with page.canvas.decoration():
                points = [(x, round(part.top - page.style.size * 0.5)) for x in range(0, page.canvas.width, 4)]
                page.canvas.draw.point(points, fill=page.style.ink)
        if rng.random() < 0.5:
            date = [page.vocabulary.phrase(rng, 1, 3)]
            lines_block(page, at_side(page, part, date, scale=0.8), date, scale=0.8)
            part.top += page.style.leading * 1.5
        _form_title(page, part)
        draw_table(page, part, kinds=((form_grid, 3.0), (entry_grid, 1.0)), rows=(3, 8), is_full=True)
        part.top += page.style.leading * 0.6
        if part.room > page.style.leading * 8:
            field_lines(page, part, rng.randint(1, 3))
        signature(page, part)
    return page
