"""The window that the settings have to themselves."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from d2studio.gui.settings_panel import SettingsPanel
from tests.gui.children import child
from tests.gui.program import RunningProgram


def test_that_escape_closes_the_settings_and_nothing_else(program: RunningProgram) -> None:
    program.window.actions_.settings.trigger()
    panel = child(program.window, SettingsPanel, "settings_panel")
    program.wait(panel.isActiveWindow, 5, "active settings")
    QTest.keyClick(panel.focusWidget() or panel, Qt.Key.Key_Escape)
    assert not panel.isVisible()
    assert program.window.isVisible()
    program.window.actions_.settings.trigger()
    assert panel.isVisible()
