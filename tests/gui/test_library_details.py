"""What the manager shows of one model, and its buttons."""

import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QLocale, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QStyleOptionButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from d2studio.core.catalogue import catalogue, find_in_catalogue
from d2studio.core.download_values import Transfer
from d2studio.core.installed_model import InstalledModel
from d2studio.gui.badge import Badge
from d2studio.gui.class_swatches import ClassSwatches
from d2studio.gui.copyable_text import CopyableText
from d2studio.gui.elided_label import ElidedLabel
from d2studio.gui.library_details import LibraryDetails
from d2studio.gui.library_values import Entry, EntryKind, Installation, InstallState
from d2studio.gui.plain_label import PlainLabel
from d2studio.gui.sign_line import SignLine
from d2studio.gui.theme import DARK, LIGHT, apply_theme
from tests.gui.children import child

_MB = 1_000_000
_MODEL = InstalledModel(
    id="newspapers",
    folder=Path("/home/anna/models/newspapers"),
    name="Newspapers 1890",
    version="2",
    description="Finds articles.",
    licence="CC BY 4.0",
    training="Trained on 812 pages.",
    kind="Mask R-CNN, ResNet-50 FPN",
    class_names=("Text", "Title"),
    origin="pack",
    place="/home/anna/Downloads/newspapers.d2pack",
    size=5 * _MB,
    installed="2026-11-20T12:00:00+00:00",
)
_INSTALLED = Entry(_MODEL.id, _MODEL.name, EntryKind.INSTALLED, installed=_MODEL)
_PUBLAYNET = find_in_catalogue("PubLayNet/faster_rcnn_R_50_FPN_3x")
assert _PUBLAYNET is not None
_OFFERED = Entry(_PUBLAYNET.id, _PUBLAYNET.name, EntryKind.OFFERED, offered=_PUBLAYNET)
_TRANSFER = Transfer(done=100 * _MB, total=200 * _MB, bytes_per_s=2 * _MB, seconds_left=50, host="huggingface.co")


@pytest.fixture
def details(qtbot: QtBot) -> LibraryDetails:
    widget = LibraryDetails()
    qtbot.addWidget(widget)
    widget.resize(480, 700)
    widget.show()
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)
    return widget


def _button(details: LibraryDetails, name: str) -> QPushButton:
    return child(details, QPushButton, name)


def _shown_buttons(details: LibraryDetails) -> set[str]:
    return {button.objectName() for button in details.findChildren(QPushButton) if button.isVisible()}


def _texts(details: LibraryDetails) -> str:
    labels = [label.text() for label in details.findChildren(QLabel) if label.isVisible()]
    labels += [text.toPlainText() for text in details.findChildren(CopyableText) if text.isVisible()]
    return "\n".join(labels).replace("\u200b", "")


def _on_its_way(state: InstallState, transfer: Transfer | None = _TRANSFER, **others: Any) -> Entry:
    return replace(_OFFERED, installation=Installation(_OFFERED.id, state, transfer=transfer, **others))


def _colours_in(widget: QWidget) -> set[int]:
    image = widget.grab().toImage()
    return {image.pixel(x, y) for x in range(image.width()) for y in range(image.height())}


def test_that_nothing_is_shown_where_nothing_is_chosen(details: LibraryDetails) -> None:
    details.show_entry(_INSTALLED)
    details.show_entry(None)
    assert _shown_buttons(details) == set()
    assert _texts(details) == "Choose a model in the list to see what it is."


def test_that_an_installed_model_tells_what_it_is_and_where_it_came_from(details: LibraryDetails) -> None:
    details.show_entry(_INSTALLED)
    texts = _texts(details)
    for expected in (
        "Newspapers 1890",
        "Finds articles.",
        "Trained on 812 pages.",
        "CC BY 4.0",
        "A model pack",
        "/home/anna/Downloads/newspapers.d2pack",
        "/home/anna/models/newspapers",
        "5.0 MB",
        "20",
    ):
        assert expected in texts
    assert details.findChildren(ClassSwatches)[-1].shown_names() == ["Text", "Title"]
    assert child(details, Badge, "entry_badge").accessibleName() == "Installed"


