"""Which files are a model's, as far as their names tell."""

import itertools
import os
import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

WEIGHTS_SUFFIXES: Final = (".safetensors", ".pth", ".pkl", ".pt")  # of two of one stem, the one named first is taken
CONFIG_SUFFIXES: Final = (".yaml", ".yml")
PACK_SUFFIX: Final = ".d2pack"
CLASS_FILES: Final = ("classes.json", "labels.json", "label_map.json", "classes.txt")

_PACKED_SUFFIXES: Final = (PACK_SUFFIX, ".zip")
_QUERY: Final = re.compile(r"\?\w+=\w+(&\w+=\w+)*$")  # "?dl=1", but not that of "?dl=1.lock"
_MAX_ENTRIES: Final = 200  # of a folder that are looked at
_MAX_FOLDERS: Final = 100  # where more is given at once, it is not looked into folders


@dataclass(frozen=True)
class ModelPaths:
    """What `core.model_sources.find_models` finds a model in: a path, and the weights where it is a config."""

    path: str
    weights: str | None = None


def is_config_name(name: str) -> bool:
    """Whether a file is called like a config; `?dl=1` may follow."""
    return plain_name(name).casefold().endswith(CONFIG_SUFFIXES)


def is_weights_name(name: str) -> bool:
    """Whether a file is called like weights; `?dl=1` may follow."""
    return plain_name(name).casefold().endswith(WEIGHTS_SUFFIXES)


def plain_name(name: str) -> str:
    """A file's name without folders and without the query that was in its address."""
    return _QUERY.sub("", posixpath.basename(name))


def stem(name: str) -> str:
    """A file's name without folders, query and suffix."""
    return posixpath.splitext(plain_name(name))[0]


def split_models(paths: Sequence[str]) -> tuple[tuple[ModelPaths, ...], tuple[str, ...]]:
    """Tell models from pages among files and folders that somebody brings together.

    A folder is a model if a config and weights lie directly in it. A config and weights belong together if they are the
    only ones, or have one stem. Nothing is opened, and nothing fails: what cannot be looked at is a page.

    Returns:
        The models, then the others, which are taken for pages; both in the order given.
    """
    packed: list[str] = []
    configs: list[str] = []
    weights: list[str] = []
    others: list[str] = []
    given = list(dict.fromkeys(paths))
    for path in given:
        name = os.path.basename(path)
        if len(given) <= _MAX_FOLDERS and os.path.isdir(path):
            (packed if _is_model_folder(path) else others).append(path)
        elif name.casefold().endswith(_PACKED_SUFFIXES):
            packed.append(path)
        elif is_config_name(name):
            configs.append(path)
        elif is_weights_name(name):
            weights.append(path)
        else:
            others.append(path)
    models = {model.path: model for model in (*map(ModelPaths, packed), *_paired(configs, weights))}
    beside = {os.path.dirname(path) for path in (*configs, *weights)}
    pages = (path for path in others if not (os.path.basename(path) in CLASS_FILES and os.path.dirname(path) in beside))
    return tuple(models[path] for path in given if path in models), tuple(pages)


def _paired(configs: Sequence[str], weights: Sequence[str]) -> Iterator[ModelPaths]:
    """Those that belong together as one, each of the others alone: what it lies beside will tell."""
    partners = {_stem(path): path for path in weights}
    if len(configs) == len(weights) == 1:
        partners = {_stem(configs[0]): weights[0]}
    taken = set()
    for path in configs:
        partner = partners.pop(_stem(path), None)
        taken.add(partner)
        yield ModelPaths(path, partner)
    yield from (ModelPaths(path) for path in weights if path not in taken)


def _stem(path: str) -> str:
    return stem(os.path.basename(path))


def _is_model_folder(path: str) -> bool:
    try:
        with os.scandir(path) as entries:
            names = [entry.name for entry in itertools.islice(entries, _MAX_ENTRIES) if entry.is_file()]
    except (OSError, ValueError):
        return False
    return any(map(is_config_name, names)) and any(map(is_weights_name, names))
