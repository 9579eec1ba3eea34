"""Hand-made layouts; each is listed in the order in which it is to be read."""

import time

import numpy as np
import pytest
from hypothesis import given

from d2studio.core.reading_order import reading_order
from d2studio.detections import Detections
from tests.made_up import any_detections, random_detections

LAYOUTS = {
    "one column": [[10, 10, 90, 20], [10, 25, 90, 60], [10, 65, 90, 95]],
    "two columns whose paragraphs end at the same height": [
        [10, 10, 45, 40],
        [10, 45, 45, 90],
        [55, 10, 90, 40],
        [55, 45, 90, 90],
    ],
    "two columns whose paragraphs do not": [[10, 10, 45, 30], [10, 35, 45, 90], [55, 10, 90, 60], [55, 65, 90, 90]],
    "a title and a figure across two columns, and a footer": [
        [5, 2, 95, 8],
        [10, 10, 45, 30],
        [55, 10, 90, 30],
        [10, 33, 90, 50],
        [10, 53, 45, 70],
        [10, 72, 45, 90],
        [55, 53, 90, 70],
        [55, 72, 90, 90],
        [48, 95, 52, 98],
    ],
    "a running head and a page number above a title across two columns": [
        [10, 1, 40, 3],
        [92, 1, 95, 3],
        [20, 5, 85, 10],
        [10, 15, 45, 30],
        [10, 35, 45, 90],
        [55, 15, 90, 60],
        [55, 65, 90, 90],
    ],
    "three columns": [[5, 10, 30, 90], [36, 10, 61, 50], [36, 55, 61, 90], [67, 10, 92, 90]],
    "a left column that starts lower": [[10, 40, 45, 90], [55, 10, 90, 30], [55, 40, 90, 90]],
    "a letter: the date on the right, the address below it on the left": [
        [60, 5, 90, 8],
        [10, 12, 40, 25],
        [10, 30, 90, 80],
        [55, 85, 90, 95],
    ],
    "columns that overlap by a few pixels": [[10, 10, 51, 50], [10, 48, 51, 90], [50, 10, 90, 40], [50, 39, 90, 90]],
    "a table with two columns of text in it": [
        [5, 5, 95, 95],
        [10, 10, 45, 40],
        [10, 50, 45, 90],
        [55, 10, 90, 40],
        [55, 50, 90, 90],
    ],
    "boxes of no size": [[10, 10, 10, 10], [10, 20, 10, 20]],
    "boxes that are the same, and one below": [[10, 10, 40, 20], [10, 10, 40, 20], [10, 30, 40, 40]],
}


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_that_a_layout_is_read_in_order_however_it_is_listed(layout: list[list[float]]) -> None:
    expected = np.array(layout, np.float32)
    for seed in range(5):
        shuffled = np.random.default_rng(seed).permutation(expected)
        assert shuffled[reading_order(shuffled)].tolist() == expected.tolist()


def test_that_an_empty_page_has_an_empty_order() -> None:
    assert reading_order(np.zeros((0, 4), np.float32)).tolist() == []


@given(any_detections())
def test_that_every_region_is_read_once(detections: Detections) -> None:
    assert sorted(reading_order(detections.boxes).tolist()) == list(range(len(detections)))


def test_that_2_000_tangled_regions_do_not_take_long() -> None:
    boxes = random_detections(2000, seed=0).boxes
    start = time.perf_counter()
    order = reading_order(boxes)
    assert time.perf_counter() - start < 0.5
    assert sorted(order.tolist()) == list(range(2000))
