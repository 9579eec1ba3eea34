"""The regions shown of a page, as rows of a table."""

from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import Final

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QLocale, QModelIndex, QObject, QPersistentModelIndex, Qt

from d2studio.arrays import BoolArray, IntArray, NumberArray
from d2studio.core.colours import Colour, class_colour
from d2studio.core.words import printable
from d2studio.detections import Detections

_Index = QModelIndex | QPersistentModelIndex
_NO_PARENT: Final = QModelIndex()
LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Column(IntEnum):
    """The columns, from the left."""

    NUMBER = 0
    CLASS = 1
    SCORE = 2
    X = 3
    Y = 4
    WIDTH = 5
    HEIGHT = 6
    AREA = 7
    SHARE = 8


_COLUMN_COUNT: Final = len(Column)  # Python counts members anew each time that it is asked


class RegionModel(QAbstractTableModel):
    """Detections that are shown, sorted by any column and limited to classes by name.

    Everything that a cell needs is worked out for all rows at once, so that thousands of rows cost no more than those
    on the screen.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._detections: Detections | None = None
        self._is_read = False
        self._values: dict[int, NumberArray] = {}  # by column
        self._colours: Mapping[int, Colour] = {}
        self._filter = ""
        # Columns by which rows are sorted, the last clicked first: rows that are equal in it stay as they were.
        self._sorting: list[tuple[Column, Qt.SortOrder]] = [(Column.NUMBER, Qt.SortOrder.AscendingOrder)]
        self._titles = self._make_titles()  # once: a header asks hundreds of times
        # Which of what is shown each row is.
        self._rows: list[int] = []

    def set_regions(self, detections: Detections | None, shown: IntArray, order: IntArray | None) -> None:
        """Show the detections at positions `shown`; `order` are the same in reading order.

        Without `order` regions are numbered as they come in `shown`.
        """
        self.beginResetModel()
        self._detections, self._is_read = detections, order is not None
        self._shown = shown
        numbers = np.arange(1, len(shown) + 1)
        if detections is not None and order is not None:
            place = np.zeros(len(detections), np.int64)
            place[order] = numbers
            numbers = place[shown]
        self._values = {} if detections is None else _values(detections, shown, numbers)
        self._rows = self._chosen_rows()
        self.endResetModel()

    def set_colours(self, colours: Mapping[int, Colour]) -> None:
        """Class ids to colours; a class that is not among them has the colour of its name."""
        self._colours = colours
        if self._rows:
            last = self.index(len(self._rows) - 1, Column.CLASS)
            self.dataChanged.emit(self.index(0, Column.CLASS), last, [Qt.ItemDataRole.DecorationRole])

    def set_filter(self, text: str) -> None:
        """Leave only rows whose class name contains `text`, in whatever case."""
        self.beginResetModel()
        self._filter = text.strip().casefold()
        self._rows = self._chosen_rows()
        self.endResetModel()

    def position(self, row: int) -> int:
        """Position in the detections of what stands in `row`."""
        return int(self._shown[self._rows[row]])

    def positions(self) -> list[int]:
        """The same of all rows, from the top."""
        return self._shown[self._rows].tolist() if self._rows else []

    def rows_of(self, positions: frozenset[int]) -> list[int]:
        """Rows in which `positions` stand, from the top."""
        if not positions:  # as mostly; numpy's sets load more of numpy, which takes longer than a frame
            return []
        return np.flatnonzero(np.isin(self.positions(), list(positions))).tolist()

    def class_id(self, row: int) -> int:
        """Of the region in `row`."""
        assert self._detections is not None
        return int(self._detections.class_ids[self.position(row)])

    def colour(self, row: int) -> Colour:
        """Of the class of the region in `row`."""
        assert self._detections is not None
        class_id = self.class_id(row)
        return self._colours.get(class_id) or class_colour(self._detections.thing_name(class_id))

    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else _COLUMN_COUNT

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or self._detections is None:
            return None
        column = index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(index.row(), column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return LEFT if column == Column.CLASS else RIGHT
        if role == Qt.ItemDataRole.AccessibleTextRole and column in (Column.NUMBER, Column.CLASS):
            return self._sentence(index.row())
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < _COLUMN_COUNT:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._titles[section]
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._explanations()[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return LEFT if section == Column.CLASS else RIGHT
        if role == Qt.ItemDataRole.InitialSortOrderRole:
            return Qt.SortOrder.DescendingOrder if section == Column.SCORE else Qt.SortOrder.AscendingOrder
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if not 0 <= column < _COLUMN_COUNT:
            return
        chosen = Column(column)
        self._sorting = [(chosen, order), *(entry for entry in self._sorting if entry[0] != chosen)]
        self.beginResetModel()
        self._rows = self._chosen_rows()
        self.endResetModel()

    def _chosen_rows(self) -> list[int]:
        if self._detections is None or not len(self._shown):
            return []
        keys = [
            self._values[column] * (1 if order == Qt.SortOrder.AscendingOrder else -1)
            for column, order in reversed(self._sorting)
        ]
        rows = np.lexsort(keys)
        if self._filter:
            rows = rows[self._is_matching()[rows]]
        chosen: list[int] = rows.tolist()
        return chosen

    def _is_matching(self) -> BoolArray:
        """Whether the filter lets it through: bool [S], of all that are shown."""
        assert self._detections is not None
        class_ids, which = np.unique(self._detections.class_ids[self._shown], return_inverse=True)
        matches = [self._filter in self._detections.thing_name(class_id).casefold() for class_id in class_ids.tolist()]
        is_matching: BoolArray = np.array(matches)[which]
        return is_matching

    def text(self, row: int, column: int) -> str:
        """What a cell says."""
        if column == Column.CLASS:
            assert self._detections is not None
            return printable(self._detections.thing_name(self.class_id(row)))
        value = self._values[column][self._rows[row]].item()
        if column == Column.SCORE:
            return QLocale().toString(value, "f", 2)
        if column == Column.SHARE:
            return QLocale().toString(100 * value, "f", 1)
        return QLocale().toString(round(value))

    def _sentence(self, row: int) -> str:
        """A whole row, for those who hear it."""
        name, score, number = (self.text(row, column) for column in (Column.CLASS, Column.SCORE, Column.NUMBER))
        if self._is_read:
            return self.tr("{name}, {score}, order {number}").format(name=name, score=score, number=number)
        return self.tr("{name}, {score}").format(name=name, score=score)

    def _make_titles(self) -> Sequence[str]:
        return (
            self.tr("#"),
            self.tr("Class"),
            self.tr("Score"),
            self.tr("x px"),
            self.tr("y px"),
            self.tr("w px"),
            self.tr("h px"),
            self.tr("Area px"),
            self.tr("Page %"),
        )

    def _explanations(self) -> Sequence[str]:
        return (
            self.tr("Place in the order of reading") if self._is_read else self.tr("Place by score, best first"),
            self.tr("What kind of region it is"),
            self.tr("How sure the model is, from 0 to 1"),
            self.tr("Left edge, in pixels from the left edge of the page"),
            self.tr("Top edge, in pixels from the top edge of the page"),
            self.tr("Width in pixels"),
            self.tr("Height in pixels"),
            self.tr("Area of the box in square pixels"),
            self.tr("Share of the page that the box covers, in percent"),
        )


def _values(detections: Detections, shown: IntArray, numbers: IntArray) -> dict[int, NumberArray]:
    """For each column a number for each of `shown`: what is displayed, and of classes the rank of the name."""
    x0, y0, x1, y1 = detections.boxes[shown].astype(np.float64).T
    width, height = x1 - x0, y1 - y0
    class_ids, which = np.unique(detections.class_ids[shown], return_inverse=True)
    names = [detections.thing_name(class_id).casefold() for class_id in class_ids.tolist()]
    ranks = {name: rank for rank, name in enumerate(sorted(set(names)))}
    page_height, page_width = detections.size_hw
    return {
        Column.NUMBER: numbers,
        Column.CLASS: np.array([ranks[name] for name in names], np.int64)[which],
        Column.SCORE: detections.scores[shown],
        Column.X: x0,
        Column.Y: y0,
        Column.WIDTH: width,
        Column.HEIGHT: height,
        Column.AREA: width * height,
        Column.SHARE: width * height / (page_width * page_height),
    }
