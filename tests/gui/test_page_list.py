"""The list of pages, and the filter on it."""

import random
import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QAbstractListModel, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy
from pytestqt.qtbot import QtBot

from d2studio.core.page import PageKey
from d2studio.core.page_state import NOT_RUN, PageState, PageStatus
from d2studio.gui.page_filter import PageFilterModel, StateFilter
from d2studio.gui.page_list import LABEL_ROLE, STATE_ROLE, THUMBNAIL_ROLE, PageLabel, PageListModel

A, B, C, D = (PageKey(f"/scans/{name}.png") for name in "abcd")
REPORT = "/scans/Report.pdf"
FOUND = PageState(PageStatus.FOUND, count=12)
EMPTY = PageState(PageStatus.EMPTY)


@pytest.fixture
def pages(qtbot: QtBot) -> Iterator[PageListModel]:
    model = PageListModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    yield model
    del tester


@pytest.fixture
def shown(pages: PageListModel) -> Iterator[PageFilterModel]:
    model = PageFilterModel(pages)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    yield model
    del tester


def report(*numbers: int) -> list[PageKey]:
    return [PageKey(REPORT, number - 1) for number in numbers]


def says(model: QAbstractListModel, row: int, role: int = Qt.ItemDataRole.DisplayRole) -> object:
    return model.data(model.index(row), role)


def picture(side: int = 4) -> QImage:
    return QImage(side, side, QImage.Format.Format_RGB32)


def test_that_pages_are_listed_in_the_order_they_were_added(pages: PageListModel) -> None:
    assert pages.append([B, A]) == [B, A]
    assert pages.append([C]) == [C]
    assert pages.keys() == [B, A, C]
    assert [pages.row(key) for key in (A, B, C, D)] == [1, 0, 2, None]
    assert pages.key(2) == C
    assert len(pages) == pages.rowCount() == 3


def test_that_a_page_is_listed_once(pages: PageListModel) -> None:
    pages.append([A])
    assert pages.append([A, B, B, A]) == [B]
    assert pages.append([A, B]) == []
    assert pages.keys() == [A, B]


def test_that_a_file_opens_out_into_its_pages_in_place(pages: PageListModel) -> None:
    pages.append([A, PageKey(REPORT), B])
    pages.set_state(PageKey(REPORT), FOUND)
    assert pages.set_page_count(REPORT, 3) == report(2, 3)
    assert pages.keys() == [A, *report(1, 2, 3), B]
    assert [pages.row(pages.key(row)) for row in range(5)] == [0, 1, 2, 3, 4]
    assert pages.state(PageKey(REPORT)) == FOUND


def test_that_a_page_count_said_again_changes_nothing(pages: PageListModel) -> None:
    pages.append([PageKey(REPORT)])
    pages.set_page_count(REPORT, 3)
    pages.remove(report(2))
    assert pages.set_page_count(REPORT, 3) == []
    assert pages.set_page_count("/scans/never opened.pdf", 3) == []
    assert pages.keys() == report(1, 3)


def test_that_pages_that_were_only_supposed_go_when_there_are_fewer(pages: PageListModel) -> None:
    pages.append([A, PageKey(REPORT), B])
    pages.set_page_count(REPORT, 5, is_sure=False)
    assert pages.keys() == [A, *report(1, 2, 3, 4, 5), B]
    assert [pages.is_supposed(key) for key in (A, *report(1, 5))] == [False, False, True]
    pages.set_page_count(REPORT, 2)
    assert pages.keys() == [A, *report(1, 2), B]
    assert says(pages, 2, LABEL_ROLE) == PageLabel("Report.pdf", 2, 2)
    assert not pages.is_supposed(PageKey(REPORT, 1))
    pages.set_page_count(REPORT, 1)  # what was seen once stays
    assert pages.keys() == [A, *report(1, 2), B]


def test_that_pages_that_were_only_supposed_stay_when_there_are_more(pages: PageListModel) -> None:
    pages.append([PageKey(REPORT), A])
    pages.set_page_count(REPORT, 2, is_sure=False)
    pages.set_page_count(REPORT, 3)
    assert pages.keys() == [*report(1, 2, 3), A]
    assert not pages.is_supposed(PageKey(REPORT, 1))


