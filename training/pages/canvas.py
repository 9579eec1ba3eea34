"""A page that is being drawn, and the exact boxes of what is on it.

A region's box is the union of the ink that was drawn while the region was open. Glyphs report their own ink, so a
box is exact on any background and costs nothing to find.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from training.pages.typefaces import glyphs

Colour = tuple[int, int, int]
Box = tuple[float, float, float, float]

CLASS_NAMES: Final = ("Text", "Title", "List", "Table", "Figure", "Formula", "Caption", "Header", "Footer")
# Whatever lies in one of these belongs to it: the words of a table are no paragraphs.
_ABSORBING: Final = frozenset({"List", "Table", "Figure"})
_MIN_SIDE: Final = 3
# Paper that a scanner would not notice: a pixel counts as ink from this distance on (grey levels, any channel).
_INK_DISTANCE: Final = 14


@dataclass(frozen=True)
class Region:
    """A labelled part of a page: box xyxy in pixels, whole numbers, right and bottom exclusive."""

    class_name: str
    box: tuple[int, int, int, int]


class Canvas:
    """An RGB picture with a paper colour, drawing tools that report their ink, and the regions so far."""

    def __init__(self, width: int, height: int, paper: Colour = (255, 255, 255)) -> None:
        self.width = width
        self.height = height
        self.paper = paper
        self.image = Image.new("RGB", (width, height), paper)
        self.draw = ImageDraw.Draw(self.image)
        self.regions: list[Region] = []
        self._open: list[list[Box]] = []
        self._absorbing = 0

    @contextmanager
    def region(self, class_name: str) -> Iterator[None]:
        """Everything drawn inside is one region. Regions within a table, a list or a figure only add to it."""
        assert class_name in CLASS_NAMES, class_name
        is_hidden = self._absorbing > 0
        self._open.append([])
        self._absorbing += class_name in _ABSORBING
        try:
            yield
        finally:
            self._absorbing -= class_name in _ABSORBING
            inks = self._open.pop()
            if self._open:
                self._open[-1].extend(inks)
            box = self._union(inks)
            if box is not None and not is_hidden:
                self.regions.append(Region(class_name, box))

    @contextmanager
    def decoration(self) -> Iterator[None]:
        """What is drawn inside belongs to no region: rules between columns, ornaments, watermarks."""
        self._open.append([])
        try:
            yield
        finally:
            self._open.pop()

    def _union(self, inks: list[Box]) -> tuple[int, int, int, int] | None:
        if not inks:
            return None
        edges = np.array(inks)
        left, top = np.floor(edges[:, :2].min(axis=0) + 1e-6).clip(0)
        right, bottom = np.ceil(edges[:, 2:].max(axis=0) - 1e-6).clip(max=(self.width, self.height))
        if right - left < _MIN_SIDE or bottom - top < _MIN_SIDE:
            return None
        return int(left), int(top), int(right), int(bottom)

    def ink(self, box: Box) -> None:
        """Report ink that was drawn by other means."""
        if self._open and box[2] > box[0] and box[3] > box[1]:
            self._open[-1].append(box)

    def text(self, x: float, baseline: float, text: str, font: ImageFont.FreeTypeFont, colour: Colour) -> None:
        """One line; `x` is where the pen starts."""
        if not text.strip():
            return
        # Letters are kept as pictures: FreeType takes fifteen times as long to set them anew.
        # The inner call of ImageDraw.bitmap, whose wrapping takes longer than the drawing.
        letters, drawer = glyphs(font), self.draw.draw
        ink = drawer.draw_ink(colour)
        pen, base = float(round(x)), round(baseline)
        left, top, right, bottom = self.width, self.height, 0, -self.height
        for letter in text:
            glyph = letters[letter]
            if glyph.picture is not None:
                at = round(pen)
                drawer.draw_bitmap((at + glyph.left, base + glyph.top), glyph.picture.im, ink)
                left, right = min(left, at + glyph.left), max(right, at + glyph.right)
                top, bottom = min(top, glyph.top), max(bottom, glyph.bottom)
            pen += glyph.advance
        self.ink((left, base + top, right, base + bottom))

    def line(self, start: tuple[float, float], end: tuple[float, float], colour: Colour, width: int = 1) -> None:
        """A straight line, horizontal or vertical as far as its reported ink goes."""
        self.draw.line((start, end), fill=colour, width=width)
        half = width / 2
        x0, x1 = sorted((start[0], end[0]))
        y0, y1 = sorted((start[1], end[1]))
        self.ink((x0 - (half if x0 == x1 else 0), y0 - (half if y0 == y1 else 0), x1 + half, y1 + half))

    def rectangle(self, box: Box, *, fill: Colour | None = None, outline: Colour | None = None, width: int = 1) -> None:
        """A box whose border lies inside `box`; ink only where it can be told from the paper."""
        edges = (round(box[0]), round(box[1]), round(box[2]) - 1, round(box[3]) - 1)
        if edges[2] < edges[0] or edges[3] < edges[1]:
            return
        self.draw.rectangle(edges, fill=fill, outline=outline, width=width)
        if any(colour is not None and self._is_visible(colour) for colour in (fill, outline)):
            self.ink((edges[0], edges[1], edges[2] + 1, edges[3] + 1))

    def _is_visible(self, colour: Colour) -> bool:
        return max(abs(a - b) for a, b in zip(colour, self.paper, strict=True)) > _INK_DISTANCE

    def picture(self, picture: Image.Image, x: float, y: float, *, colour: Colour = (0, 0, 0)) -> None:
        """Paste a picture with its upper left corner at (x, y). Mode L is ink of `colour` on what is there."""
        left, top = round(x), round(y)
        if picture.mode == "L":
            coverage = Image.eval(picture, lambda value: 255 - value)
            self.image.paste(colour, (left, top), coverage)
            bounds = coverage.point(lambda value: 255 if value > _INK_DISTANCE else 0).getbbox()
        else:
            self.image.paste(picture, (left, top))
            distance = np.abs(np.asarray(picture.convert("RGB"), dtype=np.int16) - np.array(self.paper)).max(axis=2)
            rows = (distance > _INK_DISTANCE).any(axis=1).nonzero()[0]
            columns = (distance > _INK_DISTANCE).any(axis=0).nonzero()[0]
            bounds = (int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1) if len(rows) else None
        if bounds is not None:
            self.ink((left + bounds[0], top + bounds[1], left + bounds[2], top + bounds[3]))

    @contextmanager
    def on_paper(self, colour: Colour) -> Iterator[None]:
        """Inside a coloured panel: what counts as paper is the panel."""
        before, self.paper = self.paper, colour
        try:
            yield
        finally:
            self.paper = before
