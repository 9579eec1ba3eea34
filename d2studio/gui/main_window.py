"""The window: the page in the middle, panels around it. It arranges; presenters fill it and commands obey it."""

from typing import Final

from PySide6.QtCore import QByteArray, QMimeData, QSettings, QSize, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDockWidget,
    QFrame,
    QLabel,
    QMainWindow,
    QScrollArea,
    QSizePolicy,
    QTabWidget,
    QToolBar,
    QToolButton,
    QWidget,
)

from d2studio.gui.actions import Actions
from d2studio.gui.banner import Banner
from d2studio.gui.diagnostics_pane import DiagnosticsPane
from d2studio.gui.display_panel import DisplayPanel
from d2studio.gui.icons import app_icon, icon
from d2studio.gui.incoming import read_mime
from d2studio.gui.log_view import LogView
from d2studio.gui.model_panel import ModelPanel
from d2studio.gui.page_list import PageListModel
from d2studio.gui.page_stack import PageStack
from d2studio.gui.page_strip import PageStrip
from d2studio.gui.region_table import RegionTable
from d2studio.gui.rules_panel import RulesPanel
from d2studio.gui.status_line import StatusLine
from d2studio.gui.viewer import Viewer

# Of the arrangement of panels: raised when an old one does not fit any more.
_LAYOUT_VERSION: Final = 1
_SMALLEST: Final = QSize(800, 560)
_FIRST_SIZE: Final = QSize(1440, 900)
# Of the window: the panels on the right have the table, whose columns are to be seen.
_RIGHT_SHARE: Final = 0.3
_BOTTOM_SHARE: Final = 0.45  # of the window at most, for details that are opened
_MESSAGE_MS: Final = 4000


