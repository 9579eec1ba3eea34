"""Models that are here, on their way, or can be had: a list model in sections, with a filter."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from html import escape
from typing import Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from d2studio.core.catalogue import CatalogueModel, find_in_catalogue
from d2studio.core.words import printable
from d2studio.gui.catalogue_words import say_of_model
from d2studio.gui.library_values import Entry, EntryKind
from d2studio.gui.library_words import explained, spoken

ROW_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 1

# A model that is here but broken has its id in common with the one of the catalogue that can take its place.
Key = tuple[EntryKind, str]

_NO_PARENT: Final = QModelIndex()


class Section(Enum):
    """Parts of the list, in their order."""

    INSTALLED = "installed"
    ON_THE_WAY = "on the way"
    OFFERED = "offered"


def key_of(entry: Entry) -> Key:
    """What stays the same of an entry, whatever becomes known of it."""
    return entry.kind, entry.id


@dataclass(frozen=True)
class Heading:
    """A row above those of a section.

    Attributes:
        shown: how many of its models fit the filter.
        total: how many there are.
    """

    section: Section
    shown: int
    total: int


class LibraryRows(QAbstractListModel):
    """Headings, which cannot be selected, and below each the entries of its section that fit the filter.

    `ROW_ROLE` is the `Heading` or the `Entry` of a row.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[Entry, ...] = ()
        self._words: tuple[str, ...] = ()
        self._rows: list[Heading | Entry] = []

    def set_entries(self, entries: Sequence[Entry]) -> bool:
        """Show other entries. Returns whether rows came, went or moved; else views keep what they know of them."""
        self._entries = tuple(entries)
        return self._refresh()

    def set_filter(self, text: str) -> bool:
        """Show only entries that have all words of a text in what they are known by. Returns as `set_entries`."""
        self._words = tuple(text.casefold().split())
        return self._refresh()

    @property
    def is_filtered(self) -> bool:
        return bool(self._words)

    def entries(self) -> tuple[Entry, ...]:
        """All of them, shown or not."""
        return self._entries

    def entry(self, key: Key) -> Entry | None:
        """That one, shown or not."""
        return next((entry for entry in self._entries if key_of(entry) == key), None)

    def entry_at(self, row: int) -> Entry | None:
        """What a row shows; None for headings and where there is no such row."""
        found = self._rows[row] if 0 <= row < len(self._rows) else None
        return found if isinstance(found, Entry) else None

    def row(self, key: Key) -> int | None:
        """Where an entry is shown, if it is."""
        rows = (row for row, shown in enumerate(self._rows) if isinstance(shown, Entry) and key_of(shown) == key)
        return next(rows, None)

    def shown(self, row: int = 0) -> list[Entry]:
        """The entries of the rows from that one on."""
        return [entry for entry in self._rows[max(0, row) :] if isinstance(entry, Entry)]

    def is_heading(self, row: int) -> bool:
        return 0 <= row < len(self._rows) and isinstance(self._rows[row], Heading)

    # Qt's side

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        if self.entry_at(index.row()) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not 0 <= index.row() < len(self._rows):
            return None
        row = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.heading_words(row.section) if isinstance(row, Heading) else printable(row.name)
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken_heading(row) if isinstance(row, Heading) else spoken(row)
            case Qt.ItemDataRole.ToolTipRole:
                return None if isinstance(row, Heading) else _as_tool_tip(explained(row))
            case _ if role == ROW_ROLE:
                return row
            case _:
                return None

    def heading_words(self, section: Section) -> str:
        match section:
            case Section.INSTALLED:
                return self.tr("Installed")
            case Section.ON_THE_WAY:
                return self.tr("On their way")
            case Section.OFFERED:
                return self.tr("Can be installed")

    def count_words(self, heading: Heading) -> str:
        if heading.shown == heading.total:
            return str(heading.total)
        return self.tr("{shown} of {total}").format(shown=heading.shown, total=heading.total)

    def _spoken_heading(self, heading: Heading) -> str:
        return f"{self.heading_words(heading.section)}, {self.count_words(heading)}"

    # Help

    def _refresh(self) -> bool:
        """Make the rows anew; only tell of what is different where they stand for the same as before."""
        rows = list(self._make_rows())
        if list(map(_identity, rows)) != list(map(_identity, self._rows)):
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()
            return True
        changed = [row for row, (old, new) in enumerate(zip(self._rows, rows, strict=True)) if old != new]
        self._rows = rows
        for row in changed:
            self.dataChanged.emit(self.index(row), self.index(row))
        return False

    def _make_rows(self) -> Iterator[Heading | Entry]:
        for section in Section:
            entries = [entry for entry in self._entries if _section_of(entry) is section]
            shown = [entry for entry in entries if not self._words or self._fits(entry)]
            if shown:
                yield Heading(section, len(shown), len(entries))
                yield from shown

    def _fits(self, entry: Entry) -> bool:
        text = _searched(entry)
        return all(word in text for word in self._words)


def _section_of(entry: Entry) -> Section:
    if entry.installation is not None:
        return Section.ON_THE_WAY
    return Section.OFFERED if entry.kind is EntryKind.OFFERED else Section.INSTALLED


def _identity(row: Heading | Entry) -> object:
    return row.section if isinstance(row, Heading) else key_of(row)


def _searched(entry: Entry) -> str:
    """All that an entry is found by, one below the other, in small letters."""
    texts = [entry.name, entry.id]
    catalogue_id = entry.offered.id if entry.offered is not None else ""
    if entry.installed is not None:
        model = entry.installed
        texts += [model.name, *model.class_names, model.description, model.training, model.licence]
        catalogue_id = catalogue_id or entry.installed.catalogue_id
    return "\n".join([*texts, _searched_in_catalogue(catalogue_id)]).casefold()


@cache
def _searched_in_catalogue(catalogue_id: str) -> str:
    offered = find_in_catalogue(catalogue_id) if catalogue_id else None
    if offered is None:
        return ""
    said = offered.collection, offered.data_set, offered.architecture, offered.training, offered.licence
    return "\n".join([*_names(offered), *said, say_of_model(offered.training)])


def _names(offered: CatalogueModel) -> Iterator[str]:
    yield offered.name
    yield offered.id
    yield from offered.aliases
    if offered.class_count is not None:
        yield from offered.class_names(offered.class_count) or ()


def _as_tool_tip(text: str) -> str:
    """Lines that are not taken for HTML whatever is in them, and that go on below where they are long."""
    return f"<qt>{escape(text).replace(chr(10), '<br>')}</qt>"
