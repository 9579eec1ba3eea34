"""The rows of the model manager's list, and what keys and the mouse do in them."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QMenu, QWidget

from d2studio.gui.library_rows import Key, LibraryRows, key_of

_LETTERS = 34  # of a name, that there is room for


class LibraryView(QListView):
    """Rows of two heights, of which exactly the current one is selected.

    Signals:
        enter_pressed(QModelIndex): with the current row.
    """

    enter_pressed = Signal(QModelIndex)

    def __init__(self, rows: LibraryRows, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows = rows
        self.setObjectName("library_view")
        self.setAccessibleName(self.tr("Models"))
        self.setModel(rows)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self._adapt_to_font()

    def anchor(self) -> tuple[Key, int] | None:
        """An entry that is in view, and where; None at the top."""
        if self.verticalScrollBar().value() == 0:
            return None
        index = self.indexAt(self.viewport().rect().topLeft())
        for row in (index.row(), index.row() + 1):
            entry = self._rows.entry_at(row)
            if entry is not None:
                return key_of(entry), self.visualRect(self._rows.index(row)).top()
        return None

    def return_to(self, anchor: tuple[Key, int] | None) -> None:
        """Scroll so that an entry is where it was, if it is still shown; at the top, whatever comes is seen."""
        self.doItemsLayout()
        bar, row = self.verticalScrollBar(), None if anchor is None else self._rows.row(anchor[0])
        if anchor is None:
            bar.setValue(0)
        elif row is not None:
            bar.setValue(bar.value() + self.visualRect(self._rows.index(row)).top() - anchor[1])

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(_LETTERS * metrics.averageCharWidth(), 20 * metrics.lineSpacing())

    def minimumSizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(_LETTERS // 2 * metrics.averageCharWidth(), 4 * metrics.lineSpacing())

    def scrollTo(
        self,
        index: QModelIndex | QPersistentModelIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """With its heading, where it is the first below it."""
        if not self.isVisible():  # Qt comes back to it when it is, and has its size
            return
        if self._rows.is_heading(index.row() - 1):
            super().scrollTo(self._rows.index(index.row() - 1), hint)
        super().scrollTo(index, hint)

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        # Qt would go to the heading.
        if action == QAbstractItemView.CursorAction.MoveHome:
            return self._nearest(0, 1)
        if action == QAbstractItemView.CursorAction.MoveEnd:
            return self._nearest(self._rows.rowCount() - 1, -1)
        moved = super().moveCursor(action, modifiers)
        return self._nearest(moved.row(), 1) if self._rows.is_heading(moved.row()) else moved

    def dataChanged(
        self,
        first: QModelIndex | QPersistentModelIndex,
        last: QModelIndex | QPersistentModelIndex,
        roles: Sequence[int] = (),
    ) -> None:
        # A list would lay out and paint all of its rows, several times a second while a model comes.
        QAbstractItemView.dataChanged(self, first, last, roles)

    def selectionCommand(
        self, index: QModelIndex | QPersistentModelIndex, event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        flags = QItemSelectionModel.SelectionFlag
        return flags.ClearAndSelect if self._rows.entry_at(index.row()) is not None else flags.NoUpdate

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Nothing: Qt would select what the pointer is dragged over, be it a heading."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.enter_pressed.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.scrollTo(self.currentIndex())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        place = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            self.scrollTo(self.currentIndex())
            place = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).center())
        elif self._rows.entry_at(self.indexAt(event.pos()).row()) is None:
            return
        if any(action.isVisible() for action in self.actions()):
            menu = QMenu(self)
            menu.setObjectName("library_row_menu")
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.addActions(self.actions())
            menu.popup(place)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._adapt_to_font()

    def _adapt_to_font(self) -> None:
        self.verticalScrollBar().setSingleStep(self.fontMetrics().lineSpacing())
        self.updateGeometry()

    def _nearest(self, row: int, step: int) -> QModelIndex:
        """The first entry from a row on."""
        while self._rows.is_heading(row):
            row += step
        return self._rows.index(row)
