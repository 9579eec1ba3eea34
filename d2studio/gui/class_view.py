"""The rows of the class list under mouse and keyboard."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyleOptionFocusRect,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from d2studio.gui.class_cells import name_width, slider_rect, swatch_rect, threshold_at, value_width
from d2studio.gui.class_delegate import ClassDelegate
from d2studio.gui.class_model import FEW_CLASSES, ClassModel, Column
from d2studio.gui.class_row import paint_row

_Index = QModelIndex | QPersistentModelIndex
_KEY_STEP: Final = 0.01
_LARGE_KEY_STEP: Final = 0.05
_UNLIMITED: Final = (1 << 24) - 1  # QWIDGETSIZE_MAX, which PySide6 does not have


class ClassView(QTreeView):
    """Space shows or hides a class, left and right move its threshold, Enter takes it in figures, C its colour."""

    threshold_dragged = Signal(object, float)  # class id
    drag_ended = Signal()
    colour_requested = Signal(object)  # class id
    menu_requested = Signal(object, QPoint)  # class id, place on the screen

    def __init__(self, model: ClassModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._delegate = ClassDelegate(model, self)
        self._dragged: int | None = None
        self._kept: int | None = None
        self.setObjectName("class_view")
        self.setAccessibleName(self.tr("Classes"))
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        # A legend has nothing to select; the current row has the frame of the focus.
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionsMovable(False)
        header.setSectionsClickable(False)
        header.setMinimumSectionSize(1)
        header.setSectionResizeMode(Column.NAME, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(Column.THRESHOLD, QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(Column.COUNT, QHeaderView.ResizeMode.Fixed)
        model.modelAboutToBeReset.connect(self._on_model_about_to_be_reset)
        model.modelReset.connect(self._on_model_reset)
        self.fit_columns()

    def fit_columns(self) -> None:
        """Give figures, names and sliders the room that they need now, in this order."""
        metrics = self.fontMetrics()
        line = metrics.height()
        most = str(self._model.largest_count())
        heading = str(self._model.headerData(Column.COUNT, Qt.Orientation.Horizontal))
        count = max(metrics.horizontalAdvance(f"{most}/{most}"), metrics.horizontalAdvance(heading)) + 2 * line // 3
        figures = value_width(metrics) + line
        longest_name = self._longest_name()
        name = name_width(metrics, min(longest_name, 12 * line))
        left = self.viewport().width() - count - figures - name
        self.header().resizeSection(Column.COUNT, count)
        self.header().resizeSection(Column.THRESHOLD, figures + min(max(left, 2 * line), 6 * line))
        edges = 2 * self.frameWidth() + self.verticalScrollBar().sizeHint().width()
        self.setMinimumWidth(name_width(metrics, min(longest_name, 4 * line)) + figures + 2 * line + count + edges)
        if self._model.is_long():
            self.setMaximumHeight(_UNLIMITED)
        else:
            rows = self.sizeHintForRow(0) * self._model.rowCount()
            self.setMaximumHeight(self.header().sizeHint().height() + rows + 2 * self.frameWidth())

    def current_class(self) -> int | None:
        index = self.currentIndex()
        return self._model.class_id_at(index.row()) if index.isValid() else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_columns()

    def drawRow(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        header, row = self.header(), option.rect
        cells = tuple(
            QRect(header.sectionViewportPosition(column), row.top(), header.sectionSize(column), row.height())
            for column in Column
        )
        paint_row(painter, self, self._model, self._model.class_id_at(index.row()), cells)
        if self.hasFocus() and index.row() == self.currentIndex().row():
            frame = QStyleOptionFocusRect()
            frame.initFrom(self)
            frame.rect = row
            frame.state |= QStyle.StateFlag.State_KeyboardFocusChange
            self.style().drawPrimitive(QStyle.PrimitiveElement.PE_FrameFocusRect, frame, painter, self)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        index = self.indexAt(place)
        super().mousePressEvent(event)
        if event.button() != Qt.MouseButton.LeftButton or not index.isValid():
            return
        class_id = self._model.class_id_at(index.row())
        if index.column() == Column.THRESHOLD and self._near_slider(index, event):
            self._dragged = class_id
            self._drag(event)
        elif index.column() == Column.NAME:
            swatch = swatch_rect(self.visualRect(index), self.fontMetrics())
            if swatch.contains(place):
                self.colour_requested.emit(class_id)
            elif place.x() < swatch.left():
                self._toggle(index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragged is None:
            super().mouseMoveEvent(event)
        else:
            self._drag(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._dragged is None:
            super().mouseReleaseEvent(event)
        elif event.button() == Qt.MouseButton.LeftButton:
            self._dragged = None
            self.drag_ended.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Edits the figures; elsewhere the second click of two quick ones counts like the first."""
        index = self.indexAt(event.position().toPoint())
        if index.column() == Column.THRESHOLD and not self._near_slider(index, event):
            self.edit(index)
        else:
            self.mousePressEvent(event)

    def dataChanged(self, top_left: _Index, bottom_right: _Index, roles: Sequence[int] = ()) -> None:
        """Redraws what can be seen; Qt would first ask where each of a thousand rows is."""
        self.viewport().update()

    def event(self, event: QEvent) -> bool:
        """Keeps for itself the keys that it understands, also where the window has them for something else."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._is_own_key(event)
            and self.current_class() is not None
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        class_id = self.current_class()
        # Also the keys that an open editor has used come here.
        is_editing = self.state() == QAbstractItemView.State.EditingState
        if class_id is None or is_editing or not self._is_own_key(event):
            super().keyPressEvent(event)
            return
        match event.key():
            case Qt.Key.Key_Space:
                self._toggle(self.currentIndex().siblingAtColumn(Column.NAME))
            case Qt.Key.Key_Left | Qt.Key.Key_Right:
                large = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
                step = _LARGE_KEY_STEP if large else _KEY_STEP
                sign = 1 if event.key() == Qt.Key.Key_Right else -1
                threshold = min(max(round(self._model.threshold_of(class_id) + sign * step, 2), 0.0), 1.0)
                self._model.setData(self.currentIndex().siblingAtColumn(Column.THRESHOLD), threshold)
            case Qt.Key.Key_C:
                self.colour_requested.emit(class_id)
            case _:
                self.edit(self.currentIndex().siblingAtColumn(Column.THRESHOLD))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if by_mouse else self.currentIndex()
        if index.isValid():
            place = event.pos() if by_mouse else self.visualRect(index).bottomLeft()
            self.menu_requested.emit(self._model.class_id_at(index.row()), self.viewport().mapToGlobal(place))

    @Slot()
    def _on_model_about_to_be_reset(self) -> None:
        self._kept = self.current_class()

    @Slot()
    def _on_model_reset(self) -> None:
        row = None if self._kept is None else self._model.row_of(self._kept)
        if row is not None:
            self._make_current(self._model.index(row, Column.NAME))
        else:
            self._dragged = None

    def _longest_name(self) -> int:
        """In pixels; of those listed first where there are very many."""
        ids = self._model.listed_ids()[:FEW_CLASSES]
        return max((self.fontMetrics().horizontalAdvance(self._model.name_of(each)) for each in ids), default=0)

    def _is_own_key(self, event: QKeyEvent) -> bool:
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            return not event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        keys = (Qt.Key.Key_Space, Qt.Key.Key_C, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2)
        return event.key() in keys and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier

    def _make_current(self, index: QModelIndex) -> None:
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)

    def _near_slider(self, index: QModelIndex, event: QMouseEvent) -> bool:
        """Whether the mouse is on the slider, or so close beside it that 0 and 1 can be hit."""
        reach = self.fontMetrics().height() // 2
        slider = slider_rect(self.visualRect(index), self.fontMetrics()).adjusted(-reach, 0, reach, 0)
        return slider.contains(event.position().toPoint())

    def _drag(self, event: QMouseEvent) -> None:
        index = self.currentIndex().siblingAtColumn(Column.THRESHOLD)
        slider = slider_rect(self.visualRect(index), self.fontMetrics())
        self.threshold_dragged.emit(self._dragged, threshold_at(event.position().x(), slider))

    def _toggle(self, index: QModelIndex) -> None:
        is_shown = self._model.is_shown(self._model.class_id_at(index.row()))
        wanted = Qt.CheckState.Unchecked if is_shown else Qt.CheckState.Checked
        self._model.setData(index, wanted, Qt.ItemDataRole.CheckStateRole)
