from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QTransform
from PySide6.QtWidgets import QGraphicsPixmapItem, QGraphicsScene
from pytestqt.qtbot import QtBot

from d2studio.core.colours import class_colour
from d2studio.core.page_result import PageResult
from d2studio.detections import Detections, Panoptic, Segment
from d2studio.filters import FilterRules, apply_rules
from d2studio.gui.label_layer import View
from d2studio.gui.overlay import Overlay
from d2studio.gui.region_words import reason_words
from d2studio.gui.view_style import OverlayStyle
from tests.gui.pages import result_of
from tests.made_up import detections_of, random_detections

BOXES: list[list[float]] = [[10, 10, 40, 40], [50, 10, 90, 40], [10, 60, 90, 90]]
WHITE = (255, 255, 255)


def result(**changes: Any) -> PageResult:
    return result_of(detections_of(BOXES, [0.9, 0.6, 0.3], [0, 1, 2], size_hw=(100, 100)), **changes)


def drawn(scene: QGraphicsScene) -> QImage:
    image = QImage(100, 100, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    scene.render(painter, QRectF(0, 0, 100, 100), QRectF(0, 0, 100, 100))
    painter.end()
    return image


def rgb(image: QImage, x: int, y: int) -> tuple[int, int, int]:
    colour = image.pixelColor(x, y)
    return colour.red(), colour.green(), colour.blue()


def view() -> View:
    return View(QTransform.fromScale(5, 5), (500, 500), 1.0, QFont())


def labels(scene: QGraphicsScene) -> list[QGraphicsPixmapItem]:
    return [item for item in scene.items() if isinstance(item, QGraphicsPixmapItem) and item.isVisible()]


@pytest.fixture
def scene(qtbot: QtBot) -> QGraphicsScene:
    return QGraphicsScene()


@pytest.fixture
def overlay(scene: QGraphicsScene) -> Overlay:
    return Overlay(scene)


def test_that_a_region_has_an_outline_and_a_faint_fill_of_its_class(scene: QGraphicsScene, overlay: Overlay) -> None:
    overlay.show(result(), None)
    image = drawn(scene)
    red, green, blue = class_colour("Text")
    assert rgb(image, 10, 25) == (red, green, blue)
    tint = tuple(round(0.88 * 255 + 0.12 * channel) for channel in (red, green, blue))
    assert rgb(image, 25, 25) == pytest.approx(tint, abs=2)
    assert rgb(image, 45, 25) == WHITE


def test_that_colours_of_the_style_win(scene: QGraphicsScene, overlay: Overlay) -> None:
    overlay.show(result(), None)
    overlay.set_style(OverlayStyle(colours={0: (1, 2, 3)}))
    assert rgb(drawn(scene), 10, 25) == (1, 2, 3)


def test_that_only_what_the_rules_leave_is_drawn(scene: QGraphicsScene, overlay: Overlay) -> None:
    found = result()
    overlay.show(found, apply_rules(found.detections, FilterRules(threshold=0.5)))
    image = drawn(scene)
    assert rgb(image, 25, 25) != WHITE
    assert rgb(image, 25, 75) == WHITE
    overlay.show(found, apply_rules(found.detections, FilterRules(threshold=0.2)))
    assert rgb(drawn(scene), 25, 75) != WHITE
    overlay.show(found, apply_rules(found.detections, FilterRules(threshold=0.8)))
    assert overlay.shown.tolist() == [0]
    assert rgb(drawn(scene), 60, 25) == WHITE


def test_that_items_are_kept_when_only_the_rules_change(scene: QGraphicsScene, overlay: Overlay) -> None:
    found = result_of(random_detections(200, seed=0))
    overlay.show(found, None)
    before = set(map(id, scene.items()))
    for threshold in (0.8, 0.1, 0.5, 0.0):
        overlay.show(found, apply_rules(found.detections, FilterRules(threshold=threshold)))
    assert set(map(id, scene.items())) == before


def test_that_ghosts_are_outlines_only_and_leave_out_classes_that_are_switched_off(
    scene: QGraphicsScene, overlay: Overlay
) -> None:
    found = result()
    rules = FilterRules(threshold=0.5, hidden_classes=frozenset([1]))
    overlay.show(found, apply_rules(found.detections, rules))
    overlay.set_style(OverlayStyle(ghosts=True))
    image = drawn(scene)
    assert rgb(image, 25, 75) == WHITE, "no fill"
    assert any(rgb(image, x, 60) != WHITE for x in range(20, 80)), "dashes"
    assert all(rgb(image, x, 10) == WHITE for x in range(55, 85)), "switched off"
    assert overlay.ghosts_at(QPointF(25, 75), 0) == [2]
    overlay.set_style(OverlayStyle())
    assert all(rgb(drawn(scene), x, 60) == WHITE for x in range(20, 80))


def test_that_a_selected_region_has_a_stronger_outline_and_handles(scene: QGraphicsScene, overlay: Overlay) -> None:
    overlay.show(result(), None)
    plain = drawn(scene)
    overlay.set_selection(frozenset([0]))
    image = drawn(scene)
    assert rgb(plain, 37, 10 - 3) == WHITE
    assert rgb(image, 40 - 3, 10 - 4) != WHITE, "a handle at the corner"
    assert rgb(image, 40, 10) == WHITE, "which is white inside"
    overlay.set_selection(frozenset())
    assert drawn(scene) == plain


def test_that_the_handles_go_with_what_is_hidden(scene: QGraphicsScene, overlay: Overlay) -> None:
    found = result()
    overlay.show(found, None)
    overlay.set_selection(frozenset([2]))
    overlay.show(found, apply_rules(found.detections, FilterRules(threshold=0.5)))
    assert rgb(drawn(scene), 90 - 3, 90 + 3) == WHITE


def test_that_the_region_under_the_pointer_lights_up(scene: QGraphicsScene, overlay: Overlay) -> None:
    overlay.show(result(), None)
    before = rgb(drawn(scene), 25, 25)
    overlay.set_hovered(0)
    assert rgb(drawn(scene), 25, 25)[0] < before[0]
    overlay.set_hovered(1)
    assert rgb(drawn(scene), 25, 25) == before


def test_that_lines_are_as_thick_on_a_dense_screen(scene: QGraphicsScene, overlay: Overlay) -> None:
    overlay.show(result(), None)
    overlay.set_pixel_ratio(3)
    row = [rgb(drawn(scene), x, 25) for x in range(25)]
    assert row.count(class_colour("Text")) == 6


def test_that_everything_can_be_hidden_for_a_moment(scene: QGraphicsScene, overlay: Overlay) -> None:
    found = result()
    overlay.show(found, None)
    overlay.set_hidden(True)
    overlay.show(result(), None)
    assert rgb(drawn(scene), 10, 25) == WHITE
    overlay.set_hidden(False)
    assert rgb(drawn(scene), 10, 25) != WHITE


def test_that_masks_are_filled_in_place_of_boxes(scene: QGraphicsScene, overlay: Overlay) -> None:
    triangle = np.array([[10, 10], [40, 10], [10, 40]], np.float32)
    others = [np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]], np.float32) for x0, y0, x1, y1 in BOXES[1:]]
    overlay.show(result(outlines=((triangle,), *((other,) for other in others))), None)
    image = drawn(scene)
    assert rgb(image, 15, 15) != WHITE
    assert rgb(image, 36, 36) == WHITE, "in the box, beside the mask"
    assert overlay.regions_at(QPointF(15, 15), 0) == [0]
    overlay.set_style(OverlayStyle(masks=False))
    assert rgb(drawn(scene), 36, 36) != WHITE


