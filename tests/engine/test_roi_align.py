import math

import hypothesis.strategies as st
import numpy as np
import pytest
import torch
from hypothesis import given
from torch import Tensor

import d2studio.engine.roi_align as module
from d2studio.engine.roi_align import roi_align, roi_align_pyramid, roi_pool

ONE_IMAGE = torch.zeros(1, dtype=torch.int64)


def align_one_by_one(
    features: Tensor, box: list[float], image: int, size: int, scale: float, sampling_ratio: int, aligned: bool
) -> Tensor:
    """The definition, sample by sample, in double precision: float64 [C, S, S]."""
    half = 0.5 if aligned else 0.0
    x0, y0, x1, y1 = (value * scale - half for value in box)
    width, height = (x1 - x0, y1 - y0) if aligned else (max(x1 - x0, 1.0), max(y1 - y0, 1.0))
    across = sampling_ratio or math.ceil(width / size)
    down = sampling_ratio or math.ceil(height / size)
    result = torch.zeros(features.shape[1], size, size, dtype=torch.float64)
    for row in range(size):
        for column in range(size):
            for i in range(down):
                for j in range(across):
                    y = y0 + (row + (i + 0.5) / down) * height / size
                    x = x0 + (column + (j + 0.5) / across) * width / size
                    result[:, row, column] += sample(features[image].double(), y, x) / (down * across)
    return result


def sample(image: Tensor, y: float, x: float) -> Tensor:
    """Between cells, linear; up to a cell beyond the border, the border's value; further out, 0. float64 [C]."""
    channels, height, width = image.shape
    if not (-1 <= y <= height and -1 <= x <= width):
        return torch.zeros(channels, dtype=torch.float64)
    y, x = min(max(y, 0.0), height - 1.0), min(max(x, 0.0), width - 1.0)
    top, left = int(y), int(x)
    bottom, right = min(top + 1, height - 1), min(left + 1, width - 1)
    upper = image[:, top, left] * (left + 1 - x) + image[:, top, right] * (x - left)
    lower = image[:, bottom, left] * (left + 1 - x) + image[:, bottom, right] * (x - left)
    return upper * (top + 1 - y) + lower * (y - top)


def pool_one_by_one(features: Tensor, box: list[float], image: int, size: int, scale: float) -> Tensor:
    """The definition, bin by bin: [C, S, S]."""
    _, channels, height, width = features.shape
    x0, y0, x1, y1 = (math.copysign(math.floor(abs(value) * scale + 0.5), value) for value in box)
    result = torch.zeros(channels, size, size)
    for row in range(size):
        for column in range(size):
            top, bottom = bin_edges(y0, y1, row, size, height)
            left, right = bin_edges(x0, x1, column, size, width)
            if top < bottom and left < right:
                result[:, row, column] = features[image, :, top:bottom, left:right].amax(dim=(1, 2))
    return result


def bin_edges(start: float, end: float, number: int, size: int, limit: int) -> tuple[int, int]:
    extent = np.float32(max(end - start + 1, 1)) / np.float32(size)
    first, stop = math.floor(np.float32(number) * extent) + start, math.ceil(np.float32(number + 1) * extent) + start
    return int(min(max(first, 0), limit)), int(min(max(stop, 0), limit))


def make_features(channels: int = 3, height: int = 9, width: int = 12) -> Tensor:
    return torch.randn(2, channels, height, width, generator=torch.Generator().manual_seed(0))


def counting_map() -> Tensor:
    """4 x 4 cells, of 0 to 15."""
    return torch.arange(16.0).view(1, 1, 4, 4)


def align(features: Tensor, boxes: Tensor, size: int, *, scale: float = 1.0, ratio: int = 0, v2: bool = True) -> Tensor:
    images = torch.zeros(len(boxes), dtype=torch.int64)
    return roi_align(features, boxes, images, output_size=size, spatial_scale=scale, sampling_ratio=ratio, aligned=v2)


def test_that_aligned_bins_of_one_cell_are_the_cells() -> None:
    assert align(counting_map(), torch.tensor([[1.0, 1, 3, 3]]), 2).tolist() == [[[[5, 6], [9, 10]]]]


