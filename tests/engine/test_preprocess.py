import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from d2studio.engine.preprocess import Preprocessor, check_page, net_size
from d2studio.errors import UsageError

CPU = torch.device("cpu")


@pytest.mark.parametrize(
    ("height", "width", "expected"),
    [
        (1650, 1275, (1035, 800)),
        (1275, 1650, (800, 1035)),
        (1000, 3000, (444, 1333)),  # the longer side decides
        (800, 800, (800, 800)),
        (200, 30000, (9, 1333)),
        (1, 5000, (1, 1333)),  # rounds to 0 without care
    ],
)
def test_that_the_shorter_side_decides_until_the_longer_would_be_too_long(
    height: int, width: int, expected: tuple[int, int]
) -> None:
    assert net_size(height, width, shortest=800, longest=1333) == expected


def test_that_a_shortest_side_of_zero_keeps_the_size() -> None:
    assert net_size(123, 45, shortest=0, longest=10) == (123, 45)


@given(st.integers(1, 40000), st.integers(1, 40000), st.integers(1, 2000), st.integers(1, 3000))
def test_that_no_page_gets_an_empty_or_a_too_long_input(height: int, width: int, shortest: int, longest: int) -> None:
    size = net_size(height, width, shortest=shortest, longest=longest)
    assert min(size) >= 1
    assert max(size) <= max(longest, 1)


def preprocessor(**changes: object) -> Preprocessor:
    values: dict[str, object] = {
        "shortest": 0,
        "longest": 100,
        "is_bgr": False,
        "mean": (10.0, 20.0, 30.0),
        "std": (1.0, 2.0, 4.0),
        "size_divisibility": 0,
    }
    return Preprocessor(**(values | changes))  # type: ignore[arg-type]


def test_that_values_are_normalised_channel_by_channel() -> None:
    page = np.full((1, 1, 3), (12, 24, 38), np.uint8)
    batch = preprocessor()([page], device=CPU, dtype=torch.float32)
    assert batch.pixels.flatten().tolist() == [2.0, 2.0, 2.0]


def test_that_bgr_models_get_blue_first() -> None:
    page = np.full((1, 1, 3), (30, 20, 10), np.uint8)
    batch = preprocessor(is_bgr=True)([page], device=CPU, dtype=torch.float32)
    assert batch.pixels.flatten().tolist() == [0.0, 0.0, 0.0]


def test_that_padding_is_zero_after_normalisation_and_below_and_right_of_the_page() -> None:
    page = np.full((3, 5, 3), 255, np.uint8)
    batch = preprocessor(size_divisibility=4)([page], device=CPU, dtype=torch.float32)
    assert batch.pixels.shape == (1, 3, 4, 8)
    assert batch.sizes_hw == ((3, 5),)
    assert (batch.pixels[:, :, :3, :5] > 0).all()
    assert not batch.pixels[:, :, 3:].any()
    assert not batch.pixels[:, :, :, 5:].any()


def test_that_pages_of_different_sizes_share_a_batch() -> None:
    pages = [np.zeros((2, 6, 3), np.uint8), np.zeros((5, 3, 3), np.uint8)]
    batch = preprocessor()(pages, device=CPU, dtype=torch.bfloat16)
    assert batch.pixels.shape == (2, 3, 5, 6)
    assert batch.pixels.dtype == torch.bfloat16
    assert batch.sizes_hw == ((2, 6), (5, 3))


@pytest.mark.parametrize(
    "page",
    [
        np.zeros((4, 4), np.uint8),
        np.zeros((4, 4, 4), np.uint8),
        np.zeros((4, 4, 3), np.float32),
        np.zeros((0, 4, 3), np.uint8),
        [[1, 2, 3]],
    ],
)
def test_that_what_is_no_page_is_refused_in_words(page: object) -> None:
    with pytest.raises(UsageError, match="uint8 array of shape"):
        check_page(page)  # type: ignore[arg-type]
