import json
import re
import time
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest

from d2studio.engine.fit import compare, require_fit
from d2studio.errors import CheckpointMismatch

Shapes = dict[str, tuple[int, ...]]

_FASTER = "COCO-Detection--faster_rcnn_R_50_FPN_3x"
_FASTER_101 = "COCO-Detection--faster_rcnn_R_101_FPN_3x"
_FASTER_X101 = "COCO-Detection--faster_rcnn_X_101_32x8d_FPN_3x"
_FASTER_C4 = "COCO-Detection--faster_rcnn_R_50_C4_3x"
_FASTER_DC5 = "COCO-Detection--faster_rcnn_R_50_DC5_3x"
_RETINANET = "COCO-Detection--retinanet_R_50_FPN_3x"
_RPN = "COCO-Detection--rpn_R_50_FPN_1x"
_MASK = "COCO-InstanceSegmentation--mask_rcnn_R_50_FPN_3x"
_MASK_C4 = "COCO-InstanceSegmentation--mask_rcnn_R_50_C4_3x"
_MASK_GN = "Misc--mask_rcnn_R_50_FPN_3x_gn"
_MASK_DEFORMABLE = "Misc--mask_rcnn_R_50_FPN_3x_dconv_c3-c5"
_KEYPOINT = "COCO-Keypoints--keypoint_rcnn_R_50_FPN_3x"
_PANOPTIC = "COCO-PanopticSegmentation--panoptic_fpn_R_50_3x"
_SEMANTIC = "Misc--semantic_R_50_FPN_1x"
_CASCADE = "Misc--cascade_mask_rcnn_R_50_FPN_3x"
_SMALL = "Variant--r18_small"
_ALL = (
    _FASTER, _FASTER_101, _FASTER_X101, _FASTER_C4, _FASTER_DC5, _RETINANET, _RPN, _MASK, _MASK_C4, _MASK_GN,
    _MASK_DEFORMABLE, _KEYPOINT, _PANOPTIC, _SEMANTIC, _CASCADE, _SMALL,
)  # fmt: skip

Load = Callable[[str], Shapes]


@pytest.fixture(scope="module")
def shapes_of(data_dir: Path) -> Load:
    """State dict of a Detectron2 model as shapes by name."""

    def load(model: str) -> Shapes:
        text = (data_dir / "parity" / f"{model}.keys.json").read_text()
        return {name: tuple(shape) for name, shape in json.loads(text).items()}

    return load


def _with_rows(shapes: Shapes, rows: dict[str, int]) -> Shapes:
    """The first size of every tensor whose name matches a pattern changed."""
    changed = dict(shapes)
    for pattern, count in rows.items():
        names = [name for name in shapes if re.search(pattern, name)]
        assert names, pattern
        changed |= {name: (count, *shapes[name][1:]) for name in names}
    return changed


# What fits ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", _ALL)
def test_that_a_model_fits_itself(shapes_of: Load, model: str) -> None:
    fit = compare(shapes_of(model), shapes_of(model))

    assert fit.fits
    assert (fit.ignored, fit.explanations, fit.notes) == ((), (), ())
    require_fit(fit, config_path=Path("config.yaml"), weights_path=Path("model.pth"))


@pytest.mark.parametrize(
    ("config", "weights", "unused"),
    [
        (_FASTER, _MASK, {"the mask head"}),
        (_FASTER_C4, _MASK_C4, {"the mask head"}),
        (_FASTER, _PANOPTIC, {"the mask head", "the semantic segmentation head"}),
        (_MASK, _PANOPTIC, {"the semantic segmentation head"}),
        (_SEMANTIC, _PANOPTIC, {"the box head and all that belongs to it", "the region proposal network"}),
        (_RPN, _FASTER, {"the box head and all that belongs to it"}),
        (_RPN, _CASCADE, {"the box head and all that belongs to it"}),
    ],
)
def test_that_a_part_that_the_config_turns_off_does_no_harm_and_is_named(
    shapes_of: Load, config: str, weights: str, unused: set[str]
) -> None:
    expected, found = shapes_of(config), shapes_of(weights)

    fit = compare(expected, found)

    assert fit.fits
    assert set(fit.ignored) == found.keys() - expected.keys()
    assert set(fit.notes) == {f"the weights also hold {part}, which the config does not use" for part in unused}


