"""A row of the class list, drawn as a whole.

Drawn cell by cell, with nine questions about each to a model in Python, a screenful of rows would take longer than a
frame.
"""

from typing import Final

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from d2studio.gui.class_cells import check_rect, marks_width, slider_rect, swatch_rect
from d2studio.gui.class_marks import paint_swatch
from d2studio.gui.class_model import ClassModel, Column

_FAINT_TEXT: Final = 0.66  # still read well, and told from the rest
_FAINT_MARKS: Final = 0.4
_FAINT_GROOVE: Final = 0.25
_GROOVE_PX: Final = 3
_AT_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_AT_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def paint_row(painter: QPainter, view: QWidget, model: ClassModel, class_id: int, cells: tuple[QRect, ...]) -> None:
    """Draw a class's cells, by `Column`, in the colours and the font of `view`."""
    metrics, palette = view.fontMetrics(), view.palette()
    name_cell, threshold_cell, count_cell = cells
    is_shown = model.is_shown(class_id)
    gap = metrics.height() // 3
    text = palette.color(QPalette.ColorRole.Text)
    groove = QColor(text)
    if not is_shown or model.counts_of(class_id)[1] == 0:
        text.setAlphaF(_FAINT_TEXT)

    painter.save()
    painter.setPen(text)
    room = name_cell.adjusted(marks_width(metrics), 0, -gap, 0)
    name = model.text_of(class_id, Column.NAME)
    painter.drawText(room, _AT_LEFT, metrics.elidedText(name, Qt.TextElideMode.ElideRight, room.width()))
    for column, cell in ((Column.THRESHOLD, threshold_cell), (Column.COUNT, count_cell)):
        painter.drawText(cell.adjusted(0, 0, -gap, 0), _AT_RIGHT, model.text_of(class_id, column))
    _paint_check(painter, view, check_rect(name_cell, metrics), is_shown)
    if not is_shown:
        painter.setOpacity(_FAINT_MARKS)
    paint_swatch(painter, swatch_rect(name_cell, metrics), class_id, model.colour_of(class_id))
    groove.setAlphaF(_FAINT_GROOVE)
    filled = palette.color(QPalette.ColorRole.Highlight)
    _paint_slider(painter, slider_rect(threshold_cell, metrics), metrics, model.threshold_of(class_id), filled, groove)
    painter.restore()


def _paint_check(painter: QPainter, view: QWidget, rect: QRect, is_checked: bool) -> None:
    box = QStyleOptionViewItem()
    box.initFrom(view)
    box.rect = rect
    box.state = QStyle.StateFlag.State_Enabled | (
        QStyle.StateFlag.State_On if is_checked else QStyle.StateFlag.State_Off
    )
    view.style().drawPrimitive(QStyle.PrimitiveElement.PE_IndicatorItemViewItemCheck, box, painter, view)


def _paint_slider(
    painter: QPainter, slider: QRect, metrics: QFontMetrics, threshold: float, filled: QColor, groove: QColor
) -> None:
    knob = metrics.height() / 4  # radius
    x = slider.left() + min(max(threshold, 0.0), 1.0) * slider.width()
    top = slider.center().y() - _GROOVE_PX // 2
    painter.fillRect(QRectF(slider.left(), top, x - slider.left(), _GROOVE_PX), filled)
    painter.fillRect(QRectF(x, top, slider.left() + slider.width() - x, _GROOVE_PX), groove)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(filled)
    painter.drawEllipse(QRectF(x - knob, top + _GROOVE_PX / 2 - knob, 2 * knob, 2 * knob))
