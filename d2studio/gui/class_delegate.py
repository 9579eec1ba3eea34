"""How large rows of the class list are, and how a threshold is edited in figures."""

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, QSize
from PySide6.QtWidgets import QDoubleSpinBox, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from d2studio.gui.class_cells import marks_width
from d2studio.gui.class_model import ClassModel

_Index = QModelIndex | QPersistentModelIndex


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
