"""3x3 convolution with a quarter of the multiplications, for float32 on a CPU.

Winograd's minimal filtering F(4x4, 3x3), after Lavin & Gray, Fast Algorithms for Convolutional Neural Networks, 2015:
the map is cut into tiles of 4 x 4 results, each of which depends on a window of 6 x 6 inputs. Windows and weights are
transformed so that the convolution turns into a product for each of the 36 positions, 2.25 multiplications a result
where the direct way needs 9; the products are summed over the channels by matrix multiplication. One axis at a time,

    results = OUT @ ((WEIGHT @ weights) * (IN @ window))

The transforms are small matrix products too. Work goes strip by strip, so that what is being transformed stays in the
processor's cache and takes little memory. With 128 channels and more it takes about half the direct way's time, on
large maps and on many small ones.

The transforms evaluate polynomials at a few points and put them together again. The usual points 0, 1, -1, 2, -2 cost
a digit of precision. Those used here make the error of the whole, against float64, as small as that of the direct sum.

Shape shorthand: B images, C channels, O output channels, H and W of the map; T tile rows of S tiles in a strip.
"""

import math
from collections.abc import Iterator
from typing import Final

import numpy as np
import torch
from torch import Tensor, nn

_TILE: Final = 4
_WINDOW: Final = _TILE + 2
_POSITIONS: Final = _WINDOW * _WINDOW
# Besides infinity. Found by trying pairs of small fractions, whose powers float32 holds exactly: relative to the
# results' spread, the largest error over 256 channels is 6e-6 here, 9e-6 for the direct sum and 25e-6 for 1 and 2.
_POINTS: Final = (0.0, 5 / 8, -5 / 8, 3 / 2, -3 / 2)
# Enough for matrix multiplication to run at full speed, few enough for the cache: 36 KB a tile and 256 channels.
_TILES_AT_ONCE: Final = 256
# Whose weights are transformed in one go: few enough for the cache.
_CHANNELS_AT_ONCE: Final = 32


class WinogradConv2d(nn.Module):
    """Computes what `conv` does, and then a ReLU if wished. No gradients.

    Args:
        conv: 3x3, stride 1, padding 1, no dilation, no groups. Its weights are copied, four times larger.
        relu: clip the results at 0.
    """

    def __init__(self, conv: nn.Conv2d, *, relu: bool = False) -> None:
        super().__init__()
        assert (conv.kernel_size, conv.stride, conv.padding, conv.dilation) == ((3, 3), (1, 1), (1, 1), (1, 1))
        assert conv.groups == 1
        self._weights = transform_weights(conv.weight.detach())
        self._bias = None if conv.bias is None else conv.bias.detach()
        self._relu = relu

    def forward(self, x: Tensor, add: Tensor | None = None) -> Tensor:
        """Convolve `x` [B, C, H, W], and add `add` of the result's shape before the ReLU."""
        if add is None:
            return winograd_conv3x3(x, self._weights, self._bias, relu=self._relu)
        sums = winograd_conv3x3(x, self._weights, self._bias).add_(add)
        return sums.relu_() if self._relu else sums


def transform_weights(weights: Tensor) -> Tensor:
    """Turn weights [O, C, 3, 3] into the float32 [36, C, O] that `winograd_conv3x3` takes."""
    out_channels, channels = weights.shape[:2]
    transform = torch.from_numpy(_weight_transform())
    by_position = torch.kron(transform, transform).float()
    transformed = weights.new_empty(_POSITIONS, channels, out_channels)
    parts = (torch.split(each, _CHANNELS_AT_ONCE, 1) for each in (weights, transformed))
    for some, target in zip(*parts, strict=True):
        by_tap = some.permute(2, 3, 1, 0).reshape(9, -1)
        torch.mm(by_position, by_tap, out=target.flatten(1))
    return transformed


