"""The window: the only package that imports Qt."""

# ruff: noqa: E402, F401 - the order is what this is about

import builtins
import os

# The window multiplies no matrices; threads that wait for some take a tenth of its start. Its children inherit nothing.
_is_free = "OPENBLAS_NUM_THREADS" not in os.environ
if _is_free:
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
import numpy as np

if _is_free:
    del os.environ["OPENBLAS_NUM_THREADS"]

# PySide6 puts a function of its own into the place of `import`, which reads and keeps the source text of every module,
# to see whether it imports `__feature__`: a fifth of the start, and 8 MB. No module here does.
_import = builtins.__import__
import PySide6.QtCore

builtins.__import__ = _import
