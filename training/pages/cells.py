"""What stands in a table: cells, the grid that holds them, and columns of entries that look alike."""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Final, Literal

from training.pages.canvas import Colour
from training.pages.words import Vocabulary

DASHES: Final = ("–", "-", "—", "..", "x", "0")
CellAlign = Literal["left", "justified", "centre", "right", "decimal"]
Shape = Literal["", "box", "ticked box", "tick", "dot", "ring", "comb"]


@dataclass
class Cell:
    """One cell; lengths are in sizes of the table's type.

    Attributes:
        text: paragraphs, apart by line ends.
        span: how many columns it covers.
        rows: how many rows it covers.
        mark: stands before every paragraph.
        lines: the least height, in lines.
        leader: dots fill the last line up to the right edge.
        underline: 0, 1 or 2 lines below the entry.
        shape: something drawn in place of, or before, the text; a comb is a row of boxes for single letters.
    """

    text: str = ""
    span: int = 1
    rows: int = 1
    align: CellAlign | None = None
    weight: str | None = None
    indent: float = 0.0
    mark: str = ""
    fill: Colour | None = None
    ink: Colour | None = None
    lines: float = 1.0
    scale: float = 1.0
    is_rotated: bool = False
    leader: bool = False
    underline: int = 0
    shape: Shape = ""
    is_top: bool = False


Row = list[Cell | None]


@dataclass
class Grid:
    """Rows of equally many places; a place is None where a cell of a row above or to the left covers it.

    `aligns` has one entry a column. `shares` are the columns' widths as shares; without them a column is as wide as
    its entries ask for. `head` is the number of header rows, `bold` the rows that hold totals and the like.
    """

    aligns: list[CellAlign]
    rows: list[Row] = field(default_factory=list)
    head: int = 0
    bold: set[int] = field(default_factory=set)
    shares: list[float] | None = None
    has_rules: bool = False

    @property
    def columns(self) -> int:
        """How many columns."""
        return len(self.aligns)

    def add(self, cells: list[Cell], *, bold: bool = False) -> None:
        """A row; cells that span columns fill their places with None."""
        row: Row = []
        for cell in cells:
            row += [cell, *[None] * (cell.span - 1)]
        assert len(row) == self.columns, (len(row), self.columns)
        if bold:
            self.bold.add(len(self.rows))
        self.rows.append(row)


Entry = Callable[[], str]
EntryMaker = Callable[[Random, Vocabulary], Entry]


def number_format(rng: Random, decimals: int) -> Callable[[float], str]:
    """How one document writes its figures."""
    thousands = rng.choice((" ", " ", ",", ".", "", "'"))
    point = rng.choice([mark for mark in ".,," if mark != thousands])

    def write(value: float) -> str:
        whole, _, part = f"{abs(value):,.{decimals}f}".partition(".")
        return ("-" if value < 0 else "") + whole.replace(",", thousands) + (point + part if part else "")

    return write


def _integers(rng: Random, vocabulary: Vocabulary) -> Entry:
    write, highest = number_format(rng, 0), 10 ** rng.uniform(0.8, 7)
    return lambda: write(round(highest * rng.random() ** 2))


def _decimals(rng: Random, vocabulary: Vocabulary) -> Entry:
    decimals = rng.choice((1, 2, 2, 3, 4))
    write, highest = number_format(rng, decimals), 10 ** rng.uniform(0, 4)
    sign = rng.choice((0.0, 0.0, 0.3))
    return lambda: write(highest * rng.random() * (-1 if rng.random() < sign else 1))


def _money(rng: Random, vocabulary: Vocabulary) -> Entry:
    write, highest = number_format(rng, rng.choice((0, 2, 2, 2))), 10 ** rng.uniform(1.5, 7)
    before, after = rng.choice((("", ""), ("", ""), ("", " zł"), ("", " €"), ("$", ""), ("€ ", ""), ("", " Kč")))
    return lambda: before + write(highest * rng.random() ** 2) + after


def _percent(rng: Random, vocabulary: Vocabulary) -> Entry:
    write, sign = number_format(rng, rng.choice((0, 1, 1, 2))), rng.choice(("%", " %", ""))
    return lambda: write(100 * rng.random()) + sign


def _dates(rng: Random, vocabulary: Vocabulary) -> Entry:
    pattern = rng.choice(("{d:02}.{m:02}.{y}", "{y}-{m:02}-{d:02}", "{d:02}/{m:02}/{y}", "{m}/{d}/{y}", "{d}.{m}."))
    return lambda: pattern.format(d=rng.randint(1, 28), m=rng.randint(1, 12), y=rng.randint(1990, 2026))


