"""Finds from which score on each class is worth showing.

    python -m training.thresholds pages/coco.json found.jsonl --out thresholds.json

The best threshold of a class is the one with the highest F1, the harmonic mean of precision and recall, at IoU 0.5.
Few boxes make that a matter of luck, so it is smoothed: thresholds from 0.2 to 0.8 are tried, and of those around the
best that are as good, but for what one box more or less would change, the middle is taken. A class without boxes gets
the median of the others.
"""

import argparse
import json
import statistics
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from d2studio.errors import D2StudioError, UsageError
from training.truth import MATCH_IOU, NOTHING, Findings, FloatArray, Truth, pairwise_iou, read_findings, read_truth

_TRIED: Final[FloatArray] = np.arange(20, 81) / 100
# Of F1. With a thousand boxes differences below this still are noise.
_LEAST_TOLERANCE: Final = 0.005


@dataclass(frozen=True)
class Threshold:
    """A class's threshold and what is right above it.

    Attributes:
        score: detections are shown from here on.
        precision: share of the shown detections that match a true box.
        recall: share of the true boxes that are matched by one.
        f1: their harmonic mean.
        boxes: how many true boxes there are; with none, the other figures mean nothing and are 0.
    """

    score: float
    precision: float
    recall: float
    f1: float
    boxes: int


@dataclass(frozen=True, eq=False)
class _Verdicts:
    """One class's detections on all pages: `scores` float64 [N] with `is_right` bool [N], and the true boxes' count."""

    scores: FloatArray
    is_right: npt.NDArray[np.bool_]
    boxes: int


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit status."""
    parser = argparse.ArgumentParser(prog="python -m training.thresholds", description=__doc__.splitlines()[0])
    parser.add_argument("truth", type=Path, help="COCO file of the pages and their layout")
    parser.add_argument("found", type=Path, help="what `python -m training.evaluate --out` wrote")
    parser.add_argument("--out", type=Path, help="write the thresholds as JSON")
    options = parser.parse_args(arguments)
    try:
        truth = read_truth(options.truth)
        thresholds = best_thresholds(truth, read_findings(options.found, truth.class_names))
    except D2StudioError as error:
        print(f"error: {error} {error.hint}".rstrip(), file=sys.stderr)
        return 1
    print(*table(thresholds), sep="\n")
    if options.out is not None:
        scores = {name: threshold.score for name, threshold in thresholds.items()}
        options.out.write_text(json.dumps(scores, indent=2) + "\n", encoding="utf-8")
    return 0


def best_thresholds(truth: Truth, findings: Findings) -> dict[str, Threshold]:
    """A threshold for every class, in the order of the classes.

    Raises:
        UsageError: no class has any box.
    """
    verdicts = {name: _verdicts(truth, findings, class_id) for class_id, name in enumerate(truth.class_names)}
    scores = {name: _best_score(one) for name, one in verdicts.items() if one.boxes}
    if not scores:
        raise UsageError("The pages have no boxes of classes that are complete.")
    median = round(statistics.median(scores.values()), 2)
    return {name: _threshold(one, scores.get(name, median)) for name, one in verdicts.items()}


def table(thresholds: Mapping[str, Threshold]) -> list[str]:
    """Lines for a terminal."""
    return [
        f"{'class':10}{'score':>7}{'P':>7}{'R':>7}{'F1':>7}{'boxes':>7}",
        *(
            f"{name:10}{one.score:7.2f}{one.precision:7.3f}{one.recall:7.3f}{one.f1:7.3f}{one.boxes:7}"
            for name, one in thresholds.items()
        ),
    ]


def _verdicts(truth: Truth, findings: Findings, class_id: int) -> _Verdicts:
    """Match one to one: the best detection first, each with the true box that it overlaps most of those still free.

    Whether a detection is right does not depend on weaker ones, so one pass serves every threshold.
    """
    scores, is_right, boxes = [np.empty(0)], [np.empty(0, np.bool_)], 0
    for page in truth.pages:
        if class_id not in page.complete:
            continue
        true_boxes = page.boxes[page.class_ids == class_id]
        found = findings.get(page.path.name, NOTHING)
        found = found.where(found.class_ids == class_id)
        overlaps = pairwise_iou(found.boxes, true_boxes)
        is_match = np.zeros(len(found.scores), np.bool_)
        for position in range(len(found.scores)) if len(true_boxes) else ():
            nearest = overlaps[position].argmax()
            if overlaps[position, nearest] >= MATCH_IOU:
                is_match[position] = True
                overlaps[:, nearest] = 0.0  # taken
        scores.append(found.scores)
        is_right.append(is_match)
        boxes += len(true_boxes)
    return _Verdicts(np.concatenate(scores), np.concatenate(is_right), boxes)


def _best_score(verdicts: _Verdicts) -> float:
    f1 = np.array([_threshold(verdicts, score).f1 for score in _TRIED.tolist()])
    best = int(f1.argmax())
    is_as_good = f1 >= f1[best] - max(_LEAST_TOLERANCE, 1 / verdicts.boxes)
    worse = np.flatnonzero(~is_as_good)
    first = max((int(index) + 1 for index in worse if index < best), default=0)
    last = min((int(index) - 1 for index in worse if index > best), default=len(_TRIED) - 1)
    return round(float(_TRIED[first] + _TRIED[last]) / 2, 2)


def _threshold(verdicts: _Verdicts, score: float) -> Threshold:
    is_shown = verdicts.scores >= score
    shown, right = int(is_shown.sum()), int((is_shown & verdicts.is_right).sum())
    if right == 0:
        return Threshold(score, 0.0, 0.0, 0.0, verdicts.boxes)
    # F1 is 2 P R / (P + R), and that is this.
    f1 = 2 * right / (shown + verdicts.boxes)
    return Threshold(score, right / shown, right / verdicts.boxes, f1, verdicts.boxes)


if __name__ == "__main__":
    sys.exit(main())
