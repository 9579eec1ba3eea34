"""A section that folds away: which regions overlap too much, and how many are shown at most."""

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QGridLayout, QSpinBox, QToolButton, QVBoxLayout, QWidget

from d2studio.filters import FilterRules
from d2studio.gui.wheel_guard import WheelGuard

# What a rule starts with when it is switched on.
_OVERLAP_PERCENT: Final = 50
_INSIDE_PERCENT: Final = 80
_COUNT: Final = 100
_MOST: Final = 100_000


class LimitsSection(QWidget):
    """Three rules, each with a check box and a number.

    It changes no rules itself: it announces those that a person wants and shows those that it is given.
    """

    rules_edited = Signal(object)  # FilterRules, at once final
    rules_nudged = Signal(object)  # FilterRules, of a number that is stepped; more may follow

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("limits_section")
        self._rules = FilterRules()
        self._fold = QToolButton(self)
        self._fold.setObjectName("fold_limits")
        self._fold.setAccessibleName(self.tr("Overlap and limits"))
        self._fold.setToolTip(self.tr("Hide regions that overlap better ones, or all but the best."))
        self._fold.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._fold.setAutoRaise(True)
        self._fold.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._content = QWidget(self)
        self._wheel_guard = WheelGuard(self)
        self._overlap = self._check(
            "hide_overlapping",
            self.tr("Overlap above"),
            self.tr(
                "Hide the weaker of two that overlap more than this, whatever their classes: "
                "shared area as a part of what both cover together."
            ),
        )
        self._overlap_percent = self._number("max_overlap", self._overlap, 0, 100, self.tr(" %"))
        self._inside = self._check(
            "hide_inside",
            self.tr("Inside above"),
            self.tr("Hide what lies inside a better one by more than this part of its own area."),
        )
        self._inside_percent = self._number("max_inside", self._inside, 0, 100, self.tr(" %"))
        self._count = self._check(
            "limit_count", self.tr("At most"), self.tr("Show no more than this many, the best first.")
        )
        self._count_limit = self._number("max_count", self._count, 1, _MOST, "")
        self._overlap_percent.setValue(_OVERLAP_PERCENT)
        self._inside_percent.setValue(_INSIDE_PERCENT)
        self._count_limit.setValue(_COUNT)
        self._lay_out()
        self._connect()
        self.set_rules(self._rules)
        self._set_open(False)

    def set_rules(self, rules: FilterRules) -> None:
        self._rules = rules
        _show_limit(self._overlap, self._overlap_percent, _percent(rules.max_overlap))
        _show_limit(self._inside, self._inside_percent, _percent(rules.max_inside))
        _show_limit(self._count, self._count_limit, rules.max_count)
        active = sum(limit is not None for limit in (rules.max_overlap, rules.max_inside, rules.max_count))
        # Rules must not work unseen while the section is folded.
        title = self.tr("Overlap and limits")
        self._fold.setText(self.tr("{title} ({count} on)").format(title=title, count=active) if active else title)

    @Slot()
    def _on_fold_clicked(self) -> None:
        self._set_open(self._content.isHidden())

    @Slot()
    def _on_check_clicked(self) -> None:
        self.rules_edited.emit(self._rules_shown())

    @Slot()
    def _on_number_changed(self) -> None:
        self.rules_nudged.emit(self._rules_shown())

    def _set_open(self, is_open: bool) -> None:
        self._content.setVisible(is_open)
        self._fold.setArrowType(Qt.ArrowType.DownArrow if is_open else Qt.ArrowType.RightArrow)
        self._fold.setAccessibleDescription(self.tr("Open") if is_open else self.tr("Folded"))

    def _rules_shown(self) -> FilterRules:
        return replace(
            self._rules,
            max_overlap=self._overlap_percent.value() / 100 if self._overlap.isChecked() else None,
            max_inside=self._inside_percent.value() / 100 if self._inside.isChecked() else None,
            max_count=self._count_limit.value() if self._count.isChecked() else None,
        )

    def _check(self, name: str, text: str, explanation: str) -> QCheckBox:
        check = QCheckBox(text, self._content)
        check.setObjectName(name)
        check.setAccessibleName(text)
        check.setAccessibleDescription(explanation)
        check.setToolTip(explanation)
        return check

    def _number(self, name: str, check: QCheckBox, lowest: int, highest: int, unit: str) -> QSpinBox:
        number = QSpinBox(self._content)
        number.setObjectName(name)
        number.setAccessibleName(check.text())
        number.setToolTip(check.toolTip())
        number.setRange(lowest, highest)
        number.setSuffix(unit)
        number.setKeyboardTracking(False)
        self._wheel_guard.guard(number)
        return number

    def _lay_out(self) -> None:
        grid = QGridLayout(self._content)
        grid.setContentsMargins(self.fontMetrics().height(), 0, 0, 0)
        grid.setVerticalSpacing(4)
        rows = (
            (self._overlap, self._overlap_percent),
            (self._inside, self._inside_percent),
            (self._count, self._count_limit),
        )
        for row, (check, number) in enumerate(rows):
            grid.addWidget(check, row, 0)
            grid.addWidget(number, row, 1)
        grid.setColumnStretch(0, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._fold)
        layout.addWidget(self._content)

    def _connect(self) -> None:
        self._fold.clicked.connect(self._on_fold_clicked)
        for check in (self._overlap, self._inside, self._count):
            check.clicked.connect(self._on_check_clicked)
        for number in (self._overlap_percent, self._inside_percent, self._count_limit):
            number.valueChanged.connect(self._on_number_changed)


def _percent(share: float | None) -> int | None:
    return None if share is None else round(100 * share)


def _show_limit(check: QCheckBox, number: QSpinBox, limit: int | None) -> None:
    """Without a limit the number stays, for when it is switched on again."""
    check.setChecked(limit is not None)
    number.setEnabled(limit is not None)
    if limit is not None and limit != number.value():
        with QSignalBlocker(number):
            number.setValue(limit)
