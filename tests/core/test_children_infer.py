import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from shutil import copytree
from typing import Any

import numpy as np
import pytest

from d2studio.control import Control
from d2studio.core.children.infer import Models
from d2studio.core.failures import Failure
from d2studio.core.found_model import FoundModel, Origin
from d2studio.core.library import ModelLibrary
from d2studio.core.model_summary import Machine, ModelRequest, ModelSummary
from d2studio.core.page import PageKey, SourceTransform
from d2studio.core.page_result import PageResult
from d2studio.core.paths import user_folders
from d2studio.core.requests import (
    AskMachine,
    DecodePage,
    DescribeModel,
    LoadModel,
    PageOptions,
    Predict,
    Request,
    UnloadModel,
)
from d2studio.core.samples import sample_folder
from d2studio.core.shared_blocks import SharedBlocks
from d2studio.core.shared_page import SharedPage
from d2studio.core.wire import WireError, from_line, to_line
from d2studio.core.workers import ChildFailed, Worker
from d2studio.errors import Cancelled, CheckpointMismatch, DeviceError, UsageError, WeightsError
from tests.core.odd_children import python_child
from tests.engine.test_loading import write_model

Ask = Callable[..., Any]


@pytest.fixture
def blocks(tmp_path: Path) -> SharedBlocks:
    folder = tmp_path / "blocks"
    folder.mkdir()
    return SharedBlocks(folder)


@pytest.fixture
def ask(blocks: SharedBlocks) -> Ask:
    """Asks the child's handlers as the window would, without the process in between."""
    handlers = Models(blocks).handlers()

    def ask(request: Request[Any], control: Control | None = None) -> Any:
        message = from_line(to_line({**request.to_wire(), "id": 1}))
        answer = handlers[message["do"]](message, control or Control(), lambda part: None)
        return request.read(from_line(to_line(answer)), blocks)

    return ask


