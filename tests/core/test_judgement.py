"""What is thought of models that were really checked."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from d2studio.core.judgement import Judgement, harmless_notes, judge, named_classes, notes_to_look_at, wants_class_names
from d2studio.core.model_summary import ModelSummary
from d2studio.engine.bundled import bundled_model
from d2studio.engine.config import load_config
from tests.checked_models import checked
from tests.engine.test_misfits import CLASSES, R50, R101, Changes, State, config_of, state_of, write_pair

PUBLAYNET: Changes = {"DATASETS.TRAIN": ("publaynet_train",), CLASSES: 5}
NAMELESS = "The names of the classes are not known; they are called by their numbers."


@pytest.fixture
def pair(tmp_path: Path) -> Callable[..., ModelSummary]:
    """Writes a pair and has it checked."""

    def check(
        config: Changes = PUBLAYNET,
        weights: Changes | None = None,
        *,
        kind: str = "faster",
        weights_kind: str | None = None,
        state: Callable[[State], State] = dict,
        names: object = None,
    ) -> ModelSummary:
        in_weights = config_of(weights_kind or kind, config if weights is None else weights)
        files = write_pair(tmp_path, config_of(kind, config), state(state_of(in_weights)))
        if names is not None:
            (tmp_path / "classes.json").write_text(json.dumps(names))
        return checked(*files)

    return check


def test_that_a_pair_that_fits_without_a_doubt_fits(pair: Callable[..., ModelSummary]) -> None:
    model = pair()
    assert judge(model) is Judgement.FITS
    assert not model.notes
    assert not wants_class_names(model)


def test_that_the_model_that_comes_with_d2studio_fits() -> None:
    model = checked(bundled_model())
    assert judge(model) is Judgement.FITS
    assert not wants_class_names(model)


def _wrapped(state: State) -> State:
    return {f"module.{name}": tensor for name, tensor in state.items()}


def _with_anchors_and_mean(state: State) -> State:
    return state | {"pixel_mean": torch.zeros(3, 1, 1), "anchor_generator.cell_anchors.0": torch.zeros(3, 4)}


@pytest.mark.parametrize("change", [_wrapped, _with_anchors_and_mean])
def test_that_what_sound_weights_bring_is_no_reason_to_look(
    pair: Callable[..., ModelSummary], change: Callable[[State], State]
) -> None:
    model = pair(state=change)
    assert harmless_notes(model.notes) == model.notes != ()
    assert judge(model) is Judgement.FITS


def test_that_what_training_leaves_beside_the_weights_is_no_reason_to_look(tmp_path: Path) -> None:
    config, weights = write_pair(tmp_path, config_of("faster", PUBLAYNET), {})
    state = state_of(config_of("faster", PUBLAYNET))
    torch.save({"model": state, "iteration": 90000, "optimizer": {"state": {}}, "scheduler": {"a": 1}}, weights)
    model = checked(config, weights)
    assert harmless_notes(model.notes) == model.notes != ()
    assert judge(model) is Judgement.FITS


@pytest.mark.parametrize(
    ("made", "note", "names"),
    [
        ({"config": {CLASSES: 4}}, NAMELESS, True),
        ({"names": ["Text", "Table"]}, "classes.json has 2 names; 3 classes have no name yet", True),
        ({"names": [*"abcdefg"]}, "classes.json has 7 names; names not used: 2", True),
        ({"names": {str(number): "abcde"[number - 1] for number in range(1, 6)}}, "are numbered from 1", True),
        ({"weights_kind": "mask"}, "the weights also hold the mask head, which the config does not use", False),
    ],
)
def test_that_what_may_surprise_a_person_is_to_be_looked_at(
    pair: Callable[..., ModelSummary], made: dict[str, object], note: str, names: bool
) -> None:
    model = pair(**made)
    assert judge(model) is Judgement.FITS_WITH_NOTES
    (said,) = notes_to_look_at(model.notes)
    assert note in said
    assert wants_class_names(model) == names


def test_that_a_base_that_is_missing_and_keys_that_are_left_out_are_to_be_looked_at(tmp_path: Path) -> None:
    config = tmp_path / "trained.yaml"
    config.write_text(
        '_BASE_: "../Base-RCNN-FPN.yaml"\n'
        "MODEL: {MASK_ON: false, RESNETS: {DEPTH: 18, RES2_OUT_CHANNELS: 64}, ROI_HEADS: {NUM_CLASSES: 5},"
        " FPN: {OUT_CHANNELS: 16}, ROI_BOX_HEAD: {FC_DIM: 16}}\n"
        "DATASETS: {TRAIN: [publaynet_train]}\n"
        "SOLVER: {WARM_START: 3}\n"
    )
    weights = tmp_path / "model_final.pth"
    torch.save({"model": state_of(load_config(config))}, weights)
    model = checked(config, weights)
    assert judge(model) is Judgement.FITS_WITH_NOTES
    base, left_out = notes_to_look_at(model.notes)
    assert base == (
        "trained.yaml builds on ../Base-RCNN-FPN.yaml, which is not there; Detectron2's values for it were used"
    )
    assert "SOLVER.WARM_START" in left_out
    assert not wants_class_names(model)


def test_that_a_class_count_that_is_all_that_is_wrong_wants_other_names(pair: Callable[..., ModelSummary]) -> None:
    model = pair({CLASSES: 80, "DATASETS.TRAIN": ("coco_2017_train",)}, {CLASSES: 5})
    assert judge(model) is Judgement.DOES_NOT_FIT
    assert model.fitting_class_count == 5
    assert named_classes(model) == 80
    assert wants_class_names(model)


def test_that_a_pair_that_does_not_fit_stays_so_whatever_else_is_noted(pair: Callable[..., ModelSummary]) -> None:
    model = pair(PUBLAYNET | R50, PUBLAYNET | R101)
    assert judge(model) is Judgement.DOES_NOT_FIT
    assert not wants_class_names(model)


def test_that_without_weights_nothing_was_checked() -> None:
    model = ModelSummary("layout", "Faster R-CNN", "ResNet-50 FPN", ("Text",))
    assert judge(model) is Judgement.NOT_CHECKED
    assert judge(replace(model, notes=(NAMELESS,))) is Judgement.NOT_CHECKED


def test_that_notes_on_how_a_model_runs_are_not_about_its_files() -> None:
    from d2studio.engine.loading import precision_notes

    model = ModelSummary("layout", "Faster R-CNN", "ResNet-50 FPN", ("Text",), verdict="fits")
    noted = replace(model, notes=precision_notes("float16", torch.float32))
    assert noted.notes
    assert judge(noted) is Judgement.FITS


def test_that_a_number_is_a_name_only_where_it_is_not_the_own() -> None:
    model = ModelSummary("layout", "Faster R-CNN", "ResNet-50 FPN", ("class 0", "Text", "class 7"))
    assert named_classes(model) == 2
