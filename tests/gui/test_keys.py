"""The window by keyboard alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QDoubleSpinBox, QLineEdit, QWidget

from d2studio.core.page import PageKey
from d2studio.core.rule_changes import threshold_of
from d2studio.gui.region_view import RegionView
from d2studio.gui.shortcut_sheet import ShortcutSheet
from tests.gui.children import child
from tests.gui.fake_infer import ADVISED
from tests.gui.made_up_models import MadeUpModels
from tests.gui.page_files import picture
from tests.gui.program import RunningProgram

NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
KEY = Qt.Key


@pytest.fixture
def page(shared_program: RunningProgram, program_models: MadeUpModels, tmp_path: Path) -> Iterator[RunningProgram]:
    """Three pages are open, something was found on the first, and it has the keyboard."""
    program = shared_program
    program.open(*[picture(tmp_path / f"{number}.png", 400 + number) for number in range(3)])
    program.wait_for_page(str(tmp_path / "0.png"))
    program.wait_for_run()
    program.wait(lambda: len(program.studio.pages) == 3, 10, "all pages")
    program.window.viewer.setFocus()
    program.wait(program.window.viewer.hasFocus, 5, "the keyboard")
    program_models.forget()
    yield program
    QTest.keyRelease(program.window.viewer, KEY.Key_H)


def press(key: KEY | str, modifier: Qt.KeyboardModifier = NONE) -> None:
    """Press a key as a user does: whoever has the keyboard gets it."""
    widget = QApplication.focusWidget()
    assert widget is not None
    if isinstance(key, str):
        QTest.keyClicks(widget, key, modifier)
    else:
        QTest.keyClick(widget, key, modifier)


def thresholds(program: RunningProgram) -> list[float]:
    return [round(threshold_of(program.studio.rules, class_id), 2) for class_id in range(3)]


def others_with_keyboard(program: RunningProgram) -> dict[str, QWidget]:
    """Where Space, letters and Esc have meanings of their own."""
    window = program.window
    return {
        "list": child(window.strip, QAbstractItemView, "page_view"),
        "table": child(window.table, RegionView),
        "filter": child(window.table, QLineEdit, "region_filter"),
    }


# Running


def test_that_space_runs_the_page(page: RunningProgram, program_models: MadeUpModels) -> None:
    press(KEY.Key_Space)
    page.wait(lambda: program_models.asked("run") == ["None 400"], 10, "a run")
    page.wait_for_run()


@pytest.mark.parametrize("where", ["list", "table", "filter"])
def test_that_space_runs_nothing_elsewhere(where: str, page: RunningProgram, program_models: MadeUpModels) -> None:
    widget = others_with_keyboard(page)[where]
    widget.setFocus()
    press(KEY.Key_Space)
    page.live(50)
    assert program_models.asked("run") == []
    if isinstance(widget, QLineEdit):
        assert widget.text() == " "
        widget.clear()


def test_that_f5_runs_wherever_the_keyboard_is(page: RunningProgram, program_models: MadeUpModels) -> None:
    for widget in others_with_keyboard(page).values():
        widget.setFocus()
        program_models.forget()
        press(KEY.Key_F5)
        page.wait(lambda: len(program_models.asked("run")) == 1, 10, "a run")
        page.wait_for_run()


def test_that_escape_stops_before_it_deselects(page: RunningProgram, program_models: MadeUpModels) -> None:
    page.studio.set_selection(frozenset([0]))
    program_models.hold("run")
    press(KEY.Key_F5)
    page.wait(lambda: program_models.asked("run"), 10, "a run")
    press(KEY.Key_Escape)
    page.wait(lambda: not page.studio.runner.is_running, 10, "the end of the run")
    assert page.studio.selection == {0}
    page.wait(lambda: not page.window.actions_.stop.isEnabled(), 5, "nothing to stop")
    press(KEY.Key_Escape)
    assert page.studio.selection == frozenset()


@pytest.mark.parametrize("where", ["list", "table"])
def test_that_escape_deselects_wherever_the_keyboard_is(where: str, page: RunningProgram) -> None:
    page.studio.set_selection(frozenset([0]))
    others_with_keyboard(page)[where].setFocus()
    press(KEY.Key_Escape)
    assert page.studio.selection == frozenset()


# Pages


def test_that_page_keys_go_through_the_pages(page: RunningProgram, tmp_path: Path) -> None:
    gone = []
    control = Qt.KeyboardModifier.ControlModifier
    for key, modifier in (
        (KEY.Key_PageDown, NONE),
        (KEY.Key_PageDown, NONE),
        (KEY.Key_PageUp, NONE),
        (KEY.Key_End, control),
        (KEY.Key_Home, control),
    ):
        press(key, modifier)
        assert page.studio.current is not None
        gone.append(page.studio.current)
    assert [Path(key.path).stem for key in gone] == ["1", "2", "1", "2", "0"]


def test_that_delete_takes_the_page_out_while_the_list_has_the_keyboard(page: RunningProgram, tmp_path: Path) -> None:
    others_with_keyboard(page)["list"].setFocus()
    press(KEY.Key_Delete)
    assert page.studio.current == PageKey(str(tmp_path / "1.png"))
    assert len(page.studio.pages) == 2


# Regions


def test_that_tab_walks_the_regions_and_leaves_after_the_last(page: RunningProgram) -> None:
    gone = []
    for _ in range(5):
        press(KEY.Key_Tab)
        (selected,) = page.studio.selection
        gone.append(selected)
        assert page.window.viewer.hasFocus()
    assert gone == [1, 2, 0, 3, 4]
    press(KEY.Key_Backtab, SHIFT)
    assert page.studio.selection == {3}
    press(KEY.Key_Tab)
    press(KEY.Key_Tab)
    assert not page.window.viewer.hasFocus()
    assert page.studio.selection == {4}


def test_that_letters_walk_the_regions_too(page: RunningProgram) -> None:
    press(KEY.Key_N)
    press(KEY.Key_N)
    press(KEY.Key_P)
    assert page.studio.selection == {1}


def test_that_the_selection_follows_the_arrows_in_the_table(page: RunningProgram) -> None:
    view = others_with_keyboard(page)["table"]
    assert isinstance(view, RegionView)
    page.studio.set_selection(frozenset([1]))
    view.setFocus()
    press(KEY.Key_Down)
    assert page.studio.selection == {2}


# What is shown


def test_that_brackets_move_the_threshold(page: RunningProgram, program_models: MadeUpModels) -> None:
    advised = [ADVISED[class_id] for class_id in range(3)]
    press(KEY.Key_BracketRight)
    page.wait(lambda: thresholds(page) == [round(each + 0.05, 2) for each in advised], 5, "higher thresholds")
    press(KEY.Key_BracketLeft)
    press(KEY.Key_BracketLeft)
    page.wait(lambda: thresholds(page) == [round(each - 0.05, 2) for each in advised], 5, "lower thresholds")
    page.live(50)
    assert program_models.asked("run") == []


@pytest.mark.parametrize("key", ["1", "3"])
def test_that_digits_show_and_hide_classes(key: str, page: RunningProgram) -> None:
    press(key)
    page.wait(lambda: len(page.studio.rules.hidden_classes) == 1, 5, "a hidden class")
    press(key)
    page.wait(lambda: not page.studio.rules.hidden_classes, 5, "no hidden class")


def test_that_a_digit_without_a_class_does_nothing(page: RunningProgram) -> None:
    press("9")
    page.live(50)
    assert page.studio.rules == page.studio.advised


def test_that_regions_are_hidden_as_long_as_h_is_held(page: RunningProgram) -> None:
    viewer = page.window.viewer
    page.live(100)
    seen = viewer.grab().toImage()
    QTest.keyPress(viewer, KEY.Key_H)
    bare = viewer.grab().toImage()
    assert bare != seen
    QTest.keyRelease(viewer, KEY.Key_H)
    assert viewer.grab().toImage() == seen


def test_that_regions_are_seen_again_when_the_keyboard_goes_elsewhere(page: RunningProgram) -> None:
    viewer, elsewhere = page.window.viewer, others_with_keyboard(page)["list"]
    elsewhere.setFocus()
    page.live(100)
    seen = viewer.grab().toImage()
    viewer.setFocus()
    QTest.keyPress(viewer, KEY.Key_H)
    elsewhere.setFocus()
    page.wait(lambda: viewer.grab().toImage() == seen, 5, "the regions")


def test_that_what_is_typed_into_a_field_does_nothing_else(page: RunningProgram, program_models: MadeUpModels) -> None:
    field = others_with_keyboard(page)["filter"]
    assert isinstance(field, QLineEdit)
    field.setFocus()
    zoom = page.window.viewer.transform().m11()
    QTest.keyClicks(field, "npglo[]+-019? h")
    assert field.text() == "npglo[]+-019? h"
    page.live(50)
    assert page.studio.rules == page.studio.advised
    assert page.window.viewer.transform().m11() == zoom
    assert page.studio.selection == frozenset()
    assert program_models.asked("run") == []
    field.clear()


def test_that_keys_zoom(page: RunningProgram) -> None:
    viewer = page.window.viewer
    fitted = viewer.transform().m11()
    press("+")
    page.wait(lambda: viewer.transform().m11() > fitted, 5, "a larger page")
    press("0")
    page.wait(lambda: viewer.transform().m11() == pytest.approx(fitted), 5, "the whole page")


# Getting about


def test_that_everything_can_be_reached_with_tab(page: RunningProgram) -> None:
    """From the page on, until it comes round again."""
    window = page.window
    page.studio.set_selection(frozenset([4]))  # the last region: from there Tab leaves the page
    window.viewer.setFocus()
    reached: list[QWidget] = []
    for _ in range(200):
        press(KEY.Key_Tab)
        widget = QApplication.focusWidget()
        assert widget is not None
        if widget is window.viewer:
            break
        reached.append(widget)
    else:
        raise AssertionError("it does not come round")
    assert len(reached) == len(set(reached))
    names = {widget.objectName() for widget in reached}
    assert names >= {"page_view", "threshold_slider", "threshold_number", "class_view", "regions", "region_filter"}
    assert all(widget.isVisible() for widget in reached)


def test_that_the_sheet_of_keys_comes_and_goes_by_key(page: RunningProgram) -> None:
    press("?")
    sheet = child(page.window, ShortcutSheet)
    page.wait(sheet.isVisible, 5, "the sheet")
    page.wait(sheet.isActiveWindow, 5, "the keyboard in the sheet")
    QTest.keyClick(sheet, KEY.Key_Escape)
    page.wait(lambda: not sheet.isVisible(), 5, "no sheet")
    page.window.activateWindow()
    page.wait(page.window.isActiveWindow, 5, "the window")


def test_that_full_screen_comes_and_goes_by_key(page: RunningProgram) -> None:
    press(KEY.Key_F11)
    assert page.window.isFullScreen()
    press(KEY.Key_F11)
    page.wait(lambda: not page.window.isFullScreen(), 5, "a window")


def test_that_keys_do_nothing_where_nothing_is_open(
    shared_program: RunningProgram, program_models: MadeUpModels
) -> None:
    viewer = shared_program.window.viewer
    viewer.setFocus()
    for key in (KEY.Key_Space, KEY.Key_F5, KEY.Key_PageDown, KEY.Key_Escape, KEY.Key_N, KEY.Key_H, "+", "0", "1", "["):
        press(key)
    QTest.mouseClick(viewer.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    shared_program.live(50)
    assert program_models.asked("run") == []
    assert shared_program.findings() == ()


def test_that_escape_leaves_the_full_screen_after_it_has_deselected(page: RunningProgram) -> None:
    press(KEY.Key_F11)
    assert page.window.isFullScreen()
    page.studio.set_selection(frozenset([0]))
    press(KEY.Key_Escape)
    assert page.studio.selection == frozenset()
    assert page.window.isFullScreen()
    press(KEY.Key_Escape)
    page.wait(lambda: not page.window.isFullScreen(), 5, "a window")


def test_that_letters_reach_the_page_after_another_panel_was_opened(page: RunningProgram) -> None:
    """The panel that had the keyboard is gone; what is typed must not go to a line for text."""
    window = page.window
    number = child(window.rules_panel, QDoubleSpinBox, "threshold_number")
    number.setFocus()
    window.display_dock.raise_()
    page.wait(lambda: not number.isVisible(), 5, "the other panel")
    assert QApplication.focusWidget() is window.viewer
    window.rules_dock.raise_()
    page.wait(number.isVisible, 5, "the panel")
    assert QApplication.focusWidget() is window.viewer
