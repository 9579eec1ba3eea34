"""Everything that the window can do, as actions in menus. What they do is connected in `main_window`."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from d2studio.gui.icons import icon

Keys = QKeySequence.StandardKey | str


class Actions(QObject):
    """The actions of one window; attributes are named after what they do, menus after what they hold.

    Signals:
        installed_models_changed(): `installed_models` are others.
        installed_model_chosen(str): the id of one of them.
    """

    installed_models_changed = Signal()
    installed_model_chosen = Signal(str)

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._make_file(self.tr("&File"))
        self._make_edit(self.tr("&Edit"))
        self._make_view(self.tr("&View"))
        self._make_page(self.tr("&Page"))
        self._make_model(self.tr("&Model"))
        self._make_run(self.tr("&Run"))
        self._make_tools(self.tr("&Tools"))
        self._make_help(self.tr("&Help"))

    def _make_file(self, title: str) -> None:
        menu = self._menu(title)
        self.open_files = self._add(
            menu, self.tr("&Open…"), self.tr("Open pictures and PDF files"), QKeySequence.StandardKey.Open, "file-plus"
        )
        self.open_folder = self._add(
            menu, self.tr("Open &folder…"), self.tr("Open all page files of a folder"), "Ctrl+Shift+O", "folder-open"
        )
        self.recent_menu = menu.addMenu(self.tr("Open &recent"))
        self.open_samples = self._add(
            menu, self.tr("Open the sample &pages"), self.tr("Open the pages that come with d2studio")
        )
        menu.addSeparator()
        self.save_picture = self._add(
            menu,
            self.tr("&Save picture…"),
            self.tr("Save the page with what is shown drawn on it, as a PNG file"),
            QKeySequence.StandardKey.Save,
            "save",
        )
        self.copy_picture = self._add(
            menu,
            self.tr("&Copy picture"),
            self.tr("Copy the page with what is shown drawn on it"),
            "Ctrl+Shift+C",
            "image",
        )
        menu.addSeparator()
        self.remove_pages = self._add(
            menu,
            self.tr("Re&move from the list"),
            self.tr("Take the selected pages out of the list; files stay"),
            "",
            "x",
        )
        self.remove_all = self._add(menu, self.tr("Remove &all pages"), self.tr("Empty the list of pages; files stay"))
        menu.addSeparator()
        self.quit = self._add(
            menu, self.tr("&Quit"), self.tr("End d2studio"), QKeySequence.StandardKey.Quit, more=("Ctrl+Q",)
        )
        self.quit.setMenuRole(QAction.MenuRole.QuitRole)

    def _make_edit(self, title: str) -> None:
        menu = self._menu(title)
        self.undo = self._add(
            menu, self.tr("&Undo"), self.tr("Undo the last change"), QKeySequence.StandardKey.Undo, "undo-2"
        )
        self.redo = self._add(
            menu, self.tr("&Redo"), self.tr("Make the undone change again"), QKeySequence.StandardKey.Redo, "redo-2"
        )
        menu.addSeparator()
        self.copy_text = self._add(
            menu,
            self.tr("&Copy regions"),
            self.tr("Copy the selected regions, or all that are shown, as text"),
            "",
            "copy",
        )
        self.copy_csv = self._add(menu, self.tr("Copy regions as CS&V"), self.tr("Copy the regions for a spreadsheet"))
        self.copy_json = self._add(menu, self.tr("Copy regions as &JSON"), self.tr("Copy the regions for a program"))
        self.paste = self._add(
            menu,
            self.tr("&Paste page"),
            self.tr("Open the picture or the files on the clipboard"),
            QKeySequence.StandardKey.Paste,
            "clipboard-paste",
        )
        menu.addSeparator()
        self.deselect = self._add(menu, self.tr("&Deselect"), self.tr("Select no region"), "Ctrl+Shift+A")
        menu.addSeparator()
        self.settings = self._add(
            menu,
            self.tr("&Settings…"),
            self.tr("Change how d2studio works"),
            QKeySequence.StandardKey.Preferences,
            "settings",
            more=("Ctrl+,",),
        )
        self.settings.setMenuRole(QAction.MenuRole.PreferencesRole)

    def _make_view(self, title: str) -> None:
        menu = self._menu(title)
        self.zoom_in = self._add(
            menu, self.tr("Zoom &in"), self.tr("Show the page larger"), "+", "zoom-in", more=("=", "Ctrl++")
        )
        self.zoom_out = self._add(
            menu, self.tr("Zoom &out"), self.tr("Show the page smaller"), "-", "zoom-out", more=("Ctrl+-",)
        )
        self.fit_page = self._add(
            menu, self.tr("Fit &page"), self.tr("Show the whole page"), "0", "maximize", more=("Ctrl+0",)
        )
        self.fit_width = self._add(
            menu, self.tr("Fit &width"), self.tr("Make the page as wide as the window"), "Ctrl+2", "move-horizontal"
        )
        self.actual_size = self._add(
            menu, self.tr("&1:1"), self.tr("Show a pixel of the page as a pixel of the screen"), "Ctrl+1", "scan"
        )
        menu.addSeparator()
        self.hide_overlays = self._add_check(
            menu,
            self.tr("&Hide all regions"),
            self.tr("Show the bare page; hold H to do so for a moment"),
            "Shift+H",
            "eye-off",
        )
        self.show_labels = self._add_check(
            menu, self.tr("&Labels"), self.tr("Show class and score on each region"), "L", "tag"
        )
        self.show_ghosts = self._add_check(
            menu, self.tr("&Ghosts"), self.tr("Show regions that the rules hide, dashed, with the reason"), "G", "ghost"
        )
        self.show_order = self._add_check(
            menu, self.tr("&Reading order"), self.tr("Number the regions in the order of reading"), "O", "list-ordered"
        )
        self.invert = self._add_check(
            menu, self.tr("In&vert the page"), self.tr("Light letters on dark paper"), "I", "contrast"
        )
        menu.addSeparator()
        self.theme_menu = menu.addMenu(self.tr("&Theme"))
        group = QActionGroup(self._window)
        self.themes = {
            name: self._add_choice(self.theme_menu, group, text)
            for name, text in (
                ("system", self.tr("As the &system")),
                ("light", self.tr("&Light")),
                ("dark", self.tr("&Dark")),
            )
        }
        self.panels_menu = menu.addMenu(self.tr("P&anels"))
        self.reset_layout = self._add(menu, self.tr("Reset la&yout"), self.tr("Put all panels back to their places"))
        self.full_screen = self._add_check(menu, self.tr("&Full screen"), self.tr("Use the whole screen"), "F11")

    def _make_page(self, title: str) -> None:
        menu = self._menu(title)
        self.next_page = self._add(
            menu, self.tr("&Next page"), self.tr("Look at the next page"), "PgDown", "chevron-down"
        )
        self.previous_page = self._add(
            menu, self.tr("&Previous page"), self.tr("Look at the page before"), "PgUp", "chevron-up"
        )
        self.first_page = self._add(menu, self.tr("&First page"), self.tr("Look at the first page"), "Ctrl+Home")
        self.last_page = self._add(menu, self.tr("&Last page"), self.tr("Look at the last page"), "Ctrl+End")
        menu.addSeparator()
        self.next_region = self._add(
            menu, self.tr("Next &region"), self.tr("Select the next region in the order of reading"), "N"
        )
        self.previous_region = self._add(
            menu, self.tr("Previous re&gion"), self.tr("Select the region before in the order of reading"), "P"
        )
        menu.addSeparator()
        self.lower_threshold = self._add(menu, self.tr("Show &more"), self.tr("Lower the threshold by 0.05"), "[")
        self.raise_threshold = self._add(menu, self.tr("Show l&ess"), self.tr("Raise the threshold by 0.05"), "]")
        self.reset_rules = self._add(
            menu, self.tr("&As advised"), self.tr("Show what the model's maker advises"), "Ctrl+R", "refresh-cw"
        )
        menu.addSeparator()
        self.show_in_folder = self._add(
            menu, self.tr("Show in fol&der"), self.tr("Open the folder that the page lies in")
        )

    def _make_model(self, title: str) -> None:
        menu = self._menu(title)
        self.model_menu = menu
        self.use_bundled = self._add_check(
            menu, self.tr("d2studio-&layout (built in)"), self.tr("Use the model that comes with d2studio")
        )
        self.model_in_use = self._add_check(menu, self.tr("Another model"), self.tr("This model is in use"))
        self.installed_models: dict[str, QAction] = {}  # by the folder that the model lies in
        menu.addSeparator()
        self.open_library = self._add(
            menu,
            self.tr("Model li&brary…"),
            self.tr("Install models, take over those that you have, and look after them"),
            "Ctrl+L",
            "package",
        )
        self.open_model_files = self._add(
            menu,
            self.tr("Open config and &weights…"),
            self.tr("Use a model that you have: its config and its weights"),
            "Ctrl+M",
        )
        self.open_model_folder = self._add(
            menu,
            self.tr("Open model &folder…"),
            self.tr("Use a model that lies in a folder of its own"),
            "Ctrl+Shift+M",
        )
        self.recent_models_menu = menu.addMenu(self.tr("&Recent models"))
        menu.addSeparator()
        self.check_model = self._add(
            menu,
            self.tr("&Check a model…"),
            self.tr("Say whether a config and weights belong together, without using them"),
        )
        self.reload_model = self._add(menu, self.tr("Load &again"), self.tr("Load the model again"), "", "refresh-cw")
        self.unload_model = self._add(menu, self.tr("&Unload"), self.tr("Give the model's memory back"))

    def set_installed_models(self, models: Sequence[tuple[str, str, str]]) -> None:
        """List installed models, each an id, a name and a folder, in the menu of models."""
        for action in self.installed_models.values():
            self.model_menu.removeAction(action)
            action.deleteLater()
        self.installed_models = {}
        for model_id, name, folder in models:
            action = QAction(name.replace("&", "&&"), self._window)
            action.setCheckable(True)
            action.setData(model_id)
            action.setToolTip(self.tr("Use this model, which is in the library"))
            action.setStatusTip(action.toolTip())
            action.triggered.connect(self._on_installed_model_triggered)
            self.model_menu.insertAction(self.model_in_use, action)
            self.installed_models[folder] = action
        self.installed_models_changed.emit()

    def installed_names(self) -> list[str]:
        """Ids and names of the models that `set_installed_models` listed."""
        return [
            name
            for action in self.installed_models.values()
            for name in (action.data(), action.text().replace("&&", "&"))
        ]

    @Slot()
    def _on_installed_model_triggered(self) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        self.installed_models_changed.emit()  # it checked itself, whether or not its model comes into use
        self.installed_model_chosen.emit(action.data())

    def _make_run(self, title: str) -> None:
        menu = self._menu(title)
        self.run = self._add(
            menu,
            self.tr("&Run"),
            self.tr("Find what is on this page; Space does it, too, while the page has the focus"),
            "F5",
            "play",
        )
        self.run_all = self._add(
            menu, self.tr("Run &all"), self.tr("Find what is on all pages that were not run"), "Shift+F5", "list-video"
        )
        self.stop = self._add(
            menu, self.tr("&Stop"), self.tr("Stop running, or opening a page that takes long"), "Esc", "square"
        )
        menu.addSeparator()
        self.run_on_open = self._add_check(
            menu, self.tr("Run when a page is &opened"), self.tr("Find what is on a page as soon as it is looked at")
        )

    def _make_tools(self, title: str) -> None:
        menu = self._menu(title)
        self.copy_report = self._add(
            menu, self.tr("&Copy report"), self.tr("Copy what whoever helps you needs to know"), "", "clipboard"
        )
        self.open_log_folder = self._add(menu, self.tr("Open &log folder"), self.tr("Open the folder with the logs"))
        self.open_settings_file = self._add(
            menu, self.tr("Open &settings folder"), self.tr("Open the folder with the settings file")
        )
        self.restart_children = self._add(
            menu,
            self.tr("&Restart the processes"),
            self.tr("Start the processes anew that decode pages and run models"),
        )

    def _make_help(self, title: str) -> None:
        menu = self._menu(title)
        self.keys = self._add(menu, self.tr("&Keys"), self.tr("List all keys"), "?", "keyboard", more=("F1",))
        self.about = self._add(menu, self.tr("&About d2studio"), self.tr("Version and licences"), "", "info")
        self.about.setMenuRole(QAction.MenuRole.AboutRole)

    def _menu(self, title: str) -> QMenu:
        menu = self._window.menuBar().addMenu(title)
        menu.setToolTipsVisible(True)
        return menu

    def _add(
        self, menu: QMenu, text: str, tip: str, keys: Keys = "", icon_name: str = "", more: Sequence[str] = ()
    ) -> QAction:
        action = QAction(text, self._window)
        action.setStatusTip(tip)
        action.setToolTip(tip)
        # Of a standard key the first: others are keys that hardly any keyboard has. Not every system has a key for
        # everything, and menus name the first.
        wanted = dict.fromkeys(QKeySequence(key) for key in (keys, *more))
        action.setShortcuts([key for key in wanted if not key.isEmpty()])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        if icon_name:
            action.setIcon(icon(icon_name))
        menu.addAction(action)
        return action

    def _add_check(self, menu: QMenu, text: str, tip: str, keys: Keys = "", icon_name: str = "") -> QAction:
        action = self._add(menu, text, tip, keys, icon_name)
        action.setCheckable(True)
        return action

    def _add_choice(self, menu: QMenu, group: QActionGroup, text: str) -> QAction:
        action = self._add_check(menu, text, "")
        group.addAction(action)
        return action
