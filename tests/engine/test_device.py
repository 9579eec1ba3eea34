from collections.abc import Callable

import pytest
import torch
from torch import Tensor, nn

from d2studio.engine.device import (
    choose_device,
    choose_precision,
    explained_failures,
    is_compiled_for,
    native_precisions,
)
from d2studio.errors import DeviceError, OutOfMemory
from tests.engine.test_model import noise, predictor

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


def test_that_a_precision_is_native_where_it_is_what_is_asked_for_that_is_used() -> None:
    native = native_precisions(CPU)
    assert native[0] == torch.float32
    for name, dtype in (("bfloat16", torch.bfloat16), ("float16", torch.float16)):
        assert choose_precision(name, CPU) == (dtype if dtype in native else torch.float32)
    assert choose_precision("auto", CPU) in native


@pytest.mark.parametrize(
    ("capability", "architectures", "expected"),
    [
        ((9, 0), ["sm_80", "sm_90"], True),
        ((8, 9), ["sm_80", "sm_90"], True),  # later of the same generation
        ((8, 0), ["sm_86", "sm_90"], False),
        ((6, 1), ["sm_75", "sm_80", "compute_80"], False),
        ((12, 0), ["sm_80", "sm_90"], False),
        ((12, 0), ["sm_80", "compute_90"], True),  # compiled further by the driver
        ((10, 3), ["sm_100"], True),
        ((10, 3), ["sm_100a"], False),
        ((9, 0), ["sm_90a"], True),
        ((9, 4), ["gfx90a", "gfx942"], True),
        ((9, 0), [], True),
    ],
)
def test_that_a_gpu_needs_programs_of_its_generation(
    capability: tuple[int, int], architectures: list[str], expected: bool
) -> None:
    assert is_compiled_for(capability, architectures) == expected


@pytest.mark.parametrize(
    ("kind", "part"),
    [
        ("faster", "box_head"),
        ("faster", "bbox_pred"),
        ("mask", "mask_head.deconv"),
        ("panoptic", "sem_seg_head"),
        ("groupnorm", "norm.weight"),
        ("deformable", "conv2.weight"),
    ],
)
def test_that_a_weight_in_another_number_format_is_explained(kind: str, part: str) -> None:
    model = predictor(kind)
    weight = next(weight for name, weight in model._model.named_parameters() if part in name)
    weight.data = weight.data.half()
    with pytest.raises(DeviceError, match="mixes number formats") as caught:
        model.predict(noise(64, 64))
    assert "mistake in d2studio" in caught.value.hint
    assert caught.value.context == {"kind": "dtype", "device": "cpu", "is_float32": True}


@pytest.mark.parametrize(
    "step",
    [
        lambda x: torch.nn.functional.conv2d(x, torch.ones(1, 1, 1, 1, dtype=torch.float16)),
        lambda x: torch.nn.functional.conv2d(x, torch.ones(1, 1, 1, 1), torch.ones(1, dtype=torch.float16)),
        lambda x: nn.Linear(4, 2, dtype=torch.float16)(x),
        lambda x: x[0, 0] @ torch.ones(4, 4, dtype=torch.float16),
        lambda x: torch.cdist(x.half(), x.half()),
    ],
    ids=["weight", "bias", "linear", "product", "no such kernel"],
)
def test_that_mixed_number_formats_are_explained(step: Callable[[Tensor], Tensor]) -> None:
    with pytest.raises(DeviceError, match="mixes number formats") as caught, explained_failures(CPU):
        step(torch.ones(1, 1, 4, 4))
    assert caught.value.context["kind"] == "dtype"
    assert caught.value.hint == "Choose float32."


def test_that_a_step_that_a_device_lacks_is_no_matter_of_number_formats() -> None:
    with pytest.raises(DeviceError, match="cannot run this model") as caught, explained_failures(CPU):
        raise NotImplementedError("no such operator")
    assert "kind" not in caught.value.context
