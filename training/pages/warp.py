"""Geometry of a scan: a page is laid on the glass askew, cut, shifted, and comes out at the network's size.

Shapes: H, W of the page, h, w of the result, N boxes. Boxes are xyxy, pixels, where pixel (0, 0) covers 0 to 1.
"""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

# A box of which less is left after a cut shows too little to be told from its neighbours.
MIN_VISIBLE: Final = 0.4


def warp(
    image: NDArray[np.uint8],
    boxes: NDArray[np.float32],
    rng: np.random.Generator,
    *,
    short_side: int,
    max_aspect: float = 1.5,
) -> tuple[NDArray[np.uint8], NDArray[np.float32], NDArray[np.intp]]:
    """Place a page at random on a canvas of the network's size.

    Args:
        image: [H, W, 3], left unchanged.
        boxes: [N, 4], pixels of `image`.
        rng: the only source of chance.
        short_side: pixels of the result's short side, fewer where the long side reaches its bound.
        max_aspect: the long side is at most `short_side * max_aspect` pixels.

    Returns:
        The image [h, w, 3], the boxes [K, 4] in its pixels, clipped to it (of a rotated box the bounds), and the
        ascending indices [K] of the boxes that are left: those that show at least `MIN_VISIBLE` of their area.
    """
    boxes = boxes.reshape(-1, 4)
    left, top, window_w, window_h = _window(image.shape[0], image.shape[1], rng)
    stretch = rng.uniform(0.94, 1.06) if rng.random() < 0.5 else 1.0
    zoom_x, zoom_y = rng.uniform(0.85, 1.1) + rng.uniform(-0.03, 0.03, 2) if rng.random() < 0.6 else (1.0, 1.0)

    # The canvas in pixels of the page, then the scale that brings it to the wanted size.
    canvas_w, canvas_h = window_w * stretch / zoom_x, window_h / zoom_y
    scale = min(short_side / min(canvas_w, canvas_h), short_side * max_aspect / max(canvas_w, canvas_h))
    out_wh = max(1, round(canvas_w * scale)), max(1, round(canvas_h * scale))
    to_out = np.diag([stretch * scale, scale, 1.0]) @ _shift(-left, -top)
    room = np.subtract(out_wh, (window_w * stretch * scale, window_h * scale))
    to_out = _placement(room, out_wh, rng) @ to_out

    margin = _margin_colour(image, rng)
    out = _resample(image, to_out, scale, out_wh, margin)
    moved = _bounds(boxes, to_out)
    if rng.random() < 0.015:
        out, moved = _curl(out, moved, rng, margin)

    clipped = moved.clip(0, [*out_wh, *out_wh])
    area = _area(moved)
    # A line has no area, yet the bounds of a turned line have.
    kept = np.flatnonzero((_area(boxes) > 0) & (_area(clipped) >= MIN_VISIBLE * area))
    return out, clipped[kept].astype(np.float32), kept


def _window(height: int, width: int, rng: np.random.Generator) -> tuple[int, int, int, int]:
    """Choose the part of the page that is scanned, x, y, width, height in whole pixels: mostly all of it."""
    if rng.random() >= 0.15:
        return 0, 0, width, height
    share, split = rng.uniform(0.6, 1.0), rng.random()
    part_w, part_h = max(1, round(width * share**split)), max(1, round(height * share ** (1 - split)))
    left, top = int(rng.integers(width - part_w + 1)), int(rng.integers(height - part_h + 1))
    return left, top, part_w, part_h


def _placement(room: NDArray[np.float64], out_wh: tuple[int, int], rng: np.random.Generator) -> NDArray[np.float64]:
    """Make the homography [3, 3] of the scaled page on the canvas: shift, and now and then skew or perspective.

    `room` is the canvas less the page, x and y, in pixels of the canvas: negative where the page is cut.
    """
    # Most pages lie near the middle of their margins.
    matrix = _shift(*(room * rng.triangular(0, 0.5, 1, 2) + (rng.random() < 0.3) * rng.normal(0, 0.01, 2) * out_wh))
    centre = np.divide(out_wh, 2)
    if rng.random() < 0.35:
        angle = np.radians(rng.normal(0, 0.7))
        shear = rng.normal(0, 0.004)
        turn = np.array([[np.cos(angle), shear - np.sin(angle), 0], [np.sin(angle), np.cos(angle), 0], [0, 0, 1]])
        matrix = _shift(*centre) @ turn @ _shift(*-centre) @ matrix
    if rng.random() < 0.015:
        lean = np.eye(3)
        lean[2, :2] = rng.uniform(-0.06, 0.06, 2) / out_wh
        matrix = _shift(*centre) @ lean @ _shift(*-centre) @ matrix
    return matrix


