"""Grids that are read across and down: timetables, calendars, questionnaires, comparisons, results."""

from training.pages.cells import DASHES, Cell, CellAlign, Grid, Row, Shape, heads
from training.pages.text import Page


def _centred(count: int) -> list[CellAlign]:
    return ["centre"] * count


def timetable_grid(page: Page, ems: float, rows: int) -> Grid:
    """Hours down the side, days across; lessons or departures in between."""
    rng, words = page.rng, page.vocabulary
    days = min(rng.randint(3, 7), max(2, int(ems / 6)))
    departures = rng.random() < 0.4
    grid = Grid(_centred(days + 1), head=1)
    grid.rows.append([Cell(rng.choice(("", "Time", "Godz.", "Uhr"))), *heads(rng, words, days, long=0.05)])
    hour, step = rng.randint(5, 9), rng.choice((10, 20, 45, 60))
    minutes = hour * 60
    for _ in range(min(rows, 20)):
        row: Row = [Cell(f"{minutes // 60 % 24}:{minutes % 60:02}")]
        for _ in range(days):
            if departures:
                row.append(
                    Cell(f"{minutes // 60 % 24}.{rng.randint(10, 59)}" if rng.random() < 0.8 else rng.choice("–|"))
                )
            else:
                row.append(Cell(words.phrase(rng, 1, 3) if rng.random() < 0.7 else ""))
        grid.rows.append(row)
        minutes += step
    return grid


def calendar_grid(page: Page, ems: float, rows: int) -> Grid:
    """A month: seven columns of days, sometimes with room for notes."""
    rng, words = page.rng, page.vocabulary
    tall = rng.choice((1.0, 1.0, 2.0, 4.0)) if rng.random() < 0.7 else 1.0
    place: CellAlign = rng.choice(("centre", "left", "right"))
    grid = Grid([place] * 7, head=1, shares=[1.0] * 7 if rng.random() < 0.8 else None)
    if rng.random() < 0.5:
        grid.add([Cell(words.word(rng).capitalize() + f" {rng.randint(1950, 2030)}", span=7)])
        grid.head = 2
    grid.add([Cell(words.word(rng)[:2].capitalize(), align="centre") for _ in range(7)])
    sundays = page.style.accent if rng.random() < 0.5 else None
    begin, days = rng.randint(-6, 0), rng.choice((28, 30, 31))
    for week in range(6):
        numbers = [begin + week * 7 + k + 1 for k in range(7)]
        if numbers[0] > days:
            break
        row = [Cell(str(n) if 1 <= n <= days else "", lines=tall, is_top=tall > 1) for n in numbers]
        row[6].ink = sundays
        grid.add(row)
        for cell in grid.rows[-1]:
            if cell is not None and tall > 1 and cell.text and rng.random() < 0.25:
                cell.text += "\n" + words.phrase(rng, 1, 2)
    return grid


def question_grid(page: Page, ems: float, rows: int) -> Grid:
    """Questions, and boxes to tick."""
    rng, words = page.rng, page.vocabulary
    answers = rng.randint(2, max(2, min(6, int(ems / 7))))
    shape: Shape = rng.choice(("box", "ring", "box"))
    ticked = rng.choice((0.0, 0.0, 0.2))
    grid = Grid(["left", *_centred(answers)])
    if rng.random() < 0.9:
        grid.add(heads(rng, words, answers + 1, long=0.2))
        grid.head = 1
        if rng.random() < 0.4:
            for k, cell in enumerate(grid.rows[0][1:]):
                if cell is not None:
                    cell.text = str(k + 1)
    long = rng.choice((5, 10, 20))
    for index in range(rows):
        text = (f"{index + 1}. " if rng.random() < 0.95 else "") + words.phrase(rng, 3, long)
        row = [Cell(text)]
        row += [Cell(shape="ticked box" if rng.random() < ticked else shape) for _ in range(answers)]
        grid.add(row)
    return grid


