"""Made-up pages for tests of the window."""

import numpy as np

from d2studio.arrays import FloatArray, PixelArray
from d2studio.core.page import PageKey, SourceTransform
from d2studio.core.page_result import PageResult
from d2studio.core.shared_page import SharedPage
from d2studio.detections import Detections


def shared_page(pixels: PixelArray, *, dpi: tuple[float, float] | None = None, index: int = 0) -> SharedPage:
    """A page whose reduced levels are made by dropping every other pixel."""
    levels = [pixels]
    while max(levels[-1].shape) > 1024:
        levels.append(np.ascontiguousarray(levels[-1][::2, ::2]))
    for level in levels:
        level.flags.writeable = False
    height, width, _ = pixels.shape
    to_source = SourceTransform((1, 0, 0, 0, 1, 0), (height, width), "px")
    return SharedPage(PageKey("/folder/scan.tif", index), tuple(levels), dpi, to_source, (), "page-made-up")


def white_page(height: int, width: int, *, index: int = 0) -> SharedPage:
    return shared_page(np.full((height, width, 3), 255, np.uint8), index=index)


def result_of(detections: Detections, outlines: tuple[tuple[FloatArray, ...], ...] | None = None) -> PageResult:
    return PageResult(detections, outlines, "made up", "cpu, float32", 0.1)
