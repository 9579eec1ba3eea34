"""Finds the models that LayoutParser, Detectron2 and the hub's client have downloaded. They are read where they lie."""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

from d2studio.control import Control
from d2studio.core.catalogue import CatalogueModel, catalogue
from d2studio.core.found_model import FoundModel, Origin, Unusable, folder_for_one
from d2studio.core.known_models import config_disproof, disproof, found_of_catalogue, is_hash_known, model_of_path
from d2studio.core.model_facts import weights_problem
from d2studio.core.model_files import is_config_name, is_weights_name
from d2studio.errors import D2StudioError, UsageError

# Where libraries keep what they download, in this order; the variables are theirs.
_FOLDERS: Final = (
    ("FVCORE_CACHE", ""),
    ("", ".torch/iopath_cache"),
    ("", ".torch/fvcore_cache"),
    ("HF_HUB_CACHE", ""),
    ("HUGGINGFACE_HUB_CACHE", ""),
    ("HF_HOME", "hub"),
    ("XDG_CACHE_HOME", "huggingface/hub"),
    ("", ".cache/huggingface/hub"),
)
_MAX_FILES: Final = 20_000
_MAX_DEPTH: Final = 10
_HUB_BLOB: Final = re.compile(r"[0-9a-f]{64}")  # the hub's client names a large file by its SHA-256


@dataclass(frozen=True)
class CacheContents:
    """What there is in the caches of other programs.

    Attributes:
        models: can be installed.
        unusable: files of models of the catalogue that cannot, and why.
    """

    models: tuple[FoundModel, ...]
    unusable: tuple[Unusable, ...]


@dataclass
class _Files:
    """Files of one model, in the order in which they were found."""

    configs: list[Path] = field(default_factory=list)
    weights: list[Path] = field(default_factory=list)


def find_cached_models(scratch: Path, home: Path | None = None, control: Control | None = None) -> CacheContents:
    """The models of the catalogue that other programs have downloaded.

    Args:
        scratch: a folder of ours for the little that the catalogue has to add, such as a config; the rest stays where
            it is. It has to stay until the models are installed.
        home: the user's home folder.
        control: hears of the progress, and may stop the work: weights whose hash is known are hashed.

    Raises:
        OutputError: nothing can be written to `scratch`.
        Cancelled: a stop was requested.
    """
    return cached_models_below(_cache_folders(home or Path.home()), scratch, control or Control())


def cached_models_below(folders: Iterable[Path], scratch: Path, control: Control) -> CacheContents:
    """The models of the catalogue in the caches of other programs; see `find_cached_models`.

    Raises:
        OutputError, Cancelled: see there.
    """
    by_id: dict[str, _Files] = {}
    for path in _files(folders):
        model = model_of_path(str(path))
        if model is not None and is_config_name(path.name):
            by_id.setdefault(model.id, _Files()).configs.append(path)
        elif model is not None and is_weights_name(path.name):
            by_id.setdefault(model.id, _Files()).weights.append(path)
    models: list[FoundModel] = []
    unusable: list[Unusable] = []
    for model in catalogue():
        if model.id in by_id:
            found = _adopt(model, by_id[model.id], scratch, unusable, control)
            models += [] if found is None else [found]
    return CacheContents(tuple(models), tuple(unusable))


def _adopt(
    model: CatalogueModel, files: _Files, scratch: Path, unusable: list[Unusable], control: Control
) -> FoundModel | None:
    """The model from the first config and the first weights that are what they should be.

    Where there are none, `unusable` gets the files that are not, or those that lack a partner.
    """
    config, bad_configs = _first_good(model, files.configs, partial(_config_problem, model))
    weights, bad_weights = _first_good(model, files.weights, partial(_weights_problem, model, control))
    is_config_missing = config is None and not model.config_text
    if weights is None or is_config_missing:
        bad = (bad_weights if weights is None else []) + (bad_configs if is_config_missing else [])
        alone = config or weights
        if not bad and alone is not None:
            why = "Its weights were not downloaded." if weights is None else "Its config was not downloaded."
            bad = [Unusable(alone, why, model.id)]
        unusable += bad
        return None
    notes = tuple(f"{bad.reason} Another config is used." for bad in bad_configs)
    folder = folder_for_one(scratch)
    return found_of_catalogue(model, weights, config, folder, origin=Origin.CACHE, place=str(weights), notes=notes)


def _first_good(
    model: CatalogueModel, paths: Sequence[Path], problem: Callable[[Path], str]
) -> tuple[Path | None, list[Unusable]]:
    """The first of several files that has no problem, and those before it."""
    bad: list[Unusable] = []
    for path in paths:
        reason = problem(path)
        if not reason:
            return path, bad
        bad.append(Unusable(path, reason, model.id))
    return None, bad


def _config_problem(model: CatalogueModel, path: Path) -> str:
    """What is wrong with a config, as a sentence; empty where nothing is."""
    from d2studio.engine.config_files import read_files

    try:
        read_files(path)
    except D2StudioError as error:
        return _sentence(str(error))
    why = "" if is_hash_known(model) else config_disproof(model, path)
    return f"{path.name} is called like the config of {model.name}, but {why}." if why else ""


def _weights_problem(model: CatalogueModel, control: Control, path: Path) -> str:
    """What is wrong with weights, as a sentence; empty where nothing is."""
    try:
        problem = weights_problem(path)
        if problem is not None:
            return _sentence(f"{path.name} {problem}")
        why = _hub_disproof(path, control)
        if not why and (doubt := disproof(model, path, control)):
            if not is_hash_known(model):
                return f"{path.name} is called like the weights of {model.name}, but {doubt}."
            why = doubt
    except D2StudioError as error:
        return _sentence(str(error))
    return f"{path.name} is damaged: {why}." if why else ""


def _hub_disproof(path: Path, control: Control) -> str:
    from d2studio.engine.known_contents import content_digest

    expected = os.path.basename(os.path.realpath(path))
    if not path.is_symlink() or not _HUB_BLOB.fullmatch(expected):
        return ""
    try:
        digest = content_digest(path, control)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.", path=str(path)) from error
    return (
        "" if digest == expected else f"its SHA-256 begins with {digest[:8]}, that of the download with {expected[:8]}"
    )


def _sentence(text: str) -> str:
    return text if text.endswith(".") else f"{text}."


def _files(folders: Iterable[Path]) -> Iterator[Path]:
    seen = set()
    for folder in folders:
        real = os.path.realpath(folder)
        if real not in seen:
            seen.add(real)
            yield from _files_below(folder)


def _cache_folders(home: Path) -> Iterator[Path]:
    for variable, below in _FOLDERS:
        if not variable:
            yield home / below
        elif os.environ.get(variable):
            yield Path(os.environ[variable]).expanduser() / below


def _files_below(folder: Path) -> Iterator[Path]:
    """Files and links to files; links to folders are not followed."""
    count = 0
    for at, folders, files in os.walk(folder):
        depth = len(Path(at).relative_to(folder).parts)
        folders[:] = sorted(name for name in folders if name != "blobs" and depth < _MAX_DEPTH)
        for name in sorted(files):
            count += 1
            if count > _MAX_FILES:
                return
            yield Path(at) / name
