"""Child processes: started ahead of need, asked one thing at a time, stopped, ended, started again.

    with Worker("decode", blocks) as worker:
        worker.start()
        answer = worker.call({"do": "page", ...}, control=control)

The only module that starts processes. A child is d2studio itself with a hidden subcommand (`core/children`), so that it
works in a frozen application too. It ends by itself when its standard input does: a window that is killed leaves none.
"""

import collections
import logging
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Final, Literal, Self

from d2studio.control import Control
from d2studio.core.failures import Failure
from d2studio.core.shared_blocks import SharedBlocks
from d2studio.core.value_wire import failure_from_wire
from d2studio.core.wire import MAX_LINE_BYTES, Message, WireError, from_line, mapping, number, text, to_line
from d2studio.errors import Cancelled, WorkerCrashed, WorkerError, WorkerLoop, WorkerNotStarted, WorkerStuck

ChildName = Literal["decode", "infer"]

# A child that crashes this often in this time is not started by itself any more.
LOOP_CRASHES: Final = 3
LOOP_SECONDS: Final = 300.0

# How long a child that is asked to stop may take before it is ended.
GRACE_S: Final = 1.0
_POLL_S: Final = 0.02
_LAST_LINES: Final = 60

_log = logging.getLogger(__name__)


class ChildFailed(Exception):
    """A child did what it was asked and failed; `failure` says how. For callers, not for users."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.message)
        self.failure = failure


class _End:
    """Stands in the queue where a child's output ended."""


