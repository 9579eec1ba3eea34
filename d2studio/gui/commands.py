"""What happens when somebody asks for something: opens dialogs, and tells the studio."""

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QMimeData, QObject, Qt, QUrl, Slot
from PySide6.QtGui import QAction, QDesktopServices, QGuiApplication, QImage
from PySide6.QtWidgets import QMenu

from d2studio import __version__
from d2studio.core.diagnostics import explain
from d2studio.core.failures import Failure
from d2studio.core.model_summary import ModelRequest, ModelSummary
from d2studio.core.page import PageKey
from d2studio.core.page_state import NOT_RUN, PageStatus
from d2studio.core.requests import MakePicture
from d2studio.core.samples import sample_folder
from d2studio.core.settings import Settings
from d2studio.core.words import safe_stem
from d2studio.errors import UsageError
from d2studio.gui import dialogs
from d2studio.gui.incoming import Incoming, read_mime, save_picture
from d2studio.gui.jobs import JobCancelled, JobDone, JobFailed, Priority
from d2studio.gui.main_window import MainWindow
from d2studio.gui.model_panel import ModelPanel
from d2studio.gui.model_runner import ModelState
from d2studio.gui.settings_keeper import SettingsKeeper
from d2studio.gui.shortcut_sheet import ShortcutSheet
from d2studio.gui.studio import Studio

_RECENT_SHOWN: Final = 12
_MESSAGE_MS: Final = 4000


