"""What a config may ask for: names, limits, and parts that fit each other."""

import math

import pytest

from d2studio.engine.config import Config, Value, default_config
from d2studio.engine.config_check import check_supported
from d2studio.errors import ConfigError, UnsupportedConfig

PYRAMID: dict[str, Value] = {
    "MODEL.BACKBONE.NAME": "build_resnet_fpn_backbone",
    "MODEL.RESNETS.OUT_FEATURES": ("res2", "res3", "res4", "res5"),
    "MODEL.FPN.IN_FEATURES": ("res2", "res3", "res4", "res5"),
    "MODEL.ANCHOR_GENERATOR.SIZES": ((32,), (64,), (128,), (256,), (512,)),
    "MODEL.RPN.IN_FEATURES": ("p2", "p3", "p4", "p5", "p6"),
    "MODEL.ROI_HEADS.NAME": "StandardROIHeads",
    "MODEL.ROI_HEADS.IN_FEATURES": ("p2", "p3", "p4", "p5"),
    "MODEL.ROI_BOX_HEAD.NAME": "FastRCNNConvFCHead",
    "MODEL.ROI_BOX_HEAD.NUM_FC": 2,
    "MODEL.ROI_BOX_HEAD.POOLER_RESOLUTION": 7,
}
RETINANET: dict[str, Value] = {
    "MODEL.META_ARCHITECTURE": "RetinaNet",
    "MODEL.BACKBONE.NAME": "build_retinanet_resnet_fpn_backbone",
    "MODEL.RESNETS.OUT_FEATURES": ("res3", "res4", "res5"),
    "MODEL.FPN.IN_FEATURES": ("res3", "res4", "res5"),
}
CASCADE: dict[str, Value] = PYRAMID | {
    "MODEL.ROI_HEADS.NAME": "CascadeROIHeads",
    "MODEL.ROI_BOX_HEAD.CLS_AGNOSTIC_BBOX_REG": True,
}
PANOPTIC: dict[str, Value] = PYRAMID | {"MODEL.META_ARCHITECTURE": "PanopticFPN", "MODEL.MASK_ON": True}
SEMANTIC: dict[str, Value] = PYRAMID | {"MODEL.META_ARCHITECTURE": "SemanticSegmentor"}
SMALL: dict[str, Value] = PYRAMID | {"MODEL.RESNETS.DEPTH": 18, "MODEL.RESNETS.RES2_OUT_CHANNELS": 64}
DILATED: dict[str, Value] = PYRAMID | {
    "MODEL.BACKBONE.NAME": "build_resnet_backbone",
    "MODEL.RESNETS.OUT_FEATURES": ("res5",),
    "MODEL.RESNETS.RES5_DILATION": 2,
    "MODEL.ANCHOR_GENERATOR.SIZES": ((32, 64),),
    "MODEL.RPN.IN_FEATURES": ("res5",),
    "MODEL.ROI_HEADS.IN_FEATURES": ("res5",),
}
C4: dict[str, Value] = {}


def changed(*changes: dict[str, Value]) -> Config:
    values: dict[str, Value] = {}
    for change in changes:
        values |= change
    return default_config().with_values(values)


