"""Cells of the table of regions.

Qt asks a model seven questions about each cell that it draws: with a model in Python, a screenful of them takes longer
than a frame may. Here a cell is drawn from its text alone, and looks the same.
"""

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from d2studio.gui.class_marks import paint_swatch, swatch_size
from d2studio.gui.region_model import LEFT, RIGHT, Column, RegionModel

_MARKED: Final = QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_HasFocus
_DOTS_AT_END: Final = Qt.TextElideMode.ElideRight


class RegionDelegate(QStyledItemDelegate):
    """Draws a swatch of the class before its name, and the rest as Qt does."""

    def __init__(self, model: RegionModel, view: QTableView) -> None:
        super().__init__(view)
        self._regions = model
        self._view = view

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        if index.column() == Column.CLASS:
            option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration
            option.decorationSize = swatch_size(option.fontMetrics)
            option.icon = QIcon()

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        if option.state & _MARKED:
            super().paint(painter, option, index)
        else:
            self._paint_text(painter, option, index)
        if index.column() == Column.CLASS:
            row, swatch = index.row(), self._swatch_rect(option.rect)
            paint_swatch(painter, swatch, self._regions.class_id(row), self._regions.colour(row))

    def _paint_text(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        column, margin, metrics = index.column(), self._margin(), self._view.fontMetrics()
        before = margin + (swatch_size(metrics).width() + 2 * margin if column == Column.CLASS else 0)
        room = option.rect.adjusted(before, 0, -margin, 0)
        text = metrics.elidedText(self._regions.text(index.row(), column), _DOTS_AT_END, room.width())
        painter.setPen(self._view.palette().color(QPalette.ColorRole.Text))
        painter.drawText(room, LEFT if column == Column.CLASS else RIGHT, text)

    def _swatch_rect(self, cell: QRect) -> QRect:
        size = swatch_size(self._view.fontMetrics())
        room = QSize(size.width() + 2 * self._margin(), cell.height())
        return QStyle.alignedRect(
            Qt.LayoutDirection.LeftToRight, Qt.AlignmentFlag.AlignCenter, size, QRect(cell.topLeft(), room)
        )

    def _margin(self) -> int:
        return self._view.style().pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, None, self._view) + 1
