"""Finds the weights in whatever was saved: bare, under a key, inside a wrapper's prefix."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from d2studio.engine.checkpoint.problems import EXPORT_WEIGHTS, damaged, printable
from d2studio.engine.checkpoint.stand_ins import StoredTensor
from d2studio.errors import WeightsError

# Where programs put the weights, best first: Detectron2, Lightning and MMDetection, common scripts, pycls, Detectron,
# averaged weights.
_HOLDERS = (
    "model",
    "state_dict",
    "model_state_dict",
    "model_state",
    "blobs",
    "net",
    "network",
    "weights",
    "params",
    "module",
    "ema",
    "model_ema",
    "ema_state_dict",
)
_MAX_DEPTH = 3

# Wrappers that put a module's name in front of all names: DataParallel, Lightning, torch.compile.
_PREFIXES = ("module.", "model.", "_orig_mod.")

Value = TypeVar("Value")


def find_weights(root: object) -> tuple[dict[str, StoredTensor], list[str]]:
    """The tensors by name, and notes on what was left out.

    Args:
        root: what the file holds.

    Raises:
        WeightsError: it holds no named tensors.
    """
    if not isinstance(root, dict):
        raise WeightsError(f"holds {_in_words(root)}, not weights with names", hint=EXPORT_WEIGHTS)
    path = _path_to_tensors(root, _MAX_DEPTH, set())
    holder = root
    notes = []
    for key in path or ():
        others = sorted(str(other) for other in holder if other != key and not _is_label(holder[other]))
        if others:
            notes.append(f"left out beside the weights: {_enumerate(others)}")
        holder = holder[key]
    weights = {key: value for key, value in holder.items() if isinstance(key, str) and isinstance(value, StoredTensor)}
    if not weights:
        names = _enumerate(sorted(map(str, holder)))
        raise WeightsError(f"holds {names or 'nothing at all'}, but no tensors", hint=EXPORT_WEIGHTS)
    if not all(name.isprintable() for name in weights):
        raise damaged("the name of a tensor is no text")
    dropped = sorted(str(key) for key in holder if key not in weights and not _is_label(holder[key]))
    if dropped:
        notes.append(f"left out, being no tensors: {_enumerate(dropped)}")
    return weights, notes


def strip_wrappers(tensors: Mapping[str, Value]) -> tuple[dict[str, Value], list[str]]:
    """Names without the prefixes that all of them share because the model was wrapped, and notes on that."""
    stripped = dict(tensors)
    notes = []
    while prefix := next((prefix for prefix in _PREFIXES if all(name.startswith(prefix) for name in stripped)), None):
        stripped = {name.removeprefix(prefix): tensor for name, tensor in stripped.items()}
        notes.append(f"all names began with {prefix!r}, which was taken off")
    return stripped, notes


def _path_to_tensors(holder: object, depth: int, seen: set[int]) -> list[str] | None:
    """The keys that lead to the first dictionary with tensors, or None."""
    if not isinstance(holder, dict) or id(holder) in seen:
        return None
    seen.add(id(holder))
    if depth:
        for key in _HOLDERS:
            path = _path_to_tensors(holder.get(key), depth - 1, seen)
            if path is not None:
                return [key, *path]
    return [] if any(isinstance(value, StoredTensor) for value in holder.values()) else None


def _is_label(value: object) -> bool:
    """Small facts that say where weights come from, such as `__author__`: not worth a note."""
    return isinstance(value, str | bool | int | float | None)


def _in_words(value: object) -> str:
    if isinstance(value, StoredTensor):
        return "a single tensor"
    if isinstance(value, list | tuple):
        return "a list"
    return "a single value"


def _enumerate(names: Iterable[str]) -> str:
    shown = [printable(name[:60]) for name in names]
    return ", ".join(shown[:5]) + (f" and {len(shown) - 5:,} more" if len(shown) > 5 else "")
