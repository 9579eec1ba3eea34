"""The catalogue as it would be if LayoutParser's models were small."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from d2studio.core import catalogue

# Starts a child of the library for which it is so.
SMALL_LIBRARY = """
import sys
from pathlib import Path
from d2studio.core import catalogue

catalogue.FOLDER = Path({folder!r})
from d2studio.cli import main
main(["worker", "library", *sys.argv[1:]])
"""


def write_small_catalogue(folder: Path, weights_bytes: int) -> None:
    """A copy of the catalogue: LayoutParser's models have 3 classes and weights of about this size."""
    shutil.copytree(catalogue.FOLDER, folder)
    path = folder / "layoutparser.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    for model in content["models"]:
        model["class_count"] = 3
        model["weights"]["about_bytes"] = weights_bytes
    path.write_text(json.dumps(content), encoding="utf-8")


@contextmanager
def small_catalogue(folder: Path, weights_bytes: int) -> Iterator[None]:
    """It is so in this process; see `write_small_catalogue`."""
    write_small_catalogue(folder, weights_bytes)
    caches = (catalogue.catalogue, catalogue._by_name, catalogue._by_old_path)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(catalogue, "FOLDER", folder)
        for cached in caches:
            cached.cache_clear()
        yield
    for cached in caches:
        cached.cache_clear()
