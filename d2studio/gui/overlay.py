"""What was found, drawn over the page. Scene coordinates are page pixels.

Plain boxes are drawn by one item, all at once. What is selected, under the pointer or a ghost has items of its own, and
so has everything on a page with masks or keypoints.
"""

from collections.abc import Set
from dataclasses import dataclass
from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPen
from PySide6.QtWidgets import QGraphicsItem, QGraphicsRectItem, QGraphicsScene

from d2studio.arrays import ByteArray, IntArray
from d2studio.core.colours import Colour
from d2studio.core.page_result import PageResult
from d2studio.core.reading_order import reading_order
from d2studio.filters import Filtered, Reason
from d2studio.gui.box_layer import BoxLayer
from d2studio.gui.class_marks import class_pen
from d2studio.gui.hit_testing import regions_at
from d2studio.gui.label_layer import MOST_LABELS, Label, LabelLayer, View
from d2studio.gui.map_item import map_item
from d2studio.gui.region_item import RegionItem
from d2studio.gui.region_words import region_name
from d2studio.gui.view_style import OverlayStyle

_LINE: Final = 2.0
_LINE_SELECTED: Final = 3.0
_LINE_THIN: Final = 1.0
_GHOST_DASHES: Final = [4.0, 4.0]
# Added to the fill of the region under the pointer.
_GLOW: Final = 0.12
_HANDLE: Final = 8.0
# Handles help to see where a region ends; on many regions they would hide the page.
_MOST_HANDLED: Final = 12

_HIDDEN: Final = 0
_SHOWN: Final = 1
_GHOST: Final = 2


@dataclass(frozen=True)
class _Look:
    pen: QPen
    brush: QBrush