def test_that_keypoints_are_dots_and_uncertain_ones_are_left_out(scene: QGraphicsScene, overlay: Overlay) -> None:
    keypoints = np.zeros((1, 2, 3), np.float32)
    keypoints[0] = [[30, 30, 0.9], [70, 70, 0.01]]
    plain = detections_of([[10, 10, 90, 90]], [0.9])
    found = Detections((100, 100), plain.class_names, plain.boxes, plain.scores, plain.class_ids, keypoints=keypoints)
    overlay.show(result_of(found), None)
    overlay.set_style(OverlayStyle(fill_opacity=0, labels=False))
    assert rgb(drawn(scene), 30, 30) == class_colour("Text")
    assert rgb(drawn(scene), 70, 70) == WHITE
    overlay.set_style(OverlayStyle(fill_opacity=0, labels=False, keypoints=False))
    assert rgb(drawn(scene), 30, 30) == WHITE


def test_that_a_map_of_classes_tints_the_page(scene: QGraphicsScene, overlay: Overlay) -> None:
    semantic = np.zeros((100, 100), np.uint8)
    semantic[:, 50:] = 1
    empty = detections_of([], [], size_hw=(100, 100))
    overlay.show(
        result_of(
            Detections(
                (100, 100),
                empty.class_names,
                empty.boxes,
                empty.scores,
                empty.class_ids,
                semantic=semantic,
                stuff_names=("Table", "Figure"),
            )
        ),
        None,
    )
    overlay.set_style(OverlayStyle(fill_opacity=1))
    image = drawn(scene)
    assert rgb(image, 25, 50) == class_colour("Table")
    assert rgb(image, 75, 50) == class_colour("Figure")


