"""Models that are brought, used, named, removed and put back in the window, with the library's own child."""

import os
import shutil
import signal
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QLineEdit

from d2studio.core import fixes
from d2studio.core.found_model import FoundModel, Origin
from d2studio.core.library import ModelLibrary
from d2studio.core.model_pack import write_pack
from d2studio.core.paths import HOME_VARIABLE
from d2studio.core.resources import RESOURCES
from d2studio.gui import dialogs
from d2studio.gui.class_editor import ClassEditor
from d2studio.gui.class_model import Column as ClassColumn
from d2studio.gui.class_names_model import NameColumn
from d2studio.gui.class_names_view import ClassNamesView
from d2studio.gui.class_view import ClassView
from d2studio.gui.model_runner import ModelState
from d2studio.gui.model_verdict import ModelVerdict
from d2studio.gui.region_model import Column as RegionColumn
from d2studio.gui.region_view import RegionView
from tests.core.http_server import serving
from tests.core.library_models import write_model
from tests.gui.children import child
from tests.gui.library_user import BUILT_IN, LibraryUser, library_program, make_installed
from tests.gui.program import SAMPLE


@pytest.fixture(scope="module")
def _user(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LibraryUser]:
    with serving() as server, library_program(tmp_path_factory.mktemp("program"), server) as user:
        yield user


@pytest.fixture
def user(_user: LibraryUser, monkeypatch: pytest.MonkeyPatch) -> LibraryUser:
    monkeypatch.setenv(HOME_VARIABLE, str(_user.models.parent.parent))  # a child that was ended starts anew
    _user.start_again()
    return _user


