"""A child's main loop: messages in on standard input, answers out on standard output, until the input ends."""

import contextlib
import faulthandler
import os
import queue
import signal
import threading
import time
from collections.abc import Callable
from typing import BinaryIO, Final

from d2studio.control import Control
from d2studio.core.failures import Failure
from d2studio.core.shared_blocks import SharedBlocks
from d2studio.core.value_wire import failure_to_wire
from d2studio.core.wire import MAX_LINE_BYTES, Message, WireError, from_line, integer, text, to_line
from d2studio.errors import Cancelled

_STDIN, _STDOUT, _STDERR = 0, 1, 2  # by number, since Python may have no objects for them in a frozen application

# More often nobody can read it.
_PROGRESS_EVERY_S: Final = 0.05

# How long a window whose pipes are closed may take until it is gone.
_ORPHANED_WITHIN_S: Final = 3.0

# While a model runs on all processors, the window's busy stretches take half as long.
_NICE: Final = 10

Emit = Callable[[Message], None]  # sends a part of an answer
Handler = Callable[[Message, Control, Emit], Message]
FindHandler = Callable[[str], Handler | None]


def serve(
    name: str,
    find_handler: FindHandler,
    blocks: SharedBlocks,
    *,
    memory_limit: int = 0,
    prepare: Callable[[], None] = lambda: None,
) -> None:
    """Answer requests, one at a time, and end with the window.

    Args:
        name: what this child calls itself.
        find_handler: what it can do, by the name of the request. A handler returns the answer or raises.
        blocks: where pixels lie; removed when the window ended without doing so.
        memory_limit: the most bytes of address space; 0 for no limit.
        prepare: done first, ahead of need. What goes wrong in it goes wrong again in the handler that needs it.
    """
    Child(find_handler, blocks).run(name, memory_limit, prepare)


class Child:
    def __init__(self, find_handler: FindHandler, blocks: SharedBlocks) -> None:
        self._find_handler = find_handler
        self._blocks = blocks
        self._requests: queue.SimpleQueue[tuple[int, Control, Message]] = queue.SimpleQueue()
        self._controls: dict[int, Control] = {}  # of what is asked for and not yet answered
        self._lock = threading.Lock()  # of both, the controls and the output
        self._output = _private_output()

    def run(self, name: str, memory_limit: int, prepare: Callable[[], None]) -> None:
        # Ctrl+C in a terminal reaches all processes; when to end is for the window to say.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        faulthandler.enable(_STDERR)  # last words, where native code goes wrong
        _step_back()
        _limit(memory_limit)
        threading.Thread(target=self._read, name="requests", daemon=True).start()
        try:
            prepare()
        except Exception as error:  # noqa: BLE001 - comes again where somebody waits for an answer
            _complain(name, error)
        self._send({"hello": name})
        while True:
            self._answer(*self._requests.get())

    def _read(self) -> None:
        """Take in messages while the main thread works; at the end of input the window is gone, and so is the child."""
        code = 1
        try:
            with open(_STDIN, "rb", closefd=False) as requests:
                while line := requests.readline(MAX_LINE_BYTES):
                    self._take(from_line(line))
            code = 0
        except Exception as error:  # noqa: BLE001 - whatever it is, nothing more can be heard
            _complain("requests", error)
        finally:
            if code == 0 and _comes_true(lambda: self._blocks.is_orphaned, _ORPHANED_WITHIN_S):
                self._blocks.remove()
            # The main thread may be deep in native code and would never hear of it.
            os._exit(code)

    def _take(self, message: Message) -> None:
        number = integer(message.get("id"))
        if message.get("do") == "cancel":
            with self._lock:
                control = self._controls.get(number)
            if control is not None:
                control.cancel()
            return
        control = Control(_Reporter(lambda stage, done: self._send({"id": number, "stage": stage, "fraction": done})))
        with self._lock:
            self._controls[number] = control
        self._requests.put((number, control, message))

    def _answer(self, number: int, control: Control, message: Message) -> None:
        try:
            self._send({"id": number, "result": self._handle(number, control, message)})
        except Cancelled:
            self._send({"id": number, "cancelled": True})
        except Exception as error:  # noqa: BLE001 - the one place where a child's failures become messages
            self._send({"id": number, "failure": failure_to_wire(Failure.of(error))})
        finally:
            with self._lock:
                self._controls.pop(number, None)

    def _handle(self, number: int, control: Control, message: Message) -> Message:
        if control.is_cancelled:
            raise Cancelled
        name = text(message.get("do"))
        handler = self._find_handler(name)
        if handler is None:
            raise WireError(f"nothing that this child does: {name[:80]!r}")
        return handler(message, control, lambda part: self._send({"id": number, "part": part}))

    def _send(self, message: Message) -> None:
        line = to_line(message)
        # Nobody may listen any more, which the end of the input tells.
        with self._lock, contextlib.suppress(BrokenPipeError):
            self._output.write(line)
            self._output.flush()


class _Reporter:
    """Passes progress on, but not more often than anybody can read; a new stage at once."""

    def __init__(self, send: Callable[[str, float], None]) -> None:
        self._send = send
        self._stage = ""
        self._sent = 0.0

    def __call__(self, stage: str, fraction: float) -> None:
        now = time.monotonic()
        if stage != self._stage or now - self._sent >= _PROGRESS_EVERY_S:
            self._stage, self._sent = stage, now
            self._send(stage, fraction)


def _private_output() -> BinaryIO:
    """Take standard output for messages alone: whatever a library prints goes to standard error."""
    own = os.dup(_STDOUT)
    os.dup2(_STDERR, _STDOUT)
    return os.fdopen(own, "wb")


def _step_back() -> None:
    """Leave the processor to the window where it wants it; Windows is told so when the process is started."""
    if hasattr(os, "nice"):
        os.nice(_NICE)


def _limit(memory: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits
        return
    # No core files, which may take minutes to write; 1 and not 0, so that no program is started with them either.
    limits = {resource.RLIMIT_CORE: 1}
    if memory > 0:
        limits[resource.RLIMIT_AS] = memory
    for kind, limit in limits.items():
        _, most = resource.getrlimit(kind)
        soft = limit if most == resource.RLIM_INFINITY else min(limit, most)
        # macOS knows of limits that it does not set.
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(kind, (soft, most))


def _comes_true(condition: Callable[[], bool], within_s: float) -> bool:
    end = time.monotonic() + within_s
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def _complain(name: str, error: Exception) -> None:
    os.write(_STDERR, f"{name}: {type(error).__name__}: {error}\n".encode(errors="backslashreplace"))
