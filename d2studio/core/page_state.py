"""How far a page is on its way to a result: what the list of pages shows beside each one."""

from dataclasses import dataclass
from enum import Enum, auto


class PageStatus(Enum):
    """What is known of a page. `LOCKED` is a file that wants a password first; `OPENING` a page that takes long."""

    NOT_RUN = auto()
    OPENING = auto()
    WAITING = auto()
    RUNNING = auto()
    FOUND = auto()
    EMPTY = auto()
    FAILED = auto()
    LOCKED = auto()


@dataclass(frozen=True, slots=True)
class PageState:
    """A status with what belongs to it.

    Attributes:
        status: what is known of the page.
        count: regions shown, of a page that was found to have some.
        is_hidden: there are some, but the rules show none.
        message: one sentence for the user, of a page that failed.
        stage: what the run does now, in words, of a page that is running.
        fraction: how much of the run is done, from 0 to 1.
    """

    status: PageStatus = PageStatus.NOT_RUN
    count: int = 0
    is_hidden: bool = False
    message: str = ""
    stage: str = ""
    fraction: float = 0.0

    def __post_init__(self) -> None:
        assert self.count >= 0
        assert 0.0 <= self.fraction <= 1.0


NOT_RUN = PageState()
