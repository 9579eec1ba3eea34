"""One run of a child process, and the threads that speak with it. The only module that starts processes."""

import collections
import logging
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from typing import IO, Final

from d2studio.core.wire import MAX_LINE_BYTES, Message, WireError, from_line, to_line

# A process that is killed, or whose output ended, is gone by then, unless the system itself is stuck.
END_S: Final = 2.0

_LAST_LINES: Final = 60
_LOGGED_LINES: Final = 1000
_MAX_WORDS: Final = 4096  # a line of standard error, in bytes; a longer one counts as several

# No console, and the processor for the window where it wants it. Elsewhere a child steps back by itself.
_WINDOWS_FLAGS: Final = getattr(subprocess, "CREATE_NO_WINDOW", 0) | getattr(
    subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0
)

_log = logging.getLogger(__name__)


class Ended:
    """Stands among a child's messages where its output ended: there are no more."""


class ChildProcess:
    """A child: the process, and a thread for each of its pipes, so that no pipe that is full holds up anybody else.

    Args:
        command: what to start.
        on_end: called from another thread once it has ended.

    Attributes:
        events: the answers to the request asked for last, and in the end `Ended`.
        last_words: the last lines that it wrote to standard error.
        ready_at: when it said that it is ready, by `time.monotonic`.
        is_unwanted: it was ended by us, which is no news.

    Raises:
        OSError: the system does not start it.
    """

    def __init__(self, command: Sequence[str], on_end: Callable[[], None]) -> None:
        self.events: queue.SimpleQueue[Message | Ended] = queue.SimpleQueue()
        self.last_words: collections.deque[str] = collections.deque(maxlen=_LAST_LINES)
        self.ready_at: float | None = None
        self.is_unwanted = False
        self._on_end = on_end
        self._asked = 0
        self._requests: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._ended = threading.Event()
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            list(command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=_environment(),
            creationflags=_WINDOWS_FLAGS,
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        assert self._process.stderr is not None
        self._others = (
            _start_thread(self._read_errors, self._process.stderr),
            _start_thread(self._write_requests, self._process.stdin),
        )
        _start_thread(self._read_messages, self._process.stdout)

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def has_ended(self) -> bool:
        return self._ended.is_set()

    @property
    def exit_code(self) -> int | None:
        """Negative for a signal; None as long as it has not ended, or where the system cannot end it."""
        return self._process.returncode

    def ask(self, number: int, message: Message) -> None:
        """Send request `number`; from now on only what belongs to it comes in.

        Raises:
            WireError: it is too long.
        """
        line = to_line({**message, "id": number})
        self._asked = number
        self._requests.put(line)

    def cancel(self, number: int) -> None:
        """Ask it to stop request `number`."""
        self._requests.put(to_line({"do": "cancel", "id": number}))

    def forget(self) -> None:
        """Nobody waits for the answer any more."""
        self._asked = 0

    def kill(self) -> None:
        """End it, which is news: it spoke nonsense."""
        self._process.kill()

    def end(self) -> None:
        """End it, as it is not wanted any more."""
        self.is_unwanted = True
        self._process.kill()

    def wait(self) -> None:
        """Wait until it has ended, but not for ever: a process that hangs in the system cannot be ended."""
        self._ended.wait(2 * END_S)

    def _write_requests(self, pipe: IO[bytes]) -> None:
        try:
            with pipe:
                while (line := self._requests.get()) is not None:
                    pipe.write(line)
                    pipe.flush()
        except OSError:
            pass  # it has ended, which the end of its output tells

    def _read_messages(self, pipe: IO[bytes]) -> None:
        try:
            with pipe:
                while line := pipe.readline(MAX_LINE_BYTES):
                    if not line.endswith(b"\n") and len(line) < MAX_LINE_BYTES:
                        break  # it ended while it spoke
                    self._take(from_line(line))
        except WireError as error:
            self.last_words.append(f"wire: {error}")
            self.kill()
        finally:
            self._bury()

    def _take(self, message: Message) -> None:
        if "hello" in message:
            self.ready_at = time.monotonic()
        elif message.get("id") == self._asked:
            self.events.put(message)

    def _bury(self) -> None:
        """Take the exit code, so that no zombie stays. A process without output is of no use, and is ended."""
        for _ in range(2):
            try:
                self._process.wait(END_S)
                break
            except subprocess.TimeoutExpired:
                self._process.kill()
        self._requests.put(None)
        for thread in self._others:
            thread.join(END_S)
        _log.info("process %d ended, exit code %s", self.pid, self.exit_code)
        self._ended.set()
        self.events.put(Ended())
        self._on_end()

    def _read_errors(self, pipe: IO[bytes]) -> None:
        count = 0
        with pipe:
            while line := pipe.readline(_MAX_WORDS):
                words = line.decode(errors="backslashreplace").rstrip()
                self.last_words.append(words)
                count += 1
                if count <= _LOGGED_LINES:  # one that babbles does not fill the log
                    _log.info("%s", words)


def child_command(name: str) -> tuple[str, ...]:
    """Start d2studio as the child `name`; its further arguments follow."""
    if getattr(sys, "frozen", False):
        return (sys.executable, "worker", name)
    # -P: a file called numpy.py in the folder that somebody stands in is not ours.
    return (sys.executable, "-P", "-m", "d2studio", "worker", name)


def _start_thread(target: Callable[[IO[bytes]], None], pipe: IO[bytes]) -> threading.Thread:
    # Daemons: a window that ends without closing its children must not wait for them, as they wait for it.
    thread = threading.Thread(target=target, args=(pipe,), daemon=True)
    thread.start()
    return thread


def _environment() -> dict[str, str]:
    environment = dict(os.environ)
    # Would make PyTorch open files that run code.
    environment.pop("TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD", None)
    # Operators that Apple's GPUs lack run on the CPU; PyTorch reads this once, when it loads.
    environment.setdefault("PYTORCH_ENABLE_MPS_FALLBACK", "1")
    return environment
