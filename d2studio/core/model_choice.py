"""Which files of a folder or an archive are a model, as far as their names tell."""

import posixpath
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from d2studio.core.model_files import (
    CLASS_FILES,
    WEIGHTS_SUFFIXES,
    is_config_name,
    is_weights_name,
    plain_name,
    stem,
)
from d2studio.core.words import printable
from d2studio.engine.model_card import CARD_FILE
from d2studio.errors import D2StudioError, UsageError

PAPER_FILES: Final = ("LICENSE", "CARD.md")

_LAST_CHECKPOINT: Final = "last_checkpoint"  # Detectron2 writes the name of the newest weights there
_FINAL: Final = "model_final"
_MAX_CONFIGS: Final = 30  # that are read, to see which builds on which
_MAX_LISTED: Final = 8
_MAX_POINTER: Final = 1000  # bytes of `last_checkpoint` worth reading

Read = Callable[[str], bytes]


@dataclass(frozen=True)
class Choice:
    """Names of files that are one model, with forward slashes; `config` is empty where there is none."""

    config: str
    weights: str
    classes: str = ""
    card: str = ""
    papers: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def choose(names: Iterable[str], read: Read, place: str) -> tuple[Choice, ...]:
    """The models among files of a folder and those below it.

    Config and weights of a model lie side by side; only where no folder has both, they may lie apart. Where no config
    is there at all, each weights file is a choice without one.

    Args:
        names: of files, relative to `place`.
        read: gives the content of a small one.
        place: what to call the folder or archive in errors.

    Raises:
        UsageError: there is none, or it cannot be told which files belong together.
    """
    files = [name for name in names if not posixpath.basename(name).startswith(".")]
    configs, weights = list(filter(is_config_name, files)), list(filter(is_weights_name, files))
    both = {*map(posixpath.dirname, configs)} & {*map(posixpath.dirname, weights)}
    if "" in both:
        both = {""}
    if both:
        return tuple(
            choice
            for folder in sorted(both)
            for choice in _choose_in([name for name in files if posixpath.dirname(name) == folder], read, place)
        )
    if weights and not configs:
        return tuple(_with_rest(Choice("", name), files) for name in sorted(weights))
    if not weights:
        message = (
            f"{place} holds a config ({_listed(configs)}) but no weights." if configs else f"{place} holds no model."
        )
        raise UsageError(
            message,
            hint=f"A model is a config (*.yaml) and weights ({', '.join('*' + s for s in WEIGHTS_SUFFIXES)}).",
        )
    return _choose_in(files, read, place)


def choose_weights(config: str, names: Sequence[str], read: Read, place: str) -> tuple[str, tuple[str, ...]]:
    """The weights among `names` that belong to a config, and notes on why these.

    Raises:
        UsageError: there are none, or it cannot be told which.
    """
    weights = sorted(filter(is_weights_name, names), key=_preference)
    if not weights:
        raise UsageError(f"The weights that belong to {config} are missing.", hint="Name the weights file.")
    by_stem: dict[str, list[str]] = {}
    for name in weights:
        by_stem.setdefault(stem(name), []).append(name)
    newest = _newest_checkpoint(names, read)
    if stem(config) in by_stem:
        chosen, why = stem(config), "which has the config's name"
    elif _FINAL in by_stem:
        chosen, why = _FINAL, "which training writes at its end"
        if newest in by_stem and newest != _FINAL:
            why += f"; the newest by {_LAST_CHECKPOINT} is {newest}"
    elif newest in by_stem:
        chosen, why = newest, f"which {_LAST_CHECKPOINT} names"
    elif len(by_stem) == 1:
        chosen, why = stem(weights[0]), "which is read fastest"
    else:
        raise UsageError(
            f"{place} holds {len(weights)} weights files: {_listed(weights)}.", hint="Name the one to be used."
        )
    name = by_stem[chosen][0]
    return name, (f"Of {len(weights)} weights files {plain_name(name)} was taken, {why}.",) if len(weights) > 1 else ()


def choose_config(weights: str, names: Sequence[str], read: Read, place: str) -> str:
    """The config among `names` that belongs to weights; empty where there is none at all.

    Raises:
        UsageError: it cannot be told which.
    """
    configs = _without_bases(sorted(filter(is_config_name, names)), read)
    alike = [name for name in configs if stem(name) == stem(weights)]
    if len(alike) == 1 or len(configs) <= 1:
        return (alike or configs or [""])[0]
    raise _too_many(configs, place)


def choose_classes(names: Iterable[str]) -> str:
    """The file that lists the classes; empty where there is none."""
    by_name = {posixpath.basename(name): name for name in names}
    return next((by_name[name] for name in CLASS_FILES if name in by_name), "")


def _choose_in(names: Sequence[str], read: Read, place: str) -> tuple[Choice, ...]:
    configs = _without_bases(sorted(filter(is_config_name, names)), read)
    stems = {stem(name) for name in filter(is_weights_name, names)}
    if len(configs) != 1 and not (configs and all(stem(config) in stems for config in configs)):
        raise _too_many(configs, place)
    choices = []
    for config in configs:
        weights, notes = choose_weights(config, names, read, place)
        choices.append(_with_rest(Choice(config, weights, notes=notes), names))
    return tuple(choices)


def _with_rest(choice: Choice, names: Iterable[str]) -> Choice:
    """With the other files that lie beside the weights."""
    folder = posixpath.dirname(choice.weights)
    beside = {posixpath.basename(name): name for name in names if posixpath.dirname(name) == folder}
    return Choice(
        choice.config,
        choice.weights,
        choose_classes(beside.values()),
        beside.get(CARD_FILE, ""),
        tuple(beside[name] for name in PAPER_FILES if name in beside),
        choice.notes,
    )


def _without_bases(configs: Sequence[str], read: Read) -> list[str]:
    """Without those that another one builds on."""
    from d2studio.engine.config_files import BASE_KEY
    from d2studio.engine.config_yaml import parse_yaml

    bases = set()
    for config in configs if 1 < len(configs) <= _MAX_CONFIGS else ():
        try:
            named = parse_yaml(read(config), config).get(BASE_KEY, ())
        except (D2StudioError, OSError):
            continue
        for base in named if isinstance(named, tuple) else (named,):
            path = str(base).replace("\\", "/")
            bases.add(posixpath.normpath(posixpath.join(posixpath.dirname(config), path)))
    return [config for config in configs if config not in bases]


def _newest_checkpoint(names: Iterable[str], read: Read) -> str:
    """The stem of the weights that training wrote last, by its own account."""
    pointer = next((name for name in names if posixpath.basename(name) == _LAST_CHECKPOINT), None)
    if pointer is None:
        return ""
    try:
        text = read(pointer)[:_MAX_POINTER].decode("utf-8", "replace")
    except (D2StudioError, OSError):
        return ""
    return stem(text.strip().replace("\\", "/"))


def _preference(name: str) -> tuple[int, str]:
    suffix = posixpath.splitext(plain_name(name))[1].casefold()
    return WEIGHTS_SUFFIXES.index(suffix), name


def _too_many(configs: Sequence[str], place: str) -> UsageError:
    if not configs:  # each builds on another
        return UsageError(f"The configs in {place} build on each other in a circle.", hint="Name config and weights.")
    return UsageError(
        f"{place} holds {len(configs)} configs: {_listed(configs)}.", hint="Name the config and its weights."
    )


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _MAX_LISTED} more" if len(names) > _MAX_LISTED else ""
    return printable(", ".join(names[:_MAX_LISTED])[:600]) + more
