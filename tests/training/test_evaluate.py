import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.training.pages_of_known_layout import CLASSES, coco_of, found, page, truth
from tests.training.small_model import save_small_model
from training.evaluate import load_at, main, measure, report

BOX, OTHER = (0, 0, 10, 10), (50, 0, 60, 10)


def test_figures_are_by_source_by_class_and_over_all() -> None:
    pages = truth(
        page("a.png", [("Text", BOX), ("Caption", OTHER)], source="modern"),
        page("b.png", [("Text", BOX)], source="old"),
    )
    figures = measure(pages, {"a.png": found(("Text", 0.9, BOX), ("Caption", 0.8, BOX))}, modern="modern")
    assert figures["by_source"]["modern"]["classes"]["Text"]["ap50"] == pytest.approx(1)
    assert figures["by_source"]["modern"]["mean"]["ap50"] == pytest.approx(0.5)
    assert figures["by_source"]["old"]["mean"] == {"ap50": 0, "ap": 0, "recall": 0, "boxes": 1}
    assert figures["all"]["pages"] == 2
    assert figures["all"]["classes"]["Text"]["ap50"] == pytest.approx(51 / 101)
    # Captions are none of the five, and the other four do not occur.
    assert figures["modern_five"]["ap50"] == pytest.approx(1)
    assert figures["any_class_recall"] == {"0.50": pytest.approx(1 / 3), "0.75": pytest.approx(1 / 3)}
    json.dumps(figures)


def test_the_report_has_a_table_for_each_source() -> None:
    pages = truth(page("a.png", [("Text", BOX)], source="modern"), page("b.png", [("Table", BOX)], source="old"))
    lines = report(pages, {"a.png": found(("Text", 0.9, BOX))}, modern="modern")
    titles = [line for line in lines if line.endswith("pages)")]
    assert titles == ["modern (1 pages)", "old (1 pages)", "all pages (2 pages)"]
    assert "modern five: AP50 1.000, AP 1.000 (Text, Title, Table, Figure, List on modern)" in lines


def test_findings_of_an_earlier_run_can_be_measured_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    coco, lines, figures = (tmp_path / name for name in ("coco.json", "found.jsonl", "figures.json"))
    coco.write_text(json.dumps(coco_of(truth(page("a.png", [("Text", BOX)])))))
    lines.write_text(json.dumps({"page": "a.png", "detections": [{"class": "Text", "score": 0.9, "box": BOX}]}))
    assert main([str(coco), "--found", str(lines), "--figures", str(figures)]) == 0
    assert json.loads(figures.read_text())["all"]["classes"]["Text"]["ap50"] == pytest.approx(1)
    assert "all pages (1 pages)" in capsys.readouterr().out


def test_a_missing_file_ends_with_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "none.json"), "--found", str(tmp_path / "none.jsonl")]) == 1
    assert capsys.readouterr().err.startswith("error: ")


def test_a_model_is_run_over_the_pages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("a.png", "b.png", "c.png"):
        Image.fromarray(np.full((80, 60, 3), 255, np.uint8)).save(tmp_path / name)
    coco, out = tmp_path / "coco.json", tmp_path / "found.jsonl"
    coco.write_text(json.dumps(coco_of(truth(*(page(f"{name}.png", [("Text", BOX)]) for name in "abc")))))
    arguments = [
        str(coco),
        "--model",
        str(save_small_model(tmp_path / "model")),
        "--device",
        "cpu",
        "--out",
        str(out),
        "--limit",
        "2",
    ]
    assert main(arguments) == 0
    records = [json.loads(line) for line in out.read_text().splitlines()]
    assert [Path(record["page"]).name for record in records] == ["a.png", "b.png"]
    assert {detection["class"] for record in records for detection in record["detections"]} <= set(CLASSES)
    assert "2 pages" in capsys.readouterr().out


def test_another_short_side_scales_the_long_side_too(tmp_path: Path) -> None:
    predictor = load_at(save_small_model(tmp_path / "model"), short_side=32, device="cpu")
    assert predictor.config.int("INPUT.MIN_SIZE_TEST") == 32
    assert predictor.config.int("INPUT.MAX_SIZE_TEST") == 48
    assert predictor.class_names == CLASSES
    assert predictor.precision == "float32"
