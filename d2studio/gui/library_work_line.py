"""A line that says what is being done to the library's models, how far it is, and lets it be stopped."""

from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from d2studio.gui.elided_label import ElidedLabel
from d2studio.gui.library_values import LibraryWork
from d2studio.gui.library_words import work_words
from d2studio.gui.theme import GRID
from d2studio.gui.track_bar import TrackBar

# What is over sooner need not be told.
_SHOW_AFTER_MS: Final = 300
_STEPS: Final = 1000


class LibraryWorkLine(QWidget):
    """Hidden while nothing is done.

    Signals:
        stop_requested(): the button was pressed.
    """

    stop_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("library_work")
        self._words = ElidedLabel(self)
        self._words.setObjectName("library_work_words")
        self._bar = TrackBar(self)
        self._bar.setObjectName("library_work_bar")
        self._bar.setAccessibleName(self.tr("Progress"))
        self._bar.setToolTip(self.tr("How far this stage is"))
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(16 * self.fontMetrics().averageCharWidth())
        self._bar.setMaximumHeight(self.fontMetrics().height() // 2)
        self._stop = QPushButton(self.tr("Stop"), self)
        self._stop.setObjectName("library_stop")
        self._stop.setAccessibleName(self._stop.text())
        self._stop.setToolTip(self.tr("Stops this; the models that are here stay as they are"))
        self._stop.setAutoDefault(False)
        self._stop.clicked.connect(self.stop_requested)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(self._words, 1)
        layout.addWidget(self._bar)
        layout.addWidget(self._stop)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SHOW_AFTER_MS)
        self._timer.timeout.connect(self.show)
        self.hide()

    def set_work(self, work: LibraryWork | None) -> None:
        """Show what is being done; None for nothing."""
        if work is None:
            self._timer.stop()
            self.hide()
            return
        self._words.set_text(work_words(work))
        # Of many stages nobody knows how far they are.
        self._bar.setRange(0, _STEPS if work.fraction > 0 else 0)
        self._bar.setValue(round(_STEPS * min(1.0, work.fraction)))
        if self.isHidden() and not self._timer.isActive():
            self._timer.start()
