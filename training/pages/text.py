"""Setting of text: lines, paragraphs, headings, lists, captions, notes.

A block draws itself at the top of a column and moves the column's top below itself; it answers False, having drawn
nothing, where the column has no room for it.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Final, Literal

from PIL import ImageFont

from training.pages.canvas import Canvas, Colour
from training.pages.pools import Pools
from training.pages.style import Style
from training.pages.typefaces import word_width
from training.pages.words import Vocabulary

Align = Literal["left", "justified", "centre", "right"]
ROMAN: Final = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")


@dataclass
class Page:
    """Everything that a block needs: where to draw, in which look, which words and pictures, and the dice."""

    canvas: Canvas
    style: Style
    vocabulary: Vocabulary
    pools: Pools
    rng: Random
    numbers: dict[str, int] = field(default_factory=dict)

    def next_number(self, what: str) -> int:
        """1, 2, 3 … of figures, tables, sections; a page begins somewhere in its document."""
        self.numbers[what] = self.numbers.get(what, self.rng.choice((0, 0, 2, 7, 15))) + 1
        return self.numbers[what]

    def space(self, font: ImageFont.FreeTypeFont) -> float:
        """How far two words stand apart; nothing in scripts without spaces, where words bring their own."""
        return 0.0 if self.vocabulary.script == "cjk" else word_width(font, " ")

    def words(self, low: int, high: int) -> list[str]:
        """Words of running text."""
        return self.vocabulary.words_of_text(self.rng, self.rng.randint(low, high))


@dataclass
class Column:
    """The part of a page that is still free: pixels from `top` to `bottom`."""

    left: float
    top: float
    width: float
    bottom: float

    @property
    def room(self) -> float:
        """Free height."""
        return self.bottom - self.top

    def inset(self, left: float, right: float = 0.0) -> "Column":
        """The same height, narrower."""
        return Column(self.left + left, self.top, self.width - left - right, self.bottom)


def break_lines(
    words: Sequence[str],
    font: ImageFont.FreeTypeFont,
    width: float,
    space: float,
    first_indent: float = 0.0,
    *,
    heavy: ImageFont.FreeTypeFont | None = None,
    emphasised: range = range(0),
) -> list[list[str]]:
    """Fill lines word by word; the words of the numbers `emphasised` are set in `heavy`."""
    lines: list[list[str]] = []
    line: list[str] = []
    used = first_indent
    for number, word in enumerate(words):
        advance = word_width(heavy if heavy and number in emphasised else font, word)
        if line and used + advance > width:
            lines.append(line)
            line, used = [], 0.0
        line.append(word)
        used += advance + space
    if line:
        lines.append(line)
    return lines


def _fitting(word: str, font: ImageFont.FreeTypeFont, width: float) -> list[str]:
    """The word, in parts with hyphens where it is wider than a line."""
    if word_width(font, word) <= width or len(word) < 4:
        return [word]
    end = max(2, int(len(word) * width / word_width(font, word)) - 2)
    return [word[:end] + "-", *_fitting(word[end:], font, width)]


def set_words(
    page: Page,
    column: Column,
    words: Sequence[str],
    *,
    font: ImageFont.FreeTypeFont | None = None,
    leading: float | None = None,
    align: Align | None = None,
    colour: Colour | None = None,
    first_indent: float = 0.0,
    hanging_indent: float = 0.0,
    emphasis: bool = True,
    lead: int = 0,
    lead_font: ImageFont.FreeTypeFont | None = None,
) -> list[str]:
    """Draw words as lines at the top of the column as far as there is room; returns the words left over.

    The first `lead` words are set in `lead_font`: a label, a term, a heading within the line.
    """
    style, rng, canvas = page.style, page.rng, page.canvas
    font = font or style.font()
    leading = leading or style.leading
    align = align or ("justified" if style.is_justified else "left")
    colour = colour or style.ink
    size = float(font.size)
    space = page.space(font)
    words = [part for word in words for part in _fitting(word, font, column.width - max(first_indent, hanging_indent))]
    heavy = style.body.at(size, rng.choice(("bold", "italic"))) if emphasis and rng.random() < 0.12 else None
    start = rng.randrange(max(1, len(words))) if heavy else 0
    emphasised = range(start, start + rng.choice((1, 2, 4, 9, 40))) if heavy else range(0)
    if lead_font:
        heavy, emphasised = lead_font, range(lead)
    lines = break_lines(
        words,
        font,
        column.width - hanging_indent,
        space,
        first_indent - hanging_indent,
        heavy=heavy,
        emphasised=emphasised,
    )
    taken = 0
    for number, line in enumerate(lines):
        if column.room < leading * 0.98 and column.room < size * 1.15:
            return list(words[taken:])
        indent = first_indent if number == 0 else hanging_indent
        baseline = column.top + size * 0.93
        fonts = [heavy if heavy and taken + k in emphasised else font for k in range(len(line))]
        set_width = sum(word_width(one, word) for one, word in zip(fonts, line, strict=True))
        free = column.width - indent - set_width - space * (len(line) - 1)
        is_last = number == len(lines) - 1
        gap, x = space, column.left + indent
        if align == "justified" and not is_last and len(line) > 1 and free < 0.4 * column.width:
            gap += max(free / (len(line) - 1), -0.6 * space)
        elif align == "centre":
            x += max(0.0, free / 2)
        elif align == "right":
            x += max(0.0, free)
        if gap == space and all(one is font for one in fonts):
            canvas.text(x, baseline, page.vocabulary.join(line), font, colour)
        else:
            for one, word in zip(fonts, line, strict=True):
                canvas.text(x, baseline, word, one, colour)
                x += word_width(one, word) + gap
        taken += len(line)
        column.top += leading
    return []


def lines_high(page: Page, words: Sequence[str], font: ImageFont.FreeTypeFont, width: float, leading: float) -> float:
    """The height that `words` will take, in pixels."""
    return len(break_lines(words, font, width, page.space(font))) * leading


def paragraph(page: Page, column: Column, *, words: list[str] | None = None, continues: bool = False) -> bool:
    """A paragraph, cut off where the column ends."""
    style = page.style
    if column.room < style.leading * 1.2:
        return False
    words = words or page.words(8, 130)
    with page.canvas.region("Text"):
        set_words(page, column, words, first_indent=0.0 if continues else style.paragraph_indent)
    column.top += style.paragraph_gap
    return True


def heading(page: Page, column: Column, *, level: int | None = None, text: str | None = None) -> bool:
    """A section's heading; level 1 is the largest."""
    style, rng = page.style, page.rng
    level = level or rng.choice((1, 2, 2, 3))
    scale = max(1.0, style.head_scale * (1.25, 1.0, 0.88)[level - 1])
    weight = style.head_weight if level < 3 or scale > 1.05 else rng.choice(("bold", "italic", "bold italic"))
    font = style.font(scale, weight, head=True)
    leading = float(font.size) * 1.22
    if column.room < leading * 1.3 + style.leading * 2:
        return False
    text = text or page.vocabulary.phrase(rng, 1, rng.choice((3, 6, 12)))
    if style.head_is_upper and level < 3:
        text = text.upper()
    if style.head_is_numbered:
        number = page.next_number("section")
        pattern = rng.choice(("{n}.", "{n}", "{n}.{s}", "{n}.{s}."))
        text = f"{pattern.format(n=number, s=rng.randint(1, 9))} {text}"
    column.top += style.head_gap * rng.uniform(0.5, 1.0)
    with page.canvas.region("Title"):
        set_words(
            page, column, page.vocabulary.split(text), font=font, leading=leading, colour=style.head_ink,
            align="centre" if style.head_is_centred else "left", emphasis=False,
        )  # fmt: skip
    column.top += style.head_gap * rng.uniform(0.2, 0.7)
    return True