def test_that_without_alignment_all_lies_half_a_cell_further() -> None:
    found = align(counting_map(), torch.tensor([[1.0, 1, 3, 3]]), 2, v2=False)
    assert found.tolist() == [[[[7.5, 8.5], [11.5, 12.5]]]]


def test_that_a_bin_of_several_samples_is_their_mean() -> None:
    # Samples at 0.5 and 1.5 of both axes, between four cells each: 2.5, 3.5, 6.5 and 7.5.
    found = align(counting_map(), torch.tensor([[0.5, 0.5, 2.5, 2.5]]), 1)
    assert found.tolist() == [[[[5.0]]]]


def test_that_beyond_the_border_its_value_goes_on_for_a_cell_and_then_there_is_nothing() -> None:
    # Samples at x = -1.5, -0.5, 0.5 and 1.5, y = 0: nothing, 0, 0.5 and 1.5.
    found = align(counting_map(), torch.tensor([[-1.5, 0.0, 2.5, 1.0]]), 1)
    assert found.item() == pytest.approx((0 + 0 + 0.5 + 1.5) / 4)


def test_that_an_aligned_box_without_area_gives_zeros_and_an_unaligned_one_a_cell() -> None:
    box = torch.tensor([[2.0, 2, 2, 2]])
    assert align(counting_map() + 1, box, 1).tolist() == [[[[0.0]]]]
    assert align(counting_map(), box, 1, v2=False).tolist() == [[[[12.5]]]]  # the middle of the cell from (2, 2) on


_coordinates = st.integers(-120, 360).map(lambda quarters: quarters / 4)
_boxes = st.tuples(_coordinates, _coordinates, _coordinates, _coordinates)


@given(
    st.lists(_boxes, min_size=1, max_size=4),
    st.integers(1, 4),
    st.sampled_from([0, 0, 1, 2, 3]),
    st.booleans(),
    st.sampled_from([1 / 4, 1 / 7]),
)
def test_that_any_box_is_cut_as_sample_by_sample(
    corners: list[tuple[float, float, float, float]], size: int, sampling_ratio: int, aligned: bool, scale: float
) -> None:
    features = make_features()
    boxes = torch.tensor([[min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)] for x0, y0, x1, y1 in corners])
    # The function jumps where a sample leaves the map and where a bin gets one more; a rounding must not decide that.
    boxes += torch.tensor([0.0137, 0.0173, 0.0271, 0.0293])
    images = torch.arange(len(boxes)) % 2
    found = roi_align(
        features, boxes, images, output_size=size, spatial_scale=scale, sampling_ratio=sampling_ratio, aligned=aligned
    )
    for region, box, image in zip(found, boxes.tolist(), images.tolist(), strict=True):
        expected = align_one_by_one(features, box, image, size, scale, sampling_ratio, aligned)
        assert torch.allclose(region.double(), expected, atol=1e-4)


def test_that_inverted_boxes_are_read_backwards_with_a_fixed_number_of_samples_and_else_are_empty() -> None:
    features, box = make_features(), [30.0, 20.0, 10.0, 5.0]
    fixed = align(features, torch.tensor([box]), 2, scale=0.25, ratio=2)
    assert torch.allclose(fixed[0].double(), align_one_by_one(features, box, 0, 2, 0.25, 2, True), atol=1e-5)
    assert not align(features, torch.tensor([box]), 2, scale=0.25).any()


def test_that_few_samples_in_large_bins_are_not_spread() -> None:
    features, box = make_features(height=40, width=60), [0.0, 0.0, 60.0, 40.0]
    found = align(features, torch.tensor([box]), 2, ratio=1)
    assert torch.allclose(found[0].double(), align_one_by_one(features, box, 0, 2, 1.0, 1, True), atol=1e-5)


