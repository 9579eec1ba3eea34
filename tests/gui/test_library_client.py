"""The library's child, as the window's thread asks it."""

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, Slot
from pytestqt.qtbot import QtBot

from d2studio.core.failures import Failure
from d2studio.core.installed_model import InstalledModel, Removed, TakenIn
from d2studio.core.library_requests import InstallModel, RenameModel
from d2studio.core.shared_blocks import SharedBlocks
from d2studio.gui.jobs import ChildThread
from d2studio.gui.library_client import LibraryClient
from d2studio.gui.library_values import InstallState
from tests.core.http_server import Says, Sends, serving
from tests.core.library_models import write_model
from tests.core.served_models import served_command, served_model

WAIT_MS = 60_000

Start = Callable[..., "Heard"]


class Heard(QObject):
    """A client, and what it said."""

    def __init__(self, thread: ChildThread) -> None:
        super().__init__()
        self.thread_ = thread
        self.client = LibraryClient(thread, self)
        self.said: dict[str, list[Any]] = {}
        client = self.client
        client.taken_in.connect(self._on_taken_in)
        client.failed.connect(self._on_failed)
        client.removed.connect(self._on_removed)
        client.restored.connect(self._on_restored)
        client.renamed.connect(self._on_renamed)
        client.names_read.connect(self._on_names_read)
        client.exported.connect(self._on_exported)
        client.verified.connect(self._on_verified)

    def count(self, what: str) -> int:
        return len(self.said.get(what, ()))

    def last(self, what: str) -> Any:
        return self.said[what][-1]

    def _add(self, what: str, value: object) -> None:
        self.said.setdefault(what, []).append(value)

    @Slot(object, object)
    def _on_taken_in(self, _request: object, taken: TakenIn) -> None:
        self._add("taken in", taken)

    @Slot(object, object)
    def _on_failed(self, request: object, failure: Failure) -> None:
        self._add("failed", (request, failure))

    @Slot(object)
    def _on_removed(self, removed: Removed) -> None:
        self._add("removed", removed)

    @Slot(object, object)
    def _on_restored(self, _removed: Removed, model: InstalledModel) -> None:
        self._add("restored", model)

    @Slot(object)
    def _on_renamed(self, model: InstalledModel) -> None:
        self._add("renamed", model)

    @Slot(object, object)
    def _on_names_read(self, names: object, notes: object) -> None:
        self._add("names read", (names, notes))

    @Slot(str)
    def _on_exported(self, path: str) -> None:
        self._add("exported", path)

    @Slot(object, object)
    def _on_verified(self, _request: object, problems: object) -> None:
        self._add("verified", problems)


@pytest.fixture
def start(qtbot: QtBot) -> Iterator[Start]:
    blocks = SharedBlocks.create()
    threads = []

    def start(command: Sequence[str] | None = None) -> Heard:
        threads.append(ChildThread("library", blocks, command=command))
        return Heard(threads[-1])

    yield start
    for thread in threads:
        thread.close()
    blocks.remove()


def test_that_models_are_brought_changed_removed_and_put_back(start: Start, qtbot: QtBot, tmp_path: Path) -> None:
    heard = start()
    client = heard.client
    client.refresh()
    qtbot.waitUntil(lambda: client.is_listed, timeout=WAIT_MS)
    assert len(client.models) == 0

    config, weights = write_model(tmp_path / "theirs")
    client.take_in(str(config), str(weights), name="My model")
    work = client.work
    assert work is not None
    assert (work.kind, work.name) == ("import", "theirs/config.yaml")
    qtbot.waitUntil(lambda: len(client.models) == 1, timeout=WAIT_MS)
    assert client.work is None
    model: InstalledModel = heard.last("taken in").models[0]
    assert list(client.models) == [model]

    client.rename(model.id, "Our model")
    qtbot.waitUntil(lambda: client.models[0].name == "Our model", timeout=WAIT_MS)
    client.set_classes(model.id, ("Text", "Title", "Table"), {})
    qtbot.waitUntil(lambda: heard.count("renamed") == 2, timeout=WAIT_MS)
    assert heard.last("renamed").class_names == ("Text", "Title", "Table")
    client.verify(model)
    client.export(model, str(tmp_path / "our.d2pack"))
    qtbot.waitUntil(lambda: heard.count("exported") == 1, timeout=WAIT_MS)
    assert heard.last("verified") == ()
    assert (tmp_path / "our.d2pack").is_file()

    client.remove(model.id)
    qtbot.waitUntil(lambda: client.models == (), timeout=WAIT_MS)
    client.restore(heard.last("removed"))
    qtbot.waitUntil(lambda: len(client.models) == 1, timeout=WAIT_MS)
    assert heard.last("restored").name == "Our model"
    assert heard.count("failed") == 0