def test_that_more_pages_of_a_file_follow_those_that_are_there(pages: PageListModel) -> None:
    pages.append([*report(1, 2), A])
    pages.set_page_count(REPORT, 4)
    assert pages.keys() == [*report(1, 2, 3, 4), A]


def test_that_a_file_that_was_removed_and_is_opened_again_comes_back_whole(pages: PageListModel) -> None:
    pages.append([PageKey(REPORT), A])
    pages.set_page_count(REPORT, 3)
    pages.set_state(report(2)[0], FOUND)
    pages.remove(report(1, 2, 3))
    assert pages.append([PageKey(REPORT)]) == report(1)
    assert pages.set_page_count(REPORT, 3) == report(2, 3)
    assert pages.keys() == [A, *report(1, 2, 3)]
    assert pages.state(report(2)[0]) == NOT_RUN


def test_that_undo_puts_removed_pages_back_where_they_were_as_they_were(pages: PageListModel) -> None:
    pages.append([A, B, C, D])
    pages.set_state(B, FOUND)
    removed = pages.remove([D, B, B, PageKey("/elsewhere.png")])
    assert removed == [B, D]
    assert pages.keys() == [A, C]
    assert pages.row(B) is None
    pages.restore(removed)
    assert pages.keys() == [A, B, C, D]
    assert pages.state(B) == FOUND


def test_that_undo_finds_the_place_though_other_pages_came_and_went(pages: PageListModel) -> None:
    pages.append([A, B, PageKey(REPORT), C])
    removed = pages.remove([B, C])
    pages.set_page_count(REPORT, 2)
    pages.append([D])
    pages.remove([A])
    pages.restore(removed)
    assert pages.keys() == [B, *report(1, 2), C, D]


def test_that_undo_passes_over_pages_that_are_back_already(pages: PageListModel) -> None:
    pages.append([A, B])
    removed = pages.remove([A])
    pages.append([A])
    pages.restore(removed)
    assert pages.keys() == [B, A]


def test_that_a_cleared_list_forgets_what_it_had(pages: PageListModel) -> None:
    pages.append([A])
    pages.set_page_count(A.path, 2)
    pages.set_state(A, FOUND)
    removed = pages.remove([A])
    pages.clear()
    assert len(pages) == 0
    pages.restore(removed)
    assert len(pages) == 0
    pages.append([A])
    assert pages.state(A) == NOT_RUN
    assert says(pages, 0) == "a.png"


