from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QContextMenuEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QColorDialog, QDoubleSpinBox, QLineEdit, QMenu, QToolButton
from pytestqt.qtbot import QtBot

from d2studio.core.shown import ClassCounts
from d2studio.filters import FilterRules
from d2studio.gui.class_cells import name_width, slider_rect, swatch_rect
from d2studio.gui.class_list import ClassList
from d2studio.gui.class_marks import dash_pattern
from d2studio.gui.class_model import ClassModel, Column
from d2studio.gui.class_view import ClassView
from tests.gui.children import child

_NAMES = ("Text", "Title", "Table")


@pytest.fixture
def classes(qtbot: QtBot) -> ClassList:
    classes = ClassList()
    qtbot.addWidget(classes)
    classes.set_classes(_NAMES, {0: (10, 20, 30)})
    classes.set_rules(FilterRules(threshold=0.5))
    classes.resize(300, 400)
    classes.show()
    qtbot.waitExposed(classes)
    return classes


def _view(classes: ClassList) -> ClassView:
    return child(classes, ClassView, "class_view")


def _model(classes: ClassList) -> ClassModel:
    model = _view(classes).model()
    assert isinstance(model, ClassModel)
    return model


def _counts(total: dict[int, int], *, shown: dict[int, int], class_count: int) -> ClassCounts:
    counts = ClassCounts(np.zeros(class_count, np.int64), np.zeros(class_count, np.int64))
    for class_id, count in total.items():
        counts.total[class_id] = count
    for class_id, count in shown.items():
        counts.shown[class_id] = count
    return counts


def _slider_place(view: ClassView, row: int, threshold: float) -> QPoint:
    slider = slider_rect(view.visualRect(view.model().index(row, Column.THRESHOLD)), view.fontMetrics())
    return QPoint(round(slider.left() + threshold * slider.width()), slider.center().y())


def _texts(classes: ClassList, column: Column) -> list[str]:
    model = _model(classes)
    return [str(model.index(row, column).data()) for row in range(model.rowCount())]


def _focus_row(view: ClassView, row: int) -> None:
    view.setFocus()
    view.setCurrentIndex(view.model().index(row, 0))


def _open_menu(view: ClassView, row: int) -> None:
    place = view.visualRect(view.model().index(row, Column.NAME)).center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, view.viewport().mapToGlobal(place))
    QApplication.sendEvent(view.viewport(), event)


def test_that_the_model_keeps_the_rules_of_models(classes: ClassList) -> None:
    tester = QAbstractItemModelTester(_model(classes), QAbstractItemModelTester.FailureReportingMode.Fatal)
    classes.set_counts(_counts({1: 2}, shown={1: 1}, class_count=3))
    classes.set_classes(tuple(f"name {number}" for number in range(40)), {})
    classes.set_counts(_counts({30: 2}, shown={30: 1}, class_count=40))
    assert tester.model() is _model(classes)


def test_that_a_row_says_how_many_are_shown_of_how_many(classes: ClassList) -> None:
    classes.set_counts(_counts({0: 31, 1: 4}, shown={0: 12, 1: 4}, class_count=3))
    assert _texts(classes, Column.COUNT) == ["12/31", "4", "\N{EN DASH}"]


def test_that_each_class_shows_its_threshold(classes: ClassList) -> None:
    classes.set_rules(FilterRules(threshold=0.5, class_thresholds={1: 0.75}))
    assert _texts(classes, Column.THRESHOLD) == ["0.50", "0.75", "0.50"]


def test_that_a_click_on_the_check_box_hides_the_class(qtbot: QtBot, classes: ClassList) -> None:
    view = _view(classes)
    row = view.visualRect(view.model().index(1, Column.NAME))
    with qtbot.waitSignal(classes.rules_edited) as edited:
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(row.left() + 10, row.center().y()))
    assert edited.args == [FilterRules(threshold=0.5, hidden_classes=frozenset({1}))]


def test_that_space_toggles_the_current_class(qtbot: QtBot, classes: ClassList) -> None:
    classes.set_rules(FilterRules(hidden_classes=frozenset({2})))
    _focus_row(_view(classes), 2)
    with qtbot.waitSignal(classes.rules_edited) as edited:
        QTest.keyClick(_view(classes), Qt.Key.Key_Space)
    assert edited.args == [FilterRules()]


