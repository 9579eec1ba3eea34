"""Letters of one width, for text that was not written for people."""

from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QWidget


def fixed_font(widget: QWidget) -> QFont:
    """The system's, in the size of `widget`'s letters: the system keeps its own size whatever a user chose."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setPointSizeF(widget.font().pointSizeF())
    return font
