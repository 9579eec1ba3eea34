"""What the restricted pickle reader builds where a stream speaks of objects and functions."""

from collections.abc import Callable
from dataclasses import dataclass

from d2studio.engine.checkpoint.problems import damaged


class StandIn:
    """What the stream thinks is an object of another library. Only our own subclasses exist."""

    def set_state(self, state: object) -> None:
        """Take the state that the stream gives the object.

        Raises:
            WeightsError: such an object has none, or not this one.
        """
        raise damaged("its pickle gives a state to something that has none")


class Opaque(StandIn):
    """An object that nobody needs here: whatever the stream does to it is dropped."""

    def set_state(self, state: object) -> None:
        pass


@dataclass(frozen=True, eq=False)
class Name:
    """A name in the stream, found in the table of those that are allowed.

    Args:
        name: module and name, with a dot between.
        make: what calling it means; None for a name that is only ever mentioned.
    """

    name: str
    make: Callable[[tuple[object, ...]], object] | None = None
