"""What the window says of a page and of a run, in its bar, its table and its panel."""

from pathlib import Path

from PySide6.QtWidgets import QLabel

from d2studio.core.page import PageKey
from d2studio.core.page_state import PageStatus
from tests.core import page_files as make
from tests.gui.children import child
from tests.gui.made_up_models import MadeUpModels
from tests.gui.page_files import bad_picture, picture
from tests.gui.program import RunningProgram


def bar(program: RunningProgram, name: str) -> QLabel:
    return child(program.window.status, QLabel, name)


def reason(program: RunningProgram) -> str:
    """What stands instead of rows in the table."""
    program.live(20)
    return child(program.window.table, QLabel, "no_regions").text()


def headline(program: RunningProgram) -> str:
    return child(program.window.rules_panel, QLabel, "shown_headline").text()


def look_at(program: RunningProgram, key: PageKey) -> None:
    program.studio.set_current(key)
    program.wait_for_page(key.path)


def open_pages(program: RunningProgram, *paths: str) -> list[PageKey]:
    program.program.keeper.change(run_on_open=False)
    program.open(*paths)
    program.wait(lambda: len(program.studio.pages) == len(paths), 10, "all pages")
    program.wait_for_page(paths[0])
    return program.studio.pages.keys()


def test_that_the_end_of_a_run_is_told(shared_program: RunningProgram, tmp_path: Path) -> None:
    program = shared_program
    open_pages(program, picture(tmp_path / "a.png"), bad_picture(tmp_path / "bad.png"), picture(tmp_path / "c.png"))
    program.window.actions_.run_all.trigger()
    program.wait(lambda: not program.studio.runner.is_running, 10, "the end")
    assert bar(program, "outcome").text() == "Done: 3 pages, 1 failed"
    assert bar(program, "outcome").isVisible()


def test_that_a_stopped_run_says_how_far_it_came(
    shared_program: RunningProgram, program_models: MadeUpModels, tmp_path: Path
) -> None:
    program = shared_program
    open_pages(program, *(picture(tmp_path / f"{number}.png") for number in range(4)))
    program_models.hold("run")
    program.window.actions_.run_all.trigger()
    program.wait(lambda: program_models.asked("run"), 10, "a run")
    program.window.actions_.stop.trigger()
    program.wait(lambda: not program.studio.runner.is_running, 10, "the end")
    assert bar(program, "outcome").text() == "Stopped: 0 of 4 pages"


def test_that_of_a_single_page_no_end_is_told(shared_program: RunningProgram, tmp_path: Path) -> None:
    program = shared_program
    bar(program, "outcome").hide()
    open_pages(program, picture(tmp_path / "page.png"))
    program.window.actions_.run.trigger()
    program.wait_for_run()
    assert not bar(program, "outcome").isVisible()


def test_that_what_is_done_to_the_page_is_said_once(
    shared_program: RunningProgram, program_models: MadeUpModels, tmp_path: Path
) -> None:
    program = shared_program
    _, other = open_pages(program, picture(tmp_path / "a.png"), picture(tmp_path / "b.png"))
    assert bar(program, "page-status").text() == "Not run"
    program_models.hold("run")
    program.window.actions_.run.trigger()
    assert bar(program, "page-status").text() == ""
    program.wait(bar(program, "stage").isVisible, 10, "the stage")
    program.wait(lambda: bar(program, "stage").text() == "looking at the page", 10, "the stage of the run")
    assert bar(program, "page-status").text() == ""
    look_at(program, other)
    program.window.actions_.run.trigger()
    assert bar(program, "page-status").text() == "Waiting"
    program_models.let_go("run")
    program.wait_for_run()


def test_that_of_a_page_that_cannot_be_read_no_regions_are_promised(
    shared_program: RunningProgram, tmp_path: Path
) -> None:
    program = shared_program
    good, bad = open_pages(program, picture(tmp_path / "good.png"), bad_picture(tmp_path / "bad.png"))
    assert reason(program) == "Regions are listed here once the page has been run."
    assert headline(program) == "No result yet"
    program.studio.set_current(bad)
    program.wait(lambda: program.status_of(bad.path) is PageStatus.FAILED, 10, "the failure")
    assert reason(program) == "This page cannot be read, so nothing can be found on it."
    assert headline(program) == "No result"
    assert bar(program, "page-status").text() == "Failed"
    look_at(program, good)
    assert reason(program) == "Regions are listed here once the page has been run."
    assert headline(program) == "No result yet"


def test_that_of_a_page_on_which_the_model_failed_no_regions_are_promised(
    shared_program: RunningProgram, program_models: MadeUpModels, tmp_path: Path
) -> None:
    program = shared_program
    (page,) = open_pages(program, picture(tmp_path / "page.png"))
    program_models.fail()
    program.window.actions_.run.trigger()
    program.wait(lambda: program.status_of(page.path) is PageStatus.FAILED, 10, "the failure")
    program.wait(lambda: reason(program) == "The model failed on this page. Run it again to see regions.", 5, "words")
    assert headline(program) == "No result"


def test_that_a_locked_file_is_called_so_everywhere(shared_program: RunningProgram, tmp_path: Path) -> None:
    program = shared_program
    path = tmp_path / "locked.pdf"
    path.write_bytes(make.encrypted_pdf("geheim"))
    locked = str(path)
    program.open(locked)
    program.wait(lambda: program.status_of(locked) is PageStatus.LOCKED, 10, "the lock")
    program.wait_for_card("PAGE_PASSWORD")
    assert bar(program, "page-status").text() == "Password needed"
    assert reason(program).startswith("This file is protected with a password")
