"""The model manager of the real program, as a person uses it: with the mouse, and what is seen there."""

import contextlib
import os
import shutil
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QListView, QMenu, QWidget

from d2studio.core.catalogue import CatalogueModel
from d2studio.core.findings import Severity
from d2studio.core.found_model import FoundModel, Origin
from d2studio.core.installed_model import InstalledModel
from d2studio.core.library import ModelLibrary
from d2studio.core.own_folders import is_own_folder, owner_of
from d2studio.core.paths import HOME_VARIABLE
from d2studio.core.settings import Settings
from d2studio.gui.finding_card import FindingCard
from d2studio.gui.jobs import ChildThread
from d2studio.gui.library_client import LibraryClient
from d2studio.gui.library_rows import ROW_ROLE
from d2studio.gui.library_values import Entry, Installation
from d2studio.gui.library_window import LibraryWindow
from d2studio.gui.model_runner import ModelState
from tests.core.http_server import HOST, Sends, Server
from tests.core.library_models import write_model
from tests.core.served_models import served_command, served_model
from tests.gui.children import child
from tests.gui.program import SAMPLE, RunningProgram, running

BUILT_IN: Final = "d2studio-layout (built in)"
# Long: the machine does other things, too, and children load PyTorch.
_WAIT_S: Final = 60.0


