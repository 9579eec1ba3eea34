"""Which classes a model finds: how many, what they are called, and from which score on they are worth showing."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from d2studio.engine.class_names import ClassList, class_names_for, read_classes
from d2studio.engine.config import Config
from d2studio.engine.model_card import CARD_FILE, ModelCard

CLASSES_FILE: Final = "classes.json"


def thing_class_count(config: Config) -> int:
    """How many thing classes the model has."""
    key = class_count_key(config)
    if key is None:
        return 1 if config.str("MODEL.META_ARCHITECTURE") == "ProposalNetwork" else 0
    return config.int(key)


def class_count_key(config: Config) -> str | None:
    """The setting that says how many thing classes there are; None for models that have no choice."""
    architecture = config.str("MODEL.META_ARCHITECTURE")
    if architecture in {"ProposalNetwork", "SemanticSegmentor"}:
        return None
    return "MODEL.RETINANET.NUM_CLASSES" if architecture == "RetinaNet" else "MODEL.ROI_HEADS.NUM_CLASSES"


def resolve_classes(config: Config, given: Sequence[str] | Path | None) -> ClassList:
    """The model's classes, with exactly one name by class id.

    Raises:
        UsageError: a file of names cannot be read.
    """
    count = thing_class_count(config)
    beside = None if config.path is None else config.path.with_name(CLASSES_FILE)
    if given is None and count and beside is not None and beside.is_file():
        given = beside
    if isinstance(given, Path):
        return read_classes(given, count)
    if given is not None:
        return _fitted(tuple(given), count)
    if config.str("MODEL.META_ARCHITECTURE") == "ProposalNetwork":
        return ClassList(("region",))
    known = class_names_for(config.strs("DATASETS.TRAIN") + config.strs("DATASETS.TEST"), count)
    if known is not None:
        return ClassList(known)
    note = "The names of the classes are not known; they are called by their numbers."
    return ClassList(_fitted((), count).names, notes=(note,) if count else ())


def _fitted(names: tuple[str, ...], count: int) -> ClassList:
    filled = names[:count] + tuple(f"class {index}" for index in range(len(names), count))
    note = f"The model has {count} classes, but {len(names)} names were given."
    return ClassList(filled, notes=() if len(names) == count else (note,))


def class_thresholds(card: ModelCard | None, config: Config) -> tuple[dict[int, float], tuple[str, ...]]:
    """The card's thresholds by class id, and notes on classes that the model lacks.

    The card means the model's own names, whatever the user calls the classes.
    """
    if card is None or not card.thresholds:
        return {}, ()
    names = resolve_classes(config, None).names
    unknown = sorted(card.thresholds.keys() - set(names))
    note = f"{CARD_FILE} has thresholds for classes that the model does not have: {', '.join(unknown)}."
    thresholds = {class_id: card.thresholds[name] for class_id, name in enumerate(names) if name in card.thresholds}
    return thresholds, (note,) if unknown else ()
