"""What is done is found in the log again, without names of files."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from pytestqt.qtbot import QtBot

from d2studio.core.model_summary import ModelRequest
from d2studio.gui.engine_room import EngineRoom
from d2studio.gui.model_runner import ModelState
from d2studio.gui.studio import Studio
from d2studio.gui.work_log import WorkLog
from tests.gui.made_up_models import MadeUpModels
from tests.gui.page_files import bad_picture, picture


@pytest.fixture
def studio(shared_room: EngineRoom, shared_models: MadeUpModels, qtbot: QtBot) -> Iterator[Studio]:
    studio = Studio(shared_room)
    studio.run_on_open = False
    WorkLog(studio, studio)
    yield studio
    shared_models.forget()
    studio.stop()
    qtbot.waitUntil(lambda: not studio.runner.is_running and studio.runner.state is not ModelState.LOADING)
    shiboken6.delete(studio)


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.INFO, "d2studio.gui.work_log")
    return caplog


def load(studio: Studio, qtbot: QtBot) -> None:
    studio.load_model(ModelRequest())
    qtbot.waitUntil(lambda: studio.runner.state is ModelState.READY)


def open_pages(studio: Studio, qtbot: QtBot, *paths: str) -> None:
    studio.open(paths)
    qtbot.waitUntil(lambda: studio.current is not None and not studio.loader.is_listing)


def test_that_opened_files_are_counted(
    studio: Studio, qtbot: QtBot, tmp_path: Path, log: pytest.LogCaptureFixture
) -> None:
    open_pages(studio, qtbot, picture(tmp_path / "a.png"), picture(tmp_path / "b.png"), str(tmp_path / "missing.png"))
    qtbot.waitUntil(lambda: "opened 2 page file(s); 1 of what was named gave none" in log.messages)
    assert str(tmp_path) not in log.text


def test_that_a_model_is_logged_with_what_it_is_and_how_long_it_took(
    studio: Studio, qtbot: QtBot, log: pytest.LogCaptureFixture
) -> None:
    load(studio, qtbot)
    assert log.messages[0] == "loading the built-in model"
    assert log.messages[1].startswith("the built-in model is in use after ")
    summary = studio.runner.summary
    assert summary is not None
    assert f"{summary.architecture}, {summary.backbone}, {len(summary.class_names)} classes" in log.messages[1]
    assert len(log.messages) == 2


def test_that_a_model_that_does_not_load_is_logged_with_its_code(
    studio: Studio, qtbot: QtBot, log: pytest.LogCaptureFixture
) -> None:
    load(studio, qtbot)
    log.clear()
    studio.load_model(ModelRequest(config="/nowhere/Secret.yaml"))
    qtbot.waitUntil(lambda: studio.runner.state is ModelState.READY)
    assert log.messages[0] == "loading a model of the user's"
    assert any(line.startswith("a model of the user's was not loaded: ") for line in log.messages)
    assert log.messages[-1].startswith("the built-in model is in use after ")
    assert "Secret" not in log.text


def test_that_runs_are_logged_with_counts_and_findings_with_codes(
    studio: Studio, qtbot: QtBot, tmp_path: Path, log: pytest.LogCaptureFixture
) -> None:
    load(studio, qtbot)
    open_pages(studio, qtbot, picture(tmp_path / "a.png"), bad_picture(tmp_path / "b.png"))
    log.clear()
    with qtbot.waitSignal(studio.runner.run_ended):
        studio.run_all()
    assert log.messages[0] == "a run over 2 page(s) began"
    (end,) = [line for line in log.messages if line.startswith("a run ended after ")]
    assert end.endswith(": 2 of 2 page(s), 1 failed")
    assert any(line.startswith("found: PAGE_") for line in log.messages)
