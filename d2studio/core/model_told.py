"""What the card and the classes of a model say when it comes to the library."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from d2studio import __version__
from d2studio.core.card_file import without_installation
from d2studio.core.found_model import FoundModel
from d2studio.core.installed_model import InstalledModel
from d2studio.core.model_folder import CLASSES_FILE, read_whole_card
from d2studio.engine.model_card import CARD_FILE, read_card
from d2studio.errors import UsageError

if TYPE_CHECKING:
    from d2studio.engine.class_names import ClassList
    from d2studio.engine.description import ModelDescription


def told_of(
    found: FoundModel,
    description: "ModelDescription",
    digests: tuple[str, str],
    damaged: InstalledModel | None,
    *,
    keeps_classes: bool,
) -> tuple[dict[str, Any], "ClassList"]:
    """A model's card, without the hashes of its files, and its classes.

    Args:
        found: what it is made of.
        description: what its files say.
        digests: SHA-256 of config and weights.
        damaged: the model that it repairs: what that was called stays, as far as it can be read.
        keeps_classes: what the classes of that were called stays too.
    """
    from d2studio.engine.class_names import ClassList

    classes = ClassList(description.class_names, description.class_colours)
    card: dict[str, Any] = {**found.card, "name": found.name}
    if damaged is not None:
        card |= _own_card(damaged)
        if keeps_classes:
            classes = _own_classes(damaged, len(classes.names)) or classes
    if description.thresholds:  # the card beside the files has them by other names than the classes get here
        card["thresholds"] = {classes.names[class_id]: score for class_id, score in description.thresholds.items()}
    return {**card, "source": _source(found, description, digests)}, classes


def _own_card(model: InstalledModel) -> dict[str, object]:
    """What the card of a damaged model says about it, as far as it can be read."""
    try:
        read_card(model.folder / CARD_FILE)
    except UsageError:
        return {}
    return without_installation(read_whole_card(model.folder))


def _own_classes(model: InstalledModel, count: int) -> "ClassList | None":
    """What the classes of a damaged model are called; None where that cannot be read."""
    from d2studio.engine.class_names import list_classes

    try:
        classes = list_classes(model.folder / CLASSES_FILE)
    except UsageError:
        return None
    return classes if len(classes.names) == count else None


def _source(found: FoundModel, description: "ModelDescription", digests: tuple[str, str]) -> dict[str, object]:
    """Where a model is from, which files it was made of, and what kind these are, as its card keeps it."""
    return {
        "origin": found.origin.value,
        "place": found.place,
        "catalogue_id": found.catalogue_id,
        "kind": description.kind,
        "config": {"name": found.config.name, "sha256": digests[0]},
        "weights": {"name": found.weights.name, "sha256": digests[1]},
        "installed": datetime.now(UTC).isoformat(timespec="seconds"),
        "d2studio": __version__,
    }
