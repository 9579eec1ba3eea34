from random import Random

import numpy as np
import pytest

from tests.training.plain_pools import PlainPools
from training.pages.canvas import Region
from training.pages.frame import Kind
from training.pages.office import KINDS

POOLS = PlainPools()


def shared_part(one: Region, other: Region) -> float:
    """The overlap of two boxes as a share of the smaller one."""
    width = min(one.box[2], other.box[2]) - max(one.box[0], other.box[0])
    height = min(one.box[3], other.box[3]) - max(one.box[1], other.box[1])
    areas = [(right - left) * (bottom - top) for left, top, right, bottom in (one.box, other.box)]
    return max(0, width) * max(0, height) / min(areas)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind[0])
def test_a_page_is_the_same_for_the_same_seed_and_its_regions_do_not_overlap(kind: Kind) -> None:
    name, draw, _ = kind
    overlapping = regions = 0
    for seed in range(6):
        page = draw(Random(f"{name} {seed}"), POOLS)
        found = page.canvas.regions
        assert found, f"seed {seed} draws nothing"
        assert all(x1 <= page.canvas.width and y1 <= page.canvas.height for _, _, x1, y1 in (one.box for one in found))
        regions += len(found)
        overlapping += sum(
            any(shared_part(one, other) > 0.05 for other in found[:index]) for index, one in enumerate(found)
        )
    again = draw(Random(f"{name} 5"), POOLS)
    assert again.canvas.regions == found
    assert np.array_equal(np.asarray(again.canvas.image), np.asarray(page.canvas.image))
    assert overlapping < 0.05 * regions
