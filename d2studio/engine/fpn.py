"""Feature pyramids, and the choice of a backbone.

Source: Lin et al. 2016 (FPN); Detectron2 02b5c4e2, modeling/backbone/fpn.py.
"""

import math

import torch.nn.functional as F
from torch import Tensor, nn

from d2studio.engine.config import Config
from d2studio.engine.layers import Conv2d
from d2studio.engine.resnet import ResNet
from d2studio.engine.structures import FeatureShape


class LastLevelMaxPool(nn.Module):
    """P6 from P5 by taking every second position."""

    level_count = 1
    in_feature = "p5"

    def forward(self, x: Tensor) -> list[Tensor]:
        return [F.max_pool2d(x, kernel_size=1, stride=2)]


class LastLevelP6P7(nn.Module):
    """RetinaNet's two further levels, from res5."""

    level_count = 2
    in_feature = "res5"

    def __init__(self, in_channels: int, out_channels: int) -> None:
        super().__init__()
        self.p6 = Conv2d(in_channels, out_channels, 3, stride=2, padding=1)
        self.p7 = Conv2d(out_channels, out_channels, 3, stride=2, padding=1)

    def forward(self, x: Tensor) -> list[Tensor]:
        p6 = self.p6(x)
        return [p6, self.p7(F.relu(p6))]


class FPN(nn.Module):
    """A top-down pyramid over a ResNet's maps; levels are named by the logarithm of their stride, p2 to p7."""

    def __init__(self, config: Config, bottom_up: ResNet, top_block: LastLevelMaxPool | LastLevelP6P7) -> None:
        super().__init__()
        self.bottom_up = bottom_up
        self.top_block = top_block
        self.in_features = config.strs("MODEL.FPN.IN_FEATURES")
        self.takes_average = config.str("MODEL.FPN.FUSE_TYPE") == "avg"
        channels = config.int("MODEL.FPN.OUT_CHANNELS")
        norm = config.str("MODEL.FPN.NORM")
        self.output_shape = {}
        self.level_names: list[str] = []
        for name in self.in_features:
            shape = bottom_up.output_shape[name]
            level = int(math.log2(shape.stride))
            self.add_module(f"fpn_lateral{level}", Conv2d(shape.channels, channels, 1, norm=norm))
            self.add_module(f"fpn_output{level}", Conv2d(channels, channels, 3, padding=1, norm=norm))
            self.output_shape[f"p{level}"] = FeatureShape(channels, shape.stride)
            self.level_names.append(f"p{level}")
        # The sum of neighbouring levels needs maps whose sizes are exact multiples.
        self.size_divisibility = bottom_up.output_shape[self.in_features[-1]].stride
        for further in range(level + 1, level + 1 + top_block.level_count):
            self.output_shape[f"p{further}"] = FeatureShape(channels, 2**further)

    def forward(self, x: Tensor) -> dict[str, Tensor]:
        """Maps by level name, finest first, from normalised pixels [B, 3, H, W]."""
        bottom_up = self.bottom_up(x)
        pyramid: dict[str, Tensor] = {}
        merged: Tensor | None = None
        for name, level in zip(reversed(self.in_features), reversed(self.level_names), strict=True):
            lateral = self.get_submodule(f"fpn_lateral{level[1:]}")
            if merged is None:
                merged = lateral(bottom_up[name])
            else:
                merged = lateral(bottom_up[name], F.interpolate(merged, scale_factor=2.0, mode="nearest"))
                if self.takes_average:
                    merged = merged / 2
            pyramid[level] = self.get_submodule(f"fpn_output{level[1:]}")(merged)
        ordered = {level: pyramid[level] for level in self.level_names}
        source = self.top_block.in_feature
        further = self.top_block(bottom_up[source] if source in bottom_up else ordered[source])
        names = list(self.output_shape)[len(ordered) :]
        return ordered | dict(zip(names, further, strict=True))


Backbone = ResNet | FPN


def build_backbone(config: Config) -> Backbone:
    """The network that `MODEL.BACKBONE.NAME` names."""
    bottom_up = ResNet(config)
    name = config.str("MODEL.BACKBONE.NAME")
    if name == "build_resnet_backbone":
        return bottom_up
    if name == "build_resnet_fpn_backbone":
        return FPN(config, bottom_up, LastLevelMaxPool())
    assert name == "build_retinanet_resnet_fpn_backbone", name
    channels = config.int("MODEL.FPN.OUT_CHANNELS")
    return FPN(config, bottom_up, LastLevelP6P7(bottom_up.output_shape["res5"].channels, channels))
