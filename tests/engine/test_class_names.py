"""Names of classes, from files and from well-known data sets."""

import json
from pathlib import Path

import pytest

from d2studio.engine.class_names import ClassList, class_names_for, read_classes, stuff_names_for
from d2studio.errors import UsageError


@pytest.mark.parametrize(
    ("dataset", "count", "first", "last"),
    [
        ("coco_2017_train", 80, "person", "toothbrush"),
        ("coco_2014_valminusminival", 80, "person", "toothbrush"),
        ("keypoints_coco_2017_val", 1, "person", "person"),
        ("cityscapes_fine_instance_seg_train", 8, "person", "bicycle"),
        ("voc_2012_trainval", 20, "aeroplane", "tvmonitor"),
        ("lvis_v1_train", 1203, "aerosol_can", "zucchini"),
        ("lvis_v0.5_val", 1230, "acorn", "zucchini"),
        ("lvis_v0.5_train_cocofied", 80, "person", "toothbrush"),
        ("PubLayNet_train", 5, "Text", "Figure"),
        ("publaynet-val", 5, "Text", "Figure"),
        ("doclaynet_train", 11, "Caption", "Title"),
        ("prima-layout-train", 7, "Background", "OtherRegion"),
        ("hjdataset_train", 7, "Page Frame", "Other"),
        ("hjdataset_train", 8, "Background", "Other"),
        ("newspaper_navigator", 7, "Photograph", "Advertisement"),
        ("TableBank_train", 1, "Table", "Table"),
        ("MFD_train", 2, "Background", "Equation"),
    ],
)
def test_that_a_known_data_set_gives_its_names(dataset: str, count: int, first: str, last: str) -> None:
    names = class_names_for([dataset], count)
    assert names is not None
    assert (len(names), names[0], names[-1]) == (count, first, last)


def test_that_the_names_of_a_data_set_are_not_used_for_a_model_with_another_count() -> None:
    assert class_names_for(["coco_2017_train"], 5) is None


def test_that_an_unknown_data_set_is_passed_over() -> None:
    assert class_names_for(["my_own_scans", "publaynet_val"], 5) == ("Text", "Title", "List", "Table", "Figure")
    assert class_names_for(["my_own_scans"], 5) is None
    assert class_names_for([], 80) is None


def test_that_a_semantic_map_has_names_of_its_own() -> None:
    names = stuff_names_for(["coco_2017_val_panoptic_stuffonly"], 54)
    assert names is not None
    assert (names[0], names[1], names[-1]) == ("things", "banner", "rug-merged")
    assert stuff_names_for(["publaynet_val"], 0) is None


def labels(folder: Path, content: str | bytes) -> Path:
    path = folder / "labels.json"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize(
    "content",
    [
        '["Text", "Title"]',
        '{"0": "Text", "1": "Title"}',
        '{"1": "Title", "0": "Text"}',
        "Text\nTitle\n",
        "Text\r\n Title \r\n\r\n",
        b'\xef\xbb\xbf["Text", "Title"]',
    ],
)
def test_that_each_form_of_a_label_file_is_read(content: str | bytes, tmp_path: Path) -> None:
    assert read_classes(labels(tmp_path, content), 2) == ClassList(("Text", "Title"))


def test_that_ids_from_1_are_shifted_where_the_model_has_as_many_classes(tmp_path: Path) -> None:
    found = read_classes(labels(tmp_path, '{"1": "Text", "2": "Title"}'), 2)
    assert found.names == ("Text", "Title")
    assert "numbered from 1" in found.notes[0]


def test_that_ids_from_1_leave_class_0_to_the_background_where_the_model_has_one_more(tmp_path: Path) -> None:
    # LayoutParser's map for PrimaLayout, whose model has 7 outputs.
    regions = ["TextRegion", "ImageRegion", "TableRegion", "MathsRegion", "SeparatorRegion", "OtherRegion"]
    label_map = json.dumps(dict(enumerate(regions, start=1)))
    found = read_classes(labels(tmp_path, label_map), 7)
    assert found.names == ("Background", *regions)
    assert "Background" in found.notes[0]


def test_that_a_wrong_number_of_names_is_said_and_the_rest_go_by_number(tmp_path: Path) -> None:
    found = read_classes(labels(tmp_path, '["Text", "Title"]'), 4)
    assert found.names == ("Text", "Title", "class 2", "class 3")
    assert found.notes == ("The model has 4 classes and labels.json has 2 names; 2 classes have no name yet.",)
    found = read_classes(labels(tmp_path, '["Text", "Title"]'), 3)
    assert found.notes == ("The model has 3 classes and labels.json has 2 names; 1 class has no name yet.",)
    found = read_classes(labels(tmp_path, '["Text", "Title", "List"]'), 2)
    assert found.names == ("Text", "Title")
    assert found.notes == ("The model has 2 classes and labels.json has 3 names; names not used: 1.",)


@pytest.mark.parametrize(
    ("content", "colours"),
    [
        ('[{"name": "Text", "colour": "#0072B2"}, "Title"]', {0: (0, 0x72, 0xB2)}),
        ('["Text", {"name": " Title ", "colour": "#d55e00"}]', {1: (0xD5, 0x5E, 0)}),
        ('{"1": "Text", "2": {"name": "Title", "colour": "#D55E00"}}', {1: (0xD5, 0x5E, 0)}),
    ],
)
def test_that_a_class_may_have_a_colour_beside_its_name(
    content: str, colours: dict[int, tuple[int, int, int]], tmp_path: Path
) -> None:
    found = read_classes(labels(tmp_path, content), 2)
    assert (found.names, found.colours) == (("Text", "Title"), colours)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"\xff\xfe\x00", "UTF-8"),
        ('["Text", 3]', "3"),
        ('{"Text": 0}', "Text"),
        ('{"categories": []}', "categories"),
        ('[{"name": "Text", "colour": "blue"}]', "blue"),
        ('[{"name": "Text", "colour": [0, 114, 178]}]', "114"),
        ('[{"colour": "#0072B2"}]', "#0072B2"),
        ('["Text"', "JSON"),
        ("[" * 100_000, "JSON"),
        ("", "no class names"),
        ("[]", "no class names"),
        ("x" * 2_000_000, "too large"),
    ],
)
def test_that_what_is_no_label_file_is_refused_with_a_reason(
    content: str | bytes, complaint: str, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match=complaint):
        read_classes(labels(tmp_path, content), 2)


def test_that_a_missing_label_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"nowhere\.json"):
        read_classes(tmp_path / "nowhere.json", 2)
