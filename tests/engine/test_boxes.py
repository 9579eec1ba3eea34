import math

import hypothesis.strategies as st
import pytest
import torch
from hypothesis import given

from d2studio.engine.boxes import area, clip, decode_deltas, encode_deltas, is_larger_than

WEIGHTS = (10.0, 10.0, 5.0, 5.0)


def test_that_deltas_move_and_scale_a_box() -> None:
    # A box of 10 x 20 about (15, 30): a tenth of its width to the right, twice as high.
    deltas = torch.tensor([[1.0, 0.0, 0.0, 5 * math.log(2)]])
    decoded = decode_deltas(deltas, torch.tensor([[10.0, 20.0, 20.0, 40.0]]), WEIGHTS)
    assert decoded.tolist()[0] == pytest.approx([11.0, 10.0, 21.0, 50.0], abs=1e-4)


def test_that_every_class_has_its_own_box() -> None:
    deltas = torch.tensor([[0.0, 0.0, 0.0, 0.0, 10.0, 10.0, 0.0, 0.0]])
    decoded = decode_deltas(deltas, torch.tensor([[0.0, 0.0, 4.0, 2.0]]), WEIGHTS)
    assert decoded.tolist() == [[0.0, 0.0, 4.0, 2.0, 4.0, 2.0, 8.0, 4.0]]


def test_that_growth_is_limited_so_that_no_box_is_infinite() -> None:
    decoded = decode_deltas(torch.tensor([[0.0, 0.0, 1e9, 1e9]]), torch.tensor([[0.0, 0.0, 16.0, 16.0]]), WEIGHTS)
    assert decoded.tolist()[0] == pytest.approx([-492.0, -492.0, 508.0, 508.0], abs=0.01)


def test_that_half_precision_deltas_are_decoded_in_single_precision() -> None:
    boxes = torch.tensor([[1000.0, 1000.0, 1001.0, 1001.0]])
    decoded = decode_deltas(torch.zeros(1, 4, dtype=torch.float16), boxes, WEIGHTS)
    assert decoded.dtype == torch.float32
    assert torch.equal(decoded, boxes)


_sides = st.floats(1, 500, width=32)
_corners = st.floats(-500, 1500, width=32)


@given(st.tuples(_corners, _corners, _sides, _sides), st.tuples(_corners, _corners, _sides, _sides))
def test_that_decoding_undoes_encoding(first: tuple[float, ...], second: tuple[float, ...]) -> None:
    boxes, targets = (torch.tensor([[x, y, x + w, y + h]]) for x, y, w, h in (first, second))
    if ((targets[:, 2:] - targets[:, :2]) / (boxes[:, 2:] - boxes[:, :2])).max() >= 1000 / 16:
        return  # beyond the limit of growth
    decoded = decode_deltas(encode_deltas(boxes, targets, WEIGHTS), boxes, WEIGHTS)
    assert torch.allclose(decoded, targets, atol=0.05, rtol=1e-3)


def test_that_clipping_uses_the_height_for_y_and_the_width_for_x() -> None:
    boxes = torch.tensor([[-5.0, -5.0, 100.0, 100.0]])
    assert clip(boxes, (30, 40)).tolist() == [[0.0, 0.0, 40.0, 30.0]]


def test_that_a_box_without_area_is_not_larger_than_nothing() -> None:
    boxes = torch.tensor([[0.0, 0.0, 1.0, 0.0], [0.0, 0.0, 1.0, 1.0], [2.0, 0.0, 1.0, 1.0]])
    assert is_larger_than(boxes, 0).tolist() == [False, True, False]


def test_that_the_area_is_width_times_height() -> None:
    assert area(torch.tensor([[1.0, 2.0, 4.0, 10.0]])).tolist() == [24.0]
