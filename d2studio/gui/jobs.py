"""Threads that talk to the children, so that the window never waits. The only module with QThread.

Each child has one long-lived thread, which takes jobs by priority and asks the child one at a time. Everything that
comes back is a frozen value in a signal; the receiver decides whether it still wants it.
"""

import heapq
import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final

from PySide6.QtCore import QObject, QThread, Signal

from d2studio.control import Control
from d2studio.core.failures import Failure
from d2studio.core.requests import Request
from d2studio.core.shared_blocks import SharedBlocks
from d2studio.core.wire import Message, WireError
from d2studio.core.workers import GRACE_S, ChildFailed, ChildName, Worker
from d2studio.errors import Cancelled, WorkerCrashed, WorkerError

# How long what nobody waits for may go on once it is asked to stop.
_GIVE_WAY_S: Final = 0.5

_log = logging.getLogger(__name__)


class Priority(IntEnum):
    """What is done first."""

    NOW = 0  # somebody looks at the screen and waits
    SOON = 1  # a run over many pages
    LATER = 2  # thumbnails, counts


@dataclass(frozen=True)
class Job:
    """One request on its way. `by_user`: somebody asked for it; see `Worker.call`."""

    number: int
    request: Request[object]
    priority: Priority
    by_user: bool


@dataclass(frozen=True)
class JobProgress:
    """Stage and fraction, 0 to 1, of a job under way."""

    job: Job
    stage: str
    fraction: float


@dataclass(frozen=True)
class JobPart:
    """Some of a long answer."""

    job: Job
    part: Message


@dataclass(frozen=True, eq=False)
class JobDone:
    """A job's answer, as its request reads it."""

    job: Job
    value: object


@dataclass(frozen=True)
class JobFailed:
    """Why a job has no answer."""

    job: Job
    failure: Failure


@dataclass(frozen=True)
class JobCancelled:
    """A job that was stopped, or taken out before it began."""

    job: Job


class ChildState(IntEnum):
    """What a child is doing, for the status bar."""

    STOPPED = 0
    IDLE = 1
    BUSY = 2
    LOOPING = 3


@dataclass(order=True)
class _Queued:
    priority: int
    number: int
    job: Job = field(compare=False)


