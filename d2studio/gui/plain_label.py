"""A label for text that comes from files: never taken for markup, and never wider than there is room."""

import re
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QWidget

_LONG_WORD: Final = re.compile(r"\S{24,}")
_PIECE: Final = re.compile(r"[^/\\_.-]{1,16}[/\\_.-]?|[/\\_.-]")
_MAY_BREAK: Final = "\u200b"  # has no width


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


def breakable(text: str) -> str:
    """`text`, but long words such as paths and names of files can go on in the next line; for the eye only."""
    return _LONG_WORD.sub(lambda word: _MAY_BREAK.join(_PIECE.findall(word[0])), text)
