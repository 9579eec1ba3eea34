"""Masks in page pixels, against an independent reading of the same definition, one pixel at a time."""

import math
import subprocess
import sys

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given
from hypothesis import strategies as st

from d2studio.arrays import BoolArray, FloatArray
from d2studio.detections import Detections
from d2studio.masks import mask_polygons, paste_mask, paste_masks

PAGE_HW = (40, 30)


def slow_value(probabilities: FloatArray, box: list[float], x: int, y: int) -> float:
    """Bilinear value of the grid at the centre of page pixel (x, y), with zeros around the grid."""
    rows, columns = probabilities.shape
    u = (x + 0.5 - box[0]) / (box[2] - box[0]) * columns - 0.5
    v = (y + 0.5 - box[1]) / (box[3] - box[1]) * rows - 0.5
    total = 0.0
    for row in (math.floor(v), math.floor(v) + 1):
        for column in (math.floor(u), math.floor(u) + 1):
            if 0 <= row < rows and 0 <= column < columns:
                total += float(probabilities[row, column]) * (1 - abs(v - row)) * (1 - abs(u - column))
    return total


def masked(probabilities: FloatArray, box: list[float], size_hw: tuple[int, int] = PAGE_HW) -> Detections:
    return Detections(
        size_hw=size_hw,
        class_names=("Figure",),
        boxes=np.array([box], np.float32),
        scores=np.ones(1, np.float32),
        class_ids=np.zeros(1, np.int64),
        masks=probabilities[None].astype(np.float32),
    )


def blob(side: int = 28, *, bumps: int = 3) -> FloatArray:
    """A smooth closed shape, as mask heads give."""
    y, x = np.mgrid[:side, :side] - (side - 1) / 2
    radius = side * (0.33 + 0.07 * np.sin(bumps * np.arctan2(y, x)))
    values: FloatArray = (1 / (1 + np.exp(1.5 * (np.hypot(x, y) - radius)))).astype(np.float32)
    return values


def rasterised(polygon: FloatArray, size_hw: tuple[int, int]) -> BoolArray:
    """Which pixel centres lie inside a polygon, by counting crossings of a ray to the left."""
    height, width = size_hw
    y, x = np.mgrid[:height, :width] + 0.5
    inside = np.zeros(size_hw, np.bool_)
    for (x0, y0), (x1, y1) in zip(polygon.tolist(), np.roll(polygon, -1, axis=0).tolist(), strict=True):
        if y0 != y1:
            crosses = ((y0 <= y) != (y1 <= y)) & (x > x0 + (y - y0) / (y1 - y0) * (x1 - x0))
            inside ^= crosses
    return inside


def iou(a: BoolArray, b: BoolArray) -> float:
    return float((a & b).sum() / (a | b).sum())


@given(
    st.floats(-20, 45),
    st.floats(-20, 35),
    st.floats(0.3, 50),
    st.floats(0.3, 50),
    st.sampled_from([1, 2, 5, 14]),
    st.integers(0, 1000),
)
def test_that_a_pasted_mask_agrees_with_its_definition(
    top: float, left: float, height: float, width: float, side: int, seed: int
) -> None:
    probabilities = np.random.default_rng(seed).random((side, side), np.float32)
    found = masked(probabilities, [left, top, left + width, top + height])
    pasted = paste_masks(found)[0]
    box = found.boxes[0].tolist()
    for y in range(PAGE_HW[0]):
        for x in range(PAGE_HW[1]):
            value = slow_value(probabilities, box, x, y)
            if abs(value - 0.5) > 1e-4:  # float32 cannot decide closer
                assert pasted[y, x] == (value >= 0.5)


def test_that_a_pasted_mask_agrees_with_torch_sampling_the_same_grid() -> None:
    rng = np.random.default_rng(3)
    for _ in range(30):
        corner, size = rng.uniform(-10, 35, 2), rng.uniform(1, 40, 2)
        found = masked(rng.random((28, 28), np.float32), [*corner, *(corner + size)])
        (x0, y0, x1, y1), (height, width) = found.boxes[0].tolist(), PAGE_HW
        grid_x = (torch.arange(width) + 0.5 - x0) / (x1 - x0) * 2 - 1
        grid_y = (torch.arange(height) + 0.5 - y0) / (y1 - y0) * 2 - 1
        grid = torch.stack(torch.meshgrid(grid_x, grid_y, indexing="xy"), dim=-1)[None]
        assert found.masks is not None
        values = F.grid_sample(torch.from_numpy(found.masks.copy())[None], grid, align_corners=False)[0, 0].numpy()
        is_clear = abs(values - 0.5) > 1e-5
        np.testing.assert_array_equal(paste_masks(found)[0][is_clear], (values >= 0.5)[is_clear])


