"""Shows what was found on the current page in view, table and rules panel, which share one selection and one style."""

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut

from d2studio.core.colours import Colour, to_hex
from d2studio.core.page_result import PageResult
from d2studio.core.page_state import PageStatus
from d2studio.core.reading_order import reading_order
from d2studio.filters import FilterRules
from d2studio.gui.main_window import MainWindow
from d2studio.gui.settings_keeper import SettingsKeeper
from d2studio.gui.studio import NOTHING, Studio
from d2studio.gui.view_style import OverlayStyle, PageTone

_THRESHOLD_STEP: Final = 0.05
# The order of reading and the table's cells take as long as all that has to be seen at once. So the table comes in a
# turn of its own, and while a slider moves it follows ten times a second.
_TABLE_LAGS_MS: Final = 100


class ResultPresenter(QObject):
    """Between the studio's result and the window's view, table, rules and display panels."""

    def __init__(self, studio: Studio, window: MainWindow, keeper: SettingsKeeper) -> None:
        super().__init__(window)
        self._studio = studio
        self._window = window
        self._keeper = keeper
        self._rules_before = studio.rules
        self._style = OverlayStyle()
        self._tone = PageTone()
        self._is_held = False
        self._listed: PageResult | None = None
        self._table_timer = QTimer(self)
        self._table_timer.setSingleShot(True)
        self._table_timer.timeout.connect(self._fill_table)
        act, viewer, table, rules = window.actions_, window.viewer, window.table, window.rules_panel
        studio.filtered_changed.connect(self._on_filtered_changed)
        studio.page_changed.connect(self._on_page_changed)  # after the page itself, which is connected earlier
        studio.rules_changed.connect(self._on_rules_changed)
        studio.selection_changed.connect(self._on_selection_changed)
        studio.model_changed.connect(self._on_model_changed)
        studio.undo_stack.indexChanged.connect(self._on_undo_changed)
        keeper.changed.connect(self._on_settings_changed)
        viewer.selection_changed.connect(studio.set_selection)
        viewer.region_activated.connect(viewer.reveal)
        table.selection_changed.connect(studio.set_selection)
        table.jump_requested.connect(viewer.reveal)
        rules.rules_changed.connect(self._on_rules_edited)
        rules.rules_settled.connect(self._on_rules_settled)
        rules.colour_changed.connect(self._on_colour_changed)
        rules.ghosts_toggled.connect(act.show_ghosts.setChecked)
        window.display_panel.style_changed.connect(self._on_style_edited)
        window.display_panel.tone_changed.connect(self._on_tone_edited)
        act.next_region.triggered.connect(self._on_next_region)
        act.previous_region.triggered.connect(self._on_previous_region)
        act.lower_threshold.triggered.connect(self._on_lower_threshold)
        act.raise_threshold.triggered.connect(self._on_raise_threshold)
        act.reset_rules.triggered.connect(self._on_reset_rules)
        act.deselect.triggered.connect(self._on_deselect)
        act.hide_overlays.toggled.connect(self._on_hide_toggled)
        act.invert.toggled.connect(self._on_invert_toggled)
        act.undo.triggered.connect(self._on_undo)
        act.redo.triggered.connect(self._on_redo)
        studio.current_changed.connect(rules.settle)
        for action, field in (
            (act.show_labels, "show_labels"),
            (act.show_ghosts, "show_ghosts"),
            (act.show_order, "show_reading_order"),
        ):
            action.setProperty("setting", field)
            action.toggled.connect(self._on_switch_toggled)
        for position in range(9):
            shortcut = QShortcut(QKeySequence(str(position + 1)), window)
            shortcut.setProperty("position", position)
            shortcut.activated.connect(self._on_digit)
        viewer.installEventFilter(self)
        self._on_settings_changed()
        self._on_rules_changed()
        self._on_undo_changed()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """While H is held over the page, the bare page is seen."""
        is_key = event.type() in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease)
        if isinstance(event, QKeyEvent) and is_key and event.key() == Qt.Key.Key_H and not event.modifiers():
            if not event.isAutoRepeat():
                self._is_held = event.type() == QEvent.Type.KeyPress
                self._hide_or_show()
            return True
        if event.type() == QEvent.Type.FocusOut and self._is_held:
            self._is_held = False
            self._hide_or_show()
        return super().eventFilter(watched, event)

    def _hide_or_show(self) -> None:
        self._window.viewer.set_overlays_hidden(self._is_held or self._window.actions_.hide_overlays.isChecked())

    def _show_style(self) -> None:
        self._window.viewer.set_style(self._style)
        self._window.display_panel.set_style(self._style)
        self._window.table.set_colours(self._style.colours)

    @Slot()
    def _on_filtered_changed(self) -> None:
        result = self._studio.result
        self._show_on_page()
        self._show_in_panel()
        is_other = result is not self._listed
        if is_other or not self._table_timer.isActive():
            self._table_timer.start(0 if is_other else _TABLE_LAGS_MS)

    @Slot()
    def _on_page_changed(self) -> None:
        self._show_on_page()
        if self._studio.result is None:  # perhaps since the page cannot be read
            self._show_in_panel()
            self._table_timer.start(0)

    def _show_in_panel(self) -> None:
        result = self._studio.result
        self._window.rules_panel.show_result(
            None if result is None else result.detections,
            self._studio.filtered,
            is_expected=not self._why_no_result(),
        )

    def _why_no_result(self) -> str:
        """Why the current page has none; "" where that is just that it was not run."""
        key = self._studio.current
        if key is None:
            return ""
        if self._studio.is_unreadable(key):
            return self.tr("This page cannot be read, so nothing can be found on it.")
        status = self._studio.pages.state(key).status
        if status is PageStatus.LOCKED:
            return self.tr("This file is protected with a password, so nothing can be found on this page yet.")
        if status is PageStatus.FAILED:
            return self.tr("The model failed on this page. Run it again to see regions.")
        return ""

    @Slot()
    def _fill_table(self) -> None:
        """List what is shown, in the order of reading."""
        studio = self._studio
        self._listed = studio.result
        result, filtered = studio.result, studio.filtered
        order = None
        if result is not None and filtered is not None:
            order = filtered.shown[reading_order(result.detections.boxes[filtered.shown])]
        name = "" if studio.current is None else studio.page_name(studio.current)
        self._window.table.show_result(
            result, filtered, order, name, "" if result is not None else self._why_no_result()
        )
        self._window.table.set_selection(studio.selection)

    @Slot()
    def _show_on_page(self) -> None:
        """Draw what was found, once the page is there to draw it on."""
        if self._studio.page is not None:
            viewer = self._window.viewer
            viewer.show_result(self._studio.result, self._studio.filtered, self._studio.rules)
            viewer.set_selection(self._studio.selection)

    @Slot()
    def _on_rules_changed(self) -> None:
        self._window.rules_panel.set_rules(self._studio.rules, self._studio.advised)

    @Slot()
    def _on_selection_changed(self) -> None:
        self._window.viewer.set_selection(self._studio.selection)
        self._window.table.set_selection(self._studio.selection)
        self._window.actions_.deselect.setEnabled(bool(self._studio.selection))

    @Slot()
    def _on_model_changed(self) -> None:
        summary = self._studio.runner.summary
        self._style = replace(self._style, colours=self._studio.class_colours())
        self._window.rules_panel.set_classes(() if summary is None else summary.class_names, self._style.colours)
        self._rules_before = self._studio.rules
        self._show_style()

    @Slot()
    def _on_settings_changed(self) -> None:
        settings, act = self._keeper.settings, self._window.actions_
        self._studio.chosen_colours = {name: _from_hex(colour) for name, colour in settings.class_colours.items()}
        self._style = replace(
            self._style,
            colours=self._studio.class_colours(),
            fill_opacity=settings.fill_opacity,
            labels=settings.show_labels,
            ghosts=settings.show_ghosts,
            reading_order=settings.show_reading_order,
        )
        act.show_labels.setChecked(settings.show_labels)
        act.show_ghosts.setChecked(settings.show_ghosts)
        self._window.rules_panel.set_ghosts(settings.show_ghosts)
        act.show_order.setChecked(settings.show_reading_order)
        self._show_style()

    @Slot(object)
    def _on_style_edited(self, style: OverlayStyle) -> None:
        self._style = style
        self._show_style()
        self._keeper.change(
            fill_opacity=style.fill_opacity,
            show_labels=style.labels,
            show_ghosts=style.ghosts,
            show_reading_order=style.reading_order,
        )

    @Slot(object)
    def _on_tone_edited(self, tone: PageTone) -> None:
        self._tone = tone
        self._window.viewer.set_tone(tone)
        self._window.actions_.invert.setChecked(tone.inverted)

    @Slot(bool)
    def _on_invert_toggled(self, is_inverted: bool) -> None:
        if is_inverted != self._tone.inverted:
            self._tone = replace(self._tone, inverted=is_inverted)
            self._window.viewer.set_tone(self._tone)
            self._window.display_panel.set_tone(self._tone)

    @Slot(bool)
    def _on_switch_toggled(self, is_on: bool) -> None:
        action = self.sender()
        assert action is not None
        self._keeper.change(**{str(action.property("setting")): is_on})

    @Slot(object)
    def _on_rules_edited(self, rules: FilterRules) -> None:
        self._studio.set_rules(rules)

    @Slot(object)
    def _on_rules_settled(self, rules: FilterRules) -> None:
        before, self._rules_before = self._rules_before, rules
        self._studio.set_rules(rules)
        self._studio.change_rules(before, rules)

    @Slot(object, object)
    def _on_colour_changed(self, class_id: int, colour: Colour) -> None:
        summary = self._studio.runner.summary
        if summary is not None and class_id < len(summary.class_names):
            name = summary.class_names[class_id]
            colours = {**self._keeper.settings.class_colours, name: to_hex(colour)}
            self._keeper.change(class_colours=colours)

    @Slot()
    def _on_undo(self) -> None:
        self._window.rules_panel.settle()  # a change under way is the one to undo
        self._studio.undo()

    @Slot()
    def _on_redo(self) -> None:
        self._window.rules_panel.settle()
        self._studio.redo()

    @Slot()
    def _on_undo_changed(self) -> None:
        stack, act = self._studio.undo_stack, self._window.actions_
        self._rules_before = self._studio.rules
        act.undo.setEnabled(stack.canUndo())
        act.redo.setEnabled(stack.canRedo())
        act.undo.setText(self.tr("&Undo {what}").format(what=stack.undoText()) if stack.canUndo() else self.tr("&Undo"))
        act.redo.setText(self.tr("&Redo {what}").format(what=stack.redoText()) if stack.canRedo() else self.tr("&Redo"))

    @Slot()
    def _on_digit(self) -> None:
        shortcut = self.sender()
        assert shortcut is not None
        self._window.rules_panel.toggle_class(int(shortcut.property("position")))

    @Slot()
    def _on_lower_threshold(self) -> None:
        self._window.rules_panel.step_threshold(-_THRESHOLD_STEP)

    @Slot()
    def _on_raise_threshold(self) -> None:
        self._window.rules_panel.step_threshold(_THRESHOLD_STEP)

    @Slot()
    def _on_reset_rules(self) -> None:
        self._on_rules_settled(self._studio.advised)

    @Slot()
    def _on_deselect(self) -> None:
        self._studio.set_selection(NOTHING)

    @Slot()
    def _on_next_region(self) -> None:
        self._window.viewer.select_next(1)

    @Slot()
    def _on_previous_region(self) -> None:
        self._window.viewer.select_next(-1)

    @Slot(bool)
    def _on_hide_toggled(self, is_hidden: bool) -> None:
        self._hide_or_show()


def _from_hex(colour: str) -> Colour:
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue
