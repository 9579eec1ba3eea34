"""A model folder of the library: what it is told by, and how it is read and written."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from d2studio.control import Control
from d2studio.core.card_file import section
from d2studio.core.colours import Colour, to_hex
from d2studio.core.installed_model import InstalledModel
from d2studio.core.output_folder import write_whole
from d2studio.core.own_folders import is_own_folder
from d2studio.engine.model_card import CARD_FILE, read_card
from d2studio.errors import D2StudioError

CONFIG_FILE: Final = "config.yaml"
WEIGHTS_FILE: Final = "model.safetensors"
CLASSES_FILE: Final = "classes.json"

# Folders in which something arrives, or waits to be restored, are told from models by their names.
MODEL_ID: Final = re.compile(r"[a-z0-9][a-z0-9._-]*")


def is_model_folder(path: Path) -> bool:
    """Whether this is a folder that is called like a model's."""
    return bool(MODEL_ID.fullmatch(path.name)) and not is_own_folder(path) and path.is_dir()


def read_model(folder: Path) -> InstalledModel:
    """The model in a folder; one that cannot be read says why."""
    model_id = folder.name
    try:
        card = read_card(folder / CARD_FILE)
        names, colours = read_installed_classes(folder)
        missing = [name for name in (CONFIG_FILE, WEIGHTS_FILE) if not (folder / name).is_file()]
        problem = f"{folder / missing[0]} is missing." if missing else ""
    except D2StudioError as error:
        return InstalledModel(model_id, folder, model_id, size=_size(folder), problem=str(error))
    source = section(read_whole_card(folder), "source")
    return InstalledModel(
        id=model_id,
        folder=folder,
        name=card.name or model_id,
        version=card.version,
        description=card.description,
        licence=card.licence,
        training=card.training,
        kind=str(source.get("kind", "")),
        class_names=names,
        class_colours=colours,
        origin=str(source.get("origin", "")),
        place=str(source.get("place", "")),
        catalogue_id=str(source.get("catalogue_id", "")),
        size=_size(folder),
        installed=str(source.get("installed", "")),
        problem=problem,
    )


def read_installed_classes(folder: Path) -> tuple[tuple[str, ...], Mapping[int, Colour]]:
    """Names of the classes by id, and colours of those that have one.

    Raises:
        UsageError: the list of classes cannot be read.
    """
    from d2studio.engine.class_names import list_classes

    classes = list_classes(folder / CLASSES_FILE)
    return classes.names, classes.colours


def read_whole_card(folder: Path) -> dict[str, Any]:
    """All that a card holds, also what this version does not know; nothing of one that cannot be read."""
    try:
        value = json.loads((folder / CARD_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def damage(folder: Path, control: Control | None = None) -> tuple[str, ...]:
    """Read the files of a model again: what is wrong with them, in words.

    Raises:
        Cancelled: a stop was requested.
    """
    problems = []
    for name, expected in section(read_whole_card(folder), "sha256").items():
        (control or Control()).tick("verify")
        try:
            with (folder / name).open("rb") as file:
                if hashlib.file_digest(file, "sha256").hexdigest() != expected:
                    problems.append(f"{name} is not what was installed")
        except OSError as error:
            problems.append(f"{name} cannot be read ({error.strerror})")
    return tuple(problems)


def is_whole(model: InstalledModel, control: Control | None = None) -> bool:
    """Whether a model can be used, and its files are what was installed.

    Raises:
        Cancelled: a stop was requested.
    """
    return not model.problem and not damage(model.folder, control)


def known_digests(folder: Path) -> Iterator[tuple[str, str]]:
    """SHA-256 of config and weights: of those that a model was made of, and of its own; empty where unknown."""
    card = read_whole_card(folder)
    source, own = section(card, "source"), section(card, "sha256")
    yield section(source, "config").get("sha256", ""), section(source, "weights").get("sha256", "")
    yield own.get(CONFIG_FILE, ""), own.get(WEIGHTS_FILE, "")


def write_classes(folder: Path, names: Sequence[str], colours: Mapping[int, Colour]) -> None:
    """Write the classes, in the order of their ids.

    Raises:
        OutputError: it cannot be done.
    """
    entries = [
        {"name": name, "colour": to_hex(colours[class_id])} if class_id in colours else name
        for class_id, name in enumerate(names)
    ]
    _write_json(folder / CLASSES_FILE, entries)


def write_card(folder: Path, card: Mapping[str, object]) -> None:
    """Write all that the card shall hold.

    Raises:
        OutputError: it cannot be done.
    """
    _write_json(folder / CARD_FILE, dict(card))


def _write_json(path: Path, value: object) -> None:
    content = json.dumps(value, indent=2, ensure_ascii=False).encode() + b"\n"
    write_whole(path, lambda file: file.write(content))


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir() if path.is_file())
