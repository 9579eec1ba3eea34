"""The pages that are open, in order: a list model that stays quick with very many rows."""

import os
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QImage
from PySide6.QtGui import Qt as GuiQt

from d2studio.core.page import PageKey
from d2studio.core.page_state import NOT_RUN, PageState, PageStatus
from d2studio.core.words import printable
from d2studio.gui.page_message import stage_words

KEY_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 1
STATE_ROLE: Final = KEY_ROLE + 1
THUMBNAIL_ROLE: Final = KEY_ROLE + 2
LABEL_ROLE: Final = KEY_ROLE + 3

_NO_PARENT: Final = QModelIndex()
# Several screens full; small pictures, so some 20 MB at most.
_MAX_THUMBNAILS: Final = 500
# Beyond so many separate stretches, telling views that all is new is quicker than telling them of each.
_MAX_STRETCHES: Final = 50
_WAITS: Final = frozenset((PageStatus.LOCKED, PageStatus.WAITING))
# Pages that one place in the list can open out into. A file of more pages than this does not exist.
_PLACE_STEP: Final = 1 << 32


@dataclass(frozen=True, slots=True)
class PageLabel:
    """What a row says of its page: the name of the file, on one line, which page it is, from 1, and of how many."""

    name: str
    number: int
    count: int


