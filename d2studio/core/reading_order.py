"""The order in which a person reads the regions of a page: down each column, columns from left to right.

A recursive cut along white gaps, after Nagy and Seth's X-Y cut: a page falls into strips that stand above each other,
a strip into columns, a column into strips again. What differs is when strips stay together: paragraphs of two columns
often end at the same height, and a cut there would make the reader jump from column to column.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from d2studio.arrays import FloatArray, IntArray

# Share of its own side by which a box is narrowed at each end before gaps are looked for: neighbours found by a model
# overlap a little.
_SLACK: Final = 0.06

# Boxes that overlap so that no gap is left are taken apart one by one. That costs the square of their number, and where
# there are more than this nobody reads.
_MOST_TANGLED: Final = 200

# Share of the width of all that a column has at least: less is a page number or a mark in the margin.
_NARROWEST_COLUMN: Final = 0.1

# Share of a box that lies in another from which on it counts as its content.
_CONTENT: Final = 0.8

_Interval = tuple[float, float]


def reading_order(boxes: FloatArray) -> IntArray:
    """Order regions for reading.

    Args:
        boxes: float [N, 4], xyxy, in any order.

    Returns:
        int64 [N], positions in `boxes`, first to be read first.
    """
    order: list[IntArray] = []
    regions = _Regions(boxes)
    waiting = [regions.all()]
    while waiting:
        group = waiting.pop()
        parts = _cut(regions, group) if len(group.down) > 1 else []
        if parts:
            waiting.extend(reversed(parts))
        else:
            order.append(group.down[np.argsort(regions.rank[group.down])])
    return np.concatenate(order).astype(np.int64)


@dataclass(frozen=True)
class _Group:
    """Some of the regions, by their starts along x and by their starts along y. Sorted once, groups stay so."""

    across: IntArray
    down: IntArray

    def part(self, members: IntArray, count: int) -> "_Group":
        """Those of `members`, of `count` regions in all."""
        is_member = np.zeros(count, np.bool_)
        is_member[members] = True
        return _Group(self.across[is_member[self.across]], self.down[is_member[self.down]])

    def without(self, position: int) -> "_Group":
        return _Group(self.across[self.across != position], self.down[self.down != position])


class _Regions:
    """What is asked about the boxes over and over."""

    def __init__(self, boxes: FloatArray) -> None:
        self.boxes = boxes
        sizes = boxes[:, 2:] - boxes[:, :2]
        self.areas = sizes[:, 0] * sizes[:, 1]
        # Along x (0) and y (1), narrowed.
        self.starts = np.ascontiguousarray((boxes[:, :2] + _SLACK * sizes).T)
        self.ends = np.ascontiguousarray((boxes[:, 2:] - _SLACK * sizes).T)
        self.rank = np.empty(len(boxes), np.int64)  # place from the top, then from the left
        self.rank[np.lexsort((boxes[:, 0], boxes[:, 1]))] = np.arange(len(boxes))

    def all(self) -> _Group:
        across, down = np.argsort(self.starts, axis=1, kind="stable")
        return _Group(across, down)


def _cut(regions: _Regions, group: _Group) -> list[_Group]:
    """Take a group of at least two apart, a step further, in reading order; nothing where that is too much work."""
    count = len(regions.boxes)
    strips = _split(regions, group.down, axis=1)
    if len(strips) > 1:
        blocks = _join_columns(regions, strips)
        if len(blocks) > 1:
            return [group.part(block, count) for block in blocks]
    columns = _split(regions, group.across, axis=0)
    if len(columns) > 1:
        return [group.part(column, count) for column in columns]
    return _untangle(regions, group) if len(group.down) <= _MOST_TANGLED else []


def _split(regions: _Regions, members: IntArray, *, axis: int) -> list[IntArray]:
    """`members`, by their starts along x (0) or y (1), taken apart where there is a gap along that axis."""
    starts, ends = regions.starts[axis].take(members), regions.ends[axis].take(members)
    is_gap = starts[1:] >= np.maximum.accumulate(ends)[:-1]
    return np.split(members, np.flatnonzero(is_gap) + 1) if is_gap.any() else [members]


def _join_columns(regions: _Regions, strips: list[IntArray]) -> list[IntArray]:
    """Put neighbouring strips together where one has columns and the next leaves the white between them free.

    Strips of one region each stay apart even where they leave a gap in common: nothing says that a date on the right,
    and below it an address on the left, are columns. So does a page number that stands between columns.
    """
    starts, ends = regions.starts[0], regions.ends[0]
    blocks: list[IntArray] = []
    columns: list[_Interval] = []
    for strip in strips:
        own = _merged(list(zip(starts[strip].tolist(), ends[strip].tolist(), strict=True)))
        joined = _merged(columns + own)
        if blocks and 1 < len(joined) <= max(len(columns), len(own)) and _are_columns(joined):
            blocks[-1] = np.concatenate((blocks[-1], strip))
            columns = joined
        else:
            blocks.append(strip)
            columns = own
    return blocks


def _are_columns(intervals: list[_Interval]) -> bool:
    """Whether each is wide enough; `intervals` run from left to right."""
    width = intervals[-1][1] - intervals[0][0]
    return all(end - start >= _NARROWEST_COLUMN * width for start, end in intervals)


def _merged(intervals: list[_Interval]) -> list[_Interval]:
    """The union of intervals as intervals that do not touch."""
    union: list[_Interval] = []
    for start, end in sorted(intervals):
        if union and start < union[-1][1]:
            union[-1] = (union[-1][0], max(union[-1][1], end))
        else:
            union.append((start, end))
    return union


def _untangle(regions: _Regions, group: _Group) -> list[_Group]:
    """Take apart boxes that overlap: a box before what lies in it, else the topmost first."""
    members = group.down
    areas = regions.areas[members]
    outer = members[np.argmax(areas)]
    boxes, frame = regions.boxes.take(members, axis=0), regions.boxes[outer]
    overlap = np.maximum(np.minimum(boxes[:, 2:], frame[2:]) - np.maximum(boxes[:, :2], frame[:2]), 0)
    contained = overlap[:, 0] * overlap[:, 1] >= _CONTENT * areas
    first = int(outer if contained.all() else members[np.argmin(regions.rank[members])])
    alone = np.array([first])
    return [_Group(alone, alone), group.without(first)]
