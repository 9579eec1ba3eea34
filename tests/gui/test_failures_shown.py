"""Every kind of failure is brought about for real, and seen as a card in the window.

A picture of the window with each card goes to the folder that `D2STUDIO_SCREENSHOTS` names, else to one of the test's.
"""

import os
import re
import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from PIL import Image
from PySide6.QtWidgets import QApplication

from d2studio.core import fixes
from d2studio.core.model_folder import WEIGHTS_FILE
from d2studio.core.page import PageKey
from d2studio.core.page_state import PageStatus
from d2studio.core.settings import Settings
from d2studio.engine.bundled import bundled_model
from d2studio.filters import FilterRules
from d2studio.gui.finding_card import FindingCard
from d2studio.gui.finding_words import say
from d2studio.gui.model_runner import ModelState
from tests.gui.page_files import scan
from tests.gui.program import SAMPLE, RunningProgram, running

# Larger than any page that is looked at; it takes gigabytes.
_HUGE_INPUT = (3000, 6000)
_ROOM_BYTES = 600_000_000


@pytest.fixture(scope="module")
def shared_program(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningProgram]:
    """One program for all tests that leave it as it was: the built-in model takes seconds to load."""
    with running(tmp_path_factory.mktemp("program"), expected_warnings=["ended unexpectedly"]) as program:
        program.begin(SAMPLE)
        program.wait_for_run()
        yield program


@pytest.fixture
def program(shared_program: RunningProgram) -> Iterator[RunningProgram]:
    """The built-in model is loaded, the sample page looked at, and no card is there."""
    sample = PageKey(SAMPLE)
    shared_program.studio.set_current(sample)
    others = set(shared_program.studio.pages.keys()) - {sample}
    shared_program.studio.remove_pages(list(others))
    shared_program.studio.set_rules(shared_program.studio.advised)
    shared_program.dismiss_all()
    shared_program.wait_for_run()
    yield shared_program
    assert not shared_program.window.isHidden()


@pytest.fixture
def model_folder(tmp_path: Path) -> Path:
    """A copy of the built-in model, to be spoilt."""
    folder = tmp_path / "a model"
    folder.mkdir()
    for name in ("config.yaml", WEIGHTS_FILE):
        shutil.copy(bundled_model() / name, folder)
    return folder


def _child_command(data_dir: Path, name: str) -> list[str]:
    return [sys.executable, "-P", str(data_dir / "children" / name)]


def _check(card: FindingCard, what: str, evidence: str, *actions: str) -> None:
    """A card says what happened, shows what it says it by, advises something, and offers to do it."""
    finding = card.finding
    assert re.search(what, finding.what)
    assert re.search(evidence, "\n".join(finding.evidence)), finding.evidence
    assert finding.advice
    assert [fix.action for fix in finding.fixes][: len(actions)] == list(actions)
    assert card.isVisible()
    texts = {label.text() for label in card.findChildren(type(card._what))}
    assert {say(finding.what), say(finding.advice)} <= texts


# Models


def test_that_missing_weights_are_a_card_and_the_model_before_stays(
    program: RunningProgram, model_folder: Path
) -> None:
    (model_folder / WEIGHTS_FILE).unlink()
    program.program.model_commands.use_model(str(model_folder / "config.yaml"), str(model_folder / WEIGHTS_FILE))

    card = program.wait_for_card("WEIGHTS_MISSING")
    _check(card, "not there", WEIGHTS_FILE, fixes.CHOOSE_WEIGHTS)
    program.save_screenshot("weights-missing")
    assert program.studio.runner.state is ModelState.READY
    assert program.program.keeper.settings.model_config == ""
    assert program.run_again(30) > 0


