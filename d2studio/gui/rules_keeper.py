"""Keeps what is shown of each model's detections in the settings, so that it comes back with the model."""

from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import QObject, QTimer, Slot

from d2studio.core.model_rules import model_rules, rules_key
from d2studio.core.model_summary import ModelSummary
from d2studio.filters import FilterRules
from d2studio.gui.settings_keeper import SettingsKeeper
from d2studio.gui.studio import Studio

# A slider that is dragged changes rules many times a second.
_KEEP_AFTER_MS: Final = 300


@dataclass(frozen=True)
class _Unkept:
    """Rules that are not in the settings yet, what they go by there, and what their model advises."""

    key: str
    summary: ModelSummary
    rules: FilterRules
    advised: FilterRules


class RulesKeeper(QObject):
    """Knows the rules that each model was last used with."""

    def __init__(self, keeper: SettingsKeeper, parent: QObject) -> None:
        super().__init__(parent)
        self._keeper = keeper
        self._studio: Studio | None = None
        self._unkept: _Unkept | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_KEEP_AFTER_MS)
        self._timer.timeout.connect(self.keep)

    def watch(self, studio: Studio) -> None:
        """Keep the rules of the models that are used there."""
        self._studio = studio
        studio.rules_changed.connect(self._on_rules_changed)

    def kept_rules(self, summary: ModelSummary) -> FilterRules | None:
        """Those that the model in use was last used with, if they are not what it advises."""
        assert self._studio is not None
        request, rules = self._studio.runner.request, self._keeper.settings.rules
        # Once they went by the model's name alone.
        kept = rules.get(rules_key(request, summary)) or rules.get(summary.name)
        return None if kept is None else kept.to_filter(summary.class_names)

    @Slot()
    def keep(self) -> None:
        """Put the latest rules into the settings now; what the model advises need not be kept."""
        self._timer.stop()
        if self._unkept is None:
            return
        unkept, self._unkept = self._unkept, None
        settings = self._keeper.settings
        # What is kept by the model's name alone would come back if nothing else were kept.
        if unkept.rules != unkept.advised or unkept.summary.name in settings.rules:
            settings = settings.with_rules(unkept.key, model_rules(unkept.rules, unkept.summary.class_names))
        elif unkept.key in settings.rules:
            others = {key: rules for key, rules in settings.rules.items() if key != unkept.key}
            settings = replace(settings, rules=others)
        self._keeper.set(settings)

    @Slot()
    def _on_rules_changed(self) -> None:
        assert self._studio is not None
        runner = self._studio.runner
        if self._unkept is not None and self._unkept.summary is not runner.summary:
            self.keep()
        if runner.summary is not None:
            key = rules_key(runner.request, runner.summary)
            self._unkept = _Unkept(key, runner.summary, self._studio.rules, self._studio.advised)
            self._timer.start()
