"""Cutting regions out of a feature pyramid.

Source: Lin et al. 2016 (FPN), equation 1; Detectron2 02b5c4e2, modeling/poolers.py.
"""

import math
from collections.abc import Mapping, Sequence

import torch
from torch import Tensor

from d2studio.engine.boxes import area
from d2studio.engine.config import Config
from d2studio.engine.roi_align import roi_align_pyramid, roi_pool
from d2studio.engine.structures import FeatureShape, box_counts_to_batch_index

# A region of this side belongs on the level of stride 16; larger ones on coarser levels.
CANONICAL_SIDE_NET = 224
CANONICAL_LEVEL = 4


def assign_levels(boxes: Tensor, min_level: int, max_level: int) -> Tensor:
    """The level (logarithm of the stride) from which each box is cut: int64 [R], within the two given."""
    sides = area(boxes).sqrt()
    levels = torch.floor(CANONICAL_LEVEL + torch.log2(sides / CANONICAL_SIDE_NET + 1e-8))
    return levels.clamp(min_level, max_level).long()


class RoiPooler:
    """Cuts boxes out of the level that suits their size, as `resolution` x `resolution` features."""

    def __init__(
        self, config: Config, head: str, in_features: Sequence[str], shapes: Mapping[str, FeatureShape]
    ) -> None:
        """`head` is the config's section: MODEL.ROI_BOX_HEAD, MODEL.ROI_MASK_HEAD or MODEL.ROI_KEYPOINT_HEAD."""
        self._in_features = tuple(in_features)
        self._strides = [shapes[name].stride for name in in_features]
        self._kind = config.str(f"{head}.POOLER_TYPE")
        self._sampling_ratio = config.int(f"{head}.POOLER_SAMPLING_RATIO")
        self.resolution = config.int(f"{head}.POOLER_RESOLUTION")
        self.channels = shapes[self._in_features[0]].channels

    def __call__(self, features: Mapping[str, Tensor], boxes: Sequence[Tensor]) -> Tensor:
        """Features of all images' `boxes`, one image after another: [R, C, resolution, resolution]."""
        maps = [features[name] for name in self._in_features]
        all_boxes = torch.cat(list(boxes))
        images = box_counts_to_batch_index([len(of_image) for of_image in boxes], all_boxes.device)
        finest, coarsest = (int(math.log2(stride)) for stride in (self._strides[0], self._strides[-1]))
        levels = assign_levels(all_boxes, finest, coarsest) - finest
        if self._kind != "ROIPool":
            return roi_align_pyramid(
                maps,
                all_boxes,
                images,
                levels,
                output_size=self.resolution,
                spatial_scales=[1 / stride for stride in self._strides],
                sampling_ratio=self._sampling_ratio,
                aligned=self._kind == "ROIAlignV2",
            )
        pooled = maps[0].new_empty(len(all_boxes), self.channels, self.resolution, self.resolution)
        for level, (feature, stride) in enumerate(zip(maps, self._strides, strict=True)):
            here = (levels == level).nonzero().squeeze(1)
            pooled[here] = roi_pool(
                feature, all_boxes[here], images[here], output_size=self.resolution, spatial_scale=1 / stride
            )
        return pooled
