from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QDoubleSpinBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QSlider,
    QSpinBox,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from d2studio.detections import Detections
from d2studio.filters import FilterRules, apply_rules
from d2studio.gui.class_view import ClassView
from d2studio.gui.rules_panel import RulesPanel
from d2studio.gui.score_histogram import ScoreHistogramView
from tests.gui.children import child

_NAMES = ("Text", "Title", "Table")
_ADVISED = FilterRules(threshold=0.5, class_thresholds={1: 0.6})


class _Listener:
    """What the panel announced, in order."""

    def __init__(self, panel: RulesPanel) -> None:
        self.changed: list[FilterRules] = []
        self.settled: list[FilterRules] = []
        panel.rules_changed.connect(self.changed.append)
        panel.rules_settled.connect(self.settled.append)


@pytest.fixture
def panel(qtbot: QtBot) -> RulesPanel:
    panel = RulesPanel()
    qtbot.addWidget(panel)
    panel.set_classes(_NAMES, {})
    panel.set_rules(FilterRules(threshold=0.5), _ADVISED)
    panel.resize(300, 600)
    panel.show()
    qtbot.waitExposed(panel)
    return panel


@pytest.fixture
def heard(panel: RulesPanel) -> _Listener:
    return _Listener(panel)


def _found(scores: list[float], class_ids: list[int], names: tuple[str, ...] = _NAMES) -> Detections:
    count = len(scores)
    boxes = np.tile(np.array([0, 0, 10, 10], np.float32), (count, 1)) + np.arange(count, dtype=np.float32)[:, None] * 20
    return Detections((5000, 5000), names, boxes, np.array(scores, np.float32), np.array(class_ids, np.int64))


def _show(panel: RulesPanel, detections: Detections, rules: FilterRules) -> None:
    panel.set_rules(rules, _ADVISED)
    panel.show_result(detections, apply_rules(detections, rules))


def _slider(panel: RulesPanel) -> QSlider:
    return child(panel, QSlider, "threshold_slider")


def _number(panel: RulesPanel) -> QDoubleSpinBox:
    return child(panel, QDoubleSpinBox, "threshold_number")


def _text(panel: RulesPanel, name: str) -> str:
    return child(panel, QLabel, name).text()


def test_that_the_headline_says_how_many_are_shown_of_how_many(panel: RulesPanel) -> None:
    _show(panel, _found([0.9, 0.7, 0.2], [0, 1, 0]), FilterRules(threshold=0.5))
    assert _text(panel, "shown_headline") == "2 shown of 3"
    panel.show_result(None, None)
    assert _text(panel, "shown_headline") == "No result yet"


def test_that_rules_given_are_shown_and_not_announced(qtbot: QtBot, panel: RulesPanel) -> None:
    rules = FilterRules(0.62, {}, frozenset({1}), max_overlap=0.8, max_inside=0.9, max_count=7)
    with qtbot.assertNotEmitted(panel.rules_changed, wait=50), qtbot.assertNotEmitted(panel.rules_settled):
        panel.set_rules(rules, _ADVISED)
    assert _slider(panel).value() == 62
    assert _number(panel).value() == pytest.approx(0.62)
    assert child(panel, QCheckBox, "hide_overlapping").isChecked()
    assert child(panel, QSpinBox, "max_overlap").value() == 80
    assert child(panel, QSpinBox, "max_inside").value() == 90
    assert child(panel, QSpinBox, "max_count").value() == 7


def test_that_the_slider_sets_one_threshold_for_all_classes(qtbot: QtBot, panel: RulesPanel, heard: _Listener) -> None:
    panel.set_rules(_ADVISED, _ADVISED)
    assert _text(panel, "threshold_label") == "By class"
    assert _slider(panel).value() == 50
    with qtbot.waitSignal(panel.rules_settled):
        QTest.keyClick(_slider(panel), Qt.Key.Key_PageUp)
    assert heard.changed == heard.settled == [FilterRules(threshold=0.55)]
    assert _text(panel, "threshold_label") == "Threshold"


