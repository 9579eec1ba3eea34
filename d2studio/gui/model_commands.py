"""What happens when somebody chooses a model, or runs the one in use otherwise."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction, QKeySequence

from d2studio.core.model_names import told_apart
from d2studio.core.model_summary import ModelRequest, ModelSummary
from d2studio.core.settings import Settings
from d2studio.core.words import printable
from d2studio.gui.main_window import MainWindow
from d2studio.gui.menus import fill_menu
from d2studio.gui.model_change import ModelChange, difference_words
from d2studio.gui.model_runner import ModelState
from d2studio.gui.settings_keeper import SettingsKeeper
from d2studio.gui.studio import Studio


class ModelCommands(QObject):
    """Obeys the actions about models."""

    def __init__(self, studio: Studio, window: MainWindow, keeper: SettingsKeeper) -> None:
        super().__init__(window)
        self._studio = studio
        self._window = window
        self._keeper = keeper
        self._told: ModelSummary | None = None  # the model of which was last said how it runs
        act = window.actions_
        for action, slot in (
            (act.use_bundled, self.use_bundled),
            (act.open_model_files, self.open_model_files),
            (act.open_model_folder, self.open_model_folder),
        ):
            action.triggered.connect(slot)
        act.recent_models_menu.aboutToShow.connect(self._on_recent_models_about_to_show)
        studio.model_changed.connect(self._on_model_changed)

    def use_model(self, config: str | None, weights: str | None) -> None:
        """Load a model of files or a folder; None is the built-in one. It is kept once it is in use."""
        chosen = replace(self._keeper.settings, model_config=config or "", model_weights=weights or "")
        self._studio.load_model(model_request(chosen))

    @Slot()
    def _on_model_changed(self) -> None:
        """Begin with the model in use the next time, and not with one that was refused."""
        runner, settings = self._studio.runner, self._keeper.settings
        if runner.state is not ModelState.READY:
            return
        config, weights = runner.request.config or "", runner.request.weights or ""
        if config:
            settings = settings.with_recent_model(config, weights)
        self._keeper.set(replace(settings, model_config=config, model_weights=weights))
        if runner.summary is not None and runner.summary is not self._told:
            before, self._told = self._told, runner.summary
            if before is not None and _files(before) == _files(runner.summary):
                self._tell_difference(before, runner.summary)

    def _tell_difference(self, before: ModelSummary, after: ModelSummary) -> None:
        """Say what is other now, and which key goes back where it was a step to undo."""
        words = difference_words(before, after)
        stack = self._studio.undo_stack
        is_step = stack.index() > 0 and isinstance(stack.command(stack.index() - 1), ModelChange)
        key = self._window.actions_.undo.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        if words and is_step:
            words = self.tr("{words} {key} undoes it.").format(words=words, key=key)
        if words:
            self._window.say(words)

    @Slot()
    def use_bundled(self) -> None:
        runner = self._studio.runner
        if runner.state is ModelState.READY and runner.request.config is None:
            self._window.say(self.tr("The built-in model is in use"))
        else:
            self.use_model(None, None)

    @Slot()
    def open_model_files(self) -> None:
        self.choose_model_files(self._keeper.settings.last_folder)

    def choose_model_files(self, folder: str) -> None:
        """Ask for a config and weights, beginning in a folder, and use them."""
        from d2studio.gui import dialogs

        installed = self._window.actions_.installed_names()
        chosen = dialogs.ask_model_files(self._window, folder, installed)
        if chosen is not None:
            self.use_model(*chosen)

    def change_model(self, **choices: Any) -> None:  # noqa: ANN401 - fields of `ModelRequest`
        """Run the model otherwise: on another device, with another input size. Leaves no step to undo."""
        self._keeper.change(**choices)
        self._studio.load_model(replace(self._studio.runner.wanted, **choices))

    def run_otherwise(self, **choices: Any) -> None:  # noqa: ANN401 - fields of `ModelRequest`
        """Change the model, as a step that can be undone."""
        self._studio.undo_stack.push(ModelChange(self, self.wanted, choices))

    @property
    def wanted(self) -> ModelRequest:
        """The model that changes are made to."""
        return self._studio.runner.wanted

    @Slot()
    def open_model_folder(self) -> None:
        from d2studio.gui import dialogs

        folder = dialogs.ask_folder(self._window, self.tr("Open a model's folder"), self._keeper.settings.last_folder)
        if folder:
            self.use_model(folder, None)

    @Slot()
    def _on_recent_models_about_to_show(self) -> None:
        models = self._keeper.settings.recent_models
        entries = [
            (printable(name), "\n".join(filter(None, files)), files)
            for name, files in zip(told_apart(models), models, strict=True)
        ]
        fill_menu(self._window.actions_.recent_models_menu, entries, self._on_recent_model_chosen)

    @Slot()
    def _on_recent_model_chosen(self) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        config, weights = action.data()
        self.use_model(config, weights or None)


def _files(model: ModelSummary) -> tuple[str, str]:
    return model.config_path, model.weights_path


def model_request(settings: Settings) -> ModelRequest:
    """The model that settings name, run as they say."""
    return ModelRequest(
        config=settings.model_config or None,
        weights=settings.model_weights or None,
        device=settings.device,
        precision=settings.precision,
        input_size=settings.input_size,
        max_detections=settings.max_detections,
    )
