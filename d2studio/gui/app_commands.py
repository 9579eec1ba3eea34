"""What happens when somebody asks for settings, themes, keys and help."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut

from d2studio import __version__
from d2studio.gui.file_manager import open_in_system
from d2studio.gui.main_window import MainWindow
from d2studio.gui.settings_keeper import SettingsKeeper
from d2studio.gui.studio import Studio

# Loaded when they are asked for, so that the window need not wait for them.
if TYPE_CHECKING:
    from d2studio.gui.settings_panel import SettingsPanel
    from d2studio.gui.shortcut_sheet import ShortcutSheet


class AppCommands(QObject):
    """Obeys the actions about the program itself."""

    def __init__(self, studio: Studio, window: MainWindow, keeper: SettingsKeeper) -> None:
        super().__init__(window)
        self._studio = studio
        self._window = window
        self._keeper = keeper
        self._sheet: ShortcutSheet | None = None
        self._settings_panel: SettingsPanel | None = None
        act = window.actions_
        for action, slot in (
            (act.settings, self.show_settings),
            (act.keys, self.show_keys),
            (act.about, self.show_about),
            (act.open_settings_file, self.open_settings_folder),
            (act.restart_children, self.restart_children),
        ):
            action.triggered.connect(slot)
        for name, action in act.themes.items():
            action.setProperty("theme", name)
            action.triggered.connect(self._on_theme_chosen)
        keeper.changed.connect(self._on_settings_changed)
        self._on_settings_changed()

    @Slot()
    def show_settings(self) -> None:
        if self._settings_panel is None:
            from d2studio.gui.settings_panel import SettingsPanel

            self._settings_panel = SettingsPanel(self._window)
            self._settings_panel.setWindowFlag(Qt.WindowType.Dialog)  # over the window, not in a corner of the screen
            self._settings_panel.setWindowTitle(self.tr("Settings"))
            self._settings_panel.settings_changed.connect(self._keeper.set)
            leave = QShortcut(QKeySequence.StandardKey.Cancel, self._settings_panel)
            leave.activated.connect(self._settings_panel.close)
        self._on_settings_changed()
        self._settings_panel.show()
        self._settings_panel.raise_()

    @Slot()
    def _on_theme_chosen(self) -> None:
        action = self.sender()
        assert action is not None
        self._keeper.change(theme=str(action.property("theme")))

    @Slot()
    def _on_settings_changed(self) -> None:
        self._window.actions_.themes[self._keeper.settings.theme].setChecked(True)
        if self._settings_panel is not None:
            self._settings_panel.set_settings(self._keeper.settings)

    @Slot()
    def show_keys(self) -> None:
        extra = [
            (self.tr("Run this page"), "Space"),
            (self.tr("See the bare page while the key is held"), "H"),
            (self.tr("Next and previous region, while the page has the focus"), "Tab, Shift+Tab"),
            (self.tr("Show or hide a class"), "1 – 9"),
            (self.tr("Leave the full screen"), "Esc"),
        ]
        if self._sheet is None:
            from d2studio.gui.shortcut_sheet import ShortcutSheet

            self._sheet = ShortcutSheet(self._window)
        self._sheet.show_keys(self._window, extra)
        self._sheet.show()
        self._sheet.raise_()

    @Slot()
    def show_about(self) -> None:
        from d2studio.gui import dialogs

        dialogs.about(
            self._window,
            self.tr(
                "d2studio {version}\n\nFinds the layout of scanned pages, and objects in pictures, with Detectron2 "
                "models.\n\nLicence: Apache 2.0. Icons: Lucide, ISC licence. Window: Qt, LGPL 3."
            ).format(version=__version__),
        )

    @Slot()
    def open_settings_folder(self) -> None:
        open_in_system(str(self._keeper.path.parent))

    @Slot()
    def restart_children(self) -> None:
        for thread in (self._studio.room.decode, self._studio.room.infer):
            thread.restart()
