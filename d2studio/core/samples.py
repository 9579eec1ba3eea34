"""Pages that come with d2studio, to try it on."""

from pathlib import Path

from d2studio.core.resources import RESOURCES


def sample_folder() -> Path:
    """Folder of the sample pages."""
    return RESOURCES / "samples"
