"""How a page is drawn in the page strip: its thumbnail, its name, and how far it is."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter, QPalette
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from d2studio.core.page_state import PageState, PageStatus
from d2studio.gui.page_list import LABEL_ROLE, STATE_ROLE, THUMBNAIL_ROLE, PageLabel, PageListModel
from d2studio.gui.page_marks import paint_mark
from d2studio.gui.page_message import known_stages

_Index = QModelIndex | QPersistentModelIndex
_FAINT_TEXT = 0.72  # of the text's colour in what matters less; 4.5:1 at least on both themes
_FAINT_LINE = 0.25
_FAINT_FILL = 0.08
_MANY_REGIONS = 9999  # more than the words of a state usually count
_WANTS_CARE = (PageStatus.FAILED, PageStatus.LOCKED)
_LINE_FLAGS = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine


def row_height(metrics: QFontMetrics) -> int:
    """Pixels: three lines of text, and a little above and below."""
    return 3 * metrics.lineSpacing() + 2 * _gap(metrics)


def row_width(metrics: QFontMetrics, characters: int) -> int:
    """Pixels of a row that has room for so many characters after the sign of its state."""
    gap = _gap(metrics)
    return thumbnail_box(metrics).width() + 3 * gap + _mark_width(metrics) + characters * metrics.averageCharWidth()


def thumbnail_box(metrics: QFontMetrics) -> QSize:
    """What a thumbnail has to fit in, in device-independent pixels. Upright, since most pages are."""
    height = row_height(metrics) - 2 * _gap(metrics)
    return QSize(round(height * 0.9), height)


def _gap(metrics: QFontMetrics) -> int:
    return metrics.height() // 3


def _mark_width(metrics: QFontMetrics) -> int:
    """Of the sign of a state and the space after it."""
    return metrics.ascent() + metrics.ascent() // 3


class PageRowDelegate(QStyledItemDelegate):
    """Draws rows of a `PageListModel`, or of a filter on it."""

    def __init__(self, pages: PageListModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pages = pages
        self._widths: dict[str, int] = {}  # by font

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(self.width(option.font), row_height(option.fontMetrics))

    def width(self, font: QFont) -> int:
        """Pixels of a row in which the words of every state can be read."""
        key = font.key()
        if key not in self._widths:
            self._widths[key] = self._measured_width(font)
        return self._widths[key]

    def _measured_width(self, font: QFont) -> int:
        states = [PageState(status, count=_MANY_REGIONS) for status in PageStatus]
        states += [PageState(PageStatus.RUNNING, stage=stage) for stage in known_stages()]
        states.append(PageState(PageStatus.EMPTY, is_hidden=True))
        metrics = QFontMetrics(font)
        return row_width(metrics, 0) + max(
            QFontMetrics(self._font_of(state, font)).horizontalAdvance(self._pages.state_words(state))
            for state in states
        )

    def _font_of(self, state: PageState, font: QFont) -> QFont:
        """What the words of a state are written in."""
        of_state = QFont(font)
        of_state.setBold(state.status in _WANTS_CARE)
        return of_state

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        label, state, thumbnail = index.data(LABEL_ROLE), index.data(STATE_ROLE), index.data(THUMBNAIL_ROLE)
        assert isinstance(label, PageLabel)
        assert isinstance(state, PageState)
        painter.save()
        style = option.widget.style() if option.widget is not None else QApplication.style()
        style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter, option.widget)
        ink, paper = _colours(option)
        metrics, gap = option.fontMetrics, _gap(option.fontMetrics)
        inside = option.rect.adjusted(gap, gap, -gap, -gap)
        box = QRect(inside.topLeft(), thumbnail_box(metrics))
        self._paint_thumbnail(painter, box, thumbnail, _mixed(ink, paper, _FAINT_LINE), _mixed(ink, paper, _FAINT_FILL))
        self._paint_text(painter, inside.adjusted(box.width() + gap, 0, 0, 0), option, label, state)
        if state.status is PageStatus.RUNNING:
            self._paint_progress(painter, option, state.fraction, ink, paper)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(ink)
            painter.drawRect(option.rect.adjusted(0, 0, -1, -1))
        painter.restore()

    def _paint_thumbnail(self, painter: QPainter, box: QRect, thumbnail: object, line: QColor, fill: QColor) -> None:
        if isinstance(thumbnail, QImage) and not thumbnail.isNull():
            size = thumbnail.size().scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
            frame = _centred(size.expandedTo(QSize(1, 1)), box)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(frame, thumbnail)
        else:
            frame = _centred(QSize(round(box.height() * 0.7), box.height()), box)
            painter.fillRect(frame, fill)
        painter.setPen(line)
        # Qt draws a frame's right and bottom lines beyond the rectangle.
        painter.drawRect(frame.adjusted(0, 0, -1, -1))

    def _paint_text(
        self, painter: QPainter, area: QRect, option: QStyleOptionViewItem, label: PageLabel, state: PageState
    ) -> None:
        """The name, the page's number where the file has several, and the state, centred as a block."""
        ink, paper = _colours(option)
        faint = _mixed(ink, paper, _FAINT_TEXT)
        metrics = option.fontMetrics
        line = metrics.lineSpacing()
        # A file's pages all have its name; which one it is matters more.
        if label.count > 1:
            number = self.tr("Page {number}").format(number=label.number)
            lines = [(number, ink), (label.name, faint)]
        else:
            lines = [(label.name, ink)]
        y = area.top() + (area.height() - (len(lines) + 1) * line) // 2
        painter.setFont(option.font)
        for text, colour in lines:
            painter.setPen(colour)
            # The end of a name often has what tells it from the next one.
            elided = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, area.width())
            painter.drawText(QRect(area.left(), y, area.width(), line), _LINE_FLAGS, elided)
            y += line
        wants_care = state.status in _WANTS_CARE
        colour = ink if wants_care or state.status is PageStatus.FOUND else faint
        font = self._font_of(state, option.font)
        painter.setFont(font)
        painter.setPen(colour)
        side = metrics.ascent()
        mark = QRectF(area.left(), y + (line - side) / 2, side, side)
        paint_mark(painter, mark, state, colour, paper)
        words = QRect(area.left(), y, area.width(), line).adjusted(_mark_width(metrics), 0, 0, 0)
        text = QFontMetrics(font).elidedText(self._pages.state_words(state), Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, _LINE_FLAGS, text)

    def _paint_progress(
        self, painter: QPainter, option: QStyleOptionViewItem, fraction: float, ink: QColor, paper: QColor
    ) -> None:
        """A thin bar along the foot of the row."""
        height = max(2, option.fontMetrics.height() // 6)
        bar = QRect(option.rect.left(), option.rect.bottom() - height + 1, option.rect.width(), height)
        painter.fillRect(bar, _mixed(ink, paper, _FAINT_LINE))
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        bar.setWidth(round(bar.width() * fraction))
        painter.fillRect(bar, ink if selected else option.palette.color(QPalette.ColorRole.Highlight))


def _colours(option: QStyleOptionViewItem) -> tuple[QColor, QColor]:
    """Of text, and of what lies below it."""
    active = bool(option.state & QStyle.StateFlag.State_Active)
    group = QPalette.ColorGroup.Active if active else QPalette.ColorGroup.Inactive
    if option.state & QStyle.StateFlag.State_Selected:
        text, base = QPalette.ColorRole.HighlightedText, QPalette.ColorRole.Highlight
    else:
        text, base = QPalette.ColorRole.Text, QPalette.ColorRole.Base
    return option.palette.color(group, text), option.palette.color(group, base)


def _mixed(ink: QColor, paper: QColor, share: float) -> QColor:
    """A colour between two, with a share of `ink` from 0 to 1."""
    return QColor.fromRgbF(
        paper.redF() + (ink.redF() - paper.redF()) * share,
        paper.greenF() + (ink.greenF() - paper.greenF()) * share,
        paper.blueF() + (ink.blueF() - paper.blueF()) * share,
    )


def _centred(size: QSize, box: QRect) -> QRect:
    frame = QRect(box.topLeft(), size)
    frame.moveCenter(box.center())
    return frame
