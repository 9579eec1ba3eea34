"""Which detections are shown, and why each other one is not. Pure functions of stored results; no model runs.

A page is run once at a low floor; these rules decide afterwards. Where the model suppresses duplicates per class and
hard (all of Detectron2's models do), a result filtered here equals a run at the higher threshold.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import pairwise
from typing import Final

import numpy as np

from d2studio.arrays import ByteArray, FloatArray, IntArray
from d2studio.detections import Detections

_NO_LIMIT: Final = 2.0  # for shares, which end at 1


class Reason(IntEnum):
    """Why a detection is not shown. The first that applies, in this order."""

    SHOWN = 0
    CLASS = 1  # its class is switched off
    THRESHOLD = 2  # its score is below the threshold of its class
    OVERLAP = 3  # it covers the same area as a better one, of whatever class
    INSIDE = 4  # it lies mostly inside a better one, of whatever class
    COUNT = 5  # there are enough better ones


@dataclass(frozen=True)
class FilterRules:
    """What shall be shown. The defaults show everything.

    Attributes:
        threshold: a detection is shown from this score on.
        class_thresholds: class id to a threshold that holds for it instead.
        hidden_classes: ids of the classes that are switched off; their detections do not hide others either.
        max_overlap: intersection over union, 0 to 1, above which the worse of two is hidden.
        max_inside: share of a detection's own area, 0 to 1, that may lie inside a better one. Its own and not the
            smaller one's: a confident line must not hide the whole column that it stands in.
        max_count: how many are shown at most, best first.
    """

    threshold: float = 0.0
    class_thresholds: Mapping[int, float] = field(default_factory=dict)
    hidden_classes: frozenset[int] = frozenset()
    max_overlap: float | None = None
    max_inside: float | None = None
    max_count: int | None = None


@dataclass(frozen=True, eq=False)
class Filtered:
    """The outcome of rules, in terms of positions in the `Detections` that were filtered.

    Attributes:
        shown: int64 [S], best score first.
        reasons: uint8 [N] of `Reason`.
        hidden_by: int64 [N], the better detection where the reason is OVERLAP or INSIDE, else -1.
    """

    shown: IntArray
    reasons: ByteArray
    hidden_by: IntArray


def apply_rules(detections: Detections, rules: FilterRules) -> Filtered:
    """Apply all rules at once. The outcome does not depend on the order of the detections."""
    count = len(detections)
    reasons = np.full(count, Reason.SHOWN, np.uint8)
    hidden_by = np.full(count, -1, np.int64)

    reasons[detections.scores < _threshold_of_each(detections.class_ids, rules)] = Reason.THRESHOLD
    reasons[np.isin(detections.class_ids, list(rules.hidden_classes))] = Reason.CLASS

    shown = _best_first(detections)
    shown = shown[reasons[shown] == Reason.SHOWN]
    if rules.max_overlap is not None or rules.max_inside is not None:
        verdicts, better = _suppress(
            detections.boxes[shown],
            _NO_LIMIT if rules.max_overlap is None else rules.max_overlap,
            _NO_LIMIT if rules.max_inside is None else rules.max_inside,
        )
        reasons[shown] = verdicts
        hidden_by[shown] = np.where(better >= 0, shown[better], -1)
        shown = shown[verdicts == Reason.SHOWN]
    if rules.max_count is not None:
        reasons[shown[rules.max_count :]] = Reason.COUNT
        shown = shown[: rules.max_count]
    return Filtered(shown, reasons, hidden_by)


def _threshold_of_each(class_ids: IntArray, rules: FilterRules) -> FloatArray:
    thresholds = np.full(len(class_ids), rules.threshold, np.float32)
    for class_id, threshold in rules.class_thresholds.items():
        thresholds[class_ids == class_id] = threshold
    return thresholds


def _best_first(detections: Detections) -> IntArray:
    """Positions by falling score; equal scores by class and box, so that ties fall the same way in any input order."""
    scores = detections.scores
    if (scores[1:] < scores[:-1]).all():  # as predictors return them
        return np.arange(len(scores))
    x0, y0, x1, y1 = detections.boxes.T
    return np.lexsort((x1, y1, x0, y0, detections.class_ids, -scores)).astype(np.int64)


def _suppress(boxes: FloatArray, max_overlap: float, max_inside: float) -> tuple[ByteArray, IntArray]:
    """Keep greedily from the best on; `boxes` stand best first.

    Returns:
        `Reason` (SHOWN, OVERLAP or INSIDE) of each, and the position of what hides it, else -1.
    """
    x0, y0, x1, y1 = boxes.T.copy()
    areas = (x1 - x0) * (y1 - y0)
    better, worse = _touching_pairs(boxes)
    width = np.minimum(x1[better], x1[worse]) - np.maximum(x0[better], x0[worse])
    height = np.minimum(y1[better], y1[worse]) - np.maximum(y0[better], y0[worse])
    shared = width * height
    overlaps = shared > max_overlap * (areas[better] + areas[worse] - shared)
    conflicts = overlaps | (shared > max_inside * areas[worse])
    better, worse, overlaps = better[conflicts], worse[conflicts], overlaps[conflicts]

    by_better = np.argsort(better, kind="stable")
    better, worse, overlaps = better[by_better], worse[by_better], overlaps[by_better]
    reasons = np.full(len(boxes), Reason.SHOWN, np.uint8)
    hidden_by = np.full(len(boxes), -1, np.int64)
    bounds = np.searchsorted(better, np.arange(len(boxes) + 1)).tolist()
    for suppressor, (start, end) in enumerate(pairwise(bounds)):
        if start == end or reasons[suppressor] != Reason.SHOWN:
            continue
        losers = worse[start:end]
        still_shown = reasons[losers] == Reason.SHOWN
        losers = losers[still_shown]
        reasons[losers] = np.where(overlaps[start:end][still_shown], Reason.OVERLAP, Reason.INSIDE)
        hidden_by[losers] = suppressor
    return reasons, hidden_by


def _touching_pairs(boxes: FloatArray) -> tuple[IntArray, IntArray]:
    """All pairs of boxes that share some area, each as (smaller position, larger position).

    A sweep down the page: in the order of top edges a box can only meet those that start before it ends. Pages are
    made of lines, so that leaves few pairs where all against all would be millions.
    """
    x0, y0, x1, y1 = boxes.T.copy()
    positions = np.arange(len(boxes))
    from_top = np.argsort(y0, kind="stable")
    counts = np.maximum(np.searchsorted(y0[from_top], y1[from_top]) - positions - 1, 0)
    upper = np.repeat(positions, counts)
    rank_in_run = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    first, second = from_top[upper], from_top[upper + 1 + rank_in_run]
    meets = (x0[first] < x1[second]) & (x0[second] < x1[first])
    first, second = first[meets], second[meets]
    return np.minimum(first, second), np.maximum(first, second)
