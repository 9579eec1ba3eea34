"""The table itself: rows chosen by the detections that stand in them, and its own keys."""

from typing import Final

import numpy as np
from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QLocale,
    QModelIndex,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableView,
    QWidget,
)

from d2studio.gui.class_marks import swatch_size
from d2studio.gui.region_delegate import RegionDelegate
from d2studio.gui.region_model import Column, RegionModel

# Cells as wide as they usually get, so that as many columns as can be are seen at once.
_SAMPLES: Final = {Column.NUMBER: "000", Column.CLASS: "MMMMM", Column.SCORE: "0.00", Column.SHARE: "100.0"}
# Of most scans; columns of lengths are wider where a page is larger.
_USUAL_SIDE: Final = 9_999
_USUAL_AREA: Final = 9_999_999
_JUMP_KEYS: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class RegionView(QTableView):
    """Shows a `RegionModel`. Which row is current outlasts a change of the rows."""

    rows_chosen = Signal()  # by the user
    jump_pressed = Signal(object)  # int, position in the detections
    copy_pressed = Signal()

    def __init__(self, model: RegionModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._regions = model
        self._is_applying = False
        self._current: frozenset[int] = frozenset()  # while rows change; none or one
        self._samples = _samples((0, 0))
        self._delegate = RegionDelegate(model, self)
        self.setItemDelegate(self._delegate)
        self.setObjectName("regions")
        self.setAccessibleName(self.tr("Regions"))
        self.setAccessibleDescription(self.tr("The regions shown on the page. Enter brings one into view."))
        self.setToolTip(self.accessibleDescription())
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.setSortingEnabled(True)
        self.sortByColumn(Column.NUMBER, Qt.SortOrder.AscendingOrder)
        self._fit_to_font()
        self.horizontalHeader().sortIndicatorChanged.connect(self._on_sort_changed)
        # After the view's own connections, so that rows are there again when these run.
        model.modelAboutToBeReset.connect(self._on_rows_about_to_change)
        model.modelReset.connect(self._on_rows_changed)
        self.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self.doubleClicked.connect(self._on_double_clicked)

    def chosen(self) -> frozenset[int]:
        """Positions in the detections of the selected rows."""
        return frozenset(self._regions.position(row) for row in self.chosen_rows())

    def chosen_rows(self) -> list[int]:
        """Selected rows from the top."""
        selection = self.selectionModel().selection()
        ranges = [selection.at(number) for number in range(selection.size())]
        return sorted({row for chosen in ranges for row in range(chosen.top(), chosen.bottom() + 1)})

    def choose(self, positions: frozenset[int], *, scroll: bool) -> None:
        """Select the rows of detections at `positions`, if wanted with the first of them in view; emits nothing."""
        rows = self._regions.rows_of(positions)
        selection = QItemSelection()
        # Stretches of rows that follow each other: Qt gets slow with very many separate ones.
        for stretch in np.split(rows, np.flatnonzero(np.diff(rows) > 1) + 1) if rows else ():
            top, bottom = int(stretch[0]), int(stretch[-1])
            selection.select(self._regions.createIndex(top, 0), self._regions.createIndex(bottom, Column.SHARE))
        flags = QItemSelectionModel.SelectionFlag
        self._is_applying = True
        self.selectionModel().select(selection, flags.ClearAndSelect)
        if rows and scroll:
            first = self._regions.index(rows[0], max(self.currentIndex().column(), 0))
            self.selectionModel().setCurrentIndex(first, flags.NoUpdate)
            self.scrollTo(first)
        self._is_applying = False

    def fit_to_page(self, size_hw: tuple[int, int]) -> None:
        """Give what lies on a page of this size in pixels room; where it had, columns stay as they are."""
        samples = _samples(size_hw)
        if samples != self._samples:
            self._samples = samples
            self._fit_to_font()

    def event(self, event: QEvent) -> bool:
        # The window has keys of its own for some of these, which wait while the table has the focus.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_own(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_pressed.emit()
        elif event.key() in _JUMP_KEYS:
            self._jump_to(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit_to_font()

    def _fit_to_font(self) -> None:
        metrics = self.fontMetrics()
        padding = metrics.height() // 2
        self.verticalHeader().setMinimumSectionSize(metrics.height())
        self.verticalHeader().setDefaultSectionSize(metrics.height() + metrics.height() // 2)
        for column, sample in self._samples.items():
            room = padding + swatch_size(metrics).width() if column == Column.CLASS else padding
            title = str(self._regions.headerData(column, Qt.Orientation.Horizontal))
            widest = max(metrics.horizontalAdvance(sample) + room, metrics.horizontalAdvance(title) + padding)
            self.setColumnWidth(column, widest)
        self._on_sort_changed(self.horizontalHeader().sortIndicatorSection())

    def _jump_to(self, index: QModelIndex) -> None:
        if index.isValid():
            self.jump_pressed.emit(self._regions.position(index.row()))

    @Slot(int)
    def _on_sort_changed(self, column: int) -> None:
        """Make room for the arrow beside the title of the column that rows are sorted by."""
        self.setColumnWidth(column, max(self.columnWidth(column), self.horizontalHeader().sectionSizeHint(column)))

    @Slot()
    def _on_rows_about_to_change(self) -> None:
        current = self.currentIndex()
        self._current = frozenset([self._regions.position(current.row())] if current.isValid() else ())

    @Slot()
    def _on_rows_changed(self) -> None:
        # Now: rows and scroll bars that are laid out later have the view painted twice for every move of a threshold.
        self.executeDelayedItemsLayout()
        QCoreApplication.sendPostedEvents(self, QEvent.Type.MetaCall.value)
        self._is_applying = True
        for row in self._regions.rows_of(self._current):
            index = self._regions.index(row, 0)
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        self._is_applying = False

    @Slot()
    def _on_selection_changed(self) -> None:
        if not self._is_applying:
            self.rows_chosen.emit()

    @Slot(QModelIndex)
    def _on_double_clicked(self, index: QModelIndex) -> None:
        self._jump_to(index)


def _samples(size_hw: tuple[int, int]) -> dict[Column, str]:
    """What is as wide as the cells of each column."""
    height, width = max(size_hw[0], _USUAL_SIDE), max(size_hw[1], _USUAL_SIDE)
    numbers = {
        Column.X: width,
        Column.Y: height,
        Column.WIDTH: width,
        Column.HEIGHT: height,
        Column.AREA: max(size_hw[0] * size_hw[1], _USUAL_AREA),
    }
    # Zeros, so that pages whose numbers are of one length are alike.
    digits = str.maketrans("123456789", "0" * 9)
    return _SAMPLES | {column: QLocale().toString(number).translate(digits) for column, number in numbers.items()}


def _is_own(event: QKeyEvent) -> bool:
    keys = QKeySequence.StandardKey
    return event.matches(keys.Copy) or event.matches(keys.SelectAll) or event.key() in _JUMP_KEYS