@pytest.fixture(scope="module")
def letters(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_installed(tmp_path_factory.mktemp("letters"), "Letters", seed=1)


def _as_zip(folder: Path, path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("config.yaml", "model_final.pth"):
            archive.write(folder / name, f"inside/{name}")
    return path


def test_that_models_dropped_on_the_window_are_installed_and_used(
    user: LibraryUser, tmp_path: Path, letters: Path
) -> None:
    program = user.program
    write_model(tmp_path / "Newspapers", seed=2)
    write_model(tmp_path / "zipped", seed=3)
    archive = _as_zip(tmp_path / "zipped", tmp_path / "Forms.zip")
    model = ModelLibrary(letters.parent).model("letters")
    write_pack(model, tmp_path / "brought.d2pack")
    page = shutil.copy(SAMPLE, tmp_path / "page.png")

    program.drop(tmp_path / "Newspapers", page)
    program.wait_for_page(str(page))
    user.wait_in_use("Newspapers")
    program.drop(archive)
    user.wait_in_use("Forms")
    program.drop(tmp_path / "brought.d2pack")
    user.wait_in_use("Letters")

    assert user.names() == ["Forms", "Letters", "Newspapers"]
    assert user.folders() == ["forms", "letters", "newspapers"]
    assert user.name_in_use() == "Letters"
    user.choose_in_menu(BUILT_IN)
    user.wait_in_use(BUILT_IN)
    user.choose_in_menu("Forms")
    user.wait_in_use("Forms")
    assert user.faults() == []


def _write_unfit(folder: Path, seed: int) -> tuple[Path, Path]:
    """A config that says five classes, and weights of three."""
    config, weights = write_model(folder, seed=seed)
    text = config.read_text()
    assert text.count("NUM_CLASSES: 3") == 1
    config.write_text(text.replace("NUM_CLASSES: 3", "NUM_CLASSES: 5"))
    return config, weights


def test_that_a_pair_with_another_number_of_classes_is_taken_with_that_of_its_weights(
    user: LibraryUser, tmp_path: Path
) -> None:
    program = user.program
    files = _write_unfit(tmp_path / "Unfit", seed=4)
    program.drop(*files)
    card = program.wait_for_card("WEIGHTS_MISMATCH")
    assert user.folders() == []
    user.open_manager()
    program.drop(*files)  # now the manager has a card, too
    user.wait(lambda: "WEIGHTS_MISMATCH" in user.cards_in_manager(), "a card in the manager")
    assert "Config says 5 classes, weights have 3." in card.finding.evidence
    program.press_fix(card, fixes.TAKE_CLASSES_OF_WEIGHTS)
    user.wait_in_use("Unfit")
    assert user.faults() == []
    assert "WEIGHTS_MISMATCH" not in user.cards_in_manager()
    assert len(user.model("Unfit").class_names) == 3
    summary = program.studio.runner.summary
    assert summary is not None
    assert len(summary.class_names) == 3


def _check(user: LibraryUser, monkeypatch: pytest.MonkeyPatch, config: Path, weights: Path) -> ModelVerdict:
    """Choose "Check a model" in the menu, and answer with a pair."""
    monkeypatch.setattr(dialogs, "ask_model_to_check", lambda *_: (str(config), str(weights)))
    user.choose_in_menu("Check a model…")
    user.wait(lambda: user.program.window.findChildren(ModelVerdict), "a verdict")
    return child(user.program.window, ModelVerdict)


def test_that_a_checked_pair_is_taken_with_the_classes_of_its_weights(
    user: LibraryUser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    verdict = _check(user, monkeypatch, *_write_unfit(tmp_path / "Checked", seed=5))
    assert user.folders() == []
    user.press("use_weights_classes", verdict)
    user.wait_in_use("Checked")
    assert user.model("Checked").class_names == ("class 0", "class 1", "class 2")
    user.wait(lambda: not user.program.window.findChildren(ModelVerdict), "no verdict")


def test_that_a_checked_pair_is_taken_with_names_of_a_file(
    user: LibraryUser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = tmp_path / "names.txt"
    names.write_text("Letter\nStamp\nSeal\n")
    verdict = _check(user, monkeypatch, *_write_unfit(tmp_path / "Named", seed=6))
    monkeypatch.setattr(dialogs, "ask_names_file", lambda *_: str(names))
    user.press("names_from_file", verdict)
    user.wait_in_use("Named")
    assert user.model("Named").class_names == ("Letter", "Stamp", "Seal")
    user.wait(lambda: not user.program.window.findChildren(ModelVerdict), "no verdict")


def test_that_a_checked_pair_that_fits_is_used_or_kept(
    user: LibraryUser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config, weights = write_model(tmp_path / "Fitting", seed=7)
    user.press("use_model", _check(user, monkeypatch, config, weights))
    runner = user.program.studio.runner
    user.wait(lambda: runner.state is ModelState.READY and runner.request.config == str(config), "the pair in use")
    assert user.folders() == []
    user.wait(lambda: not user.program.window.findChildren(ModelVerdict), "no verdict")
    user.press("install_model", _check(user, monkeypatch, config, weights))
    user.wait(lambda: user.names() == ["Fitting"], "the pair among the models")
    user.wait(lambda: runner.request.config == str(user.models / "fitting"), "the copy in use")
    user.wait_in_use("Fitting")


def test_that_the_model_in_use_is_removed_and_put_back(user: LibraryUser, letters: Path) -> None:
    window = user.program.window
    user.put(letters)
    manager = user.open_manager()
    user.choose("Letters")
    user.press("use_model")
    user.wait_in_use("Letters")
    user.press("remove_model")
    user.wait_in_use(BUILT_IN)
    user.wait(lambda: user.names() == [], "no model")
    assert user.folders() == []

    user.press_key(manager, Qt.Key.Key_Z)
    user.wait_in_use("Letters")
    assert user.folders() == ["letters"]
    user.press_key(window, Qt.Key.Key_Y if window.actions_.redo.shortcut().toString() == "Ctrl+Y" else Qt.Key.Key_Z)
    user.wait_in_use(BUILT_IN)
    user.wait(lambda: user.names() == [], "no model")
    user.press_key(window, Qt.Key.Key_Z)
    user.wait_in_use("Letters")
    assert user.faults() == []


@pytest.mark.parametrize("steps", ["u", "ur", "uru"])
def test_that_a_removal_is_undone_at_once(user: LibraryUser, letters: Path, steps: str) -> None:
    """Before the library's child has answered; u for undo, r for redo."""
    act = user.program.window.actions_
    user.put(letters)
    user.choose_in_menu("Letters")
    user.wait_in_use("Letters")
    user.open_manager()
    user.choose("Letters")
    user.press("remove_model")
    for step in steps:
        (act.undo if step == "u" else act.redo).trigger()
    user.wait_idle()
    is_back = steps[-1] == "u"
    user.wait(lambda: user.names() == (["Letters"] if is_back else []), "what was wanted last")
    user.wait_idle()
    user.wait_in_use("Letters" if is_back else BUILT_IN)
    assert user.faults() == []
    assert user.folders() == (["letters"] if is_back else [])


def test_that_a_removed_model_that_was_not_in_use_is_put_back_unused(user: LibraryUser, letters: Path) -> None:
    user.put(letters)
    user.open_manager()
    user.choose("Letters")
    user.press("remove_model")
    user.wait(lambda: user.names() == [], "no model")
    user.press_key(user.program.window, Qt.Key.Key_Z)
    user.wait(lambda: user.names() == ["Letters"], "the model")
    assert user.checked_in_menu() == [BUILT_IN]


@pytest.fixture(scope="module")
def layout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled model under another name, which finds something on the sample."""
    bundled = RESOURCES / "models" / "d2studio-layout"
    found = FoundModel(
        bundled / "config.yaml",
        bundled / "model.safetensors",
        "Our layout",
        Origin.FILES,
        str(bundled),
        classes=bundled / "classes.json",
    )
    return ModelLibrary(tmp_path_factory.mktemp("layout")).install(found).folder


def _column(view: QAbstractItemView, column: int) -> list[str]:
    model = view.model()
    return [str(model.index(row, column).data()) for row in range(model.rowCount())]


def test_that_names_of_classes_are_changed_in_results_that_are_there(
    user: LibraryUser, layout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program, window = user.program, user.program.window
    names_before = user.put(layout).class_names
    user.choose_in_menu("Our layout")
    user.wait_in_use("Our layout")
    program.run_again(60)
    legend, table = child(window, ClassView), child(window, RegionView)
    user.wait(lambda: _column(table, RegionColumn.CLASS), "regions")
    regions_before = _column(table, RegionColumn.CLASS)
    picture_before = window.viewer.grab().toImage()
    runs = QSignalSpy(program.studio.runner.page_started)
    assert _column(legend, ClassColumn.NAME) == list(names_before)

    user.open_manager()
    user.choose("Our layout")
    user.press("edit_classes")
    editor = child(user.manager, ClassEditor)
    user.wait(editor.isActiveWindow, "the editor")
    # One by hand, that of the first region.
    changed = names_before.index(regions_before[0])
    names = child(editor, ClassNamesView)
    names.scrollTo(names.model().index(changed, NameColumn.NAME))
    place = names.visualRect(names.model().index(changed, NameColumn.NAME)).center()
    QTest.mouseClick(names.viewport(), Qt.MouseButton.LeftButton, pos=place)
    line = child(editor, QLineEdit, "class_name_editor")
    line.selectAll()
    QTest.keyClicks(line, "Column of text")
    QTest.keyClick(line, Qt.Key.Key_Return)
    user.press("save_classes", editor)
    wanted = [*names_before]
    wanted[changed] = "Column of text"
    user.wait(lambda: _column(legend, ClassColumn.NAME) == wanted, "the new name in the legend")
    renamed = ["Column of text" if name == regions_before[0] else name for name in regions_before]
    user.wait(lambda: _column(table, RegionColumn.CLASS) == renamed, "the new name in the table")
    program.live(100)
    assert window.viewer.grab().toImage() != picture_before  # labels
    assert program.studio.result is not None
    assert program.studio.result.detections.class_names == tuple(wanted)

    # All from a file, which only fills the editor until it is saved.
    fresh = [f"Kind {number}" for number in range(len(wanted))]
    (tmp_path / "names.txt").write_text("\n".join(fresh))
    monkeypatch.setattr(dialogs, "ask_names_file", lambda *_: str(tmp_path / "names.txt"))
    user.press("edit_classes")
    user.wait(lambda: [each for each in user.manager.findChildren(ClassEditor) if each.isVisible()], "the editor")
    editor = next(each for each in user.manager.findChildren(ClassEditor) if each.isVisible())
    user.press("names_from_file", editor)
    names = child(editor, ClassNamesView)
    user.wait(lambda: _column(names, NameColumn.NAME) == fresh, "names in the editor")
    assert user.model("Our layout").class_names == tuple(wanted)
    user.press("save_classes", editor)
    user.wait(lambda: _column(legend, ClassColumn.NAME) == fresh, "names of the file in the legend")
    user.wait(lambda: set(_column(table, RegionColumn.CLASS)) <= set(fresh), "names of the file in the table")
    assert runs.count() == 0
    assert user.faults() == []


def test_that_a_model_is_called_otherwise(user: LibraryUser, letters: Path) -> None:
    user.put(letters)
    user.choose_in_menu("Letters")
    user.wait_in_use("Letters")
    user.open_manager()
    user.choose("Letters")
    user.press("rename")
    line = child(user.manager, QLineEdit, "rename_model")
    line.selectAll()
    QTest.keyClicks(line, "Old letters")
    QTest.keyClick(line, Qt.Key.Key_Return)
    user.wait(lambda: user.names() == ["Old letters"], "the new name")
    user.wait_in_use("Old letters")
    assert user.name_in_use() == "Old letters"


def test_that_colours_of_classes_are_seen_at_once(user: LibraryUser, layout: Path) -> None:
    model = user.put(layout)
    user.choose_in_menu("Our layout")
    user.wait_in_use("Our layout")
    user.program.run_again(60)
    user.program.live(200)
    before = user.program.window.viewer.grab().toImage()
    user.client.set_classes(model.id, model.class_names, dict.fromkeys(range(len(model.class_names)), (255, 0, 255)))
    user.wait(lambda: set(user.program.studio.class_colours().values()) == {(255, 0, 255)}, "the colours")
    user.program.live(200)
    assert user.program.window.viewer.grab().toImage() != before


def test_that_models_are_brought_to_the_manager(
    user: LibraryUser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    manager = user.open_manager()
    files = write_model(tmp_path / "Chosen", seed=8)
    monkeypatch.setattr(dialogs, "ask_model_to_add", lambda *_: tuple(map(str, files)))
    child(manager, QAction, "library_add_files").trigger()
    user.wait(lambda: user.entry("Chosen") is not None, "the model in the list")
    selected = manager.library_list.selected()
    assert selected is not None
    assert selected.name == "Chosen"
    assert user.checked_in_menu() == [BUILT_IN]  # only what is dropped is meant to be used

    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file)) for file in write_model(tmp_path / "Dropped", seed=9)])
    place, copy = manager.rect().center(), Qt.DropAction.CopyAction
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(place, copy, mime, left, none)
    QApplication.sendEvent(manager, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(manager, QDropEvent(QPointF(place), copy, mime, left, none))
    user.wait_in_use("Dropped")
    assert user.faults() == []


def test_that_a_removal_that_fails_is_no_step_to_undo(user: LibraryUser, letters: Path) -> None:
    model = user.put(letters)
    user.open_manager()
    user.choose("Letters")
    shutil.rmtree(model.folder)
    user.press("remove_model")
    user.program.wait_for_card("MODEL_NOT_INSTALLED")
    user.wait_idle()
    user.program.dismiss_all()
    user.press_key(user.program.window, Qt.Key.Key_Z)
    user.wait_idle()
    assert user.names() == []
    assert user.program.findings() == ()
    assert user.program.studio.undo_stack.count() == 0


def test_that_cards_about_a_model_go_with_it(user: LibraryUser, letters: Path) -> None:
    model = user.put(letters)
    user.open_manager()
    user.client.export(model, str(letters / "gone" / "letters.d2pack"))
    user.program.wait_for_card("OUTPUT_FAILED")
    assert user.cards_in_manager() == ["OUTPUT_FAILED"]
    user.choose("Letters")
    user.press("remove_model")
    user.wait(lambda: user.names() == [], "no model")
    assert user.program.findings() == ()
    assert user.cards_in_manager() == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals")
def test_that_the_status_bar_says_what_is_done_to_models(user: LibraryUser, tmp_path: Path) -> None:
    label = child(user.program.window, QLabel, "download")
    user.wait_idle()
    user.stop_child()
    user.program.drop(*write_model(tmp_path / "Shown", seed=12))
    user.wait(label.isVisible, "words in the status bar")
    assert label.text() == "Adding Shown/config.yaml"
    assert user.thread.worker.pid is not None
    os.kill(user.thread.worker.pid, signal.SIGCONT)
    user.wait_in_use("Shown")
    user.wait_idle()
    assert not label.isVisible()
