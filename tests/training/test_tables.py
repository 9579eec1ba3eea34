from collections import Counter
from random import Random

import numpy as np
import pytest

from tests.training.plain_pools import PlainPools
from training.pages.frame import begin_page, split_columns, text_area
from training.pages.table_kinds import GRIDS, GridMaker
from training.pages.tables import draw_table, table_block
from training.pages.text import Column, Page


def page_with_area(seed: int, columns: int = 1) -> tuple[Page, Column]:
    page = begin_page(Random(seed), PlainPools())
    return page, split_columns(page, text_area(page), columns)[0]


def test_the_same_seed_draws_the_same_tables() -> None:
    pictures = []
    for _ in range(2):
        page, area = page_with_area(3)
        while table_block(page, area):
            pass
        pictures.append(np.asarray(page.canvas.image))
    assert np.array_equal(pictures[0], pictures[1])


@pytest.mark.parametrize("make", [make for make, _ in GRIDS], ids=lambda make: make.__name__)
@pytest.mark.parametrize("columns", [1, 2])
def test_a_table_is_one_region_that_lies_within_its_column(make: GridMaker, columns: int) -> None:
    drawn = 0
    for seed in range(6):
        page, area = page_with_area(seed, columns)
        top = area.top
        if not draw_table(page, area, kinds=((make, 1.0),)):
            assert not page.canvas.regions
            continue
        drawn += 1
        assert [region.class_name for region in page.canvas.regions] == ["Table"]
        x0, y0, x1, y1 = page.canvas.regions[0].box
        slack = page.style.size
        assert area.left - slack <= x0 < x1 <= area.left + area.width + slack
        assert top - slack <= y0 < y1 <= min(area.top, area.bottom) + slack
    assert drawn > 3


def test_a_table_that_has_no_room_draws_nothing() -> None:
    page, area = page_with_area(1)
    area.bottom = area.top + 10
    assert not table_block(page, area)
    assert not draw_table(page, area)
    assert not page.canvas.regions


def test_blocks_of_tables_have_captions_and_titles() -> None:
    found: Counter[str] = Counter()
    for seed in range(40):
        page, area = page_with_area(seed)
        table_block(page, area)
        found.update(region.class_name for region in page.canvas.regions)
    assert found["Table"] >= 30
    assert found["Caption"] >= 8
    assert found["Title"] >= 2
    assert set(found) <= {"Table", "Caption", "Title", "Text"}
