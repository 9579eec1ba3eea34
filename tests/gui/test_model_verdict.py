"""The window that says whether a model's files belong together, and what can be done with them."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QPushButton, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from d2studio.core.model_summary import ModelSummary
from d2studio.gui.badge import Badge
from d2studio.gui.model_verdict import ModelVerdict
from tests.checked_models import checked
from tests.engine.test_misfits import CLASSES, R50, R101, Changes, config_of, state_of, write_pair
from tests.gui.children import child
from tests.gui.test_model_panel import MODEL

Show = Callable[..., ModelVerdict]

NAMELESS_NOTE = "The names of the classes are not known; they are called by their numbers."
NAMELESS = replace(MODEL, notes=(NAMELESS_NOTE,), class_names=("class 0",))


def _checked(folder: Path, in_config: Changes, in_weights: Changes) -> ModelSummary:
    return checked(*write_pair(folder, config_of("faster", in_config), state_of(config_of("faster", in_weights))))


@pytest.fixture(scope="module")
def other_count(tmp_path_factory: pytest.TempPathFactory) -> ModelSummary:
    """A pair in which only the number of classes differs."""
    folder = tmp_path_factory.mktemp("count")
    return _checked(folder, {CLASSES: 80, "DATASETS.TRAIN": ("coco_2017_train",)}, {CLASSES: 5})


@pytest.fixture(scope="module")
def other_depth(tmp_path_factory: pytest.TempPathFactory) -> ModelSummary:
    """A pair of two networks."""
    return _checked(tmp_path_factory.mktemp("depth"), R50, R101)


@pytest.fixture
def show(qtbot: QtBot) -> Show:
    """Shows the verdict on a model, over a window."""
    window = QWidget()
    qtbot.addWidget(window)

    def show_one(model: ModelSummary, *, is_installed: bool = False) -> ModelVerdict:
        verdict = ModelVerdict(model, "", window, is_installed=is_installed)
        verdict.show()
        qtbot.waitExposed(verdict)
        return verdict

    return show_one


def offered(verdict: ModelVerdict) -> dict[str, str]:
    """Buttons that do something about the model."""
    asides = ("close_verdict", "toggle_problems", "toggle_classes")
    buttons = verdict.findChildren(QPushButton)
    return {button.objectName(): button.text() for button in buttons if button.objectName() not in asides}


def press(verdict: ModelVerdict, name: str) -> None:
    button = child(verdict, QPushButton, name)
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)


@pytest.mark.parametrize(
    ("model", "badge", "words"),
    [
        (MODEL, "Fits", "belong together: the model can be used."),
        (NAMELESS, "Fits, with notes", "the model can be used. Read this first"),
        (replace(MODEL, verdict="not checked"), "Not checked", "were not compared"),
    ],
)
def test_that_the_verdict_comes_first_in_plain_words(show: Show, model: ModelSummary, badge: str, words: str) -> None:
    verdict = show(model)
    assert child(verdict, Badge, "verdict_badge").accessibleName() == badge
    assert words in child(verdict, QLabel, "verdict_words").text()
    assert verdict.findChildren(QSpinBox) == []  # nothing that would change how a model runs


def test_that_two_networks_are_refused_with_the_reason_in_sight(show: Show, other_depth: ModelSummary) -> None:
    verdict = show(other_depth)
    assert child(verdict, Badge, "verdict_badge").accessibleName() == "Does not fit"
    assert "the model cannot be used" in child(verdict, QLabel, "verdict_words").text()
    reason = child(verdict, QLabel, "model_misfit_text")
    assert reason.text().startswith("These are ResNet-101 weights, the config says ResNet-50")
    area = child(verdict, QWidget, "verdict_area")
    assert area.rect().contains(reason.mapTo(area, reason.rect().bottomLeft()))
    assert offered(verdict) == {"choose_other_files": "Choose other files…"}


def test_that_hundreds_of_parts_are_folded_away_until_somebody_looks(show: Show, other_depth: ModelSummary) -> None:
    verdict = show(other_depth)
    parts = child(verdict, QPlainTextEdit, "model_problems")
    assert not parts.isVisible()
    assert "255" in child(verdict, QPushButton, "toggle_problems").text()
    press(verdict, "toggle_problems")
    assert parts.isVisible()
    assert tuple(parts.toPlainText().splitlines()) == other_depth.problems
    QTest.keyClick(child(verdict, QPushButton, "toggle_problems"), Qt.Key.Key_Return)
    assert not parts.isVisible()
    assert verdict.isVisible()  # Enter is not that of the button to close it


def test_that_the_classes_of_the_weights_can_be_taken(qtbot: QtBot, show: Show, other_count: ModelSummary) -> None:
    verdict = show(other_count)
    assert "Only the number of classes differs" in child(verdict, QLabel, "verdict_words").text()
    assert child(verdict, QLabel, "model_class_count").text() == "80 in the config, 5 in the weights"
    assert list(offered(verdict)) == ["use_weights_classes", "names_from_file", "choose_other_files"]
    assert "5" in offered(verdict)["use_weights_classes"]
    with qtbot.waitSignal(verdict.destroyed), qtbot.waitSignal(verdict.install_requested) as heard:
        press(verdict, "use_weights_classes")
    assert heard.args == [other_count, 5]


def test_that_a_model_that_fits_can_be_kept_as_it_is(qtbot: QtBot, show: Show) -> None:
    verdict = show(MODEL)
    assert list(offered(verdict)) == ["install_model", "use_model"]
    with qtbot.waitSignal(verdict.destroyed), qtbot.waitSignal(verdict.install_requested) as heard:
        press(verdict, "install_model")
    assert heard.args == [MODEL, None]


def test_that_a_model_that_fits_can_be_used_at_once(qtbot: QtBot, show: Show) -> None:
    verdict = show(NAMELESS)
    with qtbot.waitSignal(verdict.destroyed), qtbot.waitSignal(verdict.use_requested) as heard:
        QTest.mouseClick(child(verdict, QPushButton, "use_model"), Qt.MouseButton.LeftButton)
    assert heard.args == [NAMELESS]


@pytest.mark.parametrize(
    ("model", "button", "signal"),
    [
        (NAMELESS, "names_from_file", "names_file_requested"),
        (replace(MODEL, verdict="does not fit"), "choose_other_files", "other_files_requested"),
        (replace(MODEL, verdict="not checked"), "choose_other_files", "other_files_requested"),
    ],
)
def test_that_it_stays_while_somebody_looks_for_files(
    qtbot: QtBot, show: Show, model: ModelSummary, button: str, signal: str
) -> None:
    verdict = show(model)
    with qtbot.waitSignal(getattr(verdict, signal)) as heard:
        press(verdict, button)
    assert heard.args == [model]
    QApplication.processEvents()
    assert verdict.isVisible()


def test_that_a_model_that_is_installed_is_not_offered_again(show: Show) -> None:
    assert list(offered(show(NAMELESS, is_installed=True))) == ["use_model"]


def test_that_a_base_that_comes_with_d2studio_is_told_of(show: Show, tmp_path: Path) -> None:
    config, weights = write_pair(tmp_path, config_of("faster", {}), state_of(config_of("faster", {})))
    config.write_text("_BASE_: ../Base-RCNN-FPN.yaml\n" + config.read_text())
    verdict = show(checked(config, weights))
    assert child(verdict, Badge, "verdict_badge").accessibleName() == "Fits, with notes"
    said = [label.text() for label in verdict.findChildren(QLabel, "model_caution_text")]
    assert said == [
        "config.yaml builds on ../Base-RCNN-FPN.yaml, which is not there; Detectron2's values for it were used.",
        NAMELESS_NOTE,
    ]
    assert child(verdict, QLabel, "model_classes").text() == "3, whose names are not known"


def test_that_what_every_training_leaves_is_no_reason_to_look(show: Show, tmp_path: Path) -> None:
    named = config_of("mask", {CLASSES: 5, "DATASETS.TRAIN": ("publaynet_train",)})
    config, weights = write_pair(tmp_path, named, {})
    torch.save({"model": state_of(named), "optimizer": {"state": {}}}, weights)
    verdict = show(checked(config, weights))
    assert child(verdict, Badge, "verdict_badge").accessibleName() == "Fits"
    assert child(verdict, QLabel, "model_note").text() == "Left out beside the weights: optimizer."
    assert child(verdict, QLabel, "model_finds").text() == "boxes, outlines"


@pytest.mark.parametrize("verdict", ["fits", "does not fit"])
def test_that_each_button_is_named_and_explained(show: Show, verdict: str, other_count: ModelSummary) -> None:
    window = show(replace(other_count, verdict=verdict))
    for button in window.findChildren(QPushButton):
        assert button.objectName(), button.text()
        assert button.accessibleName() == button.text()
        assert button.toolTip(), button.text()


def test_that_it_is_as_high_as_what_it_says(show: Show) -> None:
    short = replace(MODEL, measured={}, description="", training="", licence="")
    assert show(short).height() < show(MODEL).height()


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return])
def test_that_keys_close_it(qtbot: QtBot, show: Show, key: Qt.Key) -> None:
    verdict = show(MODEL)
    with qtbot.waitSignal(verdict.destroyed):
        QTest.keyClick(child(verdict, QPushButton, "close_verdict"), key)
