"""The losses and gradients of whole networks, beside Detectron2's."""

from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor

from d2studio.engine.config import Config
from d2studio.engine.model import build_model
from d2studio.engine.roi_heads import FastRCNNOutputLayers
from d2studio.engine.structures import ImageBatch
from d2studio.errors import UnsupportedConfig
from tests.engine.small_models import small_config
from tests.training.learning_cases import CASES, SIZES_HW, case_config, fingerprints, images, synthetic_weights, truths
from training.learn.regions import corrected
from training.learn.targets import Truth
from training.learn.trainable import Trainable

GOLDEN = Path(__file__).parent.parent / "data" / "training" / "golden.npz"
ALL_TRUTHS = [Truth(boxes, classes) for boxes, classes in truths()]
FAST = {
    "MODEL.BACKBONE.FREEZE_AT": 0,
    "MODEL.RPN.PRE_NMS_TOPK_TRAIN": 100,
    "MODEL.RPN.POST_NMS_TOPK_TRAIN": 40,
    "MODEL.ROI_HEADS.BATCH_SIZE_PER_IMAGE": 32,
}


def batch() -> ImageBatch:
    pixels = torch.zeros(len(SIZES_HW), 3, *SIZES_HW[0])
    for of_image, of_batch, (height, width) in zip(images(), pixels, SIZES_HW, strict=True):
        of_batch[:, :height, :width] = of_image
    return ImageBatch(pixels, SIZES_HW)


def fresh(config: Config) -> Trainable:
    torch.manual_seed(0)
    return Trainable(config).train()


def total(losses: dict[str, Tensor]) -> Tensor:
    return torch.stack(list(losses.values())).sum()


