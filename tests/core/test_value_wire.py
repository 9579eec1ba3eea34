import json
from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from d2studio.core import value_wire
from d2studio.core.failures import Failure
from d2studio.core.model_summary import Machine, ModelRequest, ModelSummary
from d2studio.core.page import SourceTransform
from d2studio.core.page_result import PageResult
from d2studio.core.wire import WireError, array_to_wire, from_line, to_line
from d2studio.detections import Detections, Panoptic, Segment
from d2studio.devices import Device
from d2studio.errors import CheckpointMismatch

FINITE = st.floats(-1e6, 1e6, width=32)
TEXTS = st.text(max_size=8)
COLOURS = st.tuples(*[st.integers(0, 255)] * 3)
SCORES = st.none() | st.floats(0, 1)


def floats(*shape: int) -> st.SearchStrategy[npt.NDArray[Any]]:
    return hnp.arrays(np.float32, shape, elements=FINITE)


def whole(dtype: str, most: int, *shape: int) -> st.SearchStrategy[npt.NDArray[Any]]:
    return hnp.arrays(dtype, shape, elements=st.integers(0, most))


@st.composite
def detections(draw: st.DrawFn) -> Detections:
    count, side, points = draw(st.integers(0, 4)), draw(st.integers(1, 4)), draw(st.integers(0, 3))
    height, width = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    segments = st.builds(
        Segment, st.integers(0, 9), st.integers(0, 9), st.booleans(), SCORES, area_px=st.integers(0, 10**12)
    )
    panoptic = st.builds(Panoptic, whole("int32", 9, height, width), st.lists(segments, max_size=3).map(tuple))
    return Detections(
        size_hw=(height, width),
        class_names=tuple(draw(st.lists(TEXTS, max_size=3))),
        boxes=draw(floats(count, 4)),
        scores=draw(floats(count)),
        class_ids=draw(whole("int64", 2**40, count)),
        masks=draw(st.none() | floats(count, side, side)),
        keypoints=draw(st.none() | floats(count, points, 3)),
        semantic=draw(st.none() | whole("uint8", 255, height, width) | whole("int16", 9999, height, width)),
        stuff_names=tuple(draw(st.lists(TEXTS, max_size=3))),
        panoptic=draw(st.none() | panoptic),
        timings_ms=draw(st.dictionaries(TEXTS, st.floats(0, 1e9), max_size=2)),
        notes=tuple(draw(st.lists(TEXTS, max_size=2))),
    )


@st.composite
def results(draw: st.DrawFn) -> PageResult:
    found = draw(detections())
    polygons = st.lists(st.integers(0, 4).flatmap(lambda corners: floats(corners, 2)), max_size=3).map(tuple)
    outlines = st.lists(polygons, min_size=len(found), max_size=len(found)).map(tuple)
    return PageResult(found, draw(st.none() | outlines), draw(TEXTS), draw(TEXTS), draw(st.floats(0, 1e6)))


def assert_same(given: object, back: object) -> None:
    """Equal, and of the same types; arrays to the last bit."""
    assert type(given) is type(back)
    if isinstance(given, np.ndarray):
        assert isinstance(back, np.ndarray)
        assert given.dtype == back.dtype
        np.testing.assert_array_equal(given, back)
    elif isinstance(given, tuple):
        assert isinstance(back, tuple)
        assert len(given) == len(back)
        for one, other in zip(given, back, strict=True):
            assert_same(one, other)
    elif isinstance(given, Detections | Panoptic | PageResult):
        for field in fields(given):
            assert_same(getattr(given, field.name), getattr(back, field.name))
    else:
        assert given == back


def sent(message: Any) -> Any:
    """What arrives of it on the other side."""
    return from_line(to_line({"result": message}))["result"]


@settings(max_examples=50)
@given(results())
def test_that_a_result_survives(result: PageResult) -> None:
    assert_same(result, value_wire.result_from_wire(sent(value_wire.result_to_wire(result))))


def test_that_a_failure_survives() -> None:
    try:
        try:
            raise FileNotFoundError(2, "gone", "a\udcff.png")
        except OSError as error:
            raise CheckpointMismatch(
                "does not fit", hint="take another", problems=["a", "b"], key="x", size=7
            ) from error
    except CheckpointMismatch as error:
        failure = Failure.of(error)
    back = value_wire.failure_from_wire(sent(value_wire.failure_to_wire(failure)))
    assert back == failure
    assert back.context == {"key": "x", "size": "7"}
    assert "FileNotFoundError" in back.type_names


