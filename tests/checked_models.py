"""Models that were really checked, as the window hears of them."""

import json
from pathlib import Path

from d2studio.control import Control
from d2studio.core.children.infer import Models
from d2studio.core.model_summary import ModelSummary
from d2studio.core.shared_blocks import SharedBlocks
from d2studio.core.value_wire import summary_from_wire


def checked(config: Path, weights: Path | None = None) -> ModelSummary:
    """What the child for models answers when it is asked to check a pair, or a folder without `weights`."""
    models = Models(SharedBlocks(config.parent))  # a description needs no blocks
    message = {"config": str(config), "weights": None if weights is None else str(weights)}
    answer = models.describe(message, Control(), lambda _part: None)
    return summary_from_wire(json.loads(json.dumps(answer)))
