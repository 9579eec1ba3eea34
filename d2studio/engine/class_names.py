"""Names and colours of classes, which neither config nor weights carry: from a file, or a well-known data set's."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final, Literal

from d2studio.engine.small_text import read_small_text
from d2studio.errors import UsageError

# How a data set's name begins, reduced to letters and digits, and the files that may hold its names. The first part
# are the names under which Detectron2 registers them, the second what document models were trained on.
_FILES_BY_PREFIX: Final = {
    "coco20": ("coco",),
    "keypointscoco20": ("coco_person",),
    "cityscapes": ("cityscapes",),
    "voc20": ("pascal_voc",),
    "lvisv05": ("lvis_v0_5", "coco"),  # "cocofied" LVIS has COCO's classes
    "lvisv1": ("lvis_v1",),
    "doclaynet": ("doclaynet",),
    "hjdataset": ("hjdataset",),
    "mfd": ("mfd",),
    "newspapernavigator": ("newspaper_navigator",),
    "primalayout": ("prima",),
    "publaynet": ("publaynet",),
    "tablebank": ("tablebank",),
}

# LayoutParser counts these from 1: its models have one more output, the first, that stands for nothing.
_FILES_COUNTED_FROM_ONE: Final = frozenset({"hjdataset", "mfd"})
_BACKGROUND: Final = "Background"

_Kind = Literal["things", "stuff"]


def class_names_for(datasets: Sequence[str], count: int) -> tuple[str, ...] | None:
    """Names of `count` thing classes, or None where no data set in `datasets` is known to have that many.

    Args:
        datasets: the config's DATASETS.TRAIN and TEST. Configs often keep the names of the config they were made
            from, so the count must agree as well.
        count: how many classes the model tells apart, background not counted.
    """
    return _names_for(datasets, count, "things")


def stuff_names_for(datasets: Sequence[str], count: int) -> tuple[str, ...] | None:
    """Names of the `count` classes of a semantic map, or None; see `class_names_for`."""
    return _names_for(datasets, count, "stuff")


def _names_for(datasets: Sequence[str], count: int, kind: _Kind) -> tuple[str, ...] | None:
    for dataset in datasets:
        reduced = re.sub("[^a-z0-9]", "", dataset.lower())
        for prefix, file_names in _FILES_BY_PREFIX.items():
            if not reduced.startswith(prefix):
                continue
            for file_name in file_names:
                names = _read(file_name).get(kind, ())
                if file_name in _FILES_COUNTED_FROM_ONE and count == len(names) + 1:
                    return (_BACKGROUND, *names)
                if count == len(names) > 0:
                    return names
    return None


@cache
def _read(file_name: str) -> dict[str, tuple[str, ...]]:
    resource = files("d2studio") / "resources" / "classes" / f"{file_name}.json"
    return {kind: tuple(names) for kind, names in json.loads(resource.read_text(encoding="utf-8")).items()}


@dataclass(frozen=True)
class ClassList:
    """The thing classes of a model.

    Attributes:
        names: one for each class, by class id.
        colours: class id to sRGB, 0 to 255, of those classes that have been given a colour.
        notes: what was not as expected, in words.
    """

    names: tuple[str, ...]
    colours: Mapping[int, tuple[int, int, int]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Entry:
    name: str
    colour: tuple[int, int, int] | None = None


def read_classes(path: Path, count: int) -> ClassList:
    """Classes for a model with `count` of them, from a file that the user or a model folder brings.

    The file is a JSON list, a JSON object by class id (a LayoutParser label map, say), or text with a name on each
    line. In JSON a class is a name, or `{"name": "Text", "colour": "#0072B2"}`. Ids that start at 1 are
    understood; classes without a name are called by their number.

    Raises:
        UsageError: the file cannot be read, or is none of these.
    """
    return _fit(_parse(path, read_small_text(path, "list of class names")), count, path.name)


def list_classes(path: Path) -> ClassList:
    """The classes of a file as `read_classes` takes it, as many as it lists.

    Raises:
        UsageError: see `read_classes`.
    """
    entries = _parse(path, read_small_text(path, "list of class names"))
    return _fit(entries, max(entries) + 1, path.name)


def _parse(path: Path, text: str) -> dict[int, _Entry]:
    try:
        value = json.loads(text) if text.lstrip().startswith(("[", "{")) else text.split("\n")
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{path} is not JSON: {error}.", path=str(path)) from error
    entries = {}
    for key, given in enumerate(value) if isinstance(value, list) else value.items():
        entry = _entry(given)
        if entry is None or not re.fullmatch("[0-9]{1,6}", str(key)):
            raise UsageError(
                f"{path} is not a list of class names: {str(key)[:40]!r} is followed by {str(given)[:40]!r}.",
                hint='Expected is ["Text", "Title"], or {"0": "Text", "1": "Title"}, or a name on each line. In JSON '
                '{"name": "Text", "colour": "#0072B2"} may stand for a name.',
                path=str(path),
            )
        if entry.name:
            entries[int(key)] = entry
    if not entries:
        raise UsageError(f"{path} holds no class names.", path=str(path))
    return entries


def _entry(given: object) -> _Entry | None:
    """A class as it stands in a file; None where it is none."""
    match given:
        case str(name):
            return _Entry(name.strip())
        case {"name": str(name), "colour": str(colour)} if re.fullmatch("#[0-9A-Fa-f]{6}", colour):
            red, green, blue = bytes.fromhex(colour[1:])
            return _Entry(name.strip(), (red, green, blue))
    return None


def _fit(entries: Mapping[int, _Entry], count: int, source: str) -> ClassList:
    notes = []
    if min(entries) == 1 and max(entries) == count:
        entries = {class_id - 1: entry for class_id, entry in entries.items()}
        notes.append(f"The names in {source} are numbered from 1; number 1 is taken for the model's first class.")
    elif min(entries) == 1 and max(entries) == count - 1:
        entries = {0: _Entry(_BACKGROUND), **entries}
        notes.append(f"The names in {source} are numbered from 1; the model's class 0 is taken for {_BACKGROUND}.")
    missing = sum(class_id not in entries for class_id in range(count))
    surplus = sum(class_id >= count for class_id in entries)
    if missing or surplus:
        said = []
        if missing:
            said.append("1 class has no name yet" if missing == 1 else f"{missing} classes have no name yet")
        said += [f"names not used: {surplus}"] if surplus else []
        notes.append(f"The model has {count} classes and {source} has {len(entries)} names; {', '.join(said)}.")
    filled = [entries.get(class_id, _Entry(f"class {class_id}")) for class_id in range(count)]
    return ClassList(
        names=tuple(entry.name for entry in filled),
        colours={class_id: entry.colour for class_id, entry in enumerate(filled) if entry.colour is not None},
        notes=tuple(notes),
    )
