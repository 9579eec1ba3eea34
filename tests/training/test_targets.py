"""Matching boxes with true ones, and sampling."""

import pytest
import torch
from torch import Tensor

from d2studio.engine.config import default_config
from training.learn.targets import (
    IGNORED,
    NEGATIVE,
    POSITIVE,
    Matcher,
    Truth,
    anchor_targets,
    pairwise_iou,
    region_targets,
    sample,
)

SQUARE = (0.0, 0.0, 10.0, 10.0)
HALF = (0.0, 0.0, 10.0, 5.0)  # IoU of 0.5 with the square
SHIFTED = (5.0, 0.0, 15.0, 10.0)  # 1/3
AWAY = (50.0, 50.0, 60.0, 60.0)


def boxes(*rows: tuple[float, ...]) -> Tensor:
    return torch.tensor(rows, dtype=torch.float32).view(-1, 4)


def truth(*rows: tuple[float, ...], classes: tuple[int, ...] = (), incomplete: tuple[bool, ...] | None = None) -> Truth:
    chosen = torch.tensor(classes or [0] * len(rows), dtype=torch.int64)
    return Truth(boxes(*rows), chosen, None if incomplete is None else torch.tensor(incomplete))


def random_boxes(count: int, generator: torch.Generator) -> Tensor:
    corners = torch.rand(count, 2, generator=generator) * 80
    return torch.cat((corners, corners + 5 + torch.rand(count, 2, generator=generator) * 40), dim=1)


def test_iou_is_intersection_over_union() -> None:
    found = pairwise_iou(boxes(SQUARE, AWAY), boxes(SQUARE, HALF, SHIFTED, (3, 3, 3, 3)))

    torch.testing.assert_close(found, torch.tensor([[1, 0.5, 1 / 3, 0], [0, 0, 0, 0]]))


def test_two_boxes_without_area_do_not_overlap() -> None:
    assert pairwise_iou(boxes((3, 3, 3, 3)), boxes((3, 3, 3, 3))).item() == 0


def test_a_threshold_belongs_to_the_interval_above_it() -> None:
    matcher = Matcher((0.4, 0.5), (NEGATIVE, IGNORED, POSITIVE))

    numbers, labels = matcher(boxes(AWAY, SQUARE), boxes(SQUARE, HALF, (0, 0, 10, 4.5), SHIFTED, AWAY))

    assert labels.tolist() == [POSITIVE, POSITIVE, IGNORED, NEGATIVE, POSITIVE]
    assert numbers.tolist() == [1, 1, 1, 1, 0]


def test_without_true_boxes_everything_is_negative() -> None:
    numbers, labels = Matcher((0.3, 0.7), (NEGATIVE, IGNORED, POSITIVE), keeps_best=True)(boxes(), boxes(SQUARE, AWAY))

    assert labels.tolist() == [NEGATIVE, NEGATIVE]
    assert numbers.tolist() == [0, 0]


def test_a_true_box_keeps_all_of_its_best_boxes() -> None:
    mirrored = (-5.0, 0.0, 5.0, 10.0)  # overlaps as much as SHIFTED does
    matcher = Matcher((0.3, 0.7), (NEGATIVE, IGNORED, POSITIVE), keeps_best=True)

    _, labels = matcher(boxes(SQUARE), boxes(SHIFTED, mirrored, (0, 0, 10, 2), AWAY))

    assert labels.tolist() == [POSITIVE, POSITIVE, NEGATIVE, NEGATIVE]


def test_a_best_box_belongs_to_whom_it_overlaps_most() -> None:
    matcher = Matcher((0.3, 0.7), (NEGATIVE, IGNORED, POSITIVE), keeps_best=True)

    numbers, labels = matcher(boxes(SHIFTED, HALF), boxes(HALF))

    assert labels.tolist() == [POSITIVE]
    assert numbers.tolist() == [1]


def test_a_true_box_that_nothing_touches_has_no_best_box() -> None:
    _, labels = Matcher((0.3, 0.7), (NEGATIVE, IGNORED, POSITIVE), keeps_best=True)(boxes(AWAY), boxes(SQUARE, HALF))

    assert labels.tolist() == [NEGATIVE, NEGATIVE]


@pytest.mark.parametrize(
    ("positives", "negatives", "chosen"),
    [(100, 100, (5, 15)), (3, 100, (3, 17)), (100, 4, (5, 4)), (0, 100, (0, 20)), (2, 3, (2, 3))],
)
def test_negatives_fill_up_what_positives_leave(positives: int, negatives: int, chosen: tuple[int, int]) -> None:
    labels = torch.tensor([POSITIVE] * positives + [NEGATIVE] * negatives + [IGNORED] * 50, dtype=torch.int8)

    taken = labels[sample(labels, 20, 0.25, torch.Generator().manual_seed(0))]

    assert ((taken == POSITIVE).sum().item(), (taken == NEGATIVE).sum().item()) == chosen
    assert len(taken) == sum(chosen)