def matrix_grid(page: Page, ems: float, rows: int) -> Grid:
    """A comparison: ticks, dots and dashes; or a triangle of coefficients."""
    rng, words = page.rng, page.vocabulary
    count = rng.randint(3, max(3, min(10, int(ems / 4.5))))
    grid = Grid(["left", *_centred(count)], head=1)
    named = heads(rng, words, count, long=0.1)
    if rng.random() < 0.3:
        for cell in named:
            cell.is_rotated, cell.text = True, cell.text.split("\n")[0]
    if rng.random() < 0.3:
        grid.add([Cell(), *(Cell(str(k + 1)) for k in range(count))])
        for index in range(count):
            entries = [
                Cell(f"{rng.uniform(-1, 1):.2f}" + rng.choice(("", "", "*", "**")) if k <= index else "")
                for k in range(count)
            ]
            grid.add([Cell(f"{index + 1}. {words.phrase(rng, 1, 3)}"), *entries])
        return grid
    grid.add([Cell(), *named])
    sign: Shape = rng.choice(("tick", "dot", "tick", ""))
    for _ in range(rows):
        row = [Cell(words.phrase(rng, 1, 6))]
        for _ in range(count):
            filled = rng.random() < 0.55
            if filled and sign:
                row.append(Cell(shape=sign))
            else:
                row.append(Cell(rng.choice(DASHES) if filled or not sign else ""))
        grid.add(row)
    return grid


def result_grid(page: Page, ems: float, rows: int) -> Grid:
    """Methods and their scores, the best in bold, groups of columns under one head."""
    rng, words = page.rng, page.vocabulary
    groups = rng.randint(1, max(1, min(3, int(ems / 16))))
    each = rng.randint(2, max(2, min(4, int(ems / groups / 6))))
    with_error, digits = rng.random() < 0.4, rng.choice((1, 2, 3))
    grid = Grid(["left", *_centred(groups * each)], head=1)
    lower = [
        Cell(rng.choice(("AP", "F1", "R²", "p", "N", "M", "SD", "RMSE", "Acc.", words.word(rng))))
        for _ in range(groups * each)
    ]
    if groups > 1:
        grid.add([Cell(), *(Cell(words.phrase(rng, 1, 2).capitalize(), span=each) for _ in range(groups))])
        grid.head = 2
    grid.add([Cell(rng.choice(("Method", "Model", "Variable", ""))), *lower])
    for _ in range(min(rows, 18)):
        row = [Cell(words.phrase(rng, 1, 3) + rng.choice(("", "", f" [{rng.randint(1, 60)}]")))]
        for _ in range(groups * each):
            text = f"{rng.uniform(0, 100):.{digits}f}" + (f" ± {rng.random():.{digits}f}" if with_error else "")
            row.append(Cell(text if rng.random() < 0.95 else "–", weight="bold" if rng.random() < 0.1 else None))
        grid.add(row)
    return grid


def tile_grid(page: Page, ems: float, rows: int) -> Grid:
    """Small entries of several lines in coloured tiles, as in periodic systems and plans."""
    rng, words = page.rng, page.vocabulary
    count = rng.randint(3, max(3, min(12, int(ems / 5))))
    fills = [(rng.randint(170, 250), rng.randint(170, 250), rng.randint(170, 250)) for _ in range(4)]
    filled = rng.choice((0.0, 0.5, 1.0))
    grid = Grid(_centred(count), shares=[1.0] * count)
    for _ in range(min(rows, 10)):
        row = []
        for _ in range(count):
            if rng.random() < 0.15:
                row.append(Cell())
                continue
            text = f"{rng.randint(1, 99)}\n{words.word(rng)[:8]}" + (
                "" if rng.random() < 0.5 else f"\n{rng.uniform(1, 90):.1f}"
            )
            row.append(Cell(text, fill=rng.choice(fills) if rng.random() < filled else None))
        grid.add(row)
    return grid
