"""The window is painted before numpy is loaded, and whoever asks for numpy earlier gets it."""

import subprocess
import sys
import textwrap
from pathlib import Path

_PAINTED = """
    import sys
    from d2studio.core.paths import user_folders
    from d2studio.gui.app import Beginning, Program
    from PySide6.QtCore import QEvent, QObject, QTimer
    from PySide6.QtWidgets import QApplication

    class Watch(QObject):
        def eventFilter(self, watched, event):
            if event.type() == QEvent.Type.Paint:
                print("painted", "numpy._core" in sys.modules)
                watched.removeEventFilter(self)
            return False

    app = QApplication([])
    program = Program(user_folders())
    watch = Watch()
    program.window.viewer.viewport().installEventFilter(watch)
    program.window.show()
    beginning = Beginning(program, [])
    program.window.installEventFilter(beginning)
    program.studio.current_changed.connect(lambda: print("opened", "numpy._core" in sys.modules))
    program.studio.current_changed.connect(program.window.close)
    QTimer.singleShot(60000, program.window.close)
    app.exec()
    program.close()
"""

_ASKED_BY_MANY = """
    import sys, threading
    from d2studio.gui.late_numpy import load_numpy
    import numpy as np

    begin = threading.Barrier(9)
    sums = []

    def ask():
        begin.wait()
        sums.append(int(np.ones(3, np.int64).sum()))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads: thread.start()
    begin.wait()
    load_numpy()
    for thread in threads: thread.join()
    import numpy
    print(sums, numpy.ndarray is np.ndarray, hasattr(np, "nonesuch"))
"""

_ASKED_BY_IMPORT = """
    import d2studio.gui
    from numpy.linalg import inv
    from numpy import ones
    print(inv(ones((1, 1))).tolist())
"""

_BROKEN = """
    import os, sys
    import d2studio.gui
    import numpy as np
    for _ in range(2):
        try:
            np.zeros(1)
        except ImportError as error:
            print(error)
    print("OPENBLAS_NUM_THREADS" in os.environ)
"""


def test_that_the_window_is_painted_before_numpy_is_loaded_which_it_is_when_pages_are_opened(tmp_path: Path) -> None:
    assert _said(_PAINTED, tmp_path) == ["painted False", "opened True"]


def test_that_threads_which_ask_at_once_all_get_what_they_ask_for(tmp_path: Path) -> None:
    assert _said(_ASKED_BY_MANY, tmp_path) == ["[3, 3, 3, 3, 3, 3, 3, 3] True False"]


def test_that_an_import_of_what_is_in_numpy_loads_it(tmp_path: Path) -> None:
    assert _said(_ASKED_BY_IMPORT, tmp_path) == ["[[1.0]]"]


def test_that_a_numpy_which_cannot_be_loaded_says_so_each_time(tmp_path: Path) -> None:
    (tmp_path / "numpy").mkdir()
    (tmp_path / "numpy" / "__init__.py").write_text("raise ImportError('of another Python')")
    assert _said(_BROKEN, tmp_path) == ["of another Python", "of another Python", "False"]


def _said(program: str, folder: Path) -> list[str]:
    """What a Python says that runs a program in a folder whose modules come first."""
    command = [sys.executable, "-c", textwrap.dedent(program)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()
