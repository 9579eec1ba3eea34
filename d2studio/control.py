"""What flows between somebody who waits and the code that works: a stop request in, progress out."""

import threading
from collections.abc import Callable

from d2studio.errors import Cancelled

ProgressCallback = Callable[[str, float], None]


class Control:
    """Handed to every long piece of work. Safe to use from several threads.

    Args:
        on_progress: called with the stage's name and the fraction done, 0 to 1, in the worker's thread.
    """

    def __init__(self, on_progress: ProgressCallback | None = None) -> None:
        self._on_progress = on_progress
        self._stop = threading.Event()

    def cancel(self) -> None:
        """Ask the work to stop; it does so at its next tick. A direct call, so a busy worker sees it."""
        self._stop.set()

    @property
    def is_cancelled(self) -> bool:
        return self._stop.is_set()

    def tick(self, stage: str, fraction: float = 0.0) -> None:
        """Report where the work is.

        Raises:
            Cancelled: a stop was requested.
        """
        if self._stop.is_set():
            raise Cancelled(stage)
        if self._on_progress is not None:
            self._on_progress(stage, fraction)
