"""A page on the scene, drawn from numpy levels without a copy. Scene coordinates are page pixels."""

import math
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from d2studio.arrays import PixelArray
from d2studio.gui.view_style import PageTone

# From this magnification on pixels are shown as squares: who looks that close wants to see them.
_SHOW_PIXELS_FROM: Final = 4.0


def choose_level(level_count: int, zoom: float) -> int:
    """Index of the coarsest level that still has a pixel for each device pixel.

    Args:
        level_count: number of levels, each half as wide as the one before.
        zoom: device pixels per pixel of the page.
    """
    level = 0
    while level + 1 < level_count and zoom * 2 ** (level + 1) <= 1:
        level += 1
    return level


class ImageItem(QGraphicsItem):
    """The pixels of one page, or nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self._levels: tuple[PixelArray, ...] = ()
        self._tone = PageTone()

    def set_levels(self, levels: tuple[PixelArray, ...]) -> None:
        """Show other pixels.

        Args:
            levels: uint8 [H, W, 3], RGB, contiguous; each half as wide as the one before, rounded up. They are kept,
                not copied. Empty for no page.
        """
        self.prepareGeometryChange()
        self._levels = levels
        self.update()

    def set_tone(self, tone: PageTone) -> None:
        self._tone = tone
        self.update()

    def boundingRect(self) -> QRectF:
        if not self._levels:
            return QRectF()
        height, width, _ = self._levels[0].shape
        return QRectF(0, 0, width, height)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        exposed = QRectF(option.exposedRect) & self.boundingRect()
        if exposed.isEmpty():
            return
        zoom = QStyleOptionGraphicsItem.levelOfDetailFromTransform(painter.deviceTransform())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, zoom != 1 and zoom < _SHOW_PIXELS_FROM)
        painter.setClipRect(exposed, Qt.ClipOperation.IntersectClip)
        self._draw_pixels(painter, exposed, zoom)
        self._apply_tone(painter, exposed)

    def _draw_pixels(self, painter: QPainter, exposed: QRectF, zoom: float) -> None:
        index = choose_level(len(self._levels), zoom)
        level, scale = self._levels[index], 2**index
        height, width, _ = level.shape
        # One pixel more than is needed on each side: smoothing has the same neighbours in every partial repaint.
        left = max(math.floor(exposed.left() / scale) - 1, 0)
        top = max(math.floor(exposed.top() / scale) - 1, 0)
        right = min(math.ceil(exposed.right() / scale) + 1, width)
        bottom = min(math.ceil(exposed.bottom() / scale) + 1, height)
        first_byte = level[top:bottom].reshape(-1)[3 * left :].data
        seen = QImage(first_byte, right - left, bottom - top, level.strides[0], QImage.Format.Format_RGB888)
        # Measured: painting 32-bit pixels, this conversion counted, takes half the time of painting 24-bit ones.
        seen = seen.convertToFormat(QImage.Format.Format_RGB32)
        source = QRectF(0, 0, right - left, bottom - top)
        target = QRectF(left * scale, top * scale, source.width() * scale, source.height() * scale)
        painter.drawImage(target, seen, source)

    def _apply_tone(self, painter: QPainter, exposed: QRectF) -> None:
        """Change what was just drawn, on the device, so that only what is seen costs time."""
        if self._tone.inverted:
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Difference)
            painter.fillRect(exposed, Qt.GlobalColor.white)
        brightness = self._tone.brightness
        if brightness < 0:
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
            painter.fillRect(exposed, QColor.fromRgbF(0, 0, 0, min(-brightness, 1)))
        elif brightness > 0:
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Plus)
            painter.fillRect(exposed, QColor.fromRgbF(*[min(brightness, 1)] * 3))
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
