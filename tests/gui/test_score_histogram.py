import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from d2studio.core.shown import ScoreHistogram
from d2studio.gui.score_histogram import ScoreHistogramView

_MARGIN = 10
_WIDTH = 220  # scores 0 to 1 are 200 pixels apart


@pytest.fixture
def view(qtbot: QtBot) -> ScoreHistogramView:
    view = ScoreHistogramView()
    qtbot.addWidget(view)
    view.set_margin(_MARGIN)
    view.resize(_WIDTH, 60)
    palette = view.palette()
    palette.setColor(QPalette.ColorRole.Window, Qt.GlobalColor.white)
    palette.setColor(QPalette.ColorRole.WindowText, Qt.GlobalColor.black)
    palette.setColor(QPalette.ColorRole.Highlight, QColor(0, 0, 255))
    view.setPalette(palette)
    return view


def _histogram(*, shown: list[int], hidden: list[int]) -> ScoreHistogram:
    return ScoreHistogram(np.array(shown, np.int64), np.array(hidden, np.int64))


def _colour(view: ScoreHistogramView, x: int, y: int) -> tuple[int, int, int]:
    colour = view.grab().toImage().pixelColor(x, y)
    return colour.red(), colour.green(), colour.blue()


def test_that_a_press_picks_the_score_under_the_pointer(qtbot: QtBot, view: ScoreHistogramView) -> None:
    with qtbot.waitSignal(view.threshold_picked) as picked:
        QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(_MARGIN + 124, 20))
    assert picked.args == [0.62]
    with qtbot.waitSignal(view.pick_ended):
        QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(_MARGIN + 124, 20))


def test_that_a_drag_beyond_the_edge_picks_the_end(qtbot: QtBot, view: ScoreHistogramView) -> None:
    picked: list[float] = []
    view.threshold_picked.connect(picked.append)
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(100, 20))
    QTest.mouseMove(view, QPoint(_WIDTH + 50, 20))
    QTest.mouseMove(view, QPoint(0, 20))
    assert picked[1:] == [1.0, 0.0]


def test_that_other_buttons_pick_nothing(qtbot: QtBot, view: ScoreHistogramView) -> None:
    with qtbot.assertNotEmitted(view.threshold_picked), qtbot.assertNotEmitted(view.pick_ended):
        QTest.mouseClick(view, Qt.MouseButton.RightButton, pos=QPoint(100, 20))


def test_that_shown_detections_stand_below_hidden_ones_of_the_same_score(view: ScoreHistogramView) -> None:
    view.set_threshold(1.0, 1.0, 1.0)
    view.set_histogram(_histogram(shown=[0, 5], hidden=[0, 5]))
    x = _MARGIN + 150
    assert _colour(view, x, 50) == (0, 0, 255)
    red, green, blue = _colour(view, x, 10)
    assert red == green == blue < 255
    assert _colour(view, _MARGIN + 50, 50) == (255, 255, 255)


def test_that_the_line_stands_at_the_threshold(view: ScoreHistogramView) -> None:
    view.set_threshold(0.25, 0.25, 0.25)
    assert _colour(view, _MARGIN + 50, 30) == (0, 0, 0)
    assert _colour(view, _MARGIN + 60, 30) == (255, 255, 255)


def test_that_the_span_of_the_classes_thresholds_is_shaded(view: ScoreHistogramView) -> None:
    view.set_threshold(0.5, 0.25, 0.75)
    assert _colour(view, _MARGIN + 60, 30) != (255, 255, 255)
    assert _colour(view, _MARGIN + 160, 30) == (255, 255, 255)
