"""A sentence with a sign before it."""

from typing import Final

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from d2studio.core.words import printable
from d2studio.gui.icons import icon
from d2studio.gui.plain_label import PlainLabel, breakable
from d2studio.gui.theme import GRID, shades

_ICONS: Final = {"danger": "circle-alert", "warning": "triangle-alert", "success": "circle-check", "link": "info"}


class SignLine(QFrame):
    """Hidden while there is nothing to say."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("card", True)  # what the theme draws a frame around
        self._shade = "link"
        self._is_coloured = False
        self._text = PlainLabel(f"{name}_text")
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)  # it is broken for the eye
        self._side = round(self.fontMetrics().height() * 1.1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID + self._side, GRID, GRID, GRID)
        layout.addWidget(self._text)
        self.hide()

    def show_text(self, text: str, shade: str, *, is_coloured: bool = False) -> None:
        """Say something else.

        Args:
            text: sentences, in lines of their own if there are several; "" for nothing.
            shade: of the sign, which goes with it: "danger", "warning", "success" or "link".
            is_coloured: the words have that colour too.
        """
        self._shade, self._is_coloured = shade, is_coloured
        text = "\n".join(map(printable, text.splitlines()))
        self._text.setText(breakable(text))
        self._text.setAccessibleName(text)
        self.setAccessibleName(text)
        self._show_colour()
        self.setVisible(bool(text))
        self.update()

    def text(self) -> str:
        return self._text.accessibleName()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._show_colour()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        rect = QRect(GRID, GRID, self._side, self._side)
        icon(_ICONS[self._shade], self._shade).paint(QPainter(self), rect)

    def _show_colour(self) -> None:
        # Not by a palette: when the theme changes, Qt gives labels back the one that they had before.
        colour = getattr(shades(self.palette()), self._shade) if self._is_coloured else ""
        sheet = f"color: {colour}" if colour else ""
        if sheet != self._text.styleSheet():
            self._text.setStyleSheet(sheet)
