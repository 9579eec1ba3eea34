"""Finding parts of a window by the names that they have."""

from typing import TypeVar

from PySide6.QtCore import QObject

_Child = TypeVar("_Child", bound=QObject)


def child(parent: QObject, kind: type[_Child], name: str = "") -> _Child:
    """The only child of this kind, or the one of this name among them."""
    found = parent.findChildren(kind, name) if name else parent.findChildren(kind)
    assert len(found) == 1, f"{len(found)} of {kind.__name__} {name!r}"
    return found[0]
