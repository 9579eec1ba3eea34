"""Names and times of the stages that a prediction goes through."""

import time
from collections.abc import Callable

from d2studio.control import Control


class StageClock:
    """Times stages as they begin, and ticks the control so that a stop request is seen between them.

    Args:
        control: hears of every stage.
        synchronize: waits for a device that computes on its own, so that times are true.
    """

    def __init__(self, control: Control | None = None, synchronize: Callable[[], None] | None = None) -> None:
        self._control = control
        self._synchronize = synchronize
        self._stage: str | None = None
        self._begin = 0.0
        self.timings_ms: dict[str, float] = {}

    def start(self, stage: str) -> None:
        """End the running stage and begin `stage`.

        Raises:
            Cancelled: a stop was requested.
        """
        self.stop()
        if self._control is not None:
            self._control.tick(stage)
        self._stage, self._begin = stage, time.perf_counter()

    def stop(self) -> None:
        if self._stage is None:
            return
        if self._synchronize is not None:
            self._synchronize()
        elapsed_ms = 1000 * (time.perf_counter() - self._begin)
        self.timings_ms[self._stage] = self.timings_ms.get(self._stage, 0.0) + elapsed_ms
        self._stage = None
