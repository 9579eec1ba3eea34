import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QGraphicsScene
from pytestqt.qtbot import QtBot

from d2studio.arrays import PixelArray
from d2studio.gui.image_item import ImageItem, choose_level
from d2studio.gui.view_style import PageTone


def plain(height: int, width: int, colour: tuple[int, int, int]) -> PixelArray:
    pixels = np.empty((height, width, 3), np.uint8)
    pixels[:] = colour
    pixels.flags.writeable = False
    return pixels


def drawn(item: ImageItem, source: QRectF, *, width: int, height: int, ratio: float = 1.0) -> QImage:
    """What the item draws of `source` on a device of width x height points."""
    scene = QGraphicsScene()
    scene.addItem(item)
    image = QImage(round(width * ratio), round(height * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor("magenta"))
    painter = QPainter(image)
    scene.render(painter, QRectF(0, 0, width, height), source)
    painter.end()
    scene.removeItem(item)
    return image


def rgb(image: QImage, x: int, y: int) -> tuple[int, int, int]:
    colour = image.pixelColor(x, y)
    return colour.red(), colour.green(), colour.blue()


@given(level_count=st.integers(1, 8), zoom=st.floats(0.001, 40))
def test_that_the_chosen_level_is_the_coarsest_that_fills_the_screen(level_count: int, zoom: float) -> None:
    level = choose_level(level_count, zoom)
    assert level == 0 or zoom * 2**level <= 1
    assert level == level_count - 1 or zoom * 2 ** (level + 1) > 1


def test_that_pixels_are_drawn_where_they_are(qtbot: QtBot) -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (7, 5, 3), dtype=np.uint8)
    item = ImageItem()
    item.set_levels((pixels,))
    image = drawn(item, QRectF(0, 0, 5, 7), width=5, height=7)
    assert [[rgb(image, x, y) for x in range(5)] for y in range(7)] == [
        [tuple(pixel) for pixel in row] for row in pixels.tolist()
    ]


def test_that_a_reduced_level_lies_over_the_same_area(qtbot: QtBot) -> None:
    # Odd sides: the last pixel of the reduced level stands for half as much.
    item = ImageItem()
    reduced = plain(51, 26, (0, 0, 255)).copy()
    reduced[:, 13:] = (255, 0, 0)
    item.set_levels((plain(101, 51, (0, 255, 0)), reduced))
    image = drawn(item, QRectF(0, 0, 100, 200), width=50, height=100)
    assert rgb(image, 11, 20) == (0, 0, 255)
    assert rgb(image, 14, 20) == (255, 0, 0)
    assert rgb(image, 25, 49) == (255, 0, 0)
    assert rgb(image, 27, 20) == (255, 0, 255), "beside the page"


@pytest.mark.parametrize(("ratio", "level_colour"), [(1.0, (0, 0, 255)), (2.0, (0, 255, 0))])
def test_that_a_dense_screen_is_given_a_finer_level(
    qtbot: QtBot, ratio: float, level_colour: tuple[int, int, int]
) -> None:
    item = ImageItem()
    item.set_levels((plain(100, 100, (0, 255, 0)), plain(50, 50, (0, 0, 255))))
    image = drawn(item, QRectF(0, 0, 100, 100), width=50, height=50, ratio=ratio)
    assert rgb(image, 20, 20) == level_colour


def test_that_a_partial_repaint_equals_the_whole(qtbot: QtBot) -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (300, 300, 3), dtype=np.uint8)
    item = ImageItem()
    item.set_levels((pixels,))
    whole = drawn(item, QRectF(0, 0, 300, 300), width=210, height=210)
    part = drawn(item, QRectF(100, 100, 100, 100), width=70, height=70)
    wanted = whole.copy(QRect(70, 70, 70, 70))
    levels = [np.array([rgb(image, x, y) for x in range(70) for y in range(70)]) for image in (part, wanted)]
    assert np.abs(levels[0] - levels[1]).max() <= 3


@pytest.mark.parametrize(
    ("tone", "seen"),
    [
        (PageTone(inverted=True), (55, 155, 255)),
        (PageTone(brightness=-1), (0, 0, 0)),
        (PageTone(brightness=-0.5), (100, 50, 0)),
        (PageTone(brightness=0.2), (251, 151, 51)),
        (PageTone(brightness=0.2, inverted=True), (106, 206, 255)),
    ],
)
def test_that_tone_changes_what_is_seen_and_not_the_page(
    qtbot: QtBot, tone: PageTone, seen: tuple[int, int, int]
) -> None:
    pixels = plain(10, 10, (200, 100, 0))
    item = ImageItem()
    item.set_levels((pixels,))
    item.set_tone(tone)
    image = drawn(item, QRectF(0, 0, 20, 20), width=20, height=20)
    assert rgb(image, 5, 5) == pytest.approx(seen, abs=2)
    assert rgb(image, 15, 15) == (255, 0, 255), "beside the page nothing changes"
    assert pixels[5, 5].tolist() == [200, 100, 0]


def test_that_no_page_takes_no_room(qtbot: QtBot) -> None:
    item = ImageItem()
    item.set_levels((plain(10, 10, (0, 0, 0)),))
    item.set_levels(())
    assert item.boundingRect().isEmpty()
    assert rgb(drawn(item, QRectF(0, 0, 10, 10), width=10, height=10), 5, 5) == (255, 0, 255)
