"""How long the page that is looked at takes to open, and whether somebody stopped that."""

import time
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from d2studio.core.page import PageKey
from d2studio.core.page_state import NOT_RUN, PageState, PageStatus
from d2studio.gui.page_list import PageListModel

# Most pages come sooner than this.
_LONG_MS: Final = 300
_TELL_MS: Final = 1000


class Opening(QObject):
    """Watches one page at a time, and says in the list that it is being opened once that takes long.

    Attributes:
        is_long: a page is being opened, and has been for longer than it mostly takes.
        is_stopped: the page watched last was stopped before it was there.

    Signals:
        changed(): either is another, or a page has taken another second.
    """

    changed = Signal()

    def __init__(self, pages: PageListModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.is_long = False
        self.is_stopped = False
        self._pages = pages
        self._key: PageKey | None = None
        self._begun = 0.0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._on_timer)

    @property
    def seconds(self) -> float:
        """Since the page was asked for; 0 while none is being opened."""
        return 0.0 if self._key is None else time.monotonic() - self._begun

    def begin(self, key: PageKey) -> None:
        """A page was asked for."""
        self.end()
        self._key = key
        self._begun = time.monotonic()
        self._timer.start(_LONG_MS)

    def end(self) -> None:
        """It is there, or cannot be opened, or nobody looks at it any more."""
        self._set(is_long=False, is_stopped=False)

    def stop(self) -> PageKey | None:
        """Somebody stops waiting; returns the page, if one was being opened."""
        key = self._key
        if key is not None:
            self._set(is_long=False, is_stopped=True)
        return key

    def _set(self, *, is_long: bool, is_stopped: bool) -> None:
        if not is_long:
            self._timer.stop()
            if self._key is not None and self._pages.state(self._key).status is PageStatus.OPENING:
                self._pages.set_state(self._key, NOT_RUN)
            self._key = None
        if (is_long, is_stopped) != (self.is_long, self.is_stopped):
            self.is_long, self.is_stopped = is_long, is_stopped
            self.changed.emit()

    @Slot()
    def _on_timer(self) -> None:
        if self.is_long:
            self.changed.emit()
            return
        self._timer.start(_TELL_MS)
        if self._key is not None and self._pages.state(self._key) == NOT_RUN:
            self._pages.set_state(self._key, PageState(PageStatus.OPENING))
        self._set(is_long=True, is_stopped=False)
