"""Models that come from a server, children that are ended meanwhile, and programs that are closed."""

import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from d2studio.core import fixes
from d2studio.core.found_model import FoundModel, Origin
from d2studio.core.library import ModelLibrary
from d2studio.core.model_summary import ModelRequest
from d2studio.core.paths import HOME_VARIABLE
from d2studio.gui import dialogs
from d2studio.gui.finding_words import evidence_of
from d2studio.gui.library_values import InstallState
from tests.core.http_server import Says, Sends, serving
from tests.core.library_models import write_model
from tests.gui.library_user import BUILT_IN, LibraryUser, library_program

_SHORT_S = 3.0


@pytest.fixture(scope="module")
def _user(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LibraryUser]:
    with serving() as server, library_program(tmp_path_factory.mktemp("program"), server) as user:
        yield user


@pytest.fixture
def user(_user: LibraryUser, monkeypatch: pytest.MonkeyPatch) -> LibraryUser:
    monkeypatch.setenv(HOME_VARIABLE, str(_user.models.parent.parent))  # a child that was ended starts anew
    _user.start_again()
    _user.serve()
    return _user


def _done(user: LibraryUser) -> int:
    """Bytes that are here, as the row shows it."""
    installation = user.installation()
    return 0 if installation is None or installation.transfer is None else installation.transfer.done


def _state(user: LibraryUser) -> InstallState | None:
    installation = user.installation()
    return None if installation is None else installation.state


def _begin_to_install(user: LibraryUser) -> None:
    """Press the buttons, and wait until some is here."""
    user.open_manager()
    user.choose(user.offered.name)
    user.press("install_model")
    user.wait(lambda: _done(user) > 0, "some of the download")


def test_that_a_model_is_installed_with_pauses_by_the_buttons_of_the_manager(user: LibraryUser) -> None:
    user.serve_slowly()
    _begin_to_install(user)
    assert _state(user) is InstallState.RUNNING
    user.press("pause_installation")
    user.wait(lambda: _state(user) is InstallState.PAUSED, "a pause")
    here = _done(user)
    assert 0 < here < len(user.weights)
    user.serve()
    user.press("pause_installation")  # which is called "Go on" now
    user.wait(lambda: user.names() == [user.offered.name], "the model")
    assert user.server.ranges() != []
    assert all(int(asked.removeprefix("bytes=").removesuffix("-")) >= here for asked in user.server.ranges())
    assert user.checked_in_menu() == [BUILT_IN]  # nobody asked for its use
    user.press("use_model")
    user.wait_in_use(user.offered.name)
    assert user.folders() == [user.offered.id]
    assert user.faults() == []


def test_that_a_download_that_is_given_up_leaves_nothing(user: LibraryUser) -> None:
    user.serve_slowly()
    _begin_to_install(user)
    user.press("give_up_installation")
    user.wait(lambda: user.installation() is None, "no download")
    user.wait_idle()
    user.wait(lambda: user.folders() == [], "nothing left")
    user.wait_idle()
    assert user.installation() is None
    assert user.faults() == []


def test_that_a_download_that_breaks_off_says_why_and_can_be_tried_again(user: LibraryUser) -> None:
    user.server.play("/model_final.pth", Says(404))
    user.open_manager()
    user.choose(user.offered.name)
    user.press("install_model")
    card = user.program.wait_for_card("DOWNLOAD_GONE")
    user.wait(lambda: _state(user) is InstallState.PAUSED, "its end")
    installation = user.installation()
    assert installation is not None
    assert installation.problem in " ".join(card.finding.evidence)
    assert user.card("DOWNLOAD_GONE").finding.evidence == card.finding.evidence
    user.serve()
    assert card.finding.place == user.offered.name
    assert len(card.finding.evidence) == 1
    assert not any("happened" in line for line in card.finding.evidence)
    user.program.press_fix(user.card("DOWNLOAD_GONE"), fixes.INSTALL_MODEL)
    user.wait(lambda: user.faults() == [] and user.cards_in_manager() == [], "no card, as it goes on")
    user.wait_in_use(user.offered.name)


def test_that_the_card_of_a_download_goes_when_that_is_given_up(user: LibraryUser) -> None:
    user.server.play("/model_final.pth", Says(404))
    user.open_manager()
    user.choose(user.offered.name)
    user.press("install_model")
    user.program.wait_for_card("DOWNLOAD_GONE")
    assert user.cards_in_manager() == ["DOWNLOAD_GONE"]
    user.press("give_up_installation")
    user.wait(lambda: user.faults() == [] and user.cards_in_manager() == [], "no card")


def test_that_a_model_that_is_broken_is_installed_again_in_its_place(user: LibraryUser) -> None:
    user.open_manager()
    user.choose(user.offered.name)
    user.press("install_model")
    user.wait(lambda: user.names() == [user.offered.name], "the model")
    (user.model(user.offered.name).folder / "model.safetensors").unlink()
    user.client.refresh()
    user.wait(lambda: user.model(user.offered.name).problem, "a model that cannot be used")
    user.press("install_model")
    user.wait(lambda: [model.problem for model in user.client.models] == [""], "one that can")
    user.choose(user.offered.name)
    user.press("use_model")
    user.wait_in_use(user.offered.name)
    assert len(user.folders()) == 1
    assert user.faults() == []


