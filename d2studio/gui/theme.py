"""Light and dark: one calm palette each, and the little that a palette cannot say."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QToolTip

from d2studio.core.resources import RESOURCES

# Distances are multiples of this, in device-independent pixels.
GRID: Final = 8
HALF_GRID: Final = GRID // 2


@dataclass(frozen=True)
class Shades:
    """Colours of one theme as "#rrggbb". Text of any kind has a contrast of at least 4.5 on window, base and raised.

    Attributes:
        window: behind controls. base: behind text, lists and cards. stripe: every other row of a list.
        raised: buttons. canvas: around the page.
        text, muted, faint: what is read, what is read second, what is switched off.
        border: thin lines between things. outline: around what can be filled in; contrast of at least 3.
        accent, on_accent: what is chosen or going on, and what stands on it. tint: what the pointer is on.
        link, danger, warning, success: as text or icons.
    """

    window: str
    base: str
    stripe: str
    raised: str
    canvas: str
    text: str
    muted: str
    faint: str
    border: str
    outline: str
    accent: str
    on_accent: str
    tint: str
    link: str
    danger: str
    warning: str
    success: str


LIGHT: Final = Shades(
    window="#f3f4f6",
    base="#ffffff",
    stripe="#f7f8fa",
    raised="#fbfbfc",
    canvas="#dcdfe4",
    text="#1b1f24",
    muted="#57606c",
    faint="#9aa1ab",
    border="#cdd2d9",
    outline="#838b96",
    accent="#1f66a8",
    on_accent="#ffffff",
    tint="#d9e7f5",
    link="#1a5c9a",
    danger="#b3261e",
    warning="#855100",
    success="#1b6e3c",
)
DARK: Final = Shades(
    window="#22252a",
    base="#1a1c20",
    stripe="#1e2125",
    raised="#2d3138",
    canvas="#131518",
    text="#e6e9ed",
    muted="#a6aeb9",
    faint="#6d7580",
    border="#3c424b",
    outline="#7d8591",
    accent="#2e72b3",
    on_accent="#ffffff",
    tint="#2c425a",
    link="#84bbee",
    danger="#f39389",
    warning="#efb84e",
    success="#7fcb9b",
)


def shades(palette: QPalette) -> Shades:
    """Colours of the theme that `palette` belongs to; a widget asks with its own, whenever it paints."""
    return DARK if palette.color(QPalette.ColorRole.Window).lightness() < 128 else LIGHT


def apply_theme(app: QApplication, name: str) -> None:
    """Give all windows the theme "light" or "dark", or with "system" what the system says, now and when it changes."""
    _follower(app).apply(name, with_sheet=True)


def apply_colours(app: QApplication, name: str) -> None:
    """Do it without the style sheet, which dresses each widget anew when it is put into another.

    For a window of very many widgets: colours first, then the window, then the whole theme.
    """
    _follower(app).apply(name, with_sheet=False)


def _follower(app: QApplication) -> "_SystemFollower":
    follower = app.findChild(_SystemFollower)
    if not isinstance(follower, _SystemFollower):
        app.setStyle("Fusion")
        follower = _SystemFollower(app)
    return follower


class _SystemFollower(QObject):
    """Keeps the application's colours; lives as long as the application."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._name = "system"
        self._has_sheet = False
        self._shown: Shades | None = None
        app.styleHints().colorSchemeChanged.connect(self._on_color_scheme_changed)

    def apply(self, name: str, *, with_sheet: bool) -> None:
        self._name, self._has_sheet = name, with_sheet
        # The system is told as well: it draws the frame of the window and its own file dialogs.
        hints = self._app.styleHints()
        if name == "system":
            hints.unsetColorScheme()
        else:
            hints.setColorScheme(Qt.ColorScheme.Dark if name == "dark" else Qt.ColorScheme.Light)
        self._show()

    @Slot(Qt.ColorScheme)
    def _on_color_scheme_changed(self, _scheme: Qt.ColorScheme) -> None:
        self._show()

    def _show(self) -> None:
        if self._name == "system":
            is_dark = self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        else:
            is_dark = self._name == "dark"
        wanted = DARK if is_dark else LIGHT
        palette = _palette(wanted)
        if wanted is not self._shown or self._app.palette() != palette:
            self._shown = wanted
            self._app.setPalette(palette)
            QToolTip.setPalette(palette)
        sheet = _style_sheet(wanted) if self._has_sheet else ""
        if self._app.styleSheet() != sheet:
            self._app.setStyleSheet(sheet)


