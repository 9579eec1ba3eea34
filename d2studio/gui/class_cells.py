"""Where in a row of the class list what is, in pixels."""

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QFontMetrics

from d2studio.gui.class_marks import swatch_size


def value_width(metrics: QFontMetrics) -> int:
    """Pixels that a threshold in figures takes."""
    return metrics.horizontalAdvance("0.00")


def marks_width(metrics: QFontMetrics) -> int:
    """Pixels before the name: a check box and a swatch, and gaps."""
    return 3 * metrics.height()


def name_width(metrics: QFontMetrics, longest_name_px: int) -> int:
    """Pixels that names take with what stands before them."""
    return marks_width(metrics) + longest_name_px + metrics.height() // 3 + 2


def check_rect(cell: QRect, metrics: QFontMetrics) -> QRect:
    """Where in a name's cell the check box is drawn; clicks count up to the swatch."""
    side = metrics.height() * 7 // 8
    return QRect(cell.left() + metrics.height() // 4, cell.center().y() - side // 2, side, side)


def swatch_rect(cell: QRect, metrics: QFontMetrics) -> QRect:
    size = swatch_size(metrics)
    return QRect(QPoint(cell.left() + 3 * metrics.height() // 2, cell.center().y() - size.height() // 2), size)


def slider_rect(cell: QRect, metrics: QFontMetrics) -> QRect:
    """Where in a threshold's cell the slider runs, from 0 at its left to 1 at its right edge."""
    gap = metrics.height() // 2
    return cell.adjusted(gap, 0, -(value_width(metrics) + 2 * gap), 0)


def threshold_at(x: float, slider: QRect) -> float:
    """The threshold at a place of the slider, in whole hundredths."""
    return round(min(max((x - slider.left()) / max(slider.width(), 1), 0.0), 1.0), 2)
