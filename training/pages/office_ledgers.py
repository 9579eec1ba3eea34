"""Pages of offices that are mostly tables: invoices, statements, annexes, reports."""

from random import Random
from typing import Final

from training.pages.frame import LANDSCAPE, begin_page, flow, furniture, split_columns, text_area
from training.pages.office_parts import (
    address_lines,
    at_side,
    date_line,
    foot_block,
    letterhead,
    lines_block,
    reference,
    signature,
    skip,
    title,
)
from training.pages.pools import Pools
from training.pages.table_forms import item_grid, statement_grid
from training.pages.table_kinds import plain_grid, prose_grid
from training.pages.table_sums import balance_grid, budget_grid, price_grid
from training.pages.tables import draw_table, label_line, table_block
from training.pages.text import Column, Page, caption, footnotes, heading, item_list, paragraph

_INVOICES: Final = (
    "Faktura VAT nr {}",
    "Invoice {}",
    "Rechnung Nr. {}",
    "Facture n° {}",
    "Fattura n. {}",
    "Faktura {}",
    "INVOICE",
)


def invoice(rng: Random, pools: Pools) -> Page:
    """Who sells, who buys, number and date; items with totals; terms; the bank at the foot."""
    page = begin_page(rng, pools, size=(9.0, 13.0), kinds=(("sans", 8.0), ("serif", 2.0), ("mono", 0.8)), indents=0.0)
    area = text_area(page, sides=(0.05, 0.11), ends=(0.04, 0.08))
    if rng.random() < 0.7:
        foot_block(page, area)
    if rng.random() < 0.7:
        letterhead(page, area)
    name = rng.choice(_INVOICES).format(f"{rng.randint(1, 9999)}/{rng.randint(1, 12)}/{rng.randint(1998, 2026)}")
    place = rng.choice(("above", "right", "below"))
    if place == "above":
        title(page, area, name, scale=rng.uniform(1.2, 2.4), align=rng.choice(("left", "centre", "right")))
        skip(page, area)
    halves = split_columns(page, area, 2)
    labels = rng.choice((("Sprzedawca:", "Nabywca:"), ("From", "Bill to"), ("Lieferant", "Kunde"), ("", "")))
    for half, label in zip(halves, labels, strict=True):
        lines = [*([label] if label else []), *address_lines(page, 3, 6)]
        if rng.random() < 0.25 and label:
            title(page, half, label, scale=1.0, align="left")
            lines = lines[1:]
        lines_block(page, half, lines, scale=rng.uniform(0.85, 1.0))
    if place == "right":
        skip(page, halves[1])
        title(page, halves[1], name, scale=rng.uniform(1.1, 1.6), align="left")
        _data_block(page, halves[1])
    area.top = max(half.top for half in halves)
    skip(page, area)
    if place == "below":
        title(page, area, name, scale=rng.uniform(1.1, 1.8), align="left")
        skip(page, area, 0.2, 0.6)
    if rng.random() < 0.4:
        draw_table(page, area, kinds=((plain_grid, 1.0),), rows=(1, 1), is_full=True)
        skip(page, area)
    elif place != "right":
        _data_block(page, area)
    table = area.inset(0)
    draw_table(page, table, kinds=((item_grid, 1.0),), rows=rng.choice(((1, 4), (3, 9), (8, 25))), is_full=True)
    area.top = table.top
    skip(page, area, 0.3, 0.8)
    if rng.random() < 0.35 and area.room > page.style.leading * 8:
        side = area.inset(area.width * 0.6)
        draw_table(page, side, kinds=((price_grid, 1.0),), rows=(2, 4), is_full=True)
        area.top = side.top
        skip(page, area)
    for _ in range(rng.randint(0, 3)):
        paragraph(page, area, words=page.words(5, 35))
        skip(page, area, 0.1, 0.8)
    if rng.random() < 0.4:
        signature(page, area)
    return page


def _data_block(page: Page, column: Column) -> None:
    """Date, number and terms: lines of a label and a value, one text."""
    rng = page.rng
    names = ("Date", "Data", "Termin", "Kunden-Nr.", "Order", "NIP", "Due", "Ref.", "Zahlbar bis")
    values = (reference(page), date_line(page).split(", ")[-1], str(rng.randint(1000, 99999)))
    lines = [f"{rng.choice(names)}: {rng.choice(values)}" for _ in range(rng.randint(1, 4))]
    skip(page, column, 0.2, 0.5)
    lines_block(page, column, lines, scale=rng.uniform(0.85, 1.0))
    skip(page, column, 0.3, 0.8)


