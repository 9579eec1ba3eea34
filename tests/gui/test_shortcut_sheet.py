"""The sheet says what every key does, and nothing that is no longer so."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMainWindow, QMenu, QTreeWidget
from pytestqt.qtbot import QtBot

from d2studio.gui.shortcut_sheet import ShortcutSheet
from d2studio.gui.theme import DARK, apply_theme

MORE = [("Hide what was found while held down", "H"), ("Switch a class on or off", "1 … 9")]


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    window = QMainWindow()
    qtbot.addWidget(window)
    file_menu = window.menuBar().addMenu("&File")
    file_menu.addAction("&Open pages…", QKeySequence("Ctrl+O"))
    file_menu.addAction("Without a key")
    file_menu.addSeparator()
    export = file_menu.addMenu("&Export")
    export.addAction("Tables && boxes...", QKeySequence("Ctrl+E"))
    zoom = window.menuBar().addMenu("&View").addAction("Zoom in")
    zoom.setShortcuts([QKeySequence("Ctrl++"), QKeySequence("+"), QKeySequence("Ctrl+=")])
    window.menuBar().addMenu("&Empty")
    hidden = QAction("Next page", window)
    hidden.setShortcut(QKeySequence("PgDown"))
    window.addAction(hidden)
    return window


@pytest.fixture
def sheet(qtbot: QtBot, window: QMainWindow) -> ShortcutSheet:
    sheet = ShortcutSheet()
    qtbot.addWidget(sheet)
    sheet.show_keys(window, MORE)
    sheet.show()
    return sheet


def shown(sheet: ShortcutSheet) -> dict[str, list[tuple[str, ...]]]:
    """Titles of groups to their lines: what it does, and the keys."""
    tree = sheet.findChild(QTreeWidget, "shortcut_list")
    assert isinstance(tree, QTreeWidget)
    if not tree.isVisible():
        return {}
    groups = [tree.topLevelItem(row) for row in range(tree.topLevelItemCount())]
    return {
        group.text(0): [
            (line.text(0), *line.text(1).split("   "))
            for line in (group.child(row) for row in range(group.childCount()))
            if line and not line.isHidden()
        ]
        for group in groups
        if group and not group.isHidden()
    }


def filter_field(sheet: ShortcutSheet) -> QLineEdit:
    field = sheet.findChild(QLineEdit, "shortcut_filter")
    assert isinstance(field, QLineEdit)
    return field


def test_that_every_key_is_listed_with_its_menu(sheet: ShortcutSheet) -> None:
    assert shown(sheet) == {
        "File": [("Open pages", "Ctrl+O"), ("Tables & boxes", "Ctrl+E")],
        "View": [("Zoom in", "Ctrl++", "+", "Ctrl+=")],
        "In the window": [("Next page", "PgDown"), *MORE],
    }


def test_that_a_changed_key_is_shown_when_the_sheet_is_opened_again(sheet: ShortcutSheet, window: QMainWindow) -> None:
    menu = window.menuBar().actions()[1].menu()
    assert isinstance(menu, QMenu)
    menu.actions()[0].setShortcut(QKeySequence("F5"))
    sheet.show_keys(window)
    assert shown(sheet)["View"] == [("Zoom in", "F5")]
    assert shown(sheet)["In the window"] == [("Next page", "PgDown")]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("ZOOM", ["Zoom in"]),
        ("ctrl+o", ["Open pages"]),
        ("file boxes", ["Tables & boxes"]),
        ("held", ["Hide what was found while held down"]),
        ("no such thing", []),
    ],
)
def test_that_typing_leaves_only_what_fits(sheet: ShortcutSheet, typed: str, names: list[str]) -> None:
    QTest.keyClicks(filter_field(sheet), typed)
    assert [line[0] for lines in shown(sheet).values() for line in lines] == names
    nothing = sheet.findChild(QLabel, "shortcut_nothing")
    assert isinstance(nothing, QLabel)
    assert nothing.isVisible() == (not names)
    filter_field(sheet).clear()
    assert len(shown(sheet)) == 3


def test_that_escape_closes_the_sheet_and_the_window_stays_usable(sheet: ShortcutSheet) -> None:
    assert not sheet.isModal()
    assert sheet.focusWidget() is filter_field(sheet)
    QTest.keyClick(filter_field(sheet), Qt.Key.Key_Escape)
    assert not sheet.isVisible()


def test_that_return_does_not_close_the_sheet(sheet: ShortcutSheet) -> None:
    QTest.keyClick(filter_field(sheet), Qt.Key.Key_Return)
    assert sheet.isVisible()


def test_that_keys_are_drawn_in_frames_of_the_theme(qapp: QApplication, sheet: ShortcutSheet) -> None:
    apply_theme(qapp, "dark")
    image = sheet.grab().toImage()
    colours = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
    apply_theme(qapp, "light")
    assert {DARK.raised, DARK.outline, DARK.base} <= colours
