"""A line that says why a page shows nothing, with a button that changes it."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from d2studio.core.shown import NothingShown, NothingShownReason
from d2studio.filters import FilterRules


class NothingShownLine(QFrame):
    """Hidden while something is shown."""

    suggestion_accepted = Signal(object)  # FilterRules

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._suggested: FilterRules | None = None
        self.setObjectName("nothing_shown")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._text = QLabel(self)
        self._text.setObjectName("nothing_shown_text")
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._button = QPushButton(self)
        self._button.setObjectName("apply_suggestion")
        self._button.setToolTip(self.tr("Change the rules so that something is shown."))
        self._button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._button.clicked.connect(self._on_clicked)
        layout = QVBoxLayout(self)
        layout.addWidget(self._text)
        layout.addWidget(self._button)
        self.hide()

    def set_nothing_shown(self, nothing: NothingShown | None, class_name: str) -> None:
        """None where something is shown. `class_name` is that of `nothing.class_id`, on one line."""
        self.setVisible(nothing is not None)
        self._suggested = None if nothing is None else nothing.suggested
        if nothing is None:
            return
        self._text.setText(self._explanation(nothing, class_name))
        self._button.setVisible(nothing.suggested is not None)
        self._button.setText(self._offer(nothing))
        self._button.setAccessibleName(self._button.text())

    @Slot()
    def _on_clicked(self) -> None:
        self.suggestion_accepted.emit(self._suggested)

    def _explanation(self, nothing: NothingShown, class_name: str) -> str:
        sentences = []
        match nothing.reason:
            case NothingShownReason.NOTHING_FOUND:
                sentences.append(self.tr("Nothing was found on this page."))
            case NothingShownReason.LIMIT_IS_ZERO:
                sentences.append(self.tr("At most 0 are shown."))
            case NothingShownReason.CLASSES_HIDDEN:
                sentences.append(
                    self.tr("%n found, but of classes that are switched off.", "", nothing.class_hidden_count)
                )
        if nothing.best_score is not None and nothing.threshold is not None:
            sentences.append(self._score_sentence(nothing.best_score, nothing.threshold, nothing.class_id, class_name))
        if nothing.class_hidden_count and nothing.reason != NothingShownReason.CLASSES_HIDDEN:
            sentences.append(self.tr("%n more of classes that are switched off.", "", nothing.class_hidden_count))
        return " ".join(sentences)

    def _score_sentence(self, best: float, threshold: float, class_id: int | None, class_name: str) -> str:
        # Enough figures for the two to differ.
        digits = next((d for d in (2, 3, 4) if round(best, d) != round(threshold, d)), 7)
        best_text = self.locale().toString(best, "f", digits)
        threshold_text = self.locale().toString(threshold, "f", digits)
        if class_id is None:
            return self.tr("The best score is {best}, below {threshold}.").format(
                best=best_text, threshold=threshold_text
            )
        return self.tr("The best score is {best} ({name}), below the {threshold} of its class.").format(
            best=best_text, name=class_name, threshold=threshold_text
        )

    def _offer(self, nothing: NothingShown) -> str:
        lower_to = "" if nothing.lower_to is None else self.locale().toString(nothing.lower_to, "f", 2)
        match nothing.reason:
            case NothingShownReason.BELOW_THRESHOLD if nothing.class_id is not None:
                return self.tr("Lower its class to {threshold}").format(threshold=lower_to)
            case NothingShownReason.BELOW_THRESHOLD:
                return self.tr("Lower to {threshold}").format(threshold=lower_to)
            case NothingShownReason.CLASSES_HIDDEN if nothing.lower_to is not None:
                return self.tr("Show all classes, lower to {threshold}").format(threshold=lower_to)
            case NothingShownReason.CLASSES_HIDDEN:
                return self.tr("Show all classes")
            case _:
                return self.tr("Remove the limit")