def test_that_dragging_a_slider_sets_the_threshold_of_its_class(qtbot: QtBot, classes: ClassList) -> None:
    view = _view(classes)
    dragged: list[FilterRules] = []
    classes.rules_dragged.connect(dragged.append)
    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=_slider_place(view, 1, 0.5))
    QTest.mouseMove(view.viewport(), _slider_place(view, 1, 0.8))
    # Up or down the mouse stays with the row that it began on.
    QTest.mouseMove(view.viewport(), QPoint(view.width() + 50, 0))
    with qtbot.waitSignal(classes.drag_ended):
        QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton)
    assert dragged[1].class_thresholds[1] == pytest.approx(0.8, abs=0.03)
    assert dragged[2] == FilterRules(threshold=0.5, class_thresholds={1: 1.0})


def test_that_left_and_right_step_the_threshold_of_the_current_class(qtbot: QtBot, classes: ClassList) -> None:
    _focus_row(_view(classes), 1)
    with qtbot.waitSignal(classes.rules_nudged) as nudged:
        QTest.keyClick(_view(classes), Qt.Key.Key_Right)
    assert nudged.args == [FilterRules(threshold=0.5, class_thresholds={1: 0.51})]
    with qtbot.waitSignal(classes.rules_nudged) as nudged:
        QTest.keyClick(_view(classes), Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert nudged.args == [FilterRules(threshold=0.5, class_thresholds={1: 0.45})]


def test_that_enter_takes_a_threshold_in_figures(qtbot: QtBot, classes: ClassList) -> None:
    view = _view(classes)
    _focus_row(view, 2)
    QTest.keyClick(view, Qt.Key.Key_Return)
    editor = child(view, QDoubleSpinBox, "class_threshold_editor")
    editor.selectAll()
    QTest.keyClicks(editor, editor.locale().toString(0.33, "f", 2))
    with qtbot.waitSignal(classes.rules_nudged) as nudged:
        QTest.keyClick(editor, Qt.Key.Key_Return)
    assert nudged.args == [FilterRules(threshold=0.5, class_thresholds={2: 0.33})]


@pytest.mark.parametrize(
    ("button", "hidden"),
    [("show_all_classes", frozenset()), ("show_no_classes", {0, 1, 2}), ("invert_classes", {0, 2})],
)
def test_that_buttons_change_all_classes(qtbot: QtBot, classes: ClassList, button: str, hidden: frozenset[int]) -> None:
    classes.set_rules(FilterRules(hidden_classes=frozenset({1})))
    with qtbot.waitSignal(classes.rules_edited) as edited:
        QTest.mouseClick(child(classes, QToolButton, button), Qt.MouseButton.LeftButton)
    assert edited.args == [FilterRules(hidden_classes=frozenset(hidden))]


def test_that_few_classes_keep_their_places_and_need_no_filter(classes: ClassList) -> None:
    classes.set_counts(_counts({2: 5}, shown={2: 5}, class_count=3))
    assert _texts(classes, Column.NAME) == list(_NAMES)
    assert not child(classes, QLineEdit, "class_filter").isVisible()


def test_that_of_many_classes_those_on_the_page_come_first(classes: ClassList) -> None:
    classes.set_classes(tuple(f"name {number}" for number in range(1203)), {})
    classes.set_counts(_counts({900: 2, 17: 1}, shown={}, class_count=1203))
    assert _texts(classes, Column.NAME)[:3] == ["name 17", "name 900", "name 0"]


def test_that_the_filter_narrows_many_classes_and_the_buttons_to_them(qtbot: QtBot, classes: ClassList) -> None:
    classes.set_classes(tuple(f"name {number}" for number in range(120)), {})
    line = child(classes, QLineEdit, "class_filter")
    assert line.isVisible()
    QTest.keyClicks(line, "NAME 11")
    assert _texts(classes, Column.NAME) == ["name 11", *(f"name {number}" for number in range(110, 120))]
    with qtbot.waitSignal(classes.rules_edited) as edited:
        QTest.mouseClick(child(classes, QToolButton, "show_no_classes"), Qt.MouseButton.LeftButton)
    assert edited.args[0].hidden_classes == {11, *range(110, 120)}


def test_that_another_models_classes_are_not_filtered_by_the_last_ones_filter(qtbot: QtBot, classes: ClassList) -> None:
    classes.set_classes(tuple(f"name {number}" for number in range(120)), {})
    QTest.keyClicks(child(classes, QLineEdit, "class_filter"), "11")
    classes.set_classes(tuple(f"other {number}" for number in range(20)), {})
    assert len(_texts(classes, Column.NAME)) == 20


def test_that_the_current_class_stays_so_when_rows_change_their_order(classes: ClassList) -> None:
    classes.set_classes(tuple(f"name {number}" for number in range(20)), {})
    _focus_row(_view(classes), 3)
    classes.set_counts(_counts({15: 1}, shown={15: 1}, class_count=20))
    assert _view(classes).current_class() == 3
    assert _view(classes).currentIndex().row() == 4


def test_that_a_class_without_a_name_is_listed_when_it_is_found(classes: ClassList) -> None:
    classes.set_counts(_counts({5: 1}, shown={5: 1}, class_count=6))
    assert _texts(classes, Column.NAME) == [*_NAMES, "class 5"]


def test_that_a_name_from_a_file_cannot_break_the_line(classes: ClassList) -> None:
    classes.set_classes(("a\nb",), {})
    assert _texts(classes, Column.NAME) == ["a\\nb"]


def test_that_positions_toggle_classes_and_those_beyond_the_last_nothing(qtbot: QtBot, classes: ClassList) -> None:
    with qtbot.waitSignal(classes.rules_edited) as edited:
        classes.toggle_class(2)
    assert edited.args == [FilterRules(threshold=0.5, hidden_classes=frozenset({2}))]
    with qtbot.assertNotEmitted(classes.rules_edited):
        classes.toggle_class(3)


def test_that_a_click_on_the_swatch_offers_another_colour(qtbot: QtBot, classes: ClassList) -> None:
    view = _view(classes)
    swatch = swatch_rect(view.visualRect(view.model().index(0, Column.NAME)), view.fontMetrics())
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=swatch.center())
    dialog = child(classes, QColorDialog, "class_colour_dialog")
    assert dialog.isVisible()
    assert dialog.currentColor() == QColor(10, 20, 30)
    dialog.setCurrentColor(QColor(1, 2, 3))
    with qtbot.waitSignal(classes.colour_changed) as changed:
        dialog.accept()
    assert changed.args == [0, (1, 2, 3)]