class Overlay:
    """All that lies over the page. Positions are those in the result's `Detections`."""

    def __init__(self, scene: QGraphicsScene) -> None:
        self._scene = scene
        self._style = OverlayStyle()
        self._selection: frozenset[int] = frozenset()
        self._hovered: int | None = None
        self._result: PageResult | None = None
        self._filtered: Filtered | None = None
        self._hidden = False
        self._on_dark = False
        self._ratio = 1.0
        self._order: IntArray | None = None
        self._build_roots()

    def show(self, result: PageResult | None, filtered: Filtered | None) -> None:
        """Show a result; without `filtered` all of it. Cheap where only `filtered` is another than before."""
        if result is not self._result:
            self._result = result
            self._hovered = None
            self._scene.removeItem(self._root)
            self._build_roots()
        self._filtered = filtered
        self._order = None
        self._update_states()

    @property
    def shown(self) -> IntArray:
        """int64 [S]: what is shown, best score first."""
        if self._result is None:
            return np.zeros(0, np.int64)
        return np.arange(len(self._result.detections)) if self._filtered is None else self._filtered.shown

    @property
    def order(self) -> IntArray:
        """int64 [S]: what is shown, in reading order."""
        if self._order is None:
            shown = self.shown
            boxes = np.zeros((0, 4), np.float32) if self._result is None else self._result.detections.boxes[shown]
            self._order = shown[reading_order(boxes)]
        return self._order

    def regions_at(self, point: QPointF, tolerance: float) -> list[int]:
        """What is shown under a point of the page, the smallest first. Masks count before the boxes around them."""
        if self._result is None:
            return []
        found = regions_at(self._result.detections.boxes, self.shown, point.toTuple(), tolerance=tolerance)
        if self._result.outlines is None or not self._style.masks:
            return found
        regions = [(index, self._regions[index]) for index in found]
        return [index for index, region in regions if region is not None and region.has_in_mask(point)] or found

    def ghosts_at(self, point: QPointF, tolerance: float) -> list[int]:
        """What is drawn as a ghost under a point of the page, the smallest first."""
        if self._result is None:
            return []
        ghosts = np.flatnonzero(self._states == _GHOST)
        return regions_at(self._result.detections.boxes, ghosts, point.toTuple(), tolerance=tolerance)

    def set_style(self, style: OverlayStyle) -> None:
        if style != self._style:
            self._style = style
            self._restyle()

    def set_pixel_ratio(self, ratio: float) -> None:
        """Device pixels for a widget pixel: lines, whose widths Qt counts in device pixels, stay as thick."""
        if ratio != self._ratio:
            self._ratio = ratio
            self._restyle()

    def set_on_dark(self, on_dark: bool) -> None:
        """Draw lighter lines: the page below is inverted."""
        if on_dark != self._on_dark:
            self._on_dark = on_dark
            self._restyle()

    def set_selection(self, selection: frozenset[int]) -> None:
        changed = self._selection ^ selection
        self._selection = selection
        self._redress(changed)
        self._update_handles()

    def set_hovered(self, index: int | None) -> None:
        before, self._hovered = self._hovered, index
        if before != index:
            self._redress({changed for changed in (before, index) if changed is not None})

    def set_hidden(self, hidden: bool) -> None:
        self._hidden = hidden
        self._root.setVisible(not hidden)

    def arrange_labels(self, view: View) -> None:
        """Place the labels anew for what is seen now."""
        if self._result is None:
            return
        to_page, _ = view.to_view.inverted()
        area = to_page.mapRect(QRectF(0, 0, *view.size))
        numbers, labels = [], []
        if self._style.reading_order:
            places = {index: place for place, index in enumerate(self.order.tolist(), 1)}
            numbers = [self._label(index, str(places[index])) for index in self._seen(area)]
        if self._style.labels:
            detections = self._result.detections
            labels = [self._label(index, region_name(detections, index)) for index in self._seen(area)]
        self._labels.arrange(labels, numbers, view)

    def _seen(self, area: QRectF) -> list[int]:
        """What is shown in a part of the page, as many as have labels: the selected ones, then by score."""
        assert self._result is not None
        shown = self.shown
        x0, y0, x1, y1 = self._result.detections.boxes[shown].T
        in_area = (x0 < area.right()) & (x1 > area.left()) & (y0 < area.bottom()) & (y1 > area.top())
        seen: list[int] = shown[in_area].tolist()
        seen.sort(key=lambda index: index not in self._selection)
        return seen[:MOST_LABELS]

    def _label(self, index: int, text: str) -> Label:
        assert self._result is not None
        x0, y0, x1, y1 = self._result.detections.boxes[index].tolist()
        colour = self._colour(int(self._result.detections.class_ids[index]))
        return Label(index, text, colour, (x0, y0, x1, y1))

    def _build_roots(self) -> None:
        """An empty overlay. Python's references to the items of the old one go with them."""
        count = 0 if self._result is None else len(self._result.detections)
        self._regions: list[RegionItem | None] = [None] * count
        self._looks: dict[tuple[int, int, bool, bool], _Look] = {}
        self._handles: list[QGraphicsRectItem] = []
        self._root = _empty_item()
        self._map = None if self._result is None else map_item(self._result.detections)
        if self._map is not None:
            self._map.setParentItem(self._root)
            self._map.setOpacity(_map_opacity(self._style))
        self._region_root = _empty_item(self._root)
        self._boxes: BoxLayer | None = None
        if self._result is not None:
            found = self._result.detections
            self._states: ByteArray = np.zeros(count, np.uint8)
            self._on_items: ByteArray = np.zeros(count, np.uint8)  # those of them that have items of their own
            self._dressed: ByteArray = np.zeros(count, np.uint8)
            self._boxes = BoxLayer(found.boxes, found.class_ids, found.size_hw, self._region_root)
            self._dress_boxes()
        self._handle_root = _empty_item(self._root)
        self._label_root = _empty_item(self._root)
        self._labels = LabelLayer(self._label_root)
        self._root.setVisible(not self._hidden)
        self._scene.addItem(self._root)

    def _update_states(self) -> None:
        if self._result is None:
            return
        states = np.zeros(len(self._states), np.uint8)
        if self._style.ghosts and self._filtered is not None:
            reasons = self._filtered.reasons
            states[(reasons != Reason.SHOWN) & (reasons != Reason.CLASS)] = _GHOST
        states[self.shown] = _SHOWN
        is_other = bool((states != self._states).any())
        self._states = states
        self._share_out()
        if is_other:
            self._labels.keep(lambda index: states[index] == _SHOWN)
            self._update_handles()

    def _share_out(self) -> None:
        """Give what is shown to the layer of boxes, and the rest to items of their own."""
        on_items = self._states.copy()
        if self._boxes is not None:
            plain = self._plain()
            on_items[plain] = _HIDDEN
            self._boxes.set_shown(plain)
        changed = np.flatnonzero(on_items != self._on_items)
        self._on_items = on_items
        for index, state in zip(changed.tolist(), on_items[changed].tolist(), strict=True):
            region = self._regions[index]
            if state == _HIDDEN:
                assert region is not None
                region.box.setVisible(False)
                continue
            if self._dressed[index] != state:
                self._dress(index)
            if region is not None:
                region.box.setVisible(True)

    def _plain(self) -> IntArray:
        """int64: what is nothing but a box like others of its class."""
        assert self._result is not None
        style, detections = self._style, self._result.detections
        has_masks = self._result.outlines is not None and style.masks
        has_dots = detections.keypoints is not None and style.keypoints
        if has_masks or has_dots or not style.boxes:
            return np.zeros(0, np.int64)
        is_plain = self._states == _SHOWN
        is_plain[[index for index in self._selection if index < len(is_plain)]] = False
        if self._hovered is not None and self._hovered < len(is_plain):
            is_plain[self._hovered] = False
        return np.flatnonzero(is_plain)

    def _dress_boxes(self) -> None:
        if self._boxes is None or self._result is None:
            return
        class_ids = np.unique(self._result.detections.class_ids).tolist()
        looks = {each: self._look(each, _SHOWN, hovered=False, selected=False) for each in class_ids}
        pens = {each: look.pen for each, look in looks.items()}
        self._boxes.set_looks(pens, {each: look.brush for each, look in looks.items()})

    def _restyle(self) -> None:
        """Make all looks anew."""
        if self._result is None:
            return
        self._looks.clear()
        self._dressed[:] = _HIDDEN
        if self._map is not None:
            self._map.setOpacity(_map_opacity(self._style))
        self._dress_boxes()
        self._update_states()
        for index in np.flatnonzero(self._on_items).tolist():
            self._dress(index)
        self._update_handles()

    def _redress(self, changed: Set[int]) -> None:
        """Draw anew what was selected or pointed at, or is now."""
        if self._result is None:
            return
        indices = [index for index in changed if index < len(self._states)]
        self._dressed[indices] = _HIDDEN
        self._share_out()
        for index in indices:
            if self._on_items[index] != _HIDDEN and self._dressed[index] == _HIDDEN:
                self._dress(index)

    def _dress(self, index: int) -> None:
        """Give a detection its items, and these the look that fits its state."""
        assert self._result is not None
        region = self._regions[index]
        if region is None:
            region = self._regions[index] = RegionItem(self._result, index, self._region_root)
        state = int(self._states[index])
        hovered, selected = index == self._hovered, index in self._selection
        look = self._look(int(self._result.detections.class_ids[index]), state, hovered=hovered, selected=selected)
        if state == _GHOST:
            region.dress_as_ghost(look.pen)
        else:
            region.dress(look.pen, look.brush, self._style, selected=selected)
        region.box.setZValue(2 if selected else 1 if hovered else -1 if state == _GHOST else 0)
        self._dressed[index] = state

    def _look(self, class_id: int, state: int, *, hovered: bool, selected: bool) -> _Look:
        """Pen and brush, made once for all detections of a class that are in the same state."""
        key = (class_id, state, hovered, selected)
        look = self._looks.get(key)
        if look is None:
            look = self._looks[key] = self._new_look(class_id, state, hovered=hovered, selected=selected)
        return look

    def _new_look(self, class_id: int, state: int, *, hovered: bool, selected: bool) -> _Look:
        colour = self._line_colour(class_id)
        if state == _GHOST:
            pen = QPen(QColor(*colour), self._ratio * (_LINE if hovered else _LINE_THIN))
            pen.setCosmetic(True)
            pen.setDashPattern(_GHOST_DASHES)
            return _Look(pen, QBrush())
        fill = QColor(*colour)
        fill.setAlphaF(min(self._style.fill_opacity + (_GLOW if hovered else 0), 1))
        return _Look(class_pen(class_id, colour, self._ratio * (_LINE_SELECTED if selected else _LINE)), QBrush(fill))

    def _colour(self, class_id: int) -> Colour:
        assert self._result is not None
        return self._style.colour(class_id, self._result.detections.thing_name(class_id))

    def _line_colour(self, class_id: int) -> Colour:
        red, green, blue = self._colour(class_id)
        if not self._on_dark:
            return red, green, blue
        return _halfway_to_white(red), _halfway_to_white(green), _halfway_to_white(blue)

    def _update_handles(self) -> None:
        """Small squares at the corners and in the middle of the sides of what is selected."""
        for handle in self._handles:
            self._scene.removeItem(handle)
        self._handles.clear()
        if self._result is None:
            return
        selected = [index for index in self._selection if index < len(self._states) and self._states[index] == _SHOWN]
        if len(selected) > _MOST_HANDLED:
            return
        for index in selected:
            pen = QPen(QColor(*self._line_colour(int(self._result.detections.class_ids[index]))), _LINE)
            pen.setCosmetic(True)
            x0, y0, x1, y1 = self._result.detections.boxes[index].tolist()
            middle_x, middle_y = (x0 + x1) / 2, (y0 + y1) / 2
            for x in (x0, middle_x, x1):
                for y in (y0, middle_y, y1):
                    if (x, y) != (middle_x, middle_y):
                        self._handles.append(_handle(x, y, pen, self._handle_root))


def _halfway_to_white(channel: int) -> int:
    return (channel + 255) // 2


def _map_opacity(style: OverlayStyle) -> float:
    """Maps have no outlines, so that their tint must say more than a fill."""
    return min(3 * style.fill_opacity, 1.0)


def _handle(x: float, y: float, pen: QPen, parent: QGraphicsItem) -> QGraphicsRectItem:
    handle = QGraphicsRectItem(-_HANDLE / 2, -_HANDLE / 2, _HANDLE, _HANDLE, parent)
    handle.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations)
    handle.setPos(x, y)
    handle.setPen(pen)
    handle.setBrush(Qt.GlobalColor.white)
    return handle


def _empty_item(parent: QGraphicsItem | None = None) -> QGraphicsRectItem:
    """An item that only holds others."""
    item = QGraphicsRectItem(parent)
    item.setFlag(QGraphicsItem.GraphicsItemFlag.ItemHasNoContents)
    return item
