"""The real program, with its real children, as tests drive it: without a screen, in a folder of its own.

    with running(tmp_path) as program:
        program.begin()
        program.wait(lambda: program.studio.result is not None, 60, "a result")

Whatever the test does, it fails when the program leaves a thread or a process behind, opens a window that has to be
answered first, or logs a warning that nobody expected.
"""

import contextlib
import logging
import os
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import psutil
import shiboken6
from PySide6.QtCore import QAbstractEventDispatcher, QEventLoop, QMimeData, QObject, QPointF, Qt, QTimer, QUrl, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton

from d2studio.core.findings import Finding
from d2studio.core.page import PageKey
from d2studio.core.page_state import PageStatus
from d2studio.core.paths import UserFolders
from d2studio.core.samples import sample_folder
from d2studio.core.settings import Settings, save
from d2studio.gui.app import Program
from d2studio.gui.dialogs import PasswordDialog
from d2studio.gui.finding_card import FindingCard
from d2studio.gui.jobs import ChildThread
from d2studio.gui.model_runner import ModelState

SAMPLE: Final = str(sample_folder() / "article.png")
# Where pictures of the window are kept; in a folder of the test's without it.
SCREENSHOTS_VARIABLE: Final = "D2STUDIO_SCREENSHOTS"
_PICTURE_SIZE: Final = (1440, 900)

# A machine that does many other things at the same time loads PyTorch this slowly.
START_S: Final = 90.0
_POLL_MS: Final = 10


class StallWatch(QObject):
    """Measures how long the window's thread is busy between two waits for events."""

    def __init__(self) -> None:
        super().__init__()
        self.worst_s = 0.0
        self._begun: float | None = None
        dispatcher = QAbstractEventDispatcher.instance()
        assert dispatcher is not None
        dispatcher.awake.connect(self._on_awake)
        dispatcher.aboutToBlock.connect(self._on_about_to_block)

    def reset(self) -> None:
        self.worst_s, self._begun = 0.0, None

    @Slot()
    def _on_awake(self) -> None:
        # Of a busy stretch, the dispatcher tells several times that it is awake.
        if self._begun is None:
            self._begun = time.thread_time()

    @Slot()
    def _on_about_to_block(self) -> None:
        if self._begun is not None:
            self.worst_s = max(self.worst_s, time.thread_time() - self._begun)
            self._begun = None


