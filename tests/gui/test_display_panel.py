from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton, QSlider, QWidget
from pytestqt.qtbot import QtBot

from d2studio.gui.display_panel import DisplayPanel
from d2studio.gui.view_style import OverlayStyle, PageTone
from tests.gui.children import child

_COLOURS = {0: (1, 2, 3), 4: (200, 100, 50)}


class _Listener:
    """What the panel announced, in order."""

    def __init__(self, panel: DisplayPanel) -> None:
        self.styles: list[OverlayStyle] = []
        self.tones: list[PageTone] = []
        panel.style_changed.connect(self.styles.append)
        panel.tone_changed.connect(self.tones.append)


@pytest.fixture
def panel(qtbot: QtBot) -> DisplayPanel:
    panel = DisplayPanel()
    qtbot.addWidget(panel)
    panel.set_style(OverlayStyle(_COLOURS))
    panel.show()
    qtbot.waitExposed(panel)
    return panel


@pytest.fixture
def heard(panel: DisplayPanel) -> _Listener:
    return _Listener(panel)


def test_that_a_style_is_shown_and_not_announced(panel: DisplayPanel, heard: _Listener) -> None:
    panel.set_style(OverlayStyle(_COLOURS, fill_opacity=0.4, labels=False, ghosts=True))
    assert child(panel, QSlider, "fill_opacity").value() == 40
    assert child(panel, QLabel, "fill_opacity_text").text() == "40 %"
    assert not child(panel, QCheckBox, "show_labels").isChecked()
    assert child(panel, QCheckBox, "show_ghosts").isChecked()
    assert not heard.styles
    assert not heard.tones


def test_that_a_tone_is_shown_and_not_announced(panel: DisplayPanel, heard: _Listener) -> None:
    panel.set_tone(PageTone(brightness=0.25, inverted=True))
    assert child(panel, QSlider, "brightness").value() == 25
    assert child(panel, QLabel, "brightness_text").text() == "+25 %"
    assert child(panel, QCheckBox, "inverted").isChecked()
    assert not heard.styles
    assert not heard.tones


@pytest.mark.parametrize("name", ["labels", "boxes", "masks", "keypoints", "ghosts", "reading_order"])
def test_that_a_click_on_a_switch_changes_that_alone(
    qtbot: QtBot, panel: DisplayPanel, heard: _Listener, name: str
) -> None:
    before = OverlayStyle(_COLOURS, fill_opacity=0.125)
    panel.set_style(before)
    box = child(panel, QCheckBox, f"show_{name}")
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=box.rect().center() - box.rect().center() / 2)
    changed: dict[str, Any] = {name: not getattr(before, name)}
    assert heard.styles == [replace(before, **changed)]
    assert heard.tones == []


def test_that_keys_move_the_opacity(qtbot: QtBot, panel: DisplayPanel, heard: _Listener) -> None:
    QTest.keyClick(child(panel, QSlider, "fill_opacity"), Qt.Key.Key_Right)
    assert heard.styles == [OverlayStyle(_COLOURS, fill_opacity=0.13)]
    assert child(panel, QLabel, "fill_opacity_text").text() == "13 %"


def test_that_keys_move_the_brightness(qtbot: QtBot, panel: DisplayPanel, heard: _Listener) -> None:
    QTest.keyClick(child(panel, QSlider, "brightness"), Qt.Key.Key_Left)
    assert heard.tones == [PageTone(brightness=-0.01)]
    QTest.keyClick(child(panel, QSlider, "brightness"), Qt.Key.Key_Home)
    assert heard.tones[-1] == PageTone(brightness=-1)


def test_that_a_double_click_puts_the_brightness_back(qtbot: QtBot, panel: DisplayPanel, heard: _Listener) -> None:
    panel.set_tone(PageTone(brightness=0.7, inverted=True))
    QTest.mouseDClick(child(panel, QSlider, "brightness"), Qt.MouseButton.LeftButton)
    assert heard.tones[-1] == PageTone(brightness=0, inverted=True)


def test_that_a_click_inverts_the_page(qtbot: QtBot, panel: DisplayPanel, heard: _Listener) -> None:
    panel.set_tone(PageTone(brightness=0.333))
    QTest.keyClick(child(panel, QCheckBox, "inverted"), Qt.Key.Key_Space)
    assert heard.tones == [PageTone(brightness=0.333, inverted=True)]
    assert heard.styles == []


def test_that_reset_keeps_the_colours_of_classes(qtbot: QtBot, panel: DisplayPanel, heard: _Listener) -> None:
    button = child(panel, QPushButton, "reset_display")
    assert not button.isEnabled()
    panel.set_style(OverlayStyle(_COLOURS, labels=False))
    panel.set_tone(PageTone(inverted=True))
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert heard.styles == [OverlayStyle(_COLOURS)]
    assert heard.tones == [PageTone()]
    assert not button.isEnabled()


def test_that_reset_announces_only_what_changes(qtbot: QtBot, panel: DisplayPanel, heard: _Listener) -> None:
    panel.set_tone(PageTone(inverted=True))
    QTest.mouseClick(child(panel, QPushButton, "reset_display"), Qt.MouseButton.LeftButton)
    assert heard.styles == []
    assert heard.tones == [PageTone()]


def test_that_tab_reaches_every_control(panel: DisplayPanel) -> None:
    panel.set_tone(PageTone(inverted=True))
    wanted = {each for each in panel.findChildren(QWidget) if isinstance(each, QCheckBox | QSlider | QPushButton)}
    panel.activateWindow()
    child(panel, QCheckBox, "show_labels").setFocus()
    reached = []
    while (now := panel.focusWidget()) is not None and now not in reached:
        reached.append(now)
        QTest.keyClick(now, Qt.Key.Key_Tab)
    assert set(reached) == wanted
    assert all(each.accessibleName() and each.toolTip() and each.objectName() for each in wanted)
