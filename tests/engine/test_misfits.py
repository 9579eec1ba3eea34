"""Pairs of config and weights that do not belong together, as files: each is refused in words that tell why."""

from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from torch import Tensor

from d2studio.engine.config import Config, Value
from d2studio.engine.inspect import describe, read_parts
from d2studio.engine.loading import load_model
from d2studio.engine.model import build_meta_model
from d2studio.errors import CheckpointMismatch, ConfigError, D2StudioError, UsageError, WeightsError
from tests.engine.small_models import small_config

Changes = dict[str, Value]
State = dict[str, Tensor]

CLASSES = "MODEL.ROI_HEADS.NUM_CLASSES"
RETINANET_CLASSES = "MODEL.RETINANET.NUM_CLASSES"
AGNOSTIC: Changes = {"MODEL.ROI_BOX_HEAD.CLS_AGNOSTIC_BBOX_REG": True}
AGNOSTIC_MASK: Changes = {"MODEL.ROI_MASK_HEAD.CLS_AGNOSTIC_MASK": True}
R50: Changes = {"MODEL.RESNETS.DEPTH": 50, "MODEL.RESNETS.RES2_OUT_CHANNELS": 32}
R101: Changes = R50 | {"MODEL.RESNETS.DEPTH": 101}
FPN_CHANNELS = "MODEL.FPN.OUT_CHANNELS"


def config_of(kind: str, changes: Changes) -> Config:
    return small_config(kind).with_values(changes)


def state_of(config: Config) -> State:
    dice = torch.Generator().manual_seed(0)
    return {
        name: torch.rand(tensor.shape, generator=dice) if tensor.is_floating_point() else torch.zeros(tensor.shape)
        for name, tensor in build_meta_model(config).state_dict().items()
    }


def write_pair(folder: Path, config: Config, state: State) -> tuple[Path, Path]:
    config_path, weights_path = folder / "config.yaml", folder / "model_final.pth"
    config_path.write_text(config.dump())
    torch.save({"model": state}, weights_path)
    return config_path, weights_path


def refusal(config_path: Path, weights_path: Path) -> CheckpointMismatch:
    with pytest.raises(CheckpointMismatch) as caught:
        load_model(config_path, weights=weights_path, device="cpu")
    assert caught.value.hint
    return caught.value


# The number of classes ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "key", "others", "in_weights"),
    [
        ("faster", CLASSES, {}, 5),
        ("faster", CLASSES, {}, 1),
        ("faster", CLASSES, AGNOSTIC, 5),
        ("cascade", CLASSES, {}, 5),
        ("mask", CLASSES, {}, 5),
        ("mask", CLASSES, AGNOSTIC_MASK, 5),
        ("c4", CLASSES, {}, 1),
        ("panoptic", CLASSES, {}, 5),
        ("retinanet", RETINANET_CLASSES, {}, 5),
        ("retinanet", RETINANET_CLASSES, {}, 1),
    ],
)
def test_that_a_class_count_that_is_all_that_is_wrong_can_be_taken_from_the_weights(
    kind: str, key: str, others: Changes, in_weights: int, tmp_path: Path
) -> None:
    state = state_of(config_of(kind, others | {key: in_weights}))
    config_path, weights_path = write_pair(tmp_path, config_of(kind, others | {key: 80}), state)

    error = refusal(config_path, weights_path)

    said = "1 class" if in_weights == 1 else f"{in_weights} classes"
    assert str(error) == (
        f"model_final.pth does not fit the config: the weights have {said}, the config says 80 classes ({key})."
    )
    assert error.context["class_count"] == in_weights
    assert f"set to {in_weights}." in error.hint
    mended = read_parts(config_path, weights_path, class_count=in_weights).description
    assert (mended.verdict, mended.class_count, len(mended.class_names)) == ("fits", in_weights, in_weights)


