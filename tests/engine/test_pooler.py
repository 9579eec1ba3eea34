import torch

from d2studio.engine.pooler import RoiPooler, assign_levels
from d2studio.engine.roi_align import roi_align
from d2studio.engine.structures import FeatureShape
from tests.engine.small_models import small_config


def test_that_boxes_of_224_pixels_belong_on_level_4_and_each_doubling_one_further() -> None:
    sides = torch.tensor([1.0, 55.9, 56.0, 111.9, 112.0, 223.9, 224.0, 447.0, 448.0, 5000.0])
    boxes = torch.stack([sides * 0, sides * 0, sides, sides], dim=1)
    assert assign_levels(boxes, 2, 5).tolist() == [2, 2, 2, 2, 3, 3, 4, 4, 5, 5]


def test_that_each_region_is_cut_from_its_level_and_image_in_the_order_given() -> None:
    config = small_config("faster")
    names = ("p2", "p3", "p4", "p5")
    shapes = {name: FeatureShape(3, 4 * 2**index) for index, name in enumerate(names)}
    features = {name: torch.randn(2, 3, 256 // shape.stride, 256 // shape.stride) for name, shape in shapes.items()}
    boxes = [torch.tensor([[0.0, 0, 250, 250], [8, 8, 40, 30]]), torch.tensor([[10.0, 20, 140, 150]])]
    found = RoiPooler(config, "MODEL.ROI_BOX_HEAD", names, shapes)(features, boxes)
    assert found.shape == (3, 3, 7, 7)
    levels = ["p4", "p2", "p3"]
    for region, level, box, image in zip(found, levels, torch.cat(boxes), [0, 0, 1], strict=True):
        alone = roi_align(
            features[level],
            box[None],
            torch.tensor([image]),
            output_size=7,
            spatial_scale=1 / shapes[level].stride,
            sampling_ratio=0,
            aligned=True,
        )
        assert torch.allclose(region, alone[0], atol=1e-5)
