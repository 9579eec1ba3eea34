"""Kinds of tables: each maker fills a grid for a width in sizes of the table's type and about that many rows."""

from collections.abc import Callable
from typing import Final

from training.pages.cells import (
    DASHES,
    FIGURES,
    SHORT,
    WORDS,
    Cell,
    CellAlign,
    Entry,
    Grid,
    Row,
    choose_entries,
    heads,
    phrases,
    sentences,
)
from training.pages.table_charts import (
    calendar_grid,
    matrix_grid,
    question_grid,
    result_grid,
    tile_grid,
    timetable_grid,
)
from training.pages.table_forms import entry_grid, form_grid, item_grid, statement_grid
from training.pages.table_sums import balance_grid, budget_grid, price_grid
from training.pages.text import Page


def _add_head(page: Page, grid: Grid) -> None:
    """A header of one row, of two with merged cells, or with the columns' numbers below."""
    rng, count = page.rng, grid.columns
    draw = rng.random()
    if draw < 0.1:
        return
    cells = heads(rng, page.vocabulary, count)
    if draw < 0.2 and count > 4:
        for cell in cells[1:]:
            cell.is_rotated, cell.text = True, cell.text.split("\n")[0]
    grid.head = 1
    if draw > 0.78 and count >= 4:
        upper: Row = []
        lower: Row = []
        while len(upper) < count:
            span = min(rng.choice((1, 1, 2, 3, 4)) if upper else 1, count - len(upper))
            cell = cells[len(upper)]
            if span == 1:
                cell.rows = 2
                upper.append(cell)
                lower.append(None)
            else:
                upper += [Cell(page.vocabulary.phrase(rng, 1, 3).capitalize(), span=span), *[None] * (span - 1)]
                lower += heads(rng, page.vocabulary, span, long=0.1)
        grid.rows += [upper, lower]
        grid.head = 2
    else:
        grid.add(cells)
    if rng.random() < 0.08:
        grid.rows.append([Cell(str(k + 1), align="centre", weight="regular") for k in range(count)])
        grid.head += 1


def plain_grid(page: Page, ems: float, rows: int) -> Grid:
    """Columns of short entries and figures; groups, totals and empty cells now and then."""
    rng = page.rng
    most = max(2, min(12, int(ems / 5)))
    count = rng.randint(2, most) if rng.random() < 0.8 else most
    figures = rng.choice((0.2, 0.6, 0.9, 0.95))
    same = choose_entries(rng, FIGURES) if rng.random() < 0.5 else None
    makers: list[Entry] = []
    aligns: list[CellAlign] = []
    for place in range(count):
        kinds = WORDS if place == 0 and rng.random() < 0.7 else FIGURES if rng.random() < figures else SHORT
        if rng.random() < 0.08:
            kinds = WORDS
        maker, align = same if same and kinds is FIGURES else choose_entries(rng, kinds)
        makers.append(maker(rng, page.vocabulary))
        aligns.append(align if rng.random() < 0.8 or place == 0 else "centre")
    grid = Grid(aligns)
    _add_head(page, grid)
    empty = rng.choice((0.0, 0.0, 0.05, 0.25))
    dash = rng.choice(("", *DASHES))
    group = rng.choice((0.0, 0.0, 0.0, 0.12, 0.25))
    is_counted, indent = rng.random() < 0.12, rng.choice((0.0, 0.0, 0.0, 1.0))
    for index in range(rows):
        if rng.random() < group:
            grid.add(
                [Cell(page.vocabulary.phrase(rng, 1, 5), span=count, align=rng.choice(("left", "centre")))], bold=True
            )
        cells = [Cell(maker() if rng.random() >= empty or place == 0 else dash) for place, maker in enumerate(makers)]
        cells[0].indent = indent if rng.random() < 0.7 else 0.0
        if is_counted:
            cells[0].text = f"{index + 1}."
        grid.add(cells)
    if rng.random() < 0.25:
        words = rng.choice(("Total", "Razem", "Summe", "Ogółem", "Total général", "Suma", "Totale"))
        grid.add([Cell(words), *(Cell(maker()) for maker in makers[1:])], bold=True)
    return grid


