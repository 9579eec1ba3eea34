"""Results as plain values for JSON."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from d2studio.arrays import FloatArray
from d2studio.detections import Detections

Outlines = Sequence[Sequence[FloatArray]]


def page_record(
    path: Path,
    index: int,
    shown: Detections,
    outlines: Outlines | None,
    *,
    timings_ms: Mapping[str, float],
    notes: tuple[str, ...],
) -> dict[str, object]:
    """One page as `d2studio predict --json` writes it.

    Coordinates are in pixels of the page, of which box and polygons mark the edges: x from 0 to the width.
    `polygon`, `keypoints`, `segments` and `semantic` appear only where the model has them. `outlines` are the polygons
    of each detection's mask, float32 [P, 2] of x, y; None where there are no masks.
    """
    height, width = shown.size_hw
    record: dict[str, object] = {
        "page": str(path),
        "index": index,
        "size": [width, height],
        "detections": [detection_record(shown, position, outlines) for position in range(len(shown))],
        "timings_ms": {stage: round(time_ms, 1) for stage, time_ms in timings_ms.items()},
        "notes": list(notes),
    }
    if shown.panoptic is not None:
        record["segments"] = _segments(shown)
    if shown.semantic is not None:
        record["semantic"] = semantic_records(shown)
    return record


def detection_record(shown: Detections, position: int, outlines: Outlines | None) -> dict[str, object]:
    """The detection at `position`, with its polygons out of `outlines` of all of `shown`."""
    record: dict[str, object] = {
        "class": shown.class_name(position),
        "class_id": int(shown.class_ids[position]),
        "score": round(float(shown.scores[position]), 5),
        "box": [round(value, 2) for value in shown.boxes[position].tolist()],
    }
    if outlines is not None:
        record["polygon"] = [[round(value, 2) for value in outline.ravel().tolist()] for outline in outlines[position]]
    if shown.keypoints is not None:
        points = shown.keypoints[position].tolist()
        record["keypoints"] = [[round(x, 2), round(y, 2), round(score, 5)] for x, y, score in points]
    return record


def _segments(shown: Detections) -> list[dict[str, object]]:
    assert shown.panoptic is not None
    page_px = shown.panoptic.segment_ids.size
    records = []
    for segment in shown.panoptic.segments:
        name_of = shown.thing_name if segment.is_thing else shown.stuff_name
        records.append(
            {
                "class": name_of(segment.class_id),
                "class_id": segment.class_id,
                "is_thing": segment.is_thing,
                "score": None if segment.score is None else round(segment.score, 5),
                "area_share": round(segment.area_px / page_px, 6),
            }
        )
    return records


def semantic_records(shown: Detections) -> list[dict[str, object]]:
    """Classes of the semantic map, the largest first."""
    assert shown.semantic is not None
    class_ids, counts = np.unique(shown.semantic, return_counts=True)
    return [
        {
            "class": shown.stuff_name(class_id),
            "class_id": class_id,
            "area_share": round(count / shown.semantic.size, 6),
        }
        for count, class_id in sorted(zip(counts.tolist(), class_ids.tolist(), strict=True), reverse=True)
    ]
