"""What is pasted when regions are copied."""

import csv
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from d2studio.core.records import page_record
from d2studio.core.region_text import as_csv, as_json, as_text
from d2studio.detections import Detections
from tests.made_up import detections_of

Writer = Callable[[Detections, Sequence[int], str], str]


def three_regions() -> Detections:
    return detections_of(
        [[1, 2, 31, 22], [0.25, 5, 10, 6], [40, 50, 60, 90]], [0.9, 0.8, 0.7], [0, 1, 2], size_hw=(100, 80)
    )


def cells(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_that_csv_names_its_columns_and_has_a_line_for_each_region_in_the_order_asked_for() -> None:
    rows = cells(as_csv(three_regions(), [2, 0], "scan.pdf"))
    assert [row["class"] for row in rows] == ["Table", "Text"]
    assert rows[1] == {
        "page": "scan.pdf",
        "class": "Text",
        "class_id": "0",
        "score": "0.90000",
        "x": "1.00",
        "y": "2.00",
        "width": "30.00",
        "height": "20.00",
        "area_px": "600",
    }


def test_that_text_has_the_cells_of_the_csv_between_tabs() -> None:
    found = three_regions()
    by_tabs = [line.split("\t") for line in as_text(found, [0, 1], "scan.pdf").splitlines()]
    assert by_tabs == list(csv.reader(io.StringIO(as_csv(found, [0, 1], "scan.pdf"))))


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20", "  ="])
@pytest.mark.parametrize("write", [as_csv, as_text])
def test_that_no_text_can_be_taken_for_a_formula(sign: str, write: Writer) -> None:
    formula = f"{sign}cmd|' /C calc'!A0"
    found = replace(three_regions(), class_names=(formula,))
    _, line = write(found, [0], formula).splitlines()
    page, class_name, *_ = next(csv.reader([line], delimiter="\t" if write is as_text else ","))
    assert page == class_name == f"'{formula}"


def test_that_numbers_below_zero_stay_numbers() -> None:
    found = detections_of([[-1.5, 2, 31, 22]], [-3.25])
    (row,) = cells(as_csv(found, [0], "scan.pdf"))
    assert (float(row["x"]), float(row["score"])) == (-1.5, -3.25)


@pytest.mark.parametrize("letter", ["\t", "\r", "\n", "\u2028", "\u202e", "\ud800"])
@pytest.mark.parametrize("write", [as_csv, as_text])
def test_that_names_of_any_letters_stay_on_their_line_and_can_be_written(letter: str, write: Writer) -> None:
    found = replace(three_regions(), class_names=(f"{letter}=1",))
    _, line = write(found, [0], f"a{letter}b").splitlines()
    page, class_name, *_ = next(csv.reader([line], delimiter="\t" if write is as_text else ","))
    assert (page, class_name) == (f"a{ascii(letter)[1:-1]}b", f"{ascii(letter)[1:-1]}=1")
    line.encode("utf-8")


def test_that_quotes_and_commas_come_back_out_of_csv() -> None:
    found = replace(three_regions(), class_names=('Überschrift, "groß"',))
    (row,) = cells(as_csv(found, [0], "scan.pdf"))
    assert row["class"] == 'Überschrift, "groß"'


def test_that_json_has_the_records_that_the_command_line_prints() -> None:
    found = three_regions()
    outlines = [[np.array([[1, 2], [31, 2], [31, 22]], np.float32)], [], []]
    printed = page_record(Path("scan.pdf"), 0, found, outlines, timings_ms={}, notes=())
    copied = json.loads(as_json(found, [0, 1, 2], "scan.pdf", outlines))
    assert copied == {key: printed[key] for key in ("page", "size", "detections")}
    assert copied["detections"][0]["polygon"] == [[1, 2, 31, 2, 31, 22]]


def test_that_json_has_only_the_regions_asked_for_with_their_own_polygons() -> None:
    outlines = [[np.full((3, 2), position, np.float32)] for position in range(3)]
    copied = json.loads(as_json(three_regions(), [2, 1], "scan.pdf", outlines))
    assert [(record["class"], record["polygon"][0][0]) for record in copied["detections"]] == [
        ("Table", 2),
        ("Title", 1),
    ]


def test_that_json_keeps_letters_readable_and_escapes_what_is_none() -> None:
    found = replace(three_regions(), class_names=("Überschrift",))
    text = as_json(found, [0], "scan\ud800.pdf")
    assert "Überschrift" in text
    assert json.loads(text.encode("utf-8"))["page"] == "scan\ud800.pdf"
