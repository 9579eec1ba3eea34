import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import torch

import d2studio
from d2studio.engine.checkpoint import Checkpoint, read_checkpoint
from d2studio.engine.config import default_config, load_config
from d2studio.engine.conversion import write_config, write_weights
from d2studio.engine.loading import load_model
from d2studio.errors import ConfigError, OutputError, WeightsError
from tests.engine.small_models import small_config
from tests.engine.test_loading import write_model
from tests.engine.test_model import noise
from tests.engine.weight_files import small_state_dict

RESOURCES = Path(d2studio.__file__).parent / "resources"
DATA = Path(__file__).parents[1] / "data"
CONFIGS = sorted([*RESOURCES.rglob("*.yaml"), *DATA.rglob("*.yaml")])


def small_checkpoint(path: Path) -> Checkpoint:
    torch.save({"model": small_state_dict()}, path)
    return read_checkpoint(path)


def test_that_converted_weights_are_the_same_numbers_in_the_same_order(tmp_path: Path) -> None:
    checkpoint = small_checkpoint(tmp_path / "weights.pth")
    digest = write_weights(checkpoint, tmp_path / "model.safetensors", metadata={"made by": "d2studio"})
    converted = read_checkpoint(tmp_path / "model.safetensors")
    assert converted.file_format == "safetensors"
    assert list(converted.tensors) == list(checkpoint.tensors)
    for name, tensor in checkpoint.tensors.items():
        assert converted.tensors[name].dtype == tensor.dtype
        assert torch.equal(converted.tensors[name], tensor)
    assert digest == hashlib.sha256((tmp_path / "model.safetensors").read_bytes()).hexdigest()
    assert os.listdir(tmp_path) in (["weights.pth", "model.safetensors"], ["model.safetensors", "weights.pth"])


def test_that_the_library_of_the_format_reads_what_is_written(tmp_path: Path) -> None:
    safetensors = pytest.importorskip("safetensors")
    checkpoint = small_checkpoint(tmp_path / "weights.pth")
    write_weights(checkpoint, tmp_path / "model.safetensors", metadata={"licence": "CC-BY 4.0 \u00a9 \u7eb8"})
    with safetensors.safe_open(tmp_path / "model.safetensors", "pt") as file:
        assert file.metadata() == {"licence": "CC-BY 4.0 \u00a9 \u7eb8"}
        assert set(file.keys()) == set(checkpoint.tensors)
        assert all(torch.equal(file.get_tensor(name), tensor) for name, tensor in checkpoint.tensors.items())


def test_that_converting_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    checkpoint = small_checkpoint(tmp_path / "weights.pth")
    first = write_weights(checkpoint, tmp_path / "1.safetensors", metadata={"a": "1", "b": "2"})
    again = write_weights(checkpoint, tmp_path / "2.safetensors", metadata={"b": "2", "a": "1"})
    other = write_weights(checkpoint, tmp_path / "3.safetensors", metadata={"a": "1", "b": "3"})
    assert first == again != other


def test_that_every_tensor_begins_at_a_multiple_of_its_numbers_size(tmp_path: Path) -> None:
    checkpoint = small_checkpoint(tmp_path / "weights.pth")
    write_weights(checkpoint, tmp_path / "model.safetensors", metadata={})
    content = (tmp_path / "model.safetensors").read_bytes()
    length = int.from_bytes(content[:8], "little")
    header = json.loads(content[8 : 8 + length])
    for name, tensor in checkpoint.tensors.items():
        assert (8 + length + header[name]["data_offsets"][0]) % tensor.itemsize == 0


def test_that_a_few_numbers_of_many_names_do_not_fill_the_disk(tmp_path: Path) -> None:
    shared = torch.ones(1 << 18)
    torch.save({f"layer{index}.weight": shared for index in range(2_000)}, tmp_path / "bomb.pth")
    with pytest.raises(WeightsError, match=r"1\.0 MB would take 2,097 MB"):
        write_weights(read_checkpoint(tmp_path / "bomb.pth"), tmp_path / "model.safetensors", metadata={})
    assert os.listdir(tmp_path) == ["bomb.pth"]


