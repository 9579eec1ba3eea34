"""Thousands of rectangles drawn by one call, straight from an array.

Qt's painter takes the address of the first of many rectangles and their number. From Python a list of `QRect` is made,
filled and read again instead, which takes longer than drawing. What Qt finds at the address is what `QRect` and
`QPainter::PixmapFragment` have had in memory in all of Qt 5 and 6: four int, ten double.
"""

from typing import Final, TypeVar, cast

import numpy as np
import shiboken6
from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPixmap

from d2studio.arrays import AnyArray, Int32Array

# Qt shares what has some more rows out to threads, and waking these takes several times as long as filling it.
_MOST_ROWS: Final = 64

_Kind = TypeVar("_Kind")


def draw_rects(painter: QPainter, rects: Int32Array) -> None:
    """Fill rectangles with the painter's brush; it must have no pen.

    Args:
        painter: what to draw with.
        rects: int32 [N, 4], xyxy; the last column and row of pixels belong to the rectangle.
    """
    if len(rects):
        bands = _bands(rects)
        painter.drawRects(_at_address(bands, QRect), len(bands))


def draw_parts(painter: QPainter, picture: QPixmap, rects: Int32Array, sources: Int32Array) -> None:
    """Draw parts of a picture as they are.

    Args:
        painter: what to draw with.
        picture: has all the parts.
        rects: where, as above.
        sources: int32 [N, 2], x and y of each part's first pixel in the picture.
    """
    sizes = rects[:, 2:] - rects[:, :2] + 1
    fragments = np.zeros((len(rects), 10), np.float64)
    fragments[:, :2] = rects[:, :2] + sizes / 2  # the middle
    fragments[:, 2:4] = sources
    fragments[:, 4:6] = sizes
    fragments[:, 6:8] = 1  # scale
    fragments[:, 9] = 1  # opacity
    if len(fragments):
        painter.drawPixmapFragments(_at_address(fragments, QPainter.PixmapFragment), len(fragments), picture)


def _bands(rects: Int32Array) -> Int32Array:
    """The same area in rectangles of at most `_MOST_ROWS`."""
    counts = np.maximum((rects[:, 3] - rects[:, 1]) // _MOST_ROWS + 1, 1)
    bands = np.repeat(rects, counts, axis=0).astype(np.int32)
    numbers = np.arange(len(bands)) - np.repeat(np.cumsum(counts) - counts, counts)  # 0, 1, … in each rectangle
    bands[:, 1] += numbers * _MOST_ROWS
    bands[:, 3] = np.minimum(bands[:, 3], bands[:, 1] + _MOST_ROWS - 1)
    return bands


def _at_address(array: AnyArray, kind: type[_Kind]) -> _Kind:
    """The array's memory, seen as the first of its Qt values. It must not be used once the array is gone."""
    address, _ = array.__array_interface__["data"]
    return cast(_Kind, shiboken6.Shiboken.wrapInstance(address, kind))
