"""Pictures of pages with what was found drawn on them."""

import math
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from types import MappingProxyType
from typing import Final

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from d2studio.arrays import BoolArray, FloatArray, PixelArray
from d2studio.core.colours import Colour, class_colour, text_colour
from d2studio.detections import Detections
from d2studio.masks import mask_polygons, paste_mask

# Strength of fills. A box's must leave the text below it readable; a mask's may say more, its outline is soft.
_BOX_FILL: Final = 0.12
_MASK_FILL: Final = 0.3
_MAP_FILL: Final = 0.45

# Of the page's mean side. On an A4 page at 150 dpi lines are 3 and letters 18 pixels high.
_LINE_SHARE: Final = 1 / 500
_LETTER_SHARE: Final = 1 / 80
_MIN_LINE_PX: Final = 2
_MIN_LETTER_PX: Final = 12

# Detectron2's own drawing hides keypoints below this.
_MIN_KEYPOINT_SCORE: Final = 0.05
_MAX_LABEL_LETTERS: Final = 40


def annotate(
    pixels: PixelArray, detections: Detections, class_colours: Mapping[int, Colour] = MappingProxyType({})
) -> Image.Image:
    """Draw detections on their page.

    Args:
        pixels: uint8 [H, W, 3], RGB; not changed.
        detections: all of them are drawn, so filter first; best first decides who gets room for a label.
        class_colours: class id to the colour of its detections; other classes have those of `class_colour`.
    """
    height, width = pixels.shape[:2]
    assert detections.size_hw == (height, width)
    colours = [
        class_colours.get(class_id, class_colour(detections.thing_name(class_id)))
        for class_id in detections.class_ids.tolist()
    ]
    mean_side = math.sqrt(height * width)
    line_px = max(_MIN_LINE_PX, round(mean_side * _LINE_SHARE))
    picture = Image.fromarray(pixels).copy()
    _fill(picture, detections, colours)
    labels = _Labels(picture, letter_px=max(_MIN_LETTER_PX, round(mean_side * _LETTER_SHARE)))
    draw = ImageDraw.Draw(picture)
    for index in reversed(range(len(detections))):
        _draw_outline(draw, detections, index, colours[index], line_px)
        if detections.keypoints is not None:
            _draw_keypoints(draw, detections.keypoints[index], colours[index], line_px)
    for index in range(len(detections)):
        name = _drawable_name(detections.class_name(index), int(detections.class_ids[index]))
        text = f"{name} {detections.scores[index]:.2f}"
        labels.add(text, colours[index], beside=_drawable(detections.boxes[index]))
    for region, class_id in _map_regions(detections):
        name = detections.stuff_name(class_id)
        labels.add(_drawable_name(name, class_id), class_colour(name), beside=_point_inside(region))
    return picture


def _drawable_name(name: str, class_id: int) -> str:
    """A name short enough for a label, in the ASCII letters that Pillow's built-in font has: "Ü" becomes "U"."""
    decomposed = unicodedata.normalize("NFKD", name)
    letters = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    if not (letters.isascii() and letters.isprintable()):
        return f"class {class_id}"
    return letters if len(letters) <= _MAX_LABEL_LETTERS else letters[: _MAX_LABEL_LETTERS - 3] + "..."


def _drawable(box: FloatArray) -> tuple[int, int, int, int]:
    """First and last pixel of a box in both directions; Pillow draws up to and with the last."""
    x0, y0, x1, y1 = (round(value) for value in box.tolist())
    return x0, y0, max(x1 - 1, x0), max(y1 - 1, y0)


def _fill(picture: Image.Image, detections: Detections, colours: Sequence[Colour]) -> None:
    """Tint the areas of maps, masks and boxes; `colours` are those of the detections."""
    for region, class_id in _map_regions(detections):
        _tint(picture, class_colour(detections.stuff_name(class_id)), _MAP_FILL, (0, 0), region)
    for index in reversed(range(len(detections))):
        colour = colours[index]
        if detections.masks is None:
            x0, y0, x1, y1 = _drawable(detections.boxes[index])
            x0, y0 = max(x0, 0), max(y0, 0)
            region = np.ones((max(y1 + 1 - y0, 0), max(x1 + 1 - x0, 0)), np.bool_)
            _tint(picture, colour, _BOX_FILL, (x0, y0), region)
        else:
            region, corner = paste_mask(detections.masks[index], detections.boxes[index], detections.size_hw)
            _tint(picture, colour, _MASK_FILL, corner, region)


