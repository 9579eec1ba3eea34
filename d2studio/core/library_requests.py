"""What the window asks of the library's child; see `core/requests`."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import ClassVar

from d2studio.core.colours import Colour
from d2studio.core.download_values import Transfer
from d2studio.core.installed_model import CachedModels, InstalledModel, Removed, TakenIn
from d2studio.core.library_wire import (
    cached_from_wire,
    model_from_wire,
    models_from_wire,
    removed_from_wire,
    removed_to_wire,
    taken_in_from_wire,
    transfer_from_wire,
)
from d2studio.core.shared_blocks import SharedBlocks
from d2studio.core.value_wire import colours_to_wire
from d2studio.core.wire import Message, text, texts
from d2studio.core.workers import ChildName


@dataclass(frozen=True)
class ListModels:
    """The installed models by name."""

    child: ClassVar[ChildName] = "library"
    limit_s: ClassVar[float | None] = 60.0

    def to_wire(self) -> Message:
        return {"do": "list"}

    def read(self, answer: Message, blocks: SharedBlocks) -> tuple[InstalledModel, ...]:
        return models_from_wire(answer.get("models"))


@dataclass(frozen=True)
class AboutBundled:
    """What the model that comes with d2studio is."""

    child: ClassVar[ChildName] = "library"
    limit_s: ClassVar[float | None] = 60.0

    def to_wire(self) -> Message:
        return {"do": "bundled"}

    def read(self, answer: Message, blocks: SharedBlocks) -> InstalledModel:
        return model_from_wire(answer)


@dataclass(frozen=True)
class InstallModel:
    """Download a model of the catalogue and take it in; `transfer_of` reads how far the download is.

    Stopped or failed, it keeps what came, and the same request goes on there.
    """

    catalogue_id: str
    child: ClassVar[ChildName] = "library"
    limit_s: ClassVar[float | None] = None

    def to_wire(self) -> Message:
        return {"do": "install", "catalogue_id": self.catalogue_id}

    def read(self, answer: Message, blocks: SharedBlocks) -> TakenIn:
        return taken_in_from_wire(answer)


def transfer_of(part: Message) -> Transfer:
    """How far a download is, in a part of the answer to `InstallModel`."""
    return transfer_from_wire(part.get("transfer"))


@dataclass(frozen=True)
class ImportModels:
    """Take in what somebody brings: see `core.model_sources.find_models`.

    A single model that cannot be installed is a failure; of several, those that can be are installed.

    Attributes:
        path, weights: what `find_models` takes.
        name: of a single model; its own unless given.
        class_count: of a single model, where its config is wrong about it.
        labels: a file with names for a single model's classes.
    """

    path: str
    weights: str | None = None
    name: str = ""
    class_count: int | None = None
    labels: str | None = None
    child: ClassVar[ChildName] = "library"
    limit_s: ClassVar[float | None] = None

    def to_wire(self) -> Message:
        return {"do": "import", **asdict(self)}

    def read(self, answer: Message, blocks: SharedBlocks) -> TakenIn:
        return taken_in_from_wire(answer)


@dataclass(frozen=True)
class FindCachedModels:
    """What LayoutParser and Detectron2 have downloaded."""

    child: ClassVar[ChildName] = "library"
    limit_s: ClassVar[float | None] = None

    def to_wire(self) -> Message:
        return {"do": "cached"}

    def read(self, answer: Message, blocks: SharedBlocks) -> CachedModels:
        return cached_from_wire(answer)


@dataclass(frozen=True)
class AdoptModel:
    """Take in a model that another program has downloaded."""

    catalogue_id: str
    child: ClassVar[ChildName] = "library"
    limit_s: ClassVar[float | None] = None

    def to_wire(self) -> Message:
        return {"do": "adopt", "catalogue_id": self.catalogue_id}

    def read(self, answer: Message, blocks: SharedBlocks) -> TakenIn:
        return taken_in_from_wire(answer)


@dataclass(frozen=True)
class VerifyModel:
    """Read a model's files again. The answer: what is wrong with them, in words."""

    model_id: str
    child: ClassVar[ChildName] = "library"
    limit_s: ClassVar[float | None] = None

    def to_wire(self) -> Message:
        return {"do": "verify", "model_id": self.model_id}

    def read(self, answer: Message, blocks: SharedBlocks) -> tuple[str, ...]:
        return texts(answer.get("problems"))


