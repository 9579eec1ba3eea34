"""The page with what was found on it: looking, pointing, selecting."""

import html
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QGraphicsRectItem, QToolTip, QWidget

from d2studio.core.page_result import PageResult
from d2studio.core.shared_page import SharedPage
from d2studio.core.words import printable
from d2studio.filters import Filtered, FilterRules
from d2studio.gui.image_item import ImageItem
from d2studio.gui.label_layer import View
from d2studio.gui.message_card import MessageCard
from d2studio.gui.overlay import Overlay
from d2studio.gui.region_words import reason_words, region_name
from d2studio.gui.theme import shades
from d2studio.gui.view_style import OverlayStyle, PageTone, pointer_place
from d2studio.gui.zoom_view import ZoomView

# Labels are placed anew when zooming and scrolling have paused for this long.
_SETTLE_MS: Final = 60
# How far beside a region a click may be, and how far apart clicks at "the same place", in widget pixels.
_TOLERANCE_VIEW: Final = 3
# Around a region that is brought into view, so that its label is seen, too.
_REVEAL_MARGIN_VIEW: Final = 40
_LABEL_FONT: Final = 0.9
# A thin frame says that the keys go to the page. Flat bars, since the style's own, whose gradients are made anew for
# every length, were measured to take 4 ms of each step of a zoom.
_SHEET: Final = """
    #viewer {{ border: 1px solid {ground}; }}
    #viewer:focus {{ border-color: {accent}; }}
    QScrollBar {{ background: {ground}; border: none; }}
    QScrollBar:vertical {{ width: 12px; }}
    QScrollBar:horizontal {{ height: 12px; }}
    QScrollBar::handle {{ background: {handle}; border-radius: 4px; margin: 2px; min-width: 24px; min-height: 24px; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: none; }}
    QAbstractScrollArea::corner {{ background: {ground}; border: none; }}
"""