def test_that_names_are_read_from_a_file_and_nothing_is_changed(start: Start, qtbot: QtBot, tmp_path: Path) -> None:
    heard = start()
    (tmp_path / "names.txt").write_text("Text\nTitle\n")
    heard.client.read_names(str(tmp_path / "names.txt"), 2)
    qtbot.waitUntil(lambda: heard.count("names read") == 1, timeout=WAIT_MS)
    assert heard.last("names read") == (("Text", "Title"), ())


def test_that_a_download_is_paused_goes_on_and_gives_way(start: Start, qtbot: QtBot, tmp_path: Path) -> None:
    with serving() as server:
        entry = served_model(server, tmp_path / "theirs")
        whole = (tmp_path / "theirs" / "model_final.pth").read_bytes()
        server.play("/model_final.pth", Sends(whole, pause_s=0.05, piece_bytes=len(whole) // 200))
        heard = start(served_command(tmp_path, entry, "127.0.0.1"))
        client = heard.client
        client.install(entry.id)
        assert client.installations[entry.id].state is InstallState.WAITING

        def done() -> int:
            transfer = client.installations[entry.id].transfer
            return 0 if transfer is None else transfer.done

        qtbot.waitUntil(lambda: done() > 0, timeout=WAIT_MS)
        # What somebody waits for comes between, and the download goes on by itself where it was.
        client.refresh()
        qtbot.waitUntil(lambda: client.is_listed, timeout=WAIT_MS)
        before = done()
        qtbot.waitUntil(lambda: done() > before, timeout=WAIT_MS)
        assert client.installations[entry.id].state is InstallState.RUNNING

        client.pause(entry.id)
        qtbot.waitUntil(lambda: client.installations[entry.id].state is InstallState.PAUSED, timeout=WAIT_MS)
        assert client.installations[entry.id].problem == ""
        server.play("/model_final.pth", Sends(whole))
        client.install(entry.id)
        qtbot.waitUntil(lambda: heard.count("taken in") == 1, timeout=WAIT_MS)
        assert client.installations == {}
        qtbot.waitUntil(lambda: len(client.models) == 1, timeout=WAIT_MS)
        assert client.models[0].catalogue_id == entry.id
        assert sum(1 for path in server.ranges()) >= 2  # parts were asked for, and nothing twice
        assert heard.count("failed") == 0


def test_that_a_download_that_broke_off_says_why_and_can_be_given_up(
    start: Start, qtbot: QtBot, tmp_path: Path
) -> None:
    with serving() as server:
        entry = served_model(server, tmp_path / "theirs", weights=Says(404))
        command = served_command(tmp_path, entry, "127.0.0.1")
        heard = start(command)
        client = heard.client
        client.install(entry.id)
        qtbot.waitUntil(lambda: heard.count("failed") == 1, timeout=WAIT_MS)
        request, failure = heard.last("failed")
        assert request == InstallModel(entry.id)
        assert client.installations[entry.id].state is InstallState.PAUSED
        assert client.installations[entry.id].problem == failure.message != ""
        # The next window knows of it.
        other = start(command)
        other.client.refresh()
        qtbot.waitUntil(lambda: other.client.is_listed, timeout=WAIT_MS)
        assert other.client.installations[entry.id].state is InstallState.PAUSED
        other.client.give_up(entry.id)
        assert other.client.installations == {}
        other.client.is_listed = False
        other.client.refresh()  # comes after it
        qtbot.waitUntil(lambda: other.client.is_listed, timeout=WAIT_MS)
        assert other.client.installations == {}


def test_that_a_child_that_is_killed_leaves_a_download_that_goes_on(start: Start, qtbot: QtBot, tmp_path: Path) -> None:
    with serving() as server:
        entry = served_model(server, tmp_path / "theirs")
        whole = (tmp_path / "theirs" / "model_final.pth").read_bytes()
        server.play("/model_final.pth", Sends(whole, stalls_after=len(whole) // 2))
        heard = start(served_command(tmp_path, entry, "127.0.0.1"))
        client = heard.client
        client.install(entry.id)
        qtbot.waitUntil(lambda: client.installations[entry.id].transfer is not None, timeout=WAIT_MS)
        pid = heard.thread_.worker.pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        qtbot.waitUntil(lambda: heard.count("failed") == 1, timeout=WAIT_MS)
        assert client.installations[entry.id].problem
        server.play("/model_final.pth", Sends(whole))
        client.install(entry.id)
        qtbot.waitUntil(lambda: len(client.models) == 1, timeout=WAIT_MS)


def test_that_what_cannot_be_done_is_told_with_what_was_asked(start: Start, qtbot: QtBot) -> None:
    heard = start()
    heard.client.rename("nothing", "Something")
    qtbot.waitUntil(lambda: heard.count("failed") == 1, timeout=WAIT_MS)
    request, failure = heard.last("failed")
    assert request == RenameModel("nothing", "Something")
    assert failure.code == "usage"
