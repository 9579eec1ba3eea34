"""Opens a weights file of any kind and hands out its tensors."""

import math
import stat
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import torch

from d2studio.control import Control
from d2studio.engine.checkpoint.allowed_names import allowed_name
from d2studio.engine.checkpoint.caffe2_names import convert_caffe2, is_caffe2
from d2studio.engine.checkpoint.problems import NOT_FINITE, damaged, megabytes, printable
from d2studio.engine.checkpoint.restricted_pickle import read_pickle
from d2studio.engine.checkpoint.safetensors_file import read_safetensors
from d2studio.engine.checkpoint.sniff import HEAD_BYTES, FileFormat, sniff
from d2studio.engine.checkpoint.source import Source
from d2studio.engine.checkpoint.stand_ins import StoredTensor
from d2studio.engine.checkpoint.state_dict import find_weights, strip_wrappers
from d2studio.engine.checkpoint.torch_legacy import read_torch_legacy
from d2studio.engine.checkpoint.torch_zip import read_torch_zip
from d2studio.errors import WeightsError

_MAX_FILE_BYTES = 8 << 30
# Tensors that share their data may take more memory together than the file is long, but not without end.
_MAX_EXPANSION = 2
_SLACK_BYTES = 1 << 20
_THREADS = 4


@dataclass(frozen=True)
class Checkpoint:
    """Weights as they are in a file.

    Args:
        file_format: "torch zip", "torch legacy", "pickle" or "safetensors".
        tensors: dense, contiguous and finite, in the file's own dtypes, on the CPU. Names are those of a Detectron2
            state dict if the file is one. Tensors that share memory in the file share it here.
        notes: what was left out or converted, in words.
    """

    path: Path
    file_format: str
    tensors: Mapping[str, torch.Tensor]
    notes: tuple[str, ...]


def read_checkpoint(path: Path, control: Control | None = None) -> Checkpoint:
    """Read a weights file, whatever its name ends in. No code from the file is run, and none is imported for it.

    Args:
        path: the file; links are followed.
        control: told of the progress at each tensor.

    Raises:
        WeightsError: the file is missing, cut off, damaged or of another kind; the message says which.
        UnsafeWeights: the file asks for code to be run.
        Cancelled: `control` was told to stop.
    """
    try:
        return _read(path, control or Control())
    except WeightsError as error:
        named = type(error)(printable(f"{path.name} {error}."), hint=error.hint, path=str(path))
        named.context.update(error.context)
        raise named from error
    except FileNotFoundError as error:
        raise WeightsError(f"{path.name} does not exist.", hint=_nearby(path), path=str(path)) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise WeightsError(
            f"{path.name} cannot be read: {reason}.",
            hint="Check the permissions of the file and its folder, and whether another program holds it.",
            path=str(path),
        ) from error


def _read(path: Path, control: Control) -> Checkpoint:
    if path.is_dir():
        raise WeightsError("is a folder", hint=_inside(path))
    if path.exists() and not stat.S_ISREG(path.stat().st_mode):  # opening a pipe would wait for ever
        raise WeightsError("is not a regular file", hint="Choose the weights file itself.")
    with path.open("rb") as file:
        size = file.seek(0, 2)
        if size > _MAX_FILE_BYTES:
            raise WeightsError(
                f"is too large for a detector: {megabytes(size)}", hint="Choose the weights file itself."
            )
        source = Source(file, size)
        file_format = sniff(source.read(0, min(size, HEAD_BYTES)), size)
        stored, notes = find_weights(_READERS[file_format](source))
        tensors = _read_tensors(stored, size, control, in_parallel=file_format is FileFormat.SAFETENSORS)
    tensors, wrapper_notes = strip_wrappers(tensors)
    notes += wrapper_notes
    if is_caffe2(tensors):
        tensors, caffe2_notes = convert_caffe2(tensors)
        notes += caffe2_notes
    return Checkpoint(path, file_format.value, tensors, tuple(notes))


def _read_plain_pickle(source: Source) -> object:
    return read_pickle(source.read(0, source.size), names=allowed_name)[0]


_READERS: Mapping[FileFormat, Callable[[Source], object]] = {
    FileFormat.TORCH_ZIP: read_torch_zip,
    FileFormat.TORCH_LEGACY: read_torch_legacy,
    FileFormat.SAFETENSORS: read_safetensors,
    FileFormat.PICKLE: _read_plain_pickle,
}


def _read_tensors(
    stored: Mapping[str, StoredTensor], file_size: int, control: Control, *, in_parallel: bool
) -> dict[str, torch.Tensor]:
    distinct = {id(tensor): tensor for tensor in stored.values()}
    total = sum(tensor.nbytes for tensor in distinct.values())
    if total > _MAX_EXPANSION * file_size + _SLACK_BYTES:
        raise damaged(f"its tensors claim {megabytes(total)}, more than the file can hold")
    read: dict[int, torch.Tensor] = {}
    pool = ThreadPoolExecutor(_THREADS)  # starts its threads when it is given something to do
    try:
        coming = (pool.map if in_parallel else map)(lambda tensor: tensor.read(), distinct.values())
        for index, (name, tensor) in enumerate(stored.items()):
            control.tick("weights", index / len(stored))
            if id(tensor) not in read:
                read[id(tensor)] = _finite(name, next(coming))
    finally:
        pool.shutdown(cancel_futures=True)
    return {name: read[id(tensor)] for name, tensor in stored.items()}


def _finite(name: str, tensor: torch.Tensor) -> torch.Tensor:
    """The tensor itself; `aminmax` carries any NaN or infinity to its result, at a fifth of what `isfinite` costs."""
    if tensor.is_floating_point() and tensor.numel():
        low, high = torch.aminmax(tensor)
        if not (math.isfinite(low) and math.isfinite(high)):
            raise WeightsError(
                f"holds numbers that are not finite, in {name[:100]}: the training of this model went wrong",
                hint="Take an earlier checkpoint of the same training.",
                problem=NOT_FINITE,
            )
    return tensor


def _nearby(path: Path) -> str:
    """A hint for a file that is not there: download tools leave the question mark of a link in the name."""
    queried = next(iter(sorted(path.parent.glob(f"{path.name}[?]*"))), None) if path.parent.is_dir() else None
    if queried is not None:
        return f"There is {queried.name}: rename it to {path.name}, or choose it as it is."
    return "Check the path."


def _inside(folder: Path) -> str:
    suffixes = (".pth", ".pkl", ".pt", ".safetensors")
    names = sorted(entry.name for entry in folder.iterdir() if entry.suffix in suffixes)
    return f"Choose a file in it, for example {names[0]}." if names else "Choose the weights file itself."
