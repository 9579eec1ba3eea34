"""Configs of networks of every kind, small enough to run in a moment."""

from typing import Final

from d2studio.engine.config import Config, Value, default_config

_PYRAMID: Final[dict[str, Value]] = {
    "MODEL.BACKBONE.NAME": "build_resnet_fpn_backbone",
    "MODEL.RESNETS.DEPTH": 18,
    "MODEL.RESNETS.RES2_OUT_CHANNELS": 64,
    "MODEL.RESNETS.STRIDE_IN_1X1": False,
    "MODEL.RESNETS.OUT_FEATURES": ("res2", "res3", "res4", "res5"),
    "MODEL.RESNETS.NORM": "BN",
    "MODEL.FPN.IN_FEATURES": ("res2", "res3", "res4", "res5"),
    "MODEL.FPN.OUT_CHANNELS": 32,
    "MODEL.ANCHOR_GENERATOR.SIZES": ((16.0,), (32.0,), (64.0,), (128.0,), (256.0,)),
    "MODEL.RPN.IN_FEATURES": ("p2", "p3", "p4", "p5", "p6"),
    "MODEL.RPN.PRE_NMS_TOPK_TEST": 200,
    "MODEL.RPN.POST_NMS_TOPK_TEST": 50,
    "MODEL.ROI_HEADS.NAME": "StandardROIHeads",
    "MODEL.ROI_HEADS.IN_FEATURES": ("p2", "p3", "p4", "p5"),
    "MODEL.ROI_HEADS.NUM_CLASSES": 3,
    "MODEL.ROI_BOX_HEAD.NAME": "FastRCNNConvFCHead",
    "MODEL.ROI_BOX_HEAD.NUM_FC": 1,
    "MODEL.ROI_BOX_HEAD.FC_DIM": 64,
    "MODEL.ROI_BOX_HEAD.POOLER_RESOLUTION": 7,
    "MODEL.ROI_MASK_HEAD.NAME": "MaskRCNNConvUpsampleHead",
    "MODEL.ROI_MASK_HEAD.NUM_CONV": 1,
    "MODEL.ROI_MASK_HEAD.CONV_DIM": 16,
    "MODEL.ROI_KEYPOINT_HEAD.CONV_DIMS": (16,),
    "MODEL.SEM_SEG_HEAD.CONVS_DIM": 32,
    "MODEL.SEM_SEG_HEAD.NUM_CLASSES": 5,
    "INPUT.MIN_SIZE_TEST": 96,
    "INPUT.MAX_SIZE_TEST": 160,
}

_BOTTLENECKS: Final[dict[str, Value]] = {"MODEL.RESNETS.DEPTH": 50, "MODEL.RESNETS.RES2_OUT_CHANNELS": 32}

_SINGLE_MAP: Final[dict[str, Value]] = _BOTTLENECKS | {
    "MODEL.BACKBONE.NAME": "build_resnet_backbone",
    "MODEL.ANCHOR_GENERATOR.SIZES": ((32.0, 64.0),),
}

CHANGES: Final[dict[str, dict[str, Value]]] = {
    "faster": {},
    "mask": {"MODEL.MASK_ON": True},
    "keypoint": {"MODEL.KEYPOINT_ON": True, "MODEL.ROI_KEYPOINT_HEAD.NUM_KEYPOINTS": 4},
    "cascade": {"MODEL.ROI_HEADS.NAME": "CascadeROIHeads", "MODEL.ROI_BOX_HEAD.CLS_AGNOSTIC_BBOX_REG": True},
    "c4": _SINGLE_MAP
    | {
        "MODEL.MASK_ON": True,
        "MODEL.ROI_MASK_HEAD.NUM_CONV": 0,
        "MODEL.RESNETS.OUT_FEATURES": ("res4",),
        "MODEL.RPN.IN_FEATURES": ("res4",),
        "MODEL.ROI_HEADS.NAME": "Res5ROIHeads",
        "MODEL.ROI_HEADS.IN_FEATURES": ("res4",),
    },
    "dc5": _SINGLE_MAP
    | {
        "MODEL.RESNETS.OUT_FEATURES": ("res5",),
        "MODEL.RESNETS.RES5_DILATION": 2,
        "MODEL.RPN.IN_FEATURES": ("res5",),
        "MODEL.ROI_HEADS.IN_FEATURES": ("res5",),
    },
    "resnext": _BOTTLENECKS | {"MODEL.RESNETS.NUM_GROUPS": 4, "MODEL.RESNETS.WIDTH_PER_GROUP": 8},
    "deformable": _BOTTLENECKS
    | {"MODEL.RESNETS.DEFORM_ON_PER_STAGE": (False, False, True, True), "MODEL.RESNETS.DEFORM_MODULATED": True},
    "groupnorm": {
        "MODEL.RESNETS.NORM": "GN",
        "MODEL.FPN.NORM": "GN",
        "MODEL.ROI_BOX_HEAD.NUM_CONV": 1,
        "MODEL.ROI_BOX_HEAD.CONV_DIM": 32,
        "MODEL.ROI_BOX_HEAD.NORM": "GN",
    },
    "layernorm": {"MODEL.RESNETS.NORM": "LN", "MODEL.FPN.NORM": "LN"},
    "frozen": {"MODEL.RESNETS.NORM": "FrozenBN"},
    "no norm, average, two rpn layers": {
        "MODEL.RESNETS.NORM": "",
        "MODEL.FPN.FUSE_TYPE": "avg",
        "MODEL.RPN.CONV_DIMS": (16, -1),
    },
    "roi pool": {"MODEL.ROI_BOX_HEAD.POOLER_TYPE": "ROIPool"},
    "independent classes": {"MODEL.ROI_BOX_HEAD.USE_SIGMOID_CE": True},
    "proposals": {"MODEL.META_ARCHITECTURE": "ProposalNetwork"},
    "retinanet": {
        "MODEL.META_ARCHITECTURE": "RetinaNet",
        "MODEL.BACKBONE.NAME": "build_retinanet_resnet_fpn_backbone",
        "MODEL.RESNETS.OUT_FEATURES": ("res3", "res4", "res5"),
        "MODEL.FPN.IN_FEATURES": ("res3", "res4", "res5"),
        "MODEL.RETINANET.NUM_CLASSES": 3,
        "MODEL.RETINANET.NUM_CONVS": 1,
        "MODEL.RETINANET.NORM": "BN",
    },
    "semantic": {"MODEL.META_ARCHITECTURE": "SemanticSegmentor"},
    "panoptic": {"MODEL.META_ARCHITECTURE": "PanopticFPN", "MODEL.MASK_ON": True},
}


def small_config(kind: str) -> Config:
    """A config of a small network; `kind` is a key of `CHANGES`."""
    return default_config().with_values(_PYRAMID | CHANGES[kind])
