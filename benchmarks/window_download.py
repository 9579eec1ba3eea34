"""A download while the window is used, and how long its thread was busy at a time; `window.py` starts it.

    python -m benchmarks.window_download MODEL_FOLDER BASE_URL LARGE_PAGE SMALL_PAGE

The manager is opened and a model is installed by its button, from a server of this machine. Before, and until it is
there, pages are zoomed, switched and run. Prints one line of JSON.
"""

# ruff: noqa: F401 - as in the program, `d2studio.gui` is what imports PySide6

import d2studio.gui  # isort: split

import json
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QPushButton

from benchmarks.busy import BusyMeter
from benchmarks.served_library import MEMORY_FILE, peak_mb, served_id
from benchmarks.window_driver import Driver
from benchmarks.window_inputs import make_result
from benchmarks.window_pages import Act
from benchmarks.window_scenes import timed, wheel
from benchmarks.window_tour import check, summed_up
from d2studio.core.model_summary import ModelRequest
from d2studio.gui.library_client import LibraryClient
from d2studio.gui.library_list import LibraryList
from d2studio.gui.model_runner import ModelState

# Small, since the window is measured here and not the model.
_INPUT_SIZE = (320, 480)
_SETTLES_S = 0.4
_SEEN_S = 0.15  # until a page, what was found on it and its labels are painted
_NOTCHES = 8
_BETWEEN_S = 0.002  # two turns of the wheel, in which the window hears of the download


class Download:
    """One step after the other; the meter's stretches are kept by step, and the frames by how far the model was."""

    def __init__(self, driver: Driver, meter: BusyMeter) -> None:
        self._driver = driver
        self._meter = meter
        self._studio, self._window = driver.studio, driver.window
        self.frames_ms: dict[str, list[tuple[float, float]]] = {"before": [], "download": [], "install": []}
        self.runs = 0

    def prepare(self, large_page: str, small_page: str) -> None:
        """Have a large page with 500 detections before another one, and a quick model."""
        driver, studio = self._driver, self._studio
        driver.program.keeper.change(run_on_open=False)
        studio.load_model(ModelRequest(input_size=_INPUT_SIZE))
        driver.wait(lambda: studio.runner.state is ModelState.READY and studio.runner.request.input_size == _INPUT_SIZE)
        driver.open_page(Path(small_page))
        key = driver.open_page(Path(large_page))
        summary = studio.runner.summary
        assert summary is not None
        assert studio.page is not None
        studio.runner.page_done.emit(key, make_result(studio.page.size_hw, summary.class_names, 500))
        driver.pause(_SETTLES_S)

    def run(self) -> None:
        driver, commands = self._driver, self._driver.program.library_commands
        self._do("open the manager", self._window.actions_.open_library.trigger)
        client = commands.client
        driver.wait(lambda: client.is_listed)
        driver.pause(_SETTLES_S)
        models = self._window.findChild(LibraryList)
        button = self._window.findChild(QPushButton, "install_model")
        assert isinstance(models, LibraryList)
        assert isinstance(button, QPushButton)
        self._do("choose a model", lambda: models.select(served_id()))
        for _ in range(4):
            self._use("before")
        self._do("begin", button.click)
        while (kind := self._kind(client)) is not None:
            self._use(kind)
        self._meter.step = "installed"
        driver.wait(lambda: any(model.catalogue_id == served_id() for model in client.models))
        driver.pause(_SETTLES_S)

    def _kind(self, client: LibraryClient) -> str | None:
        """Whether the model still comes, or is being taken in; None at the end."""
        installation = client.installations.get(served_id())
        if installation is None:
            return None
        if not installation.is_under_way:
            raise SystemExit(f"The download broke off: {installation.problem}")
        return "download" if installation.stage in ("", "downloading") else "install"

    def _use(self, kind: str) -> None:
        """Zoom in and out, look at another page, have it run, and come back."""
        driver, studio, act = self._driver, self._studio, self._window.actions_
        viewport = self._window.viewer.viewport()
        centre = QPointF(viewport.rect().center())
        self._meter.step = f"zoom ({kind})"
        for turned in (*[120] * _NOTCHES, *[-120] * _NOTCHES):
            self.frames_ms[kind].append(timed(driver, lambda turned=turned: wheel(viewport, centre, turned)))  # type: ignore[misc]
            driver.pause(_BETWEEN_S)
        self._do(f"another page ({kind})", act.previous_page.trigger, lambda: studio.page is not None)
        self._do(f"run ({kind})", studio.run_current, lambda: not studio.runner.is_running)
        self.runs += 1
        self._do(f"back ({kind})", act.next_page.trigger, lambda: studio.page is not None)
        driver.pause(_SEEN_S)

    def _do(self, step: str, act: Callable[[], object], until: Callable[[], bool] = lambda: True) -> None:
        self._meter.step = step
        Act.soon(act, self._driver, until)


def main() -> None:
    folder, base, large_page, small_page = sys.argv[1:]
    driver = Driver(library_command=[sys.executable, "-m", "benchmarks.served_library", "child", folder, base])
    driver.begin()
    meter = BusyMeter()
    check(meter, driver)
    meter.step = ""
    download = Download(driver, meter)
    download.prepare(large_page, small_page)
    download.run()
    meter.step = ""
    memory = json.loads((Path(folder) / MEMORY_FILE).read_text())
    memory["installing_mb"] = peak_mb(memory.pop("pid"))
    driver.close()
    steps = [step for step in summed_up(meter.take()) if step["step"]]
    print(json.dumps({"steps": steps, "frames_ms": download.frames_ms, "runs": download.runs, **memory}), flush=True)


if __name__ == "__main__":
    main()
