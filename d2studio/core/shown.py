"""What a person is told of the outcome of rules: how many are shown, how scores spread, why nothing is shown."""

import math
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Final

import numpy as np

from d2studio.arrays import IntArray
from d2studio.core.rule_changes import threshold_of
from d2studio.detections import Detections
from d2studio.filters import Filtered, FilterRules, Reason

_STEPS: Final = 20  # suggested thresholds are whole twentieths, which are easy to read and to remember
_SMALL: Final = 1e-6  # a score of 0.58 in single precision is a hair below 0.58


@dataclass(frozen=True, eq=False)
class ClassCounts:
    """How many there are of each class on a page: `total` and `shown`, int64 [C], by class id."""

    total: IntArray
    shown: IntArray


@dataclass(frozen=True, eq=False)
class ScoreHistogram:
    """How many detections have which score: `shown` and `hidden`, int64 [B], bins of equal width from 0 to 1."""

    shown: IntArray
    hidden: IntArray


class NothingShownReason(Enum):
    """Why a page shows no detection at all."""

    NOTHING_FOUND = auto()
    BELOW_THRESHOLD = auto()
    CLASSES_HIDDEN = auto()
    LIMIT_IS_ZERO = auto()


@dataclass(frozen=True)
class NothingShown:
    """Why a page shows no detection at all, and what would change that.

    Attributes:
        reason: what hides the best detection; classes that are switched off stay so where others were found.
        best_score, threshold: the best score among those that could be shown and the threshold that it fails; None
            where no threshold stands in the way.
        class_id: its class, where that has a threshold of its own.
        lower_to: the threshold that `suggested` has instead.
        class_hidden_count: how many are of classes that are switched off.
        suggested: rules by which something is shown; None where nothing was found.
    """

    reason: NothingShownReason
    best_score: float | None = None
    threshold: float | None = None
    class_id: int | None = None
    lower_to: float | None = None
    class_hidden_count: int = 0
    suggested: FilterRules | None = None


def count_classes(detections: Detections, filtered: Filtered) -> ClassCounts:
    """As many counts as the model has names, or more where ids go beyond them."""
    class_count = len(detections.class_names)
    total = np.bincount(detections.class_ids, minlength=class_count)
    shown = np.bincount(detections.class_ids[filtered.shown], minlength=len(total))
    return ClassCounts(total, shown)


def score_histogram(detections: Detections, filtered: Filtered, bins: int) -> ScoreHistogram:
    """Scores below 0 count in the first bin, from 1 on in the last."""
    positions = np.clip((detections.scores + _SMALL) * bins, 0, bins - 1).astype(np.int64)
    total = np.bincount(positions, minlength=bins)
    shown = np.bincount(positions[filtered.shown], minlength=bins)
    return ScoreHistogram(shown, total - shown)


def why_nothing_shown(detections: Detections, filtered: Filtered, rules: FilterRules) -> NothingShown | None:
    """None where something is shown. `filtered` is the outcome of `rules`."""
    if len(filtered.shown):
        return None
    if len(detections) == 0:
        return NothingShown(NothingShownReason.NOTHING_FOUND)
    class_hidden_count = int(np.count_nonzero(filtered.reasons == Reason.CLASS))
    # Any limit below one would hide also what the suggestion brings back.
    open_rules = replace(rules, max_count=None) if rules.max_count is not None and rules.max_count < 1 else rules
    if (filtered.reasons == Reason.COUNT).any():
        return NothingShown(
            NothingShownReason.LIMIT_IS_ZERO, class_hidden_count=class_hidden_count, suggested=open_rules
        )

    below = np.flatnonzero(filtered.reasons == Reason.THRESHOLD)
    if len(below):
        reason, candidates = NothingShownReason.BELOW_THRESHOLD, below
    else:
        reason, candidates = NothingShownReason.CLASSES_HIDDEN, np.arange(len(detections))
        open_rules = replace(open_rules, hidden_classes=frozenset())
        if _any_passes(detections, rules):
            return NothingShown(reason, class_hidden_count=class_hidden_count, suggested=open_rules)

    best = int(candidates[np.argmax(detections.scores[candidates])])
    score, class_id = float(detections.scores[best]), int(detections.class_ids[best])
    lower_to = _step_at_or_below(score)
    has_own = class_id in rules.class_thresholds
    if has_own:
        suggested = replace(open_rules, class_thresholds={**rules.class_thresholds, class_id: lower_to})
    else:
        suggested = replace(open_rules, threshold=lower_to)
    return NothingShown(
        reason,
        best_score=score,
        threshold=threshold_of(rules, class_id),
        class_id=class_id if has_own else None,
        lower_to=lower_to,
        class_hidden_count=class_hidden_count,
        suggested=suggested,
    )


def _any_passes(detections: Detections, rules: FilterRules) -> bool:
    """Whether some score reaches its class's threshold, whatever class it is of."""
    for class_id in np.unique(detections.class_ids).tolist():
        scores = detections.scores[detections.class_ids == class_id]
        if scores.max() >= np.float32(threshold_of(rules, class_id)):
            return True
    return False


def _step_at_or_below(score: float) -> float:
    """The highest whole step that a detection of this score, which is in single precision, still reaches."""
    step = round(math.floor(score * _STEPS + _SMALL * _STEPS) / _STEPS, 2)
    return step if np.float32(step) <= np.float32(score) else round(step - 1 / _STEPS, 2)
