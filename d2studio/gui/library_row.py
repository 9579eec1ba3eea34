"""How a model is drawn in the manager's list: its name, what is said of it, and how far it is on its way."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QIcon, QPainter, QPalette
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from d2studio.core.words import printable
from d2studio.gui.icons import icon
from d2studio.gui.library_rows import ROW_ROLE, Heading, LibraryRows
from d2studio.gui.library_values import Entry, InstallState
from d2studio.gui.library_words import fraction_of, words_of
from d2studio.gui.theme import GRID, HALF_GRID, shades

_Index = QModelIndex | QPersistentModelIndex
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
_BETWEEN = "  ·  "
_TRACK = 0.3  # of the text's colour, in what a bar has not reached yet


class LibraryRowDelegate(QStyledItemDelegate):
    """Draws rows of `LibraryRows`."""

    def __init__(self, rows: LibraryRows, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows = rows

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        metrics = option.fontMetrics
        if isinstance(index.data(ROW_ROLE), Heading):
            return QSize(0, metrics.lineSpacing() + 2 * GRID)
        return QSize(0, 2 * metrics.lineSpacing() + 2 * GRID + HALF_GRID)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row = index.data(ROW_ROLE)
        painter.save()
        if isinstance(row, Heading):
            self._paint_heading(painter, option, row)
        elif isinstance(row, Entry):
            self._paint_entry(painter, option, row)
        painter.restore()

    def _paint_heading(self, painter: QPainter, option: QStyleOptionViewItem, heading: Heading) -> None:
        colours = shades(option.palette)
        area = option.rect.adjusted(GRID, HALF_GRID, -GRID, 0)
        font = QFont(option.font)
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor(colours.muted))
        painter.drawText(area, _LEFT, self._rows.heading_words(heading.section))
        painter.setFont(option.font)
        painter.drawText(area, _RIGHT, self._rows.count_words(heading))
        painter.setPen(QColor(colours.border))
        painter.drawLine(area.left(), option.rect.bottom(), area.right(), option.rect.bottom())

    def _paint_entry(self, painter: QPainter, option: QStyleOptionViewItem, entry: Entry) -> None:
        style = option.widget.style() if option.widget is not None else QApplication.style()
        style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter, option.widget)
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        role = QPalette.ColorRole.HighlightedText if is_selected else QPalette.ColorRole.Text
        ink = option.palette.color(role)
        metrics, line = option.fontMetrics, option.fontMetrics.lineSpacing()
        area = option.rect.adjusted(2 * GRID, GRID, -GRID, -GRID)
        painter.setFont(option.font)
        painter.setPen(ink)
        # The end of a name often has what tells it from the next one.
        name = metrics.elidedText(printable(entry.name), Qt.TextElideMode.ElideMiddle, area.width())
        painter.drawText(QRect(area.left(), area.top(), area.width(), line), _LEFT, name)
        self._paint_words(painter, QRect(area.left(), area.top() + line, area.width(), line), option, entry)
        fraction = None if entry.installation is None else fraction_of(entry.installation)
        if fraction is not None:
            bar = QRectF(area.left(), area.bottom() + 1, area.width(), HALF_GRID)
            _paint_bar(painter, bar, fraction, _bar_colour(option, entry), ink)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setPen(ink)
            painter.drawRect(option.rect.adjusted(0, 0, -1, -1))

    def _paint_words(self, painter: QPainter, area: QRect, option: QStyleOptionViewItem, entry: Entry) -> None:
        """The mark in its colour, and the facts behind it."""
        words, colours = words_of(entry), shades(option.palette)
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        chosen = option.palette.color(QPalette.ColorRole.HighlightedText)
        metrics = option.fontMetrics
        if words.icon:
            side = metrics.ascent()
            mode = QIcon.Mode.Selected if is_selected else QIcon.Mode.Normal
            place = QRect(area.left(), area.top() + (area.height() - side) // 2, side, side)
            icon(words.icon, words.shade).paint(painter, place, Qt.AlignmentFlag.AlignCenter, mode)
            area = area.adjusted(side + HALF_GRID, 0, 0, 0)
        mark_shade = words.shade if words.mark and words.icon else "muted"
        for text, shade in ((words.mark, mark_shade), (_BETWEEN if words.mark and words.facts else "", "muted")):
            painter.setPen(chosen if is_selected else QColor(getattr(colours, shade)))
            area = _paint_left(painter, area, metrics, text)
        _paint_left(painter, area, metrics, words.facts)


def _bar_colour(option: QStyleOptionViewItem, entry: Entry) -> QColor:
    """Of the part that is done: quiet while nothing moves."""
    if option.state & QStyle.StateFlag.State_Selected:
        return option.palette.color(QPalette.ColorRole.HighlightedText)
    if entry.installation is not None and entry.installation.state is InstallState.RUNNING:
        return option.palette.color(QPalette.ColorRole.Highlight)
    return QColor(shades(option.palette).outline)


def _paint_left(painter: QPainter, area: QRect, metrics: QFontMetrics, text: str) -> QRect:
    """Write a text as far as there is room; what room is left."""
    if text and area.width() > 0:
        painter.drawText(area, _LEFT, metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width()))
    return area.adjusted(metrics.horizontalAdvance(text), 0, 0, 0)


def _paint_bar(painter: QPainter, area: QRectF, fraction: float, colour: QColor, ink: QColor) -> None:
    track = QColor(ink)
    track.setAlphaF(_TRACK)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    radius = area.height() / 2
    painter.setBrush(track)
    painter.drawRoundedRect(area, radius, radius)
    done = QRectF(area)
    done.setWidth(max(area.height(), area.width() * fraction))
    painter.setBrush(colour)
    painter.drawRoundedRect(done, radius, radius)
