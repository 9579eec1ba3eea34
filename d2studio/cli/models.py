"""`d2studio models`: what is installed, what can be, and how it comes here."""

import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from d2studio.cli.model_arguments import ModelsOptions
from d2studio.cli.screen import Screen
from d2studio.cli.status import Status
from d2studio.control import Control
from d2studio.core.catalogue import CatalogueModel, catalogue, find_in_catalogue, similar_names
from d2studio.core.installed_model import InstalledModel
from d2studio.core.library import ModelLibrary
from d2studio.core.model_folder import is_whole
from d2studio.core.model_lookup import find_installed
from d2studio.core.paths import user_folders
from d2studio.errors import CheckpointMismatch, D2StudioError, UsageError

if TYPE_CHECKING:
    from d2studio.core.download_values import Transfer
    from d2studio.core.found_model import FoundModel, Unusable

# Of 1,203 classes the first few tell which they are.
_MAX_NAMES: Final = 20


def models(options: ModelsOptions, screen: Screen) -> Status:
    """Do what is asked of the library, and return the exit status.

    Raises:
        D2StudioError: it cannot be done.
    """
    library = ModelLibrary(user_folders().models)
    library.sweep()
    try:
        return _Models(library, screen).do(options)
    finally:
        library.close()


class _Models:
    def __init__(self, library: ModelLibrary, screen: Screen) -> None:
        self._library = library
        self._screen = screen

    def do(self, options: ModelsOptions) -> Status:
        match options.action:
            case "list":
                self._list(available=options.available, as_json=options.as_json)
            case "show":
                self._show(options.names[0], as_json=options.as_json)
            case "install":
                return self._for_each(options.names, self._install)
            case "import":
                return self._import(options)
            case "verify":
                names = options.names or tuple(model.id for model in self._library.models())
                return self._for_each(names, self._verify)
            case "export":
                assert options.target is not None
                self._export(options.names[0], options.target)
            case "remove":
                return self._for_each(options.names, self._remove)
            case "doctor":
                return self._doctor()
        return Status.DONE

    def _for_each(self, names: Iterable[str], do: Callable[[str], bool]) -> Status:
        """Do something with models one by one; what fails with one does not stop the others."""
        is_done = True
        for name in names:
            try:
                is_done &= do(name)
            except D2StudioError as error:
                self._screen.error("", error)
                is_done = False
        return Status.DONE if is_done else Status.FAILED

    def _list(self, *, available: bool, as_json: bool) -> None:
        installed = self._library.models()
        there = {model.catalogue_id for model in installed}
        offered = [model for model in catalogue() if model.id not in there] if available else []
        if as_json:
            for model in installed:
                self._screen.record(_installed_record(model))
            for entry in offered:
                self._screen.record(_offered_record(entry))
            return
        from rich.table import Table

        table = Table("Id", "Model", "Classes", "Size", "", box=None, pad_edge=False)
        for model in installed:
            table.add_row(model.id, model.name, str(len(model.class_names)), _size(model.size), model.problem)
        for entry in offered:
            classes = "" if entry.class_count is None else str(entry.class_count)
            table.add_row(entry.id, entry.name, classes, f"about {_size(entry.weights.about_bytes)}", "not installed")
        if installed or offered:
            self._screen.table(table)
        if not installed:
            self._screen.say("No models are installed besides the one that comes with d2studio.")
        if not available:
            self._screen.say("What can be installed: d2studio models list --available")

    def _show(self, name: str, *, as_json: bool) -> None:
        model, entry = find_installed(name, self._library), find_in_catalogue(name)
        if model is not None:
            if as_json:
                self._screen.record(_installed_record(model))
            else:
                self._screen.text(*_rows(_about_installed(model)))
        elif entry is not None:
            if as_json:
                self._screen.record(_offered_record(entry))
            else:
                self._screen.text(*_rows(_about_offered(entry)))
        else:
            raise _unknown(name)

    def _install(self, name: str) -> bool:
        from d2studio.core.catalogue_fetch import fetch, forget

        entry = find_in_catalogue(name)
        if entry is None:
            raise _unknown(name)
        there = self._library.find(entry.id)
        if there is not None and is_whole(there, self._control()):
            self._screen.say(f"{there.name} is installed already, as {there.id}.")
            return True
        if entry.catch:
            self._screen.note(entry.catch)
        with self._screen.progress():
            found = fetch(entry, self._library.folder, Control(), on_progress=self._on_transfer)
            self._take_in(found)
        forget(entry.id, self._library.folder)
        return True

    def _import(self, options: ModelsOptions) -> Status:
        from d2studio.core.foreign_caches import find_cached_models
        from d2studio.core.model_sources import find_models

        unusable: tuple[Unusable, ...] = ()
        if options.from_caches:
            cached = find_cached_models(self._library.scratch(), control=self._control())
            found, unusable = cached.models, cached.unusable
        else:
            assert options.path is not None
            _require_no_name(options.path)
            found = find_models(options.path, self._library.scratch(), weights=options.weights, control=self._control())
        if options.labels is not None and len(found) != 1:
            raise UsageError(
                f"The names of {options.labels} are for one model, and {len(found)} were found.",
                hint="Import the models one by one.",
            )
        is_done = True
        for model in found:
            if len(found) == 1:
                model = replace(model, name=options.name or model.name)
            try:
                self._take_in(model, labels=options.labels, classes_from_weights=options.classes_from_weights)
            except D2StudioError as error:
                if error.context.get("class_count") is not None:
                    error.hint = "All else fits: to take it with the classes of its weights, add --classes-from-weights"
                self._screen.error(model.place, error)
                is_done = False
        for each in unusable:
            self._screen.note(f"{each.path} cannot be taken: {each.reason}")
        if not found and not unusable:
            self._screen.say("The caches of LayoutParser and Detectron2 hold no models.")
        return Status.DONE if is_done else Status.FAILED

    def _take_in(self, found: "FoundModel", *, labels: Path | None = None, classes_from_weights: bool = False) -> None:
        for note in found.notes:
            self._screen.note(note)
        with self._screen.progress():
            try:
                model = self._library.install(found, self._control(), labels=labels, on_note=self._screen.note)
            except CheckpointMismatch as error:
                class_count = error.context.get("class_count")
                if not classes_from_weights or not isinstance(class_count, int):
                    raise
                model = self._library.install(
                    found, self._control(), class_count=class_count, labels=labels, on_note=self._screen.note
                )
        self._screen.text(f"{model.id}: {model.name} is installed.")

    def _verify(self, name: str) -> bool:
        model = self._installed(name)
        with self._screen.progress():
            problems = (model.problem,) if model.problem else self._library.verify(model.id, self._control())
        self._screen.text(f"{model.id}: {_ailing(problems) if problems else 'whole'}")
        return not problems

    def _export(self, name: str, target: Path) -> None:
        from d2studio.core.model_pack import write_pack

        model = self._installed(name)
        with self._screen.progress():
            write_pack(model, target, self._control())
        self._screen.text(f"{target}: {model.name}, {_size(target.stat().st_size)}")

    def _remove(self, name: str) -> bool:
        from d2studio.core.catalogue_fetch import forget, unfinished

        entry = find_in_catalogue(name)
        is_installed = find_installed(name, self._library) is not None
        if not is_installed and entry is not None and entry in unfinished(self._library.folder):
            forget(entry.id, self._library.folder)
            self._screen.text(f"{entry.id}: what was downloaded of it is removed.")
            return True
        model = self._installed(name)
        self._library.remove(model.id)
        self._screen.text(f"{model.id}: removed.")
        return True

    def _doctor(self) -> Status:
        """Look at everything that can be wrong, without the network."""
        from d2studio.core.catalogue_fetch import unfinished
        from d2studio.core.foreign_caches import find_cached_models

        folder, lines, is_well = self._library.folder, [], True
        try:
            cached = find_cached_models(self._library.scratch())
        except D2StudioError as error:
            self._screen.error("", error)
            return Status.FAILED
        lines.append(("folder", f"{folder} can be written"))
        lines.append(("room", f"{_size(_free_bytes(folder))} free"))
        installed = self._library.models()
        for model in installed:
            with self._screen.progress():
                problems = (model.problem,) if model.problem else self._library.verify(model.id, self._control())
            is_well &= not problems
            lines.append((model.id, _ailing(problems) if problems else f"whole, {_size(model.size)}"))
        if not installed:
            lines.append(("models", "none but the one that comes with d2studio"))
        lines += [
            (
                entry.id,
                f"its download is not finished; go on with: d2studio models install {entry.id}; "
                f"or give it up with: d2studio models remove {entry.id}",
            )
            for entry in unfinished(folder)
        ]
        there = {model.catalogue_id for model in installed if not model.problem}
        takeable, useless = self._takeable([model for model in cached.models if model.catalogue_id not in there])
        useless += [(each.path, each.reason) for each in cached.unusable if each.catalogue_id not in there]
        if takeable:
            names = ", ".join(model.name for model in takeable)
            lines.append(("caches", f"hold {names}; take them with: d2studio models import --from-caches"))
        lines += [("caches", f"{path} is of no use: {reason}") for path, reason in useless]
        self._screen.text(*_rows(lines))
        return Status.DONE if is_well else Status.FAILED

    def _takeable(self, cached: Iterable["FoundModel"]) -> tuple[list["FoundModel"], list[tuple[Path, str]]]:
        """Of models in the caches of other programs, those that can be installed; weights and reason of the others."""
        takeable, useless = [], []
        for model in cached:
            try:
                with self._screen.progress():
                    self._library.check(model, self._control())
            except D2StudioError as error:
                useless.append((model.weights, str(error)))
            else:
                takeable.append(model)
        return takeable, useless

    def _installed(self, name: str) -> InstalledModel:
        model, entry = find_installed(name, self._library), find_in_catalogue(name)
        if model is None:
            raise _unknown(name) if entry is None else UsageError(f"{entry.name} is not installed.")
        return model

    def _control(self) -> Control:
        return Control(lambda stage, fraction: self._screen.advance(fraction, _STAGES.get(stage, stage)))

    def _on_transfer(self, transfer: "Transfer") -> None:
        done = f"{_size(transfer.done)} of {_size(transfer.total)}" if transfer.total else _size(transfer.done)
        words = f"{done} from {transfer.host}, {_size(round(transfer.bytes_per_s))}/s"
        if transfer.waits_s:
            words = f"{transfer.host} asks to wait for {transfer.waits_s:.0f} s"
        self._screen.advance(transfer.done / transfer.total if transfer.total else 0.0, words)


