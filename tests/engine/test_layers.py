from typing import Any

import pytest
import torch
import torch.nn.functional as F
from torch import nn

from d2studio.engine.layers import ChannelLayerNorm, Conv2d, FrozenBatchNorm2d, make_norm
from d2studio.engine.optimize import FlattenChannelsLast, faster, fold_norm, has_fused_convolution


def randomised(module: nn.Module) -> nn.Module:
    """Weights and statistics that are nothing special, so that leaving one out shows."""
    generator = torch.Generator().manual_seed(0)
    for name, tensor in module.state_dict().items():
        if tensor.is_floating_point():
            tensor.copy_(torch.rand(tensor.shape, generator=generator) + (0.5 if "var" in name else -0.3))
    return module.eval().requires_grad_(False)


def test_that_a_convolution_normalises_adds_and_rectifies_in_this_order() -> None:
    conv = randomised(Conv2d(3, 4, 3, padding=1, norm="BN", relu=True))
    assert isinstance(conv, Conv2d)
    x, other = torch.randn(2, 3, 5, 5), torch.randn(2, 4, 5, 5)
    assert conv.norm is not None
    expected = F.relu(conv.norm(F.conv2d(x, conv.weight, padding=1)) + other)
    assert torch.allclose(conv(x, other), expected)


def test_that_frozen_statistics_are_buffers_and_act_as_batch_norm() -> None:
    frozen = randomised(FrozenBatchNorm2d(3))
    assert not list(frozen.parameters())
    plain = nn.BatchNorm2d(3).eval()
    plain.load_state_dict(frozen.state_dict(), strict=False)
    x = torch.randn(2, 3, 4, 4)
    assert torch.allclose(frozen(x), plain(x), atol=1e-6)


def test_that_layer_norm_runs_over_channels() -> None:
    norm = randomised(ChannelLayerNorm(6))
    x = torch.randn(2, 6, 3, 4)
    expected = F.layer_norm(x.permute(0, 2, 3, 1), (6,), norm.weight, norm.bias, eps=1e-6).permute(0, 3, 1, 2)  # type: ignore[arg-type]
    assert torch.allclose(norm(x), expected, atol=1e-5)


NORMS = ["", "BN", "SyncBN", "FrozenBN", "GN", "LN"]


@pytest.mark.parametrize("channels", [64, 128])
@pytest.mark.parametrize("norm", NORMS)
@pytest.mark.parametrize("relu", [True, False])
@pytest.mark.parametrize(
    "shape",
    [
        {"kernel_size": 1},
        {"kernel_size": 3, "padding": 1},
        {"kernel_size": 3, "padding": 2, "dilation": 2},
        {"kernel_size": 3, "padding": 1, "stride": 2, "groups": 4},
        {"kernel_size": 7, "padding": 3, "stride": 2},
    ],
)
def test_that_a_faster_convolution_computes_the_same(
    channels: int, norm: str, relu: bool, shape: dict[str, Any]
) -> None:
    conv = randomised(Conv2d(channels, 160, norm=norm, relu=relu, **shape))
    assert isinstance(conv, Conv2d)
    x = torch.randn(2, channels, 17, 23).contiguous(memory_format=torch.channels_last)
    plain = conv(x)
    other = torch.randn_like(plain)
    expected = [plain, conv(x, other)]
    fold_norm(conv)
    fast = faster(conv)
    assert type(fast) is not Conv2d
    for reference, found in zip(expected, [fast(x), fast(x, other)], strict=True):
        assert torch.allclose(reference, found, rtol=1e-3, atol=1e-4 * float(reference.abs().max()))
    assert fast(x[:0]).shape == (0, *plain.shape[1:])


def test_that_this_build_of_pytorch_has_the_fused_convolution() -> None:
    assert has_fused_convolution(torch.float32)


def test_that_unknown_norms_are_our_mistake() -> None:
    with pytest.raises(AssertionError, match="XN"):
        make_norm("XN", 3)


def test_that_flattening_keeps_channels_together() -> None:
    x = torch.arange(12.0).view(1, 3, 2, 2)
    assert FlattenChannelsLast()(x).tolist() == [[0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11]]
