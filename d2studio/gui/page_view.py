"""The list of pages as a view: one column of rows of equal height."""

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from d2studio.gui.page_row import PageRowDelegate, row_height, row_width


class PageView(QTableView):
    """A table of one column, since Qt's list lays out all rows anew whenever one comes: 0.2 s for 50,000 pages.

    Signals:
        view_changed: other rows may be in view now; comes in bursts while a user scrolls.
        delete_pressed: the user wants the selected rows gone.
    """

    view_changed = Signal()
    delete_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(1)
        self._adapt_to_font()
        self.verticalScrollBar().valueChanged.connect(self.view_changed)

    def rows_in_view(self) -> range:
        """Rows of which something can be seen."""
        count = self.model().rowCount()
        first = self.rowAt(0)
        if count == 0 or first < 0:
            return range(0)
        last = self.rowAt(self.viewport().height() - 1)
        return range(first, (last if last >= 0 else count - 1) + 1)

    def sizeHint(self) -> QSize:
        size = self._size_for(characters=20, rows=8)
        delegate = self.itemDelegate()
        if isinstance(delegate, PageRowDelegate):
            size.setWidth(delegate.width(self.font()) + self.verticalScrollBar().sizeHint().width())
        return size

    def minimumSizeHint(self) -> QSize:
        return self._size_for(characters=11, rows=2)

    def rowsInserted(self, parent: QModelIndex | QPersistentModelIndex, start: int, end: int) -> None:
        """Leaves the rows that a user has scrolled to where they are, however many come before them."""
        bar, height = self.verticalScrollBar(), self.verticalHeader().defaultSectionSize()
        value = bar.value()
        super().rowsInserted(parent, start, end)
        if value > 0 and start * height <= value:
            self.updateGeometries()
            bar.setValue(value + (end - start + 1) * height)

    def rowsAboutToBeRemoved(self, parent: QModelIndex | QPersistentModelIndex, start: int, end: int) -> None:
        bar, height = self.verticalScrollBar(), self.verticalHeader().defaultSectionSize()
        value = bar.value()
        super().rowsAboutToBeRemoved(parent, start, end)
        rows_before = min(end + 1, value // height) - start
        if rows_before > 0:
            bar.setValue(value - rows_before * height)

    def scrollTo(
        self,
        index: QModelIndex | QPersistentModelIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Takes in rows that came just now, beyond which Qt would not scroll before its next turn."""
        self.updateGeometries()
        super().scrollTo(index, hint)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.view_changed.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._adapt_to_font()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Delete):
            self.delete_pressed.emit()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Nothing: Qt would ask every row for its name at each key, and the line below finds names better."""

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        # In a table, these go to the ends of the row.
        if action == QAbstractItemView.CursorAction.MoveHome:
            return self.model().index(0, 0)
        if action == QAbstractItemView.CursorAction.MoveEnd:
            return self.model().index(self.model().rowCount() - 1, 0)
        return super().moveCursor(action, modifiers)

    def _size_for(self, *, characters: int, rows: int) -> QSize:
        """Room for so many rows, and characters beside their signs."""
        metrics = self.fontMetrics()
        width = row_width(metrics, characters) + self.verticalScrollBar().sizeHint().width()
        return QSize(width, rows * row_height(metrics))

    def _adapt_to_font(self) -> None:
        height = row_height(self.fontMetrics())
        self.verticalHeader().setDefaultSectionSize(height)
        self.verticalScrollBar().setSingleStep(height // 2)
        self.updateGeometry()
