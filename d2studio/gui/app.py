"""Starts the window, and ends everything when it closes."""

import logging
import signal
import sys
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication

from d2studio import __version__
from d2studio.core.failures import Failure
from d2studio.core.logs import LogBook, start_log
from d2studio.core.paths import UserFolders, user_folders
from d2studio.core.requests import PageOptions
from d2studio.core.samples import sample_folder
from d2studio.core.session import Session, SessionState, begin_session
from d2studio.errors import OutputError
from d2studio.gui.app_commands import AppCommands
from d2studio.gui.diagnostics_presenter import DiagnosticsPresenter
from d2studio.gui.engine_room import EngineRoom
from d2studio.gui.garbage import GarbageCollector
from d2studio.gui.late_numpy import load_numpy
from d2studio.gui.library_commands import LibraryCommands
from d2studio.gui.main_window import MainWindow
from d2studio.gui.model_check import ModelCheck
from d2studio.gui.model_commands import ModelCommands, model_request
from d2studio.gui.model_presenter import ModelPresenter
from d2studio.gui.page_commands import PageCommands
from d2studio.gui.page_presenter import PagePresenter
from d2studio.gui.result_commands import ResultCommands
from d2studio.gui.result_presenter import ResultPresenter
from d2studio.gui.rules_keeper import RulesKeeper
from d2studio.gui.settings_keeper import SettingsKeeper
from d2studio.gui.studio import Studio
from d2studio.gui.theme import apply_colours, apply_theme
from d2studio.gui.translation import install_translation
from d2studio.gui.work_log import WorkLog

_log = logging.getLogger(__name__)

# A window that starts as an icon is not painted.
_BEGIN_AFTER_MS: Final = 1000
# For so long a thread that speaks with a child may keep the window's waiting for Python.
_SWITCH_S: Final = 0.001
# What is open is noted a moment after it changed.
_NOTE_AFTER_MS: Final = 1000
_WELCOME: Final = "welcome"


class Program(QObject):
    """One window with all that belongs to it.

    Args:
        folders: the user's.
        decode_command, infer_command, library_command: start the children; d2studio's own unless given.
        infer_memory: bytes of address space that the process may use which runs models; 0 for no limit.
    """

    mistake_made = Signal(object)  # Failure, in whatever thread

    def __init__(
        self,
        folders: UserFolders,
        *,
        decode_command: Sequence[str] | None = None,
        infer_command: Sequence[str] | None = None,
        library_command: Sequence[str] | None = None,
        infer_memory: int = 0,
    ) -> None:
        super().__init__()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self.log: LogBook = start_log(folders.logs)
        self.keeper = SettingsKeeper(folders.settings_file, self)
        self._folders = folders
        self.session: Session | None = None
        settings = self.keeper.settings
        install_translation(app, settings.language)
        apply_colours(app, settings.theme)
        self._theme = settings.theme
        self._rules_keeper = RulesKeeper(self.keeper, self)
        self.room = EngineRoom(
            folders.cache / "results",
            decode_memory=round(settings.decode_memory_gb * (1 << 30)),
            decode_command=decode_command,
            infer_memory=infer_memory,
            infer_command=infer_command,
            library_command=library_command,
            kept_rules=self._rules_keeper.kept_rules,
        )
        self.studio = Studio(self.room)
        self._rules_keeper.watch(self.studio)
        WorkLog(self.studio, self)
        self.window = MainWindow(self.studio.pages, str(folders.window_file))
        apply_theme(app, settings.theme)
        pasted_folder = self.room.blocks.folder / "pasted"
        self.page_commands = PageCommands(self.studio, self.window, self.keeper, pasted_folder)
        self.model_commands = ModelCommands(self.studio, self.window, self.keeper)
        self.library_commands = LibraryCommands(
            self.studio, self.window, self.keeper, self.model_commands, folders.models
        )
        ModelCheck(self.studio, self.window, self.keeper, self.model_commands, self.library_commands)
        self.page_commands.models_brought.connect(self.library_commands.take_in)
        self._result_commands = ResultCommands(self.studio, self.window, self.keeper)
        commands = (
            self.page_commands,
            self._result_commands,
            self.model_commands,
            self.library_commands,
            AppCommands(self.studio, self.window, self.keeper),
        )
        self._presenters = (
            PagePresenter(self.studio, self.window),
            ResultPresenter(self.studio, self.window, self.keeper),
            ModelPresenter(self.studio, self.window, self.keeper),
        )
        self.diagnostics = DiagnosticsPresenter(self.studio, self.window, self.keeper, self.log, commands)
        self._is_closed = False
        self._sample = str(sample_folder() / "article.png")
        self._inputs: tuple[str, ...] = ()
        self._note_timer = QTimer(self)
        self._note_timer.setSingleShot(True)
        self._note_timer.setInterval(_NOTE_AFTER_MS)
        self._note_timer.timeout.connect(self._on_note_timer)
        self.window.closing.connect(self.close)
        self.window.banner.dismissed.connect(self._on_banner_dismissed)
        self.keeper.changed.connect(self._on_settings_changed)
        self.studio.current_changed.connect(self._note_timer.start)
        self.studio.model_changed.connect(self._note_timer.start)
        self.mistake_made.connect(self._on_mistake_made)
        self._on_settings_changed()
        self.window.restore_layout()
        _log.info("d2studio %s started", __version__)

    def begin(self, inputs: Sequence[str]) -> None:
        """Start work: load the model and open pages, those named, else those of the last session, else the sample."""
        if self._is_closed:  # while what comes first was still being loaded
            return
        self.room.start()
        self.session = begin_session(self._folders.state)
        if self.session.unclean_end is not None:
            self._pass_over_model()
        settings = self.keeper.settings
        self.studio.load_model(model_request(settings), by_user=False)
        self.studio.runner.ask_machine()
        last = self.session.last
        if inputs:
            self.page_commands.take(inputs)
        elif settings.restore_session and last is not None and last.paths:
            self.studio.open(last.paths, then=last.current)
        else:
            self.studio.open_sample(self._sample)
        if settings.show_welcome:
            is_sample = not inputs and not self.studio.inputs
            self._welcome(is_sample=is_sample)
            if is_sample:
                self.studio.current_changed.connect(self._on_sample_left)

    def _pass_over_model(self) -> None:
        """Use the built-in model from now on, since the last one may be why the program broke off; and say so."""
        settings = self.keeper.settings
        config, weights = settings.model_config, settings.model_weights
        if config:
            settings = settings.with_recent_model(config, weights)
            self.keeper.set(replace(settings, model_config="", model_weights=""))
        self.diagnostics.tell_unclean_end(config, weights)

    @Slot()
    def _on_sample_left(self) -> None:
        """The user's own pages took the place of the sample."""
        current = self.studio.current
        if current is not None and current.path != self._sample:
            self.studio.current_changed.disconnect(self._on_sample_left)
            if self.keeper.settings.show_welcome:
                self._welcome(is_sample=False)

    def _welcome(self, *, is_sample: bool) -> None:
        """Say what to do, in three lines, and of the sample that it is one."""
        lines = [
            self.tr("Open pages (Ctrl+O), or drop them here."),
            self.tr("Move the threshold to see more or less."),
            self.tr("Press ? for all keys."),
        ]
        if is_sample:
            lines.insert(0, self.tr("A sample page, marked by the built-in model."))
        self.window.banner.show_message(lines[0], key=_WELCOME, more=lines[1:])

    @Slot()
    def close(self) -> None:
        """End children and threads, keep what is to be kept. May be called twice."""
        if self._is_closed:
            return
        self._is_closed = True
        self._note_timer.stop()
        self._rules_keeper.keep()
        self.window.hide()
        self._note()
        self.keeper.write()
        self.studio.close()
        self._result_commands.close()
        self.diagnostics.close()
        if self.session is not None:
            self.session.end()
        self.log.close()

    @Slot()
    def _on_settings_changed(self) -> None:
        settings = self.keeper.settings
        self.log.set_level(settings.log_level)
        self.studio.loader.options = PageOptions(settings.pdf_dpi, round(settings.max_megapixels * 1e6))
        if settings.theme != self._theme:
            self._theme = settings.theme
            app = QApplication.instance()
            assert isinstance(app, QApplication)
            apply_theme(app, settings.theme)

    @Slot(str)
    def _on_banner_dismissed(self, key: str) -> None:
        if key == _WELCOME:
            self.keeper.change(show_welcome=False)

    @Slot()
    def _on_note_timer(self) -> None:
        self._note()

    def _note(self) -> None:
        if self.session is None:
            return
        settings = self.keeper.settings
        state = SessionState(self.studio.inputs, self.studio.current, settings.model_config, settings.model_weights)
        try:
            self.session.save(state)
        except OutputError as error:
            _log.warning("%s", error)

    @Slot(object)
    def _on_mistake_made(self, failure: Failure) -> None:
        from d2studio.core.diagnostics import explain

        self.studio.finding_found.emit(explain(failure))


