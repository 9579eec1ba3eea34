"""What is done to very many pages at once, and how long the window's thread was busy with it; `window.py` starts it.

    python -m benchmarks.window_pages FOLDER ANOTHER_FOLDER

Prints one line of JSON.
"""

import json
import os
import sys
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QComboBox, QLineEdit

from benchmarks.busy import BusyMeter
from benchmarks.window_driver import Driver, driven
from benchmarks.window_tour import check, summed_up
from d2studio.gui.page_filter import StateFilter
from d2studio.gui.page_view import PageView

_SETTLES_S = 0.4


class Act(QObject):
    """Does something in a turn of the event loop, where the meter sees it."""

    def __init__(self, act: Callable[[], object]) -> None:
        super().__init__()
        self._act = act
        self.is_done = False

    @Slot()
    def do(self) -> None:
        self._act()
        self.is_done = True

    @classmethod
    def soon(cls, act: Callable[[], object], driver: Driver, until: Callable[[], bool] = lambda: True) -> None:
        """Have it done, and wait until something is true after it."""
        doing = cls(act)
        QTimer.singleShot(0, doing.do)
        driver.wait(lambda: doing.is_done and until())


class Handling:
    """One operation after the other; the meter's stretches are kept by operation."""

    def __init__(self, driver: Driver, meter: BusyMeter) -> None:
        self._driver = driver
        self._meter = meter
        self._studio, self._window = driver.studio, driver.window

    def run(self, folder: str, another: str) -> None:
        studio, act = self._studio, self._window.actions_
        each = len(os.listdir(folder))
        self._driver.pause(_SETTLES_S)
        strip = self._window.strip
        names, states = strip.findChild(QLineEdit, "page_name_filter"), strip.findChild(QComboBox, "page_state_filter")
        rows = strip.findChild(PageView, "page_view")
        assert isinstance(names, QLineEdit)
        assert isinstance(states, QComboBox)
        assert isinstance(rows, PageView)
        self._do("open a folder", lambda: studio.open([folder]), lambda: len(studio.pages) == each)
        self._do("open another", lambda: studio.open([another]), lambda: len(studio.pages) == 2 * each)
        self._do("close half", lambda: studio.remove_pages(studio.pages.keys(each)), lambda: len(studio.pages) == each)
        self._do("run all", act.run_all.trigger, lambda: studio.runner.is_running)
        self._do("stop", act.stop.trigger, lambda: not studio.runner.is_running)
        for pages in (slice(0, None, 2), slice(0, 1)):
            some = studio.pages.keys()[pages]
            what = "every other page" if len(some) > 1 else "one page"
            self._do(f"close {what}", lambda some=some: studio.remove_pages(some))  # type: ignore[misc]
            self._do(f"undo: {what}", act.undo.trigger, lambda: len(studio.pages) == each)
        self._do("run all again", act.run_all.trigger, lambda: studio.runner.is_running)
        self._do("close all", act.remove_all.trigger, lambda: len(studio.pages) == 0)
        self._do("undo: all", act.undo.trigger, lambda: len(studio.pages) == each)
        not_run = states.findData(StateFilter.NOT_RUN)
        self._do("show those not run", lambda: states.setCurrentIndex(not_run))
        self._do("run all, filtered", act.run_all.trigger, lambda: studio.runner.is_running)
        self._do("stop, filtered", act.stop.trigger, lambda: not studio.runner.is_running)
        self._do("show those with a 7", lambda: names.setText("7"))
        self._do("show those not run again", names.clear)
        self._do("show all", lambda: states.setCurrentIndex(0))
        self._do("go to the last", act.last_page.trigger)
        self._do("select all", rows.selectAll)
        self._do(
            "run the selected", lambda: strip.run_requested.emit(strip.selected()), lambda: studio.runner.is_running
        )
        self._do("close the selected", act.remove_pages.trigger, lambda: len(studio.pages) == 0)

    def _do(self, step: str, act: Callable[[], object], until: Callable[[], bool] = lambda: True) -> None:
        self._meter.step = step
        Act.soon(act, self._driver, until)
        self._driver.pause(_SETTLES_S)
        self._meter.step = ""


def main() -> None:
    with driven() as driver:
        driver.program.keeper.change(run_on_open=False)
        meter = BusyMeter()
        check(meter, driver)
        meter.step = ""
        Handling(driver, meter).run(*sys.argv[1:3])
        steps = [step for step in summed_up(meter.take()) if step["step"]]
    print(json.dumps({"steps": steps}), flush=True)


if __name__ == "__main__":
    main()
