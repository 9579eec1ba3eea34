"""Demands on the settings of a network's parts, and on how the parts fit each other.

They are the assertions of Detectron2 02b5c4e2, modeling/, made before anything is built. Limits on sizes are ours: no
known model comes near them, and within them no config can make a page take unbounded memory.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from d2studio.engine.config_rules import MAX_CHANNELS, MAX_SIDE, FeatureMap, Rules

_PROPOSAL_ARCHITECTURES: Final = ("GeneralizedRCNN", "PanopticFPN", "ProposalNetwork")
_REGION_ARCHITECTURES: Final = ("GeneralizedRCNN", "PanopticFPN")
_SEMANTIC_ARCHITECTURES: Final = ("SemanticSegmentor", "PanopticFPN")
_ARCHITECTURES: Final = (*_PROPOSAL_ARCHITECTURES, "RetinaNet", "SemanticSegmentor")
_RETINANET_BACKBONE: Final = "build_retinanet_resnet_fpn_backbone"
_PYRAMID_BACKBONES: Final = ("build_resnet_fpn_backbone", _RETINANET_BACKBONE)
_POOLED_HEADS: Final = ("StandardROIHeads", "CascadeROIHeads")
_POOLERS: Final = ("ROIAlign", "ROIAlignV2", "ROIPool")

_MAX_PROPOSALS: Final = 20_000
_MAX_CLASSES: Final = 30_000  # the largest known detector has 21,000
_MAX_KEYPOINTS: Final = 1_000
_MAX_RESOLUTION: Final = 64  # positions along a side of a pooled region
_MAX_SAMPLES: Final = 16
_MAX_ANCHORS: Final = 64_000_000  # on one page: 1 GB of boxes
_MAX_ANCHOR_SIDE: Final = 100_000
_MAX_ASPECT_RATIO: Final = 10_000


def check_network(rules: Rules) -> None:
    """Check what the architecture uses; names and values of parts that it does not have do not matter."""
    architecture = rules.config.str("MODEL.META_ARCHITECTURE")
    rules.one_of("MODEL.META_ARCHITECTURE", _ARCHITECTURES)
    maps = _backbone(rules)
    if architecture in _PROPOSAL_ARCHITECTURES:
        _check_proposals(rules, maps)
    if architecture in _REGION_ARCHITECTURES:
        _check_regions(rules, maps)
    if architecture in _SEMANTIC_ARCHITECTURES:
        _check_semantic(rules, maps)
    if architecture == "PanopticFPN":
        _check_panoptic(rules)
    if architecture == "RetinaNet":
        _check_retinanet(rules, maps)


def _backbone(rules: Rules) -> dict[str, FeatureMap]:
    """The maps that the backbone makes; none if it cannot be built, and then what uses them goes unchecked."""
    before = len(rules.problems)
    rules.one_of("MODEL.BACKBONE.NAME", ("build_resnet_backbone", *_PYRAMID_BACKBONES))
    maps = _resnet(rules)
    if rules.config.str("MODEL.BACKBONE.NAME") in _PYRAMID_BACKBONES:
        maps = _pyramid(rules, maps)
    return maps if len(rules.problems) == before else {}


def _resnet(rules: Rules) -> dict[str, FeatureMap]:
    section = "MODEL.RESNETS"
    depth, groups, width, out_channels, stem_channels, dilation = (
        rules.config.int(f"{section}.{name}")
        for name in (
            "DEPTH",
            "NUM_GROUPS",
            "WIDTH_PER_GROUP",
            "RES2_OUT_CHANNELS",
            "STEM_OUT_CHANNELS",
            "RES5_DILATION",
        )
    )
    deformable = rules.config.bools(f"{section}.DEFORM_ON_PER_STAGE")
    rules.one_of(f"{section}.DEPTH", (18, 34, 50, 101, 152))
    rules.one_of(f"{section}.RES5_DILATION", (1, 2))
    rules.channels(
        f"{section}.NUM_GROUPS",
        f"{section}.WIDTH_PER_GROUP",
        f"{section}.RES2_OUT_CHANNELS",
        f"{section}.STEM_OUT_CHANNELS",
    )
    if groups * width > MAX_CHANNELS:
        rules.refuse(f"{section}.WIDTH_PER_GROUP", f"in {groups} groups makes more than {MAX_CHANNELS:,} channels")
    if len(deformable) != 4:
        rules.refuse(f"{section}.DEFORM_ON_PER_STAGE", "has to have four elements, for res2 to res5")
    if depth in (18, 34):
        rules.norm(f"{section}.NORM", (stem_channels, out_channels))
        for name, is_met in (
            ("RES2_OUT_CHANNELS", out_channels == 64),
            ("NUM_GROUPS", groups == 1),
            ("RES5_DILATION", dilation == 1),
            ("DEFORM_ON_PER_STAGE", not any(deformable)),
        ):
            if not is_met:
                needed = {"RES2_OUT_CHANNELS": "64", "DEFORM_ON_PER_STAGE": "false"}.get(name, "1")
                rules.refuse(f"{section}.{name}", f"has to be {needed} for ResNet-{depth}")
    else:
        rules.norm(f"{section}.NORM", (stem_channels, groups * width, out_channels))
    if any(deformable):
        rules.channels(f"{section}.DEFORM_NUM_GROUPS")
        if groups * width % max(1, rules.config.int(f"{section}.DEFORM_NUM_GROUPS")):
            rules.refuse(
                f"{section}.DEFORM_NUM_GROUPS", f"has to divide {groups * width}, the channels of res2's blocks"
            )
    maps = {"stem": FeatureMap(stem_channels, 4)}
    for stage, stride in enumerate((4, 8, 16, 16 if dilation == 2 else 32)):
        maps[f"res{stage + 2}"] = FeatureMap(out_channels * 2**stage, stride)
    names = rules.features(f"{section}.OUT_FEATURES", maps, "a stage of a ResNet")
    return {name: maps[name] for name in names}


def _pyramid(rules: Rules, bottom_up: Mapping[str, FeatureMap]) -> dict[str, FeatureMap]:
    section = "MODEL.FPN"
    channels = rules.config.int(f"{section}.OUT_CHANNELS")
    rules.channels(f"{section}.OUT_CHANNELS")
    rules.one_of(f"{section}.FUSE_TYPE", ("sum", "avg"))
    rules.norm(f"{section}.NORM", (channels,))
    names = rules.features(f"{section}.IN_FEATURES", bottom_up, "among MODEL.RESNETS.OUT_FEATURES")
    if not names:
        return {}
    rules.doubling(f"{section}.IN_FEATURES", [bottom_up[name] for name in names])
    strides = [bottom_up[name].stride for name in names]
    if rules.config.str("MODEL.BACKBONE.NAME") == _RETINANET_BACKBONE:
        if "res5" not in bottom_up:
            rules.refuse("MODEL.RESNETS.OUT_FEATURES", "has to have res5, from which the last levels are made")
        strides += [2 * strides[-1], 4 * strides[-1]]
    else:
        if strides[-1] != 32:
            rules.refuse(f"{section}.IN_FEATURES", "has to end at stride 32, from which the last level is made")
        strides.append(2 * strides[-1])
    return {f"p{stride.bit_length() - 1}": FeatureMap(channels, stride) for stride in strides}


def _check_anchors(rules: Rules, key: str, maps: Mapping[str, FeatureMap]) -> int:
    """Check the anchors on the maps that `key` names; returns how many there are on the largest page."""
    section = "MODEL.ANCHOR_GENERATOR"
    rules.one_of(f"{section}.NAME", ("DefaultAnchorGenerator",))
    if not 0 <= rules.config.float(f"{section}.OFFSET") < 1:
        rules.refuse(f"{section}.OFFSET", "has to be at least 0 and below 1")
    sizes = rules.config.nested_floats(f"{section}.SIZES")
    ratios = rules.config.nested_floats(f"{section}.ASPECT_RATIOS")
    names = rules.features(key, maps, "made by the backbone")
    rules.same_channels(key, [maps[name] for name in names])
    for name, lists, highest in (("SIZES", sizes, _MAX_ANCHOR_SIDE), ("ASPECT_RATIOS", ratios, _MAX_ASPECT_RATIO)):
        if not all(lists) or not all(1 / highest <= number <= highest for numbers in lists for number in numbers):
            rules.refuse(f"{section}.{name}", f"has to have numbers from {1 / highest} to {highest:,} for each map")
        if names and len(lists) not in (1, len(names)):
            rules.refuse(f"{section}.{name}", f"has {len(lists)} lists for the {len(names)} maps of {key}")
    # One list serves all maps.
    counts = {
        len(sizes[level % len(sizes)]) * len(ratios[level % len(ratios)])
        for level in range(max(len(sizes), len(ratios)))
    }
    if len(counts) > 1:
        rules.refuse(f"{section}.SIZES", "and ASPECT_RATIOS have to make as many anchors on each map")
    anchors = max(counts) * sum((_side(rules) // maps[name].stride + 1) ** 2 for name in names)
    if anchors > _MAX_ANCHORS:
        rules.refuse(f"{section}.SIZES", f"makes {anchors:,} anchors on a large page; {_MAX_ANCHORS:,} are allowed")
    return anchors


def _check_proposals(rules: Rules, maps: Mapping[str, FeatureMap]) -> None:
    section = "MODEL.RPN"
    rules.one_of("MODEL.PROPOSAL_GENERATOR.NAME", ("RPN",))
    rules.one_of(f"{section}.HEAD_NAME", ("StandardRPNHead",))
    _check_anchors(rules, f"{section}.IN_FEATURES", maps)
    rules.channel_list(f"{section}.CONV_DIMS", also=-1)  # as many as come in
    rules.box_weights(f"{section}.BBOX_REG_WEIGHTS", rules.config.floats(f"{section}.BBOX_REG_WEIGHTS"))
    rules.between("MODEL.PROPOSAL_GENERATOR.MIN_SIZE", 0, MAX_SIDE)
    rules.between(f"{section}.NMS_THRESH", 0, 1)
    rules.between(f"{section}.PRE_NMS_TOPK_TEST", 1, _MAX_PROPOSALS)
    rules.between(f"{section}.POST_NMS_TOPK_TEST", 1, _MAX_PROPOSALS)


def _check_regions(rules: Rules, maps: Mapping[str, FeatureMap]) -> None:
    section = "MODEL.ROI_HEADS"
    name = rules.config.str(f"{section}.NAME")
    proposals = rules.config.int("MODEL.RPN.POST_NMS_TOPK_TEST")
    rules.between(f"{section}.NUM_CLASSES", 1, _MAX_CLASSES)
    rules.fits(f"{section}.NUM_CLASSES", 4 * proposals * rules.config.int(f"{section}.NUM_CLASSES"), "box coordinates")
    rules.between(f"{section}.SCORE_THRESH_TEST", -1, 1)
    rules.between(f"{section}.NMS_THRESH_TEST", 0, 1)
    used = [maps[each] for each in rules.features(f"{section}.IN_FEATURES", maps, "made by the backbone")]
    channels = max((each.channels for each in used), default=1)
    if name not in (*_POOLED_HEADS, "Res5ROIHeads"):
        rules.one_of(f"{section}.NAME", (*_POOLED_HEADS, "Res5ROIHeads"))
        return
    _check_pooler(rules, "MODEL.ROI_BOX_HEAD", channels, proposals)
    if rules.config.bool("MODEL.MASK_ON"):
        _check_mask_head(rules)
    if name == "Res5ROIHeads":
        _check_res5_heads(rules, used)
    else:
        _check_pooled_heads(rules, used, channels)


def _check_pooled_heads(rules: Rules, used: Sequence[FeatureMap], channels: int) -> None:
    rules.same_channels("MODEL.ROI_HEADS.IN_FEATURES", used)
    rules.doubling("MODEL.ROI_HEADS.IN_FEATURES", used)
    _check_box_head(rules)
    if rules.config.str("MODEL.ROI_HEADS.NAME") == "CascadeROIHeads":
        _check_cascade(rules)
    detections = rules.config.int("TEST.DETECTIONS_PER_IMAGE")
    if rules.config.bool("MODEL.MASK_ON"):
        _check_pooler(rules, "MODEL.ROI_MASK_HEAD", channels, detections)
    if rules.config.bool("MODEL.KEYPOINT_ON"):
        _check_keypoint_head(rules)
        _check_pooler(rules, "MODEL.ROI_KEYPOINT_HEAD", channels, detections)


def _check_pooler(rules: Rules, section: str, channels: int, regions: int) -> None:
    rules.one_of(f"{section}.POOLER_TYPE", _POOLERS)
    rules.between(f"{section}.POOLER_RESOLUTION", 1, _MAX_RESOLUTION)
    rules.between(f"{section}.POOLER_SAMPLING_RATIO", 0, _MAX_SAMPLES)
    resolution = rules.config.int(f"{section}.POOLER_RESOLUTION")
    rules.fits(f"{section}.POOLER_RESOLUTION", regions * channels * resolution**2, "pooled values")


def _check_res5_heads(rules: Rules, used: Sequence[FeatureMap]) -> None:
    channels = rules.config.int("MODEL.RESNETS.RES2_OUT_CHANNELS") * 4  # what stage res5 takes
    if len(used) > 1:
        rules.refuse("MODEL.ROI_HEADS.IN_FEATURES", "has to name one map for Res5ROIHeads")
    elif used and used[0].channels != channels:
        rules.refuse("MODEL.ROI_HEADS.IN_FEATURES", f"has {used[0].channels} channels; Res5ROIHeads takes {channels}")
    if rules.config.bool("MODEL.KEYPOINT_ON"):
        rules.refuse("MODEL.KEYPOINT_ON", "has to be false for Res5ROIHeads")
    if any(rules.config.bools("MODEL.RESNETS.DEFORM_ON_PER_STAGE")[3:]):
        rules.refuse("MODEL.RESNETS.DEFORM_ON_PER_STAGE", "has to be false for res5 with Res5ROIHeads")
    key = "MODEL.ROI_BOX_HEAD.BBOX_REG_WEIGHTS"
    rules.box_weights(key, rules.config.floats(key))


def _check_box_head(rules: Rules) -> None:
    section = "MODEL.ROI_BOX_HEAD"
    convolutions, linear = rules.config.int(f"{section}.NUM_CONV"), rules.config.int(f"{section}.NUM_FC")
    rules.one_of(f"{section}.NAME", ("FastRCNNConvFCHead",))
    rules.layers(f"{section}.NUM_CONV")
    rules.layers(f"{section}.NUM_FC")
    if convolutions == linear == 0:
        rules.refuse(f"{section}.NUM_FC", "and NUM_CONV are both 0: no layer is left")
    if convolutions > 0:
        rules.channels(f"{section}.CONV_DIM")
        rules.norm(f"{section}.NORM", (rules.config.int(f"{section}.CONV_DIM"),))
    if linear > 0:
        rules.channels(f"{section}.FC_DIM")
    rules.box_weights(f"{section}.BBOX_REG_WEIGHTS", rules.config.floats(f"{section}.BBOX_REG_WEIGHTS"))


def _check_cascade(rules: Rules) -> None:
    section = "MODEL.ROI_BOX_CASCADE_HEAD"
    stages = rules.config.nested_floats(f"{section}.BBOX_REG_WEIGHTS")
    for weights in stages:
        rules.box_weights(f"{section}.BBOX_REG_WEIGHTS", weights)
    rules.is_short(f"{section}.BBOX_REG_WEIGHTS")
    if len(rules.config.floats(f"{section}.IOUS")) != len(stages):
        rules.refuse(f"{section}.IOUS", f"has to have {len(stages)} elements, one for each of BBOX_REG_WEIGHTS")
    if not rules.config.bool("MODEL.ROI_BOX_HEAD.CLS_AGNOSTIC_BBOX_REG"):
        rules.refuse("MODEL.ROI_BOX_HEAD.CLS_AGNOSTIC_BBOX_REG", "has to be true for CascadeROIHeads")


def _check_mask_head(rules: Rules) -> None:
    section = "MODEL.ROI_MASK_HEAD"
    rules.one_of(f"{section}.NAME", ("MaskRCNNConvUpsampleHead",))
    rules.layers(f"{section}.NUM_CONV")
    rules.channels(f"{section}.CONV_DIM")
    if rules.config.int(f"{section}.NUM_CONV") > 0:
        rules.norm(f"{section}.NORM", (rules.config.int(f"{section}.CONV_DIM"),))
    if not rules.config.bool(f"{section}.CLS_AGNOSTIC_MASK"):
        masks = rules.config.int("TEST.DETECTIONS_PER_IMAGE") * rules.config.int("MODEL.ROI_HEADS.NUM_CLASSES")
        side = 2 * rules.config.int(f"{section}.POOLER_RESOLUTION")
        rules.fits("TEST.DETECTIONS_PER_IMAGE", masks * side**2, "values of masks")


def _check_keypoint_head(rules: Rules) -> None:
    section = "MODEL.ROI_KEYPOINT_HEAD"
    rules.one_of(f"{section}.NAME", ("KRCNNConvDeconvUpsampleHead",))
    rules.between(f"{section}.NUM_KEYPOINTS", 1, _MAX_KEYPOINTS)
    rules.channel_list(f"{section}.CONV_DIMS")
    maps = rules.config.int("TEST.DETECTIONS_PER_IMAGE") * rules.config.int(f"{section}.NUM_KEYPOINTS")
    side = 4 * rules.config.int(f"{section}.POOLER_RESOLUTION")
    rules.fits("TEST.DETECTIONS_PER_IMAGE", maps * side**2, "values of keypoint maps")


def _check_semantic(rules: Rules, maps: Mapping[str, FeatureMap]) -> None:
    section = "MODEL.SEM_SEG_HEAD"
    rules.one_of(f"{section}.NAME", ("SemSegFPNHead",))
    rules.between(f"{section}.NUM_CLASSES", 1, _MAX_CLASSES)
    rules.fits(f"{section}.NUM_CLASSES", rules.config.int(f"{section}.NUM_CLASSES") * _side(rules) ** 2, "class scores")
    rules.channels(f"{section}.CONVS_DIM")
    rules.norm(f"{section}.NORM", (rules.config.int(f"{section}.CONVS_DIM"),))
    # As in Detectron2, names that the backbone does not have are passed over.
    strides = [maps[name].stride for name in rules.config.strs(f"{section}.IN_FEATURES") if name in maps]
    if maps and not strides:
        rules.refuse(f"{section}.IN_FEATURES", f"names no map of the backbone ({', '.join(maps)})")
    # Maps are brought to one size by doubling, so their sizes have to be exact multiples: those within a pyramid are.
    has_pyramid = rules.config.str("MODEL.BACKBONE.NAME") in _PYRAMID_BACKBONES
    if len(strides) > 1 and (not has_pyramid or max(strides) > 32):
        rules.refuse(f"{section}.IN_FEATURES", "may name several maps only of a pyramid, and none beyond stride 32")
    common = rules.config.int(f"{section}.COMMON_STRIDE")
    if common < 1 or common & (common - 1) or common > min(strides, default=common):
        rules.refuse(f"{section}.COMMON_STRIDE", "has to be a power of two, and at most the finest map's stride")


def _check_panoptic(rules: Rules) -> None:
    section = "MODEL.PANOPTIC_FPN.COMBINE"
    if not rules.config.bool("MODEL.MASK_ON"):
        rules.refuse("MODEL.MASK_ON", "has to be true for PanopticFPN")
    rules.between(f"{section}.OVERLAP_THRESH", 0, 1)
    rules.between(f"{section}.INSTANCES_CONFIDENCE_THRESH", 0, 1)
    rules.between(f"{section}.STUFF_AREA_LIMIT", 0, 2**31)


def _check_retinanet(rules: Rules, maps: Mapping[str, FeatureMap]) -> None:
    section = "MODEL.RETINANET"
    anchors = _check_anchors(rules, f"{section}.IN_FEATURES", maps)
    classes = rules.config.int(f"{section}.NUM_CLASSES")
    names = [name for name in rules.config.strs(f"{section}.IN_FEATURES") if name in maps]
    rules.between(f"{section}.NUM_CLASSES", 1, _MAX_CLASSES)
    rules.fits(f"{section}.NUM_CLASSES", anchors * classes, "class scores")
    rules.layers(f"{section}.NUM_CONVS", at_least=1)
    rules.norm(f"{section}.NORM", [maps[name].channels for name in names])
    if not 0 < rules.config.float(f"{section}.PRIOR_PROB") < 1:
        rules.refuse(f"{section}.PRIOR_PROB", "has to lie between 0 and 1")
    rules.box_weights(f"{section}.BBOX_REG_WEIGHTS", rules.config.floats(f"{section}.BBOX_REG_WEIGHTS"))
    rules.between(f"{section}.SCORE_THRESH_TEST", -1, 1)
    rules.between(f"{section}.NMS_THRESH_TEST", 0, 1)
    rules.between(f"{section}.TOPK_CANDIDATES_TEST", 1, _MAX_PROPOSALS)


def _side(rules: Rules) -> int:
    """The longest side of a page as the network sees it, in pixels."""
    return rules.config.int("INPUT.MAX_SIZE_TEST") if rules.config.int("INPUT.MIN_SIZE_TEST") > 0 else MAX_SIDE
