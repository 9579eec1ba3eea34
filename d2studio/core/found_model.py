"""Files that may be a model, before anything in them was looked at."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from d2studio.core.paths import make_folder
from d2studio.errors import OutputError


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
        papers: texts for people, such as the licence, that stay with the model under their names.
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
    papers: tuple[Path, ...] = ()


@dataclass(frozen=True)
class Unusable:
    """A file that belongs to a model and cannot be taken.

    Attributes:
        path: of the file.
        reason: why not, in a sentence.
        catalogue_id: the model of the catalogue that it belongs to, which can be installed anew.
    """

    path: Path
    reason: str
    catalogue_id: str


def folder_for_one(scratch: Path) -> Path:
    """Make a new folder in `scratch` for the files of one model.

    Raises:
        OutputError: it cannot be made.
    """
    make_folder(scratch)
    try:
        return Path(tempfile.mkdtemp(prefix="found-", dir=scratch))
    except OSError as error:
        raise OutputError(f"{scratch}: no folder can be made there: {error.strerror}.", path=str(scratch)) from error
