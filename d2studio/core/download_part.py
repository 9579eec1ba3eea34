"""A file on its way: its bytes so far, a note of what they are, and a lock, all beside where it will be."""

import contextlib
import errno
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Final, Self

from filelock import FileLock, Timeout

from d2studio.control import Control
from d2studio.core.download_content import HEAD_BYTES
from d2studio.errors import Cancelled, DownloadError, OutputError

_CHUNK_BYTES: Final = 1 << 20
_SPARE: Final = 1.2  # of the size has to be free
_MAX_NOTE_BYTES: Final = 65_536


@dataclass(frozen=True)
class Note:
    """What the bytes in a `.part` file are the beginning of.

    Attributes:
        url: the mirror that they came from.
        size: of the whole file, where it is known.
        etag: the server's name for this content, or empty.
        modified: the date of the file as the server writes it, or empty.
        promised_sha256: the whole file's, where the server named it.
    """

    url: str
    size: int | None = None
    etag: str = ""
    modified: str = ""
    promised_sha256: str | None = None


class PartFile:
    """Held by one process at a time; a context manager.

    Args:
        target: what the file will be called. Its folder is made.
        has_md5: whether the MD5 is computed, too.

    Attributes:
        note: what the bytes are, or None where there are none.
        done: how many bytes there are.
        head: the first of them.
        was_continued: they did not come in one go.

    Raises:
        OutputError: no file can be written there.
        DownloadError: another process is at it.
    """

    def __init__(self, target: Path, *, has_md5: bool = False) -> None:
        self._target = target
        self._part, self._note_path, self._lock_path = _neighbours(target)
        self._has_md5 = has_md5
        self._file: BinaryIO | None = None
        with self._writing():
            target.parent.mkdir(parents=True, exist_ok=True)
        self._lock = FileLock(self._lock_path, timeout=0)
        self.note: Note | None = None
        self.done = 0
        self.head = b""
        self.was_continued = False
        self._sha256 = hashlib.sha256()
        self._md5 = hashlib.md5(usedforsecurity=False)

    def __enter__(self) -> Self:
        try:
            with self._writing():
                self._lock.acquire()
        except Timeout:
            raise DownloadError(
                f"{self._target.name} is being downloaded by another d2studio.", hint="Wait until it is done there."
            ) from None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()
        # Whoever locks a file that has lost its name starts over, so it can go before it is given up. Windows does not
        # let it go yet, and there giving up removes it.
        with contextlib.suppress(OSError):
            self._lock_path.unlink()
        self._lock.release()

    def load(self, control: Control) -> None:
        """Read what an earlier download left, if it can be gone on with; otherwise remove it.

        Raises:
            Cancelled: on request.
            OutputError: it cannot be read or removed.
        """
        note = _read_note(self._note_path)
        with self._writing():
            if note is None or self._part.is_symlink() or not self._part.is_file():
                self.remove()
                return
            self._file = self._part.open("r+b", buffering=0)
            self.note = note
            while chunk := self._file.read(_CHUNK_BYTES):
                if control.is_cancelled:
                    raise Cancelled("downloading")
                self._count(chunk)
        self.was_continued = self.done > 0

    def check_room(self, size: int) -> None:
        """Look whether a file of `size` bytes, of which some may be there, fits with something to spare.

        Raises:
            OutputError: it does not.
        """
        with self._writing():
            free = shutil.disk_usage(self._target.parent).free
        if free + self.done < size * _SPARE:
            raise OutputError(
                f"{self._target.name} needs {_megabytes(size * _SPARE - self.done)} MB, and {self._target.parent} has "
                f"only {_megabytes(free)} MB free.",
                hint="Make room, then try again.",
                path=str(self._target),
                download=self._target.name,
            ) from OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def start(self, note: Note) -> None:
        """Begin at the first byte; what was there is dropped.

        Raises:
            OutputError: it cannot be written.
        """
        self.remove()
        with self._writing():
            # In this order: bytes never stand beside a note that is not theirs.
            self._file = self._part.open("xb", buffering=0)
            self._note_path.write_text(json.dumps(asdict(note)), encoding="utf-8")
        self.note = note

    def write(self, data: bytes) -> None:
        """Append what came. Where the disk is full, as much as fits stays.

        Raises:
            OutputError: not all of it could be written.
        """
        assert self._file is not None
        rest = memoryview(data)
        with self._writing():
            while rest:
                written = self._file.write(rest) or 0
                self._count(rest[:written])
                rest = rest[written:]

    def sha256(self) -> str:
        """Of the bytes so far."""
        return self._sha256.hexdigest()

    def md5(self) -> str:
        """Of the bytes so far; they have to have been counted: see `has_md5`."""
        assert self._has_md5
        return self._md5.hexdigest()

    def move_in(self) -> None:
        """Give the file its name.

        Raises:
            OutputError: it cannot be written.
        """
        assert self._file is not None
        with self._writing():
            os.fsync(self._file.fileno())
            self._close()
            self._part.replace(self._target)
            self._note_path.unlink(missing_ok=True)

    def remove(self) -> None:
        """Delete bytes and note.

        Raises:
            OutputError: they cannot be removed.
        """
        self._close()
        self._forget()
        with self._writing():
            self._part.unlink(missing_ok=True)
            self._note_path.unlink(missing_ok=True)

    def _forget(self) -> None:
        self.note = None
        self.done = 0
        self.head = b""
        self.was_continued = False
        self._sha256 = hashlib.sha256()
        self._md5 = hashlib.md5(usedforsecurity=False)

    def _count(self, data: bytes | memoryview) -> None:
        self.done += len(data)
        self._sha256.update(data)
        if self._has_md5:
            self._md5.update(data)
        if len(self.head) < HEAD_BYTES:
            self.head += bytes(data[: HEAD_BYTES - len(self.head)])

    def _close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except Timeout:
            raise
        except OSError as error:
            raise OutputError(
                f"{self._target} cannot be written: {error.strerror or error}.",
                hint="Make room, or look at the permissions of the folder, then try again; it goes on where it ended.",
                path=str(self._target),
                download=self._target.name,
            ) from error


def _neighbours(target: Path) -> tuple[Path, Path, Path]:
    part = target.with_name(f"{target.name}.part")
    return part, part.with_name(f"{part.name}.json"), part.with_name(f"{part.name}.lock")


def _read_note(path: Path) -> Note | None:
    """The note, or None where there is none that makes sense."""
    try:
        with path.open("rb") as file:
            values: Any = json.loads(file.read(_MAX_NOTE_BYTES))
        note = Note(**values)
    except (OSError, ValueError, TypeError, RecursionError):
        return None
    texts = (note.url, note.etag, note.modified, note.promised_sha256 or "")
    has_size = note.size is None or (type(note.size) is int and note.size >= 0)
    return note if has_size and all(isinstance(text, str) and plain(text) == text for text in texts) else None


def plain(text: str) -> str:
    """A header's value that can be sent back as it came, or nothing."""
    return text if text.isascii() and text.isprintable() else ""


def _megabytes(count: float) -> str:
    return f"{count / 1e6:,.0f}"
