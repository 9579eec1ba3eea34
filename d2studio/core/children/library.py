"""The child that looks after the installed models. PyTorch is imported only when weights are read."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from d2studio.control import Control
from d2studio.core.catalogue import CatalogueModel, find_in_catalogue
from d2studio.core.catalogue_fetch import fetch, forget, unfinished
from d2studio.core.children.libraries import library_missing
from d2studio.core.children.serve import Emit, Handler
from d2studio.core.download_values import Transfer
from d2studio.core.failures import Failure
from d2studio.core.foreign_caches import CacheContents, find_cached_models
from d2studio.core.found_model import FoundModel, Origin, folder_for_one
from d2studio.core.installed_model import CachedModel, CachedModels, InstalledModel, TakenIn
from d2studio.core.library import ModelLibrary
from d2studio.core.library_wire import (
    cached_to_wire,
    model_to_wire,
    models_to_wire,
    removed_from_wire,
    removed_to_wire,
    taken_in_to_wire,
    transfer_to_wire,
)
from d2studio.core.model_folder import is_whole, read_model
from d2studio.core.model_pack import write_pack
from d2studio.core.model_sources import find_models
from d2studio.core.own_folders import owner_of
from d2studio.core.paths import user_folders
from d2studio.core.shared_blocks import SharedBlocks
from d2studio.core.value_wire import colours_from_wire
from d2studio.core.wire import Message, integer, text, texts
from d2studio.engine.bundled import bundled_folder
from d2studio.errors import D2StudioError, UsageError


def user_library(blocks: SharedBlocks) -> ModelLibrary:
    """The user's own. What is removed stays as long as the window, whose the blocks are: a child may end sooner."""
    return ModelLibrary(user_folders().models, keeper=owner_of(blocks.folder))


class Librarian:
    """All that is done with a library."""

    def __init__(self, library: ModelLibrary) -> None:
        self._library = library
        self._cached: CacheContents | None = None

    def handlers(self) -> dict[str, Handler]:
        """What this child can do, by the name of the request; see `core/library_requests`."""
        handlers: dict[str, Handler] = {
            "list": self.list_models,
            "bundled": self.bundled,
            "install": self.install,
            "import": self.import_models,
            "cached": self.cached,
            "adopt": self.adopt,
            "verify": self.verify,
            "export": self.export,
            "rename": self.rename,
            "set_classes": self.set_classes,
            "read_names": self.read_names,
            "remove": self.remove,
            "restore": self.restore,
            "unfinished": self.unfinished,
            "forget": self.forget,
        }
        return {name: _marked(handler) for name, handler in handlers.items()}

    def list_models(self, message: Message, control: Control, emit: Emit) -> Message:
        return {"models": models_to_wire(self._library.models())}

    def bundled(self, message: Message, control: Control, emit: Emit) -> Message:
        return model_to_wire(read_model(bundled_folder()))

    def install(self, message: Message, control: Control, emit: Emit) -> Message:
        """Download and take in; what came stays until it is taken in."""
        entry = _offered(message)
        there = self._library.find(entry.id)
        if there is not None and is_whole(there, control):
            return taken_in_to_wire(TakenIn((there,)))
        _require_engine()  # before gigabytes come that could not be read

        def report(transfer: Transfer) -> None:
            emit({"transfer": transfer_to_wire(transfer)})

        try:
            found = fetch(entry, self._library.folder, control, on_progress=report)
        except D2StudioError as error:
            error.context["catalogue_id"] = entry.id
            raise
        taken = self._take_in([found], control)
        forget(entry.id, self._library.folder)
        return taken_in_to_wire(taken)

    def import_models(self, message: Message, control: Control, emit: Emit) -> Message:
        _require_engine()
        weights = message.get("weights")
        with self._scratch() as scratch:
            found = find_models(
                Path(text(message.get("path"))),
                scratch,
                weights=None if weights is None else Path(text(weights)),
                control=control,
            )
            found, class_count, labels = _with_wishes(found, message)
            try:
                return taken_in_to_wire(self._take_in(found, control, class_count, labels))
            except D2StudioError as error:
                _tell_of_what_was_asked(error, found, message)
                raise

    def cached(self, message: Message, control: Control, emit: Emit) -> Message:
        _require_engine()
        self._cached = find_cached_models(self._library.scratch(), control=control)
        return cached_to_wire(_told(self._cached))

    def adopt(self, message: Message, control: Control, emit: Emit) -> Message:
        """Take in what `cached` told of; where another child told it, this one looks first."""
        entry = _offered(message)
        _require_engine()
        if self._cached is None:
            self._cached = find_cached_models(self._library.scratch(), control=control)
        found = [model for model in self._cached.models if model.catalogue_id == entry.id]
        if not found:
            raise UsageError(
                f"{entry.name} is not in the caches of LayoutParser and Detectron2.",
                hint="Install it from the catalogue.",
                problems=[each.reason for each in self._cached.unusable if each.catalogue_id == entry.id],
                model=entry.id,
                catalogue_id=entry.id,
            )
        return taken_in_to_wire(self._take_in(found, control))

    def verify(self, message: Message, control: Control, emit: Emit) -> Message:
        model = self._model(message)
        problems = (model.problem,) if model.problem else self._library.verify(model.id, control)
        return {"problems": list(problems)}

    def export(self, message: Message, control: Control, emit: Emit) -> Message:
        target = text(message.get("target"))
        write_pack(self._model(message), Path(target), control)
        return {"target": target}

    def rename(self, message: Message, control: Control, emit: Emit) -> Message:
        self._library.rename(_id(message), text(message.get("name")))
        return model_to_wire(self._model(message))

    def set_classes(self, message: Message, control: Control, emit: Emit) -> Message:
        colours = colours_from_wire(message.get("colours"))
        self._library.set_classes(_id(message), texts(message.get("names")), colours)
        return model_to_wire(self._model(message))

    def read_names(self, message: Message, control: Control, emit: Emit) -> Message:
        from d2studio.engine.class_names import read_classes

        classes = read_classes(Path(text(message.get("path"))), integer(message.get("count")))
        return {"names": list(classes.names), "notes": list(classes.notes)}

    def remove(self, message: Message, control: Control, emit: Emit) -> Message:
        return removed_to_wire(self._library.remove(_id(message)))

    def restore(self, message: Message, control: Control, emit: Emit) -> Message:
        return model_to_wire(self._library.restore(removed_from_wire(message.get("removed"))))

    def unfinished(self, message: Message, control: Control, emit: Emit) -> Message:
        return {"catalogue_ids": [entry.id for entry in unfinished(self._library.folder)]}

    def forget(self, message: Message, control: Control, emit: Emit) -> Message:
        forget(_offered(message).id, self._library.folder)
        return {}

    def _take_in(
        self,
        found: Sequence[FoundModel],
        control: Control,
        class_count: int | None = None,
        labels: Path | None = None,
    ) -> TakenIn:
        """Install what was found. What is wrong with one of several does not stop the others."""
        models: dict[str, InstalledModel] = {}  # by id: two that are found may be the same
        failures: list[tuple[str, Failure]] = []
        notes: dict[str, None] = {}  # of several models, the same may be noticed
        for each in found:
            notes.update(dict.fromkeys(each.notes))
            try:
                model = self._library.install(
                    each, control, class_count=class_count, labels=labels, on_note=notes.setdefault
                )
            except D2StudioError as error:
                if len(found) == 1:
                    raise
                failure = Failure.of(error)  # of several in a zip the place does not tell which one
                failures.append((each.place, replace(failure, context={**failure.context, "model": each.name})))
            else:
                models[model.id] = model
        return TakenIn(tuple(models.values()), tuple(notes), tuple(failures))

    def _model(self, message: Message) -> InstalledModel:
        return self._library.model(_id(message))

    @contextmanager
    def _scratch(self) -> Iterator[Path]:
        """A folder for one request: what lay packed can be large, and this child may live for days."""
        folder = folder_for_one(self._library.scratch())
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _id(message: Message) -> str:
    return text(message.get("model_id"))


