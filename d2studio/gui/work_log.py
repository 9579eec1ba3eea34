"""Writes into the log what is done: models loaded, files opened, runs, findings.

Names of files do not occur, so that a report with the log says nothing about them.
"""

import logging
import time

from PySide6.QtCore import QObject, Slot

from d2studio.core.failures import Failure
from d2studio.core.findings import Finding
from d2studio.core.model_summary import ModelRequest, ModelSummary
from d2studio.gui.model_runner import ModelState, RunEnd, RunProgress
from d2studio.gui.studio import Studio

_log = logging.getLogger(__name__)


class WorkLog(QObject):
    """Listens to a studio. Lines are English whatever the window speaks: those who help read them."""

    def __init__(self, studio: Studio, parent: QObject) -> None:
        super().__init__(parent)
        self._runner = studio.runner
        self._found = 0
        self._loading_since: float | None = None
        self._running_since: float | None = None
        studio.loader.files_found.connect(self._on_files_found)
        studio.loader.listing_ended.connect(self._on_listing_ended)
        studio.runner.state_changed.connect(self._on_model_state_changed)
        studio.runner.model_failed.connect(self._on_model_failed)
        studio.runner.progressed.connect(self._on_run_progressed)
        studio.runner.run_ended.connect(self._on_run_ended)
        studio.finding_found.connect(self._on_finding_found)

    @Slot(object, object)
    def _on_files_found(self, keys: list[object], _number: int) -> None:
        self._found += len(keys)

    @Slot(object)
    def _on_listing_ended(self, failures: tuple[Failure, ...]) -> None:
        found, self._found = self._found, 0
        _log.info("opened %d page file(s); %d of what was named gave none", found, len(failures))

    @Slot()
    def _on_model_state_changed(self) -> None:
        if self._runner.state is ModelState.LOADING:
            if self._loading_since is None:
                self._loading_since = time.monotonic()
                _log.info("loading %s", _kind(self._runner.wanted))
            return
        if self._loading_since is None:
            return
        seconds, self._loading_since = time.monotonic() - self._loading_since, None
        summary = self._runner.summary
        if self._runner.state is ModelState.READY and summary is not None:
            _log.info("%s is in use after %.1f s: %s", _kind(self._runner.request), seconds, _in_words(summary))
        else:
            _log.info("no model is in use after %.1f s", seconds)

    @Slot(object, object)
    def _on_model_failed(self, request: ModelRequest, failure: Failure) -> None:
        _log.info("%s was not loaded: %s", _kind(request), failure.code)

    @Slot(object)
    def _on_run_progressed(self, progress: RunProgress | None) -> None:
        if progress is not None and self._running_since is None:
            self._running_since = time.monotonic()
            _log.info("a run over %d page(s) began", progress.total)

    @Slot(object)
    def _on_run_ended(self, end: RunEnd) -> None:
        seconds = 0.0 if self._running_since is None else time.monotonic() - self._running_since
        self._running_since = None
        how = "was stopped" if end.is_stopped else "ended"
        _log.info("a run %s after %.1f s: %d of %d page(s), %d failed", how, seconds, end.done, end.total, end.failed)

    @Slot(object)
    def _on_finding_found(self, finding: Finding) -> None:
        _log.info("found: %s (%s)", finding.code, finding.severity.value)


def _kind(request: ModelRequest) -> str:
    return "the built-in model" if request.config is None else "a model of the user's"


def _in_words(model: ModelSummary) -> str:
    return (
        f"{model.architecture}, {model.backbone}, {len(model.class_names)} classes, "
        f"on {model.device} in {model.precision}, input {model.input_size[0]} x {model.input_size[1]} px"
    )
