"""A model loaded on a device, ready to run."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import torch

from d2studio.arrays import PixelArray
from d2studio.control import Control
from d2studio.detections import DEFAULT_FLOOR, Detections
from d2studio.engine.class_names import stuff_names_for
from d2studio.engine.config import Config
from d2studio.engine.description import ModelDescription
from d2studio.engine.device import explained_failures, precision_name
from d2studio.engine.model import Model
from d2studio.engine.panoptic import CombineRules, combine
from d2studio.engine.postprocess import class_map, to_page
from d2studio.engine.preprocess import Preprocessor, check_page
from d2studio.engine.stages import StageClock
from d2studio.engine.structures import RawOutput


class Predictor:
    """Finds what is on pages. Made by `d2studio.load_model`; not to be used from two threads at once.

    Attributes:
        config: what the model was built from.
        description: the same in words, with what was noticed while its files were read.
        device, precision: where and how exactly it computes.
        notes: what was noticed while loading, in words.
    """

    def __init__(
        self,
        model: Model,
        config: Config,
        description: ModelDescription,
        *,
        device: torch.device,
        dtype: torch.dtype,
        notes: tuple[str, ...] = (),
    ) -> None:
        """`notes` are added to those of the description."""
        self.config = config
        self.description = description
        self.device = str(device)
        self.precision = precision_name(dtype)
        self.notes = description.notes + notes
        self._model = model
        self._device = device
        self._dtype = dtype
        self._preprocess = Preprocessor.from_config(config, model.backbone.size_divisibility)
        self._floor = min(DEFAULT_FLOOR, config.float(_floor_key(config)))
        datasets = config.strs("DATASETS.TRAIN") + config.strs("DATASETS.TEST")
        self._stuff_names = stuff_names_for(datasets, config.int("MODEL.SEM_SEG_HEAD.NUM_CLASSES")) or ()
        has_both = config.str("MODEL.META_ARCHITECTURE") == "PanopticFPN"
        self._combine_rules = CombineRules.from_config(config) if has_both else None

    @property
    def class_names(self) -> tuple[str, ...]:
        """A name for each thing class."""
        return self.description.class_names

    @property
    def class_colours(self) -> Mapping[int, tuple[int, int, int]]:
        """Class id to sRGB, 0 to 255, of those classes that the model brings a colour for."""
        return self.description.class_colours

    @property
    def thresholds(self) -> Mapping[int, float]:
        """Class id to the score from which the model's maker advises to show a detection.

        Empty where there is no advice. `predict` itself returns everything above the floor.
        """
        return self.description.thresholds

    @property
    def input_size(self) -> tuple[int, int]:
        """Shorter side and largest longer side in pixels; a shorter side of 0: pages are not resized."""
        return self.description.input_size

    @property
    def max_detections(self) -> int:
        """How many detections a page at most; -1: all."""
        return self.description.max_detections

    def predict(self, rgb: PixelArray, *, floor: float | None = None, control: Control | None = None) -> Detections:
        """Everything on one page that scores above `floor`.

        Args:
            rgb: uint8 [H, W, 3].
            floor: the least score that is kept; without it 0.05, or the config's own threshold if lower.
            control: hears of stages, and may stop the work between them.

        Raises:
            UsageError: `rgb` is no such array.
            OutOfMemory, DeviceError: see there.
            Cancelled: a stop was requested.
        """
        return self.predict_batch([rgb], floor=floor, control=control)[0]

    def predict_batch(
        self, pages: Sequence[PixelArray], *, floor: float | None = None, control: Control | None = None
    ) -> list[Detections]:
        """The same for several pages in one pass of the network; they may differ in size.

        Smaller pages are padded to the largest, which costs time and may move scores in the last digits.
        Timings are those of the whole batch.
        """
        for page in pages:
            check_page(page)
        if not pages:
            return []
        clock = StageClock(control, self._synchronize())
        score_floor = self._floor if floor is None else floor
        with torch.inference_mode(), explained_failures(self._device, self._dtype):
            clock.start("preprocess")
            images = self._preprocess(pages, device=self._device, dtype=self._dtype)
            outputs = self._model(images, score_floor, clock)
            clock.start("postprocess")
            found = [self._finish(output, page, score_floor) for output, page in zip(outputs, pages, strict=True)]
            clock.stop()
        return [replace(detections, timings_ms=dict(clock.timings_ms)) for detections in found]

    def _finish(self, output: RawOutput, page: PixelArray, score_floor: float) -> Detections:
        height, width = page.shape[:2]
        found = to_page(output, (height, width), self.class_names)
        if output.semantic is not None:
            semantic = class_map(output.semantic, (height, width))
            found = replace(found, semantic=semantic, stuff_names=self._stuff_names)
            if self._combine_rules is not None:
                found = replace(found, panoptic=combine(found, semantic, self._combine_rules))
        return replace(found, notes=self._notes_on(output, score_floor))

    def _notes_on(self, output: RawOutput, score_floor: float) -> tuple[str, ...]:
        if output.instances is None:
            return ()
        count = len(output.instances.scores)
        if count == 0:
            return (f"Nothing scored above {score_floor:g}; the largest score was {output.instances.top_score:.3g}.",)
        if 0 <= self.max_detections <= count:
            limit = self.max_detections
            return (f"The model's limit of {limit} detections a page was reached; weaker ones were cut off.",)
        return ()

    def _synchronize(self) -> Callable[[], None] | None:
        if self._device.type == "cuda":
            return lambda: torch.cuda.synchronize(self._device)
        return torch.mps.synchronize if self._device.type == "mps" else None


def _floor_key(config: Config) -> str:
    is_retinanet = config.str("MODEL.META_ARCHITECTURE") == "RetinaNet"
    return f"MODEL.{'RETINANET' if is_retinanet else 'ROI_HEADS'}.SCORE_THRESH_TEST"