def list_mark(pattern: str, index: int) -> str:
    """The mark of the item number `index` (from 0) in a list whose first mark is `pattern`."""
    if "1.1" in pattern:
        return pattern.replace("1.1", f"1.{index + 1}")
    if "1" in pattern:
        return pattern.replace("1", str(index + 1))
    if "i" in pattern:
        return pattern.replace("i", ROMAN[index % 12])
    if pattern.startswith(("a", "(a")):
        return pattern.replace("a", chr(ord("a") + index % 26))
    if pattern.startswith("I"):
        return pattern.replace("I", ROMAN[index % 12].upper())
    return pattern


def item_list(
    page: Page,
    column: Column,
    *,
    items: int | None = None,
    mark: str | None = None,
    words: tuple[int, int] | None = None,
) -> bool:
    """A whole list is one region, as its items belong together."""
    style, rng = page.style, page.rng
    items = items or rng.choice((2, 3, 3, 4, 5, 6, 8, 12))
    mark = mark or style.bullet
    low, high = words or rng.choice(((1, 4), (2, 9), (4, 20), (12, 45), (20, 60), (25, 90)))
    if column.room < style.leading * 2.5:
        return False
    font = style.font()
    indent = style.size * rng.uniform(0.8, 3.0) if style.list_is_indented else 0.0
    hang = style.size * (0.7 + 0.62 * len(list_mark(mark, 8))) * rng.uniform(1.0, 1.4)
    if indent + hang > column.width * 0.4:
        return False
    hangs = rng.random() < 0.85
    between = style.leading * rng.choice((0.0, 0.0, 0.15, 0.4, 0.8, 1.0))
    nested = rng.random() < 0.15
    with page.canvas.region("List"):
        for index in range(items):
            if column.room < style.leading * 1.1:
                break
            deeper = style.size * 2 if nested and index % 3 == 2 else 0.0
            inner = column.inset(indent + deeper)
            shown = "–" if deeper else list_mark(mark, index)
            page.canvas.text(inner.left, inner.top + style.size * 0.93, shown, font, style.ink)
            set_words(page, inner, page.words(low, high), first_indent=hang, hanging_indent=hang if hangs else 0.0)
            column.top = inner.top + between
    column.top += max(style.paragraph_gap, style.leading * 0.3) - between
    return True


