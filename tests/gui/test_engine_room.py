from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication

from d2studio.core.failures import Failure
from d2studio.core.page import PageKey
from d2studio.core.requests import MakeThumbnail
from d2studio.gui.engine_room import EngineRoom
from d2studio.gui.jobs import Job, JobFailed, Priority

THUMBNAIL = Job(1, MakeThumbnail(PageKey("/scans/bad.png"), 128), Priority.LATER, by_user=False)
CRASH = Failure("worker-crashed", "The decode process ended unexpectedly.", context={"child": "decode"})


@pytest.fixture
def room(qapp: QApplication, tmp_path: Path) -> Iterator[EngineRoom]:
    """Not started."""
    made = EngineRoom(tmp_path / "results")
    yield made
    made.close()


def test_that_a_child_that_ends_at_a_thumbnail_is_news_and_names_the_page(room: EngineRoom) -> None:
    told = QSignalSpy(room.child_ended)
    room.decode.job_ended.emit(JobFailed(THUMBNAIL, CRASH))
    assert told.count() == 1
    assert told.at(0)[0].context == {"child": "decode", "path": "/scans/bad.png"}


def test_that_nothing_else_is_said_of_a_thumbnail(room: EngineRoom) -> None:
    told = QSignalSpy(room.child_ended)
    room.decode.job_ended.emit(JobFailed(THUMBNAIL, Failure("page", "It is cut off.")))
    # Somebody waits for this one, and says it.
    room.decode.job_ended.emit(JobFailed(replace(THUMBNAIL, priority=Priority.NOW), CRASH))
    assert told.count() == 0
