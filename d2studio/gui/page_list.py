"""The pages that are open, in order: a list model that stays quick with very many rows."""

import os
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import repeat
from typing import Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QImage
from PySide6.QtGui import Qt as GuiQt

from d2studio.core.page import PageKey
from d2studio.core.page_order import PageOrder
from d2studio.core.page_state import NOT_RUN, PageState, PageStatus
from d2studio.core.words import printable
from d2studio.gui.finding_words import say
from d2studio.gui.page_message import stage_words

STATE_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 1
THUMBNAIL_ROLE: Final = STATE_ROLE + 1
LABEL_ROLE: Final = STATE_ROLE + 2

_NO_PARENT: Final = QModelIndex()
# Several screens full; small pictures, so some 20 MB at most.
_MAX_THUMBNAILS: Final = 500
# Beyond so many separate stretches, telling views that all is new is quicker than telling them of each.
_MAX_STRETCHES: Final = 50
# A tuple: sets ask for hashes, which those of enumerations make anew each time.
_WAITS: Final = (PageStatus.LOCKED, PageStatus.WAITING)


@dataclass(frozen=True, slots=True)
class PageLabel:
    """What a row says of its page: the name of the file, on one line, which page it is, from 1, and of how many."""

    name: str
    number: int
    count: int


class PageListModel(QAbstractListModel):
    """Pages in the order they were added, each with a state and, lately seen, a thumbnail.

    Pages that are removed keep their place, so that undo can put them back where they were.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._order = PageOrder()
        # By path, of all files that were ever here.
        self._page_counts: dict[str, int] = {}
        # Of those, the files whose count somebody remembered.
        self._supposed: set[str] = set()
        self._states: dict[PageKey, PageState] = {}
        self._thumbnails: OrderedDict[PageKey, QImage] = OrderedDict()

    def __len__(self) -> int:
        return len(self._order.keys)

    # Rows

    def append(self, keys: Sequence[PageKey]) -> list[PageKey]:
        """Add pages at the end, but for those already here; return those added, which start as not run."""
        order = self._order
        added = [key for key in dict.fromkeys(keys) if key not in order]
        if not added:
            return []
        for key in added:
            if order.was_here(key):
                # It comes back as a new one; so does its file, if nothing of that is left.
                self._states.pop(key, None)
                if key.frame == 0 and not self._rows_of(key.path):
                    del self._page_counts[key.path]
        opened_out: list[str] = []
        for path, index in added:
            known_count = self._page_counts.get(path, 0)
            if known_count <= index:
                self._page_counts[path] = index + 1
                if known_count == 1:
                    opened_out.append(path)
        first = len(self)
        self.beginInsertRows(_NO_PARENT, first, first + len(added) - 1)
        order.append(added)
        self.endInsertRows()
        for path in opened_out:
            self._tell(PageKey(path), LABEL_ROLE)
        return added

    def set_page_count(self, path: str, count: int, *, is_sure: bool = True) -> list[PageKey]:
        """Say how many pages a file has: those not known before follow its last one. Returns the pages added.

        A file with no page in the list is left alone, and pages that were removed stay away. Where a count turns out to
        be less than one that was not sure, the pages that do not exist are removed.
        """
        known_count = self._page_counts.get(path, 0)
        was_supposed = path in self._supposed
        if is_sure:
            self._supposed.discard(path)
        if count < known_count and is_sure and was_supposed:
            self.remove([PageKey(path, index) for index in range(count, known_count)])
            self._set_page_count(path, count)
            return []
        rows = self._rows_of(path) if count > known_count else []
        if not rows:
            return []
        if not is_sure:
            self._supposed.add(path)
        last = self._order.keys[rows[-1]]
        added = [PageKey(path, index) for index in range(known_count, count)]
        row = rows[-1] + 1
        self.beginInsertRows(_NO_PARENT, row, row + len(added) - 1)
        for key in added:
            self._states.pop(key, None)
        self._order.open_out(last, added)
        self.endInsertRows()
        self._set_page_count(path, count)
        return added

    def is_supposed(self, key: PageKey) -> bool:
        """Whether nobody has seen yet that the file has such a page."""
        return key.frame > 0 and key.path in self._supposed

    def remove(self, keys: Iterable[PageKey]) -> list[PageKey]:
        """Take pages out. Returns those that were there, in order, as `restore` takes them."""
        removed = self._order.those_here(keys)
        stretches = self._order.stretches_of(removed, _MAX_STRETCHES)
        if stretches is None:
            self.beginResetModel()
            self._order.remove_all(removed)
            self.endResetModel()
            return removed
        # From the end, so that whoever moves on to the next page does not land on one that goes too.
        for first, last in reversed(stretches):
            self.beginRemoveRows(_NO_PARENT, first, last)
            self._order.remove(first, last)
            self.endRemoveRows()
        return removed

    def restore(self, keys: Iterable[PageKey]) -> None:
        """Put pages back that `remove` took out: where they were, with the state they had.

        Pages that came meanwhile do not matter, since a page's place in the order is remembered, not its row. Pages
        that are here, or that this list has never had, are passed over.
        """
        back = self._order.those_gone(keys)
        stretches = self._order.gaps_of(back, _MAX_STRETCHES)
        if stretches is None:
            self.beginResetModel()
            self._order.put_back(back)
            self.endResetModel()
            return
        used = 0
        for first, last in stretches:
            count = last - first + 1
            self.beginInsertRows(_NO_PARENT, first, last)
            self._order.insert(first, back[used : used + count])
            self.endInsertRows()
            used += count

    def clear(self) -> None:
        """Forget all pages, and all that could be restored."""
        self.beginResetModel()
        self._order.clear()
        self._page_counts.clear()
        self._supposed.clear()
        self._states.clear()
        self._thumbnails.clear()
        self.endResetModel()

    def key(self, row: int) -> PageKey:
        return self._order.keys[row]

    def keys(self, first: int = 0, last: int | None = None) -> list[PageKey]:
        """The pages of rows `first` to `last`, both included; all by default."""
        return self._order.keys[first : None if last is None else last + 1]

    def row(self, key: PageKey) -> int | None:
        return self._order.row(key)

    def place(self, key: PageKey) -> int:
        """A number that grows along the list, of a page that is or was in it."""
        return self._order.place(key)

    def row_from(self, key: PageKey) -> int:
        """The row of a page that is in the list; of one removed, where it would come back."""
        return self._order.row_from(key)

    # What rows show

    def state(self, key: PageKey) -> PageState:
        return self._states.get(key, NOT_RUN)

    def with_status(self, keys: Iterable[PageKey], statuses: tuple[PageStatus, ...]) -> list[PageKey]:
        """Those of some pages that have one of these."""
        state = self._states.get
        return [key for key in keys if state(key, NOT_RUN).status in statuses]

    def set_state(self, key: PageKey, state: PageState) -> None:
        """Show another state. A removed page has it when it is restored; one never seen is passed over."""
        if not self._order.was_here(key) or self.state(key) == state:
            return
        self._states[key] = state
        self._tell(key, STATE_ROLE)

    def set_states(self, keys: Iterable[PageKey], state: PageState) -> None:
        """Give many pages the same state, and tell of it once; see `set_state`."""
        seen = self._order.those_known(keys)
        self._states.update(zip(seen, repeat(state)))
        if len(seen) > _MAX_STRETCHES:
            rows = [0, len(self) - 1] if len(self) else []
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
        if len(self):
            self.dataChanged.emit(self.index(0), self.index(len(self) - 1), [STATE_ROLE])

    def set_thumbnail(self, key: PageKey, thumbnail: QImage | None) -> None:
        """Show a small picture of a page, or none. The 500 used last are kept."""
        if not self._order.was_here(key):
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
        return PageLabel(printable(os.path.basename(key.path)), key.frame + 1, self._page_counts[key.path])

    def state_words(self, state: PageState) -> str:
        """A state in a few words, on one line."""
        match state.status:
            case PageStatus.NOT_RUN:
                return self.tr("Not run")
            case PageStatus.OPENING:
                return self.tr("Opening")
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
        return 0 if parent.isValid() else len(self)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = index.row()
        return self.page_data(self._order.keys[row], role) if 0 <= row < len(self) else None

    def page_data(self, key: PageKey, role: int) -> object:
        """What a row shows, of a page in the list."""
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._page_name(key)
            case Qt.ItemDataRole.ToolTipRole:
                return self._tool_tip(key)
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._accessible_text(key)
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
            words = self.tr("{state}: {message}").format(state=words, message=printable(say(state.message)))
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

    def _set_page_count(self, path: str, count: int) -> None:
        """Have the rows of a file say how many pages it has."""
        rows = self._rows_of(path)
        self._page_counts[path] = count
        for row in rows:
            self.dataChanged.emit(self.index(row), self.index(row), [LABEL_ROLE])

    def _known_pages(self, path: str) -> list[PageKey]:
        """The pages of a file that are or were in the list, in their order in the file."""
        count = self._page_counts.get(path, 0)
        return [key for index in range(count) if self._order.was_here(key := PageKey(path, index))]

    def _rows_of(self, path: str) -> list[int]:
        """Rows of the pages of a file, in their order in the file."""
        return [row for key in self._known_pages(path) if (row := self.row(key)) is not None]

    def _tell(self, key: PageKey, role: int) -> None:
        row = self.row(key)
        if row is not None:
            index = self.index(row)
            self.dataChanged.emit(index, index, [role])
