"""Every kind of page of text and figures: what its labels promise."""

from itertools import combinations
from random import Random

import pytest

from tests.training.plain_pools import PlainPools
from training.pages import articles, office
from training.pages.canvas import Region
from training.pages.entries import contents
from training.pages.frame import Kind
from training.pages.generate import KINDS
from training.pages.old_print import text_page
from training.pages.text import Page

# For those of offices see test_office.py.
OTHER_KINDS = [kind for kind in KINDS if kind not in office.KINDS]
# Words are printed on pictures there.
PRINTED_OVER = {"cover", "poster", "brochure"}


def names(kind: Kind) -> str:
    return kind[0]


def pixels_shared(one: Region, other: Region) -> float:
    """As a share of the smaller region; neighbouring lines may touch by a pixel."""
    width = min(one.box[2], other.box[2]) - max(one.box[0], other.box[0])
    height = min(one.box[3], other.box[3]) - max(one.box[1], other.box[1]) - 2
    areas = [(x1 - x0) * (y1 - y0) for x0, y0, x1, y1 in (one.box, other.box)]
    return max(0, width) * max(0, height) / min(areas)


def regions_of(page: Page, *class_names: str) -> list[Region]:
    return [region for region in page.canvas.regions if region.class_name in class_names]


@pytest.mark.parametrize("kind", OTHER_KINDS, ids=names)
def test_a_kind_keeps_its_regions_apart_and_on_the_page(kind: Kind) -> None:
    name, make, _ = kind
    for seed in range(5):
        page = make(Random(f"{name} {seed}"), PlainPools())
        for region in page.canvas.regions:
            left, top, right, bottom = region.box
            assert 0 <= left < right <= page.canvas.width
            assert 0 <= top < bottom <= page.canvas.height
        apart = {"Text", "Title", "List", "Table", "Caption", "Formula", "Header", "Footer"}
        apart |= set() if name in PRINTED_OVER else {"Figure"}
        for one, other in combinations(regions_of(page, *apart), 2):
            assert pixels_shared(one, other) < 0.05, (seed, one, other)


def test_kinds_have_names_of_their_own() -> None:
    assert len({name for name, _, _ in KINDS}) == len(KINDS)
    assert all(frequency > 0 for _, _, frequency in KINDS)


def test_the_same_seed_gives_the_same_page() -> None:
    one, other = (articles.first_page(Random(7), PlainPools()) for _ in range(2))
    assert one.canvas.image.tobytes() == other.canvas.image.tobytes()
    assert one.canvas.regions == other.canvas.regions


def test_all_classes_come_up() -> None:
    found = {
        region.class_name
        for seed in range(12)
        for make in (articles.inner_page, articles.report, articles.mathematics)
        for region in make(Random(seed), PlainPools()).canvas.regions
    }
    assert found == {"Text", "Title", "List", "Table", "Figure", "Formula", "Caption", "Header", "Footer"}


def test_a_bibliography_is_lists() -> None:
    pages = [articles.references(Random(seed), PlainPools()) for seed in range(5)]
    assert all(regions_of(page, "List") for page in pages)


def test_a_table_of_contents_is_a_table() -> None:
    pages = [contents(Random(seed), PlainPools()) for seed in range(5)]
    assert all(regions_of(page, "Table") and not regions_of(page, "Text", "List") for page in pages)


def test_a_column_of_old_print_is_mostly_one_text() -> None:
    pages = [text_page(Random(seed), PlainPools()) for seed in range(20)]
    tallest = [
        max(bottom - top for _, top, _, bottom in (one.box for one in regions_of(page, "Text"))) for page in pages
    ]
    assert sum(height > page.canvas.height * 0.4 for height, page in zip(tallest, pages, strict=True)) > 10