@pytest.mark.parametrize(
    "change",
    [
        C4,
        PYRAMID,
        CASCADE,
        PANOPTIC,
        SEMANTIC,
        SMALL,
        DILATED,
        RETINANET,
        PYRAMID | {"MODEL.META_ARCHITECTURE": "ProposalNetwork"},
        PYRAMID | {"MODEL.KEYPOINT_ON": True, "MODEL.MASK_ON": True},
        PYRAMID | {"MODEL.RESNETS.NORM": "GN", "MODEL.FPN.NORM": "GN", "MODEL.FPN.FUSE_TYPE": "avg"},
        PYRAMID | {"MODEL.RESNETS.DEFORM_ON_PER_STAGE": (False, True, True, True)},
        PYRAMID | {"MODEL.RESNETS.NUM_GROUPS": 32, "MODEL.RESNETS.WIDTH_PER_GROUP": 8, "MODEL.RESNETS.DEPTH": 152},
        PYRAMID | {"MODEL.ANCHOR_GENERATOR.SIZES": (16, 32), "MODEL.ANCHOR_GENERATOR.ASPECT_RATIOS": (0.5, 1)},
        PYRAMID | {"INPUT.MIN_SIZE_TEST": 0, "INPUT.MAX_SIZE_TEST": 0},
        PYRAMID | {"MODEL.ROI_BOX_HEAD.NUM_FC": 0, "MODEL.ROI_BOX_HEAD.NUM_CONV": 4, "MODEL.ROI_BOX_HEAD.NORM": "GN"},
        RETINANET | {"MODEL.RETINANET.NORM": "GN"},
        PANOPTIC | {"MODEL.SEM_SEG_HEAD.IN_FEATURES": ("p1", "p2", "p5")},
        # What is not used does not matter.
        RETINANET | {"MODEL.ROI_HEADS.NAME": "RROIHeads", "MODEL.PROPOSAL_GENERATOR.NAME": "RRPN"},
        C4 | {"MODEL.ROI_BOX_HEAD.NAME": "MyHead", "MODEL.ROI_MASK_HEAD.NAME": "MyHead", "MODEL.FPN.NORM": "MyNorm"},
        SEMANTIC | {"MODEL.RPN.HEAD_NAME": "MyHead", "MODEL.ANCHOR_GENERATOR.NAME": "MyAnchors"},
    ],
    ids=str,
)
def test_that_what_the_engine_has_is_accepted(change: dict[str, Value]) -> None:
    assert check_supported(changed(change)) == []


UNSUPPORTED_NAMES = [
    (C4, "MODEL.META_ARCHITECTURE", "TensorMask"),
    (C4, "MODEL.BACKBONE.NAME", "build_swint_fpn_backbone"),
    (C4, "MODEL.PROPOSAL_GENERATOR.NAME", "PrecomputedProposals"),
    (C4, "MODEL.PROPOSAL_GENERATOR.NAME", "RRPN"),
    (C4, "MODEL.RPN.HEAD_NAME", "MyHead"),
    (C4, "MODEL.ANCHOR_GENERATOR.NAME", "RotatedAnchorGenerator"),
    (RETINANET, "MODEL.ANCHOR_GENERATOR.NAME", "RotatedAnchorGenerator"),
    (C4, "MODEL.ROI_HEADS.NAME", "RROIHeads"),
    (PYRAMID, "MODEL.ROI_BOX_HEAD.NAME", ""),
    (CASCADE, "MODEL.ROI_BOX_HEAD.NAME", "MyHead"),
    (C4 | {"MODEL.MASK_ON": True}, "MODEL.ROI_MASK_HEAD.NAME", "PointRendMaskHead"),
    (PYRAMID | {"MODEL.KEYPOINT_ON": True}, "MODEL.ROI_KEYPOINT_HEAD.NAME", "MyHead"),
    (SEMANTIC, "MODEL.SEM_SEG_HEAD.NAME", "DeepLabV3Head"),
    (C4, "MODEL.ROI_BOX_HEAD.POOLER_TYPE", "ROIAlignRotated"),
    (PYRAMID | {"MODEL.MASK_ON": True}, "MODEL.ROI_MASK_HEAD.POOLER_TYPE", ""),
    (PYRAMID | {"MODEL.KEYPOINT_ON": True}, "MODEL.ROI_KEYPOINT_HEAD.POOLER_TYPE", "Crop"),
    (C4, "MODEL.RESNETS.NORM", "IN"),
    (PYRAMID, "MODEL.FPN.NORM", "gn"),
    (PYRAMID | {"MODEL.ROI_BOX_HEAD.NUM_CONV": 1}, "MODEL.ROI_BOX_HEAD.NORM", "IN"),
    (RETINANET, "MODEL.RETINANET.NORM", "IN"),
    (SEMANTIC, "MODEL.SEM_SEG_HEAD.NORM", "IN"),
    (PYRAMID, "MODEL.FPN.FUSE_TYPE", "max"),
    (C4, "MODEL.RESNETS.DEPTH", 20),
    (C4, "MODEL.RESNETS.RES5_DILATION", 4),
    (C4, "INPUT.FORMAT", "L"),
    (C4, "INPUT.FORMAT", "YUV-BT.601"),
]


