"""Names of classes, which neither config nor weights carry: from a file, or those of a well-known data set."""

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final, Literal

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

# The largest data set with names, LVIS, needs 20 kB.
_MAX_FILE_BYTES: Final = 1_000_000

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


def read_class_names(path: Path, count: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names for a model of `count` classes from a file that the user or a model folder brings.

    The file is a JSON list, a JSON object from class id to name (a LayoutParser label map, say), or text with a name
    on each line. Ids that start at 1 are understood; classes without a name are called by their number.

    Returns:
        `count` names, and notes on what did not fit.

    Raises:
        UsageError: the file cannot be read, or is none of these.
    """
    names_by_id = _parse(path, _read_text(path))
    return _fit(names_by_id, count, path.name)


def _read_text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(_MAX_FILE_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{path}: the class names cannot be read: {error.strerror}.", path=str(path)) from error
    if len(content) > _MAX_FILE_BYTES:
        raise UsageError(f"{path} is too large to be a list of class names.", path=str(path))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not text in UTF-8.", hint="Save it as UTF-8.", path=str(path)) from error


def _parse(path: Path, text: str) -> dict[int, str]:
    try:
        value = json.loads(text) if text.lstrip().startswith(("[", "{")) else text.split("\n")
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{path} is not JSON: {error}.", path=str(path)) from error
    entries = enumerate(value) if isinstance(value, list) else value.items()
    names_by_id = {}
    for key, name in entries:
        if not (isinstance(name, str) and re.fullmatch("[0-9]{1,6}", str(key))):
            raise UsageError(
                f"{path} is not a list of class names: {str(key)[:40]!r} is followed by {str(name)[:40]!r}.",
                hint='Expected is ["Text", "Title"], or {"0": "Text", "1": "Title"}, or a name on each line.',
                path=str(path),
            )
        if name.strip():
            names_by_id[int(key)] = name.strip()
    if not names_by_id:
        raise UsageError(f"{path} holds no class names.", path=str(path))
    return names_by_id


def _fit(names_by_id: Mapping[int, str], count: int, source: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    notes = []
    if min(names_by_id) == 1 and max(names_by_id) == count:
        names_by_id = {class_id - 1: name for class_id, name in names_by_id.items()}
        notes.append(f"The names in {source} are numbered from 1; number 1 is taken for the model's first class.")
    elif min(names_by_id) == 1 and max(names_by_id) == count - 1:
        names_by_id = {0: _BACKGROUND, **names_by_id}
        notes.append(f"The names in {source} are numbered from 1; the model's class 0 is taken for {_BACKGROUND}.")
    missing = sum(class_id not in names_by_id for class_id in range(count))
    surplus = sum(class_id >= count for class_id in names_by_id)
    if missing or surplus:
        said = [f"classes called by their number: {missing}"] if missing else []
        said += [f"names not used: {surplus}"] if surplus else []
        notes.append(f"The model has {count} classes and {source} has {len(names_by_id)} names; {', '.join(said)}.")
    return tuple(names_by_id.get(class_id, f"class {class_id}") for class_id in range(count)), tuple(notes)
