import pytest
import torch

from d2studio.engine.device import choose_device, choose_precision, explained_failures
from d2studio.errors import DeviceError, OutOfMemory

CPU = torch.device("cpu")


def test_that_the_cpu_is_always_there() -> None:
    assert choose_device("cpu") == CPU


@pytest.mark.parametrize("name", ["gpu", "cuda:", "cuda:x", "cuda:-1", "cpu:0", "", "xpu"])
def test_that_an_unknown_device_is_named(name: str) -> None:
    with pytest.raises(DeviceError, match="is not a device") as caught:
        choose_device(name)
    assert "cpu" in caught.value.hint


@pytest.mark.skipif(torch.version.cuda is not None or torch.version.hip is not None, reason="PyTorch built for GPUs")
def test_that_a_gpu_asked_of_a_build_for_the_cpu_is_explained() -> None:
    with pytest.raises(DeviceError, match="built for the CPU alone"):
        choose_device("cuda:0")


@pytest.mark.skipif(torch.backends.mps.is_available(), reason="there is an Apple GPU")
def test_that_a_missing_apple_gpu_is_explained() -> None:
    with pytest.raises(DeviceError, match="Apple GPU"):
        choose_device("mps")


def test_that_auto_finds_something() -> None:
    device = choose_device("auto")
    assert choose_precision("auto", device) in {torch.float32, torch.bfloat16, torch.float16}


def test_that_an_unknown_precision_is_named() -> None:
    with pytest.raises(DeviceError, match='"int4" is not a precision'):
        choose_precision("int4", CPU)


def test_that_an_allocation_too_large_is_a_lack_of_memory() -> None:
    with pytest.raises(OutOfMemory, match="memory of this machine"), explained_failures(CPU):
        torch.empty(2**55)


def test_that_other_failures_stay_what_they_are() -> None:
    with pytest.raises(RuntimeError, match="must match"), explained_failures(CPU):
        torch.zeros(2) + torch.zeros(3)