class _ModalWatch(QObject):
    """Closes windows that have to be answered first, and remembers them."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.passwords_asked = 0
        self._timer = QTimer(self)
        self._timer.setInterval(20)
        self._timer.timeout.connect(self._on_timer)
        self._timer.start()

    @Slot()
    def _on_timer(self) -> None:
        modal = QApplication.activeModalWidget()
        if isinstance(modal, PasswordDialog):
            self.passwords_asked += 1
        elif modal is not None:
            self.seen.append(f"{type(modal).__name__} {modal.objectName()!r} {modal.windowTitle()!r}")
        if isinstance(modal, QDialog):
            modal.reject()
        elif modal is not None:
            modal.close()


class _Warnings(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.name.startswith("d2studio"):
            self.said.append(f"{record.name}: {record.getMessage()}")


class RunningProgram:
    """A program and what a user does with it. Everything here waits for a bounded time, or returns at once."""

    def __init__(self, program: Program, screenshots: Path) -> None:
        self.program = program
        self.window = program.window
        self.studio = program.studio
        self.room = program.room
        self.stalls = StallWatch()
        self.modals = _ModalWatch()
        self._screenshots = screenshots

    # Waiting

    def wait(self, condition: Callable[[], object], within_s: float, what: str) -> None:
        """Let the window live until something comes true, and fail if it does not."""
        end = time.monotonic() + within_s
        while not condition():
            assert time.monotonic() < end, f"after {within_s:.0f} s, not yet {what}\n{self.report()}"
            self.live(_POLL_MS)

    def live(self, milliseconds: int) -> None:
        """Let the window handle its events for a while."""
        # Not `processEvents`: the dispatcher says when it is busy only where it may wait.
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop, loop.quit)
        loop.exec()

    def wait_for_card(self, code: str, within_s: float = 20, *, count: int = 1) -> FindingCard:
        """The card of a finding, as soon as it is in the pane and was found `count` times."""
        self.wait(lambda: self._count(code) >= count, within_s, f"{count} times {code}")
        return next(card for card in self.cards() if card.finding.code == code)

    def wait_for_model(self) -> None:
        runner = self.studio.runner
        self.wait(lambda: runner.state is ModelState.READY, START_S, "a model")

    def wait_for_page(self, path: str, index: int = 0, within_s: float = 30) -> None:
        """A page is looked at, and its pixels are there."""
        key = PageKey(path, index)
        self.wait(lambda: self.studio.page is not None and self.studio.page.key == key, within_s, f"page {path}")

    def wait_for_run(self, within_s: float = START_S) -> None:
        """The current page has a result, and nothing runs."""
        studio = self.studio
        self.wait(lambda: studio.result is not None and not studio.runner.is_running, within_s, "a result")

    def run_again(self, within_s: float) -> float:
        """Run the current page as a user does, until it has another result; the seconds that it took."""
        before, begun = self.studio.result, time.monotonic()
        self.window.actions_.run.trigger()
        self.wait(lambda: self.studio.result is not before, within_s, "another result")
        return time.monotonic() - begun

    # Doing

    def begin(self, *inputs: str) -> None:
        self.program.begin(inputs)

    def open(self, *paths: Path | str) -> None:
        self.program.page_commands.open_paths([str(path) for path in paths])

    def drop(self, *paths: Path | str) -> None:
        """Drop files on the page, from where the event goes to whoever takes it."""
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        target = self.window.centralWidget()
        assert target is not None
        centre = target.mapTo(self.window, target.rect().center())
        copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        enter = QDragEnterEvent(centre, copy, mime, left, none)
        QApplication.sendEvent(self.window, enter)
        assert enter.isAccepted()
        QApplication.sendEvent(self.window, QDropEvent(QPointF(centre), copy, mime, left, none))

    def press_fix(self, card: FindingCard, action: str) -> None:
        """Press a button of a card, with the mouse."""
        self.live(_POLL_MS)  # a card that is new has to be laid out first
        QTest.mouseClick(self.fix_button(card, action), Qt.MouseButton.LeftButton)

    def fix_button(self, card: FindingCard, action: str) -> QPushButton:
        buttons = {button.objectName(): button for button in card.findChildren(QPushButton)}
        return buttons[f"finding_fix_{action}"]

    def dismiss_all(self) -> None:
        self.window.diagnostics.clear()

    def thread(self, name: str) -> ChildThread:
        return {"decode": self.room.decode, "infer": self.room.infer, "library": self.room.library}[name]

    # Seeing

    def cards(self) -> list[FindingCard]:
        """Cards in the pane, newest first."""
        findings = self.findings()
        cards = [card for card in self.window.diagnostics.findChildren(FindingCard) if card.finding in findings]
        return sorted(cards, key=lambda card: findings.index(card.finding))

    def findings(self) -> tuple[Finding, ...]:
        return self.window.diagnostics.findings()

    def status_of(self, path: str, index: int = 0) -> PageStatus:
        return self.studio.pages.state(PageKey(path, index)).status

    def save_screenshot(self, name: str) -> None:
        """Keep a picture of the window in its usual size, once all that was asked to be drawn is.

        The screen that nobody sees is small, and a new window fits its screen.
        """
        self.window.resize(*_PICTURE_SIZE)
        self.live(200)
        self._screenshots.mkdir(parents=True, exist_ok=True)
        assert self.window.grab().save(str(self._screenshots / f"{name}.png"))

    def report(self) -> str:
        """What is known, for a test that fails."""
        studio, runner = self.studio, self.studio.runner
        lines = [
            f"model {runner.state}, {runner.loading_stage!r}; running {runner.is_running}; current {studio.current}",
            f"page {studio.page is not None}, result {studio.result is not None}",
            f"state {studio.pages.state(studio.current) if studio.current else None}",
        ]
        lines += [f"{finding.code}: {finding.what} {finding.evidence}" for finding in self.findings()]
        lines += [f"{line.source}: {line.text}" for line in self.program.log.lines()[-15:]]
        return "\n".join(lines)

    def _count(self, code: str) -> int:
        return sum(card.count for card in self.cards() if card.finding.code == code)


@contextlib.contextmanager
def running(
    home: Path, *, expected_warnings: Sequence[str] = (), settings: Settings | None = None, **arguments: Any
) -> Iterator[RunningProgram]:
    """Show a program's window, and in the end close it.

    Args:
        home: an empty folder, for all that the program writes.
        expected_warnings: patterns of log lines that do not fail the test.
        settings: that the user made before; without the lines of welcome, in any case in English.
        arguments: of `Program`.
    """
    folders = UserFolders(home / "config", home / "data", home / "cache", home / "state", home / "logs")
    save(replace(settings or Settings(show_welcome=False), language="en"), folders.settings_file)
    before = _children()
    warnings = _Warnings()
    logging.getLogger().addHandler(warnings)
    driven = RunningProgram(
        Program(folders, **arguments), Path(os.environ.get(SCREENSHOTS_VARIABLE, home / "screenshots"))
    )
    shared = driven.room.blocks.folder
    try:
        driven.window.show()
        yield driven
    finally:
        driven.window.close()
        logging.getLogger().removeHandler(warnings)
        driven.live(_POLL_MS)  # what was to be deleted is
        driven.program.close()
        threads = [thread.objectName() for thread in driven.room.started]
        modals = driven.modals.seen
        # At once, and in this thread: what is left to Python may be collected in a thread of the next program.
        for owner in (driven.window, driven.studio, driven.program, driven.room, driven.stalls, driven.modals):
            shiboken6.delete(owner)
    assert threads == []
    assert _children() - before == set()
    assert not shared.exists()
    assert modals == []
    unexpected = [said for said in warnings.said if not any(re.search(each, said) for each in expected_warnings)]
    assert unexpected == []


def _children() -> set[int]:
    return {child.pid for child in psutil.Process().children(recursive=True)}
