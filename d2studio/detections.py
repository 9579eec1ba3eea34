"""What a predictor found on a page: frozen numpy values. No torch, no Qt, no cv2.

Shape shorthand: N detections, M side of a mask's grid, K keypoints, H and W the page's height and width.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from d2studio.arrays import BoolArray, FloatArray, Int32Array, IntArray, IntegerArray, MapArray

# Below this score a predictor keeps nothing: low enough for any threshold that a person would choose, and few enough
# detections to store.
DEFAULT_FLOOR: Final = 0.05


@dataclass(frozen=True)
class Segment:
    """One segment of a panoptic map.

    `id` is the value in the map (0 is unlabelled); `class_id` indexes `class_names` when `is_thing`,
    else `stuff_names`; `score` is the detection's for things, None for stuff; `area_px` counts pixels.
    """

    id: int
    class_id: int
    is_thing: bool
    score: float | None
    area_px: int


@dataclass(frozen=True, eq=False)
class Panoptic:
    """A combined map: `segment_ids` int32 [H, W] of page pixels, and what each id means."""

    segment_ids: Int32Array
    segments: tuple[Segment, ...]


@dataclass(frozen=True, eq=False)
class Detections:
    """Everything found on one page, best score first. Arrays are read-only.

    Attributes:
        size_hw: height and width of the page in pixels, the frame of all coordinates here.
        class_names: a name for each thing class, by class id.
        boxes: float32 [N, 4], xyxy.
        scores: float32 [N], 0 to 1 (objectness logits where the model only proposes regions).
        class_ids: int64 [N].
        masks: float32 [N, M, M] foreground probabilities over the detection's box, or None.
            `d2studio.masks` pastes them into page pixels or turns them to polygons.
        keypoints: float32 [N, K, 3] of x, y, score, or None.
        semantic: uint8 or int16 [H, W] of stuff class ids, or None.
        stuff_names: a name for each class of the semantic map.
        panoptic: the combined map, or None.
        timings_ms: milliseconds by stage.
        notes: what was cut off and why, in words.
    """

    size_hw: tuple[int, int]
    class_names: tuple[str, ...]
    boxes: FloatArray
    scores: FloatArray
    class_ids: IntArray
    masks: FloatArray | None = None
    keypoints: FloatArray | None = None
    semantic: MapArray | None = None
    stuff_names: tuple[str, ...] = ()
    panoptic: Panoptic | None = None
    timings_ms: Mapping[str, float] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        count = len(self.boxes)
        assert self.boxes.shape == (count, 4)
        assert self.scores.shape == (count,)
        assert self.class_ids.shape == (count,)
        assert self.masks is None or len(self.masks) == count
        assert self.keypoints is None or len(self.keypoints) == count
        for array in (self.boxes, self.scores, self.class_ids, self.masks, self.keypoints, self.semantic):
            if array is not None:
                array.flags.writeable = False
        if self.panoptic is not None:
            self.panoptic.segment_ids.flags.writeable = False

    def __len__(self) -> int:
        return len(self.boxes)

    def class_name(self, index: int) -> str:
        """Name of detection `index`'s class."""
        return self.thing_name(int(self.class_ids[index]))

    def thing_name(self, class_id: int) -> str:
        """Name of a thing class; "class 17" where the model has no name for it."""
        return _name(self.class_names, class_id)

    def stuff_name(self, class_id: int) -> str:
        """Name of a class of the semantic map, in the same way."""
        return _name(self.stuff_names, class_id)

    def select(self, indices: BoolArray | IntegerArray | Sequence[int]) -> "Detections":
        """The detections at `indices` (a boolean mask or positions); maps, timings and notes stay."""
        chosen = np.asarray(indices)
        if chosen.size == 0:
            chosen = chosen.astype(np.int64)
        return replace(
            self,
            boxes=self.boxes[chosen],
            scores=self.scores[chosen],
            class_ids=self.class_ids[chosen],
            masks=None if self.masks is None else self.masks[chosen],
            keypoints=None if self.keypoints is None else self.keypoints[chosen],
        )


def _name(names: tuple[str, ...], class_id: int) -> str:
    return names[class_id] if class_id < len(names) else f"class {class_id}"
