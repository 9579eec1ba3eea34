"""Turns the names of Caffe2's Detectron into Detectron2's, for the models that Detectron2 itself can take over.

Caffe2 models count the background as class 0; Detectron2 puts it last in the classification and nowhere else.
Source of the facts: detectron2/checkpoint/c2_model_loading.py, detectron/utils/net.py.
"""

import re
from collections.abc import Collection, Mapping

import torch

_SUFFIXES = (
    (r"_w", "weight"),
    (r"_b", "bias"),
    (r"_(bn|gn)_(s|gamma)", "norm.weight"),
    (r"_(bn|gn)_(b|beta)", "norm.bias"),
    (r"_bn_(rm|running_mean)", "norm.running_mean"),
    (r"_bn_(riv|running_var)", "norm.running_var"),
)
_BRANCHES = {"branch1": "shortcut", "branch2a": "conv1", "branch2b": "conv2", "branch2c": "conv3"}
_LAYERS = (
    (r"fpn_inner_res(\d)_\d+_sum(_lateral)?", r"backbone.fpn_lateral\1"),
    (r"fpn_res(\d)_\d+_sum", r"backbone.fpn_output\1"),
    # Head of the region proposals: named for level 2 of the pyramid, shared by all of them.
    (r"conv_rpn(_fpn2)?", r"proposal_generator.rpn_head.conv"),
    (r"rpn_bbox_pred(_fpn2)?", r"proposal_generator.rpn_head.anchor_deltas"),
    (r"rpn_cls_logits(_fpn2)?", r"proposal_generator.rpn_head.objectness_logits"),
    (r"fc6", r"roi_heads.box_head.fc1"),
    (r"fc7", r"roi_heads.box_head.fc2"),
    (r"head_conv(\d)", r"roi_heads.box_head.conv\1"),
    (r"cls_score", r"roi_heads.box_predictor.cls_score"),
    (r"bbox_pred", r"roi_heads.box_predictor.bbox_pred"),
    (r"_\[mask\]_fcn(\d)", r"roi_heads.mask_head.mask_fcn\1"),
    (r"conv5_mask", r"roi_heads.mask_head.deconv"),
    (r"mask_fcn_logits", r"roi_heads.mask_head.predictor"),
    (r"conv_fcn(\d)", r"roi_heads.keypoint_head.conv_fcn\1"),
    (r"kps_score_lowres", r"roi_heads.keypoint_head.score_lowres"),
)


def is_caffe2(names: Collection[str]) -> bool:
    """Whether these are the names of Caffe2's blobs: no dots, and the first layer of a ResNet among them."""
    return "conv1_w" in names and not any("." in name for name in names)


def convert_caffe2(blobs: Mapping[str, torch.Tensor]) -> tuple[dict[str, torch.Tensor], list[str]]:
    """Tensors by Detectron2's names, and notes on what was left out.

    Frozen normalisations have only a scale and a shift in Caffe2; they get a mean of 0 and a variance of 1, which is
    what Detectron2 gives them.
    """
    has_pyramid = any(name.startswith("fpn_") for name in blobs)
    has_own_box_head = "fc6_w" in blobs
    tensors: dict[str, torch.Tensor] = {}
    left_out = []
    for blob, value in blobs.items():
        if blob.endswith("_momentum"):
            continue
        name = _convert_name(blob, has_pyramid=has_pyramid, has_own_box_head=has_own_box_head)
        if name is None:
            left_out.append(blob)
            continue
        tensors[name] = _without_background(name, value)
        if re.search(r"_bn_s$", blob):
            norm = name.removesuffix("weight")
            tensors.setdefault(f"{norm}running_mean", torch.zeros_like(value))
            tensors.setdefault(f"{norm}running_var", torch.ones_like(value))
    notes = ["Caffe2's names were turned into Detectron2's"]
    if left_out:
        notes.append(f"left out, having no place in Detectron2: {', '.join(sorted(left_out))}")
    return tensors, notes


def _convert_name(blob: str, *, has_pyramid: bool, has_own_box_head: bool) -> str | None:
    for suffix, kind in _SUFFIXES:
        match = re.fullmatch(f"(.+){suffix}", blob)
        if match is None:
            continue
        for pattern, layer in _LAYERS:
            if re.fullmatch(pattern, match[1]):
                return f"{re.sub(pattern, layer, match[1])}.{kind}"
        backbone_layer = _backbone_layer(match[1])
        if (
            backbone_layer and kind != "bias"
        ):  # ImageNet models carry biases of convolutions that a norm makes pointless
            # Without a pyramid and a box head of its own, the last stage is what looks at each region.
            in_head = backbone_layer.startswith("res5") and not has_pyramid and not has_own_box_head
            part = "roi_heads" if in_head else "backbone.bottom_up" if has_pyramid else "backbone"
            return f"{part}.{backbone_layer}.{kind}"
    return None


def _backbone_layer(layer: str) -> str | None:
    if layer in ("conv1", "res_conv1"):
        return "stem.conv1"
    match = re.fullmatch(r"(res[2-5])_(\d+)_(branch1|branch2[abc])", layer)
    return f"{match[1]}.{match[2]}.{_BRANCHES[match[3]]}" if match else None


def _without_background(name: str, value: torch.Tensor) -> torch.Tensor:
    if name.startswith("roi_heads.box_predictor.cls_score."):
        return torch.cat([value[1:], value[:1]])
    if name.startswith("roi_heads.box_predictor.bbox_pred."):
        return value[4:].contiguous()
    if name.startswith("roi_heads.mask_head.predictor.") and value.shape[0] > 1:  # 1: one mask for all classes
        return value[1:].contiguous()
    return value