@pytest.mark.parametrize(
    ("name", "note"),
    [
        ("proposal_generator.anchor_generator.cell_anchors.0", "anchors"),
        ("anchor_generator.cell_anchors.4", "anchors"),
        ("pixel_mean", "the input's mean"),
        ("pixel_std", "the input's deviation"),
        ("backbone.bottom_up.res2.0.conv1.norm.num_batches_tracked", "counters"),
    ],
)
def test_that_what_follows_from_the_config_may_be_there_or_not(shapes_of: Load, name: str, note: str) -> None:
    without = shapes_of(_FASTER)
    with_it = without | {name: (3, 1, 1)}

    surplus, lacking = compare(without, with_it), compare(with_it, without)

    assert surplus.fits
    assert lacking.fits
    assert surplus.ignored == lacking.ignored == (name,)
    assert note in surplus.notes[0]
    assert lacking.notes == ()


def test_that_anchors_of_another_shape_do_no_harm(shapes_of: Load) -> None:
    name = "proposal_generator.anchor_generator.cell_anchors.0"

    assert compare(shapes_of(_RPN) | {name: (3, 4)}, shapes_of(_RPN) | {name: (15, 4)}).fits


# What does not --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("config", "weights"), [pair for pair in product(_ALL, _ALL) if pair[0] != pair[1]])
def test_that_every_mismatch_is_explained_in_words(shapes_of: Load, config: str, weights: str) -> None:
    fit = compare(shapes_of(config), shapes_of(weights))

    if not fit.fits:
        assert fit.explanations
        assert "of the" not in fit.explanations[0]  # the sentence for when nothing better is known


@pytest.mark.parametrize(
    ("config", "weights", "explanation"),
    [
        (_FASTER, _FASTER_101, "these are ResNet-101 weights, the config says ResNet-50"),
        (_FASTER_101, _FASTER, "these are ResNet-50 weights, the config says ResNet-101"),
        (_FASTER_X101, _FASTER, "these are ResNet-50 weights, the config says ResNeXt-101 32x8d"),
        (_FASTER_101, _FASTER_X101, "these are ResNeXt-101 32x8d weights, the config says ResNet-101"),
        (_FASTER, _SMALL, "these are ResNet-18 weights, the config says ResNet-50"),
        (_RPN, _FASTER_101, "these are ResNet-101 weights, the config says ResNet-50"),
        (_FASTER_C4, _FASTER, r"a feature pyramid \(FPN\), the config says no feature pyramid \(C4\)"),
        (_FASTER, _FASTER_C4, r"no feature pyramid \(C4\), the config says a feature pyramid \(FPN\)"),
        (_FASTER_C4, _FASTER_DC5, r"no feature pyramid but a dilated last stage \(DC5\), the config"),
        (_RETINANET, _FASTER, "weights of a Faster R-CNN, the config asks for a RetinaNet"),
        (_FASTER, _RETINANET, "weights of a RetinaNet, the config asks for a Faster R-CNN"),
        (_MASK, _CASCADE, "weights of a Cascade R-CNN, the config asks for a Mask R-CNN"),
        (_CASCADE, _MASK, "weights of a Mask R-CNN, the config asks for a Cascade R-CNN"),
        (_FASTER, _RPN, "weights of a region proposal network, the config asks for a Faster R-CNN"),
        (_PANOPTIC, _SEMANTIC, "weights of a semantic segmentation model, the config asks for a Panoptic FPN"),
        (_MASK, _FASTER, r"the weights have no mask head, the config asks for one \(MODEL\.MASK_ON\)"),
        (_PANOPTIC, _MASK, "the weights have no semantic segmentation head, the config asks for one"),
        (_KEYPOINT, _FASTER, "the weights have no keypoint head, the config asks for one"),
        (_MASK, _MASK_GN, "in the backbone the weights have group normalisation, the config says batch normalisation"),
        (_MASK, _MASK_DEFORMABLE, "deformable convolutions in res3, res4, res5, the config says no deformable"),
    ],
)
def test_that_the_first_explanation_is_the_one_that_matters(
    shapes_of: Load, config: str, weights: str, explanation: str
) -> None:
    fit = compare(shapes_of(config), shapes_of(weights))

    assert not fit.fits
    assert re.search(explanation, fit.explanations[0])