def test_that_a_tensor_called_like_the_metadata_is_refused(tmp_path: Path) -> None:
    torch.save({"__metadata__": torch.ones(3)}, tmp_path / "weights.pth")
    with pytest.raises(WeightsError, match="cannot hold"):
        write_weights(read_checkpoint(tmp_path / "weights.pth"), tmp_path / "model.safetensors", metadata={})


def test_that_a_target_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    checkpoint = small_checkpoint(tmp_path / "weights.pth")
    with pytest.raises(OutputError, match=r"nowhere.model\.safetensors cannot be written: No such file"):
        write_weights(checkpoint, tmp_path / "nowhere" / "model.safetensors", metadata={})


@pytest.mark.skipif(sys.platform == "win32", reason="limits of a process are POSIX's")
def test_that_weights_that_find_no_room_leave_nothing_and_keep_what_was_there(tmp_path: Path) -> None:
    torch.save({"weight": torch.ones(1 << 20)}, tmp_path / "weights.pth")
    (tmp_path / "model.safetensors").write_text("what was there")
    code = (
        "import resource, sys; from pathlib import Path\n"
        "from d2studio.engine.checkpoint import read_checkpoint; from d2studio.engine.conversion import write_weights\n"
        "from d2studio.errors import OutputError\n"
        "folder = Path(sys.argv[1]); checkpoint = read_checkpoint(folder / 'weights.pth')\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))\n"
        "try:\n    write_weights(checkpoint, folder / 'model.safetensors', metadata={})\n"
        "except OutputError as error:\n    print(error)\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True, timeout=60
    )
    assert "model.safetensors cannot be written: File too large" in result.stdout
    assert sorted(os.listdir(tmp_path)) == ["model.safetensors", "weights.pth"]
    assert (tmp_path / "model.safetensors").read_text() == "what was there"


@pytest.mark.parametrize("path", CONFIGS, ids=lambda path: path.stem)
def test_that_a_config_is_the_same_after_writing_and_reading(path: Path, tmp_path: Path) -> None:
    config = load_config(path)
    write_config(config, tmp_path / "config.yaml")
    again = load_config(tmp_path / "config.yaml")
    assert again._values == config._values
    assert again.notes == ()
    assert "_BASE_" not in (tmp_path / "config.yaml").read_text()


def test_that_text_in_a_config_survives(tmp_path: Path) -> None:
    texts = (
        "",
        "null",
        "1e-5",
        "(1, 2)",
        "'quoted'",
        "\u8868 # no comment",
        "a: b",
        "tab\tbell\a",
        " space ",
        "\u2028",
    )
    for text in texts:
        write_config(default_config().with_values({"OUTPUT_DIR": repr(text)}), tmp_path / "config.yaml")
        assert load_config(tmp_path / "config.yaml").str("OUTPUT_DIR") == text


def test_that_a_config_too_long_to_be_read_again_is_not_written(tmp_path: Path) -> None:
    config = small_config("faster").with_values({"DATASETS.TRAIN": tuple("x" * 900 for _ in range(1_000))})
    with pytest.raises(ConfigError, match="too large"):
        write_config(config, tmp_path / "config.yaml")
    assert os.listdir(tmp_path) == []


def test_that_a_model_folder_of_converted_files_finds_the_same(tmp_path: Path) -> None:
    config = write_model(tmp_path / "original")
    folder = tmp_path / "converted"
    folder.mkdir()
    write_config(config, folder / "config.yaml")
    write_weights(read_checkpoint(tmp_path / "original" / "model_final.pth"), folder / "model.safetensors", metadata={})
    expected, found = (
        load_model(path, device="cpu", precision="float32").predict(noise(120, 90))
        for path in (tmp_path / "original", folder)
    )
    assert len(found) > 0
    assert (found.boxes == expected.boxes).all()
    assert (found.scores == expected.scores).all()
