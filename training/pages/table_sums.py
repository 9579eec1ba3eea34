"""Grids of sums of money: budgets, accounts, prices."""

from training.pages.cells import Cell, CellAlign, Grid, heads, number_format
from training.pages.text import Page


def _right(count: int) -> list[CellAlign]:
    return ["right"] * count


def budget_grid(page: Page, ems: float, rows: int) -> Grid:
    """Classification codes of three levels, names in capitals or not, and sums: budgets of communes."""
    rng, words = page.rng, page.vocabulary
    names = rng.choice(
        (
            ("Dział", "Rozdział", "§", "Nazwa"),
            ("Dz.", "Rozdz.", "Par.", "Treść"),
            ("Chap.", "Art.", "Fonction", "Libellé"),
            ("Kap.", "Titel", "FKZ", "Zweckbestimmung"),
        )
    )
    amounts = rng.randint(1, max(1, min(4, int(ems / 14))))
    write = number_format(rng, rng.choice((0, 2)))
    grid = Grid(["centre", "centre", "centre", "left", *_right(amounts)])
    grid.add([*(Cell(name) for name in names), *heads(rng, words, amounts)])
    grid.head = 1
    if rng.random() < 0.3:
        grid.add([Cell(str(k + 1), align="centre", weight="regular") for k in range(grid.columns)])
        grid.head = 2
    is_upper = rng.random() < 0.4
    level, chapter = 0, rng.choice((10, 400, 600, 700, 750, 801))
    for _ in range(rows):
        text = words.phrase(rng, 1, rng.choice((3, 6, 12, 25)))
        codes = ["", "", ""]
        if level == 0:
            chapter += rng.randint(1, 50)
            codes[0] = f"{chapter:03}"
        elif level == 1:
            codes[1] = f"{chapter:03}{rng.randint(1, 99):02}"
        else:
            codes[2] = f"{rng.randint(10, 680)}0".zfill(4)
        sums = [Cell(write(10 ** rng.uniform(2, 7)) if rng.random() < 0.85 else "") for _ in range(amounts)]
        is_bold = level == 0 or (level == 1 and rng.random() < 0.1)
        grid.add([*(Cell(code) for code in codes), Cell(text.upper() if is_upper else text), *sums], bold=is_bold)
        level = rng.choices((0, 1, 2), (1, 3, 5))[0] if level else 1
    label = Cell(rng.choice(("Razem", "Ogółem", "Total", "Summe", "Razem:")), span=4)
    label.align = rng.choice(("right", "left", "centre"))
    grid.add([label, *(Cell(write(10 ** rng.uniform(5, 8))) for _ in range(amounts))], bold=True)
    return grid


def balance_grid(page: Page, ems: float, rows: int) -> Grid:
    """Indented labels, dotted leaders and underlined totals, as in annual accounts."""
    rng, words = page.rng, page.vocabulary
    amounts = rng.randint(1, max(1, min(4, int(ems / 12))))
    write, leads = number_format(rng, rng.choice((0, 0, 1))), rng.random() < 0.5
    grid = Grid(["left", *_right(amounts)])
    if rng.random() < 0.8:
        year = rng.randint(1985, 2025)
        grid.add(
            [Cell(rng.choice(("", "EUR", "in thousand", "tys. zł"))), *(Cell(str(year - k)) for k in range(amounts))]
        )
        grid.head = 1
    for _ in range(rows):
        depth = rng.choice((0, 1, 1, 2))
        if depth == 0 and rng.random() < 0.5:
            grid.add([Cell(words.phrase(rng, 1, 4), span=grid.columns, align="left")], bold=True)
            continue
        is_total = rng.random() < 0.15
        values = [10 ** rng.uniform(1, 6) * (-1 if rng.random() < 0.1 else 1) for _ in range(amounts)]
        cells = [Cell(write(value) if value > 0 else f"({write(-value)})", underline=is_total + 0) for value in values]
        grid.add([Cell(words.phrase(rng, 1, 7), indent=depth * 1.2, leader=leads), *cells], bold=is_total)
    for cell in grid.rows[-1][1:]:
        if cell is not None:
            cell.underline = 2
    return grid


def price_grid(page: Page, ems: float, rows: int) -> Grid:
    """What is on offer, and its price at the right."""
    rng, words = page.rng, page.vocabulary
    write, sign = number_format(rng, rng.choice((0, 2))), rng.choice((" zł", " €", ",-", "", " Kč", " DM"))
    leads, long = rng.random() < 0.5, rng.choice((3, 6, 12))
    is_counted = rng.random() < 0.25
    grid = Grid([*_right(int(is_counted)), "left", "right"])
    for index in range(rows):
        if rng.random() < 0.1:
            grid.add([Cell(words.phrase(rng, 1, 3), span=grid.columns, align="left")], bold=True)
        number = [Cell(f"{index + 1}.")] if is_counted else []
        grid.add(
            [*number, Cell(words.phrase(rng, 1, long), leader=leads), Cell(write(10 ** rng.uniform(0.3, 3.5)) + sign)]
        )
    return grid
