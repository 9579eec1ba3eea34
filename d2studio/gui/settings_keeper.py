"""The settings of the running program: one value, changed at once, written a moment later."""

from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from d2studio.core.failures import Failure
from d2studio.core.settings import Settings, load, save
from d2studio.errors import OutputError

_WRITE_AFTER_MS: Final = 500


class SettingsKeeper(QObject):
    """Holds the settings and their file.

    Signals:
        changed(): `settings` is another.
        save_failed(object): a `Failure`; the settings hold all the same until the window closes.
    """

    changed = Signal()
    save_failed = Signal(object)

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.path = path
        self.settings, self.problems = load(path)
        self._saved = self.settings
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WRITE_AFTER_MS)
        self._timer.timeout.connect(self.write)

    def change(self, **changes: Any) -> None:  # noqa: ANN401 - fields of `Settings`, which checks them
        """Change some fields."""
        self.set(replace(self.settings, **changes))

    @Slot(object)
    def set(self, settings: Settings) -> None:
        if settings != self.settings:
            self.settings = settings
            self._timer.start()
            self.changed.emit()

    @Slot()
    def write(self) -> None:
        """Write the file now, if anything changed."""
        self._timer.stop()
        if self.settings == self._saved:
            return
        try:
            save(self.settings, self.path)
            self._saved = self.settings
        except OutputError as error:
            self.save_failed.emit(Failure.of(error))
