"""What shall be shown of a page's detections: thresholds, classes, overlap, limits, and what comes of it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSlider,
    QStyle,
    QVBoxLayout,
    QWidget,
)

from d2studio.core.colours import Colour
from d2studio.core.rule_changes import common_threshold, threshold_of, with_threshold, with_thresholds_shifted
from d2studio.core.shown import count_classes, score_histogram, why_nothing_shown
from d2studio.core.words import printable
from d2studio.detections import Detections
from d2studio.filters import Filtered, FilterRules
from d2studio.gui.class_list import ClassList
from d2studio.gui.fonts import make_bold
from d2studio.gui.limits_section import LimitsSection
from d2studio.gui.nothing_shown_line import NothingShownLine
from d2studio.gui.score_histogram import HISTOGRAM_BINS, ScoreHistogramView
from d2studio.gui.steady_label import SteadyLabel
from d2studio.gui.wheel_guard import WheelGuard

# Steps by keys and wheel follow each other faster than this; together they are one change to undo.
_SETTLE_MS: Final = 400


class RulesPanel(QWidget):
    """Shows rules and their outcome, and announces the rules that a person wants instead."""

    rules_changed = Signal(object)  # FilterRules, at most once per turn of the event loop
    rules_settled = Signal(object)  # FilterRules, when a drag or an edit has ended
    colour_changed = Signal(object, object)  # class id, Colour
    ghosts_toggled = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rules_panel")
        self._names: tuple[str, ...] = ()
        self._rules = FilterRules()
        self._advised = FilterRules()
        self._is_settled = True
        self._change_timer = QTimer(self)
        self._change_timer.setSingleShot(True)
        self._settle_timer = QTimer(self)
        self._settle_timer.setSingleShot(True)
        self._settle_timer.setInterval(_SETTLE_MS)
        self._make_widgets()
        self._lay_out()
        self._connect()
        self._show_rules()
        self.show_result(None, None)

    def set_classes(self, names: tuple[str, ...], colours: Mapping[int, Colour]) -> None:
        """Names by class id; classes without a colour get the one that belongs to their name."""
        self._names = names
        self._classes.set_classes(names, colours)
        self._show_thresholds()

    def set_rules(self, rules: FilterRules, advised: FilterRules) -> None:
        """Show rules. Changes that were not announced yet are dropped where these are others."""
        self._advised = advised
        if rules != self._rules:
            self._change_timer.stop()
            self._settle_timer.stop()
            self._is_settled = True
            self._rules = rules
        self._show_rules()

    def show_result(
        self, detections: Detections | None, filtered: Filtered | None, *, is_expected: bool = True
    ) -> None:
        """Show the outcome of the rules on the page; None where it has none: yet, or not `is_expected` to."""
        if detections is None or filtered is None:
            self._headline.setText(self.tr("No result yet") if is_expected else self.tr("No result"))
            self._histogram.set_histogram(None)
            self._classes.set_counts(None)
            self._nothing.set_nothing_shown(None, "")
            return
        self._headline.setText(
            self.tr("{shown} shown of {total}").format(shown=len(filtered.shown), total=len(detections))
        )
        self._histogram.set_histogram(score_histogram(detections, filtered, HISTOGRAM_BINS))
        self._classes.set_counts(count_classes(detections, filtered))
        nothing = why_nothing_shown(detections, filtered, self._rules)
        class_id = None if nothing is None else nothing.class_id
        self._nothing.set_nothing_shown(nothing, "" if class_id is None else printable(detections.thing_name(class_id)))

    def set_ghosts(self, are_shown: bool) -> None:
        """Show whether ghosts are drawn, without a signal back."""
        with QSignalBlocker(self._ghosts):
            self._ghosts.setChecked(are_shown)

    def step_threshold(self, change: float) -> None:
        """Shift the thresholds of all classes alike."""
        self._nudge(with_thresholds_shifted(self._rules, change))

    def toggle_class(self, position: int) -> None:
        """Show or hide the class at a position from 0, as listed without a filter; beyond the last does nothing."""
        self._classes.toggle_class(position)

    def settle(self) -> None:
        """Announce now what is still to be announced, for instance before something is undone."""
        self._settle_timer.stop()
        if self._change_timer.isActive():
            self._change_timer.stop()
            self.rules_changed.emit(self._rules)
        if not self._is_settled:
            self._is_settled = True
            self.rules_settled.emit(self._rules)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._align_histogram()

    @Slot()
    def _on_change_due(self) -> None:
        self.rules_changed.emit(self._rules)

    @Slot()
    def _on_settle_due(self) -> None:
        self.settle()

    @Slot(int)
    def _on_slider_changed(self, hundredths: int) -> None:
        rules = with_threshold(self._rules, hundredths / 100)
        if self._slider.isSliderDown():
            self._change(rules)
        else:
            self._nudge(rules)

    @Slot(float)
    def _on_number_changed(self, threshold: float) -> None:
        self._nudge(with_threshold(self._rules, round(threshold, 2)))

    @Slot(float)
    def _on_threshold_picked(self, threshold: float) -> None:
        self._change(with_threshold(self._rules, threshold))

    @Slot()
    def _on_advised_clicked(self) -> None:
        self._edit(
            replace(self._rules, threshold=self._advised.threshold, class_thresholds=self._advised.class_thresholds)
        )

    @Slot(object)
    def _on_rules_dragged(self, rules: FilterRules) -> None:
        self._change(rules)

    @Slot(object)
    def _on_rules_nudged(self, rules: FilterRules) -> None:
        self._nudge(rules)

    @Slot(object)
    def _on_rules_edited(self, rules: FilterRules) -> None:
        self._edit(rules)

    @Slot(object)
    def _on_suggestion_accepted(self, rules: FilterRules) -> None:
        self._slider.setFocus()  # the button goes, and the keyboard would go to the classes
        self._edit(rules)

    @Slot()
    def _on_drag_ended(self) -> None:
        self.settle()

    def _change(self, rules: FilterRules) -> None:
        """Take over what a person wants; something else says when it is settled."""
        if rules == self._rules:
            return
        self._rules = rules
        self._is_settled = False
        self._settle_timer.stop()
        self._show_rules()
        self._change_timer.start()

    def _nudge(self, rules: FilterRules) -> None:
        """Take over a small step that others may follow."""
        self._change(rules)
        if not self._is_settled:
            self._settle_timer.start()

    def _edit(self, rules: FilterRules) -> None:
        """Take over a change that is complete in itself."""
        self.settle()
        self._change(rules)
        self.settle()

    def _show_rules(self) -> None:
        self._show_thresholds()
        self._classes.set_rules(self._rules)
        self._limits.set_rules(self._rules)

    def _show_thresholds(self) -> None:
        common = common_threshold(self._rules, len(self._names))
        each = [threshold_of(self._rules, class_id) for class_id in range(len(self._names))] or [self._rules.threshold]
        threshold = min(each)
        # Where classes have thresholds of their own, from where to where: a number between would be that of none.
        highest = self.locale().toString(max(each), "f", 2)
        self._number.setSuffix("" if common is not None else f" – {highest}")
        with QSignalBlocker(self._slider), QSignalBlocker(self._number):
            self._slider.setValue(round(100 * threshold))
            if abs(self._number.value() - threshold) > 0.005:
                self._number.setValue(threshold)
        self._histogram.set_threshold(threshold, min(each), max(each))
        self._label.setText(self.tr("Threshold") if common is not None else self.tr("By class"))
        self._advised_button.setEnabled(
            self._rules.threshold != self._advised.threshold
            or self._rules.class_thresholds != self._advised.class_thresholds
        )

    def _make_widgets(self) -> None:
        self._headline = SteadyLabel("shown_headline", self)
        make_bold(self._headline)
        self._histogram = ScoreHistogramView(self)
        explanation = self.tr("Show what scores at least this. It holds for all classes and replaces their own.")
        self._slider = QSlider(Qt.Orientation.Horizontal, self)
        self._slider.setObjectName("threshold_slider")
        self._slider.setAccessibleName(self.tr("Threshold of all classes, in hundredths"))
        self._slider.setToolTip(explanation)
        self._slider.setRange(0, 100)
        self._slider.setSingleStep(1)
        self._slider.setPageStep(5)
        self._label = QLabel(self)
        self._label.setObjectName("threshold_label")
        self._number = QDoubleSpinBox(self)
        self._number.setObjectName("threshold_number")
        self._number.setAccessibleName(self.tr("Threshold of all classes"))
        self._number.setToolTip(explanation)
        self._number.setRange(0.0, 1.0)
        self._number.setSingleStep(0.01)
        self._number.setKeyboardTracking(False)
        self._label.setBuddy(self._number)
        self._wheel_guard = WheelGuard(self)
        for control in (self._slider, self._number):
            self._wheel_guard.guard(control)
        self._advised_button = QPushButton(self.tr("Advised"), self)
        self._advised_button.setObjectName("use_advised")
        self._advised_button.setAccessibleName(self.tr("Advised thresholds"))
        self._advised_button.setToolTip(self.tr("Go back to the thresholds that the model advises for each class."))
        self._nothing = NothingShownLine(self)
        self._classes = ClassList(self)
        self._limits = LimitsSection(self)
        self._ghosts = QCheckBox(self.tr("Show hidden ones as ghosts"), self)
        self._ghosts.setObjectName("show_ghosts")
        self._ghosts.setAccessibleName(self._ghosts.text())
        self._ghosts.setToolTip(self.tr("Draw what the rules hide in thin dashes, and say why it is hidden."))

    def _lay_out(self) -> None:
        scores = QVBoxLayout()
        scores.setSpacing(0)
        scores.addWidget(self._histogram)
        scores.addWidget(self._slider)
        threshold = QHBoxLayout()
        threshold.addWidget(self._label)
        threshold.addWidget(self._number)
        threshold.addStretch()
        threshold.addWidget(self._advised_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(8)
        layout.addWidget(self._headline, alignment=Qt.AlignmentFlag.AlignLeft)
        layout.addLayout(scores)
        layout.addLayout(threshold)
        layout.addWidget(self._classes, stretch=1)
        layout.addWidget(self._nothing)  # below, since it comes and goes while a threshold is dragged
        layout.addWidget(self._limits)
        layout.addWidget(self._ghosts)
        layout.addStretch()
        self._align_histogram()

    def _connect(self) -> None:
        self._change_timer.timeout.connect(self._on_change_due)
        self._settle_timer.timeout.connect(self._on_settle_due)
        self._slider.valueChanged.connect(self._on_slider_changed)
        self._slider.sliderReleased.connect(self._on_drag_ended)
        self._number.valueChanged.connect(self._on_number_changed)
        self._number.editingFinished.connect(self._on_drag_ended)
        self._histogram.threshold_picked.connect(self._on_threshold_picked)
        self._histogram.pick_ended.connect(self._on_drag_ended)
        self._advised_button.clicked.connect(self._on_advised_clicked)
        for section in (self._classes, self._limits):
            section.rules_edited.connect(self._on_rules_edited)
            section.rules_nudged.connect(self._on_rules_nudged)
        self._classes.rules_dragged.connect(self._on_rules_dragged)
        self._classes.drag_ended.connect(self._on_drag_ended)
        self._classes.colour_changed.connect(self.colour_changed)
        self._nothing.suggestion_accepted.connect(self._on_suggestion_accepted)
        self._ghosts.toggled.connect(self.ghosts_toggled)

    def _align_histogram(self) -> None:
        """Score 0 and 1 of the bars stand above the middle of the slider's knob at its ends."""
        self._histogram.set_margin(self.style().pixelMetric(QStyle.PixelMetric.PM_SliderLength, None, self._slider) / 2)
