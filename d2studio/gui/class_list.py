"""The legend: every class of the model with its colour, its threshold, and whether it is shown."""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from d2studio.core.colours import Colour
from d2studio.core.rule_changes import with_class_threshold
from d2studio.core.shown import ClassCounts
from d2studio.filters import FilterRules
from d2studio.gui.class_model import ClassModel
from d2studio.gui.class_view import ClassView
from d2studio.gui.colour_chooser import ColourChooser


class ClassList(QWidget):
    """Rows of classes, a filter where there are many, and buttons for all at once.

    It changes no rules itself: it announces those that a person wants and shows those that it is given.
    """

    rules_edited = Signal(object)  # FilterRules, at once final
    rules_nudged = Signal(object)  # FilterRules, by the keyboard; more may follow
    rules_dragged = Signal(object)  # FilterRules, while the mouse is down
    drag_ended = Signal()
    colour_changed = Signal(object, object)  # class id, Colour

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("class_list")
        self._rules = FilterRules()
        self._menu_class = 0
        self._model = ClassModel(self)
        self._view = ClassView(self._model, self)
        self._view.setToolTip(
            self.tr(
                "Space shows or hides a class, Left and Right move its threshold, Enter edits it, C chooses its colour."
            )
        )
        self._filter = QLineEdit(self)
        self._filter.setObjectName("class_filter")
        self._filter.setPlaceholderText(self.tr("Filter classes"))
        self._filter.setAccessibleName(self.tr("Filter classes"))
        self._filter.setToolTip(self.tr("List only classes whose name has this in it."))
        self._filter.setClearButtonEnabled(True)
        self._filter.hide()
        self._all = self._button("show_all_classes", self.tr("All"), self.tr("Show every class in the list."))
        self._none = self._button("show_no_classes", self.tr("None"), self.tr("Hide every class in the list."))
        self._invert = self._button(
            "invert_classes", self.tr("Invert"), self.tr("Show the hidden classes in the list and hide the shown ones.")
        )
        self._menu = QMenu(self)
        self._menu.setObjectName("class_menu")
        self._only_action = self._menu.addAction(self.tr("Show Only This Class"))
        self._colour_action = self._menu.addAction(self.tr("Choose Colour…"))
        self._common_action = self._menu.addAction(self.tr("Use the Common Threshold"))
        self._colour_chooser = ColourChooser(self)
        self._colour_chooser.chosen.connect(self.colour_changed)
        self._lay_out()
        self._connect()

    def set_classes(self, names: tuple[str, ...], colours: Mapping[int, Colour]) -> None:
        """Names by class id; classes without a colour get the one that belongs to their name."""
        if names != self._model.names():
            self._filter.clear()
        self._model.set_classes(names, colours)
        self._show_filter()

    def set_rules(self, rules: FilterRules) -> None:
        self._rules = rules
        self._model.set_rules(rules)

    def set_counts(self, counts: ClassCounts | None) -> None:
        self._model.set_counts(counts)
        self._view.fit_columns()
        self._show_filter()

    def toggle_class(self, position: int) -> None:
        """Show or hide the class at a position from 0, as listed without a filter; beyond the last does nothing."""
        order = self._model.ids_in_order()
        if position < len(order):
            self._edit_hidden(self._rules.hidden_classes ^ {order[position]})

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._view.fit_columns()

    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        return QSize(18 * line, 18 * line)

    @Slot()
    def _on_all(self) -> None:
        self._edit_hidden(self._rules.hidden_classes.difference(self._model.listed_ids()))

    @Slot()
    def _on_none(self) -> None:
        self._edit_hidden(self._rules.hidden_classes.union(self._model.listed_ids()))

    @Slot()
    def _on_invert(self) -> None:
        self._edit_hidden(self._rules.hidden_classes.symmetric_difference(self._model.listed_ids()))

    @Slot(str)
    def _on_filter_edited(self, text: str) -> None:
        self._model.set_filter(text)

    @Slot(object, bool)
    def _on_visibility_edited(self, class_id: int, shown: bool) -> None:
        hidden = self._rules.hidden_classes
        self._edit_hidden(hidden - {class_id} if shown else hidden | {class_id})

    @Slot(object, float)
    def _on_threshold_edited(self, class_id: int, threshold: float) -> None:
        self.rules_nudged.emit(with_class_threshold(self._rules, class_id, threshold))

    @Slot(object, float)
    def _on_threshold_dragged(self, class_id: int, threshold: float) -> None:
        self.rules_dragged.emit(with_class_threshold(self._rules, class_id, threshold))

    @Slot(object)
    def _on_colour_requested(self, class_id: int) -> None:
        self._colour_chooser.ask(class_id, self._model.name_of(class_id), self._model.colour_of(class_id))

    @Slot(object, QPoint)
    def _on_menu_requested(self, class_id: int, place: QPoint) -> None:
        self._menu_class = class_id
        self._common_action.setEnabled(class_id in self._rules.class_thresholds)
        self._menu.popup(place)

    @Slot()
    def _on_only(self) -> None:
        self._edit_hidden(frozenset(self._model.ids_in_order()) - {self._menu_class})

    @Slot()
    def _on_colour_action(self) -> None:
        self._on_colour_requested(self._menu_class)

    @Slot()
    def _on_common(self) -> None:
        self.rules_edited.emit(with_class_threshold(self._rules, self._menu_class, self._rules.threshold))

    def _edit_hidden(self, hidden: frozenset[int]) -> None:
        self.rules_edited.emit(replace(self._rules, hidden_classes=hidden))

    def _button(self, name: str, text: str, explanation: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setText(text)
        button.setAccessibleName(text)
        button.setAccessibleDescription(explanation)
        button.setToolTip(explanation)
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(0)
        buttons.addWidget(QLabel(self.tr("Show"), self))
        buttons.addSpacing(4)
        for button in (self._all, self._none, self._invert):
            buttons.addWidget(button)
        buttons.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(buttons)
        layout.addWidget(self._filter)
        layout.addWidget(self._view, stretch=1)
        layout.setSizeConstraint(QLayout.SizeConstraint.SetMinAndMaxSize)  # no taller than the rows are

    def _connect(self) -> None:
        self._all.clicked.connect(self._on_all)
        self._none.clicked.connect(self._on_none)
        self._invert.clicked.connect(self._on_invert)
        self._filter.textChanged.connect(self._on_filter_edited)
        self._model.visibility_edited.connect(self._on_visibility_edited)
        self._model.threshold_edited.connect(self._on_threshold_edited)
        self._view.threshold_dragged.connect(self._on_threshold_dragged)
        self._view.drag_ended.connect(self.drag_ended)
        self._view.colour_requested.connect(self._on_colour_requested)
        self._view.menu_requested.connect(self._on_menu_requested)
        self._only_action.triggered.connect(self._on_only)
        self._colour_action.triggered.connect(self._on_colour_action)
        self._common_action.triggered.connect(self._on_common)

    def _show_filter(self) -> None:
        is_long = self._model.is_long()
        self._filter.setVisible(is_long)
        if not is_long:
            self._filter.clear()
