"""Loads models and runs them over pages: one page that is looked at, or all of them."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import filterfalse
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from d2studio.core.failures import Failure
from d2studio.core.model_names import ModelNames
from d2studio.core.model_summary import Machine, ModelRequest, ModelSummary
from d2studio.core.page import PageKey
from d2studio.core.page_result import PageResult
from d2studio.core.requests import AskMachine, DescribeModel, LoadModel, Predict, UnloadModel
from d2studio.core.shared_page import SharedPage
from d2studio.errors import DeviceError, OutOfMemory, WorkerLoop
from d2studio.gui.jobs import ChildThread, JobCancelled, JobDone, JobFailed, JobProgress, Priority
from d2studio.gui.page_loader import PageLoader

# Pages that are decoded while the model is at another.
_DECODED_AHEAD: Final = 2

# Codes of failures that another device or a smaller input size may do away with.
_RUNS_OTHERWISE: Final = frozenset((DeviceError.code, OutOfMemory.code))


class ModelState(Enum):
    NONE = "none"
    LOADING = "loading"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True)
class RunProgress:
    """How far a run over pages is.

    Attributes:
        done, total: pages.
        key, stage, fraction: the page under way, what is done to it, and how much of that is done, 0 to 1.
        seconds_left: of the whole run, from the pages so far; None while that is a guess.
    """

    done: int
    total: int
    key: PageKey | None
    stage: str
    fraction: float
    seconds_left: float | None


@dataclass(frozen=True)
class RunEnd:
    """How a run over pages ended.

    Attributes:
        done, total: pages that were run, of those that were to be.
        failed: pages of the former that have no result.
        is_stopped: somebody stopped it.
    """

    done: int
    total: int
    failed: int
    is_stopped: bool


class ModelRunner(QObject):
    """Asks the infer child.

    Attributes:
        request: the model in use; what runs, runs with it.
        wanted: what to load when something is to be changed or tried again: the model that was asked for last, even
            if it cannot be loaded now; but the one in use where only other files could help.
        state, summary, loading_stage: of the model.
        names: of all models that were loaded or described so far.

    Signals:
        state_changed(): `state`, `summary` or `loading_stage` is another.
        machine_changed(): `machine` is known, or known anew.
        model_failed(object, object): the `ModelRequest` and why it does not load.
        described(object): a `ModelSummary` that `describe` asked for; `describe_failed(object)` a `Failure`.
        page_started(object): a `PageKey` that the model is at now.
        page_done(object, object): `PageKey` and `PageResult`.
        page_failed(object, object): `PageKey` and `Failure`.
        pages_stopped(object): list of `PageKey`s that were to be run and now are not.
        progressed(object): `RunProgress`; None when nothing runs any more.
        run_ended(object): a `RunEnd`.
    """

    state_changed = Signal()
    machine_changed = Signal()
    model_failed = Signal(object, object)
    described = Signal(object)
    describe_failed = Signal(object)
    page_started = Signal(object)
    page_done = Signal(object, object)
    page_failed = Signal(object, object)
    pages_stopped = Signal(object)
    progressed = Signal(object)
    run_ended = Signal(object)

    def __init__(self, thread: ChildThread, loader: PageLoader, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.request = ModelRequest()
        self.wanted = self.request
        self.state = ModelState.NONE
        self.summary: ModelSummary | None = None
        self.machine: Machine | None = None
        self.loading_stage = ""
        self.names = ModelNames()
        self.failed: ModelRequest | None = None  # the model that was last asked for, if it does not load
        self.problem = ""  # why the model that was last asked for is not in use, in words
        self._thread = thread
        self._loader = loader
        self._load_job: int | None = None
        self._pending: dict[PageKey, None] = {}  # in order
        self._decoding: set[PageKey] = set()
        self._ready: dict[PageKey, SharedPage] = {}
        self._running: tuple[int, SharedPage] | None = None  # number of the job, and the page
        self._first: PageKey | None = None  # goes before others as soon as it is decoded
        self._is_by_user = True
        self._done = self._total = self._failed = 0
        self._stopped = 0  # pages that were to be run until somebody stopped the run
        self._is_stopping = False
        self._begun = 0.0
        thread.job_ended.connect(self._on_job_ended)
        thread.progressed.connect(self._on_progressed)
        loader.page_ready.connect(self._on_page_ready)
        loader.page_failed.connect(self._on_page_unreadable)

    @property
    def is_running(self) -> bool:
        return self._running is not None or bool(self._pending or self._decoding or self._ready)

    def ask_machine(self) -> None:
        self._thread.submit(AskMachine(), Priority.LATER, by_user=False)

    def describe(self, config: str | None, weights: str | None) -> None:
        """Have a model described and its files checked, without loading it."""
        self._thread.submit(DescribeModel(config, weights), Priority.NOW)

    def load(self, request: ModelRequest, *, by_user: bool = True) -> None:
        """Load a model in the background; until it is ready the one before stays in use."""
        if self._load_job is not None:
            self._thread.cancel(self._load_job)
        self.state, self.loading_stage, self.problem, self.failed = ModelState.LOADING, "", "", None
        self.wanted = request
        self._put_back()
        self._load_job = self._thread.submit(LoadModel(request), Priority.NOW, by_user=by_user)
        self.state_changed.emit()

    def unload(self) -> None:
        """Give the model's memory back, and stop what runs with it."""
        self.stop()
        if self._load_job is not None:
            self._thread.cancel(self._load_job)
            self._load_job = None
        self._thread.submit(UnloadModel(), Priority.NOW)
        self.summary, self.state = None, ModelState.NONE
        self.state_changed.emit()

    def run(self, keys: Sequence[PageKey], *, first: bool = False, by_user: bool = True) -> None:
        """Run the model over pages: after those that wait already; or `first`, also where they wait themselves."""
        fresh = self.not_waiting(keys)
        hurried = [key for key in keys if not self._is_under_way(key)] if first else []
        if not fresh and not hurried:
            return
        if not self.is_running:
            self._is_stopping = False
            self._begun = time.monotonic()
        self._total += len(fresh)
        self._is_by_user = by_user
        self._pending |= dict.fromkeys(fresh)
        for key in hurried:
            self._hurry(key)
        self._advance()

    def is_waiting(self, key: PageKey) -> bool:
        """Whether a page is to be run, or is being run."""
        return self.is_near(key) or key in self._pending

    def is_near(self, key: PageKey) -> bool:
        """Whether a page is being run, or decoded since its turn is near."""
        return self._is_under_way(key) or key in self._decoding or key in self._ready

    def not_waiting(self, keys: Sequence[PageKey]) -> list[PageKey]:
        """Those of some pages that are not to be run, nor being run."""
        waiting = {*self._pending, *self._decoding, *self._ready}
        if self._running is not None:
            waiting.add(self._running[1].key)
        return [key for key in keys if key not in waiting] if waiting else list(keys)

    def stop(self) -> None:
        """Run no further page, and stop the one under way."""
        stopped = [*self._pending, *self._decoding, *self._ready]
        self._pending.clear()
        self._decoding.clear()
        self._ready.clear()
        if stopped:
            self.pages_stopped.emit(stopped)
        self._is_stopping = True
        self._stopped += len(stopped)
        if self._running is not None:
            self._thread.cancel(self._running[0])
        self._total = self._done + (self._running is not None)
        self._tell()

    def discard(self, keys: Sequence[PageKey]) -> None:
        """Pages that were taken out of the list are not run any more."""
        gone = set(keys)
        stopped = list(filter(gone.__contains__, [*self._pending, *self._decoding, *self._ready]))
        self._total -= len(stopped)
        self._pending = dict.fromkeys(filterfalse(gone.__contains__, self._pending))
        self._ready = {key: page for key, page in self._ready.items() if key not in gone}
        self._decoding -= gone
        if stopped:
            self.pages_stopped.emit(stopped)
        if self._running is not None and self._running[1].key in gone:
            self._thread.cancel(self._running[0])
        self._advance()

    def _is_under_way(self, key: PageKey) -> bool:
        return self._running is not None and self._running[1].key == key

    def _hurry(self, key: PageKey) -> None:
        """Let a page be the next that is run."""
        self._first = key
        if key in self._ready:
            self._take(self._ready.pop(key))
        else:
            self._pending.pop(key, None)
            self._decoding.add(key)
            self._loader.request(key)

    def _take(self, page: SharedPage) -> None:
        """Have a decoded page at hand; where these are too many, one waits again."""
        if page.key == self._first:
            self._ready = {page.key: page, **self._ready}
        else:
            self._ready[page.key] = page
        if len(self._ready) > _DECODED_AHEAD:
            key, _ = self._ready.popitem()
            self._pending = {key: None, **self._pending}

    def _put_back(self) -> None:
        """Let the page under way wait for the model that is asked for now: nobody wants the other one's answer."""
        if self._running is None:
            return
        number, page = self._running
        self._running = None
        self._ready = {page.key: page, **self._ready}
        self._thread.cancel(number)

    def _advance(self) -> None:
        """Keep the model busy and the next pages coming."""
        # What waits while a model is loaded waits for that one: the one before would have to be loaded again.
        if self._running is None and self._ready and self._load_job is None:
            key, page = next(iter(self._ready.items()))
            del self._ready[key]
            # Of many pages, those after a crash come by themselves: they must not crash a child for ever.
            number = self._thread.submit(Predict(self.request, page), Priority.SOON, by_user=self._is_by_user)
            self._is_by_user = False
            self._running = (number, page)
            self.page_started.emit(key)
        while self._pending and len(self._decoding) + len(self._ready) < _DECODED_AHEAD:
            key = next(iter(self._pending))
            del self._pending[key]
            self._decoding.add(key)
            self._loader.request(key, Priority.SOON)
        self._tell()

    def _tell(self, stage: str = "", fraction: float = 0.0) -> None:
        if not self.is_running:
            self.progressed.emit(None)
            self._end()
            return
        elapsed = time.monotonic() - self._begun
        left = elapsed / self._done * (self._total - self._done) if self._done else None
        key = self._running[1].key if self._running else None
        self.progressed.emit(RunProgress(self._done, self._total, key, stage, fraction, left))

    def _end(self) -> None:
        """Tell how the run ended, once."""
        end = RunEnd(self._done, self._done + self._stopped, self._failed, is_stopped=self._stopped > 0)
        self._done = self._total = self._failed = self._stopped = 0
        if end.total:
            self.run_ended.emit(end)

    @Slot(object)
    def _on_page_ready(self, page: SharedPage) -> None:
        if page.key in self._decoding:
            self._decoding.discard(page.key)
            self._take(page)
            self._advance()

    @Slot(object, object)
    def _on_page_unreadable(self, key: PageKey, failure: Failure) -> None:
        if key in self._decoding:
            self._decoding.discard(key)
            self._done += 1
            self._failed += 1
            if failure.code == WorkerLoop.code:
                self.stop()
            self._advance()

    @Slot(object)
    def _on_progressed(self, progress: JobProgress) -> None:
        if progress.job.number == self._load_job:
            self.loading_stage = progress.stage
            self.state_changed.emit()
        elif self._running is not None and progress.job.number == self._running[0]:
            self._tell(progress.stage, progress.fraction)

    @Slot(object)
    def _on_job_ended(self, outcome: JobDone | JobFailed | JobCancelled) -> None:
        request = outcome.job.request
        if isinstance(request, Predict):
            self._on_run_ended(request, outcome)
        elif isinstance(request, LoadModel):
            self._on_load_ended(request, outcome)
        elif isinstance(request, DescribeModel):
            if isinstance(outcome, JobDone):
                assert isinstance(outcome.value, ModelSummary)
                self.names.add(outcome.value)
                self.described.emit(outcome.value)
            elif isinstance(outcome, JobFailed):
                self.describe_failed.emit(outcome.failure)
        elif isinstance(request, AskMachine) and isinstance(outcome, JobDone):
            assert isinstance(outcome.value, Machine)
            self.machine = outcome.value
            self.machine_changed.emit()

    def _on_run_ended(self, request: Predict, outcome: JobDone | JobFailed | JobCancelled) -> None:
        if self._running is None or self._running[0] != outcome.job.number:
            return  # it was put back
        key = request.page.key
        self._running = None
        if isinstance(outcome, JobCancelled):
            self._total -= 1
            self._stopped += self._is_stopping  # else it was taken out of the list
            self.pages_stopped.emit([key])
            self._advance()
            return
        self._done += 1
        if isinstance(outcome, JobDone):
            assert isinstance(outcome.value, PageResult)
            self.page_done.emit(key, outcome.value)
        else:
            self._failed += 1
            self.page_failed.emit(key, outcome.failure)
            if outcome.failure.code == WorkerLoop.code:
                self.stop()
        self._advance()

    def _on_load_ended(self, request: LoadModel, outcome: JobDone | JobFailed | JobCancelled) -> None:
        if outcome.job.number != self._load_job:
            return  # another was asked for since
        self._load_job = None
        if isinstance(outcome, JobDone):
            assert isinstance(outcome.value, ModelSummary)
            self.request, self.summary = request.model, outcome.value
            self.names.add(outcome.value)
            self.state = ModelState.READY
        elif isinstance(outcome, JobFailed):
            # What was loaded before is still there.
            self.state = ModelState.READY if self.summary is not None else ModelState.FAILED
            self.problem, self.failed = outcome.failure.message, request.model
            if self.summary is not None and outcome.failure.code not in _RUNS_OTHERWISE:
                self.wanted = self.request
            self.model_failed.emit(request.model, outcome.failure)
        else:
            self.state = ModelState.READY if self.summary is not None else ModelState.NONE
        self.state_changed.emit()
        if self.summary is None:
            self.stop()
        else:
            self._advance()