def _marked(handler: Handler) -> Handler:
    """The same handler, whose failures say which child they come from."""

    def marked(message: Message, control: Control, emit: Emit) -> Message:
        try:
            return handler(message, control, emit)
        except D2StudioError as error:
            error.context["child"] = "library"
            raise

    return marked


def _tell_of_what_was_asked(error: D2StudioError, found: Sequence[FoundModel], message: Message) -> None:
    """Name the files that somebody brought, to try again with, and not those that were unpacked and are gone."""
    path, weights = text(message.get("path")), message.get("weights")
    if "class_count" in error.context:
        error.context |= {"config_path": path, "weights_path": weights or ""}
    if "path" in error.context and found[0].origin in (Origin.ZIP, Origin.PACK):
        error.context["path"] = path


def _with_wishes(
    found: tuple[FoundModel, ...], message: Message
) -> tuple[tuple[FoundModel, ...], int | None, Path | None]:
    """What was found, as somebody wants it; the number of classes that it shall have, and the file of their names.

    Raises:
        UsageError: classes are meant for one model, and several were found.
    """
    name, count, labels = text(message.get("name")).strip(), message.get("class_count"), message.get("labels")
    if len(found) == 1:
        (model,) = found
        found = (replace(model, name=name or model.name),)
    elif count is not None or labels is not None:
        raise UsageError(
            f"The classes that were chosen are for one model, and {len(found)} were found.",
            hint="Import the models one by one.",
        )
    return found, None if count is None else integer(count), None if labels is None else Path(text(labels))


def _offered(message: Message) -> CatalogueModel:
    catalogue_id = text(message.get("catalogue_id"))
    entry = find_in_catalogue(catalogue_id)
    if entry is None:
        raise UsageError(f"The catalogue has no model {catalogue_id[:80]!r}.", catalogue_id=catalogue_id[:80])
    return entry


def _told(contents: CacheContents) -> CachedModels:
    models = (CachedModel(each.catalogue_id, each.name, each.place, each.notes) for each in contents.models)
    return CachedModels(tuple(models), contents.unusable)


def _require_engine() -> None:
    """Load what reads weights, and say so plainly where that fails.

    Raises:
        LibraryMissing: a library is not installed, or does not load.
    """
    try:
        import d2studio.engine.inspect  # noqa: F401
    except (ImportError, OSError) as error:
        raise library_missing(error) from error
