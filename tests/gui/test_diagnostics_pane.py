"""Findings come as cards that say all there is to know, and can be worked by keyboard."""

import time
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from d2studio.core import fixes
from d2studio.core.diagnostics import make_finding, make_fix
from d2studio.core.findings import Category, Finding, Fix, Severity
from d2studio.gui.diagnostics_pane import MAX_CARDS, DiagnosticsPane
from d2studio.gui.elided_label import ElidedLabel
from d2studio.gui.finding_card import FindingCard
from d2studio.gui.theme import apply_theme

Left = Qt.MouseButton.LeftButton
Found = TypeVar("Found", bound=QWidget)


@pytest.fixture
def pane(qtbot: QtBot, qapp: QApplication) -> DiagnosticsPane:
    apply_theme(qapp, "light")
    pane = DiagnosticsPane()
    qtbot.addWidget(pane)
    pane.resize(1200, 400)
    with qtbot.waitExposed(pane):
        pane.show()
    pane.activateWindow()
    return pane


def find(widget: QWidget, kind: type[Found], name: str) -> Found:
    found = widget.findChild(kind, name)
    assert isinstance(found, kind)
    return found


def cards(pane: DiagnosticsPane) -> list[FindingCard]:
    """From top to bottom, as far as they are shown."""
    body = find(pane, QScrollArea, "diagnostics_scroll").widget()
    assert body is not None
    found = [card for card in body.findChildren(FindingCard) if card.isVisible()]
    QApplication.processEvents()
    return sorted(found, key=lambda card: card.y())


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def text(card: QWidget, name: str) -> str:
    return find(card, QLabel, name).text()


def mismatch(place: str = "model.pth") -> Finding:
    return make_finding(
        "WEIGHTS_MISMATCH", evidence=["Config says 80 classes, weights have 5."], place=place, details="Traceback: x"
    )


DISK = make_finding("DISK_FULL", place="batch")
PAGE = make_finding("PAGE_UNREADABLE", place="a.png")


def test_that_an_empty_pane_says_so(pane: DiagnosticsPane) -> None:
    empty = find(pane, QLabel, "diagnostics_empty")
    assert empty.isVisible()
    assert empty.text() == "Nothing to report."
    assert not find(pane, QPushButton, "diagnostics_clear").isEnabled()
    pane.add(DISK)
    assert not empty.isVisible()


def test_that_a_card_says_what_happened_what_shows_it_and_what_to_do(pane: DiagnosticsPane) -> None:
    pane.add(mismatch())
    (card,) = cards(pane)
    assert text(card, "finding_what") == "The weights and the config belong to different models."
    assert text(card, "finding_evidence") == "model.pth  ·  Config says 80 classes, weights have 5."
    assert text(card, "finding_advice").startswith("Choose the weights that belong")
    assert text(card, "finding_meta").startswith("Weights  WEIGHTS_MISMATCH")
    assert card.height() < card.fontMetrics().height() * 6


def test_that_the_newest_card_is_on_top(pane: DiagnosticsPane, qtbot: QtBot) -> None:
    with qtbot.waitSignals([pane.count_changed] * 3, check_params_cbs=[lambda n, k=k: n == k for k in (1, 2, 3)]):
        for finding in (mismatch(), DISK, PAGE):
            pane.add(finding)
    assert [card.finding.code for card in cards(pane)] == ["PAGE_UNREADABLE", "DISK_FULL", "WEIGHTS_MISMATCH"]
    assert pane.findings() == (PAGE, DISK, cards(pane)[2].finding)


def test_that_the_same_at_the_same_place_is_counted_on_one_card(pane: DiagnosticsPane) -> None:
    for finding in (mismatch(), PAGE, mismatch(), mismatch("other.pth"), mismatch()):
        pane.add(finding)
    assert [(card.finding.place, card.count) for card in cards(pane)] == [
        ("model.pth", 3),
        ("other.pth", 1),
        ("a.png", 1),
    ]
    assert "×3" in text(cards(pane)[0], "finding_meta")


def test_that_a_repeated_card_shows_the_latest(pane: DiagnosticsPane) -> None:
    pane.add(make_finding("LIMIT_REACHED", evidence=["100"], fixes=[make_fix(fixes.RAISE_DETECTIONS_LIMIT, "200")]))
    pane.add(make_finding("LIMIT_REACHED", evidence=["200"], fixes=[make_fix(fixes.SHOW_CLASSES)], advice="Other."))
    (card,) = cards(pane)
    assert text(card, "finding_evidence") == "200"
    assert text(card, "finding_advice") == "Other."
    assert [button.text() for button in card.findChildren(QPushButton) if button.isVisible()] == ["Show all classes"]


