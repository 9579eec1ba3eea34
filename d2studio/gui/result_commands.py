"""What happens when somebody saves or copies what was found: as a picture, as text."""

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication, QImage

from d2studio.core.diagnostics import explain
from d2studio.core.output_folder import remove_parts
from d2studio.core.page_state import NOT_RUN, PageStatus
from d2studio.core.requests import MakePicture
from d2studio.core.words import safe_stem
from d2studio.gui.jobs import JobCancelled, JobDone, JobFailed, Priority
from d2studio.gui.main_window import MainWindow
from d2studio.gui.settings_keeper import SettingsKeeper
from d2studio.gui.studio import Studio


class ResultCommands(QObject):
    """Obeys the actions about results."""

    def __init__(self, studio: Studio, window: MainWindow, keeper: SettingsKeeper) -> None:
        super().__init__(window)
        self._studio = studio
        self._window = window
        self._keeper = keeper
        self._pictures: dict[int, str | None] = {}  # by the job's number, the file, if it is one
        act = window.actions_
        for action, slot in (
            (act.save_picture, self.save_picture),
            (act.copy_picture, self.copy_picture),
            (act.copy_text, self.copy_text),
            (act.copy_csv, self.copy_csv),
            (act.copy_json, self.copy_json),
        ):
            action.triggered.connect(slot)
        studio.room.decode.job_ended.connect(self._on_job_ended)

    @Slot()
    def save_picture(self) -> None:
        request = self._picture_request()
        if request is None:
            return
        path = Path(request.page.key.path)
        suggestion = os.path.join(self._keeper.settings.last_folder, f"{safe_stem(path.stem)}-regions.png")
        from d2studio.gui import dialogs

        target = dialogs.ask_save_file(self._window, self.tr("Save picture"), suggestion, [self.tr("Pictures (*.png)")])
        if target:
            self._submit_picture(replace(request, target=target))

    @Slot()
    def copy_picture(self) -> None:
        request = self._picture_request()
        if request is not None:
            self._submit_picture(request)

    def _picture_request(self) -> MakePicture | None:
        studio = self._studio
        if studio.page is None or studio.result is None or studio.filtered is None:
            self._window.say(self._why_nothing())
            return None
        shown = studio.result.detections.select(studio.filtered.shown)
        return MakePicture(studio.page, shown, studio.class_colours())

    def _why_nothing(self) -> str:
        current = self._studio.current
        state = NOT_RUN if current is None else self._studio.pages.state(current)
        if state.status in (PageStatus.FOUND, PageStatus.EMPTY):
            return self.tr("What was found on this page is still being read.")
        return self.tr("Nothing was found on this page yet: run it first.")

    def _submit_picture(self, request: MakePicture) -> None:
        self._pictures[self._studio.room.decode.submit(request, Priority.NOW)] = request.target

    @Slot(object)
    def _on_job_ended(self, outcome: JobDone | JobFailed | JobCancelled) -> None:
        if outcome.job.number not in self._pictures:
            return
        target = self._pictures.pop(outcome.job.number)
        if isinstance(outcome, JobFailed):
            _remove_parts(target)
            self._studio.finding_found.emit(explain(outcome.failure))
        elif isinstance(outcome, JobDone) and isinstance(outcome.value, str):
            self._window.say(self.tr("Saved {path}").format(path=outcome.value))
        elif isinstance(outcome, JobDone) and isinstance(outcome.value, np.ndarray):
            pixels = outcome.value
            height, width, _ = pixels.shape
            image = QImage(pixels.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888)
            QGuiApplication.clipboard().setImage(image.copy())
            self._window.say(self.tr("Copied the picture"))

    def close(self) -> None:
        """Remove what is left of pictures that were being written. After the children ended."""
        for target in self._pictures.values():
            _remove_parts(target)

    @Slot()
    def copy_text(self) -> None:
        self._window.table.copy_as("text")

    @Slot()
    def copy_csv(self) -> None:
        self._window.table.copy_as("csv")

    @Slot()
    def copy_json(self) -> None:
        self._window.table.copy_as("json")


def _remove_parts(target: str | None) -> None:
    if target is not None:
        remove_parts(Path(target).parent)
