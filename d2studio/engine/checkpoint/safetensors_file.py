"""The safetensors format: the length of a header, a JSON header with name, dtype, shape and place of each tensor, data.

Written out rather than taken from the library: the header is all there is to it, and its rules are checked here, where
they can be explained. Source: the format's description in the safetensors README.
"""

import json
import math
from collections.abc import Mapping, Sequence

import torch

from d2studio.engine.checkpoint.problems import cut_off, damaged
from d2studio.engine.checkpoint.source import Source
from d2studio.engine.checkpoint.stand_ins import StoredTensor, checked_shape, typed
from d2studio.errors import WeightsError

LENGTH_BYTES = 8
METADATA_KEY = "__metadata__"
MAX_HEADER_BYTES = 16 << 20  # the format allows 100 MB; a detector of 2,000 tensors takes 0.3 MB
_DTYPES = {
    "F64": torch.float64,
    "F32": torch.float32,
    "F16": torch.float16,
    "BF16": torch.bfloat16,
    "I64": torch.int64,
    "I32": torch.int32,
    "I16": torch.int16,
    "I8": torch.int8,
    "U8": torch.uint8,
    "BOOL": torch.bool,
}
DTYPE_NAMES = {dtype: name for name, dtype in _DTYPES.items()}


class FileTensor(StoredTensor):
    """A tensor that lies at `start` in the file."""

    def __init__(self, source: Source, start: int, dtype: torch.dtype, shape: tuple[int, ...]) -> None:
        self.source = source
        self.start = start
        self.dtype = dtype
        self.shape = shape

    @property
    def nbytes(self) -> int:
        return math.prod(self.shape) * self.dtype.itemsize

    def read(self) -> torch.Tensor:
        return typed(self.source.read_tensor(self.start, self.nbytes), self.dtype).view(self.shape)


def read_safetensors(source: Source) -> Mapping[str, StoredTensor]:
    """The tensors by name, unread.

    Raises:
        WeightsError: see `read_header`.
    """
    return read_header(source)[0]


def read_header(source: Source) -> tuple[dict[str, FileTensor], dict[str, str]]:
    """The tensors by name, unread, and what the header says beside them.

    Raises:
        WeightsError: the file is cut off, or its header breaks a rule of the format.
    """
    header_bytes = int.from_bytes(source.read(0, LENGTH_BYTES), "little")
    if header_bytes > MAX_HEADER_BYTES:
        raise damaged("its header is too large")
    data_start = LENGTH_BYTES + header_bytes
    if data_start > source.size:
        raise cut_off(source.size)
    header = _parse(source.read(LENGTH_BYTES, header_bytes))
    metadata = header.pop(METADATA_KEY, None)
    tensors: dict[str, FileTensor] = {}
    places = []
    for name, entry in header.items():
        dtype, shape, begin, end = _describe(name, entry)
        tensor = FileTensor(source, data_start + begin, dtype, shape)
        if end - begin != tensor.nbytes:
            raise damaged(f"the size of {name[:100]} does not agree with its shape")
        tensors[name] = tensor
        places.append((begin, end))
    _check_places(sorted(places), source.size, data_start)
    pairs = metadata.items() if isinstance(metadata, dict) else ()
    return tensors, {key: value for key, value in pairs if isinstance(value, str)}


def _parse(header: bytes) -> dict[str, object]:
    try:
        parsed = json.loads(header.decode(), object_pairs_hook=_without_duplicates)
    except (ValueError, RecursionError) as error:
        raise damaged("its header cannot be read") from error
    if not isinstance(parsed, dict):
        raise damaged("its header is no list of tensors")
    return parsed


def _without_duplicates(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name occurs twice")
    return found


def _describe(name: str, entry: object) -> tuple[torch.dtype, tuple[int, ...], int, int]:
    match entry:
        case {"dtype": str(dtype), "shape": list(shape), "data_offsets": [int(begin), int(end)], **rest} if not rest:
            if dtype not in _DTYPES:
                raise WeightsError(
                    f"holds {name[:100]} as {dtype[:20]}, a kind of numbers that weights here never have"
                )
            return _DTYPES[dtype], checked_shape(tuple(shape)), begin, end
    raise damaged(f"its header describes {name[:100]} in a way that makes no sense")


def _check_places(places: Sequence[tuple[int, int]], file_size: int, data_start: int) -> None:
    """The data must follow each other without gaps or overlaps, up to the end of the file."""
    position = 0
    for begin, end in places:
        if begin != position or end < begin:
            raise damaged("its tensors overlap or leave gaps")
        position = end
    if data_start + position > file_size:
        raise cut_off(file_size, data_start + position)
    if data_start + position < file_size:
        raise damaged(f"{file_size - data_start - position:,} bytes follow after its last tensor")
