"""The catalogue as it would be if LayoutParser's models were small."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from d2studio.core import catalogue


@contextmanager
def small_catalogue(folder: Path, weights_bytes: int) -> Iterator[None]:
    """LayoutParser's models have 3 classes and weights of about this size; a copy of the catalogue goes to `folder`."""
    shutil.copytree(catalogue.FOLDER, folder)
    path = folder / "layoutparser.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    for model in content["models"]:
        model["class_count"] = 3
        model["weights"]["about_bytes"] = weights_bytes
    path.write_text(json.dumps(content), encoding="utf-8")
    caches = (catalogue.catalogue, catalogue._by_name, catalogue._by_old_path)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(catalogue, "FOLDER", folder)
        for cached in caches:
            cached.cache_clear()
        yield
    for cached in caches:
        cached.cache_clear()
