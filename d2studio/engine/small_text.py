"""Small files of text that stand beside a model: lists of classes, cards."""

from pathlib import Path
from typing import Final

from d2studio.errors import UsageError

# The largest list of names that is known, of LVIS's 1,230 classes, needs 20 kB.
_MAX_BYTES: Final = 1_000_000


def read_small_text(path: Path, what: str) -> str:
    """The text of a file in UTF-8; `what` says in an error what it was taken for.

    Raises:
        UsageError: it cannot be read, is far too large, or is no text.
    """
    try:
        with path.open("rb") as file:
            content = file.read(_MAX_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{path}: the {what} cannot be read: {error.strerror}.", path=str(path)) from error
    if len(content) > _MAX_BYTES:
        raise UsageError(f"{path} is too large to be the {what}.", path=str(path))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not text in UTF-8.", hint="Save it as UTF-8.", path=str(path)) from error
