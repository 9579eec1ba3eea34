"""Steps that can be undone, as the user makes them."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDoubleSpinBox, QSlider, QStyle, QStyleOptionSlider

from d2studio.core.rule_changes import common_threshold
from tests.gui.children import child
from tests.gui.fake_infer import CLASSES
from tests.gui.page_files import picture
from tests.gui.program import RunningProgram

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def page(shared_program: RunningProgram, tmp_path: Path) -> RunningProgram:
    """One page is open, something was found on it, and nothing can be undone."""
    path = picture(tmp_path / "page.png")
    shared_program.open(path)
    shared_program.wait_for_page(path)
    shared_program.wait_for_run()
    shared_program.studio.undo_stack.clear()
    return shared_program


def undo(program: RunningProgram) -> None:
    program.window.actions_.undo.trigger()


def redo(program: RunningProgram) -> None:
    program.window.actions_.redo.trigger()


def threshold(program: RunningProgram) -> float | None:
    """Of all classes; None where they differ."""
    common = common_threshold(program.studio.rules, len(CLASSES))
    return None if common is None else round(common, 2)


def knob(slider: QSlider) -> QPoint:
    option = QStyleOptionSlider()
    slider.initStyleOption(option)
    rect = slider.style().subControlRect(
        QStyle.ComplexControl.CC_Slider, option, QStyle.SubControl.SC_SliderHandle, slider
    )
    return rect.center()


def drag(program: RunningProgram, *shares: float) -> None:
    """Drag the threshold from place to place, and let go."""
    slider = child(program.window.rules_panel, QSlider, "threshold_slider")
    start = knob(slider)
    QTest.mousePress(slider, LEFT, pos=start)
    for share in shares:
        QTest.mouseMove(slider, QPoint(round(share * slider.width()), start.y()))
        program.live(20)
    QTest.mouseRelease(slider, LEFT, pos=QPoint(round(shares[-1] * slider.width()), start.y()))


def test_that_at_first_nothing_can_be_undone(page: RunningProgram) -> None:
    act = page.window.actions_
    assert not act.undo.isEnabled()
    assert not act.redo.isEnabled()
    assert (act.undo.text(), act.redo.text()) == ("&Undo", "&Redo")


def test_that_a_drag_is_one_step(page: RunningProgram) -> None:
    before = page.studio.rules
    drag(page, 0.7, 0.8, 0.9)
    after = threshold(page)
    assert after is not None
    assert after > 0.8
    assert page.window.actions_.undo.text() == "&Undo change of what is shown"
    undo(page)
    assert page.studio.rules == before
    assert not page.window.actions_.undo.isEnabled()
    redo(page)
    assert threshold(page) == after


def test_that_undoing_is_seen_in_the_panel_and_on_the_page(page: RunningProgram) -> None:
    number = child(page.window.rules_panel, QDoubleSpinBox, "threshold_number")
    drag(page, 0.9)
    shown = len(page.studio.filtered.shown) if page.studio.filtered else -1
    drag(page, 0.99)
    undo(page)
    assert number.value() == pytest.approx(threshold(page))
    assert page.studio.filtered is not None
    assert len(page.studio.filtered.shown) == shown


def test_that_steps_by_key_in_a_row_are_one(page: RunningProgram) -> None:
    before = page.studio.rules
    for _ in range(3):
        page.window.actions_.raise_threshold.trigger()
    assert page.studio.rules == before  # shown at the next turn of the event loop
    page.wait(page.window.actions_.undo.isEnabled, 5, "a step")
    undo(page)
    assert page.studio.rules == before
    assert not page.window.actions_.undo.isEnabled()


def test_that_a_change_under_way_is_what_is_undone(page: RunningProgram) -> None:
    """Whoever presses Ctrl+Z at once does not want an earlier step undone."""
    drag(page, 0.9)
    first = page.studio.rules
    page.window.actions_.raise_threshold.trigger()
    undo(page)
    assert page.studio.rules == first
    redo(page)
    assert page.studio.rules != first


def test_that_each_kind_of_change_is_a_step(page: RunningProgram) -> None:
    rules = [page.studio.rules]
    panel = page.window.rules_panel
    panel.toggle_class(0)
    rules.append(page.studio.rules)
    page.window.actions_.reset_rules.trigger()
    rules.append(page.studio.rules)
    drag(page, 0.9)
    rules.append(page.studio.rules)
    assert len({str(each) for each in rules}) == 3  # the third is the first again
    for expected in reversed(rules[:-1]):
        undo(page)
        assert page.studio.rules == expected
    for expected in rules[1:]:
        redo(page)
        assert page.studio.rules == expected


def test_that_going_to_another_page_ends_a_step(page: RunningProgram, tmp_path: Path) -> None:
    page.window.actions_.raise_threshold.trigger()
    path = picture(tmp_path / "other.png")
    page.open(path)
    page.wait_for_page(path)
    assert page.studio.undo_stack.count() == 1


def test_that_a_new_step_makes_redoing_impossible(page: RunningProgram) -> None:
    drag(page, 0.9)
    undo(page)
    page.window.rules_panel.toggle_class(0)
    assert not page.window.actions_.redo.isEnabled()


def test_that_taking_pages_out_is_a_step_with_its_number(page: RunningProgram, tmp_path: Path) -> None:
    page.open(picture(tmp_path / "a.png"), picture(tmp_path / "b.png"))
    page.wait(lambda: len(page.studio.pages) == 3, 10, "three pages")
    keys = page.studio.pages.keys()
    page.studio.remove_pages(keys[:2])
    assert page.window.actions_.undo.text() == "&Undo removal of 2 pages"
    undo(page)
    assert page.studio.pages.keys() == keys
    assert page.window.actions_.redo.text() == "&Redo removal of 2 pages"
    redo(page)
    assert page.studio.pages.keys() == keys[2:]


def test_that_the_page_that_was_open_is_so_again_when_all_come_back(page: RunningProgram, tmp_path: Path) -> None:
    page.open(picture(tmp_path / "a.png"), picture(tmp_path / "b.png"))
    page.wait(lambda: len(page.studio.pages) == 3, 10, "three pages")
    keys = page.studio.pages.keys()
    page.studio.set_current(keys[1])
    page.window.actions_.remove_all.trigger()
    assert page.studio.current is None
    undo(page)
    assert page.studio.current == keys[1]


def test_that_results_outlast_the_removal_of_their_page(page: RunningProgram) -> None:
    (key,), result = page.studio.pages.keys(), page.studio.result
    page.studio.remove_pages([key])
    undo(page)
    page.wait(lambda: page.studio.page is not None, 10, "the page")
    assert page.studio.result is result
