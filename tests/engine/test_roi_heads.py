import torch

from d2studio.engine.roi_heads import DetectionLimits, select_detections

PAGE = (100, 200)


def select(
    boxes: list[list[int]], scores: list[list[float]], *, floor: float = 0.05, limit: int = 100
) -> list[tuple[int, float]]:
    found = select_detections(
        torch.tensor(boxes, dtype=torch.float32),
        torch.tensor(scores),
        PAGE,
        score_floor=floor,
        limits=DetectionLimits(0.5, limit),
    )
    return [(int(c), round(float(s), 3)) for c, s in zip(found.classes, found.scores, strict=True)]


def test_that_a_region_can_be_of_several_classes_but_never_background() -> None:
    assert select([[0, 0, 10, 10]], [[0.3, 0.2, 0.5]]) == [(0, 0.3), (1, 0.2)]


def test_that_repetitions_are_dropped_within_a_class_only() -> None:
    boxes = [[0, 0, 10, 10], [0, 0, 10, 9]]
    assert select(boxes, [[0.9, 0.1, 0.0], [0.8, 0.2, 0.0]]) == [(0, 0.9), (1, 0.2)]


def test_that_the_floor_itself_is_too_little() -> None:
    assert select([[0, 0, 10, 10]], [[0.5, 0.25, 0.25]], floor=0.5) == []


def test_that_the_limit_keeps_the_best() -> None:
    boxes = [[0, 0, 10, 10], [50, 0, 60, 10], [100, 0, 110, 10]]
    assert select(boxes, [[0.2, 0.8], [0.9, 0.1], [0.5, 0.5]], limit=2) == [(0, 0.9), (0, 0.5)]
    assert len(select(boxes, [[0.2, 0.8], [0.9, 0.1], [0.5, 0.5]], limit=-1)) == 3


def test_that_each_class_uses_its_own_box_clipped_to_the_page() -> None:
    boxes = torch.tensor([[0.0, 0, 10, 10, -20, -20, 500, 500]])
    found = select_detections(
        boxes, torch.tensor([[0.1, 0.8, 0.1]]), PAGE, score_floor=0.5, limits=DetectionLimits(0.5, 100)
    )
    assert found.boxes.tolist() == [[0.0, 0.0, 200.0, 100.0]]


def test_that_regions_with_broken_numbers_are_left_out() -> None:
    found = select_detections(
        torch.tensor([[0, 0, torch.nan, 10], [0, 0, 10, 10]]),
        torch.tensor([[0.9, 0.1], [0.8, 0.2]]),
        PAGE,
        score_floor=0.05,
        limits=DetectionLimits(0.5, 100),
    )
    assert found.boxes.tolist() == [[0, 0, 10, 10]]


def test_that_the_largest_score_is_known_when_nothing_is_kept() -> None:
    found = select_detections(
        torch.tensor([[0.0, 0, 10, 10]]),
        torch.tensor([[0.03, 0.97]]),
        PAGE,
        score_floor=0.05,
        limits=DetectionLimits(0.5, 100),
    )
    assert len(found.scores) == 0
    assert abs(found.top_score - 0.03) < 1e-6