def numbered_paragraphs(page: Page, column: Column) -> bool:
    """Paragraphs that a number or a letter counts, as statutes have them: each is a text of its own."""
    style, rng = page.style, page.rng
    mark = rng.choice(("1.", "1)", "(1)", "a)", "1.1.", "§ 1."))
    hang = style.size * rng.choice((0.0, 0.0, 1.8, 2.6))
    indent = style.size * rng.choice((0.0, 0.0, 1.5, 3.0))
    first = rng.randint(0, 9)
    drawn = False
    for index in range(first, first + rng.randint(2, 7)):
        if column.room < style.leading * 1.2:
            break
        inner = column.inset(indent)
        words = [list_mark(mark, index), *page.words(8, 90)]
        with page.canvas.region("Text"):
            set_words(page, inner, words, hanging_indent=hang)
        column.top = inner.top + style.paragraph_gap
        drawn = True
    return drawn


def caption(page: Page, column: Column, what: str, *, words: tuple[int, int] = (3, 45)) -> bool:
    """The words below a figure or above a table."""
    style, rng = page.style, page.rng
    font = style.font(style.caption_scale, style.caption_weight if rng.random() < 0.8 else "regular")
    leading = float(font.size) * rng.uniform(1.12, 1.3)
    label = page.numbers.get(f"{what} label", -1)
    names = {
        "Figure": (
            "Figure",
            "Fig.",
            "Rys.",
            "Rysunek",
            "Abb.",
            "Abbildung",
            "Ryc.",
            "Plate",
            "Wykres",
            "Photo",
            "Figura",
            "",
        ),
        "Table": ("Table", "Tabela", "Tab.", "Tabelle", "TABLE", "Tableau", "Tabla", "Tabulka", ""),
    }[what]
    if label < 0:
        label = page.numbers[f"{what} label"] = rng.randrange(len(names))
    number = page.next_number(what)
    begin = f"{names[label]} {number}{rng.choice(('.', ':', '', ' –', '.'))}" if names[label] else ""
    lead = page.vocabulary.split(begin)
    text = [*lead, *page.words(*words)]
    if lines_high(page, text, font, column.width, leading) > column.room:
        text = text[:6]
    if column.room < leading * 1.2:
        return False
    align: Align = rng.choice(("left", "centre", "justified"))
    label_font = style.font(style.caption_scale, style.caption_label_weight)
    with page.canvas.region("Caption"):
        set_words(
            page, column, text, font=font, leading=leading, align=align, colour=style.caption_ink,
            emphasis=rng.random() < 0.3, lead=len(lead), lead_font=label_font if begin else None,
        )  # fmt: skip
    return True


def footnotes(page: Page, column: Column) -> None:
    """Notes at the foot of the column, each a text of its own; the column's bottom moves above them."""
    style, rng = page.style, page.rng
    font = style.font(rng.uniform(0.72, 0.85))
    leading = float(font.size) * rng.uniform(1.12, 1.3)
    first = rng.randint(1, 90)
    mark = rng.choice(("{}", "{}.", "{})", "[{}]"))
    notes = [[mark.format(first + k), *page.words(4, rng.choice((12, 30, 60)))] for k in range(rng.randint(1, 6))]
    height = sum(lines_high(page, note, font, column.width, leading) for note in notes)
    if height > column.room * 0.4:
        return
    top = column.bottom - height
    if rng.random() < 0.75:
        with page.canvas.decoration():
            right = column.left + column.width * rng.choice((0.25, 0.33, 1.0))
            page.canvas.line((column.left, top - style.size * 0.5), (right, top - style.size * 0.5), style.ink)
    notes_column = Column(column.left, top, column.width, column.bottom + leading)
    for note in notes:
        with page.canvas.region("Text"):
            set_words(page, notes_column, note, font=font, leading=leading, emphasis=False)
    column.bottom = top - style.size * 0.5 - style.leading * rng.uniform(0.5, 1.2)


def displayed_formula(page: Page, column: Column) -> bool:
    """A formula on a line of its own, often with its number; the number belongs to the formula's region."""
    style, rng = page.style, page.rng
    picture = page.pools.formula(rng, style.size * rng.uniform(0.95, 1.2), int(column.width * 0.8))
    above = style.leading * rng.uniform(0.25, 0.8)
    if column.room < picture.height + 2 * above or picture.width > column.width * 0.95:
        return False
    is_left = rng.random() < 0.2
    x = column.left + (style.size * 2 if is_left else (column.width - picture.width) / 2)
    y = column.top + above
    with page.canvas.region("Formula"):
        page.canvas.picture(picture, x, y, colour=style.ink)
        if rng.random() < 0.55:
            number = rng.choice(("({n})", "({s}.{n})", "[{n}]")).format(n=rng.randint(1, 40), s=rng.randint(1, 9))
            font = style.font()
            number_x = column.left + column.width - word_width(font, number)
            if number_x > x + picture.width + style.size:
                page.canvas.text(number_x, y + picture.height / 2 + style.size * 0.33, number, font, style.ink)
    column.top = y + math.ceil(picture.height) + above + style.paragraph_gap
    return True
