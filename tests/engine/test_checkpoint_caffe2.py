"""Weights of Caffe2's Detectron, made from Detectron2's names by the rules backwards."""

import json
import pickle
import re
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
import torch

from d2studio.engine.checkpoint import read_checkpoint
from d2studio.engine.fit import compare

_BLOCKS_BEFORE_SUM = {"2": 2, "3": 3, "4": 5, "5": 2}  # index of the last block of each stage of a ResNet-50
_LAYERS = {
    r"proposal_generator\.rpn_head\.conv": "conv_rpn{pyramid}",
    r"proposal_generator\.rpn_head\.anchor_deltas": "rpn_bbox_pred{pyramid}",
    r"proposal_generator\.rpn_head\.objectness_logits": "rpn_cls_logits{pyramid}",
    r"roi_heads\.box_head\.fc1": "fc6",
    r"roi_heads\.box_head\.fc2": "fc7",
    r"roi_heads\.box_head\.conv(\d)": r"head_conv\1",
    r"roi_heads\.box_predictor\.cls_score": "cls_score",
    r"roi_heads\.box_predictor\.bbox_pred": "bbox_pred",
    r"roi_heads\.mask_head\.mask_fcn(\d)": r"_[mask]_fcn\1",
    r"roi_heads\.mask_head\.deconv": "conv5_mask",
    r"roi_heads\.mask_head\.predictor": "mask_fcn_logits",
    r"roi_heads\.keypoint_head\.conv_fcn(\d)": r"conv_fcn\1",
    r"roi_heads\.keypoint_head\.score_lowres": "kps_score_lowres",
    r"backbone\.fpn_output(\d)": r"fpn_res\1_{last}_sum",
    r"backbone\.fpn_lateral5": "fpn_inner_res5_2_sum",
    r"backbone\.fpn_lateral(\d)": r"fpn_inner_res\1_{last}_sum_lateral",
}
_BRANCHES = {"shortcut": "branch1", "conv1": "branch2a", "conv2": "branch2b", "conv3": "branch2c"}


def _blob_name(name: str, *, has_pyramid: bool, norm: str) -> str | None:
    layer, _, kind = name.rpartition(".")
    is_norm = layer.endswith(".norm")
    layer = layer.removesuffix(".norm")
    if kind.startswith("running_"):
        return None
    suffix = f"_{norm}_{'s' if kind == 'weight' else 'b'}" if is_norm else f"_{kind[0]}"
    if layer.endswith("stem.conv1"):
        return ("res_conv1" if is_norm and norm == "bn" else "conv1") + suffix
    block = re.fullmatch(r"(?:backbone\.bottom_up|backbone|roi_heads)\.(res\d)\.(\d+)\.(\w+)", layer)
    if block is not None:
        return f"{block[1]}_{block[2]}_{_BRANCHES[block[3]]}{suffix}"
    for pattern, blob in _LAYERS.items():
        match = re.fullmatch(pattern, layer)
        if match is not None:
            last = _BLOCKS_BEFORE_SUM.get(layer[-1], 0)
            return match.expand(blob).format(pyramid="_fpn2" if has_pyramid else "", last=last) + suffix
    raise AssertionError(name)


def _caffe2_blobs(model: Mapping[str, torch.Tensor], norm: str = "bn") -> dict[str, np.ndarray]:
    """The model as Detectron stores it: background first, and boxes and masks for it as well."""
    has_pyramid = any("fpn_" in name for name in model)
    blobs = {}
    for name, tensor in model.items():
        blob = _blob_name(name, has_pyramid=has_pyramid, norm=norm)
        if blob is None:
            continue
        array = tensor.numpy()
        if blob.startswith("cls_score_"):
            array = np.concatenate([array[-1:], array[:-1]])
        elif blob.startswith("bbox_pred_"):
            array = np.concatenate([np.full((4, *array.shape[1:]), 7, "f4"), array])
        elif blob.startswith("mask_fcn_logits_"):
            array = np.concatenate([np.full((1, *array.shape[1:]), 7, "f4"), array])
        assert blob not in blobs
        blobs[blob] = array
    return blobs


@pytest.mark.parametrize(
    ("model", "norm"),
    [
        ("Detectron1-Comparisons--mask_rcnn_R_50_FPN_noaug_1x", "bn"),
        ("COCO-InstanceSegmentation--mask_rcnn_R_50_C4_3x", "bn"),
        ("COCO-Detection--faster_rcnn_R_50_C4_3x", "bn"),
        ("COCO-Keypoints--keypoint_rcnn_R_50_FPN_3x", "bn"),
        ("Misc--mask_rcnn_R_50_FPN_3x_gn", "gn"),
    ],
)
def test_that_a_model_of_detectron_becomes_that_of_detectron2(
    tmp_path: Path, data_dir: Path, model: str, norm: str
) -> None:
    shapes = json.loads((data_dir / "parity" / f"{model}.keys.json").read_text())
    generator = torch.Generator().manual_seed(3)
    # One number a tensor is enough to tell them apart, repeated so that the file stays small in memory.
    expected = {}
    for name, shape in shapes.items():
        narrow = [min(size, 90) for size in shape]
        expected[name] = torch.randn(narrow, generator=generator)
        if name.endswith("running_mean"):
            expected[name] = torch.zeros(narrow)
        if name.endswith("running_var"):
            expected[name] = torch.ones(narrow)
    blobs = _caffe2_blobs(expected, norm)
    extras = {"conv1_b": np.zeros(64, "f4"), "fc1000_w": np.zeros((9, 9), "f4"), "kps_score_w": np.zeros(3, "f4")}
    momentum = {"fc6_w_momentum": np.zeros(3, "f4")}
    path = tmp_path / "model_final.pkl"
    path.write_bytes(pickle.dumps({"blobs": blobs | extras | momentum, "cfg": "MODEL: {}"}, 2))

    checkpoint = read_checkpoint(path)

    assert checkpoint.tensors.keys() == expected.keys()
    assert all(torch.equal(checkpoint.tensors[name], tensor) for name, tensor in expected.items())
    assert checkpoint.notes == (
        "Caffe2's names were turned into Detectron2's",
        "left out, having no place in Detectron2: conv1_b, fc1000_w, kps_score_w",
    )


def test_that_a_backbone_of_imagenet_is_recognised_as_one(tmp_path: Path, data_dir: Path) -> None:
    keys = data_dir / "parity" / "COCO-Detection--faster_rcnn_R_50_FPN_3x.keys.json"
    expected = {name: tuple(shape) for name, shape in json.loads(keys.read_text()).items()}
    blobs = {
        "conv1_w": np.zeros((64, 3, 7, 7), "f4"),
        "res_conv1_bn_s": np.zeros(64, "f4"),
        "res2_0_branch2a_w": np.zeros((64, 64, 1, 1), "f4"),
        "pred_w": np.zeros((10, 8), "f4"),
    }
    path = tmp_path / "R-50.pkl"
    path.write_bytes(pickle.dumps(blobs, 2))

    found = {name: tuple(tensor.shape) for name, tensor in read_checkpoint(path).tensors.items()}

    assert set(found) == {
        "backbone.stem.conv1.weight",
        "backbone.stem.conv1.norm.weight",
        "backbone.stem.conv1.norm.running_mean",
        "backbone.stem.conv1.norm.running_var",
        "backbone.res2.0.conv1.weight",
    }
    assert compare(expected, found).explanations == (
        "these are weights of a backbone alone, the config asks for a Faster R-CNN",
    )
