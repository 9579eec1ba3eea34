"""The child that runs models. It imports PyTorch ahead of need and keeps one model loaded."""

import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from d2studio.control import Control
from d2studio.core.children.files import file_stamp
from d2studio.core.children.libraries import library_missing
from d2studio.core.children.serve import Emit, Handler
from d2studio.core.model_folder import CLASSES_FILE
from d2studio.core.model_lookup import named_model
from d2studio.core.model_summary import Machine, ModelRequest, ModelSummary
from d2studio.core.page_result import PageResult
from d2studio.core.paths import user_folders
from d2studio.core.shared_blocks import SharedBlocks
from d2studio.core.value_wire import machine_to_wire, request_from_wire, result_to_wire, summary_to_wire
from d2studio.core.wire import Message, sequence, size_hw, text
from d2studio.engine.model_card import CARD_FILE
from d2studio.masks import mask_polygons

if TYPE_CHECKING:
    from d2studio.engine.inspect import ModelDescription
    from d2studio.engine.predictor import Predictor

_VERSIONS_OF: Final = ("torch", "numpy", "pillow", "pypdfium2", "opencv-python-headless", "PySide6_Essentials")


class Models:
    """The model that is loaded, and all that is done with it."""

    def __init__(self, blocks: SharedBlocks) -> None:
        self._blocks = blocks
        self._request: ModelRequest | None = None
        self._predictor: Predictor | None = None
        self._summary: ModelSummary | None = None
        self._stamps: tuple[object, ...] = ()  # of its files

    def handlers(self) -> dict[str, Handler]:
        """What this child can do, by the name of the request; see `core/requests` for what each asks and answers."""
        return {
            "machine": self.machine,
            "describe": self.describe,
            "load": self.load,
            "unload": self.unload,
            "predict": self.predict,
        }

    def machine(self, message: Message, control: Control, emit: Emit) -> Message:
        require_libraries()
        from d2studio.engine.machine import list_devices

        devices, notes = list_devices()
        return machine_to_wire(Machine(devices, _versions(), notes))

    def describe(self, message: Message, control: Control, emit: Emit) -> Message:
        """Say what a model is and whether its files belong together, without loading it."""
        require_libraries()
        from d2studio.engine.inspect import describe
        from d2studio.engine.loading import find_files

        config, weights = message.get("config"), message.get("weights")
        config_path, weights_path = find_files(
            named_model(None if config is None else text(config)), None if weights is None else Path(text(weights))
        )
        control.tick("inspect")
        return summary_to_wire(_summary(describe(config_path, weights_path, weights_cache=user_folders().cache)))

    def load(self, message: Message, control: Control, emit: Emit) -> Message:
        """Load a model unless it is loaded and its files are the same. What was loaded stays until the new one is."""
        request = request_from_wire(message.get("model"))
        if self._summary is None or request != self._request or self._stamps != _stamps(self._summary):
            self._load(request, control)
        assert self._summary is not None
        return summary_to_wire(self._summary)

    def unload(self, message: Message, control: Control, emit: Emit) -> Message:
        self._request = self._predictor = self._summary = None
        return {}

    def predict(self, message: Message, control: Control, emit: Emit) -> Message:
        request = request_from_wire(message.get("model"))
        if request != self._request:  # a fresh child after a crash has nothing loaded
            self._load(request, control)
        assert self._predictor is not None
        assert self._summary is not None
        sizes = tuple(map(size_hw, sequence(message.get("sizes"))))
        pixels = self._blocks.read_page(text(message.get("block")), sizes)[0]
        floor = message.get("floor")
        begun = time.perf_counter()
        found = self._predictor.predict(pixels, floor=floor, control=control)
        seconds = time.perf_counter() - begun
        outlines = None
        if found.masks is not None:
            control.tick("outlines", 0.95)
            outlines = tuple(tuple(mask_polygons(found, index)) for index in range(len(found)))
        device = f"{self._summary.device}, {self._summary.precision}"
        return result_to_wire(PageResult(found, outlines, self._summary.name, device, seconds))

    def _load(self, request: ModelRequest, control: Control) -> None:
        control.tick("libraries")
        require_libraries()
        from d2studio.engine.loading import load_model

        source = named_model(request.config)
        weights = None if request.weights is None else Path(request.weights)
        predictor = load_model(
            source,
            weights=weights,
            device=request.device,
            precision=request.precision,
            input_size=request.input_size,
            max_detections=request.max_detections,
            weights_cache=user_folders().cache,
            control=control,
        )
        summary = _summary(predictor.description)
        self._predictor = predictor
        self._summary = replace(
            summary,
            class_names=predictor.class_names,
            input_size=predictor.input_size,
            max_detections=predictor.max_detections,
            notes=predictor.notes,
            device=predictor.device,
            precision=predictor.precision,
        )
        self._stamps = _stamps(self._summary)
        self._request = request


def _summary(description: "ModelDescription") -> ModelSummary:
    card = description.card
    return ModelSummary(
        name=description.name,
        architecture=description.architecture,
        backbone=description.backbone,
        class_names=description.class_names,
        class_colours=dict(description.class_colours),
        thresholds=dict(description.thresholds),
        input_format=description.input_format,
        input_size=description.input_size,
        max_detections=description.max_detections,
        parameters=description.parameters,
        weights_dtype=description.weights_dtype,
        weights_format=description.weights_format,
        verdict=description.verdict,
        explanations=description.explanations,
        problems=description.problems,
        notes=description.notes,
        description=card.description if card else "",
        licence=card.licence if card else "",
        training=card.training if card else "",
        version=card.version if card else "",
        measured=card.measured if card else {},
        config_path=description.config_path,
        weights_path=description.weights_path,
        fitting_class_count=description.fitting_class_count,
    )


def require_libraries() -> None:
    """Load PyTorch, and say so plainly where that fails.

    Raises:
        LibraryMissing: a library is not installed, or does not load.
    """
    try:
        import d2studio.engine.loading  # noqa: F401
    except (ImportError, OSError) as error:
        raise library_missing(error) from error


def _stamps(summary: ModelSummary) -> tuple[object, ...]:
    """Of all files that a model is made of; those beside its config may not be there."""
    config = Path(summary.config_path)
    beside = (config.with_name(name) for name in (CLASSES_FILE, CARD_FILE))
    return tuple(map(file_stamp, (config, Path(summary.weights_path), *beside)))


def _versions() -> dict[str, str]:
    from importlib.metadata import PackageNotFoundError, version

    found = {}
    for name in _VERSIONS_OF:
        try:
            found[name] = version(name)
        except PackageNotFoundError:  # frozen applications carry libraries without their metadata
            continue
    return found