@pytest.mark.parametrize(
    ("model", "rows", "explanation"),
    [
        (
            _FASTER,
            {"cls_score": 6, "bbox_pred": 20},
            "the weights have 5 classes, the config says 80 classes (MODEL.ROI_HEADS.NUM_CLASSES)",
        ),
        (
            _MASK,
            {"cls_score": 6, "bbox_pred": 20, "mask_head.predictor": 5},
            "the weights have 5 classes, the config says 80 classes (MODEL.ROI_HEADS.NUM_CLASSES)",
        ),
        (
            _FASTER,
            {"cls_score": 2, "bbox_pred": 4},
            "the weights have 1 class, the config says 80 classes (MODEL.ROI_HEADS.NUM_CLASSES)",
        ),
        (
            _CASCADE,
            {"cls_score": 6, "mask_head.predictor": 5},
            "the weights have 5 classes, the config says 80 classes (MODEL.ROI_HEADS.NUM_CLASSES)",
        ),
        (
            _RETINANET,
            {"head.cls_score": 45},
            "the weights have 5 classes, the config says 80 classes (MODEL.RETINANET.NUM_CLASSES)",
        ),
        (
            _SEMANTIC,
            {"sem_seg_head.predictor": 21},
            "the weights have 21 semantic classes, the config says 54 (MODEL.SEM_SEG_HEAD.NUM_CLASSES)",
        ),
        (
            _FASTER,
            {"bbox_pred": 4},
            "box corrections are one for all classes in the weights and one per class in the config "
            "(MODEL.ROI_BOX_HEAD.CLS_AGNOSTIC_BBOX_REG)",
        ),
        (
            _MASK,
            {"mask_head.predictor": 1},
            "masks are one for all classes in the weights and one per class in the config "
            "(MODEL.ROI_MASK_HEAD.CLS_AGNOSTIC_MASK)",
        ),
        (
            _FASTER,
            {"objectness_logits": 15, "anchor_deltas": 60},
            "the weights have 15 anchors at each position, the config says 3 (MODEL.ANCHOR_GENERATOR)",
        ),
        (
            _FASTER,
            {"fpn_output": 128},
            "the weights have 128 channels in the feature pyramid, the config says 256 (MODEL.FPN.OUT_CHANNELS)",
        ),
        (
            _FASTER,
            {r"stem\.conv1\.weight": 32},
            "the weights have 32 channels in the stem, the config says 64 (MODEL.RESNETS.STEM_OUT_CHANNELS)",
        ),
        (
            _FASTER,
            {r"box_head\.fc1": 512},
            "the weights have 512 units in the box head, the config says 1,024 (MODEL.ROI_BOX_HEAD.FC_DIM)",
        ),
    ],
)
def test_that_sizes_are_explained_from_shapes(
    shapes_of: Load, model: str, rows: dict[str, int], explanation: str
) -> None:
    expected = shapes_of(model)
    found = _with_rows(expected, rows)

    fit = compare(expected, found)

    assert fit.explanations[0] == explanation
    assert (fit.missing, fit.unexpected) == ((), ())
    assert {(name, ours, theirs) for name, ours, theirs in fit.misshapen} == {
        (name, shape, found[name]) for name, shape in expected.items() if shape != found[name]
    }


