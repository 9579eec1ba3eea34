"""Modules are imported before somebody waits for them."""

import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from d2studio.gui.import_ahead import ImportAhead

# What opening the manager imports, once what is imported ahead is here.
_REST = """
import importlib, sys
import d2studio.gui.app
from d2studio.gui.library_commands import _MODULES
for name in _MODULES:
    importlib.import_module(name)
ahead = set(sys.modules)
import d2studio.gui.library_presenter
print(len(set(sys.modules) - ahead))
"""


def test_that_modules_are_imported_one_in_each_turn(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"imported_ahead_{number}" for number in range(3)]
    for name in names:
        (tmp_path / f"{name}.py").write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    ahead = ImportAhead(names)

    def imported() -> int:
        return sum(name in sys.modules for name in names)

    ahead.start()
    for count in range(1, 4):
        assert imported() < count
        qtbot.waitUntil(lambda count=count: imported() >= count)  # type: ignore[misc]
        assert imported() == count
    with qtbot.waitSignal(ahead.ended):
        pass


def test_that_nothing_is_left_to_import_when_the_manager_is_opened() -> None:
    done = subprocess.run([sys.executable, "-c", _REST], capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "0", done.stderr
