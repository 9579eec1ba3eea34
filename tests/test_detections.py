"""Results are values: they cannot be changed, and parts of them are results again."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from d2studio.detections import Detections
from tests.made_up import any_detections, detections_of


def with_everything() -> Detections:
    return Detections(
        size_hw=(20, 10),
        class_names=("Text",),
        boxes=np.array([[0, 0, 5, 5], [1, 1, 4, 4]], np.float32),
        scores=np.array([0.9, 0.8], np.float32),
        class_ids=np.array([0, 3]),
        masks=np.zeros((2, 4, 4), np.float32),
        keypoints=np.zeros((2, 3, 3), np.float32),
        semantic=np.zeros((20, 10), np.uint8),
        stuff_names=("paper",),
        timings_ms={"backbone": 12.0},
        notes=("Limit of 2 reached.",),
    )


@pytest.mark.parametrize("field", ["boxes", "scores", "class_ids", "masks", "keypoints", "semantic"])
def test_that_the_arrays_cannot_be_written_to(field: str) -> None:
    array = getattr(with_everything(), field)
    with pytest.raises(ValueError, match="read-only"):
        array[0] = 1


def test_that_fields_of_different_lengths_are_refused() -> None:
    with pytest.raises(AssertionError):
        detections_of([[0, 0, 1, 1]], [0.9, 0.8], [0])


def test_that_a_class_without_a_name_is_called_by_its_number() -> None:
    found = with_everything()
    assert (found.class_name(0), found.class_name(1)) == ("Text", "class 3")
    assert (found.stuff_name(0), found.stuff_name(1)) == ("paper", "class 1")


def test_that_selecting_keeps_what_belongs_to_each_detection_and_to_the_page() -> None:
    found = with_everything()
    second = found.select([1])
    assert len(second) == 1
    assert second.masks is not None
    assert second.keypoints is not None
    assert (second.masks.shape, second.keypoints.shape) == ((1, 4, 4), (1, 3, 3))
    assert second.semantic is found.semantic
    assert (second.timings_ms, second.notes) == (found.timings_ms, found.notes)


def test_that_nothing_can_be_selected() -> None:
    assert len(with_everything().select([])) == 0


@given(any_detections(), st.data())
def test_that_a_mask_and_positions_select_the_same(found: Detections, data: st.DataObject) -> None:
    chosen = np.array(data.draw(st.lists(st.booleans(), min_size=len(found), max_size=len(found))), np.bool_)
    by_mask, by_position = found.select(chosen), found.select(np.flatnonzero(chosen))
    np.testing.assert_array_equal(by_mask.boxes, by_position.boxes)
    np.testing.assert_array_equal(by_mask.boxes, found.boxes[chosen])
