import torch
import torch.nn.functional as F

from d2studio.engine.retinanet import PerLevelBatchNorm, RetinaNetDetector
from d2studio.engine.structures import FeatureShape
from tests.engine.small_models import small_config


def test_that_each_level_has_statistics_of_its_own_and_all_share_scale_and_shift() -> None:
    norm = PerLevelBatchNorm(2, 3).eval()
    for level in (0, 1):
        norm[level].load_state_dict(
            {"running_mean": torch.full((3,), float(level)), "running_var": torch.full((3,), 4.0**level)}, strict=False
        )
    with torch.no_grad():
        norm.weight.fill_(2.0)
        norm.bias.fill_(1.0)
    x = torch.randn(1, 3, 2, 2)
    for level in (0, 1):
        expected = F.batch_norm(x, torch.full((3,), float(level)), torch.full((3,), 4.0**level)) * 2 + 1
        assert torch.allclose(norm(x, level), expected, atol=1e-5)


def test_that_anchors_above_the_floor_become_detections_of_their_class() -> None:
    config = small_config("retinanet").with_values(
        {
            "MODEL.RETINANET.IN_FEATURES": ("p3",),
            "MODEL.ANCHOR_GENERATOR.SIZES": ((8.0,),),
            "MODEL.ANCHOR_GENERATOR.ASPECT_RATIOS": ((1.0,),),
        }
    )
    detector = RetinaNetDetector(config, {"p3": FeatureShape(4, 8)})
    logits = torch.full((1, 4, 3), -9.0)
    logits[0, 3, 2] = 2.0
    logits[0, 0, 1] = 1.0
    (found,) = detector([torch.zeros(1, 4, 2, 2)], [logits], [torch.zeros(1, 4, 4)], 0.05)
    assert found.classes.tolist() == [2, 1]
    assert torch.allclose(found.scores, torch.tensor([2.0, 1.0]).sigmoid())
    assert found.boxes.tolist() == [[4.0, 4.0, 12.0, 12.0], [-4.0, -4.0, 4.0, 4.0]]


def test_that_the_largest_score_is_known_when_nothing_is_kept() -> None:
    config = small_config("retinanet")
    names = config.strs("MODEL.RETINANET.IN_FEATURES")
    detector = RetinaNetDetector(config, {name: FeatureShape(4, 8) for name in names})
    maps = [torch.zeros(1, 4, 1, 1) for _ in names]
    count = detector.anchor_generator.anchors_per_position
    logits = [torch.full((1, count, 3), -4.0) for _ in names]
    (found,) = detector(maps, logits, [torch.zeros(1, count, 4) for _ in names], 0.05)
    assert len(found.scores) == 0
    assert abs(found.top_score - float(torch.tensor(-4.0).sigmoid())) < 1e-6
