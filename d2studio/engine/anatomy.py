"""Reads off a model's construction from the names and shapes of its tensors.

Used to say in words how weights and a config differ. Everything here describes Detectron2's names; what it does not
recognise is left out and never guessed.
"""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

Shapes = Mapping[str, tuple[int, ...]]


@dataclass(frozen=True)
class _Trait:
    """Something that a model has or is.

    Args:
        read: finds it; None where it cannot be told or does not apply.
        sentence: how a difference is put, with `{found}` and `{expected}`.
        setting: the config key that decides it.
    """

    read: Callable[[Shapes], str | None]
    sentence: str
    setting: str


def explain(expected: Shapes, found: Shapes) -> list[str]:
    """How the model of the weights (`found`) differs from that of the config (`expected`), most telling first.

    Empty if the weights are of no model that is known here.
    """
    stranger = _stranger(expected, found)
    if stranger is not None:
        return [stranger]
    if _family(found) is None:
        return []
    lacks_heads = any(name not in found for name in expected if re.match(_DETECTOR, name))
    if _family(expected) != _family(found) and lacks_heads:
        return [
            f"these are weights of {_label(found)}, the config asks for {_label(expected)} (MODEL.META_ARCHITECTURE)",
            *_differences(_CONSTRUCTION, expected, found),
        ]
    contradiction = _contradiction(found)
    missing_heads = [
        f"the weights have no {head}, the config asks for one ({setting})"
        for prefix, head, setting in _HEADS
        if _has(expected, prefix) and not _has(found, prefix)
    ]
    return [
        *_differences(_CONSTRUCTION, expected, found),
        *missing_heads,
        *([contradiction] if contradiction else []),
        *_differences(_DETAILS, expected, found),
    ]


def class_count(shapes: Shapes) -> int | None:
    """How many thing classes a model has; None where that cannot be told."""
    return _retinanet_class_count(shapes) if _family(shapes) == "a RetinaNet" else _box_class_count(shapes)


def _differences(traits: Sequence[_Trait], expected: Shapes, found: Shapes) -> list[str]:
    differences = []
    for trait in traits:
        ours, theirs = trait.read(expected), trait.read(found)
        if ours is not None and theirs is not None and ours != theirs:
            differences.append(f"{trait.sentence.format(found=theirs, expected=ours)} ({trait.setting})")
    return differences


_HEADS = (
    ("roi_heads.mask_head.", "mask head", "MODEL.MASK_ON"),
    ("roi_heads.keypoint_head.", "keypoint head", "MODEL.KEYPOINT_ON"),
    ("sem_seg_head.", "semantic segmentation head", "MODEL.META_ARCHITECTURE"),
)


def _has(shapes: Shapes, pattern: str) -> bool:
    return any(re.match(pattern, name) for name in shapes)


def _first(shapes: Shapes, pattern: str) -> tuple[int, ...] | None:
    """Shape of the first tensor whose whole name matches."""
    return next((shape for name, shape in shapes.items() if shape and re.fullmatch(pattern, name)), None)


def _axis(shapes: Shapes, pattern: str, axis: int) -> int | None:
    shape = _first(shapes, pattern)
    return shape[axis] if shape is not None and len(shape) > axis else None


# Whole models ---------------------------------------------------------------------------------------------------------

_STRANGERS = (
    (r"(neck|bbox_head|roi_head|rpn_head|mask_head)\.", "an MMDetection model"),
    (r"backbone\.body\.|rpn\.head\.", "a torchvision detector"),
    (r"(\d+|model\.\d+)\.(conv|cv1)\.", "a YOLO model"),
    (r"backbone\.(bottom_up\.|net\.|backbone\.)*(blocks|layers)\.\d", "a detector with a vision transformer"),
    (r"(transformer|encoder|decoder|bert|vit)\.", "a transformer model"),
    (r"layer1\.0\.", "a ResNet classifier in torchvision's names, without a detector"),
    (r"(stem|res2)\.", "a backbone alone (as trained on ImageNet), without a detector"),
)
_DETECTOR = r"(proposal_generator|roi_heads|sem_seg_head|head)\."


