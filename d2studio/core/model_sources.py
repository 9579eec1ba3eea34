"""Finds models in what people bring: config and weights, a folder, a zip, a pack. Nothing in it is run.

Only the command line and the library's child use it: it hashes weights, which takes long.
"""

import os
import posixpath
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from d2studio.control import Control
from d2studio.core.catalogue import CatalogueModel
from d2studio.core.foreign_caches import cached_models_below
from d2studio.core.found_model import FoundModel, Origin, folder_for_one
from d2studio.core.known_models import disproof, found_of_catalogue, model_of_content, model_of_path
from d2studio.core.model_choice import (
    Choice,
    Read,
    choose,
    choose_classes,
    choose_config,
    choose_weights,
)
from d2studio.core.model_facts import completed, head_of, weights_problem
from d2studio.core.model_files import PACK_SUFFIX, is_config_name, is_weights_name, plain_name, stem
from d2studio.core.model_pack import is_pack, read_pack
from d2studio.core.model_zip import MAX_BYTES, MAX_SMALL_BYTES, ModelZip
from d2studio.engine.model_card import CARD_FILE
from d2studio.errors import ConfigError, UsageError, WeightsError

_MAX_DEPTH: Final = 6
_MAX_FILES: Final = 2000
_ZIP_START: Final = b"PK\x03\x04"
_TORCH_MARK: Final = b"/data.pkl"  # PyTorch's files are zips too, which begin with this member
_PLAIN_STEMS: Final = ("config", "model", "model_final")  # names that say nothing


def find_models(
    path: Path, scratch: Path, *, weights: Path | None = None, control: Control | None = None
) -> tuple[FoundModel, ...]:
    """The models in what somebody brings; at least one.

    Args:
        path: a config or weights, whose partner may lie beside it; or a folder, a zip, a pack.
        scratch: a folder of ours for what lies packed, made if needed; it has to stay until the models are installed.
        weights: those of a config. Config and weights may be given the wrong way round.
        control: hears of the progress, and may stop the work.

    Raises:
        UsageError: there is no model, or it cannot be told which files belong together.
        ConfigError: a config in a zip builds on another file.
        WeightsError: what is there is damaged, or no weights.
        OutputError: there is no room for what lies packed.
        Cancelled: a stop was requested.
    """
    control = control or Control()
    if weights is not None:
        _require_files(path, weights)
        if weights_problem(path) is None and weights_problem(weights) is not None:
            path, weights = weights, path
        return (_of_files(path, weights, (), scratch, control),)
    if path.is_dir():
        return _in_folder(path, scratch, control)
    head, suffix = head_of(path), path.suffix.casefold()
    if suffix == PACK_SUFFIX:
        return (read_pack(path, scratch, control),)
    if (head.startswith(_ZIP_START) and _TORCH_MARK not in head) or suffix == ".zip":
        with ModelZip(path) as archive:
            if not is_pack(archive):
                return _in_zip(archive, path, scratch, control)
        return (read_pack(path, scratch, control),)
    problem = weights_problem(path)
    if problem is None:
        return (_of_weights(path, scratch, control),)
    if not is_config_name(path.name):
        raise WeightsError(f"{path.name} {problem}.", hint=problem.hint, path=str(path)) from problem
    name, notes = choose_weights(path.name, _names_in(path.parent), _reader(path.parent), str(path.parent))
    return (_of_files(path, path.parent / name, notes, scratch, control),)


def _require_files(*paths: Path) -> None:
    """Refuse a folder, a zip or a pack where config and weights were asked for."""
    for path in paths:
        if path.is_dir():
            raise UsageError(f"{path.name} is a folder, and config and weights are two files.", hint="Import it alone.")
        if path.suffix.casefold() in (".zip", PACK_SUFFIX):
            raise UsageError(f"{path.name} is a zip, and config and weights are two files.", hint="Import it alone.")


# Files ----------------------------------------------------------------------------------------------------------------


