"""Blocks that place pictures, with the captions that go with them."""

from collections.abc import Sequence
from random import Random
from typing import Final

from PIL import Image

from training.pages.canvas import Box, Colour
from training.pages.pools import Pools
from training.pages.text import Column, Page, caption, set_words

# What a picture shows, with frequencies.
Sorts = Sequence[tuple[str, float]]
SCIENCE: Final[Sorts] = (("plot", 5.0), ("drawing", 3.0), ("photo", 2.0), ("logo", 0.2))
PRESS: Final[Sorts] = (("photo", 6.0), ("drawing", 1.0), ("plot", 0.7), ("engraving", 0.4), ("logo", 0.3))
OLD: Final[Sorts] = (("engraving", 6.0), ("drawing", 1.0))


def _picture_of(rng: Random, pools: Pools, sort: str, width: float, height: float) -> Image.Image:
    """A picture of that many pixels."""
    size = max(8, round(width)), max(8, round(height))
    if sort == "photo":
        return pools.photo(rng, *size)
    if sort == "plot":
        return pools.plot(rng, *size)
    if sort == "drawing":
        return pools.drawing(rng, *size)
    if sort == "logo":
        return pools.logo(rng, *size)
    return pools.engraving(rng, *size)


def _choose_sort(rng: Random, sorts: Sorts) -> str:
    """One of `sorts` by its frequency."""
    return rng.choices([name for name, _ in sorts], [weight for _, weight in sorts])[0]


def picture(page: Page, box: Box, sorts: Sorts, *, frame: float = 0.15) -> Box:
    """A Figure at the head of `box` that fills it one way at least.

    Args:
        page: drawn on.
        box: where there is room.
        sorts: what it may show.
        frame: how often a line runs around it.

    Returns:
        The picture's own edges.
    """
    rng = page.rng
    left, top, right, bottom = (round(edge) for edge in box)
    sort = _choose_sort(rng, sorts)
    shown = _for_paper(page, _picture_of(rng, page.pools, sort, right - left, bottom - top), sort)
    left += max(0, right - left - shown.width) // 2
    with page.canvas.region("Figure"):
        page.canvas.picture(shown, left, top, colour=page.style.ink)
        if rng.random() < frame:
            colour: Colour = rng.choice(((0, 0, 0), (90, 90, 90), (170, 170, 170), page.style.accent))
            page.canvas.rectangle((left, top, left + shown.width, top + shown.height), outline=colour,
                                  width=rng.choice((1, 1, 2)))  # fmt: skip
    return float(left), float(top), float(left + shown.width), float(top + shown.height)


def _for_paper(page: Page, shown: Image.Image, sort: str) -> Image.Image:
    """What is drawn in lines lies on the paper as ink; a photograph covers it."""
    is_white = min(page.canvas.paper) > 250
    return shown if is_white or sort in ("photo", "logo") else shown.convert("L")


def put_figure(page: Page, shown: Image.Image, x: float, y: float) -> None:
    """A picture, as a Figure, with its upper left corner at (x, y)."""
    with page.canvas.region("Figure"):
        page.canvas.picture(shown, x, y)