def _shift(x: float, y: float) -> NDArray[np.float64]:
    return np.array([[1.0, 0.0, x], [0.0, 1.0, y], [0.0, 0.0, 1.0]])


def _margin_colour(page: NDArray[np.uint8], rng: np.random.Generator) -> tuple[float, float, float]:
    """Choose what lies beyond the page: more paper, the dark of an open lid, or its light grey."""
    kind = rng.random()
    if kind < 0.7:
        frame = np.concatenate([page[0], page[-1], page[:, 0], page[:, -1]])
        red, green, blue = np.median(frame, axis=0)
        return float(red), float(green), float(blue)
    grey = rng.uniform(0, 60) if kind < 0.9 else rng.uniform(170, 245)
    red, green, blue = grey + rng.uniform(-8, 8, 3)
    return float(red), float(green), float(blue)


def _resample(
    page: NDArray[np.uint8],
    to_out: NDArray[np.float64],
    scale: float,
    out_wh: tuple[int, int],
    margin: tuple[float, float, float],
) -> NDArray[np.uint8]:
    """Draw the page through a homography that shrinks it to about `scale`, without aliasing."""
    # Halves by the mean, then a blur as wide as the rest asks for, then two pixels to a side: a little softer than
    # INTER_AREA (on text, contrast is up to 4 % lower), in a quarter to a half of the time of that and an affine step.
    while scale <= 0.5 and min(page.shape[:2]) >= 2:
        even = page[: page.shape[0] // 2 * 2, : page.shape[1] // 2 * 2]
        page = np.asarray(cv2.resize(even, (even.shape[1] // 2, even.shape[0] // 2), interpolation=cv2.INTER_AREA))
        to_out = to_out @ np.diag([2.0, 2.0, 1.0])
        scale *= 2
    if scale < 0.9:
        page = np.asarray(cv2.GaussianBlur(page, (3, 3), 0.4 * np.sqrt(1 / scale**2 - 1)), np.uint8)
    # cv2 counts from the centres of pixels, boxes from their corners.
    matrix = _shift(-0.5, -0.5) @ to_out @ _shift(0.5, 0.5)
    if np.array_equal(matrix[2], [0, 0, 1]):
        out = cv2.warpAffine(page, matrix[:2], out_wh, flags=cv2.INTER_LINEAR, borderValue=margin)
    else:
        out = cv2.warpPerspective(page, matrix, out_wh, flags=cv2.INTER_LINEAR, borderValue=margin)
    return np.asarray(out, np.uint8)


def _bounds(boxes: NDArray[np.float32], matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """Move boxes [N, 4] by a homography and take the bounds [N, 4] of their corners."""
    corners = boxes[:, [0, 1, 2, 1, 2, 3, 0, 3]].reshape(-1, 4, 2).astype(np.float64)
    points = corners @ matrix[:, :2].T + matrix[:, 2]
    flat = points[..., :2] / points[..., 2:]
    return np.concatenate([flat.min(1), flat.max(1)], axis=1)


def _curl(
    page: NDArray[np.uint8],
    boxes: NDArray[np.float64],
    rng: np.random.Generator,
    margin: tuple[float, float, float],
) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """Bend the lines of a photographed book up or down towards one side; boxes [N, 4] become their bounds."""
    height, width = page.shape[:2]
    rise = rng.uniform(-0.03, 0.03) * height
    bound_right = rng.random() < 0.5

    def drop(x: NDArray[np.floating]) -> NDArray[np.float64]:
        along = np.clip(x / width, 0, 1)
        return np.asarray(rise * (along if bound_right else 1 - along) ** 2)

    columns, rows = np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32)
    map_x = np.tile(columns, (height, 1))
    map_y = (rows[:, None] - drop(columns + 0.5)[None]).astype(np.float32)
    bent = cv2.remap(page, map_x, map_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=margin)
    # The drop grows or falls all along the line, so its extremes over a box lie at the box's sides.
    ends = drop(boxes[:, [0, 2]])
    moved = boxes.copy()
    moved[:, 1] += ends.min(1)
    moved[:, 3] += ends.max(1)
    return np.asarray(bent, np.uint8), moved


def _area(boxes: NDArray[np.floating]) -> NDArray[np.float64]:
    """Measure boxes [N, 4], which are bounds, in square pixels [N]."""
    return np.asarray((boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1]))