def test_that_there_are_never_more_than_so_many_cards_and_they_come_quickly(pane: DiagnosticsPane) -> None:
    begun = time.process_time()
    for index in range(MAX_CARDS + 20):
        pane.add(make_finding("PAGE_UNREADABLE", place=f"{index}.png"))
    assert time.process_time() - begun < 0.02 * (MAX_CARDS + 20)
    places = [finding.place for finding in pane.findings()]
    assert len(places) == MAX_CARDS
    assert (places[0], places[-1]) == (f"{MAX_CARDS + 19}.png", "20.png")


def test_that_older_cards_are_shown_on_demand(pane: DiagnosticsPane) -> None:
    for index in range(70):
        pane.add(make_finding("PAGE_UNREADABLE", place=f"{index}.png"))
    older = find(pane, QPushButton, "diagnostics_older")
    counts = [len(cards(pane))]
    while older.isVisible():
        assert str(70 - counts[-1]) in older.text()
        QTest.mouseClick(older, Left)
        counts.append(len(cards(pane)))
    assert counts == [30, 60, 70]
    assert cards(pane)[-1].finding.place == "0.png"


@pytest.mark.parametrize("place", ["<b>bold</b>", "<img src=x>", "a" * 3000, "caf\\udce9", ""])
def test_that_names_from_files_are_never_taken_for_markup(pane: DiagnosticsPane, place: str) -> None:
    pane.add(make_finding("PAGE_KIND", place=place, evidence=["<h1>big</h1>"], details="<b>x</b>"))
    (card,) = cards(pane)
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in card.findChildren(QLabel))
    assert text(card, "finding_evidence").endswith("<h1>big</h1>") or len(place) > 1000
    assert card.width() <= pane.width()


def test_that_details_open_on_demand_and_can_be_selected(pane: DiagnosticsPane, qtbot: QtBot) -> None:
    pane.add(mismatch())
    (card,) = cards(pane)
    assert card.findChild(QPlainTextEdit) is None
    closed_height = card.height()
    button = find(card, QToolButton, "finding_details_button")
    QTest.mouseClick(button, Left)
    details = find(card, QPlainTextEdit, "finding_details")
    assert details.toPlainText() == "Traceback: x"
    assert details.isReadOnly()
    assert text(card, "finding_evidence") == "model.pth\nConfig says 80 classes, weights have 5."
    qtbot.waitUntil(lambda: card.height() > closed_height)
    details.selectAll()
    details.copy()
    assert QGuiApplication.clipboard().text() == "Traceback: x"
    QTest.mouseClick(button, Left)
    assert not details.isVisible()
    qtbot.waitUntil(lambda: card.height() == closed_height)


def test_that_open_details_follow_a_repetition(pane: DiagnosticsPane) -> None:
    pane.add(mismatch())
    QTest.mouseClick(find(pane, QToolButton, "finding_details_button"), Left)
    pane.add(make_finding("WEIGHTS_MISMATCH", place="model.pth", details="newer"))
    details = find(pane, QPlainTextEdit, "finding_details")
    assert details.isVisible()
    assert details.toPlainText() == "newer"


def test_that_a_fix_says_which_finding_it_is_for(pane: DiagnosticsPane, qtbot: QtBot) -> None:
    finding = make_finding(
        "NOTHING_SHOWN", fixes=[make_fix(fixes.LOWER_THRESHOLD, "0.40"), make_fix(fixes.SHOW_CLASSES)]
    )
    pane.add(DISK)
    pane.add(finding)
    newest = cards(pane)[0]
    with qtbot.waitSignal(pane.fix_requested) as asked:
        QTest.mouseClick(find(newest, QPushButton, f"finding_fix_{fixes.LOWER_THRESHOLD}"), Left)
    assert asked.args == [finding, Fix(fixes.LOWER_THRESHOLD, "Lower the threshold", "0.40")]


@pytest.mark.parametrize("with_names", [False, True])
def test_that_a_report_is_asked_for_with_or_without_names(
    pane: DiagnosticsPane, qtbot: QtBot, with_names: bool
) -> None:
    if with_names:
        QTest.keyClick(find(pane, QCheckBox, "diagnostics_with_names"), Qt.Key.Key_Space)
    with qtbot.waitSignal(pane.report_requested) as asked:
        QTest.mouseClick(find(pane, QPushButton, "diagnostics_copy_report"), Left)
    assert asked.args == [with_names]


