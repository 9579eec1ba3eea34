"""What to think of a model's config and weights: in a word, and what a person should look at before using them."""

import re
from collections.abc import Iterable
from enum import Enum
from typing import Final

from d2studio.core.model_summary import ModelSummary

# Notes that good models have too, or that are not about config and weights. What is not known here is looked at.
_HARMLESS: Final = (
    "not taken from the weights: ",
    "left out beside the weights: ",
    "left out, being no tensors: ",
    "left out, having no place in Detectron2: ",
    "all names began with ",
    "Caffe2's names were turned into ",
    "the weights could not be kept for quicker loading ",
    "This processor does not compute in ",
)
_ON_CLASS_NAMES: Final = ("The names ", "The model has ")
_NUMBERED_NAME: Final = re.compile("class ([0-9]+)")


class Judgement(Enum):
    """Whether a model can be used."""

    FITS = "fits"
    FITS_WITH_NOTES = "fits, with notes"
    DOES_NOT_FIT = "does not fit"
    NOT_CHECKED = "not checked"


def judge(model: ModelSummary) -> Judgement:
    """Whether the model can be used, by what its verdict and its notes say."""
    if model.verdict == "does not fit":
        return Judgement.DOES_NOT_FIT
    if model.verdict != "fits":
        return Judgement.NOT_CHECKED
    return Judgement.FITS_WITH_NOTES if notes_to_look_at(model.notes) else Judgement.FITS


def notes_to_look_at(notes: Iterable[str]) -> tuple[str, ...]:
    """Notes from which it follows that a model may not do what a person expects: class names are guessed, say."""
    return tuple(note for note in notes if not note.startswith(_HARMLESS))


def harmless_notes(notes: Iterable[str]) -> tuple[str, ...]:
    """The other notes."""
    return tuple(note for note in notes if note.startswith(_HARMLESS))


def named_classes(model: ModelSummary) -> int:
    """How many classes have a name that is more than their number."""
    return sum(
        (numbered := _NUMBERED_NAME.fullmatch(name)) is None or int(numbered[1]) != class_id
        for class_id, name in enumerate(model.class_names)
    )


def wants_class_names(model: ModelSummary) -> bool:
    """Whether names from a file may be better: the model's are missing, guessed, or not as many as its classes."""
    return (
        model.fitting_class_count is not None
        or named_classes(model) < len(model.class_names)
        or any(note.startswith(_ON_CLASS_NAMES) for note in model.notes)
    )
