"""Imports modules before somebody waits for them."""

import importlib
from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

_PAUSE_MS: Final = 20  # between two modules, in which the window does what it is asked


class ImportAhead(QObject):
    """Imports one module at a time, each in a turn of its own.

    Signals:
        ended(): all are imported.
    """

    ended = Signal()

    def __init__(self, modules: Iterable[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._modules = list(modules)
        self._timer = QTimer(self)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self._on_timer)

    def start(self) -> None:
        self._timer.start()

    @Slot()
    def _on_timer(self) -> None:
        if self._modules:
            importlib.import_module(self._modules.pop(0))
        else:
            self._timer.stop()
            self.ended.emit()