def _palette(colours: Shades) -> QPalette:
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    palette = QPalette(QColor(colours.raised), QColor(colours.window))
    for each, colour in (
        (role.Window, colours.window),
        (role.WindowText, colours.text),
        (role.Base, colours.base),
        (role.AlternateBase, colours.stripe),
        (role.Text, colours.text),
        (role.PlaceholderText, colours.muted),
        (role.Button, colours.raised),
        (role.ButtonText, colours.text),
        (role.BrightText, colours.danger),
        (role.ToolTipBase, colours.base),
        (role.ToolTipText, colours.text),
        (role.Highlight, colours.accent),
        (role.HighlightedText, colours.on_accent),
        (role.Accent, colours.accent),
        (role.Link, colours.link),
        (role.LinkVisited, colours.link),
        (role.Mid, colours.border),
    ):
        palette.setColor(each, QColor(colour))
    for each in (role.WindowText, role.Text, role.ButtonText, role.PlaceholderText):
        palette.setColor(group.Disabled, each, QColor(colours.faint))
    palette.setColor(group.Disabled, role.Highlight, QColor(colours.border))
    palette.setColor(group.Disabled, role.HighlightedText, QColor(colours.muted))
    return palette


def _style_sheet(colours: Shades) -> str:
    """A widget becomes a card with `setProperty("card", True)`.

    In menus, icons keep their colour on the entry that the pointer is on, so that is not as strong as a selection.
    """
    boxes = ("QCheckBox", "QListView", "QTreeView", "QTableView", "QGroupBox")
    return f"""
        QMainWindow::separator {{ background: {colours.border}; width: 1px; height: 1px; }}
        QDockWidget {{
            font-weight: 600;
            titlebar-close-icon: url("{_mark("close")}"); titlebar-normal-icon: url("{_mark("float")}");
        }}
        QDockWidget > QWidget {{ font-weight: 400; }}
        QDockWidget::title {{
            background: {colours.window}; text-align: left;
            padding: {HALF_GRID}px {GRID}px; border-bottom: 1px solid {colours.border};
        }}
        QToolBar {{
            background: {colours.window}; border: none; border-bottom: 1px solid {colours.border};
            padding: {HALF_GRID}px; spacing: {HALF_GRID}px;
        }}
        QStatusBar {{ border-top: 1px solid {colours.border}; }}
        QStatusBar::item {{ border: none; }}
        QFrame[card="true"] {{
            background: {colours.base}; border: 1px solid {colours.border}; border-radius: {GRID}px;
        }}
        QMenu, QMenuBar {{ selection-background-color: {colours.tint}; selection-color: {colours.text}; }}
        {_each(boxes, "::indicator")}, QRadioButton::indicator {{
            width: 14px; height: 14px; background: {colours.base}; border: 1px solid {colours.outline};
        }}
        {_each(boxes, "::indicator")} {{ border-radius: 3px; }}
        QRadioButton::indicator {{ border-radius: 8px; }}
        {_each(boxes, "::indicator:checked")} {{ image: url("{_mark("check")}"); }}
        {_each(boxes, "::indicator:indeterminate")} {{ image: url("{_mark("dash")}"); }}
        QRadioButton::indicator:checked {{ image: url("{_mark("dot")}"); }}
        {_each((*boxes, "QRadioButton"), "::indicator:checked")},
        {_each(boxes, "::indicator:indeterminate")} {{
            background: {colours.accent}; border-color: {colours.accent};
        }}
        {_each((*boxes, "QRadioButton"), "::indicator:disabled")} {{
            background: {colours.border}; border-color: {colours.border};
        }}
        QCheckBox:focus, QRadioButton:focus {{ outline: 1px solid {colours.accent}; }}
        QLineEdit {{
            background: {colours.base}; border: 1px solid {colours.outline}; border-radius: {HALF_GRID}px;
            padding: 3px {HALF_GRID}px;
        }}
        QLineEdit:focus {{ border-color: {colours.accent}; }}
        QLineEdit:disabled {{ border-color: {colours.border}; }}
    """


def _each(widgets: tuple[str, ...], part: str) -> str:
    return ", ".join(widget + part for widget in widgets)


def _mark(name: str) -> str:
    return (RESOURCES / "icons" / f"control-{name}.svg").as_posix()
