"""How far a model is on its way here, and what can be done about it."""

from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from d2studio.core.words import printable
from d2studio.gui.action_button import ActionButton
from d2studio.gui.elided_label import ElidedLabel
from d2studio.gui.finding_words import say
from d2studio.gui.flow_layout import FlowLayout
from d2studio.gui.installation_words import installation_words, share_done, transfer_words
from d2studio.gui.library_values import Installation, InstallState
from d2studio.gui.sign_line import SignLine
from d2studio.gui.theme import GRID
from d2studio.gui.track_bar import TrackBar

_STEPS: Final = 1000


class InstallationBox(QFrame):
    """A bar, words, and buttons. It is told several times a second, and then only draws its words anew.

    Signals:
        pause_requested(), resume_requested(), give_up_requested(): what was pressed.
    """

    pause_requested = Signal()
    resume_requested = Signal()
    give_up_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("installation_box")
        self.setProperty("card", True)
        self._is_paused = False
        # Of fixed height: what changes several times a second must not have everything laid out anew.
        self._words = ElidedLabel(role=QPalette.ColorRole.WindowText)
        self._words.setObjectName("installation_words")
        self._source = ElidedLabel()
        self._source.setObjectName("installation_source")
        self._bar = TrackBar()
        self._bar.setObjectName("installation_bar")
        self._bar.setAccessibleName(self.tr("How much is here"))
        self._bar.setToolTip(self.tr("How much of the model is here"))
        self._bar.setTextVisible(False)
        self._bar.setMaximumHeight(GRID)
        self._problem = SignLine("installation_problem")
        self._pause = ActionButton("pause_installation", "", "", is_primary=True)
        self._pause.clicked.connect(self._on_pause_clicked)
        self._give_up = ActionButton(
            "give_up_installation", self.tr("Give up"), self.tr("Stop, and delete what has been downloaded")
        )
        self._give_up.clicked.connect(self.give_up_requested)
        buttons = FlowLayout(spacing=GRID)
        buttons.addWidget(self._pause)
        buttons.addWidget(self._give_up)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID, GRID, GRID, GRID)
        layout.setSpacing(GRID)
        layout.addWidget(self._problem)
        layout.addWidget(self._words)
        layout.addWidget(self._bar)
        layout.addWidget(self._source)
        layout.addLayout(buttons)
        self.hide()

    def show_installation(self, installation: Installation | None) -> None:
        """Show how far it is; None hides it."""
        if installation is not None:
            self._show(installation)
        if self.isHidden() != (installation is None):
            self.setVisible(installation is not None)

    def _show(self, installation: Installation) -> None:
        self._is_paused = installation.state is InstallState.PAUSED
        self._words.set_text(installation_words(installation))
        runs = installation.state is InstallState.RUNNING and share_done(installation) is not None
        transfer = installation.transfer if runs else None
        self._source.set_text("" if transfer is None else printable(transfer_words(transfer)))
        if self._source.isHidden() != self._is_paused:
            self._source.setVisible(not self._is_paused)
        problem = printable(say(installation.problem)) if self._is_paused else ""
        if problem != self._problem.text():
            self._problem.show_text(problem, "danger")
        self._show_bar(installation)
        if self._is_paused:
            self._name_pause(self.tr("Go on"), self.tr("Go on where it was; what is here is not downloaded again"))
        else:
            self._name_pause(self.tr("Pause"), self.tr("Stop for now and keep what is here, also when d2studio ends"))

    def _show_bar(self, installation: Installation) -> None:
        share = share_done(installation)
        is_unknown = share is None and installation.state is InstallState.RUNNING
        steps = 0 if is_unknown else _STEPS  # without any, the bar moves to and fro
        if self._bar.maximum() != steps:
            self._bar.setRange(0, steps)
        # Qt would paint at once, and all else with it that waits for its turn.
        self._bar.setUpdatesEnabled(False)
        self._bar.setValue(round(_STEPS * (share or 0.0)))
        self._bar.setUpdatesEnabled(True)

    def _name_pause(self, text: str, explanation: str) -> None:
        if text != self._pause.text():
            self._pause.say(text)
            self._pause.explain(explanation)

    @Slot()
    def _on_pause_clicked(self) -> None:
        if self._is_paused:
            self.resume_requested.emit()
        else:
            self.pause_requested.emit()
