"""A label for text that comes from files: never taken for markup, and never wider than there is room."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QWidget


class PlainLabel(QLabel):
    """Text on as many lines as it needs; it can be marked and copied with the mouse."""

    def __init__(self, name: str, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setText(text)

    def minimumSizeHint(self) -> QSize:
        """One endless word must not make a panel endlessly wide."""
        return QSize(0, super().minimumSizeHint().height())
