"""Models that are brought, used, named, removed and put back in the window, with the library's own child."""

import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from d2studio.core import fixes
from d2studio.core.library import ModelLibrary
from d2studio.core.model_pack import write_pack
from d2studio.core.paths import HOME_VARIABLE
from d2studio.gui import dialogs
from d2studio.gui.model_runner import ModelState
from d2studio.gui.model_verdict import ModelVerdict
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
    assert [finding.code for finding in program.findings() if finding.code != "MODEL_NOTES"] == []


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
    program.drop(*_write_unfit(tmp_path / "Unfit", seed=4))
    card = program.wait_for_card("WEIGHTS_MISMATCH")
    assert user.folders() == []
    assert "Config says 5 classes, weights have 3." in card.finding.evidence
    program.press_fix(card, fixes.TAKE_CLASSES_OF_WEIGHTS)
    user.wait_in_use("Unfit")
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
    program, window = user.program, user.program.window
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
    assert program.findings() == ()


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
    assert user.program.findings() == ()
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
