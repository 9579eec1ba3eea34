"""Keeps weights that are no safetensors as such, so that a later load is quick and touches no pickle.

The folder `weights` of the cache has a copy for each content, `<SHA-256 of the source>.safetensors`, and a list of
which file had which content. A copy's metadata says what its source was, and has a seal over that and all tensors: what
does not agree with its seal is damaged and made anew. The time at which a copy was changed is that of its last use.

Copies are read, not mapped: where a mapped file shrinks or its disk fails, the system ends the whole program.
"""

import contextlib
import hashlib
import json
import os
import re
import shutil
import time
import zlib
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Final

from torch import Tensor

from d2studio.control import Control
from d2studio.engine.checkpoint import Checkpoint, read_checkpoint
from d2studio.engine.checkpoint.safetensors_file import read_header
from d2studio.engine.checkpoint.sniff import HEAD_BYTES, FileFormat, sniff
from d2studio.engine.checkpoint.source import Source
from d2studio.engine.checkpoint.stand_ins import StoredTensor
from d2studio.engine.conversion import raw_bytes, write_weights
from d2studio.engine.known_contents import content_digest, known_digest
from d2studio.errors import OutputError, WeightsError

# To be raised whenever the readers of checkpoints give other names, tensors or notes for the same file.
_MADE_BY: Final = "d2studio 1"
_MAX_BYTES: Final = 4_000_000_000
_SPARE_BYTES: Final = 1_000_000_000  # a cache is never what fills a disk
_LONGEST_WRITE_SECONDS: Final = 86_400
_THREADS: Final = 4
_COPY: Final = re.compile(r"[0-9a-f]{64}\.safetensors")
_UNFINISHED: Final = re.compile(r"\..+\.([0-9]+)-[0-9a-f]+\.part")


def read_through_cache(
    path: Path, control: Control | None = None, *, cache: Path | None, max_bytes: int = _MAX_BYTES
) -> Checkpoint:
    """Read a weights file: its copy in the cache, else the file itself, which then gets a copy.

    Nothing that goes wrong with the cache is an error; where no copy can be kept, the checkpoint has a note.

    Args:
        path: the weights file.
        control: told of the progress.
        cache: the folder for all that can be made again, made where it is missing; None: nothing is kept.
        max_bytes: that the copies take together at most; those used longest ago go first.

    Raises:
        WeightsError, UnsafeWeights, Cancelled: as `read_checkpoint` does.
    """
    control = control or Control()
    if cache is None:
        return read_checkpoint(path, control)
    folder = cache / "weights"
    _sweep(folder)
    if not _is_worth_a_copy(path):
        return read_checkpoint(path, control)
    try:
        digest = known_digest(path, cache, control)
    except OSError:  # the reader says it better
        return read_checkpoint(path, control)
    copy = folder / f"{digest}.safetensors"
    kept = _read_copy(copy, path, digest)
    if kept is not None:
        return kept
    checkpoint = read_checkpoint(path, control)
    problem = _keep(checkpoint, copy, digest, max_bytes, control)
    if not problem:
        return checkpoint
    note = f"the weights could not be kept for quicker loading next time: {problem}"
    return replace(checkpoint, notes=(*checkpoint.notes, note))


def _is_worth_a_copy(path: Path) -> bool:
    """Whether it is a weights file of another format, as far as its beginning tells."""
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
            return sniff(head, os.fstat(file.fileno()).st_size) is not FileFormat.SAFETENSORS
    except (OSError, WeightsError):
        return False


# A copy ---------------------------------------------------------------------------------------------------------------


