import json
from pathlib import Path

import pytest

from d2studio.errors import UsageError
from training.parity import Agreement, compare, main

BOX = [0.0, 0.0, 100.0, 100.0]


def record(page: str, *detections: tuple[str, float, list[float]]) -> dict[str, object]:
    listed = [{"class": name, "score": score, "box": box} for name, score, box in detections]
    return {"page": page, "detections": listed}


def agreement(theirs: tuple[str, float, list[float]], ours: tuple[str, float, list[float]]) -> Agreement:
    return compare([record("a/1.png", theirs)], [record("b/1.png", ours)])["1.png"]


@pytest.mark.parametrize(
    ("ours", "is_same"),
    [
        (("Text", 0.5, BOX), True),
        (("text", 0.5004, [0, 0, 100, 99.5]), True),
        (("Title", 0.5, BOX), False),
        (("Text", 0.5006, BOX), False),
        (("Text", 0.5, [0, 0, 100, 98.5]), False),
    ],
)
def test_class_score_and_box_have_to_agree(ours: tuple[str, float, list[float]], is_same: bool) -> None:
    assert agreement(("Text", 0.5, BOX), ours) == Agreement(1, is_same, 1, is_same)


def test_each_side_needs_its_like_on_the_other() -> None:
    far = ("Text", 0.9, [500.0, 0.0, 600.0, 100.0])
    found = compare([record("1.png", ("Text", 0.5, BOX))], [record("1.png", ("Text", 0.5, BOX), far, far, far)])
    assert found["1.png"] == Agreement(1, 1, 4, 1)
    assert found["1.png"].share == 0.25


def test_pages_on_which_nothing_is_found_agree() -> None:
    assert compare([record("1.png")], [record("1.png")])["1.png"].share == 1


def test_a_page_that_the_other_side_did_not_run_is_refused_and_more_pages_are_not() -> None:
    with pytest.raises(UsageError, match=r"lacks 1 pages of the first, such as 2\.png"):
        compare([record("1.png"), record("2.png")], [record("1.png")])
    assert list(compare([record("1.png")], [record("1.png"), record("2.png")])) == ["1.png"]


def test_records_of_another_form_are_refused() -> None:
    with pytest.raises(UsageError, match="not detections"):
        compare([{"page": "1.png"}], [])


def test_the_exit_status_says_whether_the_files_agree(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    same, other = tmp_path / "same.jsonl", tmp_path / "other.jsonl"
    same.write_text(json.dumps(record("1.png", ("Text", 0.5, BOX))) + "\n")
    other.write_text(json.dumps(record("1.png", ("Text", 0.6, BOX))) + "\n")
    assert main([str(same), str(same)]) == 0
    assert "100.00%  reference 1 of 1, found 1 of 1  all 1 pages" in capsys.readouterr().out
    assert main([str(same), str(other)]) == 1
    assert main([str(same), str(tmp_path / "none.jsonl")]) == 1
