"""The table of a page's regions."""

import json
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QAbstractItemModel, QPoint, Qt
from PySide6.QtGui import QAction, QColor, QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QMenu, QPushButton, QTableView
from pytestqt.qtbot import QtBot

from d2studio.arrays import IntArray
from d2studio.core.page_result import PageResult
from d2studio.detections import Detections
from d2studio.filters import FilterRules, apply_rules
from d2studio.gui.region_model import Column
from d2studio.gui.region_table import RegionTable
from tests.made_up import detections_of, random_detections

EVERYTHING = FilterRules()


def five_regions() -> Detections:
    """Text, Title and Table, best first, of sizes that sort otherwise than their digits do."""
    return detections_of(
        [[0, 0, 9, 9], [0, 0, 80, 10], [5, 5, 75, 95], [1, 1, 2, 2], [10, 0, 30, 100]],
        [0.9, 0.8, 0.7, 0.6, 0.5],
        [0, 1, 2, 0, 1],
    )


def result_of(found: Detections) -> PageResult:
    return PageResult(found, outlines=None, model="layout", device="cpu, float32", seconds=0.5)


def show(table: RegionTable, found: Detections, rules: FilterRules = EVERYTHING, order: IntArray | None = None) -> None:
    table.show_result(result_of(found), apply_rules(found, rules), order, "scan.pdf")


@pytest.fixture
def table(qtbot: QtBot) -> RegionTable:
    widget = RegionTable()
    qtbot.addWidget(widget)
    widget.resize(900, 400)
    widget.show()
    qtbot.waitExposed(widget)
    return widget


def view_of(table: RegionTable) -> QTableView:
    view = table.findChild(QTableView, "regions")
    assert isinstance(view, QTableView)
    return view


def model_of(table: RegionTable) -> QAbstractItemModel:
    return view_of(table).model()


def column(table: RegionTable, which: Column) -> list[str]:
    model = model_of(table)
    return [model.index(row, which).data() for row in range(model.rowCount())]


def selected_rows(table: RegionTable) -> list[int]:
    return sorted(index.row() for index in view_of(table).selectionModel().selectedRows())


def point_in(table: RegionTable, row: int) -> QPoint:
    view = view_of(table)
    return view.visualRect(view.model().index(row, Column.SCORE)).center()


