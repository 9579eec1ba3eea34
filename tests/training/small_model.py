"""A detector of nine classes that takes milliseconds."""

import json
from pathlib import Path
from typing import Final

import torch

from d2studio.engine.config import Config, Value, default_config
from d2studio.engine.model import build_meta_model
from tests.training.pages_of_known_layout import CLASSES

VALUES: Final[dict[str, Value]] = {
    "INPUT.MIN_SIZE_TEST": 64,
    "INPUT.MAX_SIZE_TEST": 96,
    "MODEL.BACKBONE.NAME": "build_resnet_fpn_backbone",
    "MODEL.FPN.IN_FEATURES": ("res3", "res4", "res5"),
    "MODEL.FPN.NORM": "BN",
    "MODEL.FPN.OUT_CHANNELS": 8,
    "MODEL.RESNETS.DEPTH": 50,
    "MODEL.RESNETS.NORM": "BN",
    "MODEL.RESNETS.OUT_FEATURES": ("res3", "res4", "res5"),
    "MODEL.RESNETS.RES2_OUT_CHANNELS": 4,
    "MODEL.RESNETS.STEM_OUT_CHANNELS": 4,
    "MODEL.RESNETS.WIDTH_PER_GROUP": 4,
    "MODEL.RPN.IN_FEATURES": ("p3", "p4", "p5", "p6"),
    "MODEL.ANCHOR_GENERATOR.SIZES": ((32,), (64,), (128,), (256,)),
    "MODEL.ROI_HEADS.NAME": "StandardROIHeads",
    "MODEL.ROI_HEADS.IN_FEATURES": ("p3", "p4", "p5"),
    "MODEL.ROI_HEADS.NUM_CLASSES": 9,
    "MODEL.ROI_BOX_HEAD.NAME": "FastRCNNConvFCHead",
    "MODEL.ROI_BOX_HEAD.NUM_FC": 1,
    "MODEL.ROI_BOX_HEAD.FC_DIM": 16,
    "MODEL.ROI_BOX_HEAD.POOLER_RESOLUTION": 7,
    "TEST.DETECTIONS_PER_IMAGE": 5,
}


def small_config() -> Config:
    return default_config().with_values(VALUES)


def small_state() -> dict[str, torch.Tensor]:
    """The same weights each time. All are positive, since variances have to be."""
    generator = torch.Generator().manual_seed(1)
    return {
        name: torch.rand(tensor.shape, generator=generator) / 10
        if tensor.is_floating_point()
        else torch.ones(tensor.shape, dtype=tensor.dtype)
        for name, tensor in build_meta_model(small_config()).state_dict().items()
    }


def save_small_model(folder: Path) -> Path:
    """The folder itself, with config.yaml, model_final.pth and classes.json."""
    folder.mkdir()
    (folder / "config.yaml").write_text(small_config().dump(), encoding="utf-8")
    (folder / "classes.json").write_text(json.dumps(CLASSES))
    torch.save({"model": small_state()}, folder / "model_final.pth")
    return folder
