"""Loads numpy after the window is painted, or earlier if something needs it.

It takes a tenth of the start, and a window without a page has no use for it. Until it is loaded, another module stands
in its place that loads it when one of its names is asked for, in whatever thread; afterwards that holds the same names,
so that modules which imported it pay nothing. Python's own `importlib.util.LazyLoader` would do, but before 3.11.9 it
lets two threads load a module at once, which numpy refuses.

Modules of the window therefore ask numpy for nothing while they are imported; `d2studio.arrays` names the types.
"""

import importlib
import importlib.util
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

_NAME = "numpy"
_lock = threading.RLock()


class _LateModule(ModuleType):
    """Takes over the names of what it stands for when it is asked for one of them."""

    def __getattr__(self, name: str) -> object:
        load_numpy()
        return getattr(sys.modules[_NAME], name)


def delay_numpy() -> None:
    """Put the stand-in into numpy's place, unless numpy is loaded.

    Raises:
        ModuleNotFoundError: it is not installed.
    """
    if _NAME in sys.modules:
        return
    spec = importlib.util.find_spec(_NAME)
    if spec is None:
        raise ModuleNotFoundError(f"No module named {_NAME!r}", name=_NAME)
    late = _LateModule(_NAME)
    late.__spec__ = spec  # for whoever only asks whether it is installed
    sys.modules[_NAME] = late


def load_numpy() -> None:
    """Load numpy now, and wait for it; without effect where it is loaded."""
    with _lock:
        late = sys.modules.get(_NAME)
        if not isinstance(late, _LateModule):
            return
        del sys.modules[_NAME]
        try:
            with _one_blas_thread():
                vars(late).update(vars(importlib.import_module(_NAME)))
        except BaseException:
            sys.modules[_NAME] = late
            raise


@contextmanager
def _one_blas_thread() -> Iterator[None]:
    """The window multiplies no matrices; threads that wait for some take a tenth of its start and of its memory."""
    name = "OPENBLAS_NUM_THREADS"
    if name in os.environ:
        yield
        return
    os.environ[name] = "1"
    try:
        yield
    finally:
        del os.environ[name]  # children inherit nothing of it
