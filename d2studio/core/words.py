"""Text that comes from files, made harmless for people to see."""

import re
from typing import Final

# Names that Windows keeps for devices, with any suffix.
_DEVICE_NAME: Final = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
_NOT_IN_FILE_NAMES: Final = frozenset('<>:"/\\|?*')
_MAX_STEM_BYTES: Final = 100


def printable(text: str) -> str:
    """`text` on one line, with everything that a terminal could obey or not show written as an escape.

    That is control characters, marks that turn the direction of writing, and bytes of file names that are not UTF-8.
    """
    if text.isprintable():
        return text
    return "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in text)


def safe_stem(name: str) -> str:
    """`name` as a file name without suffix that every system accepts and that stays in its folder."""
    stem = "".join("_" if letter in _NOT_IN_FILE_NAMES or not letter.isprintable() else letter for letter in name)
    stem = stem.encode()[:_MAX_STEM_BYTES].decode(errors="ignore").strip(" .")
    return f"_{stem}" if not stem or _DEVICE_NAME.fullmatch(stem) else stem
