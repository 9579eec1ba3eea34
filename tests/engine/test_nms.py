import hypothesis.strategies as st
import numpy as np
import pytest
import torch
from hypothesis import given
from torch import Tensor

from d2studio.engine.nms import batched_nms, nms


def visit_one_by_one(boxes: Tensor, scores: Tensor, groups: Tensor, iou_threshold: float) -> list[int]:
    """The definition, pair by pair; one rounding to float32 after each operation."""
    order = sorted(range(len(scores)), key=lambda index: (-scores[index].item(), index))
    kept: list[int] = []
    for index in order:
        if all(
            groups[index] != groups[other] or not overlap(boxes[other], boxes[index]) > iou_threshold for other in kept
        ):
            kept.append(index)
    return kept


def overlap(first: Tensor, second: Tensor) -> float:
    a, b = first.numpy(), second.numpy()
    width = max(np.float32(0), min(a[2], b[2]) - max(a[0], b[0]))
    height = max(np.float32(0), min(a[3], b[3]) - max(a[1], b[1]))
    shared = width * height
    union = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - shared
    return float(shared / union) if union else float("nan")


def random_boxes(count: int, seed: int, extent: float = 300.0) -> tuple[Tensor, Tensor]:
    generator = torch.Generator().manual_seed(seed)
    corners = torch.rand(count, 2, generator=generator) * extent
    sides = torch.rand(count, 2, generator=generator) * 100
    return torch.cat([corners, corners + sides], dim=1), torch.rand(count, generator=generator)


def test_that_a_box_gives_way_to_a_better_one_it_overlaps() -> None:
    boxes = torch.tensor([[0.0, 0, 10, 10], [1, 0, 11, 10], [20, 0, 30, 10]])
    assert nms(boxes, torch.tensor([0.5, 0.9, 0.7]), 0.5).tolist() == [1, 2]


def test_that_a_box_removed_already_removes_no_other() -> None:
    # Each overlaps the next by 2/3, and the one after that by 3/7.
    boxes = torch.tensor([[0.0, 0, 10, 1], [2, 0, 12, 1], [4, 0, 14, 1]])
    assert nms(boxes, torch.tensor([0.9, 0.8, 0.7]), 0.5).tolist() == [0, 2]


def test_that_boxes_that_overlap_by_just_the_threshold_stay() -> None:
    boxes = torch.tensor([[0.0, 0, 3, 1], [1, 0, 4, 1]])  # 2 of 4
    assert len(nms(boxes, torch.tensor([0.9, 0.8]), 0.5)) == 2


def test_that_three_fifths_in_single_precision_is_more_than_a_threshold_of_six_tenths() -> None:
    boxes = torch.tensor([[0.0, 0, 4, 1], [1, 0, 5, 1]])  # 3 of 5
    assert len(nms(boxes, torch.tensor([0.9, 0.8]), 0.6)) == 1
    assert len(nms(boxes, torch.tensor([0.9, 0.8]), 0.60000003)) == 2


def test_that_equal_scores_keep_their_order() -> None:
    boxes = torch.tensor([[20.0, 0, 30, 10], [0, 0, 10, 10], [0, 0, 10, 10], [40, 0, 50, 10]])
    assert nms(boxes, torch.full((4,), 0.5), 0.5).tolist() == [0, 1, 3]


def test_that_boxes_without_area_neither_remove_nor_go() -> None:
    boxes = torch.tensor([[5.0, 5, 5, 5], [5, 5, 5, 5], [0, 0, 10, 10], [5, 0, 5, 10]])
    assert nms(boxes, torch.tensor([0.9, 0.8, 0.7, 0.6]), 0.0).tolist() == [0, 1, 2, 3]


