"""What the library says of its models, as values; without reading anything, so that the window can show them."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from d2studio.core.colours import Colour
from d2studio.core.failures import Failure
from d2studio.core.found_model import Unusable


@dataclass(frozen=True)
class InstalledModel:
    """A model of the library.

    Attributes:
        id: the name of its folder, by which it is asked for.
        name, version, description, licence, training: of its card.
        kind: its architecture and backbone, as in "Mask R-CNN, ResNet-50 FPN"; empty where that was not kept.
        class_names, class_colours: by class id.
        origin, place: where it came from; see `FoundModel`.
        catalogue_id: which model of the catalogue it is; empty if it is none.
        size: of its files, in bytes.
        installed: when, in ISO 8601.
        problem: why it cannot be used, in one sentence; empty if it can.
    """

    id: str
    folder: Path
    name: str
    version: str = ""
    description: str = ""
    licence: str = ""
    training: str = ""
    kind: str = ""
    class_names: tuple[str, ...] = ()
    class_colours: Mapping[int, Colour] | None = None
    origin: str = ""
    place: str = ""
    catalogue_id: str = ""
    size: int = 0
    installed: str = ""
    problem: str = ""


@dataclass(frozen=True)
class Removed:
    """A model that was taken out, and can be put back."""

    id: str
    name: str
    place: Path


@dataclass(frozen=True)
class TakenIn:
    """What became of what somebody wanted to have in the library.

    Attributes:
        models: are installed now; those that were before are among them.
        notes: what was noticed on the way, in words.
        failures: of several models, those that could not be installed: the place of each, and why.
    """

    models: tuple[InstalledModel, ...]
    notes: tuple[str, ...] = ()
    failures: tuple[tuple[str, Failure], ...] = ()


@dataclass(frozen=True)
class CachedModel:
    """A model of the catalogue that another program has downloaded; nothing of it has to be downloaded again.

    Attributes:
        catalogue_id: which one it is.
        name: for people.
        place: of its weights.
        notes: what was noticed on the way, in words.
    """

    catalogue_id: str
    name: str
    place: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class CachedModels:
    """What there is in the caches of other programs: what can be had, and what cannot and why."""

    models: tuple[CachedModel, ...]
    unusable: tuple[Unusable, ...]
