"""The strip of pages at the side of the window: which are open, how far each is, and which one is looked at."""

from typing import Final

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence, QShowEvent
from PySide6.QtWidgets import QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from d2studio.core.page import PageKey
from d2studio.core.page_state import PageStatus
from d2studio.gui.page_filter import PageFilterModel
from d2studio.gui.page_filter_line import PageFilterLine
from d2studio.gui.page_list import STATE_ROLE, THUMBNAIL_ROLE, PageListModel
from d2studio.gui.page_row import PageRowDelegate
from d2studio.gui.page_view import PageView

# Short enough not to be noticed, long enough that pages scrolled past are not asked for.
_ASK_AFTER_MS: Final = 50


class PageStrip(QWidget):
    """Shows a `PageListModel`, of which the caller is the owner and the only one who changes it.

    The current page stays so when a filter hides it. When it is removed, the one that follows becomes current, or the
    last one.

    Signals:
        current_changed: PageKey or None; by the user, by `set_current`, or since the current page was removed.
        thumbnails_wanted: list of the PageKeys in view that have no thumbnail. Each is asked for once until the model
            gets a thumbnail for it, or is told by `set_thumbnail(key, None)` that none comes now.
        remove_requested: list of PageKeys that the user wants removed.
        run_requested: list of PageKeys that the user wants run.
        show_in_folder_requested: PageKey whose file the user wants to see in its folder.
    """

    current_changed = Signal(object)
    thumbnails_wanted = Signal(object)
    remove_requested = Signal(object)
    run_requested = Signal(object)
    show_in_folder_requested = Signal(object)

    def __init__(self, pages: PageListModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages = pages
        self._shown = PageFilterModel(pages, self)
        self._current: PageKey | None = None
        self._follows_view = True
        self._is_looking = False
        self._asked: set[PageKey] = set()
        self._ask_timer = QTimer(self)
        self._ask_timer.setSingleShot(True)
        self._ask_timer.setInterval(_ASK_AFTER_MS)

        self._count = QLabel(self)
        self._count.setObjectName("page_count")
        self._count.setTextFormat(Qt.TextFormat.PlainText)
        self._view = PageView(self)
        self._view.setObjectName("page_view")
        self._view.setAccessibleName(self.tr("Pages"))
        self._view.setToolTip(self.tr("The pages that are open. Select one to look at it."))
        self._delegate = PageRowDelegate(pages, self)
        self._view.setItemDelegate(self._delegate)
        self._nothing = self._make_nothing()
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._view)
        self._stack.addWidget(self._nothing)
        self._filter = PageFilterLine(self)
        self._run, self._show_in_folder, self._remove = self._make_actions()

        layout = QVBoxLayout(self)
        self._margin = margin = self.fontMetrics().height() // 3
        layout.setContentsMargins(margin, margin, margin, margin)
        layout.setSpacing(margin)
        layout.addWidget(self._count)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self._filter)
        self.setFocusProxy(self._view)
        self._connect()
        self._show_counts()

    def set_current(self, key: PageKey | None) -> None:
        """Make a page current and the only one selected. A page that is not in the list is passed over."""
        if key is not None and self._pages.row(key) is None:
            return
        changed = key != self._current
        self._current = key
        row = self._row_of_current()
        self._follows_view = False
        if row is None:
            self._view.selectionModel().clear()
        else:
            flags = QItemSelectionModel.SelectionFlag
            self._view.selectionModel().setCurrentIndex(self._shown.index(row, 0), flags.ClearAndSelect | flags.Rows)
        self._follows_view = True
        if changed:
            self.current_changed.emit(key)

    def current(self) -> PageKey | None:
        return self._current

    def set_looking(self, is_looking: bool) -> None:
        """Say instead of rows, as long as there are none, that pages are being looked for."""
        self._is_looking = is_looking
        self._show_counts()

    def select_next(self, step: int) -> None:
        """Go `step` pages on among those shown, or back where it is negative, as far as there are pages."""
        if len(self._shown) == 0:
            return
        if self._current is None:
            row = 0 if step > 0 else len(self._shown) - 1
        else:
            row = self._shown.row_from(self._current) + step
            if step > 0 and self._shown.row(self._current) is None:
                # Where the hidden page would be, there is the next one already.
                row -= 1
        self.set_current(self._shown.key(min(max(row, 0), len(self._shown) - 1)))

    def selected(self) -> list[PageKey]:
        """The selected pages, in order."""
        selection = self._view.selectionModel().selection()
        ranges = sorted((selection.at(each).top(), selection.at(each).bottom()) for each in range(selection.count()))
        return [key for first, last in ranges for key in self._shown.keys(first, last)]

    def sizeHint(self) -> QSize:
        """As wide as the rows need; what is around them takes what there is."""
        return QSize(self._view.sizeHint().width() + 2 * self._margin, super().sizeHint().height())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ask_timer.start()

    # Making

    def _make_nothing(self) -> QWidget:
        """What is there instead of rows, where there are none."""
        nothing = QWidget(self)
        self._why_nothing = QLabel(nothing)
        self._why_nothing.setObjectName("page_strip_empty")
        self._why_nothing.setTextFormat(Qt.TextFormat.PlainText)
        self._why_nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._why_nothing.setWordWrap(True)
        self._show_all = QPushButton(self.tr("Show all pages"), nothing)
        self._show_all.setObjectName("page_show_all")
        self._show_all.setAccessibleName(self.tr("Show all pages"))
        self._show_all.setToolTip(self.tr("Clears the filter."))
        layout = QVBoxLayout(nothing)
        layout.addStretch()
        layout.addWidget(self._why_nothing)
        layout.addWidget(self._show_all, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch()
        return nothing

    def _make_actions(self) -> tuple[QAction, QAction, QAction]:
        """The view's context menu. No shortcuts: those are the window's."""
        run = QAction(self.tr("Run"), self)
        run.setToolTip(self.tr("Finds the regions of the selected pages."))
        show_in_folder = QAction(self.tr("Show in folder"), self)
        show_in_folder.setToolTip(self.tr("Opens the folder that the page's file is in."))
        remove = QAction(self.tr("Remove from the list"), self)
        remove.setToolTip(self.tr("Closes the selected pages. Their files stay."))
        for name, action in (("run", run), ("show_in_folder", show_in_folder), ("remove", remove)):
            action.setObjectName(f"page_{name}")
            action.setEnabled(False)
            self._view.addAction(action)
        self._view.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        return run, show_in_folder, remove

    def _connect(self) -> None:
        # Before the view's own connections, since these make it choose another current row.
        self._shown.rowsAboutToBeRemoved.connect(self._on_shown_about_to_be_removed)
        self._view.setModel(self._shown)
        self._shown.rowsRemoved.connect(self._on_shown_changed)
        self._shown.rowsInserted.connect(self._on_shown_changed)
        self._shown.modelReset.connect(self._on_shown_changed)
        self._pages.rowsAboutToBeRemoved.connect(self._on_pages_about_to_be_removed)
        self._pages.rowsRemoved.connect(self._on_pages_removed)
        self._pages.rowsInserted.connect(self._on_pages_inserted)
        self._pages.modelReset.connect(self._on_pages_reset)
        self._pages.dataChanged.connect(self._on_pages_changed)
        selection = self._view.selectionModel()
        selection.currentChanged.connect(self._on_view_current_changed)
        selection.selectionChanged.connect(self._on_selection_changed)
        self._view.view_changed.connect(self._on_view_changed)
        self._view.delete_pressed.connect(self._on_remove_asked)
        self._ask_timer.timeout.connect(self._on_ask_timeout)
        self._filter.filter_changed.connect(self._on_filter_changed)
        self._filter.name_entered.connect(self._on_name_entered)
        self._show_all.clicked.connect(self._on_show_all_clicked)
        self._run.triggered.connect(self._on_run_asked)
        self._show_in_folder.triggered.connect(self._on_show_in_folder_asked)
        self._remove.triggered.connect(self._on_remove_asked)

    # Keeping the view in step

    def _row_of_current(self) -> int | None:
        """The row of the current page among those shown."""
        if self._current is None or self._pages.row(self._current) is None:
            return None
        return self._shown.row(self._current)

    def _keep_current(self) -> None:
        """Bring the view, in which rows came or went, back to the current page, or to none where it is not shown."""
        row = self._row_of_current()
        selection = self._view.selectionModel()
        self._follows_view = False
        if row is None:
            selection.clearCurrentIndex()
        elif self._view.currentIndex().row() != row:
            flags = QItemSelectionModel.SelectionFlag
            # It may come back while others are selected, and was not chosen along with them.
            how = flags.NoUpdate if selection.hasSelection() else flags.Select | flags.Rows
            selection.setCurrentIndex(self._shown.index(row, 0), how)
        self._follows_view = True
        self._enable_actions()

    def _enable_actions(self) -> None:
        for action in (self._run, self._show_in_folder, self._remove):
            action.setEnabled(self._view.selectionModel().hasSelection())

    def _leave_removed(self) -> None:
        """Go on to a neighbour if the current page is no longer in the list."""
        gone = self._current
        if gone is None or self._pages.row(gone) is not None:
            return
        for model in (self._shown, self._pages):
            if len(model) > 0:
                self.set_current(model.key(min(model.row_from(gone), len(model) - 1)))
                return
        self.set_current(None)

    def _show_counts(self) -> None:
        shown, total = len(self._shown), len(self._pages)
        self._count.setVisible(total > 0)
        if self._filter.is_on():
            self._count.setText(self.tr("{shown} of {total}").format(shown=shown, total=total))
        else:
            self._count.setText(self.tr("%n page(s)", "", total))
        if total == 0 and self._is_looking:
            self._why_nothing.setText(self.tr("Looking for pages"))
        elif total == 0:
            keys = QKeySequence(QKeySequence.StandardKey.Open).toString(QKeySequence.SequenceFormat.NativeText)
            self._why_nothing.setText(self.tr("No pages. Drop files here or press {keys}.").format(keys=keys))
        else:
            self._why_nothing.setText(self.tr("No page fits the filter."))
        self._show_all.setVisible(total > 0)
        self._stack.setCurrentWidget(self._view if shown > 0 else self._nothing)

    def _ask_soon(self) -> None:
        # Not anew: changes can come faster than the timer runs out.
        if not self._ask_timer.isActive():
            self._ask_timer.start()

    @Slot()
    def _on_shown_about_to_be_removed(self) -> None:
        self._follows_view = False

    @Slot()
    def _on_shown_changed(self) -> None:
        self._keep_current()
        self._show_counts()
        self._ask_soon()

    @Slot(QModelIndex, int, int)
    def _on_pages_inserted(self, _parent: QModelIndex, _first: int, _last: int) -> None:
        self._show_counts()

    @Slot(QModelIndex, int, int)
    def _on_pages_about_to_be_removed(self, _parent: QModelIndex, first: int, last: int) -> None:
        # Far fewer than there may be rows that go.
        row_of = self._pages.row_from
        self._asked = {key for key in self._asked if not first <= row_of(key) <= last}

    @Slot()
    def _on_pages_removed(self) -> None:
        self._leave_removed()
        self._show_counts()

    @Slot()
    def _on_pages_reset(self) -> None:
        self._asked.clear()
        self._leave_removed()
        self._show_counts()

    @Slot(QModelIndex, QModelIndex, list)
    def _on_pages_changed(self, first: QModelIndex, last: QModelIndex, roles: list[int]) -> None:
        if THUMBNAIL_ROLE in roles:
            self._asked.difference_update(self._pages.keys(first.row(), last.row()))
        elif STATE_ROLE in roles and first.row() == last.row():
            key = self._pages.key(first.row())
            # What a locked file was asked for does not come; what it has to show once it is open does.
            if self._pages.state(key).status is PageStatus.LOCKED:
                self._asked.discard(key)
            elif key not in self._asked and not self._pages.has_thumbnail(key):
                self._ask_soon()

    @Slot(QModelIndex, QModelIndex)
    def _on_view_current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if not self._follows_view or not current.isValid():
            return
        key = self._shown.key(current.row())
        if key != self._current:
            self._current = key
            self.current_changed.emit(key)

    @Slot()
    def _on_selection_changed(self) -> None:
        self._enable_actions()

    @Slot()
    def _on_view_changed(self) -> None:
        self._ask_timer.start()

    @Slot()
    def _on_ask_timeout(self) -> None:
        if not self._view.isVisible():
            return
        wanted = [
            key
            for row in self._view.rows_in_view()
            if (key := self._shown.key(row)) not in self._asked
            and not self._pages.has_thumbnail(key)
            and self._pages.state(key).status is not PageStatus.LOCKED
        ]
        if wanted:
            self._asked.update(wanted)
            self.thumbnails_wanted.emit(wanted)

    @Slot()
    def _on_filter_changed(self) -> None:
        self._shown.set_filter(self._filter.text(), self._filter.states())
        self._show_counts()

    @Slot()
    def _on_name_entered(self) -> None:
        if len(self._shown) > 0:
            self._view.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_show_all_clicked(self) -> None:
        self._filter.clear()

    @Slot()
    def _on_run_asked(self) -> None:
        self.run_requested.emit(self.selected())

    @Slot()
    def _on_show_in_folder_asked(self) -> None:
        if self._current is not None:
            self.show_in_folder_requested.emit(self._current)

    @Slot()
    def _on_remove_asked(self) -> None:
        if selected := self.selected():
            self.remove_requested.emit(selected)
