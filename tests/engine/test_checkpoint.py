import io
import os
import pickle
import sys
from argparse import Namespace
from collections import defaultdict, deque
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from d2studio.control import Control
from d2studio.engine.checkpoint import read_checkpoint, reader
from d2studio.engine.checkpoint.source import Source
from d2studio.errors import Cancelled, WeightsError
from tests.engine.weight_files import (
    numpy1_spelling,
    python2_pickle,
    small_arrays,
    small_state_dict,
    write_safetensors,
)


def assert_same(found: Mapping[str, torch.Tensor], expected: Mapping[str, torch.Tensor]) -> None:
    assert list(found) == list(expected)
    for name, tensor in expected.items():
        assert found[name].dtype == tensor.dtype, name
        assert found[name].shape == tensor.shape, name
        assert torch.equal(found[name], tensor), name


# Round trips ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("is_zip", [True, False])
@pytest.mark.parametrize("protocol", [2, 3, 4, 5])
def test_that_what_torch_saves_comes_back_equal(tmp_path: Path, is_zip: bool, protocol: int) -> None:
    path = tmp_path / "model.bin"
    weights = small_state_dict()
    torch.save(
        {"model": weights, "iteration": 90000}, path, _use_new_zipfile_serialization=is_zip, pickle_protocol=protocol
    )

    checkpoint = read_checkpoint(path)

    assert checkpoint.path == path
    assert checkpoint.file_format == ("torch zip" if is_zip else "torch legacy")
    assert checkpoint.notes == ()
    assert_same(checkpoint.tensors, weights)
    assert all(tensor.is_contiguous() for tensor in checkpoint.tensors.values())


@pytest.mark.parametrize("is_zip", [True, False])
def test_that_the_state_dict_of_a_module_comes_back_equal(tmp_path: Path, is_zip: bool) -> None:
    path = tmp_path / "model.pth"
    state = torch.nn.Sequential(torch.nn.Conv2d(2, 3, 1), torch.nn.BatchNorm2d(3)).state_dict()
    torch.save(state, path, _use_new_zipfile_serialization=is_zip)

    assert_same(read_checkpoint(path).tensors, state)


@pytest.mark.parametrize("is_zip", [True, False])
def test_that_tied_tensors_share_their_memory(tmp_path: Path, is_zip: bool) -> None:
    path = tmp_path / "model.pth"
    torch.save(small_state_dict(), path, _use_new_zipfile_serialization=is_zip)

    tensors = read_checkpoint(path).tensors

    assert tensors["backbone.weight"].data_ptr() == tensors["backbone.tied"].data_ptr()
    assert tensors["backbone.view"].data_ptr() == tensors["backbone.weight"][1].data_ptr()


def test_that_parameters_are_read_as_tensors(tmp_path: Path) -> None:
    path = tmp_path / "model.pth"
    torch.save({"weight": torch.nn.Parameter(torch.arange(3.0))}, path)

    assert_same(read_checkpoint(path).tensors, {"weight": torch.arange(3.0)})


@pytest.mark.parametrize("spelling", ["numpy 1", "numpy 2"])
@pytest.mark.parametrize("protocol", range(6))
def test_that_pickled_arrays_come_back_equal(tmp_path: Path, protocol: int, spelling: str) -> None:
    path = tmp_path / "model.pkl"
    arrays = small_arrays()
    pickled = pickle.dumps({"model": arrays, "__author__": "somebody"}, protocol)
    path.write_bytes(numpy1_spelling(pickled) if spelling == "numpy 1" else pickled)

    checkpoint = read_checkpoint(path)

    assert checkpoint.file_format == "pickle"
    native = {name: np.array(array, np.asarray(array).dtype.newbyteorder("=")) for name, array in arrays.items()}
    assert_same(checkpoint.tensors, {name: torch.from_numpy(array) for name, array in native.items()})


@pytest.mark.parametrize("shape", [(3, 4), (20, 30)])
def test_that_a_pickle_of_python_2_is_read(tmp_path: Path, shape: tuple[int, int]) -> None:
    path = tmp_path / "model.pkl"
    array = np.random.default_rng(1).normal(size=shape).astype("f4")
    path.write_bytes(python2_pickle(array))

    tensors = read_checkpoint(path).tensors

    assert_same(tensors, {"backbone.stem.conv1.weight": torch.from_numpy(array)})