@pytest.mark.parametrize(
    ("kind", "in_config", "in_weights", "second"),
    [
        ("faster", {}, AGNOSTIC, "box corrections are one for all classes in the weights"),
        ("mask", {}, AGNOSTIC_MASK, "masks are one for all classes in the weights"),
        ("faster", {FPN_CHANNELS: 64}, {}, "the weights have 32 channels in the feature pyramid"),
    ],
)
def test_that_another_class_count_is_no_offer_where_more_is_wrong(
    kind: str, in_config: Changes, in_weights: Changes, second: str, tmp_path: Path
) -> None:
    state = state_of(config_of(kind, in_weights | {CLASSES: 5}))

    error = refusal(*write_pair(tmp_path, config_of(kind, in_config | {CLASSES: 80}), state))

    assert "the weights have 5 classes, the config says 80 classes" in str(error)
    assert error.problems[0].startswith(second)
    assert error.context["class_count"] is None
    assert "All else fits" not in error.hint


def test_that_the_verdict_of_a_description_has_the_offer_too(tmp_path: Path) -> None:
    pair = write_pair(tmp_path, config_of("faster", {CLASSES: 80}), state_of(small_config("faster")))
    assert describe(*pair).fitting_class_count == 3
    (tmp_path / "fits").mkdir()
    pair = write_pair(tmp_path / "fits", small_config("faster"), state_of(small_config("faster")))
    assert describe(*pair).fitting_class_count is None


def test_that_a_model_with_the_count_of_its_weights_runs_and_takes_names(tmp_path: Path) -> None:
    pair = write_pair(tmp_path, config_of("mask", {CLASSES: 80}), state_of(config_of("mask", {CLASSES: 2})))

    predictor = load_model(pair[0], weights=pair[1], device="cpu", class_count=2, class_names=["Text", "Table"])

    assert predictor.class_names == ("Text", "Table")


@pytest.mark.parametrize("count", [0, -1, 10**9])
def test_that_an_absurd_class_count_is_named(count: int, tmp_path: Path) -> None:
    config = small_config("faster")
    with pytest.raises(UsageError, match=r"MODEL\.ROI_HEADS\.NUM_CLASSES"):
        read_parts(write_pair(tmp_path, config, {})[0], class_count=count)


@pytest.mark.parametrize("kind", ["proposals", "semantic"])
def test_that_models_without_a_choice_of_classes_say_so(kind: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no classes that could be counted"):
        read_parts(write_pair(tmp_path, small_config(kind), {})[0], class_count=5)


# Other networks -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("config", "weights", "reason"),
    [
        (("faster", R50), ("faster", R101), "these are ResNet-101 weights, the config says ResNet-50"),
        (("faster", R101), ("faster", R50), "these are ResNet-50 weights, the config says ResNet-101"),
        (("resnext", R101), ("faster", R50), "these are ResNet-50 weights, the config says ResNeXt-101 4x8d"),
        (("retinanet", {}), ("faster", {}), "these are weights of a Faster R-CNN, the config asks for a RetinaNet"),
        (("faster", {}), ("retinanet", {}), "these are weights of a RetinaNet, the config asks for a Faster R-CNN"),
        (("faster", {}), ("proposals", {}), "these are weights of a region proposal network, the config asks"),
        (("mask", {}), ("cascade", {}), "these are weights of a Cascade R-CNN, the config asks for a Mask R-CNN"),
        (("c4", {}), ("faster", R50), "the weights have a feature pyramid (FPN), the config says no feature pyramid"),
        (("faster", R50), ("dc5", {}), "the weights have no feature pyramid but a dilated last stage (DC5), the con"),
        (("mask", {}), ("faster", {}), "the weights have no mask head, the config asks for one (MODEL.MASK_ON)"),
        (("keypoint", {}), ("mask", {}), "the weights have no keypoint head, the config asks for one"),
        (("panoptic", {}), ("mask", {}), "the weights have no semantic segmentation head, the config asks for one"),
        (("panoptic", {}), ("semantic", {}), "these are weights of a semantic segmentation model, the config asks"),
        (("faster", {}), ("groupnorm", {}), "in the backbone the weights have group normalisation, the config says"),
        (("groupnorm", {}), ("faster", {}), "in the backbone the weights have batch normalisation, the config says"),
        (("deformable", {}), ("faster", R50), "the weights have no deformable convolutions, the config says"),
        (("faster", {}), ("faster", {FPN_CHANNELS: 64}), "the weights have 64 channels in the feature pyramid, the"),
    ],
)  # fmt: skip
def test_that_weights_of_another_network_are_refused_with_the_reason(
    config: tuple[str, Changes], weights: tuple[str, Changes], reason: str, tmp_path: Path
) -> None:
    error = refusal(*write_pair(tmp_path, config_of(*config), state_of(config_of(*weights))))

    assert str(error).startswith(f"model_final.pth does not fit the config: {reason}")
    assert error.context["class_count"] is None