_STAGES: Final = {
    "hash": "reading the files",
    "recognise": "reading the files",
    "weights": "reading the weights",
    "convert": "writing the weights",
    "verify": "checking the files",
    "finish": "finishing",
}


def _require_no_name(path: Path) -> None:
    """Refuse what the catalogue calls a model, where files are asked for."""
    name = path.as_posix().replace("lp:/", "lp://", 1)  # of two slashes a path keeps one
    entry = None if path.exists() else find_in_catalogue(name)
    if entry is not None:
        raise UsageError(
            f"{name} is no file but a model of the catalogue, {entry.name}.",
            hint=f"Install it: d2studio models install {entry.id}",
            catalogue_id=entry.id,
        )


def _unknown(name: str) -> UsageError:
    near = similar_names(name)
    hint = f"Perhaps {' or '.join(near)}." if near else "See: d2studio models list --available"
    return UsageError(f"No model is called {name!r}.", hint=hint, model=name)


def _ailing(problems: Sequence[str]) -> str:
    what = "; ".join(problem.rstrip(".") for problem in problems)
    return f"{what}. Install or import it again; its names and colours stay."


def _about_installed(model: InstalledModel) -> list[tuple[str, str]]:
    names = ", ".join(model.class_names[:_MAX_NAMES])
    more = f" and {len(model.class_names) - _MAX_NAMES} more" if len(model.class_names) > _MAX_NAMES else ""
    return [
        ("id", model.id),
        ("name", f"{model.name} {model.version}".strip()),
        ("", model.description),
        ("problem", model.problem),
        ("model", model.kind),
        ("classes", names + more),
        ("training", model.training),
        ("licence", model.licence),
        ("from", f"{model.place} ({model.origin})" if model.origin else ""),
        ("installed", model.installed),
        ("size", _size(model.size)),
        ("folder", str(model.folder)),
    ]