@pytest.mark.parametrize(("change", "key", "value"), UNSUPPORTED_NAMES, ids=str)
def test_that_an_unsupported_name_is_named(change: dict[str, Value], key: str, value: Value) -> None:
    with pytest.raises(UnsupportedConfig) as caught:
        changed(change, {key: value})
    (problem,) = caught.value.problems
    assert problem.startswith(f"{key} = {value!r} is not supported")
    assert "supported: " in problem


def test_that_some_names_come_with_a_reason() -> None:
    with pytest.raises(UnsupportedConfig, match="proposals that another program computed"):
        changed({"MODEL.PROPOSAL_GENERATOR.NAME": "PrecomputedProposals"})
    with pytest.raises(UnsupportedConfig, match="rotated boxes"):
        changed({"MODEL.PROPOSAL_GENERATOR.NAME": "RRPN"})


def test_that_every_unsupported_name_and_limit_is_listed_at_once() -> None:
    with pytest.raises(UnsupportedConfig) as caught:
        changed(
            {
                "MODEL.BACKBONE.NAME": "build_swint_fpn_backbone",
                "MODEL.ROI_HEADS.NAME": "RROIHeads",
                "MODEL.RPN.NMS_THRESH": 2.0,
                "INPUT.FORMAT": "L",
                "INPUT.MIN_SIZE_TEST": 9_000,
                "TEST.DETECTIONS_PER_IMAGE": -2,
            }
        )
    assert {problem.split(" = ")[0] for problem in caught.value.problems} == {
        "MODEL.BACKBONE.NAME",
        "MODEL.ROI_HEADS.NAME",
        "MODEL.RPN.NMS_THRESH",
        "INPUT.FORMAT",
        "INPUT.MIN_SIZE_TEST",
        "TEST.DETECTIONS_PER_IMAGE",
    }


