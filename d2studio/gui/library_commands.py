"""What happens when somebody installs, brings, switches or removes a model.

What it needs beyond this module is loaded when it is first used: the window has to be seen before.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence

from d2studio.core.diagnostics import explain, make_finding
from d2studio.core.failures import Failure
from d2studio.core.findings import Finding
from d2studio.core.fixes import INSTALL_MODEL
from d2studio.core.judgement import notes_to_look_at
from d2studio.core.words import printable
from d2studio.gui.import_ahead import ImportAhead
from d2studio.gui.main_window import MainWindow
from d2studio.gui.model_commands import ModelCommands
from d2studio.gui.model_removal import ModelRemoval
from d2studio.gui.model_runner import ModelState
from d2studio.gui.settings_keeper import SettingsKeeper
from d2studio.gui.studio import Studio

if TYPE_CHECKING:
    from d2studio.core.installed_model import InstalledModel, Removed, TakenIn
    from d2studio.core.model_files import ModelPaths
    from d2studio.core.model_summary import ModelSummary
    from d2studio.core.requests import Request
    from d2studio.gui.library_client import LibraryClient
    from d2studio.gui.library_details import LibraryDetails
    from d2studio.gui.library_presenter import LibraryPresenter

# After the first model is loaded: what is looked at first has the machine for itself.
_PREPARE_AFTER_MS: Final = 2000
# What the manager needs, in pieces that take a moment each: all at once the window would be seen to wait.
_MODULES: Final = (
    "d2studio.core.installed_model",
    "d2studio.core.library_requests",
    "d2studio.core.catalogue",
    "d2studio.gui.library_client",
    "d2studio.gui.library_failures",
    "d2studio.gui.dialogs",
    "d2studio.gui.class_editor",
    "d2studio.gui.entry_facts",
    "d2studio.gui.library_details",
    "d2studio.gui.library_list",
    "d2studio.gui.library_window",
    "d2studio.gui.library_presenter",
)


class LibraryCommands(QObject):
    """Obeys the actions about the library, and keeps the menu of models in step with it.

    Args:
        folder: where the installed models lie.

    Signals:
        fix_requested(object, object): the `Finding` and the `Fix` whose button was pressed in the manager.
    """

    fix_requested = Signal(object, object)

    def __init__(
        self, studio: Studio, window: MainWindow, keeper: SettingsKeeper, models: ModelCommands, folder: Path
    ) -> None:
        super().__init__(window)
        self._studio = studio
        self._window = window
        self._keeper = keeper
        self._models = models
        self._folder = folder
        self._known: LibraryClient | None = None
        self._details: LibraryDetails | None = None
        self._manager: LibraryPresenter | None = None
        self._in_menu: tuple[InstalledModel, ...] = ()
        self._to_use: set[Request[object]] = set()  # whose models are to be used as soon as they are here
        self._removals: list[ModelRemoval] = []  # of which the child was asked something
        self._on_the_way: dict[str, bool] = {}  # by catalogue id: whether it is not paused
        self._said_of_work = ""  # in the status bar, until nothing is worked at
        self._is_prepared = False
        self._modules = ImportAhead(_MODULES, self)
        self._modules.ended.connect(self._on_modules_ended)
        self._prepare_timer = QTimer(self)
        self._prepare_timer.setSingleShot(True)
        self._prepare_timer.setInterval(_PREPARE_AFTER_MS)
        self._prepare_timer.timeout.connect(self._modules.start)
        act = window.actions_
        act.open_library.triggered.connect(self.open)
        act.model_menu.aboutToShow.connect(self._on_model_menu_about_to_show)
        act.installed_model_chosen.connect(self.use)
        studio.model_changed.connect(self._on_model_changed)

    @property
    def client(self) -> "LibraryClient":
        """What asks the library's child; the first use starts both."""
        if self._known is None:
            from d2studio.gui.library_client import LibraryClient

            client = self._known = LibraryClient(self._studio.room.library, self)
            client.changed.connect(self._on_changed)
            client.taken_in.connect(self._on_taken_in)
            client.failed.connect(self._on_failed)
            client.removed.connect(self._on_removed)
            client.restored.connect(self._on_restored)
            client.renamed.connect(self._on_renamed)
            client.refresh()
        return self._known

    @Slot()
    def open(self) -> None:
        """Show the manager. The first time it is made in turns: all at once the window would be seen to wait."""
        if self._manager is not None:
            self._manager.show()
        elif self._details is None:
            from d2studio.gui.library_details import LibraryDetails

            self._details = LibraryDetails()
            QTimer.singleShot(0, self, self._make_manager)

    @Slot()
    def _make_manager(self) -> None:
        from d2studio.gui.library_presenter import LibraryPresenter

        assert self._details is not None
        manager = self._manager = LibraryPresenter(
            self._details, self.client, self._studio, self._window, self._keeper, self._folder
        )
        manager.use_requested.connect(self.use)
        manager.remove_requested.connect(self.remove)
        manager.dropped.connect(self.take_in)
        manager.fix_requested.connect(self.fix_requested)
        QTimer.singleShot(0, manager, manager.show)

    @Slot(str)
    def use(self, model_id: str) -> None:
        """Run an installed model from now on; "" is the one that comes with d2studio."""
        model = self.client.model(model_id)
        if model is not None:
            self._models.use_model(str(model.folder), None)
        elif not model_id:
            self._models.use_bundled()

    @Slot(object)
    def take_in(self, models: "Sequence[ModelPaths]") -> None:
        """Install what somebody brings, and use it if it is one model."""
        for model in models:
            self.bring(model.path, model.weights, to_use=len(models) == 1)

    def bring(
        self,
        path: str,
        weights: str | None = None,
        *,
        class_count: int | None = None,
        labels: str | None = None,
        to_use: bool = True,
    ) -> None:
        """Install a model of files, and use it as soon as it is here.

        Args:
            path: what to install; see `core.library_requests.ImportModels` for this and the next three.
            weights: those of a config; None or "" for anything else.
            class_count: instead of the config's.
            labels: a file with the names of its classes.
            to_use: False if it shall only be installed.
        """
        from d2studio.gui.library_failures import name_of_brought

        request = self.client.take_in(path, weights or None, class_count=class_count, labels=labels)
        if to_use:
            self._to_use.add(request)
        name = name_of_brought(path)
        self._said_of_work = self.tr("Checking {name}, which will be kept in the model library").format(name=name)
        self._window.say(self._said_of_work)

    def add_again(self, argument: str) -> None:
        """Try again what a card says was not added; `argument` is that of its button."""
        from d2studio.gui.library_failures import request_to_add

        request, is_to_be_used = request_to_add(argument)
        self.bring(
            request.path,
            request.weights,
            class_count=request.class_count,
            labels=request.labels,
            to_use=is_to_be_used,
        )

    def is_here(self, model: "ModelSummary") -> bool:
        """Whether a model is one of the library."""
        return any(model.folder == each.folder for each in self.client.models)

    def install(self, catalogue_id: str) -> None:
        """Download a model, and use it as soon as it is here."""
        self.open()
        self._to_use.add(self.client.install(catalogue_id))

    @Slot(str)
    def remove(self, model_id: str) -> None:
        """Take a model out of the library; can be undone."""
        model = self.client.model(model_id)
        if model is None:
            return
        self._studio.undo_stack.push(ModelRemoval(self, model.id, was_in_use=self._is_to_be_used(model.folder)))
        key = self._window.actions_.undo.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        self._say(self.tr("{model} was removed. {key} undoes it.").format(model=printable(model.name), key=key))

    def follow(self, removal: ModelRemoval) -> None:
        """Have a model removed or put back, as is wanted now; where the child is at it, once it has answered."""
        if removal in self._removals or removal.is_done:
            return
        self._removals.append(removal)
        if removal.removed is not None:
            self.client.restore(removal.removed)
        else:
            if self._is_to_be_used(self._folder / removal.model_id):
                self._models.use_bundled()
            self.client.remove(removal.model_id)

    def _is_in_use(self, folder: Path) -> bool:
        summary = self._studio.runner.summary
        return summary is not None and summary.folder == folder

    def _is_to_be_used(self, folder: Path) -> bool:
        """Whether the model is in use, or will be as soon as it is loaded."""
        return self._is_in_use(folder) or self._studio.runner.wanted.config == str(folder)

    def _say(self, words: str) -> None:
        """Where the user looks."""
        if self._manager is not None and self._manager.is_visible:
            self._manager.say(words)
        else:
            self._window.say(words)

    def _tell(self, finding: Finding) -> None:
        self._studio.finding_found.emit(finding)
        if self._manager is not None:
            self._manager.show_finding(finding)

    def _settle(self, subject: str) -> None:
        """Take away the cards about something that is no trouble any more."""
        self._window.diagnostics.withdraw_subject(subject)
        if self._manager is not None:
            self._manager.withdraw_findings(subject)

    @Slot()
    def _on_model_changed(self) -> None:
        """Load what the manager needs ahead of need, once."""
        if not self._is_prepared and self._studio.runner.state is ModelState.READY:
            self._is_prepared = True
            self._prepare_timer.start()

    @Slot()
    def _on_modules_ended(self) -> None:
        """List the installed models ahead of need, where there are any."""
        if self._folder.is_dir():
            self.client  # noqa: B018 - starts

    @Slot()
    def _on_model_menu_about_to_show(self) -> None:
        self.client  # noqa: B018 - starts

    @Slot()
    def _on_changed(self) -> None:
        models = tuple(model for model in self.client.models if not model.problem)
        if models != self._in_menu:
            self._in_menu = models
            self._window.actions_.set_installed_models(
                [(model.id, printable(model.name), str(model.folder)) for model in models]
            )
        self._settle_downloads()
        self._window.status.show_library(self.client.installations.values(), self.client.work)
        if self._said_of_work and self.client.work is None:
            if self._window.status.currentMessage() == self._said_of_work:
                self._window.status.clearMessage()
            self._said_of_work = ""

    def _settle_downloads(self) -> None:
        """Take away the cards about downloads that go on, are given up, or are here."""
        from d2studio.gui.library_failures import subject_of_offered

        before = self._on_the_way
        self._on_the_way = {each.catalogue_id: each.is_under_way for each in self.client.installations.values()}
        for catalogue_id in before | self._on_the_way:
            is_under_way = self._on_the_way.get(catalogue_id)
            if is_under_way != before.get(catalogue_id) and is_under_way is not False:
                self._settle(subject_of_offered(catalogue_id))
                self._window.diagnostics.withdraw(INSTALL_MODEL, catalogue_id)

    @Slot(object, object)
    def _on_taken_in(self, request: "Request[object]", taken: "TakenIn") -> None:
        from d2studio.gui.library_failures import (
            as_of_models,
            of_place,
            subject_of,
            subject_of_installed,
            subject_of_offered,
        )

        self._settle(subject_of(request))
        for model in taken.models:
            self._settle(subject_of_offered(model.catalogue_id))
        for place, failure in taken.failures:
            finding = as_of_models(explain(of_place(failure, place), place=failure.context["model"]))
            self._tell(replace(finding, subject=subject_of(request)))
        notes = notes_to_look_at(taken.notes)
        if notes:
            names = ", ".join(model.name for model in taken.models)
            subject = subject_of_installed(taken.models[0].id) if len(taken.models) == 1 else ""
            self._tell(replace(make_finding("MODEL_NOTES", evidence=notes, place=names), subject=subject))
        is_wanted = request in self._to_use
        self._to_use.discard(request)
        if len(taken.models) != 1:
            self._say(self.tr("%n model(s) installed", "", len(taken.models)))
            return
        model = taken.models[0]
        self._say(self.tr("{model} is installed").format(model=printable(model.name)))
        if self._manager is not None:
            self._manager.select(model.id)
        if is_wanted:
            self._models.use_model(str(model.folder), None)

    @Slot(object, object)
    def _on_failed(self, request: "Request[object]", failure: Failure) -> None:
        from d2studio.core.library_requests import ImportModels, RemoveModel, RestoreModel
        from d2studio.gui.library_failures import finding_of, name_of

        is_wanted = request in self._to_use
        self._to_use.discard(request)
        removals: list[ModelRemoval] = []
        if isinstance(request, RemoveModel):
            removals = self._asked_of(request.model_id, None)
        elif isinstance(request, RestoreModel):
            removals = self._asked_of(None, request.removed)
        for removal in removals:
            removal.give_up()
        name = name_of(request, self.client.models)
        self._tell(finding_of(request, failure, name, is_to_be_used=is_wanted))
        if isinstance(request, ImportModels):
            self._window.say(self.tr("{name} was not added").format(name=name))

    def _asked_of(self, model_id: str | None, removed: "Removed | None") -> list[ModelRemoval]:
        """Those that wait for an answer about a model that is here, or one that is removed; they wait no more."""
        answered = [
            each
            for each in self._removals
            if (each.model_id == model_id if each.removed is None else each.removed == removed)
        ]
        self._removals = [each for each in self._removals if each not in answered]
        return answered

    @Slot(object)
    def _on_removed(self, removed: "Removed") -> None:
        from d2studio.gui.library_failures import subject_of_installed

        self._settle(subject_of_installed(removed.id))
        for removal in self._asked_of(removed.id, None):
            removal.removed = removed
            self.follow(removal)

    @Slot(object, object)
    def _on_restored(self, removed: "Removed", model: "InstalledModel") -> None:
        for removal in self._asked_of(None, removed):
            removal.removed, removal.model_id = None, model.id
            if removal.was_in_use and not removal.is_wanted:
                self._models.use_model(str(model.folder), None)
            self.follow(removal)

    @Slot(object)
    def _on_renamed(self, model: "InstalledModel") -> None:
        """Let what is seen of the model in use be called as it is now."""
        if self._is_in_use(model.folder):
            self._studio.load_model(self._studio.runner.request, by_user=False)
