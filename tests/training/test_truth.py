import json
from pathlib import Path

import numpy as np
import pytest

from d2studio.errors import UsageError
from tests.training.pages_of_known_layout import CLASSES, coco_of, page, truth
from training.truth import as_findings, pairwise_iou, read_findings, read_truth, write_lines


def test_a_coco_file_gives_pages_with_corners_instead_of_sizes(tmp_path: Path) -> None:
    given = truth(
        page("a.png", [("Text", (1, 2, 11, 22)), ("Table", (0, 0, 5, 5))]),
        page("b.png", [], source="there", complete=["Table"]),
    )
    path = tmp_path / "coco.json"
    path.write_text(json.dumps(coco_of(given)))

    read = read_truth(path)

    assert read.class_names == CLASSES
    assert read.sources == ("here", "there")
    first, second = read.pages
    assert first.path == tmp_path / "a.png"
    np.testing.assert_array_equal(first.boxes, [[1, 2, 11, 22], [0, 0, 5, 5]])
    np.testing.assert_array_equal(first.class_ids, [0, 3])
    assert second.complete == {3}
    assert second.boxes.shape == (0, 4)


@pytest.mark.parametrize("change", [{"images": [{"id": 1, "file_name": "a.png"}]}, {"categories": None}])
def test_a_coco_file_that_says_too_little_is_refused(tmp_path: Path, change: dict[str, object]) -> None:
    path = tmp_path / "coco.json"
    path.write_text(json.dumps(coco_of(truth(page("a.png", []))) | change))
    with pytest.raises(UsageError, match="is no COCO file with sources and complete classes"):
        read_truth(path)


def test_crowd_boxes_are_refused(tmp_path: Path) -> None:
    content = json.dumps(coco_of(truth(page("a.png", [("Text", (0, 0, 1, 1))]))))
    path = tmp_path / "coco.json"
    path.write_text(content.replace('"iscrowd": 0', '"iscrowd": 1'))
    with pytest.raises(UsageError, match="box 1 is marked as a crowd"):
        read_truth(path)


def test_findings_are_sorted_and_their_classes_known_in_any_case(tmp_path: Path) -> None:
    path = tmp_path / "found.jsonl"
    weak = {"class": "tEXT", "score": 0.2, "box": [0, 0, 1, 1]}
    strong = {"class": "Table", "score": 0.9, "box": [0, 0, 2, 2]}
    write_lines(path, [{"page": "some/folder/ä.png", "detections": [weak, strong]}])
    found = read_findings(path, CLASSES)["ä.png"]
    np.testing.assert_array_equal(found.scores, [0.9, 0.2])
    np.testing.assert_array_equal(found.class_ids, [3, 0])
    np.testing.assert_array_equal(found.boxes, [[0, 0, 2, 2], [0, 0, 1, 1]])


def test_findings_of_unknown_classes_are_refused() -> None:
    with pytest.raises(UsageError, match="cat"):
        as_findings([{"page": "a.png", "detections": [{"class": "cat", "score": 1, "box": [0, 0, 1, 1]}]}], CLASSES)


def test_a_file_that_is_not_json_lines_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "found.jsonl"
    path.write_text("Text 0.5\n")
    with pytest.raises(UsageError, match="does not hold JSON"):
        read_findings(path, CLASSES)


def test_a_limit_takes_pages_from_all_over() -> None:
    pages = truth(*(page(f"{index}.png", []) for index in range(10)))
    assert [one.path.name for one in pages.spread(4).pages] == ["0.png", "2.png", "5.png", "7.png"]
    assert len(pages.spread(99).pages) == 10


def test_overlap_is_shared_area_over_covered_area() -> None:
    first = np.array([[0.0, 0, 10, 10]])
    second = np.array([[0.0, 0, 10, 10], [5, 0, 15, 10], [20, 20, 30, 30]])
    np.testing.assert_allclose(pairwise_iou(first, second), [[1, 50 / 150, 0]])
    assert pairwise_iou(first, np.empty((0, 4))).shape == (1, 0)
    assert pairwise_iou(np.zeros((1, 4)), np.zeros((1, 4))) == 0
