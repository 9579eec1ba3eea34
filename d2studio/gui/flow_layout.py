"""Widgets side by side, and in further rows where there is no room for all of them."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QSpacerItem, QWidget

from d2studio.gui.theme import HALF_GRID


class FlowLayout(QLayout):
    """Rows from left to right. Each widget is as large as it wants to be, but never wider than the layout.

    What wants to expand takes what is left of its row, so that the widgets behind it are at the right.

    Args:
        spacing: pixels between widgets and between rows.
    """

    def __init__(self, parent: QWidget | None = None, spacing: int = HALF_GRID) -> None:
        super().__init__() if parent is None else super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._is_one_row = False
        self.setSpacing(spacing)
        self.setContentsMargins(0, 0, 0, 0)

    def insert(self, index: int, widget: QWidget) -> None:
        """Add a widget in front of what is at `index`."""
        self.addWidget(widget)
        self._items.insert(index, self._items.pop())

    def set_one_row(self, is_one_row: bool) -> None:
        """Whether to keep all in one row, which whoever lays this out makes room for."""
        if is_one_row != self._is_one_row:
            self._is_one_row = is_one_row
            self.invalidate()

    def add_space(self) -> None:
        """What is added after it is at the right of its row."""
        self.addItem(QSpacerItem(0, 0, QSizePolicy.Policy.Expanding))

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)
        self.invalidate()

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # Qt asks for one past the last
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), moves=False)

    def sizeHint(self) -> QSize:
        """All in one row."""
        hints = [item.sizeHint() for item in self._shown()]
        width = sum(hint.width() for hint in hints) + self.spacing() * max(0, len(hints) - 1)
        return QSize(width, max((hint.height() for hint in hints), default=0))

    def minimumSize(self) -> QSize:
        """All below one another, unless they are kept in one row."""
        if self._is_one_row:
            return self.sizeHint()
        sizes = [item.minimumSize() for item in self._shown()]
        return QSize(
            max((size.width() for size in sizes), default=0), max((size.height() for size in sizes), default=0)
        )

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, moves=True)

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if item.spacerItem() is not None or not item.isEmpty()]

    def _rows(self, width: int) -> list[list[QLayoutItem]]:
        rows: list[list[QLayoutItem]] = []
        left = 0
        for item in self._shown():
            needed = item.sizeHint().width()
            if not rows or needed > left:
                if item.spacerItem() is not None:
                    continue  # rows begin at the left
                rows.append([])
                left = width
            rows[-1].append(item)
            left -= needed + self.spacing()
        return rows

    def _arrange(self, rect: QRect, *, moves: bool) -> int:
        """The height that it takes; puts the widgets there if it `moves`."""
        top = rect.top()
        for row in self._rows(rect.width()):
            height = max(item.sizeHint().height() for item in row)
            if moves:
                self._place(row, QRect(rect.left(), top, rect.width(), height))
            top += height + self.spacing()
        return max(0, top - self.spacing() - rect.top())

    def _place(self, row: list[QLayoutItem], rect: QRect) -> None:
        sizes = [item.sizeHint().boundedTo(rect.size()) for item in row]
        spare = rect.width() - sum(size.width() for size in sizes) - self.spacing() * (len(row) - 1)
        left = rect.left()
        for item, size in zip(row, sizes, strict=True):
            width = size.width()
            if item.expandingDirections() & Qt.Orientation.Horizontal:
                width, spare = width + max(spare, 0), 0
            item.setGeometry(QRect(left, rect.top() + (rect.height() - size.height()) // 2, width, size.height()))
            left += width + self.spacing()
