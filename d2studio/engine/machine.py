"""What this machine has to compute on, and why something that it has cannot be used."""

import platform
import re
import shutil
from pathlib import Path

import psutil
import torch

from d2studio.devices import Device
from d2studio.engine.device import gpu_count, gpu_problem, is_built_for_gpus, native_precisions, precision_name

_CPU_FACTS = Path("/proc/cpuinfo")
_NVIDIA_DRIVER = Path("/proc/driver/nvidia")


def list_devices() -> tuple[tuple[Device, ...], tuple[str, ...]]:
    """Everything that a model can run on, the CPU first; and why something else cannot be used, a sentence each."""
    problems = {index: gpu_problem(index) for index in range(gpu_count())}
    gpus = tuple(_gpu(index) for index, problem in problems.items() if not problem)
    apple = (_apple_gpu(),) if torch.backends.mps.is_available() else ()
    notes = tuple(problem for problem in problems.values() if problem)
    return (_cpu(), *gpus, *apple), notes if problems else _notes_on_absent_gpus()


def _notes_on_absent_gpus() -> tuple[str, ...]:
    if not (_NVIDIA_DRIVER.is_dir() or shutil.which("nvidia-smi")):
        return ()
    version = f"the installed PyTorch {torch.__version__}"
    if not is_built_for_gpus():
        return (f"This machine seems to have an NVIDIA GPU, but {version} is built for the CPU alone.",)
    return (
        f"This machine seems to have an NVIDIA GPU, but {version} does not find it: its driver is too old, or the GPU "
        "is hidden from programs.",
    )


def _cpu() -> Device:
    cores = psutil.cpu_count(logical=False) or psutil.cpu_count() or 1
    memory = psutil.virtual_memory()
    return Device(
        "cpu",
        f"{_processor_name()}, {cores} core{'' if cores == 1 else 's'}",
        _native(torch.device("cpu")),
        memory.total,
        memory.available,
    )


def _processor_name() -> str:
    try:
        with _CPU_FACTS.open(encoding="utf-8", errors="replace") as lines:
            found = next((line.partition(":")[2] for line in lines if line.startswith("model name")), "")
    except OSError:  # only Linux has it
        found = platform.processor()
    plain = re.sub(r"\((R|TM|C)\)", "", found, flags=re.IGNORECASE)
    return " ".join(plain.split()) or platform.machine() or "CPU"


def _gpu(index: int) -> Device:
    try:
        free, total = torch.cuda.mem_get_info(index)
    except RuntimeError:  # so full that not even this can be asked
        free, total = 0, torch.cuda.get_device_properties(index).total_memory
    device = torch.device("cuda", index)
    return Device(str(device), torch.cuda.get_device_name(index), _native(device), total, free)


def _apple_gpu() -> Device:
    return Device("mps", "Apple GPU", _native(torch.device("mps")), torch.mps.recommended_max_memory())


def _native(device: torch.device) -> tuple[str, ...]:
    return tuple(precision_name(dtype) for dtype in native_precisions(device))
