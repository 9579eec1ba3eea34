import math

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor

import d2studio.engine.deform_conv as module
from d2studio.engine.deform_conv import DeformConv, deform_conv2d


def convolve_one_by_one(
    x: Tensor,
    offset: Tensor,
    mask: Tensor | None,
    weight: Tensor,
    *,
    stride: int = 1,
    padding: int = 0,
    dilation: int = 1,
    groups: int = 1,
    deformable_groups: int = 1,
) -> Tensor:
    """The definition, tap by tap, in double precision."""
    x, offset, weight = x.double(), offset.double(), weight.double()
    batch, channels = x.shape[:2]
    out_channels, per_group, kernel, _ = weight.shape
    result = torch.zeros(batch, out_channels, *offset.shape[2:], dtype=torch.float64)
    for image in range(batch):
        for row in range(offset.shape[2]):
            for column in range(offset.shape[3]):
                for channel in range(channels):
                    moving = channel // (channels // deformable_groups)
                    users = slice(
                        channel // per_group * (out_channels // groups),
                        (channel // per_group + 1) * (out_channels // groups),
                    )
                    for tap in range(kernel * kernel):
                        number = moving * kernel * kernel + tap
                        move_y, move_x = offset[image, 2 * number : 2 * number + 2, row, column].tolist()
                        y = row * stride - padding + tap // kernel * dilation + move_y
                        x_ = column * stride - padding + tap % kernel * dilation + move_x
                        value = sample(x[image, channel], y, x_)
                        if mask is not None:
                            value = value * mask[image, number, row, column].double()
                        taps = weight[users, channel % per_group, tap // kernel, tap % kernel]
                        result[image, users, row, column] += taps * value
    return result


def sample(image: Tensor, y: float, x: float) -> Tensor:
    """Linear between cells of [H, W]; all cells outside are 0."""
    value = torch.zeros((), dtype=image.dtype)
    for row in (math.floor(y), math.floor(y) + 1):
        for column in (math.floor(x), math.floor(x) + 1):
            if 0 <= row < image.shape[0] and 0 <= column < image.shape[1]:
                value = value + image[row, column] * (1 - abs(y - row)) * (1 - abs(x - column))
    return value


def make_tensors(
    *,
    in_channels: int = 4,
    out_channels: int = 6,
    kernel: int = 3,
    out_hw: tuple[int, int] = (5, 6),
    groups: int = 1,
    deformable_groups: int = 1,
    reach: float = 2.0,
) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Map (2 images of 5 x 6 cells), offsets up to `reach`, mask and weights."""
    generator = torch.Generator().manual_seed(0)
    taps = deformable_groups * kernel * kernel
    return (
        torch.randn(2, in_channels, 5, 6, generator=generator),
        (torch.rand(2, 2 * taps, *out_hw, generator=generator) * 2 - 1) * reach,
        torch.rand(2, taps, *out_hw, generator=generator),
        torch.randn(out_channels, in_channels // groups, kernel, kernel, generator=generator),
    )


def test_that_taps_move_down_by_the_first_offset_and_right_by_the_second() -> None:
    x = torch.arange(20.0).view(1, 1, 4, 5)
    offset = torch.tensor([1.0, 2.0]).view(1, 2, 1, 1).expand(1, 2, 4, 5)
    moved = deform_conv2d(
        x, offset, None, torch.ones(1, 1, 1, 1), stride=1, padding=0, dilation=1, groups=1, deformable_groups=1
    )
    assert moved[0, 0].tolist() == [[7, 8, 9, 0, 0], [12, 13, 14, 0, 0], [17, 18, 19, 0, 0], [0, 0, 0, 0, 0]]


def test_that_half_a_cell_outside_the_map_half_of_its_border_is_left() -> None:
    x = torch.full((1, 1, 2, 2), 8.0)
    offset = torch.full((1, 2, 2, 2), -0.5)
    moved = deform_conv2d(
        x, offset, None, torch.ones(1, 1, 1, 1), stride=1, padding=0, dilation=1, groups=1, deformable_groups=1
    )
    assert moved[0, 0].tolist() == [[2, 4], [4, 8]]


@pytest.mark.parametrize(
    ("stride", "padding", "dilation", "groups"), [(1, 1, 1, 1), (2, 1, 1, 1), (1, 2, 2, 2), (1, 0, 1, 2)]
)
def test_that_unmoved_taps_make_an_ordinary_convolution(stride: int, padding: int, dilation: int, groups: int) -> None:
    x, _, _, weight = make_tensors(groups=groups)
    expected = F.conv2d(x, weight, None, stride, padding, dilation, groups)
    offset = torch.zeros(2, 18, *expected.shape[2:])
    found = deform_conv2d(
        x, offset, None, weight, stride=stride, padding=padding, dilation=dilation, groups=groups, deformable_groups=1
    )
    assert torch.allclose(found, expected, atol=1e-5)
    assert found.is_contiguous(memory_format=torch.channels_last)


@pytest.mark.parametrize("modulated", [False, True])
@pytest.mark.parametrize(("groups", "deformable_groups"), [(1, 1), (2, 1), (1, 2), (2, 4)])
@pytest.mark.parametrize(
    ("stride", "padding", "dilation", "out_hw"), [(1, 1, 1, (5, 6)), (2, 1, 1, (3, 3)), (1, 2, 2, (5, 6))]
)
def test_that_moved_taps_are_summed_as_one_by_one(
    stride: int, padding: int, dilation: int, out_hw: tuple[int, int], groups: int, deformable_groups: int,
    modulated: bool, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(module, "_SAMPLES_AT_ONCE", 9 * 4 * 7)  # seven positions, not a divisor of their number
    x, offset, mask, weight = make_tensors(groups=groups, deformable_groups=deformable_groups, out_hw=out_hw)
    shape = {
        "stride": stride, "padding": padding, "dilation": dilation,
        "groups": groups, "deformable_groups": deformable_groups,
    }  # fmt: skip
    chosen = mask if modulated else None
    found = deform_conv2d(x, offset, chosen, weight, **shape)
    assert torch.allclose(found.double(), convolve_one_by_one(x, offset, chosen, weight, **shape), atol=1e-4)


def test_that_offsets_far_outside_or_not_a_number_give_zeros() -> None:
    x, _, _, weight = make_tensors(out_hw=(1, 4), kernel=1)
    offset = torch.tensor([1e30, -1e30, math.inf, math.nan]).view(1, 1, 1, 4).expand(2, 2, 1, 4)
    found = deform_conv2d(x, offset, None, weight, stride=1, padding=0, dilation=1, groups=1, deformable_groups=1)
    assert not found.any()


def test_that_gradients_follow_small_changes_of_every_argument() -> None:
    x, offset, mask, weight = make_tensors(in_channels=2, out_channels=2, kernel=1, out_hw=(5, 6))
    offset = offset.floor() + 0.3 + 0.4 * torch.rand(offset.shape, generator=torch.Generator().manual_seed(1))
    arguments = [tensor.clone().requires_grad_() for tensor in (x, offset, mask, weight)]
    shape = {"stride": 1, "padding": 0, "dilation": 1, "groups": 1, "deformable_groups": 1}
    towards = torch.rand(2, 2, 5, 6, generator=torch.Generator().manual_seed(2))
    found = deform_conv2d(arguments[0], arguments[1], arguments[2], arguments[3], **shape)
    gradients = torch.autograd.grad(found, arguments, towards)
    # Between cells the function is linear in each single number, so a difference is the derivative.
    step = 0.2
    for which, gradient in enumerate(gradients):
        for number in range(0, gradient.numel(), 7):
            ends = []
            for sign in (-1, 1):
                moved = [tensor.clone() for tensor in (x, offset, mask, weight)]
                moved[which].view(-1)[number] += sign * step / 2
                result = convolve_one_by_one(moved[0], moved[1], moved[2], moved[3], **shape)
                ends.append(float((result * towards).sum()))
            assert gradient.flatten()[number].item() == pytest.approx((ends[1] - ends[0]) / step, abs=1e-4)


def test_that_the_layer_has_detectron2s_parameters_and_ends_in_norm_and_rectifier() -> None:
    layer = DeformConv(4, 6, 3, padding=1, norm="FrozenBN", relu=True)
    names = ["weight", "norm.weight", "norm.bias", "norm.running_mean", "norm.running_var"]
    assert list(layer.state_dict()) == names
    x, offset, _, _ = make_tensors()
    layer.state_dict()["norm.bias"].fill_(0.5)
    plain = deform_conv2d(x, offset, None, layer.weight, stride=1, padding=1, dilation=1, groups=1, deformable_groups=1)
    assert torch.allclose(layer(x, offset), (plain + 0.5).relu(), atol=1e-4)
