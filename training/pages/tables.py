"""Tables as blocks of a page."""

from collections.abc import Sequence
from itertools import accumulate
from typing import Final

from training.pages.table_drawing import Drawing
from training.pages.table_kinds import GRIDS, GridMaker
from training.pages.table_layout import Layout
from training.pages.table_looks import Look, choose_look
from training.pages.text import Column, Page, caption, heading, set_words

# Sizes of the type, in sizes of the body.
_SCALES: Final = (0.6, 1.0)


def _plan(
    page: Page,
    width: float,
    *,
    kinds: Sequence[tuple[GridMaker, float]] = GRIDS,
    rows: tuple[int, int] | None = None,
    look: Look | None = None,
    scale: tuple[float, float] = _SCALES,
    is_full: bool | None = None,
    continues: bool = False,
) -> Layout | None:
    """A measured table at most `width` wide, for the rest see `draw_table`; None where its words do not fit."""
    rng = page.rng
    look = look or choose_look(page)
    make = rng.choices([maker for maker, _ in kinds], [weight for _, weight in kinds])[0]
    low, high = rows or rng.choice(((2, 5), (3, 8), (5, 14), (8, 24), (15, 45)))
    size = max(5.5, page.style.size * rng.uniform(*scale))
    is_full = rng.random() < 0.65 if is_full is None else is_full
    grid = make(page, width / size, rng.randint(low, high))
    if continues and len(grid.rows) > grid.head + 1:
        grid.rows = grid.rows[grid.head :]
        grid.bold = {number - grid.head for number in grid.bold}
        grid.head = 0
    for smaller in (1.0, 0.85, 0.72):
        layout = Layout(page, grid, look, max(5.0, size * smaller))
        if layout.measure(width, is_full=is_full):
            layout.break_cells()
            return layout
    return None


def _place(layout: Layout, column: Column) -> bool:
    """Draw as many rows as there is room for; False, with nothing drawn, where that is too few."""
    page, grid = layout.page, layout.grid
    fitting = sum(bottom <= column.room for bottom in accumulate(layout.heights))
    if fitting < min(len(grid.rows), grid.head + 1):
        return False
    free = column.width - sum(layout.widths)
    left = column.left + free * page.numbers.setdefault("table place", page.rng.choice((0, 1, 1))) / 2
    drawing = Drawing(layout, left, column.top, fitting)
    with page.canvas.region("Table"):
        drawing.draw()
    column.top = drawing.ys[-1] + page.style.leading * 0.2
    return True


def draw_table(
    page: Page,
    column: Column,
    *,
    kinds: Sequence[tuple[GridMaker, float]] = GRIDS,
    rows: tuple[int, int] | None = None,
    look: Look | None = None,
    scale: tuple[float, float] = _SCALES,
    is_full: bool | None = None,
    continues: bool = False,
) -> bool:
    """A table at the top of the column, cut off where the column ends.

    Args:
        page: drawn on.
        column: its top moves below the table.
        kinds: makers of grids, with frequencies.
        rows: lowest and highest number of rows.
        look: rules and fills; without it the page's own.
        scale: lowest and highest size of the type, in sizes of the body.
        is_full: whether the table is as wide as the column; without it sometimes.
        continues: it began on an earlier page and has no header here.

    Returns:
        False, with nothing drawn, where there is no room.
    """
    layout = _plan(
        page, column.width, kinds=kinds, rows=rows, look=look, scale=scale, is_full=is_full, continues=continues
    )
    return layout is not None and _place(layout, column)


def table_block(page: Page, column: Column) -> bool:
    """A table with a caption above or below it, a line of bold type above it, or nothing."""
    rng, style = page.rng, page.style
    layout = _plan(page, column.width)
    if layout is None:
        return False
    needed = sum(layout.heights[: layout.grid.head + 2]) + style.leading
    above = rng.choices(("caption", "heading", ""), (3.0, 1.0, 4.0))[0]
    if column.room < needed + (style.leading * 6 if above else 0.0):
        return False
    column.top += style.leading * rng.uniform(0.2, 0.8)
    if above == "caption":
        caption(page, column, "Table", words=(2, 25))
    elif above == "heading":
        label_line(page, column)
    column.top += style.leading * rng.uniform(0.1, 0.6)
    is_drawn = _place(layout, column)
    if not is_drawn:
        return bool(above)
    if not above and rng.random() < 0.35:
        column.top += style.leading * rng.uniform(0.1, 0.5)
        caption(page, column, "Table", words=(2, 25))
    elif rng.random() < 0.15 and column.room > style.leading * 2:
        column.top += style.leading * 0.2
        font = style.font(rng.uniform(0.65, 0.8))
        with page.canvas.region("Text"):
            set_words(page, column, page.words(4, 25), font=font, leading=float(font.size) * 1.2, emphasis=False)
    column.top += style.leading * rng.uniform(0.4, 1.2)
    return True


def label_line(page: Page, column: Column) -> bool:
    """A short line that names the table, a heading to those who label pages."""
    if page.rng.random() < 0.4:
        return heading(page, column, level=3)
    style = page.style
    font = style.font(page.rng.uniform(0.9, 1.05), "bold")
    words = page.vocabulary.split(page.vocabulary.phrase(page.rng, 2, 9))
    with page.canvas.region("Title"):
        set_words(
            page, column, words, font=font, leading=float(font.size) * 1.2,
            align=page.rng.choice(("left", "left", "centre")), emphasis=False,
        )  # fmt: skip
    return True
