"""Where precision is lost: which class is taken for which, and how boxes go wrong.

Shape shorthand: C classes.
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np

from training.truth import (
    MATCH_IOU,
    NOTHING,
    Findings,
    FloatArray,
    Found,
    IntArray,
    TruePage,
    Truth,
    areas,
    pairwise_iou,
    shared_areas,
)

SHOWN_SCORE: Final = 0.4  # about where a person would set the threshold

_STRICT_IOU: Final = 0.75
_CONTAINED: Final = 0.8  # of a box's area inside another: the other swallows it
_PIECE: Final = 0.08  # of a box's area: a smaller detection inside it is no part of a split
_TOUCHED: Final = 0.3  # of a box's area covered: it was noticed, if badly


class Fate(IntEnum):
    """What became of a true box that no detection matches, the first that applies."""

    SPLIT = 0  # two or more detections lie inside it, each a part
    MERGED = 1  # a detection swallows it, and is much larger
    CUT = 2  # detections cover some of it
    MISSED = 3


@dataclass(frozen=True, eq=False)
class Mistakes:
    """Counts over pages; only classes that are complete on a page count there.

    Attributes:
        confusion: int64 [C, C], of true boxes of the row's class, how many were found as the column's. A box found as
            its own class and another one counts as right.
        fates: int64 [C, 4], what became of the boxes that no detection matches, by `Fate`.
        found: int64 [C], detections of each class.
        right: int64 [C], how many of those match a true box of their class; two may match the same.
        any_class_recall: share of the true boxes that any detection of whatever class and score matches at IoU 0.5.
        strict_recall: the same at IoU 0.75.
    """

    confusion: IntArray
    fates: IntArray
    found: IntArray
    right: IntArray
    any_class_recall: float
    strict_recall: float


def count_mistakes(truth: Truth, findings: Findings, shown_score: float = SHOWN_SCORE) -> Mistakes:
    """Compare what would be shown, detections of at least `shown_score`, with the truth."""
    classes = len(truth.class_names)
    confusion = np.zeros((classes, classes), np.int64)
    fates = np.zeros((classes, len(Fate)), np.int64)
    found_count, right_count = np.zeros(classes, np.int64), np.zeros(classes, np.int64)
    best_overlaps = [np.empty(0)]
    for page in (page.only_complete() for page in truth.pages):
        every = findings.get(page.path.name, NOTHING)
        overlaps = pairwise_iou(page.boxes, every.boxes)
        best_overlaps.append(overlaps.max(axis=1, initial=0.0))
        is_shown = every.scores >= shown_score
        shown, overlaps = every.where(is_shown), overlaps[:, is_shown]
        _judge_truth(page, shown, overlaps, confusion, fates)
        counts = np.isin(shown.class_ids, list(page.complete))
        is_same = page.class_ids[:, None] == shown.class_ids
        is_right = ((overlaps >= MATCH_IOU) & is_same).any(axis=0)
        np.add.at(found_count, shown.class_ids[counts], 1)
        np.add.at(right_count, shown.class_ids[counts & is_right], 1)
    best = np.concatenate(best_overlaps)
    boxes = max(1, len(best))
    return Mistakes(
        confusion,
        fates,
        found_count,
        right_count,
        any_class_recall=float((best >= MATCH_IOU).sum() / boxes),
        strict_recall=float((best >= _STRICT_IOU).sum() / boxes),
    )


def _judge_truth(
    page: TruePage,
    shown: Found,
    overlaps: FloatArray,
    confusion: IntArray,
    fates: IntArray,
) -> None:
    """Add one page's true boxes to `confusion` and `fates`; `overlaps` is the IoU of each with each detection."""
    shared = shared_areas(page.boxes, shown.boxes)
    shares_of_truth = shared / areas(page.boxes)[:, None]
    shares_of_found = shared / areas(shown.boxes)
    for position, class_id in enumerate(page.class_ids.tolist()):
        matches = overlaps[position] >= MATCH_IOU
        if (matches & (shown.class_ids == class_id)).any():
            confusion[class_id, class_id] += 1
        elif matches.any():
            confusion[class_id, shown.class_ids[overlaps[position].argmax()]] += 1
        else:
            of_truth, of_found = shares_of_truth[position], shares_of_found[position]
            if ((of_found >= _CONTAINED) & (of_truth >= _PIECE)).sum() >= 2:
                fate = Fate.SPLIT
            elif (of_truth >= _CONTAINED).any():
                fate = Fate.MERGED
            else:
                fate = Fate.CUT if of_truth.sum() >= _TOUCHED else Fate.MISSED
            fates[class_id, fate] += 1


def mistakes_table(mistakes: Mistakes, class_names: tuple[str, ...]) -> list[str]:
    """Lines for a terminal: shares of each class's true boxes, in percent, and how many detections are right."""
    columns = [name[:7] for name in class_names] + [fate.name.lower() for fate in Fate]
    lines = [f"{'true':10}" + "".join(f"{column:>8}" for column in columns) + "   boxes  right of shown"]
    for class_id, name in enumerate(class_names):
        counts = np.concatenate((mistakes.confusion[class_id], mistakes.fates[class_id]))
        total, found, right = int(counts.sum()), int(mistakes.found[class_id]), int(mistakes.right[class_id])
        shares = "".join(f"{100 * count / total if total else 0:8.0f}" for count in counts.tolist())
        lines.append(f"{name:10}{shares}{total:8}{100 * right / found if found else 0:7.0f}% of {found}")
    lines.append(
        f"Of all true boxes {mistakes.any_class_recall:.1%} are met by some detection at IoU {MATCH_IOU:g}, "
        f"{mistakes.strict_recall:.1%} at {_STRICT_IOU:g}."
    )
    return lines
