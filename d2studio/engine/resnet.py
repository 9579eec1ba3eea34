"""ResNet and ResNeXt of 18 to 152 layers, with deformable stages.

Source: He et al. 2015 (ResNet), Xie et al. 2016 (ResNeXt); Detectron2 02b5c4e2, modeling/backbone/resnet.py.
"""

from typing import Final

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from d2studio.engine.config import Config
from d2studio.engine.deform_conv import DeformConv
from d2studio.engine.layers import Conv2d
from d2studio.engine.structures import FeatureShape

BLOCKS_PER_STAGE: Final = {
    18: (2, 2, 2, 2),
    34: (3, 4, 6, 3),
    50: (3, 4, 6, 3),
    101: (3, 4, 23, 3),
    152: (3, 8, 36, 3),
}
STAGE_NAMES: Final = ("res2", "res3", "res4", "res5")


class BasicStem(nn.Module):
    """The layers before the first block: a 7x7 convolution of stride 2 and a max pool of stride 2."""

    def __init__(self, out_channels: int, norm: str) -> None:
        super().__init__()
        self.conv1 = Conv2d(3, out_channels, 7, stride=2, padding=3, norm=norm, bias=False, relu=True)

    def forward(self, x: Tensor) -> Tensor:
        return F.max_pool2d(self.conv1(x), kernel_size=3, stride=2, padding=1)


def _make_shortcut(in_channels: int, out_channels: int, stride: int, norm: str) -> Conv2d | None:
    if in_channels == out_channels:
        return None
    return Conv2d(in_channels, out_channels, 1, stride=stride, norm=norm, bias=False)


class BasicBlock(nn.Module):
    """The two-convolution block of ResNet-18 and -34."""

    def __init__(self, in_channels: int, out_channels: int, *, stride: int, norm: str) -> None:
        super().__init__()
        self.shortcut = _make_shortcut(in_channels, out_channels, stride, norm)
        self.conv1 = Conv2d(in_channels, out_channels, 3, stride=stride, padding=1, norm=norm, bias=False, relu=True)
        self.conv2 = Conv2d(out_channels, out_channels, 3, padding=1, norm=norm, bias=False, relu=True)

    def forward(self, x: Tensor) -> Tensor:
        shortcut = x if self.shortcut is None else self.shortcut(x)
        out: Tensor = self.conv2(self.conv1(x), shortcut)
        return out


class BottleneckBlock(nn.Module):
    """The 1x1, 3x3, 1x1 block of ResNet-50 and deeper."""

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        *,
        bottleneck_channels: int,
        stride: int,
        groups: int,
        norm: str,
        stride_in_1x1: bool,
        dilation: int = 1,
    ) -> None:
        super().__init__()
        stride_1x1, stride_3x3 = (stride, 1) if stride_in_1x1 else (1, stride)
        self.shortcut = _make_shortcut(in_channels, out_channels, stride, norm)
        self.conv1 = Conv2d(in_channels, bottleneck_channels, 1, stride=stride_1x1, norm=norm, bias=False, relu=True)
        self.conv2: nn.Module = Conv2d(
            bottleneck_channels,
            bottleneck_channels,
            3,
            stride=stride_3x3,
            padding=dilation,
            dilation=dilation,
            groups=groups,
            norm=norm,
            bias=False,
            relu=True,
        )
        self.conv3 = Conv2d(bottleneck_channels, out_channels, 1, norm=norm, bias=False, relu=True)

    def forward(self, x: Tensor) -> Tensor:
        shortcut = x if self.shortcut is None else self.shortcut(x)
        out: Tensor = self.conv3(self.middle(self.conv1(x)), shortcut)
        return out

    def middle(self, x: Tensor) -> Tensor:
        out: Tensor = self.conv2(x)
        return out


class DeformBottleneckBlock(BottleneckBlock):
    """A bottleneck whose 3x3 convolution samples where a further convolution says."""

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        *,
        bottleneck_channels: int,
        stride: int,
        groups: int,
        norm: str,
        stride_in_1x1: bool,
        dilation: int,
        modulated: bool,
        deform_groups: int,
    ) -> None:
        super().__init__(
            in_channels,
            out_channels,
            bottleneck_channels=bottleneck_channels,
            stride=stride,
            groups=groups,
            norm=norm,
            stride_in_1x1=stride_in_1x1,
            dilation=dilation,
        )
        self.modulated = modulated
        stride_3x3 = 1 if stride_in_1x1 else stride
        # Per tap of the 3x3 kernel and group: an offset in y and one in x, and a weight if modulated.
        self.conv2_offset = Conv2d(
            bottleneck_channels,
            (27 if modulated else 18) * deform_groups,
            3,
            stride=stride_3x3,
            padding=dilation,
            dilation=dilation,
        )
        nn.init.zeros_(self.conv2_offset.weight)
        self.conv2 = DeformConv(
            bottleneck_channels,
            bottleneck_channels,
            3,
            stride=stride_3x3,
            padding=dilation,
            dilation=dilation,
            groups=groups,
            deformable_groups=deform_groups,
            norm=norm,
            relu=True,
        )

    def middle(self, x: Tensor) -> Tensor:
        predicted = self.conv2_offset(x)
        if not self.modulated:
            moved: Tensor = self.conv2(x, predicted, None)
            return moved
        first, second, mask = predicted.chunk(3, dim=1)
        weighted: Tensor = self.conv2(x, torch.cat((first, second), dim=1), mask.sigmoid())
        return weighted


