"""Truth and findings for tests, small enough to be worked out by hand."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from training.truth import Found, TruePage, Truth

CLASSES = ("Text", "Title", "List", "Table", "Figure", "Formula", "Caption", "Header", "Footer")

# class, xyxy
Box = tuple[str, tuple[float, float, float, float]]


def page(
    name: str,
    boxes: Iterable[Box],
    *,
    source: str = "here",
    complete: Iterable[str] = CLASSES,
    folder: Path | None = None,
) -> TruePage:
    boxes = list(boxes)
    return TruePage(
        (folder or Path("pages")) / name,
        source,
        frozenset(CLASSES.index(one) for one in complete),
        np.array([box for _, box in boxes], np.float64).reshape(-1, 4),
        np.array([CLASSES.index(one) for one, _ in boxes], np.int64),
    )


def truth(*pages: TruePage) -> Truth:
    return Truth(CLASSES, pages)


def found(*detections: tuple[str, float, tuple[float, float, float, float]]) -> Found:
    """Best first, as it has to be."""
    return Found(
        np.array([box for *_, box in detections], np.float64).reshape(-1, 4),
        np.array([score for _, score, _ in detections], np.float64),
        np.array([CLASSES.index(one) for one, *_ in detections], np.int64),
    )


def coco_of(truth: Truth) -> dict[str, object]:
    """The same as the content of a COCO file; names of files without their folder."""
    annotations = [
        (image_id, class_id, box)
        for image_id, page in enumerate(truth.pages, start=1)
        for class_id, box in zip(page.class_ids.tolist(), page.boxes.tolist(), strict=True)
    ]
    return {
        "categories": [{"id": class_id, "name": name} for class_id, name in enumerate(truth.class_names)],
        "images": [
            {
                "id": image_id,
                "file_name": page.path.name,
                "source": page.source,
                "complete_classes": [truth.class_names[class_id] for class_id in sorted(page.complete)],
            }
            for image_id, page in enumerate(truth.pages, start=1)
        ],
        "annotations": [
            _annotation(number, image_id, class_id, box)
            for number, (image_id, class_id, box) in enumerate(annotations, start=1)
        ],
    }


def _annotation(number: int, image_id: int, class_id: int, box: list[float]) -> dict[str, object]:
    x0, y0, x1, y1 = box
    bbox = [x0, y0, x1 - x0, y1 - y0]
    return {"id": number, "image_id": image_id, "category_id": class_id, "bbox": bbox, "iscrowd": 0}