def run(inputs: Sequence[str]) -> int:
    """Open the window with these files and folders, and stay until it is closed; the exit status."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("d2studio")
    app.setApplicationVersion(__version__)
    program = Program(user_folders())
    _watch_for_mistakes(program)
    _close_on_signals(program)
    program.window.show()
    beginning = Beginning(program, [str(Path(path)) for path in inputs])
    program.window.installEventFilter(beginning)
    try:
        return app.exec()
    finally:
        program.close()


class Beginning(QObject):
    """Begins once the window is seen: on a small computer, children that start meanwhile would make it wait.

    The window is installed to be watched, or `start` is called.
    """

    _loaded = Signal()  # emitted in another thread

    def __init__(self, program: Program, inputs: Sequence[str]) -> None:
        super().__init__(program)
        self._program = program
        self._inputs = inputs
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.start)
        self._timer.start(_BEGIN_AFTER_MS)
        self._loaded.connect(self._begin)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            self._timer.start(0)  # when all of it is painted
        return False

    @Slot()
    def start(self) -> None:
        """Load what is large while the window is there to be used, then begin."""
        self._timer.stop()
        sys.setswitchinterval(_SWITCH_S)
        GarbageCollector(self._program)
        threading.Thread(target=self._load, name="loading").start()

    def _load(self) -> None:
        try:
            load_numpy()
            import psutil  # noqa: F401 - by the session
        finally:
            self._loaded.emit()

    @Slot()
    def _begin(self) -> None:
        self._program.begin(self._inputs)


def _close_on_signals(program: Program) -> None:
    """Ctrl+C in a terminal and the end of a session close the window, as a user does.

    Python hears of them when it runs next: at the latest when the memory in use is shown again.
    """

    def close(_number: int, _frame: object) -> None:
        QTimer.singleShot(0, program.window, program.window.close)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, close)


def _watch_for_mistakes(program: Program) -> None:
    """Exceptions that nobody caught become findings; they may come in any thread."""

    def report(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        if error is None or issubclass(kind, KeyboardInterrupt):
            return
        _log.error("uncaught exception", exc_info=(kind, error, trace))
        program.mistake_made.emit(Failure.of(error))

    def report_in_thread(args: threading.ExceptHookArgs) -> None:
        report(args.exc_type, args.exc_value, args.exc_traceback)

    sys.excepthook = report
    threading.excepthook = report_in_thread
