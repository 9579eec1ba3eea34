"""Fills the diagnostics pane and the log, does what a card's button says, and makes reports."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, QSysInfo, Signal, Slot, qVersion
from PySide6.QtGui import QGuiApplication

from d2studio import __version__
from d2studio.core import fixes
from d2studio.core.diagnostics import (
    explain_settings,
    explain_unclean_end,
    explain_unsaved_settings,
    make_finding,
)
from d2studio.core.failures import Failure
from d2studio.core.findings import Finding, Fix, Severity
from d2studio.core.logs import LogBook, LogLine
from d2studio.core.rule_changes import with_threshold
from d2studio.core.settings import MAX_DETECTIONS, MEGAPIXELS
from d2studio.filters import FilterRules
from d2studio.gui.app_commands import AppCommands
from d2studio.gui.file_manager import open_in_system
from d2studio.gui.library_commands import LibraryCommands
from d2studio.gui.main_window import MainWindow
from d2studio.gui.model_commands import ModelCommands
from d2studio.gui.page_commands import PageCommands
from d2studio.gui.result_commands import ResultCommands
from d2studio.gui.settings_keeper import SettingsKeeper
from d2studio.gui.studio import Studio

_SMALLEST_INPUT = 128
_LARGEST_INPUT = 8192
_GIGABYTE = 1 << 30  # as the window counts
_USUAL_INPUT = (800, 1333)


class DiagnosticsPresenter(QObject):
    """Between findings, the log, and what can be done about them."""

    logged = Signal(object)  # LogLine, in whatever thread it was logged

    def __init__(
        self,
        studio: Studio,
        window: MainWindow,
        keeper: SettingsKeeper,
        log: LogBook,
        commands: tuple[PageCommands, ResultCommands, ModelCommands, LibraryCommands, AppCommands],
    ) -> None:
        super().__init__(window)
        self._studio = studio
        self._window = window
        self._keeper = keeper
        self._pages, self._results, self._models, self._library, self._app = commands
        self._log = log
        pane, act = window.diagnostics, window.actions_
        studio.finding_found.connect(self._on_finding_found)
        studio.page_changed.connect(self._on_page_changed)
        keeper.save_failed.connect(self._on_save_failed)
        pane.fix_requested.connect(self._on_fix_requested)
        self._library.fix_requested.connect(self._on_fix_requested)
        pane.report_requested.connect(self._on_report_requested)
        pane.count_changed.connect(self._on_count_changed)
        act.copy_report.triggered.connect(self._on_copy_report)
        act.open_log_folder.triggered.connect(self._on_open_log_folder)
        window.log_view.folder_requested.connect(self._on_open_log_folder)
        window.log_view.set_lines(log.lines())
        self.logged.connect(self._on_logged)
        log.add_listener(self.logged.emit)
        if log.problem:
            what = self.tr("The log cannot be written.")
            advice = self.tr(
                "Everything else works. Check the permissions of the folder, and whether the disk is full."
            )
            pane.add(make_finding("OUTPUT_FAILED", what=what, evidence=(log.problem,), advice=advice, fixes=()))
        if keeper.problems:
            pane.add(explain_settings(keeper.problems, place=keeper.path.name))

    def tell_unclean_end(self, config: str, weights: str) -> None:
        """Say that the program broke off when it last ran, and that this model was passed over; "" for none."""
        finding = explain_unclean_end(config=config, weights=weights, last_words=self._log.last_crash)
        self._window.diagnostics.add(finding)
        self._window.show_diagnostics()

    def close(self) -> None:
        self._log.remove_listener(self.logged.emit)

    @Slot(object)
    def _on_finding_found(self, finding: Finding) -> None:
        helpful = tuple(fix for fix in finding.fixes if self._helps(fix))
        self._window.diagnostics.add(replace(finding, fixes=helpful))
        if finding.severity is Severity.ERROR:
            self._window.show_diagnostics()

    def _helps(self, fix: Fix) -> bool:
        """Whether a fix would change anything about the model in use."""
        runner = self._studio.runner
        if runner.summary is None:
            return True
        if fix.action == fixes.USE_BUNDLED_MODEL:
            return runner.request.config is not None
        if fix.action == fixes.RAISE_INPUT_SIZE:
            return 0 < max(runner.summary.input_size) < _LARGEST_INPUT
        return True

    @Slot()
    def _on_page_changed(self) -> None:
        if self._studio.page is not None:
            self._window.diagnostics.withdraw(fixes.ENTER_PASSWORD, self._studio.page.key.path)

    @Slot(object)
    def _on_save_failed(self, failure: Failure) -> None:
        self._on_finding_found(explain_unsaved_settings(failure))

    @Slot(object)
    def _on_logged(self, line: LogLine) -> None:
        self._window.log_view.append(line)

    @Slot(int)
    def _on_count_changed(self, count: int) -> None:
        title = self.tr("Diagnostics ({count})").format(count=count) if count else self.tr("Diagnostics")
        self._window.bottom_tabs.setTabText(self._window.bottom_tabs.indexOf(self._window.diagnostics), title)

    @Slot()
    def _on_open_log_folder(self) -> None:
        if self._log.folder is not None:
            open_in_system(str(self._log.folder))

    @Slot()
    def _on_copy_report(self) -> None:
        self._on_report_requested(False)

    @Slot(bool)
    def _on_report_requested(self, with_names: bool) -> None:
        from d2studio.core.report import make_report  # late, as the window is to be seen before

        studio = self._studio
        names = [key.path for key in studio.pages.keys(0, 200)]
        names += [studio.runner.request.config or "", studio.runner.request.weights or ""]
        report = make_report(
            self._window.diagnostics.findings(),
            self._log.lines(),
            self._facts(),
            with_names=with_names,
            file_names=[name for name in names if name],
        )
        QGuiApplication.clipboard().setText(report)
        self._window.say(self.tr("Copied the report"))

    def _facts(self) -> Mapping[str, str]:
        """What is known of program, machine and model, by name; not translated, since reports go to others."""
        import platform

        runner = self._studio.runner
        facts = {
            "d2studio": __version__,
            "Python": platform.python_version(),
            "Qt": qVersion() or "",
            "System": f"{QSysInfo.prettyProductName()}, {platform.system()} {platform.release()}, {platform.machine()}",
        }
        if runner.machine is not None:
            facts |= runner.machine.versions
            for device in runner.machine.devices:
                facts[device.name] = f"{device.description}, {device.memory_total / _GIGABYTE:.1f} GB"
        if runner.summary is not None:
            model = runner.summary
            facts["Model"] = f"{model.name}: {model.architecture}, {model.backbone}, {len(model.class_names)} classes"
            shorter, longest = model.input_size
            size = f"shorter side {shorter} px, longest at most {longest} px" if shorter else "as large as the page"
            facts["Runs on"] = f"{model.device}, {model.precision}, input {size}"
        facts["Pages"] = str(len(self._studio.pages))
        return facts

    @Slot(object, object)
    def _on_fix_requested(self, finding: Finding, fix: Fix) -> None:
        """Do what a button says. A name that is not known here is a mistake of ours, and a test looks for it."""
        studio, models = self._studio, self._models
        argument = fix.argument
        if finding.page is not None and studio.pages.row(finding.page) is not None:
            studio.set_current(finding.page)
        match fix.action:
            case fixes.RUN_AGAIN:
                self._run_again(finding)
            case fixes.RESTART_CHILD:
                self._restart(argument)
            case fixes.USE_CPU:
                self._run_otherwise(device="cpu")
            case fixes.USE_FLOAT32:
                self._run_otherwise(precision="float32")
            case fixes.LOWER_INPUT_SIZE:
                self._change_input_size(_smaller)
            case fixes.RAISE_INPUT_SIZE:
                self._change_input_size(_larger)
            case fixes.RAISE_DETECTIONS_LIMIT:
                self._run_otherwise(max_detections=min(int(argument), MAX_DETECTIONS))
            case fixes.LOWER_THRESHOLD:
                self._change_rules(with_threshold(studio.rules, float(argument)))
            case fixes.SHOW_CLASSES:
                self._change_rules(FilterRules(studio.rules.threshold, studio.rules.class_thresholds))
            case fixes.RESET_RULES:
                self._change_rules(studio.advised)
            case fixes.ENTER_PASSWORD:
                self._pages.ask_password(argument)
            case fixes.RAISE_PIXEL_LIMIT:
                self._keeper.change(max_megapixels=min(int(argument) / 1e6 + 1, MEGAPIXELS[1]))
                studio.reload_current()
            case fixes.CHOOSE_MODEL | fixes.CHOOSE_WEIGHTS | fixes.CHOOSE_CONFIG:
                models.choose_model_files(argument)
            case fixes.USE_BUNDLED_MODEL:
                models.use_bundled()
            case fixes.TAKE_CLASSES_OF_WEIGHTS:
                config, weights, count = argument.split("\0")
                self._library.bring(config, weights, class_count=int(count))
            case fixes.INSTALL_MODEL:
                self._library.install(argument)
            case fixes.ADD_MODEL:
                self._library.add_again(argument)
            case fixes.OPEN_LIBRARY:
                self._library.open()
            case fixes.LOAD_LAST_MODEL:
                self._load_last_model(argument)
            case fixes.CHOOSE_OUTPUT:
                self._results.save_picture()
            case fixes.SAVE_SETTINGS:
                self._save_settings()
            case fixes.REMOVE_PAGE:
                studio.remove_pages([key for key in studio.pages.keys() if key.path == argument])  # noqa: SIM118
            case fixes.OPEN_FOLDER:
                open_in_system(argument)
            case fixes.COPY_REPORT:
                self._on_copy_report()
            case _:
                raise AssertionError(fix.action)

    def _run_again(self, finding: Finding) -> None:
        """Do again what failed: load the model that was asked for, open the page, or run it."""
        studio = self._studio
        if finding.page is None and studio.runner.failed is not None:
            studio.load_model(studio.runner.failed)
        elif studio.page is None:
            studio.reload_current()
        else:
            studio.run_current()

    def _load_last_model(self, model: str) -> None:
        self._window.diagnostics.withdraw(fixes.LOAD_LAST_MODEL, model)
        config, _, weights = model.partition("\0")
        self._models.use_model(config, weights or None)

    def _save_settings(self) -> None:
        """Try it; if it fails again, another card comes."""
        self._window.diagnostics.withdraw(fixes.SAVE_SETTINGS, "")
        self._keeper.write()

    def _restart(self, child: str) -> None:
        for thread in self._studio.room.started:
            if child in ("", thread.worker.name):
                thread.restart()

    def _run_otherwise(self, **choices: Any) -> None:  # noqa: ANN401 - fields of `ModelRequest`
        """Load the model with other choices, and then run the page again that it was about; can be undone."""
        self._models.run_otherwise(**choices)
        if self._studio.page is not None:
            self._studio.run_current()

    def _change_input_size(self, change: Callable[[tuple[int, int]], tuple[int, int]]) -> None:
        summary = self._studio.runner.summary
        if summary is not None:
            self._run_otherwise(input_size=change(summary.input_size))

    def _change_rules(self, rules: FilterRules) -> None:
        before = self._studio.rules
        self._studio.set_rules(rules)
        self._studio.change_rules(before, rules)


def _smaller(size: tuple[int, int]) -> tuple[int, int]:
    """Three quarters of an input size; of a model that takes pages as they are, Detectron2's usual one."""
    shorter, longer = size if size[0] else _USUAL_INPUT
    least = min(shorter, _SMALLEST_INPUT)
    factor = max(least, round(0.75 * shorter)) / shorter
    return round(factor * shorter), round(factor * longer)


def _larger(size: tuple[int, int]) -> tuple[int, int]:
    """A third more of an input size, as far as there is one."""
    factor = min(4 / 3, _LARGEST_INPUT / max(size))
    return round(factor * size[0]), round(factor * size[1])