def test_that_groups_do_not_see_each_other() -> None:
    boxes = torch.tensor([[0.0, 0, 10, 10], [0, 0, 10, 10], [0, 0, 10, 10]])
    kept = batched_nms(boxes, torch.tensor([0.5, 0.9, 0.7]), torch.tensor([7, 3, 7]), 0.5)
    assert kept.tolist() == [1, 2]


@pytest.mark.parametrize("function", ["alone", "in groups"])
def test_that_nothing_comes_of_no_boxes(function: str) -> None:
    boxes, scores = torch.zeros(0, 4), torch.zeros(0)
    groups = torch.zeros(0, dtype=torch.int64)
    kept = nms(boxes, scores, 0.5) if function == "alone" else batched_nms(boxes, scores, groups, 0.5)
    assert kept.shape == (0,)
    assert kept.dtype == torch.int64


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float64])
def test_that_other_precisions_of_boxes_and_scores_are_taken(dtype: torch.dtype) -> None:
    boxes = torch.tensor([[0.0, 0, 10, 10], [1, 0, 11, 10], [20, 0, 30, 10]], dtype=dtype)
    assert nms(boxes, torch.tensor([0.5, 0.9, 0.7], dtype=dtype), 0.5).tolist() == [1, 2]


@pytest.mark.parametrize("group_count", [1, 3, 40])
@pytest.mark.parametrize("iou_threshold", [0.0, 0.3, 0.7, 1.0])
def test_that_many_boxes_are_decided_as_one_by_one(group_count: int, iou_threshold: float) -> None:
    boxes, scores = random_boxes(200, seed=group_count)
    groups = torch.randint(0, group_count, (200,), generator=torch.Generator().manual_seed(1))
    expected = visit_one_by_one(boxes, scores, groups, iou_threshold)
    assert batched_nms(boxes, scores, groups, iou_threshold).tolist() == expected


_small_boxes = st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(0, 5), st.integers(0, 5))
_candidates = st.lists(st.tuples(_small_boxes, st.integers(0, 3), st.integers(0, 2)), max_size=30)


@given(_candidates, st.sampled_from([0.0, 0.2, 0.25, 0.3, 0.5, 0.6, 0.9]))
def test_that_ties_and_touching_boxes_are_decided_as_one_by_one(
    candidates: list[tuple[tuple[int, int, int, int], int, int]], iou_threshold: float
) -> None:
    boxes = torch.tensor([[x, y, x + w, y + h] for (x, y, w, h), _, _ in candidates]).float().view(-1, 4)
    scores = torch.tensor([score for _, score, _ in candidates]).float()
    groups = torch.tensor([group for _, _, group in candidates], dtype=torch.int64)
    kept = batched_nms(boxes, scores, groups, iou_threshold)
    assert kept.tolist() == visit_one_by_one(boxes, scores, groups, iou_threshold)
    again = batched_nms(boxes[kept], scores[kept], groups[kept], iou_threshold)
    assert again.tolist() == list(range(len(kept)))  # what is kept does not overlap


@given(st.integers(0, 1000), st.floats(0.05, 0.95))
def test_that_the_order_of_the_boxes_does_not_matter(seed: int, iou_threshold: float) -> None:
    boxes, scores = random_boxes(80, seed)
    scores = scores.argsort().argsort().float()  # no ties
    shuffle = torch.randperm(80, generator=torch.Generator().manual_seed(seed + 1))
    shuffled = nms(boxes[shuffle], scores[shuffle], iou_threshold)
    assert torch.equal(shuffle[shuffled], nms(boxes, scores, iou_threshold))


@pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device")
def test_that_boxes_on_a_gpu_are_decided_alike() -> None:
    boxes, scores = random_boxes(2000, seed=0)
    groups = torch.randint(0, 5, (2000,), generator=torch.Generator().manual_seed(1))
    kept = batched_nms(boxes.cuda(), scores.cuda(), groups.cuda(), 0.6)
    assert kept.is_cuda
    assert torch.equal(kept.cpu(), batched_nms(boxes, scores, groups, 0.6))
