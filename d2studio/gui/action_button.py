"""A button that does what it says when it is pressed, and never when Enter is pressed elsewhere."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QStyleOptionButton, QWidget


class ActionButton(QPushButton):
    """For windows with lines to type in: their Enter belongs to the lines.

    Args:
        name: for objects and style sheets.
        text: a verb.
        explanation: a sentence, as tooltip and for those who hear it.
        is_primary: it looks like the button that one mostly wants.
        parent: see Qt.
    """

    def __init__(
        self, name: str, text: str, explanation: str, *, is_primary: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self.setObjectName(name)
        self.setAutoDefault(False)
        self._is_primary = is_primary
        self.explain(explanation)
        self.setAccessibleName(text)

    def say(self, text: str) -> None:
        """Call it something else."""
        self.setText(text)
        self.setAccessibleName(text)

    def explain(self, explanation: str) -> None:
        """Say what it does, or why it does nothing now."""
        self.setToolTip(explanation)
        self.setAccessibleDescription(explanation)

    def set_primary(self, is_primary: bool) -> None:
        """Look like the button that one mostly wants, or not any more."""
        self._is_primary = is_primary
        self.update()

    def initStyleOption(self, option: QStyleOptionButton) -> None:
        super().initStyleOption(option)
        if self._is_primary:
            option.features |= QStyleOptionButton.ButtonFeature.DefaultButton

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)