def panels(page: Page, box: Box, sorts: Sorts) -> Box:
    """Several pictures in rows and columns at the head of `box`: one Figure, mostly with letters; returns its edges."""
    rng, style, canvas = page.rng, page.style, page.canvas
    left, top, right, bottom = box
    rows, columns = rng.choice(((1, 2), (1, 2), (1, 3), (2, 1), (2, 2), (2, 2), (2, 3), (3, 2)))
    place = rng.choice(("below", "above", "inside", "none"))
    font = style.font(rng.uniform(0.75, 1.0), rng.choice(("regular", "bold")))
    letter_height = float(font.size) * 1.4 if place in ("below", "above") else 0.0
    gap = style.size * rng.uniform(0.3, 1.2)
    width = (right - left - gap * (columns - 1)) / columns
    height = (bottom - top - gap * (rows - 1)) / rows - letter_height
    sort = _choose_sort(rng, sorts)
    pattern = rng.choice(("({})", "({})", "{})", "{}"))
    letters = "abcdef" if rng.random() < 0.7 else "ABCDEF"
    end = top + (letter_height if place == "above" else 0.0)
    with canvas.region("Figure"):
        for index in range(rows * columns):
            x = left + index % columns * (width + gap)
            if index % columns == 0:
                y = end + (gap if index else 0.0) + (letter_height if index and place == "above" else 0.0)
                end = y
            shown = _for_paper(page, _picture_of(rng, page.pools, sort, width, height), sort)
            canvas.picture(shown, x + (width - shown.width) / 2, y, colour=style.ink)
            end = max(end, y + shown.height + (letter_height if place == "below" else 0.0))
            baseline = {"below": y + shown.height + letter_height * 0.8, "above": y - letter_height * 0.3}.get(
                place, y + float(font.size)
            )
            at_left = x + (2 if place in ("inside", "above") else width / 2 - style.size / 2)
            if place != "none":
                canvas.text(at_left, baseline, pattern.format(letters[index]), font, style.ink)
    return left, top, right, end


def figure_block(page: Page, column: Column, *, sorts: Sorts = SCIENCE, captions: float = 0.88) -> bool:
    """A figure with its caption below, above or beside it; `captions` says how often it has one."""
    rng, style, canvas = page.rng, page.style, page.canvas
    fills = rng.random() < 0.45
    width = column.width if fills else column.width * rng.uniform(0.35, 0.95)
    height = width * rng.choice((0.35, 0.5, 0.6, 0.7, 0.75, 0.8, 1.0, 1.2))
    height = min(height, canvas.height * rng.uniform(0.2, 0.5))
    has_caption = rng.random() < captions
    reserve = style.leading * (rng.choice((2.2, 3.5, 6.0)) if has_caption else 0.5)
    space = style.leading * rng.uniform(0.4, 1.1)
    height = min(height, column.room - reserve - 2 * space)
    if height < style.size * 5 or width < style.size * 6:
        return False
    place = rng.choices(("below", "above", "beside"), (8, 1, 1.2))[0] if has_caption else "none"
    if place == "beside" and (width > column.width * 0.65 or column.width - width < style.size * 9):
        place = "below"
    x = column.left + (column.width - width) * rng.choice((0.0, 0.5, 0.5, 0.5, 1.0))
    if place == "beside":
        x = column.left
    column.top += space
    # Above and below, a caption is as wide as its column or as its figure.
    narrow = Column(x, column.top, width, column.bottom)
    around = narrow if width > style.size * 14 and rng.random() < 0.4 else column.inset(0.0)
    distance = style.size * rng.uniform(0.25, 0.9)
    if place == "above" and caption(page, around, "Figure"):
        column.top = around.top + distance
        height = min(height, column.room - style.size)
    if height < style.size * 4:
        return True
    box = (x, column.top, x + width, column.top + height)
    draw = panels if rng.random() < 0.16 and width > style.size * 16 else picture
    box = draw(page, box, sorts)
    if place == "beside":
        gap = style.size * rng.uniform(0.7, 1.5)
        start = box[1] + (box[3] - box[1]) * rng.choice((0.0, 0.0, 0.4, 0.75))
        beside = Column(x + width + gap, start, column.width - width - gap, box[3])
        caption(page, beside, "Figure", words=(4, max(5, int(beside.room / style.leading * 3))))
    column.top = box[3]
    if place == "below":
        around.top = column.top + distance
        caption(page, around, "Figure")
        column.top = around.top
    column.top += space
    return True


