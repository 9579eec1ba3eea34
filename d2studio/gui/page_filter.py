"""The pages that a filter lets through, as a model of their own."""

import os
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from enum import Enum, auto
from typing import Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Slot

from d2studio.core.page import PageKey
from d2studio.core.page_state import PageStatus
from d2studio.gui.page_list import STATE_ROLE, PageListModel

_NO_PARENT: Final = QModelIndex()


class StateFilter(Enum):
    """Which pages to show. `NOT_RUN` shows those under way too; `FAILED` those that wait for a password."""

    ALL = auto()
    FOUND = auto()
    EMPTY = auto()
    FAILED = auto()
    NOT_RUN = auto()


_STATUSES: Final = {
    StateFilter.ALL: tuple(PageStatus),
    StateFilter.FOUND: (PageStatus.FOUND,),
    StateFilter.EMPTY: (PageStatus.EMPTY,),
    StateFilter.FAILED: (PageStatus.FAILED, PageStatus.LOCKED),
    StateFilter.NOT_RUN: (PageStatus.NOT_RUN, PageStatus.OPENING, PageStatus.WAITING, PageStatus.RUNNING),
}


class PageFilterModel(QAbstractListModel):
    """Rows of a `PageListModel` whose file name and state pass, in the same order.

    A QSortFilterProxyModel tells views of every stretch that comes or goes, which takes minutes where 50,000 pages
    pass in turns; this one resets. It also keeps pages rather than rows, so that nothing is renumbered.
    """

    def __init__(self, pages: PageListModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pages = pages
        self._text = ""
        self._states = StateFilter.ALL
        self._keys = pages.keys()
        pages.rowsInserted.connect(self._on_pages_inserted)
        pages.rowsAboutToBeRemoved.connect(self._on_pages_about_to_be_removed)
        pages.modelReset.connect(self._on_pages_reset)
        pages.dataChanged.connect(self._on_pages_changed)

    def __len__(self) -> int:
        return len(self._keys)

    def set_filter(self, text: str, states: StateFilter) -> None:
        """Show only pages with `text` in the name of their file, in any case, and such a state."""
        text = text.strip().casefold()
        if (text, states) != (self._text, self._states):
            self._text, self._states = text, states
            self._filter_anew()

    def key(self, row: int) -> PageKey:
        return self._keys[row]

    def keys(self, first: int, last: int) -> list[PageKey]:
        """The pages of rows `first` to `last`, both included."""
        return self._keys[first : last + 1]

    def row(self, key: PageKey) -> int | None:
        """The row of a page that is or was in the list; None where it is not shown."""
        row = self.row_from(key)
        return row if row < len(self._keys) and self._keys[row] == key else None

    def row_from(self, key: PageKey) -> int:
        """The first row at or after the place of a page that is or was in the list; `len(self)` where there is none."""
        return bisect_left(self._keys, self._pages.place(key), key=self._pages.place)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._keys)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = index.row()
        return self._pages.page_data(self._keys[row], role) if 0 <= row < len(self._keys) else None

    def _passing(self, keys: Iterable[PageKey]) -> list[PageKey]:
        if self._states is not StateFilter.ALL:
            keys = self._pages.with_status(keys, _STATUSES[self._states])
        if not self._text:
            return list(keys)
        passing: list[PageKey] = []
        path, passes = "", False
        for key in keys:
            # Most pages follow another one of the same file.
            if key.path != path:
                path = key.path
                passes = self._text in path[_name_at(path) :].casefold()
            if passes:
                passing.append(key)
        return passing

    def _filter_anew(self) -> None:
        self.beginResetModel()
        self._keys = self._passing(self._pages.keys())
        self.endResetModel()

    def _insert(self, keys: list[PageKey]) -> None:
        """Take in pages that follow each other."""
        if not keys:
            return
        row = self.row_from(keys[0])
        self.beginInsertRows(_NO_PARENT, row, row + len(keys) - 1)
        self._keys[row:row] = keys
        self.endInsertRows()

    def _remove(self, first: int, last: int) -> None:
        if first <= last:
            self.beginRemoveRows(_NO_PARENT, first, last)
            del self._keys[first : last + 1]
            self.endRemoveRows()

    def _rows_between(self, first: int, last: int) -> tuple[int, int]:
        """First and last of the rows that lie within rows of the list; the last is less where there are none."""
        place = self._pages.place
        return (
            self.row_from(self._pages.key(first)),
            bisect_right(self._keys, place(self._pages.key(last)), key=place) - 1,
        )

    @Slot(QModelIndex, int, int)
    def _on_pages_inserted(self, _parent: QModelIndex, first: int, last: int) -> None:
        self._insert(self._passing(self._pages.keys(first, last)))

    @Slot(QModelIndex, int, int)
    def _on_pages_about_to_be_removed(self, _parent: QModelIndex, first: int, last: int) -> None:
        self._remove(*self._rows_between(first, last))

    @Slot()
    def _on_pages_reset(self) -> None:
        self._filter_anew()

    @Slot(QModelIndex, QModelIndex, list)
    def _on_pages_changed(self, first: QModelIndex, last: QModelIndex, roles: list[int]) -> None:
        if self._states is not StateFilter.ALL and STATE_ROLE in roles:
            if first.row() != last.row():
                self._filter_anew()
                return
            key = self._pages.key(first.row())
            row, passes = self.row(key), bool(self._passing([key]))
            if row is not None and not passes:
                self._remove(row, row)
            elif row is None and passes:
                self._insert([key])
        shown_first, shown_last = self._rows_between(first.row(), last.row())
        if shown_first <= shown_last:
            self.dataChanged.emit(self.index(shown_first), self.index(shown_last), roles)


def _name_at(path: str) -> int:
    """Where the file's name begins. Quicker than `os.path.basename`, and there may be very many."""
    at = path.rfind(os.sep)
    return 1 + (at if os.altsep is None else max(at, path.rfind(os.altsep)))
