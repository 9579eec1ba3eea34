"""What is in each proposed region: the box heads of the R-CNN family and what follows them.

Source: Girshick 2015 (Fast R-CNN), Cai and Vasconcelos 2017 (Cascade R-CNN), He et al. 2017 (Mask R-CNN);
Detectron2 02b5c4e2, modeling/roi_heads.
Shape shorthand: R regions of all images together, K classes, B images.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from d2studio.engine.boxes import clip, decode_deltas
from d2studio.engine.config import Config
from d2studio.engine.layers import Conv2d, init_normal
from d2studio.engine.nms import batched_nms
from d2studio.engine.pooler import RoiPooler
from d2studio.engine.region_heads import KeypointHead, MaskHead
from d2studio.engine.resnet import make_res5_head
from d2studio.engine.structures import FeatureShape, Instances, Proposals

BOX_HEAD = "MODEL.ROI_BOX_HEAD"
MASK_HEAD = "MODEL.ROI_MASK_HEAD"
KEYPOINT_HEAD = "MODEL.ROI_KEYPOINT_HEAD"


class FastRCNNConvFCHead(nn.Sequential):
    """Some 3x3 convolutions, then some fully connected layers, each with a ReLU."""

    def __init__(self, config: Config, channels: int, resolution: int) -> None:
        super().__init__()
        for index in range(1, config.int(f"{BOX_HEAD}.NUM_CONV") + 1):
            out_channels = config.int(f"{BOX_HEAD}.CONV_DIM")
            norm = config.str(f"{BOX_HEAD}.NORM")
            self.add_module(f"conv{index}", Conv2d(channels, out_channels, 3, padding=1, norm=norm, relu=True))
            channels = out_channels
        self.resolution = resolution
        size = channels * resolution**2
        self.add_module("flatten", nn.Flatten())
        for index in range(1, config.int(f"{BOX_HEAD}.NUM_FC") + 1):
            out_size = config.int(f"{BOX_HEAD}.FC_DIM")
            linear = nn.Linear(size, out_size)
            nn.init.kaiming_uniform_(linear.weight, a=1)
            nn.init.zeros_(linear.bias)
            self.add_module(f"fc{index}", linear)
            self.add_module(f"fc_relu{index}", nn.ReLU(inplace=True))
            size = out_size
        self.out_size = size


class FastRCNNOutputLayers(nn.Module):
    """Class scores and box corrections of each region."""

    def __init__(self, config: Config, in_size: int, box_weights: tuple[float, ...]) -> None:
        super().__init__()
        classes = config.int("MODEL.ROI_HEADS.NUM_CLASSES")
        self.cls_score = nn.Linear(in_size, classes + 1)  # and the background, last
        self.bbox_pred = nn.Linear(in_size, 4 if config.bool(f"{BOX_HEAD}.CLS_AGNOSTIC_BBOX_REG") else 4 * classes)
        self.box_weights = box_weights
        self.has_independent_classes = config.bool(f"{BOX_HEAD}.USE_SIGMOID_CE")
        init_normal(self.cls_score.weight, 0.01)
        init_normal(self.bbox_pred.weight, 0.001)
        nn.init.zeros_(self.cls_score.bias)
        nn.init.zeros_(self.bbox_pred.bias)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Logits [R, K + 1] and deltas [R, 4] or [R, 4 * K]."""
        flat = x.flatten(1)
        return self.cls_score(flat), self.bbox_pred(flat)

    def probabilities(self, logits: Tensor) -> Tensor:
        """float32 [R, K + 1]."""
        return logits.float().sigmoid() if self.has_independent_classes else logits.float().softmax(dim=1)


@dataclass(frozen=True)
class DetectionLimits:
    """How predictions of a box head become detections."""

    nms_threshold: float
    max_count: int

    @classmethod
    def from_config(cls, config: Config) -> "DetectionLimits":
        return cls(config.float("MODEL.ROI_HEADS.NMS_THRESH_TEST"), config.int("TEST.DETECTIONS_PER_IMAGE"))


