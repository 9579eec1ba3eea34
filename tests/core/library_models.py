"""Small models as people bring them: a config and weights, as files."""

from pathlib import Path

import torch

from d2studio.core.found_model import FoundModel, Origin
from d2studio.engine.model import build_meta_model
from tests.engine.small_models import small_config


def write_model(folder: Path, kind: str = "faster", *, seed: int = 0) -> tuple[Path, Path]:
    """A config and weights that fit it; `kind` as in `tests.engine.small_models`."""
    config = small_config(kind)
    folder.mkdir(parents=True, exist_ok=True)
    config_path, weights_path = folder / "config.yaml", folder / "model_final.pth"
    config_path.write_text(config.dump())
    dice = torch.Generator().manual_seed(seed)
    state = {
        name: torch.rand(tensor.shape, generator=dice) if tensor.is_floating_point() else torch.zeros(tensor.shape)
        for name, tensor in build_meta_model(config).state_dict().items()
    }
    torch.save({"model": state}, weights_path)
    return config_path, weights_path


def found(folder: Path, name: str = "My model", kind: str = "faster", **details: object) -> FoundModel:
    config, weights = write_model(folder, kind)
    return FoundModel(config, weights, name, Origin.FILES, str(folder), **details)  # type: ignore[arg-type]
