import contextlib
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
import torch

from d2studio.engine import machine
from d2studio.engine.device import choose_device, choose_precision
from d2studio.engine.machine import list_devices
from d2studio.errors import DeviceError


@pytest.fixture(autouse=True)
def no_gpus(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Whatever machine this is, one without GPUs and drivers."""
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: False)
    monkeypatch.setattr(machine, "_NVIDIA_DRIVER", tmp_path / "nvidia")
    monkeypatch.setenv("PATH", str(tmp_path))


def give_gpus(monkeypatch: pytest.MonkeyPatch, *capabilities: tuple[int, int]) -> None:
    """A PyTorch for sm_75 and sm_90 that sees GPUs of these capabilities."""
    current = [0]

    @contextlib.contextmanager
    def chosen(device: torch.device) -> Iterator[None]:
        current.append(device.index)
        yield
        current.pop()

    answers = {
        "is_available": lambda: True,
        "device_count": lambda: len(capabilities),
        "get_device_capability": lambda index: capabilities[index],
        "get_device_name": lambda index: f"NVIDIA G{index}",
        "get_arch_list": lambda: ["sm_75", "sm_90"],
        "mem_get_info": lambda _: (3_000, 8_000),
        "is_bf16_supported": lambda including_emulation: capabilities[current[-1]] >= (8, 0),
        "device": chosen,
    }
    for name, answer in answers.items():
        monkeypatch.setattr(torch.cuda, name, answer)
    monkeypatch.setattr(torch.version, "cuda", "13.0")


def test_that_the_cpu_is_told_with_name_cores_and_memory() -> None:
    (cpu,), notes = list_devices()
    assert cpu.name == "cpu"
    assert "core" in cpu.description
    assert len(cpu.description) > len(", 1 core")
    assert cpu.precisions[0] == "float32"
    assert cpu.memory_total > cpu.memory_free > 0
    assert notes == ()


def test_that_the_name_of_the_processor_is_plain(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    facts = tmp_path / "cpuinfo"
    facts.write_text("processor\t: 0\nmodel name\t: Intel(R) Core(TM) i5-8250U CPU  @ 1.60GHz\n")
    monkeypatch.setattr(machine, "_CPU_FACTS", facts)
    monkeypatch.setattr(psutil, "cpu_count", lambda logical=True: 8 if logical else 4)
    assert list_devices()[0][0].description == "Intel Core i5-8250U CPU @ 1.60GHz, 4 cores"
    facts.write_text("processor\t: 0\n")  # as on ARM
    assert list_devices()[0][0].description.endswith(", 4 cores")


def test_that_each_gpu_is_told_with_what_it_computes_natively(monkeypatch: pytest.MonkeyPatch) -> None:
    give_gpus(monkeypatch, (7, 5), (9, 0))
    (_, older, newer), notes = list_devices()
    assert (older.name, older.description, older.precisions) == ("cuda:0", "NVIDIA G0", ("float32", "float16"))
    assert newer.precisions == ("float32", "bfloat16", "float16")
    assert (newer.memory_total, newer.memory_free) == (8_000, 3_000)
    assert notes == ()
    assert choose_precision("bfloat16", torch.device("cuda", 0)) == torch.float32
    assert choose_precision("auto", torch.device("cuda", 1)) == torch.bfloat16


def test_that_a_gpu_that_pytorch_is_not_built_for_is_a_note_and_never_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    give_gpus(monkeypatch, (6, 1), (9, 0))
    devices, (note,) = list_devices()
    assert [device.name for device in devices] == ["cpu", "cuda:1"]
    assert "NVIDIA G0 (compute capability 6.1)" in note
    assert choose_device("auto") == torch.device("cuda", 1)
    with pytest.raises(DeviceError, match=r"compute capability 6\.1"):
        choose_device("cuda:0")


def test_that_a_gpu_without_room_is_still_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> tuple[int, int]:
        raise torch.OutOfMemoryError("CUDA out of memory")

    class Properties:
        total_memory = 8_000

    give_gpus(monkeypatch, (9, 0))
    monkeypatch.setattr(torch.cuda, "mem_get_info", full)
    monkeypatch.setattr(torch.cuda, "get_device_properties", lambda _: Properties)
    gpu = list_devices()[0][1]
    assert (gpu.memory_total, gpu.memory_free) == (8_000, 0)


@pytest.mark.parametrize(("cuda", "words"), [(None, "built for the CPU alone"), ("13.0", "driver is too old")])
def test_that_a_gpu_that_pytorch_does_not_see_is_a_note(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, cuda: str | None, words: str
) -> None:
    monkeypatch.setattr(torch.version, "cuda", cuda)
    monkeypatch.setattr(torch.version, "hip", None)
    (tmp_path / "nvidia").mkdir()
    devices, (note,) = list_devices()
    assert [device.name for device in devices] == ["cpu"]
    assert words in note


def test_that_an_apple_gpu_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: True)
    monkeypatch.setattr(torch.mps, "recommended_max_memory", lambda: 5_000)
    apple = list_devices()[0][-1]
    assert (apple.name, apple.precisions, apple.memory_total) == ("mps", ("float32", "float16"), 5_000)