def test_that_a_model_that_is_asked_for_by_its_name_is_offered(user: LibraryUser) -> None:
    program = user.program
    program.studio.load_model(ModelRequest("lp://PubLayNet/faster_rcnn_R_50_FPN_3x/config"))
    card = program.wait_for_card("MODEL_NOT_INSTALLED")
    assert user.server.asked == []
    program.press_fix(card, fixes.INSTALL_MODEL)
    user.wait(lambda: user.manager.isVisible(), "the manager")
    user.wait_in_use(user.offered.name)
    program.dismiss_all()
    # Now that it is here, the name means it.
    program.program.model_commands.use_bundled()
    user.wait_in_use(BUILT_IN)
    program.studio.load_model(ModelRequest("lp://PubLayNet/faster_rcnn_R_50_FPN_3x/config"))
    user.wait_in_use(user.offered.name)
    assert user.faults() == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals")
def test_that_a_child_that_is_killed_at_a_download_leaves_what_came(user: LibraryUser) -> None:
    user.serve_slowly()
    _begin_to_install(user)
    _kill(user)
    card = user.program.wait_for_card("CHILD_KILLED")
    assert card.finding.what.startswith(f"{user.offered.name} was not installed: ")
    assert "page" not in card.finding.advice
    assert [(fix.action, fix.label) for fix in card.finding.fixes] == [(fixes.INSTALL_MODEL, "Try again")]
    user.wait(lambda: _state(user) is InstallState.PAUSED, "a pause")
    user.serve()
    user.press("pause_installation")
    user.wait(lambda: user.names() == [user.offered.name], "the model")
    assert user.server.ranges() != []
    assert user.program.window.isVisible()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals")
def test_that_a_child_that_is_killed_at_an_import_leaves_nothing(user: LibraryUser, tmp_path: Path) -> None:
    files = write_model(tmp_path / "Letters", seed=21)
    user.wait_idle()
    user.stop_child()  # so that it is surely at it
    user.program.drop(*files)
    user.program.live(50)
    _kill(user)
    card = user.program.wait_for_card("CHILD_KILLED")
    assert card.finding.what.startswith("Letters/config.yaml was not added: ")
    assert not any("Letters" in line for line in evidence_of(card.finding))  # said once
    assert "page" not in card.finding.advice
    user.wait_idle()
    assert user.folders() == []
    user.program.press_fix(card, fixes.ADD_MODEL)
    user.wait_in_use("Letters")
    assert user.faults() == []
    assert user.folders() == ["letters"]


def _kill(user: LibraryUser) -> None:
    pid = user.thread.worker.pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)


def test_that_a_download_outlives_the_program_and_a_pack_the_machine(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config, weights = write_model(tmp_path / "theirs", seed=22)
    card = {"licence": "MIT", "thresholds": {"class 1": 0.7}}
    library = ModelLibrary(tmp_path / "elsewhere")
    ready = library.install(FoundModel(config, weights, "Stamps", Origin.FILES, str(config), card=card))
    library.set_classes(ready.id, ["Letter", "Stamp", "Seal"], {2: (1, 2, 250)})
    pack = tmp_path / "stamps.d2pack"

    with serving() as server:
        with library_program(tmp_path, server) as user:
            user.put(ready.folder)
            user.open_manager()
            user.choose("Stamps")
            monkeypatch.setattr(dialogs, "ask_save_file", lambda *_: str(pack))
            user.press("export_model")
            user.wait(pack.is_file, "a pack")
            user.serve_slowly()
            _begin_to_install(user)
            here = _done(user)
            threads = user.program.room.started
            children = [psutil.Process(thread.worker.pid) for thread in threads]
            begun = time.monotonic()
            user.program.window.close()
            assert time.monotonic() - begun < _SHORT_S
            assert len(children) == 3
            assert [each for each in children if each.is_running()] == []
        server.asked.clear()

        with library_program(tmp_path, server) as user:
            user.serve()
            user.open_manager()
            user.wait(lambda: _state(user) is InstallState.PAUSED, "a download that is paused")
            assert server.asked == []
            user.choose(user.offered.name)
            user.press("pause_installation")
            user.wait(lambda: user.offered.name in user.names(), "the model")
            starts = [int(asked.removeprefix("bytes=").removesuffix("-")) for asked in server.ranges()]
            assert starts
            assert min(starts) >= here

        with library_program(tmp_path, server, home=tmp_path / "fresh") as user:
            user.program.drop(pack)
            user.wait_in_use("Stamps")
            summary = user.program.studio.runner.summary
            assert summary is not None
            assert summary.class_names == ("Letter", "Stamp", "Seal")
            assert summary.class_colours[2] == (1, 2, 250)
            assert summary.thresholds == {1: 0.7}
            assert user.program.studio.advised.class_thresholds == {1: 0.7}


def test_that_what_somebody_brings_does_not_wait_for_a_download(user: LibraryUser, tmp_path: Path) -> None:
    user.server.play("/model_final.pth", Sends(user.weights, stalls_after=len(user.weights) // 2))
    _begin_to_install(user)
    user.program.live(500)  # nothing else is asked
    user.program.drop(*write_model(tmp_path / "Letters", seed=23))
    user.wait_in_use("Letters")
    assert _state(user) is not InstallState.PAUSED


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals")
def test_that_a_child_that_is_killed_does_not_take_the_undo_with_it(user: LibraryUser, tmp_path: Path) -> None:
    user.program.drop(*write_model(tmp_path / "Letters", seed=24))
    user.wait_in_use("Letters")
    user.open_manager()
    user.choose("Letters")
    user.press("remove_model")
    user.wait_in_use(BUILT_IN)
    user.wait(lambda: user.names() == [], "no model")
    _kill(user)
    user.program.wait_for_card("CHILD_KILLED")
    user.press_key(user.manager, Qt.Key.Key_Z)
    user.wait_in_use("Letters")
