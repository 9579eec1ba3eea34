"""What the model manager shows: models that are here, on their way, or can be had; and what is being done."""

from dataclasses import dataclass
from enum import Enum

from d2studio.core.catalogue import CatalogueModel
from d2studio.core.download_values import Transfer
from d2studio.core.installed_model import InstalledModel


class InstallState(Enum):
    """How far a model of the catalogue is on its way here."""

    WAITING = "waiting"
    RUNNING = "running"
    PAUSED = "paused"


@dataclass(frozen=True)
class Installation:
    """A model of the catalogue that is on its way here.

    Attributes:
        catalogue_id: which one.
        state: of it; what is paused can go on, also after the program was started anew.
        stage: what is done to it once it is downloaded; empty before.
        transfer: how far the download is, where that is known.
        problem: why it broke off, in one sentence; empty where somebody paused it.
    """

    catalogue_id: str
    state: InstallState
    stage: str = ""
    transfer: Transfer | None = None
    problem: str = ""

    @property
    def is_under_way(self) -> bool:
        return self.state is not InstallState.PAUSED


@dataclass(frozen=True)
class LibraryWork:
    """What is being done besides installing.

    Attributes:
        kind: "import", "cached", "adopt", "verify" or "export".
        name: of the model or the file that it is done to; may be empty.
        stage, fraction: as the child reports them, the latter from 0 to 1.
    """

    kind: str
    name: str
    stage: str = ""
    fraction: float = 0.0


class EntryKind(Enum):
    BUNDLED = "bundled"
    INSTALLED = "installed"
    OFFERED = "offered"


@dataclass(frozen=True)
class Entry:
    """A row of the manager.

    Attributes:
        id: of the installed or the catalogue's model; empty for the one that comes with d2studio.
        name: for people.
        kind: which of the next two there is.
        installed: the model, if it is installed.
        offered: the model of the catalogue, if it is not.
        installation: how far that is on its way, if it is.
        is_in_use: the window runs this model.
        is_cached: another program has downloaded it, so that nothing has to be.
    """

    id: str
    name: str
    kind: EntryKind
    installed: InstalledModel | None = None
    offered: CatalogueModel | None = None
    installation: Installation | None = None
    is_in_use: bool = False
    is_cached: bool = False