@dataclass
class LibraryUser:
    """A program whose library is at `models`, and whose catalogue has `offered` on a server of the test's."""

    program: RunningProgram
    models: Path
    server: Server
    offered: CatalogueModel
    weights: bytes

    # Seeing

    @property
    def client(self) -> LibraryClient:
        return self.program.program.library_commands.client

    @property
    def thread(self) -> ChildThread:
        return self.program.thread("library")

    @property
    def manager(self) -> LibraryWindow:
        return child(self.program.window, LibraryWindow, "library_window")

    def names(self) -> list[str]:
        """What is installed, by name."""
        return [model.name for model in self.client.models]

    def model(self, name: str) -> InstalledModel:
        return next(model for model in self.client.models if model.name == name)

    def folders(self) -> list[str]:
        """All that lies with the models, and what a child has left where it works; not what can be put back."""
        paths = sorted(self.models.iterdir()) if self.models.is_dir() else []
        found = [path.name for path in paths if not is_own_folder(path)]
        at_work = [path for path in paths if is_own_folder(path) and owner_of(path) != os.getpid()]
        return found + [str(path) for folder in at_work for path in folder.rglob("*") if path.is_file()]

    def entry(self, name: str) -> Entry | None:
        """What is listed under a name, if it is."""
        model = self._list().model()
        rows = (model.index(row, 0).data(ROW_ROLE) for row in range(model.rowCount()))
        return next((row for row in rows if isinstance(row, Entry) and row.name == name), None)

    def installation(self) -> Installation | None:
        """How far the model of the catalogue is on its way, as its row shows it."""
        listed = self.entry(self.offered.name)
        return None if listed is None else listed.installation

    def card(self, code: str) -> FindingCard:
        """The card of a finding in the manager."""
        self.program.live(10)
        return next(card for card in self.manager.findChildren(FindingCard) if card.finding.code == code)

    def cards_in_manager(self) -> list[str]:
        """Codes of the cards there, whether it is shown or not."""
        managers = self.program.window.findChildren(LibraryWindow)
        cards = [card for manager in managers for card in manager.findChildren(FindingCard) if not card.isHidden()]
        return [card.finding.code for card in cards]

    def faults(self) -> list[str]:
        """Codes of all cards but those that are mere notes, such as on classes without names."""
        return [finding.code for finding in self.program.findings() if finding.severity is not Severity.NOTE]

    def name_in_use(self) -> str:
        """What the button over the page calls the model in use."""
        return self.program.window.model_button.text()

    def checked_in_menu(self) -> list[str]:
        """The models that the menu marks."""
        act = self.program.window.actions_
        actions = [act.use_bundled, *act.installed_models.values(), act.model_in_use]
        return [action.text().replace("&", "") for action in actions if action.isChecked() and action.isVisible()]

    # Waiting

    def wait(self, condition: Callable[[], object], what: str, within_s: float = _WAIT_S) -> None:
        self.program.wait(condition, within_s, what)

    def wait_in_use(self, name: str) -> None:
        """An installed model, or the built-in one, is loaded, and the menu says so."""
        runner = self.program.studio.runner

        def is_in_use() -> bool:
            return runner.state is ModelState.READY and self.checked_in_menu() == [name]

        self.wait(is_in_use, f"{name} in use")

    def wait_idle(self) -> None:
        """Nothing is asked of the library any more."""
        self.client.is_listed = False
        self.client.refresh()
        self.wait(lambda: self.client.is_listed and self.client.work is None, "a library that does nothing")

    # Doing

    def serve(self) -> None:
        """Let the server give the weights as fast as it can."""
        self.server.play("/model_final.pth", Sends(self.weights))

    def serve_slowly(self) -> None:
        """Let the server give the weights so that it takes ten seconds."""
        piece = len(self.weights) // 200
        self.server.play("/model_final.pth", Sends(self.weights, pause_s=0.05, piece_bytes=piece))

    def stop_child(self) -> None:
        """Let the library's child do nothing from now on, whatever it is asked."""
        pid = self.thread.worker.pid
        assert pid is not None
        os.kill(pid, signal.SIGSTOP)

    def put(self, model: Path) -> InstalledModel:
        """Have a model installed that was installed elsewhere; it is not used."""
        shutil.copytree(model, self.models / model.name)
        self.client.refresh()
        self.wait(lambda: any(each.id == model.name for each in self.client.models), f"{model.name} in the list")
        return next(each for each in self.client.models if each.id == model.name)

    def open_manager(self) -> LibraryWindow:
        window = self.program.window
        window.activateWindow()
        self.wait(window.isActiveWindow, "an active window")
        QTest.keyClick(window.viewer, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
        self.wait(lambda: window.findChildren(LibraryWindow), "the manager")
        self.wait(lambda: self.manager.isActiveWindow() and self.client.is_listed, "the manager in front")
        return self.manager

    def choose(self, name: str) -> None:
        """Click on a row of the manager."""
        self.wait(lambda: self.entry(name) is not None, f"{name} in the list")
        rows = self._list()
        model = rows.model()
        index = next(
            model.index(row, 0)
            for row in range(model.rowCount())
            if isinstance(entry := model.index(row, 0).data(ROW_ROLE), Entry) and entry.name == name
        )
        rows.scrollTo(index)
        self.program.live(10)
        left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        QTest.mouseClick(rows.viewport(), left, none, rows.visualRect(index).center())
        selected = self.manager.library_list.selected()
        assert selected is not None
        assert selected.name == name

    def press(self, name: str, inside: QWidget | None = None) -> None:
        """Click on a button, by the name of its object: of the manager, or of another window."""
        window = inside or self.manager
        self.program.live(10)  # what is new has to be laid out first
        button = child(window, QAbstractButton, name)
        self.wait(lambda: button.isVisible() and button.isEnabled(), f"{name} to be pressed")
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def press_key(self, window: QWidget, key: Qt.Key) -> None:
        """Press Ctrl and a key where the focus is in a window."""
        window.activateWindow()
        self.wait(window.isActiveWindow, "an active window")
        QTest.keyClick(QApplication.focusWidget() or window, key, Qt.KeyboardModifier.ControlModifier)

    def choose_in_menu(self, name: str) -> None:
        """Open the menu of models, and click on one of them."""
        act = self.program.window.actions_
        menu: QMenu = act.model_menu
        menu.popup(self.program.window.mapToGlobal(self.program.window.rect().center()))
        self.wait(menu.isVisible, "the menu")
        action = next(each for each in menu.actions() if each.text().replace("&", "") == name)
        QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())
        self.wait(lambda: not menu.isVisible(), "the end of the menu")

    def start_again(self) -> None:
        """Be as at the beginning: the sample, no models but the built-in one, no cards, nothing to undo."""
        program, studio = self.program, self.program.studio
        for dialog in program.window.findChildren(QWidget, "model_verdict"):
            dialog.close()
        for catalogue_id in list(self.client.installations):
            self.client.give_up(catalogue_id)
        self.wait_idle()
        program.program.model_commands.use_bundled()
        self.wait_in_use(BUILT_IN)
        for model in self.client.models:
            self.client.remove(model.id)
        self.wait_idle()
        self.wait(lambda: not self.client.models, "an empty library")
        if studio.pages.keys() == [] or studio.pages.key(0).path != SAMPLE or len(studio.pages) > 1:
            studio.remove_pages(studio.pages.keys())
            program.open(SAMPLE)
        program.wait_for_page(SAMPLE)
        studio.undo_stack.clear()
        program.dismiss_all()
        for manager in program.window.findChildren(LibraryWindow):
            manager.withdraw_findings()
            manager.close()
        self.server.asked.clear()
        self.thread.worker.forgive()

    def _list(self) -> QListView:
        return child(self.manager, QListView, "library_view")


@contextlib.contextmanager
def library_program(
    folder: Path, server: Server, *, home: Path | None = None, **arguments: Any
) -> Iterator[LibraryUser]:
    """A program whose children look after a library of the test's.

    Args:
        folder: for what is needed besides; may be used again.
        server: where the model of the catalogue is played.
        home: where all of the program lies; a folder in `folder` unless given.
        arguments: of `running`.
    """
    home = home or folder / "home"
    offered = served_model(server, folder / "served")
    weights = (folder / "served" / "model_final.pth").read_bytes()
    settings = Settings(show_welcome=False, run_on_open=False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(HOME_VARIABLE, str(home))
        command = served_command(folder, offered, HOST)
        with running(home, settings=settings, library_command=command, **arguments) as program:
            program.begin(SAMPLE)
            program.wait_for_page(SAMPLE)
            program.wait_for_model()
            yield LibraryUser(program, home / "data" / "models", server, offered, weights)


def make_installed(folder: Path, name: str, *, seed: int = 0) -> Path:
    """A small model as it is once it is installed; its classes have no names."""
    config, weights = write_model(folder / f"{name} as it came", seed=seed)
    found = FoundModel(config, weights, name, Origin.FILES, str(config))
    return ModelLibrary(folder / "installed").install(found).folder
