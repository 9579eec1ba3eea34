"""The panel of the model: what it says, and what can be chosen."""

from dataclasses import replace
from typing import TypeVar

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QFrame,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QTableWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from d2studio.core.model_summary import Machine, ModelRequest, ModelSummary
from d2studio.devices import Device
from d2studio.gui.badge import Badge
from d2studio.gui.elided_label import ElidedLabel
from d2studio.gui.model_panel import ModelPanel, State

CPU = Device("cpu", "AMD EPYC, 2 cores", ("float32",), memory_total=32 << 30, memory_free=24 << 30)
GPU = Device("cuda:0", "NVIDIA RTX 4070", ("float32", "bfloat16"), memory_total=8 << 30, memory_free=7 << 30)
MODEL = ModelSummary(
    name="layout",
    version="1.0",
    description="Finds nine kinds of regions",
    architecture="Cascade R-CNN",
    backbone="ResNet-18 FPN",
    class_names=("Text", "Title", "Table"),
    input_format="BGR",
    input_size=(384, 614),
    max_detections=100,
    parameters=18_863_528,
    weights_dtype="float16",
    weights_format="torch zip",
    verdict="fits",
    training="10,720 page views",
    licence="Apache-2.0",
    measured={"all pages (191)": {"AP50": 0.521, "AP": 0.317}, "one book": {"AP50": 0.75}},
    device="cpu",
    precision="bfloat16",
    config_path="/models/layout/config.yaml",
    weights_path="/models/layout/model_final.pth",
)


@pytest.fixture
def panel(qtbot: QtBot) -> ModelPanel:
    widget = ModelPanel()
    qtbot.addWidget(widget)
    widget.resize(360, 1000)
    widget.show()
    qtbot.waitExposed(widget)
    return widget


@pytest.fixture
def heard(panel: ModelPanel) -> list[ModelRequest]:
    """Requests that the panel announced."""
    requests: list[ModelRequest] = []
    panel.request_changed.connect(requests.append)
    return requests


Kind = TypeVar("Kind", bound=QWidget)


def child(panel: ModelPanel, kind: type[Kind], name: str) -> Kind:
    found = panel.findChild(kind, name)
    assert isinstance(found, kind)
    return found


def text_of(panel: ModelPanel, name: str) -> str:
    return child(panel, QLabel, name).text()


def texts(combo: QComboBox) -> list[str]:
    return [combo.itemText(row) for row in range(combo.count())]


def choose(combo: QComboBox, data: str) -> None:
    """As a person does by keyboard."""
    distance = combo.findData(data) - combo.currentIndex()
    for _ in range(abs(distance)):
        QTest.keyClick(combo, Qt.Key.Key_Down if distance > 0 else Qt.Key.Key_Up)


def type_in(number: QSpinBox, value: int) -> None:
    number.selectAll()
    QTest.keyClicks(number, str(value))
    QTest.keyClick(number, Qt.Key.Key_Return)


def test_that_a_model_is_described(panel: ModelPanel) -> None:
    panel.set_model(MODEL)
    assert text_of(panel, "model_name") == "layout 1.0"
    assert text_of(panel, "model_description") == "Finds nine kinds of regions"
    assert text_of(panel, "model_kind") == "Cascade R-CNN, ResNet-18 FPN"
    assert text_of(panel, "model_classes") == "3: Text, Title, Table"
    assert text_of(panel, "model_input") == "shorter side 384 px, longest side at most 614 px, BGR channels"
    assert text_of(panel, "model_device") == "cpu, bfloat16"
    assert text_of(panel, "model_parameters") == "18.9 million"
    assert text_of(panel, "model_weights") == "torch zip, float16"
    assert text_of(panel, "model_training") == "10,720 page views"
    assert text_of(panel, "model_licence") == "Apache-2.0"


def test_that_nothing_of_the_model_before_is_left(qtbot: QtBot, panel: ModelPanel) -> None:
    panel.set_model(MODEL)
    panel.set_model(ModelSummary("other", "RetinaNet", "", ()))
    qtbot.waitUntil(lambda: panel.findChild(QLabel, "model_licence") is None)
    assert text_of(panel, "model_kind") == "RetinaNet"
    panel.set_model(None)
    qtbot.waitUntil(lambda: panel.findChild(QLabel, "model_kind") is None)
    assert not child(panel, QLabel, "model_name").isVisible()


