"""The window where there is little room, or the text is large."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDockWidget, QScrollArea, QToolButton
from pytestqt.qtbot import QtBot

from d2studio.core.diagnostics import make_finding
from d2studio.gui.main_window import MainWindow
from d2studio.gui.page_list import PageListModel
from tests.gui.children import child

CLASSES = ("Text", "Title", "List", "Table", "Figure", "Formula", "Caption", "Header", "Footer")


@pytest.fixture(params=[1.0, 1.5], ids=["text of the usual size", "text of 150 %"])
def window(qapp: QApplication, qtbot: QtBot, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[MainWindow]:
    usual = qapp.font()
    larger = qapp.font()
    larger.setPointSizeF(usual.pointSizeF() * request.param)
    qapp.setFont(larger)
    window = MainWindow(PageListModel(), str(tmp_path / "window.ini"))
    qtbot.addWidget(window)
    window.rules_panel.set_classes(CLASSES, {})
    window.show()
    yield window
    qapp.setFont(usual)


def shown_docks(window: MainWindow) -> list[QDockWidget]:
    return [dock for dock in window.findChildren(QDockWidget) if not dock.visibleRegion().isEmpty()]


def test_that_no_panel_covers_another_in_the_smallest_window(qtbot: QtBot, window: MainWindow) -> None:
    window.resize(window.minimumSize())
    qtbot.waitUntil(lambda: window.size() == window.minimumSize())
    docks = shown_docks(window)
    assert {dock.objectName() for dock in docks} == {"pages-dock", "rules-dock", "table-dock", "bottom-dock"}
    for dock in docks:
        assert window.rect().contains(dock.geometry()), dock.objectName()
        for other in docks:
            assert dock is other or not dock.geometry().intersects(other.geometry()), (dock, other)


def test_that_all_of_a_panel_can_be_reached_in_the_smallest_window(qtbot: QtBot, window: MainWindow) -> None:
    window.resize(window.minimumSize())
    area = child(window, QScrollArea, "rules_panel_area")
    panel = window.rules_panel
    qtbot.waitUntil(lambda: panel.height() >= panel.minimumSizeHint().height())
    hidden = panel.height() - area.viewport().height()
    assert area.verticalScrollBar().maximum() == max(0, hidden)


def test_that_a_new_window_fits_on_the_screen(window: MainWindow) -> None:
    room = window.screen().availableSize()
    assert window.width() <= room.width()
    assert window.height() + window.fontMetrics().height() <= room.height()


def test_that_details_that_are_opened_get_room_but_not_most_of_the_window(qtbot: QtBot, window: MainWindow) -> None:
    window.resize(1200, 800)
    window.diagnostics.add(make_finding("INTERNAL", details="line\n" * 30))
    before = window.bottom_dock.height()
    child(window.diagnostics, QToolButton, "finding_details_button").click()
    qtbot.waitUntil(lambda: window.bottom_dock.height() > 1.2 * before)
    assert window.bottom_dock.height() < window.height() / 2
