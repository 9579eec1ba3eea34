"""A failure as a value, so that it can leave the process or the thread in which it was raised."""

import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from d2studio.errors import D2StudioError

INTERNAL: Final = "internal"  # the code of what is no D2StudioError: our mistake, or one that nobody explained yet


@dataclass(frozen=True)
class Failure:
    """One exception and what is known about it.

    Attributes:
        code: that of the `D2StudioError`, else `INTERNAL`.
        message, hint, problems: as the error says them.
        context: facts, as text by name.
        type_names: names of the exception's type and the types it derives from, then those of its causes, outermost
            first: what a cause is told by where it has no class of ours.
        trace: the traceback, causes included.
    """

    code: str
    message: str
    hint: str = ""
    problems: tuple[str, ...] = ()
    context: Mapping[str, str] = field(default_factory=dict)
    type_names: tuple[str, ...] = ()
    trace: str = ""

    @classmethod
    def of(cls, error: BaseException) -> "Failure":
        """Describe an exception that is being handled."""
        known = error if isinstance(error, D2StudioError) else None
        return cls(
            code=known.code if known else INTERNAL,
            message=str(error) or type(error).__name__,
            hint=known.hint if known else "",
            problems=known.problems if known else (),
            context={key: str(value) for key, value in known.context.items()} if known else {},
            type_names=tuple(_type_names(error)),
            trace="".join(traceback.format_exception(error)),
        )


def _type_names(error: BaseException | None) -> list[str]:
    names: list[str] = []
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        names += [kind.__name__ for kind in type(error).__mro__ if kind is not object]
        error = error.__cause__ or error.__context__
    return names
