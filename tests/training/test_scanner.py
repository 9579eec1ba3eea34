import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from training.pages import scanner
from training.pages.scanner import scan
from training.pages.warp import MIN_VISIBLE, warp

RED, GREEN, BLUE = (255, 0, 0), (0, 255, 0), (0, 0, 255)


def made_up_page(height: int = 500, width: int = 360) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """Make a white page with a red, a green and a blue rectangle, and their boxes."""
    page = np.full((height, width, 3), 255, np.uint8)
    boxes = [(40, 30, 320, 60), (50, 120, 170, 400), (200, 140, 330, 180)]
    for (left, top, right, bottom), colour in zip(boxes, (RED, GREEN, BLUE), strict=True):
        page[top:bottom, left:right] = colour
    return page, np.array(boxes, np.float32)


def ink_bounds(page: NDArray[np.uint8], colour: tuple[int, int, int]) -> NDArray[np.float64]:
    """Measure where a pure colour covers at least half of a pixel, xyxy."""
    own, others = np.argmax(colour), np.flatnonzero(np.array(colour) == 0)
    is_ink = (page[..., own] > 200) & (page[..., others] < 128).all(-1)
    ys, xs = np.nonzero(is_ink)
    return np.array([xs.min(), ys.min(), xs.max() + 1, ys.max() + 1], np.float64)


def text_like_page(height: int = 400, width: int = 288) -> NDArray[np.uint8]:
    page = np.full((height, width, 3), 255, np.uint8)
    for row in range(30, height - 30, 9):
        cv2.putText(page, "the quick brown fox jumps", (25, row), cv2.FONT_HERSHEY_SIMPLEX, 0.3, (20, 20, 20), 1)
    page[200:300, 60:200] = (180, 60, 30)
    return page


def test_a_warped_page_has_the_short_side_asked_for_and_a_bounded_long_side() -> None:
    page, boxes = made_up_page()
    for seed in range(60):
        image, moved, kept = warp(page, boxes, np.random.default_rng(seed), short_side=224)
        assert image.dtype == np.uint8
        assert image.shape[2] == 3
        assert image.flags.c_contiguous
        short, long = sorted(image.shape[:2])
        assert short <= 224
        assert long <= 224 * 1.5
        assert short == 224 or long == 336
        assert moved.dtype == np.float32
        assert moved.shape == (len(kept), 4)
        assert kept.dtype == np.intp


def test_a_very_long_page_is_bound_by_its_long_side() -> None:
    page = np.full((900, 100, 3), 255, np.uint8)
    image, _, _ = warp(page, np.zeros((0, 4), np.float32), np.random.default_rng(0), short_side=200, max_aspect=1.25)
    assert max(image.shape[:2]) == 250
    assert min(image.shape[:2]) < 60


def test_boxes_follow_the_ink_through_every_warp() -> None:
    page, boxes = made_up_page()
    checked = 0
    for seed in range(200):
        image, moved, kept = warp(page, boxes, np.random.default_rng(seed), short_side=300)
        for box, index in zip(moved, kept, strict=True):
            np.testing.assert_allclose(box, ink_bounds(image, (RED, GREEN, BLUE)[index]), atol=1.5)
            checked += 1
    assert checked > 500


@pytest.mark.parametrize("short_side", [90, 250, 700])
def test_boxes_follow_the_ink_at_every_scale(short_side: int) -> None:
    page, boxes = made_up_page()
    for seed in range(20):
        image, moved, kept = warp(page, boxes, np.random.default_rng(seed), short_side=short_side)
        tolerance = 1.5 * max(1.0, short_side / 360)
        for box, index in zip(moved, kept, strict=True):
            np.testing.assert_allclose(box, ink_bounds(image, (RED, GREEN, BLUE)[index]), atol=tolerance)


def test_boxes_stay_in_the_image_and_indices_name_them_in_order() -> None:
    page, boxes = made_up_page()
    for seed in range(100):
        image, moved, kept = warp(page, boxes, np.random.default_rng(seed), short_side=224)
        height, width = image.shape[:2]
        assert (moved >= 0).all()
        assert (moved <= [width, height, width, height]).all()
        assert (moved[:, 2:] > moved[:, :2]).all()
        assert (np.diff(kept) > 0).all()


