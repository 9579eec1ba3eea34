"""Pages are looked at and run while a model comes, in the real program with its real children."""

import threading
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Slot
from PySide6.QtGui import QPaintEvent, QRegion
from PySide6.QtWidgets import QApplication, QListView
from pytestqt.qtbot import QtBot

from d2studio.filters import FilterRules
from d2studio.gui.installation_box import InstallationBox
from d2studio.gui.library_list import LibraryList
from d2studio.gui.library_values import InstallState
from d2studio.gui.library_window import LibraryWindow
from tests.core.http_server import Handler, serving
from tests.gui.children import child
from tests.gui.library_entries import BUNDLED, PRIMA, PUBLAYNET, TABLES, arriving, offered
from tests.gui.library_user import LibraryUser, library_program
from tests.gui.program import SAMPLE

_PIECE = 1 << 14
_PAUSE_S = 0.02


class _Slow:
    """A file that comes slowly until it is let go."""

    def __init__(self, body: bytes) -> None:
        self._body = body
        self.is_let_go = threading.Event()

    def __call__(self, handler: Handler) -> None:
        handler.begin(200, {"Content-Length": str(len(self._body))})
        for position in range(0, len(self._body), _PIECE):
            handler.wfile.write(self._body[position : position + _PIECE])
            self.is_let_go.wait(_PAUSE_S)


def test_that_pages_are_opened_and_run_while_a_model_comes(qtbot: QtBot, tmp_path: Path) -> None:
    with serving() as server, library_program(tmp_path, server) as user:
        slow = _Slow(user.weights)
        server.play("/model_final.pth", slow)
        offers = _Offers(user)
        try:
            _use_pages_while_a_model_comes(user, tmp_path / "page.png")
        finally:
            slow.is_let_go.set()
        user.wait(lambda: user.names() == [user.offered.name], "the model")
        assert user.installation() is None
        assert offers.count == 0
        assert user.program.studio.result is not None


def _use_pages_while_a_model_comes(user: LibraryUser, page: Path) -> None:
    program, studio = user.program, user.program.studio
    page.write_bytes(Path(SAMPLE).read_bytes())
    user.open_manager()
    user.choose(user.offered.name)
    user.press("install_model")
    user.wait(lambda: _share(user) > 0, "some of the model")
    begun = _share(user)

    program.open(page)
    program.wait_for_page(str(page))
    program.window.actions_.run.trigger()
    program.wait_for_run()
    at_first = studio.filtered
    assert at_first is not None
    assert len(at_first.shown) > 0
    studio.set_rules(FilterRules(threshold=1.0))
    then = studio.filtered
    assert then is not None
    assert len(then.shown) == 0

    shown = user.installation()
    assert shown is not None
    assert shown.state is InstallState.RUNNING
    user.wait(lambda: _share(user) > begun, "more of the model")
    assert _share(user) < 1
    box = child(user.manager, InstallationBox)
    assert box.isVisible()


class _Offers(QObject):
    """Counts how often a model is offered once it was asked for, instead of being on its way or here."""

    def __init__(self, user: LibraryUser) -> None:
        super().__init__()
        self._user = user
        self._was_asked_for = False
        self.count = 0
        user.client.changed.connect(self._on_changed)

    @Slot()
    def _on_changed(self) -> None:
        if not self._user.program.window.findChildren(LibraryWindow):
            return
        entry = self._user.entry(self._user.offered.name)
        if entry is not None and entry.installation is not None:
            self._was_asked_for = True
        elif entry is not None and entry.installed is None:
            self.count += self._was_asked_for


def _share(user: LibraryUser) -> float:
    """How much of the model its row says is here."""
    installation = user.installation()
    transfer = None if installation is None else installation.transfer
    return (transfer.share or 0.0) if transfer is not None else 0.0


class _Paints(QObject):
    """Which part of a list is painted."""

    def __init__(self, view: QListView) -> None:
        super().__init__()
        self.region = QRegion()
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.region = self.region.united(event.region())
        return False


def test_that_only_the_row_of_a_model_is_painted_as_it_comes(qtbot: QtBot) -> None:
    models = LibraryList()
    qtbot.addWidget(models)
    models.resize(400, 600)
    others = [BUNDLED, offered(PRIMA), offered(TABLES)]
    models.set_entries([*others, arriving(PUBLAYNET, InstallState.RUNNING, done=10)])
    view = child(models, QListView, "library_view")
    paints = _Paints(view)
    with qtbot.waitExposed(models):
        models.show()
    qtbot.waitUntil(lambda: not paints.region.isEmpty())
    QApplication.processEvents()
    paints.region = QRegion()

    models.set_entries([*others, arriving(PUBLAYNET, InstallState.RUNNING, done=20)])

    qtbot.waitUntil(lambda: not paints.region.isEmpty())
    rows = [view.model().index(row, 0) for row in range(view.model().rowCount())]
    (arriving_row,) = [row for row in rows if row.data() == PUBLAYNET.name]
    assert paints.region.boundingRect() == view.visualRect(arriving_row)
