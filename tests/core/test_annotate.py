"""What is drawn on a page: where, in which colour, and without hiding what matters."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest

from d2studio.core.annotate import annotate
from d2studio.core.colours import class_colour
from d2studio.detections import Detections, Panoptic, Segment
from tests.made_up import detections_of, random_detections

PixelArray = npt.NDArray[np.uint8]
TEXT = class_colour("Text")


def paper(height: int, width: int) -> PixelArray:
    return np.full((height, width, 3), 255, np.uint8)


def drawn(found: Detections) -> PixelArray:
    return np.asarray(annotate(paper(*found.size_hw), found))


def is_colour(pixels: PixelArray, colour: tuple[int, int, int]) -> npt.NDArray[np.bool_]:
    return np.asarray((pixels == colour).all(axis=-1))


def test_that_the_page_itself_is_not_changed() -> None:
    page = paper(100, 80)
    page.flags.writeable = False
    annotate(page, detections_of([[10, 10, 60, 60]], [0.9]))
    assert (page == 255).all()


def test_that_nothing_is_drawn_where_nothing_was_found() -> None:
    assert (drawn(detections_of([], [])) == 255).all()


def test_that_a_box_is_outlined_at_its_edges_in_the_colour_of_its_class() -> None:
    picture = drawn(detections_of([[100, 200, 300, 400]], [0.9], size_hw=(600, 500)))
    outline = is_colour(picture, TEXT)
    rows, columns = np.flatnonzero(outline[:, 250]), np.flatnonzero(outline[300])
    assert (rows.min(), rows.max(), columns.min(), columns.max()) == (200, 399, 100, 299)
    assert len(columns) == 4  # two lines of two pixels


def test_that_a_colour_of_the_models_own_goes_before_that_of_the_class_name() -> None:
    found = detections_of([[100, 200, 300, 400]], [0.9], size_hw=(600, 500))
    picture = np.asarray(annotate(paper(600, 500), found, {0: (1, 2, 3)}))
    assert is_colour(picture, (1, 2, 3))[300].sum() == 4
    assert not is_colour(picture, TEXT).any()


def test_that_lines_grow_with_the_page() -> None:
    small = drawn(detections_of([[100, 200, 300, 400]], [0.9], size_hw=(600, 500)))
    large = drawn(detections_of([[400, 800, 1200, 1600]], [0.9], size_hw=(2400, 2000)))
    assert is_colour(small, TEXT)[300].sum() == 4
    assert is_colour(large, TEXT)[1200].sum() == 8


def test_that_ink_below_a_box_stays_dark_and_paper_bright() -> None:
    page = paper(600, 500)
    page[300:310, 150:250] = 0
    picture = np.asarray(annotate(page, detections_of([[100, 200, 300, 400]], [0.9], size_hw=(600, 500))))
    assert picture[305, 200].max() < 40
    assert picture[350, 200].min() > 215


def test_that_a_mask_is_filled_only_where_it_is() -> None:
    probabilities = np.zeros((1, 20, 20), np.float32)
    probabilities[:, 10:] = 1
    found = replace(detections_of([[100, 200, 300, 400]], [0.9], size_hw=(600, 500)), masks=probabilities)
    picture = drawn(found)
    assert (picture[230, 200] == 255).all()
    assert (picture[380, 200] != 255).any()


def test_that_labels_never_cover_one_another() -> None:
    box = [200.0, 300.0, 260.0, 320.0]
    found = detections_of([box, box, box], [0.9, 0.8, 0.7], [0, 1, 2], size_hw=(900, 800))
    outline_px = 2 * (2 * (60 + 20))
    together = drawn(found)
    for index, name in enumerate(found.class_names):
        chip_px = is_colour(drawn(found.select([index])), class_colour(name)).sum() - outline_px
        assert chip_px > 300
        assert is_colour(together, class_colour(name)).sum() >= chip_px


def test_that_a_label_without_room_shrinks_to_its_colour() -> None:
    box = [10.0, 10.0, 40.0, 20.0]
    crowd = drawn(detections_of([box] * 9, [0.9] * 9, [0] * 8 + [1], size_hw=(60, 60)))
    assert 0 < is_colour(crowd, class_colour("Title")).sum() < 100


@pytest.mark.parametrize(
    "box", [[0, 0, 30, 30], [770, 0, 800, 30], [0, 870, 30, 900], [770, 870, 800, 900], [0, 0, 800, 900]]
)
def test_that_a_label_stays_on_the_page(box: list[float]) -> None:
    with_label = is_colour(drawn(detections_of([box], [0.9], size_hw=(900, 800))), TEXT).sum()
    box_px = 4 * (box[2] - box[0] + box[3] - box[1])
    assert with_label > box_px  # more than the outline


@pytest.mark.parametrize("size_hw", [(1, 1), (1, 300), (300, 1), (40, 3000), (20, 20)])
def test_that_pages_of_any_shape_can_be_drawn_on(size_hw: tuple[int, int]) -> None:
    height, width = size_hw
    found = detections_of(
        [[0, 0, width, height], [0, 0, 0, 0], [-5, -5, width + 9, 0.4]], [0.9, 0.8, 0.7], size_hw=size_hw
    )
    assert drawn(found).shape == (height, width, 3)


@pytest.mark.parametrize("name", ["Überschrift", "表", "\x1b[31m", "a" * 500, "", "emoji 🙂"])
def test_that_any_class_name_can_be_drawn(name: str) -> None:
    found = replace(detections_of([[100, 200, 300, 400]], [0.9], size_hw=(600, 500)), class_names=(name,))
    assert is_colour(drawn(found), class_colour(name)).any()


def test_that_keypoints_are_drawn_and_uncertain_ones_left_out() -> None:
    keypoints = np.array([[[150, 250, 0.9], [250, 350, 0.01]]], np.float32)
    found = replace(detections_of([[100, 200, 300, 400]], [0.9], size_hw=(600, 500)), keypoints=keypoints)
    is_dot = is_colour(drawn(found), TEXT)
    assert is_dot[250, 150]
    assert not is_dot[350, 250]


def test_that_a_semantic_map_is_tinted_by_class() -> None:
    semantic = np.zeros((60, 50), np.uint8)
    semantic[30:] = 1
    found = replace(detections_of([], [], size_hw=(60, 50)), semantic=semantic, stuff_names=("sky", "road"))
    picture = drawn(found)
    assert (picture[2, 48] != picture[58, 48]).any()
    assert (picture[2, 48] != 255).any()


def test_that_of_a_panoptic_map_only_stuff_is_tinted_since_things_are_detections() -> None:
    segment_ids = np.zeros((200, 150), np.int32)
    segment_ids[:60] = 1
    segment_ids[120:] = 2
    segments = (Segment(1, 0, True, 0.9, 1000), Segment(2, 0, False, None, 1000))
    found = replace(
        detections_of([], [], size_hw=(200, 150)),
        semantic=np.zeros((200, 150), np.uint8),
        stuff_names=("road",),
        panoptic=Panoptic(segment_ids, segments),
    )
    picture = drawn(found)
    assert (picture[:100] == 255).all()
    assert (picture[198, 2] != 255).any()


def test_that_2000_detections_can_be_drawn() -> None:
    assert (drawn(random_detections(2000, seed=1, largest_px=60)) != 255).any()
