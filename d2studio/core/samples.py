"""Pages that come with d2studio, to try it on."""

from importlib.resources import files
from pathlib import Path


def sample_folder() -> Path:
    """Folder of the sample pages."""
    return Path(str(files("d2studio") / "resources" / "samples"))
