"""Pages with known layout, and what a model found on them.

Truth comes as a COCO file whose images also say `source`, where they are from, and `complete_classes`, of which
classes every box is marked. A class counts on a page only where it is complete: elsewhere a detection of it may well
be right. Findings are JSON lines as `d2studio predict --json` prints them. Pages are recognised by file name.

Shape shorthand: N boxes of one page.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from d2studio.errors import UsageError

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

# From this overlap on a detection counts as the true box: the usual measure, and what "AP50" means.
MATCH_IOU: Final = 0.5


@dataclass(frozen=True, eq=False)
class TruePage:
    """One page and its true layout.

    Attributes:
        path: the picture.
        source: the collection it is from.
        complete: ids of the classes of which every box is marked.
        boxes: float64 [N, 4], xyxy, pixels of the page.
        class_ids: int64 [N], positions in `Truth.class_names`.
    """

    path: Path
    source: str
    complete: frozenset[int]
    boxes: FloatArray
    class_ids: IntArray

    def only_complete(self) -> "TruePage":
        """The same page without boxes of classes that are not complete."""
        kept = np.isin(self.class_ids, list(self.complete))
        return TruePage(self.path, self.source, self.complete, self.boxes[kept], self.class_ids[kept])


@dataclass(frozen=True, eq=False)
class Truth:
    """A collection of pages; `class_names` in the order of the COCO file's categories."""

    class_names: tuple[str, ...]
    pages: tuple[TruePage, ...]

    def spread(self, limit: int) -> "Truth":
        """At most `limit` pages, evenly spread, so that every source keeps its share."""
        count = min(limit, len(self.pages))
        return Truth(self.class_names, tuple(self.pages[index * len(self.pages) // count] for index in range(count)))

    def of_source(self, source: str) -> "Truth":
        return Truth(self.class_names, tuple(page for page in self.pages if page.source == source))

    @property
    def sources(self) -> tuple[str, ...]:
        return tuple(sorted({page.source for page in self.pages}))


@dataclass(frozen=True, eq=False)
class Found:
    """What a model found on one page.

    Attributes:
        boxes: float64 [N, 4], xyxy, pixels of the page.
        scores: float64 [N], best first.
        class_ids: int64 [N], positions in `Truth.class_names`.
    """

    boxes: FloatArray
    scores: FloatArray
    class_ids: IntArray

    def where(self, chosen: npt.NDArray[np.bool_]) -> "Found":
        return Found(self.boxes[chosen], self.scores[chosen], self.class_ids[chosen])


NOTHING: Final = Found(np.empty((0, 4)), np.empty(0), np.empty(0, np.int64))

# Findings by file name of the page; a page that is missing counts as empty.
Findings = Mapping[str, Found]


def read_truth(path: Path) -> Truth:
    """The pages of a COCO file.

    Raises:
        UsageError: it cannot be read, lacks what this module's head describes, or has crowd boxes, which no page needs.
    """
    try:
        coco = json.loads(path.read_text(encoding="utf-8"))
        position_by_id = {category["id"]: position for position, category in enumerate(coco["categories"])}
        names = tuple(str(category["name"]) for category in coco["categories"])
        boxes: dict[int, list[list[float]]] = {image["id"]: [] for image in coco["images"]}
        class_ids: dict[int, list[int]] = {image["id"]: [] for image in coco["images"]}
        for annotation in coco["annotations"]:
            if annotation.get("iscrowd"):
                raise UsageError(f"{path}: box {annotation['id']} is marked as a crowd; boxes of pages are single.")
            x, y, width, height = annotation["bbox"]
            boxes[annotation["image_id"]].append([x, y, x + width, y + height])
            class_ids[annotation["image_id"]].append(position_by_id[annotation["category_id"]])
        pages = tuple(
            TruePage(
                path.parent / image["file_name"],
                str(image["source"]),
                frozenset(names.index(name) for name in image["complete_classes"]),
                np.array(boxes[image["id"]], np.float64).reshape(-1, 4),
                np.array(class_ids[image["id"]], np.int64),
            )
            for image in coco["images"]
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{path} is no COCO file with sources and complete classes: {error!r}.") from error
    return Truth(names, pages)


def read_lines(path: Path) -> list[Any]:
    """What `write_lines` wrote.

    Raises:
        UsageError: the file cannot be read, or is of another kind.
    """
    try:
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    except (OSError, ValueError) as error:
        raise UsageError(f"{path} does not hold JSON, a page a line: {error}.") from error


def read_findings(path: Path, class_names: Sequence[str]) -> dict[str, Found]:
    """What was found, by file name of the page, from a file of JSON lines; see `read_lines` and `as_findings`."""
    return as_findings(read_lines(path), class_names)


def as_findings(records: Iterable[Any], class_names: Sequence[str]) -> dict[str, Found]:
    """What was found, by file name of the page; class names are compared without case.

    Raises:
        UsageError: a record is of another form, or a class is not among `class_names`.
    """
    position_by_name = {name.lower(): position for position, name in enumerate(class_names)}
    findings = {}
    try:
        for record in records:
            found = sorted(record["detections"], key=lambda detection: -detection["score"])
            findings[Path(record["page"]).name] = Found(
                np.array([detection["box"] for detection in found], np.float64).reshape(-1, 4),
                np.array([detection["score"] for detection in found], np.float64),
                np.array([position_by_name[detection["class"].lower()] for detection in found], np.int64),
            )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"These are not detections of the classes {', '.join(class_names)}: {error!r}.") from error
    return findings


def class_names_in(records: Iterable[Any]) -> list[str]:
    """Names of all classes that were found, in alphabetical order and small letters.

    Raises:
        UsageError: a record is of another form.
    """
    try:
        return sorted({detection["class"].lower() for record in records for detection in record["detections"]})
    except (KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"These are not detections: {error!r}.") from error


def write_lines(path: Path, records: Iterable[Mapping[str, object]]) -> None:
    """Write JSON, one object a line."""
    path.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), encoding="utf-8")


def shared_areas(first: FloatArray, second: FloatArray) -> FloatArray:
    """Float64 [N, M], the area that each of [N, 4] boxes shares with each of [M, 4]; xyxy, square pixels."""
    left_top = np.maximum(first[:, None, :2], second[None, :, :2])
    right_bottom = np.minimum(first[:, None, 2:], second[None, :, 2:])
    return np.asarray(np.clip(right_bottom - left_top, 0, None).prod(axis=2))


def areas(boxes: FloatArray) -> FloatArray:
    """Float64 [N], square pixels, of [N, 4] boxes, xyxy; above 0, to be divided by."""
    return np.asarray(np.maximum((boxes[:, 2:] - boxes[:, :2]).prod(axis=1), np.finfo(np.float64).tiny))


def pairwise_iou(first: FloatArray, second: FloatArray) -> FloatArray:
    """Float64 [N, M], intersection over union of each of [N, 4] boxes with each of [M, 4]; xyxy."""
    shared = shared_areas(first, second)
    return np.asarray(shared / (areas(first)[:, None] + areas(second) - shared))
