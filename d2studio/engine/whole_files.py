"""Makes sure that the files of a model are still those that its card names the hashes of."""

from pathlib import Path

from d2studio.control import Control
from d2studio.engine.checkpoint.problems import DAMAGED
from d2studio.engine.known_contents import known_digest
from d2studio.engine.model_card import CARD_FILE, card_beside
from d2studio.errors import WeightsError


def require_whole(
    config_path: Path, weights_path: Path, *, cache: Path | None = None, control: Control | None = None
) -> None:
    """Do nothing if config and weights are what the card beside them says, or there is none that says anything.

    Args:
        config_path: of a model.
        weights_path: of the same.
        cache: the folder for all that can be made again, in which hashes are remembered: a file that did not change
            is not read again.
        control: hears of the progress, and may stop the work.

    Raises:
        UsageError: the card cannot be read.
        WeightsError: a file was changed.
        Cancelled: a stop was requested.
    """
    card = card_beside(config_path, weights_path)
    listed = {} if card is None else card.sha256
    for path in (config_path, weights_path):
        if path.name not in listed:
            continue
        try:
            digest = known_digest(path, cache, control or Control())
        except OSError:  # the reader says it better
            continue
        if digest != listed[path.name]:
            raise WeightsError(
                f"{path.name} of the model in {path.parent} is not what was installed: it is damaged, or was changed.",
                hint="Install or import the model again; "
                f"or take its hash out of {CARD_FILE} if you changed it yourself.",
                path=str(path),
                problem=DAMAGED,
            )
