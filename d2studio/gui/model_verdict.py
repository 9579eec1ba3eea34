"""What was found out about a model that was only checked."""

from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from d2studio.core.model_summary import ModelSummary
from d2studio.core.words import printable
from d2studio.gui.fonts import make_bold
from d2studio.gui.model_facts import ModelFacts
from d2studio.gui.plain_label import PlainLabel
from d2studio.gui.theme import GRID
from d2studio.gui.verdict_badge import VerdictBadge

_WIDTH_LETTERS: Final = 76
_MOST_OF_SCREEN: Final = 0.8


class ModelVerdict(QDialog):
    """Whether config and weights belong together, why not, and what the model is. Nobody has to answer it."""

    def __init__(self, model: ModelSummary, place: str, parent: QWidget | None = None) -> None:
        """Show what is known of a model, and of its `place` if its name alone could mean another."""
        super().__init__(parent)
        self.setObjectName("model_verdict")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Check of {model}").format(model=printable(model.name)))
        name = PlainLabel("verdict_name", printable(f"{model.name} {model.version}".strip()))
        make_bold(name, 1.2)
        badge = VerdictBadge("verdict_badge")
        badge.show_verdict(model.verdict)
        facts = ModelFacts()
        facts.show_model(model)
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, GRID)
        layout.setSpacing(GRID)
        layout.addWidget(name)
        if place:
            layout.addWidget(PlainLabel("verdict_place", printable(place)))
        layout.addWidget(badge)
        layout.addWidget(PlainLabel("verdict_words", self._words(model.verdict)))
        layout.addWidget(facts)
        layout.addStretch(1)
        area = QScrollArea()
        area.setObjectName("verdict_area")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidgetResizable(True)
        area.setWidget(content)
        close = self._make_close()
        buttons = QDialogButtonBox()
        buttons.setContentsMargins(2 * GRID, GRID, 2 * GRID, 2 * GRID)
        buttons.addButton(close, QDialogButtonBox.ButtonRole.AcceptRole)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)
        outer.addWidget(buttons)
        width = _WIDTH_LETTERS * self.fontMetrics().averageCharWidth()
        height = layout.heightForWidth(width) + outer.spacing() + buttons.sizeHint().height()
        self.resize(width, min(height, round(_MOST_OF_SCREEN * self.screen().availableGeometry().height())))
        close.setFocus()

    def _words(self, verdict: str) -> str:
        if verdict == "fits":
            return self.tr("The config and the weights belong together: the model can be used.")
        if verdict == "does not fit":
            return self.tr("The config and the weights do not belong together: the model cannot be used.")
        return self.tr("The config and the weights were not compared.")

    def _make_close(self) -> QPushButton:
        close = QPushButton(self.tr("Close"))
        close.setObjectName("close_verdict")
        close.setAccessibleName(self.tr("Close"))
        close.setToolTip(self.tr("Go back to the pages; the model in use stays as it is"))
        close.setDefault(True)
        close.clicked.connect(self._on_close_clicked)
        return close

    @Slot()
    def _on_close_clicked(self) -> None:
        self.close()
