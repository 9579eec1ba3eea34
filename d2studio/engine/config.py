"""A Detectron2 config: which network, how its input is prepared, how its output is filtered.

Files are Detectron2's own YAML, alone or on top of others (`_BASE_`), partial or full dumps, of every version.
The rules by which values are merged are those of yacs, which Detectron2 uses.
"""

import builtins
import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Final, TypeVar

import yaml

from d2studio.engine.config_arithmetic import read_literal
from d2studio.engine.config_check import check_supported
from d2studio.engine.config_defaults import (
    DEFAULTS,
    LATEST_VERSION,
    NETWORK_SECTIONS,
    OLD_ANCHOR_NAMES,
    OLD_NAMES,
    OLD_UNUSED_NAMES,
    SECTIONS,
    TRAINING_SECTIONS,
    TRAINING_SUFFIX,
    TRAINING_WORD,
    Value,
)
from d2studio.engine.config_files import read_files
from d2studio.engine.config_yaml import Node, plain_value
from d2studio.errors import ConfigError, UnsupportedConfig

__all__ = ["Config", "Value", "default_config", "load_config"]

_T = TypeVar("_T")

_MAX_NAMED: Final = 20  # names in one sentence
_MAX_SUGGESTIONS: Final = 50  # a search for similar names takes milliseconds each


@dataclass(frozen=True)
class Config:
    """All settings of Detectron2, by dotted key, checked: whatever is here, the engine can build and run.

    Attributes:
        path: the file it came from, None for one made in memory.
        notes: what was left out or replaced, in words.
    """

    path: Path | None
    notes: tuple[builtins.str, ...]
    _values: Mapping[builtins.str, Value] = field(repr=False, hash=False)

    def value(self, key: builtins.str) -> Value:
        assert key in self._values, key
        return self._values[key]

    def bool(self, key: builtins.str) -> builtins.bool:
        return _as(bool, key, self.value(key))

    def int(self, key: builtins.str) -> builtins.int:
        return _as(int, key, self.value(key))

    def float(self, key: builtins.str) -> builtins.float:
        return _as_float(key, self.value(key))

    def str(self, key: builtins.str) -> builtins.str:
        return _as(str, key, self.value(key))

    def bools(self, key: builtins.str) -> tuple[builtins.bool, ...]:
        return tuple(_as(bool, key, value) for value in self._list(key))

    def ints(self, key: builtins.str) -> tuple[builtins.int, ...]:
        return tuple(_as(int, key, value) for value in self._list(key))

    def floats(self, key: builtins.str) -> tuple[builtins.float, ...]:
        return tuple(_as_float(key, value) for value in self._list(key))

    def strs(self, key: builtins.str) -> tuple[builtins.str, ...]:
        return tuple(_as(str, key, value) for value in self._list(key))

    def nested_floats(self, key: builtins.str) -> tuple[tuple[builtins.float, ...], ...]:
        """A list of lists of numbers; a plain list of numbers stands for a list of that one."""
        values = self._list(key)
        if not any(isinstance(value, tuple) for value in values):
            return (self.floats(key),)
        return tuple(tuple(_as_float(key, item) for item in _as(tuple, key, value)) for value in values)

    def with_values(self, values: Mapping[builtins.str, Value]) -> "Config":
        """The same config with some settings changed.

        Raises:
            ConfigError: a value has the wrong type.
            UnsupportedConfig: an unknown key, or a network that the engine cannot build.
        """
        return _changed(self, values, self.path, self.notes, "the change")

    def dump(self) -> builtins.str:
        """All settings as YAML that Detectron2 reads too."""
        tree: dict[str, object] = {}
        for key, value in self._values.items():
            *sections, name = key.split(".")
            branch = tree
            for section in sections:
                deeper = branch.setdefault(section, {})
                assert isinstance(deeper, dict)
                branch = deeper
            # Text is read as a Python literal where it is one: quotes keep it text.
            is_literal = isinstance(value, str) and read_literal(value) != value
            branch[name] = repr(value) if is_literal else _with_lists(value)
        return yaml.safe_dump(tree, allow_unicode=True, width=120)

    def _list(self, key: builtins.str) -> tuple[Value, ...]:
        return _as(tuple, key, self.value(key))


