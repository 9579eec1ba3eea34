"""Tells what a server sent in place of a file, from the first bytes."""

import re
from typing import Final, Literal

HEAD_BYTES: Final = 512

Kind = Literal["weights", "config"]

_WEB_PAGE: Final = re.compile(rb"<(?:!doctype\s+html|(?:html|head|body|script|title|meta)\b|!--)", re.IGNORECASE)
_LFS: Final = b"version https://git-lfs"


def stranger(head: bytes, kind: Kind) -> str | None:
    """What the file is instead of `kind`, or None where nothing speaks against it.

    Args:
        head: the first `HEAD_BYTES` bytes, or all of a shorter file.
        kind: what was asked for.
    """
    if not head:
        return "an empty file"
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if _WEB_PAGE.match(text):
        return "a web page"
    if text.startswith(_LFS):
        return "a Git LFS placeholder"
    if text.startswith(b"<?xml"):
        return "a web page" if b"<html" in text.lower() else "an XML message"
    if kind == "config":
        return "no text" if b"\x00" in head else None
    if text.startswith(b"{") and _is_text(text):
        return "a JSON message"
    return None


def _is_text(text: bytes) -> bool:
    return all(byte >= 32 or byte in b"\t\r\n" for byte in text)
