"""Children that end in the midst of their work, ten times each: the window stays, says so, and works on."""

import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest
from PIL import Image
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication

from d2studio.core import fixes
from d2studio.core.page import PageKey
from d2studio.core.page_state import PageStatus
from d2studio.core.settings import Settings
from d2studio.core.workers import LOOP_CRASHES
from tests.gui.program import SAMPLE, RunningProgram, running

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals"),
]

_TIMES: Final = 10
_WORKS_AGAIN_S: Final = 30.0  # it takes two to four; a machine that is busy otherwise needs patience
_CODES: Final = {"SIGKILL": "CHILD_KILLED", "SIGSEGV": "CHILD_CRASHED"}


@pytest.fixture(scope="module")
def program(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningProgram]:
    """One for all, so that its children crash as often as they can within five minutes."""
    folder = tmp_path_factory.mktemp("program")
    settings = Settings(show_welcome=False, run_on_open=False)
    with running(folder, settings=settings) as started:
        started.begin(SAMPLE)
        started.wait_for_model()
        started.wait_for_page(SAMPLE)
        yield started


@pytest.fixture(scope="module")
def large_page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A page that takes long enough to decode for its child to be caught at it."""
    path = tmp_path_factory.mktemp("pages") / "large.png"
    Image.radial_gradient("L").resize((5000, 5000)).save(path, compress_level=1)
    return str(path)


def _kill(program: RunningProgram, child: str) -> None:
    pid = program.thread(child).worker.pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)


def _end_often(
    program: RunningProgram, child: str, signal_name: str, work: Callable[[], None], works: Callable[[], object]
) -> None:
    """Begin some work, end the child that does it, see what is said, and press the button that does it again."""
    program.dismiss_all()
    for count in range(1, _TIMES + 1):
        work()
        pid = program.thread(child).worker.pid
        assert pid is not None
        os.kill(pid, signal.Signals[signal_name])

        card = program.wait_for_card(_CODES[signal_name], count=count)
        assert program.window.isVisible()
        assert card.isVisible()
        program.press_fix(card, fixes.RUN_AGAIN)
        program.wait(works, _WORKS_AGAIN_S, f"working again for the {count}. time")
        assert program.thread(child).worker.pid != pid


@pytest.mark.parametrize("signal_name", list(_CODES))
def test_that_the_next_run_works_whenever_the_child_ends_that_runs_models(
    program: RunningProgram, signal_name: str
) -> None:
    def run() -> None:
        progress = QSignalSpy(program.studio.run_progressed)
        program.window.actions_.run.trigger()
        program.wait(lambda: progress.count() and progress.at(progress.count() - 1)[0].stage, 10, "at work")

    def works() -> bool:
        return not program.studio.runner.is_running and program.status_of(SAMPLE) is PageStatus.FOUND

    _end_often(program, "infer", signal_name, run, works)


@pytest.mark.parametrize("signal_name", list(_CODES))
def test_that_the_page_is_seen_whenever_the_child_ends_that_opens_pages(
    program: RunningProgram, large_page: str, signal_name: str
) -> None:
    key = PageKey(large_page)
    program.open(large_page)
    program.wait(lambda: program.studio.pages.row(key) is not None, 10, "listed")
    program.studio.set_current(key)
    program.wait_for_page(large_page)

    def look_at_it() -> None:
        progress = QSignalSpy(program.studio.page_progressed)
        program.studio.reload_current()
        program.wait(lambda: ["decode"] in map(progress.at, range(progress.count())), 10, "decoding")

    _end_often(program, "decode", signal_name, look_at_it, lambda: program.studio.page is not None)
    program.studio.remove_pages([key])
    program.wait_for_page(SAMPLE)


def _end_idle_until_it_stays_away(program: RunningProgram, child: str) -> None:
    worker = program.thread(child).worker
    worker.forgive()
    program.dismiss_all()
    for count in range(1, LOOP_CRASHES + 1):
        program.wait(lambda: worker.pid is not None, 10, f"started for the {count}. time")
        _kill(program, child)
        program.wait_for_card("CHILD_KILLED", count=count)
    assert worker.is_looping
    assert worker.pid is None


def test_that_a_child_that_died_idle_three_times_is_started_by_its_button(program: RunningProgram) -> None:
    _end_idle_until_it_stays_away(program, "infer")
    # What comes by itself does not start it.
    program.studio.run([PageKey(SAMPLE)], by_user=False)
    card = program.wait_for_card("CHILD_LOOP")

    program.press_fix(card, fixes.RESTART_CHILD)
    done = QSignalSpy(program.studio.runner.page_done)
    program.studio.run([PageKey(SAMPLE)], by_user=False)
    program.wait(done.count, _WORKS_AGAIN_S, "a result")


def test_that_children_that_died_idle_three_times_do_what_is_asked_for(program: RunningProgram, tmp_path: Path) -> None:
    other = str(shutil.copy(SAMPLE, tmp_path / "other.png"))
    program.open(other)
    program.wait_for_page(other)
    for child in ("decode", "infer"):
        _end_idle_until_it_stays_away(program, child)

    program.window.actions_.run_all.trigger()
    program.wait(lambda: program.status_of(other) is PageStatus.FOUND, 2 * _WORKS_AGAIN_S, "a result")
    program.studio.loader.forget(PageKey(SAMPLE))
    program.studio.set_current(PageKey(SAMPLE))
    program.wait_for_page(SAMPLE)
