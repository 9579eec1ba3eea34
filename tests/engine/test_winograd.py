import hypothesis.strategies as st
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given
from torch import Tensor, nn

import d2studio.engine.winograd as module
from d2studio.engine.winograd import WinogradConv2d, transform_weights, winograd_conv3x3


def make_conv(in_channels: int, out_channels: int, *, bias: bool = True) -> nn.Conv2d:
    conv = nn.Conv2d(in_channels, out_channels, 3, padding=1, bias=bias).requires_grad_(False)
    generator = torch.Generator().manual_seed(0)
    # A spread of 1 in gives a spread of about 1 out.
    conv.weight.copy_(torch.randn(conv.weight.shape, generator=generator) / (9 * in_channels) ** 0.5)
    if conv.bias is not None:
        conv.bias.copy_(torch.randn(out_channels, generator=generator))
    return conv


def make_map(*shape: int) -> Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(1))


def convolve_exactly(conv: nn.Conv2d, x: Tensor) -> Tensor:
    """The definition, as nine shifted products in double precision."""
    padded, weight = F.pad(x.double(), (1, 1, 1, 1)), conv.weight.double()
    height, width = x.shape[2:]
    result = torch.zeros(len(x), len(weight), height, width, dtype=torch.float64)
    for i in range(3):
        for j in range(3):
            shifted = padded[:, :, i : i + height, j : j + width]
            result += torch.einsum("bchw,oc->bohw", shifted, weight[:, :, i, j])
    return result if conv.bias is None else result + conv.bias.double()[:, None, None]


def test_that_a_single_one_in_the_map_leaves_the_weights_turned_round() -> None:
    weights = torch.arange(1.0, 10).view(1, 1, 3, 3)
    x = torch.zeros(1, 1, 5, 5)
    x[0, 0, 2, 2] = 1
    result = winograd_conv3x3(x, transform_weights(weights), None)
    assert torch.allclose(result[0, 0, 1:4, 1:4], weights[0, 0].flip(0, 1), atol=1e-5)
    assert torch.allclose(result.sum(), torch.tensor(45.0), atol=1e-4)


@given(
    st.integers(1, 3), st.integers(1, 6), st.integers(1, 6), st.integers(1, 21), st.integers(1, 21), st.integers(1, 9)
)
def test_that_any_map_is_convolved_as_by_definition(
    batch: int, in_channels: int, out_channels: int, height: int, width: int, tiles_at_once: int
) -> None:
    conv, x = make_conv(in_channels, out_channels), make_map(batch, in_channels, height, width)
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(module, "_TILES_AT_ONCE", tiles_at_once)
        result = WinogradConv2d(conv)(x)
    assert torch.allclose(result.double(), convolve_exactly(conv, x), atol=2e-5)


def test_that_many_channels_lose_no_more_precision_than_the_direct_sum() -> None:
    conv = make_conv(256, 64)
    x = make_map(1, 256, 40, 40).contiguous(memory_format=torch.channels_last)
    exact = convolve_exactly(conv, x)
    error, direct_error = ((result.double() - exact).abs().max() for result in (WinogradConv2d(conv)(x), conv(x)))
    assert error < 2e-5
    assert error < 3 * direct_error


def test_that_bias_sum_and_rectifier_come_in_that_order() -> None:
    conv, x, add = make_conv(4, 3), make_map(2, 4, 9, 6), make_map(2, 3, 9, 6) * 2
    expected = (convolve_exactly(conv, x) + add).relu()
    assert torch.allclose(WinogradConv2d(conv, relu=True)(x, add).double(), expected, atol=2e-5)
    assert torch.allclose(WinogradConv2d(conv, relu=True)(x).double(), convolve_exactly(conv, x).relu(), atol=2e-5)


def test_that_a_convolution_without_bias_has_none() -> None:
    conv = make_conv(4, 3, bias=False)
    assert not WinogradConv2d(conv)(torch.zeros(1, 4, 5, 5)).any()


@pytest.mark.parametrize("memory_format", [torch.contiguous_format, torch.channels_last])
def test_that_the_map_is_left_alone_and_the_result_has_its_channels_last(memory_format: torch.memory_format) -> None:
    conv, x = make_conv(4, 3), make_map(2, 4, 9, 6).contiguous(memory_format=memory_format)
    before = x.clone()
    result = WinogradConv2d(conv, relu=True)(x)
    assert torch.equal(x, before)
    assert result.is_contiguous(memory_format=torch.channels_last)


def test_that_no_images_give_an_empty_result() -> None:
    assert WinogradConv2d(make_conv(4, 3))(torch.zeros(0, 4, 14, 14)).shape == (0, 3, 14, 14)


@pytest.mark.parametrize(
    "conv",
    [
        nn.Conv2d(4, 4, 3, padding=1, stride=2),
        nn.Conv2d(4, 4, 3, padding=2, dilation=2),
        nn.Conv2d(4, 4, 3),
        nn.Conv2d(4, 4, 1),
        nn.Conv2d(4, 4, 3, padding=1, groups=2),
    ],
    ids=["stride", "dilation", "no padding", "1x1", "groups"],
)
def test_that_other_kinds_of_convolution_are_refused(conv: nn.Conv2d) -> None:
    with pytest.raises(AssertionError):
        WinogradConv2d(conv)
