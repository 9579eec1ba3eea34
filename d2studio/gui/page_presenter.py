"""Shows the pages of a studio in the window: the list, the page looked at, or why there is none."""

from typing import Final

from PySide6.QtCore import QModelIndex, QObject, QTimer, Slot

from d2studio.core.page_state import NOT_RUN, PageStatus
from d2studio.gui.main_window import MainWindow
from d2studio.gui.model_runner import RunEnd, RunProgress
from d2studio.gui.numbers import decimal
from d2studio.gui.page_message import message_for
from d2studio.gui.studio import Studio

_PATIENCE_MS: Final = 300


class PagePresenter(QObject):
    """Between the studio's pages and the window's list, page view and status bar."""

    def __init__(self, studio: Studio, window: MainWindow) -> None:
        super().__init__(window)
        self._studio = studio
        self._window = window
        self._stage = ""
        self._is_one_run = False  # the one page that is to be run is all that is said
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self._show_nothing)
        act, strip, viewer = window.actions_, window.strip, window.viewer
        strip.current_changed.connect(studio.set_current)
        strip.thumbnails_wanted.connect(studio.loader.request_thumbnails)
        strip.remove_requested.connect(studio.remove_pages)
        strip.run_requested.connect(studio.run)
        studio.current_changed.connect(self._on_current_changed)
        studio.page_changed.connect(self._on_page_changed)
        studio.page_progressed.connect(self._on_page_progressed)
        studio.opening.changed.connect(self._on_opening_changed)
        studio.filtered_changed.connect(self._on_result_changed)
        studio.run_progressed.connect(self._on_run_progressed)
        studio.runner.run_ended.connect(self._on_run_ended)
        studio.loader.listing_began.connect(self._on_listing_began)
        studio.loader.listing_ended.connect(self._on_listing_ended)
        studio.pages.dataChanged.connect(self._on_states_changed)
        studio.pages.rowsInserted.connect(self._on_pages_counted)
        studio.pages.rowsRemoved.connect(self._on_pages_counted)
        studio.pages.modelReset.connect(self._on_pages_counted)
        act.next_page.triggered.connect(self._on_next_page)
        act.previous_page.triggered.connect(self._on_previous_page)
        act.first_page.triggered.connect(self._on_first_page)
        act.last_page.triggered.connect(self._on_last_page)
        act.zoom_in.triggered.connect(viewer.zoom_in)
        act.zoom_out.triggered.connect(viewer.zoom_out)
        act.fit_page.triggered.connect(viewer.fit_page)
        act.fit_width.triggered.connect(viewer.fit_width)
        act.actual_size.triggered.connect(viewer.actual_size)
        viewer.zoom_changed.connect(self._on_zoom_changed)
        viewer.pointer_moved.connect(window.status.show_pointer)
        self._show()

    def _show(self) -> None:
        studio, act = self._studio, self._window.actions_
        key = studio.current
        name = "" if key is None else studio.page_name(key)
        self._window.setWindowTitle(self.tr("{page} - d2studio").format(page=name) if name else "d2studio")
        for action in (act.run, act.remove_pages, act.show_in_folder, act.next_page, act.previous_page):
            action.setEnabled(key is not None)
        for action in (act.first_page, act.last_page, act.run_all, act.remove_all):
            action.setEnabled(len(studio.pages) > 0)
        for action in (act.save_picture, act.copy_picture):
            action.setEnabled(studio.page is not None)
        self._show_status()
        if not self._patience.isActive():
            self._show_message()

    def _show_message(self) -> None:
        studio = self._studio
        state = NOT_RUN if studio.current is None else studio.pages.state(studio.current)
        message = message_for(
            has_current=studio.current is not None,
            has_page=studio.page is not None,
            state=state,
            stage=self._stage,
            is_long=studio.opening.is_long,
            is_stopped=studio.opening.is_stopped,
            seconds=studio.opening.seconds,
        )
        is_nothing_yet = studio.current is None and studio.loader.is_listing
        if message is None or is_nothing_yet:
            self._window.viewer.set_message("", "")
        else:
            self._window.viewer.set_message(message.title, message.text, message.action)

    def _show_status(self) -> None:
        studio, status = self._studio, self._window.status
        if studio.current is None:
            status.show_page("")
        elif studio.result is not None and studio.filtered is not None:
            words = self.tr("{seconds} s · {shown} shown of {total}").format(
                seconds=decimal(studio.result.seconds, 2),
                shown=len(studio.filtered.shown),
                total=len(studio.result.detections),
            )
            status.show_page(words)
        else:
            state = studio.pages.state(studio.current)
            # The line says already what is done to it.
            is_said = state.status is PageStatus.RUNNING or (
                state.status is PageStatus.WAITING and studio.runner.is_running and self._is_one_run
            )
            status.show_page("" if is_said else studio.pages.state_words(state))

    @Slot()
    def _on_current_changed(self) -> None:
        """Leave the page before where it is for a moment: most come sooner than an empty view is noticed."""
        self._stage = ""
        self._window.strip.set_current(self._studio.current)
        if self._studio.current is None:
            self._show_nothing()
        else:
            self._patience.start()
            self._show()

    @Slot()
    def _show_nothing(self) -> None:
        self._patience.stop()
        self._window.viewer.show_page(None)
        self._show()

    @Slot()
    def _on_page_changed(self) -> None:
        self._patience.stop()
        self._window.viewer.show_page(self._studio.page)
        self._show()

    @Slot()
    def _on_listing_began(self) -> None:
        self._show_message()
        self._window.strip.set_looking(True)
        self._window.status.show_stage(self.tr("Looking for pages"))

    @Slot()
    def _on_listing_ended(self) -> None:
        self._window.strip.set_looking(self._studio.loader.is_listing)
        self._window.status.show_stage("")
        self._show_message()

    @Slot(str)
    def _on_page_progressed(self, stage: str) -> None:
        self._stage = stage
        if not self._patience.isActive():
            self._show_message()

    @Slot()
    def _on_opening_changed(self) -> None:
        if not self._patience.isActive():
            self._show_message()

    @Slot()
    def _on_result_changed(self) -> None:
        self._show_status()

    @Slot(QModelIndex, QModelIndex)
    def _on_states_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        key = self._studio.current
        row = None if key is None else self._studio.pages.row(key)
        if row is None or not first.row() <= row <= last.row():
            return
        if self._studio.page is None and not self._patience.isActive():
            self._show_message()
        self._show_status()

    @Slot(object)
    def _on_run_progressed(self, progress: RunProgress | None) -> None:
        is_one_run = progress is not None and progress.total == 1
        if is_one_run != self._is_one_run:
            self._is_one_run = is_one_run
            self._show_status()

    @Slot(object)
    def _on_run_ended(self, end: RunEnd) -> None:
        """Say how it ended; of a single page, the page itself says that."""
        if end.total == 1:
            return
        if end.is_stopped:
            words = self.tr("Stopped: {done} of %n page(s)", "", end.total).format(done=end.done)
        else:
            words = self.tr("Done: %n page(s)", "", end.total)
        if end.failed:
            words = self.tr("{outcome}, {count} failed").format(outcome=words, count=end.failed)
        self._window.status.show_outcome(words)

    @Slot()
    def _on_pages_counted(self) -> None:
        self._show()

    @Slot()
    def _on_next_page(self) -> None:
        self._window.strip.select_next(1)

    @Slot()
    def _on_previous_page(self) -> None:
        self._window.strip.select_next(-1)

    @Slot()
    def _on_first_page(self) -> None:
        self._window.strip.select_next(-len(self._studio.pages))

    @Slot()
    def _on_last_page(self) -> None:
        self._window.strip.select_next(len(self._studio.pages))

    @Slot(float)
    def _on_zoom_changed(self, zoom: float) -> None:
        self._window.zoom_label.setText(self.tr("{percent} %").format(percent=round(100 * zoom)))