def test_that_any_mix_of_changes_keeps_rows_and_filter_true(qtbot: QtBot) -> None:
    """Against a plain list, with steps large enough to reset and small enough not to."""
    pages = PageListModel()
    shown = PageFilterModel(pages)
    chance = random.Random(4)
    plain: list[PageKey] = []
    most_passing = 0
    shown.set_filter("7", StateFilter.FOUND)
    for number in range(80):
        step = chance.choice(["append", "append", "append", "remove", "undo", "state"])
        if step == "append":
            keys = [PageKey(f"/{number}/{chance.randrange(999)}.png") for _ in range(chance.randrange(1, 40))]
            plain += pages.append(keys)
        elif plain and step in ("remove", "undo"):
            removed = pages.remove(chance.sample(plain, chance.randrange(min(len(plain), 120) + 1)))
            if step == "undo":
                pages.restore(removed)
            else:
                gone = set(removed)
                plain = [key for key in plain if key not in gone]
        elif plain:
            for key in chance.sample(plain, len(plain) // 8):
                pages.set_state(key, chance.choice([FOUND, EMPTY]))
        assert pages.keys() == plain
        assert [pages.row(key) for key in plain] == list(range(len(plain)))
        passing = [key for key in plain if "7" in key.path.rsplit("/", 1)[1] and pages.state(key) == FOUND]
        assert shown.keys(0, len(plain)) == passing
        most_passing = max(most_passing, len(passing))
    assert most_passing > 5


def test_that_a_row_is_named_by_its_file_and_its_page_where_there_are_several(pages: PageListModel) -> None:
    pages.append([A, PageKey(REPORT)])
    assert says(pages, 1) == "Report.pdf"
    changed = QSignalSpy(pages.dataChanged)
    pages.set_page_count(REPORT, 48)
    assert [changed.at(0)[0].row(), changed.at(0)[1].row(), changed.count()] == [1, 1, 1]
    assert says(pages, 0) == "a.png"
    assert says(pages, 3) == "Report.pdf, page 3"
    assert says(pages, 3, LABEL_ROLE) == PageLabel("Report.pdf", 3, 48)


def test_that_a_row_says_all_to_those_who_cannot_see_it(pages: PageListModel) -> None:
    pages.append(report(1, 2, 3))
    pages.set_page_count(REPORT, 48)
    pages.set_state(PageKey(REPORT, 2), FOUND)
    spoken = says(pages, 2, Qt.ItemDataRole.AccessibleTextRole)
    assert isinstance(spoken, str)
    assert spoken.startswith("Report.pdf page 3 of 48, 12 region")
    pages.append([A])
    assert says(pages, 48, Qt.ItemDataRole.AccessibleTextRole) == "a.png, Not run"


def test_that_the_tool_tip_has_the_whole_path_and_why_a_page_failed(pages: PageListModel) -> None:
    pages.append([A])
    pages.set_state(A, PageState(PageStatus.FAILED, message="The file is cut off."))
    tip = says(pages, 0, Qt.ItemDataRole.ToolTipRole)
    assert tip == "/scans/a.png\nFailed: The file is cut off."


def test_that_a_name_cannot_bring_formatting_or_line_breaks_along(pages: PageListModel) -> None:
    pages.append([PageKey("/scans/<b>bold</b>\n.png")])
    tip = says(pages, 0, Qt.ItemDataRole.ToolTipRole)
    assert isinstance(tip, str)
    assert "<b>" not in tip
    assert "&lt;b&gt;bold&lt;/b&gt;\\n.png" in tip
    assert says(pages, 0) == "b>\\n.png"


@pytest.mark.parametrize("status", PageStatus)
def test_that_every_state_has_words(pages: PageListModel, status: PageStatus) -> None:
    assert pages.state_words(PageState(status, count=3))


def test_that_the_stage_of_a_run_is_shown(pages: PageListModel) -> None:
    assert pages.state_words(PageState(PageStatus.RUNNING, stage="regions")) == "Judging regions"
    assert pages.state_words(PageState(PageStatus.RUNNING)) == "Running"


def test_that_only_the_row_whose_state_changed_is_drawn_anew(pages: PageListModel) -> None:
    pages.append([A, B, C])
    changed = QSignalSpy(pages.dataChanged)
    pages.set_state(B, FOUND)
    pages.set_state(B, FOUND)
    pages.set_state(D, FOUND)
    assert changed.count() == 1
    first, last, roles = changed.at(0)
    assert (first.row(), last.row(), roles) == (1, 1, [STATE_ROLE])
    assert says(pages, 1, STATE_ROLE) == FOUND


def test_that_all_states_can_be_reset_at_once(pages: PageListModel) -> None:
    pages.append([A, B])
    pages.set_state(A, FOUND)
    changed = QSignalSpy(pages.dataChanged)
    pages.reset_states()
    assert pages.state(A) == NOT_RUN
    assert changed.count() == 1


def test_that_pages_that_wait_keep_waiting_when_the_others_are_reset(pages: PageListModel) -> None:
    pages.append([A, B, C])
    pages.set_locked(A.path)
    pages.set_state(B, PageState(PageStatus.WAITING))
    pages.set_state(C, FOUND)
    pages.reset_states()
    assert [pages.state(key).status for key in (A, B, C)] == [
        PageStatus.LOCKED,
        PageStatus.WAITING,
        PageStatus.NOT_RUN,
    ]


def test_that_all_pages_of_a_locked_file_say_so(pages: PageListModel) -> None:
    pages.append([A, *report(1, 2)])
    pages.set_locked(REPORT)
    assert [pages.state(pages.key(row)).status is PageStatus.LOCKED for row in range(3)] == [False, True, True]


def test_that_thumbnails_used_longest_ago_are_dropped_first(qtbot: QtBot) -> None:
    pages = PageListModel()
    keys = [PageKey(f"/{number}.png") for number in range(502)]
    pages.append(keys)
    for key in keys[:500]:
        pages.set_thumbnail(key, picture())
    assert isinstance(says(pages, 0, THUMBNAIL_ROLE), QImage)
    pages.set_thumbnail(keys[500], picture())
    pages.set_thumbnail(keys[501], picture())
    assert [pages.has_thumbnail(key) for key in keys[:4]] == [True, False, False, True]
    pages.set_thumbnail(keys[0], None)
    assert says(pages, 0, THUMBNAIL_ROLE) is None


def test_that_the_filter_finds_names_of_files_in_any_case_but_not_folders(
    pages: PageListModel, shown: PageFilterModel
) -> None:
    pages.append([A, PageKey(REPORT), PageKey("/Report/Straße.png")])
    shown.set_filter(" REPORT ", StateFilter.ALL)
    assert shown.keys(0, 9) == [PageKey(REPORT)]
    shown.set_filter("strasse", StateFilter.ALL)
    assert shown.keys(0, 9) == [PageKey("/Report/Straße.png")]
    shown.set_filter("", StateFilter.ALL)
    assert len(shown) == 3


@pytest.mark.parametrize(
    ("states", "statuses"),
    [
        (StateFilter.ALL, set(PageStatus)),
        (StateFilter.FOUND, {PageStatus.FOUND}),
        (StateFilter.EMPTY, {PageStatus.EMPTY}),
        (StateFilter.FAILED, {PageStatus.FAILED, PageStatus.LOCKED}),
        (StateFilter.NOT_RUN, {PageStatus.NOT_RUN, PageStatus.OPENING, PageStatus.WAITING, PageStatus.RUNNING}),
    ],
)
def test_that_each_state_filter_shows_its_states(
    pages: PageListModel, shown: PageFilterModel, states: StateFilter, statuses: set[PageStatus]
) -> None:
    for status in PageStatus:
        key = PageKey(f"/{status.name}.png")
        pages.append([key])
        pages.set_state(key, PageState(status))
    shown.set_filter("", states)
    assert {pages.state(key).status for key in shown.keys(0, 99)} == statuses


def test_that_pages_are_chosen_by_their_states(pages: PageListModel) -> None:
    pages.append([A, B, C])
    pages.set_states([A, C], EMPTY)
    assert pages.with_status([C, B, A], (PageStatus.EMPTY, PageStatus.FOUND)) == [C, A]
    assert pages.with_status(pages.keys(), (PageStatus.NOT_RUN,)) == [B]


def test_that_a_filtered_row_comes_and_goes_with_its_state(pages: PageListModel, shown: PageFilterModel) -> None:
    pages.append([A, B, C])
    shown.set_filter("", StateFilter.FOUND)
    for key in (C, A, B):
        pages.set_state(key, FOUND)
    assert shown.keys(0, 9) == [A, B, C]
    pages.set_state(B, EMPTY)
    assert shown.keys(0, 9) == [A, C]
    assert [shown.row(key) for key in (A, B, C)] == [0, None, 1]
    pages.reset_states()
    assert len(shown) == 0


def test_that_50000_pages_are_listed_and_filtered_without_a_stop(qtbot: QtBot) -> None:
    """Bounds are several times what a slow machine takes, and far below what a scan of all rows each time would."""
    pages = PageListModel()
    shown = PageFilterModel(pages)
    keys = [PageKey(f"/scans/page {number:05}.png") for number in range(50_000)]
    start = time.thread_time()
    for first in range(0, len(keys), 1000):
        pages.append(keys[first : first + 1000])
    appended = time.thread_time()
    for key in keys[::50]:
        pages.set_state(key, FOUND)
    changed = time.thread_time()
    shown.set_filter("page 0", StateFilter.FOUND)
    filtered = time.thread_time()
    assert len(shown) == 200
    assert appended - start < 1.5
    assert changed - appended < 0.5
    assert filtered - changed < 0.5
