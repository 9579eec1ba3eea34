"""Regions of a feature map resampled to a fixed grid: ROIAlign and its forerunner ROIPool.

ROIAlign (He et al., Mask R-CNN, 2017) averages bilinear samples over the bins of a grid laid on each region. That is a
sparse linear map: every bin is a weighted sum of cells of the map, a cell being a vector of all channels. The samples
of a bin fall on a small window of cells, and the weight of a cell is a weight by its row times one by its column. So
the samples are merged along each axis first, which leaves about (n + 1)^2 terms for n x n samples, where the textbook
loop reads 4 n^2 values; and the sums are left to `embedding_bag`, which is threaded and vectorised over channels.

Shape shorthand: B images, C channels, H and W of a map, R regions, S bins a side, T cells a bin along one axis.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

import torch
import torch.nn.functional as F
from torch import Tensor

# Terms summed at once. They take 8 bytes each (index and weight), and the sums about as much as C / 4 of them.
_TERMS_AT_ONCE: Final = 2**18


def roi_align(
    features: Tensor,
    boxes: Tensor,
    batch_index: Tensor,
    *,
    output_size: int,
    spatial_scale: float,
    sampling_ratio: int,
    aligned: bool,
) -> Tensor:
    """Average bilinear samples over the S x S bins of each region. Differentiable in `features`.

    Args:
        features: floating [B, C, H, W]; channels_last is read in place, another layout is copied first.
        boxes: float32 [R, 4], finite, xyxy, `_net` pixels.
        batch_index: int64 [R], the image each box belongs to.
        output_size: S.
        spatial_scale: map cells per pixel.
        sampling_ratio: samples per bin and axis; 0 takes as many as the bin is cells long, rounded up.
        aligned: cell centres lie at half-integers (ROIAlignV2). Else at integers, and no region is smaller than a cell.

    Returns:
        [R, C, S, S] of `features`' dtype, in channels_last memory order.

    Source: torchvision 0.27, csrc/ops/cpu/roi_align_kernel.cpp and roi_align_common.h.
    """
    return roi_align_pyramid(
        [features],
        boxes,
        batch_index,
        torch.zeros_like(batch_index),
        output_size=output_size,
        spatial_scales=[spatial_scale],
        sampling_ratio=sampling_ratio,
        aligned=aligned,
    )


def roi_align_pyramid(
    maps: Sequence[Tensor],
    boxes: Tensor,
    batch_index: Tensor,
    levels: Tensor,
    *,
    output_size: int,
    spatial_scales: Sequence[float],
    sampling_ratio: int,
    aligned: bool,
) -> Tensor:
    """`roi_align` with region r cut from `maps[levels[r]]`, which has `spatial_scales[levels[r]]` cells per pixel.

    Saves putting the levels' results in order again. `levels` is int64 [R]; all else is as for `roi_align`.
    """
    channels = maps[0].shape[1]
    pooled = maps[0].new_empty(len(boxes), output_size * output_size, channels)
    for level, (features, spatial_scale) in enumerate(zip(maps, spatial_scales, strict=True)):
        batch, _, height, width = features.shape
        regions = (levels == level).nonzero().squeeze(1)
        corners = boxes.detach()[regions] * spatial_scale - (0.5 if aligned else 0.0)
        starts, extents = corners[:, :2], corners[:, 2:] - corners[:, :2]
        if not aligned:
            extents = extents.clamp(min=1)
        x_terms = _align_axis(starts[:, 0], extents[:, 0], width, output_size, sampling_ratio)
        y_terms = _align_axis(starts[:, 1], extents[:, 1], height, output_size, sampling_ratio)
        y_terms = y_terms.as_rows(width, batch_index[regions] * (height * width))
        cells = features.permute(0, 2, 3, 1).reshape(batch * height * width, channels)
        for chunk in _chunks(y_terms, x_terms):
            sums = F.embedding_bag(
                chunk.cells,
                cells,
                chunk.offsets,
                mode="sum",
                per_sample_weights=chunk.weights.to(cells.dtype),
                include_last_offset=True,
            )
            pooled.index_copy_(0, regions[chunk.regions], sums.view(-1, output_size * output_size, channels))
    return pooled.view(-1, output_size, output_size, channels).permute(0, 3, 1, 2)


def roi_pool(features: Tensor, boxes: Tensor, batch_index: Tensor, *, output_size: int, spatial_scale: float) -> Tensor:
    """Take the maximum over the S x S bins of each region, with region and bins rounded to whole cells.

    Args:
        features: floating [B, C, H, W].
        boxes: float32 [R, 4], finite, xyxy, `_net` pixels.
        batch_index: int64 [R], the image each box belongs to.
        output_size: S.
        spatial_scale: map cells per pixel.

    Returns:
        [R, C, S, S] of `features`' dtype, in channels_last memory order; bins outside the map are 0.

    Source: Girshick, Fast R-CNN, 2015; torchvision 0.27, csrc/ops/cpu/roi_pool_kernel.cpp.
    """
    batch, channels, height, width = features.shape
    corners = _round_half_away(boxes.detach() * spatial_scale)
    x_terms = _pool_axis(corners[:, 0], corners[:, 2], width, output_size)
    y_terms = _pool_axis(corners[:, 1], corners[:, 3], height, output_size)
    empty = (y_terms.weights.amax(dim=2)[:, :, None] * x_terms.weights.amax(dim=2)[:, None, :]) == 0
    y_terms = y_terms.as_rows(width, batch_index * (height * width))
    cells = features.permute(0, 2, 3, 1).reshape(batch * height * width, channels)
    pooled = features.new_empty(len(boxes), output_size * output_size, channels)
    for chunk in _chunks(y_terms, x_terms):
        largest = F.embedding_bag(chunk.cells, cells, chunk.offsets, mode="max", include_last_offset=True)
        pooled.index_copy_(0, chunk.regions, largest.view(-1, output_size * output_size, channels))
    pooled = pooled.masked_fill(empty.view(len(boxes), output_size * output_size, 1), 0)
    return pooled.view(-1, output_size, output_size, channels).permute(0, 3, 1, 2)


@dataclass(frozen=True)
class _AxisTerms:
    """Which cells each bin uses along one axis: `cells` int32 and `weights` float32, both [R, S, T].

    Region r needs the first `counts[r]` of the T entries.
    """

    cells: Tensor
    weights: Tensor
    counts: list[int]

    def as_rows(self, width: int, first_cells: Tensor) -> "_AxisTerms":
        """Turn row numbers into the numbers of the rows' first cells; `first_cells` [R] begin the regions' images."""
        cells = self.cells * width + first_cells[:, None, None].to(torch.int32)
        return _AxisTerms(cells, self.weights, self.counts)


def _align_axis(starts: Tensor, extents: Tensor, size: int, output_size: int, sampling_ratio: int) -> _AxisTerms:
    """Merge the samples of each bin along an axis of `size` cells; `starts` and `extents` are float [R], in cells."""
    bin_extents = (extents / output_size)[:, None, None]
    samples = torch.full_like(bin_extents, sampling_ratio) if sampling_ratio else bin_extents.ceil().clamp(min=0)
    number = torch.arange(max(1, int(samples.max())) if len(starts) else 1, device=starts.device)
    counted = number < samples
    number = torch.minimum(number, (samples - 1).clamp(min=0))  # repeats the last sample where a region has fewer
    bin_number = torch.arange(output_size, device=starts.device)[:, None]
    samples = samples.clamp(min=1)
    positions = starts[:, None, None] + bin_number * bin_extents + (number + 0.5) * bin_extents / samples
    counted = counted & (positions >= -1) & (positions <= size)
    positions = positions.clamp(0, size - 1)
    lower = positions.floor()
    upper_weights = (positions - lower) * counted / samples
    lower_weights = counted / samples - upper_weights

    # A window from the first cell to the last merges samples that share cells. The few samples of a large bin lie too
    # far apart for that; there each keeps its own two entries.
    first = lower.amin(dim=2, keepdim=True)
    windows = (lower - first).amax(dim=(1, 2), keepdim=True) + 2
    slots = torch.where(windows <= 2 * samples, lower - first, 2 * number).long()
    counts = torch.minimum(windows, 2 * samples).flatten().long().tolist()
    shape = (len(starts), output_size, max(counts, default=0))
    lower = lower.to(torch.int32)
    cells = starts.new_zeros(shape, dtype=torch.int32)
    cells = cells.scatter(2, slots + 1, (lower + 1).clamp(max=size - 1)).scatter(2, slots, lower)
    weights = starts.new_zeros(shape).scatter_add(2, slots, lower_weights).scatter_add(2, slots + 1, upper_weights)
    return _AxisTerms(cells, weights, counts)


def _pool_axis(starts: Tensor, ends: Tensor, size: int, output_size: int) -> _AxisTerms:
    """Lay bins of whole cells along an axis of `size` cells; `starts` and `ends` are float [R], both inclusive.

    A bin with fewer than T cells repeats its last one, with weight 0; an empty bin has no other weights.
    """
    bin_extents = ((ends - starts + 1).clamp(min=1) / output_size)[:, None]
    bin_number = torch.arange(output_size, device=starts.device)
    first = ((bin_number * bin_extents).floor() + starts[:, None]).clamp(0, size).to(torch.int32)
    stop = (((bin_number + 1) * bin_extents).ceil() + starts[:, None]).clamp(0, size).to(torch.int32)
    counts = (stop - first).amax(dim=1).clamp(min=1).tolist()
    cells = first[:, :, None] + torch.arange(max(counts, default=1), device=starts.device, dtype=torch.int32)
    weights = (cells < stop[:, :, None]).to(starts.dtype)
    return _AxisTerms(torch.minimum(cells, stop[:, :, None] - 1).clamp(0, size - 1), weights, counts)


def _round_half_away(values: Tensor) -> Tensor:
    """C's `round`; torch's own rounds halves to even."""
    return torch.where(values.frac().abs() == 0.5, values + 0.5 * values.sign(), values.round())


@dataclass(frozen=True)
class _Chunk:
    """All terms of some regions, bin after bin: int32 `cells` and float32 `weights`, both [terms].

    `offsets` int32 [bins + 1] says where each bin's terms begin; `regions` int64 says which regions these are.
    """

    regions: Tensor
    cells: Tensor
    weights: Tensor
    offsets: Tensor


def _chunks(y_terms: _AxisTerms, x_terms: _AxisTerms) -> Iterator[_Chunk]:
    """Multiply out the terms of both axes, without padding: regions with equal counts are laid out together."""
    device = x_terms.cells.device
    bins = x_terms.cells.shape[1] ** 2
    counts = list(zip(y_terms.counts, x_terms.counts, strict=True))
    order = sorted(range(len(counts)), key=counts.__getitem__)
    while order:
        taken, terms = 0, 0
        while taken < len(order) and terms < _TERMS_AT_ONCE:
            y_count, x_count = counts[order[taken]]
            terms += bins * y_count * x_count
            taken += 1
        chosen, order = order[:taken], order[taken:]
        regions = torch.tensor(chosen, device=device)
        y_cells, x_cells = y_terms.cells[regions, :, None, :, None], x_terms.cells[regions, None, :, None, :]
        y_weights, x_weights = y_terms.weights[regions, :, None, :, None], x_terms.weights[regions, None, :, None, :]
        cells = x_cells.new_empty(terms)
        weights = x_weights.new_empty(terms)
        first, begin = 0, 0
        for (y_count, x_count), members in groupby(chosen, key=counts.__getitem__):
            last = first + len(list(members))
            end = begin + (last - first) * bins * y_count * x_count
            y, x = (slice(first, last), ..., slice(y_count), slice(None)), (slice(first, last), ..., slice(x_count))
            shape = (last - first, y_cells.shape[1], x_cells.shape[2], y_count, x_count)
            torch.add(y_cells[y], x_cells[x], out=cells[begin:end].view(shape))
            torch.mul(y_weights[y], x_weights[x], out=weights[begin:end].view(shape))
            first, begin = last, end
        per_bin = torch.tensor([counts[region][0] * counts[region][1] for region in chosen], device=device)
        offsets = F.pad(per_bin.repeat_interleave(bins).cumsum(0, dtype=torch.int32), (1, 0))
        yield _Chunk(regions, cells, weights, offsets)
