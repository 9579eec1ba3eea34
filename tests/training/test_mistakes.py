import numpy as np
import pytest

from tests.training.pages_of_known_layout import CLASSES, found, page, truth
from training.mistakes import Fate, Mistakes, count_mistakes, mistakes_table
from training.truth import Found

BOX = (0, 0, 100, 100)


def mistakes(*detections: tuple[str, float, tuple[float, float, float, float]]) -> Mistakes:
    """Of a page with one Text, and what is found there."""
    return count_mistakes(truth(page("a.png", [("Text", BOX)])), {"a.png": found(*detections)})


def test_a_box_found_as_its_class_and_as_another_is_right() -> None:
    counted = mistakes(("Title", 0.9, BOX), ("Text", 0.5, (0, 0, 100, 60)))
    assert counted.confusion[0, 0] == counted.confusion.sum() == 1
    np.testing.assert_array_equal(counted.found[:2], [1, 1])
    np.testing.assert_array_equal(counted.right[:2], [1, 0])


def test_a_box_found_as_another_class_is_confused_with_the_one_that_fits_best() -> None:
    counted = mistakes(("Title", 0.9, (0, 0, 100, 60)), ("List", 0.5, BOX))
    assert counted.confusion[0, CLASSES.index("List")] == counted.confusion.sum() == 1
    assert counted.fates.sum() == 0


@pytest.mark.parametrize(
    ("boxes", "fate"),
    [
        ([(0, 0, 100, 45), (0, 50, 100, 95)], Fate.SPLIT),
        ([(0, 0, 100, 45), (0, 50, 100, 55)], Fate.CUT),  # the second is too small to be a part
        ([(0, 0, 100, 250)], Fate.MERGED),
        ([(0, 0, 40, 100)], Fate.CUT),
        ([(0, 0, 20, 100)], Fate.MISSED),
        ([], Fate.MISSED),
    ],
)
def test_a_box_that_nothing_matches_is_told_apart_by_what_lies_there(
    boxes: list[tuple[float, float, float, float]], fate: Fate
) -> None:
    counted = mistakes(*(("Text", 0.9, box) for box in boxes))
    assert counted.fates[0, fate] == counted.fates.sum() == 1
    assert counted.confusion.sum() == 0


def test_weak_detections_count_for_recall_of_any_class_alone() -> None:
    counted = mistakes(("Title", 0.3, (0, 0, 100, 60)))
    assert counted.fates[0, Fate.MISSED] == 1
    assert counted.found.sum() == 0
    assert counted.any_class_recall == 1
    assert counted.strict_recall == 0


def test_classes_that_are_not_complete_do_not_count() -> None:
    pages = truth(page("a.png", [("Text", BOX), ("Table", (0, 200, 100, 300))], complete=["Table"]))
    counted = count_mistakes(pages, {"a.png": found(("Text", 0.9, (500, 500, 600, 600)))})
    assert counted.fates.sum(axis=1).tolist() == [0, 0, 0, 1, 0, 0, 0, 0, 0]
    assert counted.found.sum() == 0


def test_the_table_has_shares_in_percent() -> None:
    boxes = [("Text", BOX), ("Text", (0, 200, 100, 300)), ("Text", (0, 400, 100, 500)), ("Text", (0, 600, 100, 700))]
    detections: Found = found(("Text", 0.9, BOX), ("List", 0.8, (0, 200, 100, 300)), ("Text", 0.7, (300, 0, 400, 100)))
    lines = mistakes_table(count_mistakes(truth(page("a.png", boxes)), {"a.png": detections}), CLASSES)
    #                          Text Tit List ...                split merged cut missed boxes, right
    assert lines[1].split() == ["Text", "25", "0", "25", *["0"] * 6, "0", "0", "0", "50", "4", "50%", "of", "2"]
    assert lines[-1] == "Of all true boxes 50.0% are met by some detection at IoU 0.5, 50.0% at 0.75."


def test_no_pages_make_no_mistakes() -> None:
    assert count_mistakes(truth(), {}).any_class_recall == 0