def test_that_key_steps_in_quick_succession_settle_as_one(qtbot: QtBot, panel: RulesPanel, heard: _Listener) -> None:
    for _ in range(4):
        with qtbot.waitSignal(panel.rules_changed):
            QTest.keyClick(_slider(panel), Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: bool(heard.settled))
    assert [rules.threshold for rules in heard.changed] == [0.51, 0.52, 0.53, 0.54]
    assert heard.settled == [FilterRules(threshold=0.54)]


def test_that_a_drag_on_the_histogram_is_announced_as_it_goes_and_settled_at_its_end(
    qtbot: QtBot, panel: RulesPanel, heard: _Listener
) -> None:
    histogram = child(panel, ScoreHistogramView)
    middle, right = QPoint(histogram.width() // 4, 20), QPoint(histogram.width() + 30, 20)
    with qtbot.waitSignal(panel.rules_changed):
        QTest.mousePress(histogram, Qt.MouseButton.LeftButton, pos=middle)
    assert heard.changed[0].threshold == pytest.approx(0.25, abs=0.03)
    with qtbot.waitSignal(panel.rules_changed):
        QTest.mouseMove(histogram, right)
    assert heard.settled == []
    QTest.mouseRelease(histogram, Qt.MouseButton.LeftButton, pos=right)
    assert heard.settled == [FilterRules(threshold=1.0)]
    assert _slider(panel).value() == 100


def test_that_changes_within_one_turn_are_announced_once(qtbot: QtBot, panel: RulesPanel, heard: _Listener) -> None:
    with qtbot.waitSignal(panel.rules_changed):
        for _ in range(3):
            panel.step_threshold(0.05)
        assert heard.changed == []
    assert heard.changed == [FilterRules(threshold=0.65)]


def test_that_a_number_that_is_typed_counts_when_it_is_complete(
    qtbot: QtBot, panel: RulesPanel, heard: _Listener
) -> None:
    number = _number(panel)
    number.setFocus()
    number.selectAll()
    QTest.keyClicks(number, number.locale().toString(0.37, "f", 2))
    assert heard.changed == []
    QTest.keyClick(number, Qt.Key.Key_Return)
    assert heard.changed == heard.settled == [FilterRules(threshold=0.37)]


def test_that_a_step_shifts_the_thresholds_of_all_classes(qtbot: QtBot, panel: RulesPanel) -> None:
    panel.set_rules(_ADVISED, _ADVISED)
    with qtbot.waitSignal(panel.rules_changed) as changed:
        panel.step_threshold(-0.05)
    assert changed.args == [FilterRules(threshold=0.45, class_thresholds={1: 0.55})]


def test_that_the_advised_thresholds_come_back_without_touching_other_rules(qtbot: QtBot, panel: RulesPanel) -> None:
    rules = FilterRules(threshold=0.9, hidden_classes=frozenset({2}), max_count=5)
    panel.set_rules(rules, _ADVISED)
    button = child(panel, QPushButton, "use_advised")
    with qtbot.waitSignal(panel.rules_settled) as settled:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert settled.args == [replace(rules, threshold=0.5, class_thresholds={1: 0.6})]
    assert not button.isEnabled()


def test_that_a_class_is_switched_off_by_its_position(qtbot: QtBot, panel: RulesPanel, heard: _Listener) -> None:
    panel.toggle_class(0)
    assert heard.changed == heard.settled == [FilterRules(threshold=0.5, hidden_classes=frozenset({0}))]
    panel.toggle_class(0)
    assert heard.settled[1] == FilterRules(threshold=0.5)


def test_that_a_classs_own_threshold_is_announced_and_settled(
    qtbot: QtBot, panel: RulesPanel, heard: _Listener
) -> None:
    view = child(panel, ClassView)
    view.setCurrentIndex(view.model().index(2, 0))
    with qtbot.waitSignal(panel.rules_settled):
        QTest.keyClick(view, Qt.Key.Key_Left)
        QTest.keyClick(view, Qt.Key.Key_Left)
    assert heard.changed == heard.settled == [FilterRules(threshold=0.5, class_thresholds={2: 0.48})]


@pytest.mark.parametrize(
    ("check", "number", "expected", "stepped"),
    [
        ("hide_overlapping", "max_overlap", {"max_overlap": 0.5}, {"max_overlap": 0.51}),
        ("hide_inside", "max_inside", {"max_inside": 0.8}, {"max_inside": 0.81}),
        ("limit_count", "max_count", {"max_count": 100}, {"max_count": 101}),
    ],
)
def test_that_limits_are_switched_on_stepped_and_switched_off(
    qtbot: QtBot,
    panel: RulesPanel,
    heard: _Listener,
    check: str,
    number: str,
    expected: dict[str, Any],
    stepped: dict[str, Any],
) -> None:
    start = FilterRules(threshold=0.5)
    box, spin = child(panel, QCheckBox, check), child(panel, QSpinBox, number)
    assert not box.isVisible()
    QTest.mouseClick(child(panel, QToolButton, "fold_limits"), Qt.MouseButton.LeftButton)
    assert box.isVisible()
    assert not spin.isEnabled()
    QTest.keyClick(box, Qt.Key.Key_Space)
    assert heard.settled == [replace(start, **expected)]
    with qtbot.waitSignal(panel.rules_changed):
        QTest.keyClick(spin, Qt.Key.Key_Up)
    assert heard.changed[-1] == replace(start, **stepped)
    QTest.keyClick(box, Qt.Key.Key_Space)
    assert heard.settled[1:] == [replace(start, **stepped), start]


def test_that_folded_limits_say_how_many_are_on(panel: RulesPanel) -> None:
    fold = child(panel, QToolButton, "fold_limits")
    assert fold.text() == "Overlap and limits"
    panel.set_rules(FilterRules(max_overlap=0.0, max_count=5), _ADVISED)
    assert fold.text() == "Overlap and limits (2 on)"


def test_that_ghosts_are_asked_for_by_a_check_box(qtbot: QtBot, panel: RulesPanel) -> None:
    with qtbot.waitSignal(panel.ghosts_toggled) as toggled:
        QTest.keyClick(child(panel, QCheckBox, "show_ghosts"), Qt.Key.Key_Space)
    assert toggled.args == [True]


def test_that_an_empty_outcome_is_explained_and_mended_by_its_button(
    qtbot: QtBot, panel: RulesPanel, heard: _Listener
) -> None:
    detections = _found([0.41, 0.2], [0, 1])
    _show(panel, detections, FilterRules(threshold=0.8))
    assert child(panel, QLabel, "nothing_shown_text").isVisible()
    assert _text(panel, "nothing_shown_text") == "The best score is 0.41, below 0.80."
    button = child(panel, QPushButton, "apply_suggestion")
    assert button.text() == "Lower to 0.40"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert heard.changed == heard.settled == [FilterRules(threshold=0.4)]
    _show(panel, detections, heard.settled[0])
    assert not child(panel, QLabel, "nothing_shown_text").isVisible()


def test_that_a_score_just_below_the_threshold_is_written_with_enough_figures(panel: RulesPanel) -> None:
    _show(panel, _found([0.796], [0]), FilterRules(threshold=0.8))
    assert _text(panel, "nothing_shown_text") == "The best score is 0.796, below 0.800."


def test_that_the_class_is_named_where_only_its_own_threshold_is_in_the_way(panel: RulesPanel) -> None:
    _show(panel, _found([0.41], [1]), FilterRules(threshold=0.5, class_thresholds={1: 0.9}))
    assert _text(panel, "nothing_shown_text") == "The best score is 0.41 (Title), below the 0.90 of its class."
    assert child(panel, QPushButton, "apply_suggestion").text() == "Lower its class to 0.40"


def test_that_classes_that_are_switched_off_are_offered_back(panel: RulesPanel) -> None:
    _show(panel, _found([0.9, 0.8], [0, 1]), FilterRules(hidden_classes=frozenset({0, 1})))
    assert _text(panel, "nothing_shown_text") == "2 found, but of classes that are switched off."
    assert child(panel, QPushButton, "apply_suggestion").text() == "Show all classes"


def test_that_a_page_on_which_nothing_was_found_offers_nothing(panel: RulesPanel) -> None:
    _show(panel, _found([], []), FilterRules())
    assert _text(panel, "nothing_shown_text") == "Nothing was found on this page."
    assert not child(panel, QPushButton, "apply_suggestion").isVisible()


def test_that_rules_of_another_page_drop_what_was_not_yet_announced(
    qtbot: QtBot, panel: RulesPanel, heard: _Listener
) -> None:
    panel.step_threshold(0.05)
    panel.set_rules(FilterRules(threshold=0.1), _ADVISED)
    with qtbot.assertNotEmitted(panel.rules_changed, wait=50):
        pass
    panel.settle()
    assert heard.changed == heard.settled == []


def test_that_the_echo_of_announced_rules_does_not_keep_them_from_settling(
    qtbot: QtBot, panel: RulesPanel, heard: _Listener
) -> None:
    panel.rules_changed.connect(lambda rules: panel.set_rules(rules, _ADVISED))
    panel.step_threshold(0.05)
    panel.settle()
    assert heard.settled == [FilterRules(threshold=0.55)]


def test_that_each_control_has_a_name_and_is_explained(panel: RulesPanel) -> None:
    kinds = (QAbstractButton, QSlider, QAbstractSpinBox, QLineEdit, ClassView, ScoreHistogramView)
    controls = [control for kind in kinds for control in panel.findChildren(kind)]
    # Parts that Qt puts into its own widgets have names that begin so, or stand in a line of text.
    own = [
        control
        for control in controls
        if not control.objectName().startswith("qt_") and not isinstance(control.parent(), QLineEdit)
    ]
    assert len(own) > 15
    for control in own:
        assert control.objectName(), control
        assert control.accessibleName() or control.objectName() == "apply_suggestion", control
        assert control.toolTip() or isinstance(control, ScoreHistogramView), control


def test_that_thresholds_by_class_are_shown_from_the_lowest_to_the_highest(panel: RulesPanel) -> None:
    panel.set_rules(FilterRules(threshold=0.5, class_thresholds={0: 0.42, 1: 0.8, 2: 0.6}), _ADVISED)
    assert _number(panel).text() == "0.42 – 0.80"
    assert _slider(panel).value() == 42
    panel.set_rules(FilterRules(threshold=0.5), _ADVISED)
    assert _number(panel).text() == "0.50"


@pytest.mark.parametrize(
    ("kind", "name"), [(QSlider, "threshold_slider"), (QDoubleSpinBox, "threshold_number"), (QSpinBox, "max_overlap")]
)
def test_that_the_wheel_changes_only_what_has_the_keyboard(
    kind: type[QWidget], name: str, panel: RulesPanel, heard: _Listener
) -> None:
    panel.set_rules(FilterRules(threshold=0.5, max_overlap=0.5), _ADVISED)
    QTest.mouseClick(child(panel, QToolButton, "fold_limits"), Qt.MouseButton.LeftButton)
    control = child(panel, kind, name)
    child(panel, ClassView).setFocus()
    _turn_wheel(control)
    panel.settle()
    assert heard.changed == []
    control.setFocus()
    _turn_wheel(control)
    panel.settle()
    assert len(heard.changed) == 1


def _turn_wheel(control: QWidget) -> None:
    place = QPointF(control.rect().center())
    none, plain = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    phase = Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(place, control.mapToGlobal(place), QPoint(), QPoint(0, 120), none, plain, phase, False)
    QApplication.sendEvent(control, event)


def test_that_classes_stay_where_they_are_when_nothing_is_shown(qtbot: QtBot, panel: RulesPanel) -> None:
    detections = _found([0.41, 0.2], [0, 1])
    _show(panel, detections, FilterRules(threshold=0.3))
    classes = child(panel, ClassView)
    before = classes.mapTo(panel, QPoint(0, 0))
    _show(panel, detections, FilterRules(threshold=0.8))
    qtbot.waitUntil(lambda: child(panel, QLabel, "nothing_shown_text").height() > 0)
    QApplication.processEvents()
    assert child(panel, QLabel, "nothing_shown_text").isVisible()
    assert classes.mapTo(panel, QPoint(0, 0)) == before


def test_that_the_keyboard_goes_to_the_slider_after_what_was_offered_is_taken(panel: RulesPanel) -> None:
    _show(panel, _found([0.41], [0]), FilterRules(threshold=0.8))
    button = child(panel, QPushButton, "apply_suggestion")
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert panel.focusWidget() is _slider(panel)
