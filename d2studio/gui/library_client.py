"""Asks the library's child, and holds what is known of the models that are here and on their way."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from d2studio.core.colours import Colour
from d2studio.core.installed_model import CachedModels, InstalledModel, Removed, TakenIn
from d2studio.core.library_requests import (
    AboutBundled,
    AdoptModel,
    ExportModel,
    FindCachedModels,
    ForgetDownload,
    ImportModels,
    InstallModel,
    ListModels,
    ListUnfinished,
    ReadClassNames,
    RemoveModel,
    RenameModel,
    RestoreModel,
    SetClasses,
    VerifyModel,
    transfer_of,
)
from d2studio.core.requests import Request
from d2studio.gui.jobs import ChildThread, JobCancelled, JobDone, JobFailed, JobPart, JobProgress, Priority
from d2studio.gui.library_failures import name_of_brought
from d2studio.gui.library_values import Installation, InstallState, LibraryWork

# Downloads tell of themselves more often than anybody can read.
_TELL_EVERY_MS: Final = 200


class LibraryClient(QObject):
    """The installed models as the window knows them.

    One thing is done at a time. A download gives way to all others, and goes on after them.

    Attributes:
        models: the installed ones by name; empty until `is_listed`.
        bundled: the one that comes with d2studio, as soon as it is known.
        installations: what is on its way here, by catalogue id.
        cached: what other programs have downloaded; None until somebody looked.
        work: what is being done besides.

    Signals:
        changed(): one of the above is another.
        taken_in(object, object): the `Request` that brought models, and `TakenIn`.
        failed(object, object): a `Request`, and the `Failure` that came of it.
        verified(object, object): the `VerifyModel`, and a tuple of what is wrong, in words.
        exported(str): the path of the pack that was written.
        removed(object): the `Removed` model.
        restored(object, object): what was `Removed`, and the `InstalledModel` that it is again.
        renamed(object): the `InstalledModel` that, or whose classes, are called otherwise now.
        caches_read(object): `cached` is known anew.
        names_read(object, object): tuples of the names of a file and of notes on them.
    """

    changed = Signal()
    taken_in = Signal(object, object)
    failed = Signal(object, object)
    verified = Signal(object, object)
    exported = Signal(str)
    removed = Signal(object)
    restored = Signal(object, object)
    renamed = Signal(object)
    caches_read = Signal(object)
    names_read = Signal(object, object)

    def __init__(self, thread: ChildThread, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.models: tuple[InstalledModel, ...] = ()
        self.is_listed = False
        self.bundled: InstalledModel | None = None
        self.cached: CachedModels | None = None
        self._thread = thread
        self._installations: dict[str, Installation] = {}
        self._jobs: dict[str, int] = {}  # by catalogue id, of what is on its way
        self._tasks: dict[int, LibraryWork] = {}  # by job, in the order in which they are done
        self._tell_timer = QTimer(self)
        self._tell_timer.setSingleShot(True)
        self._tell_timer.setInterval(_TELL_EVERY_MS)
        self._tell_timer.timeout.connect(self.changed)
        thread.job_ended.connect(self._on_job_ended)
        thread.progressed.connect(self._on_progressed)
        thread.part_arrived.connect(self._on_part_arrived)
        if not thread.isRunning():
            thread.start()

    @property
    def installations(self) -> Mapping[str, Installation]:
        return self._installations

    @property
    def work(self) -> LibraryWork | None:
        return next(iter(self._tasks.values()), None)

    def model(self, model_id: str) -> InstalledModel | None:
        return next((model for model in self.models if model.id == model_id), None)

    def refresh(self) -> None:
        """List the models anew."""
        if self.bundled is None:
            self._ask(AboutBundled())
        self._ask(ListUnfinished())
        self._ask(ListModels())

    def install(self, catalogue_id: str) -> InstallModel:
        """Download a model and take it in; what came earlier is not fetched again."""
        request = InstallModel(catalogue_id)
        if catalogue_id in self._jobs:
            return request
        before = self._installations.get(catalogue_id)
        transfer = None if before is None else before.transfer
        self._installations[catalogue_id] = Installation(catalogue_id, InstallState.WAITING, transfer=transfer)
        self._jobs[catalogue_id] = self._thread.submit(request, Priority.LATER)
        self.changed.emit()
        return request

    def pause(self, catalogue_id: str) -> None:
        """Stop a download and keep what came."""
        number = self._jobs.get(catalogue_id)
        if number is not None:
            self._thread.cancel(number)

    def give_up(self, catalogue_id: str) -> None:
        """Stop a download, and remove what came."""
        self.pause(catalogue_id)
        self._jobs.pop(catalogue_id, None)
        self._installations.pop(catalogue_id, None)
        self._ask(ForgetDownload(catalogue_id))
        self.changed.emit()

    def take_in(
        self,
        path: str,
        weights: str | None = None,
        *,
        name: str = "",
        class_count: int | None = None,
        labels: str | None = None,
    ) -> ImportModels:
        """Install what somebody brings; see `ImportModels`."""
        request = ImportModels(path, weights, name, class_count, labels)
        self._work(request, "import", name_of_brought(path))
        return request

    def look_in_caches(self) -> None:
        """Look what LayoutParser and Detectron2 have downloaded."""
        self._work(FindCachedModels(), "cached", "")

    def adopt(self, catalogue_id: str, name: str) -> None:
        """Take in a model that another program has downloaded; `name` is shown meanwhile."""
        self._work(AdoptModel(catalogue_id), "adopt", name)

    def verify(self, model: InstalledModel) -> None:
        """Read a model's files again."""
        self._work(VerifyModel(model.id), "verify", model.name)

    def export(self, model: InstalledModel, target: str) -> None:
        """Write a model as a pack."""
        self._work(ExportModel(model.id, target), "export", model.name)

    def rename(self, model_id: str, name: str) -> None:
        self._ask(RenameModel(model_id, name))

    def set_classes(self, model_id: str, names: tuple[str, ...], colours: Mapping[int, Colour]) -> None:
        self._ask(SetClasses(model_id, names, colours))

    def read_names(self, path: str, count: int) -> None:
        """Read the names of `count` classes from a file."""
        self._ask(ReadClassNames(path, count))

    def remove(self, model_id: str) -> None:
        self._ask(RemoveModel(model_id))

    def restore(self, removed: Removed) -> None:
        self._ask(RestoreModel(removed))

    def stop_work(self) -> None:
        """Stop what is being done besides installing."""
        for number in list(self._tasks)[:1]:
            self._thread.cancel(number)

    def _ask(self, request: Request[object]) -> None:
        self._thread.submit(request, Priority.NOW)

    def _work(self, request: Request[object], kind: str, name: str) -> None:
        # The first makes a download give way; what follows comes before it goes on, and after what somebody waits for.
        priority = Priority.SOON if self._tasks else Priority.NOW
        self._tasks[self._thread.submit(request, priority)] = LibraryWork(kind, name)
        self.changed.emit()

    def _installation_of(self, number: int) -> Installation | None:
        """What a job brings here, unless it was given up."""
        found = next((catalogue_id for catalogue_id, job in self._jobs.items() if job == number), None)
        return None if found is None else self._installations[found]

    def _tell_soon(self) -> None:
        if not self._tell_timer.isActive():
            self._tell_timer.start()

    @Slot(object)
    def _on_progressed(self, progress: JobProgress) -> None:
        number = progress.job.number
        installation, work = self._installation_of(number), self._tasks.get(number)
        if installation is not None:
            self._installations[installation.catalogue_id] = replace(
                installation, state=InstallState.RUNNING, stage=progress.stage
            )
            self._tell_soon()
        elif work is not None:
            self._tasks[number] = replace(work, stage=progress.stage, fraction=progress.fraction)
            self._tell_soon()

    @Slot(object)
    def _on_part_arrived(self, part: JobPart) -> None:
        installation = self._installation_of(part.job.number)
        if installation is not None:
            transfer = transfer_of(part.part)
            self._installations[installation.catalogue_id] = replace(
                installation, state=InstallState.RUNNING, transfer=transfer, stage=""
            )
            self._tell_soon()

    @Slot(object)
    def _on_job_ended(self, outcome: JobDone | JobFailed | JobCancelled) -> None:
        request, installation = outcome.job.request, self._installation_of(outcome.job.number)
        self._tasks.pop(outcome.job.number, None)
        if installation is not None:
            self._on_installation_ended(installation, outcome)
        if isinstance(outcome, JobDone):
            self._take(request, outcome.value)
        elif isinstance(outcome, JobFailed):
            self.failed.emit(request, outcome.failure)
        self.changed.emit()

    def _on_installation_ended(self, installation: Installation, outcome: JobDone | JobFailed | JobCancelled) -> None:
        del self._jobs[installation.catalogue_id]
        if isinstance(outcome, JobDone):
            del self._installations[installation.catalogue_id]
            return
        problem = outcome.failure.message if isinstance(outcome, JobFailed) else ""
        self._installations[installation.catalogue_id] = replace(
            installation, state=InstallState.PAUSED, problem=problem, stage=""
        )

    def _take(self, request: Request[object], value: object) -> None:
        """Note what an answer tells; whatever changed the models makes them be listed anew."""
        match request, value:
            case ListModels(), tuple():
                self.models, self.is_listed = value, True
                return
            case AboutBundled(), InstalledModel():
                self.bundled = value
                return
            case ListUnfinished(), tuple():
                for catalogue_id in value:
                    paused = Installation(catalogue_id, InstallState.PAUSED)
                    self._installations.setdefault(catalogue_id, paused)
                return
            case FindCachedModels(), CachedModels():
                self.cached = value
                self.caches_read.emit(value)
                return
            case VerifyModel(), tuple():
                self.verified.emit(request, value)
                return
            case ExportModel(), str():
                self.exported.emit(value)
                return
            case ReadClassNames(), (names, notes):
                self.names_read.emit(names, notes)
                return
            case ForgetDownload(), _:
                return
        self.refresh()
        match request, value:
            case _, TakenIn():
                self._add(value.models)
                self.taken_in.emit(request, value)
            case _, Removed():
                self.removed.emit(value)
            case RestoreModel(), InstalledModel():
                self.restored.emit(request.removed, value)
            case SetClasses() | RenameModel(), InstalledModel():
                self.renamed.emit(value)

    def _add(self, came: Iterable[InstalledModel]) -> None:
        """Know models that came before they are listed, lest they are seen to be offered again for a moment."""
        models = {model.id: model for model in (*self.models, *came)}
        self.models = tuple(sorted(models.values(), key=lambda model: (model.name.casefold(), model.id)))
