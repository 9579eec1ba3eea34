"""The log view keeps up with a busy log, and leaves whoever reads it where they are."""

import logging
import time
from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from d2studio.core.logs import MAX_LINES, LogLine
from d2studio.gui.log_view import LogView


def line(text: str, level: int = logging.INFO) -> LogLine:
    return LogLine(datetime(2025, 3, 4, 5, 6, 7), level, "d2studio.core.jobs", text)


@pytest.fixture
def view(qtbot: QtBot) -> LogView:
    view = LogView()
    qtbot.addWidget(view)
    view.resize(800, 200)
    with qtbot.waitExposed(view):
        view.show()
    return view


def box(view: LogView) -> QPlainTextEdit:
    found = view.findChild(QPlainTextEdit, "log_text")
    assert isinstance(found, QPlainTextEdit)
    return found


def choose(view: LogView, index: int) -> None:
    level = view.findChild(QComboBox, "log_level")
    assert isinstance(level, QComboBox)
    level.setCurrentIndex(index)


def press(view: LogView, name: str) -> None:
    button = view.findChild(QPushButton, name)
    assert isinstance(button, QPushButton)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_that_a_line_says_when_how_grave_and_where(view: LogView, qtbot: QtBot) -> None:
    view.append(line("opened a.png", logging.WARNING))
    qtbot.waitUntil(lambda: view.text() == "05:06:07  WARNING  core.jobs: opened a.png")


def test_that_lines_that_come_together_are_drawn_together(view: LogView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(box(view).textChanged):
        for index in range(500):
            view.append(line(str(index)))
        assert view.text() == ""
    assert box(view).blockCount() == 500


def test_that_a_traceback_is_set_in_below_its_line(view: LogView) -> None:
    view.set_lines([line("it failed\nTraceback:\n  x\x1b[31m", logging.ERROR)])
    assert view.text().splitlines()[1:] == ["    Traceback:", "      x\\x1b[31m"]


def test_that_the_view_holds_the_last_lines_only(view: LogView, qtbot: QtBot) -> None:
    view.set_lines(line(str(index)) for index in range(MAX_LINES))
    begun = time.process_time()
    for index in range(3 * MAX_LINES):
        view.append(line(f"new {index}"))
    assert time.process_time() - begun < 1
    qtbot.waitUntil(lambda: view.text().endswith(f"new {3 * MAX_LINES - 1}"))
    assert box(view).blockCount() == MAX_LINES
    assert view.text().splitlines()[0].endswith(f"new {2 * MAX_LINES}")


def test_that_details_are_hidden_at_first_and_the_level_can_be_chosen(view: LogView, qtbot: QtBot) -> None:
    view.set_lines([line("a", logging.DEBUG), line("b"), line("c", logging.WARNING), line("d", logging.ERROR)])
    shown = []
    for index in (1, 0, 2, 3):
        choose(view, index)
        shown.append("".join(text[-1] for text in view.text().splitlines()))
    assert shown == ["bcd", "abcd", "cd", "d"]
    view.append(line("e"))
    view.append(line("f", logging.CRITICAL))
    qtbot.waitUntil(lambda: view.text().endswith("f"))
    assert len(view.text().splitlines()) == 2
    choose(view, 1)
    assert "e" in view.text().splitlines()[-2]


def test_that_new_lines_are_followed_only_from_the_end(view: LogView, qtbot: QtBot) -> None:
    view.set_lines(line(str(index)) for index in range(200))
    bar = box(view).verticalScrollBar()
    assert bar.value() == bar.maximum()
    view.append(line("new"))
    qtbot.waitUntil(lambda: view.text().endswith("new"))
    assert bar.value() == bar.maximum()
    bar.setValue(50)
    view.append(line("newer"))
    qtbot.waitUntil(lambda: view.text().endswith("newer"))
    assert bar.value() == 50


def test_that_the_beginning_of_a_long_line_is_seen(view: LogView, qtbot: QtBot) -> None:
    view.hide()
    for _ in range(2):  # the second comes after a text that is long already
        view.append(line("word " * 200))
        with qtbot.waitSignal(box(view).textChanged):
            pass
    with qtbot.waitExposed(view):
        view.show()
    assert box(view).horizontalScrollBar().maximum() > 0
    assert box(view).horizontalScrollBar().value() == 0
    box(view).horizontalScrollBar().setValue(40)
    view.append(line("new"))
    qtbot.waitUntil(lambda: view.text().endswith("new"))
    assert box(view).horizontalScrollBar().value() == 40


def test_that_the_selection_or_else_everything_is_copied(view: LogView, qtbot: QtBot) -> None:
    view.set_lines([line("a"), line("b")])
    press(view, "log_copy")
    assert QGuiApplication.clipboard().text() == view.text()
    cursor = box(view).textCursor()
    cursor.movePosition(QTextCursor.MoveOperation.Start)
    cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
    box(view).setTextCursor(cursor)
    press(view, "log_copy")
    assert QGuiApplication.clipboard().text() == view.text().splitlines()[0]


def test_that_the_folder_is_asked_for(view: LogView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.folder_requested):
        press(view, "log_folder")


def test_that_a_view_that_goes_with_lines_waiting_leaves_no_trace(qtbot: QtBot) -> None:
    view = LogView()
    view.append(line("late"))
    with qtbot.waitSignal(view.destroyed):
        view.deleteLater()


@pytest.mark.parametrize("width_letters", [35, 60, 120])
def test_that_all_of_the_header_is_in_sight_at_any_width(view: LogView, qtbot: QtBot, width_letters: int) -> None:
    view.resize(width_letters * view.fontMetrics().averageCharWidth(), 60)
    text = box(view)
    buttons = view.findChildren(QPushButton)
    assert len(buttons) == 2
    qtbot.waitUntil(lambda: view.rect().contains(text.geometry()))
    for button in buttons:
        assert view.rect().contains(button.geometry()), button.text()
        assert button.width() >= button.minimumSizeHint().width()
        assert button.geometry().bottom() < text.y()
    assert text.height() > 2 * text.fontMetrics().lineSpacing()