def _about_offered(entry: CatalogueModel) -> list[tuple[str, str]]:
    figures = [
        ("measured", f"{place}: " + ", ".join(f"{name} {value:.3f}" for name, value in values.items()))
        for place, values in entry.measured.items()
    ]
    return [
        ("id", entry.id),
        ("name", entry.name),
        ("", "not installed"),
        ("model", f"{entry.architecture}; finds {', '.join(entry.finds)}"),
        ("data set", entry.data_set),
        ("training", entry.training),
        ("note", entry.catch),
        *figures,
        ("licence", entry.licence),
        ("also called", ", ".join(entry.aliases)),
        ("size", f"about {_size(entry.weights.about_bytes)}"),
        ("from", ", ".join(mirror.url for mirror in entry.weights.mirrors)),
        ("install", f"d2studio models install {entry.id}"),
    ]


def _rows(rows: Iterable[tuple[str, str]]) -> list[str]:
    shown = [(name, text) for name, text in rows if text]
    width = max((len(name) for name, _ in shown), default=0)
    return [f"{name:<{width}} {text}" for name, text in shown]


def _installed_record(model: InstalledModel) -> dict[str, object]:
    record = asdict(model)
    colours = model.class_colours or {}
    return record | {
        "state": "installed",
        "folder": str(model.folder),
        "class_colours": {str(class_id): list(colour) for class_id, colour in colours.items()},
    }


def _offered_record(entry: CatalogueModel) -> dict[str, object]:
    return asdict(entry) | {"state": "available"}


def _size(count: int) -> str:
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{count / 1e6:.1f} MB"


def _free_bytes(folder: Path) -> int:
    place = next(path for path in (folder, *folder.parents) if path.exists())
    return shutil.disk_usage(place).free
