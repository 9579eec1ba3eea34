"""The window as a whole: what is in it, what it is called, and where it is."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QObject, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDragMoveEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDockWidget,
    QHeaderView,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QScrollBar,
    QTabBar,
    QTextEdit,
    QToolBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from d2studio.gui.main_window import MainWindow
from d2studio.gui.page_list import PageListModel
from tests.gui.fake_infer import ADVISED_COUNT
from tests.gui.made_up_models import MadeUpModels
from tests.gui.page_files import picture
from tests.gui.program import RunningProgram

_INTERACTIVE = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
)
# Parts of widgets of Qt's own, which speaks for them or leaves it to the widget that they belong to.
_QTS_OWN = (QHeaderView, QScrollBar)
_QTS_OWN_NAMES = ("qt_", "Scroll")
# Buttons whose words come when there is something to do.
_NAMED_LATER = {"apply_suggestion", "banner_action", "message_action"}


@pytest.fixture
def program(shared_program: RunningProgram, tmp_path: Path) -> RunningProgram:
    """One page is open, and something was found on it."""
    path = picture(tmp_path / "page.png")
    shared_program.open(path)
    shared_program.wait_for_page(path)
    shared_program.wait_for_run()
    return shared_program


@pytest.fixture
def window(program: RunningProgram) -> MainWindow:
    return program.window


def leaves(menu: QMenu) -> Iterator[QAction]:
    for action in menu.actions():
        deeper = action.menu()
        if isinstance(deeper, QMenu):
            yield from leaves(deeper)
        elif not action.isSeparator():
            yield action


def in_menus(window: MainWindow) -> list[QAction]:
    menus = [entry.menu() for entry in window.menuBar().actions()]
    return [action for menu in menus if isinstance(menu, QMenu) for action in leaves(menu)]


def own_actions(window: MainWindow) -> dict[str, QAction]:
    return {name: action for name, action in vars(window.actions_).items() if isinstance(action, QAction)}


# Menus and keys


def test_that_the_menus_are_all_there(window: MainWindow) -> None:
    titles = [entry.text().replace("&", "") for entry in window.menuBar().actions()]
    assert titles == ["File", "Edit", "View", "Page", "Model", "Run", "Tools", "Help"]


def test_that_every_action_is_in_a_menu_and_says_what_it_does(window: MainWindow) -> None:
    reachable = in_menus(window)
    for name, action in own_actions(window).items():
        assert action in reachable, name
        assert action.text().strip("&…"), name
        assert action.statusTip(), name
        assert action.toolTip() != action.text(), name


def test_that_every_button_of_the_tool_bar_is_an_action_of_a_menu(window: MainWindow) -> None:
    bar = window.findChild(QToolBar, "main-tools")
    assert bar is not None
    reachable = in_menus(window)
    assert [action.text() for action in bar.actions() if action.text() and action not in reachable] == []


def test_that_every_panel_can_be_hidden_and_shown(window: MainWindow) -> None:
    docks = window.findChildren(QDockWidget)
    assert len(docks) == 6
    assert set(window.actions_.panels_menu.actions()) == {dock.toggleViewAction() for dock in docks}


def keys_in_use(window: MainWindow) -> dict[str, list[tuple[QObject, bool]]]:
    """Who answers to which key in the whole window, and whether it would now."""
    owners: dict[str, list[tuple[QObject, bool]]] = defaultdict(list)
    for action in window.findChildren(QAction):
        for keys in action.shortcuts():
            if not keys.isEmpty():
                owners[keys.toString()].append((action, action.isEnabled()))
    for shortcut in window.findChildren(QShortcut):
        for keys in shortcut.keys():  # noqa: SIM118
            owners[keys.toString()].append((shortcut, shortcut.isEnabled()))
    return owners


def test_that_no_key_means_two_things(window: MainWindow) -> None:
    owners = keys_in_use(window)
    assert {keys: each for keys, each in owners.items() if len(each) > 1 and keys != "Esc"} == {}
    assert set(owners) >= {"Esc", "Space", "F5", "[", "]", "0", "1", "9", "?", "PgDown", "Ctrl+Q", "Ctrl+,"}


@pytest.mark.parametrize("is_running", [False, True])
@pytest.mark.parametrize("is_selected", [False, True])
def test_that_escape_means_one_thing_at_a_time(is_running: bool, is_selected: bool, program: RunningProgram) -> None:
    if is_selected:
        program.studio.set_selection(frozenset([0]))
    if is_running:
        program.studio.run_current()
    owners = [owner for owner, is_enabled in keys_in_use(program.window)["Esc"] if is_enabled]
    assert len(owners) == (1 if is_running or is_selected else 0)
    assert (program.window.actions_.stop in owners) == is_running
    program.wait_for_run()


def test_that_keys_are_those_that_the_menus_of_other_programs_have(window: MainWindow) -> None:
    act = window.actions_
    for action, keys in (
        (act.open_files, "Ctrl+O"),
        (act.save_picture, "Ctrl+S"),
        (act.undo, "Ctrl+Z"),
        (act.paste, "Ctrl+V"),
        (act.quit, "Ctrl+Q"),
        (act.full_screen, "F11"),
    ):
        assert QKeySequence(keys) in action.shortcuts()


# Names


def test_that_everything_that_can_be_used_has_a_name_and_explains_itself(window: MainWindow) -> None:
    nameless, unexplained = [], []
    for widget in window.findChildren(QWidget):
        if not isinstance(widget, _INTERACTIVE) or isinstance(widget, _QTS_OWN):
            continue
        parent = widget.parentWidget()
        assert parent is not None
        if widget.objectName().startswith(_QTS_OWN_NAMES) or isinstance(parent, QLineEdit):
            continue
        if isinstance(widget.window(), QMenu) or type(parent).__name__ == "QComboBoxPrivateContainer":
            continue
        if isinstance(widget, QTabBar) and parent is window:
            continue  # of panels, which have titles
        if isinstance(widget, QAbstractItemView) and isinstance(widget.window().parent(), QComboBox):
            continue
        text = widget.text() if isinstance(widget, QAbstractButton) else ""
        known_as = f"{type(widget).__name__} {widget.objectName()!r} in {parent.objectName()!r}"
        if not (widget.accessibleName() or text) and widget.objectName() not in _NAMED_LATER:
            nameless.append(known_as)
        if not widget.toolTip() and widget.objectName() not in _NAMED_LATER:
            unexplained.append(known_as)
    assert nameless == []
    assert unexplained == []


def test_that_the_tool_tip_of_a_key_names_the_key(window: MainWindow) -> None:
    """Whoever uses the mouse learns the keys by the way."""
    bar = window.findChild(QToolBar, "main-tools")
    assert bar is not None
    button = bar.widgetForAction(window.actions_.run)
    assert isinstance(button, QWidget)
    assert button.toolTip() == window.actions_.run.toolTip()


def test_that_the_title_names_the_page(program: RunningProgram, tmp_path: Path) -> None:
    path = picture(tmp_path / "scan.png")
    program.open(path)
    program.wait_for_page(path)
    assert program.window.windowTitle() == "scan.png - d2studio"
    program.studio.remove_pages(program.studio.pages.keys())
    assert program.window.windowTitle() == "d2studio"


# Places


def test_that_the_window_fits_a_small_screen(window: MainWindow) -> None:
    window.resize(1024, 700)
    assert window.size().toTuple() == (1024, 700)
    assert window.viewer.width() >= 300
    assert window.viewer.height() >= 300


def test_that_the_layout_can_be_put_back(window: MainWindow) -> None:
    window.actions_.reset_layout.trigger()
    before = {dock.objectName(): window.dockWidgetArea(dock) for dock in window.findChildren(QDockWidget)}
    window.table_dock.close()
    window.pages_dock.setFloating(True)
    window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, window.rules_dock)
    window.actions_.reset_layout.trigger()
    after = {dock.objectName(): window.dockWidgetArea(dock) for dock in window.findChildren(QDockWidget)}
    assert after == before
    assert not window.table_dock.isHidden()
    assert not window.pages_dock.isFloating()


def test_that_the_whole_screen_can_be_used_and_left_again(window: MainWindow, program: RunningProgram) -> None:
    window.actions_.full_screen.trigger()
    assert window.isFullScreen()
    window.actions_.full_screen.trigger()
    program.wait(lambda: not window.isFullScreen(), 5, "a window")


def test_that_a_window_that_was_closed_on_the_whole_screen_can_leave_it(qtbot: QtBot, tmp_path: Path) -> None:
    layout = str(tmp_path / "window.ini")
    first = MainWindow(PageListModel(), layout)
    qtbot.addWidget(first)
    first.show()
    first.actions_.full_screen.trigger()
    first.close()
    second = MainWindow(PageListModel(), layout)
    qtbot.addWidget(second)
    second.restore_layout()
    second.show()
    assert second.actions_.full_screen.isChecked() == second.isFullScreen()
    second.close()


def test_that_a_layout_file_that_makes_no_sense_is_passed_over(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "window.ini").write_text("[General]\ngeometry=@ByteArray(junk)\nstate=7\n", encoding="utf-8")
    window = MainWindow(PageListModel(), str(tmp_path / "window.ini"))
    qtbot.addWidget(window)
    window.restore_layout()
    window.show()
    assert not window.rules_dock.isHidden()
    window.close()


def test_that_what_is_said_in_passing_goes_by_itself(window: MainWindow) -> None:
    window.say("Saved")
    assert window.status.currentMessage() == "Saved"


def test_that_copied_regions_are_counted_in_the_status_bar(program: RunningProgram) -> None:
    program.window.actions_.copy_csv.trigger()
    assert program.window.status.currentMessage() == f"Copied {ADVISED_COUNT} regions"
    program.studio.set_selection(frozenset([0]))
    program.window.table.copy_as("text")
    assert program.window.status.currentMessage() == "Copied 1 region"


# Dropping


def drop(window: MainWindow, mime: QMimeData, place: QPoint) -> bool:
    """As the system does it: the window's handle finds out who is meant. Returns whether it was taken."""
    handle = window.windowHandle()
    action, button, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(place, action, mime, button, none)
    QApplication.sendEvent(handle, enter)
    if not enter.isAccepted():
        return False
    QApplication.sendEvent(handle, QDragMoveEvent(place, action, mime, button, none))
    dropped = QDropEvent(QPointF(place), action, mime, button, none)
    QApplication.sendEvent(handle, dropped)
    return dropped.isAccepted()


