"""What happens when somebody opens pages, drops or pastes them, and takes them out of the list."""

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import QMimeData, QObject, Signal, Slot
from PySide6.QtGui import QAction, QGuiApplication

from d2studio.core.diagnostics import explain, make_finding
from d2studio.core.failures import Failure
from d2studio.core.findings import Category
from d2studio.core.model_files import split_models
from d2studio.core.page import PageKey
from d2studio.core.page_state import NOT_RUN, PageStatus
from d2studio.core.samples import sample_folder
from d2studio.gui.file_manager import open_in_system
from d2studio.gui.incoming import Incoming, PictureWriter, read_mime
from d2studio.gui.main_window import MainWindow
from d2studio.gui.menus import fill_menu
from d2studio.gui.settings_keeper import SettingsKeeper
from d2studio.gui.studio import Studio

# Of many that are opened at once: the rest would push out all that were opened before.
_REMEMBERED: Final = 3


class PageCommands(QObject):
    """Obeys the actions about pages.

    Args:
        pasted_folder: where pictures go that come without a file.

    Signals:
        models_brought(object): sequence of `ModelPaths` that were dropped, pasted or named instead of pages.
    """

    models_brought = Signal(object)

    def __init__(self, studio: Studio, window: MainWindow, keeper: SettingsKeeper, pasted_folder: Path) -> None:
        super().__init__(window)
        self._studio = studio
        self._window = window
        self._keeper = keeper
        self._picture_writer = PictureWriter(pasted_folder, self)
        self._asked_for: set[str] = set()  # files whose password was asked for
        act = window.actions_
        for action, slot in (
            (act.open_files, self.open_files),
            (act.open_folder, self.open_folder),
            (act.open_samples, self.open_samples),
            (act.remove_pages, self.remove_pages),
            (act.remove_all, self.remove_all),
            (act.paste, self.paste),
            (act.show_in_folder, self.show_in_folder),
        ):
            action.triggered.connect(slot)
        act.recent_menu.aboutToShow.connect(self._on_recent_about_to_show)
        window.dropped.connect(self._on_dropped)
        window.viewer.message_action_triggered.connect(self._on_message_action)
        window.strip.show_in_folder_requested.connect(self._on_show_in_folder_requested)
        studio.password_wanted.connect(self._on_password_wanted)
        window.closing.connect(self._on_closing)
        self._picture_writer.written.connect(self._on_picture_written)
        self._picture_writer.failed.connect(self._on_picture_failed)

    def take(self, paths: Sequence[str]) -> None:
        """Open what are pages, and pass on what are models."""
        models, pages = split_models(paths)
        if models:
            self.models_brought.emit(models)
        if pages:
            self.open_paths(pages)

    def open_paths(self, paths: Sequence[str]) -> None:
        """Open files and folders, and remember them."""
        settings = self._keeper.settings
        for path in paths[:_REMEMBERED]:
            settings = settings.with_recent_file(os.path.abspath(path))
        folder = os.path.dirname(os.path.abspath(paths[0])) if paths else settings.last_folder
        self._keeper.set(replace(settings, last_folder=folder))
        self._studio.open([os.path.abspath(path) for path in paths])

    @Slot()
    def open_files(self) -> None:
        from d2studio.gui import dialogs

        paths = dialogs.ask_files(self._window, self._keeper.settings.last_folder)
        if paths:
            self.take(paths)

    @Slot()
    def open_folder(self) -> None:
        from d2studio.gui import dialogs

        folder = dialogs.ask_folder(self._window, self.tr("Open a folder of pages"), self._keeper.settings.last_folder)
        if folder:
            self.open_paths([folder])

    @Slot()
    def open_samples(self) -> None:
        self._studio.open([str(sample_folder())])

    @Slot()
    def paste(self) -> None:
        self._take(QGuiApplication.clipboard().mimeData())

    @Slot(QMimeData)
    def _on_dropped(self, mime: QMimeData) -> None:
        self._take(mime)

    def _take(self, mime: QMimeData) -> None:
        incoming = read_mime(mime)
        if incoming.paths:
            self.take(incoming.paths)
        elif incoming.has_picture:
            self._take_picture(mime)
        elif incoming.addresses:
            self._refuse(incoming)
        else:
            self._window.say(self.tr("There is no page to paste: neither files nor a picture."))

    def _take_picture(self, mime: QMimeData) -> None:
        if not self._picture_writer.write(mime):
            self._window.say(self.tr("The picture cannot be taken over."))

    @Slot(object)
    def _on_picture_written(self, path: Path) -> None:
        self._studio.open([str(path)], are_lasting=False)

    @Slot(object)
    def _on_picture_failed(self, failure: Failure) -> None:
        # The card as it is speaks of results, for which another folder can be chosen.
        what = self.tr("The pasted picture cannot be kept.")
        self._studio.finding_found.emit(replace(explain(failure), what=what, fixes=()))

    @Slot()
    def _on_closing(self) -> None:
        self._picture_writer.close()

    def _refuse(self, incoming: Incoming) -> None:
        finding = make_finding(
            "REQUEST_UNCLEAR",
            what=self.tr("Pages are not fetched from the web."),
            evidence=[incoming.addresses[0]],
            advice=self.tr("Save the page as a file, and open that."),
        )
        self._studio.finding_found.emit(replace(finding, category=Category.PAGE))

    @Slot()
    def remove_pages(self) -> None:
        self._studio.remove_pages(self._window.strip.selected())

    @Slot()
    def remove_all(self) -> None:
        self._studio.remove_pages(self._studio.pages.keys())

    @Slot()
    def show_in_folder(self) -> None:
        if self._studio.current is not None:
            self._on_show_in_folder_requested(self._studio.current)

    @Slot(object)
    def _on_show_in_folder_requested(self, key: PageKey) -> None:
        open_in_system(os.path.dirname(key.path))

    @Slot(str, bool)
    def _on_password_wanted(self, path: str, is_wrong: bool) -> None:
        """A file wants a password. Whoever turned that down is not asked again for passing by."""
        if is_wrong or path not in self._asked_for:
            self._asked_for.add(path)
            self.ask_password(path, is_wrong=is_wrong)

    def ask_password(self, path: str, *, is_wrong: bool = False) -> None:
        from d2studio.gui import dialogs

        password = dialogs.ask_password(self._window, os.path.basename(path), is_wrong)
        if password:
            self._studio.set_password(path, password)

    @Slot()
    def _on_message_action(self) -> None:
        key = self._studio.current
        if key is None:
            self.open_files()
        elif self._studio.pages.state(key).status is PageStatus.LOCKED:
            self.ask_password(key.path)
        else:
            self._studio.pages.set_state(key, NOT_RUN)
            self._studio.reload_current()

    @Slot()
    def _on_recent_about_to_show(self) -> None:
        files = [(os.path.basename(path) or path, path, (path,)) for path in self._keeper.settings.recent_files]
        fill_menu(self._window.actions_.recent_menu, files, self._on_recent_chosen)

    @Slot()
    def _on_recent_chosen(self) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        self.open_paths(list(action.data()))
