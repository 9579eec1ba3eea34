"""How window and children talk: one JSON object a line, with a version and a cap on its length. Never pickle.

    window -> child   {"v": 1, "id": 7, "do": "page", ...}      {"v": 1, "id": 7, "do": "cancel"}
    child -> window   {"v": 1, "hello": "decode"}               once it is ready
                      {"v": 1, "id": 7, "stage": "decode", "fraction": 0.5}
                      {"v": 1, "id": 7, "part": {...}}           some of a long answer
                      {"v": 1, "id": 7, "result": {...}}         or "failure": {...}, or "cancelled": true

Arrays travel as text in it where they are small (boxes, masks on their own grid, maps compressed), and through shared
blocks (`core/shared_blocks`) where they are pages. A child holds what strangers made, so nothing that it says is
taken for granted: whatever does not read as it should is a `WireError`.
"""

import base64
import binascii
import json
import math
import reprlib
import sys
import zlib
from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from d2studio.arrays import AnyArray

VERSION: Final = 1
MAX_LINE_BYTES: Final = 256 << 20
_COMPRESSED_FROM: Final = 1 << 20
_MAX_ARRAY_BYTES: Final = 2 << 30  # a map of 300 million pixels has 1.2 GB
_MAX_SIDE: Final = 1 << 31
_LARGEST: Final = sys.float_info.max
_DTYPES: Final = frozenset(("uint8", "int16", "int32", "int64", "float32"))

Message = Mapping[str, Any]  # what JSON can hold; read through the functions below


class WireError(Exception):
    """The other side said something that it should not. Not for users: whoever reads turns it into a finding."""


def to_line(message: Message) -> bytes:
    """One message as a line.

    Raises:
        WireError: it is longer than any message may be.
    """
    # ASCII, so that a file name that is no UTF-8 survives.
    line = json.dumps({"v": VERSION, **message}, allow_nan=False, separators=(",", ":")).encode("ascii") + b"\n"
    if len(line) > MAX_LINE_BYTES:
        raise WireError(f"a message of {len(line):,} bytes is too long")
    return line


def from_line(line: bytes) -> dict[str, Any]:
    """Read one line.

    Raises:
        WireError: it is no message of this version.
    """
    try:
        message = json.loads(line, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise WireError(f"not JSON: {line[:80]!r}") from error
    if not isinstance(message, dict) or message.get("v") != VERSION:
        raise WireError(f"not a message of version {VERSION}: {line[:80]!r}")
    return message


def _refuse(constant: str) -> float:
    raise ValueError(f"{constant} is no JSON")


def array_to_wire(array: AnyArray) -> Message:
    data = np.ascontiguousarray(array).tobytes()
    compressed = len(data) >= _COMPRESSED_FROM
    if compressed:
        data = zlib.compress(data, level=1)
    return {
        "dtype": array.dtype.name,
        "shape": list(array.shape),
        "compressed": compressed,
        "data": base64.b64encode(data).decode("ascii"),
    }


def array_from_wire(value: object) -> AnyArray:
    """A read-only array.

    Raises:
        WireError: it is no array.
    """
    message = mapping(value)
    shape = tuple(integer(side) for side in sequence(message.get("shape")))
    dtype_name = text(message.get("dtype"))
    if dtype_name not in _DTYPES or len(shape) > 4 or not all(0 <= side < _MAX_SIDE for side in shape):
        raise WireError(f"no array: {_shown(dtype_name)} {_shown(shape)}")
    dtype = np.dtype(dtype_name)
    size = dtype.itemsize * math.prod(shape)
    if size > _MAX_ARRAY_BYTES:
        raise WireError(f"an array of {size:,} bytes")
    try:
        data = base64.b64decode(text(message.get("data")), validate=True)
        if flag(message.get("compressed")):
            unpacker = zlib.decompressobj()
            data = unpacker.decompress(data, size + 1)
    except (binascii.Error, zlib.error, ValueError) as error:
        raise WireError(f"no array: {error}") from error
    if len(data) != size:
        raise WireError(f"an array of {shape} {dtype_name} has {len(data):,} bytes")
    return np.frombuffer(data, dtype).reshape(shape)


def mapping(value: object) -> Message:
    if not isinstance(value, Mapping):
        raise WireError(f"not an object: {_shown(value)}")
    return value


def sequence(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise WireError(f"not a list: {_shown(value)}")
    return value


def pair(value: object) -> tuple[Any, Any]:
    items = sequence(value)
    if len(items) != 2:
        raise WireError(f"not a pair: {_shown(value)}")
    return items[0], items[1]


def text(value: object) -> str:
    if not isinstance(value, str):
        raise WireError(f"not text: {_shown(value)}")
    return value


def texts(value: object) -> tuple[str, ...]:
    return tuple(text(item) for item in sequence(value))


def flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise WireError(f"neither true nor false: {_shown(value)}")
    return value


def integer(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise WireError(f"not a whole number: {_shown(value)}")
    return value


def number(value: object) -> float:
    """A finite one."""
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= _LARGEST:
        return float(value)
    raise WireError(f"not a number: {_shown(value)}")


def size_hw(value: object) -> tuple[int, int]:
    """Height and width of something with an area."""
    height, width = map(integer, pair(value))
    if height < 1 or width < 1:
        raise WireError(f"no height and width: {height} x {width}")
    return height, width


def _shown(value: object) -> str:
    # Of a value that may be as large, and as deep, as a message can be.
    return reprlib.repr(value)[:80]
