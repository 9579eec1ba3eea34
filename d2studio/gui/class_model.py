"""A model's classes as rows: shown or not, threshold, how many on the page."""

from collections.abc import Mapping
from enum import IntEnum
from typing import Final

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QLocale, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from d2studio.core.colours import Colour, class_colour
from d2studio.core.rule_changes import threshold_of
from d2studio.core.shown import ClassCounts
from d2studio.core.words import printable
from d2studio.filters import FilterRules

# With more classes than this those on the page come first, and a filter is offered; fewer keep their places from page
# to page, so that the eye and the digit keys find them.
FEW_CLASSES: Final = 15

_Index = QModelIndex | QPersistentModelIndex


_ROW: Final = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
_FLAGS: Final = (_ROW | Qt.ItemFlag.ItemIsUserCheckable, _ROW | Qt.ItemFlag.ItemIsEditable, _ROW)  # by column


class Column(IntEnum):
    """What stands side by side in a row."""

    NAME = 0
    THRESHOLD = 1
    COUNT = 2


class ClassModel(QAbstractTableModel):
    """Rows are classes by id, those on the page first where there are many. Edits are only announced, not stored."""

    visibility_edited = Signal(object, bool)  # class id, whether it shall be shown
    threshold_edited = Signal(object, float)  # class id

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self._colours: dict[int, Colour] = {}
        self._rules = FilterRules()
        self._counts: ClassCounts | None = None
        self._filter = ""
        self._order: list[int] = []  # class ids without regard to the filter
        self._rows: list[int] = []
        self._locale = QLocale()

    def set_classes(self, names: tuple[str, ...], colours: Mapping[int, Colour]) -> None:
        """Names by class id; classes without a colour get the one that belongs to their name."""
        self._colours = dict(colours)  # others are added when they are first needed
        if names != self._names:
            self._names, self._counts = names, None
        self._update_rows()

    def set_rules(self, rules: FilterRules) -> None:
        if rules != self._rules:
            self._rules = rules
            self._announce_change()

    def set_counts(self, counts: ClassCounts | None) -> None:
        self._counts = counts
        self._update_rows()

    def set_filter(self, text: str) -> None:
        self._filter = text.strip().casefold()
        self._update_rows()

    def is_long(self) -> bool:
        return len(self._order) > FEW_CLASSES

    def names(self) -> tuple[str, ...]:
        return self._names

    def ids_in_order(self) -> list[int]:
        """All classes, without regard to the filter."""
        return self._order

    def listed_ids(self) -> list[int]:
        return self._rows

    def class_id_at(self, row: int) -> int:
        return self._rows[row]

    def row_of(self, class_id: int) -> int | None:
        return self._rows.index(class_id) if class_id in self._rows else None

    def name_of(self, class_id: int) -> str:
        """On one line; "class 17" where the model has no name for it."""
        if class_id < len(self._names):
            return printable(self._names[class_id])
        return self.tr("class {number}").format(number=class_id)

    def colour_of(self, class_id: int) -> Colour:
        colour = self._colours.get(class_id)
        if colour is None:
            name = self._names[class_id] if class_id < len(self._names) else f"class {class_id}"
            colour = self._colours[class_id] = class_colour(name)
        return colour

    def threshold_of(self, class_id: int) -> float:
        return threshold_of(self._rules, class_id)

    def is_shown(self, class_id: int) -> bool:
        return class_id not in self._rules.hidden_classes

    def counts_of(self, class_id: int) -> tuple[int, int]:
        """How many are shown and how many there are."""
        if self._counts is None or class_id >= len(self._counts.total):
            return 0, 0
        return int(self._counts.shown[class_id]), int(self._counts.total[class_id])

    def largest_count(self) -> int:
        return 0 if self._counts is None or len(self._counts.total) == 0 else int(self._counts.total.max())

    def text_of(self, class_id: int, column: int) -> str:
        if column == Column.NAME:
            return self.name_of(class_id)
        if column == Column.THRESHOLD:
            return self._locale.toString(self.threshold_of(class_id), "f", 2)
        shown, total = self.counts_of(class_id)
        if total == 0:
            return "\N{EN DASH}"
        return str(total) if shown == total else f"{shown}/{total}"

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(Column)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        return _FLAGS[index.column()] if index.isValid() else Qt.ItemFlag.NoItemFlags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return (self.tr("Class"), self.tr("Threshold"), self.tr("Shown"))[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section == Column.COUNT:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        class_id, column = self._rows[index.row()], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.text_of(class_id, column)
            case Qt.ItemDataRole.EditRole if column == Column.THRESHOLD:
                return self.threshold_of(class_id)
            case Qt.ItemDataRole.CheckStateRole if column == Column.NAME:
                return Qt.CheckState.Checked if self.is_shown(class_id) else Qt.CheckState.Unchecked
            case Qt.ItemDataRole.TextAlignmentRole if column == Column.COUNT:
                return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleDescriptionRole:
                return self._tooltip(class_id)
            case _:
                return None

    def setData(self, index: _Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        class_id = self._rows[index.row()]
        if role == Qt.ItemDataRole.CheckStateRole:
            self.visibility_edited.emit(class_id, Qt.CheckState(value) == Qt.CheckState.Checked)
            return True
        if role == Qt.ItemDataRole.EditRole and isinstance(value, float):
            self.threshold_edited.emit(class_id, value)
            return True
        return False

    def _tooltip(self, class_id: int) -> str:
        shown, total = self.counts_of(class_id)
        lines = [
            self.tr("{name}: {shown} shown of {total}, from score {threshold} on").format(
                name=self.name_of(class_id),
                shown=shown,
                total=total,
                threshold=self.text_of(class_id, Column.THRESHOLD),
            )
        ]
        if class_id in self._order[:9]:
            lines.append(self.tr("Key {digit} shows or hides it").format(digit=self._order.index(class_id) + 1))
        return "\n".join(lines)

    def _update_rows(self) -> None:
        """Rows in their new order; the same rows are only redrawn, so that a view keeps its place."""
        found = set() if self._counts is None else set(np.flatnonzero(self._counts.total).tolist())
        known = range(len(self._names))
        order = [*known, *sorted(found.difference(known))]
        if len(order) > FEW_CLASSES:
            order.sort(key=lambda class_id: class_id not in found)
        self._order = order
        rows = order
        if self._filter:
            rows = [class_id for class_id in order if self._filter in self.name_of(class_id).casefold()]
        if rows == self._rows:
            self._announce_change()
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def _announce_change(self) -> None:
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(Column) - 1))
