import hashlib
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from d2studio.control import Control
from d2studio.engine import known_contents
from d2studio.engine.checkpoint import read_checkpoint
from d2studio.engine.config import Config
from d2studio.engine.fit import tensor_shapes
from d2studio.engine.inspect import describe
from d2studio.engine.loading import load_model
from d2studio.engine.model import build_meta_model
from d2studio.errors import Cancelled, CheckpointMismatch, DeviceError, UnsupportedConfig, UsageError, WeightsError
from tests.engine import synthetic_weights
from tests.engine.small_models import small_config
from tests.engine.test_model import noise


def write_model(folder: Path, kind: str = "faster", *, dtype: torch.dtype = torch.float32) -> Config:
    """A model folder: config.yaml and model_final.pth."""
    folder.mkdir(exist_ok=True)
    config = small_config(kind)
    (folder / "config.yaml").write_text(config.dump())
    weights = {
        name: torch.from_numpy(synthetic_weights.entry(name, shape))
        for name, shape in tensor_shapes(build_meta_model(config).state_dict()).items()
    }
    torch.save(
        {
            "model": {
                name: tensor.to(dtype) if tensor.is_floating_point() else tensor for name, tensor in weights.items()
            }
        },
        folder / "model_final.pth",
    )
    return config


def test_that_a_model_folder_loads_and_finds(tmp_path: Path) -> None:
    write_model(tmp_path / "model")
    (tmp_path / "model" / "classes.json").write_text(json.dumps(["Text", "Title", "Table"]))
    predictor = load_model(tmp_path / "model", device="cpu", precision="float32")
    found = predictor.predict(noise(120, 90))
    assert len(found) > 0
    assert predictor.class_names == ("Text", "Title", "Table")
    assert set(found.timings_ms) == {"preprocess", "backbone", "proposals", "regions", "postprocess"}
    assert found.masks is None


@pytest.mark.parametrize("file", ["config.yaml", "model_final.pth"])
def test_that_files_that_changed_since_their_card_was_written_are_refused(tmp_path: Path, file: str) -> None:
    folder, cache = tmp_path / "model", tmp_path / "cache"
    write_model(folder)
    hashes = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}
    (folder / "model.json").write_text(json.dumps({"sha256": hashes}))
    load_model(folder, device="cpu", weights_cache=cache)
    assert describe(folder / "config.yaml", folder / "model_final.pth", weights_cache=cache).verdict == "fits"
    if file == "config.yaml":
        (folder / file).write_text((folder / file).read_text() + "\n")
    else:
        tensors = read_checkpoint(folder / file).tensors
        torch.save({"model": {name: tensor * 2 for name, tensor in tensors.items()}}, folder / file)
    for read in (
        lambda: load_model(folder, device="cpu", weights_cache=cache),
        lambda: load_model(folder / "config.yaml", weights=folder / "model_final.pth", device="cpu"),
        lambda: describe(folder / "config.yaml", folder / "model_final.pth"),
    ):
        with pytest.raises(WeightsError, match=f"^{file} of the model in .* is not what was installed") as raised:
            read()
        assert raised.value.context["problem"] == "damaged"
        assert raised.value.hint.startswith("Install or import the model again")


def test_that_a_file_that_did_not_change_is_not_hashed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, cache = tmp_path / "model", tmp_path / "cache"
    write_model(folder)
    hashes = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}
    (folder / "model.json").write_text(json.dumps({"sha256": hashes}))
    monkeypatch.setattr(known_contents, "_SETTLED_NS", 0)
    load_model(folder, device="cpu", weights_cache=cache)
    monkeypatch.delattr(known_contents, "content_digest")
    load_model(folder, device="cpu", weights_cache=cache)


def test_that_a_model_folder_brings_colours_and_thresholds(tmp_path: Path) -> None:
    write_model(tmp_path)
    classes = ["Text", {"name": "Title", "colour": "#D55E00"}, "Table"]
    (tmp_path / "classes.json").write_text(json.dumps(classes))
    (tmp_path / "model.json").write_text(json.dumps({"thresholds": {"Table": 0.3, "Text": 0.4, "Stamp": 0.5}}))
    predictor = load_model(tmp_path, device="cpu")
    assert predictor.class_colours == {1: (0xD5, 0x5E, 0)}
    assert predictor.thresholds == {0: 0.4, 2: 0.3}
    assert predictor.notes == ("model.json has thresholds for classes that the model does not have: Stamp.",)


def test_that_a_model_without_advice_has_no_thresholds(tmp_path: Path) -> None:
    write_model(tmp_path)
    assert load_model(tmp_path, device="cpu").thresholds == {}


def test_that_half_precision_weights_are_computed_in_single_precision(tmp_path: Path) -> None:
    write_model(tmp_path / "half", dtype=torch.float16)
    write_model(tmp_path / "single")
    half, single = (
        load_model(tmp_path / name, device="cpu", precision="float32").predict(noise(120, 90))
        for name in ("half", "single")
    )
    assert half.scores[:5] == pytest.approx(single.scores[:5], abs=0.02)


