"""A slim line above the page that says one thing, seldom a few, and offers what can be done about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleEvent, QColor, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from d2studio.core.words import printable
from d2studio.gui.elided_label import ElidedLabel
from d2studio.gui.icons import icon
from d2studio.gui.theme import GRID, HALF_GRID, shades

# Time enough to notice the line and to read it twice.
_PASSING_MS: Final = 8000


@dataclass(frozen=True)
class _Message:
    lines: tuple[str, ...]
    action: str
    key: str


class Banner(QWidget):
    """Hidden while there is nothing to say.

    It holds one lasting message and one that goes by itself after some seconds, which covers the lasting one meanwhile.

    Signals:
        action_triggered(str): the button was pressed; key of the message.
        dismissed(str): the message was closed by hand; its key.
    """

    action_triggered = Signal(str)
    dismissed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self.setAccessibleName(self.tr("Message"))
        self._lasting: _Message | None = None
        self._passing: _Message | None = None
        self._further: list[ElidedLabel] = []  # below the first line
        self._timer = QTimer(self)
        self._timer.setObjectName("banner_timer")
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PASSING_MS)
        self._timer.timeout.connect(self._on_timeout)
        self._make_widgets()
        self.hide()

    def show_message(
        self, text: str, action: str = "", *, key: str = "", lasting: bool = True, more: Sequence[str] = ()
    ) -> None:
        """Say something instead of what is said now.

        Args:
            text: of any origin; comes out on one line. "" says nothing.
            more: further lines, each of which comes out on one of its own.
            action: what the button says, a verb first; "" for no button.
            key: by which the message is known in signals.
            lasting: it stays until another takes its place or it is closed; else it goes by itself.
        """
        message = _Message((text, *more), action, key) if text else None
        if lasting:
            self._lasting = message
            self._passing = None
        else:
            self._passing = message
        self._show_current()

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = shades(self.palette())
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours.tint))
        painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(colours.border))
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._colour()

    @Slot()
    def _on_action_clicked(self) -> None:
        message = self._passing or self._lasting
        if message:
            self.action_triggered.emit(message.key)

    @Slot()
    def _on_close_clicked(self) -> None:
        message = self._passing or self._lasting
        if message is None:
            return
        if self._passing:
            self._passing = None
        else:
            self._lasting = None
        self._show_current()
        self.dismissed.emit(message.key)

    @Slot()
    def _on_timeout(self) -> None:
        focus = QApplication.focusWidget()
        if self.underMouse() or (focus is not None and self.isAncestorOf(focus)):
            self._timer.start()  # somebody is about to press the button
            return
        self._passing = None
        self._show_current()

    def _show_current(self) -> None:
        self._timer.stop()
        message = self._passing or self._lasting
        first, *more = ("",) if message is None else map(printable, message.lines)
        self._label.set_text(first)
        self._set_further_lines(more)
        self._action.setText("" if message is None else message.action)
        self._action.setAccessibleName(self._action.text())
        self._action.setToolTip(self._label.toolTip())
        self._action.setVisible(bool(self._action.text()))
        self.setAccessibleDescription("\n".join((first, *more)))
        self.setVisible(message is not None)
        if self._passing:
            self._timer.start()
        if message and self.isVisible():
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def _colour(self) -> None:
        self._sign.setPixmap(icon("info", "link").pixmap(QSize(1, 1) * self.fontMetrics().height()))

    def _make_widgets(self) -> None:
        self._sign = QLabel(self)
        self._sign.setObjectName("banner_icon")
        self._label = ElidedLabel(self, QPalette.ColorRole.WindowText)
        self._label.setObjectName("banner_text")
        self._action = QPushButton(self)
        self._action.setObjectName("banner_action")
        self._action.clicked.connect(self._on_action_clicked)
        self._close = QToolButton(self)
        self._close.setObjectName("banner_close")
        self._close.setAutoRaise(True)
        self._close.setIcon(icon("x"))
        self._close.setAccessibleName(self.tr("Close the message"))
        self._close.setToolTip(self.tr("Close this message"))
        self._close.clicked.connect(self._on_close_clicked)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self._lines.addWidget(self._label)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(GRID, HALF_GRID, HALF_GRID, HALF_GRID)
        self._row.setSpacing(GRID)
        self._row.addWidget(self._sign)
        self._row.addLayout(self._lines, stretch=1)
        self._row.addWidget(self._action)
        self._row.addWidget(self._close)
        self._colour()

    def _set_further_lines(self, texts: Sequence[str]) -> None:
        for label in self._further:
            self._lines.removeWidget(label)
            label.hide()  # until it is deleted
            label.deleteLater()
        self._further = []
        for number, text in enumerate(texts, start=2):
            label = ElidedLabel(self, QPalette.ColorRole.WindowText)
            label.setObjectName(f"banner_line_{number}")
            label.set_text(text)
            self._lines.addWidget(label)
            label.show()  # else the layout knows it one turn later, and the line jumps
            self._further.append(label)
        across = Qt.AlignmentFlag.AlignTop if texts else Qt.AlignmentFlag.AlignVCenter
        for widget in (self._sign, self._close):
            self._row.setAlignment(widget, across)
