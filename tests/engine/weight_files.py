"""Weights files for tests: small ones of every format, and pickles written by hand."""

import json
import pickle
import struct
import zipfile
from collections import OrderedDict
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import torch


def small_state_dict() -> dict[str, torch.Tensor]:
    """Every dtype, an empty tensor, a single number, tied and strided tensors."""
    generator = torch.Generator().manual_seed(5)
    weight = torch.randn(6, 5, 3, generator=generator)
    return OrderedDict(
        {
            "backbone.weight": weight,
            "backbone.tied": weight,
            "backbone.view": weight[1:3],
            "backbone.transposed": weight.permute(2, 0, 1),
            "backbone.channels_last": torch.randn(2, 3, 4, 5, generator=generator).to(
                memory_format=torch.channels_last
            ),
            "head.half": torch.randn(7, generator=generator).half(),
            "head.bfloat16": torch.randn(7, generator=generator).bfloat16(),
            "head.double": torch.randn(3, generator=generator).double(),
            "head.long": torch.arange(5),
            "head.int": torch.arange(5, dtype=torch.int32),
            "head.short": torch.arange(5, dtype=torch.int16),
            "head.char": torch.arange(5, dtype=torch.int8),
            "head.byte": torch.arange(5, dtype=torch.uint8),
            "head.bool": torch.tensor([True, False, True]),
            "head.empty": torch.empty(0, 3),
            "head.num_batches_tracked": torch.tensor(12),
        }
    )


def small_arrays() -> dict[str, np.ndarray | np.generic]:
    """What numpy writes in different ways: Fortran order, other byte order, every kind of number, numbers alone."""
    values = np.random.default_rng(5).normal(size=(3, 4)).astype("f4")
    return {
        "backbone.weight": values,
        "backbone.fortran": np.asfortranarray(values.astype("f8")),
        "backbone.strided": values[:, ::2],
        "backbone.big_endian": values.astype(">f4"),
        "head.half": values.astype("f2"),
        "head.long": np.arange(5),
        "head.byte": np.arange(5, dtype="u1"),
        "head.bool": np.array([True, False]),
        "head.empty": np.zeros((0, 3), "f4"),
        "head.number": np.array(2.0, dtype="f4"),
        "head.scalar": np.float64(1.5),
    }


def write_safetensors(path: Path, tensors: Mapping[str, torch.Tensor], *, edit: str | bytes = b"") -> None:
    """Write the format as its description says, or with `edit` in place of the header."""
    header: dict[str, object] = {"__metadata__": {"format": "pt"}}
    names = {torch.float32: "F32", torch.float16: "F16", torch.bfloat16: "BF16", torch.float64: "F64"}
    names |= {torch.int64: "I64", torch.int32: "I32", torch.int16: "I16", torch.int8: "I8", torch.uint8: "U8"}
    names |= {torch.bool: "BOOL"}
    data = b""
    for name, tensor in tensors.items():
        raw = tensor.clone(memory_format=torch.contiguous_format).flatten().view(torch.uint8).numpy().tobytes()
        place = [len(data), len(data) + len(raw)]
        header[name] = {"dtype": names[tensor.dtype], "shape": list(tensor.shape), "data_offsets": place}
        data += raw
    text = (edit.encode() if isinstance(edit, str) else edit) or json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def write_torch_zip(path: Path, pickled: bytes, storages: Mapping[str, bytes] | None = None) -> None:
    """A zip archive as `torch.save` lays it out, around a pickle of one's own."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("archive/data.pkl", pickled)
        archive.writestr("archive/byteorder", b"little")
        for key, content in (storages or {}).items():
            archive.writestr(f"archive/data/{key}", content)
        archive.writestr("archive/version", b"3\n")


def write_torch_legacy(path: Path, pickled: bytes, storages: Mapping[str, tuple[int, bytes]] | None = None) -> None:
    """A stream as `torch.save` wrote it before PyTorch 1.6, around a pickle of one's own; storages with their count."""
    storages = storages or {}
    machine = {"protocol_version": 1001, "little_endian": True, "type_sizes": {"short": 2, "int": 4, "long": 4}}
    parts = [pickle.dumps(0x1950A86A20F9469CFC6C, 2), pickle.dumps(1001, 2), pickle.dumps(machine, 2), pickled]
    parts.append(pickle.dumps(list(storages), 2))
    parts += [struct.pack("<q", count) + content for count, content in storages.values()]
    path.write_bytes(b"".join(parts))


def python2_pickle(array: np.ndarray) -> bytes:
    """`{"blobs": {"conv1_w": array}}` as Python 2 pickles it: raw data and names are one kind of string."""

    def text(value: bytes) -> bytes:
        is_short = len(value) < 256
        return (b"U" + bytes([len(value)]) if is_short else b"T" + struct.pack("<i", len(value))) + value

    shape = b"(" + b"".join(b"K" + bytes([size]) for size in array.shape) + b"t"
    dtype = b"cnumpy\ndtype\n" + text(array.dtype.str[1:].encode()) + b"K\0K\1\x87R"
    dtype += b"(K\3" + text(b"<") + b"NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\0tb"
    rebuild = b"cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\0\x85" + text(b"b") + b"\x87R"
    stored = rebuild + b"(K\1" + shape + dtype + b"\x89" + text(array.tobytes()) + b"tb"
    return b"\x80\x02}(" + text(b"blobs") + b"}(" + text(b"conv1_w") + stored + b"uu."


def numpy1_spelling(pickled: bytes) -> bytes:
    """The same pickle as numpy 1 writes it: `numpy.core` instead of `numpy._core`."""
    spelled = pickled.replace(b"\x8c\x16numpy._core.multiarray", b"\x8c\x15numpy.core.multiarray")
    spelled = spelled.replace(b"\x8c\x13numpy._core.numeric", b"\x8c\x12numpy.core.numeric")
    spelled = spelled.replace(b"numpy._core", b"numpy.core")
    if spelled[2:3] == b"\x95":  # a frame, with its length
        length = int.from_bytes(spelled[3:11], "little") - (len(pickled) - len(spelled))
        spelled = spelled[:3] + length.to_bytes(8, "little") + spelled[11:]
    return spelled
