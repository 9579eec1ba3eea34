"""The card of a model that comes from elsewhere, as it is kept with the model."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from d2studio.core.model_zip import MAX_SMALL_BYTES
from d2studio.errors import UsageError

_OF_AN_INSTALLATION: Final = ("sha256", "source")


def read_card_file(path: Path) -> dict[str, Any]:
    """All that a `model.json` holds, also what this version does not know.

    Raises:
        UsageError: it cannot be read, or is no card.
    """
    try:
        with path.open("rb") as file:
            card = json.loads(file.read(MAX_SMALL_BYTES))
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.", path=str(path)) from error
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{path} is not JSON.", path=str(path)) from error
    if not isinstance(card, dict):
        raise UsageError(f"{path} is no card of a model: it does not begin with {{.", path=str(path))
    return card


def digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal digits, as cards name it.

    Raises:
        UsageError: it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.", path=str(path)) from error


def without_installation(card: Mapping[str, Any]) -> dict[str, Any]:
    """A card without what an installation says anew; where the model first came from is kept as `original`."""
    kept = {key: value for key, value in card.items() if key not in _OF_AN_INSTALLATION}
    source = section(card, "source")
    return {**kept, "original": source} if source and "original" not in kept else kept


def section(card: Mapping[str, Any], key: str) -> dict[str, Any]:
    """A part of a card that has parts of its own; empty where it is missing."""
    value = card.get(key)
    return value if isinstance(value, dict) else {}
