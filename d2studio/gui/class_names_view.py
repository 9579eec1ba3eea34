"""The table in which names and colours of classes are edited."""

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from d2studio.gui.class_marks import paint_swatch, swatch_size
from d2studio.gui.class_names_model import ClassNamesModel, NameColumn
from d2studio.gui.theme import GRID

_Index = QModelIndex | QPersistentModelIndex
_Hint = QAbstractItemDelegate.EndEditHint
_FRAME = 2  # pixels
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ClassNamesView(QTableView):
    """A click or a key edits a name, Tab and Enter go on to the next; lines that are pasted become names.

    Signals:
        colour_requested(int): a class id.
    """

    colour_requested = Signal(int)

    def __init__(self, model: ClassNamesModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._delegate = _NameDelegate(model, self)
        self._before: tuple[int, str] | None = None  # the name that is edited, as it was
        self.setObjectName("class_names")
        self.setAccessibleName(self.tr("Classes"))
        self.setToolTip(self.tr("Write to change a name, Enter goes on to the next; a click on a colour changes it"))
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setMinimumSectionSize(1)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(NameColumn.NAME, QHeaderView.ResizeMode.Stretch)
        self.clicked.connect(self._on_clicked)
        self._fit()
        self.setCurrentIndex(model.index(0, NameColumn.NAME))

    def go_to(self, class_id: int) -> None:
        """Bring a class's name into sight."""
        index = self._model.index(class_id, NameColumn.NAME)
        self.setCurrentIndex(index)
        self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    def begin_edit(self, editor: QWidget, index: _Index) -> QWidget:
        """Remember what `editor` begins with, for Escape."""
        self._before = index.row(), self._model.names()[index.row()]
        return editor

    def closeEditor(self, editor: QWidget, hint: _Hint) -> None:
        before, self._before = self._before, None
        super().closeEditor(editor, _Hint.NoHint)
        if hint == _Hint.RevertModelCache and before is not None:
            self._model.rename(before[0], [before[1]])
        elif hint in (_Hint.SubmitModelCache, _Hint.EditNextItem):
            self._edit_row(self.currentIndex().row() + 1)
        elif hint == _Hint.EditPreviousItem:
            self._edit_row(self.currentIndex().row() - 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if self.state() == QAbstractItemView.State.EditingState or not index.isValid():
            super().keyPressEvent(event)
        elif event.matches(QKeySequence.StandardKey.Paste):
            self._paste(index.row())
        elif index.column() == NameColumn.COLOUR and event.key() in (Qt.Key.Key_Space, *_ENTER):
            self.colour_requested.emit(index.row())
        elif event.key() in _ENTER:
            self._edit_row(index.row())
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        if index.column() == NameColumn.COLOUR:
            self.colour_requested.emit(index.row())
        else:
            self._edit_row(index.row())

    def _edit_row(self, row: int) -> None:
        index = self._model.index(row, NameColumn.NAME)
        if index.isValid():
            self.setCurrentIndex(index)
            self.edit(index)

    def _paste(self, row: int) -> None:
        lines = QGuiApplication.clipboard().text().splitlines()
        if lines:
            self._model.rename(row, lines)

    def _fit(self) -> None:
        metrics = self.fontMetrics()
        header = self.horizontalHeader()
        ids = max(str(self._model.rowCount()), "000", key=len)
        titles = [
            metrics.horizontalAdvance(str(self._model.headerData(column, Qt.Orientation.Horizontal)))
            for column in NameColumn
        ]
        header.resizeSection(NameColumn.ID, max(metrics.horizontalAdvance(ids), titles[NameColumn.ID]) + 3 * GRID)
        swatch = swatch_size(metrics).width()
        header.resizeSection(NameColumn.COLOUR, max(swatch, titles[NameColumn.COLOUR]) + 3 * GRID)
        self.verticalHeader().setDefaultSectionSize(metrics.height() + 2 * GRID)


class _NameDelegate(QStyledItemDelegate):
    """Draws swatches; hands on what is typed with every letter, so that faults show at once."""

    def __init__(self, model: ClassNamesModel, view: ClassNamesView) -> None:
        super().__init__(view)
        self._model = model
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        is_colour = index.column() == NameColumn.COLOUR
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if is_colour and is_selected:  # a colour is judged by what is around it
            option.state &= ~(QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_HasFocus)
            is_alternate = option.features & QStyleOptionViewItem.ViewItemFeature.Alternate
            role = QPalette.ColorRole.AlternateBase if is_alternate else QPalette.ColorRole.Base
            painter.fillRect(option.rect, option.palette.color(role))
        super().paint(painter, option, index)
        if is_colour and is_selected:
            painter.setPen(QPen(option.palette.color(QPalette.ColorRole.Highlight), _FRAME))
            inset = _FRAME // 2
            painter.drawRect(option.rect.adjusted(inset, inset, -inset, -inset))
        if is_colour:
            swatch = QStyle.alignedRect(
                Qt.LayoutDirection.LeftToRight,
                Qt.AlignmentFlag.AlignCenter,
                swatch_size(option.fontMetrics),
                option.rect,
            )
            paint_swatch(painter, swatch, index.row(), self._model.colour_of(index.row()))

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        editor = QLineEdit(parent)
        editor.setObjectName("class_name_editor")
        editor.setAccessibleName(self.tr("Name of class {number}").format(number=index.row()))
        editor.setToolTip(self.tr("Enter or Tab goes on to the next class, Escape leaves the name as it was"))
        editor.textEdited.connect(self._on_text_edited)
        return self._view.begin_edit(editor, index)

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        """Only what is new: setting a text would forget what can be undone."""
        assert isinstance(editor, QLineEdit)
        name = str(index.data(Qt.ItemDataRole.EditRole))
        if editor.text() != name:
            editor.setText(name)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        assert isinstance(editor, QLineEdit)
        model.setData(index, editor.text())

    @Slot()
    def _on_text_edited(self) -> None:
        editor: QObject = self.sender()
        if isinstance(editor, QLineEdit):
            self.commitData.emit(editor)
