"""What arrays and tensors are while their file is read: a description first, memory only when asked for.

A description is checked against the bytes that are really there before numpy or torch sees any of it.
"""

import math
import re
from abc import ABC, abstractmethod
from collections.abc import Callable

import numpy as np
import torch

from d2studio.engine.checkpoint.pickle_values import Name, StandIn
from d2studio.engine.checkpoint.problems import EXPORT_WEIGHTS, damaged
from d2studio.errors import WeightsError

_MAX_DIMENSIONS = 8
_MAX_ELEMENTS = 2**40  # so that no product of sizes overflows in torch; memory is bounded by the file


class StoredTensor(StandIn, ABC):
    """A tensor that has not been read yet."""

    dtype_name: str
    shape: tuple[int, ...]

    @property
    @abstractmethod
    def nbytes(self) -> int:
        """Memory that `read` will take. Raises WeightsError for a kind of numbers that weights do not have."""

    @abstractmethod
    def read(self) -> torch.Tensor:
        """The values, contiguous, in their own dtype. Raises WeightsError if the file does not bear them out."""


def checked_shape(value: object) -> tuple[int, ...]:
    """`value` if it can be the shape of a tensor.

    Raises:
        WeightsError: it cannot.
    """
    if not isinstance(value, tuple) or len(value) > _MAX_DIMENSIONS:
        raise damaged("the shape of a tensor is no shape")
    shape = tuple(size for size in value if type(size) is int and size >= 0)
    if len(shape) != len(value) or math.prod(max(size, 1) for size in shape) > _MAX_ELEMENTS:
        raise damaged("the shape of a tensor is no shape")
    return shape


# torch ----------------------------------------------------------------------------------------------------------------

STORAGE_DTYPES = {
    "torch.FloatStorage": torch.float32,
    "torch.DoubleStorage": torch.float64,
    "torch.HalfStorage": torch.float16,
    "torch.BFloat16Storage": torch.bfloat16,
    "torch.LongStorage": torch.int64,
    "torch.IntStorage": torch.int32,
    "torch.ShortStorage": torch.int16,
    "torch.CharStorage": torch.int8,
    "torch.ByteStorage": torch.uint8,
    "torch.BoolStorage": torch.bool,
}


class Storage(StandIn):
    """A run of numbers in the file that tensors are views of.

    Args:
        count: how many numbers.
        read_bytes: gives them as uint8; called at first use, and its result is shared by all tensors.
    """

    def __init__(self, dtype: torch.dtype, count: int, read_bytes: Callable[[], torch.Tensor]) -> None:
        self.dtype = dtype
        self.count = count
        self._read_bytes = read_bytes

    def read(self) -> torch.Tensor:
        """All numbers, 1-d.

        Raises:
            WeightsError: the file does not hold them, or they are no numbers of this kind.
        """
        return typed(self._read_bytes(), self.dtype)


def typed(raw: torch.Tensor, dtype: torch.dtype) -> torch.Tensor:
    """The same memory, uint8 [bytes], as numbers of `dtype`, 1-d.

    Raises:
        WeightsError: a truth value is neither 0 nor 1, which torch would take on trust.
    """
    if dtype is torch.bool and raw.numel() and int(raw.max()) > 1:
        raise damaged("a truth value is neither 0 nor 1")
    return raw.view(dtype)


class TorchTensor(StoredTensor):
    """A view of a storage: element (i, j, ...) lies at `offset + i * strides[0] + j * strides[1] + ...`."""

    def __init__(self, storage: Storage, offset: int, shape: tuple[int, ...], strides: tuple[int, ...]) -> None:
        count = math.prod(shape)
        last = offset + sum((size - 1) * stride for size, stride in zip(shape, strides, strict=True))
        # A view of more elements than there are repeats some of them: a few bytes would claim terabytes.
        if count > storage.count or (count and last >= storage.count):
            raise damaged("a tensor reaches beyond its data")
        self.storage = storage
        self.offset = offset
        self.shape = shape
        self.strides = strides

    @property
    def nbytes(self) -> int:
        return math.prod(self.shape) * self.storage.dtype.itemsize

    def read(self) -> torch.Tensor:
        if not math.prod(self.shape):
            return torch.empty(self.shape, dtype=self.storage.dtype)
        values = self.storage.read()  # maybe itself a part of larger memory, which `as_strided` counts from
        return values.as_strided(self.shape, self.strides, values.storage_offset() + self.offset).contiguous()


def rebuild_tensor(arguments: tuple[object, ...]) -> TorchTensor:
    """`torch._utils._rebuild_tensor_v2(storage, offset, size, stride, requires_grad, backward_hooks)` and its elder."""
    match arguments:
        case (Storage() as storage, int(offset), size, stride, *_) if offset >= 0:
            shape, strides = checked_shape(size), checked_shape(stride)
            if len(shape) == len(strides):
                return TorchTensor(storage, offset, shape, strides)
    raise damaged("a tensor is described in a way that makes no sense")


def rebuild_parameter(arguments: tuple[object, ...]) -> TorchTensor:
    """`torch._utils._rebuild_parameter(data, requires_grad, backward_hooks)`."""
    match arguments:
        case (TorchTensor() as tensor, *_):
            return tensor
    raise damaged("a parameter is described in a way that makes no sense")


