"""Reads a config file and the files it builds on. These are the only files that a config can have opened."""

import importlib.resources
import os.path
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from d2studio.engine.config_yaml import MAX_BYTES, Node, parse_yaml, refuse_other_files
from d2studio.errors import ConfigError, UnsafeConfig

BASE_KEY: Final = "_BASE_"

# Files of Detectron2's own that others build on; their values come with d2studio.
OWN_BASES: Final = frozenset(
    f"Base-{name}.yaml"
    for name in ("RCNN-C4", "RCNN-DilatedC5", "RCNN-FPN", "RetinaNet", "Keypoint-RCNN-FPN", "Panoptic-FPN")
)
_MAX_FILES: Final = 8  # of one config, its bases included; Detectron2's own need 3
_MAX_KEY: Final = 200  # characters of a dotted key
_MAX_NAMED: Final = 5


def read_files(path: Path) -> tuple[dict[str, Node], tuple[str, ...]]:
    """Values by dotted key, a file's own over those it builds on, and notes on what was replaced.

    An empty section stays, as an empty dict.

    Raises:
        ConfigError: a file cannot be read, or what it builds on is missing or goes in a circle.
        UnsafeConfig: it asks for something to be run, or builds on a file that is not beside it by a relative path.
    """
    files = _Files(path.name)
    return files.read(path, ()), tuple(files.notes)


class _Files:
    """Limits hold over a config and all it builds on together."""

    def __init__(self, name: str) -> None:
        self.notes: list[str] = []
        self._name = name
        self._count = 0
        self._bytes_left = MAX_BYTES

    def read(self, path: Path, way: tuple[str, ...]) -> dict[str, Node]:
        """`way` has the real paths of the files that led here."""
        self._count += 1
        if self._count > _MAX_FILES:
            raise ConfigError(f"{self._name} builds on more than {_MAX_FILES - 1} other files")
        data = _read_bytes(path, self._bytes_left)
        self._bytes_left -= len(data)
        sections = parse_yaml(data, path.name)
        names = sections.pop(BASE_KEY, ())
        values: dict[str, Node] = {}
        for name in names if isinstance(names, tuple) else (names,):
            values |= self._read_base(_checked_base(name, path.name), path, (*way, os.path.realpath(path)))
        return values | _flat(sections, path.name)

    def _read_base(self, name: str, path: Path, way: tuple[str, ...]) -> dict[str, Node]:
        base = path.parent / name
        if os.path.realpath(base) in way:
            raise ConfigError(
                f"{path.name} builds on {_short(name)}, which builds on it in turn: {BASE_KEY} goes in a circle"
            )
        if os.path.exists(base):
            return self.read(base, way)
        if base.name not in OWN_BASES:
            raise ConfigError(
                f"{path.name} builds on {_short(name)}, which is not there",
                hint=f"Get that file too, and put it where {path.name} expects it.",
                path=str(path),
                base=name,
            )
        self.notes.append(f"{path.name} builds on {name}, which is not there; Detectron2's values for it were used")
        own = importlib.resources.files("d2studio").joinpath("resources", "configs", base.name)
        return _flat(parse_yaml(own.read_bytes(), base.name), base.name)


def _read_bytes(path: Path, limit: int) -> bytes:
    try:
        mode = path.stat().st_mode
        if stat.S_ISREG(mode) and path.suffix.lower() != ".py":
            with path.open("rb") as file:
                data = file.read(limit + 1)
    except FileNotFoundError as e:
        raise ConfigError(f"config not found: {path}", hint=_configs_in(path.parent), path=str(path)) from e
    except (OSError, ValueError) as e:
        reason = e.strerror if isinstance(e, OSError) else e
        raise ConfigError(f"config {_short(str(path))} cannot be read: {reason}", path=str(path)) from e
    if stat.S_ISDIR(mode):
        raise ConfigError(f"{path} is a folder, not a config", hint=_configs_in(path))
    if not stat.S_ISREG(mode):  # a pipe or a device could block
        raise ConfigError(f"{path} is not a regular file")
    if path.suffix.lower() == ".py":
        raise ConfigError(
            f"{path.name} is a LazyConfig: a program, which is never run",
            hint="Models made with it need the real Detectron2; configs are .yaml files.",
        )
    if len(data) > limit:
        refuse_other_files(data, path.name)
        raise ConfigError(f"{path.name} is too large for a config: more than {MAX_BYTES:,} bytes, bases included")
    return data


def _configs_in(folder: Path) -> str:
    try:
        names = sorted(path.name for path in folder.iterdir() if path.suffix.lower() in (".yaml", ".yml"))
    except (OSError, ValueError):
        return ""
    more = f" and {len(names) - _MAX_NAMED} more" if len(names) > _MAX_NAMED else ""
    return f"{folder} has {', '.join(names[:_MAX_NAMED])}{more}." if names else ""


def _checked_base(name: Node, file_name: str) -> str:
    """The relative path of a base, with forward slashes."""
    if not isinstance(name, str) or not name:
        raise ConfigError(f"{file_name}: {BASE_KEY} has to name a file, and is {_short(repr(name))}")
    path = name.replace("\\", "/")
    is_relative = not path.startswith(("/", "~")) and ":" not in path  # no roots, shares, homes; no drives, addresses
    if not (is_relative and path.isprintable() and path.lower().endswith((".yaml", ".yml"))):
        raise UnsafeConfig(
            f"{file_name} was blocked: it builds on {_short(repr(name))}",
            hint="Only .yaml files by a relative path are opened. Put that file beside it, and name it alone.",
        )
    return path


def _flat(sections: Mapping[str, Node], file_name: str, prefix: str = "") -> dict[str, Node]:
    values: dict[str, Node] = {}
    for name, node in sections.items():
        key = prefix + name
        if "." in name:
            raise ConfigError(f"{file_name}: {_short(name)} has to be written as nested sections, without dots")
        if len(key) > _MAX_KEY:  # or few bytes could make very many
            raise ConfigError(f"{file_name}: {key[:60]}... is too long for the name of a setting")
        if isinstance(node, dict) and node:
            values |= _flat(node, file_name, key + ".")
        else:
            values[key] = node
    return values


def _short(text: str) -> str:
    return text if len(text) <= 200 else text[:197] + "..."
