"""Finds the directories of a TIFF file, each of which is a page, and opens one at a time."""

import io
import os
import struct
from pathlib import Path
from typing import BinaryIO, Final

from d2studio.errors import PageError

_MAX_DIRECTORIES: Final = 65_536


def list_directories(path: Path) -> tuple[int, ...]:
    """Follow the chain of a TIFF's directories and give their offsets in the file, each once.

    A chain that comes back to itself ends there; one that leaves the file ends with the offset outside, so
    that the page that should be there is missed and not silently dropped.

    Raises:
        PageError: there is no directory, or an absurd number of them.
    """
    with path.open("rb") as file:
        head = file.read(16)
        order = "<" if head[:2] == b"II" else ">"
        is_big = head[2:4] in (b"\x2b\x00", b"\x00\x2b")
        count_format, entry_bytes, offset_format = (
            (order + "Q", 20, order + "Q") if is_big else (order + "H", 12, order + "I")
        )
        start = head[8:16] if is_big else head[4:8]
        offsets: dict[int, None] = {}
        while len(start) == struct.calcsize(offset_format):
            (offset,) = struct.unpack(offset_format, start)
            if offset == 0 or offset in offsets:
                break
            offsets[offset] = None
            if len(offsets) > _MAX_DIRECTORIES:
                raise PageError(f"{path.name} claims more than {_MAX_DIRECTORIES:,} pages.")
            start = _read_at(file, offset, struct.calcsize(count_format))
            if len(start) < struct.calcsize(count_format):
                break
            (entries,) = struct.unpack(count_format, start)
            start = _read_at(file, offset + len(start) + entries * entry_bytes, struct.calcsize(offset_format))
    if not offsets:
        raise PageError(f"{path.name} is a TIFF file without a picture.", hint="Copy or save it again.")
    return tuple(offsets)


def _read_at(file: BinaryIO, offset: int, size: int) -> bytes:
    if offset > os.fstat(file.fileno()).st_size:  # seek itself only takes offsets up to 2^63
        return b""
    file.seek(offset)
    return file.read(size)


class TiffDirectory(io.FileIO):
    """A TIFF whose header seems to point at one chosen directory.

    So a page is opened directly, however many come before it and whatever is wrong with them. (Pillow walks the
    chain, starts with the first directory, and gives up on the file where that one is broken.)
    """

    def __init__(self, path: Path, directory: int) -> None:
        super().__init__(path)
        head = super().read(8)
        order = "<" if head[:2] == b"II" else ">"
        if head[2:4] in (b"\x2b\x00", b"\x00\x2b"):
            self._head = head + struct.pack(order + "Q", directory)
        else:
            self._head = head[:4] + struct.pack(order + "I", directory)
        self.seek(0)

    def read(self, size: int | None = -1) -> bytes:
        position = self.tell()
        data = super().read(size) or b""
        head = self._head[position : position + len(data)]
        return head + data[len(head) :]