# numpy ----------------------------------------------------------------------------------------------------------------


class EncodedText(StandIn):
    """Bytes that an old pickle protocol wrote as text. Kept as text: each use of a copy would cost its length."""

    def __init__(self, text: str) -> None:
        self.text = text


class NumpyDType(StandIn):
    """`numpy.dtype(code, align, copy)` with the state `(version, byte order, ...)`."""

    def __init__(self, code: str) -> None:
        self._code = code
        self._byte_order = "<"

    def set_state(self, state: object) -> None:
        match state:
            case (int(), "<" | ">" | "|" | "=" as byte_order, *_):
                self._byte_order = str(byte_order)
            case _:
                raise damaged("a numpy dtype is described in a way that makes no sense")

    def resolve(self) -> np.dtype[np.generic]:
        """Raises WeightsError for anything but plain numbers: text, records and objects have no place in weights."""
        if not re.fullmatch(r"f[248]|i[1248]|u1|b1", self._code):
            raise WeightsError(
                f"holds an array of numpy's kind {self._code[:20]!r} where weights should be", hint=EXPORT_WEIGHTS
            )
        return np.dtype(self._byte_order + self._code)


class NumpyArray(StoredTensor):
    """An array that gets its content as a state `(version, shape, dtype, is_fortran, raw)`."""

    def __init__(self) -> None:
        self.shape = ()
        self._dtype: NumpyDType | None = None
        self._is_fortran = False
        self._raw: object = None

    def set_state(self, state: object) -> None:
        match state:
            case (int(), shape, NumpyDType() as dtype, int(is_fortran), raw):
                self.fill(shape, dtype, bool(is_fortran), raw)
            case _:
                raise damaged("a numpy array is described in a way that makes no sense")

    def fill(self, shape: object, dtype: NumpyDType, is_fortran: bool, raw: object) -> "NumpyArray":
        self.shape = checked_shape(shape)
        self._dtype, self._is_fortran, self._raw = dtype, is_fortran, raw
        return self

    @property
    def nbytes(self) -> int:
        return math.prod(self.shape) * self._resolved().itemsize

    def read(self) -> torch.Tensor:
        dtype, raw = self._resolved(), _raw_bytes(self._raw)
        if len(raw) != self.nbytes:
            raise damaged(f"an array of shape {self.shape} needs {self.nbytes:,} bytes and has {len(raw):,}")
        if dtype.kind == "b" and max(raw, default=0) > 1:
            raise damaged("a truth value is neither 0 nor 1")
        stored = np.frombuffer(raw, dtype).reshape(self.shape, order="F" if self._is_fortran else "C")
        native = np.array(stored, dtype.newbyteorder("="), order="C")
        return torch.from_numpy(native)

    def _resolved(self) -> np.dtype[np.generic]:
        if self._dtype is None:
            raise damaged("a numpy array has no content")
        return self._dtype.resolve()


def _raw_bytes(raw: object) -> memoryview | bytes:
    if isinstance(raw, memoryview):
        return raw
    text = raw.text if isinstance(raw, EncodedText) else raw
    if not isinstance(text, str):  # Python 2 bytes are text here, see `pickle_opcodes`
        raise damaged("the content of a numpy array is not bytes")
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError as error:
        raise damaged("the content of a numpy array is not bytes") from error


def rebuild_array(arguments: tuple[object, ...]) -> NumpyArray:
    """`numpy.core.multiarray._reconstruct(numpy.ndarray, (0,), b"b")`: an empty one, to be filled by its state."""
    match arguments:
        case (Name(name="numpy.ndarray"), _, _):
            return NumpyArray()
    raise damaged("a numpy array is described in a way that makes no sense")


def rebuild_from_buffer(arguments: tuple[object, ...]) -> NumpyArray:
    """`numpy.core.numeric._frombuffer(buffer, dtype, shape, order)`, pickle protocol 5."""
    match arguments:
        case (raw, NumpyDType() as dtype, shape, "C" | "F" as order):
            return NumpyArray().fill(shape, dtype, order == "F", raw)
    raise damaged("a numpy array is described in a way that makes no sense")


def rebuild_scalar(arguments: tuple[object, ...]) -> NumpyArray:
    """`numpy.core.multiarray.scalar(dtype, raw)`."""
    match arguments:
        case (NumpyDType() as dtype, raw):
            return NumpyArray().fill((), dtype, False, raw)
    raise damaged("a numpy number is described in a way that makes no sense")


def rebuild_dtype(arguments: tuple[object, ...]) -> NumpyDType:
    """`numpy.dtype(code, align, copy)`."""
    match arguments:
        case (str(code), *_):
            return NumpyDType(code)
    raise damaged("a numpy dtype is described in a way that makes no sense")


def rebuild_encoded(arguments: tuple[object, ...]) -> EncodedText:
    """`_codecs.encode(text, "latin1")`: how protocols 0 to 2 write bytes."""
    match arguments:
        case (str(text), "latin1" | "latin-1"):
            return EncodedText(text)
    raise damaged("bytes are encoded in a way that weights never are")