def statement(rng: Random, pools: Pools) -> Page:
    """Movements of an account, from the head of a page or from its middle."""
    page = begin_page(rng, pools, size=(8.5, 12.0), kinds=(("sans", 8.0), ("serif", 2.0), ("mono", 1.5)), indents=0.0)
    area = text_area(page, sides=(0.05, 0.11), ends=(0.04, 0.09))
    furniture(page, area, header=0.4, footer=0.7)
    continues = rng.random() < 0.35
    if not continues:
        letterhead(page, area)
        halves = split_columns(page, area, 2)
        lines_block(page, halves[0], address_lines(page, 3, 5))
        _data_block(page, halves[1])
        area.top = max(half.top for half in halves)
        skip(page, area)
        title(page, area, page.vocabulary.phrase(rng, 1, 4), scale=rng.uniform(1.1, 1.7), align="left")
        skip(page, area, 0.3, 0.8)
    draw_table(page, area, kinds=((statement_grid, 1.0),), rows=(6, 45), is_full=True,
               continues=continues and rng.random() < 0.5)  # fmt: skip
    skip(page, area)
    for _ in range(rng.randint(0, 3)):
        paragraph(page, area, words=page.words(5, 60))
    if rng.random() < 0.3:
        footnotes(page, area)
    return page


def annex(rng: Random, pools: Pools) -> Page:
    """An annex to an order: what it belongs to in small type at the upper right, a centred title, tables."""
    aspect = LANDSCAPE if rng.random() < 0.3 else None
    page = begin_page(rng, pools, aspect=aspect, size=(9.0, 13.0), kinds=(("serif", 5.0), ("sans", 5.0)))
    area = text_area(page, sides=(0.05, 0.11), ends=(0.05, 0.09))
    furniture(page, area, header=0.15, footer=0.7)
    if rng.random() < 0.7:
        start = rng.choice(("Załącznik nr {}", "Annex no. {}", "Anlage {}", "Annexe {}", "Appendix {}")).format(
            rng.randint(1, 12)
        )
        lines = [
            f"{start} {rng.choice(('do', 'to', 'zu', 'à'))} {page.vocabulary.phrase(rng, 1, 3)}",
            reference(page),
            date_line(page),
        ]
        scale = rng.uniform(0.7, 0.9)
        side = at_side(page, area, lines, scale=scale)
        lines_block(page, side, lines, scale=scale)
        area.top = max(side.top, area.top + page.style.size * scale * 1.3 * (len(lines) + 1))
        title(page, area, page.vocabulary.phrase(rng, 2, 14), scale=rng.uniform(1.0, 1.4), upper=rng.random() < 0.4)
        skip(page, area, 0.4, 1.2)
    kinds = ((rng.choice((budget_grid, plain_grid, balance_grid, prose_grid)), 1.0),)
    many = rng.random() < 0.4
    while area.room > page.style.leading * 6:
        if many or rng.random() < 0.2:
            label_line(page, area)
            skip(page, area, 0.05, 0.4)
        rows = (2, 9) if many else (8, 45)
        if not draw_table(page, area, kinds=kinds, rows=rows, scale=(0.65, 0.95), is_full=True) or rng.random() < 0.1:
            break
        skip(page, area, 0.5, 1.5)
        if not many:
            break
    if not many and rng.random() < 0.4:
        paragraph(page, area, words=page.words(5, 50))
        signature(page, area)
    return page


def tables_only(rng: Random, pools: Pools) -> Page:
    """Nothing but tables: one over the whole page, several below or beside each other, upright or across."""
    aspect = LANDSCAPE if rng.random() < 0.3 else None
    page = begin_page(rng, pools, aspect=aspect, size=(8.5, 13.5))
    area = text_area(page, sides=(0.04, 0.14), ends=(0.04, 0.1))
    furniture(page, area)
    if rng.random() < 0.25:
        footnotes(page, area)
    kind = rng.choices(("whole", "stacked", "side by side", "with captions"), (5, 4, 1, 2))[0]
    if rng.random() < 0.3:
        heading(page, area, level=1)
    if kind == "whole":
        continues = rng.random() < 0.4
        draw_table(page, area, rows=(12, 60), scale=(0.6, 1.0), is_full=True, continues=continues)
    elif kind == "side by side":
        columns = split_columns(page, area, rng.choice((2, 2, 3)))
        for column in columns:
            while column.room > page.style.leading * 5 and table_block(page, column):
                pass
    else:
        column, captioned = area, rng.random() < 0.5
        while column.room > page.style.leading * 7:
            if kind == "stacked":
                if captioned:
                    caption(page, column, "Table", words=(2, 15))
                    skip(page, column, 0.1, 0.4)
                if not draw_table(page, column, rows=(2, 14)):
                    break
                skip(page, column, 0.6, 2.0)
            elif not table_block(page, column):
                break
    return page


def mixed(rng: Random, pools: Pools) -> Page:
    """A report of an office: text and tables in turn."""
    page = begin_page(rng, pools)
    area = text_area(page)
    furniture(page, area)
    blocks = ((paragraph, 4.0), (table_block, 3.5), (heading, 1.5), (item_list, 1.0))
    flow(page, split_columns(page, area, rng.choice((1, 1, 1, 2))), blocks)
    return page
