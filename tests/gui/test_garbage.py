"""Garbage is looked for in the window's thread, and nowhere else."""

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from d2studio.gui.garbage import GarbageCollector


class Knot:
    """Garbage, once nobody else knows it, that notes in which thread it was found."""

    found_in: threading.Thread | None = None

    def __init__(self) -> None:
        self.itself = self

    def __del__(self) -> None:
        Knot.found_in = threading.current_thread()


@pytest.fixture
def collector() -> Iterator[None]:
    Knot.found_in = None
    owner = QObject()
    GarbageCollector(owner)
    yield
    gc.unfreeze()


def test_that_garbage_is_found_in_the_windows_thread(collector: None, qtbot: QtBot) -> None:
    Knot()
    litter = [[index] for index in range(2000)]
    qtbot.waitUntil(lambda: Knot.found_in is not None)
    assert Knot.found_in is threading.main_thread()
    assert len(litter) == 2000


def test_that_another_thread_finds_none_however_much_it_makes(collector: None) -> None:
    Knot()
    thread = threading.Thread(target=lambda: [[index] for index in range(100_000)])
    thread.start()
    thread.join()
    assert Knot.found_in is None