def test_a_box_is_dropped_exactly_when_too_little_of_its_ink_is_left() -> None:
    # A column of rectangles without gaps: a cut leaves each whole, in part, or not at all.
    boxes = np.array([(0, top, 200, top + 40) for top in range(0, 280, 40)], np.float32)
    page = np.zeros((280, 200, 3), np.uint8)
    cut = 0
    for seed in range(200):
        _, moved, kept = warp(page, boxes, np.random.default_rng(seed), short_side=200)
        if len(kept) in (0, len(boxes)):
            continue
        cut += 1
        areas = (moved[:, 2] - moved[:, 0]) * (moved[:, 3] - moved[:, 1])
        assert areas.min() >= MIN_VISIBLE * areas.max() * 0.9
        assert (np.diff(kept) == 1).all()
    assert cut > 5


def test_boxes_beyond_the_page_and_empty_boxes_are_dropped() -> None:
    page, _ = made_up_page()
    boxes = np.array([(2000, 2000, 2100, 2100), (100, 100, 100, 200), (20, 20, 340, 480)], np.float32)
    for seed in range(30):
        _, _, kept = warp(page, boxes, np.random.default_rng(seed), short_side=128)
        assert kept.tolist() == [2]


@pytest.mark.parametrize("is_real", [False, True])
def test_the_same_seed_gives_the_same_scan(is_real: bool) -> None:
    page, boxes = made_up_page()
    for seed in range(30):
        results = []
        for _ in range(2):
            rng = np.random.default_rng(seed)
            image, moved, kept = warp(page, boxes, rng, short_side=200)
            results.append((scan(image, rng, is_real=is_real), moved, kept))
        for first, second in zip(*results, strict=True):
            np.testing.assert_array_equal(first, second)


def test_warp_and_scan_leave_the_given_page_as_it_was() -> None:
    page = text_like_page()
    page.setflags(write=False)
    boxes = np.array([(20, 20, 200, 380)], np.float32)
    boxes.setflags(write=False)
    for seed in range(40):
        rng = np.random.default_rng(seed)
        warp(page, boxes, rng, short_side=200)
        result = scan(page, rng)
        assert result.shape == page.shape
        assert result.dtype == np.uint8
        assert not np.shares_memory(result, page)


def test_pages_of_every_odd_size_pass() -> None:
    for seed in range(300):
        rng = np.random.default_rng(seed)
        height, width = (int(side) for side in rng.integers(1, [60, 90]))
        page = rng.integers(0, 256, (height, width, 3)).astype(np.uint8)
        image, moved, _ = warp(page, np.zeros((0, 4), np.float32), rng, short_side=int(rng.integers(1, 50)))
        assert moved.shape == (0, 4)
        assert scan(image, rng, is_real=seed % 5 == 0).shape == image.shape
        assert scan(page, rng).shape == page.shape


@pytest.mark.parametrize(
    "step",
    list(
        dict.fromkeys(
            step
            for kind in (scanner._COPY, scanner._OLD_PRINT, scanner._SCAN, scanner._BORN_DIGITAL)
            for _, step in kind
        )
    ),
)
def test_every_step_changes_some_page_and_keeps_ink_apart_from_paper(step: scanner.Step) -> None:
    changed = False
    for seed in range(20):
        page = text_like_page()
        before = page.copy()
        step(page, np.random.default_rng(seed))
        changed |= not np.array_equal(page, before)
        lines = page[100:180, 30:170].astype(np.float64).mean((1, 2))
        assert np.ptp(lines) > 12
    assert changed


def test_a_real_page_changes_less_than_a_made_up_one() -> None:
    page = text_like_page()
    difference = {
        is_real: np.mean(
            [
                np.abs(scan(page, np.random.default_rng(seed), is_real=is_real).astype(np.float64) - page).mean()
                for seed in range(60)
            ]
        )
        for is_real in (True, False)
    }
    assert 0 < difference[True] < difference[False]


def test_nearly_a_third_of_made_up_pages_stay_nearly_clean() -> None:
    page = np.full((120, 90, 3), 255, np.uint8)
    spotless = sum(bool((scan(page, np.random.default_rng(seed)) == 255).all()) for seed in range(400))
    assert 0.24 < spotless / 400 < 0.45