def test_that_keypoints_and_region_sizes_are_explained(shapes_of: Load) -> None:
    expected = shapes_of(_KEYPOINT)
    score = "roi_heads.keypoint_head.score_lowres.weight"
    fewer = compare(expected, expected | {score: (512, 5, 4, 4)})
    assert fewer.explanations[0].startswith("the weights have 5 keypoints, the config says 17")

    larger = compare(expected, expected | {"roi_heads.box_head.fc1.weight": (1024, 256 * 14 * 14)})
    assert larger.explanations[0].startswith("the weights look at regions of 14 x 14 cells, the config says 7 x 7")


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (["backbone.layer1.0.conv1.weight", "neck.fpn_convs.0.conv.weight", "bbox_head.fc.weight"], "an MMDetection"),
        (["backbone.body.layer1.0.conv1.weight", "rpn.head.cls_logits.weight"], "a torchvision detector"),
        (["layer1.0.conv1.weight", "fc.weight"], "a ResNet classifier in torchvision's names"),
        (["stem.conv1.weight", "res2.0.conv1.weight"], "a backbone alone"),
        (["backbone.bottom_up.stem.conv1.weight"], "a backbone alone"),
        (["backbone.bottom_up.backbone.blocks.0.attn.qkv.weight", "roi_heads.x"], "a detector with a vision transf"),
        (["0.conv.weight", "1.cv1.conv.weight"], "a YOLO model"),
        (["transformer.encoder.layers.0.linear1.weight"], "a transformer model"),
    ],
)
def test_that_weights_of_other_programs_are_recognised(shapes_of: Load, names: list[str], kind: str) -> None:
    fit = compare(shapes_of(_FASTER), dict.fromkeys(names, (1, 1)))

    assert fit.explanations[0].startswith(f"these are weights of {kind}")
    assert fit.explanations[0].endswith("the config asks for a Faster R-CNN")


def test_that_unknown_weights_are_counted(shapes_of: Load) -> None:
    fit = compare(shapes_of(_FASTER), {"a": (1,), "b": (2,)})

    assert fit.explanations == ("of the 295 tensors that the config needs, the weights have 0",)


@pytest.mark.parametrize(
    ("names", "words"), [(["extra.weight"], "a part"), (["extra.weight", "extra.bias", "pixel_mean"], "2 parts")]
)
def test_that_weights_that_only_have_more_than_the_config_knows_say_so(
    shapes_of: Load, names: list[str], words: str
) -> None:
    expected = shapes_of(_FASTER)
    fit = compare(expected, {**expected, **{name: (3,) for name in names}})

    assert fit.explanations == (f"the weights have {words} that the config does not know",)
    assert "unexpected: extra.weight" in fit.problems


def test_that_running_statistics_may_not_be_missing(shapes_of: Load) -> None:
    expected = shapes_of(_FASTER)
    found = {name: shape for name, shape in expected.items() if "running_" not in name}

    fit = compare(expected, found)

    assert not fit.fits
    assert "group normalisation, the config says batch normalisation" in fit.explanations[0]


def test_that_the_error_lists_every_tensor_and_names_the_file(shapes_of: Load) -> None:
    expected = shapes_of(_FASTER)
    found = _with_rows(expected, {"cls_score": 6})
    del found["backbone.fpn_lateral2.bias"]
    found["backbone.more"] = (1,)

    with pytest.raises(CheckpointMismatch) as caught:
        require_fit(
            compare(expected, found),
            config_path=Path("models/config.yaml"),
            weights_path=Path("models/model_final.pth"),
        )

    error = caught.value
    assert str(error).startswith("model_final.pth does not fit the config: the weights have 5 classes")
    assert str(error).endswith(".")
    assert error.hint
    assert set(error.problems) >= {
        "misshapen: roi_heads.box_predictor.cls_score.weight is 6 x 1024, the config says 81 x 1024",
        "misshapen: roi_heads.box_predictor.cls_score.bias is 6, the config says 81",
        "missing: backbone.fpn_lateral2.bias",
        "unexpected: backbone.more",
    }


def test_that_comparing_very_many_names_takes_seconds_at_most(shapes_of: Load) -> None:
    found: Shapes = {f"roi_heads.{index}": (1,) for index in range(10_000)}

    started = time.monotonic()
    assert len(compare(shapes_of(_FASTER), found).unexpected) == 10_000
    assert time.monotonic() - started < 20