def test_that_the_same_model_again_leaves_things_as_a_person_left_them(panel: ModelPanel) -> None:
    panel.set_model(MODEL)
    choice = child(panel, QComboBox, "measured_on")
    QTest.keyClick(choice, Qt.Key.Key_Down)
    panel.set_model(replace(MODEL))
    assert child(panel, QComboBox, "measured_on") is choice


def test_that_another_models_size_is_not_taken_for_ones_own(panel: ModelPanel) -> None:
    panel.set_model(MODEL)
    panel.set_request(ModelRequest(config="b", input_size=(800, 1333)))
    panel.set_model(replace(MODEL, config_path="/b/config.yaml", input_size=(800, 1333)))
    QTest.keyClick(child(panel, QCheckBox, "own_input_size"), Qt.Key.Key_Space)
    assert child(panel, QSpinBox, "shorter_side").text() == "not known"


@pytest.mark.parametrize(
    ("state", "verdict", "word"),
    [
        ("ready", "fits", "Fits"),
        ("ready", "not checked", "Not checked"),
        ("none", "does not fit", "Does not fit"),
        ("loading", "fits", "Loading"),
        ("failed", "fits", "Failed"),
    ],
)
def test_that_the_badge_says_how_the_model_is(panel: ModelPanel, state: State, verdict: str, word: str) -> None:
    panel.set_model(replace(MODEL, verdict=verdict))
    panel.set_state(state, "")
    badge = child(panel, Badge, "model_badge")
    assert badge.isVisible()
    assert badge.accessibleName() == word


def test_that_there_is_no_badge_without_a_model(panel: ModelPanel) -> None:
    assert not child(panel, Badge, "model_badge").isVisible()
    assert text_of(panel, "model_state") == "No model is loaded."


def test_that_loading_shows_its_stage(panel: ModelPanel) -> None:
    bar = child(panel, QProgressBar, "model_progress")
    panel.set_state("loading", "Reading weights")
    assert bar.isVisible()
    assert bar.minimum() == bar.maximum()
    assert text_of(panel, "model_state") == "Reading weights"
    panel.set_state("ready", "")
    assert not bar.isVisible()
    assert not child(panel, QLabel, "model_state").isVisible()


def test_that_notes_to_look_at_come_before_the_others(panel: ModelPanel) -> None:
    panel.set_model(replace(MODEL, notes=("The names are guessed.", "left out beside the weights: optimizer")))
    panel.set_state("ready", "")
    assert child(panel, Badge, "model_badge").accessibleName() == "Fits, with notes"
    assert text_of(panel, "model_caution_text") == "The names are guessed."
    assert text_of(panel, "model_note") == "Left out beside the weights: optimizer."
    panel.set_model(replace(MODEL, notes=()))
    assert not child(panel, QWidget, "model_reasons").isVisible()
    assert child(panel, Badge, "model_badge").accessibleName() == "Fits"


@pytest.mark.parametrize(
    ("architecture", "finds"),
    [
        ("Cascade Mask R-CNN", "boxes, outlines"),
        ("Keypoint R-CNN", "boxes, keypoints"),
        ("Panoptic FPN", "boxes, outlines, areas of each kind"),
        ("Semantic FPN", "areas of each kind"),
        ("RetinaNet", "boxes"),
    ],
)
def test_that_it_says_what_a_network_finds(panel: ModelPanel, architecture: str, finds: str) -> None:
    panel.set_model(replace(MODEL, architecture=architecture))
    assert text_of(panel, "model_finds") == finds


def test_that_very_many_classes_are_listed_only_on_demand(qtbot: QtBot, panel: ModelPanel) -> None:
    panel.set_model(replace(MODEL, class_names=tuple(f"kind {number}" for number in range(1203))))
    few = text_of(panel, "model_classes")
    assert few.startswith("1203: kind 0, kind 1")
    assert "kind 500" not in few
    toggle = child(panel, QPushButton, "toggle_classes")
    QTest.keyClick(toggle, Qt.Key.Key_Space)
    assert text_of(panel, "model_classes").endswith("kind 1202")
    QTest.keyClick(toggle, Qt.Key.Key_Space)
    assert text_of(panel, "model_classes") == few


def test_that_measured_figures_are_shown_for_each_set_of_pages(panel: ModelPanel) -> None:
    panel.set_model(MODEL)
    table = child(panel, QTableWidget, "measured_figures")

    def cells() -> list[list[str]]:
        items = [[table.item(row, column) for column in range(2)] for row in range(table.rowCount())]
        return [[item.text() for item in row if item is not None] for row in items]

    assert cells() == [["AP50", "0.521"], ["AP", "0.317"]]
    QTest.keyClick(child(panel, QComboBox, "measured_on"), Qt.Key.Key_Down)
    assert cells() == [["AP50", "0.75"]]


