"""Made-up results for tests."""

import numpy as np
from hypothesis import strategies as st

from d2studio.detections import Detections

CLASS_NAMES = ("Text", "Title", "Table")


def detections_of(
    boxes: list[list[float]],
    scores: list[float],
    class_ids: list[int] | None = None,
    *,
    size_hw: tuple[int, int] = (100, 80),
) -> Detections:
    """Detections without masks; all of class 0 unless said otherwise."""
    return Detections(
        size_hw=size_hw,
        class_names=CLASS_NAMES,
        boxes=np.array(boxes, np.float32).reshape(-1, 4),
        scores=np.array(scores, np.float32),
        class_ids=np.array([0] * len(scores) if class_ids is None else class_ids, np.int64),
    )


def random_detections(count: int, *, seed: int, largest_px: float = 400) -> Detections:
    """Boxes all over a page of 1,600 x 1,200 pixels."""
    rng = np.random.default_rng(seed)
    corners = rng.uniform(0, [1200, 1600], (count, 2))
    sizes = rng.uniform(2, largest_px, (count, 2))
    return Detections(
        size_hw=(1600, 1200),
        class_names=CLASS_NAMES,
        boxes=np.hstack((corners, np.minimum(corners + sizes, [1200, 1600]))).astype(np.float32),
        scores=np.sort(rng.uniform(0.05, 1, count)).astype(np.float32)[::-1].copy(),
        class_ids=rng.integers(0, len(CLASS_NAMES), count),
    )


@st.composite
def any_detections(draw: st.DrawFn) -> Detections:
    """Few boxes on a coarse grid, so that equal scores, equal boxes and shared edges are common."""
    coordinate = st.integers(0, 6)
    entry = st.tuples(coordinate, coordinate, coordinate, coordinate, st.integers(1, 20), st.integers(0, 2))
    entries = draw(st.lists(entry, max_size=12))
    return detections_of(
        [[10 * min(a, b), 10 * min(c, d), 10 * max(a, b), 10 * max(c, d)] for a, b, c, d, _, _ in entries],
        [score / 20 for *_, score, _ in entries],
        [class_id for *_, class_id in entries],
    )