def test_that_a_text_pickle_of_python_2_is_read(tmp_path: Path) -> None:
    path = tmp_path / "model.pkl"
    raw = b"S'\\x00\\x00\\x80?\\x00\\x00\\x00@'\n"
    path.write_bytes(
        b"(dp0\nS'a'\ncnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(I0\ntS'b'\ntR(I1\n(I2\ntcnumpy\ndtype\n"
        b"(S'f4'\nI0\nI1\ntR(I3\nS'<'\nNNNI-1\nI-1\nI0\ntbI00\n" + raw + b"tbs."
    )

    assert_same(read_checkpoint(path).tensors, {"a": torch.tensor([1.0, 2.0])})


def test_that_an_ordered_dictionary_of_python_2_is_read(tmp_path: Path) -> None:
    path = tmp_path / "model.pkl"
    array = pickle.dumps(np.arange(2.0), 2)[2:-1]
    path.write_bytes(b"\x80\x02ccollections\nOrderedDict\n](]q\xf0(U\1a" + array + b"eetR.".replace(b"t", b"\x85"))

    assert_same(read_checkpoint(path).tensors, {"a": torch.tensor([0.0, 1.0]).double()})


@pytest.mark.parametrize("protocol", range(6))
def test_that_what_lies_beside_the_weights_may_be_nested_in_itself(tmp_path: Path, protocol: int) -> None:
    circle: tuple[list[object], ...] = ([],)
    circle[0].append(circle)
    long_circle: tuple[list[object], int, int, int] = ([], 1, 2, 3)
    long_circle[0].append(long_circle)
    extras = [1.5, -3, 2**40, True, None, "ü\n", b"raw", (), (1, 2), [circle], long_circle, {"a": 1, 2: [3]}]
    path = tmp_path / "model.pkl"
    path.write_bytes(pickle.dumps({"model": {"a": np.zeros(2)}, "extras": extras}, protocol))

    assert list(read_checkpoint(path).tensors) == ["a"]


def test_that_safetensors_come_back_equal(tmp_path: Path) -> None:
    path = tmp_path / "model.safetensors"
    write_safetensors(path, small_state_dict())

    checkpoint = read_checkpoint(path)

    assert checkpoint.file_format == "safetensors"
    assert_same(checkpoint.tensors, small_state_dict())


_DTYPES = [torch.float32, torch.float16, torch.bfloat16, torch.float64, torch.int64, torch.uint8, torch.bool]


@st.composite
def tensors(draw: st.DrawFn) -> torch.Tensor:
    shape = draw(st.lists(st.integers(0, 4), max_size=4))
    values = torch.randint(0, 2, shape).to(draw(st.sampled_from(_DTYPES)))
    order: list[int] = draw(st.permutations(list(range(len(shape)))))
    is_cut: bool = draw(st.booleans())
    values = values.permute(order)
    return values[1:] if shape and is_cut else values


@given(
    saved=st.dictionaries(st.text(min_size=1, max_size=8).filter(str.isprintable), tensors(), min_size=1, max_size=5)
)
@settings(max_examples=60)
def test_that_any_strided_tensors_survive_every_torch_format(
    tmp_path_factory: pytest.TempPathFactory, saved: dict[str, torch.Tensor]
) -> None:
    folder = tmp_path_factory.mktemp("saved")
    torch.save({"model": saved}, folder / "zip")
    torch.save({"model": saved}, folder / "legacy", _use_new_zipfile_serialization=False)
    write_safetensors(folder / "safe", saved)
    for path in sorted(folder.iterdir()):
        found = read_checkpoint(path).tensors
        assert {name: tensor.tolist() for name, tensor in found.items()} == {
            name: tensor.tolist() for name, tensor in saved.items()
        }


# What lies around the weights -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrap",
    [
        lambda weights: weights,
        lambda weights: {"model": weights, "optimizer": {"state": {}}, "iteration": 5},
        lambda weights: {"state_dict": weights, "epoch": 3},
        lambda weights: {"model_state_dict": weights},
        lambda weights: {"model_state": weights},
        lambda weights: {"ema": weights},
        lambda weights: {"model": {"state_dict": weights}},
        lambda weights: {"model": {"type": "FasterRCNN"}, "state_dict": weights},
        lambda weights: {"state_dict": {f"module.{name}": tensor for name, tensor in weights.items()}},
        lambda weights: {"state_dict": {f"model.module.{name}": tensor for name, tensor in weights.items()}},
    ],
)
def test_that_weights_are_found_wherever_programs_put_them(tmp_path: Path, wrap: object) -> None:
    assert callable(wrap)
    path = tmp_path / "model.pth"
    weights = {"backbone.a": torch.arange(3.0), "roi_heads.b": torch.arange(2.0)}
    torch.save(wrap(weights), path)

    assert_same(read_checkpoint(path).tensors, weights)