SUMMARY = ModelSummary(
    name="m",
    architecture="Mask R-CNN",
    backbone="ResNet-50 FPN",
    class_names=("a", "b"),
    class_colours={1: (1, 2, 255)},
    thresholds={0: 0.5, 11: 0.25},
    input_format="BGR",
    input_size=(0, 1333),
    max_detections=-1,
    parameters=44_000_000_000,
    weights_dtype=None,
    weights_format="pth",
    verdict="does not fit",
    explanations=("e",),
    problems=("p", "q"),
    notes=("n",),
    description="d",
    measured={"set": {"AP": 0.5}},
    device="cpu",
    precision="float32",
    config_path="/a",
    weights_path="/b",
    fitting_class_count=5,
)
MACHINE = Machine((Device("cuda:0", "GPU", ("float32", "float16"), 2**40, 3),), {"torch": "2.13"}, ("a note",))
TRANSFORM = SourceTransform((0.0, 1.0, 2.5, -1.0, 0.0, 5.0), (100.5, 200.25), "pt")
REQUEST = ModelRequest("c.yaml", None, "cuda", "float16", (800, 1333), 7)
FAILURE = Failure("page", "m", "h", ("p",), {"a": "b"}, ("ValueError",), "t")
SMALL = PageResult(
    Detections(
        (4, 5),
        ("a",),
        np.ones((2, 4), np.float32),
        np.ones(2, np.float32),
        np.zeros(2, np.int64),
        masks=np.ones((2, 3, 3), np.float32),
        keypoints=np.ones((2, 1, 3), np.float32),
        semantic=np.ones((4, 5), np.uint8),
        panoptic=Panoptic(np.ones((4, 5), np.int32), (Segment(1, 0, True, 0.5, 20),)),
    ),
    ((np.ones((3, 2), np.float32),), ()),
    "m",
    "cpu",
    1.0,
)

CODECS: dict[str, tuple[Any, Callable[[Any], Any], Callable[[Any], Any]]] = {
    "result": (SMALL, value_wire.result_to_wire, value_wire.result_from_wire),
    "summary": (SUMMARY, value_wire.summary_to_wire, value_wire.summary_from_wire),
    "bare summary": (ModelSummary("", "", "", ()), value_wire.summary_to_wire, value_wire.summary_from_wire),
    "machine": (MACHINE, value_wire.machine_to_wire, value_wire.machine_from_wire),
    "transform": (TRANSFORM, value_wire.transform_to_wire, value_wire.transform_from_wire),
    "request": (REQUEST, value_wire.request_to_wire, value_wire.request_from_wire),
    "bare request": (ModelRequest(), value_wire.request_to_wire, value_wire.request_from_wire),
    "failure": (FAILURE, value_wire.failure_to_wire, value_wire.failure_from_wire),
    "colours": ({0: (1, 2, 3), 70: (0, 0, 255)}, value_wire.colours_to_wire, value_wire.colours_from_wire),
}


@pytest.mark.parametrize("name", CODECS)
def test_that_a_value_survives(name: str) -> None:
    value, to_wire, from_wire = CODECS[name]
    assert_same(from_wire(sent(to_wire(value))), value)


def places(message: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Where in a message something can be replaced."""
    keys: list[Any] = []
    if isinstance(message, dict):
        keys = list(message)
    elif isinstance(message, list):
        keys = list(range(len(message)))
    return [path, *[place for key in keys for place in places(message[key], (*path, key))]]


def replaced(message: Any, path: tuple[Any, ...], value: Any) -> Any:
    if not path:
        return value
    copy = json.loads(json.dumps(message))
    inner = copy
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    return copy


STRANGE: tuple[Any, ...] = (None, True, -1, 2**70, 0.5, "", "x", "\udcff", [], [[]], {}, {"a": 1}, [1, 2, 3])


@pytest.mark.parametrize("name", CODECS)
def test_that_whatever_is_replaced_in_a_message_only_a_wire_error_follows(name: str) -> None:
    value, to_wire, from_wire = CODECS[name]
    message = sent(to_wire(value))
    refused = 0
    for path in places(message):
        for strange in STRANGE:
            try:
                from_wire(replaced(message, path, strange))
            except WireError:
                refused += 1
    assert refused > 0


def with_array(name: str, array: npt.NDArray[Any]) -> Any:
    message = sent(value_wire.result_to_wire(SMALL))
    message["detections"][name] = array_to_wire(array)
    return message


@pytest.mark.parametrize(
    ("name", "array"),
    [
        ("boxes", np.ones((2, 4), np.int64)),
        ("boxes", np.ones((2, 5), np.float32)),
        ("boxes", np.ones((3, 4), np.float32)),
        ("boxes", np.full((2, 4), np.nan, np.float32)),
        ("scores", np.full(2, np.inf, np.float32)),
        ("class_ids", np.full(2, -1, np.int64)),
        ("class_ids", np.zeros(2, np.int32)),
        ("masks", np.ones((1, 3, 3), np.float32)),
        ("keypoints", np.ones((2, 1, 2), np.float32)),
        ("semantic", np.ones((5, 4), np.uint8)),
        ("semantic", np.ones((4, 5), np.float32)),
    ],
)
def test_that_arrays_that_do_not_belong_together_are_refused(name: str, array: npt.NDArray[Any]) -> None:
    with pytest.raises(WireError):
        value_wire.result_from_wire(with_array(name, array))


@pytest.mark.parametrize(
    "changes",
    [
        {"lengths": [2]},
        {"lengths": [4, -1]},
        {"lengths": [1, 1, 1]},
        {"counts": [1]},
        {"counts": [2, -1]},
        {"counts": [1, 1]},
        {"corners": array_to_wire(np.full((3, 2), np.inf, np.float32))},
    ],
)
def test_that_outlines_of_other_detections_are_refused(changes: dict[str, Any]) -> None:
    message = sent(value_wire.result_to_wire(SMALL))
    message["outlines"] |= changes
    with pytest.raises(WireError):
        value_wire.result_from_wire(message)


def test_that_no_outlines_and_empty_ones_differ() -> None:
    for outlines in (None, ((), ())):
        result = replace(SMALL, outlines=outlines)
        assert value_wire.result_from_wire(sent(value_wire.result_to_wire(result))).outlines == outlines
