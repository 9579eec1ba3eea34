"""A child that runs no model: it answers at once, with regions that it makes up, and needs no PyTorch.

    python -m tests.gui.fake_infer FOLDER BLOCKS MEMORY

What lies in FOLDER says how it behaves: while `hold-load` is there, models do not get loaded, and while `hold-run` is
there, no run comes to an end; with `fail-run`, runs fail. Into `journal` it writes a line for everything that was
asked of it.
"""

import sys
import time
from pathlib import Path
from typing import Final

import numpy as np

from d2studio.control import Control
from d2studio.core.children.serve import Emit, serve
from d2studio.core.model_summary import Machine, ModelRequest, ModelSummary
from d2studio.core.page_result import PageResult
from d2studio.core.shared_blocks import SharedBlocks
from d2studio.core.value_wire import machine_to_wire, request_from_wire, result_to_wire, summary_to_wire
from d2studio.core.wire import Message, sequence, size_hw
from d2studio.detections import Detections
from d2studio.devices import Device
from d2studio.errors import ConfigError, WeightsError

BUILT_IN: Final = "Made-up layout"
CLASSES: Final = ("Text", "Title", "Table")
OTHER_CLASSES: Final = ("Stamp", "Letter")
ADVISED: Final = {0: 0.6, 1: 0.5, 2: 0.4}
OWN_SIZE: Final = (384, 614)

# Class, score, and a box in shares of the page's width and height; best first. The third lies on the second, the
# fourth inside the first.
REGIONS: Final = (
    (0, 0.95, (0.1, 0.3, 0.9, 0.6)),
    (1, 0.90, (0.1, 0.1, 0.9, 0.2)),
    (0, 0.80, (0.1, 0.1, 0.88, 0.2)),
    (0, 0.70, (0.2, 0.35, 0.4, 0.4)),
    (2, 0.45, (0.1, 0.65, 0.9, 0.9)),
    (1, 0.30, (0.1, 0.92, 0.5, 0.96)),
    (0, 0.10, (0.6, 0.92, 0.9, 0.96)),
)
# What the advice shows of them: all but the last two.
ADVISED_COUNT: Final = 5


class MadeUpModels:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def machine(self, message: Message, control: Control, emit: Emit) -> Message:
        device = Device("cpu", "made up, 2 cores", ("float32",), 8_000_000_000, 4_000_000_000)
        return machine_to_wire(Machine((device,), {"torch": "none"}, ()))

    def describe(self, message: Message, control: Control, emit: Emit) -> Message:
        request = ModelRequest(config=message.get("config"), weights=message.get("weights"))
        self._note(f"describe {request.config}")
        return summary_to_wire(_summary(request))

    def load(self, message: Message, control: Control, emit: Emit) -> Message:
        request = request_from_wire(message.get("model"))
        self._note(f"load {request.config}")
        self._hold("hold-load", "weights", control)
        return summary_to_wire(_summary(request))

    def unload(self, message: Message, control: Control, emit: Emit) -> Message:
        self._note("unload")
        return {}

    def predict(self, message: Message, control: Control, emit: Emit) -> Message:
        request = request_from_wire(message.get("model"))
        page_hw = size_hw(sequence(message.get("sizes"))[0])
        self._note(f"run {request.config} {page_hw[1]}")
        self._hold("hold-run", "backbone", control)
        if (self._folder / "fail-run").exists():
            raise WeightsError("The made-up model does not run.")
        summary = _summary(request)
        return result_to_wire(PageResult(_found(page_hw, summary.class_names), None, summary.name, "cpu, float32", 0.2))

    def _note(self, line: str) -> None:
        with (self._folder / "journal").open("a", encoding="utf-8") as journal:
            journal.write(f"{line}\n")

    def _hold(self, name: str, stage: str, control: Control) -> None:
        while (self._folder / name).exists():
            control.tick(stage, 0.5)
            time.sleep(0.005)


def _summary(request: ModelRequest) -> ModelSummary:
    """A config whose file does not exist is no model; any other is one with other classes."""
    if request.config is None:
        return ModelSummary(
            BUILT_IN,
            "Faster R-CNN",
            "ResNet-18 FPN",
            CLASSES,
            thresholds=ADVISED,
            input_size=request.input_size or OWN_SIZE,
            device="cpu",
            precision="float32",
        )
    path = Path(request.config)
    if not path.exists():
        raise ConfigError(f"{path}: no such file.", hint="Choose another.", path=str(path))
    return ModelSummary(
        path.stem, "RetinaNet", "ResNet-50 FPN", OTHER_CLASSES, device="cpu", precision="float32", config_path=str(path)
    )


def _found(page_hw: tuple[int, int], class_names: tuple[str, ...]) -> Detections:
    height, width = page_hw
    class_ids, scores, boxes = zip(*REGIONS, strict=True)
    return Detections(
        size_hw=page_hw,
        class_names=class_names,
        boxes=(np.array(boxes) * [width, height, width, height]).astype(np.float32),
        scores=np.array(scores, np.float32),
        class_ids=np.array(class_ids, np.int64) % len(class_names),
    )


if __name__ == "__main__":
    folder_, blocks_folder, memory_limit = sys.argv[1:]
    blocks_ = SharedBlocks(Path(blocks_folder))
    models = MadeUpModels(Path(folder_))
    handlers = {
        "machine": models.machine,
        "describe": models.describe,
        "load": models.load,
        "unload": models.unload,
        "predict": models.predict,
    }
    serve("infer", handlers.get, blocks_, memory_limit=int(memory_limit))