@given(st.floats(-100, 100, width=16), st.floats(1, 9), st.floats(1, 6), st.floats(0.5, 3), st.floats(0.5, 3))
def test_that_a_constant_map_gives_that_constant(value: float, x: float, y: float, width: float, height: float) -> None:
    found = align(torch.full((1, 2, 9, 12), value), torch.tensor([[x, y, x + width, y + height]]), 3)
    assert torch.allclose(found, torch.tensor(value), rtol=1e-5)


@given(st.integers(0, 3), st.integers(0, 5))
def test_that_a_moved_map_and_box_give_the_same(down: int, right: int) -> None:
    features = torch.zeros(1, 3, 20, 24)
    features[:, :, 5:14, 6:18] = make_features()[:1]
    moved = features.roll((down, right), dims=(2, 3))
    box = torch.tensor([[6.25, 5.5, 15.75, 13.0]])
    found = align(moved, box + torch.tensor([right, down, right, down]), 4)
    assert torch.allclose(found, align(features, box, 4), atol=1e-5)


def test_that_on_a_slope_each_bin_is_the_value_at_its_centre() -> None:
    slope = (torch.arange(30.0)[:, None] * 10 + torch.arange(40.0)).view(1, 1, 30, 40)
    found = align(slope, torch.tensor([[4.0, 6.0, 32.0, 20.0]]), 7)
    centres_y, centres_x = 6 + (torch.arange(7) + 0.5) * 2 - 0.5, 4 + (torch.arange(7) + 0.5) * 4 - 0.5
    assert torch.allclose(found[0, 0], centres_y[:, None] * 10 + centres_x, rtol=1e-5)


def test_that_many_regions_are_cut_as_each_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_TERMS_AT_ONCE", 500)
    generator = torch.Generator().manual_seed(0)
    centres, sides = torch.rand(50, 2, generator=generator) * 40, torch.rand(50, 2, generator=generator) * 60
    boxes = torch.cat([centres - sides / 2, centres + sides / 2], dim=1)
    features = make_features()
    found = align(features, boxes, 3, scale=0.25)
    for region, box in zip(found, boxes, strict=True):
        assert torch.equal(region, align(features, box[None], 3, scale=0.25)[0])


def test_that_a_pyramid_gives_what_its_levels_give() -> None:
    maps = [make_features(height=16, width=20), make_features(height=8, width=10)]
    boxes = torch.tensor([[0.0, 0, 30, 20], [10, 10, 70, 60], [5, 5, 9, 9], [0, 0, 80, 64]])
    images, levels = torch.tensor([0, 1, 1, 0]), torch.tensor([0, 1, 0, 1])
    found = roi_align_pyramid(
        maps, boxes, images, levels, output_size=3, spatial_scales=[1 / 4, 1 / 8], sampling_ratio=0, aligned=True
    )
    for region, box, image, level in zip(found, boxes.tolist(), images.tolist(), levels.tolist(), strict=True):
        expected = align_one_by_one(maps[level], box, image, 3, 1 / (4 * 2**level), 0, True)
        assert torch.allclose(region.double(), expected, atol=1e-5)


@pytest.mark.parametrize("memory_format", [torch.contiguous_format, torch.channels_last])
def test_that_the_result_has_its_channels_last_whatever_the_maps_have(memory_format: torch.memory_format) -> None:
    features = make_features().contiguous(memory_format=memory_format)
    found = align(features, torch.tensor([[0.0, 0, 8, 8], [2, 2, 5, 5]]), 2)
    assert found.shape == (2, 3, 2, 2)
    assert found.permute(0, 2, 3, 1).is_contiguous()


def test_that_no_regions_give_an_empty_result() -> None:
    nowhere, images = torch.zeros(0, 4), torch.zeros(0, dtype=torch.int64)
    assert align(make_features(), nowhere, 7).shape == (0, 3, 7, 7)
    assert roi_pool(make_features(), nowhere, images, output_size=7, spatial_scale=1.0).shape == (0, 3, 7, 7)