def test_that_the_report_button_of_a_card_is_the_same_as_that_of_the_pane(pane: DiagnosticsPane, qtbot: QtBot) -> None:
    pane.add(make_finding("INTERNAL"))
    with qtbot.assertNotEmitted(pane.fix_requested), qtbot.waitSignal(pane.report_requested) as asked:
        QTest.mouseClick(find(pane, QPushButton, f"finding_fix_{fixes.COPY_REPORT}"), Left)
    assert asked.args == [False]


def test_that_cards_can_be_dismissed_one_by_one_and_all_at_once(pane: DiagnosticsPane, qtbot: QtBot) -> None:
    for finding in (mismatch(), DISK, PAGE):
        pane.add(finding)
    with qtbot.waitSignal(pane.count_changed) as counted:
        QTest.mouseClick(find(cards(pane)[1], QToolButton, "finding_dismiss_button"), Left)
    assert counted.args == [2]
    assert [finding.code for finding in pane.findings()] == ["PAGE_UNREADABLE", "WEIGHTS_MISMATCH"]
    with qtbot.waitSignal(pane.count_changed) as counted:
        QTest.mouseClick(find(pane, QPushButton, "diagnostics_clear"), Left)
    assert counted.args == [0]
    assert pane.findings() == ()
    assert find(pane, QLabel, "diagnostics_empty").isVisible()


def test_that_a_dismissed_finding_can_come_again(pane: DiagnosticsPane) -> None:
    pane.add(DISK)
    QTest.keyClick(cards(pane)[0], Qt.Key.Key_Delete)
    pane.add(DISK)
    assert [card.count for card in cards(pane)] == [1]


def test_that_cards_are_filtered_by_kind(pane: DiagnosticsPane) -> None:
    for finding in (mismatch(), DISK, PAGE):
        pane.add(finding)
    box = find(pane, QComboBox, "diagnostics_filter")
    assert box.count() == 1 + len(Category)
    box.setCurrentIndex(box.findText("Disk"))
    assert [card.finding.code for card in cards(pane)] == ["DISK_FULL"]
    assert find(pane, ElidedLabel, "diagnostics_count").text().startswith("1 of 3")
    pane.add(make_finding("PAGE_KIND", place="b.png"))
    assert len(cards(pane)) == 1
    box.setCurrentIndex(box.findText("Memory"))
    assert text(pane, "diagnostics_empty") == "Nothing of this kind."
    assert find(pane, QLabel, "diagnostics_empty").isVisible()
    box.setCurrentIndex(0)
    assert len(cards(pane)) == 4


def test_that_everything_on_a_card_is_reached_by_keys(pane: DiagnosticsPane) -> None:
    pane.add(DISK)
    pane.add(mismatch())
    find(pane, QPushButton, "diagnostics_clear").setFocus()
    order = []
    for _ in range(8):
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
        order.append(focused().objectName())
    assert order == [
        "finding_card",
        f"finding_fix_{fixes.CHOOSE_WEIGHTS}",
        f"finding_fix_{fixes.CHOOSE_CONFIG}",
        f"finding_fix_{fixes.USE_BUNDLED_MODEL}",
        "finding_details_button",
        "finding_dismiss_button",
        "finding_card",
        f"finding_fix_{fixes.RUN_AGAIN}",
    ]


def test_that_arrows_go_from_card_to_card_and_enter_opens(pane: DiagnosticsPane) -> None:
    for finding in (mismatch(), DISK, PAGE):
        pane.add(finding)
    first, second, third = cards(pane)
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Up)
    assert first.hasFocus()
    QTest.keyClick(first, Qt.Key.Key_Down)
    assert second.hasFocus()
    QTest.keyClick(second, Qt.Key.Key_Return)
    assert find(second, QPlainTextEdit, "finding_details").isVisible()
    QTest.keyClick(second, Qt.Key.Key_Delete)
    assert third.hasFocus()
    QTest.keyClick(third, Qt.Key.Key_Delete)
    assert first.hasFocus()


def test_that_a_reader_hears_whole_sentences(pane: DiagnosticsPane) -> None:
    pane.add(mismatch())
    (card,) = cards(pane)
    assert card.accessibleName() == "Error, Weights: The weights and the config belong to different models."
    assert "Config says 80 classes" in card.accessibleDescription()
    for button in card.findChildren(QAbstractButton):
        assert button.accessibleName().endswith(": The weights and the config belong to different models.")
        assert button.toolTip()