def test_that_a_model_of_the_catalogue_tells_its_catch_before_it_is_installed(details: LibraryDetails) -> None:
    details.show_entry(_OFFERED)
    catch = child(details, SignLine, "entry_catch")
    assert catch.isVisible()
    assert "medical articles only" in catch.text()
    assert catch.y() < _button(details, "install_model").y()
    texts = _texts(details)
    assert "lp://PubLayNet/faster_rcnn_R_50_FPN_3x/config" in texts
    assert "huggingface.co" in texts
    assert child(details, Badge, "entry_badge").accessibleName() == "Can be installed"


def test_that_an_installed_model_keeps_the_catch_that_the_catalogue_tells(details: LibraryDetails) -> None:
    details.show_entry(replace(_INSTALLED, installed=replace(_MODEL, catalogue_id=_OFFERED.id)))
    assert "medical articles only" in child(details, SignLine, "entry_catch").text()


def test_that_an_installed_model_of_the_catalogue_tells_what_is_known_of_it_once(details: LibraryDetails) -> None:
    known = next(model for model in catalogue() if model.measured and model.catch)
    training = f"{known.training} {known.catch}"  # as its card has it
    model = replace(_MODEL, catalogue_id=known.id, training=training)
    details.show_entry(replace(_INSTALLED, installed=model))
    texts = _texts(details)
    assert known.architecture in texts
    assert known.data_set in texts
    assert "masks" in texts
    assert next(iter(next(iter(known.measured.values())))) in texts
    assert known.aliases[0] in texts
    assert child(details, QLabel, "entry_training").text() == known.training
    assert child(details, QLabel, "entry_kind").text() == known.architecture
    assert texts.count(known.catch.split(". ")[0]) == 1


@pytest.mark.parametrize("kind", [_MODEL.kind, ""])
def test_that_a_model_of_no_catalogue_tells_what_kind_it_is_if_that_was_kept(
    details: LibraryDetails, kind: str
) -> None:
    details.show_entry(replace(_INSTALLED, installed=replace(_MODEL, kind=kind)))
    assert [label.text() for label in details.findChildren(QLabel, "entry_kind")] == [kind] * bool(kind)


def test_that_every_model_of_the_catalogue_can_be_shown(details: LibraryDetails) -> None:
    for model in catalogue():
        details.show_entry(Entry(model.id, model.name, EntryKind.OFFERED, offered=model))
        texts = _texts(details)
        assert model.architecture in texts
        assert model.aliases[0] in texts


def test_that_measured_figures_are_shown(details: LibraryDetails) -> None:
    model = next(model for model in catalogue() if "COCO val2017" in model.measured)
    details.show_entry(Entry(model.id, model.name, EntryKind.OFFERED, offered=model))
    name, value = next(iter(model.measured["COCO val2017"].items()))
    assert f"{name} {QLocale().toString(value, 'f', 3)}" in _texts(details)


def test_that_each_kind_of_entry_has_its_own_buttons(details: LibraryDetails) -> None:
    of_installed = {"edit_classes", "rename", "export_model", "verify_model", "open_model_folder", "remove_model"}
    for entry, expected in (
        (Entry("", "Layout S", EntryKind.BUNDLED), {"use_model"}),
        (_INSTALLED, {"use_model", *of_installed}),
        (_OFFERED, {"install_model"}),
        (replace(_OFFERED, is_cached=True), {"adopt_model", "install_model"}),
        (_on_its_way(InstallState.RUNNING), {"pause_installation", "give_up_installation"}),
    ):
        details.show_entry(entry)
        assert _shown_buttons(details) == expected


@pytest.mark.parametrize(
    ("entry", "button", "signal"),
    [
        (_INSTALLED, "use_model", "use_requested"),
        (_INSTALLED, "edit_classes", "edit_classes_requested"),
        (_INSTALLED, "export_model", "export_requested"),
        (_INSTALLED, "verify_model", "verify_requested"),
        (_INSTALLED, "open_model_folder", "folder_requested"),
        (_INSTALLED, "remove_model", "remove_requested"),
        (_OFFERED, "install_model", "install_requested"),
        (replace(_OFFERED, is_cached=True), "adopt_model", "adopt_requested"),
        (_on_its_way(InstallState.RUNNING), "pause_installation", "pause_requested"),
        (_on_its_way(InstallState.WAITING), "pause_installation", "pause_requested"),
        (_on_its_way(InstallState.PAUSED), "pause_installation", "install_requested"),
        (_on_its_way(InstallState.PAUSED), "give_up_installation", "give_up_requested"),
    ],
)
def test_that_a_button_asks_for_what_it_says(
    qtbot: QtBot, details: LibraryDetails, entry: Entry, button: str, signal: str
) -> None:
    details.show_entry(entry)
    with qtbot.waitSignal(getattr(details, signal), timeout=1000) as asked:
        QTest.mouseClick(_button(details, button), Qt.MouseButton.LeftButton)
    assert asked.args == [entry.id]
    with qtbot.waitSignal(getattr(details, signal), timeout=1000):
        QTest.keyClick(_button(details, button), Qt.Key.Key_Return)


def test_that_the_model_that_comes_with_the_program_is_asked_for_by_no_id(
    qtbot: QtBot, details: LibraryDetails
) -> None:
    details.show_entry(Entry("", "Layout S", EntryKind.BUNDLED))
    with qtbot.waitSignal(details.use_requested, timeout=1000) as asked:
        QTest.mouseClick(_button(details, "use_model"), Qt.MouseButton.LeftButton)
    assert asked.args == [""]


def test_that_every_button_says_what_it_does(details: LibraryDetails) -> None:
    for entry in (_INSTALLED, _OFFERED, replace(_OFFERED, is_cached=True), _on_its_way(InstallState.PAUSED)):
        details.show_entry(entry)
        for name in _shown_buttons(details):
            button = _button(details, name)
            assert button.text(), name
            assert button.accessibleName() == button.text()
            assert button.toolTip(), name


def test_that_actions_do_what_the_buttons_do(qtbot: QtBot, details: LibraryDetails) -> None:
    actions = {action.objectName(): action for action in details.actions()}

    def shown() -> set[str]:
        return {name.removesuffix("_action") for name, action in actions.items() if action.isVisible()}

    for entry in (_INSTALLED, _OFFERED, replace(_OFFERED, is_cached=True)):
        details.show_entry(entry)
        assert shown() == _shown_buttons(details)
    details.show_entry(None)
    assert shown() == set()
    details.show_entry(replace(_INSTALLED, is_in_use=True))
    assert not actions["use_model_action"].isEnabled()
    assert actions["rename_action"].shortcut() == Qt.Key.Key_F2
    assert actions["remove_model_action"].shortcut() == Qt.Key.Key_Delete
    with qtbot.waitSignal(details.remove_requested, timeout=1000) as asked:
        actions["remove_model_action"].trigger()
    assert asked.args == [_MODEL.id]


def test_that_the_focus_goes_to_the_button_that_one_mostly_wants(details: LibraryDetails) -> None:
    for entry, button in ((_OFFERED, "install_model"), (replace(_OFFERED, is_cached=True), "adopt_model")):
        details.show_entry(entry)
        details.setFocus()
        assert QApplication.focusWidget() is _button(details, button)


def test_that_the_focus_goes_back_to_where_renaming_began(details: LibraryDetails) -> None:
    details.show_entry(_INSTALLED)
    elsewhere = _button(details, "use_model")
    elsewhere.setFocus()
    next(action for action in details.actions() if action.objectName() == "rename_action").trigger()
    field = child(details, QLineEdit, "rename_model")
    assert field.hasFocus()
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert elsewhere.hasFocus()


def test_that_the_install_button_says_how_much_is_downloaded(details: LibraryDetails) -> None:
    details.show_entry(_OFFERED)
    assert "MB" in _button(details, "install_model").text()


def test_that_a_model_in_use_cannot_be_used_again_and_says_why(details: LibraryDetails) -> None:
    details.show_entry(replace(_INSTALLED, is_in_use=True))
    use = _button(details, "use_model")
    assert not use.isEnabled()
    assert use.toolTip() == "The window runs this model already"
    assert child(details, Badge, "entry_badge").accessibleName() == "In use"


def test_that_a_broken_model_says_so_and_can_only_be_mended_or_removed(details: LibraryDetails) -> None:
    broken = replace(_MODEL, problem="model.safetensors is missing.", class_names=())
    details.show_entry(replace(_INSTALLED, installed=broken))
    problem = child(details, SignLine, "entry_problem")
    assert problem.isVisible()
    assert problem.text() == "model.safetensors is missing."
    assert child(details, Badge, "entry_badge").accessibleName() == "Cannot be used"
    enabled = {name for name in _shown_buttons(details) if _button(details, name).isEnabled()}
    assert enabled == {"rename", "verify_model", "open_model_folder", "remove_model"}


def test_that_a_broken_model_of_the_catalogue_can_be_installed_again(qtbot: QtBot, details: LibraryDetails) -> None:
    broken = replace(_MODEL, problem="model.safetensors is missing.", catalogue_id=_OFFERED.id)
    entry = replace(_INSTALLED, installed=broken)
    details.show_entry(entry)
    button = _button(details, "install_model")
    assert button.text() == "Install again"
    with qtbot.waitSignal(details.install_requested, timeout=1000) as asked:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert asked.args == [_OFFERED.id]
    details.show_entry(replace(entry, installation=Installation(_OFFERED.id, InstallState.RUNNING)))
    assert not button.isVisible()
    with qtbot.waitSignal(details.pause_requested, timeout=1000) as asked:
        QTest.mouseClick(_button(details, "pause_installation"), Qt.MouseButton.LeftButton)
    assert asked.args == [_OFFERED.id]


def test_that_a_cached_model_can_be_taken_over_or_installed_all_the_same(qtbot: QtBot, details: LibraryDetails) -> None:
    details.show_entry(replace(_OFFERED, is_cached=True))
    assert "without another download" in child(details, SignLine, "entry_cached").text()
    install, adopt = _button(details, "install_model"), _button(details, "adopt_model")
    assert "330" in install.text()
    assert [_is_primary(adopt), _is_primary(install)] == [True, False]
    with qtbot.waitSignal(details.install_requested, timeout=1000) as asked:
        QTest.mouseClick(install, Qt.MouseButton.LeftButton)
    assert asked.args == [_OFFERED.id]
    details.show_entry(_OFFERED)
    assert _is_primary(install)
    assert not child(details, SignLine, "entry_cached").isVisible()


def _is_primary(button: QPushButton) -> bool:
    option = QStyleOptionButton()
    button.initStyleOption(option)
    return bool(option.features & QStyleOptionButton.ButtonFeature.DefaultButton)


def test_that_of_very_many_classes_the_first_are_shown_until_a_person_wants_all(
    qtbot: QtBot, details: LibraryDetails
) -> None:
    names = tuple(f"class {number}" for number in range(1203))
    details.show_entry(replace(_INSTALLED, installed=replace(_MODEL, class_names=names)))
    classes = details.findChildren(ClassSwatches)[-1]
    toggle = _button(details, "toggle_entry_classes")
    assert classes.shown_names() == list(names[:30])
    assert QLocale().toString(1173) in toggle.text()
    height = classes.height()
    QTest.mouseClick(toggle, Qt.MouseButton.LeftButton)
    assert classes.shown_names() == list(names)
    qtbot.waitUntil(lambda: classes.height() > 5 * height)
    QTest.mouseClick(toggle, Qt.MouseButton.LeftButton)
    assert classes.shown_names() == list(names[:30])


def test_that_progress_draws_nothing_else_anew_and_leaves_focus_and_scrolling_alone(
    qtbot: QtBot, details: LibraryDetails
) -> None:
    details.resize(480, 260)
    details.show_entry(_on_its_way(InstallState.RUNNING))
    area = child(details, QScrollArea, "library_details_area")
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() > 0)
    aliases = child(details, CopyableText, "entry_aliases")
    pause = _button(details, "pause_installation")
    pause.setFocus()
    area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
    place = area.verticalScrollBar().value()
    for done in range(101, 131):
        details.show_entry(_on_its_way(InstallState.RUNNING, replace(_TRANSFER, done=done * _MB)))
    bar = child(details, QProgressBar, "installation_bar")
    assert bar.value() == round(bar.maximum() * 130 / 200)
    assert "130.0 MB of 200.0 MB" in child(details, ElidedLabel, "installation_words").text()
    assert details.findChildren(CopyableText) == [aliases]
    assert pause.hasFocus()
    assert area.verticalScrollBar().value() == place


def test_that_a_change_of_the_same_model_leaves_scrolling_alone(qtbot: QtBot, details: LibraryDetails) -> None:
    details.resize(480, 260)
    details.show_entry(_INSTALLED)
    bar = child(details, QScrollArea, "library_details_area").verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 100)
    bar.setValue(100)
    details.show_entry(replace(_INSTALLED, installed=replace(_MODEL, class_names=("Text", "Heading"))))
    qtbot.waitUntil(lambda: details.findChildren(ClassSwatches)[-1].shown_names() == ["Text", "Heading"])
    QApplication.processEvents()
    assert bar.value() == 100
    details.show_entry(_OFFERED)
    assert bar.value() == 0


def test_that_the_words_of_a_download_tell_speed_time_and_where_it_comes_from(details: LibraryDetails) -> None:
    details.show_entry(_on_its_way(InstallState.RUNNING))
    assert "50 s left" in child(details, ElidedLabel, "installation_words").text()
    assert child(details, ElidedLabel, "installation_source").text() == "2.0 MB/s from huggingface.co"


def test_that_a_stage_after_the_download_is_said_in_words(details: LibraryDetails) -> None:
    details.show_entry(_on_its_way(InstallState.RUNNING, stage="convert"))
    assert child(details, ElidedLabel, "installation_words").text() == "Writing the weights"
    assert child(details, QProgressBar, "installation_bar").maximum() == 0
    details.show_entry(_on_its_way(InstallState.RUNNING, stage="downloading"))
    assert "100.0 MB of 200.0 MB" in child(details, ElidedLabel, "installation_words").text()
    assert child(details, QProgressBar, "installation_bar").value() == 500


def test_that_a_download_that_broke_off_says_why_and_can_go_on(details: LibraryDetails) -> None:
    details.show_entry(_on_its_way(InstallState.PAUSED, problem="The connection broke off."))
    assert child(details, SignLine, "installation_problem").text() == "The connection broke off."
    assert _button(details, "pause_installation").text() == "Go on"
    details.show_entry(_on_its_way(InstallState.RUNNING))
    assert not child(details, SignLine, "installation_problem").isVisible()
    assert _button(details, "pause_installation").text() == "Pause"


def test_that_the_focus_goes_on_to_the_button_that_comes_in_place_of_the_one_pressed(
    qtbot: QtBot, details: LibraryDetails
) -> None:
    details.show_entry(_OFFERED)
    _button(details, "install_model").setFocus()
    details.show_entry(_on_its_way(InstallState.WAITING, None))
    assert _button(details, "pause_installation").hasFocus()


def test_that_the_focus_stays_outside_when_another_entry_is_shown(qtbot: QtBot, details: LibraryDetails) -> None:
    outside = QLineEdit(details)
    outside.show()
    details.show_entry(_INSTALLED)
    QTest.mouseClick(_button(details, "rename"), Qt.MouseButton.LeftButton)
    outside.setFocus()
    details.show_entry(_OFFERED)
    details.show_entry(None)
    details.show_entry(_on_its_way(InstallState.RUNNING))
    assert outside.hasFocus()


def test_that_a_model_is_renamed_where_its_name_stands(qtbot: QtBot, details: LibraryDetails) -> None:
    details.show_entry(_INSTALLED)
    QTest.mouseClick(_button(details, "rename"), Qt.MouseButton.LeftButton)
    field = child(details, QLineEdit, "rename_model")
    assert field.hasFocus()
    QTest.keyClicks(field, "Old newspapers")
    with qtbot.waitSignal(details.rename_requested, timeout=1000) as asked:
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert asked.args == [_MODEL.id, "Old newspapers"]
    assert not field.isVisible()
    assert "Old newspapers" in _texts(details)
    assert _button(details, "rename").hasFocus()


def test_that_escape_leaves_the_name_and_an_empty_one_is_not_taken(qtbot: QtBot, details: LibraryDetails) -> None:
    details.show_entry(_INSTALLED)
    QTest.mouseClick(_button(details, "rename"), Qt.MouseButton.LeftButton)
    field = child(details, QLineEdit, "rename_model")
    with qtbot.assertNotEmitted(details.rename_requested):
        QTest.keyClicks(field, " ")
        QTest.keyClick(field, Qt.Key.Key_Return)
        assert field.isVisible()
        QTest.keyClicks(field, "x")
        QTest.keyClick(field, Qt.Key.Key_Escape)
    assert not field.isVisible()
    assert _MODEL.name in _texts(details)


def test_that_a_name_that_was_refused_is_put_right(details: LibraryDetails) -> None:
    details.show_entry(_INSTALLED)
    _button(details, "rename").click()
    QTest.keyClicks(child(details, QLineEdit, "rename_model"), "Refused\r")
    assert "Refused" in _texts(details)
    details.show_entry(_INSTALLED)
    assert "Refused" not in _texts(details)


def test_that_enter_and_escape_in_the_name_do_nothing_else_in_a_window(qtbot: QtBot) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    details, other = LibraryDetails(), QPushButton("Close")
    other.setDefault(True)
    layout = QVBoxLayout(dialog)
    layout.addWidget(details)
    layout.addWidget(other)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    details.show_entry(_INSTALLED)
    field = child(details, QLineEdit, "rename_model")
    with qtbot.assertNotEmitted(other.clicked):
        for name, key in (("", Qt.Key.Key_Return), ("x", Qt.Key.Key_Escape), ("y", Qt.Key.Key_Return)):
            _button(details, "rename").click()
            QTest.keyClick(field, Qt.Key.Key_Delete)
            QTest.keyClicks(field, name)
            QTest.keyClick(field, key)
    assert dialog.isVisible()


def test_that_colours_of_words_follow_the_theme(qapp: QApplication, details: LibraryDetails) -> None:
    details.show_entry(_INSTALLED)
    details.show_check(_MODEL.id, ())
    words = child(details, PlainLabel, "entry_check_text")
    for name, theme in (("dark", DARK), ("light", LIGHT), ("dark", DARK)):
        apply_theme(qapp, name)
        assert _colours_in(words) & {QColor(theme.success).rgb()}, name


def test_that_a_tick_costs_a_small_part_of_showing_another_entry(details: LibraryDetails) -> None:
    def seconds(entries: list[Entry]) -> float:
        start = time.perf_counter()
        for entry in entries:
            details.show_entry(entry)
            QApplication.processEvents()
        return (time.perf_counter() - start) / len(entries)

    ticks = [_on_its_way(InstallState.RUNNING, replace(_TRANSFER, done=done * _MB)) for done in range(1, 60)]
    details.show_entry(ticks[0])
    assert seconds(ticks[1:]) < seconds([_INSTALLED, _OFFERED] * 5) / 2


def test_that_a_name_being_written_is_kept_while_something_else_of_the_model_changes(
    qtbot: QtBot, details: LibraryDetails
) -> None:
    details.show_entry(_INSTALLED)
    QTest.mouseClick(_button(details, "rename"), Qt.MouseButton.LeftButton)
    field = child(details, QLineEdit, "rename_model")
    QTest.keyClicks(field, "Half a na")
    details.show_entry(replace(_INSTALLED, is_in_use=True))
    assert field.text() == "Half a na"
    assert field.hasFocus()


def test_that_the_outcome_of_a_check_is_shown_with_its_model(qtbot: QtBot, details: LibraryDetails) -> None:
    check = child(details, SignLine, "entry_check")
    details.show_entry(_OFFERED)
    details.show_check(_MODEL.id, ())
    assert not check.isVisible()
    details.show_entry(_INSTALLED)
    assert check.text() == "All files are whole"
    details.show_check(_MODEL.id, ("model.safetensors is not what was installed",))
    assert check.text().startswith("model.safetensors is not what was installed")
    QTest.mouseClick(_button(details, "verify_model"), Qt.MouseButton.LeftButton)
    assert not check.isVisible()


def test_that_names_from_files_are_never_taken_for_markup(details: LibraryDetails) -> None:
    evil = replace(_MODEL, name="<b>x</b>", description="<img src=x>\u202egnp", training="a\x00b", place="<i>p</i>")
    details.show_entry(Entry(evil.id, evil.name, EntryKind.INSTALLED, installed=evil))
    texts = _texts(details)
    assert "<b>x</b>" in texts
    assert "<img src=x>\\u202egnp" in texts
    assert "a\\x00b" in texts
    assert "<i>p</i>" in texts


def test_that_a_place_can_be_copied_as_it_is(qtbot: QtBot, details: LibraryDetails) -> None:
    details.show_entry(_INSTALLED)
    place = child(details, CopyableText, "entry_place")
    QTest.keyClick(place, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(place, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == _MODEL.place


def test_that_the_wheel_scrolls_also_where_text_can_be_copied(qtbot: QtBot, details: LibraryDetails) -> None:
    details.resize(480, 260)
    details.show_entry(_OFFERED)
    area = child(details, QScrollArea, "library_details_area")
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() > 0)
    area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
    place, text = area.verticalScrollBar().value(), child(details, CopyableText, "entry_aliases")
    QApplication.processEvents()
    middle = QPointF(text.mapTo(details, text.rect().center()))
    QTest.wheelEvent(details.windowHandle(), middle, QPoint(0, 120))
    qtbot.waitUntil(lambda: area.verticalScrollBar().value() < place, timeout=1000)


def test_that_long_paths_and_large_letters_are_not_cut_off(qtbot: QtBot, details: LibraryDetails) -> None:
    font = details.font()
    font.setPointSizeF(1.5 * font.pointSizeF())
    details.setFont(font)
    details.resize(360, 900)
    long = replace(_MODEL, place="/home/anna/" + "a_very_long_folder/" * 12, folder=Path("/home/anna/" + "b" * 200))
    details.show_entry(Entry(long.id, long.name, EntryKind.INSTALLED, installed=long))
    area = child(details, QScrollArea, "library_details_area")
    texts = [child(details, CopyableText, name) for name in ("entry_place", "entry_folder")]
    qtbot.waitUntil(lambda: all(text.document().size().height() <= text.viewport().height() for text in texts))
    content = area.widget()
    assert content is not None
    assert content.width() <= area.viewport().width()
    assert max(button.geometry().right() for button in content.findChildren(QPushButton) if button.isVisible()) < 360


def test_that_the_classes_of_a_second_model_are_not_cut_off(qapp: QApplication, qtbot: QtBot) -> None:
    apply_theme(qapp, "light")
    first = find_in_catalogue("hjdataset-retinanet-r-50-fpn-3x")
    second = find_in_catalogue("newspapernavigator-faster-rcnn-r-50-fpn-3x")
    assert first is not None
    assert second is not None
    broken_off = Installation(first.id, InstallState.PAUSED, "downloading", _TRANSFER, "It did not answer.")
    for width in (476, 488, 500):
        details = LibraryDetails()
        qtbot.addWidget(details)
        details.resize(width, 560)
        details.show()
        qtbot.wait(20)
        details.show_entry(Entry(first.id, first.name, EntryKind.OFFERED, offered=first, installation=broken_off))
        qtbot.wait(30)
        details.show_entry(Entry(second.id, second.name, EntryKind.OFFERED, offered=second, is_cached=True))
        qtbot.wait(30)
        classes = child(details, QWidget, "entry_class_names")
        assert classes.height() >= classes.heightForWidth(classes.width()), width
