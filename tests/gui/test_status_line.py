from itertools import pairwise

import pytest
from PySide6.QtWidgets import QLabel, QProgressBar
from pytestqt.qtbot import QtBot

from d2studio.core.page import PageKey
from d2studio.gui.jobs import ChildState
from d2studio.gui.library_values import Installation, InstallState, LibraryWork
from d2studio.gui.model_runner import RunProgress
from d2studio.gui.status_line import StatusLine
from d2studio.gui.view_style import PointerPlace
from tests.gui.children import child

KEY = PageKey("/page.png")


@pytest.fixture
def line(qtbot: QtBot) -> StatusLine:
    line = StatusLine()
    qtbot.addWidget(line)
    line.resize(1200, 30)
    line.show()
    qtbot.waitExposed(line)
    return line


def label(line: StatusLine, name: str) -> QLabel:
    return child(line, QLabel, name)


def progress(done: int, total: int, *, fraction: float = 0.0, seconds_left: float | None = None) -> RunProgress:
    return RunProgress(done, total, KEY, "backbone", fraction, seconds_left)


# What is done to models


@pytest.mark.parametrize(
    ("work", "words"),
    [
        (LibraryWork("import", "Letters", "weights"), "Adding Letters"),
        (LibraryWork("adopt", "Letters", "weights", 0.404), "Taking over Letters, 40 %"),
        (LibraryWork("export", "L" * 60, "export", 1.2), f"Exporting {'L' * 23}…, 100 %"),
        (LibraryWork("verify", "A\nB"), "Checking A\\nB"),
        (LibraryWork("cached", ""), "Looking for models"),
    ],
)
def test_that_what_is_done_to_models_is_told(line: StatusLine, work: LibraryWork, words: str) -> None:
    waits = Installation("a", InstallState.WAITING)
    line.show_library([waits], work)
    assert (label(line, "download").isVisible(), label(line, "download").text()) == (True, words)
    line.show_library([waits], None)
    assert label(line, "download").text().startswith("Installing 1 model")
    line.show_library([], None)
    assert not label(line, "download").isVisible()


# Where the pointer is


def test_that_the_place_of_the_pointer_is_told_in_all_units_that_are_known(line: StatusLine) -> None:
    line.show_pointer(PointerPlace((1203.4, 884.0), (101.9, 74.85), (288.8, 212.2)))
    assert label(line, "pointer").text() == "x 1203, y 884 px · 101.9 × 74.8 mm · 288.8 × 212.2 pt"
    line.show_pointer(PointerPlace((3.0, 4.0), None, None))
    assert label(line, "pointer").text() == "x 3, y 4 px"


def test_that_nothing_is_told_of_a_pointer_beside_the_page(line: StatusLine) -> None:
    line.show_pointer(PointerPlace((3.0, 4.0), None, None))
    line.show_pointer(None)
    assert label(line, "pointer").text() == ""


# Lamps


@pytest.mark.parametrize("name", ["decode", "infer"])
def test_that_what_a_child_does_is_told_in_words_too(name: str, line: StatusLine) -> None:
    lamp = label(line, f"{name}-lamp")
    said, drawn = [], []
    for state in ChildState:
        line.show_child(name, state)
        said.append(lamp.accessibleName())
        drawn.append(lamp.pixmap().toImage())
        assert lamp.toolTip().startswith("The process that")
    assert len(set(said)) == len(ChildState)
    assert all(first != second for first, second in pairwise(drawn))


# Progress


def test_that_what_is_over_in_a_moment_is_not_told(line: StatusLine, qtbot: QtBot) -> None:
    line.show_stage("Opening")
    assert not label(line, "stage").isVisible()
    line.show_stage("")
    qtbot.wait(400)
    assert not label(line, "stage").isVisible()


def test_that_what_takes_longer_is_told(line: StatusLine, qtbot: QtBot) -> None:
    line.show_stage("Opening")
    qtbot.waitUntil(label(line, "stage").isVisible)
    assert label(line, "stage").text() == "Opening"
    line.show_stage("Decoding")
    assert label(line, "stage").text() == "Decoding"
    line.show_stage("")
    assert not label(line, "stage").isVisible()
    assert not child(line, QProgressBar).isVisible()


def test_that_the_last_stage_before_it_is_shown_counts(line: StatusLine, qtbot: QtBot) -> None:
    line.show_stage("Opening")
    line.show_stage("Decoding")
    qtbot.waitUntil(label(line, "stage").isVisible)
    assert label(line, "stage").text() == "Decoding"


@pytest.mark.parametrize(
    ("told", "words", "share"),
    [
        (progress(0, 1, fraction=0.5), "finding", 500),
        (progress(0, 4), "Page 1 of 4: finding", 0),
        (progress(2, 4, fraction=0.5), "Page 3 of 4: finding", 625),
        (progress(2, 4, seconds_left=2.0), "Page 3 of 4: finding", 500),
        (progress(2, 4, seconds_left=42.3), "Page 3 of 4: finding, 42 s left", 500),
        (progress(1, 1000, seconds_left=600.0), "Page 2 of 1000: finding, 10 min left", 1),
        (progress(1, 1000, seconds_left=9000.0), "Page 2 of 1000: finding, 2.5 h left", 1),
    ],
)
def test_that_a_run_is_told_in_words_and_as_a_bar(
    told: RunProgress, words: str, share: int, line: StatusLine, qtbot: QtBot
) -> None:
    line.show_progress(told, "finding")
    qtbot.waitUntil(label(line, "stage").isVisible)
    assert label(line, "stage").text() == words
    assert child(line, QProgressBar).value() == share
    line.show_progress(None, "")
    assert not child(line, QProgressBar).isVisible()


def test_that_a_model_that_loads_after_a_run_does_not_show_how_far_that_was(line: StatusLine, qtbot: QtBot) -> None:
    """How far loading is nobody knows."""
    line.show_progress(progress(3, 4), "finding")
    qtbot.waitUntil(label(line, "stage").isVisible)
    line.show_progress(None, "")
    line.show_stage("Model: reading the weights")
    qtbot.waitUntil(label(line, "stage").isVisible)
    bar = child(line, QProgressBar)
    assert not bar.isVisible() or (bar.minimum(), bar.maximum()) == (0, 0)


def test_that_words_from_files_are_no_markup(line: StatusLine) -> None:
    line.show_page("<b>page</b>")
    line.show_model("<i>cpu</i>")
    assert line.grab() is not None
    for name in ("page-status", "model-status"):
        assert label(line, name).text().startswith("<")
        assert label(line, name).textFormat().name == "PlainText"
