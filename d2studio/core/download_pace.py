"""How fast bytes come, and whether that is still a transfer."""

import time
from collections import deque
from typing import Final

from d2studio.core.download_values import Limits, Transfer

_REPORT_EVERY_S: Final = 0.1
_RATE_OVER_S: Final = 5.0


class Pace:
    """Of one try.

    Args:
        limits: what is too slow.
        host: whose pace it is.
        done: bytes that were there before.
    """

    def __init__(self, limits: Limits, host: str, done: int) -> None:
        now = time.monotonic()
        self._limits = limits
        self.host = host
        self._done = done
        self._marks = deque([(now, done)])  # of the last seconds
        self._window = (now, done)
        self._reported = 0.0

    def advance(self, done: int) -> None:
        """So many bytes are there now."""
        now = time.monotonic()
        self._done = done
        self._marks.append((now, done))
        while len(self._marks) > 2 and now - self._marks[1][0] > _RATE_OVER_S:
            self._marks.popleft()

    def is_too_slow(self) -> bool:
        """Whether hardly anything came for a long time."""
        now = time.monotonic()
        since, before = self._window
        if now - since < self._limits.slow_for_s:
            return False
        self._window = (now, self._done)
        return self._done - before < self._limits.slowest_bytes_per_s * self._limits.slow_for_s

    def is_report_due(self) -> bool:
        """Whether the last report is a while ago. Asking counts as reporting."""
        now = time.monotonic()
        if now - self._reported < _REPORT_EVERY_S:
            return False
        self._reported = now
        return True

    def transfer(self, total: int | None) -> Transfer:
        """How far it is, of `total` bytes."""
        since, before = self._marks[0]
        seconds = time.monotonic() - since
        rate = (self._done - before) / seconds if seconds > 0 else 0.0
        left = (total - self._done) / rate if total is not None and rate > 0 else None
        return Transfer(self._done, total, rate, left, self.host)
