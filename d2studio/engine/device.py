"""Where and how exactly a model computes, and what its failures mean."""

import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

import torch

from d2studio.errors import DeviceError, OutOfMemory

PRECISIONS = {"float32": torch.float32, "bfloat16": torch.bfloat16, "float16": torch.float16}


def choose_device(name: str) -> torch.device:
    """The device called `name`: cpu, cuda, cuda:N, mps, or auto for the best there is.

    Raises:
        DeviceError: there is no such device on this machine.
    """
    if name == "auto":
        usable = next((index for index in range(gpu_count()) if not gpu_problem(index)), None)
        if usable is not None:
            return torch.device("cuda", usable)
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
    if not is_built_for_gpus():
        raise DeviceError(
            f'"{name}" was asked for, but the installed PyTorch {torch.__version__} is built for the CPU alone.',
            hint="Choose cpu, or install a PyTorch with CUDA.",
            device=name,
        )
    count = gpu_count()
    if count == 0:
        raise DeviceError(
            f'"{name}" was asked for, but no GPU can be used.', hint="Choose cpu, or look at the GPU's driver."
        )
    if index >= count:
        raise DeviceError(
            f'"{name}" was asked for, but this machine has {count} GPU.', hint=f"Choose cuda:0 to cuda:{count - 1}."
        )
    if problem := gpu_problem(index):
        raise DeviceError(problem, hint="Choose cpu, or install a PyTorch that is built for it.", device=name)
    return torch.device("cuda", index)


def is_built_for_gpus() -> bool:
    """Whether the installed PyTorch can use GPUs of NVIDIA or AMD, should there be any."""
    return torch.version.cuda is not None or torch.version.hip is not None


def gpu_count() -> int:
    """How many GPUs the driver and PyTorch can talk to."""
    with warnings.catch_warnings():
        # PyTorch prints about drivers that are too old. Who asked for the GPU is told in other ways.
        warnings.simplefilter("ignore")
        return torch.cuda.device_count() if torch.cuda.is_available() else 0


def gpu_problem(index: int) -> str:
    """Why the GPU with that index cannot be used, as a sentence; empty if it can."""
    capability = torch.cuda.get_device_capability(index)
    built_for = torch.cuda.get_arch_list()
    if is_compiled_for(capability, built_for):
        return ""
    return (
        f"The GPU {torch.cuda.get_device_name(index)} (compute capability {capability[0]}.{capability[1]}) cannot be "
        f"used: the installed PyTorch {torch.__version__} is built for {', '.join(built_for)}."
    )


def is_compiled_for(capability: tuple[int, int], architectures: Sequence[str]) -> bool:
    """Whether a GPU can run programs compiled for `architectures`, such as sm_86 and compute_90.

    sm_86 runs on 8.6 and later ones of its generation; compute_86 is compiled further for any later GPU; what ends
    in a letter runs on that very GPU. AMD's architectures have other names, and their driver tells by itself.
    """
    named = [match for name in architectures if (match := re.fullmatch(r"(sm|compute)_(\d+)(\d)([a-z]?)", name))]
    for kind, major, minor, suffix in (match.groups() for match in named):
        version = (int(major), int(minor))
        is_later = version <= capability and (kind == "compute" or version[0] == capability[0])
        if version == capability or (is_later and not suffix):
            return True
    return not named


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
    return asked if asked in native_precisions(device) else torch.float32


def _natural_precision(device: torch.device) -> torch.dtype:
    native = native_precisions(device)
    if torch.bfloat16 in native:
        return torch.bfloat16
    return torch.float16 if device.type == "cuda" else torch.float32


def native_precisions(device: torch.device) -> tuple[torch.dtype, ...]:
    """The number formats that a device computes in rather than imitates, float32 first."""
    if device.type == "cpu":
        return tuple(dtype for dtype in PRECISIONS.values() if _cpu_computes(dtype))
    if device.type == "mps":  # the first Apple GPUs imitate bfloat16
        return (torch.float32, torch.float16)
    with torch.cuda.device(device):
        has_bfloat16 = torch.cuda.is_bf16_supported(including_emulation=False)
    return (torch.float32, torch.bfloat16, torch.float16) if has_bfloat16 else (torch.float32, torch.float16)


# No public call tells this in every supported version of PyTorch.
_NATIVE_PROBES = {
    torch.float32: (),
    torch.bfloat16: ("_is_amx_tile_supported", "_is_avx512_bf16_supported"),
    torch.float16: ("_is_amx_fp16_supported",),
}


def _cpu_computes(dtype: torch.dtype) -> bool:
    probes = _NATIVE_PROBES[dtype]
    return not probes or any(bool(getattr(torch.cpu, probe, lambda: False)()) for probe in probes)


# How PyTorch says that numbers of two formats met, or that a step has no kernel for one of them.
_DTYPE_FAILURE: Final = re.compile(
    r"Input type \(.*\) and (weight|bias) type \(|same dtype|expect.* scalar type|not implemented for '(Half|BFloat16)'"
)


def precision_name(dtype: torch.dtype) -> str:
    return str(dtype).removeprefix("torch.")


@contextmanager
def explained_failures(device: torch.device, dtype: torch.dtype | None = None) -> Iterator[None]:
    """Turn PyTorch's failures of memory and device into ours.

    Args:
        device: what is computed on.
        dtype: what is computed in, if anything is yet.

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
        if _DTYPE_FAILURE.search(str(error)):
            raise _mixed_formats(device, dtype, error) from error
        raise DeviceError(f"{device} cannot run this model: {error}", hint="Choose the CPU.") from error
    except RuntimeError as error:
        # The allocator of the CPU has no exception type of its own.
        if "DefaultCPUAllocator" in str(error):
            raise _machine_memory() from error
        if _DTYPE_FAILURE.search(str(error)):
            raise _mixed_formats(device, dtype, error) from error
        raise


def _mixed_formats(device: torch.device, dtype: torch.dtype | None, error: RuntimeError) -> DeviceError:
    is_float32 = dtype is torch.float32  # into which all weights are turned: it is no choice of the user's
    return DeviceError(
        f"The model mixes number formats: {device} cannot compute one of its steps "
        f"({str(error).splitlines()[0][:150]}).",
        hint="This is a mistake in d2studio; copy the report and send it to us." if is_float32 else "Choose float32.",
        kind="dtype",
        is_float32=is_float32,
        device=str(device),
    )


def _machine_memory() -> OutOfMemory:
    return OutOfMemory(
        "The memory of this machine is full.", hint="Close other programs, or choose a smaller input size."
    )