def _stranger(expected: Shapes, found: Shapes) -> str | None:
    for pattern, kind in _STRANGERS:
        if _has(found, pattern) and not _has(expected, pattern):
            return f"these are weights of {kind}, the config asks for {_label(expected)}"
    if _has(expected, _DETECTOR) and not _has(found, _DETECTOR) and _has(found, r"backbone\."):
        return f"these are weights of a backbone alone, the config asks for {_label(expected)}"
    return None


def _family(shapes: Shapes) -> str | None:
    if _has(shapes, r"head\.(cls|bbox)_"):
        return "a RetinaNet"
    if _has(shapes, r"roi_heads\.box_predictor\.0\."):
        return "a Cascade R-CNN"
    if _has(shapes, r"roi_heads\."):
        return "a Faster R-CNN"
    if _has(shapes, r"proposal_generator\."):
        return "a region proposal network"
    if _has(shapes, r"sem_seg_head\."):
        return "a semantic segmentation model"
    return None


def _label(shapes: Shapes) -> str:
    family = _family(shapes)
    if family == "a Faster R-CNN" and _has(shapes, r"sem_seg_head\."):
        return "a Panoptic FPN"
    if family == "a Faster R-CNN" and _has(shapes, r"roi_heads\.mask_head\."):
        return "a Mask R-CNN"
    if family == "a Faster R-CNN" and _has(shapes, r"roi_heads\.keypoint_head\."):
        return "a Keypoint R-CNN"
    return family or "another model"


# Backbone -------------------------------------------------------------------------------------------------------------

_STAGE = r"(?:backbone\.(?:bottom_up\.)?|roi_heads\.)res"
_DEPTHS = {(False, 6): 50, (False, 23): 101, (False, 36): 152, (True, 2): 18, (True, 6): 34}  # basic blocks, res4


def _backbone(shapes: Shapes) -> str | None:
    blocks = {match[1] for name in shapes if (match := re.match(rf"{_STAGE}4\.(\d+)\.conv1\.weight$", name))}
    inner = _first(shapes, rf"{_STAGE}2\.0\.conv2\.weight")
    if not blocks or inner is None or len(inner) != 4:
        return None
    is_basic = not _has(shapes, rf"{_STAGE}4\.0\.conv3\.")
    depth = _DEPTHS.get((is_basic, len(blocks)))
    groups = inner[0] // max(inner[1], 1)
    kind = "ResNet" if groups == 1 else "ResNeXt"
    name = f"{kind}-{depth}" if depth else f"a {kind} with {len(blocks)} blocks in res4"
    return name if groups == 1 else f"{name} {groups}x{inner[1]}d"


def _neck(shapes: Shapes) -> str | None:
    if _has(shapes, r"backbone\.fpn_"):
        return "a feature pyramid (FPN)"
    if _has(shapes, r"backbone\.res5\."):
        return "no feature pyramid but a dilated last stage (DC5)"
    return "no feature pyramid (C4)" if _has(shapes, r"backbone\.res4\.") else None


def _norm_of(layer: str) -> Callable[[Shapes], str | None]:
    def read(shapes: Shapes) -> str | None:
        if not _has(shapes, rf"{layer}\.weight"):
            return None
        if _has(shapes, rf"{layer}\.norm\.running_mean"):
            return "batch normalisation"
        return "group normalisation" if _has(shapes, rf"{layer}\.norm\.weight") else "no normalisation"

    return read


def _deformable(shapes: Shapes) -> str | None:
    stages = sorted({match[1] for name in shapes if (match := re.match(rf"{_STAGE}(\d)\.\d+\.conv2_offset\.", name))})
    if not stages:
        return "no deformable convolutions" if _has(shapes, rf"{_STAGE}\d") else None
    # Per position of the 3 x 3 kernel: two offsets, and a factor if modulated.
    is_modulated = (_axis(shapes, rf"{_STAGE}\d\.\d+\.conv2_offset\.weight", 0) or 0) % 27 == 0
    kind = "modulated deformable" if is_modulated else "deformable"
    return f"{kind} convolutions in {', '.join(f'res{stage}' for stage in stages)}"


