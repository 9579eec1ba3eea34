"""Standard output and standard error: results on the one, everything else on the other."""

import json
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from d2studio.core.words import printable
from d2studio.errors import D2StudioError

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID
    from rich.table import Table

# Of a mismatch of 255 tensors the first lines say it all.
MAX_PROBLEMS: Final = 12


class Screen:
    """Keeps results, errors and a progress bar apart. Text from files is printed harmlessly."""

    def __init__(self) -> None:
        self.error_count = 0
        self._progress: Progress | None = None
        self._task: TaskID | None = None

    def error(self, place: str, error: Exception, *, file_name: str = "") -> None:
        """One line on standard error, then the problems that the error collected; a traceback for our own mistakes.

        `place` says where, and stands for `file_name` where the message itself begins with that.
        """
        self.error_count += 1
        start = f"error: {place}: " if place else "error: "
        if not isinstance(error, D2StudioError):
            self.say(f"{start}internal error: {type(error).__name__}: {error}")
            self.say(*"".join(traceback.format_exception(error)).splitlines())
            return
        hint = f" ({error.hint.rstrip('.')})" if error.hint else ""
        message = str(error).rstrip(".")
        if file_name and message.startswith(f"{file_name} "):
            self.say(f"error: {place}{message.removeprefix(file_name)}{hint}")
        else:
            self.say(f"{start}{message}{hint}")
        if len(error.problems) > 1:
            self.say(*(f"  {problem}" for problem in error.problems[:MAX_PROBLEMS]))
        if len(error.problems) > MAX_PROBLEMS:
            self.say(f"  and {len(error.problems) - MAX_PROBLEMS} more")

    def note(self, note: str) -> None:
        self.say(f"note: {note}")

    def say(self, *lines: str) -> None:
        """Write lines to standard error."""
        with self.aside():
            for line in lines:
                print(printable(line), file=sys.stderr, flush=True)

    def record(self, value: object) -> None:
        """Write one JSON object as a line to standard output, at once."""
        # ASCII, so that neither the encoding nor a file name that is no UTF-8 can spoil a line.
        text = json.dumps(value, allow_nan=False)
        with self.aside():
            print(text, flush=True)

    def text(self, *lines: str) -> None:
        """Write lines for people to standard output."""
        with self.aside():
            for line in lines:
                print(printable(line))
            sys.stdout.flush()

    def table(self, table: "Table") -> None:
        from rich.console import Console

        # Into a file or a pipe a line may be as long as it needs to be.
        width = None if sys.stdout.isatty() else 1000
        with self.aside():
            Console(file=sys.stdout, width=width, markup=False, highlight=False, emoji=False).print(table)
            sys.stdout.flush()

    @contextmanager
    def progress(self) -> Iterator[None]:
        """Show a bar on standard error until the block ends, where that is a terminal."""
        if not sys.stderr.isatty():
            yield
            return
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
        from rich.table import Column

        self._progress = Progress(
            BarColumn(),
            TaskProgressColumn(),
            TimeRemainingColumn(),
            TextColumn("{task.description}", markup=False, table_column=Column(no_wrap=True)),
            console=Console(stderr=True, markup=False, highlight=False, emoji=False),
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._task = self._progress.add_task("", total=1.0)
        try:
            with self._progress:
                yield
        finally:
            self._progress = None

    def advance(self, fraction: float, words: str) -> None:
        """Say how much of the whole run is done, 0 to 1, and what is being done."""
        if self._progress is not None and self._task is not None:
            self._progress.update(self._task, completed=fraction, description=printable(words))

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Take the bar away while the block prints: on one terminal they would write over one another."""
        progress, self._progress = self._progress, None
        if progress is None:
            yield
            return
        progress.stop()
        try:
            yield
        finally:
            progress.start()
            self._progress = progress
