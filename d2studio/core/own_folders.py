"""Folders for what belongs to one running program and is gone with it, even if it does not come to its end."""

import os
import re
import shutil
import tempfile
from pathlib import Path
from typing import Final

_PREFIX: Final = "d2studio-"
_OWNED: Final = re.compile(re.escape(_PREFIX) + r"([0-9]+)-[^/]+")


def make_own_folder(base: Path) -> Path:
    """Make a folder in `base` that only this user can enter, and remove those whose owner is gone.

    Raises:
        OSError: it cannot be made.
    """
    sweep(base)
    return Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=base))


def sweep(base: Path) -> None:
    """Remove folders of programs that have ended."""
    for folder in base.glob(f"{_PREFIX}*"):
        if is_orphaned(folder):
            shutil.rmtree(folder, ignore_errors=True)


def is_own_folder(path: Path) -> bool:
    """Whether such a folder is called so."""
    return _OWNED.fullmatch(path.name) is not None


def is_orphaned(folder: Path) -> bool:
    """Whether the folder is one of ours, and its owner has ended. A zombie has."""
    owned = _OWNED.fullmatch(folder.name)
    if owned is None:
        return False
    import psutil  # late: seldom needed, and slow to load

    try:
        return psutil.Process(int(owned[1])).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True
    except psutil.Error:
        return False
