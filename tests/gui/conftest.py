"""A program with models that are made up, so that it is quick."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from tests.gui.made_up_models import MadeUpModels
from tests.gui.program import RunningProgram, running

Start = Callable[..., AbstractContextManager[RunningProgram]]


@pytest.fixture
def models(tmp_path: Path) -> MadeUpModels:
    folder = tmp_path / "models"
    folder.mkdir()
    return MadeUpModels(folder)


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
