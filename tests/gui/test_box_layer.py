"""Boxes that are drawn all at once."""

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QTransform
from PySide6.QtWidgets import QGraphicsRectItem, QGraphicsScene
from pytestqt.qtbot import QtBot

from d2studio.gui.box_layer import BoxLayer
from d2studio.gui.class_marks import class_pen

SOLID, DASHED = 0, 1
RED, BLUE = (200, 0, 0), (0, 0, 200)
SIDE = 100


class Picture:
    """A layer of two boxes, one of each class, on a white page of 100 pixels."""

    def __init__(self, boxes: list[list[float]]) -> None:
        self.scene = QGraphicsScene(0, 0, SIDE, SIDE)
        root = QGraphicsRectItem()
        self.scene.addItem(root)
        class_ids = np.arange(len(boxes)) % 2
        self.layer = BoxLayer(np.array(boxes, np.float32), class_ids, (SIDE, SIDE), root)
        pens = {SOLID: class_pen(SOLID, RED, 2), DASHED: class_pen(DASHED, BLUE, 2)}
        self.layer.set_looks(pens, {SOLID: QBrush(QColor(255, 200, 200)), DASHED: QBrush(QColor(200, 200, 255))})
        self.layer.set_shown(np.arange(len(boxes)))

    def rows(self, zoom: int = 1) -> list[list[tuple[int, int, int]]]:
        """Colours of all pixels of the screen."""
        side = SIDE * zoom
        image = QImage(side, side, QImage.Format.Format_RGB32)
        image.fill(QColor("white"))
        painter = QPainter(image)
        painter.setWorldTransform(QTransform.fromScale(zoom, zoom))
        self.scene.render(painter, QRectF(0, 0, SIDE, SIDE), QRectF(0, 0, SIDE, SIDE))
        painter.end()
        return [[_rgb(image.pixelColor(x, y)) for x in range(side)] for y in range(side)]


def _rgb(colour: QColor) -> tuple[int, int, int]:
    return colour.red(), colour.green(), colour.blue()


@pytest.mark.parametrize("zoom", [1, 4])
def test_that_lines_are_as_wide_at_any_zoom(qtbot: QtBot, zoom: int) -> None:
    rows = Picture([[20, 30, 60, 80]]).rows(zoom)
    middle, column = rows[50 * zoom], [row[40 * zoom] for row in rows]
    assert [x for x, colour in enumerate(middle) if colour == RED] == [
        *range(20 * zoom - 1, 20 * zoom + 1),
        *range(60 * zoom - 1, 60 * zoom + 1),
    ]
    assert [y for y, colour in enumerate(column) if colour == RED] == [
        *range(30 * zoom - 1, 30 * zoom + 1),
        *range(80 * zoom - 1, 80 * zoom + 1),
    ]
    assert middle[40 * zoom] == (255, 200, 200)


def test_that_every_side_of_a_dashed_box_has_dashes_and_gaps(qtbot: QtBot) -> None:
    rows = Picture([[0, 0, 1, 1], [20, 20, 80, 80]]).rows()
    for y in (20, 79):
        assert {rows[y][x] == BLUE for x in range(25, 75)} == {True, False}
    for x in (20, 79):
        assert {rows[y][x] == BLUE for y in range(25, 75)} == {True, False}


def test_that_fills_dim_no_outline(qtbot: QtBot) -> None:
    rows = Picture([[20, 20, 80, 80], [10, 10, 90, 90]]).rows()
    assert rows[50][20] == RED


def test_that_only_what_is_shown_is_drawn(qtbot: QtBot) -> None:
    picture = Picture([[10, 10, 30, 30], [50, 50, 90, 90]])
    picture.layer.set_shown(np.array([0]))
    rows = picture.rows()
    assert rows[20][20] == (255, 200, 200)
    assert rows[70][70] == (255, 255, 255)
    picture.layer.set_shown(np.zeros(0, np.int64))
    assert picture.rows()[20][20] == (255, 255, 255)


def test_that_a_box_without_an_inside_is_still_seen(qtbot: QtBot) -> None:
    rows = Picture([[50, 50, 50, 50]]).rows()
    assert RED in rows[50]
    assert sum(row.count(RED) for row in rows) <= 8