def default_config() -> Config:
    """Detectron2's defaults: a Faster R-CNN R50-C4 for 80 classes."""
    return Config(None, (), DEFAULTS)


def load_config(path: Path) -> Config:
    """The config in a file, on top of the files it builds on and of Detectron2's defaults.

    Raises:
        ConfigError: it cannot be read, or a value has the wrong type.
        UnsafeConfig: it asks for something to be run, or for files that are none of its business.
        UnsupportedConfig: unknown keys, or a network that the engine cannot build; all problems at once.
    """
    given, notes = read_files(path)
    _refuse_foreign(given, path.name)
    version = _version(given, path.name)
    if version < LATEST_VERSION:
        given = _upgraded(given, path.name)
        notes += (f"{path.name} is of version {version}; its settings were renamed to those of today",)
    return _changed(default_config(), given, path, notes, path.name)


def _version(given: Mapping[str, Node], file_name: str) -> int:
    """The version that a file says it has, else the newest that has all its names."""
    if "VERSION" not in given:
        return 1 if any(name in given for name in OLD_NAMES) else LATEST_VERSION
    version = given["VERSION"]
    if isinstance(version, bool) or not isinstance(version, int) or not 0 <= version <= LATEST_VERSION:
        raise ConfigError(
            f"{file_name}: VERSION is {_shown(version)}; versions 0 to {LATEST_VERSION} are known",
            hint="It may have been made with a newer Detectron2.",
        )
    return version


def _upgraded(given: Mapping[str, Node], file_name: str) -> dict[str, Node]:
    """Values of version 0 or 1 under the names of today."""
    architecture = given.get("MODEL.META_ARCHITECTURE", DEFAULTS["MODEL.META_ARCHITECTURE"])
    used, unused = ("RETINANET", "RPN") if architecture == "RetinaNet" else ("RPN", "RETINANET")
    names = {**OLD_NAMES} | {f"MODEL.{used}.{old}": new for old, new in OLD_ANCHOR_NAMES.items()}
    dropped = {*OLD_UNUSED_NAMES, *(f"MODEL.{unused}.{old}" for old in OLD_ANCHOR_NAMES)}
    values: dict[str, Node] = {}
    for key, value in given.items():
        new_key = names.get(key, key)
        if new_key in values or (new_key != key and new_key in given):
            raise ConfigError(f"{file_name} gives {new_key} twice, also under an old name")
        if key not in dropped:
            values[new_key] = value
    values["VERSION"] = LATEST_VERSION
    return values


def _changed(config: Config, given: Mapping[str, Node], path: Path | None, notes: tuple[str, ...], name: str) -> Config:
    """`config` with values put over its own, checked as a whole; `name` says where they come from."""
    values = dict(config._values)
    mismatches: list[str] = []
    unknown: list[str] = []
    ignored: list[str] = []
    for key, node in given.items():
        if key in DEFAULTS:
            try:
                values[key] = _coerced(node, DEFAULTS[key])
            except ValueError as e:
                mismatches.append(f"{key}: {_kind(DEFAULTS[key])} is needed, {_shown(node)} is {e}")
        elif key in SECTIONS:
            if node != {}:
                mismatches.append(f"{key}: a section is needed, {_shown(node)} was given")
        elif _makes_no_difference(key):
            ignored.append(key)
        else:
            unknown.append(key)
    if values["MODEL.WEIGHTS"] is None:  # Detectron2 takes both for "none"
        values["MODEL.WEIGHTS"] = ""
    problems = mismatches + _described(unknown)
    if mismatches:
        raise ConfigError(f"{name} has a wrong value: {_first(problems)}", hint="Correct the value.", problems=problems)
    if ignored:
        notes += (f"left out, since only training or a modified Detectron2 reads them: {_listed(ignored)}",)
    changed = Config(path, notes, MappingProxyType(values))
    problems += check_supported(changed)
    if unknown:
        raise UnsupportedConfig(
            f"{name} seems made for a modified Detectron2: {_first(problems)}",
            hint="A model made with a modified Detectron2 needs that. Correct a misspelt name.",
            problems=problems,
        )
    if problems:
        raise UnsupportedConfig(
            f"{name} cannot be run: {_first(problems)}", hint="The real Detectron2 may run it.", problems=problems
        )
    return changed


