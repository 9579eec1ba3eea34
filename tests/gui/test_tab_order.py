"""Walking through the window with the Tab key."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDockWidget, QWidget
from pytestqt.qtbot import QtBot

from d2studio.core.page import PageKey
from d2studio.gui.main_window import MainWindow
from d2studio.gui.page_list import PageListModel


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> MainWindow:
    pages = PageListModel()
    pages.append([PageKey("/a.png"), PageKey("/b.png")])
    window = MainWindow(pages, str(tmp_path / "window.ini"))
    qtbot.addWidget(window)
    window.rules_panel.set_classes(("Text", "Title"), {})
    with qtbot.waitActive(window):
        window.show()
    return window


def walk(window: MainWindow) -> list[QWidget]:
    """What has the focus after each press of Tab, once around."""
    window.strip.setFocus()
    stops: list[QWidget] = []
    while (widget := QApplication.focusWidget()) is not None and widget not in stops:
        stops.append(widget)
        QTest.keyClick(widget, Qt.Key.Key_Tab)
    return stops


def panels_of(window: MainWindow, stops: list[QWidget]) -> set[str]:
    docks = window.findChildren(QDockWidget)
    return {dock.objectName() for dock in docks for stop in stops if dock.isAncestorOf(stop)}


def test_that_tab_passes_over_panels_behind_others(window: MainWindow) -> None:
    stops = walk(window)
    assert window.viewer in stops
    assert "rules-dock" in panels_of(window, stops)
    assert not panels_of(window, stops) & {"display-dock", "model-dock"}


def test_that_tab_walks_through_a_panel_that_was_brought_to_the_front(qtbot: QtBot, window: MainWindow) -> None:
    window.display_dock.raise_()
    qtbot.waitUntil(lambda: not window.display_dock.visibleRegion().isEmpty())
    assert "display-dock" in panels_of(window, walk(window))
    window.rules_dock.raise_()
    qtbot.waitUntil(lambda: not window.rules_dock.visibleRegion().isEmpty())
    assert panels_of(window, walk(window)) & {"rules-dock", "display-dock"} == {"rules-dock"}


def test_that_panels_have_the_room_that_they_were_given(qtbot: QtBot, window: MainWindow) -> None:
    letter = window.fontMetrics().averageCharWidth()
    given = window.rules_dock.size()
    assert given.width() >= 40 * letter
    assert given.height() >= window.table_dock.height()
    window.display_dock.raise_()
    qtbot.waitUntil(lambda: window.rules_dock.visibleRegion().isEmpty())
    assert window.display_dock.size() == given