def _levels(shapes: Shapes) -> str | None:
    levels = sorted({match[1] for name in shapes if (match := re.match(r"backbone\.fpn_output(\d+)\.", name))})
    return " ".join(f"P{level}" for level in levels) or None


# Heads ----------------------------------------------------------------------------------------------------------------

_BOX = r"roi_heads\.box_predictor\.(0\.)?"


def _number(pattern: str, axis: int = 0) -> Callable[[Shapes], str | None]:
    def read(shapes: Shapes) -> str | None:
        size = _axis(shapes, pattern, axis)
        return None if size is None else f"{size:,}"

    return read


def _box_class_count(shapes: Shapes) -> int | None:
    rows = _axis(shapes, rf"{_BOX}cls_score\.weight", 0)
    return None if rows is None else rows - 1  # the last row is the background


def _classes(read: Callable[[Shapes], int | None]) -> Callable[[Shapes], str | None]:
    def read_words(shapes: Shapes) -> str | None:
        count = read(shapes)
        return None if count is None else f"{count:,} class{'' if count == 1 else 'es'}"

    return read_words


def _contradiction(shapes: Shapes) -> str | None:
    """Says so where the heads of one file were trained for different classes."""
    masks, boxes = _axis(shapes, r"roi_heads\.mask_head\.predictor\.weight", 0), _box_class_count(shapes)
    if masks is None or boxes is None or masks in (1, boxes):  # 1: a mask for all classes
        return None
    return f"the weights contradict themselves: their mask head has {masks:,} classes and their box head {boxes:,}"


def _retinanet_anchors(shapes: Shapes) -> int | None:
    rows = _axis(shapes, r"head\.bbox_pred\.weight", 0)
    return None if rows is None else rows // 4


def _retinanet_class_count(shapes: Shapes) -> int | None:
    rows, anchors = _axis(shapes, r"head\.cls_score\.weight", 0), _retinanet_anchors(shapes)
    return rows // anchors if rows and anchors else None


def _anchors(shapes: Shapes) -> str | None:
    count = _axis(shapes, r"proposal_generator\.rpn_head\.objectness_logits\.weight", 0) or _retinanet_anchors(shapes)
    return f"{count:,}" if count else None


def _one_for_all(pattern: str, per_class: int) -> Callable[[Shapes], str | None]:
    def read(shapes: Shapes) -> str | None:
        rows, classes = _axis(shapes, pattern, 0), _box_class_count(shapes)
        if rows is None or classes is None or classes < 2:
            return None
        return "one for all classes" if rows == per_class else "one per class"

    return read


