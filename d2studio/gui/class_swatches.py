"""Names of classes with their colours, side by side."""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QLocale, QPoint, QRect, QSize, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from d2studio.core.colours import Colour, class_colour
from d2studio.core.words import printable
from d2studio.gui.action_button import ActionButton
from d2studio.gui.class_marks import paint_swatch, swatch_size
from d2studio.gui.theme import GRID, HALF_GRID

_FEW: Final = 30


class ClassSwatches(QWidget):
    """The first classes of a model, and all of them once somebody wants them."""

    def __init__(
        self, names: Sequence[str], colours: Mapping[int, Colour] | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("entry_classes")
        shown = [(printable(name), (colours or {}).get(id_, class_colour(name))) for id_, name in enumerate(names)]
        self._classes = shown
        self._flow = _Flow(self)
        self._toggle = ActionButton(
            "toggle_entry_classes", "", self.tr("Show all classes of the model, or only the first"), parent=self
        )
        self._toggle.setVisible(len(shown) > _FEW)
        self._toggle.clicked.connect(self._on_toggle_clicked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(self._flow)
        layout.addWidget(self._toggle, 0, Qt.AlignmentFlag.AlignLeft)
        self._show_classes(all_of_them=len(shown) <= _FEW)

    def shown_names(self) -> list[str]:
        return [name for name, _ in self._flow.classes]

    @Slot()
    def _on_toggle_clicked(self) -> None:
        self._show_classes(all_of_them=not self._shows_all)

    def _show_classes(self, *, all_of_them: bool) -> None:
        self._shows_all = all_of_them
        self._flow.show_classes(self._classes if all_of_them else self._classes[:_FEW])
        more = QLocale().toString(len(self._classes) - _FEW)
        self._toggle.say(self.tr("Show fewer") if all_of_them else self.tr("Show {count} more").format(count=more))


class _Flow(QWidget):
    """Drawn as a whole: a widget for each of a thousand classes would take seconds."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("entry_class_names")
        self.classes: list[tuple[str, Colour]] = []
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_classes(self, classes: list[tuple[str, Colour]]) -> None:
        self.classes = classes
        self.setAccessibleName(", ".join(name for name, _ in classes))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(0, self.heightForWidth(self.width()))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        cells = self._cells(width)
        return cells[-1].bottom() + 1 if cells else 0

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        metrics = self.fontMetrics()
        swatch = swatch_size(metrics)
        for class_id, ((name, colour), cell) in enumerate(zip(self.classes, self._cells(self.width()), strict=True)):
            if not cell.intersects(event.rect()):
                continue
            top = cell.center().y() - swatch.height() // 2
            paint_swatch(painter, QRect(QPoint(cell.left(), top), swatch), class_id, colour)
            room = cell.adjusted(swatch.width() + HALF_GRID, 0, 0, 0)
            text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)

    def _cells(self, width: int) -> list[QRect]:
        """Of each class, in rows from left to right."""
        metrics = self.fontMetrics()
        before = swatch_size(metrics).width() + HALF_GRID
        height = metrics.height() + HALF_GRID
        cells: list[QRect] = []
        left = top = 0
        for name, _ in self.classes:
            needed = min(before + metrics.horizontalAdvance(name) + 2, max(width, before))
            if left and left + needed > width:
                left, top = 0, top + height
            cells.append(QRect(left, top, needed, height))
            left += needed + 2 * GRID
        return cells
