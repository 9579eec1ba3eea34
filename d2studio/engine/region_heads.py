"""Masks and keypoints of regions that are already found.

Source: He et al. 2017 (Mask R-CNN), section 3 and 5; Detectron2 02b5c4e2, modeling/roi_heads/mask_head.py,
keypoint_head.py and structures/keypoints.py.
Shape shorthand: R regions of all images, K classes or keypoints, S side of a region's features.
"""

from collections.abc import Sequence
from dataclasses import replace

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from d2studio.engine.config import Config
from d2studio.engine.layers import Conv2d, init_msra, init_normal
from d2studio.engine.structures import Instances


class MaskHead(nn.Module):
    """Some 3x3 convolutions, an upsampling to twice the size, and a mask for each class or one for all."""

    def __init__(self, config: Config, in_channels: int) -> None:
        super().__init__()
        channels = config.int("MODEL.ROI_MASK_HEAD.CONV_DIM")
        norm = config.str("MODEL.ROI_MASK_HEAD.NORM")
        layers: list[nn.Module] = []
        for index in range(1, config.int("MODEL.ROI_MASK_HEAD.NUM_CONV") + 1):
            layer = Conv2d(in_channels, channels, 3, padding=1, norm=norm, relu=True)
            self.add_module(f"mask_fcn{index}", layer)
            layers.append(layer)
            in_channels = channels
        self._names = [f"mask_fcn{index + 1}" for index in range(len(layers))]
        self.deconv = nn.ConvTranspose2d(in_channels, channels, 2, stride=2)
        is_class_agnostic = config.bool("MODEL.ROI_MASK_HEAD.CLS_AGNOSTIC_MASK")
        self.predictor = Conv2d(channels, 1 if is_class_agnostic else config.int("MODEL.ROI_HEADS.NUM_CLASSES"), 1)
        init_msra(self.deconv.weight)
        nn.init.zeros_(self.deconv.bias)  # type: ignore[arg-type]
        init_normal(self.predictor.weight, 0.001)

    def logits(self, regions: Tensor) -> Tensor:
        """[R, C, S, S] features to mask logits [R, K, 2 * S, 2 * S]; K is 1 where all classes share a mask."""
        for name in self._names:
            regions = self.get_submodule(name)(regions)
        logits: Tensor = self.predictor(F.relu(self.deconv(regions)))
        return logits

    def forward(self, regions: Tensor, found: Sequence[Instances]) -> list[Instances]:
        """`found` with the mask of each detection's own class."""
        logits = self.logits(regions)
        classes = torch.cat([of_image.classes for of_image in found])
        own = torch.zeros_like(classes) if logits.shape[1] == 1 else classes
        masks = logits[torch.arange(len(own), device=own.device), own].float().sigmoid()
        parts = torch.split(masks, [len(of_image.boxes) for of_image in found])
        return [replace(of_image, masks=part) for of_image, part in zip(found, parts, strict=True)]


class KeypointHead(nn.Module):
    """Some 3x3 convolutions and an upsampling to four times the size: a heat map for each keypoint."""

    def __init__(self, config: Config, in_channels: int) -> None:
        super().__init__()
        self._names = []
        for index, channels in enumerate(config.ints("MODEL.ROI_KEYPOINT_HEAD.CONV_DIMS"), 1):
            self.add_module(f"conv_fcn{index}", Conv2d(in_channels, channels, 3, padding=1, relu=True))
            self._names.append(f"conv_fcn{index}")
            in_channels = channels
        keypoints = config.int("MODEL.ROI_KEYPOINT_HEAD.NUM_KEYPOINTS")
        self.score_lowres = nn.ConvTranspose2d(in_channels, keypoints, 4, stride=2, padding=1)

    def heat_maps(self, regions: Tensor) -> Tensor:
        """[R, C, S, S] features to logits [R, K, 4 * S, 4 * S]."""
        for name in self._names:
            regions = self.get_submodule(name)(regions)
        return F.interpolate(self.score_lowres(regions), scale_factor=2.0, mode="bilinear", align_corners=False)

    def forward(self, regions: Tensor, found: Sequence[Instances]) -> list[Instances]:
        """`found` with keypoints in `_net` pixels."""
        counts = [len(of_image.boxes) for of_image in found]
        boxes = torch.cat([of_image.boxes for of_image in found])
        parts = torch.split(locate_keypoints(self.heat_maps(regions).float(), boxes), counts)
        return [replace(of_image, keypoints=part) for of_image, part in zip(found, parts, strict=True)]


def locate_keypoints(heat_maps: Tensor, boxes: Tensor) -> Tensor:
    """The hottest point of each map: float32 [R, K, 3] of x, y and score, in the frame of `boxes`.

    A map is first enlarged to its box's size in whole pixels. The score is the hottest value's share of
    the softmax over the small map, so that boxes of different sizes compare.

    Args:
        heat_maps: float32 [R, K, M, M].
        boxes: [R, 4].
    """
    keypoints = heat_maps.new_zeros((*heat_maps.shape[:2], 3))
    sizes = (boxes[:, 2:] - boxes[:, :2]).clamp(min=1)
    for index, (heat, box, size) in enumerate(zip(heat_maps, boxes, sizes, strict=True)):
        width, height = (int(side) for side in size.ceil())
        enlarged = F.interpolate(heat[None], size=(height, width), mode="bicubic", align_corners=False)[0].flatten(1)
        hottest, position = enlarged.max(dim=1)
        # A position is a whole pixel of the enlarged map; its centre lies half a pixel further.
        cells = torch.stack((position % width, position // width), dim=1) + 0.5
        keypoints[index, :, :2] = cells * (size / size.ceil()) + box[:2]
        keypoints[index, :, 2] = 1 / (heat.flatten(1) - hottest[:, None]).exp().sum(dim=1)
    return keypoints
