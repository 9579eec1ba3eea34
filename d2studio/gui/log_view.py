"""The log as it grows, for whoever helps: filtered by how grave a line is, copied, and found on the disk."""

import collections
import logging
from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from d2studio.core.logs import MAX_LINES, LogLine
from d2studio.core.words import printable
from d2studio.gui.flow_layout import FlowLayout
from d2studio.gui.fonts import fixed_font
from d2studio.gui.icons import icon
from d2studio.gui.theme import GRID, HALF_GRID

_FLUSH_MS: Final = 100  # a busy log is drawn ten times a second, not a thousand times
_LEAST_LINES: Final = 3
_LEAST_LETTERS: Final = 6  # that a choice has room for where there is little


class LogView(QWidget):
    """The last lines of the log. To be used in the thread of the window only.

    Signals:
        folder_requested(): the folder with the log's files is to be opened.
    """

    folder_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("log_view")
        self.setAccessibleName(self.tr("Log"))
        self._lines: collections.deque[LogLine] = collections.deque(maxlen=MAX_LINES)
        self._waiting: collections.deque[LogLine] = collections.deque(maxlen=MAX_LINES)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_FLUSH_MS)
        self._timer.timeout.connect(self._on_flush_due)
        self._make_header()
        self._text = QPlainTextEdit()
        self._text.setObjectName("log_text")
        self._text.setReadOnly(True)
        self._text.setUndoRedoEnabled(False)
        self._text.setMaximumBlockCount(MAX_LINES)
        self._text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._text.setTabChangesFocus(True)
        self._text.setFont(fixed_font(self))
        self._text.setMinimumHeight(self._text.fontMetrics().lineSpacing() * _LEAST_LINES)
        self._text.setAccessibleName(self.tr("Lines of the log"))
        self._text.setToolTip(self.tr("What d2studio did lately; it can be selected and copied"))
        self._text.setPlaceholderText(self.tr("Nothing has been logged yet."))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID, HALF_GRID, GRID, HALF_GRID)
        layout.setSpacing(HALF_GRID)
        layout.addLayout(self._header)
        layout.addWidget(self._text, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # A column of widgets does not reckon with a header that takes more rows where it is narrow.
        header = self._header.heightForWidth(self.width() - 2 * GRID)
        self.setMinimumHeight(header + self._text.minimumHeight() + 3 * HALF_GRID)

    def append(self, line: LogLine) -> None:
        """Show one more line, soon: many of them are drawn at once."""
        self._waiting.append(line)
        if not self._timer.isActive():
            self._timer.start()

    def set_lines(self, lines: Iterable[LogLine]) -> None:
        """Show these instead of all others."""
        self._waiting.clear()
        self._lines.clear()
        self._lines.extend(lines)
        self._redraw()

    def text(self) -> str:
        """What is shown."""
        return self._text.toPlainText()

    def _make_header(self) -> None:
        self._level = QComboBox()
        self._level.setObjectName("log_level")
        self._level.setAccessibleName(self.tr("Lines to show"))
        self._level.setToolTip(self.tr("Hide lines that are less grave"))
        self._level.setMinimumContentsLength(_LEAST_LETTERS)
        for words, level in (
            (self.tr("Everything"), logging.NOTSET),
            (self.tr("Information and worse"), logging.INFO),
            (self.tr("Warnings and errors"), logging.WARNING),
            (self.tr("Errors"), logging.ERROR),
        ):
            self._level.addItem(words, level)
        self._level.setCurrentIndex(1)
        self._level.currentIndexChanged.connect(self._on_level_changed)
        copy = QPushButton(icon("copy"), self.tr("Copy"))
        copy.setObjectName("log_copy")
        copy.setAccessibleName(self.tr("Copy the log"))
        copy.setToolTip(self.tr("Copy the lines that are selected, or else all that are shown"))
        copy.clicked.connect(self._on_copy_clicked)
        folder = QPushButton(icon("folder-open"), self.tr("Open log folder"))
        folder.setObjectName("log_folder")
        folder.setAccessibleName(folder.text())
        folder.setToolTip(self.tr("Open the folder in which the log is kept"))
        folder.clicked.connect(self._on_folder_clicked)
        self._header = FlowLayout(spacing=GRID)
        self._header.addWidget(self._level)
        self._header.add_space()
        self._header.addWidget(copy)
        self._header.addWidget(folder)

    def _redraw(self) -> None:
        self._text.setPlainText("\n".join(self._wanted(self._lines)))
        self._scroll_to_end()

    def _wanted(self, lines: Iterable[LogLine]) -> list[str]:
        least = int(self._level.currentData())
        return [_in_words(line) for line in lines if line.level >= least]

    def _scroll_to_end(self) -> None:
        # Qt scrolls to its cursor, which follows the text to the end of a long line, out of sight of where lines begin.
        cursor, across = self._text.textCursor(), self._text.horizontalScrollBar()
        if not cursor.hasSelection():
            cursor.movePosition(QTextCursor.MoveOperation.End)
            cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock)
            left = across.value()
            self._text.setTextCursor(cursor)
            across.setValue(left)
        bar = self._text.verticalScrollBar()
        bar.setValue(bar.maximum())

    @Slot()
    def _on_flush_due(self) -> None:
        lines = tuple(self._waiting)
        self._waiting.clear()
        self._lines.extend(lines)
        texts = self._wanted(lines)
        if not texts:
            return
        bar = self._text.verticalScrollBar()
        was_at_end = bar.value() == bar.maximum()  # whoever reads further up is left there
        self._text.appendPlainText("\n".join(texts))
        if was_at_end:
            self._scroll_to_end()

    @Slot(int)
    def _on_level_changed(self, _index: int) -> None:
        self._redraw()

    @Slot()
    def _on_copy_clicked(self) -> None:
        cursor = self._text.textCursor()
        selected = cursor.selection().toPlainText()
        QGuiApplication.clipboard().setText(selected or self.text())

    @Slot()
    def _on_folder_clicked(self) -> None:
        self.folder_requested.emit()


def _in_words(line: LogLine) -> str:
    """One line, or several where there is a traceback."""
    first, *more = line.text.split("\n")
    name = logging.getLevelName(line.level)
    source = line.source.removeprefix("d2studio.")
    head = f"{line.time:%H:%M:%S}  {name:<7}  {source}: {printable(first)}"
    return "\n".join((head, *(f"    {printable(text)}" for text in more)))
