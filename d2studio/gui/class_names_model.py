"""Names and colours of classes while they are edited."""

from collections import Counter
from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication

from d2studio.core.colours import Colour, class_colour, to_hex
from d2studio.core.words import printable
from d2studio.gui.icons import icon
from d2studio.gui.theme import shades

_Index = QModelIndex | QPersistentModelIndex
_READ: Final = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class NameColumn(IntEnum):
    ID = 0
    COLOUR = 1
    NAME = 2


class ClassNamesModel(QAbstractTableModel):
    """A row for each class, by its id. White space around a name does not count.

    Signals:
        edited(): a name or a colour is another.
    """

    edited = Signal()

    def __init__(self, names: Sequence[str], colours: Mapping[int, Colour], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._names = list(names)
        self._colours = dict(colours)
        self._counts = self._count()

    def names(self) -> tuple[str, ...]:
        return tuple(self._names)

    def stripped_names(self) -> tuple[str, ...]:
        return tuple(name.strip() for name in self._names)

    def name_of(self, class_id: int) -> str:
        """On one line; empty if it has none."""
        return printable(self._names[class_id].strip())

    def colours(self) -> dict[int, Colour]:
        """Of the classes that were given one; the others have that which belongs to their name."""
        return dict(self._colours)

    def colour_of(self, class_id: int) -> Colour:
        return self._colours.get(class_id) or class_colour(self._names[class_id].strip())

    def rename(self, first: int, names: Sequence[str]) -> None:
        """Give the classes from `first` on other names, as far as there are both."""
        names = names[: len(self._names) - first]
        self._names[first : first + len(names)] = names
        self._counts = self._count()
        self._announce()

    def set_colour(self, class_id: int, colour: Colour) -> None:
        self._colours[class_id] = colour
        self._announce()

    def set_colours(self, colours: Mapping[int, Colour]) -> None:
        """Give all classes other colours; those that are not in `colours` get the one that belongs to their name."""
        self._colours = dict(colours)
        self._announce()

    def fault_of(self, class_id: int) -> str:
        """What is wrong with a class's name, in a sentence; empty if nothing is."""
        name = self._names[class_id].strip()
        if not name:
            return self.tr("Class {number} has no name.").format(number=class_id)
        if self._counts[name] > 1:
            twin = next(
                number for number, other in enumerate(self._names) if other.strip() == name and number != class_id
            )
            return self.tr("Classes {one} and {other} have the same name: {name}.").format(
                one=min(class_id, twin), other=max(class_id, twin), name=printable(name)
            )
        return ""

    def faulty_ids(self) -> list[int]:
        """Classes whose names are empty or occur twice."""
        stripped = (name.strip() for name in self._names)
        return [number for number, name in enumerate(stripped) if not name or self._counts[name] > 1]

    # Qt

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        return 0 if parent.isValid() else len(self._names)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(NameColumn)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return _READ | Qt.ItemFlag.ItemIsEditable if index.column() == NameColumn.NAME else _READ

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return (self.tr("Id"), self.tr("Colour"), self.tr("Name"))[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section == NameColumn.NAME:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        class_id = index.row()
        match index.column():
            case NameColumn.NAME:
                return self._data_of_name(class_id, role)
            case NameColumn.ID:
                return self._data_of_id(class_id, role)
        return self._data_of_colour(class_id, role)

    def setData(self, index: _Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or index.column() != NameColumn.NAME:
            return False
        if str(value) != self._names[index.row()]:
            self.rename(index.row(), [str(value)])
        return True

    def _data_of_id(self, class_id: int, role: int) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return str(class_id)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def _data_of_colour(self, class_id: int, role: int) -> object:
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.tr("Choose another colour")
        if role == Qt.ItemDataRole.AccessibleTextRole:
            colour = to_hex(self.colour_of(class_id))
            return self.tr("Colour of {name}: {colour}").format(name=self.name_of(class_id), colour=colour)
        return None

    def _data_of_name(self, class_id: int, role: int) -> object:
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.name_of(class_id) or self.tr("no name")
            case Qt.ItemDataRole.EditRole:
                return self._names[class_id]
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleDescriptionRole:
                return self.fault_of(class_id) or None
        if role in (Qt.ItemDataRole.ForegroundRole, Qt.ItemDataRole.DecorationRole) and self.fault_of(class_id):
            if role == Qt.ItemDataRole.DecorationRole:
                return icon("circle-alert", "danger")
            return QColor(shades(QGuiApplication.palette()).danger)
        return None

    def _count(self) -> Counter[str]:
        return Counter(name.strip() for name in self._names)

    def _announce(self) -> None:
        last = self.index(len(self._names) - 1, len(NameColumn) - 1)
        self.dataChanged.emit(self.index(0, 0), last)
        self.edited.emit()
