"""Files that come with d2studio."""

from pathlib import Path
from typing import Final

# Not `importlib.resources`, which takes as long to load as the window's icons to draw.
RESOURCES: Final = Path(__file__).resolve().parent.parent / "resources"
