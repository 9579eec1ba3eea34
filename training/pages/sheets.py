"""Sheets of old books as libraries photograph them: their paper, the table below, the next page's edge."""

from random import Random
from typing import Final

from PIL import Image

from training.pages.canvas import Colour
from training.pages.frame import begin_page
from training.pages.pools import Pools
from training.pages.text import Column, Page
from training.pages.typefaces import find_families
from training.pages.words import vocabularies

_OLD_SERIFS: Final = (
    "Old Standard", "Cardo", "Junicode", "GFS Didot", "Goudy", "EB Garamond", "GFS Baskerville", "C059",
)  # fmt: skip
_LANGUAGES: Final = frozenset({"de", "la", "en", "fr", "it", "nl", "da", "es"})
# Blackletter was used north of the Alps; its font has no other letters either.
_BLACKLETTER_LANGUAGES: Final = frozenset({"de", "la", "da", "nl", "en"})


def _paper_colour(rng: Random) -> Colour:
    """Brown, cream, or the white of a page that was scanned in black and white."""
    draw = rng.random()
    if draw < 0.22:
        return 255, 255, 255
    base: Colour = (235, 215, 175) if draw < 0.7 else (240, 232, 212)
    light = rng.randint(-38, 8)
    red, green, blue = (min(255, level + light + rng.randint(-5, 5)) for level in base)
    return red, green, blue


def photographed(rng: Random, pools: Pools) -> tuple[Page, Column]:
    """A page of a book, often on a dark table beside the page next to it.

    Returns:
        The page, and where its paper is.
    """
    paper = _paper_colour(rng)
    on_table = rng.random() < (0.1 if min(paper) == 255 else 0.75)
    table: Colour = rng.choice(((12, 12, 12), (25, 22, 20), (60, 45, 32), (90, 88, 85), (35, 28, 24)))
    page = begin_page(
        rng, pools, aspect=rng.uniform(1.3, 1.75), size=(11.5, 19.0), scripts=frozenset({"latin"}), justified=0.96,
        kinds=(("blackletter", 5.0), ("serif", 5.0)), indents=0.9, leadings=(1.1, 1.15, 1.2, 1.3),
        paper=table if on_table else paper,
    )  # fmt: skip
    style, canvas = page.style, page.canvas
    if style.body.kind != "blackletter":
        old = [one for one in find_families() if one.kind == "serif" and one.name.startswith(_OLD_SERIFS)]
        style.body = rng.choice(old or [style.body])
    style.head = style.body
    allowed = _BLACKLETTER_LANGUAGES if style.body.kind == "blackletter" else _LANGUAGES
    known, weights = vocabularies()
    page.vocabulary = rng.choices(known, [weights[k] * (one.language in allowed) for k, one in enumerate(known)])[0]
    dark = rng.randint(10, 70)
    style.ink = style.head_ink = style.caption_ink = (dark, round(dark * 0.85), round(dark * 0.7))
    style.paragraph_indent = style.size * rng.uniform(1.0, 2.2)
    style.paragraph_gap = 0.0
    style.head_is_numbered = False
    if not on_table:
        return page, Column(0.0, 0.0, float(canvas.width), float(canvas.height))
    return page, _lay_on_table(page, paper)


def _lay_on_table(page: Page, paper: Colour) -> Column:
    """Draw the sheet, and at one side the next page's edge with words that nobody labels."""
    rng, canvas, style = page.rng, page.canvas, page.style
    left, right = (canvas.width * rng.choice((0.0, rng.uniform(0.01, 0.12))) for _ in range(2))
    top, bottom = (canvas.height * rng.choice((0.0, rng.uniform(0.01, 0.07))) for _ in range(2))
    box = [left, top, canvas.width - right, canvas.height - bottom]
    canvas.paper = paper
    with canvas.decoration():
        side = rng.choice(("left", "right", "none"))
        if side != "none":
            _neighbour(page, box, side, paper)
        lean = [rng.uniform(-4, 4) for _ in range(4)]
        corners = [(box[0] + lean[0], box[1]), (box[2] + lean[1], box[1]), (box[2] + lean[2], box[3]),
                   (box[0] + lean[3], box[3])]  # fmt: skip
        canvas.draw.polygon(corners, fill=paper)
        for _ in range(rng.choice((0, 0, 3, 6))):  # the edges of the leaves below
            x = box[2] + rng.uniform(0, 8) if side == "left" else box[0] - rng.uniform(0, 8)
            canvas.line((x, box[1] + 4), (x, box[3] - 3), (max(0, paper[0] - 60), max(0, paper[1] - 60), 90))
        if side != "none":
            _shade_gutter(page, box, side)
    return Column(box[0] + style.size * 0.4, box[1], box[2] - box[0] - style.size * 0.8, box[3])


def _neighbour(page: Page, box: list[float], side: str, paper: Colour) -> None:
    """The next page shows as far as the photograph goes; the sheet itself will cover the rest of it."""
    rng, canvas, style = page.rng, page.canvas, page.style
    seen = canvas.width * rng.uniform(0.02, 0.1)
    if side == "left":
        box[0] = seen
        strip = (0.0, box[1], seen, box[3])
    else:
        box[2] = canvas.width - seen
        strip = (box[2], box[1], float(canvas.width), box[3])
    canvas.rectangle(strip, fill=paper)
    if rng.random() < 0.6:
        y = box[1] + canvas.height * 0.08
        while y < box[3] - canvas.height * 0.08:
            word = page.vocabulary.word(rng)
            x = -style.size * rng.uniform(0.5, 3) if side == "left" else canvas.width - seen * rng.uniform(0.3, 0.4)
            canvas.text(x, y, word[: max(2, int(seen / style.size))], style.font(), style.ink)
            y += style.leading


def _shade_gutter(page: Page, box: list[float], side: str) -> None:
    """The shadow where the leaves are bound."""
    canvas = page.canvas
    width = round(canvas.width * page.rng.uniform(0.02, 0.06))
    x = round(box[0]) if side == "left" else round(box[2]) - width
    shadow = Image.linear_gradient("L").rotate(90 if side == "right" else 270).resize((width, round(box[3] - box[1])))
    depth = page.rng.randint(60, 150)
    mask = shadow.point([value * depth // 255 for value in range(256)])
    canvas.image.paste((25, 15, 8), (x, round(box[1])), mask)


def print_area(page: Page, sheet: Column) -> Column:
    """The part of a sheet that the type fills."""
    rng = page.rng
    height = sheet.bottom - sheet.top
    left, right = sheet.width * rng.uniform(0.06, 0.16), sheet.width * rng.uniform(0.06, 0.16)
    return Column(sheet.left + left, sheet.top + height * rng.uniform(0.07, 0.13), sheet.width - left - right,
                  sheet.bottom - height * rng.uniform(0.07, 0.14))  # fmt: skip