class MainWindow(QMainWindow):
    """Owns the widgets and where they are.

    Args:
        pages: what the list of pages shows.
        layout_file: where geometry and places of panels are kept.

    Signals:
        dropped(object): `QMimeData` that was dropped on the window; to be read at once.
        closing(): the window is about to go.
    """

    dropped = Signal(QMimeData)
    closing = Signal()

    def __init__(self, pages: PageListModel, layout_file: str) -> None:
        super().__init__()
        self.setObjectName("main-window")
        self.setWindowIcon(app_icon())
        self.setAcceptDrops(True)
        room = self._room_on_screen()
        self.setMinimumSize(_SMALLEST.boundedTo(room))
        self.resize(_FIRST_SIZE.boundedTo(room))
        self._layout_file = QSettings(layout_file, QSettings.Format.IniFormat)
        self.actions_ = Actions(self)
        self.viewer = Viewer()
        self.banner = Banner()
        self.strip = PageStrip(pages)
        self.rules_panel = RulesPanel()
        self.display_panel = DisplayPanel()
        self.model_panel = ModelPanel()
        self.table = RegionTable()
        self.diagnostics = DiagnosticsPane()
        self.log_view = LogView()
        self.status = StatusLine()
        self.setCentralWidget(PageStack(self.banner, self.viewer))
        self.setStatusBar(self.status)
        self._make_tool_bar()
        self._make_docks()
        self._arrange()
        self._first_layout = self.saveState(_LAYOUT_VERSION)
        self.actions_.reset_layout.triggered.connect(self._on_reset_layout)
        self.actions_.full_screen.toggled.connect(self._on_full_screen)
        self.actions_.quit.triggered.connect(self.close)
        self.actions_.deselect.setEnabled(False)  # nothing is selected yet
        self._escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        self._escape.activated.connect(self.actions_.full_screen.trigger)
        for action in (self.actions_.full_screen, self.actions_.stop, self.actions_.deselect):
            action.changed.connect(self._on_escape_changed)
        self._on_escape_changed()
        self.table.copied.connect(self._on_regions_copied)
        self.diagnostics.room_wanted.connect(self._on_diagnostics_room_wanted)

    def restore_layout(self) -> None:
        """Put window and panels where they were when the program last ended."""
        geometry, state = self._layout_file.value("geometry"), self._layout_file.value("state")
        if isinstance(geometry, QByteArray):
            self.restoreGeometry(geometry)
        if isinstance(state, QByteArray):
            self.restoreState(state, _LAYOUT_VERSION)
        self.actions_.full_screen.setChecked(self.isFullScreen())

    def say(self, words: str) -> None:
        """Tell something in the status bar, for a moment."""
        self.status.showMessage(words, _MESSAGE_MS)

    def show_diagnostics(self) -> None:
        """Bring the diagnostics pane to the front."""
        self.bottom_dock.show()
        self.bottom_tabs.setCurrentWidget(self.diagnostics)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if read_mime(event.mimeData()).is_usable:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.dropped.emit(event.mimeData())

    def closeEvent(self, event: QCloseEvent) -> None:
        self._layout_file.setValue("geometry", self.saveGeometry())
        self._layout_file.setValue("state", self.saveState(_LAYOUT_VERSION))
        self._layout_file.sync()
        self.closing.emit()
        event.accept()

    def _make_tool_bar(self) -> None:
        act = self.actions_
        bar = self.addToolBar(self.tr("Main tools"))
        bar.setObjectName("main-tools")
        bar.setMovable(False)
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        bar.addAction(act.open_files)
        bar.addSeparator()
        bar.addActions([act.run, act.run_all, act.stop])
        bar.addSeparator()
        self.model_button = QToolButton()
        self.model_button.setObjectName("model-button")
        self.model_button.setAccessibleName(self.tr("Model in use"))
        self.model_button.setToolTip(self.tr("The model in use; press to choose another"))
        self.model_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.model_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.model_button.setIcon(icon("layers"))
        self.model_button.setMenu(act.model_menu)
        bar.addWidget(self.model_button)
        spacer = QWidget()
        spacer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        bar.addWidget(spacer)
        self.zoom_label = QLabel()
        self.zoom_label.setObjectName("zoom")
        self.zoom_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.zoom_label.setMinimumWidth(self.fontMetrics().horizontalAdvance("8888 %"))
        self.zoom_label.setToolTip(self.tr("Pixels of the screen for a pixel of the page"))
        bar.addAction(act.zoom_out)
        bar.addWidget(self.zoom_label)
        bar.addActions([act.zoom_in, act.fit_page, act.fit_width, act.actual_size])
        for action in (act.zoom_out, act.zoom_in, act.fit_page, act.fit_width):
            self._button(bar, action).setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)

    def _button(self, bar: QToolBar, action: object) -> QToolButton:
        button = bar.widgetForAction(action)  # type: ignore[arg-type]
        assert isinstance(button, QToolButton)
        return button

    def _make_docks(self) -> None:
        left, right = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea
        self.setCorner(Qt.Corner.BottomLeftCorner, left)
        self.setCorner(Qt.Corner.BottomRightCorner, right)
        self.setTabPosition(right, QTabWidget.TabPosition.North)
        self.bottom_tabs = QTabWidget()
        self.bottom_tabs.setObjectName("bottom-tabs")
        self.bottom_tabs.setDocumentMode(True)
        self.bottom_tabs.tabBar().setAccessibleName(self.tr("Diagnostics and log"))
        self.bottom_tabs.addTab(self.diagnostics, self.tr("Diagnostics"))
        self.bottom_tabs.addTab(self.log_view, self.tr("Log"))
        self.pages_dock = self._dock("pages-dock", self.tr("Pages"), self.strip, left)
        self.rules_dock = self._dock("rules-dock", self.tr("Detections"), _scrolled(self.rules_panel), right)
        self.display_dock = self._dock("display-dock", self.tr("Display"), _scrolled(self.display_panel), right)
        self.model_dock = self._dock("model-dock", self.tr("Model"), self.model_panel, right)
        self.table_dock = self._dock("table-dock", self.tr("Regions"), self.table, right)
        self.bottom_dock = self._dock(
            "bottom-dock",
            self.tr("Diagnostics and log"),
            _scrolled(self.bottom_tabs),
            Qt.DockWidgetArea.BottomDockWidgetArea,
        )

    def _dock(self, name: str, title: str, widget: QWidget, area: Qt.DockWidgetArea) -> QDockWidget:
        dock = QDockWidget(title, self)
        dock.setObjectName(name)
        dock.setWidget(widget)
        dock.visibilityChanged.connect(self._on_dock_visibility_changed)
        policy = widget.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # the panels in front are as wide as they were
        widget.setSizePolicy(policy)
        self.addDockWidget(area, dock)
        self.actions_.panels_menu.addAction(dock.toggleViewAction())
        return dock

    def _arrange(self) -> None:
        self.tabifyDockWidget(self.rules_dock, self.display_dock)
        self.tabifyDockWidget(self.display_dock, self.model_dock)
        self.rules_dock.raise_()
        letter, line = self.fontMetrics().averageCharWidth(), self.fontMetrics().height()
        widths = [self.strip.sizeHint().width(), max(48 * letter, round(_RIGHT_SHARE * self.width()))]
        self.resizeDocks([self.pages_dock, self.rules_dock], widths, Qt.Orientation.Horizontal)
        self.resizeDocks([self.rules_dock, self.table_dock], [26 * line, 17 * line], Qt.Orientation.Vertical)
        self.resizeDocks([self.bottom_dock], [11 * line], Qt.Orientation.Vertical)

    def _room_on_screen(self) -> QSize:
        """What a window may take of the screen, so that its title is seen as well."""
        return self.screen().availableSize() - QSize(0, 2 * self.fontMetrics().height())

    @Slot(bool)
    def _on_dock_visibility_changed(self, is_visible: bool) -> None:
        dock = self.sender()
        assert isinstance(dock, QDockWidget)
        widget, focused = dock.widget(), self.focusWidget()
        if not is_visible and self.isVisible() and focused is not None and widget.isAncestorOf(focused):
            # Qt would give the keyboard to whatever comes next, for instance a line to type in.
            self.viewer.setFocus()
        # Qt leaves a panel that lies behind another visible, so that Tab would walk through what nobody sees.
        widget.setVisible(is_visible)

    @Slot()
    def _on_escape_changed(self) -> None:
        """Esc leaves the full screen where it neither stops nor deselects anything."""
        act = self.actions_
        is_free = not act.stop.isEnabled() and not act.deselect.isEnabled()
        self._escape.setEnabled(is_free and act.full_screen.isChecked())

    @Slot()
    def _on_reset_layout(self) -> None:
        self.restoreState(self._first_layout, _LAYOUT_VERSION)

    @Slot(int)
    def _on_diagnostics_room_wanted(self, height: int) -> None:
        """Give the pane so much height, as long as the page keeps the larger part of the window."""
        dock = self.bottom_dock
        height += dock.height() - self.diagnostics.height()
        if dock.height() < height:
            allowed = min(height, round(_BOTTOM_SHARE * self.height()))
            self.resizeDocks([dock], [max(allowed, dock.height())], Qt.Orientation.Vertical)

    @Slot(int)
    def _on_regions_copied(self, count: int) -> None:
        self.say(self.tr("Copied %n region(s)", "", count))

    @Slot(bool)
    def _on_full_screen(self, is_full: bool) -> None:
        self.setWindowState(
            self.windowState() | Qt.WindowState.WindowFullScreen
            if is_full
            else self.windowState() & ~Qt.WindowState.WindowFullScreen
        )


def _scrolled(panel: QWidget) -> QScrollArea:
    """A panel that can be scrolled where it has less room than it needs: docks would overlap instead."""
    area = QScrollArea()
    area.setObjectName(f"{panel.objectName()}_area")
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is in it takes the focus
    area.setWidget(panel)
    return area
