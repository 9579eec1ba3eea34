"""The bundled model finds the same on the same page, whatever file it comes in."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np
import pytest

import d2studio
from d2studio.detections import Detections
from training.parity import LARGEST_SCORE_DIFFERENCE, LEAST_IOU, LEAST_SHARE
from training.truth import pairwise_iou

pytestmark = [pytest.mark.shared, pytest.mark.slow]

# File, page in it, and the plain file of the same page. These keep every pixel:
LOSSLESS: Final = (
    ("png_named.jpg", 0, "plain.png"),
    ("grey16.png", 0, "plain.png"),
    ("grey16.tif", 0, "plain.png"),
    ("rgba_white_on_clear.png", 0, "plain.png"),
    ("multi_mixed.tif", 1, "plain.png"),
)
# These change each by about one grey level; so scores and edges move a little.
LOSSY: Final = (
    ("exif6.jpg", 0, "plain.png"),
    ("exif8.jpg", 0, "plain.png"),
    ("cmyk.jpg", 0, "plain_colour.png"),
    ("page.jp2", 0, "plain_colour.png"),
    ("page.webp", 0, "plain_colour.png"),
    ("multi_mixed.tif", 2, "plain_colour.png"),
)


@pytest.fixture(scope="module")
def find(shared_dir: Path) -> Callable[[str, int], Detections]:
    predictor = d2studio.load_model(precision="float32")

    def find_in(file: str, index: int) -> Detections:
        with d2studio.open_pages(shared_dir / "wild" / "variants" / file) as pages:
            found: Detections = predictor.predict(pages.page(index).pixels)
        return found

    return find_in


def share_alike(one: Detections, other: Detections, *, iou: float, score: float) -> float:
    """Share of the detections of `one` that have their like in `other`."""
    alike = (
        (pairwise_iou(one.boxes.astype(float), other.boxes.astype(float)) >= iou)
        & (one.class_ids[:, None] == other.class_ids)
        & (np.abs(one.scores[:, None] - other.scores) <= score)
    )
    return float(alike.any(axis=1).mean())


@pytest.mark.parametrize(("file", "index", "plain"), LOSSLESS)
def test_a_container_that_keeps_the_pixels_keeps_the_detections(
    find: Callable[[str, int], Detections], file: str, index: int, plain: str
) -> None:
    found, expected = find(file, index), find(plain, 0)
    assert len(expected) > 5
    for one, other in ((found, expected), (expected, found)):
        assert share_alike(one, other, iou=LEAST_IOU, score=LARGEST_SCORE_DIFFERENCE) >= LEAST_SHARE


@pytest.mark.parametrize(("file", "index", "plain"), LOSSY)
def test_a_container_that_loses_a_little_keeps_what_is_sure(
    find: Callable[[str, int], Detections], file: str, index: int, plain: str
) -> None:
    found, expected = find(file, index), find(plain, 0)
    for one, other in ((found, expected), (expected, found)):
        sure = one.select(one.scores >= 0.5)
        assert len(sure) >= 3
        assert share_alike(sure, other, iou=0.8, score=0.25) == 1
