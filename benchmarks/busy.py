"""How long the window's thread keeps its users waiting: the time between two waits for events.

The dispatcher's signals `awake` and `aboutToBlock` are not enough for that. With GLib, which Qt uses on Linux, all that
an event does happens between `aboutToBlock` and `awake`; without it timers and what the X server sends do. So what is
timed is the very function in which GLib waits.
"""

import ctypes
import faulthandler
import re
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QAbstractEventDispatcher

_LOOK_EVERY_S: Final = 0.005
_FRAMES: Final = 12

_PollFunction = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_uint, ctypes.c_int)


@dataclass(frozen=True)
class Stretch:
    """One stretch in which the thread did not wait.

    Attributes:
        step: what the benchmark was doing.
        wall_s: how long it was.
        cpu_s: how long the thread computed in it. The rest went to other processes on the same cores, to other
            threads of Python, or to waiting for a disk.
        stack: where the thread was when the stretch passed the limit, innermost last; empty for short ones.
    """

    step: str
    wall_s: float
    cpu_s: float
    stack: tuple[str, ...]


class BusyMeter:
    """Records the busy stretches of the thread that makes it, whose dispatcher must be GLib's.

    Args:
        limit_s: of a longer stretch the stack is kept.
    """

    def __init__(self, limit_s: float = 0.05) -> None:
        dispatcher = QAbstractEventDispatcher.instance()
        name = "" if dispatcher is None else dispatcher.metaObject().className()
        if "Glib" not in name:
            raise SystemExit(f"Busy stretches can be measured with GLib's dispatcher only, not with {name}.")
        self.step = ""
        self.stretches: list[Stretch] = []
        self._limit_s = limit_s
        self._thread = threading.get_ident()
        self._awake_since: float | None = None
        self._cpu_since = 0.0
        self._stack: tuple[str, ...] = ()
        glib = ctypes.CDLL("libglib-2.0.so.0")
        glib.g_main_context_get_poll_func.restype = ctypes.c_void_p
        glib.g_main_context_get_poll_func.argtypes = [ctypes.c_void_p]
        glib.g_main_context_set_poll_func.argtypes = [ctypes.c_void_p, ctypes.c_void_p]
        self._wait: Callable[[int, int, int], int] = _PollFunction(glib.g_main_context_get_poll_func(None))
        self._timed = _PollFunction(self._poll)  # GLib does not keep it alive
        glib.g_main_context_set_poll_func(None, ctypes.cast(self._timed, ctypes.c_void_p))
        threading.Thread(target=self._watch, daemon=True).start()

    def take(self) -> list[Stretch]:
        """What was recorded since the last time."""
        taken, self.stretches = self.stretches, []
        return taken

    def _poll(self, files: int, count: int, timeout_ms: int) -> int:
        now, cpu = time.perf_counter(), time.thread_time()
        if self._awake_since is not None:
            stretch = Stretch(self.step, now - self._awake_since, cpu - self._cpu_since, self._stack)
            self.stretches.append(stretch)
        self._awake_since = None
        ready = self._wait(files, count, timeout_ms)
        self._stack = ()
        self._cpu_since = time.thread_time()
        self._awake_since = time.perf_counter()
        return ready

    def _watch(self) -> None:
        seen = 0.0
        while True:
            time.sleep(_LOOK_EVERY_S)
            since = self._awake_since
            if since is None or since == seen or time.perf_counter() - since < self._limit_s:
                continue
            stack = _stack_of(self._thread)
            if self._awake_since == since:
                seen = since
                self._stack = stack


def _stack_of(thread: int) -> tuple[str, ...]:
    """Where a thread is, innermost last.

    Not from its frames: whoever holds one keeps painters alive in it, whose place in memory Qt gives to the next.
    """
    with tempfile.TemporaryFile("w+") as file:
        faulthandler.dump_traceback(file, all_threads=True)
        file.seek(0)
        threads = file.read().split("\n\n")
    own = next((lines for lines in threads if f"{thread:#018x}" in lines.partition("\n")[0]), "")
    calls = re.findall(r'File "(.*)", line (\d+) in (.*)', own)
    return tuple(f"{file}:{line} {name}" for file, line, name in reversed(calls[:_FRAMES]))