def test_that_text_of_a_model_is_never_taken_for_markup_and_never_widens_the_panel(panel: ModelPanel) -> None:
    before = panel.minimumSizeHint().width()
    panel.set_model(replace(MODEL, training="<b>" + 500 * "x", notes=("a\nb",), weights_path="/" + 500 * "x"))
    label = child(panel, QLabel, "model_training")
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert text_of(panel, "model_caution_text") == "A\\nb."
    QApplication.processEvents()  # lays out
    content = child(panel, QScrollArea, "model_area").widget()
    assert isinstance(content, QWidget)
    assert content.minimumSizeHint().width() < panel.width()
    assert panel.minimumSizeHint().width() == before


def test_that_a_whole_path_is_in_the_tooltip(panel: ModelPanel) -> None:
    panel.set_model(replace(MODEL, config_path="/models/<i>/config.yaml"))
    path = child(panel, ElidedLabel, "model_config_path")
    assert path.accessibleName() == "/models/<i>/config.yaml"
    assert "/models/&lt;i&gt;/config.yaml" in path.toolTip()


def test_that_devices_are_listed_with_their_memory(panel: ModelPanel) -> None:
    panel.set_machine(Machine((CPU, GPU), notes=("One GPU cannot be used.",)))
    assert texts(child(panel, QComboBox, "device")) == [
        "Automatic: cuda:0",
        "cpu: AMD EPYC, 2 cores, 24.0 GB free of 32.0 GB",
        "cuda:0: NVIDIA RTX 4070, 7.0 GB free of 8.0 GB",
    ]
    assert text_of(panel, "machine_notes") == "One GPU cannot be used."


def test_that_a_device_that_is_not_there_stays_chosen_and_is_said_to_be_absent(panel: ModelPanel) -> None:
    panel.set_machine(Machine((CPU,)))
    panel.set_request(ModelRequest(device="cuda:1"))
    assert child(panel, QComboBox, "device").currentText() == "cuda:1 (not found here)"


def test_that_precisions_that_a_device_lacks_are_marked(panel: ModelPanel) -> None:
    panel.set_machine(Machine((CPU, GPU)))
    precision = child(panel, QComboBox, "precision")
    assert texts(precision) == ["Automatic", "float32", "bfloat16", "float16 (runs as float32 here)"]
    choose(child(panel, QComboBox, "device"), "cpu")
    assert texts(precision)[2] == "bfloat16 (runs as float32 here)"


def test_that_a_choice_of_device_and_precision_is_announced(panel: ModelPanel, heard: list[ModelRequest]) -> None:
    panel.set_machine(Machine((CPU, GPU)))
    asked = ModelRequest(config="a.yaml", weights="b.pth")
    panel.set_request(asked)
    choose(child(panel, QComboBox, "device"), "cpu")
    choose(child(panel, QComboBox, "precision"), "float32")
    assert heard == [replace(asked, device="cpu"), replace(asked, device="cpu", precision="float32")]


def test_that_showing_values_announces_nothing(panel: ModelPanel, heard: list[ModelRequest]) -> None:
    panel.set_model(MODEL)
    panel.set_machine(Machine((CPU, GPU)))
    panel.set_request(ModelRequest(device="cpu", precision="float16", input_size=(800, 1333), max_detections=7))
    assert child(panel, QSpinBox, "shorter_side").value() == 800
    assert child(panel, QSpinBox, "longest_side").value() == 1333
    assert child(panel, QSpinBox, "limit").value() == 7
    assert child(panel, QComboBox, "precision").currentData() == "float16"
    panel.set_request(ModelRequest())
    assert child(panel, QSpinBox, "shorter_side").value() == 384
    QTest.qWait(0)
    assert heard == []