LIMITS = [
    (C4, "INPUT.MIN_SIZE_TEST", (-1, 8_001)),
    (C4, "INPUT.MAX_SIZE_TEST", (0, 8_001)),
    (C4, "TEST.DETECTIONS_PER_IMAGE", (-2, 10_001)),
    (C4, "MODEL.RPN.PRE_NMS_TOPK_TEST", (0, 20_001)),
    (C4, "MODEL.RPN.POST_NMS_TOPK_TEST", (0, 20_001)),
    (C4, "MODEL.RPN.NMS_THRESH", (-0.1, 1.1, math.nan, math.inf)),
    (C4, "MODEL.RPN.CONV_DIMS", ((0,), (-2,), (9_000,), (1,) * 40)),
    (C4, "MODEL.RPN.BBOX_REG_WEIGHTS", ((1.0,) * 5, (1.0, 1.0, 1.0, 0.0), (1.0, 1.0, 1.0, math.inf), ())),
    (C4, "MODEL.PROPOSAL_GENERATOR.MIN_SIZE", (-1,)),
    (C4, "MODEL.ROI_HEADS.NUM_CLASSES", (0, -80, 30_001)),
    (C4, "MODEL.ROI_HEADS.SCORE_THRESH_TEST", (1.5, math.nan)),
    (C4, "MODEL.ROI_HEADS.NMS_THRESH_TEST", (-1.0, math.nan)),
    (C4, "MODEL.ROI_BOX_HEAD.POOLER_RESOLUTION", (0, 65)),
    (C4, "MODEL.ROI_BOX_HEAD.POOLER_SAMPLING_RATIO", (-1, 100)),
    (C4, "MODEL.PIXEL_MEAN", ((1.0,), (1.0,) * 4, (1.0, 2.0, math.nan), (1.0, 2.0, math.inf))),
    (C4, "MODEL.PIXEL_STD", ((1.0,), (1.0, 1.0, 0.0), (1.0, 1.0, -1.0), (1.0, 1.0, math.nan))),
    (C4, "MODEL.ANCHOR_GENERATOR.SIZES", ((), ((),), ((0,),), ((-8,),), ((math.nan,),), ((1e6,),), (0,))),
    (C4, "MODEL.ANCHOR_GENERATOR.ASPECT_RATIOS", ((), ((0.0,),), ((math.inf,),), ((1e-9,),), ((-1.0,),))),
    (C4, "MODEL.ANCHOR_GENERATOR.OFFSET", (1.0, -0.1, math.nan)),
    (C4, "MODEL.RESNETS.STEM_OUT_CHANNELS", (0, 10_000)),
    (C4, "MODEL.RESNETS.NUM_GROUPS", (0, -1)),
    (C4, "MODEL.RESNETS.WIDTH_PER_GROUP", (0, 10_000)),
    (PYRAMID, "MODEL.FPN.OUT_CHANNELS", (0, -1, 65_536)),
    (PYRAMID, "MODEL.ROI_BOX_HEAD.FC_DIM", (0, 10_000)),
    (PYRAMID, "MODEL.ROI_BOX_HEAD.NUM_CONV", (-1, 100)),
    (PYRAMID | {"MODEL.MASK_ON": True}, "MODEL.ROI_MASK_HEAD.CONV_DIM", (0, 10_000)),
    (PYRAMID | {"MODEL.MASK_ON": True}, "MODEL.ROI_MASK_HEAD.NUM_CONV", (-1, 100)),
    (PYRAMID | {"MODEL.KEYPOINT_ON": True}, "MODEL.ROI_KEYPOINT_HEAD.CONV_DIMS", ((0,), (-1,), (512,) * 40)),
    (PYRAMID | {"MODEL.KEYPOINT_ON": True}, "MODEL.ROI_KEYPOINT_HEAD.NUM_KEYPOINTS", (0, 2_000)),
    (RETINANET, "MODEL.RETINANET.NUM_CLASSES", (0, 30_001)),
    (RETINANET, "MODEL.RETINANET.NUM_CONVS", (0, 100)),
    (RETINANET, "MODEL.RETINANET.TOPK_CANDIDATES_TEST", (0, 20_001)),
    (RETINANET, "MODEL.RETINANET.PRIOR_PROB", (0.0, 1.0, math.nan)),
    (RETINANET, "MODEL.RETINANET.NMS_THRESH_TEST", (2.0,)),
    (RETINANET, "MODEL.RETINANET.BBOX_REG_WEIGHTS", ((1.0,) * 3,)),
    (SEMANTIC, "MODEL.SEM_SEG_HEAD.NUM_CLASSES", (0, 30_001)),
    (SEMANTIC, "MODEL.SEM_SEG_HEAD.CONVS_DIM", (0, 10_000)),
    (SEMANTIC, "MODEL.SEM_SEG_HEAD.COMMON_STRIDE", (0, -4, 3, 8)),
    (PANOPTIC, "MODEL.PANOPTIC_FPN.COMBINE.OVERLAP_THRESH", (-1.0, 2.0)),
    (PANOPTIC, "MODEL.PANOPTIC_FPN.COMBINE.STUFF_AREA_LIMIT", (-1,)),
    (PANOPTIC, "MODEL.PANOPTIC_FPN.COMBINE.INSTANCES_CONFIDENCE_THRESH", (math.nan,)),
]


@pytest.mark.parametrize(
    ("change", "key", "value"), [(change, key, value) for change, key, values in LIMITS for value in values], ids=str
)
def test_that_values_beyond_a_limit_are_named(change: dict[str, Value], key: str, value: Value) -> None:
    with pytest.raises(UnsupportedConfig) as caught:
        changed(change, {key: value})
    assert any(problem.startswith(f"{key} = ") for problem in caught.value.problems), caught.value.problems


