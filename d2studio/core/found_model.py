"""Files that may be a model, before anything in them was looked at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path


class Origin(StrEnum):
    """Where a model came from."""

    CATALOGUE = "catalogue"
    FILES = "files"
    FOLDER = "folder"
    ZIP = "zip"
    PACK = "pack"
    CACHE = "cache"


@dataclass(frozen=True)
class FoundModel:
    """What was found, and where it is from; made by `core.model_sources`.

    Attributes:
        config, weights: its files.
        name: for people.
        origin: what kind of place it was found in.
        place: that place: a path or an address.
        classes: a file that lists the classes, if there is one.
        card: what is known about it, as `model.json` has it.
        catalogue_id: which model of the catalogue it is; empty if it is none.
        notes: what was noticed on the way, in words.
    """

    config: Path
    weights: Path
    name: str
    origin: Origin
    place: str
    classes: Path | None = None
    card: Mapping[str, object] = field(default_factory=dict)
    catalogue_id: str = ""
    notes: tuple[str, ...] = ()
