"""A view that zooms at the pointer and pans by dragging, over one page whose pixels are the scene's coordinates."""

from enum import Enum
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QNativeGestureEvent, QResizeEvent, QTransform, QWheelEvent
from PySide6.QtWidgets import QApplication, QGraphicsScene, QGraphicsView, QWidget

# Device pixels for a page pixel; more shows nothing new.
_MAX_ZOOM: Final = 32.0
_STEP: Final = 1.25
# A notch of a wheel is 120 eighths of a degree.
_WHEEL_STEP: Final = 1.2
_NOTCH: Final = 120
# Around the page, in widget pixels.
_MARGIN_VIEW: Final = 12


class _ZoomMode(Enum):
    """What decides the magnification when the window or the page changes."""

    FIT_PAGE = "fit page"
    FIT_WIDTH = "fit width"
    FACTOR = "factor"


class ZoomView(QGraphicsView):
    """Owns magnification and place, nothing of what is drawn.

    "Zoom" is device pixels for a page pixel, so that 1 is sharp on every screen.

    Signals:
        zoom_changed(float): the zoom.
        moved(): the page was zoomed, scrolled or resized.
        clicked(QPointF, Qt.KeyboardModifiers): a left click without a drag, in viewport pixels.
    """

    zoom_changed = Signal(float)
    moved = Signal()
    clicked = Signal(QPointF, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setScene(QGraphicsScene(self))
        self._page_px: QSize | None = None
        self._mode = _ZoomMode.FIT_PAGE
        self._pressed_at: QPointF | None = None
        self._panned_from: QPointF | None = None
        self.setInteractive(False)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setResizeAnchor(QGraphicsView.ViewportAnchor.AnchorViewCenter)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.BoundingRectViewportUpdate)
        self.setAcceptDrops(False)
        self.viewport().setAcceptDrops(False)
        self.viewport().setMouseTracking(True)

    @property
    def zoom(self) -> float:
        return self.transform().m11() * self.devicePixelRatioF()

    def set_page_size(self, page_px: QSize | None) -> None:
        """Make room for a page of this size. The zoom mode stays; under a fixed factor the relative place, too."""
        place = self._relative_centre() if self._page_px is not None else None
        self._page_px = page_px
        if page_px is None:
            self.setSceneRect(QRectF())
        elif self._mode is _ZoomMode.FACTOR:
            self._update_scene_rect()
            if place is not None:
                self.centerOn(place.x() * page_px.width(), place.y() * page_px.height())
        else:
            self._fit()
            if self._mode is _ZoomMode.FIT_WIDTH:
                self.verticalScrollBar().setValue(self.verticalScrollBar().minimum())
        self.moved.emit()

    def fit_page(self) -> None:
        self._mode = _ZoomMode.FIT_PAGE
        self._fit()

    def fit_width(self) -> None:
        self._mode = _ZoomMode.FIT_WIDTH
        self._fit()

    def actual_size(self) -> None:
        """One page pixel to one device pixel."""
        self.set_zoom(1.0)

    def zoom_in(self) -> None:
        self.set_zoom(_stop_at_one(self.zoom, self.zoom * _STEP))

    def zoom_out(self) -> None:
        self.set_zoom(_stop_at_one(self.zoom, self.zoom / _STEP))

    def set_zoom(self, zoom: float, at: QPointF | None = None) -> None:
        """Zoom to a factor.

        Args:
            zoom: device pixels for a page pixel; limited to what makes sense.
            at: the point of the viewport under which the page stays; its centre if None.
        """
        if self._page_px is None:
            return
        at = QPointF(self.viewport().rect().center()) if at is None else at
        on_page = self.to_page(at)
        self._mode = _ZoomMode.FACTOR
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        smallest = min(self._fit_scale(_ZoomMode.FIT_PAGE) * self.devicePixelRatioF() / 2, 1.0)
        self._set_scale(min(max(zoom, smallest), _MAX_ZOOM) / self.devicePixelRatioF())
        now_at = self.viewportTransform().map(on_page)
        self._scroll(at - now_at)

    def to_page(self, position: QPointF) -> QPointF:
        """A point of the viewport in page pixels, not rounded."""
        inverse, _ = self.viewportTransform().inverted()
        return inverse.map(position)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        self.moved.emit()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self.moved.emit()

    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._fit()
            self.zoom_changed.emit(self.zoom)
        return handled

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self.set_zoom(self.zoom * (1 + event.value()), event.position())
            return True
        return super().viewportEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A wheel zooms, and sideways with Shift scrolls. Two fingers on a touch pad, which has phases, scroll."""
        modifiers = event.modifiers()
        turned = event.angleDelta()
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            # Also what some systems make of a pinch.
            self._zoom_by_wheel(turned.y(), event.position())
        elif modifiers & Qt.KeyboardModifier.ShiftModifier:
            self._scroll(QPointF(turned.x() + turned.y(), 0))
        elif not event.pixelDelta().isNull() and event.phase() != Qt.ScrollPhase.NoScrollPhase:
            self._scroll(QPointF(event.pixelDelta()))
        elif turned.y() != 0:
            self._zoom_by_wheel(turned.y(), event.position())
        else:
            self._scroll(QPointF(turned))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows pan; everything else is the window's."""
        step = self.verticalScrollBar().singleStep() * 2
        moves: dict[int, QPointF] = {
            Qt.Key.Key_Left: QPointF(step, 0),
            Qt.Key.Key_Right: QPointF(-step, 0),
            Qt.Key.Key_Up: QPointF(0, step),
            Qt.Key.Key_Down: QPointF(0, -step),
        }
        move = moves.get(event.key())
        if move is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            event.ignore()
        else:
            self._scroll(move)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed_at = event.position()
        elif event.button() == Qt.MouseButton.MiddleButton:
            self._start_panning(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        position = event.position()
        if self._pressed_at is not None and self._panned_from is None:
            way = (position - self._pressed_at).manhattanLength()
            if way >= QApplication.startDragDistance():
                self._start_panning(self._pressed_at)
        if self._panned_from is not None:
            self._scroll(position - self._panned_from)
            self._panned_from = position

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed_at, self._pressed_at = self._pressed_at, None
        if self._panned_from is not None:
            self._panned_from = None
            self.viewport().unsetCursor()
        elif pressed_at is not None and event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit(event.position(), event.modifiers())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The second press of a double click starts nothing."""

    def _start_panning(self, position: QPointF) -> None:
        self._panned_from = position
        self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)

    def _zoom_by_wheel(self, turned: int, at: QPointF) -> None:
        self.set_zoom(self.zoom * _WHEEL_STEP ** (turned / _NOTCH), at)

    def _scroll(self, by: QPointF) -> None:
        """Move the page by widget pixels."""
        way: QPoint = by.toPoint()
        self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() - way.x())
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() - way.y())

    def _relative_centre(self) -> QPointF:
        assert self._page_px is not None
        centre = self.to_page(QPointF(self.viewport().rect().center()))
        return QPointF(centre.x() / self._page_px.width(), centre.y() / self._page_px.height())

    def _fit(self) -> None:
        """Set the scale that the mode asks for; under a fixed factor it stays."""
        if self._page_px is None or self._mode is _ZoomMode.FACTOR:
            return
        off, on = Qt.ScrollBarPolicy.ScrollBarAlwaysOff, Qt.ScrollBarPolicy.ScrollBarAlwaysOn
        scale = self._fit_scale(self._mode)
        # Decided here and not by Qt: a bar that comes makes the page smaller, which would make the bar go again.
        tall = self._page_px.height() * scale + 2 * _MARGIN_VIEW > self.maximumViewportSize().height()
        self.setHorizontalScrollBarPolicy(off)
        self.setVerticalScrollBarPolicy(on if self._mode is _ZoomMode.FIT_WIDTH and tall else off)
        self._set_scale(scale)

    def _fit_scale(self, mode: _ZoomMode) -> float:
        assert self._page_px is not None
        room = self.maximumViewportSize() - QSize(2 * _MARGIN_VIEW, 2 * _MARGIN_VIEW)
        by_width = max(room.width(), 1) / self._page_px.width()
        by_height = max(room.height(), 1) / self._page_px.height()
        if mode is _ZoomMode.FIT_WIDTH and by_height < by_width:
            bar = self.verticalScrollBar().sizeHint().width()
            scale = max(room.width() - bar, 1) / self._page_px.width()
        else:
            scale = by_width if mode is _ZoomMode.FIT_WIDTH else min(by_width, by_height)
        return min(scale, _MAX_ZOOM / self.devicePixelRatioF())

    def _set_scale(self, scale: float) -> None:
        before = self.transform().m11()
        self.setTransform(QTransform.fromScale(scale, scale))
        self._update_scene_rect()
        if scale != before:
            self.zoom_changed.emit(self.zoom)
        self.moved.emit()

    def _update_scene_rect(self) -> None:
        assert self._page_px is not None
        margin = _MARGIN_VIEW / self.transform().m11()
        self.setSceneRect(QRectF(0, 0, *self._page_px.toTuple()).adjusted(-margin, -margin, margin, margin))


def _stop_at_one(before: float, after: float) -> float:
    """`after`, or 1 where the step would jump over it or end beside it."""
    crosses = (before - 1) * (after - 1) < 0
    return 1.0 if crosses or abs(after - 1) < 0.05 else after
