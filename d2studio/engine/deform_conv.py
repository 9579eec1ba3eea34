"""Deformable convolution: a kernel whose taps are moved, and optionally weighted, at each position.

Dai et al., Deformable Convolutional Networks, 2017, and Zhu et al., Deformable ConvNets v2, 2019 (weighted, there
"modulated"). Each tap is a bilinear sample of the map, a weighted sum of four cells; gathering the samples and
multiplying them with the kernel are two separate steps.

Shape shorthand: B images, C channels, O output channels, H and W of the map, Y and X of the result, K taps of the
kernel, D deformable groups (of channels that move together), P positions of the result.
"""

from typing import Final

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from d2studio.engine.layers import finish, make_norm

# Samples gathered at once: 16 MB in float32.
_SAMPLES_AT_ONCE: Final = 2**22


class DeformConv(nn.Module):
    """A deformable convolution without bias, then a normalisation (`norm` as in a config), then a ReLU if wished."""

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: int,
        *,
        stride: int = 1,
        padding: int = 0,
        dilation: int = 1,
        groups: int = 1,
        deformable_groups: int = 1,
        norm: str = "",
        relu: bool = False,
    ) -> None:
        super().__init__()
        self.stride, self.padding, self.dilation = stride, padding, dilation
        self.groups, self.deformable_groups = groups, deformable_groups
        self.weight = nn.Parameter(torch.empty(out_channels, in_channels // groups, kernel_size, kernel_size))
        self.norm = make_norm(norm, out_channels)
        self.relu = relu
        nn.init.kaiming_uniform_(self.weight, nonlinearity="relu")

    def forward(self, x: Tensor, offset: Tensor, mask: Tensor | None = None) -> Tensor:
        """Arguments and result as for `deform_conv2d`."""
        x = deform_conv2d(
            x,
            offset,
            mask,
            self.weight,
            stride=self.stride,
            padding=self.padding,
            dilation=self.dilation,
            groups=self.groups,
            deformable_groups=self.deformable_groups,
        )
        return finish(x, norm=self.norm, relu=self.relu)


def deform_conv2d(
    x: Tensor,
    offset: Tensor,
    mask: Tensor | None,
    weight: Tensor,
    *,
    stride: int,
    padding: int,
    dilation: int,
    groups: int,
    deformable_groups: int,
) -> Tensor:
    """Convolve with moved taps; outside the map everything is 0. Differentiable in all four tensors.

    Args:
        x: floating [B, C, H, W].
        offset: floating [B, 2 D K, Y, X]; for each deformable group and tap, by how many cells it moves in y and in x.
        mask: floating [B, D K, Y, X], a factor for each group and tap; None for 1.
        weight: floating [O, C / groups, k, k], of `x`'s dtype.
        stride: cells between positions.
        padding: cells of zeros around the map.
        dilation: cells between taps that have not moved.
        groups: groups of channels that are convolved apart.
        deformable_groups: D.

    Returns:
        [B, O, Y, X] of `x`'s dtype, channels_last.

    Source: torchvision 0.27, csrc/ops/cpu/deform_conv2d_kernel.cpp.
    """
    batch, channels, height, width = x.shape
    out_channels, _, kernel, _ = weight.shape
    out_height, out_width = offset.shape[2:]
    taps, positions = kernel * kernel, batch * out_height * out_width

    cells = x.permute(0, 2, 3, 1).reshape(batch * height * width * deformable_groups, -1)
    moves = offset.float().permute(0, 2, 3, 1).reshape(positions, deformable_groups, taps, 2)
    factors = None if mask is None else mask.float().permute(0, 2, 3, 1).reshape(positions, deformable_groups, taps)
    # [groups, K C / groups, O / groups], by tap and then by channel, as the samples will lie.
    matrices = weight.reshape(groups, out_channels // groups, -1, taps).permute(0, 3, 2, 1).flatten(1, 2)

    tap = torch.arange(taps, device=x.device)
    group = torch.arange(deformable_groups, device=x.device)[:, None]
    at_once = max(1, _SAMPLES_AT_ONCE // (taps * channels))
    results = []
    for start in range(0, positions, at_once):
        position = torch.arange(start, min(start + at_once, positions), device=x.device)[:, None, None]
        row, column = position // out_width % out_height, position % out_width
        first_cell = position // (out_height * out_width) * (height * width)
        move = moves[start : start + at_once]
        sample_y = row * stride - padding + tap // kernel * dilation + move[..., 0]
        sample_x = column * stride - padding + tap % kernel * dilation + move[..., 1]
        numbers, weights = _bilinear(sample_y, sample_x, height, width)
        numbers = (numbers + first_cell[..., None]) * deformable_groups + group[..., None]
        if factors is not None:
            weights = weights * factors[start : start + at_once, ..., None]
        # In the order position, tap, deformable group the sums put the channels into their old order.
        samples = F.embedding_bag(
            numbers.transpose(1, 2).reshape(-1, 4),
            cells,
            mode="sum",
            per_sample_weights=weights.transpose(1, 2).reshape(-1, 4).to(x.dtype),
        ).view(len(move), taps, groups, -1)
        results.append(torch.bmm(samples.permute(2, 0, 1, 3).flatten(2), matrices))
    result = torch.cat(results, dim=1).permute(1, 0, 2).reshape(batch, out_height, out_width, out_channels)
    return result.permute(0, 3, 1, 2)


def _bilinear(y: Tensor, x: Tensor, height: int, width: int) -> tuple[Tensor, Tensor]:
    """The four cells around float [...] coordinates: their numbers in the map and weights, [..., 4]; 0 outside."""
    top, left = y.floor(), x.floor()
    numbers, weights = [], []
    for row, row_weight in ((top, 1 - (y - top)), (top + 1, y - top)):
        for column, column_weight in ((left, 1 - (x - left)), (left + 1, x - left)):
            inside = (row >= 0) & (row < height) & (column >= 0) & (column < width)
            numbers.append(torch.where(inside, row * width + column, 0).long())
            weights.append(torch.where(inside, row_weight * column_weight, 0))
    return torch.stack(numbers, dim=-1), torch.stack(weights, dim=-1)
