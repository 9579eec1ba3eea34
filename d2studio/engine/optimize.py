"""Shortcuts taken when a model becomes a predictor: the same function, computed in fewer and faster steps.

- Normalisation with fixed statistics is folded into the convolution before it.
- Maps keep their channels last in memory, which every kernel here prefers.
- On a CPU a convolution runs in oneDNN with its weights laid out once, and adds and rectifies in the same pass;
  a 3x3 convolution of many channels in float32 runs with a quarter of the multiplications (`d2studio.engine.winograd`).

Afterwards a model can no longer be trained or saved.
"""

from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Final

import torch
from torch import Tensor, nn

from d2studio.engine.layers import Conv2d, FrozenBatchNorm2d, finish
from d2studio.engine.model import Model
from d2studio.engine.roi_heads import FastRCNNConvFCHead
from d2studio.engine.winograd import WinogradConv2d

MIN_WINOGRAD_CHANNELS: Final = 128
_THREADS: Final = 2
FOLDABLE: Final = (FrozenBatchNorm2d, nn.BatchNorm2d)


def optimize(model: Model, *, device: torch.device, dtype: torch.dtype) -> None:
    """Prepare `model` for prediction on `device` in `dtype`.

    Its weights are changed where they lie, and must not share memory: pages that a process has not used before cost
    more than what is written to them.
    """
    for module in list(model.modules()):
        if isinstance(module, Conv2d):
            fold_norm(module)
        elif isinstance(module, FastRCNNConvFCHead):
            flatten_channels_last(module)
    if device.type == "cpu":
        # Before channels go last: the faster modules lay out their weights in ways of their own.
        replace_convolutions(model.to(dtype=dtype))
    model.to(device=device, dtype=dtype, memory_format=torch.channels_last)  # type: ignore[call-overload]


def fold_norm(conv: Conv2d) -> None:
    """Scale and shift of a fixed normalisation become part of the convolution's weights and bias."""
    norm = conv.norm
    if not isinstance(norm, FOLDABLE):
        return
    mean, variance = norm.running_mean, norm.running_var
    assert mean is not None
    assert variance is not None
    scale = norm.weight.detach() / torch.sqrt(variance + norm.eps)
    bias = torch.zeros_like(mean) if conv.bias is None else conv.bias.detach()
    conv.weight.detach().mul_(scale.view(-1, 1, 1, 1))
    conv.bias = nn.Parameter((bias - mean) * scale + norm.bias.detach(), requires_grad=False)
    conv.norm = None


class FlattenChannelsLast(nn.Module):
    """[R, C, S, S] to [R, S * S * C]: no copy when channels are last in memory."""

    def forward(self, x: Tensor) -> Tensor:
        return x.permute(0, 2, 3, 1).flatten(1)


def flatten_channels_last(head: FastRCNNConvFCHead) -> None:
    """Let the first fully connected layer take its inputs in the order in which they lie in memory."""
    first = getattr(head, "fc1", None)
    if first is None:
        return
    assert isinstance(first, nn.Linear)
    for row in first.weight.detach().view(len(first.weight), -1, head.resolution**2):
        row.view(row.shape[1], -1).copy_(row.t().contiguous())
    head.flatten = FlattenChannelsLast()


@cache
def has_fused_convolution(dtype: torch.dtype) -> bool:
    """Whether PyTorch has, for this processor, the convolution of oneDNN that adds and rectifies in one pass.

    PyTorch's own compiler is built on it, but it is no public interface: it is tried, not trusted.
    """
    try:
        conv = Conv2d(3, 4, 3, padding=1, relu=True).requires_grad_(False).to(dtype)
        x, add = (torch.ones(1, channels, 5, 5, dtype=dtype) for channels in (3, 4))
        return torch.allclose(FusedConv2d(conv)(x, add), conv(x, add), rtol=0.05, atol=0.05)
    except (AttributeError, RuntimeError):
        return False


class FusedConv2d(nn.Module):
    """A convolution, the sum with another map, and a ReLU in one pass of oneDNN.

    oneDNN wants the weights laid out in a way that depends on the size of the map, and would do it over at each call.
    """

    def __init__(self, conv: Conv2d) -> None:
        super().__init__()
        self._geometry = (list(conv.padding), list(conv.stride), list(conv.dilation), conv.groups)
        self._relu = "relu" if conv.relu else None
        self._bias = None if conv.bias is None else conv.bias.detach()
        self._weight = conv.weight.detach()
        self._laid_out_for: torch.Size | None = None

    def forward(self, x: Tensor, add: Tensor | None = None) -> Tensor:
        x = x.contiguous(memory_format=torch.channels_last)
        if x.shape != self._laid_out_for:
            weight = self._weight if self._weight.is_mkldnn else self._weight.to_mkldnn()
            self._weight = torch.ops.aten.mkldnn_reorder_conv2d_weight(weight, *self._geometry, list(x.shape))
            self._laid_out_for = x.shape
        arguments = (self._weight, self._bias, *self._geometry)
        if add is None:
            result: Tensor = torch.ops.mkldnn._convolution_pointwise(x, *arguments, self._relu or "none", [], "")
        else:
            add = add.contiguous(memory_format=torch.channels_last)
            result = torch.ops.mkldnn._convolution_pointwise(x, add, *arguments, "add", 1.0, self._relu, [], "")
        return result


class NormedConv2d(nn.Module):
    """A fast convolution, then a normalisation that depends on the map and so cannot be folded."""

    def __init__(self, conv: nn.Module, norm: nn.Module, *, relu: bool) -> None:
        super().__init__()
        self.conv = conv
        self.norm = norm
        self._relu = relu

    def forward(self, x: Tensor, add: Tensor | None = None) -> Tensor:
        return finish(self.conv(x), norm=self.norm, relu=self._relu, add=add)


def replace_convolutions(model: nn.Module) -> None:
    """Put faster modules in the place of every convolution."""
    places = [
        (module, name) for module in model.modules() for name, child in module.named_children() if type(child) is Conv2d
    ]
    # Side by side: most of it is Winograd's weights, whose small products PyTorch does not share out. Each convolution
    # goes as soon as its successor is there, and leaves its memory to others.
    with ThreadPoolExecutor(_THREADS) as pool:
        made = pool.map(faster, (getattr(module, name) for module, name in places))
        for (module, name), replacement in zip(places, made, strict=True):
            setattr(module, name, replacement)


def faster(conv: Conv2d) -> nn.Module:
    """A module for the CPU that computes the same as `conv`, which it may use up."""
    if conv.norm is not None:
        norm, relu = conv.norm, conv.relu
        conv.norm, conv.relu = None, False
        return NormedConv2d(faster(conv), norm, relu=relu)
    if suits_winograd(conv):
        return WinogradConv2d(conv, relu=conv.relu)
    return FusedConv2d(conv) if has_fused_convolution(conv.weight.dtype) else conv


def suits_winograd(conv: Conv2d) -> bool:
    """Whether the convolution is of the kind that saves multiplications, with channels enough to gain from it."""
    kind = (conv.kernel_size, conv.stride, conv.padding, conv.dilation, conv.groups)
    is_plain = kind == ((3, 3), (1, 1), (1, 1), (1, 1), 1)
    has_enough = min(conv.in_channels, conv.out_channels) >= MIN_WINOGRAD_CHANNELS
    return is_plain and has_enough and conv.weight.dtype == torch.float32
