"""Cells that are drawn without asking Qt must look as if they had been drawn by it."""

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTableView
from pytestqt.qtbot import QtBot

from d2studio.core.page_result import PageResult
from d2studio.filters import FilterRules, apply_rules
from d2studio.gui.region_delegate import RegionDelegate
from d2studio.gui.region_model import Column, RegionModel
from d2studio.gui.region_table import RegionTable
from tests.made_up import random_detections


class _ByQt(RegionDelegate):
    """Draws text as Qt does."""

    def _paint_text(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        QStyledItemDelegate.paint(self, painter, option, index)


@pytest.mark.parametrize("width", [900, 260])
def test_that_cells_look_as_qt_draws_them(qtbot: QtBot, width: int) -> None:
    table = RegionTable()
    qtbot.addWidget(table)
    table.resize(width, 400)
    found = random_detections(40, seed=1)
    result = PageResult(found, outlines=None, model="layout", device="cpu", seconds=0.5)
    table.show_result(result, apply_rules(found, FilterRules()))
    view = table.findChild(QTableView, "regions")
    assert isinstance(view, QTableView)
    model = view.model()
    assert isinstance(model, RegionModel)
    view.selectRow(1)
    view.setColumnWidth(Column.CLASS, 50)  # too narrow for its names
    ours = _picture(view)
    by_qt = _ByQt(model, view)
    view.setItemDelegate(by_qt)
    assert ours == _picture(view)


def _picture(view: QTableView) -> QImage:
    return view.viewport().grab().toImage()
