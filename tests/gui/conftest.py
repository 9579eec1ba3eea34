"""A program with models that are made up, so that it is quick."""

import gc
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from d2studio.core.model_summary import ModelRequest, ModelSummary
from d2studio.core.settings import Settings
from d2studio.filters import FilterRules
from d2studio.gui.engine_room import EngineRoom
from tests.gui.made_up_models import MadeUpModels
from tests.gui.program import RunningProgram, running

_MUCH_GARBAGE = 100_000
_Running = tuple[RunningProgram, MadeUpModels]
Start = Callable[..., AbstractContextManager[RunningProgram]]


@pytest.fixture(scope="module", autouse=True)
def _plain_application(qapp: QApplication) -> Iterator[None]:
    """Programs give the application their language and theme; tests of other modules must not see them."""
    palette, locale = qapp.palette(), QLocale()
    yield
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)
    QLocale.setDefault(locale)
    qapp.setStyleSheet("")
    qapp.setPalette(palette)


@pytest.fixture(scope="module", autouse=True)
def _garbage_waits(_plain_application: None) -> Iterator[None]:
    """Widgets that are garbage must not be found by the thread of a child; see `d2studio.gui.garbage`."""
    gc.disable()
    yield
    gc.collect()
    gc.enable()


@pytest.fixture(autouse=True)
def _garbage_stays_small() -> Iterator[None]:
    yield
    if gc.get_count()[0] > _MUCH_GARBAGE:
        gc.collect()


@pytest.fixture
def models(tmp_path: Path) -> MadeUpModels:
    folder = tmp_path / "models"
    folder.mkdir()
    return MadeUpModels(folder)


@pytest.fixture(scope="module")
def _engine(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[EngineRoom, MadeUpModels]]:
    """Children for all tests of a module: starting them takes longer than most tests."""
    folder = tmp_path_factory.mktemp("models")
    models = MadeUpModels(folder)
    room = EngineRoom(folder / "results", infer_command=models.command)
    room.start()
    yield room, models
    room.close()


@pytest.fixture
def shared_models(_engine: tuple[EngineRoom, MadeUpModels]) -> MadeUpModels:
    """Those of `shared_room`, as if nothing had been asked of them."""
    _, models = _engine
    models.forget()
    return models


@pytest.fixture
def shared_room(_engine: tuple[EngineRoom, MadeUpModels], shared_models: MadeUpModels) -> EngineRoom:
    room, _ = _engine
    room.kept_rules = _no_rules
    return room


@pytest.fixture(scope="module")
def _running(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[_Running]:
    folder = tmp_path_factory.mktemp("program")
    (folder / "models").mkdir()
    models = MadeUpModels(folder / "models")
    with running(folder / "home", infer_command=models.command) as program:
        program.begin()
        program.wait_for_run()
        program.window.activateWindow()
        program.wait(program.window.isActiveWindow, 10, "an active window")
        yield program, models


@pytest.fixture
def program_models(_running: _Running) -> MadeUpModels:
    """Those of `shared_program`, as if nothing had been asked of them."""
    _, models = _running
    models.forget()
    return models


@pytest.fixture
def shared_program(_running: _Running, program_models: MadeUpModels) -> RunningProgram:
    """A program that is there for all tests of a module, without pages, as the user first saw it.

    The built-in model is loaded.
    """
    program, _ = _running
    studio, window = program.studio, program.window
    program.wait(lambda: not studio.runner.is_running, 10, "the end of a run")
    program.program.keeper.set(Settings(show_welcome=False, language="en"))
    if studio.runner.wanted != ModelRequest():
        studio.load_model(ModelRequest())
        program.wait_for_model()
    studio.remove_pages(studio.pages.keys())
    studio.set_rules(studio.advised)
    studio.undo_stack.clear()
    window.diagnostics.clear()
    window.viewer.fit_page()
    for action in (window.actions_.hide_overlays, window.actions_.invert, window.actions_.full_screen):
        action.setChecked(False)
    window.viewer.setFocus()
    return program


@pytest.fixture
def start(qapp: QApplication, tmp_path: Path, models: MadeUpModels) -> Start:
    """Starts programs, one after the other, of one user, whose files lie in `home`."""

    def start_one(**arguments: Any) -> AbstractContextManager[RunningProgram]:
        return running(tmp_path / "home", infer_command=models.command, **arguments)

    return start_one


@pytest.fixture
def program(start: Start) -> Iterator[RunningProgram]:
    """A program whose window is there, before it has opened or loaded anything."""
    with start() as running_one:
        yield running_one


def _no_rules(summary: ModelSummary) -> FilterRules | None:
    """What was kept for a model: nothing."""
    return None
