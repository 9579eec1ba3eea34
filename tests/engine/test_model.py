import numpy as np
import numpy.typing as npt
import pytest
import torch
from torch import Tensor, nn

from d2studio.detections import Detections
from d2studio.engine.class_names import ClassList
from d2studio.engine.description import describe_parts
from d2studio.engine.fit import tensor_shapes
from d2studio.engine.loading import fill
from d2studio.engine.model import GeneralizedRCNN, Model, ProposalNetwork, build_meta_model, build_model
from d2studio.engine.optimize import optimize
from d2studio.engine.predictor import Predictor
from d2studio.engine.preprocess import Preprocessor
from d2studio.engine.stages import StageClock
from d2studio.engine.structures import RawOutput
from tests.engine import synthetic_weights
from tests.engine.small_models import CHANGES, small_config

CPU = torch.device("cpu")
KINDS = sorted(CHANGES)


def filled_model(kind: str) -> Model:
    model = build_meta_model(small_config(kind))
    shapes = tensor_shapes(model.state_dict())
    fill(model, {name: torch.from_numpy(synthetic_weights.entry(name, shape)) for name, shape in shapes.items()})
    return model


def predictor(kind: str, dtype: torch.dtype = torch.float32) -> Predictor:
    model, config = filled_model(kind), small_config(kind)
    description = describe_parts(config, model, ClassList(("a", "b", "c")))
    optimize(model, device=CPU, dtype=dtype)
    return Predictor(model, config, description, device=CPU, dtype=dtype)


def noise(height: int, width: int, seed: int = 0) -> npt.NDArray[np.uint8]:
    """Blocks of random colours: something to find, unlike even noise, which a network averages away."""
    blocks = np.random.default_rng(seed).integers(0, 256, (-(-height // 8), -(-width // 8), 3), dtype=np.uint8)
    return np.ascontiguousarray(blocks.repeat(8, axis=0).repeat(8, axis=1)[:height, :width])


def everything(output: RawOutput) -> list[Tensor]:
    found = [output.semantic]
    if output.instances is not None:
        found += [output.instances.boxes, output.instances.scores, output.instances.masks, output.instances.keypoints]
    if output.proposals is not None:
        found += [output.proposals.boxes, output.proposals.logits]
    return [tensor for tensor in found if tensor is not None]


@pytest.mark.parametrize("kind", KINDS)
def test_that_shortcuts_do_not_change_what_a_model_finds(kind: str) -> None:
    plain = filled_model(kind)
    fast = filled_model(kind)
    optimize(fast, device=CPU, dtype=torch.float32)
    preprocess = Preprocessor.from_config(small_config(kind), plain.backbone.size_divisibility)
    images = preprocess([noise(120, 90)], device=CPU, dtype=torch.float32)
    with torch.inference_mode():
        (expected,), (found,) = (model(images, 0.05, StageClock()) for model in (plain, fast))
    tensors = everything(expected)
    assert tensors
    for reference, ours in zip(tensors, everything(found), strict=True):
        assert reference.shape == ours.shape
        # Nearly all: sums in another order flip a tie here and there.
        close = torch.isclose(reference, ours, rtol=1e-3, atol=1e-3 * float(reference.abs().max()))
        assert close.float().mean() > 0.98


@pytest.mark.parametrize("kind", KINDS)
def test_that_every_weight_of_a_fresh_model_can_be_trained(kind: str) -> None:
    torch.manual_seed(0)
    model = build_model(small_config(kind)).train()
    # Batch statistics need more than one value a channel, also at the coarsest level.
    preprocess = Preprocessor.from_config(small_config(kind), model.backbone.size_divisibility)
    images = preprocess([noise(160, 160), noise(160, 160, 1)], device=CPU, dtype=torch.float32)
    for parameter in model.parameters():
        nn.init.normal_(parameter, std=0.05)
    features = model.backbone(images.pixels)
    outputs: list[Tensor] = [*features.values()]
    if isinstance(model, GeneralizedRCNN | ProposalNetwork):
        maps = [features[name] for name in model.proposal_generator.in_features]
        outputs += [value for values in model.proposal_generator.rpn_head(maps) for value in values]
    torch.autograd.backward(torch.stack([output.square().mean() for output in outputs]).sum())
    reached = {name for name, parameter in model.named_parameters() if parameter.grad is not None}
    expected = {name for name, _ in model.named_parameters() if name.startswith(("backbone.", "proposal_generator."))}
    if kind != "dc5":
        assert expected <= reached


@pytest.mark.parametrize("kind", KINDS)
def test_that_detections_lie_on_the_page(kind: str) -> None:
    found = predictor(kind).predict(noise(200, 130))
    assert found.size_hw == (200, 130)
    assert (found.boxes >= 0).all()
    assert (found.boxes <= np.array([130, 200, 130, 200])).all()
    assert (np.diff(found.scores) <= 0).all()
    if kind in {"semantic", "panoptic"}:
        assert found.semantic is not None
        assert found.semantic.shape == (200, 130)
    if kind == "panoptic":
        assert found.panoptic is not None
        assert {s.id for s in found.panoptic.segments} == set(np.unique(found.panoptic.segment_ids)) - {0}


def test_that_bfloat16_finds_about_the_same() -> None:
    exact, reduced = (predictor("faster", dtype).predict(noise(120, 90)) for dtype in (torch.float32, torch.bfloat16))
    assert len(reduced) == pytest.approx(len(exact), rel=0.2)
    assert reduced.scores[0] == pytest.approx(exact.scores[0], abs=0.05)


def test_that_a_higher_floor_finds_what_a_filter_would_leave() -> None:
    model = predictor("faster")
    low, high = (model.predict(noise(120, 90), floor=floor) for floor in (0.05, 0.2))
    left = low.select(low.scores > 0.2)
    assert 0 < len(high) < len(low)
    assert np.array_equal(left.boxes, high.boxes)
    assert np.array_equal(left.scores, high.scores)


def test_that_pages_of_a_batch_are_found_as_if_alone() -> None:
    model = predictor("faster")
    pages = [noise(96, 96, 1), noise(160, 96, 2)]
    together = model.predict_batch(pages)
    for page, found in zip(pages, together, strict=True):
        alone: Detections = model.predict(page)
        assert found.size_hw == alone.size_hw
        assert found.scores[0] == pytest.approx(alone.scores[0], abs=0.02)
    assert model.predict_batch([]) == []


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in {"semantic", "proposals"}])
def test_that_a_page_on_which_nothing_is_found_goes_through_all_heads(kind: str) -> None:
    found = predictor(kind).predict(noise(64, 64), floor=1.0)
    assert len(found) == 0
    assert found.notes
    if kind == "mask":
        assert found.masks is not None
        assert len(found.masks) == 0
