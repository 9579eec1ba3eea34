"""Where the labels of regions find room: values without Qt, all in viewport pixels."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from d2studio.arrays import BoolArray, DoubleArray

Rect = tuple[float, float, float, float]  # xyxy

# Height of the bands in which neighbours are looked for; more than that of a label.
_BAND: Final = 32
# Regions that are smaller than this on the screen have no label.
_SMALLEST_REGION: Final = 5
# Side of the square that stands for a label without room, in heights of a label.
_SQUARE: Final = 0.55


@dataclass(frozen=True)
class Place:
    """Where a label goes.

    Attributes:
        index: position of the region in the list.
        x: left edge.
        y: upper edge.
        above: it stands on the upper edge of its region, not in it.
        shrunk: there was room for a square only.
    """

    index: int
    x: float
    y: float
    above: bool
    shrunk: bool


class Room:
    """What labels cover of a viewport. Bands across it keep it fast to ask for a small area."""

    def __init__(self, view_size: tuple[float, float]) -> None:
        self.view_size = view_size
        self._covered: defaultdict[int, list[Rect]] = defaultdict(list)

    def is_free(self, rect: Rect) -> bool:
        """Whether an area lies in the viewport and nothing of it is covered."""
        x0, y0, x1, y1 = rect
        if x0 < 0 or y0 < 0 or x1 > self.view_size[0] or y1 > self.view_size[1]:
            return False
        for band in range(int(y0) // _BAND, int(y1) // _BAND + 1):
            for other in self._covered[band]:
                if x0 < other[2] and other[0] < x1 and y0 < other[3] and other[1] < y1:
                    return False
        return True

    def cover(self, rect: Rect) -> None:
        """Use an area of the viewport."""
        for band in range(int(rect[1]) // _BAND, int(rect[3]) // _BAND + 1):
            self._covered[band].append(rect)


def place_labels(boxes: DoubleArray, widths: Sequence[float], height: float, room: Room) -> list[Place]:
    """Find room for labels, so that none covers another.

    On the upper edge of the region where that covers no other region, at its left end or its right end; else there all
    the same; else in the region; else for a square; else for none.

    Args:
        boxes: [N, 4], xyxy; regions, the most important first.
        widths: of each region's label.
        height: of all labels.
        room: what other labels cover; those that are placed are added.
    """
    # Of a region that reaches out of the viewport the part that is seen has the label.
    seen = np.clip(boxes, 0, [*room.view_size, *room.view_size])
    rights = np.maximum(seen[:, 2] - widths, 0)
    lefts = np.minimum(seen[:, 0], np.maximum(room.view_size[0] - np.asarray(widths, np.float64), 0))
    at_left = np.stack((lefts, seen[:, 1] - height, lefts + widths, seen[:, 1]), axis=1)
    at_right = np.stack((rights, seen[:, 1] - height, rights + widths, seen[:, 1]), axis=1)
    good = np.stack((~_touch_any(at_left, seen), ~_touch_any(at_right, seen)), axis=1).tolist()
    above = np.stack((at_left, at_right), axis=1).tolist()
    top_is_seen = (boxes[:, 1] >= 0).tolist()
    side = square_side(height)
    places = []
    for index, (x0, y0, x1, y1) in enumerate(seen.tolist()):
        if x1 - x0 < _SMALLEST_REGION or y1 - y0 < _SMALLEST_REGION:
            continue
        wanted: list[Rect] = []
        if top_is_seen[index]:
            wanted += [tuple(rect) for rect, is_good in zip(above[index], good[index], strict=True) if is_good]
            wanted += [tuple(rect) for rect in above[index]]
        above_count = len(wanted)
        if widths[index] <= x1 - x0 and height <= y1 - y0:
            wanted.append((x0, y0, x0 + widths[index], y0 + height))
        wanted.append((x0, y0, x0 + side, y0 + side))
        for choice, rect in enumerate(wanted):
            if room.is_free(rect):
                room.cover(rect)
                shrunk = choice == len(wanted) - 1
                places.append(Place(index, rect[0], rect[1], above=choice < above_count, shrunk=shrunk))
                break
    return places


def _touch_any(rects: DoubleArray, boxes: DoubleArray) -> BoolArray:
    """For each of `rects` [N, 4] whether it covers something of any of `boxes` [M, 4]."""
    x0, y0, x1, y1 = rects.T[:, :, None]
    covers = (x0 < boxes[:, 2]) & (boxes[:, 0] < x1) & (y0 < boxes[:, 3]) & (boxes[:, 1] < y1)
    found: BoolArray = covers.any(axis=1)
    return found


def square_side(height: float) -> float:
    """Side of the square that stands for a label of this height."""
    return max(round(_SQUARE * height), 6)