def _map_regions(detections: Detections) -> Iterator[tuple[BoolArray, int]]:
    """Each region of a map that no detection stands for: bool [H, W], and its stuff class. One at a time in memory."""
    if detections.panoptic is not None:
        for segment in detections.panoptic.segments:
            if not segment.is_thing:
                yield detections.panoptic.segment_ids == segment.id, segment.class_id
    elif detections.semantic is not None:
        for class_id in np.unique(detections.semantic).tolist():
            yield detections.semantic == class_id, class_id


def _tint(picture: Image.Image, colour: Colour, share: float, corner: tuple[int, int], region: BoolArray) -> None:
    """Mix `colour` into the pixels of bool [h, w] `region`, whose top left pixel is `corner` of the picture."""
    height, width = region.shape
    if region.size:
        area = picture.crop((*corner, corner[0] + width, corner[1] + height))
        tinted = Image.blend(area, Image.new("RGB", area.size, colour), share)
        picture.paste(tinted, corner, Image.fromarray(region))


def _point_inside(region: BoolArray) -> tuple[int, int, int, int]:
    """A pixel of the region, near its middle, as a box."""
    positions = np.flatnonzero(region)
    y, x = divmod(int(positions[len(positions) // 2]), region.shape[1])
    return x, y, x, y


def _draw_outline(draw: ImageDraw.ImageDraw, detections: Detections, index: int, colour: Colour, line_px: int) -> None:
    outlines = [] if detections.masks is None else mask_polygons(detections, index)
    # Where there is a mask it says more than the box, which steps back.
    draw.rectangle(_drawable(detections.boxes[index]), outline=colour, width=1 if outlines else line_px)
    for outline in outlines:
        corners = [(x, y) for x, y in outline.tolist()]
        draw.line([*corners, corners[0]], fill=colour, width=line_px, joint="curve")


def _draw_keypoints(draw: ImageDraw.ImageDraw, keypoints: FloatArray, colour: Colour, line_px: int) -> None:
    radius = 1.5 * line_px
    for x, y, score in keypoints.tolist():
        if score > _MIN_KEYPOINT_SCORE:
            draw.circle((x, y), radius, fill=colour, outline=text_colour(colour))


class _Labels:
    """Chips with text that never cover one another; where there is no room only the colour stays."""

    def __init__(self, picture: Image.Image, *, letter_px: int) -> None:
        self._draw = ImageDraw.Draw(picture)
        self._width, self._height = picture.size
        self._font = ImageFont.load_default(letter_px)
        self._margin = max(2, letter_px // 5)
        _, top, _, bottom = self._font.getbbox("Åg")
        self._text_top = top
        self._chip_height = math.ceil(bottom - top) + 2 * self._margin
        self._taken = np.zeros((0, 4), np.int64)

    def add(self, text: str, colour: Colour, *, beside: tuple[int, int, int, int]) -> None:
        """Place a chip at a box: above, inside its top edge, below or inside its bottom edge; left, else right."""
        x0, y0, x1, y1 = beside
        width = math.ceil(self._font.getlength(text)) + 2 * self._margin
        lefts = [min(max(x, 0), max(self._width - width, 0)) for x in (x0, x1 + 1 - width)]
        for y, x in product((y0 - self._chip_height, y0, y1 + 1, y1 + 1 - self._chip_height), lefts):
            if self._is_free(x, y, width):
                self._taken = np.vstack((self._taken, (x, y, x + width, y + self._chip_height)))
                self._draw.rectangle((x, y, x + width - 1, y + self._chip_height - 1), fill=colour)
                position = (x + self._margin, y + self._margin - self._text_top)
                self._draw.text(position, text, font=self._font, fill=text_colour(colour))
                return
        side = self._chip_height // 2
        self._draw.rectangle((x0, y0, x0 + side, y0 + side), fill=colour)

    def _is_free(self, x: int, y: int, width: int) -> bool:
        if x + width > self._width or y < 0 or y + self._chip_height > self._height:
            return False
        left, top, right, bottom = self._taken.T
        return not np.any((x < right) & (left < x + width) & (y < bottom) & (top < y + self._chip_height))
