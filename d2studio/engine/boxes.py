"""Boxes as tensors [N, 4] of xyxy, and the two ways that the networks speak of them.

Source: Girshick et al. 2013 (regression targets); Detectron2 02b5c4e2, modeling/box_regression.py, structures/boxes.py.
"""

import math
from typing import Final

import torch
from torch import Tensor

# A box may grow by at most what takes 16 pixels to 1000, so that exp() cannot overflow.
MAX_LOG_SCALE: Final = math.log(1000.0 / 16)


def decode_deltas(deltas: Tensor, boxes: Tensor, weights: tuple[float, ...]) -> Tensor:
    """Move and scale `boxes` as the network says.

    Args:
        deltas: [N, 4 * K], (dx, dy, dw, dh) for each of K classes; dx and dy in box sizes, dw and dh logarithmic.
        boxes: float32 [N, 4].
        weights: the four factors by which the network's outputs are larger than that.

    Returns:
        float32 [N, 4 * K] in the frame of `boxes`, not clipped.
    """
    per_class = deltas.float().view(len(deltas), deltas.shape[1] // 4, 4)
    sizes = boxes[:, 2:] - boxes[:, :2]
    centres = boxes[:, :2] + 0.5 * sizes
    scale = per_class.new_tensor(weights)
    shift = per_class[..., :2] / scale[:2]
    growth = (per_class[..., 2:] / scale[2:]).clamp(max=MAX_LOG_SCALE)
    new_centres = shift * sizes[:, None] + centres[:, None]
    half_sizes = 0.5 * (growth.exp() * sizes[:, None])
    return torch.cat((new_centres - half_sizes, new_centres + half_sizes), dim=2).flatten(1)


def encode_deltas(boxes: Tensor, targets: Tensor, weights: tuple[float, ...]) -> Tensor:
    """The deltas [N, 4] by which `decode_deltas` would turn `boxes` into `targets`; both have positive sizes."""
    sizes = boxes[:, 2:] - boxes[:, :2]
    target_sizes = targets[:, 2:] - targets[:, :2]
    shift = (targets[:, :2] + 0.5 * target_sizes - boxes[:, :2] - 0.5 * sizes) / sizes
    return torch.cat((shift, torch.log(target_sizes / sizes)), dim=1) * boxes.new_tensor(weights)


def clip(boxes: Tensor, size_hw: tuple[int, int]) -> Tensor:
    """`boxes` [..., 4] cut off at the borders of an image."""
    height, width = size_hw
    return torch.stack(
        (
            boxes[..., 0].clamp(0, width),
            boxes[..., 1].clamp(0, height),
            boxes[..., 2].clamp(0, width),
            boxes[..., 3].clamp(0, height),
        ),
        dim=-1,
    )


def is_larger_than(boxes: Tensor, min_side: float) -> Tensor:
    """Which boxes are wider and higher than `min_side`: bool [N]."""
    return ((boxes[:, 2:] - boxes[:, :2]) > min_side).all(dim=1)


def area(boxes: Tensor) -> Tensor:
    """Width times height: [N]."""
    return (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