@pytest.mark.parametrize(("dtype", "tolerance"), [(torch.bfloat16, 0.03), (torch.float16, 0.004)])
def test_that_reduced_precision_loses_only_its_own_digits(dtype: torch.dtype, tolerance: float) -> None:
    features, boxes = make_features(), torch.tensor([[0.0, 0, 10, 8], [2.3, 1.7, 6.1, 8.4]])
    found = align(features.to(dtype), boxes, 3)
    assert found.dtype == dtype
    assert torch.allclose(found.float(), align(features, boxes, 3), atol=tolerance)


def test_that_gradients_spread_as_the_samples_were_weighted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_TERMS_AT_ONCE", 100)
    features = make_features(channels=1, height=4, width=5).requires_grad_()
    boxes, images = torch.tensor([[0.2, 0.3, 4.1, 3.2], [1.0, 0.0, 5.5, 2.0]]), torch.tensor([0, 1])
    found = roi_align(features, boxes, images, output_size=2, spatial_scale=1.0, sampling_ratio=0, aligned=True)
    towards = torch.rand(found.shape, generator=torch.Generator().manual_seed(1))
    (gradient,) = torch.autograd.grad(found, features, towards)
    for number in range(features.numel()):
        unit = torch.zeros(features.numel())
        unit[number] = 1
        effect = 0.0
        for region, box in enumerate(boxes.tolist()):
            cut = align_one_by_one(unit.view(features.shape), box, region, 2, 1.0, 0, True)
            effect += float((cut * towards[region]).sum())
        assert gradient.flatten()[number].item() == pytest.approx(effect, abs=1e-5)


def test_that_pooling_takes_the_largest_cell_of_each_bin() -> None:
    found = roi_pool(counting_map(), torch.tensor([[0.0, 1, 2, 3]]), ONE_IMAGE, output_size=2, spatial_scale=1.0)
    # Three cells each way in two bins that share the middle one.
    assert found.tolist() == [[[[9, 10], [13, 14]]]]


def test_that_pooling_rounds_halves_away_from_zero() -> None:
    found = roi_pool(counting_map(), torch.tensor([[0.5, 0.5, 2.5, 2.5]]), ONE_IMAGE, output_size=1, spatial_scale=1.0)
    assert found.item() == 15


def test_that_pooling_outside_the_map_gives_zeros() -> None:
    boxes = torch.tensor([[10.0, 10, 12, 12], [-9, -9, -5, -5], [2, 2, 9, 9]])
    images = torch.zeros(3, dtype=torch.int64)
    found = roi_pool(counting_map() - 20, boxes, images, output_size=2, spatial_scale=1.0)
    assert found[:, 0].tolist() == [[[0, 0], [0, 0]], [[0, 0], [0, 0]], [[-5, 0], [0, 0]]]


@given(st.lists(_boxes, min_size=1, max_size=4), st.integers(1, 5), st.sampled_from([1 / 4, 1 / 8]))
def test_that_any_box_is_pooled_as_bin_by_bin(
    corners: list[tuple[float, float, float, float]], size: int, scale: float
) -> None:
    features, boxes = make_features(), torch.tensor(corners)
    images = torch.arange(len(boxes)) % 2
    found = roi_pool(features, boxes, images, output_size=size, spatial_scale=scale)
    for region, box, image in zip(found, boxes.tolist(), images.tolist(), strict=True):
        assert torch.equal(region, pool_one_by_one(features, box, image, size, scale))


@pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device")
def test_that_a_gpu_gives_the_same() -> None:
    features, boxes = make_features(channels=16), torch.tensor([[0.0, 0, 10, 8], [2.3, 1.7, 6.1, 8.4]])
    images = torch.tensor([0, 1])
    found = roi_align(
        features.cuda(), boxes.cuda(), images.cuda(), output_size=7, spatial_scale=1.0, sampling_ratio=0, aligned=True
    )
    expected = roi_align(features, boxes, images, output_size=7, spatial_scale=1.0, sampling_ratio=0, aligned=True)
    assert torch.allclose(found.cpu(), expected, atol=1e-5)
    pooled = roi_pool(features.cuda(), boxes.cuda(), images.cuda(), output_size=7, spatial_scale=1.0)
    assert torch.equal(pooled.cpu(), roi_pool(features, boxes, images, output_size=7, spatial_scale=1.0))