def test_that_a_tensor_under_two_names_is_as_good_as_two(tmp_path: Path) -> None:
    first, second = (f"backbone.bottom_up.res2.{block}.conv1.weight" for block in range(2))
    found = []
    for is_shared in (True, False):
        folder = tmp_path / str(is_shared)
        write_model(folder)
        weights = dict(read_checkpoint(folder / "model_final.pth").tensors)
        weights[second] = weights[first] if is_shared else weights[first].clone()
        torch.save({"model": weights}, folder / "model_final.pth")
        found.append(load_model(folder, device="cpu", precision="float32").predict(noise(120, 90)))
    assert len(found[0]) > 0
    assert np.array_equal(found[0].boxes, found[1].boxes)
    assert np.array_equal(found[0].scores, found[1].scores)


def test_that_classes_without_names_are_called_by_their_numbers(tmp_path: Path) -> None:
    write_model(tmp_path)
    predictor = load_model(tmp_path / "config.yaml", weights=tmp_path / "model_final.pth", device="cpu")
    assert predictor.class_names == ("class 0", "class 1", "class 2")
    assert any("names" in note for note in predictor.notes)


def test_that_too_few_names_are_noted(tmp_path: Path) -> None:
    write_model(tmp_path)
    predictor = load_model(tmp_path, device="cpu", class_names=["Text"])
    assert predictor.class_names == ("Text", "class 1", "class 2")
    assert any("3 classes, but 1 names" in note for note in predictor.notes)


def test_that_weights_are_never_taken_from_the_path_in_a_config(tmp_path: Path) -> None:
    write_model(tmp_path)
    with pytest.raises(UsageError, match="weights that belong to") as caught:
        load_model(tmp_path / "config.yaml")
    assert "model_final.pth" in caught.value.hint


def test_that_a_folder_with_two_configs_is_ambiguous(tmp_path: Path) -> None:
    write_model(tmp_path)
    (tmp_path / "other.yaml").write_text("VERSION: 2\n")
    with pytest.raises(UsageError, match="2 files that could be the config"):
        load_model(tmp_path)


def test_that_weights_of_another_model_are_refused(tmp_path: Path) -> None:
    write_model(tmp_path / "faster")
    write_model(tmp_path / "retinanet", "retinanet")
    with pytest.raises(CheckpointMismatch) as caught:
        load_model(tmp_path / "faster" / "config.yaml", weights=tmp_path / "retinanet" / "model_final.pth")
    assert len(caught.value.problems) > 5


def test_that_a_device_that_is_not_there_is_named_before_anything_is_read(tmp_path: Path) -> None:
    write_model(tmp_path)
    with pytest.raises(DeviceError):
        load_model(tmp_path, device="cuda:99")


def test_that_a_network_no_machine_could_hold_is_refused(tmp_path: Path) -> None:
    config = write_model(tmp_path)
    huge = config.dump().replace("FC_DIM: 64", "FC_DIM: 16384").replace("NUM_FC: 1", "NUM_FC: 8")
    assert huge != config.dump()
    (tmp_path / "config.yaml").write_text(huge)
    with pytest.raises(UnsupportedConfig):
        load_model(tmp_path)


def test_that_loading_and_predicting_stop_on_request(tmp_path: Path) -> None:
    write_model(tmp_path)
    stopped = Control()
    stopped.cancel()
    with pytest.raises(Cancelled):
        load_model(tmp_path, control=stopped)
    with pytest.raises(Cancelled):
        load_model(tmp_path, device="cpu").predict(noise(64, 64), control=stopped)


def test_that_stages_are_reported_in_order(tmp_path: Path) -> None:
    write_model(tmp_path)
    stages: list[str] = []
    control = Control(lambda stage, _: stages.append(stage))
    predictor = load_model(tmp_path, device="cpu", control=control)
    assert list(dict.fromkeys(stages)) == ["config", "weights", "model"]
    stages.clear()
    predictor.predict(noise(64, 64), control=control)
    assert stages == ["preprocess", "backbone", "proposals", "regions", "postprocess"]


def test_that_the_limit_and_an_empty_result_are_noted(tmp_path: Path) -> None:
    config = write_model(tmp_path)
    (tmp_path / "config.yaml").write_text(config.with_values({"TEST.DETECTIONS_PER_IMAGE": 2}).dump())
    predictor = load_model(tmp_path, device="cpu")
    limited = predictor.predict(noise(120, 90))
    assert len(limited) == 2
    assert any("limit of 2" in note for note in limited.notes)
    empty = predictor.predict(noise(120, 90), floor=0.999999)
    assert len(empty) == 0
    assert any("largest score was" in note for note in empty.notes)


@pytest.mark.parametrize("kind", ["faster", "retinanet", "proposals"])
def test_that_size_and_limit_can_be_chosen(tmp_path: Path, kind: str) -> None:
    write_model(tmp_path, kind)
    predictor = load_model(tmp_path, device="cpu", input_size=(64, 128), max_detections=2)
    assert (predictor.input_size, predictor.max_detections) == ((64, 128), 2)
    assert predictor.config.int("INPUT.MIN_SIZE_TEST") == 64
    assert len(predictor.predict(noise(120, 90))) == 2
    unchanged = load_model(tmp_path, device="cpu")
    assert (unchanged.input_size, unchanged.max_detections) == ((96, 160), 50 if kind == "proposals" else 100)


