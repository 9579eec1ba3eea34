"""The model that comes with d2studio, and is used where no other is named."""

import hashlib
from importlib.resources import files
from pathlib import Path
from typing import Final

from d2studio.engine.model_card import CARD_FILE, read_card
from d2studio.errors import DamagedInstallation, UsageError

_NAME: Final = "d2studio-layout"


def bundled_folder() -> Path:
    """Where the bundled model lies, if the installation is whole."""
    return Path(str(files("d2studio") / "resources" / "models" / _NAME))


def bundled_model() -> Path:
    """Folder of the bundled model. Its files are known to be whole: reading 40 MB to make sure takes 0.04 s.

    Raises:
        DamagedInstallation: a file is missing or changed.
    """
    folder = bundled_folder()
    problems = _problems(folder)
    if problems:
        raise DamagedInstallation(
            f"The model that comes with d2studio is damaged: {problems[0]}.",
            hint="Install d2studio again, or name another model.",
            problems=problems,
            path=str(folder),
        )
    return folder


def _problems(folder: Path) -> list[str]:
    try:
        expected = read_card(folder / CARD_FILE).sha256
    except UsageError as error:
        return [str(error).rstrip(".")]
    problems = []
    for name, digest in expected.items():
        try:
            with (folder / name).open("rb") as file:
                is_whole = hashlib.file_digest(file, "sha256").hexdigest() == digest
        except OSError as error:
            problems.append(f"{name} cannot be read ({error.strerror})")
        else:
            if not is_whole:
                problems.append(f"{name} is not what was shipped")
    return problems
