"""A strict reader of uncompressed zip archives.

Only what PyTorch writes is accepted, and every size and position is checked against the file before it is used.
Source: PKWARE's APPNOTE.TXT, sections 4.3 and 4.5.3 (zip64).
"""

import struct
import zlib
from dataclasses import dataclass

import torch

from d2studio.engine.checkpoint.problems import cut_off, damaged
from d2studio.engine.checkpoint.source import Source
from d2studio.errors import WeightsError

_MAX_ENTRIES = 50_000
_MAX_DIRECTORY_BYTES = 16 << 20
_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_END64_LOCATOR = struct.Struct("<4sLQL")
_END64 = struct.Struct("<4sQ2H2L4Q")
_IN_ZIP64 = 0xFFFFFFFF
_IN_ZIP64_SHORT = 0xFFFF


@dataclass(frozen=True)
class Entry:
    """One file in an archive, as the directory at the archive's end describes it.

    Args:
        header: position of the entry's own header in the archive.
        size: bytes after unpacking.
        is_plain: stored as it is, neither compressed nor encrypted.
    """

    name: str
    header: int
    size: int
    crc: int
    is_plain: bool


@dataclass(frozen=True)
class ZipArchive:
    """Entries of an archive by name, and their content."""

    source: Source
    entries: dict[str, Entry]

    def read(self, name: str) -> torch.Tensor:
        """Content of an entry as uint8 [size], checked against its CRC.

        Raises:
            WeightsError: it is damaged.
        """
        entry = self.entries[name]
        content = self.source.read_tensor(_content_start(self.source, entry), entry.size)
        if zlib.crc32(content.numpy().data) != entry.crc:
            raise damaged(f"the checksum of {name} is wrong")
        return content


def open_zip(source: Source) -> ZipArchive:
    """Read an archive's directory.

    Raises:
        WeightsError: the archive is cut off or damaged, or its entries overlap or repeat.
    """
    count, start, size, end = _locate_directory(source)
    if count > _MAX_ENTRIES or size > _MAX_DIRECTORY_BYTES or count * _CENTRAL.size > size:
        raise damaged("its table of contents is too large")
    if start + size > end:
        raise damaged("its table of contents reaches beyond its end")
    directory = source.read(start, size)
    entries: dict[str, Entry] = {}
    position = 0
    for _ in range(count):
        entry, position = _read_entry(directory, position)
        if entry.name in entries:
            raise damaged(f"it holds {entry.name} twice")
        entries[entry.name] = entry
    _check_order(entries, start)
    return ZipArchive(source, entries)


def _locate_directory(source: Source) -> tuple[int, int, int, int]:
    """Number of entries, start and size of the directory, and the position that it has to end before."""
    tail_start = max(0, source.size - _END.size - 0xFFFF)
    tail = source.read(tail_start, source.size - tail_start)
    at = tail.rfind(b"PK\5\6")
    if at < 0 or at + _END.size > len(tail):
        raise cut_off(source.size)
    _, disk, directory_disk, _, count, size, start, comment = _END.unpack_from(tail, at)
    if at + _END.size + comment != len(tail) or disk or directory_disk:
        raise damaged("its end is not where it says")
    end = tail_start + at
    if count != _IN_ZIP64_SHORT and size != _IN_ZIP64 and start != _IN_ZIP64:
        return count, start, size, end
    signature, _, end64, _ = _END64_LOCATOR.unpack(source.read(end - _END64_LOCATOR.size, _END64_LOCATOR.size))
    if signature != b"PK\6\7" or end64 > end - _END64.size:
        raise damaged("its end is not where it says")
    signature, _, _, _, disk, directory_disk, _, count, size, start = _END64.unpack(source.read(end64, _END64.size))
    if signature != b"PK\6\6" or disk or directory_disk:
        raise damaged("its end is not where it says")
    return count, start, size, end64


def _read_entry(directory: bytes, position: int) -> tuple[Entry, int]:
    if position + _CENTRAL.size > len(directory):
        raise damaged("its table of contents is too short")
    fields = _CENTRAL.unpack_from(directory, position)
    signature, _, _, flags, method, _, _, crc, packed, size, name_length, extra_length, comment_length = fields[:13]
    header = fields[-1]
    name_start = position + _CENTRAL.size
    extra_start = name_start + name_length
    comment_start = extra_start + extra_length
    end = comment_start + comment_length
    if signature != b"PK\1\2" or end > len(directory):
        raise damaged("its table of contents makes no sense")
    size, packed, header = _with_zip64(directory[extra_start:comment_start], size, packed, header)
    try:
        name = directory[name_start:extra_start].decode()
    except UnicodeDecodeError:
        name = directory[name_start:extra_start].decode("latin-1")  # the archive is named in the writer's code page
    is_plain = method == 0 and not flags & 1
    if is_plain and packed != size:
        raise damaged(f"the size of {name} makes no sense")
    return Entry(name, header, size, crc, is_plain), end


def _with_zip64(extra: bytes, *sizes: int) -> tuple[int, ...]:
    """The sizes with those that do not fit 32 bits taken from the extra field 1, which holds only those, in order."""
    if _IN_ZIP64 not in sizes:
        return sizes
    position = 0
    while position + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, position)
        if kind == 1:
            field = extra[position + 4 : position + 4 + length]
            if len(field) < 8 * sizes.count(_IN_ZIP64):
                break
            large = iter(struct.unpack(f"<{len(field) // 8}Q", field[: len(field) // 8 * 8]))
            return tuple(next(large) if size == _IN_ZIP64 else size for size in sizes)
        position += 4 + length
    raise damaged("the size of an entry is missing")


def _check_order(entries: dict[str, Entry], directory_start: int) -> None:
    """No two entries may share bytes: a small file could claim them over and over."""
    plain = sorted((entry for entry in entries.values() if entry.is_plain), key=lambda entry: entry.header)
    ends = [entry.header for entry in plain[1:]] + [directory_start]
    for entry, end in zip(plain, ends, strict=False):
        if entry.header + _LOCAL.size + len(entry.name) + entry.size > end:
            raise damaged(f"{entry.name} overlaps what comes after it")


def _content_start(source: Source, entry: Entry) -> int:
    if not entry.is_plain:
        raise WeightsError(
            f"holds {entry.name} compressed or encrypted, which PyTorch never does",
            hint="Unpack the archive; the weights file is probably inside.",
        )
    header = _LOCAL.unpack(source.read(entry.header, _LOCAL.size))
    signature, flags, method, name_length, extra_length = header[0], header[2], header[3], header[-2], header[-1]
    if signature != b"PK\3\4" or method != 0 or flags & 1:
        raise damaged(f"{entry.name} is not where the table of contents says")
    return entry.header + _LOCAL.size + int(name_length) + int(extra_length)
