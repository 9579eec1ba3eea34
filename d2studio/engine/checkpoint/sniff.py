"""Tells what a file is from its first bytes. Names and suffixes are never looked at."""

import re
from enum import Enum

from d2studio.engine.checkpoint.problems import DAMAGED, FETCH_AGAIN, megabytes
from d2studio.engine.checkpoint.torch_legacy import LEGACY_MAGIC
from d2studio.errors import WeightsError

HEAD_BYTES = 4096


class FileFormat(Enum):
    """A kind of file that can hold weights; the value is what people call it."""

    TORCH_ZIP = "torch zip"
    TORCH_LEGACY = "torch legacy"
    PICKLE = "pickle"
    SAFETENSORS = "safetensors"


_LEGACY_START = b"\x8a\x0a" + LEGACY_MAGIC.to_bytes(10, "little") + b"."
# Protocols 0 and 1 have no signature: a dictionary, list or text with its memo, or a name such as that of OrderedDict.
_OLD_PICKLE = re.compile(rb"\(*([dl]p\d+\n|[\]}][q)]|[ci][\w.]+\n[\w.]+\n|S['\"].*\n)")
_CHOOSE = "Choose the .pth, .pkl or .safetensors file of the model."
_UNPACK = "Unpack it first, then choose the .pth, .pkl or .safetensors file inside."
_EXPORT = "Weights for this program are PyTorch's: export the state_dict of the original model."

# (position, bytes there, what the file is, what to do)
_OTHER_KINDS = (
    (0, b"\x89HDF\r\n", "is an HDF5 file (Keras or TensorFlow); Detectron2's models are PyTorch's", _CHOOSE),
    (0, b"GGUF", "is a GGUF language model, not a Detectron2 model", _CHOOSE),
    (4, b"TFL3", "is a TensorFlow Lite model, not a Detectron2 model", _CHOOSE),
    (0, b"\x93NUMPY", "is a single NumPy array (.npy), not a checkpoint", _CHOOSE),
    (0, b"7z\xbc\xaf\x27\x1c", "is a 7-Zip archive", _UNPACK),
    (0, b"Rar!", "is a RAR archive", _UNPACK),
    (0, b"\x1f\x8b", "is a gzip archive", _UNPACK),
    (0, b"BZh", "is a bzip2 archive", _UNPACK),
    (0, b"\xfd7zXZ", "is an xz archive", _UNPACK),
    (0, b"\x28\xb5\x2f\xfd", "is a Zstandard archive", _UNPACK),
    (257, b"ustar", "is a tar archive, or was saved by PyTorch before 0.1.10", _UNPACK),
    (0, b"PK\5\6", "is an empty zip archive", FETCH_AGAIN),
    (0, b"%PDF-", "is a PDF, not weights", "Open it as a page instead."),
    (0, b"\x89PNG", "is a picture, not weights", "Open it as a page instead."),
    (0, b"\xff\xd8\xff", "is a picture, not weights", "Open it as a page instead."),
    (0, b"II*\0", "is a picture, not weights", "Open it as a page instead."),
    (0, b"MM\0*", "is a picture, not weights", "Open it as a page instead."),
    (0, b"GIF8", "is a picture, not weights", "Open it as a page instead."),
    (8, b"WEBP", "is a picture, not weights", "Open it as a page instead."),
    (0, b"SQLite format 3", "is a database, not weights", _CHOOSE),
    (0, b"\x7fELF", "is a program, not weights", _CHOOSE),
    (0, b"MZ", "is a program, not weights", _CHOOSE),
)


def sniff(head: bytes, size: int) -> FileFormat:
    """What kind of weights a file holds.

    Args:
        head: the first `HEAD_BYTES` bytes, or all of a shorter file.
        size: of the whole file.

    Raises:
        WeightsError: none; says what the file really is.
    """
    if not size:
        raise WeightsError("is empty: the download failed", hint=FETCH_AGAIN, problem=DAMAGED)
    if not any(head):
        raise WeightsError(
            f"holds zeros where weights should be ({megabytes(size)}): a failed copy", hint=FETCH_AGAIN, problem=DAMAGED
        )
    if head.startswith(b"PK\3\4"):
        return FileFormat.TORCH_ZIP
    if head[8:9] == b"{" and int.from_bytes(head[:8], "little") <= 100_000_000:  # the format's own limit
        return FileFormat.SAFETENSORS
    if head[0] == 0x80 and head[1:2] in (b"\1", b"\2", b"\3", b"\4", b"\5"):
        return FileFormat.TORCH_LEGACY if _LEGACY_START in head[:32] else FileFormat.PICKLE
    if _OLD_PICKLE.match(head) and (size > len(head) or head.endswith(b".")):
        return FileFormat.PICKLE
    raise _other_kind(head, size)


def _other_kind(head: bytes, size: int) -> WeightsError:
    for position, magic, kind, hint in _OTHER_KINDS:
        if head[position : position + len(magic)] == magic:
            return WeightsError(kind, hint=hint)
    if head[0] == 8 and (head[2:3] == b"\x12" or b"onnx" in head or b"ir_version" in head):
        return WeightsError("is an ONNX model; this program reads PyTorch weights", hint=_EXPORT)
    text = _as_text(head)
    if text is None:
        return WeightsError("is not weights in any format that this program knows", hint=_CHOOSE)
    start = text.lstrip().lower()
    if start.startswith(("<!doctype", "<html", "<?xml", "<head", "<script")):
        return WeightsError(
            "is a web page, not weights: the link is dead or asks for a login",
            hint="Download the file in a browser and look at what arrives.",
        )
    if start.startswith("version https://git-lfs"):
        stated = re.search(r"^size (\d{1,15})$", text, re.MULTILINE)
        whole = f" for a file of {megabytes(int(stated[1]))}" if stated else ""
        return WeightsError(
            f"is a Git LFS placeholder{whole}, not the weights themselves",
            hint="Run `git lfs pull` where it came from, or download the raw file.",
        )
    if re.search(r"^(MODEL|_BASE_|VERSION|INPUT)\s*:", text, re.MULTILINE):
        return WeightsError("is a config, not weights", hint="Give it as the config, and the .pth or .pkl as weights.")
    if start.startswith(("{", "[")):
        return WeightsError("is JSON text, not weights", hint=_CHOOSE)
    return WeightsError(f"is a text of {megabytes(size)}, not weights", hint=_CHOOSE)


def _as_text(head: bytes) -> str | None:
    """The beginning as text, or None if it is something else. A character cut in two at the end does not count."""
    for encoding in ("utf-16",) if head.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig",):
        text = head.decode(encoding, errors="replace").removesuffix("\ufffd")
        if "\ufffd" not in text and not re.search(r"[\x00-\x08\x0e-\x1f]", text):
            return text
    return None
