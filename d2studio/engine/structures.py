"""The values that flow between the engine's modules. Tensors only; nothing here computes.

Frames: boxes are float32 xyxy in `_net` pixels, those of the resized and padded network input.
"""

from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(frozen=True)
class FeatureShape:
    """What a feature map looks like before any image is seen."""

    channels: int
    stride: int


@dataclass(frozen=True)
class ImageBatch:
    """Images of different sizes in one tensor, each in the upper left corner, padded with zeros.

    `pixels` is [B, 3, H, W], normalised; `sizes_hw` are the sizes before padding.
    """

    pixels: Tensor
    sizes_hw: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Proposals:
    """Regions of one image that may hold something: `boxes` [R, 4] and `logits` [R], best first."""

    boxes: Tensor
    logits: Tensor


@dataclass(frozen=True)
class Instances:
    """What was detected in one image, best first.

    `boxes` [N, 4], `scores` [N], `classes` int64 [N]; `masks` [N, M, M] are foreground probabilities over
    the box and `keypoints` [N, K, 3] are x, y and score, each None where the model has no such head.
    `top_score` is the largest score of all predictions, also of those too weak to be kept.
    """

    boxes: Tensor
    scores: Tensor
    classes: Tensor
    top_score: float = 0.0
    masks: Tensor | None = None
    keypoints: Tensor | None = None


@dataclass(frozen=True)
class RawOutput:
    """Everything a model says of one image, in `_net` pixels.

    `semantic` holds class logits [K, h, w] of the unpadded image. Parts a model does not have are None.
    """

    size_hw: tuple[int, int]
    instances: Instances | None = None
    proposals: Proposals | None = None
    semantic: Tensor | None = None


def box_counts_to_batch_index(counts: list[int], device: torch.device) -> Tensor:
    """Image number of each box when the boxes of several images stand one after another: int64 [sum(counts)]."""
    return torch.repeat_interleave(torch.arange(len(counts), device=device), torch.tensor(counts, device=device))
