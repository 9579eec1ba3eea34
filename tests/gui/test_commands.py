"""What happens when somebody chooses an entry of a menu, drops, pastes, points and clicks."""

import csv
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLabel, QMenu, QPushButton

from d2studio.arrays import FloatArray
from d2studio.core import fixes
from d2studio.core.annotate import annotate
from d2studio.core.diagnostics import make_finding, make_fix
from d2studio.core.findings import Category
from d2studio.core.model_summary import ModelRequest
from d2studio.core.page import PageKey
from d2studio.core.page_state import PageStatus
from d2studio.core.samples import sample_folder
from d2studio.gui import app_commands, diagnostics_presenter, dialogs, page_commands
from d2studio.gui.finding_card import FindingCard
from d2studio.gui.message_card import MessageCard
from d2studio.gui.model_runner import ModelState
from d2studio.gui.model_verdict import ModelVerdict
from d2studio.gui.region_view import RegionView
from d2studio.gui.settings_panel import SettingsPanel
from d2studio.gui.shortcut_sheet import ShortcutSheet
from tests.core import page_files as make
from tests.gui.children import child
from tests.gui.fake_infer import ADVISED_COUNT, BUILT_IN, CLASSES, OTHER_CLASSES
from tests.gui.made_up_models import MadeUpModels
from tests.gui.page_files import HEIGHT, bad_picture, picture, scan
from tests.gui.program import RunningProgram

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def program(shared_program: RunningProgram) -> RunningProgram:
    return shared_program


@pytest.fixture
def page(program: RunningProgram, tmp_path: Path) -> RunningProgram:
    """One page is open, and something was found on it."""
    open_page(program, picture(tmp_path / "page.png", 400))
    return program


def open_page(program: RunningProgram, path: str) -> PageKey:
    program.open(path)
    program.wait_for_page(path)
    program.wait_for_run()
    return PageKey(path)


def trigger(program: RunningProgram, name: str) -> None:
    action = getattr(program.window.actions_, name)
    assert action.isEnabled(), name
    action.trigger()


def answer(monkeypatch: pytest.MonkeyPatch, name: str, *answers: object) -> list[tuple[Any, ...]]:
    """Let a question be answered, one time after the other; what was asked comes into the list."""
    asked: list[tuple[Any, ...]] = []
    left = list(answers)

    def reply(_parent: object, *arguments: object) -> object:
        asked.append(arguments)
        return left.pop(0)

    monkeypatch.setattr(dialogs, name, reply)
    return asked


def message(program: RunningProgram) -> list[str]:
    """Words in the middle of the page area, with those of its button; none where there is a page."""
    card = child(program.window.viewer, MessageCard)
    if card.isHidden():
        return []
    button = child(card, QPushButton, "message_action")
    words = [label.text() for label in card.findChildren(QLabel) if label.text()]
    return [*words, *([] if button.isHidden() else [button.text()])]


def press_message(program: RunningProgram) -> None:
    QTest.mouseClick(child(program.window.viewer, QPushButton, "message_action"), LEFT)


def mime_of(*paths: Path | str) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def entries(menu: QMenu) -> list[QAction]:
    """What a menu holds when it opens."""
    menu.aboutToShow.emit()
    return menu.actions()


def open_paths(program: RunningProgram) -> list[str]:
    keys = program.studio.pages.keys()
    return [key.path for key in keys]


# Opening


