"""What was found on all pages, by model, and how many regions of each page are shown."""

import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from d2studio.core.model_summary import ModelRequest
from d2studio.core.page import PageKey
from d2studio.core.page_result import PageResult
from d2studio.core.page_state import PageState, PageStatus
from d2studio.core.result_store import ResultStore
from d2studio.filters import FilterRules
from d2studio.gui.page_list import PageListModel

# Counts are made anew in turns of this length, so that the window stays quick however many pages there are.
_TURN_S: Final = 0.004
# Pages whose counts are told in one go.
_COUNTED_AT_ONCE: Final = 100
_PUT_BACK_AT_ONCE: Final = 1000
_UNDER_WAY: Final = (PageStatus.WAITING, PageStatus.RUNNING)


class ResultBook(QObject):
    """Keeps a store for each model, one of which is in use, and the list's counts in step with the rules.

    Args:
        pages: the list.
        make_store: makes the store of another model.

    Signals:
        result_read(object): the `PageKey` of a page whose result `get` did not have at hand: now it has, unless the
            result is lost.
    """

    result_read = Signal(object)
    _fetched = Signal(object, object)  # in a thread of the store: the store, and the page's key

    def __init__(self, pages: PageListModel, make_store: Callable[[], ResultStore], parent: QObject) -> None:
        super().__init__(parent)
        self._pages = pages
        self._make_store = make_store
        self._stores: dict[ModelRequest, ResultStore] = {}
        self._store: ResultStore | None = None
        self._rules = FilterRules()
        self._to_count: deque[PageKey] = deque()
        self._to_put_back: deque[tuple[Sequence[PageKey], PageState]] = deque()
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._on_timer)
        self._fetched.connect(self._on_fetched)

    def __contains__(self, key: PageKey) -> bool:
        """Whether the model in use ran over a page."""
        return self._store is not None and key in self._store

    def use(self, model: ModelRequest, rules: FilterRules) -> None:
        """Turn to the results of another model."""
        if model not in self._stores:
            self._stores[model] = self._make_store()
        self._store = self._stores[model]
        self.count_by(rules)

    def count_by(self, rules: FilterRules) -> None:
        """Count by other rules, one page after the other."""
        self._rules = rules
        if self._store is not None:
            self._to_count = deque(self._store.keys())
            self._timer.start()

    def put(self, key: PageKey, result: PageResult) -> None:
        """Keep a result of the model in use."""
        assert self._store is not None
        self._store.put(key, result)
        self._pages.set_state(key, self._state_of(key))

    def get(self, key: PageKey) -> PageResult | None:
        """What the model in use found on a page, if it ran over it and that is at hand.

        Where it is not, it is fetched, and `result_read` tells of it, unless another page is asked for before.
        """
        store = self._store
        if store is None:
            return None
        result = store.get(key)
        if result is None and key in store:
            store.fetch(key, lambda: self._fetched.emit(store, key))
        return result

    def put_back(self, keys: Sequence[PageKey], otherwise: PageState) -> None:
        """Give pages that were to be run the state that they had, their count, or `otherwise`.

        With very many pages that is done in the turns that follow, at the latest when `finish_putting_back` is called.
        """
        if len(keys) > _PUT_BACK_AT_ONCE:
            self._to_put_back.append((keys, otherwise))
            self._timer.start()
        else:
            self._put_back(keys, otherwise)

    def finish_putting_back(self) -> None:
        """Give pages their states before some of them get others."""
        while self._to_put_back:
            self._put_back(*self._to_put_back.popleft())

    def close(self) -> None:
        self._timer.stop()
        for store in self._stores.values():
            store.close()

    def _put_back(self, keys: Sequence[PageKey], otherwise: PageState) -> None:
        known = set() if self._store is None else set(self._store.keys())
        had = list(filter(known.__contains__, keys)) if known else []
        if len(had) > _COUNTED_AT_ONCE:
            self._pages.set_states(keys, otherwise)
            self._to_count.extend(had)
            self._timer.start()
            return
        self._pages.set_states([key for key in keys if key not in known] if had else keys, otherwise)
        for key in had:
            self._pages.set_state(key, self._state_of(key))

    def _state_of(self, key: PageKey) -> PageState:
        assert self._store is not None
        count = self._store.shown_count(key, self._rules)
        if count:
            return PageState(PageStatus.FOUND, count)
        return PageState(PageStatus.EMPTY, is_hidden=self._store.found_count(key) > 0)

    @Slot(object, object)
    def _on_fetched(self, store: ResultStore, key: PageKey) -> None:
        store.get(key)  # whichever model is in use now: what was read is remembered
        if store is self._store and not store.is_closed:
            self.result_read.emit(key)

    @Slot()
    def _on_timer(self) -> None:
        if self._to_put_back:
            self._put_back(*self._to_put_back.popleft())
            return
        end = time.perf_counter() + _TURN_S
        while self._to_count and time.perf_counter() < end:
            key = self._to_count.popleft()
            is_there = self._store is not None and key in self._store and self._pages.row(key) is not None
            if is_there and self._pages.state(key).status not in _UNDER_WAY:
                self._pages.set_state(key, self._state_of(key))
        if not self._to_count:
            self._timer.stop()