def select_detections(
    boxes: Tensor, scores: Tensor, size_hw: tuple[int, int], *, score_floor: float, limits: DetectionLimits
) -> Instances:
    """Every class of every region of one image that scores above the floor, without repetitions within a class.

    Args:
        boxes: [R, 4] or [R, 4 * K].
        scores: [R, K + 1].
        size_hw: of the image in `_net` pixels; boxes are clipped to it.
        score_floor: kept are scores above it.
        limits: overlap allowed within a class, and the number of detections at most (negative: all).
    """
    usable = boxes.isfinite().all(dim=1) & scores.isfinite().all(dim=1)
    boxes, scores = boxes[usable], scores[usable, :-1]
    per_class = clip(boxes.view(len(boxes), boxes.shape[1] // 4, 4), size_hw)
    regions, classes = (scores > score_floor).nonzero(as_tuple=True)
    chosen_boxes = per_class[regions, 0 if per_class.shape[1] == 1 else classes]
    chosen_scores = scores[regions, classes]
    kept = batched_nms(chosen_boxes, chosen_scores, classes, limits.nms_threshold)
    if limits.max_count >= 0:
        kept = kept[: limits.max_count]
    top_score = float(scores.max()) if scores.numel() else 0.0
    return Instances(chosen_boxes[kept], chosen_scores[kept], classes[kept], top_score)


class Res5ROIHeads(nn.Module):
    """The heads of C4 models: boxes and masks share the last ResNet stage, run for each region."""

    def __init__(self, config: Config, shapes: Mapping[str, FeatureShape]) -> None:
        super().__init__()
        self.limits = DetectionLimits.from_config(config)
        self.pooler = RoiPooler(config, BOX_HEAD, config.strs("MODEL.ROI_HEADS.IN_FEATURES"), shapes)
        self.res5 = make_res5_head(config)
        channels = config.int("MODEL.RESNETS.RES2_OUT_CHANNELS") * 8
        self.box_predictor = FastRCNNOutputLayers(config, channels, config.floats(f"{BOX_HEAD}.BBOX_REG_WEIGHTS"))
        self.mask_head = MaskHead(config, channels) if config.bool("MODEL.MASK_ON") else None

    def forward(
        self,
        features: Mapping[str, Tensor],
        proposals: Sequence[Proposals],
        sizes_hw: Sequence[tuple[int, int]],
        score_floor: float,
    ) -> list[Instances]:
        boxes = [of_image.boxes for of_image in proposals]
        regions = self.res5(self.pooler(features, boxes))
        logits, deltas = self.box_predictor(regions.mean(dim=(2, 3)))
        found = decode_detections(self.box_predictor, logits, deltas, boxes, sizes_hw, score_floor, self.limits)
        if self.mask_head is None:
            return found
        regions = self.res5(self.pooler(features, [of_image.boxes for of_image in found]))
        with_masks: list[Instances] = self.mask_head(regions, found)
        return with_masks


def decode_detections(
    predictor: FastRCNNOutputLayers,
    logits: Tensor,
    deltas: Tensor,
    boxes: Sequence[Tensor],
    sizes_hw: Sequence[tuple[int, int]],
    score_floor: float,
    limits: DetectionLimits,
) -> list[Instances]:
    """Detections of each image from one predictor's outputs for `boxes`."""
    counts = [len(of_image) for of_image in boxes]
    decoded = torch.split(decode_deltas(deltas, torch.cat(list(boxes)), predictor.box_weights), counts)
    scores = torch.split(predictor.probabilities(logits), counts)
    return [
        select_detections(boxes_i, scores_i, size_hw, score_floor=score_floor, limits=limits)
        for boxes_i, scores_i, size_hw in zip(decoded, scores, sizes_hw, strict=True)
    ]


class _HeadsWithRegionTasks(nn.Module):
    """What standard and cascade heads share: masks and keypoints of the boxes that were found."""

    def __init__(self, config: Config, shapes: Mapping[str, FeatureShape]) -> None:
        super().__init__()
        in_features = config.strs("MODEL.ROI_HEADS.IN_FEATURES")
        self.limits = DetectionLimits.from_config(config)
        self.box_pooler = RoiPooler(config, BOX_HEAD, in_features, shapes)
        self.mask_head: MaskHead | None = None
        self.keypoint_head: KeypointHead | None = None
        if config.bool("MODEL.MASK_ON"):
            self.mask_pooler = RoiPooler(config, MASK_HEAD, in_features, shapes)
            self.mask_head = MaskHead(config, self.mask_pooler.channels)
        if config.bool("MODEL.KEYPOINT_ON"):
            self.keypoint_pooler = RoiPooler(config, KEYPOINT_HEAD, in_features, shapes)
            self.keypoint_head = KeypointHead(config, self.keypoint_pooler.channels)

    def add_region_tasks(self, features: Mapping[str, Tensor], found: list[Instances]) -> list[Instances]:
        boxes = [of_image.boxes for of_image in found]
        if self.mask_head is not None:
            found = self.mask_head(self.mask_pooler(features, boxes), found)
        if self.keypoint_head is not None:
            found = self.keypoint_head(self.keypoint_pooler(features, boxes), found)
        return found


class StandardROIHeads(_HeadsWithRegionTasks):
    """One box head, and masks and keypoints where the config asks for them."""

    def __init__(self, config: Config, shapes: Mapping[str, FeatureShape]) -> None:
        super().__init__(config, shapes)
        self.box_head = FastRCNNConvFCHead(config, self.box_pooler.channels, self.box_pooler.resolution)
        weights = config.floats(f"{BOX_HEAD}.BBOX_REG_WEIGHTS")
        self.box_predictor = FastRCNNOutputLayers(config, self.box_head.out_size, weights)

    def forward(
        self,
        features: Mapping[str, Tensor],
        proposals: Sequence[Proposals],
        sizes_hw: Sequence[tuple[int, int]],
        score_floor: float,
    ) -> list[Instances]:
        boxes = [of_image.boxes for of_image in proposals]
        logits, deltas = self.box_predictor(self.box_head(self.box_pooler(features, boxes)))
        found = decode_detections(self.box_predictor, logits, deltas, boxes, sizes_hw, score_floor, self.limits)
        return self.add_region_tasks(features, found)


class CascadeROIHeads(_HeadsWithRegionTasks):
    """Box heads in a row, each correcting the boxes of the one before; their scores are averaged."""

    def __init__(self, config: Config, shapes: Mapping[str, FeatureShape]) -> None:
        super().__init__(config, shapes)
        weights = config.nested_floats("MODEL.ROI_BOX_CASCADE_HEAD.BBOX_REG_WEIGHTS")
        heads = [FastRCNNConvFCHead(config, self.box_pooler.channels, self.box_pooler.resolution) for _ in weights]
        self.box_head = nn.ModuleList(heads)
        self.box_predictor = nn.ModuleList(
            FastRCNNOutputLayers(config, head.out_size, of_stage) for head, of_stage in zip(heads, weights, strict=True)
        )

    def forward(
        self,
        features: Mapping[str, Tensor],
        proposals: Sequence[Proposals],
        sizes_hw: Sequence[tuple[int, int]],
        score_floor: float,
    ) -> list[Instances]:
        boxes: Sequence[Tensor] = [of_image.boxes for of_image in proposals]
        counts = [len(of_image) for of_image in boxes]
        total: Tensor | None = None
        for head, predictor in zip(self.box_head, self.box_predictor, strict=True):
            assert isinstance(predictor, FastRCNNOutputLayers)
            clipped = [clip(of_image, size_hw) for of_image, size_hw in zip(boxes, sizes_hw, strict=True)]
            logits, deltas = predictor(head(self.box_pooler(features, clipped)))
            boxes = torch.split(decode_deltas(deltas, torch.cat(clipped), predictor.box_weights), counts)
            scores = predictor.probabilities(logits)
            total = scores if total is None else total + scores
        assert total is not None
        mean = torch.split(total / len(self.box_head), counts)
        found = [
            select_detections(boxes_i, scores_i, size_hw, score_floor=score_floor, limits=self.limits)
            for boxes_i, scores_i, size_hw in zip(boxes, mean, sizes_hw, strict=True)
        ]
        return self.add_region_tasks(features, found)


RoiHeads = Res5ROIHeads | StandardROIHeads | CascadeROIHeads


def build_roi_heads(config: Config, shapes: Mapping[str, FeatureShape]) -> RoiHeads:
    """The heads that `MODEL.ROI_HEADS.NAME` names."""
    kinds: dict[str, type[RoiHeads]] = {
        "Res5ROIHeads": Res5ROIHeads,
        "StandardROIHeads": StandardROIHeads,
        "CascadeROIHeads": CascadeROIHeads,
    }
    return kinds[config.str("MODEL.ROI_HEADS.NAME")](config, shapes)