class Commands(QObject):
    """Obeys the actions of a window."""

    def __init__(self, studio: Studio, window: MainWindow, keeper: SettingsKeeper, pasted_folder: Path) -> None:
        super().__init__(window)
        self._studio = studio
        self._window = window
        self._keeper = keeper
        self._pasted_folder = pasted_folder
        self._pasted_count = 0
        self._sheet: ShortcutSheet | None = None
        self._described: ModelPanel | None = None
        self._picture_jobs: set[int] = set()
        act = window.actions_
        for action, slot in (
            (act.open_files, self.open_files),
            (act.open_folder, self.open_folder),
            (act.open_samples, self.open_samples),
            (act.save_picture, self.save_picture),
            (act.copy_picture, self.copy_picture),
            (act.remove_pages, self.remove_pages),
            (act.remove_all, self.remove_all),
            (act.paste, self.paste),
            (act.copy_text, self.copy_text),
            (act.copy_csv, self.copy_csv),
            (act.copy_json, self.copy_json),
            (act.show_in_folder, self.show_in_folder),
            (act.use_bundled, self.use_bundled),
            (act.open_model_files, self.open_model_files),
            (act.open_model_folder, self.open_model_folder),
            (act.check_model, self.check_model),
            (act.open_settings_file, self.open_settings_folder),
            (act.restart_children, self.restart_children),
            (act.keys, self.show_keys),
            (act.about, self.show_about),
        ):
            action.triggered.connect(slot)
        act.recent_menu.aboutToShow.connect(self._on_recent_about_to_show)
        act.recent_models_menu.aboutToShow.connect(self._on_recent_models_about_to_show)
        window.dropped.connect(self._on_dropped)
        window.viewer.message_action_triggered.connect(self._on_message_action)
        window.strip.show_in_folder_requested.connect(self._on_show_in_folder_requested)
        studio.password_wanted.connect(self._on_password_wanted)
        studio.runner.described.connect(self._on_described)
        studio.runner.describe_failed.connect(self._on_describe_failed)
        studio.room.decode.job_ended.connect(self._on_job_ended)

    # Pages

    def open_paths(self, paths: Sequence[str]) -> None:
        """Open files and folders, and remember them."""
        settings = self._keeper.settings
        for path in paths[:_RECENT_SHOWN]:
            settings = settings.with_recent_file(os.path.abspath(path))
        folder = os.path.dirname(os.path.abspath(paths[0])) if paths else settings.last_folder
        self._keeper.set(replace(settings, last_folder=folder))
        self._studio.open([os.path.abspath(path) for path in paths])

    @Slot()
    def open_files(self) -> None:
        paths = dialogs.ask_files(self._window, self._keeper.settings.last_folder)
        if paths:
            self.open_paths(paths)

    @Slot()
    def open_folder(self) -> None:
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
            self.open_paths(incoming.paths)
        elif incoming.has_picture:
            self._take_picture(mime)
        elif incoming.addresses:
            self._refuse(incoming)
        else:
            self._say(self.tr("There is no page to paste: neither files nor a picture."))

    def _take_picture(self, mime: QMimeData) -> None:
        self._pasted_count += 1
        path = save_picture(mime, self._pasted_folder, self._pasted_count)
        if path is None:
            self._say(self.tr("The picture cannot be taken over."))
        else:
            self._studio.open([str(path)])

    def _refuse(self, incoming: Incoming) -> None:
        error = UsageError(
            f"{incoming.addresses[0]} is an address on the web, and d2studio fetches nothing.",
            hint="Save the picture as a file, and drop that.",
        )
        self._report(Failure.of(error))

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
        open_folder(os.path.dirname(key.path))

    @Slot(str, bool)
    def _on_password_wanted(self, path: str, is_wrong: bool) -> None:
        """A file that was just opened wants a password: nothing else can be done with it."""
        self.ask_password(path, is_wrong=is_wrong)

    def ask_password(self, path: str, *, is_wrong: bool = False) -> None:
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

    # Pictures and regions

    @Slot()
    def save_picture(self) -> None:
        request = self._picture_request()
        if request is None:
            return
        path = Path(request.page.key.path)
        suggestion = os.path.join(self._keeper.settings.last_folder, f"{safe_stem(path.stem)}-regions.png")
        target = dialogs.ask_save_file(self._window, self.tr("Save picture"), suggestion, [self.tr("Pictures (*.png)")])
        if target:
            self._submit_picture(replace(request, target=target))

    @Slot()
    def copy_picture(self) -> None:
        request = self._picture_request()
        if request is not None:
            self._submit_picture(request)

    def _picture_request(self) -> MakePicture | None:
        studio = self._studio
        if studio.page is None or studio.result is None or studio.filtered is None:
            self._say(self.tr("Nothing was found on this page yet: run it first."))
            return None
        shown = studio.result.detections.select(studio.filtered.shown)
        return MakePicture(studio.page, shown, studio.class_colours())

    def _submit_picture(self, request: MakePicture) -> None:
        self._picture_jobs.add(self._studio.room.decode.submit(request, Priority.NOW))

    @Slot(object)
    def _on_job_ended(self, outcome: JobDone | JobFailed | JobCancelled) -> None:
        if outcome.job.number not in self._picture_jobs:
            return
        self._picture_jobs.discard(outcome.job.number)
        if isinstance(outcome, JobFailed):
            self._report(outcome.failure)
        elif isinstance(outcome, JobDone) and isinstance(outcome.value, str):
            self._say(self.tr("Saved {path}").format(path=outcome.value))
        elif isinstance(outcome, JobDone):
            pixels = outcome.value
            height, width, _ = pixels.shape  # type: ignore[attr-defined]
            image = QImage(pixels.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888)  # type: ignore[attr-defined]
            QGuiApplication.clipboard().setImage(image.copy())
            self._say(self.tr("Copied the picture"))

    @Slot()
    def copy_text(self) -> None:
        self._window.table.copy_as("text")

    @Slot()
    def copy_csv(self) -> None:
        self._window.table.copy_as("csv")

    @Slot()
    def copy_json(self) -> None:
        self._window.table.copy_as("json")

    # Models

    def use_model(self, config: str | None, weights: str | None) -> None:
        """Load a model of files or a folder; None is the built-in one."""
        settings = self._keeper.settings
        if config is not None:
            settings = settings.with_recent_model(config, weights or "")
        self._keeper.set(replace(settings, model_config=config or "", model_weights=weights or ""))
        self._studio.load_model(model_request(self._keeper.settings))

    @Slot()
    def use_bundled(self) -> None:
        self.use_model(None, None)

    @Slot()
    def open_model_files(self) -> None:
        self.choose_model_files(self._keeper.settings.last_folder)

    def choose_model_files(self, folder: str) -> None:
        """Ask for a config and weights, beginning in a folder, and use them."""
        chosen = dialogs.ask_model_files(self._window, folder)
        if chosen is not None:
            self.use_model(*chosen)

    @Slot()
    def check_model(self) -> None:
        chosen = dialogs.ask_model_files(self._window, self._keeper.settings.last_folder)
        if chosen is not None:
            self._studio.runner.describe(*chosen)

    def change_model(self, **choices: Any) -> None:  # noqa: ANN401 - fields of `ModelRequest`
        """Run the model in use otherwise: on another device, with another input size."""
        self._keeper.change(**choices)
        self._studio.load_model(replace(self._studio.runner.request, **choices))

    @Slot(object)
    def _on_described(self, summary: ModelSummary) -> None:
        """Show what a model is that was only looked at, in a window of its own."""
        panel = ModelPanel()
        panel.setWindowTitle(summary.name)
        panel.setWindowFlag(Qt.WindowType.Window)
        panel.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        panel.set_model(summary)
        panel.set_state(ModelState.NONE.value, "", 0.0)
        self._described = panel
        panel.show()

    @Slot(object)
    def _on_describe_failed(self, failure: Failure) -> None:
        self._report(failure)

    @Slot()
    def open_model_folder(self) -> None:
        folder = dialogs.ask_folder(self._window, self.tr("Open a model's folder"), self._keeper.settings.last_folder)
        if folder:
            self.use_model(folder, None)

    @Slot()
    def _on_recent_about_to_show(self) -> None:
        files = [(os.path.basename(path) or path, path, (path,)) for path in self._keeper.settings.recent_files]
        _fill(self._window.actions_.recent_menu, files, self._on_recent_chosen)

    @Slot()
    def _on_recent_chosen(self) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        self.open_paths(list(action.data()))

    @Slot()
    def _on_recent_models_about_to_show(self) -> None:
        models = [
            (_model_name(config), "\n".join(filter(None, (config, weights))), (config, weights))
            for config, weights in self._keeper.settings.recent_models
        ]
        _fill(self._window.actions_.recent_models_menu, models, self._on_recent_model_chosen)

    @Slot()
    def _on_recent_model_chosen(self) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        config, weights = action.data()
        self.use_model(config, weights or None)

    # Help

    @Slot()
    def show_keys(self) -> None:
        extra = [
            (self.tr("Run this page"), "Space"),
            (self.tr("See the bare page while the key is held"), "H"),
            (self.tr("Next and previous region, while the page has the focus"), "Tab, Shift+Tab"),
            (self.tr("Show or hide a class"), "1 – 9"),
        ]
        if self._sheet is None:
            self._sheet = ShortcutSheet(self._window)
        self._sheet.show_keys(self._window, extra)

    @Slot()
    def show_about(self) -> None:
        dialogs.about(
            self._window,
            self.tr(
                "d2studio {version}\n\nFinds the layout of scanned pages, and objects in pictures, with Detectron2 "
                "models.\n\nLicence: Apache 2.0. Icons: Lucide, ISC licence. Window: Qt, LGPL 3."
            ).format(version=__version__),
        )

    @Slot()
    def open_settings_folder(self) -> None:
        open_folder(str(self._keeper.path.parent))

    @Slot()
    def restart_children(self) -> None:
        for thread in (self._studio.room.decode, self._studio.room.infer):
            thread.restart()

    def _report(self, failure: Failure) -> None:
        self._studio.finding_found.emit(explain(failure))

    def _say(self, words: str) -> None:
        self._window.statusBar().showMessage(words, _MESSAGE_MS)


def model_request(settings: Settings) -> ModelRequest:
    """The model that settings name, run as they say."""
    return ModelRequest(
        config=settings.model_config or None,
        weights=settings.model_weights or None,
        device=settings.device,
        precision=settings.precision,
        input_size=settings.input_size,
        max_detections=settings.max_detections,
    )


def _fill(menu: QMenu, entries: Sequence[tuple[str, str, object]], slot: Callable[[], None]) -> None:
    menu.clear()
    menu.setToolTipsVisible(True)
    for text, tip, data in entries:
        action = menu.addAction(text.replace("&", "&&"))
        action.setToolTip(tip)
        action.setData(data)
        action.triggered.connect(slot)
    menu.setEnabled(bool(entries))


def _model_name(config: str) -> str:
    """The folder, too: configs are mostly called config.yaml."""
    return os.path.join(os.path.basename(os.path.dirname(config)), os.path.basename(config))


def open_folder(folder: str) -> None:
    """Show a folder in the system's file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(folder))
