"""Whatever is dropped and is no model ends as a card: no question, no standstill, nothing left among the models."""

import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest
from PySide6.QtWidgets import QApplication

from d2studio.core import fixes
from d2studio.core.catalogue import catalogue
from d2studio.core.found_model import Unusable
from d2studio.core.installed_model import CachedModels
from d2studio.core.library import ModelLibrary
from d2studio.core.model_pack import write_pack
from d2studio.core.paths import HOME_VARIABLE
from d2studio.gui import dialogs
from d2studio.gui.model_verdict import ModelVerdict
from tests.core.http_server import serving
from tests.core.library_models import write_model
from tests.gui.children import child
from tests.gui.library_user import BUILT_IN, LibraryUser, library_program, make_installed


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
def brought(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a config, weights and a pack of a model."""
    base = tmp_path_factory.mktemp("brought")
    installed = make_installed(base, "Letters")
    write_pack(ModelLibrary(installed.parent).model(installed.name), base / "letters.d2pack")
    (base / "Letters as it came").rename(base / "pair")
    return base


def _config(brought: Path) -> Path:
    return brought / "pair" / "config.yaml"


def _weights(brought: Path) -> Path:
    return brought / "pair" / "model_final.pth"


def _zip_without_model(folder: Path, brought: Path) -> list[Path]:
    with zipfile.ZipFile(folder / "holiday.zip", "w") as archive:
        archive.writestr("pictures/beach.txt", "sun")
    return [folder / "holiday.zip"]


def _zip_of_nothing(folder: Path, brought: Path) -> list[Path]:
    zipfile.ZipFile(folder / "nothing.zip", "w").close()
    return [folder / "nothing.zip"]


def _zip_that_climbs(folder: Path, brought: Path) -> list[Path]:
    with zipfile.ZipFile(folder / "climbs.zip", "w") as archive:
        archive.write(_config(brought), "../../config.yaml")
        archive.write(_weights(brought), "../../model_final.pth")
    return [folder / "climbs.zip"]


def _zip_cut_off(folder: Path, brought: Path) -> list[Path]:
    with zipfile.ZipFile(folder / "cut.zip", "w") as archive:
        archive.write(_config(brought), "config.yaml")
        archive.write(_weights(brought), "model_final.pth")
    content = (folder / "cut.zip").read_bytes()
    (folder / "cut.zip").write_bytes(content[: len(content) // 2])
    return [folder / "cut.zip"]


def _pack_with_wrong_hash(folder: Path, brought: Path) -> list[Path]:
    content = bytearray((brought / "letters.d2pack").read_bytes())
    content[len(content) // 2] ^= 0xFF  # in the midst of the weights
    (folder / "changed.d2pack").write_bytes(content)
    return [folder / "changed.d2pack"]


def _pack_whose_index_lies(folder: Path, brought: Path) -> list[Path]:
    with zipfile.ZipFile(brought / "letters.d2pack") as pack, zipfile.ZipFile(folder / "lies.d2pack", "w") as lies:
        for name in pack.namelist():
            content = pack.read(name)
            if name == "pack.json":
                index = json.loads(content)
                index["files"]["classes.json"]["sha256"] = "0" * 64
                content = json.dumps(index).encode()
            lies.writestr(name, content)
    return [folder / "lies.d2pack"]


def _text_called_pack(folder: Path, brought: Path) -> list[Path]:
    (folder / "letter.d2pack").write_text("Dear colleague")
    return [folder / "letter.d2pack"]


def _weights_cut_off(folder: Path, brought: Path) -> list[Path]:
    shutil.copy(_config(brought), folder)
    content = _weights(brought).read_bytes()
    (folder / "model_final.pth").write_bytes(content[: len(content) // 3])
    return [folder / "config.yaml", folder / "model_final.pth"]


def _weights_of_nothing(folder: Path, brought: Path) -> list[Path]:
    shutil.copy(_config(brought), folder)
    (folder / "model_final.pth").touch()
    return [folder / "config.yaml", folder / "model_final.pth"]


def _page_as_weights(folder: Path, brought: Path) -> list[Path]:
    shutil.copy(_config(brought), folder)
    (folder / "model_final.pth").write_text("<!DOCTYPE html><html>Sign in</html>")
    return [folder / "config.yaml", folder / "model_final.pth"]


def _config_alone(folder: Path, brought: Path) -> list[Path]:
    return [Path(shutil.copy(_config(brought), folder))]


def _weights_alone(folder: Path, brought: Path) -> list[Path]:
    return [Path(shutil.copy(_weights(brought), folder))]


def _broken_config(folder: Path, brought: Path) -> list[Path]:
    (folder / "config.yaml").write_text("MODEL: [unclosed\n")
    return [folder / "config.yaml", Path(shutil.copy(_weights(brought), folder))]


def _unsafe_weights(folder: Path, brought: Path) -> list[Path]:
    shutil.copy(_config(brought), folder)
    touched = folder / "touched"
    # What unpickling it would run, if anything did: os.mkdir(touched).
    (folder / "model_final.pkl").write_bytes(b"cposix\nmkdir\n(V" + str(touched).encode() + b"\ntR.")
    return [folder / "config.yaml", folder / "model_final.pkl"]


_PACKED: Final = {"PACK_UNUSABLE"}
_BAD: Final[dict[Callable[[Path, Path], list[Path]], set[str]]] = {
    _zip_without_model: {"MODEL_NOT_FOUND"},
    _zip_of_nothing: {"MODEL_NOT_FOUND"},
    _zip_that_climbs: _PACKED,
    _zip_cut_off: _PACKED,
    _pack_with_wrong_hash: _PACKED,
    _pack_whose_index_lies: _PACKED,
    _text_called_pack: _PACKED,
    _weights_cut_off: {"WEIGHTS_CORRUPT"},
    _weights_of_nothing: {"WEIGHTS_CORRUPT"},
    _page_as_weights: {"WEIGHTS_KIND"},
    _config_alone: {"WEIGHTS_MISSING"},
    _weights_alone: {"CONFIG_MISSING"},
    _broken_config: {"CONFIG_BROKEN"},
    _unsafe_weights: {"WEIGHTS_UNSAFE"},
}


@pytest.mark.parametrize("make", _BAD, ids=lambda make: make.__name__.strip("_"))
def test_that_what_is_no_model_is_a_card(
    user: LibraryUser, tmp_path: Path, brought: Path, make: Callable[[Path, Path], list[Path]]
) -> None:
    program = user.program
    files = make(tmp_path, brought)
    program.drop(*files)
    program.wait(program.findings, 60, "a card")
    user.wait_idle()
    (finding,) = program.findings()
    assert finding.code in _BAD[make]
    assert any(file.name in finding.evidence[0] for file in files)
    assert finding.evidence[1:] == ()
    assert any(finding.place.endswith(file.name) for file in files)
    if finding.code in ("MODEL_NOT_FOUND", "PACK_UNUSABLE"):
        assert [(fix.action, fix.argument) for fix in finding.fixes] == [(fixes.OPEN_FOLDER, str(tmp_path))]
    assert program.window.status.currentMessage() == f"{finding.place} was not added"
    assert user.folders() == []
    assert not (tmp_path / "touched").exists()
    assert user.checked_in_menu() == [BUILT_IN]
    assert program.modals.seen == []


def test_that_a_folder_or_zip_with_another_number_of_classes_can_be_taken_too(
    user: LibraryUser, tmp_path: Path
) -> None:
    folder = tmp_path / "Unfit"
    config, weights = write_model(folder, seed=30)
    config.write_text(config.read_text().replace("NUM_CLASSES: 3", "NUM_CLASSES: 5"))
    with zipfile.ZipFile(tmp_path / "Packed.zip", "w") as archive:
        archive.write(config, "config.yaml")
        archive.write(weights, "model_final.pth")
    user.program.drop(tmp_path / "Packed.zip")
    user.program.press_fix(user.program.wait_for_card("WEIGHTS_MISMATCH"), fixes.TAKE_CLASSES_OF_WEIGHTS)
    user.wait_in_use("Packed")
    user.start_again()
    user.program.drop(folder)
    user.program.press_fix(user.program.wait_for_card("WEIGHTS_MISMATCH"), fixes.TAKE_CLASSES_OF_WEIGHTS)
    user.wait_in_use("Unfit")


def test_that_the_good_ones_of_several_models_are_installed_and_none_is_used(user: LibraryUser, tmp_path: Path) -> None:
    write_model(tmp_path / "First", seed=31)
    write_model(tmp_path / "Second", seed=32)
    write_model(tmp_path / "Third", seed=33)
    content = (tmp_path / "Third" / "model_final.pth").read_bytes()
    (tmp_path / "Third" / "model_final.pth").write_bytes(content[:1000])
    with zipfile.ZipFile(tmp_path / "All.zip", "w") as archive:
        for file in tmp_path.glob("*/*"):
            archive.write(file, file.relative_to(tmp_path))
    user.program.drop(tmp_path / "All.zip")
    card = user.program.wait_for_card("WEIGHTS_CORRUPT")
    assert card.finding.place == "Third"
    offered = {fix.action: fix.argument for fix in card.finding.fixes}
    # Not the folder that it was unpacked to, which is gone; and nothing that is only of use to a model that runs.
    assert offered == {fixes.CHOOSE_WEIGHTS: str(tmp_path), fixes.OPEN_FOLDER: str(tmp_path)}
    user.wait(lambda: sorted(user.names()) == ["First", "Second"], "the good ones")
    assert user.checked_in_menu() == [BUILT_IN]
    user.wait_idle()
    assert user.folders() == ["first", "second"]


def test_that_a_pack_that_cannot_be_written_offers_no_picture(
    user: LibraryUser, tmp_path: Path, brought: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    user.put(brought / "installed" / "letters")
    user.open_manager()
    user.choose("Letters")
    monkeypatch.setattr(dialogs, "ask_save_file", lambda *_: str(tmp_path / "gone" / "letters.d2pack"))
    user.press("export_model")
    finding = user.program.wait_for_card("OUTPUT_FAILED").finding
    assert finding.what == "The model cannot be saved."
    assert "letters.d2pack" in finding.evidence[0]
    assert fixes.CHOOSE_OUTPUT not in {fix.action for fix in finding.fixes}


def test_that_files_that_do_not_fit_can_be_chosen_anew(
    user: LibraryUser, tmp_path: Path, brought: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config, weights = write_model(tmp_path / "Unfit", seed=34)
    config.write_text(config.read_text().replace("NUM_CLASSES: 3", "NUM_CLASSES: 5"))
    answers = [(str(config), str(weights)), (str(_config(brought)), str(_weights(brought)))]
    asked: list[tuple[object, ...]] = []

    def answer(*about: object) -> tuple[str, str]:
        asked.append(about)
        return answers[len(asked) - 1]

    monkeypatch.setattr(dialogs, "ask_model_to_check", answer)
    user.choose_in_menu("Check a model…")
    user.wait(lambda: user.program.window.findChildren(ModelVerdict), "a verdict")
    unfit = child(user.program.window, ModelVerdict)
    user.press("choose_other_files", unfit)
    user.wait(lambda: _titles(user) == ["Check of pair"], "the verdict on the others")
    assert asked[1][-1] == answers[0]  # what was chosen before is there to begin with


def _titles(user: LibraryUser) -> list[str]:
    return [verdict.windowTitle() for verdict in user.program.window.findChildren(ModelVerdict)]


def test_that_models_that_are_refused_have_a_card_each(user: LibraryUser, tmp_path: Path, brought: Path) -> None:
    for name in ("First", "Second"):
        (tmp_path / name).mkdir()
        user.program.drop(*_weights_cut_off(tmp_path / name, brought))
    user.program.wait(lambda: len(user.program.findings()) == 2, 60, "both cards")
    assert {finding.code for finding in user.program.findings()} == {"WEIGHTS_CORRUPT"}
    assert {finding.place for finding in user.program.findings()} == {"First/config.yaml", "Second/config.yaml"}


def test_that_a_check_that_fails_offers_nothing_about_the_model_in_use(
    user: LibraryUser, tmp_path: Path, brought: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    user.put(brought / "installed" / "letters")
    user.choose_in_menu("Letters")
    user.wait_in_use("Letters")
    config, weights = _weights_cut_off(tmp_path, brought)
    monkeypatch.setattr(dialogs, "ask_model_to_check", lambda *_: (str(config), str(weights)))
    user.choose_in_menu("Check a model…")
    finding = user.program.wait_for_card("WEIGHTS_CORRUPT").finding
    assert finding.place == f"{tmp_path.name}/config.yaml"
    assert {fix.action for fix in finding.fixes} == {fixes.CHOOSE_WEIGHTS, fixes.OPEN_FOLDER}


def test_that_downloads_of_others_that_are_of_no_use_are_named_and_can_be_installed(user: LibraryUser) -> None:
    user.open_manager()
    other = next(model for model in catalogue() if model.id != user.offered.id)
    bad = [
        Unusable(Path("model_final.pth"), "model_final.pth is cut off.", user.offered.id),
        Unusable(Path("config.yml"), "config.yml is no config.", other.id),
    ]
    user.client.caches_read.emit(CachedModels((), tuple(bad)))
    card = user.card("CACHE_UNUSABLE")
    assert card.finding.evidence == (
        f"{user.offered.name}: model_final.pth is cut off.",
        f"{other.name}: config.yml is no config.",
    )
    assert [fix.label for fix in card.finding.fixes] == [f"Install {user.offered.name}"]
    user.serve()
    user.program.press_fix(card, fixes.INSTALL_MODEL)
    user.wait_in_use(user.offered.name)
    assert "CACHE_UNUSABLE" not in user.cards_in_manager()


def test_that_a_check_of_a_name_that_is_not_installed_names_that_model(
    user: LibraryUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "lp://PubLayNet/faster_rcnn_R_50_FPN_3x/config"
    monkeypatch.setattr(dialogs, "ask_model_to_check", lambda *_: (name, None))
    user.choose_in_menu("Check a model…")
    finding = user.program.wait_for_card("MODEL_NOT_INSTALLED").finding
    assert finding.place == user.offered.name
    assert [fix.action for fix in finding.fixes] == [fixes.INSTALL_MODEL, fixes.OPEN_LIBRARY]
    assert user.program.window.status.currentMessage() == f"{user.offered.name} cannot be used"
