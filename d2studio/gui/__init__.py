"""The window: the only package that imports Qt."""

# ruff: noqa: E402, F401 - the order is what this is about

import builtins

from d2studio.gui.late_numpy import delay_numpy

delay_numpy()

# PySide6 puts a function of its own into the place of `import`, which reads and keeps the source text of every module,
# to see whether it imports `__feature__`: a fifth of the start, and 8 MB. No module here does.
_import = builtins.__import__
import PySide6.QtCore

builtins.__import__ = _import
