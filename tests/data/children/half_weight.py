"""One weight of every model is in another number format than the rest."""

import sys
from typing import Any

import torch

from d2studio.cli import main
from d2studio.engine import loading

_load_model = loading.load_model


def _load_spoilt(*arguments: Any, **options: Any) -> Any:
    predictor = _load_model(*arguments, **options)
    weight = next(weight for weight in predictor._model.parameters() if weight.ndim == 2)
    weight.data = weight.data.to(torch.float16)
    return predictor


loading.load_model = _load_spoilt
sys.exit(main(["worker", "infer", *sys.argv[1:]]))
