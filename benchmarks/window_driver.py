"""The real program in this process, driven and timed."""

import contextlib
import gc
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from d2studio.core.page import PageKey
from d2studio.core.paths import user_folders
from d2studio.gui.app import Beginning, Program
from d2studio.gui.model_runner import ModelState

_LOOK_EVERY_MS: Final = 5
_PAINTED: Final = QEvent.Type(QEvent.registerEventType())


class PaintWatch(QObject):
    """Tells by `painted` that a widget was painted, and the picture was handed to the screen."""

    painted = Signal()

    def __init__(self, widget: QWidget) -> None:
        super().__init__()
        self._is_told = False
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and not self._is_told:
            # Comes once this event and all that it belongs to is done.
            self._is_told = True
            QCoreApplication.postEvent(self, QEvent(_PAINTED), Qt.EventPriority.HighEventPriority.value)
        return False

    def customEvent(self, event: QEvent) -> None:
        self._is_told = False
        self.painted.emit()


class Driver:
    """A program and its window, shown, with the bundled model and the sample page on their way.

    Args:
        arguments: of `Program`.
    """

    def __init__(self, **arguments: Any) -> None:
        app = QApplication.instance() or QApplication(["d2studio"])
        assert isinstance(app, QApplication)
        self.app = app
        gc.disable()
        self.program = Program(user_folders(), **arguments)
        self.studio, self.window = self.program.studio, self.program.window
        self.program.window.show()

    def begin(self) -> None:
        """Start work, and wait until the model is there and the sample has been run."""
        self.begin_as_run_does()
        self.wait(lambda: self.studio.result is not None and not self.studio.runner.is_running, 120)
        assert self.studio.runner.state is ModelState.READY
        self.pause(0.5)

    def begin_as_run_does(self) -> None:
        """What `d2studio.gui.app.run` does once the window is seen."""
        Beginning(self.program, []).start()

    def wait(self, condition: Callable[[], bool], limit_s: float = 60) -> None:
        """Let the window live until something is true."""
        loop, end = QEventLoop(), time.monotonic() + limit_s

        def look() -> None:
            if condition() or time.monotonic() > end:
                loop.quit()

        timer = QTimer()
        timer.timeout.connect(look)
        timer.start(_LOOK_EVERY_MS)
        loop.exec()
        timer.stop()
        if not condition():
            runner, current = self.studio.runner, self.studio.current
            state = None if current is None else self.studio.pages.state(current)
            raise SystemExit(
                f"Not within {limit_s} s; {len(self.studio.pages)} pages, {current} is {state}, model {runner.state} "
                f"{runner.loading_stage!r}, running {runner.is_running}; {self.window.diagnostics.findings()}"
            )

    def pause(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        self.wait(lambda: time.monotonic() > end, seconds + 60)

    def open_page(self, path: Path) -> PageKey:
        """Open a picture and look at it."""
        key = PageKey(str(path))
        self.studio.open([str(path)], then=key)
        self.wait(lambda: self.studio.page is not None and self.studio.page.key == key)
        return key

    def frame(self) -> None:
        """Bring all that changed onto the screen now, as the next turn of the screen would."""
        QCoreApplication.sendPostedEvents()
        QApplication.sendEvent(self.window, QEvent(QEvent.Type.UpdateRequest))

    def close(self) -> None:
        self.window.close()
        self.program.close()


@contextlib.contextmanager
def driven() -> Iterator[Driver]:
    driver = Driver()
    try:
        driver.begin()
        yield driver
    finally:
        driver.close()