def test_each_row_is_sampled_for_itself() -> None:
    labels = torch.full((3, 50), NEGATIVE, dtype=torch.int8)
    labels[1, :10] = POSITIVE
    labels[2] = IGNORED

    taken = sample(labels, 8, 0.5, torch.Generator().manual_seed(0))

    assert taken.sum(dim=1).tolist() == [8, 8, 0]
    assert taken[1, :10].sum() == 4


def test_every_candidate_is_sampled_as_often_as_another() -> None:
    generator = torch.Generator().manual_seed(0)
    labels = torch.full((20_000, 6), POSITIVE, dtype=torch.int8)

    shares = sample(labels, 4, 0.5, generator).float().mean(dim=0)

    torch.testing.assert_close(shares, torch.full((6,), 1 / 3), atol=0.01, rtol=0)


def test_the_same_seed_gives_the_same_sample() -> None:
    labels = torch.full((1000,), NEGATIVE, dtype=torch.int8)
    first, again, other = (sample(labels, 50, 0.5, torch.Generator().manual_seed(seed)) for seed in (1, 1, 2))

    assert torch.equal(first, again)
    assert not torch.equal(first, other)


def test_no_anchor_is_negative_on_a_page_with_incomplete_classes() -> None:
    pages = [truth(SQUARE), truth(SQUARE, incomplete=(False, True)), truth()]
    matcher = Matcher((0.3, 0.7), (NEGATIVE, IGNORED, POSITIVE), keeps_best=True)

    targets = anchor_targets(boxes(SQUARE, HALF, AWAY), pages, matcher, count=10, positive_fraction=0.5)

    assert targets.labels.tolist() == [
        [POSITIVE, IGNORED, NEGATIVE],
        [POSITIVE, IGNORED, IGNORED],
        [NEGATIVE, NEGATIVE, NEGATIVE],
    ]


def test_a_page_of_which_all_classes_are_complete_is_an_ordinary_one() -> None:
    assert truth(SQUARE, incomplete=(False, False)).to(torch.device("cpu")).incomplete is None


def test_regions_learn_the_class_and_box_they_overlap_most() -> None:
    pages = [truth(AWAY, SQUARE, classes=(1, 2)), truth()]

    regions = region_targets(
        [boxes(SQUARE, SHIFTED, AWAY), boxes(HALF)], pages, Matcher((0.5,), (NEGATIVE, POSITIVE)), class_count=3
    )

    assert regions.classes.tolist() == [2, 3, 1, 3]
    assert torch.equal(regions.truth_boxes[[0, 2]], boxes(SQUARE, AWAY))
    assert regions.incomplete is None


def test_regions_know_the_incomplete_classes_of_their_page() -> None:
    pages = [truth(SQUARE), truth(SQUARE, incomplete=(False, True, False))]

    regions = region_targets(
        [boxes(SQUARE), boxes(SQUARE, AWAY)], pages, Matcher((0.5,), (NEGATIVE, POSITIVE)), class_count=3
    )

    assert regions.incomplete is not None
    assert regions.incomplete.tolist() == [[False] * 3, [False, True, False], [False, True, False]]


def test_regions_that_are_ignored_are_never_sampled() -> None:
    generator = torch.Generator().manual_seed(0)
    matcher = Matcher((0.3, 0.6), (NEGATIVE, IGNORED, POSITIVE))
    page = truth(*(tuple(row) for row in random_boxes(5, generator).tolist()))
    proposals = random_boxes(300, generator)
    _, labels = matcher(page.boxes, proposals)

    regions = region_targets(
        [proposals], [page], matcher, class_count=1, count=300, positive_fraction=1.0, generator=generator
    )

    assert (labels == IGNORED).any()
    assert len(regions.boxes[0]) == len(regions.classes) == (labels != IGNORED).sum()
    assert (regions.classes == 0).sum() == (labels == POSITIVE).sum()


def test_default_thresholds_fit_the_matcher() -> None:
    config = default_config()

    matcher = Matcher(config.floats("MODEL.RPN.IOU_THRESHOLDS"), config.ints("MODEL.RPN.IOU_LABELS"))

    assert matcher(boxes(SQUARE), boxes(SQUARE, SHIFTED, AWAY))[1].tolist() == [POSITIVE, IGNORED, NEGATIVE]
