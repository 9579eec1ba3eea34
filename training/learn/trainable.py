"""A detector as it is trained: the engine's network, and its losses on a batch of pages."""

from collections.abc import Sequence
from typing import Final

import torch
from torch import Tensor, nn

from d2studio.engine.config import Config
from d2studio.engine.fpn import FPN, Backbone
from d2studio.engine.model import GeneralizedRCNN, build_model
from d2studio.engine.roi_heads import CascadeROIHeads, StandardROIHeads
from d2studio.engine.structures import ImageBatch
from d2studio.errors import UnsupportedConfig
from training.learn.proposals import Proposer
from training.learn.regions import Assessor
from training.learn.targets import Truth

_BOX_LOSSES: Final = ("smooth_l1", "giou")


class Trainable(nn.Module):
    """Faster R-CNN with boxes alone, standard or as a cascade.

    `model` is what is learnt and saved.
    """

    def __init__(self, config: Config) -> None:
        """Start with fresh weights, drawn from the global random generator.

        Raises:
            UnsupportedConfig: the config asks for something that cannot be trained here.
        """
        super().__init__()
        if problems := untrainable(config):
            raise UnsupportedConfig("This model cannot be trained.", hint="Change the config.", problems=problems)
        model = build_model(config)
        assert isinstance(model, GeneralizedRCNN)
        assert isinstance(model.roi_heads, StandardROIHeads | CascadeROIHeads)
        self.model = model
        self._frozen = frozen_parts(model.backbone, config.int("MODEL.BACKBONE.FREEZE_AT"))
        for part in self._frozen:
            part.requires_grad_(False)
        initialise(model.backbone)
        self._proposer = Proposer(model.proposal_generator, config)
        self._assessor = Assessor(model.roi_heads, config)

    def train(self, mode: bool = True) -> "Trainable":
        """As for any module, but frozen layers keep the statistics of their normalisations."""
        super().train(mode)
        for part in self._frozen:
            part.eval()
        return self

    def forward(
        self, images: ImageBatch, truths: Sequence[Truth], generator: torch.Generator | None = None
    ) -> dict[str, Tensor]:
        """The losses to be added up, by Detectron2's names; float32 [] each.

        Args:
            images: as `Preprocessor` makes them.
            truths: of each image.
            generator: decides the samples; on the device of the images. None takes the global one.
        """
        truths = [truth.to(images.pixels.device) for truth in truths]
        features = self.model.backbone(images.pixels)
        proposals, losses = self._proposer(features, images.sizes_hw, truths, generator)
        return losses | self._assessor(features, proposals, images.sizes_hw, truths, generator)


def untrainable(config: Config) -> list[str]:
    """What in a config has no losses here, a sentence each."""
    return [
        f"{key} = {config.value(key)!r} (supported: {', '.join(map(repr, allowed))})"
        for key, allowed in (
            ("MODEL.META_ARCHITECTURE", ("GeneralizedRCNN",)),
            ("MODEL.ROI_HEADS.NAME", ("StandardROIHeads", "CascadeROIHeads")),
            ("MODEL.MASK_ON", (False,)),
            ("MODEL.KEYPOINT_ON", (False,)),
            ("MODEL.RPN.BOUNDARY_THRESH", (-1,)),
            ("MODEL.RPN.BBOX_REG_LOSS_TYPE", _BOX_LOSSES),
            ("MODEL.ROI_BOX_HEAD.BBOX_REG_LOSS_TYPE", _BOX_LOSSES),
            ("MODEL.ROI_BOX_HEAD.USE_SIGMOID_CE", (False,)),
            ("MODEL.ROI_BOX_HEAD.TRAIN_ON_PRED_BOXES", (False,)),
        )
        if config.value(key) not in allowed
    ]


def initialise(backbone: Backbone) -> None:
    """Draw the pyramid's convolutions from a uniform distribution scaled by the number of inputs.

    No ReLU follows them, so nothing is to be made up for. Detectron2 starts them so (Caffe2's Xavier filling); all
    other layers start in Detectron2's way when the engine builds them.
    """
    if isinstance(backbone, FPN):
        for name, layer in backbone.named_children():
            if name.startswith(("fpn_lateral", "fpn_output")):
                assert isinstance(layer, nn.Conv2d)
                nn.init.kaiming_uniform_(layer.weight, a=1)


def frozen_parts(backbone: Backbone, freeze_at: int) -> list[nn.Module]:
    """The first `freeze_at` of the stem, res2, res3, res4 and res5: these keep the weights they were loaded with."""
    network = backbone.bottom_up if isinstance(backbone, FPN) else backbone
    return [network.get_submodule(name) for name in ("stem", *network.stage_names)[:freeze_at]]
