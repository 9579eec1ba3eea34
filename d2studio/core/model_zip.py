"""Reads members of a zip that somebody brings: never by the names in it, and never more than it ought to hold.

An archive may claim anything. Each claim is held against the size of the file before a byte of a member is read, and
what comes out is counted.
"""

import io
import shutil
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO, Final, Self

from d2studio.control import Control
from d2studio.core.words import printable
from d2studio.errors import OutputError, WeightsError

MAX_SMALL_BYTES: Final = 1 << 20  # of a config, a card, a list of classes
MAX_BYTES: Final = 8_000_000_000
_MAX_MEMBERS: Final = 200
_MAX_DIRECTORY_BYTES: Final = 1 << 20
_MAX_RATIO: Final = 3  # weights hardly compress
_BLOCK_BYTES: Final = 1 << 20
_SPARE_BYTES: Final = 100_000_000  # what must be left on a disk
_FINDER: Final = "__MACOSX/"  # what macOS adds, beside each file
_ENCRYPTED: Final = 0x1
_AGAIN: Final = "Get it again from where it came from."
_UNPACK: Final = "Unpack it, look at what it holds, and choose the folder."
# All that zipfile raises for archives that are not as they should be.
_NOT_A_ZIP: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OverflowError,
    EOFError,
)


class ModelZip:
    """The files in a zip, by their names with forward slashes.

    Args:
        path: the zip.

    Raises:
        WeightsError: it cannot be read, is damaged, or holds what no model does.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._explained():
            self._file = _SmallReads(path)
        try:
            with self._explained():
                self._zip = zipfile.ZipFile(self._file)
                self._size = path.stat().st_size
            self._members = self._look()
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._zip.close()
        self._file.close()

    @property
    def names(self) -> tuple[str, ...]:
        """Of files; folders and what macOS adds are left out."""
        return tuple(self._members)

    @property
    def entries(self) -> tuple[zipfile.ZipInfo, ...]:
        """All that the table of contents lists."""
        return tuple(self._zip.infolist())

    def size(self, name: str) -> int:
        """Bytes that a file is said to have."""
        return self._members[name].file_size

    def read(self, name: str) -> bytes:
        """The content of a small file.

        Raises:
            WeightsError: it is damaged, or not small.
        """
        if self.size(name) > MAX_SMALL_BYTES:
            raise self._refused(f"{_shown(name)} in it is too large for what its name says")
        out = io.BytesIO()
        self._copy(name, out, Control())
        return out.getvalue()

    def copy(self, name: str, target: Path, control: Control) -> None:
        """Write the content of a file to a new one.

        Raises:
            WeightsError: it is damaged, packed too tightly for weights, or too large.
            OutputError: there is no room, or nothing can be written.
            Cancelled: a stop was requested.
        """
        member = self._members[name]
        if member.file_size > min(MAX_BYTES, max(MAX_SMALL_BYTES, _MAX_RATIO * member.compress_size)):
            raise self._refused(
                f"{_shown(name)} in it would take {member.file_size / 1e6:,.0f} MB, packed into "
                f"{member.compress_size / 1e6:,.1f} MB, and weights are not like that"
            )
        try:
            if shutil.disk_usage(target.parent).free < member.file_size + _SPARE_BYTES:
                raise OutputError(
                    f"There is no room on the disk of {target.parent} for {member.file_size / 1e6:,.0f} MB.",
                    hint="Make room, and try again.",
                )
            with target.open("xb") as out:
                self._copy(name, out, control)
        except OSError as error:
            raise OutputError(f"{target} cannot be written: {error.strerror}.", hint="Make room.") from error

    def _copy(self, name: str, out: IO[bytes], control: Control) -> None:
        member, done = self._members[name], 0
        with self._explained(name):
            source = self._zip.open(member)
        with source:
            while True:
                control.tick("unpack", done / max(1, member.file_size))
                with self._explained(name):
                    block = source.read(_BLOCK_BYTES)
                if not block:
                    break
                done += len(block)
                out.write(block)
        if done != member.file_size:
            raise self._refused(f"{_shown(name)} in it is not whole", _AGAIN)

    def _look(self) -> dict[str, zipfile.ZipInfo]:
        members: dict[str, zipfile.ZipInfo] = {}
        for entry in self._zip.infolist():
            name = entry.filename.replace("\\", "/")
            if name.startswith(_FINDER) or name.endswith("/"):
                continue
            self._require_sane(entry, name)
            if name in members:
                raise self._refused(f"it holds {_shown(name)} twice", _UNPACK)
            members[name] = entry
            if len(members) > _MAX_MEMBERS:
                raise self._refused(f"it holds more than {_MAX_MEMBERS} files", _UNPACK)
        return members

    def _require_sane(self, entry: zipfile.ZipInfo, name: str) -> None:
        parts = name.split("/")
        if "\0" in entry.orig_filename or ".." in parts or name.startswith("/") or ":" in name:
            raise self._refused(f"{_shown(entry.orig_filename)} in it is no name for a file in a folder", _UNPACK)
        if stat.S_IFMT(entry.external_attr >> 16) not in (0, stat.S_IFREG):
            raise self._refused(f"{_shown(name)} in it is a link or a device", _UNPACK)
        if entry.flag_bits & _ENCRYPTED:
            raise self._refused(f"{_shown(name)} in it is encrypted", "Unpack it with its password first.")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise self._refused(f"{_shown(name)} in it is packed in an unusual way", _UNPACK)
        is_inside = entry.header_offset >= 0 and entry.header_offset + entry.compress_size <= self._size
        if not is_inside or (entry.compress_type == zipfile.ZIP_STORED and entry.compress_size != entry.file_size):
            raise self._refused(f"what it says of {_shown(name)} cannot be", _AGAIN)

    @contextmanager
    def _explained(self, name: str = "") -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise WeightsError(f"{self._path} cannot be read: {error.strerror}.", path=str(self._path)) from error
        except _NOT_A_ZIP as error:
            why = f"{printable(name)} in it is cut off or damaged" if name else "it is cut off or damaged"
            raise self._refused(why, _AGAIN) from error

    def _refused(self, why: str, hint: str = "") -> WeightsError:
        return refused(self._path, why, hint)


def refused(path: Path, why: str, hint: str = "") -> WeightsError:
    """The error that says why a zip or a pack cannot be used."""
    return WeightsError(f"{path.name} cannot be used: {why}.", hint=hint, path=str(path), packed="yes")


class _SmallReads(io.FileIO):
    """A file of which nobody reads much at once, since zipfile takes a whole table of contents at its word."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > max(_MAX_DIRECTORY_BYTES, _BLOCK_BYTES):
            raise zipfile.BadZipFile("its table of contents is too large")
        return super().read(-1 if size is None else size) or b""


def _shown(name: str) -> str:
    return repr(printable(name)[:100])
