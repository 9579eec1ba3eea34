"""The real window, which a test ends in the midst of some work.

    python -m tests.e2e.window_driver close|stay JOB INPUT TARGET

As soon as the work is under way, `at work` goes to standard output, after the ids of the children and the folder of
the shared blocks. Then the window is closed as a user does it, or it stays until somebody ends it.
"""

import sys
from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Slot

from d2studio.gui import app, dialogs
from d2studio.gui.jobs import JobProgress
from d2studio.gui.model_runner import ModelState, RunProgress

_END, _JOB, _INPUT, _TARGET = sys.argv[1:]


class DrivenProgram(app.Program):
    """Starts one kind of work as soon as it can."""

    def begin(self, inputs: Sequence[str]) -> None:
        self._driver = Driver(self)
        super().begin(inputs)


class Driver(QObject):
    def __init__(self, program: DrivenProgram) -> None:
        super().__init__()
        self._program = program
        self._is_done = False
        studio = program.studio
        studio.filtered_changed.connect(self._on_filtered_changed)
        studio.model_changed.connect(self._on_model_changed)
        studio.run_progressed.connect(self._on_run_progressed)
        studio.page_progressed.connect(self._on_page_progressed)
        studio.loader.files_found.connect(self._on_files_found)
        program.room.decode.progressed.connect(self._on_decode_progressed)

    @Slot()
    def _on_model_changed(self) -> None:
        runner = self._program.studio.runner
        if _JOB == "load" and runner.state is ModelState.LOADING and runner.loading_stage == "weights":
            self._at_work()

    @Slot()
    def _on_filtered_changed(self) -> None:
        studio = self._program.studio
        if studio.filtered is None or self._is_done:
            return
        if _JOB == "save":
            dialogs.ask_save_file = lambda *arguments: _TARGET
            self._program.window.actions_.save_picture.trigger()
        elif _JOB in ("batch", "list"):
            self._program.page_commands.open_paths([_INPUT])

    @Slot(object)
    def _on_files_found(self, keys: object) -> None:
        studio = self._program.studio
        if _JOB == "list" and studio.loader.is_listing and len(studio.pages) > 100:
            self._at_work()
        elif _JOB == "batch" and len(studio.pages) > 1:
            self._program.window.actions_.run_all.trigger()

    @Slot(object)
    def _on_run_progressed(self, progress: RunProgress | None) -> None:
        if progress is None or progress.stage in ("", "libraries", "weights", "model"):
            return
        if _JOB == "run" or (_JOB == "batch" and progress.done >= 2):
            self._at_work()

    @Slot(str)
    def _on_page_progressed(self, stage: str) -> None:
        if _JOB == "decode" and stage == "decode":
            self._at_work()

    @Slot(object)
    def _on_decode_progressed(self, progress: JobProgress) -> None:
        if _JOB == "save" and progress.stage == "write":
            self._at_work()

    def _at_work(self) -> None:
        if self._is_done:
            return
        self._is_done = True
        room = self._program.room
        sys.stdout.write(f"{room.decode.worker.pid} {room.infer.worker.pid} {room.blocks.folder}\nat work\n")
        sys.stdout.flush()
        if _END == "close":
            QTimer.singleShot(0, self._program.window, self._program.window.close)


if __name__ == "__main__":
    app.Program = DrivenProgram  # type: ignore[misc]
    sys.exit(app.run([_INPUT] if _JOB in ("decode", "load", "run", "save") else []))
