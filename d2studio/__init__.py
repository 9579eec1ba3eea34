"""Finds the layout of scanned pages, and objects in pictures, with Detectron2 models.

    predictor = d2studio.load_model()  # the model that comes with it; or another by its name, or config and weights
    with d2studio.open_pages("scan.pdf") as pages:
        detections = predictor.predict(pages.page(0).pixels)

Each name is loaded when it is first used, so that `import d2studio` costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from d2studio.core.images import open_pages
    from d2studio.core.model_loading import load_model
    from d2studio.detections import Detections
    from d2studio.errors import D2StudioError

__version__ = "0.1.0"
__all__ = ["D2StudioError", "Detections", "load_model", "open_pages"]

_HOMES = {
    "D2StudioError": "d2studio.errors",
    "Detections": "d2studio.detections",
    "load_model": "d2studio.core.model_loading",
    "open_pages": "d2studio.core.images",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'd2studio' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])
