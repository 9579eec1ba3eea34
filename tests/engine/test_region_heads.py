import torch
import torch.nn.functional as F

from d2studio.engine.config import default_config
from d2studio.engine.region_heads import MaskHead, locate_keypoints
from d2studio.engine.structures import Instances


def test_that_a_keypoint_is_the_hottest_place_of_the_enlarged_map() -> None:
    generator = torch.Generator().manual_seed(3)
    maps = torch.randn(2, 3, 7, 7, generator=generator)
    boxes = torch.tensor([[10.0, 20.0, 31.5, 48.25], [0.0, 0.0, 0.5, 3.0]])
    found = locate_keypoints(maps, boxes)
    for index, box in enumerate(boxes):
        width, height = (max(1.0, float(box[2] - box[0])), max(1.0, float(box[3] - box[1])))
        rows, columns = -int(-height // 1), -int(-width // 1)
        for keypoint in range(3):
            large = F.interpolate(maps[index : index + 1, keypoint : keypoint + 1], (rows, columns), mode="bicubic")[
                0, 0
            ]
            row, column = divmod(int(large.argmax()), columns)
            assert torch.allclose(
                found[index, keypoint, :2],
                torch.tensor([box[0] + (column + 0.5) * width / columns, box[1] + (row + 0.5) * height / rows]),
            )
            share = float(large.max().exp() / maps[index, keypoint].exp().sum())
            assert abs(float(found[index, keypoint, 2]) - share) < 1e-5


def test_that_no_boxes_have_no_keypoints() -> None:
    assert locate_keypoints(torch.zeros(0, 5, 8, 8), torch.zeros(0, 4)).shape == (0, 5, 3)


def test_that_each_detection_gets_the_mask_of_its_own_class() -> None:
    config = default_config().with_values({"MODEL.ROI_HEADS.NUM_CLASSES": 3, "MODEL.MASK_ON": True})
    head = MaskHead(config, 4)
    found = [
        Instances(torch.zeros(2, 4), torch.ones(2), torch.tensor([2, 0])),
        Instances(torch.zeros(1, 4), torch.ones(1), torch.tensor([1])),
    ]
    regions = torch.randn(3, 4, 7, 7)
    with torch.no_grad():
        first, second = head(regions, found)
        probabilities = head.logits(regions).sigmoid()
    assert torch.equal(first.masks, probabilities[[0, 1], [2, 0]])
    assert torch.equal(second.masks, probabilities[[2], [1]])


def test_that_one_mask_serves_all_classes_where_the_config_says_so() -> None:
    config = default_config().with_values(
        {"MODEL.ROI_HEADS.NUM_CLASSES": 3, "MODEL.MASK_ON": True, "MODEL.ROI_MASK_HEAD.CLS_AGNOSTIC_MASK": True}
    )
    head = MaskHead(config, 4)
    with torch.no_grad():
        (found,) = head(torch.randn(2, 4, 7, 7), [Instances(torch.zeros(2, 4), torch.ones(2), torch.tensor([2, 0]))])
    assert found.masks is not None
    assert found.masks.shape == (2, 14, 14)
