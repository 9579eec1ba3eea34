"""Fills the model manager, and passes on what is done in it."""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QElapsedTimer, QMimeData, QObject, QStandardPaths, Signal, Slot

from d2studio.core import fixes
from d2studio.core.catalogue import catalogue
from d2studio.core.diagnostics import make_finding
from d2studio.core.findings import Finding, Fix
from d2studio.core.installed_model import CachedModels, InstalledModel
from d2studio.core.library_requests import VerifyModel
from d2studio.core.model_files import PACK_SUFFIX, split_models
from d2studio.core.words import printable, safe_stem
from d2studio.gui import dialogs
from d2studio.gui.class_editor import ClassEditor
from d2studio.gui.dialog_parts import any_file, kind_of_files
from d2studio.gui.file_manager import open_in_system
from d2studio.gui.finding_words import say
from d2studio.gui.incoming import read_mime
from d2studio.gui.library_client import LibraryClient
from d2studio.gui.library_details import LibraryDetails
from d2studio.gui.library_entries import entries
from d2studio.gui.library_failures import subject_of_offered
from d2studio.gui.library_values import Entry
from d2studio.gui.library_window import LibraryWindow
from d2studio.gui.main_window import MainWindow
from d2studio.gui.settings_keeper import SettingsKeeper
from d2studio.gui.studio import Studio

if TYPE_CHECKING:
    from collections.abc import Sequence

    from d2studio.core.found_model import Unusable

# A disk in the network may take its time.
_ASK_DISK_AFTER_MS: Final = 2000


