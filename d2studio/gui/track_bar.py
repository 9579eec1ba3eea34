"""A progress bar that can be seen while nothing is done yet."""

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QProgressBar, QStyleOptionProgressBar

from d2studio.gui.theme import shades


class TrackBar(QProgressBar):
    """The part that is not done has a colour of its own: dark windows have none that the style would give it."""

    def initStyleOption(self, option: QStyleOptionProgressBar) -> None:
        super().initStyleOption(option)
        palette = option.palette
        palette.setColor(QPalette.ColorRole.Base, QColor(shades(self.palette()).border))
        option.palette = palette
