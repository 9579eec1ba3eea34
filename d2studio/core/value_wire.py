"""The values that travel between window and children, as messages and back.

Writing is what JSON makes of a value's fields. Reading checks each field: see `core/wire`.
"""

from dataclasses import asdict
from typing import Any

import numpy as np
import numpy.typing as npt

from d2studio.core.failures import Failure
from d2studio.core.model_summary import Device, Machine, ModelRequest, ModelSummary
from d2studio.core.page import SourceTransform
from d2studio.core.page_result import PageResult
from d2studio.core.wire import (
    Message,
    WireError,
    array_from_wire,
    array_to_wire,
    integer,
    mapping,
    number,
    sequence,
    text,
    texts,
)
from d2studio.detections import Detections, Panoptic, Segment


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
        input_size=None if size is None else _size(size),
        max_detections=None if limit is None else integer(limit),
    )


def summary_to_wire(summary: ModelSummary) -> Message:
    return asdict(summary)


def summary_from_wire(value: object) -> ModelSummary:
    message = mapping(value)
    return ModelSummary(
        name=text(message.get("name")),
        architecture=text(message.get("architecture")),
        backbone=text(message.get("backbone")),
        class_names=texts(message.get("class_names")),
        class_colours={_key(key): _colour(colour) for key, colour in mapping(message.get("class_colours")).items()},
        thresholds={_key(key): number(score) for key, score in mapping(message.get("thresholds")).items()},
        input_format=text(message.get("input_format")),
        input_size=_size(message.get("input_size")),
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
    height, width = (number(side) for side in _two(message.get("size_hw")))
    unit = text(message.get("unit"))
    if len(matrix) != 6 or unit not in ("px", "pt"):
        raise WireError(f"no transform: {matrix} {unit}")
    a, b, c, d, e, f = matrix
    return SourceTransform((a, b, c, d, e, f), (height, width), "px" if unit == "px" else "pt")


def result_to_wire(result: PageResult) -> Message:
    return {
        "detections": detections_to_wire(result.detections),
        "outlines": None
        if result.outlines is None
        else [[array_to_wire(polygon) for polygon in polygons] for polygons in result.outlines],
        "model": result.model,
        "device": result.device,
        "seconds": result.seconds,
    }


def result_from_wire(value: object) -> PageResult:
    message = mapping(value)
    outlines = message.get("outlines")
    detections = detections_from_wire(message.get("detections"))
    if outlines is not None:
        outlines = tuple(
            tuple(_array(polygon, "float32", (None, 2)) for polygon in sequence(polygons))
            for polygons in sequence(outlines)
        )
        if len(outlines) != len(detections):
            raise WireError(f"{len(outlines)} outlines for {len(detections)} detections")
    return PageResult(
        detections=detections,
        outlines=outlines,
        model=text(message.get("model")),
        device=text(message.get("device")),
        seconds=number(message.get("seconds")),
    )


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
    size_hw = _size(message.get("size_hw"))
    boxes = _array(message.get("boxes"), "float32", (None, 4))
    count = len(boxes)
    masks, keypoints = message.get("masks"), message.get("keypoints")
    semantic, panoptic = message.get("semantic"), message.get("panoptic")
    return Detections(
        size_hw=size_hw,
        class_names=texts(message.get("class_names")),
        boxes=boxes,
        scores=_array(message.get("scores"), "float32", (count,)),
        class_ids=_array(message.get("class_ids"), "int64", (count,)),
        masks=None if masks is None else _array(masks, "float32", (count, None, None)),
        keypoints=None if keypoints is None else _array(keypoints, "float32", (count, None, 3)),
        semantic=None if semantic is None else _array(semantic, None, size_hw),
        stuff_names=texts(message.get("stuff_names")),
        panoptic=None if panoptic is None else _panoptic(mapping(panoptic), size_hw),
        timings_ms={text(stage): number(ms) for stage, ms in mapping(message.get("timings_ms")).items()},
        notes=texts(message.get("notes")),
    )


def _panoptic(message: Message, size_hw: tuple[int, int]) -> Panoptic:
    segments = []
    for value in sequence(message.get("segments")):
        segment = mapping(value)
        score = segment.get("score")
        segments.append(
            Segment(
                id=integer(segment.get("id")),
                class_id=integer(segment.get("class_id")),
                is_thing=bool(segment.get("is_thing")),
                score=None if score is None else number(score),
                area_px=integer(segment.get("area_px")),
            )
        )
    return Panoptic(_array(message.get("segment_ids"), "int32", size_hw), tuple(segments))


def _device(value: object) -> Device:
    message = mapping(value)
    return Device(
        name=text(message.get("name")),
        description=text(message.get("description")),
        precisions=texts(message.get("precisions")),
        memory_total=integer(message.get("memory_total")),
        memory_free=integer(message.get("memory_free")),
    )


def _array(value: object, dtype: str | None, shape: tuple[int | None, ...]) -> npt.NDArray[Any]:
    """An array whose type and sides are known; None stands for what may be anything."""
    array = array_from_wire(value)
    fits = len(array.shape) == len(shape) and all(
        expected in (None, side) for side, expected in zip(array.shape, shape, strict=True)
    )
    if not fits or (dtype is not None and array.dtype != np.dtype(dtype)):
        raise WireError(f"an array {array.dtype} {array.shape} where {dtype} {shape} belongs")
    return array


def _optional_text(value: object) -> str | None:
    return None if value is None else text(value)


def _two(value: object) -> list[object]:
    pair = sequence(value)
    if len(pair) != 2:
        raise WireError(f"not a pair: {pair}")
    return pair


def _size(value: object) -> tuple[int, int]:
    first, second = (integer(side) for side in _two(value))
    return first, second


def _colour(value: object) -> tuple[int, int, int]:
    red, green, blue = (integer(channel) for channel in sequence(value))
    return red, green, blue


def _key(key: object) -> int:
    """A number that is a key, which JSON writes as text."""
    try:
        return int(text(key))
    except ValueError as error:
        raise WireError(f"not a number: {key!r}") from error