def figure_pair(page: Page, column: Column) -> bool:
    """Two figures side by side, each with a caption of its own."""
    rng, style = page.rng, page.style
    gap = style.size * rng.uniform(0.8, 1.8)
    width = (column.width - gap) / 2
    height = min(width * rng.uniform(0.6, 1.0), column.room - style.leading * 5)
    if width < style.size * 11 or height < style.size * 6:
        return False
    column.top += style.leading * rng.uniform(0.3, 0.8)
    ends = []
    distance = style.size * rng.uniform(0.25, 0.9)
    for x in (column.left, column.left + width + gap):
        box = picture(page, (x, column.top, x + width, column.top + height), SCIENCE)
        below = Column(x, (box[3] if rng.random() < 0.3 else column.top + height) + distance, width, column.bottom)
        caption(page, below, "Figure", words=(2, 20))
        ends.append(max(below.top, box[3]))
    column.top = max(ends) + style.leading * rng.uniform(0.4, 1.1)
    return True


def press_figure(page: Page, column: Column) -> bool:
    """As `figure_block`, with pictures as newspapers and books for all have them."""
    return figure_block(page, column, sorts=PRESS, captions=0.7)


def photo_credit(page: Page, column: Column) -> None:
    """A line of small print below a photograph: who took it. It is the photograph's caption."""
    rng = page.rng
    font = page.style.font(rng.uniform(0.6, 0.75))
    words = [rng.choice(("Fot.", "Foto:", "Photo:", "©", "Photograph by")), page.vocabulary.name(rng)]
    with page.canvas.region("Caption"):
        set_words(page, column, words, font=font, leading=float(font.size) * 1.2, emphasis=False,
                  align=rng.choice(("left", "right")))  # fmt: skip


def wrapped_figure(page: Page, column: Column) -> bool:
    """A figure at one side of the column with text running beside it."""
    rng, style = page.rng, page.style
    width = column.width * rng.uniform(0.3, 0.55)
    height = width * rng.uniform(0.6, 1.3)
    gap = style.size * rng.uniform(0.8, 1.5)
    if column.width - width - gap < style.size * 11 or column.room < height + style.leading * 5:
        return False
    is_left = rng.random() < 0.5
    x = column.left if is_left else column.left + column.width - width
    column.top += style.leading * 0.4
    box = picture(page, (x, column.top + style.size * 0.2, x + width, column.top + height), (*SCIENCE, *PRESS))
    below = Column(x, box[3] + style.size * 0.35, width, column.top + height + style.leading * 5)
    if rng.random() < 0.8:
        caption(page, below, "Figure", words=(3, 15))
    end = below.top + style.size * 0.5
    inset = width + gap
    beside = Column(column.left + (inset if is_left else 0.0), column.top, column.width - inset, end)
    rest: list[str] = []
    while beside.room > style.leading * 1.3:
        with page.canvas.region("Text"):
            rest = set_words(page, beside, page.words(20, 110), first_indent=style.paragraph_indent)
        beside.top += style.paragraph_gap
    column.top = max(end, beside.top - style.paragraph_gap)
    if rest:  # in the whole width below: a region of its own, as it would cover the figure otherwise
        with page.canvas.region("Text"):
            set_words(page, column, rest)
        column.top += style.paragraph_gap
    return True


def wide_figure(page: Page, area: Column, *, sorts: Sorts = SCIENCE) -> None:
    """A figure across all columns, at the head or at the foot of `area`, which shrinks."""
    rng, style = page.rng, page.style
    height = area.room * rng.uniform(0.2, 0.45)
    if rng.random() < 0.6:
        part = Column(area.left, area.top, area.width, area.top + height)
        if figure_block(page, part, sorts=sorts):
            area.top = part.top + style.leading * 0.4
    else:
        part = Column(area.left, area.bottom - height, area.width, area.bottom)
        if figure_block(page, part, sorts=sorts):
            area.bottom -= height + style.leading * 0.4


def logo(page: Page, box: Box) -> None:
    """A mark of a house, as a Figure."""
    picture(page, box, (("logo", 1.0),), frame=0.0)