def _of_weights(path: Path, scratch: Path, control: Control) -> FoundModel:
    """Weights that were named alone."""
    known = model_of_path(str(path)) or model_of_content(path, control)
    if known is not None and known.config_text and not disproof(known, path, control):
        return _without_config(path, known, Origin.FILES, str(path), scratch, control)
    config = choose_config(path.name, _names_in(path.parent), _reader(path.parent), str(path.parent))
    if config:
        return _of_files(path.parent / config, path, (), scratch, control)
    return _without_config(path, known, Origin.FILES, str(path), scratch, control)


def _of_files(config: Path, weights: Path, notes: tuple[str, ...], scratch: Path, control: Control) -> FoundModel:
    folders = dict.fromkeys((config.parent, weights.parent))
    classes = next((folder / name for folder in folders if (name := choose_classes(_names_in(folder)))), None)
    card = config.with_name(CARD_FILE)
    is_theirs = config.parent == weights.parent and card.is_file()
    name = _speaking(stem(config.name), config.absolute().parent.name)
    found = FoundModel(config, weights, name, Origin.FILES, str(config), classes=classes, notes=notes)
    return completed(found, card if is_theirs else None, (str(config), str(weights)), scratch, control)


def _without_config(
    weights: Path, known: CatalogueModel | None, origin: Origin, place: str, scratch: Path, control: Control
) -> FoundModel:
    name = plain_name(weights.name)
    if known is None:
        raise UsageError(
            f"The config that belongs to {name} is missing.", hint="Put it beside the weights, or name it."
        )
    why = disproof(known, weights, control)
    if why:
        raise WeightsError(
            f"{name} is called like the weights of {known.name}, but {why}.",
            hint="If they are damaged, get them again; if they are others, put their config beside them.",
            path=str(weights),
        )
    return found_of_catalogue(known, weights, None, folder_for_one(scratch), origin=origin, place=place)


# Folders --------------------------------------------------------------------------------------------------------------


def _in_folder(folder: Path, scratch: Path, control: Control) -> tuple[FoundModel, ...]:
    names = _names_in(folder)
    if not (any(map(is_config_name, names)) and any(map(is_weights_name, names))):
        names = _names_below(folder)
        if _lie_apart(names) and any(map(model_of_path, names)):
            cached = _in_cache(folder, scratch, control)
            if cached:
                return cached
    choices = choose(names, _reader(folder), str(folder))
    found = []
    for choice in choices:
        weights, place = folder / choice.weights, str(folder / posixpath.dirname(choice.weights))
        if not choice.config:
            known = model_of_path(str(weights)) or model_of_content(weights, control)
            found.append(_without_config(weights, known, Origin.FOLDER, place, scratch, control))
            continue
        config = folder / choice.config
        model = FoundModel(
            config,
            weights,
            _name(choice, folder.absolute().name, choices),
            Origin.FOLDER,
            place,
            classes=folder / choice.classes if choice.classes else None,
            notes=choice.notes,
            papers=tuple(folder / paper for paper in choice.papers),
        )
        card = folder / choice.card if choice.card else None
        found.append(completed(model, card, (str(config), str(weights)), scratch, control))
    return tuple(found)


def _lie_apart(names: Iterable[str]) -> bool:
    """Whether there are configs and weights, and no folder has both."""
    configs = {posixpath.dirname(name) for name in names if is_config_name(name)}
    weights = {posixpath.dirname(name) for name in names if is_weights_name(name)}
    return bool(configs) and bool(weights) and not configs & weights


def _in_cache(folder: Path, scratch: Path, control: Control) -> tuple[FoundModel, ...]:
    """The models in the cache of another program, or in a part of it; none where it is no such folder."""
    contents = cached_models_below([folder], scratch, control)
    if contents.unusable and not contents.models:
        first = contents.unusable[0]
        raise UsageError(
            f"{folder} holds no model that can be used. {first.reason}",
            hint=f"Install the model from the catalogue: d2studio models install {first.catalogue_id}",
            problems=[unusable.reason for unusable in contents.unusable],
        )
    return contents.models


def _names_in(folder: Path) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entry.name for entry in entries if entry.is_file())
    except OSError as error:
        raise UsageError(f"{folder} cannot be read: {error.strerror}.", path=str(folder)) from error


