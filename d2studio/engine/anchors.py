"""Anchors: the boxes of fixed shapes from which detections are measured.

Source: Ren et al. 2015 (Faster R-CNN); Detectron2 02b5c4e2, modeling/anchor_generator.py.
"""

import math
from collections.abc import Sequence

import torch
from torch import Tensor

from d2studio.engine.config import Config


def cell_anchors(sizes: Sequence[float], aspect_ratios: Sequence[float]) -> Tensor:
    """Anchors about the origin: float32 [sizes x ratios, 4], ratios running fastest.

    A size is the square root of the area in `_net` pixels; a ratio is height over width.
    """
    shapes = [(size / math.sqrt(ratio), size * math.sqrt(ratio)) for size in sizes for ratio in aspect_ratios]
    return torch.tensor([[-width / 2, -height / 2, width / 2, height / 2] for width, height in shapes])


class AnchorGenerator:
    """Anchors for each position of several feature maps.

    Nothing here is learnt or saved, so it is no module.
    """

    def __init__(self, config: Config, strides: Sequence[int]) -> None:
        sizes = config.nested_floats("MODEL.ANCHOR_GENERATOR.SIZES")
        ratios = config.nested_floats("MODEL.ANCHOR_GENERATOR.ASPECT_RATIOS")
        count = len(strides)
        self._strides = tuple(strides)
        # One list serves all maps.
        self._sizes = sizes * count if len(sizes) == 1 else sizes
        self._ratios = ratios * count if len(ratios) == 1 else ratios
        self._offset = config.float("MODEL.ANCHOR_GENERATOR.OFFSET")
        self.anchors_per_position = len(self._sizes[0]) * len(self._ratios[0])

    def __call__(self, maps: Sequence[Tensor]) -> list[Tensor]:
        """Anchors of each map [B, C, H, W]: float32 [H * W * A, 4], A running fastest, then W."""
        return [
            self._grid(feature, stride, sizes, ratios)
            for feature, stride, sizes, ratios in zip(maps, self._strides, self._sizes, self._ratios, strict=True)
        ]

    def _grid(self, feature: Tensor, stride: int, sizes: Sequence[float], ratios: Sequence[float]) -> Tensor:
        height, width = feature.shape[-2:]
        y, x = torch.meshgrid(
            *(
                (torch.arange(length, dtype=torch.float32, device=feature.device) + self._offset) * stride
                for length in (height, width)
            ),
            indexing="ij",
        )
        shifts = torch.stack((x, y, x, y), dim=-1).view(-1, 1, 4)
        return (shifts + cell_anchors(sizes, ratios).to(feature.device)).view(-1, 4)
