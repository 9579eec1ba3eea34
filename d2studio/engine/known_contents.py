"""Remembers which file had which content, so that a large file need not be hashed each time."""

import contextlib
import hashlib
import json
import os
import re
import time
from pathlib import Path
from typing import Final

from d2studio.control import Control
from d2studio.engine.conversion import replacing

_BLOCK_BYTES: Final = 1 << 20
_MAX_FILES: Final = 256
_MAX_LIST_BYTES: Final = 4 << 20
# File systems tell times in steps, the coarsest of 2 s: a file that was changed within one may change once more unseen.
_SETTLED_NS: Final = 3_000_000_000
_PROBES: Final = 64
_PROBE_BYTES: Final = 4096
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


class KnownContents:
    """A list, in a file, of paths, what their files looked like, and the SHA-256 of their content.

    Several processes may write it at once: what one of them adds can get lost, and the file is hashed once more.
    """

    def __init__(self, list_path: Path) -> None:
        self._list_path = list_path

    def digest(self, path: Path, control: Control) -> str:
        """The SHA-256 of what is in a file now, in hexadecimal digits.

        Raises:
            OSError: the file cannot be read.
            Cancelled: a stop was requested.
        """
        key, look = str(path.absolute()), _look(path)
        known = self._read().get(key)
        if known is not None and known[0] == look:
            return known[1]
        is_settled = _is_settled(path)
        digest = content_digest(path, control)
        if is_settled and look == _look(path):
            self._add(key, look, digest)
        return digest

    def _read(self) -> dict[str, tuple[str, str]]:
        try:
            with self._list_path.open("rb") as file:
                listed = json.loads(file.read(_MAX_LIST_BYTES))
        except (OSError, ValueError, RecursionError):
            return {}
        known = {}
        for key, value in listed.items() if isinstance(listed, dict) else ():
            match value:
                case [str(look), str(digest)] if _DIGEST.fullmatch(digest):
                    known[key] = (look, digest)
        return known

    def _add(self, key: str, look: str, digest: str) -> None:
        known = self._read()
        known.pop(key, None)
        known[key] = (look, digest)
        newest = dict(list(known.items())[-_MAX_FILES:])
        with contextlib.suppress(OSError):
            self._list_path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with replacing(self._list_path) as file:
                file.write(json.dumps(newest).encode())


def known_digest(path: Path, cache: Path | None, control: Control) -> str:
    """The SHA-256 of what is in a file now; with a cache, a file that did not change is not read again.

    Args:
        path: of the file.
        cache: the folder for all that can be made again, made where it is missing; None: nothing is remembered.
        control: told of the progress.

    Raises:
        OSError: the file cannot be read.
        Cancelled: a stop was requested.
    """
    if cache is None:
        return content_digest(path, control)
    return KnownContents(cache / "weights" / "sources.json").digest(path, control)


def content_digest(path: Path, control: Control) -> str:
    """The SHA-256 of a file's content, in hexadecimal digits.

    Raises:
        OSError: the file cannot be read.
        Cancelled: a stop was requested.
    """
    digest = hashlib.sha256()
    with path.open("rb", buffering=0) as file:
        size, done = os.fstat(file.fileno()).st_size, 0
        buffer = bytearray(_BLOCK_BYTES)
        while count := file.readinto(buffer):
            digest.update(memoryview(buffer)[:count])
            done += count
            control.tick("weights", min(1.0, done / max(1, size)))
    return digest.hexdigest()


def _look(path: Path) -> str:
    """What changes when a file does: size, times, identity, and samples of the content, since times can be set back."""
    with path.open("rb", buffering=0) as file:
        status = os.fstat(file.fileno())
        samples = hashlib.sha256()
        for index in range(_PROBES):
            file.seek(max(0, status.st_size - _PROBE_BYTES) * index // (_PROBES - 1))
            samples.update(file.read(_PROBE_BYTES))
    facts = (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_dev, status.st_ino)
    return "-".join(map(str, (*facts, samples.hexdigest())))


def _is_settled(path: Path) -> bool:
    status = path.stat()
    return time.time_ns() - max(status.st_mtime_ns, status.st_ctime_ns) > _SETTLED_NS
