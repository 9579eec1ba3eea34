import numpy as np
import pytest

from d2studio.gui.label_layout import Place, Room, place_labels
from tests.made_up import random_detections

VIEW = (400.0, 300.0)


def places(boxes: list[list[float]], *, width: float = 60, height: float = 15) -> list[Place]:
    return place_labels(np.array(boxes, np.float64), [width] * len(boxes), height, Room(VIEW))


def test_that_a_label_stands_above_its_region() -> None:
    assert places([[50, 100, 200, 150]]) == [Place(0, 50, 85, above=True, shrunk=False)]


def test_that_a_label_stands_in_a_region_at_the_upper_edge_of_the_view() -> None:
    assert places([[50, 5, 200, 150]]) == [Place(0, 50, 5, above=False, shrunk=False)]


def test_that_the_label_of_a_region_that_reaches_out_of_the_view_is_seen() -> None:
    assert places([[-100, -100, 200, 150]]) == [Place(0, 0, 0, above=False, shrunk=False)]


def test_that_a_label_keeps_clear_of_the_right_edge_of_the_view() -> None:
    assert places([[380, 100, 399, 150]]) == [Place(0, 340, 85, above=True, shrunk=False)]


def test_that_a_label_moves_to_the_right_end_rather_than_cover_a_heading() -> None:
    heading, text = [50.0, 80.0, 150.0, 100.0], [50.0, 101.0, 350.0, 200.0]
    assert places([heading, text])[1] == Place(1, 290, 86, above=True, shrunk=False)


def test_that_labels_without_room_shrink_and_then_go() -> None:
    same = [[100.0, 100.0, 150.0, 120.0]] * 4
    found = places(same)
    # 50 pixels wide: above there is room for one label of 60, in the region for none, for one square.
    assert [place.shrunk for place in found] == [False, True]


def test_that_tiny_regions_have_no_label() -> None:
    assert places([[100, 100, 102, 200]]) == []


@pytest.mark.parametrize("seed", range(3))
def test_that_no_label_covers_another(seed: int) -> None:
    boxes = random_detections(150, seed=seed).boxes.astype(np.float64) / 4
    found = place_labels(boxes, [70.0] * 150, 15, Room(VIEW))
    assert len(found) > 20
    rects = [(p.x, p.y, p.x + (8 if p.shrunk else 70), p.y + (8 if p.shrunk else 15)) for p in found]
    for i, (x0, y0, x1, y1) in enumerate(rects):
        assert x0 >= 0
        assert x1 <= VIEW[0]
        for other in rects[:i]:
            assert not (x0 < other[2] and other[0] < x1 and y0 < other[3] and other[1] < y1)