def test_that_only_the_region_of_the_box_is_worked_on() -> None:
    region, (x, y) = paste_mask(np.ones((4, 4), np.float32), np.array([10.2, 20.7, 14.9, 22.0], np.float32), PAGE_HW)
    assert (x, y) == (9, 19)
    assert region.shape == (4, 7)


@pytest.mark.parametrize(
    "box",
    [[50, 5, 60, 15], [-20, 5, -10, 15], [5, 60, 15, 70], [5, 5, 5, 15], [5, 15, 15, 15], [15, 5, 5, 15]],
    ids=["right of the page", "left of it", "below it", "no width", "no height", "inside out"],
)
def test_that_a_box_off_the_page_or_without_area_gives_an_empty_mask(box: list[float]) -> None:
    found = masked(np.ones((4, 4), np.float32), box)
    assert not paste_masks(found).any()
    assert mask_polygons(found, 0) == []


def test_that_a_mask_below_the_threshold_everywhere_has_no_polygon() -> None:
    assert mask_polygons(masked(np.full((4, 4), 0.4, np.float32), [5, 5, 25, 25]), 0) == []


def test_that_a_polygon_runs_along_the_edges_of_pixels() -> None:
    found = masked(np.ones((1, 1), np.float32), [3, 5, 4, 6])
    assert paste_masks(found)[0].nonzero() == ([5], [3])
    (polygon,) = mask_polygons(found, 0)
    assert sorted(map(tuple, polygon.tolist())) == [(3, 5), (3, 6), (4, 5), (4, 6)]


def test_that_a_rectangle_has_four_corners() -> None:
    found = masked(np.ones((30, 20), np.float32), [4, 6, 24, 36])
    (polygon,) = mask_polygons(found, 0)
    assert len(polygon) == 4
    np.testing.assert_array_equal(rasterised(polygon, PAGE_HW), paste_masks(found)[0])


@pytest.mark.parametrize("side_px", [6, 15, 40, 120, 300])
@pytest.mark.parametrize("bumps", [2, 3, 5])
def test_that_a_polygon_covers_what_the_mask_covers(side_px: int, bumps: int) -> None:
    size_hw = (side_px + 20, side_px + 20)
    found = masked(blob(bumps=bumps), [7.3, 5.8, 7.3 + side_px, 5.8 + side_px], size_hw)
    (polygon,) = mask_polygons(found, 0)
    assert iou(rasterised(polygon, size_hw), paste_masks(found)[0]) > 0.97


def test_that_a_large_outline_has_far_fewer_corners_than_pixels() -> None:
    (polygon,) = mask_polygons(masked(blob(), [5, 5, 505, 505], (510, 510)), 0)
    assert len(polygon) < 300  # of some 1,500 pixels


def test_that_parts_of_a_mask_are_polygons_of_their_own_and_the_largest_comes_first() -> None:
    probabilities = np.zeros((10, 10), np.float32)
    probabilities[1:3, 1:3] = 1
    probabilities[5:9, 4:9] = 1
    small_and_large = mask_polygons(masked(probabilities, [0, 0, 30, 40]), 0)
    assert [np.ptp(polygon[:, 0]) > 10 for polygon in small_and_large] == [True, False]


def test_that_a_speck_and_a_thin_stroke_beside_a_large_part_keep_their_shape() -> None:
    probabilities = np.zeros(PAGE_HW, np.float32)
    probabilities[5:30, 3:18] = 1
    probabilities[2, 25] = 1
    probabilities[range(10, 35), np.minimum(range(20, 45), 28)] = 1
    found = masked(probabilities, [0, 0, 30, 40])
    polygons = mask_polygons(found, 0)
    assert len(polygons) == 3
    assert min(len(polygon) for polygon in polygons) >= 4
    covered = np.logical_or.reduce([rasterised(polygon, PAGE_HW) for polygon in polygons])
    np.testing.assert_array_equal(covered, paste_masks(found)[0])


def test_that_a_hole_is_covered() -> None:
    probabilities = np.ones(PAGE_HW, np.float32)
    probabilities[10:20, 10:20] = 0
    found = masked(probabilities, [0, 0, 30, 40])
    assert not paste_masks(found)[0].all()
    (polygon,) = mask_polygons(found, 0)
    assert rasterised(polygon, PAGE_HW).all()


def test_that_pasting_needs_no_opencv() -> None:
    code = """
import sys, numpy as np, d2studio.masks as masks
masks.paste_mask(np.ones((4, 4), np.float32), np.array([1, 1, 5, 5], np.float32), (9, 9))
assert "cv2" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", code], check=True)