def test_that_files_are_chosen_and_the_next_choice_begins_where_they_were(
    program: RunningProgram, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    paths = [picture(tmp_path / "folder" / name) for name in ("a.png", "b.png")]
    asked = answer(monkeypatch, "ask_files", paths, [])
    trigger(program, "open_files")
    program.wait_for_page(paths[0])
    trigger(program, "open_files")
    assert asked[1] == (str(tmp_path / "folder"),)
    program.wait(lambda: open_paths(program) == paths, 10, "both pages")


def test_that_a_folder_is_chosen(program: RunningProgram, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    paths = [picture(tmp_path / "folder" / name) for name in ("a.png", "b.png")]
    answer(monkeypatch, "ask_folder", str(tmp_path / "folder"), None)
    trigger(program, "open_folder")
    program.wait(lambda: open_paths(program) == paths, 10, "the pages of the folder")
    trigger(program, "open_folder")


def test_that_the_samples_are_opened(program: RunningProgram) -> None:
    trigger(program, "open_samples")
    program.wait(lambda: len(program.studio.pages) == 3, 20, "three pages")
    assert {Path(path).parent for path in open_paths(program)} == {sample_folder()}


def test_that_recent_files_are_listed_newest_first_and_open_again(program: RunningProgram, tmp_path: Path) -> None:
    first, second = picture(tmp_path / "a & b.png"), picture(tmp_path / "c.png")
    open_page(program, first)
    open_page(program, second)
    trigger(program, "remove_all")
    listed = entries(program.window.actions_.recent_menu)
    assert [(entry.text(), entry.toolTip()) for entry in listed] == [("c.png", second), ("a && b.png", first)]
    listed[1].trigger()
    program.wait_for_page(first)
    assert entries(program.window.actions_.recent_menu)[0].toolTip() == first


def test_that_a_scan_opens_out_into_its_pages(program: RunningProgram, tmp_path: Path) -> None:
    path = scan(tmp_path / "scan.tif", 100, 110)
    open_page(program, path)
    program.wait(lambda: len(program.studio.pages) == 2, 10, "two pages")
    trigger(program, "next_page")
    program.wait_for_page(path, 1)
    assert program.window.windowTitle() == "scan.tif, page 2 of 2 - d2studio"


def test_that_files_folders_and_what_is_not_there_are_dropped_together(program: RunningProgram, tmp_path: Path) -> None:
    single, inside = picture(tmp_path / "single.png"), picture(tmp_path / "folder" / "inside.png")
    program.drop(tmp_path / "gone.png", tmp_path / "folder", single)
    program.wait_for_page(inside)
    program.wait_for_run()
    program.wait(lambda: len(program.findings()) == 1, 10, "a card")
    assert "gone.png" in "".join(program.findings()[0].evidence)
    assert open_paths(program) == [inside, single]


def test_that_an_address_of_the_web_is_refused_with_a_card(program: RunningProgram) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl("https://example.org/a.png")])
    program.window.dropped.emit(mime)
    (finding,) = program.findings()
    assert finding.what == "Pages are not fetched from the web."
    assert finding.category is Category.PAGE
    assert finding.evidence == ("https://example.org/a.png",)


def test_that_a_picture_is_pasted_and_run(program: RunningProgram) -> None:
    drawn = QImage(123, 45, QImage.Format.Format_RGB32)
    drawn.fill(0xFFFFFF)
    QApplication.clipboard().setImage(drawn)
    trigger(program, "paste")
    program.wait(lambda: program.studio.page is not None, 10, "the pasted page")
    program.wait_for_run()
    assert program.studio.result is not None
    assert program.studio.result.detections.size_hw == (45, 123)
    trigger(program, "paste")
    program.wait(lambda: len(program.studio.pages) == 2, 10, "a second page")


def test_that_a_pasted_picture_that_cannot_be_kept_is_a_card(program: RunningProgram) -> None:
    folder = program.room.blocks.folder / "pasted"
    shutil.rmtree(folder, ignore_errors=True)
    folder.touch()
    QApplication.clipboard().setImage(QImage(20, 20, QImage.Format.Format_RGB32))
    trigger(program, "paste")
    program.wait(program.findings, 10, "a card")
    folder.unlink()
    (finding,) = program.findings()
    assert finding.what == "The pasted picture cannot be kept."
    assert "File exists" in "".join(finding.evidence)
    assert "Make room" in finding.advice
    assert finding.fixes == ()
    assert open_paths(program) == []


def test_that_files_are_pasted(program: RunningProgram, tmp_path: Path) -> None:
    path = picture(tmp_path / "a.png")
    QApplication.clipboard().setText(path)
    trigger(program, "paste")
    program.wait_for_page(path)


def test_that_words_are_not_pasted(program: RunningProgram) -> None:
    QApplication.clipboard().setText("some words")
    trigger(program, "paste")
    assert "no page to paste" in program.window.status.currentMessage()
    assert len(program.studio.pages) == 0


# Passwords


@pytest.fixture
def locked(tmp_path: Path) -> str:
    path = tmp_path / "locked.pdf"
    path.write_bytes(make.encrypted_pdf("geheim"))
    return str(path)


def test_that_a_password_is_asked_until_it_is_right(
    program: RunningProgram, monkeypatch: pytest.MonkeyPatch, locked: str
) -> None:
    asked = answer(monkeypatch, "ask_password", "falsch", "geheim")
    open_page(program, locked)
    assert asked == [("locked.pdf", False), ("locked.pdf", True)]
    assert message(program) == []