def test_that_weights_that_were_cut_off_are_a_card(program: RunningProgram, model_folder: Path) -> None:
    weights = model_folder / WEIGHTS_FILE
    os.truncate(weights, weights.stat().st_size // 2)
    program.program.model_commands.use_model(str(model_folder / "config.yaml"), str(weights))

    card = program.wait_for_card("WEIGHTS_CORRUPT")
    _check(card, "damaged or incomplete", WEIGHTS_FILE, fixes.CHOOSE_WEIGHTS, fixes.OPEN_FOLDER)
    program.save_screenshot("weights-corrupt")


def test_that_weights_of_other_classes_than_the_config_are_a_card(program: RunningProgram, model_folder: Path) -> None:
    config = model_folder / "config.yaml"
    config.write_text(re.sub(r"(?m)^(    NUM_CLASSES: )9$", r"\g<1>80", config.read_text()))
    program.program.model_commands.use_model(str(config), str(model_folder / WEIGHTS_FILE))

    card = program.wait_for_card("WEIGHTS_MISMATCH")
    _check(
        card,
        "different numbers of classes",
        "Config says 80 classes, weights have 9",
        fixes.TAKE_CLASSES_OF_WEIGHTS,
        fixes.CHOOSE_WEIGHTS,
        fixes.CHOOSE_CONFIG,
    )
    program.save_screenshot("weights-mismatch")


def test_that_a_device_that_is_not_there_is_a_card_whose_button_brings_the_cpu(program: RunningProgram) -> None:
    program.program.model_commands.change_model(device="cuda:7")

    card = program.wait_for_card("DEVICE_MISSING")
    _check(card, "device that was chosen cannot be used", "cuda:7", fixes.USE_CPU)
    program.save_screenshot("device-missing")
    program.press_fix(card, fixes.USE_CPU)
    program.wait_for_model()
    program.wait(lambda: program.studio.runner.request.device == "cpu", 30, "the CPU in use")
    assert program.program.keeper.settings.device == "cpu"
    program.wait_for_run()


def test_that_a_dtype_mismatch_in_a_model_is_a_card(qapp: QApplication, tmp_path: Path, data_dir: Path) -> None:
    with running(tmp_path, infer_command=_child_command(data_dir, "half_weight.py")) as program:
        program.begin(SAMPLE)

        card = program.wait_for_card("DTYPE_MISMATCH", 90)
        _check(card, "number formats that do not go together", "mixes number formats", fixes.COPY_REPORT)
        assert program.status_of(SAMPLE) is PageStatus.FAILED
        program.save_screenshot("dtype-mismatch")


# Memory


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux limits the address space")
def test_that_full_memory_is_a_card_whose_button_takes_a_smaller_input(program: RunningProgram, tmp_path: Path) -> None:
    pid = program.room.infer.worker.pid
    assert pid is not None
    needed = re.search(r"VmPeak:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    assert needed
    limit = int(needed[1]) * 1024 + _ROOM_BYTES
    settings = Settings(input_size=_HUGE_INPUT, show_welcome=False)
    with running(tmp_path, settings=settings, infer_memory=limit) as limited:
        limited.begin(SAMPLE)

        card = limited.wait_for_card("MEMORY_FULL", 90)
        _check(
            card, "memory of this computer is full", r"asked for [\d.]+ [MG]B", fixes.LOWER_INPUT_SIZE, fixes.RUN_AGAIN
        )
        limited.save_screenshot("memory-full")
        limited.press_fix(card, fixes.LOWER_INPUT_SIZE)
        assert limited.studio.runner.wanted.input_size == (2250, 4500)
        limited.program.model_commands.change_model(input_size=(384, 614))
        limited.wait_for_run()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is nothing like it")
def test_that_a_child_that_the_system_kills_is_a_card_whose_button_runs_again(program: RunningProgram) -> None:
    pid = program.room.infer.worker.pid
    assert pid is not None
    program.window.actions_.run.trigger()
    program.wait(lambda: program.status_of(SAMPLE) is PageStatus.RUNNING, 10, "running")
    psutil.Process(pid).kill()

    card = program.wait_for_card("CHILD_KILLED")
    _check(card, "process that runs models was ended from outside", "SIGKILL|killed|signal 9", fixes.RUN_AGAIN)
    before = program.studio.result
    assert before is not None
    # As is seen: what was found before, with a card that says what happened.
    assert program.status_of(SAMPLE) is PageStatus.FOUND
    program.save_screenshot("child-killed")
    program.press_fix(card, fixes.RUN_AGAIN)
    program.wait(lambda: program.studio.result is not before, 60, "another result")
    assert program.status_of(SAMPLE) is PageStatus.FOUND


# Pages


def test_that_a_page_that_cannot_be_read_is_a_card_whose_button_takes_it_out(
    program: RunningProgram, tmp_path: Path
) -> None:
    page = tmp_path / "scan 12.png"
    page.write_bytes(Path(SAMPLE).read_bytes()[:300])
    program.open(page)

    card = program.wait_for_card("PAGE_UNREADABLE")
    _check(card, "cannot be read", "scan 12.png", fixes.REMOVE_PAGE, fixes.OPEN_FOLDER)
    program.studio.set_current(PageKey(str(page)))
    program.wait(lambda: program.status_of(str(page)) is PageStatus.FAILED, 10, "failed")
    program.save_screenshot("page-unreadable")
    program.press_fix(card, fixes.REMOVE_PAGE)
    assert program.studio.pages.keys() == [PageKey(SAMPLE)]
    program.wait_for_page(SAMPLE)


def test_that_a_page_remembered_of_a_file_that_has_fewer_now_is_no_failure(
    program: RunningProgram, tmp_path: Path
) -> None:
    path = scan(tmp_path / "scan.tif", 100, 110)
    program.studio.open([path], then=PageKey(path, 7))
    program.wait_for_page(path, 1)
    assert program.studio.pages.keys() == [PageKey(SAMPLE), PageKey(path), PageKey(path, 1)]
    assert PageKey(path, 7) not in [finding.page for finding in program.window.diagnostics.findings()]


def test_that_an_unreadable_page_is_still_called_so_after_another_model_was_chosen(
    program: RunningProgram, tmp_path: Path
) -> None:
    page = tmp_path / "scan 13.png"
    page.write_bytes(Path(SAMPLE).read_bytes()[:300])
    program.open(page)
    program.wait_for_card("PAGE_UNREADABLE")

    program.program.model_commands.change_model(max_detections=7)
    program.wait(lambda: program.studio.runner.request.max_detections == 7, 30, "another model")
    assert program.status_of(str(page)) is PageStatus.FAILED
    program.program.model_commands.change_model(max_detections=None)
    program.wait_for_model()


def test_that_nothing_found_is_a_card(program: RunningProgram, tmp_path: Path) -> None:
    page = tmp_path / "blank.png"
    Image.new("RGB", (1240, 1754), "white").save(page)
    program.open(page)

    card = program.wait_for_card("NOTHING_FOUND")
    _check(card, "found nothing on this page", r"1,240 x 1,754 pixels")
    actions = [fix.action for fix in card.finding.fixes]
    assert actions[-1] == fixes.CHOOSE_MODEL
    assert (fixes.RAISE_INPUT_SIZE in actions) == ("larger input size" in card.finding.advice)
    assert program.status_of(str(page)) is PageStatus.EMPTY
    program.window.show_diagnostics()
    program.save_screenshot("nothing-found")


def test_that_nothing_shown_is_a_card_whose_button_lowers_the_threshold(program: RunningProgram) -> None:
    program.studio.set_rules(FilterRules(threshold=1.0))
    program.run_again(30)

    card = program.wait_for_card("NOTHING_SHOWN")
    _check(
        card, "hidden by the rules", r"best score is 0\.\d\d, of \w+, and the threshold 1\.00", fixes.LOWER_THRESHOLD
    )
    program.window.show_diagnostics()
    program.save_screenshot("nothing-shown")
    program.press_fix(card, fixes.LOWER_THRESHOLD)
    assert program.studio.filtered is not None
    assert len(program.studio.filtered.shown) > 0


# Libraries


def test_that_a_missing_library_is_a_card(qapp: QApplication, tmp_path: Path, data_dir: Path) -> None:
    with running(tmp_path, infer_command=_child_command(data_dir, "no_torch.py")) as program:
        program.begin(SAMPLE)

        card = program.wait_for_card("LIBRARY_MISSING", 60)
        _check(card, "library that d2studio needs is not installed", "torch", fixes.COPY_REPORT)
        program.wait_for_page(SAMPLE)  # pages can be looked at all the same
        program.save_screenshot("library-missing")
        program.press_fix(card, fixes.COPY_REPORT)
        assert "LIBRARY_MISSING" in QApplication.clipboard().text()


def test_that_a_library_that_does_not_load_is_a_card(qapp: QApplication, tmp_path: Path, data_dir: Path) -> None:
    with running(tmp_path, infer_command=_child_command(data_dir, "broken_torch.py")) as program:
        program.begin(SAMPLE)

        card = program.wait_for_card("LIBRARY_CONFLICT", 60)
        _check(card, "installed, but does not load", "libtorch_cpu.so", fixes.COPY_REPORT)
        program.wait_for_page(SAMPLE)
        program.save_screenshot("library-broken")
