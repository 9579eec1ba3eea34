"""What is known of very many pages is put right in turns."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from d2studio.core.model_summary import ModelRequest
from d2studio.core.page import PageKey
from d2studio.core.page_result import PageResult
from d2studio.core.page_state import NOT_RUN, PageState, PageStatus
from d2studio.core.result_store import ResultStore
from d2studio.detections import Detections
from d2studio.filters import FilterRules
from d2studio.gui.page_list import PageListModel
from d2studio.gui.result_book import ResultBook

KEYS = [PageKey(f"/scans/{number}.png") for number in range(3000)]
WAITING = PageState(PageStatus.WAITING)
NOTHING_FOUND = PageState(PageStatus.EMPTY)


@pytest.fixture
def pages(qtbot: QtBot) -> PageListModel:
    model = PageListModel()
    model.append(KEYS)
    return model


@pytest.fixture
def book(pages: PageListModel, tmp_path: Path) -> Iterator[ResultBook]:
    parent = QObject()
    book = ResultBook(pages, lambda: ResultStore(tmp_path), parent)
    book.use(ModelRequest(), FilterRules())
    yield book
    book.close()


def nothing_found() -> PageResult:
    none = np.zeros(0)
    found = Detections((8, 8), ("text",), np.zeros((0, 4), np.float32), none.astype(np.float32), none.astype(np.int64))
    return PageResult(found, None, "model", "none", 0.1)


def test_that_very_many_pages_get_their_states_back(qtbot: QtBot, pages: PageListModel, book: ResultBook) -> None:
    """More of them had a result than are counted in one go."""
    had = KEYS[::10]
    for key in had:
        book.put(key, nothing_found())
    pages.set_states(KEYS, WAITING)
    book.put_back(KEYS, NOT_RUN)
    qtbot.waitUntil(lambda: pages.with_status(KEYS, (PageStatus.EMPTY,)) == had)
    assert {pages.state(key) for key in KEYS} == {NOT_RUN, NOTHING_FOUND}


def test_that_pages_that_wait_again_are_not_put_back(qtbot: QtBot, pages: PageListModel, book: ResultBook) -> None:
    pages.set_states(KEYS, WAITING)
    book.put_back(KEYS, NOT_RUN)
    book.finish_putting_back()
    assert {pages.state(key) for key in KEYS} == {NOT_RUN}
    pages.set_states(KEYS[:5], WAITING)
    timer = book.findChild(QTimer)
    assert isinstance(timer, QTimer)
    qtbot.waitUntil(lambda: not timer.isActive())
    assert {pages.state(key) for key in KEYS[:5]} == {WAITING}
