"""What is known about files that were found: by a card or a list of classes beside them, and by the catalogue."""

import posixpath
from dataclasses import replace
from pathlib import Path

from d2studio.control import Control
from d2studio.core.card_file import digest, read_card_file, without_installation
from d2studio.core.catalogue import CatalogueModel
from d2studio.core.found_model import FoundModel, folder_for_one
from d2studio.core.known_models import (
    config_disproof,
    disproof,
    is_hash_known,
    merged_card,
    model_of_path,
    write_classes,
)
from d2studio.core.model_files import plain_name
from d2studio.core.words import printable
from d2studio.engine.model_card import CARD_FILE
from d2studio.errors import UsageError, WeightsError


def completed(
    found: FoundModel, card_path: Path | None, known_as: tuple[str, str], scratch: Path, control: Control
) -> FoundModel:
    """With its card and classes, and with what the catalogue knows about it.

    Args:
        found: the files.
        card_path: of the `model.json` that lies beside config and weights.
        known_as: the paths at which config and weights were found, by which the catalogue may know them.
        scratch: a folder of ours.
        control: hears of the progress, and may stop the work.

    Raises:
        UsageError: the card, or a file that it names, cannot be read.
        WeightsError: config or weights are not what the card says.
        OutputError: nothing can be written to `scratch`.
        Cancelled: a stop was requested.
    """
    classes, notes = _usable_classes(found.classes)
    own = {} if card_path is None else _own_card(card_path, found, known_as)
    known, doubts = _known(found, known_as, control)
    if known is not None and classes is None:
        classes = write_classes(known, found.config, folder_for_one(scratch))
    card = merged_card(known, own)
    name = card.get("name")
    return replace(
        found,
        name=name if isinstance(name, str) and name.strip() else found.name,
        classes=classes,
        card=card,
        catalogue_id="" if known is None else known.id,
        notes=(*found.notes, *notes, *doubts),
    )


def weights_problem(path: Path) -> WeightsError | None:
    """Why a file holds no weights, as a sentence without its subject; None where it seems to hold some.

    Raises:
        UsageError: it cannot be read.
    """
    from d2studio.engine.checkpoint.sniff import sniff

    try:
        sniff(head_of(path), path.stat().st_size)
    except WeightsError as error:
        return error
    return None


def head_of(path: Path) -> bytes:
    """The first bytes of a file.

    Raises:
        UsageError: there is none, or it cannot be read.
    """
    from d2studio.engine.checkpoint.sniff import HEAD_BYTES

    if not path.is_file():  # a pipe would block
        raise UsageError(f"{printable(str(path))}: there is no such file or folder.", hint="Look at the path.")
    try:
        with path.open("rb") as file:
            return file.read(HEAD_BYTES)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.", path=str(path)) from error


def _known(
    found: FoundModel, known_as: tuple[str, str], control: Control
) -> tuple[CatalogueModel | None, tuple[str, ...]]:
    """The model of the catalogue that these files are, and why they might be taken for one that they are not."""
    model = model_of_path(known_as[1])
    if model is None:
        return None, ()
    if not is_hash_known(model) and model_of_path(known_as[0]) != model:  # names alone tell: then both have to
        return None, ()
    config, weights = (plain_name(path.replace("\\", "/")) for path in known_as)
    if why := disproof(model, found.weights, control):
        return None, (f"{weights} is called like the weights of {model.name}, but {why}.",)
    if not is_hash_known(model) and (why := config_disproof(model, found.config)):
        return None, (f"{config} is called like the config of {model.name}, but {why}.",)
    return model, ()


def _own_card(path: Path, found: FoundModel, known_as: tuple[str, str]) -> dict[str, object]:
    """A model folder's card, if its files are those that it names.

    Raises:
        UsageError: the card cannot be read.
        WeightsError: the files are others.
    """
    from d2studio.engine.model_card import read_card

    listed = read_card(path).sha256
    for file, known in zip((found.config, found.weights), known_as, strict=True):
        name = posixpath.basename(known.replace("\\", "/"))
        if name in listed and listed[name] != digest(file):
            raise WeightsError(
                f"{name} is not what {CARD_FILE} beside it says: it is damaged, or was changed.",
                hint=f"Copy the model again; or remove {CARD_FILE} if you changed the file yourself.",
                path=str(file),
            )
    return without_installation(read_card_file(path))


def _usable_classes(path: Path | None) -> tuple[Path | None, tuple[str, ...]]:
    from d2studio.engine.class_names import list_classes

    if path is None:
        return None, ()
    try:
        list_classes(path)
    except UsageError as error:
        return None, (f"{path.name} was passed over: {error}",)
    return path, ()
