"""Pages as training reads them."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from training.learn.data import AIR, Batches, collate, read_coco, read_generated


def write_page(folder: Path, number: int, regions: list[list[int]], size: tuple[int, int] = (300, 400)) -> None:
    file = f"{number:07d}.jpg"
    Image.new("RGB", size, (255, 255, 255)).save(folder / file)
    record = {"file": file, "width": size[0], "height": size[1], "regions": regions}
    with (folder / "pages.0.jsonl").open("a", encoding="utf-8") as records:
        records.write(json.dumps(record) + "\n")


def test_regions_of_drawn_pages_get_air_but_stay_on_the_page(tmp_path: Path) -> None:
    write_page(tmp_path, 1, [[0, 10, 20, 110, 60], [8, 0, 380, 300, 400]])
    (page,) = read_generated(tmp_path)
    air = AIR * 400
    np.testing.assert_allclose(page.boxes[0], (10 - air, 20 - air, 110 + air, 60 + air), rtol=1e-6)
    np.testing.assert_allclose(page.boxes[1], (0, 380 - air, 300, 400), rtol=1e-6)
    assert page.classes.tolist() == [0, 8]
    assert page.incomplete is None
    assert not page.is_real


def test_a_record_that_is_being_written_waits_for_the_next_look(tmp_path: Path) -> None:
    write_page(tmp_path, 1, [])
    with (tmp_path / "pages.0.jsonl").open("a", encoding="utf-8") as records:
        records.write('{"file": "0000002.j')
    assert [page.path.name for page in read_generated(tmp_path)] == ["0000001.jpg"]


def test_real_pages_say_which_classes_may_be_unlabelled(tmp_path: Path) -> None:
    coco = {
        "categories": [{"id": 1, "name": "Text"}, {"id": 7, "name": "Table"}],
        "images": [
            {"id": 3, "file_name": "a.png", "width": 100, "height": 200, "complete_classes": ["Table"]},
        ],
        "annotations": [
            {"image_id": 3, "category_id": 7, "bbox": [10, 20, 30, 40], "iscrowd": 0},
            {"image_id": 3, "category_id": 1, "bbox": [10, 20, 0, 40], "iscrowd": 0},
            {"image_id": 3, "category_id": 1, "bbox": [1, 2, 3, 4], "iscrowd": 1},
        ],
    }
    path = tmp_path / "coco.json"
    path.write_text(json.dumps(coco), encoding="utf-8")
    (page,) = read_coco(path)
    assert page.path == tmp_path / "a.png"
    assert page.boxes.tolist() == [[10, 20, 40, 60]]
    assert page.classes.tolist() == [3]
    assert page.incomplete is not None
    assert page.incomplete.tolist() == [True, True, True, False, True, True, True, True, True]


def test_a_batch_is_padded_and_holds_blue_first() -> None:
    red = np.zeros((40, 30, 3), dtype=np.uint8)
    red[:, :, 0] = 200
    wide = np.full((20, 70, 3), 9, dtype=np.uint8)
    none = np.zeros((0, 4), dtype=np.float32)
    classes = np.zeros(0, dtype=np.int64)
    batch = collate([(red, none, classes, None), (wide, none, classes, None)])
    assert batch.pixels.shape == (2, 3, 64, 96)
    assert batch.sizes_hw == ((40, 30), (20, 70))
    assert batch.pixels[0, :, 0, 0].tolist() == [0, 0, 200]
    assert int(batch.pixels[0, :, 40:].sum()) == int(batch.pixels[0, :, :, 30:].sum()) == 0


def test_batches_repeat_with_their_seed_and_keep_orientations_apart(tmp_path: Path) -> None:
    for number in range(8):
        size = (300, 400) if number % 2 else (400, 300)
        write_page(tmp_path, number, [[0, 30, 40, 200, 90]], size)

    def first_two(seed: int) -> list[list[int]]:
        batches = iter(Batches(tmp_path, batch_size=2, short_sides=(96, 128), seed=seed))
        pixels = [next(batches) for _ in range(2)]
        assert all(len({height < width for height, width in batch.sizes_hw}) == 1 for batch in pixels)
        return [[int(batch.pixels.sum()), *batch.pixels.shape] for batch in pixels]

    assert first_two(1) == first_two(1)
    assert first_two(1) != first_two(2)


def test_a_folder_without_pages_is_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"training\.pages\.generate"):
        Batches(tmp_path)
