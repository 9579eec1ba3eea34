"""What dialogs are made of: their buttons, their layout, and kinds of files."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from d2studio.gui.theme import GRID

translate = QCoreApplication.translate


def kind_of_files(kind: str, suffixes: tuple[str, ...]) -> str:
    """A filter for file dialogs: what the files are called, and how their names end."""
    # Qt compares letter by letter on systems that tell A from a, and scanners write .TIF.
    patterns = (f"*{suffix}" for lower in suffixes for suffix in (lower, lower.upper()))
    return f"{kind} ({' '.join(patterns)})"


def any_file() -> str:
    """The filter that shows all."""
    return translate("dialogs", "All files") + " (*)"


def accept_and_cancel(dialog: QDialog, words: str) -> tuple[QDialogButtonBox, QPushButton]:
    """The button that accepts, called `words`, and one that does not."""
    accept, reject = QPushButton(words), QPushButton(translate("dialogs", "Cancel"))
    for button, name in ((accept, "accept"), (reject, "cancel")):
        button.setObjectName(name)
        button.setAccessibleName(button.text())
    accept.setToolTip(translate("dialogs", "Go on with this"))
    reject.setToolTip(translate("dialogs", "Leave everything as it is"))
    accept.setDefault(True)
    buttons = QDialogButtonBox()
    buttons.addButton(accept, QDialogButtonBox.ButtonRole.AcceptRole)
    buttons.addButton(reject, QDialogButtonBox.ButtonRole.RejectRole)
    buttons.accepted.connect(dialog.accept)
    buttons.rejected.connect(dialog.reject)
    return buttons, accept


def column(dialog: QDialog) -> QVBoxLayout:
    """The layout of a dialog, from top to bottom."""
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
    layout.setSpacing(GRID + GRID // 2)
    return layout


def row(*widgets: QWidget) -> QHBoxLayout:
    """Widgets from left to right."""
    layout = QHBoxLayout()
    for widget in widgets:
        layout.addWidget(widget)
    return layout