def test_that_an_input_size_of_ones_own_is_announced_when_it_is_entered(
    panel: ModelPanel, heard: list[ModelRequest]
) -> None:
    panel.set_model(MODEL)
    shorter = child(panel, QSpinBox, "shorter_side")
    assert not shorter.isEnabled()
    QTest.mouseClick(child(panel, QCheckBox, "own_input_size"), Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    assert shorter.isEnabled()
    heard.clear()
    type_in(shorter, 512)
    assert heard == [ModelRequest(input_size=(512, 614))]


@pytest.mark.parametrize(
    ("name", "value", "size"), [("shorter_side", 700, (700, 700)), ("longest_side", 300, (300, 300))]
)
def test_that_the_shorter_side_is_never_the_longer_one(
    panel: ModelPanel, heard: list[ModelRequest], name: str, value: int, size: tuple[int, int]
) -> None:
    panel.set_request(ModelRequest(input_size=(384, 614)))
    type_in(child(panel, QSpinBox, name), value)
    assert heard == [ModelRequest(input_size=size)]


def test_that_the_models_own_size_and_limit_come_back(panel: ModelPanel, heard: list[ModelRequest]) -> None:
    panel.set_model(MODEL)
    panel.set_request(ModelRequest(input_size=(800, 1333), max_detections=7))
    panel.set_model(None)
    panel.set_model(replace(MODEL, input_size=(800, 1333), max_detections=7))
    for name in ("own_input_size", "own_limit"):
        QTest.keyClick(child(panel, QCheckBox, name), Qt.Key.Key_Space)
    assert heard == [ModelRequest(max_detections=7), ModelRequest()]
    assert child(panel, QSpinBox, "shorter_side").value() == 384
    assert child(panel, QSpinBox, "limit").value() == 100


def test_that_a_model_without_resizing_and_limit_says_so(panel: ModelPanel) -> None:
    panel.set_model(replace(MODEL, input_size=(0, 0), max_detections=-1))
    assert child(panel, QSpinBox, "shorter_side").text() == "as the page is"
    assert child(panel, QSpinBox, "limit").text() == "all"
    assert text_of(panel, "model_input") == "pages as large as they are, BGR channels"


def test_that_steps_are_announced_together_once_they_stop(qtbot: QtBot, panel: ModelPanel) -> None:
    panel.set_request(ModelRequest(max_detections=50))
    heard: list[ModelRequest] = []
    panel.request_changed.connect(heard.append)
    with qtbot.waitSignal(panel.request_changed):
        for _ in range(5):
            QTest.keyClick(child(panel, QSpinBox, "limit"), Qt.Key.Key_Up)
        assert heard == []
    assert heard == [ModelRequest(max_detections=55)]


@pytest.mark.parametrize("name", ["device", "limit", "measured_on"])
def test_that_scrolling_past_a_control_changes_nothing(panel: ModelPanel, heard: list[ModelRequest], name: str) -> None:
    panel.set_machine(Machine((CPU, GPU)))
    panel.set_request(ModelRequest(max_detections=50))
    panel.set_model(MODEL)
    control = child(panel, QWidget, name)
    control.clearFocus()
    turn = QWheelEvent(
        QPointF(5, 5),
        QPointF(control.mapToGlobal(QPoint(5, 5))),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(control, turn)
    assert child(panel, QSpinBox, "limit").value() == 50
    assert child(panel, QComboBox, "device").currentIndex() == 0
    assert child(panel, QComboBox, "measured_on").currentIndex() == 0
    assert heard == []


def test_that_only_a_loaded_model_can_be_unloaded(qtbot: QtBot, panel: ModelPanel) -> None:
    button = child(panel, QPushButton, "unload_model")
    assert not button.isEnabled()
    panel.set_state("ready", "")
    with qtbot.waitSignal(panel.unload_requested):
        QTest.keyClick(button, Qt.Key.Key_Space)


def test_that_memory_is_given_as_far_as_it_is_known(panel: ModelPanel) -> None:
    panel.set_memory(512 << 20, 3 << 30)
    assert text_of(panel, "model_memory") == "Model process: 512.0 MB, 3.0 GB free"
    panel.set_memory(0, 3 << 30)
    assert text_of(panel, "model_memory") == "3.0 GB free"


def test_that_a_refused_model_is_told_apart_from_the_one_in_use(panel: ModelPanel) -> None:
    panel.set_model(MODEL)
    panel.set_state("ready", "")
    card = child(panel, QFrame, "model_refusal_card")
    assert not card.isVisible()
    panel.set_refusal("other.yaml: The weights do not fit. layout stays in use.")
    assert card.isVisible()
    assert child(panel, QLabel, "model_refusal").parentWidget() is card
    assert child(panel, QLabel, "model_name").parentWidget() is not card
    assert child(panel, Badge, "model_badge").accessibleName() == "Fits"
    panel.set_refusal("")
    assert not card.isVisible()


def test_that_every_control_has_a_name_and_an_explanation(panel: ModelPanel) -> None:
    panel.set_model(replace(MODEL, class_names=tuple(map(str, range(50)))))
    for kind in (QComboBox, QSpinBox, QCheckBox, QPushButton):
        for control in panel.findChildren(kind):
            assert control.accessibleName(), control.objectName()
            assert control.toolTip(), control.objectName()
