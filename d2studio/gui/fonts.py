"""Letters that are not the usual ones."""

from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QWidget


def fixed_font(widget: QWidget) -> QFont:
    """Letters of one width, for text that was not written for people.

    They are as large as those of `widget`: the system keeps its own size whatever a user chose.
    """
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setPointSizeF(widget.font().pointSizeF())
    return font


def make_bold(widget: QWidget, scale: float = 1.0) -> None:
    """Give a heading bold letters, `scale` times as large as before."""
    font = widget.font()
    font.setBold(True)
    font.setPointSizeF(font.pointSizeF() * scale)
    widget.setFont(font)
