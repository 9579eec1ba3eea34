"""How rows of the class list are drawn and edited: a swatch before the name, a slim slider before the threshold."""

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFontMetrics, QIcon, QPainter, QPalette
from PySide6.QtWidgets import QDoubleSpinBox, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from d2studio.gui.class_marks import paint_swatch
from d2studio.gui.class_model import ClassModel, Column

_Index = QModelIndex | QPersistentModelIndex
_FAINT_TEXT = 0.66  # still read well, and told from the rest


def value_width(metrics: QFontMetrics) -> int:
    """Pixels that a threshold in figures takes."""
    return metrics.horizontalAdvance("0.00")


def swatch_size(metrics: QFontMetrics) -> QSize:
    return QSize(5 * metrics.height() // 4, 3 * metrics.height() // 4)


def marks_width(metrics: QFontMetrics) -> int:
    """Pixels that check box and swatch take before the name, and the gaps between them."""
    return swatch_size(metrics).width() + 5 * metrics.height() // 2


def slider_rect(cell: QRect, metrics: QFontMetrics) -> QRect:
    """Where in a threshold's cell the slider runs, from 0 at its left to 1 at its right edge."""
    gap = metrics.height() // 2
    return cell.adjusted(gap, 0, -(value_width(metrics) + 2 * gap), 0)


def threshold_at(x: float, slider: QRect) -> float:
    """The threshold at a place of the slider, in whole hundredths."""
    return round(min(max((x - slider.left()) / max(slider.width(), 1), 0.0), 1.0), 2)


class ClassDelegate(QStyledItemDelegate):
    """Draws all columns of a `ClassModel`."""

    def __init__(self, model: ClassModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model

    def swatch_rect(self, option: QStyleOptionViewItem, index: _Index) -> QRect:
        """Where the swatch is, in pixels of the view. `option.rect` is the cell's."""
        self.initStyleOption(option, index)
        style = option.widget.style()
        return style.subElementRect(QStyle.SubElement.SE_ItemViewItemDecoration, option, option.widget)

    def initStyleOption(self, option: QStyleOptionViewItem, index: _Index) -> None:
        super().initStyleOption(option, index)
        class_id = self._model.class_id_at(index.row())
        if not self._model.is_shown(class_id) or self._model.counts_of(class_id)[1] == 0:
            colour = option.palette.color(QPalette.ColorRole.Text)
            colour.setAlphaF(_FAINT_TEXT)
            option.palette.setColor(QPalette.ColorRole.Text, colour)
        if index.column() == Column.NAME:
            option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration
            option.decorationSize = swatch_size(option.fontMetrics)
            option.icon = QIcon()
        elif index.column() == Column.THRESHOLD:
            option.displayAlignment = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        super().paint(painter, option, index)
        class_id = self._model.class_id_at(index.row())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._model.is_shown(class_id):
            painter.setOpacity(0.4)
        if index.column() == Column.NAME:
            swatch = QRectF(self.swatch_rect(QStyleOptionViewItem(option), index))
            paint_swatch(painter, swatch, class_id, self._model.colour_of(class_id))
        elif index.column() == Column.THRESHOLD:
            self._paint_slider(painter, option, self._model.threshold_of(class_id))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        hint = super().sizeHint(option, index)
        return QSize(hint.width(), max(hint.height(), 3 * option.fontMetrics.height() // 2))

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        editor = QDoubleSpinBox(parent)
        editor.setObjectName("class_threshold_editor")
        editor.setAccessibleName(self.tr("Threshold of this class"))
        editor.setRange(0.0, 1.0)
        editor.setSingleStep(0.01)
        editor.setFrame(False)
        return editor

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        assert isinstance(editor, QDoubleSpinBox)
        editor.setValue(self._model.threshold_of(self._model.class_id_at(index.row())))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        assert isinstance(editor, QDoubleSpinBox)
        editor.interpretText()
        model.setData(index, editor.value())

    def _paint_slider(self, painter: QPainter, option: QStyleOptionViewItem, threshold: float) -> None:
        slider = QRectF(slider_rect(option.rect, option.fontMetrics))
        knob = option.fontMetrics.height() / 4  # radius
        x = slider.left() + min(max(threshold, 0.0), 1.0) * slider.width()
        middle = slider.center().y()
        groove = option.palette.color(QPalette.ColorRole.Text)
        groove.setAlphaF(0.25)
        filled = option.palette.color(QPalette.ColorRole.Highlight)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.fillRect(QRectF(slider.left(), middle - 1.5, x - slider.left(), 3), filled)
        painter.fillRect(QRectF(x, middle - 1.5, slider.right() - x, 3), groove)
        painter.setBrush(filled)
        painter.drawEllipse(QRectF(x - knob, middle - knob, 2 * knob, 2 * knob))