@pytest.fixture
def page(blocks: SharedBlocks) -> SharedPage:
    pixels = np.random.default_rng(7).integers(0, 256, (120, 90, 3)).astype(np.uint8)
    with blocks.new_page("page-1") as draft:
        sizes = draft.finish(pixels)
    transform = SourceTransform((1, 0, 0, 0, 1, 0), (120, 90), "px")
    return SharedPage(PageKey("a.png"), blocks.read_page("page-1", sizes), None, transform, (), "page-1")


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of small models; not to be changed."""
    folder = tmp_path_factory.mktemp("models")
    for kind in ("faster", "mask", "panoptic", "cascade"):
        write_model(folder / kind, kind)
    return folder


def asked(folder: Path | str, **choices: Any) -> ModelRequest:
    return ModelRequest(str(folder), device="cpu", precision="float32", **choices)


def stages(into: list[str]) -> Control:
    return Control(lambda stage, fraction: into.append(stage))


def test_that_a_loaded_model_says_what_it_is(ask: Ask, models: Path) -> None:
    summary: ModelSummary = ask(LoadModel(asked(models / "faster")))
    assert summary.verdict == "fits"
    assert summary.architecture == "Faster R-CNN"
    assert len(summary.class_names) == 3
    assert (summary.device, summary.precision) == ("cpu", "float32")
    assert summary.input_size == (96, 160)
    assert summary.config_path == str(models / "faster" / "config.yaml")
    assert summary.weights_path == str(models / "faster" / "model_final.pth")


def test_that_size_and_limit_of_detections_can_be_chosen(ask: Ask, models: Path, page: SharedPage) -> None:
    request = asked(models / "faster", input_size=(64, 80), max_detections=2)
    summary: ModelSummary = ask(LoadModel(request))
    assert (summary.input_size, summary.max_detections) == ((64, 80), 2)
    assert len(ask(Predict(request, page)).detections) == 2


def test_that_a_run_loads_the_model_first_and_then_keeps_it(ask: Ask, models: Path, page: SharedPage) -> None:
    request = asked(models / "faster")
    first: list[str] = []
    second: list[str] = []
    result: PageResult = ask(Predict(request, page), stages(first))
    again: PageResult = ask(Predict(request, page), stages(second))
    assert first[:2] == ["libraries", "config"]
    assert second[0] == "preprocess"
    assert len(result.detections) > 0
    assert result.outlines is None
    assert result.device == "cpu, float32"
    assert result.seconds > 0
    np.testing.assert_array_equal(result.detections.boxes, again.detections.boxes)


def test_that_masks_come_with_outlines_within_their_page(ask: Ask, models: Path, page: SharedPage) -> None:
    result: PageResult = ask(Predict(asked(models / "mask"), page))
    assert result.detections.masks is not None
    assert result.outlines is not None
    assert any(result.outlines)
    for polygons in result.outlines:
        for polygon in polygons:
            assert polygon.min() >= 0
            assert (polygon.max(axis=0) <= (90, 120)).all()


def test_that_maps_come_along(ask: Ask, models: Path, page: SharedPage) -> None:
    found = ask(Predict(asked(models / "panoptic"), page)).detections
    assert found.semantic.shape == (120, 90)
    assert found.panoptic.segment_ids.shape == (120, 90)


def test_that_a_model_is_loaded_anew_only_when_its_files_change(ask: Ask, models: Path, tmp_path: Path) -> None:
    folder = copytree(models / "faster", tmp_path / "model")
    loads: list[list[str]] = [[], [], []]
    ask(LoadModel(asked(folder)), stages(loads[0]))
    ask(LoadModel(asked(folder)), stages(loads[1]))
    os.utime(folder / "model_final.pth", ns=(7, 7))
    ask(LoadModel(asked(folder)), stages(loads[2]))
    assert [bool(load) for load in loads] == [True, False, True]


@pytest.mark.parametrize("name", ["classes.json", "model.json"])
def test_that_what_is_said_about_a_model_anew_is_heard(ask: Ask, models: Path, tmp_path: Path, name: str) -> None:
    folder = copytree(models / "faster", tmp_path / "model")
    first: ModelSummary = ask(LoadModel(asked(folder)))
    assert first.class_names == ("class 0", "class 1", "class 2")
    content = {"classes.json": '["Text", "Title", "Table"]', "model.json": '{"name": "Ours"}'}[name]
    (folder / name).write_text(content)
    second: ModelSummary = ask(LoadModel(asked(folder)))
    assert second != first
    (folder / name).unlink()
    assert ask(LoadModel(asked(folder))) == first


def test_that_installed_models_go_by_their_names(ask: Ask, models: Path, tmp_path: Path) -> None:
    library = ModelLibrary(user_folders().models)
    files = models / "faster" / "config.yaml", models / "faster" / "model_final.pth"
    catalogue_id = "publaynet-faster-rcnn-r-50-fpn-3x"
    model = library.install(FoundModel(*files, "Ours", Origin.FILES, "", catalogue_id=catalogue_id))
    library.close()
    names = (model.id, "ours", "PubLayNet/faster_rcnn_R_50_FPN_3x", "lp://PubLayNet/faster_rcnn_R_50_FPN_3x/config")
    for name in names:
        summary: ModelSummary = ask(LoadModel(asked(name)))
        assert summary.config_path == str(model.folder / "config.yaml")
        assert ask(DescribeModel(name)).weights_path == summary.weights_path
    with pytest.raises(UsageError, match="is not installed"):
        ask(DescribeModel("lp://PrimaLayout/mask_rcnn_R_50_FPN_3x/config"))


def test_that_what_was_loaded_stays_when_another_does_not_load(ask: Ask, models: Path, page: SharedPage) -> None:
    request = asked(models / "faster")
    ask(LoadModel(request))
    with pytest.raises(UsageError):
        ask(LoadModel(asked(models / "nowhere")))
    seen: list[str] = []
    assert len(ask(Predict(request, page), stages(seen)).detections) > 0
    assert "config" not in seen


def test_that_an_unloaded_model_is_loaded_when_it_is_needed(ask: Ask, models: Path, page: SharedPage) -> None:
    request = asked(models / "faster")
    ask(LoadModel(request))
    ask(UnloadModel())
    seen: list[str] = []
    ask(Predict(request, page), stages(seen))
    assert "config" in seen


@pytest.mark.parametrize("stage", ["libraries", "weights", "backbone"])
def test_that_loading_and_running_can_be_stopped(ask: Ask, models: Path, page: SharedPage, stage: str) -> None:
    control = Control(lambda reached, fraction: control.cancel() if reached == stage else None)
    with pytest.raises(Cancelled):
        ask(Predict(asked(models / "faster"), page), control)


def test_that_a_model_is_described_without_being_loaded(ask: Ask, models: Path) -> None:
    summary: ModelSummary = ask(DescribeModel(str(models / "faster")))
    assert (summary.verdict, summary.device) == ("fits", "")
    assert len(list((user_folders().cache / "weights").glob("*.safetensors"))) == 1
    foreign = str(models / "cascade" / "model_final.pth")
    misfit: ModelSummary = ask(DescribeModel(str(models / "faster" / "config.yaml"), foreign))
    assert misfit.verdict == "does not fit"
    assert misfit.problems
    assert misfit.explanations
    assert misfit.fitting_class_count is None


def test_that_a_wrong_number_of_classes_is_told_with_the_right_one(ask: Ask, models: Path, tmp_path: Path) -> None:
    folder = copytree(models / "faster", tmp_path / "model")
    config = folder / "config.yaml"
    config.write_text(config.read_text().replace("    NUM_CLASSES: 3\n", "    NUM_CLASSES: 80\n"))
    summary: ModelSummary = ask(DescribeModel(str(folder)))
    assert (summary.verdict, summary.fitting_class_count) == ("does not fit", 3)


def test_that_the_model_that_comes_with_d2studio_is_described(ask: Ask) -> None:
    summary: ModelSummary = ask(DescribeModel(None))
    assert summary.verdict == "fits"
    assert summary.class_colours
    assert summary.thresholds
    assert summary.measured


def test_that_missing_corrupt_and_foreign_weights_are_told_apart(ask: Ask, models: Path, tmp_path: Path) -> None:
    def failure(path: Path) -> Failure:
        request = ModelRequest(str(models / "faster" / "config.yaml"), str(path), device="cpu")
        with pytest.raises(WeightsError) as failed:
            ask(LoadModel(request))
        return Failure.of(failed.value)

    assert "FileNotFoundError" in failure(tmp_path / "nowhere.pth").type_names
    misfit = failure(models / "cascade" / "model_final.pth")
    assert misfit.code == CheckpointMismatch.code
    assert misfit.problems
    damaged = tmp_path / "damaged.pth"
    damaged.write_bytes((models / "faster" / "model_final.pth").read_bytes()[:-100])
    assert failure(damaged).context["problem"] == "damaged"


@pytest.mark.parametrize("device", ["cuda:97", "tpu"])
def test_that_a_device_that_is_not_there_is_said(ask: Ask, models: Path, device: str) -> None:
    with pytest.raises(DeviceError, match=device):
        ask(LoadModel(ModelRequest(str(models / "faster"), device=device)))


def test_that_the_machine_is_described(ask: Ask) -> None:
    machine: Machine = ask(AskMachine())
    assert machine.devices[0].name == "cpu"
    assert machine.devices[0].precisions[0] == "float32"
    assert machine.devices[0].memory_total > machine.devices[0].memory_free > 0
    assert {"torch", "numpy", "pillow"} <= machine.versions.keys()


def test_that_a_result_for_a_page_of_another_size_is_refused(
    blocks: SharedBlocks, models: Path, page: SharedPage
) -> None:
    request = Predict(asked(models / "faster"), page)
    answer = from_line(to_line(Models(blocks).predict(request.to_wire(), Control(), lambda part: None)))
    assert request.read(answer, blocks).detections.size_hw == (120, 90)
    with pytest.raises(WireError, match="a result for"):
        replace(request, page=replace(page, levels=(page.levels[0][:60],))).read(answer, blocks)


@pytest.fixture
def start(blocks: SharedBlocks) -> Iterator[Callable[..., Worker]]:
    workers = []

    def start(command: Sequence[str] | None = None, memory_limit: int = 0) -> Worker:
        workers.append(Worker("infer", blocks, command=command, memory_limit=memory_limit))
        workers[-1].start()
        return workers[-1]

    yield start
    for worker in workers:
        worker.close()


def failure_of(worker: Worker, request: Request[Any]) -> Failure:
    with pytest.raises(ChildFailed) as failed:
        worker.call(request.to_wire(), control=Control(), time_limit_s=60)
    return failed.value.failure


def test_that_the_model_that_comes_with_d2studio_finds_regions_of_a_sample_page(
    start: Callable[..., Worker], blocks: SharedBlocks
) -> None:
    worker = start()
    decode = DecodePage(PageKey(str(sample_folder() / "letter.png")), PageOptions())
    with Worker("decode", blocks) as decoder:
        page = decode.read(decoder.call(decode.to_wire(), control=Control()), blocks).page
    predict = Predict(ModelRequest(device="cpu"), page)
    result = predict.read(worker.call(predict.to_wire(), control=Control(), time_limit_s=60), blocks)
    assert result.detections.scores.max() > 0.8
    assert result.detections.size_hw == page.size_hw
    assert result.model


@pytest.mark.skipif(os.name != "posix", reason="this system has no limit of address space")
def test_that_a_lack_of_memory_is_a_failure_and_the_child_goes_on(
    start: Callable[..., Worker], blocks: SharedBlocks, models: Path, page: SharedPage
) -> None:
    worker = start(memory_limit=1800 << 20)
    failure = failure_of(worker, Predict(asked(models / "faster", input_size=(4000, 5400)), page))
    assert failure.code == "memory"
    predict = Predict(asked(models / "faster"), page)
    assert len(predict.read(worker.call(predict.to_wire(), control=Control()), blocks).detections) > 0


MIX_FORMATS = """
import sys
from d2studio.engine import loading