def winograd_conv3x3(x: Tensor, weights: Tensor, bias: Tensor | None, *, relu: bool = False) -> Tensor:
    """Convolve with stride 1 and padding 1.

    Args:
        x: float32 [B, C, H, W] on the CPU; channels_last is read in place.
        weights: float32 [36, C, O], from `transform_weights`.
        bias: float32 [O].
        relu: clip the results at 0.

    Returns:
        float32 [B, O, H, W], channels_last.
    """
    batch, channels, height, width = x.shape
    out_channels = weights.shape[2]
    # Images stand on top of each other, a line of zeros at least between them, each beginning with a tile row: many
    # small maps, as of regions, are one tall map.
    pitch = _TILE * (height // _TILE + 1)
    tile_rows, tile_columns = -(-((batch - 1) * pitch + height) // _TILE), -(-width // _TILE)
    rows_at_once = max(1, min(tile_rows, round(_TILES_AT_ONCE / tile_columns)))
    inputs = x.permute(0, 2, 3, 1)
    outputs = x.new_empty(batch, height, width, out_channels)
    strip = x.new_zeros(_TILE * rows_at_once + 2, _TILE * tile_columns + 2, channels)
    buffers = x.new_empty(2, _POSITIONS * rows_at_once * tile_columns * max(channels, out_channels))
    for tile_row in range(0, tile_rows, rows_at_once):
        rows = min(rows_at_once, tile_rows - tile_row)
        top = _TILE * tile_row
        filled = 0
        for image, lines, strip_lines in _share(top - 1, _TILE * rows + 2, batch, height, pitch):
            strip[filled : strip_lines.start].zero_()
            strip[strip_lines, 1 : width + 1] = inputs[image, lines]
            filled = strip_lines.stop
        strip[filled:].zero_()
        results = _convolve_strip(strip, rows, weights, bias, buffers)
        if relu:
            results.relu_()
        for image, lines, strip_lines in _share(top, _TILE * rows, batch, height, pitch):
            outputs[image, lines] = results[strip_lines, :width]
    return outputs.permute(0, 3, 1, 2)


def _share(top: int, count: int, batch: int, height: int, pitch: int) -> Iterator[tuple[int, slice, slice]]:
    """Which of `count` lines from `top` on belong to which image, as (image, its lines, the strip's lines)."""
    for image in range(max(0, top) // pitch, batch):
        offset = image * pitch - top
        first, last = max(0, -offset), min(height, count - offset)
        if first < last:
            yield image, slice(first, last), slice(first + offset, last + offset)
        elif last <= 0:
            return


def _convolve_strip(strip: Tensor, rows: int, weights: Tensor, bias: Tensor | None, buffers: Tensor) -> Tensor:
    """Convolve the first `rows` tile rows of a padded strip.

    Args:
        strip: [4 T + 2, 4 S + 2, C].
        rows: T, at most.
        weights: as for `winograd_conv3x3`.
        bias: [O].
        buffers: [2, n]; each step reads one and writes the other.

    Returns:
        [4 rows, 4 S, O], in one of the buffers.
    """
    line, channels = strip.shape[1] * strip.shape[2], strip.shape[2]
    columns = strip.shape[1] // _TILE
    tiles, out_channels = rows * columns, weights.shape[2]

    def view(buffer: int, *shape: int) -> Tensor:
        return buffers[buffer, : math.prod(shape)].view(shape)

    # Along y, on whole lines, before the windows overlap in x as well; then windows are laid out, and along x.
    windows_y = strip.as_strided((rows, _WINDOW, line), (_TILE * line, line, 1))
    lines = view(0, rows, _WINDOW, line)
    torch.bmm(_IN.expand(rows, -1, -1), windows_y, out=lines)
    windows = view(1, _WINDOW, _WINDOW, rows, columns, channels)
    windows.copy_(lines.as_strided(windows.shape, (line, channels, _WINDOW * line, _TILE * channels, 1)))
    transformed = view(0, _WINDOW, _WINDOW, tiles * channels)
    torch.bmm(_IN.expand(_WINDOW, -1, -1), windows.view(_WINDOW, _WINDOW, -1), out=transformed)

    products = view(1, _POSITIONS, tiles, out_channels)
    torch.bmm(transformed.view(_POSITIONS, tiles, channels), weights, out=products)

    # Along x, then along y; the results lie by column of the tile, then by row.
    half = view(0, _WINDOW, _TILE, tiles * out_channels)
    torch.bmm(_OUT.expand(_WINDOW, -1, -1), products.view(_WINDOW, _WINDOW, -1), out=half)
    results = view(1, _TILE, _TILE, tiles * out_channels)
    torch.bmm(_OUT.expand(_TILE, -1, -1), half.transpose(0, 1), out=results)
    in_order = results.view(_TILE, _TILE, rows, columns, out_channels).permute(2, 1, 3, 0, 4)
    ordered = view(0, rows, _TILE, columns, _TILE, out_channels)
    if bias is None:
        ordered.copy_(in_order)
    else:
        torch.add(in_order, bias, out=ordered)
    return ordered.view(_TILE * rows, _TILE * columns, out_channels)


def _weight_transform() -> np.ndarray:
    """Values of the weights' polynomial at the points, [6, 3]; the denominators of the interpolation are here too."""
    points = np.array(_POINTS)
    denominators = [np.prod([p - q for q in _POINTS if q != p]) for p in _POINTS]
    at_points = np.vander(points, 3, increasing=True) / np.array(denominators)[:, None]
    return np.vstack([at_points, [0, 0, 1]])


def _in_transform() -> np.ndarray:
    """Coefficients, low first, of the products of (x - q) over the other points q, and over all: [6, 6]."""
    others = [[q for q in _POINTS if q != p] for p in _POINTS]
    rows = [np.append(np.polynomial.polynomial.polyfromroots(roots), 0) for roots in others]
    return np.vstack([*rows, np.polynomial.polynomial.polyfromroots(_POINTS)])


def _out_transform() -> np.ndarray:
    """Powers of the points, [4, 6]."""
    return np.hstack([np.vander(np.array(_POINTS), _TILE, increasing=True).T, [[0], [0], [0], [1]]])


_IN: Final = torch.from_numpy(_in_transform()).float()
_OUT: Final = torch.from_numpy(_out_transform()).float()
