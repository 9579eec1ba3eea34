from collections import Counter
from itertools import combinations
from random import Random
from typing import Final

import numpy as np
import pytest
from PIL import Image

from d2studio.core.samples import sample_folder
from training.pages.canvas import Canvas
from training.pages.text import Column
from training.pages.typefaces import FONT_FOLDERS, Family, find_families
from training.sample_pages import PAGES, Maker, article, finished, letter, old_book
from training.sample_setting import A4, POINT, Type, hyphenation, set_text

CLASSES: Final[dict[Maker, Counter[str]]] = {
    article: Counter(Header=2, Footer=1, Title=6, Text=10, Figure=1, Formula=1, Caption=2, List=1, Table=1),
    letter: Counter(Header=1, Footer=3, Title=1, Text=8, Figure=1, List=1, Table=1),
    old_book: Counter(Header=2, Title=1, Text=4, Figure=1, Caption=1),
}


@pytest.fixture(scope="module")
def own_families() -> tuple[Family, ...]:
    """The families that matplotlib brings: these are everywhere."""
    return find_families(FONT_FOLDERS[-1:])


@pytest.mark.parametrize("make", CLASSES, ids=lambda make: make.__name__)
def test_a_sample_page_has_its_parts_side_by_side_in_whatever_fonts_there_are(
    make: Maker, own_families: tuple[Family, ...]
) -> None:
    canvas = make(Random(0), own_families)
    assert Counter(region.class_name for region in canvas.regions) == CLASSES[make]
    assert finished(canvas).size == A4
    for one, other in combinations([region.box for region in canvas.regions], 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def test_the_same_seed_makes_the_same_page(own_families: tuple[Family, ...]) -> None:
    first, second = (np.asarray(old_book(Random(4), own_families).image) for _ in range(2))
    assert np.array_equal(first, second)


def test_the_pages_that_come_with_the_program_are_small_and_of_the_said_size() -> None:
    files = [sample_folder() / name for name, _ in PAGES]
    assert sum(file.stat().st_size for file in files) < 1_500_000
    for file in files:
        with Image.open(file) as image:
            assert image.size == A4


def lines_of(canvas: Canvas) -> list[tuple[int, int]]:
    """Left and right end of the ink in each line of a paragraph, in pixels."""
    dark = np.asarray(canvas.image.convert("L")) < 128
    rows = dark.any(axis=1)
    edges = np.flatnonzero(np.diff(np.concatenate(([False], rows, [False]))))
    found = []
    for top, bottom in zip(edges[::2], edges[1::2], strict=True):
        columns = np.flatnonzero(dark[top:bottom].any(axis=0))
        found.append((int(columns[0]), int(columns[-1])))
    return found


def test_lines_of_a_paragraph_end_at_both_margins_and_words_break_where_they_may(
    own_families: tuple[Family, ...],
) -> None:
    serif = next(family for family in own_families if family.name == "STIXGeneral")
    canvas = Canvas(700, 900)
    face = Type(serif, 10, 18, hyphens=hyphenation("li-brar-i-an"))
    column = Column(50, 50, 600, 900)
    set_text(canvas, column, "A librarian had a librarian for lunch. " * 4 + "Then all librarians left.", face)
    lines = lines_of(canvas)
    assert column.top == pytest.approx(50 + len(lines) * 18 * POINT)
    assert all(abs(left - 50) < 8 for left, _ in lines)
    assert all(abs(right - 650) < 8 for _, right in lines[:-1])


def test_every_shipped_file_is_named_in_the_licence_note() -> None:
    note = (sample_folder() / "README.md").read_text(encoding="utf-8")
    files = {path.name for path in sample_folder().iterdir()} - {"README.md"}
    assert files == {name for name, _ in PAGES}
    assert all(f"`{name}`" in note for name in files)
