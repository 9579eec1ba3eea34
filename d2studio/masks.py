"""From a mask's small grid of probabilities to page pixels, and to polygons.

A mask comes as M x M probabilities spread over its box. Here it is resampled only where the box lies, so that a page
of 35 megapixels with a hundred masks needs a few megabytes and not gigabytes.

Shape shorthand: N masks, M side of a mask's grid, H and W the page's height and width, h and w those of a region.
"""

import math
from typing import Final

import numpy as np

from d2studio.arrays import BoolArray, FloatArray
from d2studio.detections import Detections

# Corners of polygons are dropped if the outline strays no farther than this without them, in page pixels; of thin
# shapes, which a pixel changes or wipes out, only this share of their thickness.
_TOLERANCE_PX: Final = 0.75
_TOLERANCE_SHARE: Final = 0.04


def paste_mask(
    probabilities: FloatArray, box: FloatArray, size_hw: tuple[int, int], threshold: float = 0.5
) -> tuple[BoolArray, tuple[int, int]]:
    """Resample one mask to page pixels.

    Args:
        probabilities: float32 [M, M] over the box.
        box: float32 [4], xyxy in page pixels; may reach over the page's edges.
        size_hw: height and width of the page.
        threshold: a pixel belongs to the mask from this probability on.

    Returns:
        bool [h, w], the part of the page that the box touches and one pixel around it, and the (x, y) of its
        top left pixel. Empty where the box lies off the page or has no area.

    Source: the arithmetic of Detectron2 02b5c4e2, layers/mask_ops.py: bilinear, zero outside the grid, a pixel's value
    taken at its centre.
    """
    height, width = size_hw
    x0, y0, x1, y1 = box.tolist()
    left, right = _pixel_range(x0, x1, width)
    top, bottom = _pixel_range(y0, y1, height)
    if left >= right or top >= bottom:
        return np.zeros((0, 0), np.bool_), (left, top)
    rows, columns = probabilities.shape
    widened = _resample(probabilities.T, _grid_positions(x0, x1, left, right, columns)).T
    return _resample(widened, _grid_positions(y0, y1, top, bottom, rows)) >= threshold, (left, top)


def paste_masks(detections: Detections) -> BoolArray:
    """All masks as bool [N, H, W] of page pixels: large, so for exports and tests, not for display."""
    assert detections.masks is not None
    pasted = np.zeros((len(detections), *detections.size_hw), np.bool_)
    for page, probabilities, box in zip(pasted, detections.masks, detections.boxes, strict=True):
        region, (x, y) = paste_mask(probabilities, box, detections.size_hw)
        page[y : y + region.shape[0], x : x + region.shape[1]] = region
    return pasted


def mask_polygons(detections: Detections, index: int) -> list[FloatArray]:
    """Outlines of detection `index`'s mask, largest first; none where the mask is empty.

    Only outer outlines: a hole is covered, since neither COCO's polygons nor PAGE's can say otherwise.

    Returns:
        float32 [P, 2] arrays of (x, y) in page pixels, along the edges of pixels: a mask of the one pixel (3, 5) is
        the square from 3, 5 to 4, 6.
    """
    assert detections.masks is not None
    region, (x, y) = paste_mask(detections.masks[index], detections.boxes[index], detections.size_hw)
    return [outline + np.array([x, y], np.float32) for outline in _outlines(region)]


def _pixel_range(start: float, stop: float, size: int) -> tuple[int, int]:
    """First and past-the-last pixel that the reference looks at for a box from `start` to `stop`."""
    if not stop > start:
        return 0, 0
    return min(max(math.floor(start) - 1, 0), size), max(min(math.ceil(stop) + 1, size), 0)


def _grid_positions(start: float, stop: float, first: int, last: int, cells: int) -> FloatArray:
    """Where the centres of pixels lie along one axis of the grid, counted in cells from the first cell's centre."""
    centres = np.arange(first, last, dtype=np.float32) + np.float32(0.5)
    return (centres - np.float32(start)) / np.float32(stop - start) * np.float32(cells) - np.float32(0.5)


def _resample(grid: FloatArray, positions: FloatArray) -> FloatArray:
    """Interpolate the rows of float32 [cells, K] at float32 [P] positions; [P, K], with zeros outside.

    The page's two axes are done one after the other. A product of matrices would be shorter, but its threads take
    the cores from a model that runs at the same time.
    """
    cells = len(grid)
    padded = np.pad(grid, ((1, 1), (0, 0)))
    inside = np.clip(positions + 1, 0, cells + 1)
    before = np.minimum(inside.astype(np.intp), cells)
    share = (inside - before).astype(np.float32)[:, None]
    values: FloatArray = padded[before] * (1 - share)
    values += padded[before + 1] * share
    return values


def _outlines(region: BoolArray) -> list[FloatArray]:
    """Outer outlines of a bool [h, w] region in its own pixels, largest first."""
    import cv2  # here, since everything else in this module must load without it

    if not region.any():
        return []
    # OpenCV runs through the centres of pixels. On a lattice twice as fine where each pixel is a 3 x 3 block around
    # its centre, the outermost centres are the pixels' own corners.
    height, width = region.shape
    lattice = np.zeros((2 * height + 1, 2 * width + 1), np.uint8)
    lattice[1::2, 1::2] = region
    lattice = cv2.dilate(lattice, np.ones((3, 3), np.uint8)).astype(np.uint8)
    contours, _ = cv2.findContours(lattice, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    outlines = []
    for contour in sorted(contours, key=cv2.contourArea, reverse=True):
        thickness = 2 * cv2.contourArea(contour) / cv2.arcLength(contour, closed=True)
        corners = cv2.approxPolyDP(contour, min(2 * _TOLERANCE_PX, _TOLERANCE_SHARE * thickness), closed=True)[:, 0]
        outlines.append(corners.astype(np.float32) * np.float32(0.5))
    return outlines
