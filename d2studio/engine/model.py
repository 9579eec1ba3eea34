"""The whole networks, by the names that configs give them.

State dicts have Detectron2's names and shapes. Modules here compute in plain PyTorch and can be trained;
what makes them fast happens in `d2studio.engine.optimize` when a predictor is made.

Source: Detectron2 02b5c4e2, modeling/meta_arch.
"""

from abc import abstractmethod

import torch
from torch import Tensor, nn

from d2studio.engine.config import Config
from d2studio.engine.fpn import build_backbone
from d2studio.engine.panoptic import SemSegFPNHead
from d2studio.engine.retinanet import RetinaNetDetector, RetinaNetHead
from d2studio.engine.roi_heads import build_roi_heads
from d2studio.engine.rpn import RPN
from d2studio.engine.stages import StageClock
from d2studio.engine.structures import ImageBatch, Instances, RawOutput


class Model(nn.Module):
    """A network that finds things in a batch of images."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.backbone = build_backbone(config)

    @abstractmethod
    def forward(self, images: ImageBatch, score_floor: float, clock: StageClock) -> list[RawOutput]:
        """What each image holds with scores above `score_floor`; `clock` hears of every stage begun."""

    def features(self, images: ImageBatch, clock: StageClock) -> dict[str, Tensor]:
        clock.start("backbone")
        maps: dict[str, Tensor] = self.backbone(images.pixels)
        return maps


class GeneralizedRCNN(Model):
    """Proposals, then what each of them is."""

    def __init__(self, config: Config) -> None:
        super().__init__(config)
        self.proposal_generator = RPN(config, self.backbone.output_shape)
        self.roi_heads = build_roi_heads(config, self.backbone.output_shape)

    def forward(self, images: ImageBatch, score_floor: float, clock: StageClock) -> list[RawOutput]:
        return self.detect(self.features(images, clock), images, score_floor, clock)

    def detect(
        self, features: dict[str, Tensor], images: ImageBatch, score_floor: float, clock: StageClock
    ) -> list[RawOutput]:
        clock.start("proposals")
        proposals = self.proposal_generator(features, images.sizes_hw)
        clock.start("regions")
        return _outputs(images, self.roi_heads(features, proposals, images.sizes_hw, score_floor))


class ProposalNetwork(Model):
    """Proposals alone."""

    def __init__(self, config: Config) -> None:
        super().__init__(config)
        self.proposal_generator = RPN(config, self.backbone.output_shape)

    def forward(self, images: ImageBatch, score_floor: float, clock: StageClock) -> list[RawOutput]:
        features = self.features(images, clock)
        clock.start("proposals")
        proposals = self.proposal_generator(features, images.sizes_hw)
        return [
            RawOutput(size_hw, proposals=of_image) for size_hw, of_image in zip(images.sizes_hw, proposals, strict=True)
        ]


class RetinaNet(Model):
    """Detections straight from anchors."""

    def __init__(self, config: Config) -> None:
        super().__init__(config)
        shapes = self.backbone.output_shape
        self.detector = RetinaNetDetector(config, shapes)
        names = self.detector.in_features
        anchors = self.detector.anchor_generator.anchors_per_position
        self.head = RetinaNetHead(config, shapes[names[0]].channels, anchors, len(names))

    def forward(self, images: ImageBatch, score_floor: float, clock: StageClock) -> list[RawOutput]:
        features = self.features(images, clock)
        clock.start("head")
        maps = [features[name] for name in self.detector.in_features]
        logits, deltas = self.head(maps)
        clock.start("regions")
        return _outputs(images, self.detector(maps, logits, deltas, score_floor))


class SemanticSegmentor(Model):
    """A class for every pixel."""

    def __init__(self, config: Config) -> None:
        super().__init__(config)
        self.sem_seg_head = SemSegFPNHead(config, self.backbone.output_shape)

    def forward(self, images: ImageBatch, score_floor: float, clock: StageClock) -> list[RawOutput]:
        features = self.features(images, clock)
        clock.start("semantic")
        return [
            RawOutput(size_hw, semantic=logits)
            for size_hw, logits in zip(images.sizes_hw, segment(self.sem_seg_head, features, images), strict=True)
        ]


class PanopticFPN(GeneralizedRCNN):
    """Detections with masks, and a class for every pixel."""

    def __init__(self, config: Config) -> None:
        super().__init__(config)
        self.sem_seg_head = SemSegFPNHead(config, self.backbone.output_shape)

    def forward(self, images: ImageBatch, score_floor: float, clock: StageClock) -> list[RawOutput]:
        features = self.features(images, clock)
        clock.start("semantic")
        semantic = segment(self.sem_seg_head, features, images)
        detected = self.detect(features, images, score_floor, clock)
        return [
            RawOutput(output.size_hw, instances=output.instances, semantic=logits)
            for output, logits in zip(detected, semantic, strict=True)
        ]


def _outputs(images: ImageBatch, found: list[Instances]) -> list[RawOutput]:
    return [RawOutput(size_hw, instances=of_image) for size_hw, of_image in zip(images.sizes_hw, found, strict=True)]


def segment(head: SemSegFPNHead, features: dict[str, Tensor], images: ImageBatch) -> list[Tensor]:
    """Class logits float32 [K, h, w] of each image without its padding."""
    logits = head.to_net_size(head(features))
    return [of_image[:, :h, :w] for of_image, (h, w) in zip(logits, images.sizes_hw, strict=True)]


_ARCHITECTURES: dict[str, type[Model]] = {
    "GeneralizedRCNN": GeneralizedRCNN,
    "ProposalNetwork": ProposalNetwork,
    "RetinaNet": RetinaNet,
    "SemanticSegmentor": SemanticSegmentor,
    "PanopticFPN": PanopticFPN,
}


def build_model(config: Config) -> Model:
    """The network that `config` describes, with fresh weights."""
    return _ARCHITECTURES[config.str("MODEL.META_ARCHITECTURE")](config)


def build_meta_model(config: Config) -> Model:
    """The same network without memory for its weights: its names and shapes cost nothing to look at."""
    with torch.device("meta"):
        return build_model(config)
