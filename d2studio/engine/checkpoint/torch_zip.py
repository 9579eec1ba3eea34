"""What `torch.save` writes since PyTorch 1.6: a zip archive with a pickle, and every storage in an entry of its own."""

import re
from collections.abc import Mapping
from functools import cache

import torch

from d2studio.engine.checkpoint.allowed_names import allowed_name
from d2studio.engine.checkpoint.pickle_values import Name
from d2studio.engine.checkpoint.problems import EXPORT_WEIGHTS, cut_off, damaged
from d2studio.engine.checkpoint.restricted_pickle import read_pickle
from d2studio.engine.checkpoint.source import Source
from d2studio.engine.checkpoint.stand_ins import STORAGE_DTYPES, Storage
from d2studio.engine.checkpoint.zip_archive import Entry, open_zip
from d2studio.errors import WeightsError

MAX_PICKLE_BYTES = 64 << 20  # the pickle of the largest zoo model with optimizer state is below 1 MB


def read_torch_zip(source: Source) -> object:
    """The saved object; tensors in it are `TorchTensor`, and their data is read when they are.

    Raises:
        WeightsError: the archive is cut off, damaged, or something else than a checkpoint.
        UnsafeWeights: the pickle asks for code to be run.
    """
    try:
        archive = open_zip(source)
    except WeightsError as error:
        whole = _with_whole_size(source)
        if whole is not None:
            raise whole from error
        raise
    root = _find_root(archive.entries)
    order = archive.entries.get(f"{root}byteorder")
    if order is not None and (order.size > 16 or bytes(archive.read(order.name).numpy()) != b"little"):
        raise WeightsError("was written on a big-endian machine", hint="Save it again on an ordinary computer.")
    if archive.entries[f"{root}data.pkl"].size > MAX_PICKLE_BYTES:
        raise damaged("its pickle is too large")

    @cache  # several tensors may share a storage
    def read_storage(name: str) -> torch.Tensor:
        return archive.read(name)

    def find_storage(persistent_id: object) -> Storage:
        dtype, key, count = parse_storage_id(persistent_id)
        name = f"{root}data/{key}"
        entry = archive.entries.get(name)
        if entry is None or entry.size != count * dtype.itemsize:
            raise damaged(f"the size of {name} does not agree with its description")
        return Storage(dtype, count, lambda: read_storage(name))

    pickled = bytes(archive.read(f"{root}data.pkl").numpy())
    value, _ = read_pickle(pickled, names=allowed_name, storage=find_storage)
    return value


def parse_storage_id(persistent_id: object) -> tuple[torch.dtype, str, int]:
    """Dtype, key and number of elements in `("storage", type, key, location, count)`.

    Raises:
        WeightsError: it is something else, such as the source code of a module.
    """
    match persistent_id:
        case ("storage", Name(name=name), str(key), _, int(count), *_) if name in STORAGE_DTYPES and count >= 0:
            return STORAGE_DTYPES[name], key, count
    raise damaged("a storage is described in a way that makes no sense")


def _find_root(entries: Mapping[str, Entry]) -> str:
    """The folder that holds everything in a checkpoint, with its slash.

    Raises:
        WeightsError: the archive is something else.
    """
    names = list(entries)
    if any(re.search(r"(^|/)(code/|constants\.pkl$)", name) for name in names):
        raise WeightsError(
            "is a TorchScript program, not weights",
            hint=EXPORT_WEIGHTS,
        )
    if any(re.search(r"(^|/)(archive_format|models/[^/]*\.json)$", name) for name in names):
        raise WeightsError("is an exported PyTorch program (.pt2), not weights", hint=EXPORT_WEIGHTS)
    roots = [name.removesuffix("data.pkl") for name in names if re.fullmatch(r"[^/]+/data\.pkl", name)]
    if len(roots) == 1:
        return roots[0]
    if names and all(name.endswith(".npy") for name in names):
        raise WeightsError("is a NumPy archive (.npz), not a checkpoint", hint="Choose the .pth or .pkl file.")
    if "[Content_Types].xml" in names:
        raise WeightsError("is an Office document, not weights", hint="Choose the .pth or .pkl file.")
    if any(name.endswith((".keras", ".h5")) for name in names):
        raise WeightsError("is a Keras model; Detectron2's models are PyTorch's", hint="Choose the .pth or .pkl file.")
    inside = next((name for name in names if name.endswith((".pth", ".pkl", ".pt", ".safetensors"))), None)
    hint = f"Unpack it and choose {inside[-100:]}." if inside else "Unpack it and choose the .pth or .pkl file, if any."
    raise WeightsError("is a zip archive of other files, not a checkpoint", hint=hint)


def _with_whole_size(source: Source) -> WeightsError | None:
    """If the end is missing: how large the whole file was, from the pickle at its beginning, which lists all data."""
    head = source.read(0, min(source.size, MAX_PICKLE_BYTES))
    start = re.match(rb"PK\x03\x04.{22}(..)(..)", head, re.DOTALL)
    if start is None:
        return None
    name_length, extra_length = (int.from_bytes(length, "little") for length in start.groups())
    name = head[start.end() : start.end() + name_length]
    if not name.endswith(b"/data.pkl"):
        return None
    storage_bytes: dict[str, int] = {}

    def note_storage(persistent_id: object) -> Storage:
        dtype, key, count = parse_storage_id(persistent_id)
        storage_bytes[key] = count * dtype.itemsize
        return Storage(dtype, count, lambda: torch.empty(0))

    try:
        _, end = read_pickle(head, start.end() + name_length + extra_length, names=allowed_name, storage=note_storage)
    except WeightsError:
        return None
    expected = end + sum(storage_bytes.values())
    return cut_off(source.size, expected, roughly=True) if source.size < expected < 2**40 else None
