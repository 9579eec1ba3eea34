"""What `torch.save` wrote before PyTorch 1.6: four pickles and a list of keys in a row, then the data of each storage.

The order is: a magic number, the format's version, facts on the machine, the object, the keys of its storages; then for
each key the number of elements as int64 and the elements themselves. Nothing carries a checksum.
"""

from dataclasses import dataclass
from functools import cache

import torch

from d2studio.engine.checkpoint.allowed_names import allowed_name
from d2studio.engine.checkpoint.problems import cut_off, damaged
from d2studio.engine.checkpoint.restricted_pickle import read_pickle
from d2studio.engine.checkpoint.source import Source
from d2studio.engine.checkpoint.stand_ins import Storage
from d2studio.engine.checkpoint.torch_zip import MAX_PICKLE_BYTES, parse_storage_id
from d2studio.errors import WeightsError

LEGACY_MAGIC = 0x1950A86A20F9469CFC6C
_VERSION = 1001
_COUNT_BYTES = 8


@dataclass(frozen=True)
class _Root:
    """The memory behind one or more storages."""

    dtype: torch.dtype
    count: int

    @property
    def nbytes(self) -> int:
        return self.count * self.dtype.itemsize


def read_torch_legacy(source: Source) -> object:
    """The saved object; tensors in it are `TorchTensor`, and their data is read when they are.

    Raises:
        WeightsError: the file is cut off or damaged.
        UnsafeWeights: a pickle asks for code to be run.
    """
    head = source.read(0, min(source.size, MAX_PICKLE_BYTES))
    roots: dict[str, _Root] = {}
    positions: dict[str, int] = {}

    @cache  # several tensors may share a storage
    def read_root(key: str) -> torch.Tensor:
        return source.read_tensor(positions[key], roots[key].nbytes)

    def find_storage(persistent_id: object) -> Storage:
        dtype, key, count = parse_storage_id(persistent_id)
        root = roots.setdefault(key, _Root(dtype, count))
        if root != _Root(dtype, count):
            raise damaged("a storage is described in two ways")
        first, count = _view(persistent_id, root)
        start, end = first * dtype.itemsize, (first + count) * dtype.itemsize
        return Storage(dtype, count, lambda: read_root(key)[start:end])

    magic, position = read_pickle(head, names=allowed_name)
    version, position = read_pickle(head, position, names=allowed_name)
    if (magic, version) != (LEGACY_MAGIC, _VERSION):
        raise damaged("its version is unknown")
    machine, position = read_pickle(head, position, names=allowed_name)
    if not isinstance(machine, dict) or machine.get("little_endian") is not True:
        raise WeightsError("was written on a big-endian machine", hint="Save it again on an ordinary computer.")
    value, position = read_pickle(head, position, names=allowed_name, storage=find_storage)
    keys, position = read_pickle(head, position, names=allowed_name)
    positions.update(_locate(source, position, keys, roots))
    return value


def _view(persistent_id: object, root: _Root) -> tuple[int, int]:
    """First element and number of elements of a storage that may be part of another."""
    match persistent_id:
        case (_, _, _, _, _, None):
            return 0, root.count
        case (_, _, _, _, _, (str(), int(first), int(count))) if first >= 0 and 0 <= count <= root.count - first:
            return first, count
    raise damaged("a storage is described in a way that makes no sense")


def _locate(source: Source, position: int, keys: object, roots: dict[str, _Root]) -> dict[str, int]:
    """Where the data of each storage starts, checked against what the object says of it."""
    if not isinstance(keys, list) or not all(isinstance(key, str) for key in keys) or set(keys) != set(roots):
        raise damaged("its list of storages does not agree with its tensors")
    whole = position + sum(_COUNT_BYTES + root.nbytes for root in roots.values())
    if whole > source.size:
        raise cut_off(source.size, whole)
    positions = {}
    for key in keys:
        if int.from_bytes(source.read(position, _COUNT_BYTES), "little") != roots[key].count or key in positions:
            raise damaged("the size of a storage does not agree with its description")
        positions[key] = position + _COUNT_BYTES
        position += _COUNT_BYTES + roots[key].nbytes
    return positions
