"""What the buttons of a model do, for menus and keys."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence

from d2studio.gui.action_button import ActionButton


class EntryAction(QAction):
    """Does what a button does; by its key only where the widget that it is added to has the focus."""

    def __init__(self, button: ActionButton, parent: QObject, key: QKeySequence | Qt.Key | None = None) -> None:
        super().__init__(parent)
        self._button = button
        self.setObjectName(f"{button.objectName()}_action")
        if key is not None:
            self.setShortcut(QKeySequence(key))
        self.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.triggered.connect(button.click)

    def follow(self) -> None:
        """Be called, seen and enabled as the button is now."""
        self.setText(self._button.text())
        self.setToolTip(self._button.toolTip())
        self.setVisible(not self._button.isHidden())
        self.setEnabled(self._button.isEnabled())
