import math

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QMouseEvent, QNativeGestureEvent, QPointingDevice, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QToolTip, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from d2studio.core.page import PageKey, SourceTransform
from d2studio.core.shared_page import SharedPage
from d2studio.filters import FilterRules, apply_rules
from d2studio.gui.view_style import OverlayStyle, PageTone, PointerPlace, pointer_place
from d2studio.gui.viewer import Viewer
from tests.gui.pages import result_of, shared_page, white_page
from tests.made_up import detections_of

# Two columns, and in the left one a small region in a larger one.
BOXES: list[list[float]] = [
    [420, 100, 750, 300],
    [50, 100, 380, 300],
    [100, 150, 200, 200],
    [50, 900, 380, 1150],
]
SCORES = [0.9, 0.8, 0.7, 0.6]
LEFT, SMALL, RIGHT, LOW = 1, 2, 0, 3


@pytest.fixture
def viewer(qtbot: QtBot) -> Viewer:
    viewer = Viewer()
    qtbot.addWidget(viewer)
    viewer.resize(600, 500)
    viewer.show()
    qtbot.waitExposed(viewer)
    return viewer


@pytest.fixture
def found(viewer: Viewer) -> Viewer:
    show_found(viewer)
    return viewer


def show_found(viewer: Viewer) -> None:
    viewer.show_page(white_page(1200, 800))
    viewer.show_result(result_of(detections_of(BOXES, SCORES, [0, 1, 2, 0], size_hw=(1200, 800))), None)


def at(viewer: Viewer, x: float, y: float) -> QPoint:
    """A point of the page in the viewport."""
    return viewer.viewportTransform().map(QPointF(x, y)).toPoint()


def click(viewer: Viewer, x: float, y: float, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.mouseClick(viewer.viewport(), Qt.MouseButton.LeftButton, modifier, at(viewer, x, y))


def turn_wheel(
    viewer: Viewer,
    position: QPoint,
    *,
    angle: tuple[int, int] = (0, 0),
    pixels: tuple[int, int] = (0, 0),
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    phase: Qt.ScrollPhase = Qt.ScrollPhase.NoScrollPhase,
) -> None:
    on_screen = viewer.viewport().mapToGlobal(position)
    buttons = Qt.MouseButton.NoButton
    event = QWheelEvent(
        QPointF(position), QPointF(on_screen), QPoint(*pixels), QPoint(*angle), buttons, modifiers, phase, False
    )
    QApplication.sendEvent(viewer.viewport(), event)


def move_to(viewer: Viewer, position: QPoint) -> None:
    """Real moves of the mouse go by the platform, which offscreen has no pointer to move."""
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(position),
        QPointF(viewer.viewport().mapToGlobal(position)),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(viewer.viewport(), event)


def centre_on_page(viewer: Viewer) -> QPointF:
    return viewer.to_page(QPointF(viewer.viewport().rect().center()))


# --- zoom


def test_that_a_page_first_fits_into_the_view(viewer: Viewer) -> None:
    viewer.show_page(white_page(1200, 800))
    top, bottom = at(viewer, 0, 0), at(viewer, 800, 1200)
    assert viewer.viewport().rect().contains(top)
    assert viewer.viewport().rect().contains(bottom)
    assert bottom.y() - top.y() > 0.9 * viewer.viewport().height()


def test_that_fit_width_fills_the_width_and_keeps_doing_so(viewer: Viewer) -> None:
    viewer.show_page(white_page(1200, 800))
    viewer.fit_width()
    for width in (600, 400):
        viewer.resize(width, 500)
        QApplication.processEvents()
        assert at(viewer, 0, 0).x() >= 0
        assert at(viewer, 800, 0).x() <= viewer.viewport().width()
        assert at(viewer, 800, 0).x() - at(viewer, 0, 0).x() > 0.9 * viewer.viewport().width()
        assert viewer.horizontalScrollBar().maximum() == viewer.horizontalScrollBar().minimum()


def test_that_actual_size_is_one_pixel_for_one_pixel_and_sharp(viewer: Viewer) -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (900, 900, 3), dtype=np.uint8)
    viewer.show_page(shared_page(pixels))
    viewer.actual_size()
    assert viewer.zoom == 1.0
    picture = viewer.viewport().grab().toImage()
    corner = viewer.to_page(QPointF(0, 0))
    assert corner == QPointF(corner.toPoint())
    for x, y in ((3, 5), (100, 200), (333, 222)):
        colour = picture.pixelColor(x, y)
        expected = pixels[int(corner.y()) + y, int(corner.x()) + x].tolist()
        assert [colour.red(), colour.green(), colour.blue()] == expected


