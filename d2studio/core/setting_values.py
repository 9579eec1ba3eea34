"""Readers of single settings: each takes a value from a file or from code and returns it checked, in its own type.

A reader raises `UnfitValue` with what the value must be, in words that complete "theme must be ...".
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final, TypeVar

from d2studio.core.model_rules import ModelRules

T = TypeVar("T")
Reader = Callable[[object], T]

_COLOUR: Final = re.compile(r"#[0-9a-f]{6}", re.ASCII)


class UnfitValue(ValueError):
    """A value is of another kind or out of its range."""


def text(value: object) -> str:
    if not isinstance(value, str):
        raise UnfitValue("text in quotes")
    return value


def switch(value: object) -> bool:
    if not isinstance(value, bool):
        raise UnfitValue("true or false")
    return value


def one_of(*choices: str) -> Reader[str]:
    def read(value: object) -> str:
        if value not in choices:
            raise UnfitValue("one of " + ", ".join(choices))
        return str(value)

    return read


def number(lowest: float, highest: float) -> Reader[float]:
    def read(value: object) -> float:
        # Python counts True as 1; a comparison with NaN is false.
        if isinstance(value, bool) or not isinstance(value, int | float) or not lowest <= value <= highest:
            raise UnfitValue(f"a number from {lowest:g} to {highest:g}")
        return float(value)

    return read


def whole(lowest: int, highest: int) -> Reader[int]:
    def read(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not lowest <= value <= highest:
            raise UnfitValue(f"a whole number from {lowest} to {highest}")
        return value

    return read


def optional(read_value: Reader[T]) -> Reader[T | None]:
    def read(value: object) -> T | None:
        try:
            return None if value is None else read_value(value)
        except UnfitValue as error:
            raise UnfitValue(f"{error}, or null") from error

    return read


def several(read_item: Reader[T], *, most: int) -> Reader[tuple[T, ...]]:
    """A list; what goes beyond the first `most` is dropped."""

    def read(value: object) -> tuple[T, ...]:
        try:
            return tuple(read_item(item) for item in _items(value)[:most])
        except UnfitValue as error:
            raise UnfitValue(f"a list, each entry of it {error}") from error

    return read


def pair(read_item: Reader[T]) -> Reader[tuple[T, T]]:
    def read(value: object) -> tuple[T, T]:
        items = _items(value)
        if len(items) != 2:
            raise UnfitValue("a list of two")
        return read_item(items[0]), read_item(items[1])

    return read


def by_name(read_item: Reader[T], *, most: int) -> Reader[Mapping[str, T]]:
    """An object; of more than `most` entries the last ones are kept, which were added last."""

    def read(value: object) -> Mapping[str, T]:
        if not isinstance(value, Mapping):
            raise UnfitValue("an object in braces")
        entries = list(value.items())[-most:]
        try:
            return {text(name): read_item(item) for name, item in entries}
        except UnfitValue as error:
            raise UnfitValue(f"an object in braces, each value in it {error}") from error

    return read


def colour(value: object) -> str:
    """A colour as "#rrggbb", in small letters."""
    lowered = value.lower() if isinstance(value, str) else ""
    if not _COLOUR.fullmatch(lowered):
        raise UnfitValue('a colour like "#0072b2"')
    return lowered


def input_size(value: object) -> tuple[int, int]:
    """Shorter side and largest longer side, in pixels."""
    shorter, longer = pair(whole(64, 8192))(value)
    if longer < shorter:
        raise UnfitValue("two sides in pixels, the shorter first")
    return shorter, longer


def rules(value: object) -> ModelRules:
    share = number(0, 1)
    if isinstance(value, ModelRules):
        value = rules_as_json(value)
    if not isinstance(value, Mapping):
        raise UnfitValue("an object in braces")
    return ModelRules(
        threshold=share(value.get("threshold", 0.0)),
        class_thresholds=by_name(share, most=10_000)(value.get("class_thresholds", {})),
        hidden_classes=frozenset(several(text, most=10_000)(value.get("hidden_classes", ()))),
        max_overlap=optional(share)(value.get("max_overlap")),
        max_inside=optional(share)(value.get("max_inside")),
        max_count=optional(whole(0, 1_000_000))(value.get("max_count")),
    )


def rules_as_json(rules: ModelRules) -> dict[str, object]:
    """Only what differs from rules that show everything."""
    everything = {
        "threshold": rules.threshold or None,
        "class_thresholds": dict(rules.class_thresholds) or None,
        "hidden_classes": sorted(rules.hidden_classes) or None,
        "max_overlap": rules.max_overlap,
        "max_inside": rules.max_inside,
        "max_count": rules.max_count,
    }
    return {name: value for name, value in everything.items() if value is not None}


def _items(value: object) -> list[object]:
    if isinstance(value, str | Mapping) or not isinstance(value, Iterable):
        raise UnfitValue("a list")
    return list(value)
