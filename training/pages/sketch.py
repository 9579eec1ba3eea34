"""The pen that diagrams and line drawings are drawn with."""

import math
import textwrap
from random import Random
from typing import Final

from PIL import Image, ImageDraw

from training.pages.canvas import Colour
from training.pages.lettering import Words, font, random_family, random_language, words_of

Point = tuple[float, float]
BLACK: Final[Colour] = (0, 0, 0)
WHITE: Final[Colour] = (255, 255, 255)
# Everything is drawn this much larger and reduced at the end, which smooths the lines.
OVERSIZE: Final = 2


class Pen:
    """A sheet with one style of line, fill and lettering; lengths are pixels of the finished picture.

    Attributes:
        fills: colours of areas, light enough for black words.
        stroke: width of lines.
        size: of the lettering's em.
    """

    def __init__(self, rng: Random, width: int, height: int) -> None:
        self.rng = rng
        self.width = width
        self.height = height
        self.image = Image.new("RGB", (width * OVERSIZE, height * OVERSIZE), WHITE)
        self._draw = ImageDraw.Draw(self.image)
        language = random_language(rng)
        self.words: Words = words_of(rng, language)
        self.family = random_family(rng, language)
        self.bold = rng.random() < 0.15
        self.size = rng.randint(11, 20)
        self.stroke = rng.choice((1, 1, 1.5, 2, 3))
        hue = rng.random()
        is_mono = rng.random() < 0.45
        self.line_colour = BLACK if is_mono or rng.random() < 0.5 else _tint(hue, 0.45)
        if is_mono:
            self.fills = [rng.choice((WHITE, WHITE, (225, 225, 225), (240, 240, 240)))] * 2 + [WHITE]
        else:
            self.fills = [
                _tint((hue + rng.choice((0, 0.1, 0.35)) * step) % 1, rng.uniform(0.8, 0.95)) for step in range(3)
            ]

    def finished(self) -> Image.Image:
        return self.image.reduce(OVERSIZE)

    def fill(self) -> Colour:
        return self.rng.choice(self.fills)

    def line(self, points: list[Point], width: float | None = None, colour: Colour | None = None) -> None:
        scaled = [(x * OVERSIZE, y * OVERSIZE) for x, y in points]
        pixels = max(1, round((width or self.stroke) * OVERSIZE))
        self._draw.line(scaled, colour or self.line_colour, pixels, "curve")

    def dashed(self, start: Point, end: Point, dash: float = 6, gap: float = 4) -> None:
        length = math.dist(start, end)
        at = 0.0
        while at < length:
            ends = [along(start, end, at / length), along(start, end, min(at + dash, length) / length)]
            self.line(ends, min(self.stroke, 1))
            at += dash + gap

    def polygon(self, points: list[Point], fill: Colour | None = None, outline: bool = True) -> None:
        scaled = [(x * OVERSIZE, y * OVERSIZE) for x, y in points]
        if fill:
            self._draw.polygon(scaled, fill=fill)
        if outline:
            self.line([*points, points[0]])

    def ellipse(
        self, centre: Point, x_radius: float, y_radius: float | None = None, fill: Colour | None = None
    ) -> None:
        y_radius = x_radius if y_radius is None else y_radius
        corners = (centre[0] - x_radius, centre[1] - y_radius, centre[0] + x_radius, centre[1] + y_radius)
        scaled = tuple(value * OVERSIZE for value in corners)
        self._draw.ellipse(scaled, fill, self.line_colour, max(1, round(self.stroke * OVERSIZE)))

    def rectangle(self, box: tuple[float, float, float, float], fill: Colour | None = None, corner: float = 0) -> None:
        scaled = tuple(value * OVERSIZE for value in box)
        self._draw.rounded_rectangle(
            scaled, corner * OVERSIZE, fill, self.line_colour, max(1, round(self.stroke * OVERSIZE))
        )

    def arrow(self, points: list[Point], both: bool = False) -> None:
        self.line(points)
        self.head(points[-2], points[-1])
        if both:
            self.head(points[1], points[0])

    def head(self, start: Point, end: Point) -> None:
        angle = math.atan2(end[1] - start[1], end[0] - start[0])
        length = 5 + 2 * self.stroke
        wings = [
            (end[0] - length * math.cos(angle + turn), end[1] - length * math.sin(angle + turn)) for turn in (-0.4, 0.4)
        ]
        self._draw.polygon([(x * OVERSIZE, y * OVERSIZE) for x, y in (end, *wings)], fill=self.line_colour)

    def text(self, place: Point, text: str, anchor: str = "mm", scale: float = 1.0, colour: Colour = BLACK) -> None:
        lettering = font(self.family, max(6, round(self.size * scale * OVERSIZE)), self.bold)
        scaled = (place[0] * OVERSIZE, place[1] * OVERSIZE)
        self._draw.multiline_text(scaled, text, colour, lettering, anchor, 2 * OVERSIZE, "center")

    def label(self, box: tuple[float, float, float, float], count: int) -> None:
        """A few words in the middle of a box, broken into lines; as many as fit."""
        columns = max(3, int((box[2] - box[0]) / (self.size * 0.58)))
        lines = textwrap.wrap(self.words(count).capitalize(), columns, break_long_words=True)
        rows = max(1, int((box[3] - box[1]) / (self.size * 1.25)))
        self.text(((box[0] + box[2]) / 2, (box[1] + box[3]) / 2), "\n".join(lines[:rows]))


def _tint(hue: float, light: float) -> Colour:
    wave = [0.5 + 0.5 * math.cos(2 * math.pi * (hue + shift)) for shift in (0, 1 / 3, 2 / 3)]
    red, green, blue = (min(255, max(0, round(255 * (light + (1 - light) * 0.9 * (value - 0.5))))) for value in wave)
    return red, green, blue


def along(start: Point, end: Point, share: float) -> Point:
    return (start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share)