def click(table: RegionTable, row: int, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.mouseClick(view_of(table).viewport(), Qt.MouseButton.LeftButton, keys, point_in(table, row))


def click_header(table: RegionTable, which: Column) -> None:
    header = view_of(table).horizontalHeader()
    middle = QPoint(header.sectionViewportPosition(which) + header.sectionSize(which) // 2, header.height() // 2)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=middle)


def filter_by(table: RegionTable, text: str) -> None:
    line = table.findChild(QLineEdit, "region_filter")
    assert isinstance(line, QLineEdit)
    line.clear()
    QTest.keyClicks(line, text)


def empty_text(table: RegionTable) -> str:
    label = table.findChild(QLabel, "no_regions")
    assert isinstance(label, QLabel)
    return label.text() if label.isVisible() else ""


def count_text(table: RegionTable) -> str:
    label = table.findChild(QLabel, "region_count")
    assert isinstance(label, QLabel)
    return label.text()


def action_of(table: RegionTable, name: str) -> QAction:
    action = table.findChild(QAction, name)
    assert isinstance(action, QAction)
    return action


def clipboard() -> str:
    return QGuiApplication.clipboard().text()


def test_that_only_shown_regions_are_listed_with_what_is_known_of_them(table: RegionTable) -> None:
    show(table, five_regions(), FilterRules(threshold=0.65))
    assert column(table, Column.NUMBER) == ["1", "2", "3"]
    assert column(table, Column.CLASS) == ["Text", "Title", "Table"]
    assert column(table, Column.SCORE) == ["0.90", "0.80", "0.70"]
    assert [column(table, which)[2] for which in (Column.X, Column.Y, Column.WIDTH, Column.HEIGHT)] == [
        "5",
        "5",
        "70",
        "90",
    ]
    assert column(table, Column.AREA) == ["81", "800", "6300"]
    assert column(table, Column.SHARE) == ["1.0", "10.0", "78.8"]


def test_that_regions_stand_in_the_order_of_reading_where_it_is_known(table: RegionTable) -> None:
    show(table, five_regions(), order=np.array([2, 0, 4, 1, 3]))
    assert column(table, Column.NUMBER) == ["1", "2", "3", "4", "5"]
    assert column(table, Column.SCORE) == ["0.70", "0.90", "0.50", "0.80", "0.60"]


def test_that_the_order_is_that_of_what_is_shown(table: RegionTable) -> None:
    show(table, five_regions(), FilterRules(hidden_classes=frozenset({0})), order=np.array([4, 1, 2]))
    assert column(table, Column.NUMBER) == ["1", "2", "3"]
    assert column(table, Column.SCORE) == ["0.50", "0.80", "0.70"]


def test_that_a_row_can_be_heard(table: RegionTable) -> None:
    show(table, five_regions(), order=np.array([2, 0, 4, 1, 3]))
    heard = model_of(table).index(2, Column.CLASS).data(Qt.ItemDataRole.AccessibleTextRole)
    assert heard == "Title, 0.50, order 3"


@pytest.mark.parametrize("which", list(Column))
def test_that_numbers_sort_as_numbers_by_any_column_both_ways(table: RegionTable, which: Column) -> None:
    show(table, random_detections(60, seed=3), order=np.random.default_rng(5).permutation(60))
    if which == Column.NUMBER:
        click_header(table, Column.CLASS)  # it is sorted by number already
    clicked = []
    for _ in range(2):
        click_header(table, which)
        clicked.append(column(table, which))
    # What is best stands at the top first.
    upwards, downwards = reversed(clicked) if which == Column.SCORE else clicked
    values = upwards if which == Column.CLASS else [float(text) for text in upwards]
    assert values == sorted(values)
    assert len(set(upwards)) > 1
    assert downwards == upwards[::-1]


def test_that_rows_that_are_equal_keep_the_order_they_had(table: RegionTable) -> None:
    show(table, random_detections(60, seed=3))
    click_header(table, Column.AREA)
    click_header(table, Column.CLASS)
    areas = [float(text) for text in column(table, Column.AREA)]
    classes = column(table, Column.CLASS)
    assert list(zip(classes, areas, strict=True)) == sorted(zip(classes, areas, strict=True))


def test_that_sorting_lasts_when_the_threshold_moves(table: RegionTable) -> None:
    show(table, five_regions())
    click_header(table, Column.AREA)
    show(table, five_regions(), FilterRules(threshold=0.55))
    assert column(table, Column.AREA) == ["1", "81", "800", "6300"]


def test_that_columns_can_be_sorted_from_the_menu(table: RegionTable) -> None:
    show(table, five_regions())
    by_area = next(
        action for menu in table.findChildren(QMenu) for action in menu.actions() if action.text() == "Area px"
    )
    by_area.trigger()
    assert column(table, Column.AREA) == ["1", "81", "800", "2000", "6300"]
    by_area.trigger()
    assert column(table, Column.AREA) == ["6300", "2000", "800", "81", "1"]


def test_that_the_menu_sorts_the_best_first_too(table: RegionTable) -> None:
    show(table, five_regions())
    by_score = next(
        action for menu in table.findChildren(QMenu) for action in menu.actions() if action.text() == "Score"
    )
    by_score.trigger()
    assert column(table, Column.SCORE) == ["0.90", "0.80", "0.70", "0.60", "0.50"]


def test_that_box_and_area_are_in_sight_beside_each_other(table: RegionTable) -> None:
    """In a panel of the width that it has in a new window."""
    show(table, five_regions())
    view = view_of(table)
    for column_sorted_by in (Column.NUMBER, Column.SCORE):
        view.sortByColumn(column_sorted_by, Qt.SortOrder.DescendingOrder)
        end = view.columnViewportPosition(Column.AREA) + view.columnWidth(Column.AREA)
        assert end <= 59 * view.fontMetrics().averageCharWidth()


def test_that_numbers_of_a_large_page_are_whole(table: RegionTable) -> None:
    box = np.array([[10_000, 1, 13_999, 19_000]], np.float32)
    found = Detections((19_800, 14_142), ("Text",), box, np.ones(1, np.float32), np.zeros(1, np.int64))
    show(table, found)
    view = view_of(table)
    for which in (Column.X, Column.HEIGHT, Column.AREA):
        assert view.fontMetrics().horizontalAdvance(column(table, which)[0]) < view.columnWidth(which)


def test_that_the_title_of_the_column_that_is_sorted_by_has_room_for_its_arrow(table: RegionTable) -> None:
    show(table, five_regions())
    click_header(table, Column.X)
    header = view_of(table).horizontalHeader()
    assert header.sectionSize(Column.X) >= header.sectionSizeHint(Column.X)


def test_that_the_filter_leaves_classes_whose_name_has_the_text(table: RegionTable) -> None:
    show(table, five_regions())
    filter_by(table, "TIT")
    assert column(table, Column.CLASS) == ["Title", "Title"]
    assert count_text(table) == "2 of 5 region(s)"
    filter_by(table, "figure")
    assert column(table, Column.CLASS) == []
    assert empty_text(table) == 'No class name contains "figure".'
    filter_by(table, "")
    assert len(column(table, Column.CLASS)) == 5
    assert empty_text(table) == ""


def test_that_an_empty_table_says_why(table: RegionTable) -> None:
    assert empty_text(table) == "Regions are listed here once the page has been run."
    show(table, detections_of([], []))
    assert empty_text(table) == "Nothing was found on this page."
    show(table, five_regions(), FilterRules(threshold=0.95))
    assert empty_text(table) == "5 region(s) found, none shown: see thresholds and classes."
    table.show_result(None, None)
    assert empty_text(table) == "Regions are listed here once the page has been run."


def test_that_a_click_selects_and_says_so_once(table: RegionTable) -> None:
    show(table, five_regions(), order=np.array([2, 0, 4, 1, 3]))
    heard: list[object] = []
    table.selection_changed.connect(heard.append)
    click(table, 0)
    click(table, 2, Qt.KeyboardModifier.ControlModifier)
    click(table, 2, Qt.KeyboardModifier.ControlModifier)
    assert heard == [frozenset({2}), frozenset({2, 4}), frozenset({2})]


def test_that_a_selection_made_elsewhere_is_shown_and_not_told_again(qtbot: QtBot, table: RegionTable) -> None:
    show(table, five_regions(), order=np.array([2, 0, 4, 1, 3]))
    with qtbot.assertNotEmitted(table.selection_changed):
        table.set_selection(frozenset({4, 0}))
        assert selected_rows(table) == [1, 2]
        table.set_selection(frozenset())
        assert selected_rows(table) == []


def test_that_two_tables_that_follow_each_other_come_to_rest(qtbot: QtBot, table: RegionTable) -> None:
    other = RegionTable()
    qtbot.addWidget(other)
    heard: list[object] = []
    for one, following in ((table, other), (other, table)):
        show(one, five_regions())
        one.selection_changed.connect(following.set_selection)
        one.selection_changed.connect(heard.append)
    click(table, 3)
    assert heard == [frozenset({3})]
    assert selected_rows(other) == [3]


def test_that_what_is_selected_stays_so_through_sorting_filtering_and_thresholds(
    qtbot: QtBot, table: RegionTable
) -> None:
    found = five_regions()
    result = result_of(found)
    table.show_result(result, apply_rules(found, EVERYTHING))
    with qtbot.assertNotEmitted(table.selection_changed):
        table.set_selection(frozenset({0, 4}))
        click_header(table, Column.AREA)
        assert [column(table, Column.SCORE)[row] for row in selected_rows(table)] == ["0.90", "0.50"]
        filter_by(table, "title")
        assert [column(table, Column.SCORE)[row] for row in selected_rows(table)] == ["0.50"]
        table.show_result(result, apply_rules(found, FilterRules(threshold=0.95)))
        filter_by(table, "")
        table.show_result(result, apply_rules(found, EVERYTHING))
        assert [column(table, Column.SCORE)[row] for row in selected_rows(table)] == ["0.90", "0.50"]


def test_that_another_page_starts_without_a_selection(table: RegionTable) -> None:
    show(table, five_regions())
    table.set_selection(frozenset({1}))
    show(table, replace(five_regions()))
    assert selected_rows(table) == []


def test_that_what_is_selected_elsewhere_comes_into_view(table: RegionTable) -> None:
    show(table, random_detections(500, seed=1))
    table.set_selection(frozenset({400}))
    view = view_of(table)
    assert view.viewport().rect().intersects(view.visualRect(view.model().index(400, 0)))
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert selected_rows(table) == [401]


def test_that_the_table_stays_where_it_is_when_the_threshold_moves(table: RegionTable) -> None:
    found = random_detections(500, seed=1)
    show(table, found)
    table.set_selection(frozenset({300}))
    scrolled = view_of(table).verticalScrollBar().value()
    assert scrolled > 0
    table.show_result(result_of(found), apply_rules(found, FilterRules(threshold=float(found.scores[450]))))
    assert view_of(table).verticalScrollBar().value() == scrolled
    assert view_of(table).currentIndex().row() == 300


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_that_enter_and_a_double_click_jump_to_a_region(qtbot: QtBot, table: RegionTable, key: Qt.Key) -> None:
    show(table, five_regions(), order=np.array([2, 0, 4, 1, 3]))
    click(table, 2)
    with qtbot.waitSignal(table.jump_requested) as jumped:
        QTest.keyClick(view_of(table), key)
    assert jumped.args == [4]
    click(table, 0)
    with qtbot.waitSignal(table.jump_requested) as jumped:
        QTest.mouseDClick(view_of(table).viewport(), Qt.MouseButton.LeftButton, pos=point_in(table, 0))
    assert jumped.args == [2]


def test_that_copying_takes_all_rows_as_they_stand(qtbot: QtBot, table: RegionTable) -> None:
    show(table, five_regions())
    click_header(table, Column.AREA)
    with qtbot.waitSignal(table.copied) as copied:
        QTest.keyClick(view_of(table), Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert copied.args == [5]
    header, *lines = [line.split("\t") for line in clipboard().splitlines()]
    assert [line[header.index("area_px")] for line in lines] == ["1", "81", "800", "2000", "6300"]
    assert {line[header.index("page")] for line in lines} == {"scan.pdf"}


def test_that_copying_takes_only_what_is_selected(table: RegionTable) -> None:
    show(table, five_regions())
    click(table, 1)
    click(table, 3, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(view_of(table), Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert [line.split("\t")[1] for line in clipboard().splitlines()[1:]] == ["Title", "Text"]


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("copy_text", lambda text: text.split("\n")[1].split("\t")[1]),
        ("copy_csv", lambda text: text.split("\n")[1].split(",")[1]),
        ("copy_json", lambda text: json.loads(text)["detections"][0]["class"]),
    ],
)
def test_that_the_menu_copies_in_each_format(table: RegionTable, name: str, read: Callable[[str], str]) -> None:
    show(table, five_regions())
    action_of(table, name).trigger()
    assert read(clipboard()) == "Text"


def test_that_nothing_is_copied_where_nothing_is_shown(qtbot: QtBot, table: RegionTable) -> None:
    QGuiApplication.clipboard().setText("before")
    with qtbot.assertNotEmitted(table.copied):
        table.copy_as("csv")
    assert clipboard() == "before"
    button = table.findChild(QPushButton, "copy_regions")
    assert isinstance(button, QPushButton)
    assert not button.isEnabled()


def test_that_keys_of_the_window_wait_while_the_table_has_the_focus(qtbot: QtBot, table: RegionTable) -> None:
    """The window copies the picture with the same keys."""
    show(table, five_regions())
    of_window = QAction("Copy picture", table)
    of_window.setShortcut("Ctrl+C")
    table.addAction(of_window)
    table.activateWindow()
    view_of(table).setFocus()
    qtbot.waitUntil(view_of(table).hasFocus)
    with qtbot.assertNotEmitted(of_window.triggered), qtbot.waitSignal(table.copied):
        QTest.keyClick(view_of(table), Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)


def test_that_the_swatch_has_the_colour_that_the_model_brings(table: RegionTable) -> None:
    show(table, five_regions())
    view = view_of(table)
    cell = view.visualRect(view.model().index(0, Column.CLASS))

    def colours() -> set[str]:
        picture = view.viewport().grab(cell).toImage()
        return {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height())}

    own = QColor(1, 2, 3).name()
    assert own not in colours()
    table.set_colours({0: (1, 2, 3)})
    assert own in colours()


def test_that_names_of_classes_stay_on_one_line_and_unknown_classes_have_a_number(table: RegionTable) -> None:
    show(table, replace(five_regions(), class_names=("<b>Te\nxt</b>",)))
    assert column(table, Column.CLASS)[:2] == ["<b>Te\\nxt</b>", "class 1"]


def test_that_the_model_keeps_the_rules_of_models(table: RegionTable) -> None:
    # It complains by warnings, which fail the test.
    tester = QAbstractItemModelTester(model_of(table), QAbstractItemModelTester.FailureReportingMode.Warning)
    show(table, five_regions(), order=np.array([2, 0, 4, 1, 3]))
    for which in Column:
        click_header(table, which)
    filter_by(table, "t")
    table.set_colours({0: (1, 2, 3)})
    show(table, random_detections(30, seed=1))
    table.show_result(None, None)
    show(table, five_regions())
    assert tester.model() is model_of(table)


def test_that_2000_regions_are_shown_in_no_time(table: RegionTable) -> None:
    found = random_detections(2000, seed=1)
    result, everything = result_of(found), apply_rules(found, EVERYTHING)
    order = np.random.default_rng(2).permutation(2000)

    def seconds() -> float:
        begun = time.perf_counter()
        table.show_result(result, everything, order)
        return time.perf_counter() - begun

    table.set_selection(frozenset({5, 600}))
    assert min(seconds() for _ in range(5)) < 0.01
