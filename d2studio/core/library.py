"""The models installed on this machine: model folders side by side, each whole or not there.

Only the command line and the library's child use it: it reads weights, which takes long.
"""

import contextlib
import errno
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from d2studio.control import Control
from d2studio.core.card_file import digest, section
from d2studio.core.colours import Colour
from d2studio.core.found_model import FoundModel
from d2studio.core.installed_model import InstalledModel, Removed
from d2studio.core.model_called import id_of, numbered, require_names
from d2studio.core.model_folder import (
    CONFIG_FILE,
    MODEL_ID,
    WEIGHTS_FILE,
    damage,
    is_model_folder,
    is_whole,
    known_digests,
    read_installed_classes,
    read_model,
    read_whole_card,
    write_card,
    write_classes,
)
from d2studio.core.model_told import told_of
from d2studio.core.output_folder import write_whole
from d2studio.core.own_folders import make_own_folder, sweep
from d2studio.core.paths import make_folder
from d2studio.errors import OutputError, UsageError

if TYPE_CHECKING:
    from d2studio.engine.class_names import ClassList
    from d2studio.engine.inspect import ModelParts


class ModelLibrary:
    """The models in a folder, which is made when the first one comes.

    Args:
        folder: where they lie side by side.
        keeper: the process until whose end a removed model can be restored; this one unless given.
    """

    def __init__(self, folder: Path, *, keeper: int | None = None) -> None:
        self.folder = folder
        self._keeper = keeper
        self._own: Path | None = None
        self._removed: Path | None = None

    def close(self) -> None:
        """Let go of what was removed for good."""
        for folder in (self._own, self._removed):
            if folder is not None:
                shutil.rmtree(folder, ignore_errors=True)
        self._own = self._removed = None

    def sweep(self) -> None:
        """Clear away what programs left that did not come to their end."""
        sweep(self.folder)

    def scratch(self) -> Path:
        """A folder for what is on its way here; gone when the library is closed.

        Raises:
            OutputError: none can be made.
        """
        folder = self._make_own() / "scratch"
        make_folder(folder)
        return folder

    def models(self) -> tuple[InstalledModel, ...]:
        """All of them by name; those that cannot be read say why.

        Raises:
            OutputError: their folder cannot be read.
        """
        try:
            folders = [path for path in self.folder.iterdir() if is_model_folder(path)]
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise OutputError(
                f"{self.folder} cannot be looked into: {error.strerror}.",
                hint="Look what lies in its place, and who may read it.",
                path=str(self.folder),
            ) from error
        return tuple(sorted(map(read_model, folders), key=lambda model: (model.name.casefold(), model.id)))

    def find(self, name: str) -> InstalledModel | None:
        """The model with this id, name or catalogue id; None where there is none, or several have the name."""
        wanted, models = name.casefold(), self.models()
        for key in ("id", "catalogue_id", "name"):
            found = [model for model in models if getattr(model, key).casefold() == wanted]
            if len(found) == 1:
                return found[0]
        return None

    def model(self, model_id: str) -> InstalledModel:
        """The model with this id.

        Raises:
            UsageError: there is none.
        """
        return read_model(self._folder_of(model_id))

    def install(
        self,
        found: FoundModel,
        control: Control | None = None,
        *,
        class_count: int | None = None,
        labels: Path | None = None,
        on_note: Callable[[str], object] = lambda note: None,
    ) -> InstalledModel:
        """Check a model, and take it in. One that is there already and whole stays as it is, and is handed back.

        One that is damaged is made anew in its place; what it and its classes are called stays.

        Args:
            found: its files.
            control: hears of the progress, and may stop the work.
            class_count: stands in for the config's, which may be that of another model.
            labels: a file with the names that its classes shall have, also those of one that is there already.
            on_note: hears what was noticed, in words, once the model is there.

        Raises:
            D2StudioError: its files cannot be read, do not fit each other, or there is no room. Nothing is left then.
            Cancelled: `control` was told to stop.
        """
        control = control or Control()
        control.tick("hash")
        digests = digest(found.config), digest(found.weights)
        there = self._made_of(digests)
        if there is not None and is_whole(there, control):
            return self._keep(there, labels, on_note)
        parts = _read(found, labels, class_count, control)
        card, classes = told_of(found, parts.description, digests, there, keeps_classes=labels is None)
        if there is None:
            card["name"] = self._free_name(found.name)
        model = self._take_in(found, parts, card, classes, control, there)
        if there is not None:
            on_note(f"{model.name} was damaged, and was repaired.")
        for note in parts.description.notes:
            on_note(note)
        return model

    def check(self, found: FoundModel, control: Control | None = None) -> None:
        """Do nothing if a model could be installed.

        Raises:
            D2StudioError: its files cannot be read, or do not fit each other.
            Cancelled: `control` was told to stop.
        """
        _read(found, None, None, control or Control())

    def verify(self, model_id: str, control: Control | None = None) -> tuple[str, ...]:
        """Read a model's files again: what is wrong with them, in words.

        Raises:
            UsageError: there is no such model.
        """
        return damage(self._folder_of(model_id), control)

    def rename(self, model_id: str, name: str) -> None:
        """Give a model another name for people; its id stays.

        Raises:
            UsageError: there is no such model, or the name is empty, or that of another model.
            OutputError: it cannot be written.
        """
        if not name.strip():
            raise UsageError("A model's name cannot be empty.", hint="Give it a name.")
        if name.strip().casefold() in self._names(but=model_id):
            raise UsageError(f"Another model is called {name.strip()!r}.", hint="Give it a name of its own.")
        self._change_card(model_id, {"name": name.strip()})

    def set_classes(self, model_id: str, names: Sequence[str], colours: Mapping[int, Colour]) -> None:
        """Call a model's classes otherwise, or colour them otherwise. Advised thresholds go with their classes.

        Raises:
            UsageError: there is no such model, names are missing or occur twice.
            OutputError: it cannot be written.
        """
        folder = self._folder_of(model_id)
        before, _ = read_installed_classes(folder)
        require_names(names, len(before))
        thresholds = section(read_whole_card(folder), "thresholds")
        moved = {new: thresholds[old] for old, new in zip(before, names, strict=True) if old in thresholds}
        write_classes(folder, names, colours)
        if moved != thresholds:
            self._change_card(model_id, {"thresholds": moved})

    def remove(self, model_id: str) -> Removed:
        """Take a model out; until `close` it can be put back.

        Raises:
            UsageError: there is no such model.
            OutputError: it cannot be moved, since a program uses it.
        """
        folder = self._folder_of(model_id)
        name = read_model(folder).name
        if self._removed is None:
            self._removed = self._make_folder_of(self._keeper)
        place = self._removed / f"{model_id}-{len(list(self._removed.iterdir()))}"
        _rename(folder, place)
        return Removed(model_id, name, place)

    def restore(self, removed: Removed) -> InstalledModel:
        """Put a model back, under another id or name if its own was given away since.

        Raises:
            UsageError: it is not there any more.
            OutputError: it cannot be moved.
        """
        if not removed.place.is_dir():
            raise UsageError(f"{removed.name} cannot be put back: it is not there any more.", hint="Install it again.")
        model = self._move_in(removed.place, removed.id)
        name = self._free_name(model.name, but=model.id)
        if name != model.name and not model.problem:
            self._change_card(model.id, {"name": name})
        return read_model(model.folder)

    def _made_of(self, digests: tuple[str, str]) -> InstalledModel | None:
        """The model that was made of files with these hashes, or consists of them; one that can be used if any."""
        made = [model for model in self.models() if digests in known_digests(model.folder)]
        return min(made, key=lambda model: bool(model.problem), default=None)

    def _keep(self, model: InstalledModel, labels: Path | None, on_note: Callable[[str], object]) -> InstalledModel:
        """Leave a model as it is, except for what its classes shall be called."""
        if labels is None:
            on_note(f"{model.name} was there already, and stays as it is.")
            return model
        from d2studio.engine.class_names import read_classes

        classes = read_classes(labels, len(model.class_names))
        self.set_classes(model.id, classes.names, {**(model.class_colours or {}), **classes.colours})
        on_note(f"{model.name} was there already; its classes have the names of {labels.name} now.")
        for note in classes.notes:
            on_note(note)
        return self.model(model.id)

    def _names(self, *, but: str = "") -> set[str]:
        return {model.name.casefold() for model in self.models() if model.id != but}

    def _free_name(self, name: str, *, but: str = "") -> str:
        """A name that no other model has: "Masks (2)" where there are "Masks"."""
        taken = self._names(but=but)
        return next(free for free in numbered(name, "{} ({})") if free.casefold() not in taken)

    def _take_in(
        self,
        found: FoundModel,
        parts: "ModelParts",
        card: Mapping[str, object],
        classes: "ClassList",
        control: Control,
        damaged: InstalledModel | None,
    ) -> InstalledModel:
        """Write a model, and move it in; into the place of one that is damaged."""
        from d2studio.engine.conversion import write_config, write_weights

        assert parts.checkpoint is not None
        coming, replaced = self._make_own() / "coming", self._make_own() / "replaced"
        try:
            make_folder(coming)
            control.tick("convert")
            hashes = {WEIGHTS_FILE: write_weights(parts.checkpoint, coming / WEIGHTS_FILE, metadata={})}
            write_config(parts.config, coming / CONFIG_FILE)
            hashes[CONFIG_FILE] = digest(coming / CONFIG_FILE)
            write_classes(coming, classes.names, classes.colours)
            for paper in found.papers:
                _copy(paper, coming / paper.name)
            write_card(coming, {**card, "sha256": hashes})
            control.tick("finish")
            wanted = damaged.id if damaged is not None else found.catalogue_id
            if wanted:
                self._make_way(wanted, replaced)
            return self._move_in(coming, wanted or id_of(found.name))
        finally:
            for folder in (coming, replaced):
                shutil.rmtree(folder, ignore_errors=True)

    def _make_way(self, model_id: str, aside: Path) -> None:
        """Move what lies in a model's place, if that is damaged."""
        place = self.folder / model_id
        if is_model_folder(place) and not is_whole(read_model(place)):
            _rename(place, aside)

    def _move_in(self, folder: Path, wanted_id: str) -> InstalledModel:
        for model_id in numbered(wanted_id, "{}-{}"):
            target = self.folder / model_id
            if os.path.lexists(target):
                continue
            # Between the look and the rename another program may take the name: onto a folder with files in it
            # nothing can be renamed.
            with contextlib.suppress(FileExistsError):
                _rename(folder, target)
                return read_model(target)
        raise AssertionError("ids do not end")

    def _make_own(self) -> Path:
        if self._own is None:
            self._own = self._make_folder_of(None)
        return self._own

    def _make_folder_of(self, owner: int | None) -> Path:
        make_folder(self.folder)
        try:
            return make_own_folder(self.folder, owner)
        except OSError as error:
            raise OutputError(
                f"{self.folder}: nothing can be written there: {error.strerror}.",
                hint="Make room, or look who may write into this folder.",
                path=str(self.folder),
            ) from error

    def _folder_of(self, model_id: str) -> Path:
        folder = self.folder / model_id
        if not MODEL_ID.fullmatch(model_id) or not is_model_folder(folder):
            installed = ", ".join(model.id for model in self.models()[:5]) or "none"
            raise UsageError(
                f"No model {model_id!r} is installed.", hint=f"Installed are: {installed}.", model=model_id
            )
        return folder

    def _change_card(self, model_id: str, changes: Mapping[str, object]) -> None:
        folder = self._folder_of(model_id)
        write_card(folder, {**read_whole_card(folder), **changes})


def _read(found: FoundModel, labels: Path | None, class_count: int | None, control: Control) -> "ModelParts":
    """What a model's files hold, whose config and weights belong together."""
    from d2studio.engine.fit import require_fit
    from d2studio.engine.inspect import read_parts

    names = labels or found.classes
    parts = read_parts(found.config, found.weights, class_names=names, class_count=class_count, control=control)
    assert parts.fit is not None
    require_fit(parts.fit, config_path=found.config, weights_path=found.weights)
    return parts


def _copy(source: Path, target: Path) -> None:
    write_whole(target, lambda file: file.write(source.read_bytes()))


def _rename(source: Path, target: Path) -> None:
    try:
        source.rename(target)
    except OSError as error:
        if error.errno in (errno.EEXIST, errno.ENOTEMPTY):
            raise FileExistsError(target) from error
        raise OutputError(
            f"{source} cannot be moved: {error.strerror}.",
            hint="Close the programs that use the model, and try again.",
            path=str(source),
        ) from error