class PageListModel(QAbstractListModel):
    """Pages in the order they were added, each with a state and, lately seen, a thumbnail.

    Every page has a place, a number that grows along the list and never changes. It is kept when the page is removed,
    so that undo can put it back where it was. Finding a row is a search by place, and no page before or after it has to
    be renumbered when others come and go.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._keys: list[PageKey] = []
        # Of all pages that were ever here.
        self._places: dict[PageKey, int] = {}
        # Those of the rows: a search in it is much quicker than one that looks up the place of each page it meets.
        self._places_by_row: list[int] = []
        self._next_place = 0
        # By path, of all files that were ever here.
        self._page_counts: dict[str, int] = {}
        self._states: dict[PageKey, PageState] = {}
        self._thumbnails: OrderedDict[PageKey, QImage] = OrderedDict()

    def __len__(self) -> int:
        return len(self._keys)

    # Rows

    def append(self, keys: Sequence[PageKey]) -> list[PageKey]:
        """Add pages at the end, but for those already here; return those added, which start as not run."""
        added: list[PageKey] = []
        opened_out: list[str] = []
        first_new_place = self._next_place
        for key in keys:
            place = self._places.get(key)
            if place is not None:
                if place >= first_new_place or self.row(key) is not None:
                    continue
                # It was here before, and comes back as a new one; so does its file, if nothing of that is left.
                self._states.pop(key, None)
                if key.index == 0 and not self._rows_of(key.path):
                    del self._page_counts[key.path]
            self._places[key] = self._next_place
            self._next_place += _PLACE_STEP
            added.append(key)
            known_count = self._page_counts.get(key.path, 0)
            if known_count <= key.index:
                self._page_counts[key.path] = key.index + 1
                if known_count == 1:
                    opened_out.append(key.path)
        if not added:
            return []
        first = len(self._keys)
        self.beginInsertRows(_NO_PARENT, first, first + len(added) - 1)
        self._insert(first, added)
        self.endInsertRows()
        for path in opened_out:
            self._tell(PageKey(path), LABEL_ROLE)
        return added

    def set_page_count(self, path: str, count: int) -> list[PageKey]:
        """Say how many pages a file has: those not known before follow its last one. Returns the pages added.

        A file with no page in the list is left alone, and pages that were removed stay away.
        """
        known_count = self._page_counts.get(path, 0)
        before = self._rows_of(path)
        if not before or count <= known_count:
            return []
        last = self._keys[before[-1]]
        added = [PageKey(path, index) for index in range(known_count, count)]
        self._page_counts[path] = count
        row = before[-1] + 1
        self.beginInsertRows(_NO_PARENT, row, row + len(added) - 1)
        for key in added:
            self._places[key] = self._places[last] + key.index - last.index
            self._states.pop(key, None)
        self._insert(row, added)
        self.endInsertRows()
        for row in before:
            self.dataChanged.emit(self.index(row), self.index(row), [LABEL_ROLE])
        return added

    def remove(self, keys: Iterable[PageKey]) -> list[tuple[int, PageKey]]:
        """Take pages out. Returns the rows they had with the pages, in order, as `restore` takes them."""
        rows = sorted(row for key in set(keys) if (row := self.row(key)) is not None)
        removed = [(row, self._keys[row]) for row in rows]
        stretches = _stretches(rows)
        if len(stretches) > _MAX_STRETCHES:
            gone = set(rows)
            self.beginResetModel()
            self._keys = [key for row, key in enumerate(self._keys) if row not in gone]
            self._places_by_row = [place for row, place in enumerate(self._places_by_row) if row not in gone]
            self.endResetModel()
            return removed
        # From the end, so that whoever moves on to the next page does not land on one that goes too.
        for first, last in reversed(stretches):
            self.beginRemoveRows(_NO_PARENT, first, last)
            del self._keys[first : last + 1]
            del self._places_by_row[first : last + 1]
            self.endRemoveRows()
        return removed

    def restore(self, rows: Sequence[tuple[int, PageKey]]) -> None:
        """Put pages back that `remove` took out: where they were, with the state they had.

        Pages that came meanwhile do not matter, since a page's place in the order is remembered, not its row. Pages
        that are here, or that this list has never had, are passed over.
        """
        back = [key for _, key in rows if key in self._places and self.row(key) is None]
        back = sorted(set(back), key=self._places.__getitem__)
        # Rows once all are back, the foregoing ones included.
        targets = [self._row_of_place(self._places[key]) + already for already, key in enumerate(back)]
        stretches = _stretches(targets)
        if len(stretches) > _MAX_STRETCHES:
            self.beginResetModel()
            self._keys = sorted([*self._keys, *back], key=self._places.__getitem__)
            self._places_by_row = [self._places[key] for key in self._keys]
            self.endResetModel()
            return
        used = 0
        for first, last in stretches:
            count = last - first + 1
            self.beginInsertRows(_NO_PARENT, first, last)
            self._insert(first, back[used : used + count])
            self.endInsertRows()
            used += count

    def clear(self) -> None:
        """Forget all pages, and all that could be restored."""
        self.beginResetModel()
        self._keys.clear()
        self._places.clear()
        self._places_by_row.clear()
        self._next_place = 0
        self._page_counts.clear()
        self._states.clear()
        self._thumbnails.clear()
        self.endResetModel()

    def key(self, row: int) -> PageKey:
        return self._keys[row]

    def keys(self, first: int = 0, last: int | None = None) -> list[PageKey]:
        """The pages of rows `first` to `last`, both included; all by default."""
        return self._keys[first : None if last is None else last + 1]

    def row(self, key: PageKey) -> int | None:
        place = self._places.get(key)
        if place is None:
            return None
        row = self._row_of_place(place)
        return row if row < len(self._keys) and self._places_by_row[row] == place else None

    def place(self, key: PageKey) -> int:
        """A number that grows along the list, of a page that is or was in it."""
        return self._places[key]

    def row_from(self, key: PageKey) -> int:
        """The row of a page that is in the list; of one removed, where it would come back."""
        return self._row_of_place(self._places[key])

    # What rows show

    def state(self, key: PageKey) -> PageState:
        return self._states.get(key, NOT_RUN)

    def set_state(self, key: PageKey, state: PageState) -> None:
        """Show another state. A removed page has it when it is restored; one never seen is passed over."""
        if key not in self._places or self.state(key) == state:
            return
        self._states[key] = state
        self._tell(key, STATE_ROLE)

    def set_states(self, keys: Iterable[PageKey], state: PageState) -> None:
        """Give many pages the same state, and tell of it once; see `set_state`."""
        seen = [key for key in keys if key in self._places]
        self._states.update(dict.fromkeys(seen, state))
        if len(seen) > _MAX_STRETCHES:
            rows = [0, len(self._keys) - 1] if self._keys else []
        else:
            rows = [row for key in seen if (row := self.row(key)) is not None]
        if rows:
            self.dataChanged.emit(self.index(min(rows)), self.index(max(rows)), [STATE_ROLE])

    def set_locked(self, path: str) -> None:
        """Say that all pages of a file wait for its password."""
        for key in self._known_pages(path):
            self.set_state(key, PageState(PageStatus.LOCKED))

    def reset_states(self) -> None:
        """Make all pages not run, except those that wait: for their password, or to be run."""
        self._states = {key: state for key, state in self._states.items() if state.status in _WAITS}
        if self._keys:
            self.dataChanged.emit(self.index(0), self.index(len(self._keys) - 1), [STATE_ROLE])

    def set_thumbnail(self, key: PageKey, thumbnail: QImage | None) -> None:
        """Show a small picture of a page, or none. The 500 used last are kept."""
        if key not in self._places:
            return
        if thumbnail is None:
            self._thumbnails.pop(key, None)
        else:
            self._thumbnails[key] = thumbnail
            self._thumbnails.move_to_end(key)
            if len(self._thumbnails) > _MAX_THUMBNAILS:
                self._thumbnails.popitem(last=False)
        self._tell(key, THUMBNAIL_ROLE)

    def has_thumbnail(self, key: PageKey) -> bool:
        """Whether a picture is there, without counting that as a use of it."""
        return key in self._thumbnails

    def label(self, key: PageKey) -> PageLabel:
        return PageLabel(printable(os.path.basename(key.path)), key.index + 1, self._page_counts[key.path])

    def state_words(self, state: PageState) -> str:
        """A state in a few words, on one line."""
        match state.status:
            case PageStatus.NOT_RUN:
                return self.tr("Not run")
            case PageStatus.WAITING:
                return self.tr("Waiting")
            case PageStatus.RUNNING:
                words = stage_words(printable(state.stage)) if state.stage else self.tr("Running")
                return words[:1].upper() + words[1:]
            case PageStatus.FOUND:
                return self.tr("%n region(s)", "", state.count)
            case PageStatus.EMPTY:
                return self.tr("Nothing shown") if state.is_hidden else self.tr("Nothing found")
            case PageStatus.FAILED:
                return self.tr("Failed")
            case PageStatus.LOCKED:
                return self.tr("Password needed")

    # Qt's side

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._keys)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = index.row()
        return self.page_data(self._keys[row], role) if 0 <= row < len(self._keys) else None

    def page_data(self, key: PageKey, role: int) -> object:
        """What a row shows, of a page in the list."""
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._page_name(key)
            case Qt.ItemDataRole.ToolTipRole:
                return self._tool_tip(key)
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._accessible_text(key)
            case _ if role == KEY_ROLE:
                return key
            case _ if role == STATE_ROLE:
                return self.state(key)
            case _ if role == THUMBNAIL_ROLE:
                thumbnail = self._thumbnails.get(key)
                if thumbnail is not None:
                    self._thumbnails.move_to_end(key)
                return thumbnail
            case _ if role == LABEL_ROLE:
                return self.label(key)
            case _:
                return None

    def _page_name(self, key: PageKey) -> str:
        label = self.label(key)
        if label.count == 1:
            return label.name
        return self.tr("{name}, page {number}").format(name=label.name, number=label.number)

    def _tool_tip(self, key: PageKey) -> str:
        label, state = self.label(key), self.state(key)
        lines = [printable(key.path)]
        if label.count > 1:
            lines.append(self.tr("Page {number} of {count}").format(number=label.number, count=label.count))
        words = self.state_words(state)
        if state.message:
            words = self.tr("{state}: {message}").format(state=words, message=printable(state.message))
        lines.append(words)
        text = "\n".join(lines)
        # A file's name may look like HTML, which a tool tip would obey.
        return f"<p style='white-space: pre'>{escape(text)}</p>" if GuiQt.mightBeRichText(text) else text

    def _accessible_text(self, key: PageKey) -> str:
        label, words = self.label(key), self.state_words(self.state(key))
        if label.count == 1:
            return self.tr("{name}, {state}").format(name=label.name, state=words)
        return self.tr("{name} page {number} of {count}, {state}").format(
            name=label.name, number=label.number, count=label.count, state=words
        )

    # Help

    def _row_of_place(self, place: int) -> int:
        return bisect_left(self._places_by_row, place)

    def _insert(self, row: int, keys: Sequence[PageKey]) -> None:
        self._keys[row:row] = keys
        self._places_by_row[row:row] = [self._places[key] for key in keys]

    def _known_pages(self, path: str) -> list[PageKey]:
        """The pages of a file that are or were in the list, in their order in the file."""
        count = self._page_counts.get(path, 0)
        return [key for index in range(count) if (key := PageKey(path, index)) in self._places]

    def _rows_of(self, path: str) -> list[int]:
        """Rows of the pages of a file, in their order in the file."""
        return [row for key in self._known_pages(path) if (row := self.row(key)) is not None]

    def _tell(self, key: PageKey, role: int) -> None:
        row = self.row(key)
        if row is not None:
            index = self.index(row)
            self.dataChanged.emit(index, index, [role])


def _stretches(rows: Sequence[int]) -> list[tuple[int, int]]:
    """Ascending rows as first and last of each run of neighbours."""
    stretches: list[tuple[int, int]] = []
    for row in rows:
        if stretches and stretches[-1][1] == row - 1:
            stretches[-1] = (stretches[-1][0], row)
        else:
            stretches.append((row, row))
    return stretches
