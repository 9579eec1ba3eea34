"""A program with models that are made up, so that it is quick."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from d2studio.core.model_summary import ModelSummary
from d2studio.filters import FilterRules
from d2studio.gui.engine_room import EngineRoom
from tests.gui.made_up_models import MadeUpModels
from tests.gui.program import RunningProgram, running

Start = Callable[..., AbstractContextManager[RunningProgram]]


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
