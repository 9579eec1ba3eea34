"""Greedy non-maximum suppression of overlapping boxes, alone or group by group.

Boxes are visited from the best score down; each one that is still there removes all later boxes of its group that
overlap it too much. Overlaps are computed for a few boxes at a time against those that are left, so memory stays
small. All this runs in numpy on the processor: the arrays are small, and threads would cost more than they give.
"""

from typing import Final

import numpy as np
import torch
from torch import Tensor

from d2studio.arrays import BoolArray, FloatArray, IntArray

# Boxes visited at once. Fewer cost more calls; more cost overlaps with boxes that are about to go, and the cache.
_BLOCK: Final = 64

# Above this many boxes torchvision sorts what it keeps once more, and not stably. A network that is very sure gives
# many scores of exactly 1, and where the number of detections is limited, their order decides which ones stay.
_REFERENCE_SWITCHES_AT: Final = 1000


def nms(boxes: Tensor, scores: Tensor, iou_threshold: float) -> Tensor:
    """Keep the best of each cluster of boxes.

    Args:
        boxes: floating [N, 4], xyxy; overlaps are computed in float32.
        scores: floating [N].
        iou_threshold: boxes are removed where the intersection over union is above it.

    Returns:
        int64 indices of the boxes kept, best score first; equal scores keep their order.

    Source: torchvision 0.27, csrc/ops/cpu/nms_kernel.cpp.
    """
    return batched_nms(boxes, scores, torch.zeros_like(scores, dtype=torch.int64), iou_threshold)


def batched_nms(boxes: Tensor, scores: Tensor, groups: Tensor, iou_threshold: float) -> Tensor:
    """`nms` within each group (a class or a level); boxes of different groups do not see each other.

    Args:
        boxes: floating [N, 4], xyxy; overlaps are computed in float32.
        scores: floating [N].
        groups: int64 [N].
        iou_threshold: boxes are removed where the intersection over union is above it.

    Returns:
        int64 indices of the boxes kept in all groups, best score first; equal scores in the order of torchvision.

    Source: torchvision 0.27, ops/boxes.py, _batched_nms_vanilla. Its other way, which moves the groups apart by adding
    an offset to the coordinates, rounds them and so decides a few pairs at the threshold differently.
    """
    by_score = scores.argsort(descending=True, stable=True)
    order = by_score[groups[by_score].argsort(stable=True)]  # by group, then from the best score down
    is_kept_in_order = _visit(boxes[order].float().cpu().numpy(), groups[order].cpu().numpy(), iou_threshold)
    is_kept = torch.empty_like(scores, dtype=torch.bool)
    is_kept[order] = torch.from_numpy(is_kept_in_order).to(scores.device)
    if len(scores) > _REFERENCE_SWITCHES_AT:
        kept = is_kept.nonzero().squeeze(1)
        return kept[scores[kept].sort(descending=True).indices]
    return by_score[is_kept[by_score]]


def _visit(boxes: FloatArray, groups: IntArray, iou_threshold: float) -> BoolArray:
    """Which boxes are kept; they come sorted by group, then from the best score down."""
    corners = np.ascontiguousarray(boxes.T)
    is_left = np.ones(len(boxes), np.bool_)
    group_ends = np.searchsorted(groups, groups, side="right")
    for start in range(0, len(boxes), _BLOCK):
        stop = min(start + _BLOCK, len(boxes))
        seen = start + np.flatnonzero(is_left[start : group_ends[stop - 1]])
        visited = int(np.searchsorted(seen, stop))
        overlaps = _overlaps(corners[:, seen], visited, iou_threshold)
        overlaps &= groups[seen[:visited], None] == groups[seen]
        overlaps = np.triu(overlaps, k=1)
        survives = np.ones(len(seen), np.bool_)
        for box in np.flatnonzero(overlaps.any(axis=1)):
            if survives[box]:
                survives &= ~overlaps[box]
        is_left[seen] = survives
    return is_left


def _overlaps(corners: FloatArray, visited: int, iou_threshold: float) -> BoolArray:
    """Whether the first `visited` boxes and all boxes overlap by more than the threshold; empty boxes never do.

    `corners` are float32 [4, N] (x0, y0, x1, y1). The operations and their order are those of torchvision, so that
    pairs at the threshold are decided alike.
    """
    x0, y0, x1, y1 = corners
    areas = (x1 - x0) * (y1 - y0)
    widths = np.minimum(x1[:visited, None], x1)
    widths -= np.maximum(x0[:visited, None], x0)
    heights = np.minimum(y1[:visited, None], y1)
    heights -= np.maximum(y0[:visited, None], y0)
    intersections = np.maximum(widths, 0, out=widths)
    intersections *= np.maximum(heights, 0, out=heights)
    unions = np.add(areas[:visited, None], areas, out=heights)
    unions -= intersections
    with np.errstate(divide="ignore", invalid="ignore"):
        ious = np.divide(intersections, unions, out=intersections)
    # A threshold such as 0.6 lies between two float32 values, and an overlap of 3 / 5 rounds to the upper one: above.
    is_above: BoolArray = ious > _largest_float32_up_to(iou_threshold)
    return is_above


def _largest_float32_up_to(value: float) -> np.float32:
    rounded = np.float32(value)
    return rounded if float(rounded) <= value else np.nextafter(rounded, np.float32(-np.inf))
