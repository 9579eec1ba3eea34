"""Runs the program as its users do, and is the user: looks, drags, presses keys, and writes down what came of it.

    python -m tests.e2e.window_tour FOLDER PAGES...

Into FOLDER come pictures of the screen and `seen.json`. It ends with the exit status of the program, or with 70 where
the user did not get to see what was to be seen.
"""

import json
import os
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QPoint, Qt, QTimer, Slot
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QSlider, QStyle, QStyleOptionSlider

from d2studio.cli import main
from d2studio.gui.main_window import MainWindow
from d2studio.gui.region_view import RegionView
from tests.gui.children import child

# PyTorch is loaded from a disk that may be slow.
_START_S: Final = 90.0
_STEP_S: Final = 20.0
_GAVE_UP: Final = 70


class User(QObject):
    """Begins as soon as there is a window."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self._seen: dict[str, object] = {}
        self._pictures = 0
        self._timer = QTimer(self)
        self._timer.setInterval(20)
        self._timer.timeout.connect(self._on_timer)
        self._timer.start()

    @Slot()
    def _on_timer(self) -> None:
        windows = [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, MainWindow)]
        if not windows or not windows[0].isVisible():
            return
        self._timer.stop()
        self._window = windows[0]
        try:
            self._use()
        except BaseException:  # noqa: BLE001 - the program would make a card of it
            traceback.print_exc()
            self._look("gave-up")
            os._exit(_GAVE_UP)

    def _use(self) -> None:
        window = self._window
        act = window.actions_
        self._table = child(window.table, RegionView)
        self._wait(lambda: window.strip.current() is not None, _STEP_S, "a page")
        self._look("opened")
        self._wait(lambda: self._rows() > 0, _START_S, "regions")
        self._wait(lambda: window.windowTitle().endswith("page 1 of 2 - d2studio"), _STEP_S, "both pages")
        self._note("found")
        self._drag_threshold(0.9)
        self._note("dragged")
        window.viewer.setFocus()
        self._press(Qt.Key.Key_PageDown)
        self._wait(lambda: window.windowTitle().endswith("page 2 of 2 - d2studio"), _STEP_S, "the second page")
        self._wait(lambda: not act.stop.isEnabled() and self._rows() > 0, _STEP_S, "regions of the second page")
        self._note("second page")
        self._press(Qt.Key.Key_PageUp)
        self._wait(lambda: self._headline() == self._words("dragged"), _STEP_S, "what was found on the first page")
        self._press(Qt.Key.Key_Tab)
        self._wait(lambda: len(self._table.chosen()) == 1, _STEP_S, "a selected region")
        self._note("selected")
        self._save(self._folder / "saved.png")
        self._press("?")
        self._wait(lambda: len(self._others()) == 1, _STEP_S, "the sheet of keys")
        self._look("keys")
        (self._folder / "seen.json").write_text(json.dumps(self._seen), encoding="utf-8")
        # The sheet of keys is left open: it must not keep the program alive.
        window.close()

    def _drag_threshold(self, share: float) -> None:
        slider = child(self._window.rules_panel, QSlider, "threshold_slider")
        option = QStyleOptionSlider()
        slider.initStyleOption(option)
        handle = QStyle.SubControl.SC_SliderHandle
        start = slider.style().subControlRect(QStyle.ComplexControl.CC_Slider, option, handle, slider).center()
        end = QPoint(round(share * slider.width()), start.y())
        before = self._rows()
        QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=start)
        for tenth in range(1, 11):
            QTest.mouseMove(slider, start + (end - start) * tenth / 10)
            QTest.qWait(20)
        QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=end)
        self._wait(lambda: self._rows() < before, _STEP_S, "fewer regions")

    def _save(self, target: Path) -> None:
        """Answers the question for a file name, which comes up while the key is still being pressed."""
        QTimer.singleShot(0, self, self._on_dialog_due)
        self._target = target
        self._press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        self._wait(target.exists, _STEP_S, "the picture")
        self._wait(lambda: "saved.png" in self._window.status.currentMessage(), _STEP_S, "that it is saved")
        self._look("saved")

    @Slot()
    def _on_dialog_due(self) -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QFileDialog) or not dialog.isActiveWindow():
            if dialog is not None:
                dialog.activateWindow()
            QTimer.singleShot(20, self, self._on_dialog_due)
            return
        self._look("dialog")
        name = child(dialog, QLineEdit, "fileNameEdit")
        name.clear()
        QTest.keyClicks(name, str(self._target))
        QTest.keyClick(name, Qt.Key.Key_Return)

    def _press(self, key: Qt.Key | str, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self._window.activateWindow()  # as a window manager does, which is not there
        self._wait(self._window.isActiveWindow, _STEP_S, "a window with the keyboard")
        widget = QApplication.focusWidget() or self._window
        if isinstance(key, str):
            QTest.keyClicks(widget, key, modifier)
        else:
            QTest.keyClick(widget, key, modifier)

    def _rows(self) -> int:
        return self._table.model().rowCount()

    def _headline(self) -> str:
        return child(self._window.rules_panel, QLabel, "shown_headline").text()

    def _words(self, step: str) -> object:
        noted = self._seen[step]
        assert isinstance(noted, dict)
        return noted["headline"]

    def _others(self) -> list[object]:
        return [each for each in QApplication.topLevelWidgets() if each.isVisible() and each is not self._window]

    def _note(self, step: str) -> None:
        self._look(step.replace(" ", "-"))
        self._seen[step] = {
            "rows": self._rows(),
            "headline": self._headline(),
            "title": self._window.windowTitle(),
            "findings": [finding.code for finding in self._window.diagnostics.findings()],
        }

    def _look(self, name: str) -> None:
        """Keep a picture of the whole screen, once it is drawn."""
        QTest.qWait(150)
        self._pictures += 1
        screen = self._window.screen()
        assert screen.grabWindow(0).save(str(self._folder / f"window-{self._pictures}-{name}.png"))

    def _wait(self, condition: Callable[[], object], within_s: float, what: str) -> None:
        end = time.monotonic() + within_s
        while not condition():
            if time.monotonic() > end:
                found = [(finding.code, finding.what) for finding in self._window.diagnostics.findings()]
                raise AssertionError(f"after {within_s:.0f} s, not yet {what}; {self._headline()!r}; {found}")
            QTest.qWait(20)


if __name__ == "__main__":
    app = QApplication(sys.argv[:1])
    user = User(Path(sys.argv[1]))
    sys.exit(main(sys.argv[2:]))
