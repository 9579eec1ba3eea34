"""How tables are ruled and filled."""

from dataclasses import dataclass, replace
from random import Random

from training.pages.canvas import Colour
from training.pages.text import Page


@dataclass(frozen=True)
class Look:
    """How a table is ruled and filled; widths of rules in pixels, 0 for none; fills None for none."""

    rows: int = 0
    columns: int = 0
    frame: int = 0
    ends: int = 0
    head_rule: int = 0
    head_fill: Colour | None = None
    head_ink: Colour | None = None
    stripe: Colour | None = None
    side_fill: Colour | None = None
    all_fill: Colour | None = None
    gap: int = 0
    colour: Colour = (0, 0, 0)
    is_dotted: bool = False


def _pale(rng: Random) -> Colour:
    if rng.random() < 0.45:
        grey = rng.randint(205, 240)
        return grey, grey, grey
    red, green, blue = (rng.randint(190, 248) for _ in range(3))
    return red, green, blue


def choose_look(page: Page) -> Look:
    """A look that suits the page's style; the tables of one page look alike."""
    style = page.style
    rng = Random(page.numbers.setdefault("table look", page.rng.randrange(1 << 30)))
    ink = style.ink if rng.random() < 0.8 else rng.choice(((120, 120, 120), (190, 190, 190), style.accent))
    thin, dark, pale = rng.choice((1, 1, 1, 2)), rng.random() < 0.35, _pale(rng)
    head_fill: Colour | None = style.accent if dark else pale
    head_ink = (255, 255, 255) if dark and sum(style.accent) < 330 else None
    fills = 1.0
    if style.table_look == "grid":
        side = _pale(rng) if rng.random() < 0.12 else None
        look = Look(rows=thin, columns=thin, frame=rng.choice((thin, thin, 2, 3)), side_fill=side)
        fills = 0.45
    elif style.table_look == "rules":
        inner = thin if rng.random() < 0.7 else 0
        columns = 0 if inner and rng.random() < 0.8 else thin
        look = Look(rows=inner, columns=columns, ends=rng.choice((0, thin, 2)), head_rule=thin)
        fills = 0.2
    elif style.table_look == "booktabs":
        look = Look(ends=rng.choice((1, 2, 2, 3)), head_rule=1)
        fills = 0.05
    elif style.table_look == "striped":
        look = Look(stripe=pale, columns=rng.choice((0, 0, 0, 1)), ends=rng.choice((0, 1, 2)))
        fills = 0.6
    elif style.table_look == "head":
        if rng.random() < 0.25:
            look = Look(all_fill=pale, gap=rng.choice((1, 2, 3)))
            fills = float(dark)
        else:
            look = Look(rows=rng.choice((0, 1)), ends=rng.choice((0, 1)))
    elif style.table_look == "frame":
        look = Look(frame=rng.choice((1, 1, 2, 3)), head_rule=rng.choice((0, 1)), columns=rng.choice((0, 1)))
        fills = 0.15
    else:
        look = Look(head_rule=rng.choice((0, 0, 0, 1)))
        fills = 0.0
    if rng.random() >= fills:
        head_fill = head_ink = None
    is_dotted = thin == 1 and rng.random() < 0.06
    return replace(look, head_fill=head_fill, head_ink=head_ink, colour=ink, is_dotted=is_dotted)
