"""Looks for garbage in the window's thread alone.

Python looks for cycles of objects that nobody needs in whichever thread happens to make the next object. If there is a
widget among them it is destroyed there, and Qt, whose widgets belong to the window's thread, crashes.
"""

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer, Slot

_LOOK_EVERY_MS: Final = 500


class GarbageCollector(QObject):
    """Does what Python's own collector does, by the same thresholds, but only here, between events.

    What is there when it begins is taken to stay, so that a look takes little time.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        gc.freeze()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self._on_timer)
        self._timer.start()

    @Slot()
    def _on_timer(self) -> None:
        counts, thresholds = gc.get_count(), gc.get_threshold()
        if counts[0] <= thresholds[0]:
            return
        # An older generation counts how often the one before it was looked at.
        oldest = 2 if counts[2] > thresholds[2] else 1 if counts[1] > thresholds[1] else 0
        gc.collect(oldest)
