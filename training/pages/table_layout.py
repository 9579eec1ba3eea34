"""The measures of a table: how wide its columns and how high its rows are, and where its words break."""

from typing import NamedTuple

from PIL import ImageFont

from training.pages.cells import Cell, Grid
from training.pages.table_looks import Look
from training.pages.text import Page, break_lines
from training.pages.typefaces import word_width


class Line(NamedTuple):
    """Words of a cell that stand on one line; whether its paragraph begins and ends with it."""

    words: list[str]
    is_first: bool
    is_last: bool


def _parts(word: str, font: ImageFont.FreeTypeFont, width: float) -> list[str]:
    """The word, cut where it is wider than its cell."""
    taken = word_width(font, word)
    if taken <= width or len(word) < 2:
        return [word]
    each = max(1, int(len(word) * width / taken))
    return [word[k : k + each] for k in range(0, len(word), each)]


class Layout:
    """The measures of one grid in the type of one table, all in pixels."""

    def __init__(self, page: Page, grid: Grid, look: Look, size: float) -> None:
        rng, style = page.rng, page.style
        self.page, self.grid, self.look, self.size = page, grid, look, size
        self.leading = size * rng.uniform(1.08, 1.35)
        # Without rules only white space parts the entries.
        is_bare = not (look.columns or look.gap)
        self.pad_x = size * (rng.uniform(0.5, 1.4) if is_bare else rng.uniform(0.25, 0.8))
        self.pad_y = size * rng.choice((0.1, 0.2, 0.3, 0.45, 0.8)) + max(look.frame, look.ends) * 0.5
        self.place = rng.choices(("top", "middle", "bottom"), (5, 4, 1))[0]
        self.head_weight = rng.choices(("bold", "regular", "italic"), (7, 3, 0.6))[0]
        self.head_is_centred = rng.random() < 0.55
        self.fonts = {weight: style.body.at(size, weight) for weight in ("regular", "bold", "italic")}
        self.widths: list[float] = []
        self.heights: list[float] = []
        self.lines: dict[tuple[int, int], list[Line]] = {}

    def font(self, row: int, cell: Cell) -> ImageFont.FreeTypeFont:
        weight = cell.weight
        if weight is None:
            weight = self.head_weight if row < self.grid.head else ("bold" if row in self.grid.bold else "regular")
        if cell.scale != 1.0:
            return self.page.style.body.at(max(5.0, self.size * cell.scale), weight)
        return self.fonts[weight]

    def around(self, cell: Cell) -> float:
        """What a cell takes beside its words."""
        return self.begin(cell) + 2 * self.pad_x

    def measure(self, width: float, *, is_full: bool) -> bool:
        """Find the columns' widths; False where the words do not fit."""
        grid, split = self.grid, self.page.vocabulary.split
        if grid.shares is not None:
            self.widths = [share * width / sum(grid.shares) for share in grid.shares]
            return True
        least, most = [self.size] * grid.columns, [self.size] * grid.columns
        for number, row in enumerate(grid.rows):
            for place, cell in enumerate(row):
                if cell is None or cell.span > 1:
                    continue
                around, font = self.around(cell), self.font(number, cell)
                if cell.is_rotated or not cell.text:
                    least[place] = max(least[place], self.size * 1.2 + around)
                    continue
                paragraphs = cell.text.split("\n")
                longest = max((word_width(font, word) for part in paragraphs for word in split(part)), default=0)
                whole = max(word_width(font, part) for part in paragraphs)
                least[place] = max(least[place], longest + around)
                most[place] = max(most[place], whole + around + (self.size * 3 if cell.leader else 0))
        most = [max(pair) for pair in zip(least, most, strict=True)]
        if sum(least) > width:
            return False
        if sum(most) <= width:
            spare = (width - sum(most)) / grid.columns if is_full else 0.0
            self.widths = [one + spare for one in most]
            return True
        # As browsers do, but no column of words gets too narrow for three or four of them, and long texts give way.
        roomy = [max(low, min(high, 8 * self.size)) for low, high in zip(least, most, strict=True)]
        least = roomy if sum(roomy) < width else least
        wishes = [(high - low) ** 0.7 for low, high in zip(least, most, strict=True)]
        free = width - sum(least)
        self.widths = [low + free * wish / sum(wishes) for low, wish in zip(least, wishes, strict=True)]
        return True

    def break_cells(self) -> None:
        """Break every cell's words into lines and find the rows' heights."""
        space = self.page.space(self.fonts["regular"])
        tall: list[tuple[int, Cell, float]] = []
        for number, row in enumerate(self.grid.rows):
            height = self.leading
            for place, cell in enumerate(row):
                if cell is None:
                    continue
                font = self.font(number, cell)
                if cell.is_rotated:
                    needed = word_width(font, cell.text) + self.size * 0.6
                else:
                    width = sum(self.widths[place : place + cell.span]) - self.around(cell)
                    lines = self._break(cell, font, width, space)
                    self.lines[number, place] = lines
                    needed = max(cell.lines, len(lines)) * self.leading * cell.scale
                if cell.rows > 1:
                    tall.append((number, cell, needed))
                else:
                    height = max(height, needed)
            self.heights.append(height + 2 * self.pad_y)
        for number, cell, needed in tall:
            covered = self.heights[number : number + cell.rows]
            lacking = needed + 2 * self.pad_y - sum(covered)
            if lacking > 0:
                self.heights[number + len(covered) - 1] += lacking

    def _break(self, cell: Cell, font: ImageFont.FreeTypeFont, width: float, space: float) -> list[Line]:
        found: list[Line] = []
        for paragraph in cell.text.split("\n"):
            words = [part for word in self.page.vocabulary.split(paragraph) for part in _parts(word, font, width)]
            broken = break_lines(words, font, width, space)
            found += [Line(line, k == 0, k == len(broken) - 1) for k, line in enumerate(broken)]
        return found

    def begin(self, cell: Cell) -> float:
        """How far from its left padding a cell's words begin."""
        before = (
            cell.indent + (1.4 if cell.shape not in ("", "comb") and cell.text else 0.0) + (1.1 if cell.mark else 0.0)
        )
        return before * self.size
