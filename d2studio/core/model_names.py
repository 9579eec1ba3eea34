"""What tells models apart that are called alike: as much of where they lie as it takes."""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from d2studio.core.model_summary import ModelSummary


def told_apart(models: Sequence[tuple[str, str]]) -> list[str]:
    """The ends of paths that stand for one model each.

    Args:
        models: paths of config, or of a folder, and weights, which may be empty.

    Returns:
        For each of them the config's folder and name, with more folders where another ends alike, and with the weights
        where another has the same config.
    """
    configs = _ends({config for config, _ in models}, least=2)
    ends = []
    for config, weights in models:
        others = {other for other_config, other in models if other_config == config}
        is_told = len(others) == 1 or not weights
        ends.append(configs[config] if is_told else f"{configs[config]}, {_ends(others, least=1)[weights]}")
    return ends


class ModelNames:
    """Remembers which models were seen, to say of one of them where it lies if another has its name."""

    def __init__(self) -> None:
        self._seen: defaultdict[str, dict[tuple[str, str], None]] = defaultdict(dict)

    def add(self, model: ModelSummary) -> None:
        self._seen[model.name][_files(model)] = None

    def place(self, model: ModelSummary) -> str:
        """Where a model lies, that was added; empty where its name is enough."""
        alike = list(self._seen[model.name])
        return told_apart(alike)[alike.index(_files(model))] if len(alike) > 1 else ""


def _files(model: ModelSummary) -> tuple[str, str]:
    return model.config_path, model.weights_path


def _ends(paths: set[str], *, least: int) -> dict[str, str]:
    """Paths to their ends of at least `least` parts, and as many more as other paths share."""
    parts = {path: Path(path).parts for path in paths}
    ends = {}
    for path, own in parts.items():
        count = least
        while count < len(own) and sum(other[-count:] == own[-count:] for other in parts.values()) > 1:
            count += 1
        ends[path] = str(Path(*own[-count:])) if own else ""
    return ends
