"""One line of text with dots where there is no room."""

from html import escape

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget


class ElidedLabel(QWidget):
    """Plain text; the tooltip has all of it.

    Args:
        parent: see Qt.
        role: the palette's colour that it is written in; by default that of what is read second.
        dots: where they are.
    """

    def __init__(
        self,
        parent: QWidget | None = None,
        role: QPalette.ColorRole = QPalette.ColorRole.PlaceholderText,
        dots: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        super().__init__(parent)
        self._role = role
        self._dots = dots
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        """All of the text."""
        return self._text

    def set_text(self, text: str) -> None:
        """Show `text`, which has no line breaks."""
        self._text = text
        # Qt takes a tooltip that looks like HTML for HTML, and this text may come from files.
        self.setToolTip(f"<qt>{escape(text)}</qt>")
        self.setAccessibleName(text)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(0, self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self._role))
        shown = self.fontMetrics().elidedText(self._text, self._dots, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
