"""Which regions lie under a point: values without Qt."""

import numpy as np

from d2studio.arrays import FloatArray, IntArray


def regions_at(
    boxes: FloatArray, candidates: IntArray, point: tuple[float, float], *, tolerance: float = 0.0
) -> list[int]:
    """Find the regions under a point.

    Args:
        boxes: float [N, 4], xyxy.
        candidates: int [C], positions in `boxes` that count.
        point: x and y in the frame of `boxes`.
        tolerance: how far beside a box the point may be, so that small ones can be hit.

    Returns:
        Positions in `boxes`, smallest area first.
    """
    x0, y0, x1, y1 = boxes[candidates].T
    x, y = point
    inside = (x0 - tolerance <= x) & (x <= x1 + tolerance) & (y0 - tolerance <= y) & (y <= y1 + tolerance)
    hits = candidates[inside]
    areas = ((x1 - x0) * (y1 - y0))[inside]
    found: list[int] = hits[np.argsort(areas, kind="stable")].tolist()
    return found
