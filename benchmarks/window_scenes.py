"""One measurement of the window, in the process that it is about; `window.py` starts it.

    python -m benchmarks.window_scenes SCENE ARGUMENT

Prints one line of JSON.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Slot
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from benchmarks.window_driver import Driver, PaintWatch, driven
from benchmarks.window_inputs import make_result
from d2studio.filters import FilterRules

_DRAGS_A_ZOOM = 40
_PAUSE_AFTER = 20  # frames, after which the hand rests and labels are placed anew


def pan(page: str) -> dict[str, object]:
    """Zoom and pan over a page with 500 detections, by wheel and mouse."""
    with driven() as driver:
        show_result(driver, page, 500, threshold=0.0)
        frames_ms, labels_ms = [], []
        for number, move in enumerate(gestures(driver), 1):
            frames_ms.append(timed(driver, move))
            if number % _PAUSE_AFTER == 0:
                labels_ms.append(rest(driver))
        return {"frames_ms": frames_ms, "labels_ms": labels_ms}


def gestures(driver: Driver) -> Iterator[Callable[[], None]]:
    """What a hand does: zoom in to single pixels and out again, and drag at some zooms on the way."""
    viewport = driver.window.viewer.viewport()
    centre = QPointF(viewport.rect().center()) + QPointF(90, 60)
    driver.window.viewer.fit_page()
    for notch in range(26):
        yield lambda: wheel(viewport, centre, 120)
        if notch % 6 == 1:
            yield from drag(viewport, centre)
    for _ in range(26):
        yield lambda: wheel(viewport, centre, -120)


def drag(viewport: Any, centre: QPointF) -> Iterator[Callable[[], None]]:
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    mouse(viewport, QEvent.Type.MouseButtonPress, centre, left, left)
    for step in range(_DRAGS_A_ZOOM):
        angle = 2 * np.pi * step / _DRAGS_A_ZOOM
        place = centre + QPointF(300 * np.sin(angle), 200 - 200 * np.cos(angle))
        yield lambda place=place: mouse(viewport, QEvent.Type.MouseMove, place, none, left)  # type: ignore[misc]
    mouse(viewport, QEvent.Type.MouseButtonRelease, centre, left, none)


def mouse(viewport: Any, kind: QEvent.Type, place: QPointF, button: Qt.MouseButton, held: Qt.MouseButton) -> None:
    on_screen = QPointF(viewport.mapToGlobal(place.toPoint()))
    event = QMouseEvent(kind, place, on_screen, button, held, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(viewport, event)


def wheel(viewport: Any, place: QPointF, turned: int) -> None:
    on_screen = QPointF(viewport.mapToGlobal(place.toPoint()))
    no_buttons, no_keys = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    no_phase = Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(place, on_screen, QPoint(), QPoint(0, turned), no_buttons, no_keys, no_phase, False)
    QApplication.sendEvent(viewport, event)


def threshold(page: str) -> dict[str, object]:
    """Move the threshold over 2,000 detections, a step at a time and in leaps."""
    with driven() as driver:
        show_result(driver, page, 2000, threshold=0.5)
        steps = [*np.arange(0.5, 0.9, 0.01), *np.arange(0.9, 0.1, -0.01), *np.tile([0.2, 0.8, 0.4, 0.6], 10)]
        frames_ms, labels_ms = [], []
        for number, score in enumerate(steps, 1):
            rules = FilterRules(threshold=float(score))
            frames_ms.append(timed(driver, lambda rules=rules: driver.studio.set_rules(rules)))  # type: ignore[misc]
            if number % _PAUSE_AFTER == 0:
                labels_ms.append(rest(driver))
        return {"frames_ms": frames_ms, "labels_ms": labels_ms}


def folder(path: str) -> dict[str, object]:
    """Open a folder: until all its rows are there, and its first page is seen."""
    with driven() as driver:
        studio, count = driver.studio, sum(1 for _ in Path(path).iterdir())
        seen: dict[str, float] = {}

        class Watch(PaintWatch):
            @Slot()
            def look(self) -> None:
                if len(studio.pages) == count and studio.page is not None and studio.page.key.path.startswith(path):
                    seen.setdefault("usable_s", time.perf_counter() - begun)

            @Slot()
            def on_listed(self) -> None:
                seen["listed_s"] = time.perf_counter() - begun
                driver.window.strip.update()

            @Slot()
            def on_page(self) -> None:
                if studio.page is not None:
                    seen.setdefault("first_page_s", time.perf_counter() - begun)

        watch = Watch(driver.window.viewer.viewport())
        watch.painted.connect(watch.look)
        studio.loader.listing_ended.connect(watch.on_listed)
        studio.page_changed.connect(watch.on_page)
        begun = time.perf_counter()
        studio.open([path])
        driver.wait(lambda: "listed_s" in seen and "first_page_s" in seen)
        driver.frame()
        watch.look()
        driver.wait(lambda: "usable_s" in seen)
        return {**seen, "rows": count}


def show_result(driver: Driver, page: str, count: int, threshold: float) -> None:
    """Have a page in the window, with a result that was made up."""
    driver.program.keeper.change(run_on_open=False)
    key = driver.open_page(Path(page))
    summary = driver.studio.runner.summary
    assert summary is not None
    assert driver.studio.page is not None
    driver.studio.runner.page_done.emit(key, make_result(driver.studio.page.size_hw, summary.class_names, count))
    driver.studio.set_rules(FilterRules(threshold=threshold))
    driver.pause(1)


def timed(driver: Driver, act: Callable[[], None]) -> tuple[float, float]:
    """Milliseconds that something takes until it is seen, by the clock and of computing."""
    wall, cpu = time.perf_counter(), time.thread_time()
    act()
    driver.frame()
    return 1e3 * (time.perf_counter() - wall), 1e3 * (time.thread_time() - cpu)


def rest(driver: Driver) -> tuple[float, float]:
    """Let timers run out, and time the busiest moment of that."""
    worst = (0.0, 0.0)
    end = time.perf_counter() + 0.12
    while time.perf_counter() < end:
        time.sleep(0.002)
        worst = max(worst, timed(driver, QApplication.processEvents))
    return worst


if __name__ == "__main__":
    scene = {"pan": pan, "threshold": threshold, "folder": folder}[sys.argv[1]]
    print(json.dumps(scene(sys.argv[2])), flush=True)
