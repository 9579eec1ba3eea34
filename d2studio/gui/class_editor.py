"""Names and colours of an installed model's classes, to be changed."""

from typing import Final

from PySide6.QtCore import QLocale, Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from d2studio.core.colours import Colour
from d2studio.core.installed_model import InstalledModel
from d2studio.core.words import printable
from d2studio.gui.action_button import ActionButton
from d2studio.gui.class_model import FEW_CLASSES
from d2studio.gui.class_names_model import ClassNamesModel
from d2studio.gui.class_names_view import ClassNamesView
from d2studio.gui.colour_chooser import ColourChooser
from d2studio.gui.finding_words import say
from d2studio.gui.flow_layout import FlowLayout
from d2studio.gui.fonts import make_bold
from d2studio.gui.plain_label import PlainLabel
from d2studio.gui.sign_line import SignLine
from d2studio.gui.theme import GRID

_WIDTH_LETTERS: Final = 64
_LEAST_ROWS: Final = 5
_MOST_ROWS: Final = 18
_MOST_OF_SCREEN: Final = 0.8


class ClassEditor(QDialog):
    """Nobody has to answer it. Whoever saves gets what was edited by a signal, and the editor closes.

    Signals:
        saved(str, object, object): the model's id, all names as a tuple, and colours by class id of those classes
            that have another than the one that belongs to their name.
        names_file_requested(): names shall come from a file; `set_names` brings them.
    """

    saved = Signal(str, object, object)
    names_file_requested = Signal()

    def __init__(self, model: InstalledModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("class_editor")
        self.setWindowTitle(self.tr("Classes of {model}").format(model=printable(model.name)))
        self._id = model.id
        self._names = model.class_names
        self._colours = dict(model.class_colours or {})
        self._was_warned = False
        self._colour_chooser = ColourChooser(self)
        self._colour_chooser.chosen.connect(self._on_colour_chosen)
        self._classes = ClassNamesModel(self._names, self._colours, self)
        self._view = ClassNamesView(self._classes)
        self._title = PlainLabel("class_editor_title", printable(model.name))
        make_bold(self._title, 1.2)
        self._search = self._make_search()
        self._notes = SignLine("class_editor_notes")
        self._fault = SignLine("class_editor_fault")
        self._warning = SignLine("class_editor_warning")
        self._make_buttons()
        self._lay_out()
        self._connect()
        self._show_state()
        self._view.setFocus()

    @property
    def model_id(self) -> str:
        return self._id

    @property
    def class_count(self) -> int:
        return len(self._names)

    def set_names(self, names: tuple[str, ...], notes: tuple[str, ...]) -> None:
        """Fill in names from a file, which nothing is saved of yet, and say what was noticed in it."""
        self._view.setFocus()  # a name that is being edited is done with
        self._classes.rename(0, names)
        said = list(map(say, notes))
        count, number = len(self._names), QLocale().toString
        if len(names) != count:
            said.append(
                self.tr("The file has {names} names, and the model {classes} classes.").format(
                    names=number(len(names)), classes=number(count)
                )
            )
        if len(names) < count:
            said.append(self.tr("The classes from {number} on keep their names.").format(number=len(names)))
        elif len(names) > count:
            said.append(self.tr("The names after the first {count} are left out.").format(count=number(count)))
        is_odd = bool(said)
        said.append(self.tr("The names are filled in and not saved yet."))
        self._notes.show_text("\n".join(said), "warning" if is_odd else "link")

    def reject(self) -> None:
        """Close without saving; whoever has changed something is told first."""
        if self._is_changed() and not self._was_warned:
            self._warn()
        else:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        # Only a person can be warned: a program that ends must not be held up.
        if event.spontaneous() and self._is_changed() and not self._was_warned:
            self._warn()
            event.ignore()
        else:
            event.accept()

    def _warn(self) -> None:
        self._was_warned = True
        self._warning.show_text(
            self.tr("What was changed is not saved. Save it, or close once more to lose it."), "warning"
        )

    def _is_changed(self) -> bool:
        return self._classes.names() != self._names or self._classes.colours() != self._colours

    def _show_state(self) -> None:
        """Whether it can be saved, and why not."""
        faulty = self._classes.faulty_ids()
        words = self._classes.fault_of(faulty[0]) if faulty else ""
        if len(faulty) > 1:
            words += " " + self.tr("%n name(s) need a change.", "", len(faulty))
        if words != self._fault.text():
            self._fault.show_text(words, "danger", is_coloured=True)
        self._go_to_fault.setVisible(bool(faulty))
        is_changed = self._is_changed()
        self._save.setEnabled(is_changed and not faulty)
        if faulty:
            self._save.explain(words)
        elif is_changed:
            self._save.explain(self.tr("Keep these names and colours with the model"))
        else:
            self._save.explain(self.tr("Nothing was changed yet"))
        colours = self._classes.colours()
        self._colours_before.setEnabled(colours != self._colours)
        self._usual_colours.setEnabled(bool(colours))

    # Making

    def _make_search(self) -> QLineEdit:
        search = QLineEdit()
        search.setObjectName("find_class")
        search.setPlaceholderText(self.tr("Find a class"))
        search.setAccessibleName(self.tr("Find a class"))
        search.setToolTip(self.tr("Go to the first class with this in its name; Enter goes to the next"))
        search.setClearButtonEnabled(True)
        search.setVisible(len(self._names) > FEW_CLASSES)
        return search

    def _make_buttons(self) -> None:
        self._from_file = ActionButton(
            "names_from_file", self.tr("Names from a file…"), self.tr("Read the names from a file of text or JSON")
        )
        self._colours_before = ActionButton(
            "colours_as_before",
            self.tr("Colours as before"),
            self.tr("Give all classes the colours they are saved with"),
        )
        self._usual_colours = ActionButton(
            "usual_colours",
            self.tr("Usual colours"),
            self.tr("Give each class the colour that belongs to its name, the same in all models"),
        )
        self._go_to_fault = ActionButton(
            "go_to_fault", self.tr("Show it"), self.tr("Go to the class whose name needs a change")
        )
        self._save = ActionButton("save_classes", self.tr("Save"), "", is_primary=True)
        self._cancel = ActionButton(
            "cancel_classes", self.tr("Cancel"), self.tr("Close, and leave names and colours as they were")
        )

    def _lay_out(self) -> None:
        changes = FlowLayout(spacing=GRID)
        for button in (self._from_file, self._colours_before, self._usual_colours):
            changes.addWidget(button)
        fault = QHBoxLayout()
        fault.addWidget(self._fault, 1)
        fault.addWidget(self._go_to_fault)
        ends = QHBoxLayout()
        ends.setSpacing(GRID)
        ends.addStretch(1)
        ends.addWidget(self._save)
        ends.addWidget(self._cancel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        layout.setSpacing(GRID)
        layout.addWidget(self._title)
        layout.addWidget(self._search)
        layout.addWidget(self._view, 1)
        layout.addLayout(changes)
        layout.addWidget(self._notes)
        layout.addLayout(fault)
        layout.addWidget(self._warning)
        layout.addLayout(ends)
        rows = min(max(len(self._names), _LEAST_ROWS), _MOST_ROWS)
        row = self._view.verticalHeader().defaultSectionSize()
        self._view.setMinimumHeight((_LEAST_ROWS + 1) * row)
        height = (rows + 1) * row + 12 * self.fontMetrics().height()
        most = round(_MOST_OF_SCREEN * self.screen().availableGeometry().height())
        self.resize(_WIDTH_LETTERS * self.fontMetrics().averageCharWidth(), min(height, most))

    def _connect(self) -> None:
        self._classes.edited.connect(self._on_edited)
        self._view.colour_requested.connect(self._on_colour_requested)
        self._search.textChanged.connect(self._on_search_changed)
        self._search.returnPressed.connect(self._on_search_return_pressed)
        self._from_file.clicked.connect(self.names_file_requested)
        self._colours_before.clicked.connect(self._on_colours_before_clicked)
        self._usual_colours.clicked.connect(self._on_usual_colours_clicked)
        self._go_to_fault.clicked.connect(self._on_go_to_fault_clicked)
        self._save.clicked.connect(self._on_save_clicked)
        self._cancel.clicked.connect(self._on_cancel_clicked)

    # Done

    @Slot()
    def _on_edited(self) -> None:
        self._was_warned = False
        self._warning.show_text("", "warning")
        self._show_state()

    @Slot(int)
    def _on_colour_requested(self, class_id: int) -> None:
        self._colour_chooser.ask(class_id, self._classes.name_of(class_id), self._classes.colour_of(class_id))

    @Slot(object, object)
    def _on_colour_chosen(self, class_id: int, colour: Colour) -> None:
        self._classes.set_colour(class_id, colour)

    @Slot(str)
    def _on_search_changed(self, text: str) -> None:
        self._find(text, after=self._view.currentIndex().row() - 1)

    @Slot()
    def _on_search_return_pressed(self) -> None:
        self._find(self._search.text(), after=self._view.currentIndex().row())

    def _find(self, text: str, after: int) -> None:
        """Go to the next class with `text` in its name, from the start again behind the last."""
        wanted = text.strip().casefold()
        if not wanted:
            return
        count = len(self._names)
        rows = ((after + step) % count for step in range(1, count + 1))
        found = next((row for row in rows if wanted in self._classes.name_of(row).casefold()), None)
        if found is not None:
            self._view.go_to(found)

    @Slot()
    def _on_colours_before_clicked(self) -> None:
        self._classes.set_colours(self._colours)

    @Slot()
    def _on_usual_colours_clicked(self) -> None:
        self._classes.set_colours({})

    @Slot()
    def _on_go_to_fault_clicked(self) -> None:
        """To the next one after the current, so that all of them can be gone through."""
        faulty = self._classes.faulty_ids()
        current = self._view.currentIndex().row()
        self._view.go_to(next((row for row in faulty if row > current), faulty[0]))
        self._view.setFocus()

    @Slot()
    def _on_save_clicked(self) -> None:
        self.saved.emit(self._id, self._classes.stripped_names(), self._classes.colours())
        self.accept()

    @Slot()
    def _on_cancel_clicked(self) -> None:
        super().reject()
