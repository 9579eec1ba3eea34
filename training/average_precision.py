"""Average precision as COCO defines it, computed by pycocotools.

Each class is measured alone, over the pages on which it is complete. At most 100 detections of a class count on a
page, and boxes of all sizes do.
"""

import contextlib
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from training.truth import NOTHING, Findings, TruePage, Truth

_ALL_SIZES: Final = 0  # of pycocotools' ranges of area
_HUNDRED_BOXES: Final = 2  # of its limits of boxes a page
_CLASS: Final = 1  # the id under which a class is handed to it


@dataclass(frozen=True)
class Scores:
    """How well one class is found, or the mean of several.

    Attributes:
        ap50: average precision at IoU 0.5.
        ap: the mean of average precision at IoU 0.5, 0.55, and so on to 0.95.
        recall: share of the true boxes that are found at all, the mean over the same overlaps.
        boxes: how many true boxes there are.
    """

    ap50: float
    ap: float
    recall: float
    boxes: int


def scores_by_class(truth: Truth, findings: Findings) -> dict[str, Scores]:
    """Scores of each class that occurs on a page where it is complete, in the order of the classes."""
    measured = ((name, _scores(truth, findings, class_id)) for class_id, name in enumerate(truth.class_names))
    return {name: scores for name, scores in measured if scores is not None}


def mean_scores(scores: Mapping[str, Scores], names: Iterable[str]) -> Scores:
    """The mean over those of `names` that were measured; boxes are summed. All zero where none was."""
    chosen = [scores[name] for name in names if name in scores]
    if not chosen:
        return Scores(0.0, 0.0, 0.0, 0)
    means = np.mean([(one.ap50, one.ap, one.recall) for one in chosen], axis=0).tolist()
    return Scores(means[0], means[1], means[2], sum(one.boxes for one in chosen))


def _scores(truth: Truth, findings: Findings, class_id: int) -> Scores | None:
    pages = [page for page in truth.pages if class_id in page.complete]
    annotations = _annotations(pages, class_id)
    if not annotations:
        return None
    results = _results(pages, findings, class_id)
    if not results:  # pycocotools fails on an empty list
        return Scores(0.0, 0.0, 0.0, len(annotations))
    with contextlib.redirect_stdout(io.StringIO()):  # it reports each step
        coco = COCO()
        coco.dataset = {
            "images": [{"id": image_id} for image_id in range(len(pages))],
            "categories": [{"id": _CLASS}],
            "annotations": annotations,
        }
        coco.createIndex()
        run = COCOeval(coco, coco.loadRes(results), "bbox")
        run.evaluate()
        run.accumulate()
    # [overlap, step of recall, class, range of area, limit of boxes], and the same without the steps
    precision = run.eval["precision"][:, :, 0, _ALL_SIZES, _HUNDRED_BOXES]
    recall = run.eval["recall"][:, 0, _ALL_SIZES, _HUNDRED_BOXES]
    return Scores(float(precision[0].mean()), float(precision.mean()), float(recall.mean()), len(annotations))


def _annotations(pages: list[TruePage], class_id: int) -> list[dict[str, object]]:
    boxes = [
        (image_id, *box)
        for image_id, page in enumerate(pages)
        for box in page.boxes[page.class_ids == class_id].tolist()
    ]
    return [
        {
            "id": number,  # from 1: pycocotools takes 0 for "none"
            "image_id": image_id,
            "category_id": _CLASS,
            "bbox": [x0, y0, x1 - x0, y1 - y0],
            "area": (x1 - x0) * (y1 - y0),
            "iscrowd": 0,
        }
        for number, (image_id, x0, y0, x1, y1) in enumerate(boxes, start=1)
    ]


def _results(pages: list[TruePage], findings: Findings, class_id: int) -> list[dict[str, object]]:
    results: list[dict[str, object]] = []
    for image_id, page in enumerate(pages):
        found = findings.get(page.path.name, NOTHING)
        found = found.where(found.class_ids == class_id)
        for (x0, y0, x1, y1), score in zip(found.boxes.tolist(), found.scores.tolist(), strict=True):
            box = [x0, y0, x1 - x0, y1 - y0]
            results.append({"image_id": image_id, "category_id": _CLASS, "bbox": box, "score": score})
    return results
