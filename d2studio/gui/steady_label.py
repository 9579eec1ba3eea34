"""A line of text that changes many times a second."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLabel, QWidget


class SteadyLabel(QLabel):
    """Plain text on one line. It grows where a text needs more room, but never shrinks.

    Any other label has the whole window laid out anew whenever its text is another, which takes longer than a frame.
    Qt only leaves that out for widgets of fixed size.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)

    def setText(self, text: str) -> None:
        super().setText(text)
        self._make_room(self.minimumWidth())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._make_room(0)

    def _make_room(self, least: int) -> None:
        hint = self.sizeHint()
        self.setFixedSize(max(hint.width(), least), hint.height())
