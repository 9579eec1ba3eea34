"""The window of the model manager: what it passes on, what it says, and how it is worked by keyboard."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from d2studio.core.catalogue import catalogue
from d2studio.core.findings import Category, Finding, Fix
from d2studio.gui import library_window
from d2studio.gui.elided_label import ElidedLabel
from d2studio.gui.finding_card import FindingCard
from d2studio.gui.library_values import LibraryWork
from d2studio.gui.library_window import LibraryWindow
from d2studio.gui.theme import apply_theme
from tests.gui.library_entries import BUNDLED, MB, TABLES, installed, offered

ALL = (BUNDLED, installed("registers", "Parish registers"), *map(offered, catalogue()))
BROKEN_OFF = Finding(Category.NETWORK, "DOWNLOAD", "The download broke off.", place="TableBank")
NOT_FITTING = Finding(
    Category.WEIGHTS,
    "CLASSES",
    "The weights have 5 classes, and the config says 80.",
    advice="Take the class count of the weights.",
    fixes=(Fix("use_classes", "Use 5 classes", "5"),),
    place="model_final.pth",
    details="\n".join(f"line {number}" for number in range(40)),
)


class Details(QWidget):
    """Stands for what shows an entry: it has a button, as dialogs like to press them."""

    def __init__(self) -> None:
        super().__init__()
        self.button = QPushButton("Remove", self)
        layout = QVBoxLayout(self)
        layout.addWidget(self.button)
        self.setFocusProxy(self.button)
        self.remove = QAction("Remove", self)
        self.remove.setShortcut(Qt.Key.Key_Delete)
        self.remove.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.addAction(self.remove)


@pytest.fixture
def details() -> Details:
    return Details()


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, details: Details) -> LibraryWindow:
    apply_theme(qapp, "light")
    window = LibraryWindow(details)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


@pytest.fixture
def large_letters(qapp: QApplication) -> Iterator[None]:
    before = qapp.font()
    large = qapp.font()
    large.setPointSizeF(1.5 * before.pointSizeF())
    qapp.setFont(large)
    yield
    qapp.setFont(before)


def search(window: LibraryWindow) -> QLineEdit:
    line = window.findChild(QLineEdit, "library_search")
    assert isinstance(line, QLineEdit)
    return line


def view(window: LibraryWindow) -> QListView:
    found = window.findChild(QListView, "library_view")
    assert isinstance(found, QListView)
    return found


def button(window: LibraryWindow, name: str) -> QPushButton:
    found = window.findChild(QPushButton, name)
    assert isinstance(found, QPushButton)
    return found


def bottom(window: LibraryWindow) -> str:
    label = window.findChild(ElidedLabel, "library_storage")
    assert isinstance(label, ElidedLabel)
    return label.text()


def work(window: LibraryWindow) -> str:
    """What is said to be done; nothing if that is not seen."""
    label = window.findChild(ElidedLabel, "library_work_words")
    assert isinstance(label, ElidedLabel)
    return label.text() if label.isVisible() else ""


def cards(window: LibraryWindow) -> list[FindingCard]:
    """Those that are seen, from top to bottom."""
    QApplication.processEvents()
    return sorted((card for card in window.findChildren(FindingCard) if card.isVisible()), key=QWidget.y)


def shown_names(window: LibraryWindow) -> list[str]:
    model = view(window).model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def drop(window: LibraryWindow, mime: QMimeData, place: QWidget) -> bool:
    """Whether what was dropped over a part of the window was taken."""
    handle = window.windowHandle()
    centre = place.mapTo(window, place.rect().center())
    arguments = (Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(centre, *arguments)
    QApplication.sendEvent(handle, enter)
    if not enter.isAccepted():
        return False
    dropped = QDropEvent(QPointF(centre), *arguments)
    QApplication.sendEvent(handle, dropped)
    return dropped.isAccepted()


# Finding and choosing


def test_that_it_stands_beside_the_other_windows(window: LibraryWindow) -> None:
    assert not window.isModal()
    assert window.findChildren(QListView)


def test_that_it_comes_back_where_it_was(qtbot: QtBot, window: LibraryWindow) -> None:
    window.resize(700, 500)
    place = window.pos()
    window.close()
    with qtbot.waitExposed(window):
        window.show()
    assert window.pos() == place


def test_that_the_list_begins_at_its_top(qtbot: QtBot, details: Details) -> None:
    window = LibraryWindow(details)
    qtbot.addWidget(window)
    own = installed("own", "Own")
    window.library_list.set_entries([replace(BUNDLED, is_in_use=False), replace(own, is_in_use=True), *ALL[1:]])
    with qtbot.waitExposed(window):
        window.show()
    assert window.library_list.selected() == replace(own, is_in_use=True)
    assert view(window).verticalScrollBar().value() == 0


def test_that_typing_finds_and_enter_goes_to_what_was_found_and_to_its_details(
    qtbot: QtBot, window: LibraryWindow, details: Details
) -> None:
    window.library_list.set_entries(ALL)
    assert QApplication.focusWidget() is search(window)
    with qtbot.waitSignal(window.library_list.entry_selected) as told:
        QTest.keyClicks(search(window), "tablebank 101")
    assert told.args is not None
    assert shown_names(window) == ["Can be installed", TABLES.name]
    assert window.library_list.selected() == offered(TABLES)
    QTest.keyClick(search(window), Qt.Key.Key_Return)
    assert QApplication.focusWidget() is view(window)
    assert [index.data() for index in view(window).selectedIndexes()] == [TABLES.name]
    QTest.keyClick(view(window), Qt.Key.Key_Return)
    assert QApplication.focusWidget() is details.button


def test_that_the_selected_model_stays_so_where_the_search_shows_it(qtbot: QtBot, window: LibraryWindow) -> None:
    window.library_list.set_entries(ALL)
    window.library_list.select(TABLES.id)
    QTest.keyClicks(search(window), "tablebank")
    with qtbot.assertNotEmitted(window.library_list.entry_selected):
        QTest.keyClick(search(window), Qt.Key.Key_Down)
    assert window.library_list.selected() == offered(TABLES)
    assert QApplication.focusWidget() is view(window)


def test_that_enter_stays_where_nothing_was_found(qtbot: QtBot, window: LibraryWindow) -> None:
    window.library_list.set_entries(ALL)
    QTest.keyClicks(search(window), "nothing like this")
    QTest.keyClick(search(window), Qt.Key.Key_Return)
    assert QApplication.focusWidget() is search(window)
    QTest.mouseClick(button(window, "library_show_all"), Qt.MouseButton.LeftButton)
    assert search(window).text() == ""
    assert shown_names(window)[1] == BUNDLED.name


def test_that_a_key_comes_back_to_the_search(qtbot: QtBot, window: LibraryWindow) -> None:
    window.library_list.set_entries(ALL)
    QTest.keyClicks(search(window), "prima")
    QTest.keyClick(search(window), Qt.Key.Key_Return)
    QTest.keyClick(view(window), Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.focusWidget() is search(window)
    assert search(window).selectedText() == "prima"


def test_that_escape_clears_the_search_and_then_closes(qtbot: QtBot, window: LibraryWindow) -> None:
    window.library_list.set_entries(ALL)
    QTest.keyClicks(search(window), "prima")
    QTest.keyClick(search(window), Qt.Key.Key_Escape)
    assert window.isVisible()
    assert search(window).text() == ""
    QTest.keyClick(search(window), Qt.Key.Key_Escape)
    assert not window.isVisible()


def test_that_escape_closes_from_the_list(qtbot: QtBot, window: LibraryWindow) -> None:
    window.library_list.set_entries(ALL)
    view(window).setFocus()
    QTest.keyClick(view(window), Qt.Key.Key_Escape)
    assert not window.isVisible()


def test_that_enter_presses_no_button_that_nobody_chose(qtbot: QtBot, window: LibraryWindow, details: Details) -> None:
    with qtbot.assertNotEmitted(details.button.clicked):
        QTest.keyClick(search(window), Qt.Key.Key_Return)
        QTest.keyClick(window, Qt.Key.Key_Return)
    assert window.isVisible()


def test_that_tab_goes_from_the_top_to_the_bottom(qtbot: QtBot, window: LibraryWindow, details: Details) -> None:
    window.library_list.set_entries(ALL)
    window.show_finding(NOT_FITTING)
    window.set_work(LibraryWork("verify", "Parish registers"))
    qtbot.waitUntil(lambda: bool(work(window)))
    seen: list[QWidget] = []
    focused = QApplication.focusWidget()
    while focused is not None and focused not in seen:
        seen.append(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
    assert [widget.objectName() or type(widget).__name__ for widget in seen] == [
        "library_search",
        "library_add",
        "library_view",
        "finding_card",
        "finding_fix_use_classes",
        "finding_details_button",
        "finding_dismiss_button",
        "QPushButton",
        "library_stop",
        "library_open_folder",
        "library_close",
    ]
    cards(window)[0].setFocus()
    QTest.keyClick(cards(window)[0], Qt.Key.Key_Backtab)
    assert QApplication.focusWidget() is view(window)
    for widget in seen:
        if widget not in (details.button,):
            assert widget.accessibleName()
            assert widget.toolTip() or widget is view(window)


# Bringing models


@pytest.mark.parametrize(
    ("action", "signal"),
    [
        ("library_add_files", "add_files_requested"),
        ("library_add_folder", "add_folder_requested"),
        ("library_add_archive", "add_archive_requested"),
        ("library_look_in_caches", "look_in_caches_requested"),
    ],
)
def test_that_the_menu_asks_for_models(qtbot: QtBot, window: LibraryWindow, action: str, signal: str) -> None:
    add = window.findChild(QToolButton, "library_add")
    assert isinstance(add, QToolButton)
    menu = add.menu()
    assert isinstance(menu, QMenu)
    found = window.findChild(QAction, action)
    assert isinstance(found, QAction)
    menu.popup(window.mapToGlobal(QPoint(0, 0)))
    with qtbot.waitSignal(getattr(window, signal)):
        QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(found).center())


def test_that_files_can_be_dropped_anywhere(
    qtbot: QtBot, window: LibraryWindow, details: Details, tmp_path: Path
) -> None:
    window.library_list.set_entries(ALL)
    window.show_finding(NOT_FITTING)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "model.d2pack"))])
    mime.setText(str(tmp_path / "model.d2pack"))  # as file managers do, too
    for place in (search(window), view(window).viewport(), details, cards(window)[0]):
        with qtbot.waitSignal(window.dropped):
            assert drop(window, mime, place)
    assert search(window).text() == ""


def test_that_what_is_no_file_is_not_taken(qtbot: QtBot, window: LibraryWindow, details: Details) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl("https://example.org/model.zip")])
    with qtbot.assertNotEmitted(window.dropped):
        assert not drop(window, mime, details)


def test_that_files_can_be_pasted(qtbot: QtBot, window: LibraryWindow, tmp_path: Path) -> None:
    window.library_list.set_entries(ALL)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "model.d2pack"))])
    mime.setText(str(tmp_path / "model.d2pack"))
    QGuiApplication.clipboard().setMimeData(mime)
    for place in (view(window), search(window)):
        place.setFocus()
        with qtbot.waitSignal(window.dropped):
            QTest.keyClick(place, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert search(window).text() == ""


def test_that_words_are_pasted_into_the_search(qtbot: QtBot, window: LibraryWindow) -> None:
    window.library_list.set_entries(ALL)
    QGuiApplication.clipboard().setText("prima")
    with qtbot.assertNotEmitted(window.dropped):
        QTest.keyClick(search(window), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        assert search(window).text() == "prima"
        QTest.keyClick(view(window), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def test_that_keys_of_the_list_do_what_the_details_offer(qtbot: QtBot, window: LibraryWindow, details: Details) -> None:
    window.library_list.set_entries(ALL)
    QTest.keyClicks(search(window), "layout")
    with qtbot.assertNotEmitted(details.remove.triggered):
        QTest.keyClick(search(window), Qt.Key.Key_Delete)
        details.button.setFocus()
        QTest.keyClick(details.button, Qt.Key.Key_Delete)
    view(window).setFocus()
    with qtbot.waitSignal(details.remove.triggered):
        QTest.keyClick(view(window), Qt.Key.Key_Delete)


def test_that_list_and_details_share_what_is_lost_when_the_window_gets_narrower(
    qtbot: QtBot, window: LibraryWindow, details: Details
) -> None:
    window.library_list.set_entries(ALL)
    shares = []
    for width in (1400, 1000):
        window.resize(width, 620)
        QApplication.processEvents()
        shares.append(view(window).width() / (view(window).width() + details.width()))
    assert 0.4 < shares[0] < 0.5
    assert abs(shares[0] - shares[1]) < 0.03


# What it says


def test_that_the_room_that_models_take_is_told(window: LibraryWindow) -> None:
    window.set_storage(3, 512 * MB, 20_000 * MB)
    assert bottom(window) == ""  # before they are known
    window.library_list.set_entries(ALL)
    window.set_storage(3, 512 * MB, 20_000 * MB)
    assert bottom(window) == "3 model(s), 512.0 MB on disk; 20.0 GB free"
    window.set_storage(1, MB, None)
    assert bottom(window) == "1 model(s), 1.0 MB on disk"
    window.set_storage(0, 0, 20_000 * MB)
    assert bottom(window) == "No models added yet; 20.0 GB free"


def test_that_a_message_gives_way_to_the_room(qtbot: QtBot, details: Details, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library_window, "_MESSAGE_MS", 300)
    window = LibraryWindow(details)
    qtbot.addWidget(window)
    window.library_list.set_entries(ALL)
    window.set_storage(1, MB, None)
    window.say("Parish registers was removed")
    window.set_storage(2, MB, None)
    assert bottom(window) == "Parish registers was removed"
    qtbot.waitUntil(lambda: bottom(window) == "2 model(s), 1.0 MB on disk")


@pytest.mark.parametrize(
    ("doing", "words"),
    [
        (LibraryWork("import", "model.zip", "weights", 0.4), "Adding model.zip  ·  Reading the weights"),
        (LibraryWork("import", "model.zip", "unpack", 0.4), "Adding model.zip  ·  Unpacking"),
        (LibraryWork("cached", ""), "Looking through LayoutParser's and Detectron2's downloads"),
        (LibraryWork("verify", "A\nB", "verify"), r"Checking A\nB  ·  Checking the files"),
        (LibraryWork("export", ""), "Exporting a model"),
        (LibraryWork("adopt", "MFD"), "Taking over MFD"),
    ],
)
def test_that_work_is_told_and_can_be_stopped(
    qtbot: QtBot, window: LibraryWindow, doing: LibraryWork, words: str
) -> None:
    window.set_work(doing)
    assert work(window) == ""  # most is over before anybody could read it
    qtbot.waitUntil(lambda: work(window) == words)
    with qtbot.waitSignal(window.stop_requested):
        QTest.mouseClick(button(window, "library_stop"), Qt.MouseButton.LeftButton)
    window.set_work(None)
    assert work(window) == ""


def test_that_the_bar_shows_how_far_the_work_is(qtbot: QtBot, window: LibraryWindow) -> None:
    bar = window.findChild(QProgressBar, "library_work_bar")
    assert isinstance(bar, QProgressBar)
    window.set_work(LibraryWork("verify", "A", "verify", 0.25))
    assert bar.value() / bar.maximum() == 0.25
    window.set_work(LibraryWork("verify", "A", "verify"))
    assert bar.maximum() == 0  # nobody knows: it moves to and fro


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_that_a_bar_is_seen_while_nothing_is_done_yet(
    qtbot: QtBot, qapp: QApplication, window: LibraryWindow, theme: str
) -> None:
    apply_theme(qapp, theme)
    window.set_work(LibraryWork("verify", "A", "verify", 0.001))
    qtbot.waitUntil(lambda: bool(work(window)))
    bar = window.findChild(QProgressBar, "library_work_bar")
    assert isinstance(bar, QProgressBar)
    place = bar.mapTo(window, bar.rect().center())
    picture = window.grab().toImage()
    track, around = (picture.pixelColor(place + QPoint(0, down)) for down in (0, bar.height()))
    assert abs(track.lightness() - around.lightness()) > 12


def test_that_quick_work_is_not_told(qtbot: QtBot, window: LibraryWindow) -> None:
    window.set_work(LibraryWork("verify", "A"))
    window.set_work(None)
    QTest.qWait(400)
    assert work(window) == ""


@pytest.mark.parametrize(
    ("name", "signal"), [("library_open_folder", "folder_requested"), ("library_close", "finished")]
)
def test_that_the_buttons_at_the_bottom_work(qtbot: QtBot, window: LibraryWindow, name: str, signal: str) -> None:
    with qtbot.waitSignal(getattr(window, signal)):
        QTest.mouseClick(button(window, name), Qt.MouseButton.LeftButton)
    assert window.isVisible() == (name != "library_close")


# Findings


def test_that_a_finding_offers_what_can_be_done(qtbot: QtBot, window: LibraryWindow) -> None:
    window.show_finding(NOT_FITTING)
    assert [card.finding for card in cards(window)] == [NOT_FITTING]
    with qtbot.waitSignal(window.fix_requested) as told:
        QTest.mouseClick(button(window, "finding_fix_use_classes"), Qt.MouseButton.LeftButton)
    assert told.args == [NOT_FITTING, NOT_FITTING.fixes[0]]


def test_that_the_latest_two_findings_stay(window: LibraryWindow) -> None:
    found = [Finding(Category.NETWORK, f"CODE_{number}", "It broke off.") for number in range(5)]
    for each in found:
        window.show_finding(each)
    assert [card.finding for card in cards(window)] == [found[4], found[3]]
    window.withdraw_findings()
    assert cards(window) == []


def test_that_the_same_finding_is_counted(window: LibraryWindow) -> None:
    for each in (NOT_FITTING, BROKEN_OFF, NOT_FITTING):
        window.show_finding(each)
    assert [(card.finding, card.count) for card in cards(window)] == [(NOT_FITTING, 2), (BROKEN_OFF, 1)]


def test_that_findings_are_dismissed_by_key_one_after_the_other(qtbot: QtBot, window: LibraryWindow) -> None:
    window.show_finding(BROKEN_OFF)
    window.show_finding(NOT_FITTING)
    first, second = cards(window)
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Down)
    assert QApplication.focusWidget() is second
    QTest.keyClick(second, Qt.Key.Key_Up)
    QTest.keyClick(first, Qt.Key.Key_Delete)
    assert [card.finding for card in cards(window)] == [BROKEN_OFF]
    assert QApplication.focusWidget() is second
    QTest.keyClick(second, Qt.Key.Key_Delete)
    assert cards(window) == []
    assert window.isVisible()


def test_that_findings_leave_the_details_their_room(qtbot: QtBot, window: LibraryWindow, details: Details) -> None:
    window.resize(800, 560)
    area = window.findChild(QScrollArea, "library_findings")
    assert isinstance(area, QScrollArea)
    for number in range(4):
        area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
        window.show_finding(Finding(Category.NETWORK, f"CODE_{number}", "It broke off. " * 20, details="\n" * 40))
        QApplication.processEvents()
    QTest.keyClick(cards(window)[0], Qt.Key.Key_Return)
    QApplication.processEvents()
    area_height = area.height()
    assert area_height <= window.height() / 3
    assert details.height() > window.height() / 4
    top = cards(window)[0]
    assert top.visibleRegion().boundingRect().top() == 0


def test_that_one_finding_takes_no_more_room_than_it_needs(window: LibraryWindow, details: Details) -> None:
    window.show_finding(BROKEN_OFF)
    card = cards(window)[0]
    QApplication.processEvents()
    assert card.visibleRegion().boundingRect() == card.rect()
    gap = details.mapTo(window, QPoint(0, 0)).y() - card.mapTo(window, QPoint(0, card.height())).y()
    assert 0 <= gap <= 2 * card.fontMetrics().height()


def test_that_a_finding_that_is_opened_gets_room(qtbot: QtBot, window: LibraryWindow) -> None:
    window.resize(920, 900)
    window.show_finding(NOT_FITTING)
    card = cards(window)[0]
    before = card.height()
    QTest.keyClick(card, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: card.height() > before + 8 * card.fontMetrics().height())
    assert card.visibleRegion().boundingRect() == card.rect()
    QTest.keyClick(card, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: card.height() == before)


# Sizes


@pytest.mark.usefixtures("large_letters")
def test_that_nothing_is_cut_off_in_a_small_window_with_large_letters(
    qtbot: QtBot, qapp: QApplication, details: Details
) -> None:
    window = LibraryWindow(details)
    qtbot.addWidget(window)
    window.resize(800, 560)
    with qtbot.waitExposed(window):
        window.show()
    window.library_list.set_entries(ALL)
    window.show_finding(NOT_FITTING)
    window.set_work(LibraryWork("cached", ""))
    qtbot.waitUntil(lambda: bool(work(window)))
    assert (window.width(), window.height()) == (800, 560)
    for name in ("library_stop", "library_open_folder", "library_close"):
        each = button(window, name)
        assert each.width() >= each.sizeHint().width()
        assert window.rect().contains(each.mapTo(window, each.rect().bottomRight()))
    assert view(window).viewport().height() > 3 * view(window).sizeHintForRow(1)
    label = cards(window)[0].findChild(QLabel, "finding_what")
    assert isinstance(label, QLabel)
    assert label.height() >= label.heightForWidth(label.width())
