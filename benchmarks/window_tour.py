"""A tour through the window, and how long its thread was busy at a time; `window.py` starts it.

    python -m benchmarks.window_tour LARGE_PAGE FOLDER

Start, load another model, open a large page, run it, look at 500 detections, move the threshold, cancel a run, run a
folder of pages, look at others meanwhile, save and copy the picture, close.
"""

import dataclasses
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from benchmarks.busy import BusyMeter, Stretch
from benchmarks.window_driver import Driver
from benchmarks.window_inputs import make_result
from d2studio.core.model_summary import ModelRequest
from d2studio.core.page import PageKey
from d2studio.core.page_state import PageStatus
from d2studio.filters import FilterRules
from d2studio.gui import dialogs
from d2studio.gui.model_runner import ModelState

# Small, since the window is measured here and not the model.
_INPUT_SIZE = (320, 480)
_FINISHED = (PageStatus.FOUND, PageStatus.EMPTY, PageStatus.FAILED)


class Tour:
    """One step after the other; the meter's stretches are kept by step."""

    def __init__(self, driver: Driver, meter: BusyMeter, large_page: Path, folder: Path) -> None:
        self._driver = driver
        self._meter = meter
        self._large_page = large_page
        self._folder = folder
        self._studio, self._window = driver.studio, driver.window

    def run(self) -> None:
        studio, driver = self._studio, self._driver
        self._step("first page and model")
        driver.begin_as_run_does()
        driver.wait(lambda: studio.result is not None, 120)
        self._step("another model")
        studio.load_model(ModelRequest(input_size=_INPUT_SIZE))
        driver.wait(lambda: studio.runner.state is ModelState.READY and studio.runner.request.input_size == _INPUT_SIZE)
        self._step("large page, and run")
        key = PageKey(str(self._large_page))
        driver.program.page_commands.open_paths([key.path])
        driver.wait(lambda: studio.current == key and studio.result is not None, 120)
        self._step("500 detections")
        assert studio.page is not None
        summary = studio.runner.summary
        assert summary is not None
        studio.runner.page_done.emit(key, make_result(studio.page.size_hw, summary.class_names, 500))
        driver.pause(0.5)
        self._step("threshold")
        for hundredths in range(20, 95, 5):
            studio.set_rules(FilterRules(threshold=hundredths / 100))
            driver.pause(0.02)
        self._step("cancel")
        studio.run_current()
        driver.wait(lambda: studio.runner.is_running)
        self._window.actions_.stop.trigger()
        driver.wait(lambda: not studio.runner.is_running)
        self._batch()
        self._export()

    def close(self) -> float:
        """Close the window; seconds until all is at its end."""
        begun = time.perf_counter()
        self._step("close")
        self._driver.close()
        return time.perf_counter() - begun

    def _batch(self) -> None:
        studio, driver, act = self._studio, self._driver, self._window.actions_
        self._step("open the folder")
        driver.program.page_commands.open_paths([str(self._folder)])
        driver.wait(lambda: not studio.loader.is_listing and studio.page is not None)
        self._step("batch")
        act.run_all.trigger()
        switches = 0
        while any(studio.pages.state(key).status not in _FINISHED for key in list(studio.pages.keys())):
            driver.pause(0.5)
            switches += 1
            (act.next_page if switches % 3 else act.previous_page).trigger()
        driver.pause(0.5)

    def _export(self) -> None:
        studio, driver, act = self._studio, self._driver, self._window.actions_
        self._step("save and copy the picture")
        key = PageKey(str(self._large_page))
        studio.set_current(key)
        driver.wait(lambda: studio.page is not None and studio.result is not None)
        target = Path(mkdtemp()) / "picture.png"
        dialogs.ask_save_file = lambda *_: str(target)  # as a user would answer
        act.save_picture.trigger()
        driver.wait(target.exists)
        clipboard = QApplication.clipboard()
        clipboard.clear()
        act.copy_picture.trigger()
        driver.wait(lambda: not clipboard.image().isNull())

    def _step(self, name: str) -> None:
        self._meter.step = name


class _SelfTest(QObject):
    """Is busy for a while, in ways that a meter could miss."""

    SECONDS = 0.08

    @Slot()
    def be_busy(self) -> None:
        time.sleep(self.SECONDS)


def check(meter: BusyMeter, driver: Driver) -> None:
    """See that the meter notices what a timer and what a painted widget does."""
    meter.step = "self-test"
    busy = _SelfTest()
    QTimer.singleShot(0, busy.be_busy)
    driver.pause(0.2)
    found = [stretch for stretch in meter.take() if stretch.wall_s >= _SelfTest.SECONDS]
    if len(found) != 1 or "be_busy" not in found[0].stack[-1]:
        raise SystemExit(f"The meter does not work: {found}")


def summed_up(stretches: list[Stretch]) -> Iterator[dict[str, object]]:
    """Of each step how many stretches there were, and the longest."""
    for step in dict.fromkeys(stretch.step for stretch in stretches):
        own = [stretch for stretch in stretches if stretch.step == step]
        longest = max(own, key=lambda stretch: stretch.wall_s)
        yield {
            "step": step,
            "count": len(own),
            "longest": dataclasses.asdict(longest),
            "longest_cpu_s": max(stretch.cpu_s for stretch in own),
        }


def main() -> None:
    driver = Driver()
    meter = BusyMeter()
    meter.step = "first picture"
    driver.pause(0.3)
    first = meter.take()
    check(meter, driver)
    tour = Tour(driver, meter, Path(sys.argv[1]), Path(sys.argv[2]))
    tour.run()
    closing_s = tour.close()
    print(json.dumps({"steps": list(summed_up(first + meter.take())), "closing_s": closing_s}), flush=True)


if __name__ == "__main__":
    main()