@pytest.mark.parametrize("case", CASES)
def test_losses_and_gradients_are_those_of_detectron2(case: str) -> None:
    trainable = fresh(case_config(case))
    shapes = {name: tuple(tensor.shape) for name, tensor in trainable.model.state_dict().items()}
    trainable.model.load_state_dict(synthetic_weights(shapes))

    losses = trainable(batch(), ALL_TRUTHS)
    torch.autograd.backward(total(losses))

    with np.load(GOLDEN) as file:
        golden = {key.removeprefix(f"{case}/"): value for key, value in file.items() if key.startswith(f"{case}/")}
    expected = {key.removeprefix("losses/"): float(golden.pop(key)) for key in list(golden) if "losses/" in key}
    assert {name: loss.item() for name, loss in losses.items()} == pytest.approx(expected, rel=1e-4)
    gradients = fingerprints((name, value.grad) for name, value in trainable.model.named_parameters())
    assert np.abs(gradients - golden["gradients"]).max() <= 1e-3 * np.abs(golden["gradients"]).max()
    np.testing.assert_allclose(gradients[:, 0], golden["gradients"][:, 0], rtol=2e-3, atol=1e-6)
    statistics = fingerprints(
        (name, value)
        for name, value in trainable.model.named_buffers()
        if name.endswith(("running_mean", "running_var"))
    )
    np.testing.assert_allclose(statistics, golden["statistics"], rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("kind", ["faster", "cascade"])
def test_losses_fall_when_one_batch_is_learnt(kind: str) -> None:
    trainable = fresh(small_config(kind).with_values(FAST))
    optimiser = torch.optim.AdamW(trainable.parameters(), lr=1e-3)
    generator = torch.Generator().manual_seed(0)
    course = []
    for _ in range(8):
        loss = total(trainable(batch(), ALL_TRUTHS, generator))
        optimiser.zero_grad()
        torch.autograd.backward(loss)
        optimiser.step()
        course.append(loss.item())

    assert course[-1] < 0.6 * course[0]


def test_the_same_seed_gives_the_same_losses() -> None:
    trainable = fresh(small_config("faster").with_values(FAST | {"MODEL.ROI_HEADS.BATCH_SIZE_PER_IMAGE": 8}))
    with torch.no_grad():
        first, again, other = (
            total(trainable(batch(), ALL_TRUTHS, torch.Generator().manual_seed(seed))) for seed in (1, 1, 2)
        )

    assert first == again
    assert first != other


def test_pages_without_boxes_have_losses() -> None:
    trainable = fresh(small_config("cascade").with_values(FAST))

    losses = trainable(batch(), [Truth(torch.zeros(0, 4), torch.zeros(0, dtype=torch.int64))] * 3)
    torch.autograd.backward(total(losses))

    assert losses["loss_rpn_loc"] == losses["loss_box_reg_stage1"] == 0
    assert losses["loss_rpn_cls"] > 0


def test_partly_labelled_pages_cost_less_than_complete_ones() -> None:
    trainable = fresh(small_config("faster").with_values(FAST))
    incomplete = torch.tensor([True, False, True])
    with torch.no_grad():
        complete = trainable(batch(), ALL_TRUTHS, torch.Generator().manual_seed(0))
        partly = trainable(
            batch(),
            [Truth(truth.boxes, truth.classes, incomplete) for truth in ALL_TRUTHS],
            torch.Generator().manual_seed(0),
        )

    assert partly["loss_cls"] < complete["loss_cls"]
    assert partly["loss_rpn_cls"] < complete["loss_rpn_cls"]
    assert partly["loss_rpn_loc"] == complete["loss_rpn_loc"]


def test_training_proposes_what_detection_proposes() -> None:
    config = small_config("faster")
    limits = {
        f"MODEL.RPN.{which}_NMS_TOPK_TRAIN": config.int(f"MODEL.RPN.{which}_NMS_TOPK_TEST") for which in ("PRE", "POST")
    }
    trainable = fresh(config.with_values(limits)).eval()
    with torch.no_grad():
        features = trainable.model.backbone(batch().pixels)
        expected = trainable.model.proposal_generator(features, SIZES_HW)
        found, _ = trainable._proposer(features, SIZES_HW, ALL_TRUTHS, None)

    for ours, reference in zip(found, expected, strict=True):
        torch.testing.assert_close(ours, reference.boxes)


def test_boxes_that_a_stage_leaves_empty_go_no_further() -> None:
    predictor = FastRCNNOutputLayers(small_config("cascade"), 8, (10.0, 10.0, 5.0, 5.0))
    boxes = torch.tensor([[0.0, 0.0, 20.0, 20.0], [80.0, 10.0, 100.0, 30.0], [10.0, 10.0, 30.0, 30.0]])
    deltas = torch.tensor([[0.0, 0, 0, 0], [20.0, 0, 0, 0], [0.0, 10, 0, 0]])  # the second leaves the page

    found = corrected([boxes[:2], boxes[2:]], deltas, predictor, [(100, 100), (100, 40)])

    assert [of_image.tolist() for of_image in found] == [[[0, 0, 20, 20]], [[10, 30, 30, 50]]]


def test_statistics_of_normalisations_are_learnt_but_for_frozen_layers() -> None:
    trainable = fresh(small_config("faster").with_values({"MODEL.BACKBONE.FREEZE_AT": 2}))
    before = {name: value.clone() for name, value in trainable.model.named_buffers() if "running" in name}

    torch.autograd.backward(total(trainable(batch(), ALL_TRUTHS)))

    after = dict(trainable.model.named_buffers())
    unchanged = {name for name, value in before.items() if torch.equal(value, after[name])}
    assert unchanged == {name for name in before if ".stem." in name or ".res2." in name}
    without = {name for name, value in trainable.model.named_parameters() if value.grad is None}
    assert without == {name for name, _ in trainable.model.named_parameters() if ".stem." in name or ".res2." in name}


def test_the_pyramid_starts_uniform_and_without_bias() -> None:
    config = small_config("faster").with_values({"MODEL.FPN.NORM": "", "MODEL.BACKBONE.FREEZE_AT": 0})

    layer = fresh(config).model.backbone.get_submodule("fpn_output3")

    assert isinstance(layer, torch.nn.Conv2d)
    limit = (3 / (32 * 9)) ** 0.5
    assert 0.99 * limit < layer.weight.abs().max() <= limit
    assert layer.bias is not None
    assert not layer.bias.any()


def test_what_is_learnt_is_the_engines_own_network() -> None:
    config = small_config("cascade")

    learnt, detects = fresh(config).model.state_dict(), build_model(config).state_dict()

    assert {name: value.shape for name, value in learnt.items()} == {
        name: value.shape for name, value in detects.items()
    }


def test_losses_in_bfloat16_are_those_of_float32_but_for_rounding() -> None:
    trainable = fresh(case_config("cascade, giou"))
    exact = trainable(batch(), ALL_TRUTHS)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        rounded = trainable(batch(), ALL_TRUTHS)
    torch.autograd.backward(total(rounded))

    assert all(loss.dtype == torch.float32 for loss in rounded.values())
    assert total(rounded).item() == pytest.approx(total(exact).item(), rel=0.05)


@pytest.mark.parametrize("kind", ["mask", "keypoint", "c4", "retinanet", "independent classes", "panoptic"])
def test_what_cannot_be_trained_is_refused(kind: str) -> None:
    with pytest.raises(UnsupportedConfig) as caught:
        Trainable(small_config(kind))

    assert caught.value.problems