@pytest.mark.parametrize("target", ["viewer", "strip", "table", "rules_panel", "status"])
def test_that_files_can_be_dropped_anywhere_on_the_window(target: str, program: RunningProgram, tmp_path: Path) -> None:
    window = program.window
    path = picture(tmp_path / "dropped.png")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(path)])
    widget = getattr(window, target)
    assert drop(window, mime, widget.mapTo(window, widget.rect().center()))
    program.wait_for_page(path)


def test_that_what_is_no_page_is_not_taken(window: MainWindow) -> None:
    mime = QMimeData()
    mime.setText("some words")
    assert not drop(window, mime, window.viewer.mapTo(window, window.viewer.rect().center()))


# Closing


def test_that_no_other_window_keeps_the_program_alive(program: RunningProgram, program_models: MadeUpModels) -> None:
    """The program ends with the last window that belongs to no other."""
    window = program.window
    window.actions_.settings.trigger()
    window.actions_.keys.trigger()
    program.studio.runner.describe(program_models.other(), None)
    program.wait(lambda: len(others(window)) == 3, 10, "three windows more")
    assert [other.windowHandle().transientParent() for other in others(window)] == [window.windowHandle()] * 3
    for other in others(window):
        other.close()


def others(window: MainWindow) -> list[QWidget]:
    return [widget for widget in QApplication.topLevelWidgets() if widget.isVisible() and widget is not window]


def test_that_menus_name_the_key_of_everything_that_has_one(window: MainWindow) -> None:
    """They name the first, which must be a key that this system has."""
    for name, action in own_actions(window).items():
        assert not any(keys.isEmpty() for keys in action.shortcuts()), name
    assert window.actions_.settings.shortcut().toString() == "Ctrl+,"
