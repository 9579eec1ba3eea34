"""Small batches to learn from, and what is compared with Detectron2's training of the same networks.

Everything is drawn from fixed seeds, so Detectron2's side can make it too and no tensors lie between them.
"""

from collections.abc import Iterable, Mapping
from typing import Final

import numpy as np
import torch
from torch import Tensor

from d2studio.engine.config import Config, Value
from tests.engine.small_models import small_config
from tests.engine.synthetic_weights import entry, is_synthetic

# So many samples that all candidates are taken: what would be drawn at random must not decide.
_COMMON: Final[dict[str, Value]] = {
    "MODEL.RESNETS.DEPTH": 50,
    "MODEL.RESNETS.STEM_OUT_CHANNELS": 16,
    "MODEL.RESNETS.RES2_OUT_CHANNELS": 16,
    "MODEL.RESNETS.WIDTH_PER_GROUP": 8,
    "MODEL.BACKBONE.FREEZE_AT": 0,
    "MODEL.PIXEL_MEAN": (0.0, 0.0, 0.0),
    "MODEL.PIXEL_STD": (1.0, 1.0, 1.0),
    "MODEL.RPN.BATCH_SIZE_PER_IMAGE": 10_000,
    "MODEL.RPN.POSITIVE_FRACTION": 1.0,
    "MODEL.RPN.LOSS_WEIGHT": 10.0,
    "MODEL.RPN.PRE_NMS_TOPK_TRAIN": 100,
    "MODEL.RPN.POST_NMS_TOPK_TRAIN": 60,
    "MODEL.ROI_HEADS.BATCH_SIZE_PER_IMAGE": 1_000,
    "MODEL.ROI_HEADS.POSITIVE_FRACTION": 1.0,
    "MODEL.ROI_HEADS.IOU_THRESHOLDS": (0.2,),  # boxes by made-up weights overlap no true one more
}
_CASCADE: Final[dict[str, Value]] = {
    "MODEL.ROI_HEADS.NAME": "CascadeROIHeads",
    "MODEL.ROI_BOX_HEAD.CLS_AGNOSTIC_BBOX_REG": True,
    "MODEL.ROI_BOX_CASCADE_HEAD.IOUS": (0.2, 0.25),
    "MODEL.ROI_BOX_CASCADE_HEAD.BBOX_REG_WEIGHTS": ((10.0, 10.0, 5.0, 5.0), (20.0, 20.0, 10.0, 10.0)),
}
_CHANGES: Final[dict[str, dict[str, Value]]] = {
    "standard": {},
    "class agnostic, frozen, quadratic near zero": {
        "MODEL.BACKBONE.FREEZE_AT": 2,
        "MODEL.ROI_HEADS.IOU_THRESHOLDS": (0.1,),
        "MODEL.ROI_BOX_HEAD.CLS_AGNOSTIC_BBOX_REG": True,
        "MODEL.ROI_BOX_HEAD.SMOOTH_L1_BETA": 0.5,
        "MODEL.ROI_BOX_HEAD.BBOX_REG_LOSS_WEIGHT": 3.0,
        "MODEL.RPN.SMOOTH_L1_BETA": 0.1,
        "MODEL.RPN.BBOX_REG_LOSS_WEIGHT": 2.0,
    },
    "giou, ignored regions": {
        "MODEL.RPN.BBOX_REG_LOSS_TYPE": "giou",
        "MODEL.ROI_BOX_HEAD.BBOX_REG_LOSS_TYPE": "giou",
        "MODEL.ROI_HEADS.IOU_THRESHOLDS": (0.1, 0.2),
        "MODEL.ROI_HEADS.IOU_LABELS": (0, -1, 1),
        "MODEL.ROI_HEADS.PROPOSAL_APPEND_GT": False,
    },
    "cascade": _CASCADE,
    "cascade, giou": _CASCADE | {"MODEL.ROI_BOX_HEAD.BBOX_REG_LOSS_TYPE": "giou"},
}
CASES: Final = tuple(_CHANGES)
SIZES_HW: Final = ((128, 160), (112, 144), (96, 128))


def case_config(case: str) -> Config:
    return small_config("faster").with_values(_COMMON | _CHANGES[case])


def images() -> list[Tensor]:
    """Normalised pixels float32 [3, h, w] of each image: patches of noise."""
    rng = np.random.RandomState(0)
    patches = [rng.normal(0, 60, (3, height // 16, width // 16)).astype(np.float32) for height, width in SIZES_HW]
    return [torch.from_numpy(of_image.repeat(16, 1).repeat(16, 2)) for of_image in patches]


def truths() -> list[tuple[Tensor, Tensor]]:
    """Boxes float32 [N, 4] and classes int64 [N] of each image; the last one has none."""
    rng = np.random.RandomState(1)
    found = []
    for (height, width), count in zip(SIZES_HW, (6, 4, 0), strict=True):
        sizes = rng.uniform(16, 64, (count, 2))
        corners = rng.uniform(0, 1, (count, 2)) * (np.array([width, height]) - sizes)
        boxes = np.concatenate((corners, corners + sizes), axis=1).astype(np.float32)
        found.append((torch.from_numpy(boxes), torch.from_numpy(rng.randint(0, 3, count).astype(np.int64))))
    return found


def synthetic_weights(shapes: Mapping[str, tuple[int, ...]]) -> dict[str, Tensor]:
    """A state dict of which the values follow from names and shapes."""
    return {name: torch.from_numpy(entry(name, shape)) for name, shape in shapes.items() if is_synthetic(name)}


def fingerprints(named: Iterable[tuple[str, Tensor | None]]) -> np.ndarray:
    """The norm of each tensor, and its product with a random direction: float64 [names, 2], in order of names."""
    rows = []
    for name, tensor in sorted(named):
        if tensor is not None:
            direction = entry(f"probe.{name}.bias", tuple(tensor.shape)).astype(np.float64)
            values = tensor.detach().double().numpy()
            rows.append((np.linalg.norm(values), float((values * direction).sum())))
    return np.array(rows)
