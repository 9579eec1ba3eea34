"""A child's main loop: messages in on standard input, answers out on standard output, until the input ends."""

import os
import queue
import shutil
import signal
import sys
import threading
import time
from collections.abc import Callable, Mapping
from typing import BinaryIO, Final

import psutil

from d2studio.control import Control
from d2studio.core.failures import Failure
from d2studio.core.shared_blocks import SharedBlocks
from d2studio.core.value_wire import failure_to_wire
from d2studio.core.wire import MAX_LINE_BYTES, Message, WireError, from_line, integer, text, to_line
from d2studio.errors import Cancelled

# More often nobody can read it.
_PROGRESS_EVERY_S: Final = 0.05

Emit = Callable[[Message], None]  # sends a part of an answer
Handler = Callable[[Message, Control, Emit], Message]


def serve(
    name: str,
    handlers: Mapping[str, Handler],
    blocks: SharedBlocks,
    *,
    memory_limit: int = 0,
    prepare: Callable[[], None] = lambda: None,
) -> None:
    """Answer requests, one at a time, and end with the window.

    Args:
        name: what this child calls itself.
        handlers: what it can do. A handler returns the answer or raises.
        blocks: where pixels lie; removed when the window ended without doing so.
        memory_limit: the most bytes of address space; 0 for no limit.
        prepare: done first, ahead of need. What goes wrong in it goes wrong again in the handler that needs it.
    """
    Child(handlers, blocks).run(name, memory_limit, prepare)


class Child:
    def __init__(self, handlers: Mapping[str, Handler], blocks: SharedBlocks) -> None:
        self._handlers = handlers
        self._blocks = blocks
        self._parent = os.getppid()
        self._requests: queue.SimpleQueue[tuple[int, Control, Message]] = queue.SimpleQueue()
        self._controls: dict[int, Control] = {}  # of what is asked for and not yet answered
        self._lock = threading.Lock()  # of both, the controls and the output
        self._output = _private_output()

    def run(self, name: str, memory_limit: int, prepare: Callable[[], None]) -> None:
        # Ctrl+C in a terminal reaches all processes; when to end is for the window to say.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        _limit_memory(memory_limit)
        threading.Thread(target=self._read, name="requests", daemon=True).start()
        self._send({"hello": name})
        try:
            prepare()
        except Exception as error:  # noqa: BLE001 - comes again where somebody waits for an answer
            sys.stderr.write(f"{name}: {type(error).__name__}: {error}\n")
        while True:
            self._answer(*self._requests.get())

    def _read(self) -> None:
        """Take in messages while the main thread works; at the end of input the window is gone, and so is the child."""
        try:
            while line := sys.stdin.buffer.readline(MAX_LINE_BYTES):
                self._take(from_line(line))
        except WireError as error:
            sys.stderr.write(f"{error}\n")
        finally:
            if os.getppid() != self._parent or not psutil.pid_exists(self._parent):
                shutil.rmtree(self._blocks.folder, ignore_errors=True)
            # The main thread may be deep in native code and would never hear of it.
            os._exit(0)

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
            handler = self._handlers[text(message.get("do"))]
            result = handler(message, control, lambda part: self._send({"id": number, "part": part}))
            self._send({"id": number, "result": result})
        except Cancelled:
            self._send({"id": number, "cancelled": True})
        except Exception as error:  # noqa: BLE001 - the one place where a child's failures become messages
            self._send({"id": number, "failure": failure_to_wire(Failure.of(error))})
        finally:
            with self._lock:
                self._controls.pop(number, None)

    def _send(self, message: Message) -> None:
        line = to_line(message)
        with self._lock:
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
    own = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return os.fdopen(own, "wb")


def _limit_memory(limit: int) -> None:
    if limit <= 0:
        return
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
