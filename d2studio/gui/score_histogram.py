"""The scores of a page's detections as bars, on which a threshold can be picked."""

from typing import Final

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from d2studio.core.shown import ScoreHistogram

HISTOGRAM_BINS: Final = 50


class ScoreHistogramView(QWidget):
    """Bars of shown and hidden detections from score 0 to 1, with a line at the threshold.

    The keyboard has the slider below for the same.
    """

    threshold_picked = Signal(float)  # while the mouse is down
    pick_ended = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._histogram: ScoreHistogram | None = None
        self._threshold = 0.0
        self._span = (0.0, 0.0)
        self._margin = 0.0
        self.setObjectName("score_histogram")
        self.setAccessibleName(self.tr("Scores on this page"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.SizeHorCursor)

    def set_histogram(self, histogram: ScoreHistogram | None) -> None:
        self._histogram = histogram
        self.update()

    def set_threshold(self, threshold: float, lowest: float, highest: float) -> None:
        """`lowest` and `highest` are those of all classes; the span between them is shaded."""
        self._threshold = threshold
        self._span = (lowest, highest)
        self.update()

    def set_margin(self, margin_px: float) -> None:
        """How far from the left and right edge scores 0 and 1 are, to stand above a slider's ends."""
        self._margin = margin_px
        self.update()

    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        return QSize(12 * line, 3 * line)

    def minimumSizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        return QSize(6 * line, 3 * line)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        plot = self._plot()
        text = self.palette().color(QPalette.ColorRole.WindowText)
        lowest, highest = self._span
        if highest > lowest:
            left, right = self._x_of(lowest), self._x_of(highest)
            painter.fillRect(QRectF(left, plot.top(), right - left, plot.height()), _faint(text, 0.08))
        if self._histogram is not None:
            self._paint_bars(painter, self._histogram, hidden_colour=_faint(text, 0.35))
        painter.setPen(_faint(text, 0.45))
        painter.drawLine(plot.bottomLeft(), plot.bottomRight())
        # Where classes differ, the line is only where the slider stands.
        style = Qt.PenStyle.DotLine if highest > lowest else Qt.PenStyle.SolidLine
        painter.setPen(QPen(text, 2, style))
        x = self._x_of(self._threshold)
        painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pick(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._pick(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.pick_ended.emit()

    def event(self, event: QEvent) -> bool:
        """Says in a tooltip how many there are under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self._tooltip(event.pos().x()), self)
            return True
        return super().event(event)

    def _plot(self) -> QRectF:
        return QRectF(self.rect()).adjusted(self._margin, 1, -self._margin, -1)

    def _x_of(self, score: float) -> float:
        plot = self._plot()
        return plot.left() + min(max(score, 0.0), 1.0) * plot.width()

    def _score_at(self, x: float) -> float:
        plot = self._plot()
        return min(max((x - plot.left()) / max(plot.width(), 1.0), 0.0), 1.0)

    def _pick(self, event: QMouseEvent) -> None:
        self.threshold_picked.emit(round(self._score_at(event.position().x()), 2))

    def _paint_bars(self, painter: QPainter, histogram: ScoreHistogram, hidden_colour: QColor) -> None:
        shown, total = histogram.shown, histogram.shown + histogram.hidden
        if total.max() == 0:
            return
        plot = self._plot()
        # Roots, since there are many times more of the lowest scores than of those that matter.
        unit = (plot.height() - 1) / float(np.sqrt(total.max()))
        heights = (np.sqrt(total) * unit).tolist()
        shown_heights = (np.sqrt(total) * unit * shown / np.maximum(total, 1)).tolist()
        shown_colour = self.palette().color(QPalette.ColorRole.Highlight)
        width = plot.width() / len(total)
        for position, (height, shown_height) in enumerate(zip(heights, shown_heights, strict=True)):
            left = plot.left() + position * width
            painter.fillRect(QRectF(left, plot.bottom() - height, width - 1, height - shown_height), hidden_colour)
            painter.fillRect(QRectF(left, plot.bottom() - shown_height, width - 1, shown_height), shown_colour)

    def _tooltip(self, x: float) -> str:
        explained = self.tr("Press or drag here to set the threshold of all classes.")
        if self._histogram is None:
            return explained
        bins = len(self._histogram.shown)
        position = min(int(self._score_at(x) * bins), bins - 1)
        number = self.locale().toString
        counts = self.tr("Scores from {low} to {high}: {shown} shown, {hidden} hidden.").format(
            low=number(position / bins, "f", 2),
            high=number((position + 1) / bins, "f", 2),
            shown=int(self._histogram.shown[position]),
            hidden=int(self._histogram.hidden[position]),
        )
        return f"{counts}\n{explained}"


def _faint(colour: QColor, share: float) -> QColor:
    faint = QColor(colour)
    faint.setAlphaF(share)
    return faint
