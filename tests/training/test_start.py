"""Beginning with other weights, the running average, and the learning rate."""

import pytest
import torch
from torch import nn

from training.learn.start import averaged, start_from
from training.learn.train import WARM_UP_STEPS, learning_rate


class Cascade(nn.Module):
    """Two stages of a cascade, and a stem, by Detectron2's names."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.ModuleDict({"conv1": nn.Conv2d(3, 2, 1, bias=False)})
        stages = [nn.ModuleDict({"cls_score": nn.Linear(4, 2), "bbox_pred": nn.Linear(4, 4)}) for _ in range(2)]
        self.roi_heads = nn.ModuleDict({"box_predictor": nn.ModuleList(stages)})


def test_each_stage_begins_as_the_only_head_of_the_other_model() -> None:
    model = Cascade()
    single = {
        "roi_heads.box_predictor.cls_score.weight": torch.full((2, 4), 3.0),
        "roi_heads.box_predictor.bbox_pred.weight": torch.full((4, 4), 5.0),
        "roi_heads.box_predictor.cls_score.bias": torch.zeros(7),
    }
    before = model.state_dict()["roi_heads.box_predictor.1.bbox_pred.weight"].clone()
    taken, missing = start_from(model, single)
    state = model.state_dict()
    assert taken == 3
    assert (state["roi_heads.box_predictor.0.cls_score.weight"] == 3).all()
    assert (state["roi_heads.box_predictor.1.cls_score.weight"] == 3).all()
    assert (state["roi_heads.box_predictor.0.bbox_pred.weight"] == 5).all()
    # Boxes that are already corrected need other corrections.
    assert torch.equal(state["roi_heads.box_predictor.1.bbox_pred.weight"], before)
    assert "roi_heads.box_predictor.0.cls_score.bias" in missing  # of another shape


def test_a_stem_that_saw_only_grey_reads_brightness() -> None:
    model = Cascade()
    start_from(model, {"stem.conv1.weight": torch.tensor([1.0, 2.0, 6.0] * 2).view(2, 3, 1, 1)}, was_grey=True)
    assert (model.state_dict()["stem.conv1.weight"] == 3).all()


def test_the_average_moves_towards_the_model() -> None:
    average, model = nn.BatchNorm2d(1), nn.BatchNorm2d(1)
    model.state_dict()["running_mean"].fill_(10.0)
    model.state_dict()["num_batches_tracked"].fill_(7)
    averaged(average, model, 0.9)
    assert average.state_dict()["running_mean"].item() == pytest.approx(1.0)
    assert average.state_dict()["num_batches_tracked"].item() == 7


def test_the_rate_rises_stays_and_falls_in_the_last_stretch() -> None:
    assert learning_rate(0, base=1.0, first=0, steps=1000, decays=False) == pytest.approx(1 / WARM_UP_STEPS)
    assert learning_rate(500, base=1.0, first=0, steps=1000, decays=False) == 1.0
    falling = [learning_rate(step, base=1.0, first=1000, steps=100, decays=True) for step in range(1000, 1100)]
    assert falling[0] == 1.0
    assert falling == sorted(falling, reverse=True)
    assert falling[-1] < 0.01
