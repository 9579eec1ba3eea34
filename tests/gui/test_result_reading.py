"""Results that had to go to the disk: looked at again, without making the window wait."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from d2studio.core import result_store
from d2studio.core.model_summary import ModelRequest
from d2studio.core.page import PageKey
from d2studio.core.page_result import PageResult
from d2studio.core.page_state import PageStatus
from d2studio.core.result_file import read_result
from d2studio.core.result_store import ResultStore
from d2studio.filters import FilterRules
from d2studio.gui import dialogs
from d2studio.gui.engine_room import EngineRoom
from d2studio.gui.model_runner import ModelState
from d2studio.gui.studio import Studio
from tests.gui.conftest import Start
from tests.gui.made_up_models import MadeUpModels
from tests.gui.page_files import picture


class Disk:
    """Holds readers up until it is let go."""

    def __init__(self) -> None:
        self.goes_on = threading.Event()
        self.is_asked = threading.Event()

    def read(self, path: Path) -> PageResult:
        self.is_asked.set()
        assert self.goes_on.wait(10)
        return read_result(path)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Disk]:
    disk = Disk()
    monkeypatch.setattr(result_store, "read_result", disk.read)
    yield disk
    disk.goes_on.set()


@pytest.fixture
def studio(
    shared_room: EngineRoom,
    shared_models: MadeUpModels,
    disk: Disk,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> Iterator[Studio]:
    """Three pages were run, and the last one's result alone is in memory."""
    stores: list[ResultStore] = []

    def make_store() -> ResultStore:
        stores.append(ResultStore(tmp_path / "results" / str(len(stores)), memory_bytes=1))
        return stores[-1]

    monkeypatch.setattr(shared_room, "make_store", make_store)
    studio = Studio(shared_room)
    studio.load_model(ModelRequest())
    paths = [picture(tmp_path / f"{number}.png", 100 + number) for number in range(3)]
    studio.open(paths)
    for path in paths:
        key = PageKey(path)
        qtbot.waitUntil(lambda: key in studio.pages.keys())  # noqa: B023, SIM118 - called at once; a model
        studio.set_current(key)
        qtbot.waitUntil(lambda: studio.result is not None and not studio.runner.is_running)
    stores[0]._writer.submit(lambda: None).result(10)
    yield studio
    disk.goes_on.set()
    shared_models.forget()
    studio.stop()
    qtbot.waitUntil(lambda: not studio.runner.is_running and studio.runner.state is not ModelState.LOADING)
    studio._results.close()
    shiboken6.delete(studio)


class Shown(QObject):
    """Results that are shown, by the widths of their pages."""

    def __init__(self, studio: Studio) -> None:
        super().__init__(studio)
        self._studio = studio
        self.widths: list[int | None] = []
        studio.filtered_changed.connect(self._on_filtered_changed)

    @Slot()
    def _on_filtered_changed(self) -> None:
        self.widths.append(width(self._studio))


def width(studio: Studio) -> int | None:
    """Of the page that the result shown is about."""
    return None if studio.result is None else studio.result.detections.size_hw[1]


def test_that_a_page_whose_result_is_in_a_file_is_shown_at_once_and_its_result_later(
    studio: Studio, disk: Disk, shared_models: MadeUpModels, qtbot: QtBot
) -> None:
    first = studio.pages.key(0)
    studio.set_current(first)
    assert studio.result is None
    qtbot.waitUntil(lambda: studio.page is not None and disk.is_asked.is_set())
    assert studio.pages.state(first).status is PageStatus.FOUND
    with qtbot.waitSignal(studio.filtered_changed):
        disk.goes_on.set()
    assert width(studio) == 100
    assert studio.filtered is not None
    assert len(shared_models.asked("run")) == 3  # it was not run again


def test_that_a_result_that_comes_when_another_page_is_looked_at_is_not_shown(
    studio: Studio, disk: Disk, qtbot: QtBot
) -> None:
    keys = [studio.pages.key(row) for row in range(3)]
    studio.set_current(keys[0])
    qtbot.waitUntil(disk.is_asked.is_set)
    studio.set_current(keys[1])
    shown = Shown(studio)
    disk.goes_on.set()
    qtbot.waitUntil(lambda: studio.result is not None)
    assert shown.widths == [101]
    studio.set_current(keys[2])
    studio.set_current(keys[1])
    qtbot.waitUntil(lambda: studio.result is not None)
    assert width(studio) == 101


