"""RetinaNet: classes and boxes straight from anchors, without proposals.

Source: Lin et al. 2017 (focal loss); Detectron2 02b5c4e2, modeling/meta_arch/retinanet.py, dense_detector.py.
Shape shorthand: B images, A anchors a position, K classes.
"""

import math
from collections.abc import Mapping, Sequence

import torch
from torch import Tensor, nn

from d2studio.engine.anchors import AnchorGenerator
from d2studio.engine.boxes import decode_deltas
from d2studio.engine.config import Config
from d2studio.engine.layers import Conv2d, init_normal, make_norm
from d2studio.engine.nms import batched_nms
from d2studio.engine.rpn import flatten_positions
from d2studio.engine.structures import FeatureShape, Instances

SECTION = "MODEL.RETINANET"


class PerLevelBatchNorm(nn.ModuleList):
    """Batch normalisation with statistics of its own for each level and one scale and shift for all."""

    def __init__(self, levels: int, channels: int) -> None:
        super().__init__(nn.BatchNorm2d(channels, affine=False) for _ in range(levels))
        self.weight = nn.Parameter(torch.ones(channels))
        self.bias = nn.Parameter(torch.zeros(channels))

    def forward(self, x: Tensor, level: int) -> Tensor:
        normalised: Tensor = self[level](x)
        return normalised * self.weight.view(1, -1, 1, 1) + self.bias.view(1, -1, 1, 1)


def _run(subnet: nn.Sequential, x: Tensor, level: int) -> Tensor:
    for layer in subnet:
        x = layer(x, level) if isinstance(layer, PerLevelBatchNorm) else layer(x)
    return x


class RetinaNetHead(nn.Module):
    """Two networks of the same shape, for classes and for boxes, shared by all levels."""

    def __init__(self, config: Config, channels: int, anchors_per_position: int, levels: int) -> None:
        super().__init__()
        norm = config.str(f"{SECTION}.NORM")
        self.classes = config.int(f"{SECTION}.NUM_CLASSES")

        def make_subnet() -> nn.Sequential:
            layers: list[nn.Module] = []
            for _ in range(config.int(f"{SECTION}.NUM_CONVS")):
                layers.append(Conv2d(channels, channels, 3, padding=1, bias=True))
                if norm in {"BN", "SyncBN"}:
                    layers.append(PerLevelBatchNorm(levels, channels))
                elif (shared := make_norm(norm, channels)) is not None:
                    layers.append(shared)
                layers.append(nn.ReLU(inplace=True))
            return nn.Sequential(*layers)

        self.cls_subnet = make_subnet()
        self.bbox_subnet = make_subnet()
        self.cls_score = Conv2d(channels, anchors_per_position * self.classes, 3, padding=1)
        self.bbox_pred = Conv2d(channels, anchors_per_position * 4, 3, padding=1)
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                init_normal(module.weight, 0.01)
        prior = config.float(f"{SECTION}.PRIOR_PROB")
        nn.init.constant_(self.cls_score.bias, -math.log((1 - prior) / prior))  # type: ignore[arg-type]

    def forward(self, maps: Sequence[Tensor]) -> tuple[list[Tensor], list[Tensor]]:
        """For each level, logits [B, H * W * A, K] and deltas [B, H * W * A, 4]."""
        logits = [
            flatten_positions(self.cls_score(_run(self.cls_subnet, feature, level)), self.classes)
            for level, feature in enumerate(maps)
        ]
        deltas = [
            flatten_positions(self.bbox_pred(_run(self.bbox_subnet, feature, level)), 4)
            for level, feature in enumerate(maps)
        ]
        return logits, deltas


class RetinaNetDetector:
    """From the head's outputs to detections. Nothing here is learnt."""

    def __init__(self, config: Config, shapes: Mapping[str, FeatureShape]) -> None:
        self.in_features = config.strs(f"{SECTION}.IN_FEATURES")
        self.anchor_generator = AnchorGenerator(config, [shapes[name].stride for name in self.in_features])
        self._box_weights = config.floats(f"{SECTION}.BBOX_REG_WEIGHTS")
        self._nms_threshold = config.float(f"{SECTION}.NMS_THRESH_TEST")
        self._candidates_per_level = config.int(f"{SECTION}.TOPK_CANDIDATES_TEST")
        self._max_count = config.int("TEST.DETECTIONS_PER_IMAGE")

    def __call__(
        self, maps: Sequence[Tensor], logits: list[Tensor], deltas: list[Tensor], score_floor: float
    ) -> list[Instances]:
        anchors = self.anchor_generator(maps)
        return [
            self._of_image(anchors, [level[i] for level in logits], [level[i] for level in deltas], score_floor)
            for i in range(len(maps[0]))
        ]

    def _of_image(
        self, anchors: list[Tensor], logits: list[Tensor], deltas: list[Tensor], score_floor: float
    ) -> Instances:
        boxes, scores, classes = [], [], []
        top_score = 0.0
        for level_anchors, level_logits, level_deltas in zip(anchors, logits, deltas, strict=True):
            probabilities = level_logits.float().sigmoid()
            top_score = max(top_score, float(probabilities.max()))
            positions, its_classes = (probabilities > score_floor).nonzero(as_tuple=True)
            candidates = probabilities[positions, its_classes]
            best, chosen = candidates.topk(min(len(candidates), self._candidates_per_level))
            positions, its_classes = positions[chosen], its_classes[chosen]
            boxes.append(decode_deltas(level_deltas[positions], level_anchors[positions], self._box_weights))
            scores.append(best)
            classes.append(its_classes)
        all_boxes, all_scores, all_classes = torch.cat(boxes), torch.cat(scores), torch.cat(classes)
        kept = batched_nms(all_boxes, all_scores, all_classes, self._nms_threshold)
        if self._max_count >= 0:
            kept = kept[: self._max_count]
        return Instances(all_boxes[kept], all_scores[kept], all_classes[kept], top_score)
