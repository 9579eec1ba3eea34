"""Writes what was read: weights as safetensors, a config as one file. Neither is ever seen half written."""

import hashlib
import json
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from torch import Tensor, uint8

from d2studio.engine.checkpoint import Checkpoint
from d2studio.engine.checkpoint.safetensors_file import DTYPE_NAMES, LENGTH_BYTES, MAX_HEADER_BYTES, METADATA_KEY
from d2studio.engine.config import Config
from d2studio.engine.config_yaml import parse_yaml
from d2studio.errors import OutputError, WeightsError

_BLOCK_BYTES: Final = 1 << 20
_HEADER_ALIGNMENT: Final = 64
# Names may share a tensor in a checkpoint, but not in safetensors. Ties are few; more are an attempt to fill the disk.
_MAX_EXPANSION: Final = 2
_SLACK_BYTES: Final = 1 << 20
_STRANGE: Final = "No detector is like that; get the weights from where they were made."


def write_weights(checkpoint: Checkpoint, target: Path, *, metadata: Mapping[str, str]) -> str:
    """Write tensors as safetensors, in no more memory than they take already.

    The same tensors and metadata give the same bytes. Each name gets data of its own, even where some share a tensor.

    Args:
        checkpoint: its tensors and their names are written, the rest is not.
        target: made anew or replaced, whole or not at all.
        metadata: kept in the file's header.

    Returns:
        The SHA-256 of the file, in hexadecimal digits.

    Raises:
        WeightsError: the tensors have names that the format cannot hold, or would take many times the room.
        OutputError: the file cannot be written.
    """
    tensors = checkpoint.tensors
    _require_sane_size(checkpoint)
    # Large numbers first: then each tensor begins at a multiple of its numbers' size.
    names = sorted(tensors, key=lambda name: -tensors[name].itemsize)
    header = _header(tensors, names, metadata)
    if METADATA_KEY in tensors or len(header) > MAX_HEADER_BYTES:
        raise WeightsError(f"{checkpoint.path.name} has names of tensors that safetensors cannot hold.", hint=_STRANGE)
    digest = hashlib.sha256()
    with _explained(target), replacing(target) as file:
        for block in _blocks(header, *(raw_bytes(tensors[name]) for name in names)):
            digest.update(block)
            file.write(block)
    return digest.hexdigest()


def raw_bytes(tensor: Tensor) -> memoryview:
    """The numbers of a contiguous tensor as they lie in memory, without a copy."""
    return tensor.reshape(-1).view(uint8).numpy().data


def write_config(config: Config, target: Path) -> None:
    """Write all settings, those of bases and defaults too, as YAML that reads back to the same values.

    Raises:
        ConfigError: it would be too long to be read again.
        OutputError: the file cannot be written.
    """
    data = config.dump().encode()
    parse_yaml(data, target.name)
    with _explained(target), replacing(target) as file:
        file.write(data)


def _require_sane_size(checkpoint: Checkpoint) -> None:
    tensors = checkpoint.tensors.values()
    total = sum(tensor.nbytes for tensor in tensors)
    distinct = sum({id(tensor): tensor.nbytes for tensor in tensors}.values())
    if total > _MAX_EXPANSION * distinct + _SLACK_BYTES:
        raise WeightsError(
            f"{checkpoint.path.name} gives a few numbers many names: written out, its {distinct / 1e6:,.1f} MB would "
            f"take {total / 1e6:,.0f} MB.",
            hint=_STRANGE,
            path=str(checkpoint.path),
        )


def _header(tensors: Mapping[str, Tensor], names: list[str], metadata: Mapping[str, str]) -> bytes:
    """Length and JSON. Entries stand in the checkpoint's order, whatever the order of the data."""
    places: dict[str, list[int]] = {}
    position = 0
    for name in names:
        places[name] = [position, position + tensors[name].nbytes]
        position += tensors[name].nbytes
    entries: dict[str, object] = {METADATA_KEY: dict(sorted(metadata.items()))}
    for name, tensor in tensors.items():
        entries[name] = {
            "dtype": DTYPE_NAMES[tensor.dtype],
            "shape": list(tensor.shape),
            "data_offsets": places[name],
        }
    text = json.dumps(entries, ensure_ascii=False, separators=(",", ":")).encode()
    text += b" " * (-(LENGTH_BYTES + len(text)) % _HEADER_ALIGNMENT)
    return len(text).to_bytes(LENGTH_BYTES, "little") + text


def _blocks(*parts: bytes | memoryview) -> Iterator[memoryview]:
    """All parts, in pieces that stay in the processor's cache between hashing and writing."""
    for part in parts:
        view = memoryview(part)
        for start in range(0, len(view), _BLOCK_BYTES):
            yield view[start : start + _BLOCK_BYTES]


@contextmanager
def replacing(target: Path) -> Iterator[BinaryIO]:
    """A file that takes the place of `target` once it is whole and on the disk, or leaves nothing behind.

    Raises:
        OSError: it cannot be written.
    """
    temporary = target.with_name(f".{target.name}.{os.getpid()}-{secrets.token_hex(4)}.part")
    try:
        with temporary.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


@contextmanager
def _explained(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutputError(
            f"{target} cannot be written: {error.strerror or error}.",
            hint="Make room, or see whether you may write there.",
            path=str(target),
        ) from error
