"""The region proposal network: where something may be, whatever it is.

Source: Ren et al. 2015 (Faster R-CNN); Detectron2 02b5c4e2, modeling/proposal_generator.
Shape shorthand: B images, A anchors a position, L feature levels, H and W of one level.
"""

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor, nn

from d2studio.engine.anchors import AnchorGenerator
from d2studio.engine.boxes import clip, decode_deltas, is_larger_than
from d2studio.engine.config import Config
from d2studio.engine.layers import Conv2d, init_normal
from d2studio.engine.nms import batched_nms
from d2studio.engine.structures import FeatureShape, Proposals


def flatten_positions(prediction: Tensor, values: int) -> Tensor:
    """[B, A * values, H, W] of a convolution to [B, H * W * A, values], the order of the anchors."""
    batch, _, height, width = prediction.shape
    per_anchor = prediction.view(batch, -1, values, height, width)
    return per_anchor.permute(0, 3, 4, 1, 2).reshape(batch, -1, values)


class StandardRPNHead(nn.Module):
    """One or more 3x3 convolutions shared by two 1x1 ones, the same for every level."""

    def __init__(self, in_channels: int, anchors_per_position: int, conv_dims: Sequence[int]) -> None:
        """A number of -1 in `conv_dims` means as many channels as come in."""
        super().__init__()
        layers = nn.Sequential()
        for index, dim in enumerate(conv_dims):
            out_channels = in_channels if dim == -1 else dim
            layers.add_module(f"conv{index}", Conv2d(in_channels, out_channels, 3, padding=1, relu=True))
            in_channels = out_channels
        # A single convolution has no number in its name: checkpoints older than the option have none.
        self.conv: nn.Module = layers[0] if len(conv_dims) == 1 else layers
        self.objectness_logits = Conv2d(in_channels, anchors_per_position, 1)
        self.anchor_deltas = Conv2d(in_channels, anchors_per_position * 4, 1)
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                init_normal(module.weight, 0.01)

    def forward(self, maps: Sequence[Tensor]) -> tuple[list[Tensor], list[Tensor]]:
        """For each level, logits [B, H * W * A] and deltas [B, H * W * A, 4]."""
        logits, deltas = [], []
        for feature in maps:
            hidden = self.conv(feature)
            logits.append(flatten_positions(self.objectness_logits(hidden), 1).squeeze(2))
            deltas.append(flatten_positions(self.anchor_deltas(hidden), 4))
        return logits, deltas


class RPN(nn.Module):
    """Scores and corrects anchors, and keeps the best that do not repeat each other."""

    def __init__(self, config: Config, shapes: Mapping[str, FeatureShape]) -> None:
        super().__init__()
        self.in_features = config.strs("MODEL.RPN.IN_FEATURES")
        self.anchor_generator = AnchorGenerator(config, [shapes[name].stride for name in self.in_features])
        self.rpn_head = StandardRPNHead(
            shapes[self.in_features[0]].channels,
            self.anchor_generator.anchors_per_position,
            config.ints("MODEL.RPN.CONV_DIMS"),
        )
        self.box_weights = config.floats("MODEL.RPN.BBOX_REG_WEIGHTS")
        self.nms_threshold = config.float("MODEL.RPN.NMS_THRESH")
        self.top_before_nms = config.int("MODEL.RPN.PRE_NMS_TOPK_TEST")
        self.top_after_nms = config.int("MODEL.RPN.POST_NMS_TOPK_TEST")
        self.min_side_net = config.float("MODEL.PROPOSAL_GENERATOR.MIN_SIZE")

    def forward(self, features: Mapping[str, Tensor], sizes_hw: Sequence[tuple[int, int]]) -> list[Proposals]:
        """The best regions of each image, all levels together."""
        maps = [features[name] for name in self.in_features]
        anchors = self.anchor_generator(maps)
        logits, deltas = self.rpn_head(maps)
        return [
            self._best(anchors, [level[image] for level in logits], [level[image] for level in deltas], size_hw)
            for image, size_hw in enumerate(sizes_hw)
        ]

    def _best(
        self, anchors: list[Tensor], logits: list[Tensor], deltas: list[Tensor], size_hw: tuple[int, int]
    ) -> Proposals:
        """One image: for each level the best anchors are decoded; then NMS within each level, and the best of all."""
        boxes, scores, levels = [], [], []
        for level, (level_anchors, level_logits, level_deltas) in enumerate(zip(anchors, logits, deltas, strict=True)):
            count = min(len(level_logits), self.top_before_nms)
            best, chosen = level_logits.float().topk(count)
            boxes.append(decode_deltas(level_deltas[chosen], level_anchors[chosen], self.box_weights))
            scores.append(best)
            levels.append(torch.full_like(chosen, level))
        all_boxes, all_scores, all_levels = torch.cat(boxes), torch.cat(scores), torch.cat(levels)
        usable = all_boxes.isfinite().all(dim=1) & all_scores.isfinite()
        all_boxes = clip(all_boxes, size_hw)
        usable &= is_larger_than(all_boxes, self.min_side_net)
        all_boxes, all_scores, all_levels = all_boxes[usable], all_scores[usable], all_levels[usable]
        kept = batched_nms(all_boxes, all_scores, all_levels, self.nms_threshold)[: self.top_after_nms]
        return Proposals(all_boxes[kept], all_scores[kept])