def _region_size(shapes: Shapes) -> str | None:
    inputs = _axis(shapes, r"roi_heads\.box_head\.(0\.)?fc1\.weight", 1)
    channels = (
        None
        if _has(shapes, r"roi_heads\.box_head\.(0\.)?conv1\.")
        else _axis(shapes, r"backbone\.fpn_output\d\.weight", 0)
    )
    if not inputs or not channels:
        return None
    side = math.isqrt(inputs // channels)
    return f"{side} x {side}" if side * side * channels == inputs else None


def _box_layers(shapes: Shapes) -> str | None:
    names = {match[2] for name in shapes if (match := re.match(r"roi_heads\.box_head\.(0\.)?((conv|fc)\d+)\.", name))}
    convolutions = sum(name.startswith("conv") for name in names)
    return f"{convolutions} convolutional and {len(names) - convolutions} linear layers" if names else None


def _proposal_layers(shapes: Shapes) -> str | None:
    names = {
        match[1] or "only"
        for name in shapes
        if (match := re.match(r"proposal_generator\.rpn_head\.conv\.(conv\d+)?", name))
    }
    return f"{len(names)}" if names else None


_HAVE = "the weights have {found}, the config says {expected}"

_CONSTRUCTION = (
    _Trait(_neck, _HAVE, "MODEL.BACKBONE.NAME"),
    _Trait(_backbone, "these are {found} weights, the config says {expected}", "MODEL.RESNETS"),
)
_DETAILS = (
    _Trait(_classes(_box_class_count), _HAVE, "MODEL.ROI_HEADS.NUM_CLASSES"),
    _Trait(_classes(_retinanet_class_count), _HAVE, "MODEL.RETINANET.NUM_CLASSES"),
    _Trait(
        _number(r"sem_seg_head\.predictor\.weight"),
        "the weights have {found} semantic classes, the config says {expected}",
        "MODEL.SEM_SEG_HEAD.NUM_CLASSES",
    ),
    _Trait(
        _number(r"roi_heads\.keypoint_head\.score_lowres\.weight", 1),
        "the weights have {found} keypoints, the config says {expected}",
        "MODEL.ROI_KEYPOINT_HEAD.NUM_KEYPOINTS",
    ),
    _Trait(
        _one_for_all(rf"{_BOX}bbox_pred\.weight", 4),
        "box corrections are {found} in the weights and {expected} in the config",
        "MODEL.ROI_BOX_HEAD.CLS_AGNOSTIC_BBOX_REG",
    ),
    _Trait(
        _one_for_all(r"roi_heads\.mask_head\.predictor\.weight", 1),
        "masks are {found} in the weights and {expected} in the config",
        "MODEL.ROI_MASK_HEAD.CLS_AGNOSTIC_MASK",
    ),
    _Trait(
        _anchors,
        "the weights have {found} anchors at each position, the config says {expected}",
        "MODEL.ANCHOR_GENERATOR",
    ),
    _Trait(_norm_of(r"backbone\.(bottom_up\.)?stem\.conv1"), f"in the backbone {_HAVE}", "MODEL.RESNETS.NORM"),
    _Trait(_norm_of(r"backbone\.fpn_output\d"), f"in the feature pyramid {_HAVE}", "MODEL.FPN.NORM"),
    _Trait(_deformable, _HAVE, "MODEL.RESNETS.DEFORM_ON_PER_STAGE"),
    _Trait(_levels, "the weights have pyramid levels {found}, the config says {expected}", "MODEL.FPN.IN_FEATURES"),
    _Trait(
        _number(r"backbone\.fpn_output\d\.weight"),
        "the weights have {found} channels in the feature pyramid, the config says {expected}",
        "MODEL.FPN.OUT_CHANNELS",
    ),
    _Trait(
        _number(r"backbone\.(bottom_up\.)?stem\.conv1\.weight"),
        "the weights have {found} channels in the stem, the config says {expected}",
        "MODEL.RESNETS.STEM_OUT_CHANNELS",
    ),
    _Trait(
        _number(rf"{_STAGE}2\.0\.shortcut\.weight"),
        "the weights have {found} channels after res2, the config says {expected}",
        "MODEL.RESNETS.RES2_OUT_CHANNELS",
    ),
    _Trait(
        _proposal_layers,
        "the weights have {found} hidden layers in the proposal network, the config says {expected}",
        "MODEL.RPN.CONV_DIMS",
    ),
    _Trait(_box_layers, f"in the box head {_HAVE}", "MODEL.ROI_BOX_HEAD.NUM_CONV, NUM_FC"),
    _Trait(
        _number(r"roi_heads\.box_head\.(0\.)?fc1\.weight"),
        "the weights have {found} units in the box head, the config says {expected}",
        "MODEL.ROI_BOX_HEAD.FC_DIM",
    ),
    _Trait(
        _region_size,
        "the weights look at regions of {found} cells, the config says {expected}",
        "MODEL.ROI_BOX_HEAD.POOLER_RESOLUTION",
    ),
)