def test_that_of_a_combined_map_only_what_is_no_thing_is_tinted(scene: QGraphicsScene, overlay: Overlay) -> None:
    ids = np.zeros((100, 100), np.int32)
    ids[:, 30:60], ids[:, 60:] = 1, 2
    segments = (Segment(1, 0, True, 0.9, 3000), Segment(2, 1, False, None, 4000))
    empty = detections_of([], [], size_hw=(100, 100))
    overlay.show(
        result_of(
            Detections(
                (100, 100),
                empty.class_names,
                empty.boxes,
                empty.scores,
                empty.class_ids,
                stuff_names=("Table", "Figure"),
                panoptic=Panoptic(ids, segments),
            )
        ),
        None,
    )
    overlay.set_style(OverlayStyle(fill_opacity=1))
    image = drawn(scene)
    assert [rgb(image, x, 50) for x in (15, 45, 80)] == [WHITE, WHITE, class_colour("Figure")]


def test_that_a_point_finds_the_smallest_region_first() -> None:
    # No window needed, but a scene is.
    overlay = Overlay(QGraphicsScene())
    overlay.show(result_of(detections_of([[0, 0, 80, 80], [10, 10, 30, 30], [5, 5, 50, 50]], [0.9, 0.8, 0.7])), None)
    assert overlay.regions_at(QPointF(20, 20), 0) == [1, 2, 0]
    assert overlay.regions_at(QPointF(31, 20), 0) == [2, 0]
    assert overlay.regions_at(QPointF(31, 20), 2) == [1, 2, 0]
    assert overlay.regions_at(QPointF(90, 90), 0) == []


def test_that_labels_follow_style_and_rules(scene: QGraphicsScene, overlay: Overlay) -> None:
    found = result()
    overlay.show(found, None)
    overlay.arrange_labels(view())
    assert len(labels(scene)) == 3
    overlay.show(found, apply_rules(found.detections, FilterRules(threshold=0.5)))
    assert len(labels(scene)) == 2, "at once, before they are arranged anew"
    overlay.set_style(OverlayStyle(labels=False))
    overlay.arrange_labels(view())
    assert labels(scene) == []
    overlay.set_style(OverlayStyle(labels=False, reading_order=True))
    overlay.arrange_labels(view())
    assert len(labels(scene)) == 2


def test_that_labels_keep_their_size_when_the_page_is_zoomed(scene: QGraphicsScene, overlay: Overlay) -> None:
    overlay.show(result(), None)
    overlay.arrange_labels(view())
    sizes = {item.pixmap().height() for item in labels(scene)}
    overlay.arrange_labels(View(QTransform.fromScale(10, 10), (1000, 1000), 1.0, QFont()))
    assert {item.pixmap().height() for item in labels(scene)} == sizes


def test_that_another_result_leaves_nothing_of_the_one_before(scene: QGraphicsScene, overlay: Overlay) -> None:
    empty = len(scene.items())
    overlay.show(result_of(random_detections(50, seed=1)), None)
    overlay.set_selection(frozenset([3]))
    overlay.arrange_labels(view())
    overlay.set_selection(frozenset())
    overlay.show(None, None)
    assert len(scene.items()) == empty
    assert overlay.order.tolist() == []


@pytest.mark.parametrize(
    ("rules", "index", "words"),
    [
        (FilterRules(), 0, ""),
        (FilterRules(threshold=0.8), 2, "below the threshold 0.80"),
        (FilterRules(class_thresholds={0: 0.75}), 2, "below the threshold 0.75"),
        (FilterRules(hidden_classes=frozenset([0])), 2, "its class is switched off"),
        (FilterRules(max_overlap=0.5), 1, "overlaps #1 Text 0.90"),
        (FilterRules(max_inside=0.9), 2, "inside #1 Text 0.90"),
        (FilterRules(max_count=1), 2, "enough better ones are shown"),
    ],
)
def test_that_the_reason_is_told_in_words(rules: FilterRules, index: int, words: str) -> None:
    detections = detections_of([[0, 0, 50, 50], [0, 0, 50, 48], [10, 10, 20, 20]], [0.9, 0.85, 0.7])
    filtered = apply_rules(detections, rules)
    assert reason_words(detections, filtered, index, order=filtered.shown, rules=rules) == words
