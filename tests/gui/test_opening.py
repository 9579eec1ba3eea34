"""A page that takes long to open: what is said meanwhile, and how to be rid of it."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from d2studio.core.page import PageKey
from d2studio.core.page_state import NOT_RUN, PageStatus
from d2studio.gui import page_message
from d2studio.gui.message_card import MessageCard
from tests.gui.children import child
from tests.gui.page_files import picture
from tests.gui.program import RunningProgram


@contextmanager
def slow_decoding(program: RunningProgram) -> Iterator[None]:
    """Let nothing be decoded for a while."""
    pid = program.room.decode.worker.pid
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


def said(program: RunningProgram) -> str:
    card = child(program.window.viewer, MessageCard)
    return " / ".join(label.text() for label in card.findChildren(QLabel) if label.isVisible())


def two_pages(program: RunningProgram, folder: Path) -> tuple[PageKey, PageKey]:
    program.program.keeper.change(run_on_open=False)
    first, second = picture(folder / "a.png"), picture(folder / "b.png", 1500)
    program.open(first, second)
    program.wait(lambda: len(program.studio.pages) == 2, 10, "both pages")
    program.wait_for_page(first)
    keys = PageKey(first), PageKey(second)
    # Whatever is done beforehand is done, so that only what is asked for now has to wait.
    program.wait(lambda: all(map(program.studio.pages.has_thumbnail, keys)), 10, "their thumbnails")
    program.wait(
        lambda: child(program.window.status, QLabel, "decode-lamp").accessibleName() == "Pages: ready", 5, "rest"
    )
    program.studio.loader.forget(keys[1])
    return keys


def test_that_a_page_that_takes_long_can_be_stopped_and_tried_again(
    shared_program: RunningProgram, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_message, "_TELL_TIME_S", 0.9)
    program, stop = shared_program, shared_program.window.actions_.stop
    _, slow = two_pages(program, tmp_path)
    assert not stop.isEnabled()
    with slow_decoding(program):
        program.studio.set_current(slow)
        program.wait(stop.isEnabled, 5, "Stop")
        assert program.status_of(slow.path) is PageStatus.OPENING
        program.wait(lambda: said(program).startswith("Opening the page"), 5, "the message")
        program.wait(lambda: said(program).endswith("1 s"), 10, "the time")
        QTest.keyClick(program.window, Qt.Key.Key_Escape)
        assert said(program).startswith("Stopped")
        assert not stop.isEnabled()
        assert program.studio.pages.state(slow) == NOT_RUN
    program.live(300)
    assert program.studio.page is None
    child(program.window.viewer, QPushButton, "message_action").click()
    program.wait_for_page(slow.path)
    assert said(program) == ""
    assert program.cards() == []


def test_that_a_page_that_was_stopped_is_opened_to_be_run(shared_program: RunningProgram, tmp_path: Path) -> None:
    program = shared_program
    _, slow = two_pages(program, tmp_path)
    with slow_decoding(program):
        program.studio.set_current(slow)
        program.wait(program.window.actions_.stop.isEnabled, 5, "Stop")
        program.window.actions_.stop.trigger()
    program.window.actions_.run.trigger()
    program.wait_for_page(slow.path)
    program.wait_for_run()
    assert program.status_of(slow.path) is PageStatus.FOUND


def test_that_nothing_is_said_of_a_page_that_nobody_looks_at_any_more(
    shared_program: RunningProgram, tmp_path: Path
) -> None:
    program = shared_program
    first, slow = two_pages(program, tmp_path)
    with slow_decoding(program):
        program.studio.set_current(slow)
        program.wait(program.window.actions_.stop.isEnabled, 5, "Stop")
        program.studio.set_current(first)
        assert not program.window.actions_.stop.isEnabled()
        assert program.studio.pages.state(slow) == NOT_RUN
        assert not program.studio.opening.is_stopped
