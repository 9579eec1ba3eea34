"""A model: what it is, how it runs, and what is done to it."""

from typing import Literal

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QScrollArea, QVBoxLayout, QWidget

from d2studio.core.model_summary import Machine, ModelRequest, ModelSummary
from d2studio.core.words import printable
from d2studio.gui.badge import Badge
from d2studio.gui.catalogue_words import say_of_model
from d2studio.gui.fonts import make_bold
from d2studio.gui.model_choices import ModelChoices
from d2studio.gui.model_facts import ModelFacts
from d2studio.gui.model_reasons import ModelReasons
from d2studio.gui.numbers import data_size
from d2studio.gui.plain_label import PlainLabel
from d2studio.gui.theme import GRID
from d2studio.gui.verdict_badge import VerdictBadge

State = Literal["none", "loading", "ready", "failed"]


class ModelPanel(QWidget):
    """A card of the model, and the controls of how it runs.

    Signals:
        request_changed(object): `ModelRequest` with what was chosen here.
        unload_requested(): the model shall give its memory back.
    """

    request_changed = Signal(object)
    unload_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("model_panel")
        self._model: ModelSummary | None = None
        self._state: State = "none"
        self._request = ModelRequest()
        self._own_of = ""  # path of the config that has the next two
        self._own_size: tuple[int, int] | None = None
        self._own_limit: int | None = None
        self._refusal_text = PlainLabel("model_refusal")
        self._refusal = self._make_refusal()
        self._name = self._make_name()
        self._place = PlainLabel("model_place")
        self._place.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._badge = VerdictBadge("model_badge")
        self._reasons = ModelReasons()
        self._description = PlainLabel("model_description")
        self._state_text = PlainLabel("model_state")
        self._progress = self._make_progress()
        self._choices = ModelChoices()
        self._memory = PlainLabel("model_memory")
        self._memory.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._unload = self._make_unload()
        self._facts = ModelFacts()
        self._lay_out()
        self._choices.request_changed.connect(self._on_request_changed)
        self._unload.clicked.connect(self.unload_requested)
        self.set_model(None)
        self.set_state("none", "")
        self.set_refusal("")
        self.set_memory(0, 0)

    def set_machine(self, machine: Machine | None) -> None:
        """Offer the devices of `machine`; None while it is not known."""
        self._choices.set_machine(machine)

    def set_model(self, model: ModelSummary | None, place: str = "") -> None:
        """Show another model, that of the request which was set before; None where there is none.

        Args:
            model: what is known of it.
            place: where it lies, if its name alone could mean another.
        """
        _show_text(self._place, place)
        if model is not None and model == self._model:
            return
        self._model = model
        self._show_own(model)
        _show_text(self._name, "" if model is None else f"{model.name} {model.version}".strip())
        _show_text(self._description, "" if model is None else say_of_model(model.description))
        self._reasons.show_model(model)
        self._facts.show_model(model)
        self._show_badge()

    def set_state(self, state: State, text: str) -> None:
        """Say how the model is; `text` is the stage of loading, or why it failed, and may be empty."""
        self._state = state
        _show_text(self._state_text, text or self._words())
        self._progress.setVisible(state == "loading")
        self._unload.setEnabled(state == "ready")
        self._show_badge()

    def set_refusal(self, text: str) -> None:
        """Say why another model, that was asked for, is not the one shown; "" where none was refused."""
        self._refusal_text.setText(printable(text))
        self._refusal.setVisible(bool(text))

    def set_request(self, request: ModelRequest) -> None:
        """Show what is chosen."""
        self._request = request
        self._choices.set_request(request)

    def set_memory(self, process_bytes: int, free_bytes: int) -> None:
        """What the process for models takes, be one loaded or not, and what the machine has left; 0 if not known."""
        parts = []
        if process_bytes:
            parts.append(self.tr("Model process: {size}").format(size=data_size(process_bytes)))
        if free_bytes:
            parts.append(self.tr("{size} free").format(size=data_size(free_bytes)))
        self._memory.setText(", ".join(parts))

    def _make_refusal(self) -> QFrame:
        """A frame of its own, so that it is not taken for something about the model below it."""
        frame = QFrame()
        frame.setObjectName("model_refusal_card")
        frame.setProperty("card", True)
        badge = Badge("model_refusal_badge")
        badge.show_word(
            self.tr("Not opened"), "triangle-alert", "danger", self.tr("Another model was asked for and is not in use")
        )
        layout = QVBoxLayout(frame)
        layout.setContentsMargins(GRID, GRID, GRID, GRID)
        layout.setSpacing(GRID // 2)
        layout.addWidget(badge)
        layout.addWidget(self._refusal_text)
        return frame

    def _make_name(self) -> PlainLabel:
        label = PlainLabel("model_name")
        make_bold(label, 1.2)
        return label

    def _make_progress(self) -> QProgressBar:
        bar = QProgressBar()
        bar.setObjectName("model_progress")
        bar.setAccessibleName(self.tr("Loading the model"))
        bar.setToolTip(self.tr("The model is being loaded"))
        bar.setRange(0, 0)  # moves to and fro: nobody knows how long the libraries take
        bar.setTextVisible(False)
        bar.setMaximumHeight(GRID)
        return bar

    def _make_unload(self) -> QPushButton:
        button = QPushButton(self.tr("Unload"))
        button.setObjectName("unload_model")
        button.setAccessibleName(self.tr("Unload the model"))
        button.setToolTip(self.tr("Give the model's memory back; it is loaded again when it is needed"))
        return button

    def _lay_out(self) -> None:
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(GRID, GRID, GRID, GRID)
        layout.setSpacing(GRID)
        layout.addWidget(self._refusal)
        layout.addWidget(self._name)
        layout.addWidget(self._place)
        layout.addWidget(self._badge)
        layout.addWidget(self._description)
        layout.addWidget(self._state_text)
        layout.addWidget(self._progress)
        layout.addWidget(self._heading(self.tr("How it runs")))
        layout.addWidget(self._choices)
        memory = QHBoxLayout()
        memory.addWidget(self._memory, 1)
        memory.addWidget(self._unload)
        layout.addLayout(memory)
        self._facts_heading = self._heading(self.tr("About this model"))
        layout.addWidget(self._facts_heading)
        layout.addWidget(self._reasons)
        layout.addWidget(self._facts)
        layout.addStretch(1)
        area = QScrollArea()
        area.setObjectName("model_area")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidgetResizable(True)
        area.setWidget(content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)

    def _heading(self, text: str) -> QLabel:
        heading = QLabel(text)
        make_bold(heading)
        return heading

    def _show_own(self, model: ModelSummary | None) -> None:
        """A loaded model says what it runs with, which is its own only where nothing else was asked for."""
        if model is None:
            # It may be loaded again with something else, and then does not say what is its own.
            self._choices.set_own(None, None)
            return
        if model.config_path != self._own_of:
            self._own_of, self._own_size, self._own_limit = model.config_path, None, None
        if self._request.input_size is None:
            self._own_size = model.input_size
        if self._request.max_detections is None:
            self._own_limit = model.max_detections
        self._choices.set_own(self._own_size, self._own_limit)

    def _words(self) -> str:
        return {
            "none": self.tr("No model is loaded."),
            "loading": self.tr("Loading"),
            "failed": self.tr("The model could not be loaded."),
            "ready": "",
        }[self._state]

    def _show_badge(self) -> None:
        self._facts_heading.setVisible(self._model is not None)
        self._badge.setVisible(self._state in ("loading", "failed") or self._model is not None)
        if self._state == "loading":
            self._badge.show_word(self.tr("Loading"), "refresh-cw", "link", self.tr("The model is being loaded"))
        elif self._state == "failed":
            self._badge.show_word(self.tr("Failed"), "triangle-alert", "danger", self.tr("The model cannot be used"))
        elif self._model is not None:
            self._badge.show_verdict(self._model)

    @Slot(object)
    def _on_request_changed(self, request: ModelRequest) -> None:
        self._request = request
        self.request_changed.emit(request)


def _show_text(label: PlainLabel, text: str) -> None:
    label.setText(printable(text))
    label.setVisible(bool(text))
