import torch
from torch import Tensor

from d2studio.engine.config import Value
from d2studio.engine.rpn import RPN, flatten_positions
from d2studio.engine.structures import FeatureShape
from tests.engine.small_models import small_config


def test_that_predictions_come_in_the_order_of_the_anchors() -> None:
    # Channels of a convolution: anchor 0's values, then anchor 1's.
    prediction = torch.arange(2 * 3 * 1 * 2).view(1, 6, 1, 2)
    flat = flatten_positions(prediction, 3)
    assert flat.tolist() == [[[0, 2, 4], [6, 8, 10], [1, 3, 5], [7, 9, 11]]]


def one_level_rpn(**changes: Value) -> RPN:
    values: dict[str, Value] = {
        "MODEL.RPN.IN_FEATURES": ("p2",),
        "MODEL.ANCHOR_GENERATOR.SIZES": ((8.0,),),
        "MODEL.ANCHOR_GENERATOR.ASPECT_RATIOS": ((1.0,),),
    }
    config = small_config("proposals").with_values(values | {f"MODEL.{key}": value for key, value in changes.items()})
    return RPN(config, {"p2": FeatureShape(4, 4)})


def set_logits(rpn: RPN, logits: Tensor) -> None:
    """Let the head answer with these logits and leave every anchor where it is."""
    deltas = torch.zeros(1, logits.numel(), 4)
    rpn.rpn_head.forward = lambda maps: ([logits.view(1, -1)], [deltas])  # type: ignore[method-assign]


def test_that_the_best_anchors_become_proposals_clipped_to_the_image() -> None:
    rpn = one_level_rpn()
    logits = torch.full((2, 3), -5.0)
    logits[0, 0], logits[1, 2] = 1.0, 2.0
    set_logits(rpn, logits)
    (proposals,) = rpn({"p2": torch.zeros(1, 4, 2, 3)}, [(8, 10)])
    assert proposals.logits[:2].tolist() == [2.0, 1.0]
    assert proposals.boxes[:2].tolist() == [[4.0, 0.0, 10.0, 8.0], [0.0, 0.0, 4.0, 4.0]]


def test_that_proposals_narrower_than_the_least_side_are_left_out() -> None:
    rpn = one_level_rpn(**{"PROPOSAL_GENERATOR.MIN_SIZE": 5})
    set_logits(rpn, torch.zeros(2, 3))
    (proposals,) = rpn({"p2": torch.zeros(1, 4, 2, 3)}, [(100, 100)])
    sizes = proposals.boxes[:, 2:] - proposals.boxes[:, :2]
    assert len(sizes) > 0
    assert (sizes > 5).all()


def test_that_the_numbers_before_and_after_suppression_are_limited() -> None:
    rpn = one_level_rpn(**{"RPN.PRE_NMS_TOPK_TEST": 4, "RPN.POST_NMS_TOPK_TEST": 2, "RPN.NMS_THRESH": 0.9})
    set_logits(rpn, torch.arange(64.0).view(8, 8))
    (proposals,) = rpn({"p2": torch.zeros(1, 4, 8, 8)}, [(32, 32)])
    assert proposals.logits.tolist() == [63.0, 62.0]


def test_that_broken_numbers_propose_nothing() -> None:
    rpn = one_level_rpn()
    set_logits(rpn, torch.full((2, 3), torch.nan))
    (proposals,) = rpn({"p2": torch.zeros(1, 4, 2, 3)}, [(8, 10)])
    assert len(proposals.boxes) == 0
