"""Coloured grounds that text is printed on, and the inks that can be read on them."""

from dataclasses import replace
from random import Random

import numpy as np
from PIL import Image

from training.pages.canvas import Box, Colour
from training.pages.style import Style
from training.pages.text import Page


def pale(rng: Random) -> Colour:
    """A colour for grounds that black text stands on."""
    if rng.random() < 0.35:
        grey = rng.randint(215, 245)
        return grey, grey, grey
    return rng.randint(200, 255), rng.randint(205, 255), rng.randint(195, 255)


def strong(rng: Random) -> Colour:
    """A colour for grounds that white text stands on."""
    colours = ((20, 40, 90), (150, 20, 30), (10, 90, 70), (40, 40, 40), (200, 80, 20), (90, 30, 110), (0, 110, 160))
    red, green, blue = rng.choice(colours)
    shift = rng.randint(-20, 25)
    return max(0, red + shift), max(0, green + shift), max(0, blue + shift)


def tint(page: Page, box: Box, colour: Colour) -> None:
    """Lay a transparent colour over what is printed in `box`: the ground of a callout, found once its text is set."""
    edges = (max(0, round(box[0])), max(0, round(box[1])), min(page.canvas.width, round(box[2])), round(box[3]))
    if edges[2] <= edges[0] or edges[3] <= edges[1]:
        return
    part = page.canvas.image.crop(edges)
    bands = [band.point([value * share // 255 for value in range(256)]) for band, share in
             zip(part.split(), colour, strict=True)]  # fmt: skip
    page.canvas.image.paste(Image.merge("RGB", bands), edges[:2])


def in_white(style: Style) -> Style:
    """The same look for dark grounds."""
    white = (255, 255, 255)
    return replace(style, ink=white, head_ink=white, caption_ink=white)


def ink_on(page: Page, box: Box) -> Colour:
    """White on what is dark, else the page's own ink."""
    part = page.canvas.image.crop((round(box[0]), round(box[1]), round(box[2]), round(box[3])))
    brightness = float(np.asarray(part.convert("L").resize((16, 16))).mean())
    return (255, 255, 255) if brightness < 135 else page.style.ink
