"""Grids of offices: items of an invoice, movements of an account, framed forms with room for entries."""

from training.pages.cells import Cell, CellAlign, Grid, Shape, heads, number_format
from training.pages.text import Page


def item_grid(page: Page, ems: float, rows: int) -> Grid:
    """What an invoice charges for, with its totals below."""
    rng, words = page.rng, page.vocabulary
    write = number_format(rng, 2)
    wide = max(0, min(5, int((ems - 22) / 6)))
    counted, extra = rng.random() < 0.7, rng.randint(0, wide)
    centred: list[CellAlign] = ["centre"] if counted else []
    amounts: list[CellAlign] = ["right"] * (extra + 1)
    grid = Grid([*centred, "left", *amounts], head=1)
    grid.add(heads(rng, words, grid.columns, long=0.2))
    long, second = rng.choice((2, 5, 9)), rng.random() < 0.25
    rates = [f"{rate}%" for rate in rng.sample((0, 5, 7, 8, 19, 20, 21, 22, 23), 3)]
    for index in range(rows):
        text = words.phrase(rng, 1, long) + (f"\n{words.phrase(rng, 2, 7)}" if second and rng.random() < 0.6 else "")
        row = [Cell(f"{index + 1}" + rng.choice(("", ".")))] if counted else []
        row.append(Cell(text))
        for place in range(extra + 1):
            small = place < extra and place in (0, 2)
            value = str(rng.randint(1, 40)) if place == 0 else rng.choice(rates)
            row.append(Cell(value if small else write(10 ** rng.uniform(0.7, 4))))
        grid.add(row)
    totals = ("Total", "Razem", "Subtotal", "VAT", "Summe", "MwSt. 19 %", "Do zapłaty", "Total TTC", "Netto", "Brutto")
    for _ in range(rng.choice((0, 1, 1, 3, 4))):
        label = Cell(rng.choice(totals), span=grid.columns - 1, align="right")
        grid.add([label, Cell(write(10 ** rng.uniform(2, 5)))], bold=rng.random() < 0.5)
    return grid


def statement_grid(page: Page, ems: float, rows: int) -> Grid:
    """Movements of an account: dates, words of several lines, sums, the balance."""
    rng, words = page.rng, page.vocabulary
    write, with_balance = number_format(rng, 2), ems > 45 and rng.random() < 0.6
    dates = 2 if ems > 50 and rng.random() < 0.4 else 1
    sums: list[CellAlign] = ["right"] * (1 + with_balance)
    days: list[CellAlign] = ["left"] * dates
    grid = Grid([*days, "left", *sums], head=1)
    grid.add(heads(rng, words, grid.columns, long=0.1))
    pattern = rng.choice(("{d:02}.{m:02}.{y}", "{y}-{m:02}-{d:02}", "{d:02}/{m:02}"))
    month, year, deep = rng.randint(1, 12), rng.randint(1998, 2026), rng.choice((1, 2, 4))
    balance, day = 10 ** rng.uniform(2, 5), 1
    for _ in range(rows):
        day = min(28, day + rng.choice((0, 0, 1, 2)))
        moved = 10 ** rng.uniform(1, 3.7) * rng.choice((1, -1, -1))
        balance += moved
        date = pattern.format(d=day, m=month, y=year)
        lines = [words.phrase(rng, 1, 6) for _ in range(rng.randint(1, deep))]
        if deep > 1:
            lines.append(" ".join(f"{rng.randint(0, 9999):04}" for _ in range(rng.randint(2, 5))))
        row = [*(Cell(date) for _ in range(dates)), Cell("\n".join(lines)), Cell(write(moved))]
        grid.add([*row, Cell(write(balance))] if with_balance else row)
    return grid


def form_grid(page: Page, ems: float, rows: int) -> Grid:
    """A framed form: cells of many widths, each with a small label above room for an entry."""
    rng, words = page.rng, page.vocabulary
    grid = Grid(["left"] * 12, shares=[1.0] * 12, has_rules=True)
    filled, label = rng.choice((0.0, 0.0, 0.5, 0.9)), rng.uniform(0.6, 0.85)
    fill = rng.choice((None, (225, 225, 225), (235, 235, 235), page.style.accent))
    ink = (255, 255, 255) if fill == page.style.accent and sum(fill) < 330 else None
    high, combs, number = rng.choice((1.8, 2.3, 3.0)), rng.choice((0.0, 0.15, 0.4)), 1
    is_numbered = rng.random() < 0.5
    widest = max(1, min(5, int(ems / 11)))
    for index in range(rows):
        if index == 0 or rng.random() < 0.15:
            text = f"{chr(65 + index % 26)}. {words.phrase(rng, 1, 6).upper()}"
            grid.add([Cell(text, span=12, fill=fill, ink=ink, weight="bold")])
            if rng.random() < 0.2:
                grid.add([Cell(words.phrase(rng, 8, 40), span=12, scale=label)])
        cuts = sorted(rng.sample(range(2, 11, 2), rng.randint(0, widest - 1)))
        row = []
        for begin, end in zip([0, *cuts], [*cuts, 12], strict=True):
            name = (f"{number}. " if is_numbered else "") + words.phrase(rng, 1, 4)
            number += 1
            shape: Shape = ""
            text = name
            if rng.random() < combs:
                shape = "comb"
            elif rng.random() < 0.12:
                shape = rng.choice(("box", "ticked box"))
            elif rng.random() < filled:
                text += "\n" + words.phrase(rng, 1, 2)
            is_label = shape == "" or shape == "comb"
            cell = Cell(text, span=end - begin, scale=label, lines=high / label, shape=shape, is_top=is_label)
            row.append(cell)
        grid.add(row)
    return grid


def entry_grid(page: Page, ems: float, rows: int) -> Grid:
    """Rows of a label and an empty field, or several empty columns to fill in."""
    rng, words = page.rng, page.vocabulary
    fields = rng.choice((1, 1, 2, max(1, min(6, int(ems / 8)))))
    blanks: list[CellAlign] = ["left"] * fields
    grid = Grid(["left", *blanks], has_rules=rng.random() < 0.8)
    grid.shares = [rng.uniform(0.25, 0.5), *[0.6 / fields] * fields]
    if fields > 1 or rng.random() < 0.2:
        grid.add(heads(rng, words, fields + 1))
        grid.head = 1
    filled, lines = rng.choice((0.0, 0.1, 0.6)), rng.choice((1.0, 1.5, 2.5))
    for index in range(rows):
        name = rng.choice(("", f"{index + 1}. ")) + words.phrase(rng, 1, 6)
        entries = [Cell(words.phrase(rng, 1, 3) if rng.random() < filled else "", lines=lines) for _ in range(fields)]
        grid.add([Cell(name), *entries])
    return grid