def test_that_averaged_weights_are_not_preferred(tmp_path: Path) -> None:
    path = tmp_path / "model.pth"
    torch.save({"ema": {"a": torch.zeros(1)}, "model": {"a": torch.ones(1)}}, path)

    checkpoint = read_checkpoint(path)

    assert checkpoint.tensors["a"].item() == 1
    assert checkpoint.notes == ("left out beside the weights: ema",)


def test_that_settings_of_a_training_are_left_out_with_a_note(tmp_path: Path) -> None:
    path = tmp_path / "model.pth"
    saved = {
        "model": {"a": torch.zeros(1), "names": ["x"]},
        "args": Namespace(lr=0.1, path=Path("x")),
        "optimizer": {"state": {0: {"step": np.float64(3), "momentum": torch.ones(2)}}, "param_groups": [{"lr": 1}]},
        "classes": {"a", "b"},
        "losses": deque([0.5, 0.4, 0.3]),
        "last": deque([0.3]),
        "counts": defaultdict(int, {"a": 1, "b": 2}),
        "count": defaultdict(int, a=1),
        "iteration": 7,
    }
    torch.save(saved, path)

    checkpoint = read_checkpoint(path)

    assert list(checkpoint.tensors) == ["a"]
    assert checkpoint.notes == (
        "left out beside the weights: args, classes, count, counts, last and 2 more",
        "left out, being no tensors: names",
    )


def test_that_the_common_prefix_of_a_wrapped_model_is_taken_off_with_a_note(tmp_path: Path) -> None:
    path = tmp_path / "model.pth"
    torch.save({"module.a": torch.zeros(1), "module.b": torch.zeros(1)}, path)

    checkpoint = read_checkpoint(path)

    assert list(checkpoint.tensors) == ["a", "b"]
    assert checkpoint.notes == ("all names began with 'module.', which was taken off",)


def test_that_data_of_the_optimizer_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "model.pth"
    broken = torch.full((1000,), float("nan"))
    torch.save({"model": {"a": torch.zeros(1)}, "optimizer": {"momentum": broken}}, path)

    assert list(read_checkpoint(path).tensors) == ["a"]


def test_that_reading_reports_progress_and_can_be_stopped(tmp_path: Path) -> None:
    path = tmp_path / "model.pth"
    torch.save(small_state_dict(), path)
    ticks: list[float] = []
    control = Control(lambda stage, fraction: ticks.append(fraction))

    read_checkpoint(path, control)
    assert ticks == sorted(ticks)
    assert len(ticks) == len(small_state_dict())

    control.cancel()
    with pytest.raises(Cancelled):
        read_checkpoint(path, control)


# Files that are something else ----------------------------------------------------------------------------------------


def _saved(value: object, **options: bool) -> bytes:
    buffer = io.BytesIO()
    torch.save(value, buffer, **options)
    return buffer.getvalue()


def _zipped(*names: str) -> bytes:
    import zipfile

    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, b"x" * 100)
    return buffer.getvalue()


_POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a21\nsize 167299581\n"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty: the download failed"),
        (b"Hello\n", "is a text of 6 bytes"),
        (bytes(5000), r"holds zeros where weights should be \(5 kB\)"),
        (b"<!DOCTYPE html><html><body>404", "is a web page"),
        (b"\n  <html><body>Log in</body></html>", "is a web page"),
        (b'<?xml version="1.0"?>', "is a web page"),
        (_POINTER, r"is a Git LFS placeholder for a file of 167\.3 MB"),
        (b'{"error": "not found"}', "is JSON text"),
        (b"_BASE_: Base-RCNN-FPN.yaml\nMODEL:\n  MASK_ON: true\n", "is a config, not weights"),
        ("Grüße\n".encode(), "is a text"),
        ("Grüße\n".encode("utf-16"), "is a text"),
        (b"\x89HDF\r\n\x1a\n" + bytes(100), "is an HDF5 file"),
        (b"\x08\x07\x12\x07pytorch\x1a\x051.9.0", "is an ONNX model"),
        (b"GGUF\x03\0\0\0", "is a GGUF"),
        (b"\x1c\0\0\0TFL3" + bytes(10), "is a TensorFlow Lite model"),
        (b"\x93NUMPY\x01\0", r"is a single NumPy array"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(9), "is a 7-Zip archive"),
        (b"Rar!\x1a\x07\0", "is a RAR archive"),
        (b"\x1f\x8b\x08\0", "is a gzip archive"),
        (b"sys_info" + bytes(249) + b"ustar\x0000", "is a tar archive, or was saved by PyTorch before 0.1.10"),
        (b"%PDF-1.7\n", "is a PDF"),
        (b"\x89PNG\r\n\x1a\n", "is a picture"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "is a picture"),
        (bytes(range(1, 40)), "is not weights in any format"),
        (_zipped("model/code/__torch__.py", "model/constants.pkl", "model/data.pkl"), "is a TorchScript program"),
        (_zipped("m/archive_format", "m/models/model.json"), r"is an exported PyTorch program"),
        (_zipped("a.npy", "b.npy"), "is a NumPy archive"),
        (_zipped("[Content_Types].xml", "word/document.xml"), "is an Office document"),
        (_zipped("config.json", "model.weights.h5"), "is a Keras model"),
        (_zipped("readme.txt", "sub/model_final.pth"), "is a zip archive of other files"),
        (_saved(torch.zeros(3)), "holds a single tensor"),
        (_saved([torch.zeros(3)] * 4), "holds a list, not weights with names"),
        (
            _saved({"epoch": 3, "history": {"loss": 1.0}}),
            "holds epoch, history, but no tensors",
        ),
        (_saved({}), "holds nothing at all, but no tensors"),
        (_saved({"model": {"model": {"model": {"model": {"a": torch.zeros(1)}}}}}), "holds model, but no tensors"),
        (_saved(torch.nn.Linear(2, 2)), r"holds Python objects \(torch\.nn\.modules\.linear\.Linear\)"),
        (_saved(torch.nn.Linear(2, 2), _use_new_zipfile_serialization=False), "holds Python objects"),
        (_saved({"a": torch.zeros(2, dtype=torch.complex64)}), "tensors of another kind than plain weights"),
        (_saved({"a": torch.tensor([1.0, float("nan")])}), "numbers that are not finite, in a"),
        (_saved({"a": torch.tensor([1.0, float("-inf")]).half()}), "numbers that are not finite, in a"),
        (pickle.dumps({"a": np.array(["text"])}), "an array of numpy's kind 'U4'"),
        (pickle.dumps({"a": np.array([{}])}), "an array of numpy's kind 'O8'"),
        (pickle.dumps({"a": np.zeros(2, [("x", "f4")])}), "an array of numpy's kind 'V4'"),
    ],
)
def test_that_a_file_of_another_kind_is_called_what_it_is(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "model_final.pth"
    path.write_bytes(content)

    with pytest.raises(WeightsError, match=sentence) as caught:
        read_checkpoint(path)

    assert str(caught.value).startswith("model_final.pth ")
    assert str(caught.value).endswith(".")
    assert caught.value.hint
    assert caught.value.context["path"] == str(path)


def test_that_large_finite_half_numbers_are_no_false_alarm(tmp_path: Path) -> None:
    path = tmp_path / "model.pth"
    torch.save({"a": torch.full((10_000,), 65504.0).half(), "b": torch.full((10_000,), 3e38)}, path)

    assert len(read_checkpoint(path).tensors) == 2


def test_that_suffixes_do_not_matter(tmp_path: Path) -> None:
    state = small_state_dict()
    torch.save(state, tmp_path / "zip.pkl")
    write_safetensors(tmp_path / "safe.pth", state)
    (tmp_path / "pickle.safetensors").write_bytes(pickle.dumps({"a": np.zeros(2, "f4")}))

    formats = [read_checkpoint(path).file_format for path in sorted(tmp_path.iterdir())]

    assert formats == ["pickle", "safetensors", "torch zip"]


# Files that are cut off or damaged ------------------------------------------------------------------------------------


@pytest.mark.parametrize("fraction", [0.3, 0.5, 0.999])
def test_that_a_cut_off_download_says_how_much_is_there(tmp_path: Path, fraction: float) -> None:
    state = {f"layer{index}": torch.randn(1000, 100) for index in range(50)}
    torch.save({"model": state}, tmp_path / "zip.pth")
    torch.save({"model": state}, tmp_path / "legacy.pth", _use_new_zipfile_serialization=False)
    write_safetensors(tmp_path / "model.safetensors", state)
    for path in sorted(tmp_path.iterdir()):
        whole = path.read_bytes()
        path.write_bytes(whole[:100])
        with pytest.raises(WeightsError, match="cut off"):
            read_checkpoint(path)
        path.write_bytes(whole[: int(len(whole) * fraction)])

        about = "about " if path.name == "zip.pth" else ""
        there = f"{len(whole) * fraction / 1e6:.1f}"
        with pytest.raises(
            WeightsError, match=rf"holds {there} of {about}20\.0 MB|holds {there} MB of {about}20\.0 MB"
        ):
            read_checkpoint(path)


def test_that_a_cut_off_pickle_is_called_so(tmp_path: Path) -> None:
    path = tmp_path / "model.pkl"
    whole = pickle.dumps({"model": {"a": np.zeros((500, 500), "f4")}}, 2)
    for size in (10, 100, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:size])
        with pytest.raises(WeightsError, match="the download or copy was cut off"):
            read_checkpoint(path)


