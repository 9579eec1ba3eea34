"""Results come back from their files as they were."""

import time
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from d2studio.core.page_result import PageResult
from d2studio.core.result_file import read_result, write_result
from d2studio.core.value_wire import result_from_wire, result_to_wire
from d2studio.core.wire import WireError, from_line, to_line
from d2studio.detections import Detections, Panoptic, Segment

HEIGHT, WIDTH = 60, 40


def boxes_only(count: int) -> PageResult:
    dice = np.random.default_rng(count)
    corners = dice.uniform(0, 20, (count, 4)).astype(np.float32)
    found = Detections((HEIGHT, WIDTH), ("a",), corners, dice.random(count, np.float32), dice.integers(0, 1, count))
    return PageResult(found, None, "a model", "cpu, float32", 0.25)


def everything(count: int, side: int = 28, corner_count: int = 5) -> PageResult:
    dice = np.random.default_rng(count)
    corners = dice.uniform(0, 20, (count, 4)).astype(np.float32)
    found = Detections(
        (HEIGHT, WIDTH),
        ("a", "Überschrift"),
        corners,
        dice.random(count, np.float32),
        dice.integers(0, 2, count),
        masks=dice.random((count, side, side), np.float32),
        keypoints=dice.random((count, 3, 3), np.float32),
        semantic=dice.integers(0, 9, (HEIGHT, WIDTH)).astype(np.int16),
        stuff_names=("sky",),
        panoptic=Panoptic(
            dice.integers(0, 3, (HEIGHT, WIDTH)).astype(np.int32),
            (Segment(1, 0, is_thing=False, score=None, area_px=7),),
        ),
        timings_ms={"model": 5.0},
        notes=("cut off",),
    )
    polygons = [dice.uniform(0, 20, (corner_count, 2)).astype(np.float32) for _ in range(2 * count)]
    # One detection has no polygon, the others have two.
    outlines = tuple(tuple(polygons[2 * index : 2 * index + 2]) if index else () for index in range(count))
    return PageResult(found, outlines, "a model", "cpu, float32", 0.25)


def assert_equal(first: object, second: object) -> None:
    if isinstance(first, np.ndarray):
        assert isinstance(second, np.ndarray)
        assert first.dtype == second.dtype
        np.testing.assert_array_equal(first, second)
    elif isinstance(first, PageResult | Detections | Panoptic):
        for field in fields(first):
            assert_equal(getattr(first, field.name), getattr(second, field.name))
    elif isinstance(first, tuple):
        assert isinstance(second, tuple)
        assert len(first) == len(second)
        for one, other in zip(first, second, strict=True):
            assert_equal(one, other)
    else:
        assert first == second


@pytest.mark.parametrize("result", [boxes_only(0), boxes_only(3), everything(0), everything(4)])
def test_that_a_result_comes_back_as_it_was(result: PageResult, tmp_path: Path) -> None:
    write_result(tmp_path / "result", result)
    assert_equal(read_result(tmp_path / "result"), result)


def test_that_what_comes_back_cannot_be_changed(tmp_path: Path) -> None:
    write_result(tmp_path / "result", everything(4))
    masks = read_result(tmp_path / "result").detections.masks
    assert masks is not None
    assert not masks.flags.writeable


def test_that_any_flipped_bit_of_the_content_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "result"
    write_result(path, everything(4))
    data = bytearray(path.read_bytes())
    for position in (len(data) // 4, len(data) // 2):
        data[position] ^= 1
        path.write_bytes(data)
        with pytest.raises(WireError):
            read_result(path)
        data[position] ^= 1


def best_of(times: int, work: Callable[[], object]) -> float:
    best = float("inf")
    for _ in range(times):
        begun = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - begun)
    return best


def test_that_large_results_are_faster_than_as_a_message(tmp_path: Path) -> None:
    path, result = tmp_path / "result", everything(1000, corner_count=50)
    line = to_line(result_to_wire(result))
    assert best_of(3, lambda: write_result(path, result)) < 0.5 * best_of(2, lambda: to_line(result_to_wire(result)))
    assert best_of(3, lambda: read_result(path)) < 0.5 * best_of(3, lambda: result_from_wire(from_line(line)))
