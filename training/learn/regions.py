"""How the box heads learn what is in a region.

Source: Girshick 2015 (Fast R-CNN), Cai and Vasconcelos 2017 (Cascade R-CNN); Detectron2 02b5c4e2, modeling/roi_heads.
Shape shorthand: R regions of all images, K classes.
"""

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor, nn

from d2studio.engine.boxes import clip, decode_deltas, is_larger_than
from d2studio.engine.config import Config
from d2studio.engine.roi_heads import CascadeROIHeads, FastRCNNOutputLayers, StandardROIHeads
from training.learn.losses import BoxLoss, class_loss
from training.learn.targets import Matcher, Regions, Truth, region_targets


class Assessor:
    """Samples regions, and tells how wrong the box heads are about them."""

    def __init__(self, heads: StandardROIHeads | CascadeROIHeads, config: Config) -> None:
        self._heads = heads
        text = "MODEL.ROI_HEADS."
        self._count = config.int(text + "BATCH_SIZE_PER_IMAGE")
        self._positive_fraction = config.float(text + "POSITIVE_FRACTION")
        self._appends_truth = config.bool(text + "PROPOSAL_APPEND_GT")
        self._class_count = config.int(text + "NUM_CLASSES")
        if isinstance(heads, CascadeROIHeads):
            overlaps = config.floats("MODEL.ROI_BOX_CASCADE_HEAD.IOUS")
            self._matchers = [Matcher((overlap,), (0, 1)) for overlap in overlaps]
        else:
            self._matchers = [Matcher(config.floats(text + "IOU_THRESHOLDS"), config.ints(text + "IOU_LABELS"))]
        text = "MODEL.ROI_BOX_HEAD."
        self._box_loss_kind = config.str(text + "BBOX_REG_LOSS_TYPE")
        self._box_loss_beta = config.float(text + "SMOOTH_L1_BETA")
        self._box_weight = config.float(text + "BBOX_REG_LOSS_WEIGHT")

    def __call__(
        self,
        features: Mapping[str, Tensor],
        proposals: Sequence[Tensor],
        sizes_hw: Sequence[tuple[int, int]],
        truths: Sequence[Truth],
        generator: torch.Generator | None,
    ) -> dict[str, Tensor]:
        """The losses of regions sampled from `proposals`, float32 [R of that image, 4] for each image."""
        if self._appends_truth:
            proposals = [torch.cat((boxes, truth.boxes)) for boxes, truth in zip(proposals, truths, strict=True)]
        regions = region_targets(
            proposals,
            truths,
            self._matchers[0],
            class_count=self._class_count,
            count=self._count,
            positive_fraction=self._positive_fraction,
            generator=generator,
        )
        if isinstance(self._heads, StandardROIHeads):
            outputs = self._predict(features, regions, self._heads.box_head, self._heads.box_predictor)
            return self._losses(*outputs, regions, self._heads.box_predictor)
        losses: dict[str, Tensor] = {}
        for number, (head, predictor) in enumerate(zip(self._heads.box_head, self._heads.box_predictor, strict=True)):
            assert isinstance(predictor, FastRCNNOutputLayers)
            logits, deltas = self._predict(features, regions, head, predictor)
            of_stage = self._losses(logits, deltas, regions, predictor)
            losses |= {f"{name}_stage{number}": loss for name, loss in of_stage.items()}
            if number + 1 < len(self._matchers):
                boxes = corrected(regions.boxes, deltas.detach(), predictor, sizes_hw)
                regions = region_targets(boxes, truths, self._matchers[number + 1], class_count=self._class_count)
        return losses

    def _predict(
        self, features: Mapping[str, Tensor], regions: Regions, head: nn.Module, predictor: nn.Module
    ) -> tuple[Tensor, Tensor]:
        """Logits [R, K + 1] and deltas [R, 4] or [R, 4 * K] by one stage."""
        pooled = self._heads.box_pooler(features, regions.boxes)
        if (stages := len(self._matchers)) > 1:
            # Each stage teaches its own head in full, and all together teach the backbone as much as one would.
            fixed = pooled.detach()
            pooled = fixed + (pooled - fixed) / stages
        outputs: tuple[Tensor, Tensor] = predictor(head(pooled))
        return outputs

    def _losses(
        self, logits: Tensor, deltas: Tensor, regions: Regions, predictor: FastRCNNOutputLayers
    ) -> dict[str, Tensor]:
        boxes = torch.cat(regions.boxes)
        positives = (regions.classes < self._class_count).nonzero().squeeze(1)
        per_class = deltas.view(len(deltas), deltas.shape[1] // 4, 4)
        of_positives = per_class[positives, 0 if per_class.shape[1] == 1 else regions.classes[positives]]
        box_loss = BoxLoss(self._box_loss_kind, self._box_loss_beta, predictor.box_weights)
        box_losses = box_loss(of_positives, boxes[positives], regions.truth_boxes[positives])
        return {
            "loss_cls": class_loss(logits, regions.classes, regions.incomplete),
            # Divided by all regions, so that a positive one counts the same however many there are.
            "loss_box_reg": box_losses * (self._box_weight / max(len(boxes), 1)),
        }


def corrected(
    boxes: Sequence[Tensor], deltas: Tensor, predictor: FastRCNNOutputLayers, sizes_hw: Sequence[tuple[int, int]]
) -> list[Tensor]:
    """Each image's `boxes` moved by class-agnostic `deltas` [R, 4] and clipped; those left empty are dropped."""
    decoded = decode_deltas(deltas, torch.cat(list(boxes)), predictor.box_weights)
    split = torch.split(decoded, [len(of_image) for of_image in boxes])
    clipped = [clip(of_image, size_hw) for of_image, size_hw in zip(split, sizes_hw, strict=True)]
    return [of_image[is_larger_than(of_image, 0)] for of_image in clipped]
