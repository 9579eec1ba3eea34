"""Configs in files, and their values."""

from collections.abc import Mapping
from pathlib import Path

import yaml

from d2studio.engine.config import Config
from d2studio.engine.config_defaults import DEFAULTS

DATA = Path(__file__).parent.parent / "data"


def write(folder: Path, text: str, name: str = "config.yaml") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def flat(tree: Mapping[str, object], prefix: str = "") -> dict[str, object]:
    """A dump's values by dotted key, lists as tuples; written apart from the program's own."""
    values: dict[str, object] = {}
    for name, value in tree.items():
        values |= flat(value, f"{prefix}{name}.") if isinstance(value, dict) else {prefix + name: frozen(value)}
    return values


def frozen(value: object) -> object:
    return tuple(frozen(item) for item in value) if isinstance(value, list) else value


def values_of(config: Config) -> dict[str, object]:
    return {key: config.value(key) for key in DEFAULTS}


def reference_dump(path: Path) -> dict[str, object]:
    return flat(yaml.safe_load(path.read_text(encoding="utf-8")))
