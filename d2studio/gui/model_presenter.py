"""Shows the model in use, what it runs on and how far a run is; keeps the user's choices of both."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtGui import QKeySequence, QShortcut

from d2studio.core.diagnostics import explain
from d2studio.core.failures import Failure
from d2studio.core.model_summary import ModelRequest
from d2studio.core.words import printable
from d2studio.gui.finding_words import say
from d2studio.gui.jobs import ChildState
from d2studio.gui.main_window import MainWindow
from d2studio.gui.model_runner import ModelState, RunProgress
from d2studio.gui.page_message import stage_words
from d2studio.gui.settings_keeper import SettingsKeeper
from d2studio.gui.studio import Studio

_MEMORY_EVERY_MS: Final = 2000


class ModelPresenter(QObject):
    """Between the studio's model and runs, and the window's model panel, tool bar and status bar."""

    def __init__(self, studio: Studio, window: MainWindow, keeper: SettingsKeeper) -> None:
        super().__init__(window)
        self._studio = studio
        self._window = window
        self._keeper = keeper
        self._reason = ""  # why the model that was last asked for is not in use
        act, runner = window.actions_, studio.runner
        studio.model_changed.connect(self._on_model_changed)
        studio.run_progressed.connect(self._on_run_progressed)
        runner.described.connect(self._on_model_changed)  # which may be called like the one in use
        runner.model_failed.connect(self._on_model_failed)
        runner.machine_changed.connect(self._on_machine_changed)
        studio.room.decode.state_changed.connect(self._on_decode_state_changed)
        studio.room.infer.state_changed.connect(self._on_infer_state_changed)
        studio.room.library.state_changed.connect(self._on_library_state_changed)
        window.model_panel.request_changed.connect(self._on_request_changed)
        window.model_panel.unload_requested.connect(runner.unload)
        keeper.changed.connect(self._on_settings_changed)
        act.run.triggered.connect(studio.run_current)
        act.run_all.triggered.connect(studio.run_all)
        act.stop.triggered.connect(self._on_stop)
        studio.opening.changed.connect(self._on_opening_changed)
        act.run_on_open.toggled.connect(self._on_run_on_open_toggled)
        act.reload_model.triggered.connect(self._on_reload)
        act.unload_model.triggered.connect(runner.unload)
        for action in (act.use_bundled, act.model_in_use):
            action.triggered.connect(self._on_model_changed)  # they check themselves
        act.installed_models_changed.connect(self._on_model_changed)
        # Elsewhere Space presses buttons and checks boxes.
        space = QShortcut(QKeySequence(Qt.Key.Key_Space), window.viewer)
        space.setContext(Qt.ShortcutContext.WidgetShortcut)
        space.activated.connect(studio.run_current)
        self._escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), window)
        self._escape.activated.connect(act.deselect.trigger)
        studio.selection_changed.connect(self._on_selection_changed)
        self._memory_timer = QTimer(self)
        self._memory_timer.setInterval(_MEMORY_EVERY_MS)
        self._memory_timer.timeout.connect(self._on_memory_timer)
        self._memory_timer.start()
        self._on_model_changed()
        self._on_settings_changed()
        self._on_run_progressed(None)

    @Slot()
    def _on_model_changed(self) -> None:
        runner, window = self._studio.runner, self._window
        summary = runner.summary
        name, place = ("", "") if summary is None else (printable(summary.name), runner.names.place(summary))
        if place:
            name = self.tr("{model} ({place})").format(model=name, place=printable(place))
        words = stage_words(runner.loading_stage) if runner.state is ModelState.LOADING else ""
        reason = self._reason if runner.problem else ""
        window.model_panel.set_request(runner.request)
        window.model_panel.set_model(summary, place)
        window.model_panel.set_state(runner.state.value, words or ("" if summary is not None else reason))
        window.model_panel.set_refusal("" if summary is None else self._refusal(name))
        if runner.state is ModelState.LOADING:
            window.model_button.setText(self.tr("Loading a model"))
            window.status.show_stage(self.tr("Model: {stage}").format(stage=words))
        elif summary is None:
            window.model_button.setText(self.tr("No model"))
        else:
            window.model_button.setText(name.replace("&", "&&"))
        if runner.state is not ModelState.LOADING and not runner.is_running:
            window.status.show_stage("")
        words = (
            ""
            if summary is None
            else self.tr("{model} on {device}, {precision}").format(
                model=name, device=summary.device, precision=summary.precision
            )
        )
        window.status.show_model(words)
        window.actions_.unload_model.setEnabled(summary is not None)
        self._check_in_menu(name)

    def _check_in_menu(self, name: str) -> None:
        """Mark the model in use, also after an action was pressed, which marks itself."""
        act, runner = self._window.actions_, self._studio.runner
        is_loaded = runner.summary is not None
        is_bundled = runner.request.config is None
        act.use_bundled.setChecked(is_loaded and is_bundled)
        in_use = str(runner.summary.folder) if runner.summary is not None else ""
        for folder, action in act.installed_models.items():
            action.setChecked(folder == in_use)
        act.model_in_use.setVisible(is_loaded and not is_bundled and in_use not in act.installed_models)
        act.model_in_use.setChecked(True)
        act.model_in_use.setText(name.replace("&", "&&"))

    def _refusal(self, name: str) -> str:
        """Why the model that was asked for is not in use, and that `name` is; "" if it is."""
        runner = self._studio.runner
        failed = runner.failed
        if failed is None:
            return ""
        reason = self._reason
        if (failed.config, failed.weights) == (runner.request.config, runner.request.weights):
            words = self.tr("{model} runs as before. It was not loaded otherwise: {reason}")
            return words.format(model=name, reason=reason)
        words = self.tr("{files}: {reason} {model} stays in use.")
        return words.format(files=self._files(failed), reason=reason, model=name)

    def _files(self, request: ModelRequest) -> str:
        if request.config is None:
            return self.tr("The built-in model")
        config = Path(request.config).name
        if not request.weights:
            return config
        return self.tr("{config} with {weights}").format(config=config, weights=Path(request.weights).name)

    @Slot(object, object)
    def _on_model_failed(self, _request: ModelRequest, failure: Failure) -> None:
        """Keep why, as the card says it, which is in the window's language; the state changes right after this."""
        self._reason = say(explain(failure).what)

    @Slot(object)
    def _on_run_progressed(self, progress: RunProgress | None) -> None:
        self._window.status.show_progress(progress, "" if progress is None else stage_words(progress.stage))
        self._enable_stop()

    @Slot()
    def _on_opening_changed(self) -> None:
        self._enable_stop()

    def _enable_stop(self) -> None:
        studio = self._studio
        self._window.actions_.stop.setEnabled(studio.runner.is_running or studio.opening.is_long)
        self._enable_escape()

    @Slot()
    def _on_selection_changed(self) -> None:
        self._enable_escape()

    def _enable_escape(self) -> None:
        """Esc stops what runs; where nothing does it deselects."""
        is_running = self._window.actions_.stop.isEnabled()
        self._escape.setEnabled(bool(self._studio.selection) and not is_running)

    @Slot()
    def _on_machine_changed(self) -> None:
        self._window.model_panel.set_machine(self._studio.runner.machine)

    @Slot(object)
    def _on_decode_state_changed(self, state: ChildState) -> None:
        self._window.status.show_child("decode", state)

    @Slot(object)
    def _on_infer_state_changed(self, state: ChildState) -> None:
        self._window.status.show_child("infer", state)

    @Slot(object)
    def _on_library_state_changed(self, state: ChildState) -> None:
        self._window.status.show_child("library", state)

    @Slot(object)
    def _on_request_changed(self, request: ModelRequest) -> None:
        self._keeper.change(
            device=request.device,
            precision=request.precision,
            input_size=request.input_size,
            max_detections=request.max_detections,
        )
        self._studio.load_model(request)

    @Slot()
    def _on_reload(self) -> None:
        self._studio.runner.unload()
        self._studio.load_model(self._studio.runner.request)

    @Slot()
    def _on_stop(self) -> None:
        if self._studio.runner.is_running:
            self._window.status.show_stage(self.tr("Stopping"))  # first: the end of the run takes it away
        self._studio.stop()

    @Slot(bool)
    def _on_run_on_open_toggled(self, is_on: bool) -> None:
        self._keeper.change(run_on_open=is_on)

    @Slot()
    def _on_settings_changed(self) -> None:
        settings = self._keeper.settings
        self._studio.run_on_open = settings.run_on_open
        self._window.actions_.run_on_open.setChecked(settings.run_on_open)

    @Slot()
    def _on_memory_timer(self) -> None:
        import psutil  # late, as the window is to be seen before

        pid = self._studio.room.infer.worker.pid
        used = 0
        if pid is not None:
            try:
                used = psutil.Process(pid).memory_info().rss
            except psutil.Error:  # it ended just now
                used = 0
        self._window.model_panel.set_memory(used, psutil.virtual_memory().available)
