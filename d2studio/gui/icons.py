"""Icons that take the colours of the theme, whenever and as large as they are painted."""

from functools import cache
from typing import Final

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QIconEngine, QPainter, QPalette, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from d2studio.core.resources import RESOURCES
from d2studio.gui.theme import shades


def icon(name: str, shade: str | None = None) -> QIcon:
    """The icon of this file name in `resources/icons`, in the colour of text.

    A change of the theme needs no new icon: the colour is looked up whenever it is painted.

    Args:
        name: without suffix: "folder-open".
        shade: a colour of `theme.Shades` instead: "danger".

    Raises:
        FileNotFoundError: there is no such icon.
    """
    _source(name)
    return QIcon(_Engine(name, shade))


def app_icon() -> QIcon:
    """The program's own icon: the same in both themes."""
    return icon("d2studio")


@cache
def _source(name: str) -> str:
    return (RESOURCES / "icons" / f"{name}.svg").read_text(encoding="utf-8")


def _render(source: str, size_px: QSize) -> QPixmap:
    pixmap = QPixmap(size_px)
    pixmap.fill(Qt.GlobalColor.transparent)
    side = min(size_px.width(), size_px.height())
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(QByteArray(source.encode())).render(
        painter, QRectF((size_px.width() - side) / 2, (size_px.height() - side) / 2, side, side)
    )
    painter.end()
    return pixmap


class _Engine(QIconEngine):
    def __init__(self, name: str, shade: str | None) -> None:
        super().__init__()
        self._name = name
        self._shade = shade

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(rect, self.scaledPixmap(rect.size(), mode, state, ratio))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, _state: QIcon.State, scale: float) -> QPixmap:
        colour = self._colour(mode).name()
        size_px = size * scale
        key = f"d2studio/{self._name}/{colour}/{size_px.width()}x{size_px.height()}@{scale}"
        pixmap = QPixmap()
        if not QPixmapCache.find(key, pixmap):
            pixmap = _render(_source(self._name).replace("currentColor", colour), size_px)
            pixmap.setDevicePixelRatio(scale)
            QPixmapCache.insert(key, pixmap)
        return pixmap

    def clone(self) -> QIconEngine:
        copy = _Engine(self._name, self._shade)
        _CLONES.append(copy)
        return copy

    def iconName(self) -> str:
        return self._name

    def isNull(self) -> bool:
        return False

    def _colour(self, mode: QIcon.Mode) -> QColor:
        palette = QGuiApplication.palette()
        if mode == QIcon.Mode.Disabled:
            return palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText)
        if mode == QIcon.Mode.Selected:
            return palette.color(QPalette.ColorRole.HighlightedText)
        if self._shade:
            return QColor(getattr(shades(palette), self._shade))
        return palette.color(QPalette.ColorRole.ButtonText)


# C++ owns a clone and would be left with a dead one when Python drops its last reference. Qt only clones an icon that
# is changed after it was copied, so there are few.
_CLONES: Final[list[_Engine]] = []