def test_that_rules_changed_and_undone_meanwhile_hold(studio: Studio, disk: Disk, qtbot: QtBot) -> None:
    studio.set_current(studio.pages.key(0))
    before, nothing = studio.rules, FilterRules(threshold=1.1)
    studio.set_rules(nothing)
    studio.change_rules(before, nothing)
    disk.goes_on.set()
    qtbot.waitUntil(lambda: studio.filtered is not None)
    assert studio.filtered is not None
    assert len(studio.filtered.shown) == 0
    studio.undo()
    assert len(studio.filtered.shown) > 0


def test_that_a_page_that_is_taken_out_and_put_back_has_its_result(studio: Studio, disk: Disk, qtbot: QtBot) -> None:
    first = studio.pages.key(0)
    studio.set_current(first)
    studio.remove_pages([first])
    disk.goes_on.set()
    studio.undo()
    studio.set_current(first)
    qtbot.waitUntil(lambda: studio.result is not None)
    assert width(studio) == 100


def test_that_a_page_whose_file_was_lost_is_run_again(
    studio: Studio, disk: Disk, shared_models: MadeUpModels, tmp_path: Path, qtbot: QtBot
) -> None:
    for file in tmp_path.glob("results/*/*/*.result"):
        file.unlink()
    disk.goes_on.set()
    studio.set_current(studio.pages.key(0))
    qtbot.waitUntil(lambda: studio.result is not None)
    assert width(studio) == 100
    assert len(shared_models.asked("run")) == 4


def test_that_a_result_of_the_model_before_is_not_shown(studio: Studio, disk: Disk, qtbot: QtBot) -> None:
    studio.set_current(studio.pages.key(0))
    qtbot.waitUntil(disk.is_asked.is_set)
    studio.run_on_open = False
    studio.load_model(ModelRequest(max_detections=7))
    qtbot.waitUntil(lambda: studio.runner.state is ModelState.READY and studio.runner.request.max_detections == 7)
    with qtbot.waitSignal(studio._results._fetched):
        disk.goes_on.set()
    assert studio.result is None


def test_that_it_is_closed_while_a_result_is_read(studio: Studio, disk: Disk, tmp_path: Path, qtbot: QtBot) -> None:
    studio.set_current(studio.pages.key(0))
    qtbot.waitUntil(disk.is_asked.is_set)
    threading.Timer(0.05, disk.goes_on.set).start()
    with qtbot.waitSignal(studio._results._fetched):  # which comes when all is closed
        studio._results.close()
    assert studio.result is None
    assert not list(tmp_path.glob("results/*"))


def test_that_the_table_copies_and_pictures_are_as_they_were(
    start: Start, disk: Disk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [picture(tmp_path / f"{number}.png", 300 + number) for number in range(2)]
    stores: list[ResultStore] = []

    def make_store(_room: EngineRoom) -> ResultStore:
        stores.append(ResultStore(tmp_path / "results" / str(len(stores)), memory_bytes=1))
        return stores[-1]

    def saved(name: str) -> bytes:
        target = tmp_path / name
        answers = iter([str(target)])
        monkeypatch.setattr(dialogs, "ask_save_file", lambda *_arguments: next(answers))
        program.window.actions_.save_picture.trigger()
        program.wait(target.exists, 20, "a picture")
        return target.read_bytes()

    def copied() -> list[str]:
        actions = program.window.actions_
        texts = []
        for action in (actions.copy_text, actions.copy_csv, actions.copy_json):
            action.trigger()
            texts.append(QApplication.clipboard().text())
        return texts

    monkeypatch.setattr(EngineRoom, "make_store", make_store)
    with start() as program:
        program.begin(*paths)
        keys = [PageKey(path) for path in paths]
        program.wait_for_page(paths[0])
        program.wait_for_run()
        program.live(50)
        before = saved("before.png"), copied()
        program.studio.set_current(keys[1])
        program.wait_for_page(paths[1])
        program.wait_for_run()
        stores[0]._writer.submit(lambda: None).result(10)

        program.studio.set_current(keys[0])
        program.wait_for_page(paths[0])
        program.wait(disk.is_asked.is_set, 10, "a reader")
        program.window.actions_.save_picture.trigger()
        assert "still being read" in program.window.status.currentMessage()
        disk.goes_on.set()
        program.wait(lambda: program.studio.result is not None, 10, "the result")
        program.live(50)
        assert (saved("after.png"), copied()) == before
