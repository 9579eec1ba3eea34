"""Child processes: started ahead of need, asked one thing at a time, stopped, ended, started again.

    with Worker("decode", blocks) as worker:
        worker.start()
        answer = worker.call({"do": "page", ...}, control=control)

A child is d2studio itself with a hidden subcommand (`core/children`), so that it works in a frozen application too. It
ends by itself when its standard input does: a window that is killed leaves none.
"""

import collections
import itertools
import logging
import queue
import signal
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Final, Literal, Self

from d2studio.control import Control
from d2studio.core.child_process import ChildProcess, Ended, child_command
from d2studio.core.failures import Failure
from d2studio.core.shared_blocks import SharedBlocks, block_name
from d2studio.core.value_wire import failure_from_wire
from d2studio.core.wire import Message, WireError, mapping, number, text
from d2studio.errors import Cancelled, WorkerCrashed, WorkerError, WorkerLoop, WorkerNotStarted, WorkerStuck

ChildName = Literal["decode", "infer", "library"]

# A child that crashes this often in this time is not started by itself any more.
LOOP_CRASHES: Final = 3
LOOP_SECONDS: Final = 300.0

# How long a child that is asked to stop may take before it is ended.
GRACE_S: Final = 1.0
# How long a child may take to start: PyTorch on a slow disk that is read for the first time.
START_LIMIT_S: Final = 120.0
_POLL_S: Final = 0.02

_log = logging.getLogger(__name__)

# Of all workers, since they may share a folder of blocks, which are named after requests.
_request_numbers: Final = itertools.count(1)


