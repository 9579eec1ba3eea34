"""What happens when somebody wants to know of a model whether it can be used, before anything runs."""

from dataclasses import replace
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, Slot

from d2studio.core.diagnostics import explain
from d2studio.core.failures import Failure
from d2studio.core.fixes import RUN_AGAIN, USE_BUNDLED_MODEL
from d2studio.core.model_summary import ModelSummary
from d2studio.gui.library_commands import LibraryCommands
from d2studio.gui.main_window import MainWindow
from d2studio.gui.model_commands import ModelCommands
from d2studio.gui.settings_keeper import SettingsKeeper
from d2studio.gui.studio import Studio

if TYPE_CHECKING:
    from d2studio.gui.model_verdict import ModelVerdict


class ModelCheck(QObject):
    """Asks which model to check, shows the verdict in a window of its own, and does what is chosen there."""

    def __init__(
        self,
        studio: Studio,
        window: MainWindow,
        keeper: SettingsKeeper,
        models: ModelCommands,
        library: LibraryCommands,
    ) -> None:
        super().__init__(window)
        self._studio = studio
        self._window = window
        self._keeper = keeper
        self._models = models
        self._library = library
        self._asked: tuple[str, str | None] = ("", None)  # the model that was last asked about
        self._verdict: ModelVerdict | None = None
        window.actions_.check_model.triggered.connect(self.ask)
        studio.runner.described.connect(self._on_described)
        studio.runner.describe_failed.connect(self._on_describe_failed)

    @Slot()
    def ask(self) -> None:
        """Ask which model to check."""
        self._ask()

    def _ask(self, files: tuple[str, str] = ("", "")) -> None:
        from d2studio.gui import dialogs

        installed = self._window.actions_.installed_names()
        chosen = dialogs.ask_model_to_check(self._window, self._keeper.settings.last_folder, installed, files)
        if chosen is not None:
            self._close_verdict()
            self._asked = chosen
            self._window.say(self.tr("Checking the model"))
            self._studio.runner.describe(*chosen)

    @Slot(object)
    def _on_described(self, model: ModelSummary) -> None:
        from d2studio.gui.model_verdict import ModelVerdict

        self._close_verdict()  # another was asked for before this one came
        place = self._studio.runner.names.place(model)
        verdict = self._verdict = ModelVerdict(model, place, self._window, is_installed=self._library.is_here(model))
        verdict.use_requested.connect(self._on_use_requested)
        verdict.install_requested.connect(self._on_install_requested)
        verdict.names_file_requested.connect(self._on_names_file_requested)
        verdict.other_files_requested.connect(self._on_other_files_requested)
        verdict.show()

    def _close_verdict(self) -> None:
        if self._verdict is not None and shiboken6.isValid(self._verdict):  # it deletes itself when it is closed
            self._verdict.close()

    @Slot(object)
    def _on_describe_failed(self, failure: Failure) -> None:
        from d2studio.core.catalogue import find_in_catalogue
        from d2studio.gui.library_failures import name_of_brought

        asked = self._asked[0]
        offered = find_in_catalogue(asked)  # where a name was asked about, and no files
        name = name_of_brought(asked) if offered is None else offered.name
        finding = explain(failure, place=name)
        # What is checked is not in use: nothing about it can be run again, or replaced by another model.
        kept = tuple(fix for fix in finding.fixes if fix.action not in (RUN_AGAIN, USE_BUNDLED_MODEL))
        self._studio.finding_found.emit(replace(finding, fixes=kept))
        self._window.say(self.tr("{name} cannot be used").format(name=name))

    @Slot(object)
    def _on_use_requested(self, _model: ModelSummary) -> None:
        self._models.use_model(*self._asked)

    @Slot(object, object)
    def _on_install_requested(self, model: ModelSummary, class_count: int | None) -> None:
        self._library.bring(model.config_path, model.weights_path, class_count=class_count)

    @Slot(object)
    def _on_names_file_requested(self, model: ModelSummary) -> None:
        """Install the model with the names of a file, and with as many classes as its weights have."""
        from d2studio.gui import dialogs

        labels = dialogs.ask_names_file(self._window, self._keeper.settings.last_folder)
        if labels is not None:
            self._close_verdict()
            self._library.bring(
                model.config_path, model.weights_path, class_count=model.fitting_class_count, labels=labels
            )

    @Slot(object)
    def _on_other_files_requested(self, model: ModelSummary) -> None:
        self._ask((model.config_path, model.weights_path))
