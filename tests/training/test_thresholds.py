import json
from pathlib import Path

import pytest

from d2studio.errors import UsageError
from tests.training.pages_of_known_layout import CLASSES, coco_of, found, page, truth
from training.thresholds import best_thresholds, main
from training.truth import Found, TruePage

# So many that one box more or less is less than the least tolerance, so that plateaus are exact.
MANY = 250

# class, score, xyxy
Detection = tuple[str, float, tuple[float, float, float, float]]


def box(row: int) -> tuple[float, float, float, float]:
    return (0, 20 * row, 100, 20 * row + 10)


def aside(row: int) -> tuple[float, float, float, float]:
    """Where no page has a box."""
    return (500, 20 * row, 600, 20 * row + 10)


def best_first(detections: list[Detection]) -> list[Detection]:
    return sorted(detections, key=lambda detection: -detection[1])


def many_texts(right: list[float], wrong: list[float]) -> tuple[TruePage, Found]:
    """A page of `MANY` texts, as many found as there are `right` scores, and `wrong` ones beside them."""
    hits = [("Text", score, box(row)) for row, score in enumerate(right)]
    misses = [("Text", score, aside(row)) for row, score in enumerate(wrong)]
    return page("a.png", [("Text", box(row)) for row in range(MANY)]), found(*best_first(hits + misses))


def test_the_middle_between_right_and_wrong_is_taken() -> None:
    texts, detections = many_texts([0.7] * MANY, [0.5] * MANY)
    best = best_thresholds(truth(texts), {"a.png": detections})["Text"]
    # Every threshold from 0.51 to 0.70 shows all that is right and nothing else.
    assert best.score == pytest.approx(0.605, abs=0.006)
    assert (best.precision, best.recall, best.f1, best.boxes) == (1, 1, 1, MANY)


def test_figures_are_those_at_the_threshold() -> None:
    # From 0.6 on 150 of 200 are right; what is weaker is wrong.
    texts, detections = many_texts([0.6] * 150, [0.6] * 50 + [0.3] * 500)
    best = best_thresholds(truth(texts), {"a.png": detections})["Text"]
    assert 0.3 < best.score <= 0.6
    assert best.precision == 150 / 200
    assert best.recall == 150 / MANY
    assert best.f1 == pytest.approx(2 * 0.75 * 0.6 / (0.75 + 0.6))


def test_two_detections_of_one_box_are_right_once() -> None:
    texts, detections = many_texts([0.9] * MANY, [])
    doubled = Found(detections.boxes.repeat(2, 0), detections.scores.repeat(2), detections.class_ids.repeat(2))
    best = best_thresholds(truth(texts), {"a.png": doubled})["Text"]
    assert (best.precision, best.recall) == (0.5, 1)


def test_a_detection_takes_the_next_best_box_where_the_best_is_taken() -> None:
    pages = truth(page("a.png", [("Text", (0, 0, 10, 10)), ("Text", (0, 3, 10, 13))]))
    detections = found(("Text", 0.9, (0, 0, 10, 10)), ("Text", 0.8, (0, 1, 10, 11)))
    assert best_thresholds(pages, {"a.png": detections})["Text"].recall == 1


def test_bounds_hold_where_all_is_right_or_all_scores_are_extreme() -> None:
    texts, detections = many_texts([0.95] * MANY, [0.93] * 2 * MANY)
    assert best_thresholds(truth(texts), {"a.png": detections})["Text"].score == 0.5
    texts, detections = many_texts([0.85] * MANY, [0.79] * 10 * MANY)
    assert best_thresholds(truth(texts), {"a.png": detections})["Text"].score == 0.8


def test_few_boxes_stay_near_the_middle() -> None:
    pages = truth(page("a.png", [("Text", box(0)), ("Text", box(1))]))
    detections = found(("Text", 0.79, box(0)), ("Text", 0.78, box(5)), ("Text", 0.25, box(1)))
    assert best_thresholds(pages, {"a.png": detections})["Text"].score == pytest.approx(0.5, abs=0.02)


def test_only_pages_where_the_class_is_complete_count() -> None:
    texts, detections = many_texts([0.7] * MANY, [])
    other = page("b.png", [("Table", box(0))], complete=["Table"])
    findings = {"a.png": detections, "b.png": found(*(("Text", 0.9, box(row)) for row in range(MANY)))}
    assert best_thresholds(truth(texts, other), findings)["Text"].precision == 1


def test_a_class_without_boxes_gets_the_median_of_the_others() -> None:
    pages = truth(page("a.png", [(name, box(row)) for row in range(MANY) for name in ("Text", "Title", "List")]))
    scores = {"Text": 0.3, "Title": 0.6, "List": 0.7}
    right = [(name, score, box(row)) for name, score in scores.items() for row in range(MANY)]
    wrong = [(name, score - 0.02, aside(row)) for name, score in scores.items() for row in range(MANY)]
    best = best_thresholds(pages, {"a.png": found(*best_first(right + wrong))})
    assert list(best) == list(CLASSES)
    assert best["Formula"].score == best["Title"].score == pytest.approx(0.595, abs=0.006)
    assert best["Formula"].boxes == 0


def test_pages_without_boxes_are_refused() -> None:
    with pytest.raises(UsageError, match="no boxes"):
        best_thresholds(truth(page("a.png", [])), {})


def test_the_command_writes_a_threshold_for_every_class(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "coco.json").write_text(json.dumps(coco_of(truth(page("a.png", [("Text", box(0))])))))
    detection = {"class": "Text", "score": 0.6, "box": list(box(0))}
    (tmp_path / "found.jsonl").write_text(json.dumps({"page": "a.png", "detections": [detection]}) + "\n")
    arguments = [str(tmp_path / "coco.json"), str(tmp_path / "found.jsonl"), "--out", str(tmp_path / "out.json")]
    assert main(arguments) == 0
    assert list(json.loads((tmp_path / "out.json").read_text())) == list(CLASSES)
    assert "Text" in capsys.readouterr().out
    assert main([str(tmp_path / "none.json"), *arguments[1:]]) == 1
