import numpy as np
import torch
import torch.nn.functional as F

from d2studio.detections import Detections
from d2studio.engine.panoptic import CombineRules, combine
from d2studio.engine.postprocess import class_map
from d2studio.masks import paste_masks

RULES = CombineRules(min_score=0.5, max_overlap=0.5, min_stuff_area_px=10)


def detections(boxes: list[list[float]], scores: list[float]) -> Detections:
    count = len(boxes)
    return Detections(
        size_hw=(20, 30),
        class_names=("thing",),
        boxes=np.array(boxes, np.float32).reshape(count, 4),
        scores=np.array(scores, np.float32),
        class_ids=np.zeros(count, np.int64),
        masks=np.ones((count, 4, 4), np.float32),
    )


def test_that_better_detections_lie_on_top_and_stuff_fills_the_rest() -> None:
    semantic = np.full((20, 30), 2)
    semantic[:, 15:] = 0  # things, by the semantic head's own opinion
    found = detections([[0, 0, 10, 10], [6, 0, 16, 10]], [0.9, 0.8])
    panoptic = combine(found, semantic, RULES)
    first, second = paste_masks(found)
    rest = (semantic == 2) & ~first & ~second
    assert [(s.class_id, s.is_thing) for s in panoptic.segments] == [(0, True), (0, True), (2, False)]
    assert [s.area_px for s in panoptic.segments] == [first.sum(), (second & ~first).sum(), rest.sum()]
    assert panoptic.segment_ids[5, 8] == 1
    assert panoptic.segment_ids[5, 12] == 2
    assert panoptic.segment_ids[15, 3] == 3
    assert panoptic.segment_ids[15, 20] == 0


def test_that_detections_mostly_covered_or_weak_are_left_out() -> None:
    found = detections([[0, 0, 10, 10], [2, 0, 12, 10], [20, 0, 30, 10]], [0.9, 0.8, 0.4])
    panoptic = combine(found, np.zeros((20, 30), np.int64), RULES)
    assert [s.id for s in panoptic.segments] == [1]


def test_that_small_areas_of_stuff_are_left_unlabelled() -> None:
    semantic = np.zeros((20, 30), np.int64)
    semantic[0, :9] = 3
    semantic[5, :10] = 4
    panoptic = combine(detections([], []), semantic, RULES)
    assert [s.class_id for s in panoptic.segments] == [4]


def test_that_a_class_map_is_the_best_of_the_enlarged_logits() -> None:
    logits = torch.randn(19, 7, 9, generator=torch.Generator().manual_seed(0))
    expected = F.interpolate(logits[None], (31, 43), mode="bilinear", align_corners=False)[0].argmax(0)
    found = class_map(logits, (31, 43))
    assert found.dtype == np.uint8
    assert np.array_equal(found, expected.numpy())