def _names_below(folder: Path) -> list[str]:
    """Files of a folder and of those below it, with forward slashes. Links to folders are not followed."""
    names: list[str] = []
    for at, folders, files in os.walk(folder):
        below = Path(at).relative_to(folder)
        folders[:] = sorted(name for name in folders if not name.startswith(".") and len(below.parts) < _MAX_DEPTH)
        names += [(below / name).as_posix() for name in files if (Path(at) / name).is_file()]
        if len(names) > _MAX_FILES:
            raise UsageError(
                f"{folder} holds more than {_MAX_FILES:,} files, too many to look for a model in.",
                hint="Choose the folder in which config and weights lie.",
            )
    return sorted(names)


# Zips -----------------------------------------------------------------------------------------------------------------


def _in_zip(archive: ModelZip, path: Path, scratch: Path, control: Control) -> tuple[FoundModel, ...]:
    choices = choose(archive.names, archive.read, path.name)
    if sum(archive.size(choice.weights) for choice in choices) > MAX_BYTES:
        raise WeightsError(f"{path.name} holds weights of more than {MAX_BYTES / 1e9:.0f} GB.", path=str(path))
    return tuple(
        _from_zip(archive, path, choice, _name(choice, path.stem, choices), scratch, control) for choice in choices
    )


def _from_zip(archive: ModelZip, path: Path, choice: Choice, name: str, scratch: Path, control: Control) -> FoundModel:
    """What is a model is written under names of ours."""
    folder = folder_for_one(scratch)
    suffix = posixpath.splitext(plain_name(choice.weights))[1].casefold()
    config, weights = folder / "config.yaml", folder / f"model{suffix}"
    known_as = (f"{path}/{choice.config}", f"{path}/{choice.weights}")
    if choice.config:
        _require_alone(archive.read(choice.config), choice.config)
        archive.copy(choice.config, config, control)
    archive.copy(choice.weights, weights, control)
    if not choice.config:
        known = model_of_path(known_as[1]) or model_of_content(weights, control)
        return _without_config(weights, known, Origin.ZIP, str(path), scratch, control)
    # The names of all these are ours: they were looked for.
    rest = {member: folder / posixpath.basename(member) for member in (choice.classes, choice.card, *choice.papers)}
    for member, target in rest.items():
        if member:
            archive.copy(member, target, control)
    found = FoundModel(
        config,
        weights,
        name,
        Origin.ZIP,
        str(path),
        classes=rest[choice.classes] if choice.classes else None,
        notes=choice.notes,
        papers=tuple(rest[paper] for paper in choice.papers),
    )
    return completed(found, rest[choice.card] if choice.card else None, known_as, scratch, control)


def _require_alone(config: bytes, name: str) -> None:
    """A config that is taken out of a zip alone cannot build on others in it."""
    from d2studio.engine.config_files import BASE_KEY, OWN_BASES
    from d2studio.engine.config_yaml import parse_yaml

    named = parse_yaml(config, posixpath.basename(name)).get(BASE_KEY, ())
    for base in map(str, named if isinstance(named, tuple) else (named,)):
        if posixpath.basename(base) not in OWN_BASES:
            raise ConfigError(
                f"{posixpath.basename(name)} builds on another config, {base[:100]!r}.",
                hint="Unpack the zip, and choose the folder.",
            )


# Names ----------------------------------------------------------------------------------------------------------------


def _name(choice: Choice, place: str, choices: Iterable[Choice]) -> str:
    """What to call a model whose files do not tell: after its place, or after its folder there if that has several."""
    folder = posixpath.basename(posixpath.dirname(choice.weights))
    is_only = len(list(choices)) == 1
    return _speaking(stem(choice.config), place if is_only or not folder else folder)


def _speaking(name: str, otherwise: str) -> str:
    return otherwise or name if name.casefold() in _PLAIN_STEMS else name


def _reader(folder: Path) -> Read:
    def read(name: str) -> bytes:
        with (folder / name).open("rb") as file:
            return file.read(MAX_SMALL_BYTES)

    return read
