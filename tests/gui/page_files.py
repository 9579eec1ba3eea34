"""Page files for tests of the window."""

from pathlib import Path

from PIL import Image

# Few pixels, so that nothing waits for them; each page has its own width, by which it is known.
HEIGHT = 130


def picture(path: Path, width: int = 100) -> str:
    """A picture of a blank page."""
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (width, HEIGHT), "white").save(path)
    return str(path)


def scan(path: Path, *widths: int) -> str:
    """A TIFF with a page of each width."""
    first, *others = [Image.new("RGB", (width, HEIGHT), "white") for width in widths]
    first.save(path, save_all=True, append_images=others)
    return str(path)


def document(path: Path, *widths: int) -> str:
    """A PDF with a page of each width, at 72 pixels an inch."""
    first, *others = [Image.new("RGB", (width, HEIGHT), "white") for width in widths]
    first.save(path, save_all=True, append_images=others, resolution=72)
    return str(path)


def bad_picture(path: Path) -> str:
    """A file that only its name makes a page."""
    path.write_bytes(b"no picture")
    return str(path)
