"""A class for every pixel, and its combination with single detections.

Source: Kirillov et al. 2019 (Panoptic FPN); Detectron2 02b5c4e2, modeling/meta_arch/semantic_seg.py, panoptic_fpn.py.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import torch.nn.functional as F
from torch import Tensor, nn

from d2studio.arrays import IntegerArray
from d2studio.detections import Detections, Panoptic, Segment
from d2studio.engine.config import Config
from d2studio.engine.layers import Conv2d
from d2studio.engine.structures import FeatureShape
from d2studio.masks import paste_mask


class SemSegFPNHead(nn.Module):
    """Brings every level of a pyramid to one size, sums them, and classifies each position."""

    def __init__(self, config: Config, shapes: Mapping[str, FeatureShape]) -> None:
        super().__init__()
        section = "MODEL.SEM_SEG_HEAD"
        wanted = config.strs(f"{section}.IN_FEATURES")
        self.in_features = sorted((name for name in shapes if name in wanted), key=lambda name: shapes[name].stride)
        self.common_stride = config.int(f"{section}.COMMON_STRIDE")
        channels = config.int(f"{section}.CONVS_DIM")
        norm = config.str(f"{section}.NORM")
        for name in self.in_features:
            stride, in_channels = shapes[name].stride, shapes[name].channels
            layers: list[nn.Module] = []
            for _ in range(max(1, int(math.log2(stride) - math.log2(self.common_stride)))):
                layers.append(Conv2d(in_channels, channels, 3, padding=1, norm=norm, relu=True))
                if stride != self.common_stride:
                    layers.append(nn.Upsample(scale_factor=2, mode="bilinear", align_corners=False))
                in_channels = channels
            self.add_module(name, nn.Sequential(*layers))
        self.predictor = Conv2d(channels, config.int(f"{section}.NUM_CLASSES"), 1)

    def forward(self, features: Mapping[str, Tensor]) -> Tensor:
        """Logits [B, K, H, W] at the common stride."""
        total: Tensor | None = None
        for name in self.in_features:
            scaled = self.get_submodule(name)(features[name])
            total = scaled if total is None else total + scaled
        logits: Tensor = self.predictor(total)
        return logits

    def to_net_size(self, logits: Tensor) -> Tensor:
        """The same logits at the size of the network's input."""
        return F.interpolate(
            logits.float(), scale_factor=float(self.common_stride), mode="bilinear", align_corners=False
        )


@dataclass(frozen=True)
class CombineRules:
    """When a detection or an area becomes a segment of the combined map."""

    min_score: float
    max_overlap: float  # share of a mask that earlier segments may cover
    min_stuff_area_px: int

    @classmethod
    def from_config(cls, config: Config) -> "CombineRules":
        section = "MODEL.PANOPTIC_FPN.COMBINE"
        return cls(
            config.float(f"{section}.INSTANCES_CONFIDENCE_THRESH"),
            config.float(f"{section}.OVERLAP_THRESH"),
            config.int(f"{section}.STUFF_AREA_LIMIT"),
        )


def combine(detections: Detections, semantic: IntegerArray, rules: CombineRules) -> Panoptic:
    """Lay the masks of `detections` over one another, best first, and fill what is left with stuff.

    Args:
        detections: with masks, best first.
        semantic: [H, W] class ids of page pixels; class 0 stands for all things and makes no segment.
        rules: see there.
    """
    assert detections.masks is not None
    ids = np.zeros(detections.size_hw, np.int32)
    segments: list[Segment] = []
    for index, score in enumerate(detections.scores):
        if score < rules.min_score:
            break
        mask, (left, top) = paste_mask(detections.masks[index], detections.boxes[index], detections.size_hw)
        covered = int(mask.sum())
        window = ids[top : top + mask.shape[0], left : left + mask.shape[1]]
        taken = mask & (window > 0)
        if covered == 0 or taken.sum() / covered > rules.max_overlap:
            continue
        free = mask & ~taken
        window[free] = len(segments) + 1
        class_id = int(detections.class_ids[index])
        segments.append(Segment(len(segments) + 1, class_id, True, float(score), int(free.sum())))
    for class_id in np.unique(semantic):
        if class_id == 0:
            continue
        area = (semantic == class_id) & (ids == 0)
        area_px = int(area.sum())
        if area_px < rules.min_stuff_area_px:
            continue
        ids[area] = len(segments) + 1
        segments.append(Segment(len(segments) + 1, int(class_id), False, None, area_px))
    return Panoptic(ids, tuple(segments))