MISFITS: list[tuple[dict[str, Value], dict[str, Value], str]] = [
    (SMALL, {"MODEL.RESNETS.RES2_OUT_CHANNELS": 256}, "has to be 64 for ResNet-18"),
    (SMALL, {"MODEL.RESNETS.NUM_GROUPS": 2}, "has to be 1 for ResNet-18"),
    (SMALL, {"MODEL.RESNETS.RES5_DILATION": 2}, "has to be 1 for ResNet-18"),
    (SMALL, {"MODEL.RESNETS.DEFORM_ON_PER_STAGE": (False, False, False, True)}, "has to be false for ResNet-18"),
    (PYRAMID, {"MODEL.RESNETS.DEFORM_ON_PER_STAGE": (True, True)}, "has to have four elements"),
    (
        PYRAMID,
        {"MODEL.RESNETS.DEFORM_ON_PER_STAGE": (True,) * 4, "MODEL.RESNETS.DEFORM_NUM_GROUPS": 3},
        "has to divide 64",
    ),
    (PYRAMID, {"MODEL.RESNETS.NUM_GROUPS": 64, "MODEL.RESNETS.WIDTH_PER_GROUP": 512}, "more than 8,192 channels"),
    (PYRAMID, {"MODEL.RESNETS.NORM": "GN", "MODEL.RESNETS.STEM_OUT_CHANNELS": 48}, "in multiples of 32, not 48"),
    (PYRAMID, {"MODEL.RESNETS.OUT_FEATURES": ("res2", "res6")}, "names 'res6', which is not a stage of a ResNet"),
    (PYRAMID, {"MODEL.RESNETS.OUT_FEATURES": ("res2", "res5")}, "names 'res3', which is not among"),
    (PYRAMID, {"MODEL.RESNETS.OUT_FEATURES": ()}, "has to name at least one feature map"),
    (PYRAMID, {"MODEL.FPN.IN_FEATURES": ("res2", "res4", "res5")}, "has strides [4, 16, 32]; each has to be twice"),
    (PYRAMID, {"MODEL.FPN.IN_FEATURES": ("res5", "res4")}, "each has to be twice the one before"),
    (PYRAMID, {"MODEL.RESNETS.RES5_DILATION": 2}, "has strides [4, 8, 16, 16]"),
    (PYRAMID, {"MODEL.FPN.IN_FEATURES": ("res2", "res3", "res4")}, "has to end at stride 32"),
    (RETINANET, {"MODEL.RESNETS.OUT_FEATURES": ("res3", "res4"), "MODEL.FPN.IN_FEATURES": ("res3", "res4")},
     "has to have res5"),
    (PYRAMID, {"MODEL.RPN.IN_FEATURES": ("p2", "p7")}, "names 'p7', which is not made by the backbone"),
    (PYRAMID, {"MODEL.RPN.IN_FEATURES": ("p2", "p2")}, "names a feature map twice"),
    (PYRAMID, {"MODEL.ROI_HEADS.IN_FEATURES": ("p2", "p4")}, "has strides [4, 16]; each has to be twice"),
    (C4, {"MODEL.RPN.IN_FEATURES": ("p2",)}, "names 'p2', which is not made by the backbone (res4)"),
    (PYRAMID, {"MODEL.ANCHOR_GENERATOR.SIZES": ((32,), (64,))}, "has 2 lists for the 5 maps of MODEL.RPN.IN_FEATURES"),
    (PYRAMID, {"MODEL.ANCHOR_GENERATOR.ASPECT_RATIOS": ((1.0,),) * 4}, "has 4 lists for the 5 maps"),
    (RETINANET, {"MODEL.ANCHOR_GENERATOR.SIZES": ((32,),) * 3}, "for the 5 maps of MODEL.RETINANET.IN_FEATURES"),
    (PYRAMID, {"MODEL.ANCHOR_GENERATOR.SIZES": ((32,), (64,), (128,), (256,), (512, 600))}, "as many anchors on each"),
    (PYRAMID, {"MODEL.ANCHOR_GENERATOR.SIZES": (tuple(range(1, 200)),)}, "64,000,000 are allowed"),
    (
        PYRAMID,
        {"MODEL.BACKBONE.NAME": "build_resnet_backbone", "MODEL.RPN.IN_FEATURES": ("res4", "res5"),
         "MODEL.ANCHOR_GENERATOR.SIZES": ((32,),), "MODEL.ROI_HEADS.IN_FEATURES": ("res4",)},
        "different numbers of channels",
    ),
    (C4, {"MODEL.KEYPOINT_ON": True}, "MODEL.KEYPOINT_ON = True has to be false for Res5ROIHeads"),
    (C4, {"MODEL.RESNETS.DEFORM_ON_PER_STAGE": (False, False, False, True)}, "for res5 with Res5ROIHeads"),
    (PYRAMID, {"MODEL.ROI_HEADS.NAME": "Res5ROIHeads"}, "has to name one map for Res5ROIHeads"),
    (PYRAMID, {"MODEL.ROI_HEADS.NAME": "Res5ROIHeads", "MODEL.ROI_HEADS.IN_FEATURES": ("p4",)},
     "has 256 channels; Res5ROIHeads takes 1024"),
    (PYRAMID, {"MODEL.ROI_BOX_HEAD.NUM_FC": 0}, "and NUM_CONV are both 0"),
    (CASCADE, {"MODEL.ROI_BOX_HEAD.CLS_AGNOSTIC_BBOX_REG": False}, "has to be true for CascadeROIHeads"),
    (CASCADE, {"MODEL.ROI_BOX_CASCADE_HEAD.IOUS": (0.5, 0.6)}, "has to have 3 elements"),
    (CASCADE, {"MODEL.ROI_BOX_CASCADE_HEAD.BBOX_REG_WEIGHTS": ((1.0,) * 3,) * 3}, "has to have four positive numbers"),
    (PANOPTIC, {"MODEL.MASK_ON": False}, "MODEL.MASK_ON = False has to be true for PanopticFPN"),
    (SEMANTIC, {"MODEL.SEM_SEG_HEAD.IN_FEATURES": ("res2",)}, "names no map of the backbone (p2, p3, p4, p5, p6)"),
    (SEMANTIC, {"MODEL.SEM_SEG_HEAD.IN_FEATURES": ("p5", "p6")}, "none beyond stride 32"),
    (PYRAMID, {"MODEL.ROI_BOX_HEAD.POOLER_RESOLUTION": 64, "MODEL.RPN.POST_NMS_TOPK_TEST": 20_000}, "pooled values"),
    (PYRAMID, {"MODEL.ROI_HEADS.NUM_CLASSES": 30_000, "MODEL.RPN.POST_NMS_TOPK_TEST": 20_000}, "box coordinates"),
    (PYRAMID, {"MODEL.MASK_ON": True, "MODEL.ROI_HEADS.NUM_CLASSES": 1_203, "TEST.DETECTIONS_PER_IMAGE": 10_000},
     "values of masks"),
    (SEMANTIC, {"MODEL.SEM_SEG_HEAD.NUM_CLASSES": 1_000, "INPUT.MAX_SIZE_TEST": 8_000}, "class scores"),
    (RETINANET, {"MODEL.RETINANET.NUM_CLASSES": 20_000}, "class scores"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "further", "problem"), MISFITS, ids=str)