def _times(rng: Random, vocabulary: Vocabulary) -> Entry:
    mark, ranged = rng.choice(":.:"), rng.random() < 0.4

    def entry() -> str:
        hour, minute = rng.randint(5, 22), rng.randrange(0, 60, 5)
        begin = f"{hour}{mark}{minute:02}"
        return f"{begin} – {hour + rng.randint(1, 2)}{mark}{rng.randrange(0, 60, 15):02}" if ranged else begin

    return entry


def _years(rng: Random, vocabulary: Vocabulary) -> Entry:
    return lambda: str(rng.randint(1880, 2026))


def _codes(rng: Random, vocabulary: Vocabulary) -> Entry:
    pattern = rng.choice(
        ("{a}-{n:03}", "{n:05}", "{a}{b}{n:04}", "{n:02}.{m:02}", "{n}/{m}", "{a}.{m}", "{n:04}-{m}/{b}")
    )
    letters = "ABCDEFGHKLMNPRSTXZ"
    return lambda: pattern.format(
        a=rng.choice(letters), b=rng.choice(letters), n=rng.randint(1, 999), m=rng.randint(1, 99)
    )


def _deviations(rng: Random, vocabulary: Vocabulary) -> Entry:
    decimals, highest = rng.choice((1, 2, 2, 3)), 10 ** rng.uniform(-0.5, 2)
    pattern = rng.choice(
        ("{a:.{d}f} ± {b:.{d}f}", "{a:.{d}f}±{b:.{d}f}", "{a:.{d}f} ({b:.{d}f})", "{a:.{d}f}", "[{b:.{d}f}; {a:.{d}f}]")
    )
    return lambda: pattern.format(a=highest * rng.random(), b=highest * rng.random() * 0.1, d=decimals)


def _units(rng: Random, vocabulary: Vocabulary) -> Entry:
    known = ("szt.", "kg", "m²", "mb", "kpl.", "Stk.", "pcs", "h", "km", "t", "l", "mm", "%", "EUR")
    used = rng.sample(known, rng.randint(1, 4))
    return lambda: rng.choice(used)


def _grades(rng: Random, vocabulary: Vocabulary) -> Entry:
    used = rng.choice(
        (
            ("+", "-", "o"),
            ("x", "", ""),
            ("Yes", "No"),
            ("tak", "nie"),
            ("ja", "nein", "–"),
            ("A", "B", "C"),
            ("n/a", "–", "x"),
        )
    )
    return lambda: rng.choice(used)


def phrases(low: int, high: int) -> EntryMaker:
    """Entries of `low` to `high` words."""
    return lambda rng, vocabulary: lambda: vocabulary.phrase(rng, low, high)


def sentences(low: int, high: int) -> EntryMaker:
    """Running text of `low` to `high` words."""
    return lambda rng, vocabulary: lambda: vocabulary.join(vocabulary.words_of_text(rng, rng.randint(low, high)))


def _names(rng: Random, vocabulary: Vocabulary) -> Entry:
    return lambda: vocabulary.name(rng)


FIGURES: Final[tuple[tuple[EntryMaker, CellAlign, float], ...]] = (
    (_integers, "right", 5.0),
    (_decimals, "decimal", 4.0),
    (_money, "right", 4.0),
    (_percent, "right", 2.0),
    (_deviations, "centre", 1.0),
    (_years, "centre", 1.0),
)
SHORT: Final[tuple[tuple[EntryMaker, CellAlign, float], ...]] = (
    (_dates, "left", 2.0),
    (_times, "centre", 1.0),
    (_codes, "left", 2.0),
    (_units, "centre", 1.0),
    (_grades, "centre", 1.5),
    (_names, "left", 1.5),
    (phrases(1, 2), "left", 3.0),
)
WORDS: Final[tuple[tuple[EntryMaker, CellAlign, float], ...]] = (
    (phrases(1, 4), "left", 4.0),
    (phrases(2, 9), "left", 3.0),
    (sentences(5, 18), "left", 1.5),
)


def choose_entries(rng: Random, kinds: tuple[tuple[EntryMaker, CellAlign, float], ...]) -> tuple[EntryMaker, CellAlign]:
    """One kind of entries, with its alignment."""
    maker, align, _ = rng.choices(kinds, [weight for _, _, weight in kinds])[0]
    return maker, align


def heads(rng: Random, vocabulary: Vocabulary, count: int, *, long: float = 0.3) -> list[Cell]:
    """Header cells of a word or several, now and then with a unit in a second line."""
    cells = []
    for _ in range(count):
        text = vocabulary.phrase(rng, 1, rng.choice((3, 6)) if rng.random() < long else 1).capitalize()
        if rng.random() < 0.12:
            text += rng.choice(("\n(%)", "\n[mm]", "\nzł", "\n(n)", " *", "\n[kg/m³]"))
        cells.append(Cell(text))
    return cells
