"""The strip of pages, as a user has it: keys, clicks, filter, and what it asks for."""

from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QColor, QFont, QFontMetrics, QImage
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from d2studio.core.page import PageKey
from d2studio.core.page_state import PageState, PageStatus
from d2studio.gui.main_window import MainWindow
from d2studio.gui.page_list import PageListModel
from d2studio.gui.page_message import known_stages
from d2studio.gui.page_row import row_width
from d2studio.gui.page_strip import PageStrip
from d2studio.gui.page_view import PageView
from d2studio.gui.translation import install_translation

KEYS = [PageKey(f"/scans/page {number}.png") for number in range(1, 61)]
FOUND = PageState(PageStatus.FOUND, count=12)


@pytest.fixture
def pages(qtbot: QtBot) -> PageListModel:
    return PageListModel()


@pytest.fixture
def strip(qtbot: QtBot, pages: PageListModel) -> PageStrip:
    strip = PageStrip(pages)
    qtbot.addWidget(strip)
    strip.resize(240, 500)
    with qtbot.waitExposed(strip):
        strip.show()
    strip.activateWindow()
    return strip


Child = TypeVar("Child", bound=QWidget)


def child(strip: PageStrip, kind: type[Child], name: str) -> Child:
    found = strip.findChild(kind, name)
    assert isinstance(found, kind)
    return found


def view_of(strip: PageStrip) -> PageView:
    return child(strip, PageView, "page_view")