class ChildThread(QThread):
    """Asks one child.

    All signals but `state_changed` carry one of the values above; they are emitted in this thread, so that
    receivers, which live in the window's, get them queued. (Only `cancel` emits in the caller's.)

    What has priority LATER gives way to what has NOW: it is stopped, and begins anew afterwards.
    """

    progressed = Signal(object)
    part_arrived = Signal(object)
    job_ended = Signal(object)  # JobDone, JobFailed or JobCancelled: exactly one for each job, until `close`
    child_ended = Signal(object)  # Failure: the child ended while nothing was asked of it
    state_changed = Signal(object)  # ChildState

    def __init__(
        self,
        name: ChildName,
        blocks: SharedBlocks,
        parent: QObject | None = None,
        *,
        memory_limit: int = 0,
        command: Sequence[str] | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(f"{name} thread")
        self.worker = Worker(name, blocks, memory_limit=memory_limit, command=command, on_end=self._wake)
        self._blocks = blocks
        self._wakeup = threading.Condition()
        self._queue: list[_Queued] = []
        self._running: Job | None = None
        self._control = Control()
        self._gives_way = False  # what runs was stopped so that something else can
        self._has_news = False  # the child ended
        self._is_closing = False
        self._next_number = 0
        self._state = ChildState.STOPPED

    def submit(self, request: Request[object], priority: Priority, *, by_user: bool = True) -> int:
        """Queue a request; the number of its job comes back in every signal about it."""
        with self._wakeup:
            self._next_number += 1
            job = Job(self._next_number, request, priority, by_user)
            heapq.heappush(self._queue, _Queued(priority, job.number, job))
            running = self._running
            if priority is Priority.NOW and running is not None and running.priority is Priority.LATER:
                self._gives_way = self._gives_way or not self._control.is_cancelled
                self._control.cancel()
            self._wakeup.notify()
        return job.number

    def cancel(self, number: int) -> None:
        """Stop a job, which `JobCancelled` tells unless it is done by then; or take it out, which it tells at once."""
        with self._wakeup:
            if self._running is not None and self._running.number == number:
                self._gives_way = False
                self._control.cancel()
                return
            waiting = next((queued for queued in self._queue if queued.number == number), None)
            if waiting is None:
                return
            self._queue.remove(waiting)
            heapq.heapify(self._queue)
        self.job_ended.emit(JobCancelled(waiting.job))

    def is_running(self, number: int) -> bool:
        """Whether this job is under way now, and nobody stopped it."""
        with self._wakeup:
            return self._running is not None and self._running.number == number and not self._control.is_cancelled

    def restart(self) -> None:
        """End the child and start another, whatever it was doing; its crashes so far are forgotten.

        What nobody waits for begins anew; of anything else `JobCancelled` is told.
        """
        with self._wakeup:
            running = self._running
            self._gives_way = running is not None and running.priority is Priority.LATER
        self.worker.forgive()
        self.worker.end()
        self._wake()

    def close(self) -> None:
        """End the child and this thread; waits for both."""
        with self._wakeup:
            self._is_closing = True
            self._queue.clear()
            self._wakeup.notify()
        self.worker.close()
        self.wait()

    def run(self) -> None:
        while (job := self._next()) is not None:
            self._set_state(ChildState.BUSY)
            outcome = self._do(job)
            with self._wakeup:
                self._running = None
                if self._is_closing:
                    return
                begins_anew = self._gives_way and isinstance(outcome, JobCancelled)
                self._gives_way = False
                if begins_anew:
                    heapq.heappush(self._queue, _Queued(job.priority, job.number, job))
            if not begins_anew:
                self.job_ended.emit(outcome)

    def _next(self) -> Job | None:
        """Wait for a job; None when it is time to end. Meanwhile a child that ended is reported and replaced."""
        while True:
            crash = self.worker.take_idle_crash()
            if crash is not None:
                self.child_ended.emit(Failure.of(crash))
            self._start_child()
            with self._wakeup:
                if not (self._queue or self._is_closing or self._has_news):
                    self._wakeup.wait()
                self._has_news = False
                if self._is_closing:
                    return None
                if self._queue:
                    self._running = heapq.heappop(self._queue).job
                    self._control = Control(self._report)
                    return self._running

    def _do(self, job: Job) -> JobDone | JobFailed | JobCancelled:
        try:
            answer = self.worker.call(
                job.request.to_wire(),
                control=self._control,
                on_part=lambda part: self.part_arrived.emit(JobPart(job, part)),
                time_limit_s=job.request.limit_s,
                grace_s=_GIVE_WAY_S if job.priority is Priority.LATER else GRACE_S,
                by_user=job.by_user,
            )
            return JobDone(job, job.request.read(answer, self._blocks))
        except Cancelled:
            return JobCancelled(job)
        except ChildFailed as failed:
            return JobFailed(job, failed.failure)
        except WireError as error:
            return JobFailed(job, Failure.of(_nonsense(self.worker.name, error)))
        except Exception as error:  # noqa: BLE001 - the one place where a thread's failures become values
            return JobFailed(job, Failure.of(error))

    def _report(self, stage: str, fraction: float) -> None:
        job = self._running
        if job is not None:
            self.progressed.emit(JobProgress(job, stage, fraction))

    def _start_child(self) -> None:
        """Have the child ready before it is needed; a failure is told by the job that needs it."""
        if self.worker.is_looping:
            self._set_state(ChildState.LOOPING if self.worker.pid is None else ChildState.IDLE)
            return
        try:
            self.worker.start()
        except WorkerError as error:
            _log.warning("%s", error)
            self._set_state(ChildState.STOPPED)
        else:
            self._set_state(ChildState.IDLE)

    def _set_state(self, state: ChildState) -> None:
        if state is not self._state:
            self._state = state
            self.state_changed.emit(state)

    def _wake(self) -> None:
        with self._wakeup:
            self._has_news = True
            self._wakeup.notify()


def _nonsense(child: ChildName, error: WireError) -> WorkerCrashed:
    return WorkerCrashed(
        f"The {child} process gave an answer that makes no sense.",
        hint="Run the page again.",
        child=child,
        last_words=str(error),
    )