@dataclass(frozen=True)
class ExportModel:
    """Write a model as a pack. The answer: its path."""

    model_id: str
    target: str
    child: ClassVar[ChildName] = "library"
    limit_s: ClassVar[float | None] = None

    def to_wire(self) -> Message:
        return {"do": "export", "model_id": self.model_id, "target": self.target}

    def read(self, answer: Message, blocks: SharedBlocks) -> str:
        return text(answer.get("target"))


@dataclass(frozen=True)
class RenameModel:
    """Give a model another name for people."""

    model_id: str
    name: str
    child: ClassVar[ChildName] = "library"
    limit_s: ClassVar[float | None] = 60.0

    def to_wire(self) -> Message:
        return {"do": "rename", "model_id": self.model_id, "name": self.name}

    def read(self, answer: Message, blocks: SharedBlocks) -> InstalledModel:
        return model_from_wire(answer)


@dataclass(frozen=True)
class SetClasses:
    """Call a model's classes otherwise, all of them in order, and colour them otherwise."""

    model_id: str
    names: tuple[str, ...]
    colours: Mapping[int, Colour] = field(default_factory=dict)
    child: ClassVar[ChildName] = "library"
    limit_s: ClassVar[float | None] = 60.0

    def to_wire(self) -> Message:
        return {
            "do": "set_classes",
            "model_id": self.model_id,
            "names": list(self.names),
            "colours": colours_to_wire(self.colours),
        }

    def read(self, answer: Message, blocks: SharedBlocks) -> InstalledModel:
        return model_from_wire(answer)


@dataclass(frozen=True)
class ReadClassNames:
    """Names for `count` classes from a file, and notes on what in it was not as expected."""

    path: str
    count: int
    child: ClassVar[ChildName] = "library"
    limit_s: ClassVar[float | None] = 60.0

    def to_wire(self) -> Message:
        return {"do": "read_names", "path": self.path, "count": self.count}

    def read(self, answer: Message, blocks: SharedBlocks) -> tuple[tuple[str, ...], tuple[str, ...]]:
        return texts(answer.get("names")), texts(answer.get("notes"))


@dataclass(frozen=True)
class RemoveModel:
    """Take a model out; until the window ends it can be put back, also by another child."""

    model_id: str
    child: ClassVar[ChildName] = "library"
    limit_s: ClassVar[float | None] = 60.0

    def to_wire(self) -> Message:
        return {"do": "remove", "model_id": self.model_id}

    def read(self, answer: Message, blocks: SharedBlocks) -> Removed:
        return removed_from_wire(answer)


@dataclass(frozen=True)
class RestoreModel:
    """Put a model back; under another id if its own was given away since."""

    removed: Removed
    child: ClassVar[ChildName] = "library"
    limit_s: ClassVar[float | None] = 60.0

    def to_wire(self) -> Message:
        return {"do": "restore", "removed": removed_to_wire(self.removed)}

    def read(self, answer: Message, blocks: SharedBlocks) -> InstalledModel:
        return model_from_wire(answer)


@dataclass(frozen=True)
class ListUnfinished:
    """Catalogue ids of models whose download was begun and not finished."""

    child: ClassVar[ChildName] = "library"
    limit_s: ClassVar[float | None] = 60.0

    def to_wire(self) -> Message:
        return {"do": "unfinished"}

    def read(self, answer: Message, blocks: SharedBlocks) -> tuple[str, ...]:
        return texts(answer.get("catalogue_ids"))


@dataclass(frozen=True)
class ForgetDownload:
    """Remove what was downloaded of a model."""

    catalogue_id: str
    child: ClassVar[ChildName] = "library"
    limit_s: ClassVar[float | None] = 60.0

    def to_wire(self) -> Message:
        return {"do": "forget", "catalogue_id": self.catalogue_id}

    def read(self, answer: Message, blocks: SharedBlocks) -> None:
        return None
