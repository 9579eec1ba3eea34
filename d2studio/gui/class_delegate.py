"""Where in a row of the class list what is, and how its threshold is edited in figures."""

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QDoubleSpinBox, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from d2studio.gui.class_model import ClassModel

_Index = QModelIndex | QPersistentModelIndex


def value_width(metrics: QFontMetrics) -> int:
    """Pixels that a threshold in figures takes."""
    return metrics.horizontalAdvance("0.00")


def marks_width(metrics: QFontMetrics) -> int:
    """Pixels before the name: a check box and a swatch, and gaps."""
    return 3 * metrics.height()


def name_width(metrics: QFontMetrics, longest_name_px: int) -> int:
    """Pixels that names take with what stands before them."""
    return marks_width(metrics) + longest_name_px + metrics.height() // 3 + 2


def check_rect(cell: QRect, metrics: QFontMetrics) -> QRect:
    """Where in a name's cell the check box is drawn; clicks count up to the swatch."""
    side = metrics.height() * 7 // 8
    return QRect(cell.left() + metrics.height() // 4, cell.center().y() - side // 2, side, side)


def swatch_rect(cell: QRect, metrics: QFontMetrics) -> QRect:
    height = 3 * metrics.height() // 4
    return QRect(
        cell.left() + 3 * metrics.height() // 2, cell.center().y() - height // 2, 5 * metrics.height() // 4, height
    )


def slider_rect(cell: QRect, metrics: QFontMetrics) -> QRect:
    """Where in a threshold's cell the slider runs, from 0 at its left to 1 at its right edge."""
    gap = metrics.height() // 2
    return cell.adjusted(gap, 0, -(value_width(metrics) + 2 * gap), 0)


def threshold_at(x: float, slider: QRect) -> float:
    """The threshold at a place of the slider, in whole hundredths."""
    return round(min(max((x - slider.left()) / max(slider.width(), 1), 0.0), 1.0), 2)


class ClassDelegate(QStyledItemDelegate):
    """Sizes of rows and the editor of thresholds; the view draws rows as a whole."""

    def __init__(self, model: ClassModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(marks_width(option.fontMetrics), 3 * option.fontMetrics.height() // 2)

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
