"""The values that travel between window and children, as messages and back.

Writing is what JSON makes of a value's fields. Reading checks each field: see `core/wire`.
"""

from collections.abc import Mapping
from dataclasses import asdict
from itertools import accumulate, islice, pairwise

import numpy as np

from d2studio.arrays import AnyArray, FloatArray
from d2studio.core.colours import Colour
from d2studio.core.failures import Failure
from d2studio.core.model_summary import Machine, ModelRequest, ModelSummary
from d2studio.core.page import SourceTransform
from d2studio.core.page_result import PageResult
from d2studio.core.wire import (
    Message,
    WireError,
    array_from_wire,
    array_to_wire,
    flag,
    integer,
    mapping,
    number,
    pair,
    sequence,
    size_hw,
    text,
    texts,
)
from d2studio.detections import Detections, Panoptic, Segment
from d2studio.devices import Device

Outlines = tuple[tuple[FloatArray, ...], ...]


def failure_to_wire(failure: Failure) -> Message:
    return asdict(failure)


def failure_from_wire(value: object) -> Failure:
    message = mapping(value)
    return Failure(
        code=text(message.get("code")),
        message=text(message.get("message")),
        hint=text(message.get("hint")),
        problems=texts(message.get("problems")),
        context={text(key): text(fact) for key, fact in mapping(message.get("context")).items()},
        type_names=texts(message.get("type_names")),
        trace=text(message.get("trace")),
    )


def request_to_wire(request: ModelRequest) -> Message:
    return asdict(request)


def request_from_wire(value: object) -> ModelRequest:
    message = mapping(value)
    size = message.get("input_size")
    limit = message.get("max_detections")
    return ModelRequest(
        config=_optional_text(message.get("config")),
        weights=_optional_text(message.get("weights")),
        device=text(message.get("device")),
        precision=text(message.get("precision")),
        input_size=None if size is None else _integers(size),
        max_detections=None if limit is None else integer(limit),
    )


def summary_to_wire(summary: ModelSummary) -> Message:
    return asdict(summary)


def summary_from_wire(value: object) -> ModelSummary:
    message = mapping(value)
    class_count = message.get("fitting_class_count")
    return ModelSummary(
        name=text(message.get("name")),
        architecture=text(message.get("architecture")),
        backbone=text(message.get("backbone")),
        class_names=texts(message.get("class_names")),
        class_colours=colours_from_wire(message.get("class_colours")),
        thresholds={_key(key): number(score) for key, score in mapping(message.get("thresholds")).items()},
        input_format=text(message.get("input_format")),
        input_size=_integers(message.get("input_size")),
        max_detections=integer(message.get("max_detections")),
        parameters=integer(message.get("parameters")),
        weights_dtype=_optional_text(message.get("weights_dtype")),
        weights_format=_optional_text(message.get("weights_format")),
        verdict=text(message.get("verdict")),
        explanations=texts(message.get("explanations")),
        problems=texts(message.get("problems")),
        notes=texts(message.get("notes")),
        description=text(message.get("description")),
        licence=text(message.get("licence")),
        training=text(message.get("training")),
        version=text(message.get("version")),
        measured={
            text(key): {text(name): number(figure) for name, figure in mapping(figures).items()}
            for key, figures in mapping(message.get("measured")).items()
        },
        device=text(message.get("device")),
        precision=text(message.get("precision")),
        config_path=text(message.get("config_path")),
        weights_path=text(message.get("weights_path")),
        fitting_class_count=None if class_count is None else integer(class_count),
    )


def machine_to_wire(machine: Machine) -> Message:
    return asdict(machine)


def machine_from_wire(value: object) -> Machine:
    message = mapping(value)
    return Machine(
        devices=tuple(_device(device) for device in sequence(message.get("devices"))),
        versions={text(key): text(version) for key, version in mapping(message.get("versions")).items()},
        notes=texts(message.get("notes")),
    )


def transform_to_wire(transform: SourceTransform) -> Message:
    return asdict(transform)


def transform_from_wire(value: object) -> SourceTransform:
    message = mapping(value)
    matrix = [number(item) for item in sequence(message.get("matrix"))]
    height, width = map(number, pair(message.get("size_hw")))
    unit = text(message.get("unit"))
    if len(matrix) != 6 or unit not in ("px", "pt"):
        raise WireError(f"no transform of {len(matrix)} numbers to {unit[:8]!r}")
    a, b, c, d, e, f = matrix
    return SourceTransform((a, b, c, d, e, f), (height, width), "px" if unit == "px" else "pt")


def colours_to_wire(colours: Mapping[int, Colour]) -> Message:
    return {str(class_id): list(colour) for class_id, colour in colours.items()}


def colours_from_wire(value: object) -> dict[int, Colour]:
    """Colours by class id."""
    return {_key(key): _colour(colour) for key, colour in mapping(value).items()}


def result_to_wire(result: PageResult) -> Message:
    return {
        "detections": detections_to_wire(result.detections),
        "outlines": None if result.outlines is None else _outlines_to_wire(result.outlines),
        "model": result.model,
        "device": result.device,
        "seconds": result.seconds,
    }


def result_from_wire(value: object) -> PageResult:
    message = mapping(value)
    detections = detections_from_wire(message.get("detections"))
    outlines = message.get("outlines")
    return PageResult(
        detections=detections,
        outlines=None if outlines is None else _outlines_from_wire(mapping(outlines), len(detections)),
        model=text(message.get("model")),
        device=text(message.get("device")),
        seconds=number(message.get("seconds")),
    )


