import pytest
import torch

from d2studio.engine.anchors import AnchorGenerator, cell_anchors
from d2studio.engine.config import default_config


def test_that_cell_anchors_keep_the_area_and_have_the_ratio_of_height_to_width() -> None:
    anchors = cell_anchors([32, 64], [0.5, 1, 2])
    sizes = anchors[:, 2:] - anchors[:, :2]
    assert sizes.prod(dim=1).tolist() == pytest.approx([32**2] * 3 + [64**2] * 3, rel=1e-5)
    assert (sizes[:, 1] / sizes[:, 0]).tolist() == pytest.approx([0.5, 1, 2] * 2, rel=1e-5)
    assert torch.allclose(anchors[:, :2], -anchors[:, 2:])


def test_that_anchors_run_over_shapes_first_then_x_then_y() -> None:
    config = default_config().with_values(
        {"MODEL.ANCHOR_GENERATOR.SIZES": ((4.0, 8.0),), "MODEL.ANCHOR_GENERATOR.ASPECT_RATIOS": ((1.0,),)}
    )
    (anchors,) = AnchorGenerator(config, [16])([torch.zeros(1, 3, 2, 3)])
    centres = (anchors[:, :2] + anchors[:, 2:]) / 2
    assert centres[::2].tolist() == [[0, 0], [16, 0], [32, 0], [0, 16], [16, 16], [32, 16]]
    assert (anchors[:, 2] - anchors[:, 0]).tolist() == [4.0, 8.0] * 6


def test_that_an_offset_moves_anchors_by_that_share_of_the_stride() -> None:
    config = default_config().with_values(
        {
            "MODEL.ANCHOR_GENERATOR.SIZES": ((2.0,),),
            "MODEL.ANCHOR_GENERATOR.ASPECT_RATIOS": ((1.0,),),
            "MODEL.ANCHOR_GENERATOR.OFFSET": 0.5,
        }
    )
    (anchors,) = AnchorGenerator(config, [8])([torch.zeros(1, 3, 1, 2)])
    assert anchors.tolist() == [[3.0, 3.0, 5.0, 5.0], [11.0, 3.0, 13.0, 5.0]]


def test_that_one_list_of_shapes_serves_all_levels() -> None:
    config = default_config().with_values({"MODEL.ANCHOR_GENERATOR.SIZES": ((32.0,),)})
    first, second = AnchorGenerator(config, [4, 8])([torch.zeros(1, 3, 1, 1), torch.zeros(1, 3, 1, 1)])
    assert torch.equal(first, second)