def _read_copy(copy: Path, source: Path, digest: str) -> Checkpoint | None:
    """The checkpoint of `source` from its copy; None where there is none, or it is damaged."""
    try:
        with copy.open("rb") as file:
            stored, facts = read_header(Source(file, os.fstat(file.fileno()).st_size))
            if facts.get("made by") != _MADE_BY or facts.get("source") != digest:
                return None
            with ThreadPoolExecutor(_THREADS) as pool:
                read = dict(zip(stored, pool.map(_read_with_checksum, stored.values()), strict=True))
        tensors = {name: tensor for name, (tensor, _) in read.items()}
        checksums = {name: checksum for name, (_, checksum) in read.items()}
        if facts.pop("seal", "") != _seal(facts, tensors, checksums):
            return None
        notes = tuple(map(str, json.loads(facts["notes"])))
        checkpoint = Checkpoint(source, facts["file format"], tensors, notes)
    except (OSError, WeightsError, KeyError, TypeError, ValueError):
        return None
    with contextlib.suppress(OSError):
        os.utime(copy)
    return checkpoint


def _read_with_checksum(stored: StoredTensor) -> tuple[Tensor, int]:
    tensor = stored.read()
    return tensor, zlib.crc32(raw_bytes(tensor))


def _seal(facts: Mapping[str, str], tensors: Mapping[str, Tensor], checksums: Mapping[str, int]) -> str:
    """What tells whether anything of a copy has changed. It guards against accidents, not against forgers."""
    entries = [[name, str(tensor.dtype), list(tensor.shape), checksums[name]] for name, tensor in tensors.items()]
    return hashlib.sha256(json.dumps([sorted(facts.items()), entries]).encode()).hexdigest()


# The folder -----------------------------------------------------------------------------------------------------------


def _keep(checkpoint: Checkpoint, copy: Path, digest: str, max_bytes: int, control: Control) -> str:
    """Write a copy; the reason where that fails, else an empty text."""
    tensors = checkpoint.tensors
    facts = {
        "format": "pt",
        "made by": _MADE_BY,
        "source": digest,
        "file format": checkpoint.file_format,
        "notes": json.dumps(checkpoint.notes),
    }
    checksums = {name: zlib.crc32(raw_bytes(tensor)) for name, tensor in tensors.items()}
    facts["seal"] = _seal(facts, tensors, checksums)
    try:
        if content_digest(checkpoint.path, control) != digest:
            return "the file is being changed"
        copy.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        problem = _make_room(copy.parent, sum(tensor.nbytes for tensor in tensors.values()), max_bytes)
        if not problem:
            write_weights(checkpoint, copy, metadata=facts)
    except OSError as error:
        problem = error.strerror or str(error)
    except OutputError as error:
        # Where another process reads the same copy, Windows lets nobody replace it.
        problem = "" if copy.exists() else str(error).rstrip(".")
    except WeightsError as error:
        problem = str(error).rstrip(".")
    return problem


def _make_room(folder: Path, needed: int, max_bytes: int) -> str:
    """Remove the copies used longest ago; the reason where there is no room even so."""
    if needed > max_bytes:
        return f"they take {needed / 1e6:,.0f} MB, and all copies together may take {max_bytes / 1e6:,.0f} MB"
    copies = []
    for path in folder.iterdir():
        if _COPY.fullmatch(path.name):
            with contextlib.suppress(FileNotFoundError):  # another process makes room too
                status = path.stat()
                copies.append((status.st_mtime_ns, status.st_size, path))
    total = sum(size for _, size, _ in copies)
    for _, size, path in sorted(copies):
        if total + needed <= max_bytes:
            break
        with contextlib.suppress(OSError):  # Windows removes no file that is being read
            path.unlink()
            total -= size
    if shutil.disk_usage(folder).free < needed + _SPARE_BYTES:
        return f"the disk of {folder} is nearly full"
    return ""


def _sweep(folder: Path) -> None:
    """Remove what processes left unfinished that have ended, or must have."""
    with contextlib.suppress(OSError):
        for path in folder.iterdir():
            unfinished = _UNFINISHED.fullmatch(path.name)
            if unfinished is None:
                continue
            is_old = time.time() - path.stat().st_mtime > _LONGEST_WRITE_SECONDS  # its process's number is used again
            if is_old or not _is_running(int(unfinished[1])):
                path.unlink(missing_ok=True)


def _is_running(process_id: int) -> bool:
    import psutil  # late: seldom needed, and slow to load

    return psutil.pid_exists(process_id)
