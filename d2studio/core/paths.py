"""Where the program keeps what belongs to its user. The only place that knows; nothing is made by asking."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import platformdirs

from d2studio.errors import OutputError

# Puts everything below one folder: for tests, and for an installation that is carried about.
HOME_VARIABLE: Final = "D2STUDIO_HOME"

_NAME: Final = "d2studio"


@dataclass(frozen=True)
class UserFolders:
    """Folders of this user; none of them need exist.

    Attributes:
        config: what the user decided: settings, the layout of the window.
        data: what the user gathered: models.
        cache: what can be made again.
        state: what is known of running programs and of the last session.
        logs: what happened, for those who help.
    """

    config: Path
    data: Path
    cache: Path
    state: Path
    logs: Path

    @property
    def settings_file(self) -> Path:
        return self.config / "settings.json"

    @property
    def models(self) -> Path:
        return self.data / "models"

    @property
    def window_file(self) -> Path:
        """Geometry of the window and its docks, which Qt writes."""
        return self.config / "window.ini"


def user_folders() -> UserFolders:
    """The folders that this system means for such things, or those below `D2STUDIO_HOME`."""
    home = os.environ.get(HOME_VARIABLE)
    if home:
        root = Path(home).expanduser().absolute()
        return UserFolders(root / "config", root / "data", root / "cache", root / "state", root / "logs")
    folders = platformdirs.PlatformDirs(_NAME, appauthor=False)
    return UserFolders(
        folders.user_config_path,
        folders.user_data_path,
        folders.user_cache_path,
        folders.user_state_path,
        folders.user_log_path,
    )


def make_folder(path: Path) -> None:
    """Make a folder of the user's, with those above it; others cannot look into it.

    Raises:
        OutputError: it cannot be made.
    """
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(
            f"{path}: no folder can be made there: {error.strerror}.",
            hint=f"Make room, or name another folder in {HOME_VARIABLE}.",
            path=str(path),
        ) from error
