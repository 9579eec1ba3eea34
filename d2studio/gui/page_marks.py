"""Small signs for the state of a page, told apart by their shape alone."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from d2studio.core.page_state import PageState, PageStatus


def paint_mark(painter: QPainter, box: QRectF, state: PageState, ink: QColor, paper: QColor) -> None:
    """Paint the sign of a state: in `ink`, with what is cut out of it in `paper`, which is what lies below.

    Args:
        painter: anywhere in its own state, which is left as it was.
        box: the square that the sign fills, in the painter's coordinates.
        state: whose sign.
        ink: colour of the sign.
        paper: colour it is painted on.
    """
    side = box.width()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.center())
    # From here the sign is a drawing of 16 by 16 with the origin in its middle.
    painter.scale(side / 16, side / 16)
    line = QPen(ink, 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    cut = QPen(line)
    cut.setColor(paper)
    cut.setWidthF(2.0)
    painter.setPen(line)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    match state.status:
        case PageStatus.NOT_RUN:
            painter.drawEllipse(QPointF(), 5.5, 5.5)
        case PageStatus.OPENING | PageStatus.WAITING:
            painter.drawEllipse(QPointF(), 6.5, 6.5)
            painter.drawPolyline(QPolygonF([QPointF(0, -3.5), QPointF(0, 0), QPointF(2.5, 1.5)]))
        case PageStatus.RUNNING:
            painter.drawEllipse(QPointF(), 6.5, 6.5)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ink)
            # Qt counts sixteenths of a degree, against the clock, from three o'clock.
            painter.drawPie(QRectF(-4.5, -4.5, 9, 9), 90 * 16, -round(max(state.fraction, 0.1) * 360 * 16))
        case PageStatus.FOUND:
            painter.setBrush(ink)
            painter.drawEllipse(QPointF(), 6.5, 6.5)
            painter.setPen(cut)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolyline(QPolygonF([QPointF(-3, 0.2), QPointF(-0.8, 2.6), QPointF(3.2, -2.4)]))
        case PageStatus.EMPTY:
            painter.drawLine(QPointF(-5, 0), QPointF(5, 0))
        case PageStatus.FAILED:
            painter.setBrush(ink)
            painter.drawPolygon(QPolygonF([QPointF(0, -6), QPointF(6.5, 5.5), QPointF(-6.5, 5.5)]))
            painter.setPen(cut)
            painter.drawLine(QPointF(0, -2), QPointF(0, 1))
            painter.drawPoint(QPointF(0, 3.7))
        case PageStatus.LOCKED:
            painter.drawArc(QRectF(-3, -6.5, 6, 8), 0, 180 * 16)
            painter.drawLine(QPointF(-3, -2.5), QPointF(-3, 0))
            painter.drawLine(QPointF(3, -2.5), QPointF(3, 0))
            painter.setBrush(ink)
            painter.drawRoundedRect(QRectF(-5, -0.5, 10, 6.5), 1, 1)
    painter.restore()