class LibraryPresenter(QObject):
    """Between the client of the library and the manager's window.

    Signals:
        use_requested(str): id of the model to use; "" for the one that comes with d2studio.
        remove_requested(str): id of the model to take out.
        dropped(object): `ModelPaths` that were dropped or chosen.
        fix_requested(object, object): the `Finding` and the `Fix` whose button was pressed.
    """

    use_requested = Signal(str)
    remove_requested = Signal(str)
    dropped = Signal(object)
    fix_requested = Signal(object, object)

    def __init__(
        self,
        details: LibraryDetails,
        client: LibraryClient,
        studio: Studio,
        window: MainWindow,
        keeper: SettingsKeeper,
        folder: Path,
    ) -> None:
        """Make the window around `details`; `folder` is where the installed models lie."""
        super().__init__(window)
        self._client = client
        self._studio = studio
        self._keeper = keeper
        self._folder = folder
        self._editor: ClassEditor | None = None
        self._to_select = ""  # as soon as it is listed
        self._storage_shown: tuple[bool, tuple[InstalledModel, ...]] | None = None
        self._storage_age = QElapsedTimer()
        self._details = details
        self._window = LibraryWindow(details, window)
        self._window.addAction(window.actions_.undo)
        self._window.addAction(window.actions_.redo)
        client.changed.connect(self._on_changed)
        client.verified.connect(self._on_verified)
        client.exported.connect(self._on_exported)
        client.names_read.connect(self._on_names_read)
        client.caches_read.connect(self._on_caches_read)
        studio.model_changed.connect(self._on_changed)
        own = self._window
        for signal, slot in (
            (own.library_list.entry_selected, self._on_entry_selected),
            (own.library_list.entry_activated, self._on_entry_activated),
            (own.add_files_requested, self._on_add_files_requested),
            (own.add_folder_requested, self._on_add_folder_requested),
            (own.add_archive_requested, self._on_add_archive_requested),
            (own.look_in_caches_requested, client.look_in_caches),
            (own.stop_requested, client.stop_work),
            (own.folder_requested, self._on_folder_requested),
            (own.dropped, self._on_dropped),
            (own.fix_requested, self.fix_requested),
            (details.use_requested, self.use_requested),
            (details.remove_requested, self.remove_requested),
            (details.install_requested, client.install),
            (details.pause_requested, client.pause),
            (details.give_up_requested, client.give_up),
            (details.adopt_requested, self._on_adopt_requested),
            (details.rename_requested, client.rename),
            (details.verify_requested, self._on_verify_requested),
            (details.export_requested, self._on_export_requested),
            (details.folder_requested, self._on_model_folder_requested),
            (details.edit_classes_requested, self._on_edit_classes_requested),
        ):
            signal.connect(slot)

    @property
    def is_visible(self) -> bool:
        return self._window.isVisible()

    @Slot()
    def show(self) -> None:
        """Bring the manager to the front, with what there is now."""
        self._client.refresh()
        self._fill()
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()

    def say(self, words: str) -> None:
        self._window.say(words)

    def select(self, model_id: str) -> None:
        """Show what a model is, as soon as it is in the list."""
        self._to_select = model_id
        self._on_changed()

    def show_finding(self, finding: Finding) -> None:
        helpful = tuple(fix for fix in finding.fixes if fix.action != fixes.OPEN_LIBRARY)
        self._window.show_finding(replace(finding, fixes=helpful, evidence=finding.evidence[:1]))  # the pane has it all

    def withdraw_findings(self, subject: str) -> None:
        """Take away the cards about something that is settled."""
        self._window.withdraw_findings(subject)

    def _model(self, model_id: str) -> InstalledModel | None:
        return self._client.model(model_id)

    @Slot()
    def _on_changed(self) -> None:
        if self._window.isVisible():  # else it costs the pages time that nobody gains by
            self._fill()

    def _fill(self) -> None:
        client = self._client
        rows = entries(
            self.tr("d2studio-layout (built in)"),
            client.bundled,
            client.models,
            client.installations,
            client.cached,
            self._in_use(),
        )
        self._window.library_list.set_entries(rows if client.is_listed else None)
        if self._to_select in (row.id for row in rows if row.id):
            self._window.library_list.select(self._to_select)
            self._to_select = ""
        self._window.set_work(client.work)
        self._show_storage()
        self._details.show_entry(self._window.library_list.selected())

    def _show_storage(self) -> None:
        """Say how much room there is. While models come, disks are not asked again at each step."""
        shown = (self._client.is_listed, self._client.models)
        if shown == self._storage_shown and not self._storage_age.hasExpired(_ASK_DISK_AFTER_MS):
            return
        self._storage_shown = shown
        self._storage_age.start()
        used = sum(model.size for model in self._client.models)
        self._window.set_storage(len(self._client.models), used, _free_bytes(self._folder))

    def _in_use(self) -> str | None:
        runner = self._studio.runner
        if runner.summary is None:
            return None
        if runner.request.config is None:
            return ""
        folder = runner.summary.folder
        return next((model.id for model in self._client.models if model.folder == folder), None)

    @Slot(object)
    def _on_entry_selected(self, entry: Entry | None) -> None:
        self._details.show_entry(entry)

    @Slot(object)
    def _on_entry_activated(self, entry: Entry) -> None:
        self.use_requested.emit(entry.id)

    @Slot()
    def _on_add_files_requested(self) -> None:
        chosen = dialogs.ask_model_to_add(self._window, self._last_folder())
        if chosen is not None:
            self._client.take_in(*chosen)

    @Slot()
    def _on_add_folder_requested(self) -> None:
        folder = dialogs.ask_folder(self._window, self.tr("Take over a model's folder"), self._last_folder())
        if folder:
            self._client.take_in(folder)

    @Slot()
    def _on_add_archive_requested(self) -> None:
        kinds = [kind_of_files(self.tr("Model packs and zips"), (PACK_SUFFIX, ".zip")), any_file()]
        path = dialogs.ask_file(self._window, self.tr("Take over a zip or a model pack"), self._last_folder(), kinds)
        if path:
            self._client.take_in(path)

    def _last_folder(self) -> str:
        return self._keeper.settings.last_folder

    @Slot()
    def _on_folder_requested(self) -> None:
        open_in_system(str(self._folder))

    @Slot(QMimeData)
    def _on_dropped(self, mime: QMimeData) -> None:
        models, others = split_models(read_mime(mime).paths)
        if models:
            self.dropped.emit(models)
        elif others:
            self.say(self.tr("{name} is no model.").format(name=printable(Path(others[0]).name)))

    @Slot(str)
    def _on_adopt_requested(self, catalogue_id: str) -> None:
        cached = self._client.cached
        names = {} if cached is None else {model.catalogue_id: model.name for model in cached.models}
        self._client.adopt(catalogue_id, names.get(catalogue_id, catalogue_id))

    @Slot(str)
    def _on_verify_requested(self, model_id: str) -> None:
        model = self._model(model_id)
        if model is not None:
            self._client.verify(model)

    @Slot(object, object)
    def _on_verified(self, request: VerifyModel, problems: "Sequence[str]") -> None:
        self._details.show_check(request.model_id, tuple(problems))

    @Slot(str)
    def _on_export_requested(self, model_id: str) -> None:
        model = self._model(model_id)
        if model is None:
            return
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        target = dialogs.ask_save_file(
            self._window,
            self.tr("Export {model}").format(model=printable(model.name)),
            str(Path(folder) / f"{safe_stem(model.name)}{PACK_SUFFIX}"),
            [kind_of_files(self.tr("Model packs"), (PACK_SUFFIX,))],
        )
        if target:
            self._client.export(model, target)

    @Slot(str)
    def _on_exported(self, path: str) -> None:
        self.say(self.tr("Saved {name}").format(name=printable(Path(path).name)))

    @Slot(str)
    def _on_model_folder_requested(self, model_id: str) -> None:
        model = self._model(model_id)
        if model is not None:
            open_in_system(str(model.folder))

    @Slot(str)
    def _on_edit_classes_requested(self, model_id: str) -> None:
        model = self._model(model_id)
        if model is None:
            return
        if self._editor is None or self._editor.model_id != model_id or not self._editor.isVisible():
            self._make_editor(model)
        assert self._editor is not None
        self._editor.show()
        self._editor.raise_()
        self._editor.activateWindow()

    def _make_editor(self, model: InstalledModel) -> None:
        if self._editor is not None:
            self._editor.close()
            self._editor.deleteLater()
        self._editor = ClassEditor(model, self._window)
        self._editor.saved.connect(self._client.set_classes)
        self._editor.names_file_requested.connect(self._on_names_file_requested)

    @Slot()
    def _on_names_file_requested(self) -> None:
        assert self._editor is not None
        path = dialogs.ask_names_file(self._editor, self._last_folder())
        if path:
            self._client.read_names(path, self._editor.class_count)

    @Slot(object)
    def _on_caches_read(self, cached: CachedModels) -> None:
        """Say what other programs have downloaded; the list marks it."""
        if cached.unusable:
            self._tell_unusable(cached.unusable)
        if cached.models:
            self.say(self.tr("%n model(s) found, which can be taken over", "", len(cached.models)))
            self.select(cached.models[0].catalogue_id)
        elif not cached.unusable:
            self.say(self.tr("LayoutParser and Detectron2 have downloaded no models here."))

    def _tell_unusable(self, unusable: "Sequence[Unusable]") -> None:
        """Say which models cannot be taken over and why, and offer to download the first."""
        reasons: dict[str, str] = {}
        for each in unusable:
            reasons.setdefault(each.catalogue_id, each.reason)
        offered = {model.id: model.name for model in catalogue() if model.id in reasons}
        first = next((key for key in reasons if key in offered), "")
        words = self.tr("Install {model}").format(model=printable(offered.get(first, "")))
        finding = make_finding(
            "CACHE_UNUSABLE",
            evidence=[f"{offered.get(key, key)}: {say(reason)}" for key, reason in reasons.items()],
            fixes=[Fix(fixes.INSTALL_MODEL, words, first)] if first else (),
        )
        self._window.show_finding(replace(finding, subject=subject_of_offered(first)))

    @Slot(object, object)
    def _on_names_read(self, names: tuple[str, ...], notes: tuple[str, ...]) -> None:
        if self._editor is not None and self._editor.isVisible():
            self._editor.set_names(names, notes)


def _free_bytes(folder: Path) -> int | None:
    """Room on the disk where models go; None where that cannot be told."""
    place = next((path for path in (folder, *folder.parents) if path.exists()), None)
    try:
        return None if place is None else shutil.disk_usage(place).free
    except OSError:
        return None