def test_that_a_cut_off_archive_of_something_else_is_called_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "model.pth"
    for whole in (_zipped("readme.txt", "data.pkl"), _zipped("archive/data.pkl"), b"PK\3\4"):
        path.write_bytes(whole[:150])
        with pytest.raises(WeightsError, match="ends too early, after"):
            read_checkpoint(path)


def test_that_a_file_that_shrinks_while_it_is_read_is_called_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "model.pth"
    path.write_bytes(bytes(10))
    with path.open("rb") as file:
        source = Source(file, 20)
        with pytest.raises(WeightsError, match="cut off"):
            source.read(5, 10)
        with pytest.raises(WeightsError, match="cut off"):
            source.read_tensor(5, 10)
        with pytest.raises(WeightsError, match="cut off"):
            source.read(15, 10)


def test_that_a_file_too_large_for_any_detector_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "model.pth"
    path.write_bytes(bytes(2_000_000))
    monkeypatch.setattr(reader, "_MAX_FILE_BYTES", 1_000_000)

    with pytest.raises(WeightsError, match=r"is too large for a detector: 2\.0 MB"):
        read_checkpoint(path)


@pytest.mark.skipif(sys.platform == "win32", reason="names may be longer there")
def test_that_an_error_of_the_system_is_passed_on_in_words(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="cannot be read: File name too long"):
        read_checkpoint(tmp_path / ("x" * 5000))


def test_that_a_flipped_bit_is_found_by_the_checksum(tmp_path: Path) -> None:
    path = tmp_path / "model.pth"
    torch.save({"a": torch.zeros(1000)}, path)
    content = bytearray(path.read_bytes())
    content[1500] ^= 1
    path.write_bytes(content)

    with pytest.raises(WeightsError, match="is damaged: the checksum of model/data/0 is wrong"):
        read_checkpoint(path)


# Files that are not there ---------------------------------------------------------------------------------------------


def test_that_a_missing_file_is_called_so(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match=r"^model\.pth does not exist\.$"):
        read_checkpoint(tmp_path / "model.pth")
    with pytest.raises(WeightsError, match=r"^model\.pth does not exist\.$"):
        read_checkpoint(tmp_path / "nowhere" / "model.pth")


def test_that_a_file_with_the_rest_of_its_link_in_the_name_is_suggested(tmp_path: Path) -> None:
    (tmp_path / "model.pth?dl=1").write_bytes(b"x")

    with pytest.raises(WeightsError) as caught:
        read_checkpoint(tmp_path / "model.pth")

    assert "There is model.pth?dl=1: rename it" in caught.value.hint


def test_that_a_folder_suggests_a_file_in_it(tmp_path: Path) -> None:
    (tmp_path / "model_final.pth").write_bytes(b"x")

    with pytest.raises(WeightsError, match="is a folder") as caught:
        read_checkpoint(tmp_path)

    assert "model_final.pth" in caught.value.hint


@pytest.mark.skipif(sys.platform == "win32", reason="no named pipes")
def test_that_a_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    with pytest.raises(WeightsError, match="is not a regular file"):
        read_checkpoint(tmp_path / "pipe")


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="needs a user who may not read everything")
def test_that_an_unreadable_file_gives_the_systems_reason(tmp_path: Path) -> None:
    path = tmp_path / "model.pth"
    path.write_bytes(b"x")
    path.chmod(0)

    with pytest.raises(WeightsError, match="cannot be read: Permission denied"):
        read_checkpoint(path)