@pytest.mark.qt_log_ignore("does not support grabbing the keyboard")
def test_that_the_menu_shows_one_class_alone(qtbot: QtBot, classes: ClassList) -> None:
    view = _view(classes)
    _open_menu(view, 1)
    menu = child(classes, QMenu, "class_menu")
    qtbot.waitUntil(menu.isVisible)
    with qtbot.waitSignal(classes.rules_edited) as edited:
        QTest.keyClick(menu, Qt.Key.Key_Down)
        QTest.keyClick(menu, Qt.Key.Key_Return)
    assert edited.args == [FilterRules(threshold=0.5, hidden_classes=frozenset({0, 2}))]


@pytest.mark.qt_log_ignore("does not support grabbing the keyboard")
def test_that_the_menu_gives_a_class_the_common_threshold_back(qtbot: QtBot, classes: ClassList) -> None:
    rules = FilterRules(threshold=0.5, class_thresholds={0: 0.7, 1: 0.8})
    classes.set_rules(rules)
    _open_menu(_view(classes), 1)
    menu = child(classes, QMenu, "class_menu")
    qtbot.waitUntil(menu.isVisible)
    with qtbot.waitSignal(classes.rules_edited) as edited:
        QTest.keyClick(menu, Qt.Key.Key_Up)
        QTest.keyClick(menu, Qt.Key.Key_Return)
    assert edited.args == [replace(rules, class_thresholds={0: 0.7})]


def test_that_own_keys_are_kept_from_the_windows_shortcuts(qtbot: QtBot, classes: ClassList) -> None:
    shortcut_used = []
    action = classes.addAction("Run")
    action.setShortcut("Space")
    action.triggered.connect(lambda: shortcut_used.append(True))
    classes.activateWindow()
    qtbot.waitUntil(classes.isActiveWindow)
    _focus_row(_view(classes), 0)
    with qtbot.waitSignal(classes.rules_edited):
        QTest.keyClick(_view(classes), Qt.Key.Key_Space)
    assert not shortcut_used


def test_that_no_name_is_cut_off_at_the_least_width(classes: ClassList) -> None:
    names = ("Text", "Title", "List", "Table", "Figure", "Formula", "Caption", "Header", "Footer")
    classes.set_classes(names, {})
    classes.set_counts(_counts({0: 888}, shown={0: 444}, class_count=9))
    classes.resize(classes.minimumSize())
    view = _view(classes)
    metrics = view.fontMetrics()
    room = view.header().sectionSize(Column.NAME) - name_width(metrics, 0)
    assert room >= max(metrics.horizontalAdvance(name) for name in names)


def test_that_nine_classes_have_nine_dash_patterns() -> None:
    patterns = [tuple(dash_pattern(class_id)) for class_id in range(9)]
    assert len(set(patterns)) == 9
    assert all(len(pattern) % 2 == 0 for pattern in patterns)
    assert dash_pattern(1203) == dash_pattern(1203 % 9)
