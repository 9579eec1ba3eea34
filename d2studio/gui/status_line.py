"""The status bar: where the pointer is, what the children do, how far a run is, what is in use."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, QTimer, Slot
from PySide6.QtWidgets import QProgressBar, QStatusBar, QWidget

from d2studio.gui.icons import icon
from d2studio.gui.jobs import ChildState
from d2studio.gui.model_runner import RunProgress
from d2studio.gui.numbers import decimal
from d2studio.gui.steady_label import SteadyLabel
from d2studio.gui.view_style import PointerPlace

if TYPE_CHECKING:
    from d2studio.gui.library_values import Installation, LibraryWork

# Sooner than this nobody needs to be told; later than that, how long it will take.
_SHOW_AFTER_MS = 300
_SHOW_TIME_LEFT_S = 3.0
# How long an outcome stays: somebody who looked elsewhere meanwhile still sees it.
_OUTCOME_MS = 15_000
_NAME_LETTERS = 24  # of a model, beside what else is said


class StatusLine(QStatusBar):
    """Shows; asks for nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status")
        self.setAccessibleName(self.tr("Status"))
        self._pointer = self._label("pointer", self.tr("Where the pointer is on the page"))
        self._page = self._label("page-status", self.tr("What is known of this page"))
        self._model = self._label("model-status", self.tr("The model in use, and what it runs on"))
        self._stage = self._label("stage", self.tr("What is being done"))
        self._bar = QProgressBar()
        self._bar.setObjectName("progress")
        self._bar.setAccessibleName(self.tr("Progress"))
        self._bar.setTextVisible(False)
        self._bar.setMaximumWidth(16 * self.fontMetrics().averageCharWidth())
        self._bar.setMaximumHeight(self.fontMetrics().height() // 2)
        self._bar.setRange(0, 1000)
        self._download = self._label("download", self.tr("The models that are added, checked or on their way here"))
        self._download.hide()
        self._lamps = {name: self._label(f"{name}-lamp", "") for name in ("decode", "infer", "library")}
        self._outcome = self._label("outcome", self.tr("How the last run over pages ended"))
        self._outcome.hide()
        self._outcome_timer = QTimer(self)
        self._outcome_timer.setSingleShot(True)
        self._outcome_timer.setInterval(_OUTCOME_MS)
        self._outcome_timer.timeout.connect(self._outcome.hide)
        self.addWidget(self._outcome)
        self.addWidget(self._pointer, 1)
        for widget in (self._download, self._stage, self._bar, self._page, self._model, *self._lamps.values()):
            self.addPermanentWidget(widget)
        self._lamps["library"].hide()  # until it is needed
        self._pending = ""
        self._show_timer = QTimer(self)
        self._show_timer.setSingleShot(True)
        self._show_timer.setInterval(_SHOW_AFTER_MS)
        self._show_timer.timeout.connect(self._on_show_timer)
        self._bar.hide()
        self._stage.hide()
        self._states = dict.fromkeys(self._lamps, ChildState.STOPPED)
        self._show_children()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_states"):
            self._show_children()

    @Slot(object)
    def show_pointer(self, place: PointerPlace | None) -> None:
        """Say where the pointer is, in pixels, millimetres and points as far as these are known."""
        if place is None:
            self._pointer.clear()
            return
        x, y = place.px
        parts = [self.tr("x {x:.0f}, y {y:.0f} px").format(x=x, y=y)]
        if place.mm is not None:
            parts.append(self.tr("{x} × {y} mm").format(x=decimal(place.mm[0], 1), y=decimal(place.mm[1], 1)))
        if place.pt is not None:
            parts.append(self.tr("{x} × {y} pt").format(x=decimal(place.pt[0], 1), y=decimal(place.pt[1], 1)))
        self._pointer.setText(" · ".join(parts))

    def show_page(self, words: str) -> None:
        self._page.setText(words)

    def show_outcome(self, words: str) -> None:
        """Say for a while how something ended."""
        self._outcome.setText(words)
        self._outcome.show()
        self._outcome_timer.start()

    def show_model(self, words: str) -> None:
        self._model.setText(words)

    def show_library(self, installations: "Iterable[Installation]", work: "LibraryWork | None") -> None:
        """Say what is done to models, for which downloads wait; else how far those are that are on their way."""
        if work is not None:
            self._show_work(work)
            return
        under_way = [each for each in installations if each.is_under_way]
        words = self.tr("Installing %n model(s)", "", len(under_way)) if under_way else ""
        transfer = under_way[0].transfer if len(under_way) == 1 else None
        if transfer is not None and transfer.share is not None:
            words = self.tr("Installing a model: {percent} %").format(percent=round(100 * transfer.share))
        self._download.setText(words)
        self._download.setVisible(bool(words))

    def _show_work(self, work: "LibraryWork") -> None:
        from d2studio.gui.library_words import work_words  # late: the window is to be seen before

        name = work.name if len(work.name) <= _NAME_LETTERS else f"{work.name[: _NAME_LETTERS - 1]}…"
        # In few words: the window may be no narrower than what stands here.
        is_named = work.kind != "cached"
        words = work_words(replace(work, name=name, stage="")) if is_named else self.tr("Looking for models")
        if work.fraction > 0:
            words = self.tr("{what}, {percent} %").format(what=words, percent=round(100 * min(1.0, work.fraction)))
        self._download.setText(words)
        self._download.show()

    def show_child(self, name: str, state: ChildState) -> None:
        """Show what a child, "decode", "infer" or "library", is doing."""
        self._states[name] = state
        self._lamps[name].show()
        self._show_children()

    def _show_children(self) -> None:
        for name, state in self._states.items():
            self._show_lamp(name, state)

    def _show_lamp(self, name: str, state: ChildState) -> None:
        words = {
            ChildState.STOPPED: self.tr("not started"),
            ChildState.IDLE: self.tr("ready"),
            ChildState.BUSY: self.tr("at work"),
            ChildState.LOOPING: self.tr("ended too often"),
        }[state]
        titles = {"decode": self.tr("Pages"), "infer": self.tr("Model"), "library": self.tr("Model library")}
        icons = {
            ChildState.STOPPED: "minus",
            ChildState.IDLE: "check",
            ChildState.BUSY: "play",
            ChildState.LOOPING: "triangle-alert",
        }
        lamp = self._lamps[name]
        side = self.fontMetrics().ascent()
        lamp.setPixmap(icon(icons[state]).pixmap(QSize(side, side), self.devicePixelRatioF()))
        tip = {
            "decode": self.tr("The process that opens pages: {state}"),
            "infer": self.tr("The process that runs models: {state}"),
            "library": self.tr("The process that looks after models: {state}"),
        }[name].format(state=words)
        lamp.setToolTip(tip)
        lamp.setAccessibleName(f"{titles[name]}: {words}")

    def show_stage(self, words: str) -> None:
        """Say what is being done, of which nobody knows how far it is; empty for nothing."""
        self._bar.setRange(0, 0)
        self._show_soon(words)

    def _show_soon(self, words: str) -> None:
        """Say it unless it is over before anybody notices."""
        self._pending = words
        if not words:
            self._show_timer.stop()
            self._stage.hide()
            self._bar.hide()
        elif self._stage.isVisible():
            self._stage.setText(words)
        elif not self._show_timer.isActive():
            self._show_timer.start()

    def show_progress(self, progress: RunProgress | None, words: str) -> None:
        """Show how far a run is; `words` is its stage."""
        if progress is None:
            self.show_stage("")
            return
        share = (progress.done + progress.fraction) / max(progress.total, 1)
        self._bar.setRange(0, 1000)
        self._bar.setValue(round(1000 * share))
        left = progress.seconds_left
        if progress.total > 1:
            self._outcome.hide()  # of the run before
            words = self.tr("Page {number} of {total}: {stage}").format(
                number=min(progress.done + 1, progress.total), total=progress.total, stage=words
            )
        if left is not None and left >= _SHOW_TIME_LEFT_S:
            words = self.tr("{stage}, {time} left").format(stage=words, time=self._time(left))
        self._show_soon(words)

    def _time(self, seconds: float) -> str:
        if seconds < 90:
            return self.tr("{count} s").format(count=round(seconds))
        if seconds < 5400:
            return self.tr("{count} min").format(count=round(seconds / 60))
        return self.tr("{count} h").format(count=decimal(seconds / 3600, 1))

    @Slot()
    def _on_show_timer(self) -> None:
        self._stage.setText(self._pending)
        self._stage.show()
        self._bar.show()

    def _label(self, name: str, tip: str) -> SteadyLabel:
        label = SteadyLabel(name)
        label.setToolTip(tip)
        return label