class Viewer(ZoomView):
    """Shows one page and its result. Detections are named by their positions in the result's `Detections`.

    Signals:
        selection_changed(frozenset[int]): the user selected something else.
        pointer_moved(PointerPlace | None): where on the page the pointer is; None beside it.
        message_action_triggered(): the button of the message was pressed.
        region_activated(int): a region was clicked twice, or Enter was pressed on it.
    """

    selection_changed = Signal(object)
    pointer_moved = Signal(object)
    message_action_triggered = Signal()
    region_activated = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        scene = self.scene()
        self._page: SharedPage | None = None
        self._result: PageResult | None = None
        self._filtered: Filtered | None = None
        self._rules: FilterRules | None = None
        self._selection: frozenset[int] = frozenset()
        self._clicked_at: QPointF | None = None
        self._depth = 0
        self._told = ""  # by the latest tool tip
        self._image = ImageItem()
        self._border = QGraphicsRectItem()
        scene.addItem(self._image)
        scene.addItem(self._border)
        self._overlay = Overlay(scene)
        self._card = MessageCard(self)
        self._card.action_triggered.connect(self.message_action_triggered)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._on_settled)
        self.moved.connect(self._settle.start)
        self.clicked.connect(self._on_clicked)
        self.setObjectName("viewer")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._adapt_to_palette()
        self._describe()

    def show_page(self, page: SharedPage | None) -> None:
        """Show another page, or none. What was found on the one before goes."""
        self.show_result(None, None)
        self._page = page
        self._image.set_levels(() if page is None else page.levels)
        self._border.setRect(self._image.boundingRect())
        self._border.setVisible(page is not None)
        self.set_page_size(None if page is None else QSize(page.size_hw[1], page.size_hw[0]))
        self.pointer_moved.emit(None)
        self._describe()

    def show_result(
        self, result: PageResult | None, filtered: Filtered | None, rules: FilterRules | None = None
    ) -> None:
        """Show what was found on the page.

        Args:
            result: of the page that is shown; None while there is none.
            filtered: what of it is shown and why the rest is not; None for all.
            rules: what `filtered` came from; only its numbers are shown to the user.
        """
        if result is not self._result:
            self._selection = frozenset()
            self._overlay.set_selection(self._selection)
        self._result, self._filtered, self._rules = result, filtered, rules
        self._hide_tool_tip()
        self._overlay.show(result, filtered)
        self._settle.start()
        self._describe()

    def set_selection(self, selection: frozenset[int]) -> None:
        """Select from elsewhere; no signal."""
        if selection != self._selection:
            self._selection = selection
            self._overlay.set_selection(selection)
            self._settle.start()
            self._describe()

    def set_style(self, style: OverlayStyle) -> None:
        self._overlay.set_style(style)
        self._settle.start()

    def set_tone(self, tone: PageTone) -> None:
        self._image.set_tone(tone)
        self._overlay.set_on_dark(tone.inverted)

    def set_overlays_hidden(self, hidden: bool) -> None:
        """Show the bare page, or everything again."""
        self._overlay.set_hidden(hidden)

    def set_message(self, title: str, text: str, action: str = "") -> None:
        """Say something in the middle of the page area; nothing if title and text are "". `action` labels a button."""
        self._card.set_message(title, text, action, centred_in=self._free_area())

    def select_next(self, step: int) -> bool:
        """Select the region that comes `step` places later in reading order, and bring it into view.

        Returns:
            False at the end, where nothing changes.
        """
        order: list[int] = self._overlay.order.tolist()
        places = [order.index(index) for index in self._selection if index in order]
        if places:
            place = max(places) + step if step > 0 else min(places) + step
        else:
            place = 0 if step > 0 else len(order) - 1
        if not 0 <= place < len(order):
            return False
        self._select(frozenset([order[place]]))
        self.reveal(order[place])
        return True

    def reveal(self, index: int) -> None:
        """Scroll a detection into view; of one that is larger than the view its beginning."""
        if self._result is None or index >= len(self._result.detections):
            return
        x0, y0, x1, y1 = self._result.detections.boxes[index].tolist()
        scale = self.transform().m11()
        most = (self.viewport().size() - QSize(2 * _REVEAL_MARGIN_VIEW, 2 * _REVEAL_MARGIN_VIEW)) / scale
        beginning = QRectF(x0, y0, min(x1 - x0, most.width()), min(y1 - y0, most.height()))
        self.ensureVisible(beginning, _REVEAL_MARGIN_VIEW, _REVEAL_MARGIN_VIEW)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        if event.buttons() == Qt.MouseButton.NoButton:
            self._point_at(event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        hits = self._hits(event.position())
        if event.button() == Qt.MouseButton.LeftButton and hits:
            self.region_activated.emit(next((index for index in hits if index in self._selection), hits[0]))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._selection:
            self._select(frozenset())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and len(self._selection) == 1:
            self.region_activated.emit(next(iter(self._selection)))
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab walks the regions, and leaves the view after the last."""
        return self.select_next(1 if forward else -1) or super().focusNextPrevChild(forward)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._card.centre_in(self._free_area())

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.DevicePixelRatioChange, QEvent.Type.Show):
            self._overlay.set_pixel_ratio(self.devicePixelRatioF())
            self._settle.start()
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._adapt_to_palette()
        elif event.type() == QEvent.Type.FontChange:
            self._settle.start()
        elif event.type() == QEvent.Type.LanguageChange:
            self._describe()

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            text = self._told = self._tool_tip(QPointF(event.pos()))
            near = QRect(event.pos(), event.pos()).adjusted(-8, -8, 8, 8)
            QToolTip.showText(event.globalPos(), text, self.viewport(), near)
            return True
        if event.type() == QEvent.Type.Leave:
            self._overlay.set_hovered(None)
            self.pointer_moved.emit(None)
        return super().viewportEvent(event)

    @Slot(QPointF, object)
    def _on_clicked(self, position: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """Select the smallest region under the pointer; with every further click at the same place the next larger."""
        hits = self._hits(position)
        if modifiers & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier):
            if hits:
                self._select(self._selection ^ {hits[0]})
            return
        again = (
            self._clicked_at is not None
            and (position - self._clicked_at).manhattanLength() <= _TOLERANCE_VIEW
            and self._depth < len(hits)
            and self._selection == {hits[self._depth]}
        )
        self._clicked_at = position
        self._depth = (self._depth + 1) % len(hits) if again else 0
        self._select(frozenset([hits[self._depth]]) if hits else frozenset())

    @Slot()
    def _on_settled(self) -> None:
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * _LABEL_FONT)
        size = self.viewport().size()
        self._overlay.arrange_labels(
            View(self.viewportTransform(), (size.width(), size.height()), self.devicePixelRatioF(), font)
        )

    def _select(self, selection: frozenset[int]) -> None:
        if selection != self._selection:
            self.set_selection(selection)
            self.selection_changed.emit(selection)

    def _hits(self, position: QPointF) -> list[int]:
        return self._overlay.regions_at(self.to_page(position), _TOLERANCE_VIEW / self.transform().m11())

    def _ghost_hits(self, position: QPointF) -> list[int]:
        return self._overlay.ghosts_at(self.to_page(position), _TOLERANCE_VIEW / self.transform().m11())

    def _point_at(self, position: QPointF) -> None:
        hits = self._hits(position) or self._ghost_hits(position)
        self._overlay.set_hovered(hits[0] if hits else None)
        on_page = self.to_page(position)
        inside = self._page is not None and self._image.boundingRect().contains(on_page)
        self.pointer_moved.emit(
            pointer_place(self._page, (on_page.x(), on_page.y())) if inside and self._page is not None else None
        )

    def _tool_tip(self, position: QPointF) -> str:
        """What lies under the pointer, as text that Qt cannot take for markup."""
        if self._result is None:
            return ""
        detections = self._result.detections
        shown = self._hits(position)
        if shown:
            lines = [region_name(detections, shown[0])]
        else:
            lines = [
                self.tr("{region}, not shown: {reason}").format(
                    region=region_name(detections, index),
                    reason=reason_words(
                        detections, self._filtered, index, order=self._overlay.order, rules=self._rules
                    ),
                )
                for index in self._ghost_hits(position)[:1]
                if self._filtered is not None
            ]
        return "".join(f"<span>{html.escape(line)}</span>" for line in lines)

    def _hide_tool_tip(self) -> None:
        """Take away what was said of a region that may not be there any more; not what another widget says."""
        if self._told and QToolTip.text() == self._told:
            QToolTip.hideText()
        self._told = ""

    def _free_area(self) -> QRect:
        margin = self.fontMetrics().height()
        return self.rect().adjusted(margin, margin, -margin, -margin)

    def _adapt_to_palette(self) -> None:
        colours = shades(self.palette())
        self.setBackgroundBrush(QColor(colours.canvas))
        pen = QPen(QColor(colours.border), 1)
        pen.setCosmetic(True)
        self._border.setPen(pen)
        sheet = _SHEET.format(ground=colours.canvas, handle=colours.outline, accent=colours.accent)
        if self.styleSheet() != sheet:  # setting it changes the palette
            self.setStyleSheet(sheet)

    def _describe(self) -> None:
        """Tell those who do not see the page what is on it."""
        if self._page is None:
            self.setAccessibleName(self.tr("Page"))
            self.setAccessibleDescription(self.tr("No page is open"))
            return
        key = self._page.key
        self.setAccessibleName(
            self.tr("{file}, page {number}").format(file=printable(Path(key.path).name), number=key.frame + 1)
        )
        if self._result is None:
            self.setAccessibleDescription(self.tr("The model has not run on this page"))
            return
        shown = len(self._overlay.shown)
        words = self.tr("%n region(s) shown", "", shown)
        if len(self._selection) == 1:
            name = region_name(self._result.detections, next(iter(self._selection)))
            words = self.tr("{region} selected, {count}").format(region=name, count=words)
        self.setAccessibleDescription(words)
