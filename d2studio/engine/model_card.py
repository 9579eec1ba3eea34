"""What a model folder says about its model in `model.json`, beside config and weights."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from d2studio.engine.small_text import read_small_text
from d2studio.errors import UsageError

CARD_FILE: Final = "model.json"


@dataclass(frozen=True)
class ModelCard:
    """A model in its maker's words. Everything may be missing; what else the file holds is passed over.

    Attributes:
        name, version, description, licence, training: one line each.
        thresholds: class name to the score from which detections of that class are worth showing.
        measured: what was measured on, to names and values of figures.
        sha256: name of a file of the folder to the hash of its content, in hexadecimal digits.
    """

    name: str = ""
    version: str = ""
    description: str = ""
    licence: str = ""
    training: str = ""
    thresholds: Mapping[str, float] = field(default_factory=dict)
    measured: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    sha256: Mapping[str, str] = field(default_factory=dict)


def read_card(path: Path) -> ModelCard:
    """Read a `model.json`.

    Raises:
        UsageError: it cannot be read, or a value is not what belongs there.
    """
    try:
        value = json.loads(read_small_text(path, "model's card"))
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{path} is not JSON: {error}.", path=str(path)) from error
    if not isinstance(value, dict):
        raise UsageError(f"{path} is no card of a model: it does not begin with {{.", path=str(path))
    for key, is_right in _CHECKS.items():
        if key in value and not is_right(value[key]):
            raise UsageError(f"{path}: {key!r} cannot be {str(value[key])[:60]!r}.", path=str(path), key=key)
    return ModelCard(**{key: value[key] for key in _CHECKS if key in value})


def card_beside(config_path: Path, weights_path: Path | None) -> ModelCard | None:
    """The card of the model that config and weights are; None where there is none, or the weights lie elsewhere.

    Raises:
        UsageError: see `read_card`.
    """
    path = config_path.with_name(CARD_FILE)
    is_theirs = weights_path is None or weights_path.parent == config_path.parent
    return read_card(path) if is_theirs and path.is_file() else None


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_number(least: float, most: float) -> Callable[[object], bool]:
    # NaN lies between no bounds. Python counts True as 1.
    return lambda value: isinstance(value, int | float) and not isinstance(value, bool) and least <= value <= most


def _maps_to(is_right: Callable[[object], bool]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, dict) and all(map(is_right, value.values()))


_CHECKS: Final[Mapping[str, Callable[[object], bool]]] = {
    "name": _is_text,
    "version": _is_text,
    "description": _is_text,
    "licence": _is_text,
    "training": _is_text,
    "thresholds": _maps_to(_is_number(0, 1)),
    "measured": _maps_to(_maps_to(_is_number(-1e12, 1e12))),
    "sha256": _maps_to(_is_text),
}