def test_that_the_wheel_zooms_at_the_pointer(viewer: Viewer, qtbot: QtBot) -> None:
    viewer.show_page(white_page(1200, 800))
    viewer.actual_size()
    pointer = QPoint(123, 321)
    before = viewer.to_page(QPointF(pointer))
    with qtbot.waitSignal(viewer.zoom_changed) as changed:
        turn_wheel(viewer, pointer, angle=(0, 240))
    after = viewer.to_page(QPointF(pointer))
    assert changed.args == [pytest.approx(1.44)]
    assert viewer.zoom == pytest.approx(1.44)
    assert (after - before).manhattanLength() < 1.5


def test_that_a_pinch_zooms_at_the_pointer(viewer: Viewer) -> None:
    viewer.show_page(white_page(1200, 800))
    viewer.actual_size()
    pointer = QPointF(123, 321)
    before = viewer.to_page(pointer)
    event = QNativeGestureEvent(
        Qt.NativeGestureType.ZoomNativeGesture,
        QPointingDevice.primaryPointingDevice(),
        2,
        pointer,
        pointer,
        QPointF(viewer.viewport().mapToGlobal(pointer.toPoint())),
        0.5,
        QPointF(),
    )
    QApplication.sendEvent(viewer.viewport(), event)
    assert viewer.zoom == pytest.approx(1.5)
    assert (viewer.to_page(pointer) - before).manhattanLength() < 1.5


def test_that_shift_and_wheel_scroll_sideways(viewer: Viewer) -> None:
    viewer.show_page(white_page(1200, 800))
    viewer.actual_size()
    before, zoom = centre_on_page(viewer), viewer.zoom
    turn_wheel(viewer, QPoint(50, 50), angle=(0, -60), modifiers=Qt.KeyboardModifier.ShiftModifier)
    assert viewer.zoom == zoom
    assert centre_on_page(viewer) - before == QPointF(60, 0)


def test_that_two_fingers_on_a_touch_pad_scroll(viewer: Viewer) -> None:
    viewer.show_page(white_page(1200, 800))
    viewer.actual_size()
    before, zoom = centre_on_page(viewer), viewer.zoom
    turn_wheel(viewer, QPoint(50, 50), angle=(-8, -16), pixels=(-10, -20), phase=Qt.ScrollPhase.ScrollUpdate)
    assert viewer.zoom == zoom
    assert centre_on_page(viewer) - before == QPointF(10, 20)


def test_that_steps_of_zoom_stop_at_one_and_at_the_limits(viewer: Viewer) -> None:
    viewer.show_page(white_page(1200, 800))
    zooms = []
    for _ in range(60):
        viewer.zoom_in()
        zooms.append(viewer.zoom)
    assert 1.0 in zooms
    assert zooms[-1] == 32
    for _ in range(60):
        viewer.zoom_out()
        zooms.append(viewer.zoom)
    assert zooms[-1] == zooms[-2]
    assert at(viewer, 800, 1200).y() - at(viewer, 0, 0).y() > 100, "the page does not vanish"


def test_that_the_zoom_mode_is_kept_across_pages(viewer: Viewer) -> None:
    viewer.show_page(white_page(1200, 800))
    viewer.fit_width()
    viewer.show_page(white_page(3000, 2000, index=1))
    width = at(viewer, 2000, 0).x() - at(viewer, 0, 0).x()
    assert 0.9 * viewer.viewport().width() < width <= viewer.viewport().width()
    assert 0 <= at(viewer, 0, 0).y() < 30, "and reading starts at the top"


def test_that_a_factor_keeps_the_relative_place_across_pages(viewer: Viewer) -> None:
    viewer.show_page(white_page(1200, 800))
    viewer.set_zoom(3.0)
    viewer.centerOn(600, 400)
    viewer.show_page(white_page(2400, 1600, index=1))
    assert viewer.zoom == pytest.approx(3.0)
    centre = centre_on_page(viewer)
    assert centre.x() / 1600 == pytest.approx(600 / 800, abs=0.01)
    assert centre.y() / 2400 == pytest.approx(400 / 1200, abs=0.01)