class _Process:
    """One run of a child: the process and the two threads that read from it."""

    def __init__(self, command: Sequence[str], on_end: Callable[[], None]) -> None:
        self.events: queue.SimpleQueue[Message | _End] = queue.SimpleQueue()
        self.last_words: collections.deque[str] = collections.deque(maxlen=_LAST_LINES)
        self.oom_kills_before = _oom_kills()
        self.is_unwanted = False  # it was ended by us
        self._on_end = on_end
        self.process = subprocess.Popen(  # noqa: S603 - our own program
            list(command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=_environment(),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        assert self.process.stdout is not None
        assert self.process.stderr is not None
        self._errors = threading.Thread(target=self._read_errors, args=(self.process.stderr,), daemon=True)
        self._errors.start()
        threading.Thread(target=self._read_messages, args=(self.process.stdout,), daemon=True).start()

    def send(self, message: Message) -> None:
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(to_line(message))
            self.process.stdin.flush()
        except OSError:
            pass  # it has ended, which the end of its output tells

    def end(self) -> None:
        """End it now, which is no news then."""
        self.is_unwanted = True
        self.process.kill()

    def wait(self) -> int:
        """Return code once it has ended; negative for a signal."""
        code = self.process.wait()
        self._errors.join(1.0)
        return code

    def _read_messages(self, stream: IO[bytes]) -> None:
        try:
            while line := stream.readline(MAX_LINE_BYTES):
                self.events.put(from_line(line))
        except WireError as error:
            self.last_words.append(f"wire: {error}")
            self.process.kill()
        finally:
            self.events.put(_End())
            stream.close()
            self._on_end()

    def _read_errors(self, stream: IO[bytes]) -> None:
        for line in stream:
            words = line.decode(errors="backslashreplace").rstrip()
            self.last_words.append(words)
            _log.info("%s", words)
        stream.close()


class Worker:
    """Owns one child. `call` is for one thread at a time; everything else for any.

    Args:
        name: which child.
        blocks: where pixels are shared.
        memory_limit: the most bytes of address space that the child may use; 0 for no limit.
        command: starts the child; d2studio's own unless given.
        on_idle_end: called from another thread when the child ended while nothing was asked of it.
    """

    def __init__(
        self,
        name: ChildName,
        blocks: SharedBlocks,
        *,
        memory_limit: int = 0,
        command: Sequence[str] | None = None,
        on_idle_end: Callable[[], None] = lambda: None,
    ) -> None:
        self.name = name
        self._command = (*(command or child_command(name)), str(blocks.folder), str(memory_limit))
        self._on_idle_end = on_idle_end
        self._lock = threading.Lock()
        self._process: _Process | None = None
        self._crashes: collections.deque[float] = collections.deque(maxlen=LOOP_CRASHES)
        self._is_busy = False
        self._is_closed = False
        self._next_id = 0

    @property
    def pid(self) -> int | None:
        """Of the child that runs now."""
        process = self._process
        return None if process is None or process.process.poll() is not None else process.process.pid

    @property
    def is_looping(self) -> bool:
        """Whether it crashed so often that it is not started by itself any more."""
        return len(self._crashes) == LOOP_CRASHES and time.monotonic() - self._crashes[0] < LOOP_SECONDS

    def start(self) -> None:
        """Start the child unless it runs. Returns at once; what it has to load it loads while nobody waits.

        Raises:
            WorkerNotStarted: the system does not start it.
        """
        with self._lock:
            if self._is_closed or self.pid is not None:
                return
            try:
                self._process = _Process(self._command, self._on_end)
            except OSError as error:
                raise WorkerNotStarted(
                    f"The {self.name} process cannot be started: {error.strerror}.",
                    hint="Close other programs, or install d2studio again.",
                    child=self.name,
                    errno=error.errno,
                ) from error

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

        Args:
            request: what to do.
            control: hears of progress; asked to cancel, passes that on, and the child is ended if it does not stop
                within `grace_s`.
            on_part: called with each part of a long answer.
            time_limit_s: the child is ended if it takes longer.
            grace_s: see there.
            by_user: whether somebody asked for it; what happens by itself is not done by a child that crashes
                again and again.

        Raises:
            ChildFailed: the child says that it failed.
            Cancelled: it was stopped.
            WorkerError: it ended, hung, or could not be started.
        """
        if self.is_looping and not by_user:
            raise WorkerLoop(
                f"The {self.name} process ended unexpectedly {LOOP_CRASHES} times within "
                f"{LOOP_SECONDS / 60:.0f} minutes, and is not started again by itself.",
                hint="Run the page again to start it once more, or choose another page or model.",
                child=self.name,
            )
        self._is_busy = True
        try:
            self.start()
            process = self._process
            if process is None or self._is_closed:
                raise Cancelled(self.name)
            return self._converse(process, request, control, on_part, time_limit_s, grace_s)
        finally:
            self._is_busy = False

    def end(self) -> None:
        """End the child now; a call that is under way raises `Cancelled`, and the next one starts another."""
        process = self._process
        if process is not None:
            process.end()

    def close(self) -> None:
        """End the child for good. A call that is under way raises `Cancelled`."""
        self._is_closed = True
        with self._lock:
            process = self._process
        if process is not None:
            process.end()
            process.wait()

    def forgive(self) -> None:
        """Forget the crashes so far."""
        self._crashes.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _converse(
        self,
        process: _Process,
        request: Message,
        control: Control,
        on_part: Callable[[Message], None],
        time_limit_s: float | None,
        grace_s: float,
    ) -> Message:
        self._next_id += 1
        number_ = self._next_id
        begun = time.monotonic()
        process.send({**request, "id": number_})
        cancelled_at: float | None = None
        while True:
            now = time.monotonic()
            if cancelled_at is None and control.is_cancelled:
                cancelled_at = now
                process.send({"do": "cancel", "id": number_})
            if cancelled_at is not None and now - cancelled_at > grace_s:
                self._discard(process)
                raise Cancelled(self.name)
            if time_limit_s is not None and now - begun > time_limit_s:
                self._discard(process)
                raise WorkerStuck(
                    f"The {self.name} process took longer than {time_limit_s:.0f} seconds, and was ended.",
                    hint="Leave this page out, or save it anew with another program.",
                    child=self.name,
                    seconds=f"{time_limit_s:.0f}",
                )
            try:
                event = process.events.get(timeout=_POLL_S)
            except queue.Empty:
                continue
            if isinstance(event, _End):
                raise self._ended(process, time.monotonic() - begun)
            try:
                answer = _answer(event, number_, control, on_part)
            except WireError as error:
                process.last_words.append(f"wire: {error}")
                process.process.kill()
                continue
            if answer is not None:
                return answer

    def _discard(self, process: _Process) -> None:
        """End a process that is not wanted any more, so that its end is no news."""
        with self._lock:
            if self._process is process:
                self._process = None
        process.end()
        process.wait()

    def _ended(self, process: _Process, seconds: float) -> Exception:
        code = process.wait()
        with self._lock:
            if self._process is process:
                self._process = None
        return Cancelled(self.name) if process.is_unwanted else self._crash(process, code, seconds)

    def _crash(self, process: _Process, code: int, seconds: float) -> WorkerError:
        self._crashes.append(time.monotonic())
        how = f"signal {-code}, {_signal_name(-code)}" if code < 0 else f"exit code {code & 0xFFFFFFFF:#x}"
        return WorkerCrashed(
            f"The {self.name} process ended unexpectedly ({how}).",
            hint="Run the page again; the process is started anew.",
            child=self.name,
            seconds=f"{seconds:.1f}",
            oom_kills=str(_oom_kills() - process.oom_kills_before),
            last_words="\n".join(process.last_words),
            **({"signal": str(-code)} if code < 0 else {"exit_code": str(code)}),
        )

    def _on_end(self) -> None:
        if not (self._is_busy or self._is_closed):
            self._on_idle_end()

    def take_idle_crash(self) -> WorkerError | None:
        """What to say of a child that ended while nothing was asked of it; None if it runs, or never did."""
        with self._lock:
            process = self._process
            if process is None or process.process.poll() is None:
                return None
            self._process = None
        if process.is_unwanted:
            return None
        return self._crash(process, process.wait(), 0.0)


def child_command(name: ChildName) -> tuple[str, ...]:
    """Start d2studio as a child."""
    if getattr(sys, "frozen", False):
        return (sys.executable, "worker", name)
    # -P: a file called numpy.py in the folder that somebody stands in is not ours.
    return (sys.executable, "-P", "-m", "d2studio", "worker", name)


def _answer(event: Message, number_: int, control: Control, on_part: Callable[[Message], None]) -> Message | None:
    """The answer, if the event is the one to request `number_`; what is older is passed over.

    Raises:
        ChildFailed, Cancelled: the answer is that.
        WireError: it makes no sense.
    """
    if event.get("id") != number_:
        return None
    if "stage" in event:
        try:
            control.tick(text(event["stage"]), number(event.get("fraction")))
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


def _environment() -> dict[str, str]:
    environment = dict(os.environ)
    # Would make PyTorch open files that run code.
    environment.pop("TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD", None)
    # Operators that Apple's GPUs lack run on the CPU; PyTorch reads this once, when it loads.
    environment.setdefault("PYTORCH_ENABLE_MPS_FALLBACK", "1")
    return environment


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
