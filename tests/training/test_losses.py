"""How wrong predictions are."""

import math

import pytest
import torch
from torch import Tensor

from d2studio.engine.boxes import encode_deltas
from training.learn.losses import BoxLoss, class_loss, giou_loss

WEIGHTS = (10.0, 10.0, 5.0, 5.0)
BOXES = torch.tensor([[0.0, 0.0, 10.0, 10.0], [20.0, 5.0, 40.0, 95.0]])
TRUTH = torch.tensor([[1.0, 2.0, 12.0, 9.0], [18.0, 0.0, 44.0, 80.0]])


def logits_of(*probabilities: float) -> Tensor:
    return torch.tensor([probabilities]).log()


@pytest.mark.parametrize("kind", ["smooth_l1", "giou"])
def test_right_deltas_cost_nothing(kind: str) -> None:
    loss = BoxLoss(kind, 0.0, WEIGHTS)(encode_deltas(BOXES, TRUTH, WEIGHTS), BOXES, TRUTH)

    assert loss.item() == pytest.approx(0, abs=1e-5)


def test_box_loss_is_the_sum_of_absolute_differences() -> None:
    deltas = encode_deltas(BOXES, TRUTH, WEIGHTS) + torch.tensor([0.5, -0.25, 0.0, 2.0])

    assert BoxLoss("smooth_l1", 0.0, WEIGHTS)(deltas, BOXES, TRUTH).item() == pytest.approx(2 * 2.75, rel=1e-5)


def test_box_loss_is_quadratic_below_beta() -> None:
    deltas = encode_deltas(BOXES[:1], TRUTH[:1], WEIGHTS) + torch.tensor([0.5, 0.0, 0.0, 2.0])

    loss = BoxLoss("smooth_l1", 1.0, WEIGHTS)(deltas, BOXES[:1], TRUTH[:1])

    assert loss.item() == pytest.approx(0.5 * 0.5**2 + (2 - 0.5), rel=1e-5)


@pytest.mark.parametrize("kind", ["smooth_l1", "giou"])
def test_no_boxes_cost_nothing(kind: str) -> None:
    deltas = torch.zeros(0, 4, requires_grad=True)

    loss = BoxLoss(kind, 0.0, WEIGHTS)(deltas, BOXES[:0], TRUTH[:0])
    torch.autograd.backward(loss)

    assert loss.item() == 0


@pytest.mark.parametrize(
    ("box", "expected"),
    [
        ((0, 0, 10, 10), 0.0),
        ((0, 0, 10, 5), 0.5),
        ((10, 0, 20, 10), 1.0),
        ((20, 0, 30, 10), 1 + 1 / 3),
        ((20, 20, 30, 30), 1 + 7 / 9),
    ],
)
def test_giou_loss_goes_on_growing_where_boxes_are_apart(box: tuple[float, ...], expected: float) -> None:
    boxes = torch.tensor([box], dtype=torch.float32)

    assert giou_loss(boxes, BOXES[:1]).item() == pytest.approx(expected, abs=1e-6)


def test_a_class_costs_its_negative_logarithm() -> None:
    logits = torch.cat((logits_of(0.2, 0.3, 0.5), logits_of(0.6, 0.3, 0.1)))

    loss = class_loss(logits, torch.tensor([2, 0]), None)

    assert loss.item() == pytest.approx(-(math.log(0.5) + math.log(0.6)) / 2)


def test_background_on_a_partly_labelled_page_may_be_an_incomplete_class() -> None:
    logits = logits_of(0.2, 0.3, 0.1, 0.4).expand(3, -1)
    incomplete = torch.tensor([[False, True, True], [False, True, True], [False, False, False]])

    loss = class_loss(logits, torch.tensor([3, 0, 3]), incomplete)

    # The second region has a class: what is unlabelled does not matter there. The third lies on a complete page.
    assert loss.item() == pytest.approx(-(math.log(0.8) + math.log(0.2) + math.log(0.4)) / 3)


def test_complete_pages_cost_the_same_with_and_without_saying_so() -> None:
    logits = torch.randn(20, 4, generator=torch.Generator().manual_seed(0))
    classes = torch.arange(20) % 4

    torch.testing.assert_close(
        class_loss(logits, classes, torch.zeros(20, 3, dtype=torch.bool)), class_loss(logits, classes, None)
    )


def test_gradients_stay_finite_where_an_incomplete_class_is_certain() -> None:
    logits = torch.tensor([[200.0, -200.0, -200.0]], requires_grad=True)

    loss = class_loss(logits, torch.tensor([2]), torch.tensor([[True, False]]))
    torch.autograd.backward(loss)

    assert loss.item() == 0
    assert logits.grad is not None
    assert logits.grad.abs().max() == 0


@pytest.mark.parametrize("incomplete", [None, torch.zeros(0, 3, dtype=torch.bool)])
def test_no_regions_cost_nothing(incomplete: Tensor | None) -> None:
    assert class_loss(torch.zeros(0, 4), torch.zeros(0, dtype=torch.int64), incomplete).item() == 0


def test_losses_are_computed_in_float32() -> None:
    deltas, logits = torch.ones(2, 4, dtype=torch.bfloat16), torch.ones(2, 3, dtype=torch.bfloat16)

    assert BoxLoss("smooth_l1", 0.0, WEIGHTS)(deltas, BOXES, TRUTH).dtype == torch.float32
    assert BoxLoss("giou", 0.0, WEIGHTS)(deltas, BOXES, TRUTH).dtype == torch.float32
    assert class_loss(logits, torch.tensor([0, 2]), None).dtype == torch.float32
