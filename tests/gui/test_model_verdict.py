"""The window that says whether a model's files belong together."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from d2studio.core.model_summary import ModelSummary
from d2studio.gui.badge import Badge
from d2studio.gui.model_verdict import ModelVerdict
from tests.gui.children import child
from tests.gui.test_model_panel import MODEL

Show = Callable[[ModelSummary], ModelVerdict]

MISMATCH = replace(
    MODEL,
    verdict="does not fit",
    explanations=("the weights have 9 classes, the config says 80",),
    problems=tuple(f"tensor {number} has another shape" for number in range(30)),
)


@pytest.fixture
def show(qtbot: QtBot) -> Show:
    """Shows the verdict on a model, over a window."""
    window = QWidget()
    qtbot.addWidget(window)

    def show_one(model: ModelSummary) -> ModelVerdict:
        verdict = ModelVerdict(model, "", window)
        verdict.show()
        qtbot.waitExposed(verdict)
        return verdict

    return show_one


@pytest.mark.parametrize(
    ("model", "badge", "words"),
    [
        (MODEL, "Fits", "belong together: the model can be used"),
        (MISMATCH, "Does not fit", "do not belong together: the model cannot be used"),
        (replace(MODEL, verdict="not checked"), "Not checked", "were not compared"),
    ],
)
def test_that_the_verdict_comes_first_in_plain_words(show: Show, model: ModelSummary, badge: str, words: str) -> None:
    verdict = show(model)
    assert child(verdict, Badge, "verdict_badge").accessibleName() == badge
    assert words in child(verdict, QLabel, "verdict_words").text()
    assert verdict.findChildren(QSpinBox) == []  # nothing that would change how a model runs


def test_that_the_reason_is_in_sight(show: Show) -> None:
    verdict = show(MISMATCH)
    reason = verdict.findChildren(QLabel, "model_problem")[0]
    assert reason.text() == "The weights have 9 classes, the config says 80."
    area = child(verdict, QWidget, "verdict_area")
    assert area.rect().contains(reason.mapTo(area, reason.rect().bottomLeft()))


def test_that_it_is_as_high_as_what_it_says(show: Show) -> None:
    short = replace(MODEL, measured={}, description="", training="", licence="")
    assert show(short).height() < show(MODEL).height()


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return])
def test_that_keys_close_it(qtbot: QtBot, show: Show, key: Qt.Key) -> None:
    verdict = show(MODEL)
    with qtbot.waitSignal(verdict.destroyed):
        QTest.keyClick(child(verdict, QPushButton, "close_verdict"), key)
