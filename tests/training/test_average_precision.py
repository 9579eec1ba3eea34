import pytest

from tests.training.pages_of_known_layout import CLASSES, found, page, truth
from training.average_precision import Scores, mean_scores, scores_by_class

LEFT, RIGHT, ELSEWHERE = (0, 0, 10, 10), (50, 0, 60, 10), (0, 80, 10, 90)


def test_all_boxes_found_exactly_score_one() -> None:
    pages = truth(page("a.png", [("Text", LEFT), ("Text", RIGHT)]))
    scores = scores_by_class(pages, {"a.png": found(("Text", 0.9, LEFT), ("Text", 0.8, RIGHT))})
    assert list(scores) == ["Text"]
    assert scores["Text"].ap50 == pytest.approx(1)
    assert scores["Text"].ap == pytest.approx(1)
    assert scores["Text"].recall == pytest.approx(1)
    assert scores["Text"].boxes == 2


def test_a_false_detection_between_two_right_ones_costs_what_the_definition_says() -> None:
    pages = truth(page("a.png", [("Text", LEFT), ("Text", RIGHT)]))
    detections = found(("Text", 0.9, LEFT), ("Text", 0.8, ELSEWHERE), ("Text", 0.7, RIGHT))
    scores = scores_by_class(pages, {"a.png": detections})
    # Precision is 1 up to recall 0.50, which are 51 of the 101 steps, and 2/3 over the other 50.
    assert scores["Text"].ap50 == pytest.approx((51 + 50 * 2 / 3) / 101)
    assert scores["Text"].recall == pytest.approx(1)


def test_a_loose_box_counts_only_at_low_overlaps() -> None:
    # IoU 7 of 10: right at 0.50, 0.55, 0.60, 0.65 and 0.70, wrong at the other five.
    scores = scores_by_class(truth(page("a.png", [("Text", LEFT)])), {"a.png": found(("Text", 0.9, (0, 0, 10, 7)))})
    assert scores["Text"].ap50 == pytest.approx(1)
    assert scores["Text"].ap == pytest.approx(0.5)
    assert scores["Text"].recall == pytest.approx(0.5)


def test_a_class_counts_only_on_pages_where_it_is_complete() -> None:
    pages = truth(
        page("a.png", [("Text", LEFT)]),
        page("b.png", [("Text", LEFT), ("Table", RIGHT)], complete=["Table"]),
    )
    findings = {"a.png": found(("Text", 0.5, LEFT)), "b.png": found(("Text", 0.9, ELSEWHERE), ("Table", 0.8, RIGHT))}
    scores = scores_by_class(pages, findings)
    assert scores["Text"].ap50 == pytest.approx(1)
    assert scores["Text"].boxes == 1
    assert scores["Table"].ap50 == pytest.approx(1)


def test_a_page_without_findings_counts_as_empty() -> None:
    pages = truth(page("a.png", [("Text", LEFT)]), page("b.png", [("Text", LEFT)]))
    scores = scores_by_class(pages, {"a.png": found(("Text", 0.5, LEFT))})
    assert scores["Text"].ap50 == pytest.approx(51 / 101)
    assert scores["Text"].recall == pytest.approx(0.5)


def test_a_class_of_which_nothing_is_found_scores_zero() -> None:
    assert scores_by_class(truth(page("a.png", [("List", LEFT)])), {}) == {"List": Scores(0.0, 0.0, 0.0, 1)}


def test_the_mean_is_over_classes_that_occur() -> None:
    scores = {"Text": Scores(1.0, 0.5, 0.75, 3), "Table": Scores(0.5, 0.25, 0.25, 1), "List": Scores(0.0, 0.0, 0.0, 9)}
    assert mean_scores(scores, ["Text", "Table", "Figure"]) == Scores(0.75, 0.375, 0.5, 4)
    assert mean_scores({}, CLASSES) == Scores(0.0, 0.0, 0.0, 0)