def _makes_no_difference(unknown: str) -> bool:
    """Whether a setting that Detectron2 does not have is none of the network or its input."""
    section, name = unknown.split(".")[0], unknown.split(".")[-1]
    if unknown.startswith(TRAINING_SECTIONS) or name.endswith(TRAINING_SUFFIX) or TRAINING_WORD in name:
        return True
    # A misspelt MODEL is no section of a project's own.
    return not difflib.get_close_matches(section.upper()[:100], NETWORK_SECTIONS, n=1, cutoff=0.8)


def _coerced(node: Node, default: Value) -> Value:
    """A given value in the type of the default, by yacs's rules; an int is also taken for a float.

    Raises:
        ValueError: the types do not agree; the message says what the value is.
    """
    value = plain_value(node)
    if isinstance(value, str):
        value = plain_value(read_literal(value))
    if isinstance(default, float) and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if value is None or default is None or type(value) is type(default):
        return value
    raise ValueError(_kind(value))


def _refuse_foreign(given: Mapping[str, Node], name: str) -> None:
    """Say so where a file is YAML of quite another kind.

    Raises:
        ConfigError: it is.
    """
    if any(key.split(".")[-1] == "_target_" for key in given):
        raise ConfigError(
            f"{name} is an exported LazyConfig, which describes a program",
            hint="Models made with it need the real Detectron2.",
        )
    found = dict.fromkeys(key.split(".")[0] for key in given)
    if found and not any(section in SECTIONS or section in DEFAULTS for section in found):
        raise ConfigError(f"{name} is no Detectron2 config: it has no section MODEL, but {_listed(list(found))}")


def _described(unknown: list[str]) -> list[str]:
    """A sentence for each unknown key, with the name that may have been meant."""
    sentences = []
    for index, key in enumerate(unknown):
        sentence = f"{key[:200]}: unknown"
        if key in OLD_NAMES:
            sentence += f"; it is {OLD_NAMES[key]} since version 2, and the config says it is of that version"
        elif index < _MAX_SUGGESTIONS and len(key) < 100:
            similar = difflib.get_close_matches(key, DEFAULTS, n=1, cutoff=0.85)
            sentence += f"; did you mean {similar[0]}?" if similar else ""
        sentences.append(sentence)
    return sentences


def _first(problems: list[str]) -> str:
    return problems[0] + (f" (and {len(problems) - 1} more)" if len(problems) > 1 else "")


def _listed(names: list[str]) -> str:
    shown = ", ".join(name[:100] for name in names[:_MAX_NAMED])
    return shown + (f" and {len(names) - _MAX_NAMED} more" if len(names) > _MAX_NAMED else "")


def _shown(value: object) -> str:
    """A value as the user may have written it, shortened."""
    text = repr(_with_lists(value))
    return text if len(text) <= 60 else text[:57] + "..."


def _kind(value: Value) -> str:
    kinds = {bool: "true or false", int: "a whole number", float: "a number", str: "text", tuple: "a list"}
    return kinds.get(type(value), "nothing")


def _with_lists(value: object) -> object:
    return [_with_lists(item) for item in value] if isinstance(value, tuple) else value


def _as(kind: type[_T], key: str, value: Value) -> _T:
    assert type(value) is kind, (key, value)  # exactly, since a bool is an int to Python
    assert isinstance(value, kind)
    return value


def _as_float(key: str, value: Value) -> float:
    return float(value) if type(value) is int else _as(float, key, value)
