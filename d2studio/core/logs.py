"""The log of the window's process: a file that keeps its size, the last lines in memory, and whoever listens.

    book = start_log(folders.logs)
    book.lines()      # the last 2,000
    book.add_listener(show)

Everything in the program logs through `logging.getLogger(__name__)`; this module alone decides where that goes.
"""

import collections
import faulthandler
import logging
import logging.handlers
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, TextIO

MAX_LINES: Final = 2_000
FILE_NAME: Final = "d2studio.log"
CRASH_NAME: Final = "crash.txt"

_MAX_BYTES: Final = 1_000_000
_OLD_FILES: Final = 2  # beside the one that is written
_MAX_TEXT: Final = 20_000  # of one line in memory, and of what an earlier crash left behind
_OURS: Final = "d2studio"
_FORM: Final = "%(asctime)s %(levelname)s %(name)s: %(message)s"


@dataclass(frozen=True, slots=True)
class LogLine:
    """One record.

    Attributes:
        time: local.
        level: as in `logging`: 10 for details, 20 information, 30 warnings, 40 and more errors.
        source: the module that says it.
        text: the message, and the traceback below it where there is one.
    """

    time: datetime
    level: int
    source: str
    text: str


class LogBook:
    """What was logged since the start; made by `start_log`. All methods may be called in any thread.

    Attributes:
        folder: where the files are; None where there are none.
        problem: why there are no files though they were asked for, in words; else empty.
        last_crash: what Python wrote when the last run of the program crashed; else empty.
    """

    def __init__(self, folder: Path | None) -> None:
        self.folder: Path | None = None
        self.problem = ""
        self.last_crash = ""
        self._ring = _Ring()
        self._handlers: list[logging.Handler] = [self._ring]
        self._crash_file: TextIO | None = None
        if folder is not None:
            try:
                self._open_files(folder)
            except OSError as error:
                self.problem = f"No log is written to {folder}: {error.strerror or error}."
        self.set_level("debug")
        for handler in self._handlers:
            logging.getLogger().addHandler(handler)

    def set_level(self, name: str) -> None:
        """From now on keep what is at least a "debug", "info", "warning" or "error"."""
        logging.getLogger(_OURS).setLevel(name.upper())

    def lines(self) -> tuple[LogLine, ...]:
        """The last `MAX_LINES` records, oldest first."""
        return self._ring.lines()

    def add_listener(self, listener: Callable[[LogLine], None]) -> None:
        """Call `listener` with every further record, in the thread that logs it; it must return at once."""
        self._ring.add_listener(listener)

    def remove_listener(self, listener: Callable[[LogLine], None]) -> None:
        """Do nothing where `listener` was not added."""
        self._ring.remove_listener(listener)

    def close(self) -> None:
        """Stop writing and listening; may be called twice."""
        for handler in self._handlers:
            logging.getLogger().removeHandler(handler)
            handler.close()
        if self._crash_file is not None:
            faulthandler.disable()
            self._crash_file.close()
            self._crash_file = None

    def _open_files(self, folder: Path) -> None:
        """Raises OSError."""
        folder.mkdir(parents=True, exist_ok=True)
        crash_path = folder / CRASH_NAME
        if crash_path.exists():
            self.last_crash = crash_path.read_text(encoding="utf-8", errors="backslashreplace")[-_MAX_TEXT:].strip()
        handler = _QuietFile(
            folder / FILE_NAME,
            maxBytes=_MAX_BYTES,
            backupCount=_OLD_FILES,
            encoding="utf-8",
            errors="backslashreplace",  # names of files need not be text
        )
        handler.setFormatter(logging.Formatter(_FORM))
        self._handlers.append(handler)
        self.folder = folder
        if not faulthandler.is_enabled():  # whoever turned it on wants to read it elsewhere
            self._crash_file = crash_path.open("w", encoding="utf-8")
            faulthandler.enable(self._crash_file)


def start_log(folder: Path | None) -> LogBook:
    """Begin to keep what is logged; never fails.

    Args:
        folder: for the files, made if it is missing; None for lines in memory alone. Where nothing can be written
            there, `LogBook.problem` says why.
    """
    return LogBook(folder)


class _QuietFile(logging.handlers.RotatingFileHandler):
    """A file that is left alone when the disk is full or somebody else holds it: logging must not fail work."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        pass


class _Ring(logging.Handler):
    """The last records, and the listeners."""

    def __init__(self) -> None:
        super().__init__()
        self._mutex = threading.Lock()
        self._lines: collections.deque[LogLine] = collections.deque(maxlen=MAX_LINES)
        self._listeners: list[Callable[[LogLine], None]] = []
        self._plain = logging.Formatter()  # the message, and the traceback below it

    def emit(self, record: logging.LogRecord) -> None:
        try:
            text = self._plain.format(record)[-_MAX_TEXT:]
        except Exception as error:  # noqa: BLE001 - arguments that do not fit the message must not fail the work
            text = f"{record.msg} ({error})"
        line = LogLine(datetime.fromtimestamp(record.created), record.levelno, record.name, text)
        with self._mutex:
            self._lines.append(line)
            listeners = tuple(self._listeners)
        for listener in listeners:
            listener(line)

    def lines(self) -> tuple[LogLine, ...]:
        with self._mutex:
            return tuple(self._lines)

    def add_listener(self, listener: Callable[[LogLine], None]) -> None:
        with self._mutex:
            self._listeners.append(listener)

    def remove_listener(self, listener: Callable[[LogLine], None]) -> None:
        with self._mutex:
            if listener in self._listeners:
                self._listeners.remove(listener)