def prose_grid(page: Page, ems: float, rows: int) -> Grid:
    """A few columns of words, with tall cells: several lines, paragraphs or small lists."""
    rng = page.rng
    count = rng.randint(2, max(2, min(5, int(ems / 8))))
    rows = max(2, min(rows, 12))
    lengths = [rng.choice(((1, 2), (1, 5), (4, 15), (8, 40), (20, 70))) for _ in range(count)]
    lengths[rng.randrange(count)] = rng.choice(((8, 40), (20, 60), (30, 90)))
    justified: CellAlign = "justified" if rng.random() < 0.2 else "left"
    grid = Grid([justified if length[1] > 10 else rng.choice(("left", "left", "centre")) for length in lengths])
    _add_head(page, grid)
    makers = [(sentences(*length) if length[1] > 10 else phrases(*length))(rng, page.vocabulary) for length in lengths]
    mark = rng.choice(("•", "–", "-", "▪", "*", "o"))
    listed = rng.choice((0.0, 0.1, 0.5))
    first_weight = rng.choice((None, None, "bold"))
    merged = rng.random() < 0.15
    is_plain = rng.random() < 0.2
    left_open = 0
    for index in range(rows):
        row: Row = []
        for place, maker in enumerate(makers):
            if place == 0 and left_open > 0:
                left_open -= 1
                row.append(None)
                continue
            cell = Cell(maker(), weight=first_weight if place == 0 else None)
            if lengths[place][1] > 10 and rng.random() < listed:
                cell.mark = mark
                cell.text = "\n".join(page.vocabulary.phrase(rng, 1, 9) for _ in range(rng.randint(2, 6)))
                cell.align = "left"
            elif lengths[place][1] > 30 and rng.random() < 0.3:
                cell.text += "\n" + maker()
            elif is_plain and place > 0 and rng.random() < 0.4:
                cell.text = rng.choice(DASHES)
            if place == 0 and merged and index < rows - 1:
                left_open = rng.randint(0, min(3, rows - 1 - index))
                cell.rows = left_open + 1
            row.append(cell)
        grid.rows.append(row)
    return grid


def definition_grid(page: Page, ems: float, rows: int) -> Grid:
    """Two columns: what is named, in bold, and what is said of it."""
    rng = page.rng
    grid = Grid(["left", rng.choice(("left", "left", "justified", "right"))])
    long = rng.choice((3, 8, 25, 60))
    weight, colon = rng.choice(("bold", "bold", "regular", "italic")), rng.choice(("", ":"))
    if rng.random() < 0.25:
        grid.add([Cell(page.vocabulary.phrase(rng, 1, 4), span=2)])
        grid.head = 1
    for _ in range(rows if long < 20 else max(3, rows // 3)):
        words = page.vocabulary.phrase(rng, 1, long) if rng.random() < 0.8 else rng.choice(("12", "–", "3,5 kg", "A4"))
        grid.add([Cell(page.vocabulary.phrase(rng, 1, 4) + colon, weight=weight), Cell(words)])
    if rng.random() < 0.3:
        grid.shares = [rng.uniform(0.2, 0.45), 0.6]
    return grid


GridMaker = Callable[[Page, float, int], Grid]
GRIDS: Final[tuple[tuple[GridMaker, float], ...]] = (
    (plain_grid, 8.0),
    (prose_grid, 5.0),
    (definition_grid, 2.0),
    (budget_grid, 1.5),
    (balance_grid, 1.2),
    (price_grid, 0.7),
    (timetable_grid, 0.7),
    (calendar_grid, 0.3),
    (question_grid, 0.7),
    (matrix_grid, 0.8),
    (result_grid, 1.5),
    (tile_grid, 0.3),
    (item_grid, 0.4),
    (statement_grid, 0.4),
    (form_grid, 0.4),
    (entry_grid, 0.4),
)