def _backbone(state: State) -> State:
    return {name: tensor for name, tensor in state.items() if name.startswith("backbone.bottom_up.")}


def _imagenet(state: State) -> State:
    return {name.removeprefix("backbone.bottom_up."): tensor for name, tensor in _backbone(state).items()}


def _other_masks(state: State) -> State:
    name = "roi_heads.mask_head.predictor"
    rows = {f"{name}.weight": torch.zeros(7, *state[f"{name}.weight"].shape[1:]), f"{name}.bias": torch.zeros(7)}
    return state | rows


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (_backbone, "these are weights of a backbone alone, the config asks for a Mask R-CNN"),
        (_imagenet, "these are weights of a backbone alone (as trained on ImageNet), without a detector"),
        (_other_masks, "the weights contradict themselves: their mask head has 7 classes and their box head 3"),
    ],
)
def test_that_weights_that_are_no_whole_model_are_refused(
    change: Callable[[State], State], reason: str, tmp_path: Path
) -> None:
    config = small_config("mask")

    error = refusal(*write_pair(tmp_path, config, change(state_of(config))))

    assert str(error).startswith(f"model_final.pth does not fit the config: {reason}")


@pytest.mark.parametrize(
    ("config", "weights", "part"),
    [
        ("faster", "mask", "the mask head"),
        ("faster", "keypoint", "the keypoint head"),
        ("mask", "panoptic", "the semantic segmentation head"),
    ],
)
def test_that_a_head_that_the_config_turns_off_is_noted(config: str, weights: str, part: str, tmp_path: Path) -> None:
    pair = write_pair(tmp_path, small_config(config), state_of(small_config(weights)))

    predictor = load_model(pair[0], weights=pair[1], device="cpu")

    assert f"the weights also hold {part}, which the config does not use" in predictor.notes


# Other files ----------------------------------------------------------------------------------------------------------


def test_that_weights_that_are_no_numbers_are_refused(tmp_path: Path) -> None:
    config = small_config("faster")
    state = state_of(config)
    state["roi_heads.box_predictor.cls_score.weight"][0, 0] = torch.nan
    pair = write_pair(tmp_path, config, state)
    with pytest.raises(WeightsError, match="holds numbers that are not finite, in roi_heads"):
        load_model(pair[0], weights=pair[1], device="cpu")


@pytest.mark.parametrize(
    ("config", "weights", "kind", "sentence"),
    [
        ("model_final.pth", "config.yaml", ConfigError, "model_final.pth looks like model weights, not a config"),
        ("model_final.pth", "model_final.pth", ConfigError, "model_final.pth looks like model weights, not a config"),
        ("config.yaml", "config.yaml", WeightsError, "config.yaml is a config, not weights"),
    ],
)
def test_that_files_that_were_swapped_are_told_apart(
    config: str, weights: str, kind: type[D2StudioError], sentence: str, tmp_path: Path
) -> None:
    mask = small_config("mask")
    write_pair(tmp_path, mask, state_of(mask))
    with pytest.raises(kind, match=sentence) as caught:
        load_model(tmp_path / config, weights=tmp_path / weights, device="cpu")
    assert caught.value.hint
