"""The order in which a person reads the regions of a page: down each column, columns from left to right.

A recursive cut along white gaps, after Nagy and Seth's X-Y cut: a page falls into strips that stand above each other,
a strip into columns, a column into strips again. What differs is when strips stay together: paragraphs of two columns
often end at the same height, and a cut there would make the reader jump from column to column.
"""

from typing import Final

import numpy as np

from d2studio.detections import FloatArray, IntArray

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
    order: list[int] = []
    waiting = [np.arange(len(boxes))]
    while waiting:
        group = waiting.pop()
        if len(group) == 1:
            order.append(int(group[0]))
        elif len(group) > 1:
            waiting.extend(reversed(_cut(boxes, group)))
    return np.array(order, np.int64)


def _cut(boxes: FloatArray, group: IntArray) -> list[IntArray]:
    """Take a group of at least two apart, at least one step further, in reading order."""
    strips = _split(boxes[group], axis=1)
    if len(strips) > 1:
        blocks = _join_columns(boxes[group], strips)
        if len(blocks) > 1:
            return [group[block] for block in blocks]
    columns = _split(boxes[group], axis=0)
    if len(columns) > 1:
        return [group[column] for column in columns]
    return _untangle(boxes, group)


def _split(boxes: FloatArray, *, axis: int) -> list[IntArray]:
    """Positions in `boxes` between gaps along x (0) or y (1), in the direction of the axis."""
    starts, ends = _narrowed(boxes, axis)
    by_start = np.argsort(starts, kind="stable")
    reach = np.maximum.accumulate(ends[by_start])
    gaps = np.flatnonzero(starts[by_start][1:] >= reach[:-1]) + 1
    return np.split(by_start, gaps)


def _narrowed(boxes: FloatArray, axis: int) -> tuple[FloatArray, FloatArray]:
    starts, ends = boxes[:, axis], boxes[:, axis + 2]
    slack = _SLACK * (ends - starts)
    return starts + slack, ends - slack


def _join_columns(boxes: FloatArray, strips: list[IntArray]) -> list[IntArray]:
    """Put neighbouring strips together where one has columns and the next leaves the white between them free.

    Strips of one region each stay apart even where they leave a gap in common: nothing says that a date on the right,
    and below it an address on the left, are columns. So does a page number that stands between columns.
    """
    starts, ends = _narrowed(boxes, 0)
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


def _untangle(boxes: FloatArray, group: IntArray) -> list[IntArray]:
    """Take apart boxes that overlap: a box before what lies in it, else the topmost first."""
    from_top = group[np.lexsort((boxes[group, 0], boxes[group, 1]))]
    if len(group) > _MOST_TANGLED:
        return list(from_top[:, None])
    x0, y0, x1, y1 = boxes[from_top].T
    areas = (x1 - x0) * (y1 - y0)
    outer = int(np.argmax(areas))
    width = np.minimum(x1, x1[outer]) - np.maximum(x0, x0[outer])
    height = np.minimum(y1, y1[outer]) - np.maximum(y0, y0[outer])
    contained = np.maximum(width, 0) * np.maximum(height, 0) >= _CONTENT * areas
    first = outer if contained.all() else 0
    return [from_top[[first]], np.delete(from_top, first)]
