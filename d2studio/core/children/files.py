"""Whether a file is still the one that was opened."""

from pathlib import Path


def file_stamp(path: Path) -> tuple[int, int, int] | None:
    """Equal as long as nobody changed the file; None where there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino
