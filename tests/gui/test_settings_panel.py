"""Each control changes its own setting, at once, and nothing else."""

from dataclasses import fields, replace
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QLabel,
    QPushButton,
    QSlider,
    QWidget,
)
from pytestqt.qtbot import QtBot

from d2studio.core.model_rules import ModelRules
from d2studio.core.settings import LANGUAGES, LOG_LEVELS, THEMES, Settings
from d2studio.gui.settings_panel import SettingsPanel

# What no control can show exactly, and what the panel does not show at all.
FINE = Settings(
    pdf_dpi=150.5,
    fill_opacity=0.123,
    recent_files=("/scans/a.pdf",),
    last_folder="/scans",
    device="cuda:1",
    rules={"Layout S": ModelRules(threshold=0.5)},
    others={"newer": 1},
)


def changed(name: str, value: Any) -> Settings:
    change = {name: value}
    return replace(FINE, **change)


class Listener:
    def __init__(self, panel: SettingsPanel) -> None:
        self.heard: list[Settings] = []
        panel.settings_changed.connect(self.heard.append)


@pytest.fixture
def panel(qtbot: QtBot) -> SettingsPanel:
    panel = SettingsPanel()
    qtbot.addWidget(panel)
    panel.set_settings(FINE)
    panel.resize(500, 900)
    panel.show()
    return panel


def test_that_showing_settings_changes_nothing(panel: SettingsPanel) -> None:
    listener = Listener(panel)
    panel.set_settings(Settings())
    panel.set_settings(FINE)
    assert listener.heard == []


@pytest.mark.parametrize(
    "name",
    ["run_on_open", "show_labels", "show_ghosts", "show_reading_order", "restore_session", "show_welcome"],
)
def test_that_a_click_on_a_switch_changes_only_its_setting(panel: SettingsPanel, name: str) -> None:
    listener = Listener(panel)
    switch = panel.findChild(QCheckBox, name)
    assert isinstance(switch, QCheckBox)
    switch.ensurePolished()
    QTest.mouseClick(switch, Qt.MouseButton.LeftButton, pos=QPoint(8, switch.height() // 2))
    QTest.keyClick(switch, Qt.Key.Key_Space)
    assert listener.heard == [changed(name, not getattr(FINE, name)), FINE]


@pytest.mark.parametrize(("name", "values"), [("theme", THEMES), ("language", LANGUAGES), ("log_level", LOG_LEVELS)])
def test_that_every_choice_can_be_made(panel: SettingsPanel, name: str, values: tuple[str, ...]) -> None:
    listener = Listener(panel)
    choice = panel.findChild(QComboBox, name)
    assert isinstance(choice, QComboBox)
    assert tuple(choice.itemData(row) for row in range(choice.count())) == values
    QTest.keyClick(choice, Qt.Key.Key_Home)
    for _ in values:
        QTest.keyClick(choice, Qt.Key.Key_Down)
    heard = [getattr(settings, name) for settings in listener.heard]
    assert set(heard) >= set(values) - {getattr(FINE, name)}
    assert listener.heard[-1] == changed(name, values[-1])


@pytest.mark.parametrize(
    ("name", "typed", "value"), [("pdf_dpi", "300", 300), ("max_megapixels", "120", 120), ("decode_memory_gb", "8", 8)]
)
def test_that_a_number_counts_when_it_is_complete(panel: SettingsPanel, name: str, typed: str, value: float) -> None:
    listener = Listener(panel)
    number = panel.findChild(QDoubleSpinBox, name)
    assert isinstance(number, QDoubleSpinBox)
    number.selectAll()
    QTest.keyClicks(number, typed)
    assert listener.heard == []
    QTest.keyClick(number, Qt.Key.Key_Return)
    assert listener.heard == [changed(name, value)]


def test_that_the_fill_of_regions_follows_its_slider(panel: SettingsPanel) -> None:
    listener = Listener(panel)
    slider = panel.findChild(QSlider, "fill_opacity")
    assert isinstance(slider, QSlider)
    QTest.keyClick(slider, Qt.Key.Key_Right)
    assert listener.heard == [replace(FINE, fill_opacity=0.13)]
    QTest.keyClick(slider, Qt.Key.Key_End)
    assert listener.heard[-1].fill_opacity == 1


def test_that_another_language_is_said_to_wait_for_the_next_start(panel: SettingsPanel) -> None:
    note = panel.findChild(QLabel, "language_note")
    assert isinstance(note, QLabel)
    assert not note.isVisible()
    panel.set_settings(replace(FINE, language="de"))
    assert note.isVisible()
    panel.set_settings(FINE)
    assert not note.isVisible()


def test_that_a_reset_keeps_what_is_remembered_and_can_be_undone(panel: SettingsPanel) -> None:
    before = replace(FINE, theme="dark", show_labels=False)
    panel.set_settings(before)
    listener = Listener(panel)
    button = panel.findChild(QPushButton, "reset_settings")
    assert isinstance(button, QPushButton)
    button.click()
    expected = replace(
        Settings(),
        recent_files=FINE.recent_files,
        last_folder=FINE.last_folder,
        rules=FINE.rules,
        others=FINE.others,
    )
    assert listener.heard == [expected]
    # The window hands back what it was told.
    panel.set_settings(listener.heard[-1])
    assert button.text() == "Undo reset"
    button.click()
    assert listener.heard[1:] == [before]
    assert button.text() == "Reset settings"


def test_that_a_change_after_a_reset_takes_the_undo_away(panel: SettingsPanel) -> None:
    button = panel.findChild(QPushButton, "reset_settings")
    switch = panel.findChild(QCheckBox, "show_labels")
    assert isinstance(button, QPushButton)
    assert isinstance(switch, QCheckBox)
    button.click()
    switch.click()
    assert button.text() == "Reset settings"


def test_that_the_wheel_does_not_change_what_it_passes_over(panel: SettingsPanel) -> None:
    listener = Listener(panel)
    number = panel.findChild(QDoubleSpinBox, "pdf_dpi")
    assert isinstance(number, QDoubleSpinBox)

    def turn_wheel() -> None:
        place = QPointF(number.rect().center())
        event = QWheelEvent(
            place,
            number.mapToGlobal(place),
            QPoint(0, 0),
            QPoint(0, 120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(number, event)

    panel.setFocus()
    turn_wheel()
    assert listener.heard == []
    panel.activateWindow()
    number.setFocus()
    turn_wheel()
    assert len(listener.heard) == 1


def test_that_each_control_is_named_and_explained(panel: SettingsPanel) -> None:
    controls: list[QWidget] = []
    for kind in (QCheckBox, QComboBox, QAbstractSpinBox, QSlider, QPushButton):
        controls.extend(panel.findChildren(kind))
    names = {control.objectName() for control in controls}
    assert names - {"reset_settings"} <= {each.name for each in fields(Settings)}
    assert len(names) == len(controls)
    for control in controls:
        assert control.accessibleName(), control.objectName()
        assert "&" not in control.accessibleName()
        assert control.toolTip(), control.objectName()


def test_that_no_two_controls_share_a_letter(panel: SettingsPanel) -> None:
    words = [label.text() for label in panel.findChildren(QLabel) if label.buddy()]
    words += [switch.text() for switch in panel.findChildren(QCheckBox)]
    letters = [text[text.index("&") + 1].lower() for text in words]
    assert len(set(letters)) == len(letters), sorted(letters)
