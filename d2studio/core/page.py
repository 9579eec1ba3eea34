"""What a page is once it is decoded: pixels, resolution, and the way back to the file it came from."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np

from d2studio.arrays import ArrayLike, DoubleArray, PixelArray

Allocate = Callable[[tuple[int, int]], PixelArray]  # height and width to an uint8 [H, W, 3] that may be written


class PageKey(NamedTuple):
    """Which page: a file, as it was asked for, and the frame or page in it, from 0.

    A tuple, since there may be very many, and no other value of our own is looked up as quickly.
    """

    path: str
    frame: int = 0


@dataclass(frozen=True)
class SourceTransform:
    """An affine map from page pixels to the frame that the file itself uses.

    Coordinates are continuous: pixel (0, 0) covers 0 to 1, and a page W pixels wide spans 0 to W.

    Attributes:
        matrix: (a, b, c, d, e, f) of `x' = a x + b y + c`, `y' = d x + e y + f`.
        size_hw: height and width of the source frame. Of a picture, its pixels as stored, before the EXIF
            orientation; of a PDF page, its visible box (CropBox) in points, before `/Rotate`.
        unit: `px`, with the origin top left and y down; or `pt` (1/72 inch) in PDF user space, with y up and
            an origin that need not be a corner of the page.
    """

    matrix: tuple[float, float, float, float, float, float]
    size_hw: tuple[float, float]
    unit: Literal["px", "pt"]

    def __call__(self, points: ArrayLike) -> DoubleArray:
        """Map [..., 2] points (x, y) from page pixels to the source frame."""
        linear, offset = self._parts()
        mapped: DoubleArray = np.asarray(points, np.float64) @ linear + offset
        return mapped

    def inverse(self, points: ArrayLike) -> DoubleArray:
        """Map [..., 2] points (x, y) from the source frame to page pixels."""
        linear, offset = self._parts()
        mapped: DoubleArray = (np.asarray(points, np.float64) - offset) @ np.linalg.inv(linear)
        return mapped

    def _parts(self) -> tuple[DoubleArray, DoubleArray]:
        a, b, c, d, e, f = self.matrix
        return np.array([[a, d], [b, e]], np.float64), np.array([c, f], np.float64)


@dataclass(frozen=True, eq=False)
class Page:
    """One picture to look at: a file, a frame of a TIFF, a page of a PDF.

    Attributes:
        path: the file, as it was asked for.
        index: the frame or page in the file, from 0.
        pixels: uint8 [H, W, 3], RGB, read-only, contiguous, turned as it is displayed.
        dpi: pixels per inch along x and y of `pixels`; None where the file does not say, or says nonsense.
        to_source: maps points of `pixels` to the file's own frame.
        notes: what was done to the values on the way, in words.
    """

    path: Path
    index: int
    pixels: PixelArray
    dpi: tuple[float, float] | None
    to_source: SourceTransform
    notes: tuple[str, ...] = ()

    @property
    def size_hw(self) -> tuple[int, int]:
        height, width, _ = self.pixels.shape
        return height, width
