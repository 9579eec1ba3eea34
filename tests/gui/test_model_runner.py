"""Models are loaded and run by a child that makes its results up; pages are decoded by the real one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QObject, Slot
from pytestqt.qtbot import QtBot

from d2studio.core.failures import Failure
from d2studio.core.model_summary import ModelRequest, ModelSummary
from d2studio.core.page import PageKey
from d2studio.core.page_result import PageResult
from d2studio.gui.engine_room import EngineRoom
from d2studio.gui.model_runner import ModelRunner, ModelState, RunEnd, RunProgress
from d2studio.gui.page_list import PageListModel
from d2studio.gui.page_loader import PageLoader
from tests.gui.fake_infer import BUILT_IN, CLASSES, OTHER_CLASSES
from tests.gui.made_up_models import MadeUpModels
from tests.gui.page_files import bad_picture, picture

BUNDLED = ModelRequest()


class Told(QObject):
    """What a runner says."""

    def __init__(self, runner: ModelRunner) -> None:
        super().__init__(runner)
        self.states: list[tuple[ModelState, str]] = []
        self.model_failures: list[tuple[ModelRequest, Failure]] = []
        self.described: list[ModelSummary] = []
        self.describe_failures: list[Failure] = []
        self.started: list[PageKey] = []
        self.done: dict[PageKey, PageResult] = {}
        self.stopped: list[PageKey] = []
        self.progress: list[RunProgress | None] = []
        self.ends: list[RunEnd] = []
        self._runner = runner
        runner.state_changed.connect(self._on_state_changed)
        runner.model_failed.connect(self._on_model_failed)
        runner.described.connect(self._on_described)
        runner.describe_failed.connect(self._on_describe_failed)
        runner.page_started.connect(self._on_page_started)
        runner.page_done.connect(self._on_page_done)
        runner.pages_stopped.connect(self._on_pages_stopped)
        runner.progressed.connect(self._on_progressed)
        runner.run_ended.connect(self._on_run_ended)

    @property
    def is_over(self) -> bool:
        return bool(self.progress) and self.progress[-1] is None

    @Slot()
    def _on_state_changed(self) -> None:
        self.states.append((self._runner.state, self._runner.loading_stage))

    @Slot(object, object)
    def _on_model_failed(self, request: ModelRequest, failure: Failure) -> None:
        self.model_failures.append((request, failure))

    @Slot(object)
    def _on_described(self, summary: ModelSummary) -> None:
        self.described.append(summary)

    @Slot(object)
    def _on_describe_failed(self, failure: Failure) -> None:
        self.describe_failures.append(failure)

    @Slot(object)
    def _on_page_started(self, key: PageKey) -> None:
        self.started.append(key)

    @Slot(object, object)
    def _on_page_done(self, key: PageKey, result: PageResult) -> None:
        self.done[key] = result

    @Slot(object)
    def _on_pages_stopped(self, keys: list[PageKey]) -> None:
        self.stopped += keys

    @Slot(object)
    def _on_progressed(self, progress: RunProgress | None) -> None:
        self.progress.append(progress)

    @Slot(object)
    def _on_run_ended(self, end: RunEnd) -> None:
        self.ends.append(end)


@pytest.fixture
def models(shared_models: MadeUpModels) -> MadeUpModels:
    return shared_models


@pytest.fixture
def loader(shared_room: EngineRoom) -> Iterator[PageLoader]:
    owner = QObject()
    yield shared_room.make_loader(PageListModel(owner), owner)
    shiboken6.delete(owner)


@pytest.fixture
def runner(shared_room: EngineRoom, loader: PageLoader, models: MadeUpModels, qtbot: QtBot) -> Iterator[ModelRunner]:
    runner = shared_room.make_runner(loader, loader)
    yield runner
    models.forget()
    runner.stop()
    qtbot.waitUntil(lambda: not runner.is_running and runner.state is not ModelState.LOADING)


@pytest.fixture
def told(runner: ModelRunner) -> Told:
    return Told(runner)


@pytest.fixture
def loaded(runner: ModelRunner, told: Told, qtbot: QtBot) -> ModelRunner:
    load(runner, BUNDLED, qtbot)
    return runner


def load(runner: ModelRunner, request: ModelRequest, qtbot: QtBot) -> None:
    runner.load(request)
    qtbot.waitUntil(lambda: runner.state is ModelState.READY)


def page_keys(folder: Path, count: int) -> list[PageKey]:
    return [PageKey(picture(folder / f"{number}.png", 100 + number)) for number in range(count)]


# Loading


def test_that_a_model_loads_in_the_background(runner: ModelRunner, told: Told, qtbot: QtBot) -> None:
    runner.load(BUNDLED)
    assert [state for state, _ in told.states] == [ModelState.LOADING]
    qtbot.waitUntil(lambda: runner.state is ModelState.READY)
    assert runner.summary is not None
    assert (runner.summary.name, runner.summary.class_names) == (BUILT_IN, CLASSES)


def test_that_the_stage_of_loading_is_told(runner: ModelRunner, told: Told, models: MadeUpModels, qtbot: QtBot) -> None:
    models.hold("load")
    runner.load(BUNDLED)
    qtbot.waitUntil(lambda: (ModelState.LOADING, "weights") in told.states)
    models.let_go("load")
    qtbot.waitUntil(lambda: runner.state is ModelState.READY)


def test_that_a_model_that_does_not_load_says_why(
    runner: ModelRunner, told: Told, qtbot: QtBot, tmp_path: Path
) -> None:
    request = ModelRequest(config=str(tmp_path / "gone.yaml"))
    runner.load(request)
    qtbot.waitUntil(lambda: runner.state is ModelState.FAILED)
    ((failed, failure),) = told.model_failures
    assert failed == request
    assert "gone.yaml" in failure.message
    assert runner.summary is None


def test_that_the_model_before_stays_where_the_next_does_not_load(
    loaded: ModelRunner, told: Told, qtbot: QtBot, tmp_path: Path
) -> None:
    loaded.load(ModelRequest(config=str(tmp_path / "gone.yaml")))
    qtbot.waitUntil(lambda: len(told.model_failures) == 1)
    assert (loaded.state, loaded.request) == (ModelState.READY, BUNDLED)
    assert loaded.summary is not None
    assert loaded.summary.name == BUILT_IN


def test_that_of_models_chosen_one_after_the_other_the_last_counts(
    runner: ModelRunner, told: Told, models: MadeUpModels, qtbot: QtBot
) -> None:
    models.hold("load")
    other = ModelRequest(config=models.other())
    runner.load(BUNDLED)
    qtbot.waitUntil(lambda: models.asked("load") == ["None"])
    runner.load(other)
    models.let_go("load")
    qtbot.waitUntil(lambda: runner.state is ModelState.READY)
    assert runner.request == other
    assert runner.summary is not None
    assert runner.summary.class_names == OTHER_CLASSES


def test_that_an_unloaded_model_is_gone(loaded: ModelRunner, models: MadeUpModels, qtbot: QtBot) -> None:
    loaded.unload()
    assert (loaded.state, loaded.summary) == (ModelState.NONE, None)
    qtbot.waitUntil(lambda: len(models.asked("unload")) == 1)


def test_that_a_model_is_described_without_being_used(
    loaded: ModelRunner, told: Told, models: MadeUpModels, qtbot: QtBot, tmp_path: Path
) -> None:
    loaded.describe(models.other(), None)
    qtbot.waitUntil(lambda: len(told.described) == 1)
    assert told.described[0].class_names == OTHER_CLASSES
    assert loaded.request == BUNDLED
    loaded.describe(str(tmp_path / "gone.yaml"), None)
    qtbot.waitUntil(lambda: len(told.describe_failures) == 1)
    assert loaded.state is ModelState.READY


def test_that_the_machine_is_known_once_it_was_asked_for(runner: ModelRunner, qtbot: QtBot) -> None:
    with qtbot.waitSignal(runner.machine_changed):
        runner.ask_machine()
    assert runner.machine is not None
    assert [device.name for device in runner.machine.devices] == ["cpu"]


# Running


def test_that_a_page_is_run(loaded: ModelRunner, told: Told, qtbot: QtBot, tmp_path: Path) -> None:
    (key,) = page_keys(tmp_path, 1)
    loaded.run([key])
    qtbot.waitUntil(lambda: told.is_over)
    assert not loaded.is_running
    assert told.started == [key]
    assert list(told.done) == [key]
    assert told.done[key].detections.size_hw[1] == 100


def test_that_all_pages_are_run_in_order_with_progress(
    loaded: ModelRunner, told: Told, qtbot: QtBot, tmp_path: Path
) -> None:
    keys = page_keys(tmp_path, 5)
    loaded.run(keys)
    qtbot.waitUntil(lambda: told.is_over)
    assert told.started == list(told.done) == keys
    counts = [(each.done, each.total) for each in told.progress if each is not None]
    assert counts == sorted(counts)
    assert {total for _, total in counts} == {5}
    assert {done for done, _ in counts} >= {0, 1, 2, 3, 4}


def test_that_the_time_left_is_told_from_the_second_page_on(
    loaded: ModelRunner, told: Told, models: MadeUpModels, qtbot: QtBot, tmp_path: Path
) -> None:
    loaded.run(page_keys(tmp_path, 3))
    qtbot.waitUntil(lambda: told.is_over)
    for each in told.progress:
        assert each is None or (each.seconds_left is None) == (each.done == 0)


def test_that_the_stage_of_the_page_is_told(
    loaded: ModelRunner, told: Told, models: MadeUpModels, qtbot: QtBot, tmp_path: Path
) -> None:
    (key,) = page_keys(tmp_path, 1)
    models.hold("run")
    loaded.run([key])
    qtbot.waitUntil(
        lambda: any(each and (each.key, each.stage, each.fraction) == (key, "backbone", 0.5) for each in told.progress)
    )
    models.let_go("run")
    qtbot.waitUntil(lambda: told.is_over)


def test_that_a_page_that_somebody_looks_at_goes_before_those_that_wait(
    loaded: ModelRunner, loader: PageLoader, told: Told, models: MadeUpModels, qtbot: QtBot, tmp_path: Path
) -> None:
    *many, wanted = page_keys(tmp_path, 8)
    models.hold("run")
    loaded.run(many)
    qtbot.waitUntil(lambda: told.started == many[:1])
    loaded.run([wanted], first=True)
    qtbot.waitUntil(lambda: loader.cached(wanted) is not None)
    models.let_go("run")
    qtbot.waitUntil(lambda: told.is_over)
    assert told.started == [many[0], wanted, *many[1:]]


def test_that_a_page_that_waits_can_be_the_next(
    loaded: ModelRunner, loader: PageLoader, told: Told, models: MadeUpModels, qtbot: QtBot, tmp_path: Path
) -> None:
    keys = page_keys(tmp_path, 8)
    models.hold("run")
    loaded.run(keys)
    qtbot.waitUntil(lambda: told.started == keys[:1])
    loaded.run([keys[6]], first=True)
    loaded.run(keys[:1], first=True)  # which is under way
    qtbot.waitUntil(lambda: loader.cached(keys[6]) is not None)
    models.let_go("run")
    qtbot.waitUntil(lambda: told.is_over)
    assert told.started == [keys[0], keys[6], *keys[1:6], keys[7]]
    assert {each.total for each in told.progress if each is not None} == {8}


def test_that_of_pages_that_are_to_be_next_one_after_the_other_all_are_run(
    loaded: ModelRunner, told: Told, models: MadeUpModels, qtbot: QtBot, tmp_path: Path
) -> None:
    keys = page_keys(tmp_path, 8)
    models.hold("run")
    loaded.run(keys)
    qtbot.waitUntil(lambda: told.started == keys[:1])
    for key in reversed(keys):
        loaded.run([key], first=True)
    models.let_go("run")
    qtbot.waitUntil(lambda: told.is_over)
    assert told.started[0] == keys[0]
    assert sorted(told.started, key=keys.index) == keys


def test_that_a_page_that_waits_is_not_run_twice(
    loaded: ModelRunner, told: Told, models: MadeUpModels, qtbot: QtBot, tmp_path: Path
) -> None:
    keys = page_keys(tmp_path, 4)
    models.hold("run")
    loaded.run(keys)
    qtbot.waitUntil(lambda: len(told.started) == 1)
    loaded.run(keys)
    assert all(map(loaded.is_waiting, keys))
    models.let_go("run")
    qtbot.waitUntil(lambda: told.is_over)
    assert told.started == keys


def test_that_a_page_that_cannot_be_read_does_not_stop_the_others(
    loaded: ModelRunner, told: Told, qtbot: QtBot, tmp_path: Path
) -> None:
    first, last = page_keys(tmp_path, 2)
    bad = PageKey(bad_picture(tmp_path / "bad.png"))
    loaded.run([first, bad, last])
    qtbot.waitUntil(lambda: told.is_over)
    assert list(told.done) == [first, last]
    assert told.ends == [RunEnd(3, 3, 1, is_stopped=False)]


def test_that_pages_taken_out_of_the_list_are_not_run(
    loaded: ModelRunner, told: Told, models: MadeUpModels, qtbot: QtBot, tmp_path: Path
) -> None:
    keys = page_keys(tmp_path, 6)
    models.hold("run")
    loaded.run(keys)
    qtbot.waitUntil(lambda: len(told.started) == 1)
    loaded.discard(keys[1:])
    models.let_go("run")
    qtbot.waitUntil(lambda: told.is_over)
    assert list(told.done) == keys[:1]
    assert sorted(told.stopped, key=keys.index) == keys[1:]
    assert told.ends == [RunEnd(1, 1, 0, is_stopped=False)]


def test_that_a_page_taken_out_of_the_list_is_not_run_to_its_end(
    loaded: ModelRunner, told: Told, models: MadeUpModels, qtbot: QtBot, tmp_path: Path
) -> None:
    first, second = page_keys(tmp_path, 2)
    models.hold("run")
    loaded.run([first, second])
    qtbot.waitUntil(lambda: len(models.asked("run")) == 1)
    loaded.discard([first])
    qtbot.waitUntil(lambda: len(models.asked("run")) == 2)
    models.let_go("run")
    qtbot.waitUntil(lambda: told.is_over)
    assert (told.stopped, list(told.done)) == ([first], [second])
    assert told.ends == [RunEnd(1, 1, 0, is_stopped=False)]


# Stopping


def test_that_stopping_ends_the_page_under_way_and_runs_no_other(
    loaded: ModelRunner, told: Told, models: MadeUpModels, qtbot: QtBot, tmp_path: Path
) -> None:
    keys = page_keys(tmp_path, 5)
    models.hold("run")
    loaded.run(keys)
    qtbot.waitUntil(lambda: len(models.asked("run")) == 1)
    loaded.stop()
    qtbot.waitUntil(lambda: told.is_over)
    assert sorted(told.stopped, key=keys.index) == keys
    assert told.done == {}
    assert told.ends == [RunEnd(0, 5, 0, is_stopped=True)]
    models.let_go("run")
    loaded.run(keys[:1])
    qtbot.waitUntil(lambda: keys[0] in told.done)
    assert len(models.asked("run")) == 2


def test_that_stopping_works_while_pages_are_being_decoded(
    loaded: ModelRunner, told: Told, models: MadeUpModels, qtbot: QtBot, tmp_path: Path
) -> None:
    keys = page_keys(tmp_path, 3)
    loaded.run(keys)
    assert not told.started
    loaded.stop()
    assert told.is_over
    assert sorted(told.stopped, key=keys.index) == keys
    loaded.run(keys[1:2])
    qtbot.waitUntil(lambda: told.is_over)
    assert told.started == keys[1:2]


def test_that_stopping_where_nothing_runs_does_nothing(loaded: ModelRunner, told: Told) -> None:
    loaded.stop()
    assert told.stopped == []
    assert told.ends == []
    assert not loaded.is_running


# Running while a model loads


def test_that_pages_wait_for_the_model_that_was_asked_for(
    runner: ModelRunner, told: Told, models: MadeUpModels, qtbot: QtBot, tmp_path: Path
) -> None:
    keys = page_keys(tmp_path, 2)
    other = ModelRequest(config=models.other())
    models.hold("load")
    runner.load(other)
    runner.run(keys)
    qtbot.waitUntil(lambda: models.asked("load") == [str(other.config)])
    models.let_go("load")
    qtbot.waitUntil(lambda: told.is_over)
    assert [result.detections.class_names for result in told.done.values()] == [OTHER_CLASSES] * 2
    assert models.asked("load") == [str(other.config)]


def test_that_a_run_is_done_by_the_model_that_was_changed_to(
    loaded: ModelRunner, told: Told, models: MadeUpModels, qtbot: QtBot, tmp_path: Path
) -> None:
    """Also the page that was under way: nobody wants what the model before says of it."""
    keys = page_keys(tmp_path, 4)
    other = ModelRequest(config=models.other())
    models.hold("run")
    loaded.run(keys)
    qtbot.waitUntil(lambda: len(models.asked("run")) == 1)
    loaded.load(other)
    models.let_go("run")
    qtbot.waitUntil(lambda: told.is_over)
    names = [told.done[key].detections.class_names for key in keys]
    assert names == [OTHER_CLASSES] * 4
    assert [config for config in models.asked("run") if config.startswith("None")] == ["None 100"]


def test_that_pages_are_not_run_where_the_model_does_not_load(
    runner: ModelRunner, told: Told, models: MadeUpModels, qtbot: QtBot, tmp_path: Path
) -> None:
    keys = page_keys(tmp_path, 2)
    runner.load(ModelRequest(config=str(tmp_path / "gone.yaml")))
    runner.run(keys)
    qtbot.waitUntil(lambda: told.is_over and runner.state is ModelState.FAILED)
    assert sorted(told.stopped, key=keys.index) == keys
    assert models.asked("run") == []
