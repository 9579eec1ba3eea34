"""Where and how exactly a model computes, and what its failures mean."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import torch

from d2studio.errors import DeviceError, OutOfMemory

PRECISIONS = {"float32": torch.float32, "bfloat16": torch.bfloat16, "float16": torch.float16}


def choose_device(name: str) -> torch.device:
    """The device called `name`: cpu, cuda, cuda:N, mps, or auto for the best there is.

    Raises:
        DeviceError: there is no such device on this machine.
    """
    if name == "auto":
        if torch.cuda.is_available():
            return torch.device("cuda", 0)
        return torch.device("mps" if torch.backends.mps.is_available() else "cpu")
    if name == "cpu":
        return torch.device("cpu")
    if name == "mps":
        if torch.backends.mps.is_available():
            return torch.device("mps")
        raise DeviceError("This machine has no Apple GPU that PyTorch can use.", hint="Choose cpu.", device=name)
    if match := re.fullmatch(r"cuda(?::([0-9]{1,3}))?", name):
        return _choose_cuda(name, int(match[1] or 0))
    raise DeviceError(
        f'"{name}" is not a device.', hint="Choose auto, cpu, cuda, cuda:0, cuda:1, ... or mps.", device=name
    )


def _choose_cuda(name: str, index: int) -> torch.device:
    if torch.version.cuda is None and torch.version.hip is None:
        raise DeviceError(
            f'"{name}" was asked for, but the installed PyTorch {torch.__version__} is built for the CPU alone.',
            hint="Choose cpu, or install a PyTorch with CUDA.",
            device=name,
        )
    count = torch.cuda.device_count() if torch.cuda.is_available() else 0
    if count == 0:
        raise DeviceError(
            f'"{name}" was asked for, but no GPU can be used.', hint="Choose cpu, or look at the GPU's driver."
        )
    if index >= count:
        raise DeviceError(
            f'"{name}" was asked for, but this machine has {count} GPU.', hint=f"Choose cuda:0 to cuda:{count - 1}."
        )
    return torch.device("cuda", index)


def choose_precision(name: str, device: torch.device) -> torch.dtype:
    """The number format to compute in when `name` is asked for; auto is a reduced one where that is faster.

    A processor that does not compute in a reduced format natively would only imitate it, slower than float32 and
    less exactly: there it is float32 whatever was asked for.

    Raises:
        DeviceError: no such format.
    """
    if name == "auto":
        return _natural_precision(device)
    if name not in PRECISIONS:
        raise DeviceError(
            f'"{name}" is not a precision.', hint="Choose auto, float32, bfloat16 or float16.", precision=name
        )
    asked = PRECISIONS[name]
    return torch.float32 if device.type == "cpu" and not _cpu_computes(asked) else asked


def _natural_precision(device: torch.device) -> torch.dtype:
    if device.type == "cuda":
        return torch.bfloat16 if torch.cuda.is_bf16_supported(including_emulation=False) else torch.float16
    if device.type == "cpu" and _cpu_computes(torch.bfloat16):
        return torch.bfloat16
    return torch.float32


# No public call tells this in every supported version of PyTorch.
_NATIVE_PROBES = {
    torch.float32: (),
    torch.bfloat16: ("_is_amx_tile_supported", "_is_avx512_bf16_supported"),
    torch.float16: ("_is_amx_fp16_supported",),
}


def _cpu_computes(dtype: torch.dtype) -> bool:
    probes = _NATIVE_PROBES[dtype]
    return not probes or any(bool(getattr(torch.cpu, probe, lambda: False)()) for probe in probes)


def precision_name(dtype: torch.dtype) -> str:
    return str(dtype).removeprefix("torch.")


@contextmanager
def explained_failures(device: torch.device) -> Iterator[None]:
    """Turn PyTorch's failures of memory and device into ours.

    Raises:
        OutOfMemory: memory of the device or the machine ran out.
        DeviceError: the device cannot do what the model needs.
    """
    try:
        yield
    except torch.OutOfMemoryError as error:
        raise OutOfMemory(
            f"The memory of {device} is full.", hint="Choose a smaller input size, or the CPU.", device=str(device)
        ) from error
    except MemoryError as error:
        raise _machine_memory() from error
    except NotImplementedError as error:
        raise DeviceError(f"{device} cannot run this model: {error}", hint="Choose the CPU.") from error
    except RuntimeError as error:
        # The allocator of the CPU has no exception type of its own.
        if "DefaultCPUAllocator" in str(error):
            raise _machine_memory() from error
        raise


def _machine_memory() -> OutOfMemory:
    return OutOfMemory(
        "The memory of this machine is full.", hint="Close other programs, or choose a smaller input size."
    )