def _outlines_to_wire(outlines: Outlines) -> Message:
    """All corners in one array, since there may be thousands of polygons."""
    polygons = [polygon for several in outlines for polygon in several]
    corners = np.concatenate(polygons) if polygons else np.empty((0, 2), np.float32)
    return {
        "corners": array_to_wire(corners.astype(np.float32)),
        "lengths": [len(polygon) for polygon in polygons],
        "counts": [len(several) for several in outlines],
    }


def _outlines_from_wire(message: Message, count: int) -> Outlines:
    corners = _array(message.get("corners"), "float32", (None, 2))
    lengths = [integer(length) for length in sequence(message.get("lengths"))]
    counts = [integer(several) for several in sequence(message.get("counts"))]
    is_sound = min((0, *lengths, *counts)) == 0 and sum(lengths) == len(corners) and sum(counts) == len(lengths)
    if len(counts) != count or not is_sound or not np.isfinite(corners).all():
        raise WireError(f"no outlines of {count} detections")
    ends = list(accumulate(lengths, initial=0))
    polygons = iter([corners[start:end] for start, end in pairwise(ends)])
    return tuple(tuple(islice(polygons, several)) for several in counts)


def detections_to_wire(detections: Detections) -> Message:
    panoptic = detections.panoptic
    return {
        "size_hw": list(detections.size_hw),
        "class_names": list(detections.class_names),
        "boxes": array_to_wire(detections.boxes),
        "scores": array_to_wire(detections.scores),
        "class_ids": array_to_wire(detections.class_ids),
        "masks": None if detections.masks is None else array_to_wire(detections.masks),
        "keypoints": None if detections.keypoints is None else array_to_wire(detections.keypoints),
        "semantic": None if detections.semantic is None else array_to_wire(detections.semantic),
        "stuff_names": list(detections.stuff_names),
        "panoptic": None
        if panoptic is None
        else {
            "segment_ids": array_to_wire(panoptic.segment_ids),
            "segments": [asdict(segment) for segment in panoptic.segments],
        },
        "timings_ms": dict(detections.timings_ms),
        "notes": list(detections.notes),
    }


def detections_from_wire(value: object) -> Detections:
    message = mapping(value)
    page_hw = size_hw(message.get("size_hw"))
    boxes = _array(message.get("boxes"), "float32", (None, 4))
    count = len(boxes)
    scores = _array(message.get("scores"), "float32", (count,))
    class_ids = _array(message.get("class_ids"), "int64", (count,))
    if not (np.isfinite(boxes).all() and np.isfinite(scores).all() and (class_ids >= 0).all()):
        raise WireError("detections that are not finite, or of no class")
    masks, keypoints = message.get("masks"), message.get("keypoints")
    semantic, panoptic = message.get("semantic"), message.get("panoptic")
    return Detections(
        size_hw=page_hw,
        class_names=texts(message.get("class_names")),
        boxes=boxes,
        scores=scores,
        class_ids=class_ids,
        masks=None if masks is None else _array(masks, "float32", (count, None, None)),
        keypoints=None if keypoints is None else _array(keypoints, "float32", (count, None, 3)),
        semantic=None if semantic is None else _array(semantic, ("uint8", "int16"), page_hw),
        stuff_names=texts(message.get("stuff_names")),
        panoptic=None if panoptic is None else _panoptic(mapping(panoptic), page_hw),
        timings_ms={text(stage): number(ms) for stage, ms in mapping(message.get("timings_ms")).items()},
        notes=texts(message.get("notes")),
    )


def _panoptic(message: Message, page_hw: tuple[int, int]) -> Panoptic:
    segments = []
    for value in sequence(message.get("segments")):
        segment = mapping(value)
        score = segment.get("score")
        segments.append(
            Segment(
                id=integer(segment.get("id")),
                class_id=integer(segment.get("class_id")),
                is_thing=flag(segment.get("is_thing")),
                score=None if score is None else number(score),
                area_px=integer(segment.get("area_px")),
            )
        )
    return Panoptic(_array(message.get("segment_ids"), "int32", page_hw), tuple(segments))


def _device(value: object) -> Device:
    message = mapping(value)
    return Device(
        name=text(message.get("name")),
        description=text(message.get("description")),
        precisions=texts(message.get("precisions")),
        memory_total=integer(message.get("memory_total")),
        memory_free=integer(message.get("memory_free")),
    )


def _array(value: object, dtypes: str | tuple[str, ...], shape: tuple[int | None, ...]) -> AnyArray:
    """An array whose type and sides are known; None stands for what may be anything."""
    array = array_from_wire(value)
    fits = len(array.shape) == len(shape) and all(
        expected in (None, side) for side, expected in zip(array.shape, shape, strict=True)
    )
    if not fits or array.dtype.name not in ((dtypes,) if isinstance(dtypes, str) else dtypes):
        raise WireError(f"an array {array.dtype} {array.shape} where {dtypes} {shape} belongs")
    return array


def _optional_text(value: object) -> str | None:
    return None if value is None else text(value)


def _integers(value: object) -> tuple[int, int]:
    first, second = map(integer, pair(value))
    return first, second


def _colour(value: object) -> Colour:
    channels = [integer(channel) for channel in sequence(value)]
    if len(channels) != 3 or not all(0 <= channel <= 255 for channel in channels):
        raise WireError(f"no colour: {channels[:4]}")
    red, green, blue = channels
    return red, green, blue


def _key(key: object) -> int:
    """A number that is a key, which JSON writes as text."""
    try:
        return int(text(key))
    except ValueError as error:
        raise WireError(f"not a number: {key!r:.80}") from error