def test_that_parts_that_do_not_fit_are_named(
    change: dict[str, Value], further: dict[str, Value], problem: str
) -> None:
    with pytest.raises(UnsupportedConfig) as caught:
        changed(change, further)
    assert any(problem in found for found in caught.value.problems), caught.value.problems


def test_that_a_backbone_that_cannot_be_built_is_the_only_thing_blamed() -> None:
    with pytest.raises(UnsupportedConfig) as caught:
        changed(PYRAMID, {"MODEL.RESNETS.OUT_FEATURES": ("res6",)})
    assert len(caught.value.problems) == 1


@pytest.mark.parametrize(
    ("key", "value", "problem"),
    [
        ("MODEL.PIXEL_MEAN", ("1", 2, 3), "has to be a list of numbers"),
        ("MODEL.PIXEL_MEAN", (True, 2, 3), "has to be a list of numbers"),
        ("MODEL.RPN.IN_FEATURES", (4,), "has to be a list of names"),
        ("DATASETS.TRAIN", (None,), "has to be a list of names"),
        ("MODEL.RESNETS.DEFORM_ON_PER_STAGE", (0, 0, 0, 1), "has to be a list of true or false"),
        ("MODEL.RPN.CONV_DIMS", (1.5,), "has to be a list of whole numbers"),
        ("MODEL.ANCHOR_GENERATOR.SIZES", ((32,), 64), "has to be a list of lists of numbers"),
        ("MODEL.ANCHOR_GENERATOR.SIZES", (((32,),),), "has to be a list of lists of numbers"),
        ("MODEL.ROI_BOX_CASCADE_HEAD.BBOX_REG_WEIGHTS", (("a",),), "has to be a list of lists of numbers"),
        ("MODEL.FPN.NORM", None, "has no value; where none is meant, write ''"),
        ("MODEL.RPN.NMS_THRESH", None, "has no value"),
        ("TEST.DETECTIONS_PER_IMAGE", None, "has no value"),
    ],
)
def test_that_wrong_elements_of_lists_are_named(key: str, value: Value, problem: str) -> None:
    with pytest.raises(ConfigError) as caught:
        changed({key: value})
    assert problem in caught.value.problems[0]
