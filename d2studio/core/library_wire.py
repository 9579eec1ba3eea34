"""The library's values on their way between window and child; see `core/value_wire`."""

from collections.abc import Iterable
from dataclasses import asdict, replace
from pathlib import Path

from d2studio.core.download_values import Transfer
from d2studio.core.found_model import Unusable
from d2studio.core.installed_model import CachedModel, CachedModels, InstalledModel, Removed, TakenIn
from d2studio.core.value_wire import colours_from_wire, colours_to_wire, failure_from_wire, failure_to_wire
from d2studio.core.wire import Message, WireError, integer, mapping, number, pair, sequence, text, texts


def model_to_wire(model: InstalledModel) -> Message:
    colours = model.class_colours
    return {
        **asdict(replace(model, class_colours=None)),
        "folder": str(model.folder),
        "class_colours": None if colours is None else colours_to_wire(colours),
    }


def model_from_wire(value: object) -> InstalledModel:
    message = mapping(value)
    colours = message.get("class_colours")
    return InstalledModel(
        id=text(message.get("id")),
        folder=Path(text(message.get("folder"))),
        name=text(message.get("name")),
        version=text(message.get("version")),
        description=text(message.get("description")),
        licence=text(message.get("licence")),
        training=text(message.get("training")),
        kind=text(message.get("kind")),
        class_names=texts(message.get("class_names")),
        class_colours=None if colours is None else colours_from_wire(colours),
        origin=text(message.get("origin")),
        place=text(message.get("place")),
        catalogue_id=text(message.get("catalogue_id")),
        size=_count(message.get("size")),
        installed=text(message.get("installed")),
        problem=text(message.get("problem")),
    )


def models_to_wire(models: Iterable[InstalledModel]) -> list[Message]:
    return [model_to_wire(model) for model in models]


def models_from_wire(value: object) -> tuple[InstalledModel, ...]:
    return tuple(map(model_from_wire, sequence(value)))


def taken_in_to_wire(taken: TakenIn) -> Message:
    return {
        "models": models_to_wire(taken.models),
        "notes": list(taken.notes),
        "failures": [[place, failure_to_wire(failure)] for place, failure in taken.failures],
    }


def taken_in_from_wire(value: object) -> TakenIn:
    message = mapping(value)
    failures = (pair(failure) for failure in sequence(message.get("failures")))
    return TakenIn(
        models=models_from_wire(message.get("models")),
        notes=texts(message.get("notes")),
        failures=tuple((text(place), failure_from_wire(failure)) for place, failure in failures),
    )


def transfer_to_wire(transfer: Transfer) -> Message:
    return asdict(transfer)


def transfer_from_wire(value: object) -> Transfer:
    message = mapping(value)
    total, left = message.get("total"), message.get("seconds_left")
    return Transfer(
        done=_count(message.get("done")),
        total=None if total is None else _count(total),
        bytes_per_s=_amount(message.get("bytes_per_s")),
        seconds_left=None if left is None else _amount(left),
        host=text(message.get("host")),
        waits_s=_amount(message.get("waits_s")),
    )


def removed_to_wire(removed: Removed) -> Message:
    return {"id": removed.id, "name": removed.name, "place": str(removed.place)}


def removed_from_wire(value: object) -> Removed:
    message = mapping(value)
    return Removed(text(message.get("id")), text(message.get("name")), Path(text(message.get("place"))))


def cached_to_wire(cached: CachedModels) -> Message:
    return {
        "models": [asdict(model) for model in cached.models],
        "unusable": [{**asdict(unusable), "path": str(unusable.path)} for unusable in cached.unusable],
    }


def cached_from_wire(value: object) -> CachedModels:
    message = mapping(value)
    return CachedModels(
        models=tuple(map(_cached_model, sequence(message.get("models")))),
        unusable=tuple(map(_unusable, sequence(message.get("unusable")))),
    )


def _cached_model(value: object) -> CachedModel:
    message = mapping(value)
    return CachedModel(
        catalogue_id=text(message.get("catalogue_id")),
        name=text(message.get("name")),
        place=text(message.get("place")),
        notes=texts(message.get("notes")),
    )


def _unusable(value: object) -> Unusable:
    message = mapping(value)
    return Unusable(
        path=Path(text(message.get("path"))),
        reason=text(message.get("reason")),
        catalogue_id=text(message.get("catalogue_id")),
    )


def _count(value: object) -> int:
    count = integer(value)
    if count < 0:
        raise WireError(f"fewer than none: {count}")
    return count


def _amount(value: object) -> float:
    amount = number(value)
    if amount < 0:
        raise WireError(f"less than nothing: {amount}")
    return amount
