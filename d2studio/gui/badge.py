"""A word in a frame, with an icon: told apart by colour, by shape and by reading."""

from typing import Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from d2studio.gui.icons import icon
from d2studio.gui.theme import HALF_GRID, shades

_TINT: Final = 0.12  # of the colour, behind the word


class Badge(QWidget):
    """Shows one word at a time."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._word, self._icon_name, self._shade = "", "", "text"

    def show_word(self, word: str, icon_name: str, shade: str, explanation: str) -> None:
        """Say something else.

        Args:
            word: one or two.
            icon_name: of a file in `resources/icons`.
            shade: a colour of `theme.Shades`.
            explanation: a sentence, as tooltip and for those who hear it.
        """
        self._word, self._icon_name, self._shade = word, icon_name, shade
        self.setAccessibleName(word)
        self.setAccessibleDescription(explanation)
        self.setToolTip(explanation)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self._word) + metrics.height() + 5 * HALF_GRID, metrics.height() + 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        colour = QColor(getattr(shades(self.palette()), self._shade))
        tint = QColor(colour)
        tint.setAlphaF(_TINT)
        side = self.fontMetrics().ascent()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour, 1))
        painter.setBrush(tint)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), HALF_GRID, HALF_GRID)
        mark = QRect(2 * HALF_GRID, (self.height() - side) // 2, side, side)
        icon(self._icon_name, self._shade).paint(painter, mark)
        text = self.rect().adjusted(mark.right() + HALF_GRID, 0, 0, 0)
        painter.drawText(text, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._word)