def test_that_a_page_whose_password_is_not_known_says_so_and_asks_again(
    program: RunningProgram, monkeypatch: pytest.MonkeyPatch, locked: str
) -> None:
    asked = answer(monkeypatch, "ask_password", None, "geheim")
    program.open(locked)
    program.wait(lambda: "Enter the password" in message(program), 10, "a message")
    assert program.status_of(locked) is PageStatus.LOCKED
    assert len(asked) == 1
    press_message(program)
    program.wait_for_page(locked)
    program.wait_for_run()


# Words in place of a page


def test_that_an_empty_window_says_what_to_do_and_does_it(
    program: RunningProgram, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = picture(tmp_path / "a.png")
    answer(monkeypatch, "ask_files", [path])
    assert message(program)[0] == "No page is open"
    press_message(program)
    program.wait_for_page(path)
    assert message(program) == []


def test_that_it_does_not_say_that_nothing_is_open_while_something_is_being_opened(
    program: RunningProgram, tmp_path: Path
) -> None:
    program.open(picture(tmp_path / "a.png"))
    said = set()

    def is_open() -> bool:
        said.update(message(program))
        return program.studio.page is not None

    program.wait(is_open, 10, "a page")
    assert "No page is open" not in said


def test_that_it_says_so_again_where_there_was_nothing_to_open(program: RunningProgram, tmp_path: Path) -> None:
    program.open(tmp_path / "gone.png")
    assert message(program) == []
    program.wait(lambda: message(program)[:1] == ["No page is open"], 10, "a message")


def test_that_a_page_that_cannot_be_read_says_why_and_can_be_tried_again(
    program: RunningProgram, tmp_path: Path
) -> None:
    path = bad_picture(tmp_path / "bad.png")
    program.open(path)
    program.wait(lambda: "Try again" in message(program), 10, "a message")
    assert any("bad.png" in words for words in message(program))
    picture(tmp_path / "bad.png")
    press_message(program)
    program.wait_for_page(path)
    program.wait_for_run()
    assert message(program) == []


# Taking pages out


def test_that_selected_pages_are_taken_out_and_come_back(program: RunningProgram, tmp_path: Path) -> None:
    paths = [picture(tmp_path / f"{number}.png") for number in range(3)]
    program.open(*paths)
    program.wait(lambda: open_paths(program) == paths, 10, "all pages")
    program.studio.set_current(PageKey(paths[1]))
    trigger(program, "remove_pages")
    assert open_paths(program) == [paths[0], paths[2]]
    assert program.studio.current == PageKey(paths[2])
    trigger(program, "remove_all")
    assert open_paths(program) == []
    assert not program.window.actions_.run.isEnabled()
    for _ in range(2):
        trigger(program, "undo")
    assert open_paths(program) == paths
    assert all(map(Path.exists, map(Path, paths)))


# Going about


def test_that_pages_are_gone_through(program: RunningProgram, tmp_path: Path) -> None:
    paths = [picture(tmp_path / f"{number}.png") for number in range(4)]
    program.open(*paths)
    program.wait(lambda: len(program.studio.pages) == 4, 10, "all pages")
    gone = []
    for name in ("next_page", "next_page", "previous_page", "last_page", "next_page", "first_page", "previous_page"):
        trigger(program, name)
        assert program.studio.current is not None
        gone.append(paths.index(program.studio.current.path))
    assert gone == [1, 2, 1, 3, 3, 0, 0]


def test_that_zooming_is_told(page: RunningProgram) -> None:
    label = page.window.zoom_label
    trigger(page, "actual_size")
    page.wait(lambda: label.text() == "100 %", 5, "100 %")
    trigger(page, "zoom_in")
    page.wait(lambda: int(label.text().removesuffix(" %")) > 100, 5, "more")
    trigger(page, "zoom_out")
    page.wait(lambda: label.text() == "100 %", 5, "as much as before")
    for name in ("fit_width", "fit_page"):
        trigger(page, name)


def test_that_the_zoom_is_kept_from_page_to_page(page: RunningProgram, tmp_path: Path) -> None:
    trigger(page, "actual_size")
    open_page(page, picture(tmp_path / "other.png", 400))
    assert page.window.viewer.transform().m11() == pytest.approx(1)


def test_that_the_place_under_the_pointer_is_told(page: RunningProgram) -> None:
    viewer = page.window.viewer
    trigger(page, "actual_size")
    place = viewer.viewportTransform().map(QPointF(200, 60)).toPoint()
    QTest.mouseMove(viewer.viewport(), place + QPoint(5, 5))
    QTest.mouseMove(viewer.viewport(), place)
    pointer = child(page.window.status, QLabel, "pointer")
    page.wait(lambda: pointer.text().startswith("x 200, y 60 px"), 5, "the place")


@pytest.mark.parametrize(
    ("name", "module", "expected"),
    [
        ("show_in_folder", page_commands, lambda program, path: path.parent),
        ("open_settings_file", app_commands, lambda program, path: program.program.keeper.path.parent),
        ("open_log_folder", diagnostics_presenter, lambda program, path: program.program.log.folder),
    ],
)
def test_that_folders_are_shown_by_the_system(
    name: str,
    module: Any,
    expected: Callable[[RunningProgram, Path], Path],
    page: RunningProgram,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(module, "open_in_system", opened.append)
    trigger(page, name)
    assert opened == [str(expected(page, tmp_path / "page.png"))]


# Running


def test_that_run_and_run_all_run(program: RunningProgram, program_models: MadeUpModels, tmp_path: Path) -> None:
    program.window.actions_.run_on_open.setChecked(False)
    paths = [picture(tmp_path / f"{number}.png", 100 + number) for number in range(3)]
    program.open(*paths)
    program.wait(lambda: len(program.studio.pages) == 3 and program.studio.page is not None, 10, "all pages")
    assert program_models.asked("run") == []
    trigger(program, "run")
    program.wait_for_run()
    assert program_models.asked("run") == ["None 100"]
    trigger(program, "run_all")
    program.wait(lambda: len(program_models.asked("run")) == 3, 10, "all runs")
    program.wait_for_run()
    assert not program.program.keeper.settings.run_on_open


def test_that_stop_stops_and_is_there_only_then(
    page: RunningProgram, program_models: MadeUpModels, tmp_path: Path
) -> None:
    stop = page.window.actions_.stop
    assert not stop.isEnabled()
    program_models.hold("run")
    trigger(page, "run")
    page.wait(lambda: program_models.asked("run"), 10, "a run")
    trigger(page, "stop")
    page.wait(lambda: not stop.isEnabled(), 10, "the end of the run")
    assert page.status_of(str(tmp_path / "page.png")) is PageStatus.FOUND


def test_that_a_long_run_is_told_in_the_status_bar_and_the_list(
    page: RunningProgram, program_models: MadeUpModels, tmp_path: Path
) -> None:
    stage = child(page.window.status, QLabel, "stage")
    program_models.hold("run")
    trigger(page, "run")
    page.wait(stage.isVisible, 10, "words")
    assert stage.text() == "looking at the page"
    assert page.status_of(str(tmp_path / "page.png")) is PageStatus.RUNNING
    program_models.let_go("run")
    page.wait(lambda: not stage.isVisible(), 10, "no words")
    told = child(page.window.status, QLabel, "page-status").text()
    assert told == f"0.20 s · {ADVISED_COUNT} shown of 7"


# What was found


def shown_in_table(program: RunningProgram) -> int:
    return child(program.window.table, RegionView).model().rowCount()


def test_that_what_is_shown_is_in_the_table_and_the_headline(page: RunningProgram) -> None:
    assert shown_in_table(page) == ADVISED_COUNT
    assert child(page.window.rules_panel, QLabel, "shown_headline").text() == f"{ADVISED_COUNT} shown of 7"


def test_that_what_is_selected_in_the_table_is_selected_on_the_page(page: RunningProgram) -> None:
    view = child(page.window.table, RegionView)
    QTest.mouseClick(view.viewport(), LEFT, pos=view.visualRect(view.model().index(1, 0)).center())
    (selected,) = page.studio.selection
    assert page.window.viewer.accessibleDescription().startswith(f"{region_name(page, selected)} selected")


def test_that_what_is_selected_on_the_page_is_selected_in_the_table(page: RunningProgram) -> None:
    assert page.studio.result is not None
    viewer, view = page.window.viewer, child(page.window.table, RegionView)
    x0, y0, x1, y1 = page.studio.result.detections.boxes[4].tolist()
    place = viewer.viewportTransform().map(QPointF((x0 + x1) / 2, (y0 + y1) / 2)).toPoint()
    QTest.mouseClick(viewer.viewport(), LEFT, pos=place)
    assert page.studio.selection == {4}
    assert view.chosen() == {4}
    QTest.mouseClick(viewer.viewport(), LEFT, pos=QPoint(2, 2))
    assert view.chosen() == frozenset()


def region_name(program: RunningProgram, index: int) -> str:
    assert program.studio.result is not None
    detections = program.studio.result.detections
    return f"{detections.class_name(index)} {detections.scores[index]:.2f}"


def test_that_regions_are_gone_through_in_the_order_of_reading(page: RunningProgram) -> None:
    gone = []
    for name in (*["next_region"] * 3, "previous_region"):
        trigger(page, name)
        (selected,) = page.studio.selection
        gone.append(selected)
    assert gone == [1, 2, 0, 2]
    trigger(page, "deselect")
    assert page.studio.selection == frozenset()
    assert not page.window.actions_.deselect.isEnabled()


def copied() -> str:
    return QApplication.clipboard().text()


def test_that_regions_are_copied_as_text(page: RunningProgram) -> None:
    trigger(page, "copy_text")
    header, *lines = copied().splitlines()
    assert header.split("\t")[:3] == ["page", "class", "class_id"]
    assert lines[0].split("\t")[:2] == ["page.png", "Title"]
    assert len(lines) == ADVISED_COUNT


def test_that_only_what_is_selected_is_copied(page: RunningProgram) -> None:
    page.studio.set_selection(frozenset([0, 4]))
    trigger(page, "copy_csv")
    rows = list(csv.DictReader(io.StringIO(copied())))
    assert [(row["page"], row["class"]) for row in rows] == [("page.png", "Text"), ("page.png", "Table")]


def test_that_regions_are_copied_as_json(page: RunningProgram) -> None:
    trigger(page, "copy_json")
    record = json.loads(copied())
    assert record["page"] == "page.png"
    assert record["size"] == [400, HEIGHT]
    assert len(record["detections"]) == ADVISED_COUNT


# Pictures


def drawn(program: RunningProgram) -> Image.Image:
    """The page with what is shown on it, as the command line draws it."""
    studio = program.studio
    assert studio.page is not None
    assert studio.result is not None
    assert studio.filtered is not None
    shown = studio.result.detections.select(studio.filtered.shown)
    return annotate(np.array(studio.page.levels[0]), shown, studio.class_colours())


def test_that_the_picture_is_saved_as_the_command_line_draws_it(
    page: RunningProgram, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    target = tmp_path / "out.png"
    asked = answer(monkeypatch, "ask_save_file", str(target))
    trigger(page, "raise_threshold")
    page.window.rules_panel.settle()
    trigger(page, "save_picture")
    page.wait(target.exists, 10, "the file")
    page.wait(lambda: page.window.status.currentMessage() == f"Saved {target}", 10, "words")
    assert (np.asarray(Image.open(target)) == np.asarray(drawn(page))).all()
    assert asked[0][1] == str(tmp_path / "page-regions.png")


def test_that_nothing_is_saved_where_the_user_thinks_better_of_it(
    page: RunningProgram, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    answer(monkeypatch, "ask_save_file", None)
    trigger(page, "save_picture")
    page.live(50)
    assert [path.name for path in tmp_path.glob("*.png")] == ["page.png"]


def test_that_a_picture_that_cannot_be_saved_becomes_a_card(
    page: RunningProgram, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    answer(monkeypatch, "ask_save_file", str(tmp_path / "no" / "such" / "folder" / "out.png"))
    (tmp_path / "no").touch()
    trigger(page, "save_picture")
    page.wait_for_card("OUTPUT_FAILED")


def test_that_the_picture_is_copied(page: RunningProgram) -> None:
    QApplication.clipboard().clear()
    trigger(page, "copy_picture")
    page.wait(lambda: not QApplication.clipboard().image().isNull(), 10, "a picture")
    assert (pixels(QApplication.clipboard().image()) == np.asarray(drawn(page))).all()


def pixels(image: QImage) -> FloatArray:
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.bytesPerLine())
    return rows[:, : 3 * plain.width()].reshape(plain.height(), plain.width(), 3)  # type: ignore[return-value]


def test_that_a_page_without_a_result_has_no_picture(program: RunningProgram, tmp_path: Path) -> None:
    program.window.actions_.run_on_open.setChecked(False)
    path = picture(tmp_path / "a.png")
    program.open(path)
    program.wait_for_page(path)
    trigger(program, "copy_picture")
    assert "Nothing was found on this page yet" in program.window.status.currentMessage()


# How it is shown


def test_that_ghosts_are_shown_from_wherever_they_are_asked_for(page: RunningProgram) -> None:
    act, box = page.window.actions_.show_ghosts, child(page.window.rules_panel, QCheckBox, "show_ghosts")
    before = page.window.viewer.grab().toImage()
    QTest.mouseClick(box, LEFT, pos=QPoint(8, box.height() // 2))
    assert act.isChecked()
    assert page.program.keeper.settings.show_ghosts
    assert page.window.viewer.grab().toImage() != before
    act.trigger()
    assert not box.isChecked()


@pytest.mark.parametrize(
    ("name", "field"),
    [("show_labels", "show_labels"), ("show_ghosts", "show_ghosts"), ("show_order", "show_reading_order")],
)
def test_that_switches_of_the_view_change_the_page_and_are_kept(name: str, field: str, page: RunningProgram) -> None:
    page.live(100)
    before, was_on = page.window.viewer.grab().toImage(), getattr(page.program.keeper.settings, field)
    trigger(page, name)
    assert getattr(page.program.keeper.settings, field) != was_on
    page.wait(lambda: page.window.viewer.grab().toImage() != before, 5, "another picture")
    trigger(page, name)
    page.wait(lambda: page.window.viewer.grab().toImage() == before, 5, "the picture before")


@pytest.mark.parametrize("name", ["hide_overlays", "invert"])
def test_that_switches_of_the_moment_change_the_page(name: str, page: RunningProgram) -> None:
    page.live(100)
    before, settings = page.window.viewer.grab().toImage(), page.program.keeper.settings
    trigger(page, name)
    assert page.window.viewer.grab().toImage() != before
    trigger(page, name)
    assert page.window.viewer.grab().toImage() == before
    assert page.program.keeper.settings == settings


def test_that_a_colour_of_a_class_is_kept_by_its_name_and_seen_everywhere(page: RunningProgram) -> None:
    page.window.rules_panel.colour_changed.emit(1, (1, 2, 3))
    assert page.program.keeper.settings.class_colours == {CLASSES[1]: "#010203"}
    assert page.studio.class_colours() == {1: (1, 2, 3)}


# Models


def wait_for_other(program: RunningProgram) -> None:
    program.wait(
        lambda: (
            program.studio.runner.summary is not None
            and program.studio.runner.summary.class_names == OTHER_CLASSES
            and program.studio.runner.state is ModelState.READY
        ),
        20,
        "the other model",
    )


def test_that_a_model_is_chosen_by_its_files(
    page: RunningProgram, program_models: MadeUpModels, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = program_models.other()
    answer(monkeypatch, "ask_model_files", (other, "weights.pth"))
    trigger(page, "open_model_files")
    wait_for_other(page)
    page.wait_for_run()
    assert page.window.model_button.text() == "other"
    settings = page.program.keeper.settings
    assert (settings.model_config, settings.model_weights) == (other, "weights.pth")
    trigger(page, "use_bundled")
    page.wait(lambda: page.window.model_button.text() == BUILT_IN, 20, "the built-in model")
    assert page.program.keeper.settings.model_config == ""


def test_that_a_model_is_chosen_by_its_folder_and_again_from_the_menu(
    page: RunningProgram, program_models: MadeUpModels, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = program_models.other()
    answer(monkeypatch, "ask_folder", other)
    trigger(page, "open_model_folder")
    wait_for_other(page)
    trigger(page, "use_bundled")
    page.wait(lambda: page.studio.runner.request == ModelRequest(), 20, "the built-in model")
    (entry,) = entries(page.window.actions_.recent_models_menu)
    assert other in entry.toolTip()
    entry.trigger()
    wait_for_other(page)


def test_that_a_model_that_does_not_load_becomes_a_card_and_the_one_before_stays(
    page: RunningProgram, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = page.program.keeper.settings
    answer(monkeypatch, "ask_model_files", (str(tmp_path / "gone.yaml"), "weights.pth"))
    trigger(page, "open_model_files")
    page.wait(lambda: len(page.findings()) == 1, 10, "a card")
    assert page.window.model_button.text() == BUILT_IN
    page.wait(child(page.window.model_panel, QLabel, "model_refusal").text, 5, "a word in the panel")
    refusal = child(page.window.model_panel, QLabel, "model_refusal").text()
    (finding,) = page.findings()
    assert refusal == f"gone.yaml with weights.pth: {finding.what} {BUILT_IN} stays in use."
    assert page.program.keeper.settings == before  # it is neither a recent model nor that of the next start
    trigger(page, "run")
    page.wait_for_run()


def test_that_a_model_is_checked_without_being_used(
    page: RunningProgram, program_models: MadeUpModels, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(monkeypatch, "ask_model_to_check", (program_models.other(), "weights.pth"))
    trigger(page, "check_model")
    page.wait(lambda: len(described()) == 1, 10, "a window with what it is")
    (verdict,) = described()
    assert child(verdict, QLabel, "verdict_name").text() == "other"
    assert child(verdict, QLabel, "verdict_words").text() == "The config and the weights were not compared."
    assert page.studio.runner.request == ModelRequest()
    QTest.keyClick(verdict, Qt.Key.Key_Escape)
    page.wait(lambda: described() == [], 5, "a window that is closed")


def described() -> list[ModelVerdict]:
    return [each for each in QApplication.topLevelWidgets() if isinstance(each, ModelVerdict) and each.isVisible()]


def test_that_the_menu_marks_the_model_in_use(
    page: RunningProgram, program_models: MadeUpModels, monkeypatch: pytest.MonkeyPatch
) -> None:
    act = page.window.actions_
    assert act.use_bundled.isChecked()
    assert not act.model_in_use.isVisible()
    trigger(page, "use_bundled")
    assert act.use_bundled.isChecked()
    assert page.studio.runner.state is ModelState.READY  # nothing is loaded again
    answer(monkeypatch, "ask_model_files", (program_models.other(), "weights.pth"))
    trigger(page, "open_model_files")
    wait_for_other(page)
    assert not act.use_bundled.isChecked()
    assert (act.model_in_use.isVisible(), act.model_in_use.isChecked(), act.model_in_use.text()) == (
        True,
        True,
        "other",
    )
    trigger(page, "model_in_use")
    assert act.model_in_use.isChecked()
    trigger(page, "use_bundled")
    assert not act.use_bundled.isChecked()  # it is only being loaded
    page.wait(act.use_bundled.isChecked, 20, "the built-in model")
    assert not act.model_in_use.isVisible()


def test_that_a_model_is_loaded_again_and_unloaded(page: RunningProgram, program_models: MadeUpModels) -> None:
    result = page.studio.result
    trigger(page, "reload_model")
    page.wait(lambda: program_models.asked("load") == ["None"], 10, "a model that loads")
    page.wait_for_model()
    assert page.studio.result is result
    trigger(page, "unload_model")
    assert page.window.model_button.text() == "No model"
    assert not page.window.actions_.unload_model.isEnabled()
    trigger(page, "run")
    page.wait_for_run()
    page.wait_for_model()


def test_that_a_choice_in_the_model_panel_loads_the_model_so_and_is_kept(
    page: RunningProgram, program_models: MadeUpModels
) -> None:
    box = child(page.window.model_panel, QComboBox, "precision")
    box.setCurrentIndex(box.findData("float32"))
    box.activated.emit(box.currentIndex())
    page.wait(lambda: page.program.keeper.settings.precision == "float32", 5, "the choice")
    page.wait(lambda: page.studio.runner.request.precision == "float32", 10, "the model")
    assert program_models.asked("load") == ["None"]


def test_that_running_the_model_otherwise_is_told_and_can_be_undone(page: RunningProgram) -> None:
    models, runner, status = page.program.model_commands, page.studio.runner, page.window.status
    found, settings = page.studio.result, page.program.keeper.settings
    models.run_otherwise(input_size=(288, 460))
    page.wait(lambda: status.currentMessage() == "Input is now 288 px (was 384 px). Ctrl+Z undoes it.", 10, "words")
    page.wait_for_run()
    assert page.studio.result is not found
    assert page.program.keeper.settings.input_size == (288, 460)
    trigger(page, "undo")
    page.wait(lambda: status.currentMessage() == "Input is now 384 px (was 288 px).", 10, "words")
    assert runner.request == ModelRequest()
    assert page.program.keeper.settings == settings
    assert page.studio.result is found  # nothing has to be run again


def test_that_the_way_a_model_ran_is_not_put_upon_another(
    page: RunningProgram, program_models: MadeUpModels, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.program.model_commands.run_otherwise(device="cpu")
    answer(monkeypatch, "ask_model_files", (program_models.other(), "weights.pth"))
    trigger(page, "open_model_files")
    wait_for_other(page)
    trigger(page, "undo")
    assert page.studio.runner.wanted.device == "cpu"
    assert page.studio.runner.state is ModelState.READY


def test_that_the_built_in_model_is_offered_only_while_another_is_in_use(
    page: RunningProgram, program_models: MadeUpModels, tmp_path: Path
) -> None:
    commands, gone = page.program.model_commands, str(tmp_path / "gone.yaml")
    commands.use_model(gone, None)
    assert fixes.USE_BUNDLED_MODEL not in offered(page.wait_for_card("CONFIG_BROKEN"))
    page.dismiss_all()
    commands.use_model(program_models.other(), None)
    wait_for_other(page)
    commands.use_model(gone, None)
    card = page.wait_for_card("CONFIG_BROKEN")
    assert fixes.USE_BUNDLED_MODEL in offered(card)
    page.press_fix(card, fixes.USE_BUNDLED_MODEL)
    page.wait(lambda: page.studio.runner.request == ModelRequest(), 20, "the built-in model")


@pytest.mark.parametrize(
    ("action", "size"), [(fixes.LOWER_INPUT_SIZE, (288, 460)), (fixes.RAISE_INPUT_SIZE, (512, 819))]
)
def test_that_a_card_changes_the_input_size_for_one_step_of_undoing(
    page: RunningProgram, action: str, size: tuple[int, int]
) -> None:
    page.studio.finding_found.emit(make_finding("NOTHING_FOUND", fixes=[make_fix(action)]))
    page.window.show_diagnostics()
    page.press_fix(page.wait_for_card("NOTHING_FOUND"), action)
    assert page.studio.runner.wanted.input_size == size
    page.wait(lambda: page.studio.runner.request.input_size == size, 10, "the model")
    trigger(page, "undo")
    page.wait(lambda: page.studio.runner.request == ModelRequest(), 10, "the model as before")


def test_that_no_larger_input_is_offered_where_there_is_none(page: RunningProgram) -> None:
    page.program.model_commands.change_model(input_size=(4915, 8192))
    page.wait(lambda: page.studio.runner.request.input_size == (4915, 8192), 10, "the model")
    page.studio.finding_found.emit(make_finding("NOTHING_FOUND", fixes=[make_fix(fixes.RAISE_INPUT_SIZE)]))
    assert offered(page.wait_for_card("NOTHING_FOUND")) == []


def offered(card: FindingCard) -> list[str]:
    return [fix.action for fix in card.finding.fixes]


# The program itself


def test_that_settings_are_changed_at_once_and_shown_as_they_are(page: RunningProgram) -> None:
    trigger(page, "settings")
    panel = child(page.window, SettingsPanel)
    assert panel.isVisible()
    box = child(panel, QCheckBox, "run_on_open")
    QTest.mouseClick(box, LEFT, pos=QPoint(8, box.height() // 2))
    assert not page.program.keeper.settings.run_on_open
    assert not page.studio.run_on_open
    assert not page.window.actions_.run_on_open.isChecked()
    trigger(page, "run_on_open")
    assert box.isChecked()
    panel.close()


def test_that_all_keys_are_listed(page: RunningProgram) -> None:
    trigger(page, "keys")
    sheet = child(page.window, ShortcutSheet)
    assert sheet.isVisible()
    sheet.close()


def test_that_it_says_what_it_is(page: RunningProgram, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(dialogs, "about", lambda _parent, text: said.append(text))
    trigger(page, "about")
    assert "Licence: Apache 2.0" in said[0]


def test_that_a_report_is_copied(page: RunningProgram) -> None:
    trigger(page, "copy_report")
    assert "made up, 2 cores, 7.5 GB" in copied()  # as the window counts
    assert "input shorter side 384 px, longest at most 614 px" in copied()
    assert page.window.status.currentMessage() == "Copied the report"


def test_that_restarted_processes_work(page: RunningProgram, program_models: MadeUpModels) -> None:
    before = {page.room.decode.worker.pid, page.room.infer.worker.pid}
    trigger(page, "restart_children")
    page.wait(
        lambda: None not in (now := {page.room.decode.worker.pid, page.room.infer.worker.pid}) and not now & before,
        20,
        "new processes",
    )
    page.run_again(20)
    assert page.findings() == ()