optimize = loading.optimize

def spoil(model, **options):
    optimize(model, **options)
    next(model.parameters()).data = next(model.parameters()).data.half()

loading.optimize = spoil
from d2studio.cli import main
main(["worker", "infer", *sys.argv[1:]])
"""


def test_that_a_mixture_of_number_formats_is_said(
    start: Callable[..., Worker], tmp_path: Path, models: Path, page: SharedPage
) -> None:
    failure = failure_of(start(python_child(tmp_path, MIX_FORMATS)), Predict(asked(models / "faster"), page))
    assert failure.code == "device"
    assert failure.context["kind"] == "dtype"
    assert "RuntimeError" in failure.type_names


LACK = """
import sys
sys.modules["torch"] = None
from d2studio.cli import main
main(["worker", "infer", *sys.argv[1:]])
"""


def test_that_a_missing_library_is_said(start: Callable[..., Worker], tmp_path: Path) -> None:
    worker = start(python_child(tmp_path, LACK))
    for request in (AskMachine(), DescribeModel(None), LoadModel(ModelRequest())):
        failure = failure_of(worker, request)
        assert failure.code == "library"
        assert failure.context == {"library": "torch", "is_missing": "True"}
        assert failure.message == "The library torch is not installed."


BREAK = """
import sys

class Broken:
    def find_spec(self, name, path=None, target=None):
        if name == "torch":
            raise OSError("libcudart.so.13: cannot open shared object file")

sys.meta_path.insert(0, Broken())
from d2studio.cli import main
main(["worker", "infer", *sys.argv[1:]])
"""


def test_that_a_library_that_does_not_load_is_said(start: Callable[..., Worker], tmp_path: Path) -> None:
    failure = failure_of(start(python_child(tmp_path, BREAK)), AskMachine())
    assert failure.code == "library"
    assert failure.context["is_missing"] == "False"
    assert "libcudart.so.13" in failure.message