class ChildFailed(Exception):
    """A child did what it was asked and failed; `failure` says how. For callers, not for users."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.message)
        self.failure = failure


class Worker:
    """Owns one child. `call` is for one thread at a time; everything else for any.

    Args:
        name: which child.
        blocks: where pixels are shared.
        memory_limit: the most bytes of address space that the child may use; 0 for no limit.
        command: starts the child; d2studio's own unless given.
        on_end: called from another thread each time that the child has ended, for whatever reason.
    """

    def __init__(
        self,
        name: ChildName,
        blocks: SharedBlocks,
        *,
        memory_limit: int = 0,
        command: Sequence[str] | None = None,
        on_end: Callable[[], None] = lambda: None,
    ) -> None:
        self.name = name
        self._blocks = blocks
        self._command = (*(command or child_command(name)), str(blocks.folder), str(memory_limit))
        self._on_end = on_end
        self._lock = threading.Lock()  # of what follows
        self._process: ChildProcess | None = None
        self._crashes: collections.deque[float] = collections.deque(maxlen=LOOP_CRASHES)
        self._untold: WorkerError | None = None  # an end while nothing was asked
        self._oom_kills = 0
        self._is_busy = False
        self._is_closed = False

    @property
    def pid(self) -> int | None:
        """Of the child that runs now."""
        process = self._process
        return None if process is None or process.has_ended else process.pid

    @property
    def _again(self) -> str:
        return "Try again" if self.name == "library" else "Run the page again"

    @property
    def is_looping(self) -> bool:
        """Whether it crashed so often that it is not started by itself any more."""
        with self._lock:
            crashes = tuple(self._crashes)
        return len(crashes) == LOOP_CRASHES and time.monotonic() - crashes[0] < LOOP_SECONDS

    def start(self) -> None:
        """Start the child unless it runs. Returns at once; what it has to load it loads while nobody waits.

        Raises:
            WorkerNotStarted: the system does not start it.
        """
        self._running_process()

    def call(
        self,
        request: Message,
        *,
        control: Control,
        on_part: Callable[[Message], None] = lambda part: None,
        time_limit_s: float | None = None,
        grace_s: float = GRACE_S,
        by_user: bool = True,
    ) -> Message:
        """Ask the child something and wait for the answer; start it first if need be.

        A block that it wrote for an answer that does not come is removed.

        Args:
            request: what to do.
            control: hears of progress, first of the stage "" while the child starts; asked to cancel, passes that on,
                and the child is ended if it does not stop within `grace_s`. (A child that is still starting is let
                be, and skips the request later.)
            on_part: called with each part of a long answer.
            time_limit_s: the child is ended if it takes longer, its start not counted.
            grace_s: see there.
            by_user: whether somebody asked for it; what happens by itself does not start a child that crashes again
                and again.

        Raises:
            ChildFailed: the child says that it failed.
            Cancelled: it was stopped.
            WorkerError: it ended, hung, or could not be started.
        """
        if not by_user and self.pid is None and self.is_looping:
            raise WorkerLoop(
                f"The {self.name} process ended unexpectedly {LOOP_CRASHES} times within "
                f"{LOOP_SECONDS / 60:.0f} minutes, and is not started again by itself.",
                hint=f"{self._again} to start it once more, or choose another page or model.",
                child=self.name,
            )
        process = self._running_process()
        if process is None:
            raise Cancelled(self.name)
        asked = next(_request_numbers)
        self._is_busy = True
        try:
            return self._converse(process, asked, request, control, on_part, time_limit_s, grace_s)
        except BaseException:
            self._blocks.discard(block_name(self.name, asked))
            raise
        finally:
            process.forget()
            self._is_busy = False

    def end(self) -> None:
        """End the child now; a call that is under way raises `Cancelled`, and the next one starts another."""
        process = self._process
        if process is not None:
            process.end()

    def close(self) -> None:
        """End the child for good. A call that is under way raises `Cancelled`."""
        with self._lock:
            self._is_closed = True
            process = self._process
        if process is not None:
            _discard(process)

    def forgive(self) -> None:
        """Forget the crashes so far."""
        with self._lock:
            self._crashes.clear()

    def take_idle_crash(self) -> WorkerError | None:
        """What to say, once, of a child that ended while nothing was asked of it; None if none did."""
        with self._lock:
            if not self._is_busy:
                self._bury()
            crash, self._untold = self._untold, None
            return crash

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _running_process(self) -> ChildProcess | None:
        """The process, started if need be; None once closed."""
        with self._lock:
            if self._is_closed:
                return None
            self._bury()
            if self._process is None or self._process.is_unwanted:
                self._oom_kills = _oom_kills()
                try:
                    self._process = ChildProcess(self._command, self._on_end)
                except OSError as error:
                    raise WorkerNotStarted(
                        f"The {self.name} process cannot be started: {error.strerror or error}.",
                        hint="Close other programs, or install d2studio again.",
                        child=self.name,
                        errno=error.errno,
                    ) from error
                _log.info("the %s process was started: process %d", self.name, self._process.pid)
            return self._process

    def _bury(self) -> None:
        """Let go of a process that has ended by itself while nothing was asked of it. Under the lock."""
        process = self._process
        if process is None or not process.has_ended:
            return
        self._process = None
        if not process.is_unwanted:
            self._untold = self._crash(process, 0.0)

    def _converse(
        self,
        process: ChildProcess,
        asked: int,
        request: Message,
        control: Control,
        on_part: Callable[[Message], None],
        time_limit_s: float | None,
        grace_s: float,
    ) -> Message:
        begun = time.monotonic()
        if process.ready_at is None:
            control.tick("")
        process.ask(asked, request)
        cancelled_at: float | None = None
        while True:
            now = time.monotonic()
            if cancelled_at is None and control.is_cancelled:
                cancelled_at = now
                process.cancel(asked)
            if cancelled_at is not None and process.ready_at is None:
                raise Cancelled(self.name)
            if cancelled_at is not None and now - cancelled_at > grace_s:
                _discard(process)
                raise Cancelled(self.name)
            limit = START_LIMIT_S if process.ready_at is None else time_limit_s
            if limit is not None and now - max(begun, process.ready_at or begun) > limit:
                _discard(process)
                raise self._stuck(process, limit)
            try:
                event = process.events.get(timeout=_POLL_S)
            except queue.Empty:
                continue
            if isinstance(event, Ended):
                raise self._ended(process, time.monotonic() - begun)
            if event.get("id") != asked:
                continue  # belongs to an earlier one, which nobody waits for any more
            try:
                answer = _answer(event, control, on_part)
            except WireError as error:
                process.last_words.append(f"wire: {error}")
                process.kill()
                continue
            if answer is not None:
                return answer

    def _ended(self, process: ChildProcess, seconds: float) -> Exception:
        with self._lock:
            if self._process is process:
                self._process = None
            return Cancelled(self.name) if process.is_unwanted else self._crash(process, seconds)

    def _crash(self, process: ChildProcess, seconds: float) -> WorkerError:
        self._crashes.append(time.monotonic())
        code = process.exit_code
        if code is None:
            how, facts = "the system cannot end it", {}
        elif code < 0:
            how, facts = f"signal {-code}, {_signal_name(-code)}", {"signal": str(-code)}
        else:
            how, facts = f"exit code {code if code < 256 else hex(code)}", {"exit_code": str(code)}
        return WorkerCrashed(
            f"The {self.name} process ended unexpectedly ({how}).",
            hint=f"{self._again}; the process is started anew.",
            child=self.name,
            seconds=f"{seconds:.1f}",
            oom_kills=str(_oom_kills() - self._oom_kills),
            last_words="\n".join(process.last_words),
            **facts,
        )

    def _stuck(self, process: ChildProcess, seconds: float) -> WorkerError:
        return WorkerStuck(
            f"The {self.name} process took longer than {seconds:.0f} seconds, and was ended.",
            hint="Leave this page out, or save it anew with another program."
            if process.ready_at is not None and self.name != "library"
            else "Close other programs, and try again.",
            child=self.name,
            seconds=f"{seconds:.0f}",
            last_words="\n".join(process.last_words),
        )


def _discard(process: ChildProcess) -> None:
    """End a process that is not wanted any more, so that its end is no news."""
    process.end()
    process.wait()


def _answer(event: Message, control: Control, on_part: Callable[[Message], None]) -> Message | None:
    """The answer, if the event is that.

    Raises:
        ChildFailed, Cancelled: the answer is that.
        WireError: it makes no sense.
    """
    if "stage" in event:
        stage, fraction = text(event["stage"]), number(event.get("fraction"))
        try:
            control.tick(stage, fraction)
        except Cancelled:
            return None  # the child is told so by the loop, and answers
    elif "part" in event:
        on_part(mapping(event["part"]))
    elif "failure" in event:
        raise ChildFailed(failure_from_wire(event["failure"]))
    elif "cancelled" in event:
        raise Cancelled
    else:
        return mapping(event.get("result"))
    return None


def _signal_name(number_: int) -> str:
    try:
        return signal.Signals(number_).name
    except ValueError:
        return "unknown"


def _oom_kills() -> int:
    """How many processes the kernel has ended for want of memory since it started; 0 where it does not say."""
    try:
        lines = Path("/proc/vmstat").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("oom_kill ")), 0)
