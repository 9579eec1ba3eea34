"""What a region is and why it is not shown, in words."""

import numpy as np
from PySide6.QtCore import QCoreApplication

from d2studio.arrays import IntArray
from d2studio.core.words import printable
from d2studio.detections import Detections
from d2studio.filters import Filtered, FilterRules, Reason
from d2studio.gui.numbers import decimal


def region_name(detections: Detections, index: int) -> str:
    """Class and score: "Table 0.98"."""
    return f"{printable(detections.class_name(index))} {decimal(detections.scores[index], 2)}"


def reason_words(
    detections: Detections, filtered: Filtered, index: int, *, order: IntArray, rules: FilterRules | None = None
) -> str:
    """Why a detection is not shown; "" for one that is.

    Args:
        detections: what was filtered.
        filtered: the outcome.
        index: position in `detections`.
        order: positions of what is shown, in reading order: a better one is named by its place there.
        rules: those that were applied, for their numbers.
    """
    match Reason(int(filtered.reasons[index])):
        case Reason.SHOWN:
            return ""
        case Reason.CLASS:
            return QCoreApplication.translate("Reasons", "its class is switched off")
        case Reason.THRESHOLD:
            if rules is None:
                return QCoreApplication.translate("Reasons", "below the threshold")
            threshold = rules.class_thresholds.get(int(detections.class_ids[index]), rules.threshold)
            return QCoreApplication.translate("Reasons", "below the threshold {threshold}").format(
                threshold=decimal(threshold, 2)
            )
        case Reason.OVERLAP:
            return QCoreApplication.translate("Reasons", "overlaps {better}").format(
                better=_better(detections, filtered, index, order)
            )
        case Reason.INSIDE:
            return QCoreApplication.translate("Reasons", "inside {better}").format(
                better=_better(detections, filtered, index, order)
            )
        case Reason.COUNT:
            return QCoreApplication.translate("Reasons", "enough better ones are shown")


def _better(detections: Detections, filtered: Filtered, index: int, order: IntArray) -> str:
    """The detection that hides another: "#3 Table 0.98"; without a number if it is not shown either."""
    better = int(filtered.hidden_by[index])
    places = np.flatnonzero(order == better)
    number = f"#{places[0] + 1} " if len(places) else ""
    return number + region_name(detections, better)
