"""What one model of the manager is, and the buttons of what can be done with it."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QPalette
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

from d2studio.core.catalogue import find_in_catalogue
from d2studio.core.words import printable
from d2studio.gui.action_button import ActionButton
from d2studio.gui.badge import Badge
from d2studio.gui.catalogue_words import say_of_model
from d2studio.gui.entry_actions import EntryAction
from d2studio.gui.entry_facts import EntryFacts, download_bytes
from d2studio.gui.entry_name import EntryName
from d2studio.gui.finding_words import say
from d2studio.gui.flow_layout import FlowLayout
from d2studio.gui.installation_box import InstallationBox
from d2studio.gui.library_values import Entry, EntryKind
from d2studio.gui.library_words import about
from d2studio.gui.plain_label import PlainLabel
from d2studio.gui.sign_line import SignLine
from d2studio.gui.theme import GRID


class LibraryDetails(QWidget):
    """Shows one entry at a time. What its buttons do are its `actions()`, too, for widgets that show the entries.

    Signals:
        use_requested(str): the id of a model that is here; empty for the one that comes with d2studio.
        install_requested(str), adopt_requested(str), pause_requested(str), give_up_requested(str): the id of a model
            of the catalogue. What was paused goes on with `install_requested`.
        rename_requested(str, str): the id of an installed model, and what it shall be called.
        edit_classes_requested(str), export_requested(str), verify_requested(str), folder_requested(str),
            remove_requested(str): the id of an installed model.
    """

    use_requested = Signal(str)
    install_requested = Signal(str)
    adopt_requested = Signal(str)
    pause_requested = Signal(str)
    give_up_requested = Signal(str)
    edit_classes_requested = Signal(str)
    rename_requested = Signal(str, str)
    export_requested = Signal(str)
    verify_requested = Signal(str)
    folder_requested = Signal(str)
    remove_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("library_details")
        self._entry: Entry | None = None
        self._checks: dict[str, tuple[str, ...]] = {}  # by model: what its last check found
        self._name = EntryName()
        self._badge = Badge("entry_badge")
        self._description = PlainLabel("entry_description")
        self._problem = SignLine("entry_problem")
        self._catch = SignLine("entry_catch")
        self._cached = SignLine("entry_cached")
        self._check = SignLine("entry_check")
        self._installation = InstallationBox()
        self._facts = EntryFacts()
        self._nothing = PlainLabel("no_entry", self.tr("Choose a model in the list to see what it is."))
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._make_buttons()
        self._renamed_from: QWidget = self._rename
        self._actions = self._make_actions()
        self.addActions(self._actions)
        self._lay_out()
        self._connect()
        self.show_entry(None)

    def show_entry(self, entry: Entry | None) -> None:
        """Show another entry, or the same one as it is now; None for none.

        Of the same entry only what is new is drawn anew, and what has the focus keeps it.
        """
        before, self._entry = self._entry, entry
        self._area.setVisible(entry is not None)
        self._nothing.setVisible(entry is None)
        if entry is None:
            self._name.stop_editing()
            for action in self._actions:
                action.setVisible(False)
            return
        self._name.show_name(entry.name)  # also where nothing is new: a name that was refused is put right
        if before is not None and before == entry:
            return
        focused = QApplication.focusWidget()
        had_focus = focused is not None and self.isAncestorOf(focused)
        is_same = before is not None and (before.kind, before.id) == (entry.kind, entry.id)
        if not is_same:
            self._name.stop_editing()
            self._area.verticalScrollBar().setValue(0)
        self._installation.show_installation(entry.installation)
        if not is_same or before is None or _without_progress(before) != _without_progress(entry):
            self._show_all(entry, before if is_same else None)
        if had_focus and focused is not None and not focused.isVisibleTo(self):
            self._focus_button()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Pass it on to the button that one mostly wants."""
        self._focus_button()

    def show_check(self, model_id: str, problems: tuple[str, ...]) -> None:
        """Show what came of a check of a model's files: what is wrong, in words; nothing if they are whole."""
        self._checks[model_id] = problems
        self._show_check()

    def _show_all(self, entry: Entry, before: Entry | None) -> None:
        """Show everything but how far it is on its way; `before` is the same entry as it was, if it was shown."""
        self._show_badge(entry)
        installed = entry.installed
        description = "" if installed is None else printable(say_of_model(installed.description))
        if entry.kind is EntryKind.BUNDLED:
            description = f"{description}\n{self.tr('It comes with d2studio.')}".strip()
        self._description.setText(description)
        self._description.setVisible(bool(description))
        self._problem.show_text("" if installed is None else say(installed.problem), "danger")
        known = find_in_catalogue(_catalogue_id(entry))
        self._catch.show_text("" if known is None else say_of_model(known.catch), "warning")
        self._cached.show_text(self._cached_words(entry), "link")
        self._show_buttons(entry)
        self._show_check()
        model = installed or entry.offered
        if before is None or model != (before.installed or before.offered):
            self._facts.show_model(model)

    def _show_badge(self, entry: Entry) -> None:
        if entry.installed is not None and entry.installed.problem:
            self._badge.show_word(
                self.tr("Cannot be used"), "circle-alert", "danger", self.tr("Something is wrong with its files")
            )
        elif entry.is_in_use:
            self._badge.show_word(self.tr("In use"), "play", "success", self.tr("The window runs this model"))
        elif entry.installation is not None:
            self._badge.show_word(self.tr("On its way"), "refresh-cw", "link", self.tr("It is being installed"))
        elif entry.kind is EntryKind.OFFERED:
            self._badge.show_word(self.tr("Can be installed"), "package", "link", self.tr("It is not here yet"))
        else:
            self._badge.show_word(self.tr("Installed"), "check", "success", self.tr("It is here and can be used"))

    def _cached_words(self, entry: Entry) -> str:
        if entry.kind is not EntryKind.OFFERED or not entry.is_cached or entry.installation is not None:
            return ""
        return self.tr(
            "LayoutParser or Detectron2 has downloaded this model: it can be taken over without another download. "
            "Should its files be damaged, install it instead."
        )

    def _show_buttons(self, entry: Entry) -> None:
        installed = entry.installed
        is_broken = installed is not None and bool(installed.problem)
        is_offered = entry.kind is EntryKind.OFFERED
        can_come = entry.installation is None and bool(_catalogue_id(entry))
        for button in self._of_installed:
            button.setVisible(entry.kind is EntryKind.INSTALLED)
        self._use.setVisible(not is_offered)
        self._adopt.setVisible(can_come and is_offered and entry.is_cached)
        self._install.setVisible(can_come and (is_broken or is_offered))
        self._install.set_primary(self._adopt.isHidden())
        if entry.offered is not None:
            self._install.say(self.tr("Install ({size})").format(size=about(download_bytes(entry.offered))))
        else:
            self._install.say(self.tr("Install again"))
        self._use.setEnabled(not entry.is_in_use and not is_broken)
        self._export.setEnabled(not is_broken)
        self._edit_classes.setEnabled(installed is not None and bool(installed.class_names))
        self._explain_buttons(entry, is_broken=is_broken)
        for action in self._actions:
            action.follow()

    def _explain_buttons(self, entry: Entry, *, is_broken: bool) -> None:
        broken = self.tr("The model cannot be used: see above")
        if is_broken:
            self._use.explain(broken)
        elif entry.is_in_use:
            self._use.explain(self.tr("The window runs this model already"))
        else:
            self._use.explain(self.tr("Run this model on pages from now on"))
        self._export.explain(broken if is_broken else self.tr("Write it into one file, for another computer"))
        if self._edit_classes.isEnabled():
            self._edit_classes.explain(self.tr("Change the names and colours of its classes"))
        else:
            self._edit_classes.explain(self.tr("Its classes are not known"))

    def _show_check(self) -> None:
        entry = self._entry
        problems = None
        if entry is not None and entry.kind is EntryKind.INSTALLED:
            problems = self._checks.get(entry.id)
        if entry is not None and entry.installed is not None and entry.installed.problem and not problems:
            problems = None  # it was whole, and is not any more
        if problems is None:
            self._check.show_text("", "success")
        elif problems:
            advice = self.tr("Remove the model and install it again.")
            self._check.show_text("\n".join((*map(say, problems), advice)), "danger", is_coloured=True)
        else:
            self._check.show_text(self.tr("All files are whole"), "success", is_coloured=True)

    def _focus_button(self) -> None:
        """Where the button that had the focus is gone: go to the first that can be pressed."""
        of_installation = self._installation.findChildren(ActionButton)
        buttons = (*of_installation, self._use, self._adopt, self._install, *self._of_installed)
        button = next((each for each in buttons if each.isVisibleTo(self) and each.isEnabled()), None)
        if button is not None:
            button.setFocus(Qt.FocusReason.OtherFocusReason)

    # Making

    def _make_buttons(self) -> None:
        self._use = ActionButton("use_model", self.tr("Use"), "", is_primary=True)
        self._install = ActionButton(
            "install_model", "", self.tr("Download the model and put it with the others"), is_primary=True
        )
        self._adopt = ActionButton(
            "adopt_model",
            self.tr("Take over"),
            self.tr("Put it with the others, from the files that another program has downloaded; those stay"),
            is_primary=True,
        )
        self._edit_classes = ActionButton("edit_classes", self.tr("Edit classes…"), "")
        self._rename = ActionButton("rename", self.tr("Rename…"), self.tr("Give the model another name"))
        self._export = ActionButton("export_model", self.tr("Export…"), "")
        self._verify = ActionButton(
            "verify_model", self.tr("Check files"), self.tr("Read its files again: are they as they were installed?")
        )
        self._folder = ActionButton(
            "open_model_folder", self.tr("Open folder"), self.tr("Show the folder of its files")
        )
        self._remove = ActionButton(
            "remove_model", self.tr("Remove"), self.tr("Take the model away; it can be put back until d2studio ends")
        )
        self._of_installed = (
            self._edit_classes,
            self._rename,
            self._export,
            self._verify,
            self._folder,
            self._remove,
        )

    def _make_actions(self) -> tuple[EntryAction, ...]:
        keys = {self._rename: Qt.Key.Key_F2, self._remove: Qt.Key.Key_Delete}
        buttons = (self._use, self._adopt, self._install, *self._of_installed)
        return tuple(EntryAction(button, self, keys.get(button)) for button in buttons)

    def _lay_out(self) -> None:
        buttons = FlowLayout(spacing=GRID)
        for button in (self._use, self._adopt, self._install, *self._of_installed):
            buttons.addWidget(button)
        self._content = QWidget()
        layout = QVBoxLayout(self._content)
        layout.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        layout.setSpacing(GRID + GRID // 2)
        for widget in (
            self._name,
            self._badge,
            self._description,
            self._problem,
            self._catch,
            self._cached,
            self._installation,
        ):
            layout.addWidget(widget)
        layout.addLayout(buttons)
        layout.addWidget(self._check)
        layout.addSpacing(GRID)
        layout.addWidget(self._facts)
        layout.addStretch(1)
        self._area = QScrollArea()
        self._area.setObjectName("library_details_area")
        self._area.setAccessibleName(self.tr("About the model"))
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidgetResizable(True)
        self._area.setWidget(self._content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._area)
        outer.addWidget(self._nothing)

    def _connect(self) -> None:
        self._use.clicked.connect(self._on_use_clicked)
        self._install.clicked.connect(self._on_install_clicked)
        self._adopt.clicked.connect(self._on_adopt_clicked)
        self._edit_classes.clicked.connect(self._on_edit_classes_clicked)
        self._rename.clicked.connect(self._on_rename_clicked)
        self._export.clicked.connect(self._on_export_clicked)
        self._verify.clicked.connect(self._on_verify_clicked)
        self._folder.clicked.connect(self._on_folder_clicked)
        self._remove.clicked.connect(self._on_remove_clicked)
        self._name.renamed.connect(self._on_renamed)
        self._name.edit_ended.connect(self._on_name_edit_ended)
        self._installation.pause_requested.connect(self._on_pause_requested)
        self._installation.resume_requested.connect(self._on_install_clicked)
        self._installation.give_up_requested.connect(self._on_give_up_requested)

    # Pressed

    @property
    def _id(self) -> str:
        return "" if self._entry is None else self._entry.id

    @property
    def _id_in_catalogue(self) -> str:
        return "" if self._entry is None else _catalogue_id(self._entry)

    @Slot()
    def _on_use_clicked(self) -> None:
        self.use_requested.emit(self._id)

    @Slot()
    def _on_install_clicked(self) -> None:
        self.install_requested.emit(self._id_in_catalogue)

    @Slot()
    def _on_adopt_clicked(self) -> None:
        self.adopt_requested.emit(self._id_in_catalogue)

    @Slot()
    def _on_pause_requested(self) -> None:
        self.pause_requested.emit(self._id_in_catalogue)

    @Slot()
    def _on_give_up_requested(self) -> None:
        self.give_up_requested.emit(self._id_in_catalogue)

    @Slot()
    def _on_edit_classes_clicked(self) -> None:
        self.edit_classes_requested.emit(self._id)

    @Slot()
    def _on_rename_clicked(self) -> None:
        self._renamed_from = QApplication.focusWidget() or self._rename  # a list, by its key
        self._name.edit()

    @Slot(str)
    def _on_renamed(self, name: str) -> None:
        self.rename_requested.emit(self._id, name)

    @Slot()
    def _on_name_edit_ended(self) -> None:
        self._renamed_from.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_export_clicked(self) -> None:
        self.export_requested.emit(self._id)

    @Slot()
    def _on_verify_clicked(self) -> None:
        self._checks.pop(self._id, None)
        self._show_check()
        self.verify_requested.emit(self._id)

    @Slot()
    def _on_folder_clicked(self) -> None:
        self.folder_requested.emit(self._id)

    @Slot()
    def _on_remove_clicked(self) -> None:
        self.remove_requested.emit(self._id)


def _catalogue_id(entry: Entry) -> str:
    """By which it can be had; empty where it is not in the catalogue. A broken model may have another id of its own."""
    if entry.offered is not None:
        return entry.offered.id
    return "" if entry.installed is None else entry.installed.catalogue_id


def _without_progress(entry: Entry) -> tuple[object, ...]:
    """What has to be drawn anew when it changes; bars and their words look after themselves."""
    return replace(entry, installation=None), entry.installation is None