class ResNet(nn.Module):
    """A stem and up to four stages; gives the maps named in `out_features`."""

    # Images need no padding of their own; a feature pyramid on top may ask for it.
    size_divisibility = 0

    def __init__(self, config: Config) -> None:
        super().__init__()
        text = "MODEL.RESNETS."
        norm = config.str(text + "NORM")
        depth = config.int(text + "DEPTH")
        groups = config.int(text + "NUM_GROUPS")
        res5_dilation = config.int(text + "RES5_DILATION")
        out_channels = config.int(text + "RES2_OUT_CHANNELS")
        bottleneck_channels = groups * config.int(text + "WIDTH_PER_GROUP")
        in_channels = config.int(text + "STEM_OUT_CHANNELS")
        self.out_features = config.strs(text + "OUT_FEATURES")

        self.stem = BasicStem(in_channels, norm)
        stride = 4
        self.output_shape = {"stem": FeatureShape(in_channels, stride)}
        stage_count = max((STAGE_NAMES.index(name) + 1 for name in self.out_features if name != "stem"), default=0)
        self.stage_names = STAGE_NAMES[:stage_count]
        for index, name in enumerate(self.stage_names):
            dilation = res5_dilation if name == "res5" else 1
            first_stride = 1 if index == 0 or dilation == 2 else 2
            blocks: list[nn.Module] = []
            for block_stride in (first_stride, *[1] * (BLOCKS_PER_STAGE[depth][index] - 1)):
                if depth < 50:
                    block: nn.Module = BasicBlock(in_channels, out_channels, stride=block_stride, norm=norm)
                elif config.bools(text + "DEFORM_ON_PER_STAGE")[index]:
                    block = DeformBottleneckBlock(
                        in_channels,
                        out_channels,
                        bottleneck_channels=bottleneck_channels,
                        stride=block_stride,
                        groups=groups,
                        norm=norm,
                        stride_in_1x1=config.bool(text + "STRIDE_IN_1X1"),
                        dilation=dilation,
                        modulated=config.bool(text + "DEFORM_MODULATED"),
                        deform_groups=config.int(text + "DEFORM_NUM_GROUPS"),
                    )
                else:
                    block = BottleneckBlock(
                        in_channels,
                        out_channels,
                        bottleneck_channels=bottleneck_channels,
                        stride=block_stride,
                        groups=groups,
                        norm=norm,
                        stride_in_1x1=config.bool(text + "STRIDE_IN_1X1"),
                        dilation=dilation,
                    )
                blocks.append(block)
                in_channels = out_channels
            self.add_module(name, nn.Sequential(*blocks))
            stride *= first_stride
            self.output_shape[name] = FeatureShape(out_channels, stride)
            out_channels *= 2
            bottleneck_channels *= 2

    def forward(self, x: Tensor) -> dict[str, Tensor]:
        """Maps by name from normalised pixels [B, 3, H, W]."""
        x = self.stem(x)
        maps = {"stem": x}
        for name in self.stage_names:
            x = self.get_submodule(name)(x)
            maps[name] = x
        return {name: maps[name] for name in self.out_features}


def make_res5_head(config: Config) -> nn.Sequential:
    """The last stage as a per-region network, for models of the C4 kind (ResNet paper, appendix A)."""
    text = "MODEL.RESNETS."
    groups = config.int(text + "NUM_GROUPS")
    out_channels = config.int(text + "RES2_OUT_CHANNELS") * 8
    return nn.Sequential(
        *(
            BottleneckBlock(
                out_channels // 2 if index == 0 else out_channels,
                out_channels,
                bottleneck_channels=groups * config.int(text + "WIDTH_PER_GROUP") * 8,
                stride=2 if index == 0 else 1,
                groups=groups,
                norm=config.str(text + "NORM"),
                stride_in_1x1=config.bool(text + "STRIDE_IN_1X1"),
            )
            for index in range(3)
        )
    )
