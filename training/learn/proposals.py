"""How the region proposal network learns, and what it proposes meanwhile.

Source: Ren et al. 2015 (Faster R-CNN); Detectron2 02b5c4e2, modeling/proposal_generator.
Shape shorthand: B images, A anchors of all levels.
"""

from collections.abc import Mapping, Sequence

import torch
import torch.nn.functional as F
from torch import Tensor

from d2studio.engine.boxes import decode_deltas, is_larger_than
from d2studio.engine.config import Config
from d2studio.engine.nms import batched_nms
from d2studio.engine.rpn import RPN
from training.learn.losses import BoxLoss
from training.learn.targets import IGNORED, POSITIVE, Matcher, Truth, anchor_targets


class Proposer:
    """The proposal network's losses, and the regions that the heads learn from."""

    def __init__(self, rpn: RPN, config: Config) -> None:
        self._rpn = rpn
        text = "MODEL.RPN."
        self._matcher = Matcher(
            config.floats(text + "IOU_THRESHOLDS"), config.ints(text + "IOU_LABELS"), keeps_best=True
        )
        self._count = config.int(text + "BATCH_SIZE_PER_IMAGE")
        self._positive_fraction = config.float(text + "POSITIVE_FRACTION")
        self._box_loss = BoxLoss(
            config.str(text + "BBOX_REG_LOSS_TYPE"), config.float(text + "SMOOTH_L1_BETA"), self._rpn.box_weights
        )
        self._weight = config.float(text + "LOSS_WEIGHT")
        self._box_weight = self._weight * config.float(text + "BBOX_REG_LOSS_WEIGHT")
        self._top_before_nms = config.int(text + "PRE_NMS_TOPK_TRAIN")
        self._top_after_nms = config.int(text + "POST_NMS_TOPK_TRAIN")

    def __call__(
        self,
        features: Mapping[str, Tensor],
        sizes_hw: Sequence[tuple[int, int]],
        truths: Sequence[Truth],
        generator: torch.Generator | None,
    ) -> tuple[list[Tensor], dict[str, Tensor]]:
        """Boxes float32 [R of that image, 4] for each image, and the losses."""
        maps = [features[name] for name in self._rpn.in_features]
        anchors = self._rpn.anchor_generator(maps)
        logits, deltas = self._rpn.rpn_head(maps)
        losses = self._losses(torch.cat(anchors), torch.cat(logits, 1), torch.cat(deltas, 1), truths, generator)
        return self._propose(anchors, logits, deltas, sizes_hw), losses

    def _losses(
        self,
        anchors: Tensor,
        logits: Tensor,
        deltas: Tensor,
        truths: Sequence[Truth],
        generator: torch.Generator | None,
    ) -> dict[str, Tensor]:
        """From `anchors` [A, 4], `logits` [B, A] and `deltas` [B, A, 4]."""
        targets = anchor_targets(
            anchors,
            truths,
            self._matcher,
            count=self._count,
            positive_fraction=self._positive_fraction,
            generator=generator,
        )
        sampled = (targets.labels != IGNORED).nonzero(as_tuple=True)
        objectness = F.binary_cross_entropy_with_logits(
            logits[sampled].float(), targets.labels[sampled].float(), reduction="sum"
        )
        images, positives = (targets.labels == POSITIVE).nonzero(as_tuple=True)
        # The true boxes of all images stand one after another.
        counts = torch.tensor([len(truth.boxes) for truth in truths], device=anchors.device)
        numbers = targets.numbers[images, positives] + (counts.cumsum(0) - counts)[images]
        truth_boxes = torch.cat([truth.boxes for truth in truths])[numbers]
        box_loss = self._box_loss(deltas[images, positives], anchors[positives], truth_boxes)
        normaliser = self._count * len(truths)
        return {
            "loss_rpn_cls": objectness * (self._weight / normaliser),
            "loss_rpn_loc": box_loss * (self._box_weight / normaliser),
        }

    @torch.no_grad()
    def _propose(
        self,
        anchors: Sequence[Tensor],
        logits: Sequence[Tensor],
        deltas: Sequence[Tensor],
        sizes_hw: Sequence[tuple[int, int]],
    ) -> list[Tensor]:
        """What `RPN.forward` does, with the limits of training and for all images at once."""
        all_boxes, all_scores, all_groups = [], [], []
        batch = len(sizes_hw)
        image = torch.arange(batch, device=anchors[0].device)[:, None]
        limits = torch.tensor([(width, height) * 2 for height, width in sizes_hw], device=anchors[0].device)
        for level, (of_level, level_logits, level_deltas) in enumerate(zip(anchors, logits, deltas, strict=True)):
            scores, chosen = level_logits.float().topk(min(self._top_before_nms, len(of_level)), dim=1)
            decoded = decode_deltas(
                level_deltas[image, chosen].flatten(0, 1), of_level[chosen].flatten(0, 1), self._rpn.box_weights
            )
            boxes = torch.minimum(decoded.view(batch, -1, 4).clamp(min=0), limits[:, None])
            all_boxes.append(boxes.flatten(0, 1))
            all_scores.append(scores.flatten())
            all_groups.append((image * len(anchors) + level).expand_as(chosen).flatten())
        boxes, scores, groups = torch.cat(all_boxes), torch.cat(all_scores), torch.cat(all_groups)
        usable = boxes.isfinite().all(dim=1) & scores.isfinite() & is_larger_than(boxes, self._rpn.min_side_net)
        boxes, scores, groups = boxes[usable], scores[usable], groups[usable]
        kept = batched_nms(boxes, scores, groups, self._rpn.nms_threshold)
        boxes, images = boxes[kept], groups[kept] // len(anchors)
        return [boxes[images == number][: self._top_after_nms] for number in range(batch)]
