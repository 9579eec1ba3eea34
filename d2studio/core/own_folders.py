"""Folders for what belongs to one running program and is gone with it, even if it does not come to its end."""

import os
import re
import shutil
import tempfile
from pathlib import Path
from typing import Final

_PREFIX: Final = "d2studio-"
_OWNED: Final = re.compile(re.escape(_PREFIX) + r"([0-9]+)-[^/]+")


def make_own_folder(base: Path, owner: int | None = None) -> Path:
    """Make a folder in `base` that only this user can enter, and remove those whose owner is gone.

    Args:
        base: a folder.
        owner: the process that it belongs to; this one unless given.

    Raises:
        OSError: it cannot be made.
    """
    sweep(base)
    return Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{owner or os.getpid()}-", dir=base))


def sweep(base: Path) -> None:
    """Remove folders of programs that have ended."""
    for folder in base.glob(f"{_PREFIX}*"):
        if is_orphaned(folder):
            shutil.rmtree(folder, ignore_errors=True)


def owner_of(folder: Path) -> int | None:
    """The process that such a folder belongs to; None of any other folder."""
    owned = _OWNED.fullmatch(folder.name)
    return None if owned is None else int(owned[1])


def is_own_folder(path: Path) -> bool:
    """Whether such a folder is called so."""
    return owner_of(path) is not None


def is_orphaned(folder: Path) -> bool:
    """Whether the folder is one of ours, and its owner has ended. A zombie has."""
    owner = owner_of(folder)
    if owner is None:
        return False
    import psutil  # late: seldom needed, and slow to load

    try:
        return psutil.Process(owner).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True
    except psutil.Error:
        return False
