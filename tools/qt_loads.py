"""Says what Qt misses of the system to show a window, with exit status 1; nothing, with 0, where it has all."""

import ctypes
import importlib.util
import os
import sys
from pathlib import Path


def missing() -> str:
    """What is missing, in the words of the system; empty where nothing is."""
    try:
        from PySide6.QtGui import QFontDatabase, QGuiApplication
    except ImportError as error:
        return str(error)
    spec = importlib.util.find_spec("PySide6")
    assert spec is not None
    assert spec.origin is not None
    # What draws on X11 is loaded only when a window is made, and the program is then ended by Qt.
    plugin = Path(spec.origin).parent / "Qt" / "plugins" / "platforms" / "libqxcb.so"
    if plugin.exists():
        try:
            ctypes.CDLL(str(plugin))
        except OSError as error:
            return str(error)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    _application = QGuiApplication([])
    return "" if QFontDatabase.families() else "there is no font"


if __name__ == "__main__":
    problem = missing()
    if problem:
        print(problem, file=sys.stderr)
    sys.exit(bool(problem))