def test_that_zooming_without_a_page_does_nothing(viewer: Viewer) -> None:
    viewer.zoom_in()
    viewer.fit_page()
    viewer.fit_width()
    viewer.actual_size()
    viewer.reveal(0)
    assert not viewer.select_next(1)


@pytest.mark.parametrize("size_hw", [(1, 1), (1, 5000), (40_000, 3)])
def test_that_pages_of_odd_shapes_can_be_seen(viewer: Viewer, size_hw: tuple[int, int]) -> None:
    viewer.show_page(white_page(*size_hw))
    viewer.fit_width()
    viewer.zoom_in()
    viewer.grab()
    assert math.isfinite(viewer.zoom)
    assert viewer.zoom > 0


# --- pan


@pytest.mark.parametrize("button", [Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton])
def test_that_dragging_moves_the_page_and_selects_nothing(found: Viewer, qtbot: QtBot, button: Qt.MouseButton) -> None:
    found.actual_size()
    before = centre_on_page(found)
    start, end = QPoint(300, 300), QPoint(260, 250)
    with qtbot.assertNotEmitted(found.selection_changed):
        QTest.mousePress(found.viewport(), button, pos=start)
        event = QMouseEvent(
            QEvent.Type.MouseMove,
            QPointF(end),
            QPointF(found.viewport().mapToGlobal(end)),
            Qt.MouseButton.NoButton,
            button,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(found.viewport(), event)
        QTest.mouseRelease(found.viewport(), button, pos=end)
    assert centre_on_page(found) - before == QPointF(40, 50)


def test_that_arrows_pan(found: Viewer) -> None:
    found.actual_size()
    before = centre_on_page(found)
    QTest.keyClick(found, Qt.Key.Key_Down)
    QTest.keyClick(found, Qt.Key.Key_Left)
    moved = centre_on_page(found) - before
    assert moved.y() > 0
    assert moved.x() < 0


# --- selection


def test_that_a_click_selects_and_a_click_beside_deselects(found: Viewer, qtbot: QtBot) -> None:
    with qtbot.waitSignal(found.selection_changed) as changed:
        click(found, 600, 200)
    assert changed.args == [frozenset([RIGHT])]
    with qtbot.waitSignal(found.selection_changed) as changed:
        click(found, 400, 600)
    assert changed.args == [frozenset()]


def test_that_clicks_at_the_same_place_go_from_small_to_large_and_round(found: Viewer) -> None:
    seen: list[frozenset[int]] = []
    found.selection_changed.connect(seen.append)
    for _ in range(3):
        click(found, 150, 175)
    assert seen == [{SMALL}, {LEFT}, {SMALL}]


@pytest.mark.parametrize("modifier", [Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier])
def test_that_a_click_with_a_modifier_toggles(found: Viewer, modifier: Qt.KeyboardModifier) -> None:
    seen: list[frozenset[int]] = []
    found.selection_changed.connect(seen.append)
    click(found, 600, 200)
    click(found, 150, 175, modifier)
    click(found, 600, 200, modifier)
    click(found, 400, 600, modifier)
    assert seen == [{RIGHT}, {RIGHT, SMALL}, {SMALL}]


def test_that_selecting_from_elsewhere_gives_no_signal(found: Viewer, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(found.selection_changed):
        found.set_selection(frozenset([RIGHT]))


def test_that_hidden_regions_cannot_be_clicked(found: Viewer, qtbot: QtBot) -> None:
    detections = detections_of(BOXES, SCORES, [0, 1, 2, 0], size_hw=(1200, 800))
    result = result_of(detections)
    found.show_result(result, apply_rules(detections, FilterRules(threshold=0.85)))
    with qtbot.assertNotEmitted(found.selection_changed):
        click(found, 150, 175)


def test_that_tab_walks_in_reading_order_and_leaves_at_the_end(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    found = Viewer()
    show_found(found)
    layout.addWidget(found)
    after = QLineEdit()
    layout.addWidget(after)
    window.show()
    window.activateWindow()
    found.setFocus()
    qtbot.waitUntil(found.hasFocus)
    seen: list[frozenset[int]] = []
    found.selection_changed.connect(seen.append)
    for _ in range(4):
        QTest.keyClick(found, Qt.Key.Key_Tab)
    assert [next(iter(selection)) for selection in seen] == [LEFT, SMALL, LOW, RIGHT]
    QTest.keyClick(found, Qt.Key.Key_Backtab)
    assert seen[-1] == {LOW}
    QTest.keyClick(found, Qt.Key.Key_Tab)
    QTest.keyClick(found, Qt.Key.Key_Tab)
    qtbot.waitUntil(after.hasFocus)


def test_that_walking_brings_the_region_into_view(found: Viewer) -> None:
    found.set_zoom(2.0)
    found.centerOn(700, 200)
    found.set_selection(frozenset([SMALL]))
    assert found.select_next(1)
    assert found.viewport().rect().contains(at(found, 60, 910))


def test_that_escape_deselects_and_is_then_left_to_the_window(qtbot: QtBot) -> None:
    pressed: list[int] = []

    class Window(QWidget):
        def keyPressEvent(self, event: object) -> None:
            pressed.append(1)

    window = Window()
    qtbot.addWidget(window)
    found = Viewer(window)
    show_found(found)
    window.show()
    found.set_selection(frozenset([RIGHT]))
    with qtbot.waitSignal(found.selection_changed) as changed:
        QTest.keyClick(found, Qt.Key.Key_Escape)
    assert changed.args == [frozenset()]
    assert pressed == []
    QTest.keyClick(found, Qt.Key.Key_Escape)
    assert pressed == [1]


def test_that_a_double_click_or_enter_activates(found: Viewer, qtbot: QtBot) -> None:
    with qtbot.waitSignal(found.region_activated) as activated:
        click(found, 600, 200)
        QTest.mouseDClick(found.viewport(), Qt.MouseButton.LeftButton, pos=at(found, 600, 200))
    assert activated.args == [RIGHT]
    with qtbot.waitSignal(found.region_activated) as activated:
        QTest.keyClick(found, Qt.Key.Key_Return)
    assert activated.args == [RIGHT]


# --- pointer


def test_that_the_pointer_is_told_in_pixels_and_leaves(found: Viewer, qtbot: QtBot) -> None:
    with qtbot.waitSignal(found.pointer_moved) as moved:
        move_to(found, at(found, 600, 200))
    assert moved.args is not None
    assert moved.args[0].px == pytest.approx((600, 200), abs=3)
    with qtbot.waitSignal(found.pointer_moved) as moved:
        QApplication.sendEvent(found.viewport(), QEvent(QEvent.Type.Leave))
    assert moved.args == [None]


def test_that_the_region_under_the_pointer_stands_out(found: Viewer) -> None:
    before = found.viewport().grab().toImage()
    move_to(found, at(found, 600, 200))
    assert found.viewport().grab().toImage() != before
    QApplication.sendEvent(found.viewport(), QEvent(QEvent.Type.Leave))
    assert found.viewport().grab().toImage() == before


def test_that_beside_the_page_there_is_no_place(found: Viewer, qtbot: QtBot) -> None:
    with qtbot.waitSignal(found.pointer_moved) as moved:
        move_to(found, QPoint(1, 1))
    assert moved.args == [None]


def test_that_places_have_millimetres_and_points_where_they_are_known() -> None:
    page = white_page(1200, 800)
    assert pointer_place(page, (254, 127)) == PointerPlace((254, 127), None, None)
    scanned = shared_page(page.levels[0], dpi=(254, 127))
    assert pointer_place(scanned, (254, 127)).mm == pytest.approx((25.4, 25.4))
    to_pdf = SourceTransform((0.5, 0, 10, 0, -0.5, 600), (600, 400), "pt")
    pdf = SharedPage(PageKey("/a.pdf"), page.levels, None, to_pdf, (), "page-b")
    assert pointer_place(pdf, (100, 200)).pt == pytest.approx((60, 500))


def tool_tip(viewer: Viewer, x: float, y: float) -> str:
    position = at(viewer, x, y)
    event = QHelpEvent(QEvent.Type.ToolTip, position, viewer.viewport().mapToGlobal(position))
    QApplication.sendEvent(viewer.viewport(), event)
    return QToolTip.text()


def test_that_the_tool_tip_names_the_region_or_why_it_is_not_shown(found: Viewer) -> None:
    detections = detections_of(BOXES, SCORES, [0, 1, 2, 0], size_hw=(1200, 800))
    rules = FilterRules(threshold=0.75)
    found.show_result(result_of(detections), apply_rules(detections, rules), rules)
    assert "Text 0.90" in tool_tip(found, 600, 200)
    assert "Text 0.60" not in tool_tip(found, 100, 1000)
    found.set_style(OverlayStyle(ghosts=True))
    assert "Text 0.60, not shown: below the threshold 0.75" in tool_tip(found, 100, 1000)


def test_that_a_class_cannot_smuggle_markup_into_the_tool_tip(viewer: Viewer) -> None:
    detections = detections_of([[0, 0, 100, 100]], [0.5])
    object.__setattr__(detections, "class_names", ("<img src=x>",))
    viewer.show_page(white_page(100, 100))
    viewer.show_result(result_of(detections), None)
    assert "&lt;img src=x&gt;" in tool_tip(viewer, 50, 50)


# --- what is drawn


def test_that_overlays_can_be_hidden_and_the_page_inverted(found: Viewer) -> None:
    place = at(found, 600, 200)
    tinted = found.viewport().grab().toImage().pixelColor(place)
    found.set_overlays_hidden(True)
    assert found.viewport().grab().toImage().pixelColor(place) == Qt.GlobalColor.white
    found.set_tone(PageTone(inverted=True))
    assert found.viewport().grab().toImage().pixelColor(place) == Qt.GlobalColor.black
    found.set_tone(PageTone())
    found.set_overlays_hidden(False)
    assert found.viewport().grab().toImage().pixelColor(place) == tinted


def test_that_another_page_shows_nothing_of_the_last(found: Viewer) -> None:
    found.set_selection(frozenset([RIGHT]))
    found.show_page(white_page(1200, 800, index=1))
    assert found.viewport().grab().toImage().pixelColor(at(found, 600, 200)) == Qt.GlobalColor.white
    found.show_page(None)
    assert found.accessibleDescription() == "No page is open"
    found.grab()


def test_that_labels_appear_once_the_view_has_settled(found: Viewer, qtbot: QtBot) -> None:
    above = at(found, 420, 100) + QPoint(4, -6)

    def is_labelled() -> bool:
        return found.viewport().grab().toImage().pixelColor(above) != Qt.GlobalColor.white

    assert not is_labelled()
    qtbot.waitUntil(is_labelled)


# --- messages and access


def test_that_a_message_is_shown_as_plain_text_with_its_action(viewer: Viewer, qtbot: QtBot) -> None:
    viewer.set_message("Nothing <b>here</b>", "Because.", "Lower to 0.40")
    title = viewer.findChild(QLabel, "message_title")
    button = viewer.findChild(QPushButton, "message_action")
    assert isinstance(title, QLabel)
    assert isinstance(button, QPushButton)
    assert title.isVisible()
    assert title.textFormat() is Qt.TextFormat.PlainText
    with qtbot.waitSignal(viewer.message_action_triggered):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    viewer.set_message("Nothing here", "Because.")
    assert not button.isVisible()
    viewer.set_message("", "")
    assert not title.isVisible()


@pytest.mark.parametrize("size", [QSize(600, 500), QSize(260, 240)])
def test_that_a_message_lies_inside_the_view(viewer: Viewer, qtbot: QtBot, size: QSize) -> None:
    viewer.set_message("Nothing found above the threshold", "The best score is 0.41, the threshold is 0.80.", "Lower")
    viewer.resize(size)
    qtbot.waitUntil(lambda: viewer.size() == size)
    card = viewer.findChild(QWidget, "message_card")
    assert isinstance(card, QWidget)
    assert viewer.rect().contains(card.geometry())
    for label in card.findChildren(QLabel):
        assert label.height() >= label.heightForWidth(label.width())


def test_that_the_page_and_what_was_found_are_told_to_screen_readers(found: Viewer) -> None:
    assert found.accessibleName() == "scan.tif, page 1"
    assert found.accessibleDescription() == "4 region(s) shown"
    found.set_selection(frozenset([RIGHT]))
    assert found.accessibleDescription() == "Text 0.90 selected, 4 region(s) shown"
    found.show_result(None, None)
    assert found.accessibleDescription() == "The model has not run on this page"


def test_that_a_tool_tip_goes_with_what_it_speaks_of(found: Viewer, qtbot: QtBot) -> None:
    assert tool_tip(found, 150, 175)
    show_found(found)
    qtbot.waitUntil(lambda: not QToolTip.isVisible())