@pytest.mark.parametrize(
    ("input_size", "max_detections", "words"),
    [
        ((9_000, 9_000), None, "MIN_SIZE_TEST = 9000"),
        ((-5, 100), None, "MIN_SIZE_TEST = -5"),
        ((800, 600), None, "800, 600"),
        (None, 0, "0 detections"),
        (None, -7, "DETECTIONS_PER_IMAGE = -7"),
        (None, 10**9, "DETECTIONS_PER_IMAGE = 1000000000"),
    ],
)
def test_that_an_absurd_size_or_limit_is_named(
    tmp_path: Path, input_size: tuple[int, int] | None, max_detections: int | None, words: str
) -> None:
    write_model(tmp_path)
    with pytest.raises(UsageError, match=words):
        load_model(tmp_path, device="cpu", input_size=input_size, max_detections=max_detections)


def test_that_a_loaded_model_is_described_as_its_files_are(tmp_path: Path) -> None:
    write_model(tmp_path, dtype=torch.float16)
    (tmp_path / "classes.json").write_text(json.dumps(["Text", {"name": "Title", "colour": "#D55E00"}, "Table"]))
    (tmp_path / "model.json").write_text(json.dumps({"name": "Small", "thresholds": {"Table": 0.3, "Stamp": 0.5}}))
    description = describe(tmp_path / "config.yaml", tmp_path / "model_final.pth")
    predictor = load_model(tmp_path, device="cpu")
    assert predictor.description == description
    assert predictor.notes == description.notes
    assert (description.name, description.thresholds) == ("Small", {2: 0.3})
    assert description.class_colours == {1: (0xD5, 0x5E, 0)}
    assert description.max_detections == 100
    assert (description.weights_dtype, description.verdict) == ("float16", "fits")
    assert description.weights_path == str(tmp_path / "model_final.pth")


def test_that_what_is_chosen_is_described(tmp_path: Path) -> None:
    write_model(tmp_path)
    names = ["Text", "Title", "Table"]
    predictor = load_model(tmp_path, device="cpu", class_names=names, input_size=(64, 128), max_detections=7)
    description = predictor.description
    assert (description.class_names, description.input_size) == (tuple(names), (64, 128))
    assert description.max_detections == 7


@pytest.mark.parametrize(
    ("file", "name"), [("config.yaml", "Newspapers"), ("faster_rcnn.yaml", "faster_rcnn"), ("Config.yml", "Newspapers")]
)
def test_that_a_model_without_a_card_is_named_after_its_files(tmp_path: Path, file: str, name: str) -> None:
    folder = tmp_path / "Newspapers"
    folder.mkdir()
    (folder / file).write_text(small_config("faster").dump())
    assert describe(folder / file).name == name
    (folder / "model.json").write_text(json.dumps({"version": "1"}))
    assert describe(folder / file).name == name


@pytest.mark.parametrize("size", [(1, 1), (3, 2000), (2000, 3)])
def test_that_pages_of_odd_shape_are_run(tmp_path: Path, size: tuple[int, int]) -> None:
    write_model(tmp_path)
    found = load_model(tmp_path, device="cpu").predict(np.full((*size, 3), 255, np.uint8))
    assert found.size_hw == size


def test_that_a_model_is_described_without_running_it(tmp_path: Path) -> None:
    write_model(tmp_path, "cascade", dtype=torch.float16)
    card = describe(tmp_path / "config.yaml", tmp_path / "model_final.pth")
    assert (card.architecture, card.backbone) == ("Cascade R-CNN", "ResNet-18 FPN")
    assert card.verdict == "fits"
    assert card.weights_dtype == "float16"
    assert card.input_size == (96, 160)
    assert card.class_count == 3
    assert card.parameters == sum(
        tensor.numel() for tensor in build_meta_model(small_config("cascade")).state_dict().values()
    )


def test_that_a_pair_that_does_not_fit_is_a_verdict(tmp_path: Path) -> None:
    write_model(tmp_path / "faster")
    write_model(tmp_path / "mask", "mask")
    card = describe(tmp_path / "mask" / "config.yaml", tmp_path / "faster" / "model_final.pth")
    assert card.verdict == "does not fit"
    assert any("mask" in sentence for sentence in card.explanations)
    assert describe(tmp_path / "mask" / "config.yaml").verdict == "not checked"


@pytest.mark.parametrize("kind", ["faster", "retinanet", "panoptic", "keypoint", "deformable"])
def test_that_looking_at_a_model_does_not_load_the_compiler_of_pytorch(tmp_path: Path, kind: str) -> None:
    (tmp_path / "config.yaml").write_text(small_config(kind).dump())
    code = (
        "import sys; from pathlib import Path; from d2studio.engine.inspect import describe;"
        f"describe(Path({str(tmp_path / 'config.yaml')!r}));"
        "sys.exit('torch._dynamo' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
