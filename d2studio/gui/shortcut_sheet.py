"""All keys on one sheet, read from the menus themselves, so that it is never out of date."""

from collections.abc import Iterable, Iterator, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QAction, QColor, QKeySequence, QPainter, QPalette
from PySide6.QtWidgets import (
    QDialog,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMainWindow,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from d2studio.gui.theme import GRID, HALF_GRID, shades

# What stands between the keys of one action; none of them is part of a key's name.
_BETWEEN = "   "


class ShortcutSheet(QDialog):
    """Lists what the keys do. It stays open beside the window; Esc closes it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("shortcut_sheet")
        self.setWindowTitle(self.tr("Keys"))
        self._filter = QLineEdit()
        self._filter.setObjectName("shortcut_filter")
        self._filter.setAccessibleName(self.tr("Find a key or what it does"))
        self._filter.setToolTip(self.tr("Shows only lines with these words or keys"))
        self._filter.setPlaceholderText(self.tr("Find a key or what it does"))
        self._filter.setClearButtonEnabled(True)
        self._filter.textChanged.connect(self._on_text_changed)
        self._lines = QTreeWidget()
        self._lines.setObjectName("shortcut_list")
        self._lines.setAccessibleName(self.tr("Keys and what they do"))
        self._lines.setToolTip(self.tr("What each key does, by menu"))
        self._lines.setColumnCount(2)
        self._lines.setHeaderHidden(True)
        self._lines.setRootIsDecorated(False)
        self._lines.setItemsExpandable(False)
        self._lines.setIndentation(2 * GRID)
        self._lines.header().setStretchLastSection(False)
        self._lines.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._lines.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self._keys = _KeyDelegate(self)
        self._lines.setItemDelegateForColumn(1, self._keys)
        self._nothing = QLabel(self.tr("No key has to do with that."))
        self._nothing.setObjectName("shortcut_nothing")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.hide()

        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        layout.setSpacing(GRID)
        layout.addWidget(self._filter)
        layout.addWidget(self._lines)
        layout.addWidget(self._nothing)
        letter = self.fontMetrics()
        self.resize(letter.averageCharWidth() * 75, letter.height() * 32)

    def show_keys(self, window: QMainWindow, more: Sequence[tuple[str, str]] = ()) -> None:
        """List the keys of all actions of `window` by menu, and `more` lines: what it does, and its keys."""
        self._lines.clear()
        listed: set[QAction] = set()
        for entry in window.menuBar().actions():
            menu = _menu(entry)
            if menu is not None:
                actions = list(_leaves(menu))
                listed.update(actions)
                self._add_group(_plain(entry.text()), _named_keys(actions))
        others = (action for action in window.findChildren(QAction) if action not in listed and action.text())
        self._add_group(self.tr("In the window"), [*_named_keys(others), *more])
        self._lines.expandAll()
        self._on_text_changed(self._filter.text())

    def _add_group(self, title: str, lines: Sequence[tuple[str, str]]) -> None:
        if not lines:
            return
        group = QTreeWidgetItem(self._lines, [title])
        group.setFirstColumnSpanned(True)
        group.setFlags(Qt.ItemFlag.ItemIsEnabled)
        font = group.font(0)
        font.setBold(True)
        group.setFont(0, font)
        for name, keys in lines:
            line = QTreeWidgetItem(group, [name, keys])
            line.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{name}: {keys}")

    @Slot(str)
    def _on_text_changed(self, text: str) -> None:
        words = text.casefold().split()
        is_any_shown = False
        for index in range(self._lines.topLevelItemCount()):
            group = self._lines.topLevelItem(index)
            if group is None:
                continue
            lines = [line for row in range(group.childCount()) if (line := group.child(row))]
            for line in lines:
                said = f"{group.text(0)} {line.text(0)} {line.text(1)}".casefold()
                line.setHidden(not all(word in said for word in words))
            group.setHidden(all(line.isHidden() for line in lines))
            is_any_shown = is_any_shown or not group.isHidden()
        self._lines.setVisible(is_any_shown)
        self._nothing.setVisible(not is_any_shown)


class _KeyDelegate(QStyledItemDelegate):
    """Draws each key in a frame, as on a keyboard."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        keys = str(index.data() or "")
        blank = QStyleOptionViewItem(option)
        self.initStyleOption(blank, index)
        blank.text = ""
        blank.widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, blank, painter, blank.widget)
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        text = option.palette.color(QPalette.ColorRole.HighlightedText if is_selected else QPalette.ColorRole.Text)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(option.font)
        left = option.rect.left()
        for key in filter(None, keys.split(_BETWEEN)):
            width = option.fontMetrics.horizontalAdvance(key) + 2 * GRID
            # In the middle of pixels, so that the line is sharp.
            frame = QRectF(left + 0.5, option.rect.top() + 3.5, width, option.rect.height() - 7)
            painter.setPen(text if is_selected else QColor(shades(option.palette).outline))
            painter.setBrush(Qt.BrushStyle.NoBrush if is_selected else QColor(shades(option.palette).raised))
            painter.drawRoundedRect(frame, HALF_GRID, HALF_GRID)
            painter.setPen(text)
            painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, key)
            left += width + GRID
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        keys = [key for key in str(index.data() or "").split(_BETWEEN) if key]
        width = sum(option.fontMetrics.horizontalAdvance(key) + 3 * GRID for key in keys)
        return QSize(width + GRID, option.fontMetrics.height() + GRID + HALF_GRID)


def _leaves(menu: QMenu) -> Iterator[QAction]:
    for action in menu.actions():
        deeper = _menu(action)
        if deeper is not None:
            yield from _leaves(deeper)
        elif not action.isSeparator():
            yield action


def _menu(action: QAction) -> QMenu | None:
    menu = action.menu()
    return menu if isinstance(menu, QMenu) else None


def _named_keys(actions: Iterable[QAction]) -> list[tuple[str, str]]:
    return [(_plain(action.text()), _keys(action)) for action in actions if _keys(action)]


def _keys(action: QAction) -> str:
    native = QKeySequence.SequenceFormat.NativeText
    return _BETWEEN.join(dict.fromkeys(key.toString(native) for key in action.shortcuts() if not key.isEmpty()))


def _plain(text: str) -> str:
    """Of "&Save picture…": "Save picture"."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&").removesuffix("…").removesuffix("...")
