"""The list of the model manager: which models are here, on their way, or can be had, and which one is looked at."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QAction, QPalette
from PySide6.QtWidgets import (
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from d2studio.gui.library_row import LibraryRowDelegate
from d2studio.gui.library_rows import Key, LibraryRows, key_of
from d2studio.gui.library_values import Entry, EntryKind
from d2studio.gui.library_view import LibraryView
from d2studio.gui.theme import GRID


class LibraryList(QWidget):
    """Shows entries; says that models are looked for as long as it was given none.

    When a filter hides the selected entry, the first that it shows is selected, or none. When the entry goes, the one
    that follows is selected, or the last; of those that are here, if it was.

    Signals:
        entry_selected(object): another `Entry`, or None since there are none to see any more; by the user, by
            `select`, or since the selected one went. Not told when only what is known of the selected one changes.
        entry_activated(object): the `Entry`, one that is here, that was pressed twice, or that Enter was pressed on.
        details_requested(): the same was done to the selected entry, which is not here yet: it is not to be
            downloaded before somebody has seen what it is.
        filter_clear_requested(): whoever filters is to stop it, since nothing fits, or since what was to be selected
            does not.
    """

    entry_selected = Signal(object)
    entry_activated = Signal(object)
    details_requested = Signal()
    filter_clear_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("library_list")
        self._selected: Key | None = None
        self._is_listed = False
        self._follows_view = True
        self._filter = ""
        self._rows = LibraryRows(self)
        self._delegate = LibraryRowDelegate(self._rows, self)
        self._view = LibraryView(self._rows, self)
        self._view.setItemDelegate(self._delegate)
        self._hint = self._label("library_hint")
        self._hint.setText(
            self.tr("Install one of the models below, or drop a config with its weights, a folder or a zip here.")
        )
        self._hint.setContentsMargins(2 * GRID, GRID, GRID, GRID)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._view)
        self._stack.addWidget(self._make_nothing())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._hint)
        layout.addWidget(self._stack, 1)
        self.setFocusProxy(self._view)
        self._view.selectionModel().currentChanged.connect(self._on_current_changed)
        self._view.doubleClicked.connect(self._on_activated)
        self._view.enter_pressed.connect(self._on_activated)
        self._show_state()

    @property
    def is_listed(self) -> bool:
        """Whether it is known which entries there are."""
        return self._is_listed

    def set_entries(self, entries: Sequence[Entry] | None) -> None:
        """Show other entries, the first time with the one in use selected; None while nobody knows which there are."""
        self._is_listed = entries is not None
        self._change(lambda: self._rows.set_entries(entries or ()))

    def set_filter(self, text: str) -> None:
        """Show only entries that have all words of `text` in their names, classes, or what else is said of them."""
        self._filter = text.strip()
        self._follows_view = False
        self._rows.set_filter(text)
        self._follows_view = True
        self._show_state()
        shown = self._rows.shown()
        if self._selected is None:
            self._select(self._next_to(0))
        elif self.selected() not in shown:
            self._select(key_of(shown[0]) if shown else None)
        self._show_selected()

    def select(self, entry_id: str) -> None:
        """Select an entry, shown or not: rather one that is here than one that can be. Passed over if there is none."""
        found = next((entry for entry in self._rows.entries() if entry.id == entry_id), None)
        if found is None:
            return
        if self._rows.row(key_of(found)) is None:
            self.filter_clear_requested.emit()
        self._select(key_of(found))
        self._show_selected()

    def selected(self) -> Entry | None:
        return None if self._selected is None else self._rows.entry(self._selected)

    def enter(self) -> None:
        """Give the keyboard to the rows; where the selected one is not among them, to the first one."""
        shown = self._rows.shown()
        if shown and self.selected() not in shown:
            self._select(key_of(shown[0]))
            self._show_selected()
        if shown:
            self.setFocus()

    def offer(self, actions: Sequence[QAction]) -> None:
        """Have what can be done with the selected entry in its context menu, and by keys."""
        self._view.addActions(actions)

    def last_stop(self) -> QWidget:
        """What Tab leaves the list from."""
        return self._show_all

    # Making

    def _make_nothing(self) -> QWidget:
        """What is there instead of rows, where there are none."""
        nothing = QWidget(self)
        self._why_nothing = self._label("library_nothing")
        self._why_nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._show_all = QPushButton(self.tr("Show all models"), nothing)
        self._show_all.setObjectName("library_show_all")
        self._show_all.setAccessibleName(self._show_all.text())
        self._show_all.setToolTip(self.tr("Clears what was searched for"))
        self._show_all.setAutoDefault(False)
        self._show_all.clicked.connect(self.filter_clear_requested)
        layout = QVBoxLayout(nothing)
        layout.addStretch()
        layout.addWidget(self._why_nothing)
        layout.addWidget(self._show_all, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch()
        return nothing

    def _label(self, name: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        return label

    # Keeping what is selected, and where it is

    def _change(self, change: Callable[[], bool]) -> None:
        """Have the rows changed, with what is selected and what is in view as it was, as far as it is still there.

        `change` says whether there are other rows now: a download only has the same ones say something else.
        """
        selected, anchor, row = self._selected, self._view.anchor(), self._view.currentIndex().row()
        self._follows_view = False
        has_other_rows = change()
        self._follows_view = True
        self._show_state()
        if self.selected() is None:
            self._select(self._next_to(row))
        if has_other_rows or self._selected != selected:
            self._show_selected()
        if has_other_rows and self._selected == selected:
            self._view.return_to(anchor)

    def _next_to(self, row: int) -> Key | None:
        """What to select instead of an entry that was in a row: what became of it, or its neighbour.

        At first, the one in use.
        """
        shown = self._rows.shown()
        if self._selected is None:
            wanted = [entry for entry in shown if entry.is_in_use] + shown
        else:
            wanted = self._rows.shown(row) + shown[::-1]
            # What was removed need not be had again.
            was_here = self._selected[0] is EntryKind.INSTALLED
            if was_here:
                wanted.sort(key=lambda entry: entry.kind is EntryKind.OFFERED)
            else:
                wanted = [entry for entry in self._rows.entries() if entry.id == self._selected[1]] + wanted
        return key_of(wanted[0]) if wanted else None

    def _select(self, key: Key | None) -> None:
        if key != self._selected:
            self._selected = key
            self.entry_selected.emit(self.selected())

    def _show_selected(self) -> None:
        """Bring the view in step with what is selected, and to where that is."""
        row = None if self._selected is None else self._rows.row(self._selected)
        self._follows_view = False
        if row is None:
            self._view.selectionModel().clear()
        elif self._view.currentIndex().row() != row:
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self._view.selectionModel().setCurrentIndex(self._rows.index(row), flags)
        if row is not None:
            self._view.scrollTo(self._rows.index(row))
        self._follows_view = True

    def _show_state(self) -> None:
        """Rows, or why there are none."""
        has_rows = self._rows.rowCount() > 0
        is_filtered = self._rows.is_filtered
        if not self._is_listed:
            self._why_nothing.setText(self.tr("Looking for models"))
        elif is_filtered:
            self._why_nothing.setText(self.tr("No model has to do with “{text}”.").format(text=self._filter))
        else:
            self._why_nothing.setText(self.tr("There are no models. Drop a config with its weights here."))
        self._show_all.setVisible(is_filtered)
        self._stack.setCurrentIndex(0 if has_rows else 1)
        has_own = any(entry.kind is EntryKind.INSTALLED for entry in self._rows.entries())
        self._hint.setVisible(has_rows and not has_own and not is_filtered)

    @Slot(QModelIndex, QModelIndex)
    def _on_current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        entry = self._rows.entry_at(current.row())
        if self._follows_view and entry is not None:
            self._select(key_of(entry))

    @Slot(QModelIndex)
    def _on_activated(self, index: QModelIndex) -> None:
        entry = self._rows.entry_at(index.row())
        if entry is not None and entry.kind is EntryKind.OFFERED:
            self.details_requested.emit()
        elif entry is not None:
            self.entry_activated.emit(entry)
