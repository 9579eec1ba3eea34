"""What models and their classes may be called: ids from names, numbers behind names that are taken."""

import itertools
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from d2studio.core.model_folder import MODEL_ID
from d2studio.core.own_folders import is_own_folder
from d2studio.core.words import safe_stem
from d2studio.errors import UsageError

_LONGEST_ID: Final = 60


def id_of(name: str) -> str:
    """A name as the name of a folder: "My model (2)" becomes "my-model-2"."""
    plain = safe_stem(re.sub(r"[^a-z0-9._]+", "-", name.casefold()).strip("-._")[:_LONGEST_ID])
    return plain if MODEL_ID.fullmatch(plain) and not is_own_folder(Path(plain)) else "model"


def numbered(wanted: str, form: str) -> Iterator[str]:
    yield wanted
    for number in itertools.count(2):
        yield form.format(wanted, number)


def require_names(names: Sequence[str], count: int) -> None:
    if len(names) != count:
        raise UsageError(f"The model has {count} classes, and {len(names)} names were given.")
    empty = [str(number) for number, name in enumerate(names) if not name.strip()]
    if empty:
        raise UsageError(f"Class {empty[0]} has no name.", hint="Give every class a name.")
    double = next((name for name in names if list(names).count(name) > 1), None)
    if double is not None:
        raise UsageError(f"Two classes would be called {double!r}.", hint="Give every class a name of its own.")