def click(strip: PageStrip, row: int, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    view = view_of(strip)
    place = view.visualRect(view.model().index(row, 0)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, modifier, place)


def type_filter(qtbot: QtBot, strip: PageStrip, text: str, shown: int) -> None:
    QTest.keyClicks(child(strip, QLineEdit, "page_name_filter"), text)
    qtbot.waitUntil(lambda: view_of(strip).model().rowCount() == shown)


def sent(spy: QSignalSpy) -> list[object]:
    return [spy.at(number)[0] for number in range(spy.count())]


def test_that_an_empty_strip_says_how_to_get_pages(strip: PageStrip, pages: PageListModel) -> None:
    empty = child(strip, QLabel, "page_strip_empty")
    assert empty.isVisible()
    assert empty.text() == "No pages. Drop files here or press Ctrl+O."
    assert not child(strip, QPushButton, "page_show_all").isVisible()
    pages.append(KEYS)
    assert not empty.isVisible()
    assert view_of(strip).isVisible()
    pages.clear()
    assert empty.isVisible()


def test_that_a_strip_without_pages_says_that_they_are_looked_for(strip: PageStrip, pages: PageListModel) -> None:
    empty = child(strip, QLabel, "page_strip_empty")
    strip.set_looking(True)
    assert empty.text() == "Looking for pages"
    strip.set_looking(False)
    assert empty.text() == "No pages. Drop files here or press Ctrl+O."


def test_that_the_first_pages_are_not_selected_by_themselves(strip: PageStrip, pages: PageListModel) -> None:
    changed = QSignalSpy(strip.current_changed)
    pages.append(KEYS)
    assert strip.current() is None
    assert strip.selected() == []
    assert changed.count() == 0


def test_that_the_header_counts_pages(qtbot: QtBot, strip: PageStrip, pages: PageListModel) -> None:
    count = child(strip, QLabel, "page_count")
    pages.append(KEYS)
    assert count.text().startswith("60 page")
    type_filter(qtbot, strip, "page 1", shown=11)
    assert count.text() == "11 of 60"
    pages.remove(KEYS[9:11])
    assert count.text() == "9 of 58"
    pages.append([PageKey("/other.png")])
    assert count.text() == "9 of 59"


def test_that_a_click_and_arrow_keys_change_the_current_page(strip: PageStrip, pages: PageListModel) -> None:
    pages.append(KEYS)
    changed = QSignalSpy(strip.current_changed)
    click(strip, 2)
    QTest.keyClick(view_of(strip), Qt.Key.Key_Down)
    QTest.keyClick(view_of(strip), Qt.Key.Key_End)
    QTest.keyClick(view_of(strip), Qt.Key.Key_Home)
    assert sent(changed) == [KEYS[2], KEYS[3], KEYS[59], KEYS[0]]
    assert strip.selected() == [KEYS[0]]


def test_that_a_page_set_current_is_selected_and_brought_into_view(strip: PageStrip, pages: PageListModel) -> None:
    pages.append(KEYS)
    changed = QSignalSpy(strip.current_changed)
    strip.set_current(KEYS[50])
    strip.set_current(KEYS[50])
    strip.set_current(PageKey("/unknown.png"))
    assert sent(changed) == [KEYS[50]]
    assert strip.selected() == [KEYS[50]]
    assert 50 in view_of(strip).rows_in_view()
    strip.set_current(None)
    assert sent(changed)[1:] == [None]
    assert strip.selected() == []


def test_that_a_page_set_current_the_moment_it_comes_is_brought_into_view(
    strip: PageStrip, pages: PageListModel
) -> None:
    pages.append(KEYS[:20])
    QTest.qWait(1)
    pages.append(KEYS[20:58])
    strip.set_current(KEYS[55])
    pages.append(KEYS[58:])
    assert 55 in view_of(strip).rows_in_view()


def test_that_steps_go_on_to_the_ends_and_no_further(strip: PageStrip, pages: PageListModel) -> None:
    strip.select_next(1)
    assert strip.current() is None
    pages.append(KEYS)
    strip.select_next(1)
    assert strip.current() == KEYS[0]
    strip.select_next(-1)
    assert strip.current() == KEYS[0]
    strip.select_next(5)
    assert strip.current() == KEYS[5]
    strip.select_next(1000)
    assert strip.current() == KEYS[59]


def test_that_steps_from_a_hidden_page_go_to_those_beside_it(
    qtbot: QtBot, strip: PageStrip, pages: PageListModel
) -> None:
    pages.append(KEYS)
    strip.set_current(KEYS[24])
    type_filter(qtbot, strip, "0", shown=6)
    strip.select_next(1)
    assert strip.current() == KEYS[29]
    strip.set_current(KEYS[24])
    strip.select_next(-1)
    assert strip.current() == KEYS[19]


def test_that_several_pages_can_be_selected_and_are_given_in_order(strip: PageStrip, pages: PageListModel) -> None:
    pages.append(KEYS)
    click(strip, 4)
    click(strip, 2, Qt.KeyboardModifier.ControlModifier)
    assert strip.selected() == [KEYS[2], KEYS[4]]
    assert strip.current() == KEYS[2]
    pages.append([PageKey("/later.png")])
    assert strip.selected() == [KEYS[2], KEYS[4]]
    QTest.keyClick(view_of(strip), Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(strip.selected()) == 61


def test_that_delete_asks_for_the_selected_pages_to_be_removed(strip: PageStrip, pages: PageListModel) -> None:
    pages.append(KEYS)
    asked = QSignalSpy(strip.remove_requested)
    QTest.keyClick(view_of(strip), Qt.Key.Key_Delete)
    assert asked.count() == 0
    click(strip, 1)
    click(strip, 3, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(view_of(strip), Qt.Key.Key_Delete)
    assert sent(asked) == [KEYS[1:4]]
    assert len(pages) == 60


def test_that_the_menu_asks_for_what_is_selected(strip: PageStrip, pages: PageListModel) -> None:
    pages.append(KEYS)
    actions = {action.objectName(): action for action in view_of(strip).actions()}
    assert list(actions) == ["page_run", "page_show_in_folder", "page_remove"]
    assert not any(action.isEnabled() for action in actions.values())
    run, removed, shown = (
        QSignalSpy(signal) for signal in (strip.run_requested, strip.remove_requested, strip.show_in_folder_requested)
    )
    click(strip, 4)
    click(strip, 2, Qt.KeyboardModifier.ControlModifier)
    for action in actions.values():
        assert action.isEnabled()
        action.trigger()
    assert sent(run) == sent(removed) == [[KEYS[2], KEYS[4]]]
    assert sent(shown) == [KEYS[2]]
    assert not any(isinstance(action, QAction) and action.shortcuts() for action in actions.values())


def test_that_the_next_page_is_current_after_the_current_one_is_removed(strip: PageStrip, pages: PageListModel) -> None:
    pages.append(KEYS)
    strip.set_current(KEYS[10])
    changed = QSignalSpy(strip.current_changed)
    pages.remove(KEYS[9:12])
    assert strip.selected() == [KEYS[12]]
    pages.remove([KEYS[3]])
    pages.remove(KEYS[12:])
    pages.remove(pages.keys())
    assert sent(changed) == [KEYS[12], KEYS[8], None]
    assert strip.current() is None


def test_that_one_step_is_made_when_many_pages_go_at_once(strip: PageStrip, pages: PageListModel) -> None:
    keys = [PageKey(f"/{number}.png") for number in range(400)]
    pages.append(keys)
    strip.set_current(keys[101])
    changed = QSignalSpy(strip.current_changed)
    pages.remove(keys[95:105:2])
    pages.remove(keys[0::2])
    pages.clear()
    assert sent(changed) == [keys[102], keys[105], None]


def test_that_the_current_page_stays_so_while_a_filter_hides_it(
    qtbot: QtBot, strip: PageStrip, pages: PageListModel
) -> None:
    pages.append(KEYS)
    strip.set_current(KEYS[4])
    changed = QSignalSpy(strip.current_changed)
    type_filter(qtbot, strip, "0", shown=6)
    assert strip.selected() == []
    QTest.keyClick(child(strip, QLineEdit, "page_name_filter"), Qt.Key.Key_Backspace)
    qtbot.waitUntil(lambda: strip.selected() == [KEYS[4]])
    assert changed.count() == 0
    assert strip.current() == KEYS[4]


def test_that_the_current_page_stays_so_when_its_new_state_hides_it(strip: PageStrip, pages: PageListModel) -> None:
    pages.append(KEYS)
    states = child(strip, QComboBox, "page_state_filter")
    QTest.keyClick(states, Qt.Key.Key_End)
    assert states.currentText() == "Not run"
    strip.set_current(KEYS[4])
    changed = QSignalSpy(strip.current_changed)
    pages.set_state(KEYS[4], FOUND)
    assert view_of(strip).model().rowCount() == 59
    assert strip.selected() == []
    pages.reset_states()
    assert strip.selected() == [KEYS[4]]
    assert changed.count() == 0


def test_that_the_page_that_moved_up_for_a_hidden_one_can_be_clicked(strip: PageStrip, pages: PageListModel) -> None:
    pages.append(KEYS)
    QTest.keyClick(child(strip, QComboBox, "page_state_filter"), Qt.Key.Key_End)
    strip.set_current(KEYS[4])
    pages.set_state(KEYS[4], FOUND)
    click(strip, 4)
    assert strip.current() == KEYS[5]


def test_that_a_page_that_comes_back_is_not_selected_along_with_others(strip: PageStrip, pages: PageListModel) -> None:
    pages.append(KEYS)
    QTest.keyClick(child(strip, QComboBox, "page_state_filter"), Qt.Key.Key_End)
    click(strip, 1)
    click(strip, 2, Qt.KeyboardModifier.ControlModifier)
    pages.set_state(KEYS[2], FOUND)
    assert strip.selected() == [KEYS[1]]
    pages.set_state(KEYS[2], PageState())
    assert strip.selected() == [KEYS[1]]
    assert strip.current() == KEYS[2]


def test_that_rows_in_view_stay_where_they_are_while_others_come_and_go_before_them(
    strip: PageStrip, pages: PageListModel
) -> None:
    pages.append(KEYS)
    view = view_of(strip)
    view.verticalScrollBar().setValue(20 * view.rowHeight(0) + 7)

    def place(key: PageKey) -> int:
        row = pages.row(key)
        assert row is not None
        return view.rowViewportPosition(row)

    assert place(KEYS[20]) == -7
    pages.set_page_count(KEYS[3].path, 48)
    assert place(KEYS[20]) == -7
    removed = pages.remove(KEYS[2:6])
    assert place(KEYS[20]) == -7
    pages.restore(removed)
    assert place(KEYS[20]) == -7
    pages.append([PageKey("/later.png")])
    pages.remove(KEYS[40:])
    assert place(KEYS[20]) == -7
    view.verticalScrollBar().setValue(0)
    pages.remove(KEYS[:1])
    pages.restore([KEYS[0]])
    assert place(KEYS[0]) == 0


def test_that_a_filter_that_fits_nothing_can_be_cleared(qtbot: QtBot, strip: PageStrip, pages: PageListModel) -> None:
    pages.append(KEYS)
    type_filter(qtbot, strip, "nothing like it", shown=0)
    assert child(strip, QLabel, "page_strip_empty").text() == "No page fits the filter."
    QTest.mouseClick(child(strip, QPushButton, "page_show_all"), Qt.MouseButton.LeftButton)
    assert view_of(strip).isVisible()
    assert view_of(strip).model().rowCount() == 60
    assert child(strip, QLabel, "page_count").text().startswith("60 page")


def test_that_enter_in_the_filter_goes_to_the_pages(qtbot: QtBot, strip: PageStrip, pages: PageListModel) -> None:
    pages.append(KEYS)
    names = child(strip, QLineEdit, "page_name_filter")
    names.setFocus()
    QTest.keyClicks(names, "page 2")
    QTest.keyClick(names, Qt.Key.Key_Return)
    assert view_of(strip).model().rowCount() == 11
    qtbot.waitUntil(view_of(strip).hasFocus)


def test_that_letters_and_tab_typed_into_the_list_do_not_move_in_it(strip: PageStrip, pages: PageListModel) -> None:
    pages.append(KEYS)
    strip.set_current(KEYS[5])
    view_of(strip).setFocus()
    QTest.keyClicks(view_of(strip), "page 9")
    QTest.keyClick(view_of(strip), Qt.Key.Key_Tab)
    assert strip.current() == KEYS[5]
    assert not view_of(strip).hasFocus()


def test_that_thumbnails_are_wanted_of_pages_in_view_and_each_once(
    qtbot: QtBot, strip: PageStrip, pages: PageListModel
) -> None:
    with qtbot.waitSignal(strip.thumbnails_wanted) as first:
        pages.append(KEYS)
    in_view = [KEYS[row] for row in view_of(strip).rows_in_view()]
    assert first.args == [in_view]
    assert 4 < len(in_view) < 15
    wanted = QSignalSpy(strip.thumbnails_wanted)
    with qtbot.waitSignal(strip.thumbnails_wanted) as second:
        bar = view_of(strip).verticalScrollBar()
        bar.setValue(bar.maximum() // 2)
        bar.setValue(bar.maximum())
    assert second.args is not None
    assert second.args[0][-1] == KEYS[-1]
    assert not set(second.args[0]) & set(in_view)
    assert wanted.count() == 1
    with qtbot.assertNotEmitted(strip.thumbnails_wanted, wait=150):
        bar.setValue(0)


def test_that_a_thumbnail_that_did_not_come_or_was_dropped_is_wanted_again(
    qtbot: QtBot, strip: PageStrip, pages: PageListModel
) -> None:
    with qtbot.waitSignal(strip.thumbnails_wanted):
        pages.append(KEYS[:3])
    picture = QImage(4, 4, QImage.Format.Format_RGB32)
    pages.set_thumbnail(KEYS[0], picture)
    pages.set_thumbnail(KEYS[1], None)
    with qtbot.waitSignal(strip.thumbnails_wanted) as again:
        pages.append([KEYS[3]])
    assert again.args == [[KEYS[1], KEYS[3]]]
    others = [PageKey(f"/other/{number}.png") for number in range(500)]
    with qtbot.waitSignal(strip.thumbnails_wanted) as dropped:
        pages.append(others)
        for key in others:
            pages.set_thumbnail(key, picture)
    assert dropped.args == [[KEYS[0]]]


def test_that_a_locked_page_is_not_asked_for_until_it_is_open(
    qtbot: QtBot, strip: PageStrip, pages: PageListModel
) -> None:
    with qtbot.waitSignal(strip.thumbnails_wanted):
        pages.append([KEYS[0]])
    pages.set_locked(KEYS[0].path)
    with qtbot.waitSignal(strip.thumbnails_wanted) as other:
        pages.append([KEYS[1]])
    assert other.args == [[KEYS[1]]]
    with qtbot.waitSignal(strip.thumbnails_wanted) as opened:
        pages.set_state(KEYS[0], PageState())
    assert opened.args == [[KEYS[0]]]


def test_that_a_hidden_strip_asks_for_nothing_until_it_is_shown(
    qtbot: QtBot, strip: PageStrip, pages: PageListModel
) -> None:
    strip.hide()
    with qtbot.assertNotEmitted(strip.thumbnails_wanted, wait=120):
        pages.append(KEYS)
    with qtbot.waitSignal(strip.thumbnails_wanted):
        strip.show()


def test_that_the_thumbnail_is_painted_in_its_row(strip: PageStrip, pages: PageListModel) -> None:
    pages.append(KEYS[:2])
    picture = QImage(30, 40, QImage.Format.Format_RGB32)
    picture.fill(QColor(200, 20, 60))
    pages.set_thumbnail(KEYS[1], picture)
    image = view_of(strip).grab().toImage()
    painted = [
        row
        for row in (0, 1)
        if has_colour(image, view_of(strip).visualRect(view_of(strip).model().index(row, 0)).topLeft(), picture)
    ]
    assert painted == [1]


def has_colour(image: QImage, corner: QPoint, picture: QImage) -> bool:
    """Whether the picture's colour is somewhere in the 60 pixels right and down of a corner."""
    colour = picture.pixelColor(0, 0)
    return any(
        image.pixelColor(corner.x() + x, corner.y() + y) == colour for x in range(5, 60, 3) for y in range(5, 60, 3)
    )


def test_that_states_look_different_without_colour(strip: PageStrip, pages: PageListModel) -> None:
    """Of the sign alone: words are cut off by making the strip narrow."""
    strip.resize(strip.minimumSizeHint().width(), 700)
    pages.append(KEYS[:1])
    looks = set()
    for status in PageStatus:
        pages.set_state(KEYS[0], PageState(status, count=1, stage="…"))
        looks.add(bytes(view_of(strip).grab().toImage().constBits()))
    assert len(looks) == len(PageStatus)


def test_that_the_words_of_every_state_fit_beside_a_scroll_bar_in_a_new_window(qtbot: QtBot, tmp_path: Path) -> None:
    pages = PageListModel()
    window = MainWindow(pages, str(tmp_path / "layout.ini"))
    qtbot.addWidget(window)
    pages.append(KEYS)
    with qtbot.waitExposed(window):
        window.show()
    view = view_of(window.strip)
    qtbot.waitUntil(view.verticalScrollBar().isVisible)
    room = view.viewport().width() - row_width(view.fontMetrics(), 0)
    font = QFont(view.font())
    font.setBold(True)  # as what wants care is painted
    for status in PageStatus:
        words = pages.state_words(PageState(status, count=128))
        assert QFontMetrics(font).horizontalAdvance(words) <= room, words


def test_that_rows_grow_with_the_text(strip: PageStrip, pages: PageListModel) -> None:
    pages.append(KEYS)
    before = view_of(strip).rowHeight(0)
    font = strip.font()
    font.setPointSizeF(font.pointSizeF() * 1.5)
    strip.setFont(font)
    assert view_of(strip).rowHeight(0) >= 1.4 * before
    assert view_of(strip).rowHeight(59) == view_of(strip).rowHeight(0)


def test_that_all_parts_can_be_named_explained_and_reached(strip: PageStrip, pages: PageListModel) -> None:
    pages.append(KEYS)
    parts = [
        view_of(strip),
        child(strip, QLineEdit, "page_name_filter"),
        child(strip, QComboBox, "page_state_filter"),
        child(strip, QPushButton, "page_show_all"),
    ]
    for part in parts:
        assert part.accessibleName()
        assert part.toolTip()
        assert part.focusPolicy() & Qt.FocusPolicy.TabFocus


@pytest.mark.parametrize("language", ["en", "de"])
def test_that_the_words_of_every_stage_fit_too(qapp: QApplication, qtbot: QtBot, language: str) -> None:
    install_translation(qapp, language)
    pages = PageListModel()
    strip = PageStrip(pages)
    qtbot.addWidget(strip)
    view = view_of(strip)
    strip.resize(strip.sizeHint().width(), 100)
    pages.append(KEYS)
    with qtbot.waitExposed(strip):
        strip.show()
    qtbot.waitUntil(view.verticalScrollBar().isVisible)
    room = view.viewport().width() - row_width(view.fontMetrics(), 0)
    states = [PageState(status, count=128) for status in PageStatus]
    states += [PageState(PageStatus.RUNNING, stage=stage) for stage in known_stages()]
    for state in states:
        assert view.fontMetrics().horizontalAdvance(pages.state_words(state)) <= room, pages.state_words(state)
    assert room < view.fontMetrics().averageCharWidth() * 30
