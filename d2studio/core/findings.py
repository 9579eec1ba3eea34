"""What the diagnostics pane shows: values only; `core/diagnostics` makes them."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from d2studio.core.page import PageKey


class Category(Enum):
    """Where the trouble lies, in the words of the pane."""

    WEIGHTS = "weights"
    CONFIG = "config"
    MEMORY = "memory"
    DEVICE = "device"  # devices, and number formats that do not go together
    PAGE = "page"
    EMPTY = "empty result"
    LIBRARY = "libraries"
    WORKER = "worker"
    DISK = "disk"
    NETWORK = "network"
    SETTINGS = "settings"
    INTERNAL = "internal"


class Severity(Enum):
    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True)
class Fix:
    """Something that the program can do about it.

    Attributes:
        action: what the window does when the button is pressed; one of the names in `core/fixes`.
        label: the button's words: a verb.
        argument: what the action needs to know, as text.
    """

    action: str
    label: str
    argument: str = ""


@dataclass(frozen=True)
class Finding:
    """One card.

    Attributes:
        category, code: `code` is stable, in capitals: WEIGHTS_MISSING.
        what: what happened; one sentence for somebody who has never heard of tensors.
        evidence: facts that show it: offending values, sizes, names.
        advice: what to do.
        fixes: buttons, the best first.
        place: which page or model it is about, for people; may be empty.
        page: the page that it is about, if it is about one: what its buttons act on.
        subject: what of the model library it is about, for the program: by it a card is found once that is settled.
        details: the raw traceback or the child's last words; for the one who helps.
        time: when it was found.
    """

    category: Category
    code: str
    what: str
    evidence: tuple[str, ...] = ()
    advice: str = ""
    fixes: tuple[Fix, ...] = ()
    severity: Severity = Severity.ERROR
    place: str = ""
    page: PageKey | None = None
    subject: str = ""
    details: str = ""
    time: datetime = field(default_factory=datetime.now)

    @property
    def key(self) -> tuple[str, str, str]:
        """What is equal for findings that are the same one again."""
        return self.code, self.place, self.subject
