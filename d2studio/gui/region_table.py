"""The regions of a page as a table: sorted, searched, copied, and one with what is selected on the page."""

from collections.abc import Mapping
from typing import Literal

import numpy as np
from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QMenu, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from d2studio.arrays import IntArray
from d2studio.core.colours import Colour
from d2studio.core.page_result import PageResult
from d2studio.core.region_text import as_csv, as_json, as_text
from d2studio.core.words import printable
from d2studio.filters import Filtered
from d2studio.gui.region_model import Column, RegionModel
from d2studio.gui.region_view import RegionView
from d2studio.gui.steady_label import SteadyLabel

CopyFormat = Literal["text", "csv", "json"]


class RegionTable(QWidget):
    """The regions shown of one page.

    The selection is a set of positions in the page's `Detections`. It belongs to whoever sets it: what is selected but
    not in the table, since it is hidden or filtered away, stays selected until something else is chosen here.
    """

    selection_changed = Signal(object)  # frozenset[int], chosen here by the user
    jump_requested = Signal(object)  # int, the position of what to bring into view
    copied = Signal(int)  # how many regions are now on the clipboard

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("region_table")
        self._result: PageResult | None = None
        self._shown_count = 0
        self._page_name = self._why_no_result = ""
        self._selection: frozenset[int] = frozenset()
        self._model = RegionModel(self)
        self._view = RegionView(self._model)
        self._filter = self._make_filter()
        self._menu, self._sort_menu = self._make_menus()
        self._copy_button = self._make_copy_button()
        self._empty = self._make_empty()
        self._count = SteadyLabel("region_count")
        self._pages = self._lay_out()
        self._connect()
        self._refresh()

    def show_result(
        self,
        result: PageResult | None,
        filtered: Filtered | None,
        order: IntArray | None = None,
        page_name: str = "",
        reason: str = "",
    ) -> None:
        """Show what `filtered` lets through of `result`; None where the page has not been run.

        Another page's detections start without a selection.

        Args:
            result: all that was found.
            filtered: which of it is shown.
            order: int64 [S], the positions of `filtered.shown` in reading order; None where that is not known.
            page_name: the page for people, as copied text names it.
            reason: why there is no result, where that is not just that the page has not been run.
        """
        if result is None or self._result is None or result.detections is not self._result.detections:
            self._selection = frozenset()
        self._result, self._page_name, self._why_no_result = result, page_name, reason
        shown = np.zeros(0, np.int64) if filtered is None else filtered.shown
        self._shown_count = len(shown)
        if result is not None:
            self._view.fit_to_page(result.detections.size_hw)
        self._model.set_regions(None if result is None else result.detections, shown, order)

    def set_colours(self, colours: Mapping[int, Colour]) -> None:
        """Class ids to colours; a class that is not among them has the colour of its name."""
        self._model.set_colours(colours)

    def set_selection(self, selection: frozenset[int]) -> None:
        """Select the detections at these positions, and bring the first of them into view."""
        if selection == self._selection:
            return
        self._selection = selection
        self._view.choose(selection, scroll=True)
        self._refresh()

    def copy_as(self, copy_format: CopyFormat) -> None:
        """Put the selected rows, or all where none is selected, on the clipboard in the order in which they stand."""
        positions = [self._model.position(row) for row in self._view.chosen_rows()] or self._model.positions()
        if self._result is None or not positions:
            return
        found, outlines = self._result.detections, self._result.outlines
        if copy_format == "json":
            text = as_json(found, positions, self._page_name, outlines)
        elif copy_format == "csv":
            text = as_csv(found, positions, self._page_name)
        else:
            text = as_text(found, positions, self._page_name)
        # Not `setMimeData`: what Python puts there crashes the program when it ends.
        QGuiApplication.clipboard().setText(text)
        self.copied.emit(len(positions))

    def _make_filter(self) -> QLineEdit:
        line = QLineEdit()
        line.setObjectName("region_filter")
        line.setPlaceholderText(self.tr("Filter by class"))
        line.setAccessibleName(self.tr("Filter by class"))
        line.setToolTip(self.tr("Show only regions whose class name contains this text"))
        line.setClearButtonEnabled(True)
        return line

    def _make_menus(self) -> tuple[QMenu, QMenu]:
        """The menu of the table, and the part of it that sorts: headers of columns cannot be reached by keyboard."""
        menu = QMenu(self)
        menu.setObjectName("region_menu")
        self._jump_action = self._make_action("jump", self.tr("Go to region"), QKeySequence(Qt.Key.Key_Return))
        self._text_action = self._make_action("copy_text", self.tr("Copy as text"), QKeySequence.StandardKey.Copy)
        self._csv_action = self._make_action("copy_csv", self.tr("Copy as CSV"))
        self._json_action = self._make_action("copy_json", self.tr("Copy as JSON"))
        self._all_action = self._make_action("select_all", self.tr("Select all"), QKeySequence.StandardKey.SelectAll)
        menu.addAction(self._jump_action)
        menu.addSeparator()
        menu.addActions([self._text_action, self._csv_action, self._json_action])
        menu.addSeparator()
        menu.addAction(self._all_action)
        sort_menu = menu.addMenu(self.tr("Sort by"))
        for column in Column:
            title = str(self._model.headerData(column, Qt.Orientation.Horizontal))
            action = sort_menu.addAction(title)
            action.setData(int(column))
        return menu, sort_menu

    def _make_action(self, name: str, text: str, key: QKeySequence | QKeySequence.StandardKey | None = None) -> QAction:
        action = QAction(text, self)
        action.setObjectName(name)
        if key is not None:
            # Shown in the menu only: the table hears its keys itself.
            action.setShortcut(key)
            action.setShortcutVisibleInContextMenu(True)
        return action

    def _make_copy_button(self) -> QPushButton:
        menu = QMenu(self)
        menu.addActions([self._text_action, self._csv_action, self._json_action])
        button = QPushButton(self.tr("Copy"))
        button.setObjectName("copy_regions")
        button.setAccessibleName(self.tr("Copy regions"))
        button.setToolTip(self.tr("Copy the selected regions, or all of them"))
        button.setMenu(menu)
        return button

    def _make_empty(self) -> QLabel:
        label = QLabel()
        label.setObjectName("no_regions")
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        label.setWordWrap(True)
        return label

    def _lay_out(self) -> QStackedWidget:
        top = QHBoxLayout()
        top.addWidget(self._filter, 1)
        top.addWidget(self._copy_button)
        pages = QStackedWidget()
        pages.addWidget(self._view)
        pages.addWidget(self._empty)
        layout = QVBoxLayout(self)
        layout.addLayout(top)
        layout.addWidget(pages, 1)
        layout.addWidget(self._count, alignment=Qt.AlignmentFlag.AlignLeft)
        return pages

    def _connect(self) -> None:
        self._model.modelReset.connect(self._on_rows_changed)
        self._filter.textChanged.connect(self._on_filter_changed)
        self._view.rows_chosen.connect(self._on_rows_chosen)
        self._view.jump_pressed.connect(self.jump_requested)
        self._view.copy_pressed.connect(self._on_copy_text_triggered)
        self._view.customContextMenuRequested.connect(self._on_menu_requested)
        self._jump_action.triggered.connect(self._on_jump_triggered)
        self._text_action.triggered.connect(self._on_copy_text_triggered)
        self._csv_action.triggered.connect(self._on_copy_csv_triggered)
        self._json_action.triggered.connect(self._on_copy_json_triggered)
        self._all_action.triggered.connect(self._view.selectAll)
        self._sort_menu.triggered.connect(self._on_sort_chosen)

    def _refresh(self) -> None:
        """Say how many there are, or why there are none."""
        has_rows = self._model.rowCount() > 0
        self._pages.setCurrentWidget(self._view if has_rows else self._empty)
        self._empty.setText("" if has_rows else self._reason())
        self._count.setText(self._counted() if has_rows else "")
        self._filter.setEnabled(self._shown_count > 0)
        self._copy_button.setEnabled(has_rows)

    def _reason(self) -> str:
        if self._result is None:
            return self._why_no_result or self.tr("Regions are listed here once the page has been run.")
        count = len(self._result.detections)
        if count == 0:
            return self.tr("Nothing was found on this page.")
        if self._shown_count == 0:
            return self.tr("%n region(s) found, none shown: see thresholds and classes.", "", count)
        return self.tr('No class name contains "{text}".').format(text=printable(self._filter.text().strip()))

    def _counted(self) -> str:
        matching, shown = self._model.rowCount(), self._shown_count
        counted = self.tr("%n region(s)", "", shown)
        if matching < shown:
            counted = self.tr("{matching} of %n region(s)", "", shown).format(matching=matching)
        selected = len(self._view.chosen_rows())
        return self.tr("{regions}, {count} selected").format(regions=counted, count=selected) if selected else counted

    @Slot()
    def _on_rows_changed(self) -> None:
        self._view.choose(self._selection, scroll=False)
        self._refresh()

    @Slot(str)
    def _on_filter_changed(self, text: str) -> None:
        self._model.set_filter(text)

    @Slot()
    def _on_rows_chosen(self) -> None:
        selection = self._view.chosen()
        if selection != self._selection:
            self._selection = selection
            self._refresh()
            self.selection_changed.emit(selection)

    @Slot()
    def _on_jump_triggered(self) -> None:
        index = self._view.currentIndex()
        if index.isValid():
            self.jump_requested.emit(self._model.position(index.row()))

    @Slot()
    def _on_copy_text_triggered(self) -> None:
        self.copy_as("text")

    @Slot()
    def _on_copy_csv_triggered(self) -> None:
        self.copy_as("csv")

    @Slot()
    def _on_copy_json_triggered(self) -> None:
        self.copy_as("json")

    @Slot(QPoint)
    def _on_menu_requested(self, point: QPoint) -> None:
        self._jump_action.setEnabled(self._view.currentIndex().isValid())
        self._menu.popup(self._view.viewport().mapToGlobal(point))

    @Slot(QAction)
    def _on_sort_chosen(self, action: QAction) -> None:
        """Sort as a click on the header does: by the same column again the other way round."""
        column, header, upwards = int(action.data()), self._view.horizontalHeader(), Qt.SortOrder.AscendingOrder
        order = self._model.headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.InitialSortOrderRole)
        if header.sortIndicatorSection() == column:
            order = Qt.SortOrder.DescendingOrder if header.sortIndicatorOrder() == upwards else upwards
        assert isinstance(order, Qt.SortOrder)
        self._view.sortByColumn(column, order)