@pytest.mark.parametrize("category", Category)
@pytest.mark.parametrize("severity", Severity)
def test_that_each_kind_can_be_drawn_in_both_themes(
    qtbot: QtBot, qapp: QApplication, category: Category, severity: Severity
) -> None:
    finding = Finding(category, "CODE", "It happened.", severity=severity, time=datetime(2025, 1, 2, 3, 4))
    card = FindingCard(finding)
    qtbot.addWidget(card)
    card.resize(600, 80)
    pictures = []
    for theme in ("light", "dark"):
        apply_theme(qapp, theme)
        pictures.append(card.grab().toImage())
    apply_theme(qapp, "light")
    assert pictures[0] != pictures[1]


@pytest.mark.parametrize("width_letters", [70, 110, 240])
@pytest.mark.parametrize("larger", [1.0, 1.5])
def test_that_no_button_is_cut_off_at_any_width(
    qtbot: QtBot, qapp: QApplication, width_letters: int, larger: float
) -> None:
    card = FindingCard(mismatch())
    qtbot.addWidget(card)
    font = card.font()
    font.setPointSizeF(font.pointSizeF() * larger)
    card.setFont(font)
    card.resize(max(card.minimumSizeHint().width(), width_letters * card.fontMetrics().averageCharWidth()), 400)
    with qtbot.waitExposed(card):
        card.show()
    everything: Callable[[], bool] = lambda: all(  # noqa: E731
        button.width() >= button.minimumSizeHint().width() and card.rect().contains(button.geometry())
        for button in card.findChildren(QAbstractButton)
    )
    qtbot.waitUntil(everything)


LONG = "model_final_of_the_second_series_with_all_classes_1911-1912_0001.pth"


def is_whole(label: QLabel) -> bool:
    return label.height() >= label.heightForWidth(label.width())


@pytest.mark.parametrize("width_letters", [30, 45, 160])
def test_that_no_text_of_a_card_is_cut_off_at_any_width(
    pane: DiagnosticsPane, qtbot: QtBot, width_letters: int
) -> None:
    pane.add(make_finding("WEIGHTS_MISMATCH", evidence=["The config asks for 5 classes. " * 4], place=LONG))
    pane.resize(width_letters * pane.fontMetrics().averageCharWidth(), 200)
    (card,) = cards(pane)
    labels = [label for label in card.findChildren(QLabel) if label.isVisible()]
    qtbot.waitUntil(lambda: all(map(is_whole, labels)))
    assert text(card, "finding_evidence").replace("\u200b", "").startswith(f"{LONG}  ·  The config")
    assert find(card, QLabel, "finding_evidence").accessibleName().startswith(LONG)


@pytest.mark.parametrize("width_letters", [35, 60, 160])
def test_that_all_of_the_pane_is_in_sight_from_left_to_right(
    pane: DiagnosticsPane, qtbot: QtBot, width_letters: int
) -> None:
    pane.add(DISK)
    pane.resize(width_letters * pane.fontMetrics().averageCharWidth(), 120)
    scroll = find(pane, QScrollArea, "diagnostics_scroll")
    body = scroll.widget()
    assert body is not None
    qtbot.waitUntil(lambda: body.width() == scroll.viewport().width())
    buttons = [button for button in pane.findChildren(QAbstractButton) if button.isVisible()]
    assert len(buttons) >= 5
    for button in buttons:
        left = button.mapTo(body, button.rect().topLeft()).x()
        assert left >= 0
        assert left + button.width() <= body.width(), button.text()
        assert button.width() >= button.minimumSizeHint().width()


def test_that_details_that_open_ask_for_room_and_are_scrolled_to(pane: DiagnosticsPane, qtbot: QtBot) -> None:
    pane.resize(1200, 90)
    for finding in (mismatch(), DISK, PAGE):
        pane.add(finding)
    scroll, card = find(pane, QScrollArea, "diagnostics_scroll"), cards(pane)[-1]
    with qtbot.waitSignal(pane.room_wanted) as wanted:
        QTest.mouseClick(find(card, QToolButton, "finding_details_button"), Left)
    details = find(card, QPlainTextEdit, "finding_details")
    assert wanted.args is not None
    assert wanted.args[0] > details.height()
    qtbot.waitUntil(lambda: 0 <= card.y() - scroll.verticalScrollBar().value() < 20)


def test_that_a_new_card_is_in_sight_where_there_is_little_room(pane: DiagnosticsPane, qtbot: QtBot) -> None:
    pane.resize(35 * pane.fontMetrics().averageCharWidth(), 100)
    if QApplication.focusWidget() is not None:
        focused().clearFocus()
    pane.add(DISK)
    scroll, (card,) = find(pane, QScrollArea, "diagnostics_scroll"), cards(pane)
    qtbot.waitUntil(lambda: 0 <= card.y() - scroll.verticalScrollBar().value() < 20)
