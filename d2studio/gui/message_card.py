"""A quiet card that says why there is nothing to see, and what to do."""

from PySide6.QtCore import QPoint, QRect, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from d2studio.gui.fonts import make_bold
from d2studio.gui.plain_label import breakable

_MAX_LETTERS = 44  # in a line
_PADDING_LETTERS = 3


class MessageCard(QFrame):
    """A title, a sentence, and a button if there is something to do. Hidden while there is nothing to say.

    Signals:
        action_triggered(): the button was pressed.
    """

    action_triggered = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("message_card")
        self.setProperty("card", True)  # what the theme draws a frame around
        self._title = self._label("message_title")
        make_bold(self._title, 1.25)
        self._text = self._label("message_text")
        self._button = QPushButton(self)
        self._button.setObjectName("message_action")
        self._button.clicked.connect(self._on_clicked)
        self._layout = QVBoxLayout(self)
        self._layout.setSpacing(self.fontMetrics().height() // 2)
        self._layout.addWidget(self._title)
        self._layout.addWidget(self._text)
        self._layout.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        self.hide()

    def set_message(self, title: str, text: str, action: str, *, centred_in: QRect) -> None:
        """Say something else.

        Args:
            title: a few words; "" together with `text` hides the card.
            text: a sentence or two; may be "".
            action: what the button says, a verb first; "" for no button.
            centred_in: the area, in the parent's pixels, in which the card lies.
        """
        self._title.setText(title)
        self._text.setText(breakable(text))
        self._text.setAccessibleName(text)
        self._button.setText(action)
        self._button.setAccessibleName(action)
        self._button.setToolTip(text)
        self._title.setVisible(bool(title))
        self._text.setVisible(bool(text))
        self._button.setVisible(bool(action))
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.setVisible(bool(title or text))
        self.centre_in(centred_in)

    def centre_in(self, area: QRect) -> None:
        """Take the width that reads well, or what there is, and the height that it needs."""
        letter = self.fontMetrics().averageCharWidth()
        width = min((_MAX_LETTERS + 2 * _PADDING_LETTERS) * letter, area.width())
        for padding in (_PADDING_LETTERS * letter, letter):  # where there is little room, words go before air
            self._layout.setContentsMargins(padding, padding, padding, padding)
            self._layout.activate()
            height = self.heightForWidth(width)
            if height <= area.height():
                break
        self.resize(width, min(height, area.height()))
        spare = area.size() - self.size()
        self.move(area.topLeft() + QPoint(spare.width() // 2, spare.height() // 2))

    def _label(self, name: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        return label

    @Slot()
    def _on_clicked(self) -> None:
        self.action_triggered.emit()
