"""What was found out about a model that was only checked, and what can be done with it."""

from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from d2studio.core.judgement import Judgement, judge, wants_class_names
from d2studio.core.model_summary import ModelSummary
from d2studio.core.words import printable
from d2studio.gui.flow_layout import FlowLayout
from d2studio.gui.fonts import make_bold
from d2studio.gui.model_facts import ModelFacts
from d2studio.gui.model_reasons import ModelReasons
from d2studio.gui.plain_label import PlainLabel
from d2studio.gui.theme import GRID
from d2studio.gui.verdict_badge import VerdictBadge

_WIDTH_LETTERS: Final = 76
_MOST_OF_SCREEN: Final = 0.8


class ModelVerdict(QDialog):
    """Whether config and weights belong together, why not, and what the model is. Nobody has to answer it.

    Signals:
        use_requested(object): the model shall be used as it is: its `ModelSummary`. The window closes itself.
        install_requested(object, object): it shall be taken into the library: its summary, and the number of classes
            to take it with, None for the config's. The window closes itself.
        names_file_requested(object): a file shall name its classes.
        other_files_requested(object): others shall be tried in place of config and weights.
    """

    use_requested = Signal(object)
    install_requested = Signal(object, object)
    names_file_requested = Signal(object)
    other_files_requested = Signal(object)

    def __init__(
        self, model: ModelSummary, place: str, parent: QWidget | None = None, *, is_installed: bool = False
    ) -> None:
        """Show what is known of a model.

        Args:
            model: that was checked.
            place: where it lies, if its name alone could mean another.
            parent: the window above which it is shown.
            is_installed: it is one of the library, or the one that comes with d2studio.
        """
        super().__init__(parent)
        self.setObjectName("model_verdict")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Check of {model}").format(model=printable(model.name)))
        self._model = model
        self._judgement = judge(model)
        self._is_installed = is_installed
        close = self._button("close_verdict", self.tr("Close"), self.tr("Go back; the model in use stays as it is"))
        close.setDefault(True)
        close.clicked.connect(self.close)
        content = self._make_content(place)
        area = QScrollArea()
        area.setObjectName("verdict_area")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidgetResizable(True)
        area.setWidget(content)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(2 * GRID, GRID, 2 * GRID, 2 * GRID)
        buttons.addStretch(1)
        for button in (*self._make_uses(), close):
            buttons.addWidget(button)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area, 1)
        outer.addLayout(buttons)
        width = _WIDTH_LETTERS * self.fontMetrics().averageCharWidth()
        height = content.heightForWidth(width) + outer.spacing() + buttons.sizeHint().height()
        self.resize(width, min(height, round(_MOST_OF_SCREEN * self.screen().availableGeometry().height())))
        close.setFocus()

    def _make_content(self, place: str) -> QWidget:
        model = self._model
        name = PlainLabel("verdict_name", printable(f"{model.name} {model.version}".strip()))
        make_bold(name, 1.2)
        badge = VerdictBadge("verdict_badge")
        badge.show_verdict(model)
        reasons = ModelReasons()
        reasons.show_model(model)
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
        layout.addWidget(PlainLabel("verdict_words", self._words()))
        layout.addWidget(reasons)
        fixes = self._make_fixes()
        if fixes:
            row = FlowLayout(spacing=GRID)
            for button in fixes:
                row.addWidget(button)
            layout.addLayout(row)
        layout.addSpacing(GRID)
        layout.addWidget(facts)
        layout.addStretch(1)
        return content

    def _words(self) -> str:
        match self._judgement:
            case Judgement.FITS:
                return self.tr("The config and the weights belong together: the model can be used.")
            case Judgement.FITS_WITH_NOTES:
                return self.tr("The config and the weights belong together: the model can be used. Read this first:")
            case Judgement.NOT_CHECKED:
                return self.tr("The config and the weights were not compared.")
        if self._model.fitting_class_count is not None:
            return self.tr("Only the number of classes differs between the config and the weights; all else fits.")
        return self.tr("The config and the weights do not belong together: the model cannot be used.")

    # What can be done

    def _make_fixes(self) -> list[QPushButton]:
        """Buttons that mend what is said above them."""
        fixes = []
        count = self._model.fitting_class_count
        if count is not None:
            fix = self._button(
                "use_weights_classes",
                self.tr("Use the weights' %n class(es)", "", count),
                self.tr("Add the model to the library with as many classes as its weights have"),
            )
            fix.clicked.connect(self._on_weights_classes_clicked)
            fixes.append(fix)
        is_usable = self._fits() or count is not None
        if is_usable and not self._is_installed and wants_class_names(self._model):
            fix = self._button(
                "names_from_file",
                self.tr("Names from a file…"),
                self.tr("Add the model to the library with class names from a text or JSON file"),
            )
            fix.clicked.connect(self._on_names_from_file_clicked)
            fixes.append(fix)
        if not self._fits():
            fix = self._button(
                "choose_other_files",
                self.tr("Choose other files…"),
                self.tr("Try another config or other weights; what is right can stay"),
            )
            fix.clicked.connect(self._on_choose_other_files_clicked)
            fixes.append(fix)
        return fixes

    def _make_uses(self) -> list[QPushButton]:
        """Buttons that go on with the model as it is."""
        uses = []
        if self._fits() and not self._is_installed:
            button = self._button(
                "install_model",
                self.tr("Add to the library"),
                self.tr("Keep a copy among the installed models; the files stay where they are"),
            )
            button.clicked.connect(self._on_install_clicked)
            uses.append(button)
        if self._fits():
            button = self._button("use_model", self.tr("Use now"), self.tr("Find regions with this model from now on"))
            button.clicked.connect(self._on_use_clicked)
            uses.append(button)
        return uses

    def _fits(self) -> bool:
        return self._judgement in (Judgement.FITS, Judgement.FITS_WITH_NOTES)

    def _button(self, name: str, words: str, explanation: str) -> QPushButton:
        button = QPushButton(words)
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.setToolTip(explanation)
        return button

    @Slot()
    def _on_use_clicked(self) -> None:
        self.use_requested.emit(self._model)
        self.close()

    @Slot()
    def _on_install_clicked(self) -> None:
        self.install_requested.emit(self._model, None)
        self.close()

    @Slot()
    def _on_weights_classes_clicked(self) -> None:
        self.install_requested.emit(self._model, self._model.fitting_class_count)
        self.close()

    @Slot()
    def _on_names_from_file_clicked(self) -> None:
        self.names_file_requested.emit(self._model)

    @Slot()
    def _on_choose_other_files_clicked(self) -> None:
        self.other_files_requested.emit(self._model)
