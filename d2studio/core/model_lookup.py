"""What somebody means who names a model: a file or folder, an installed model, or one of the catalogue."""

import os
from pathlib import Path

from d2studio.core.catalogue import find_in_catalogue, similar_names
from d2studio.core.installed_model import InstalledModel
from d2studio.core.library import ModelLibrary
from d2studio.core.paths import user_folders
from d2studio.errors import UsageError


def model_path(name: str, library: ModelLibrary) -> Path:
    """The config or folder that `name` stands for.

    A path that is there comes first, then ids and names of installed models, then what the catalogue calls them
    (`lp://PubLayNet/faster_rcnn_R_50_FPN_3x/config`). What can only be a path is one, whether it is there or not.

    Raises:
        UsageError: no model is called so, or it is not installed; nothing is downloaded unasked.
    """
    path = Path(name)
    if os.path.exists(path):  # unlike Path.exists it takes names of any length
        return path
    installed = find_installed(name, library)
    if installed is not None:
        return installed.folder
    known = find_in_catalogue(name)
    if known is not None:
        raise UsageError(
            f"{known.name} is not installed.",
            hint=f"Install it: d2studio models install {known.id}",
            model=name,
            catalogue_id=known.id,
        )
    if path.is_absolute() or path.suffix in (".yaml", ".yml") or name.startswith("."):
        return path  # whoever reads it says what is wrong with it
    raise UsageError(f"No model is called {name!r}.", hint=_advice(name, library), model=name)


def find_installed(name: str, library: ModelLibrary) -> InstalledModel | None:
    """The installed model that is called so, by the library or the catalogue; None where there is none."""
    installed = library.find(name)
    known = find_in_catalogue(name) if installed is None else None
    return library.find(known.id) if known is not None else installed


def named_model(name: str | None) -> Path | None:
    """The same in the user's own library; None stands for the model that comes with d2studio, and stays None.

    Raises:
        UsageError: see `model_path`.
    """
    return None if name is None else model_path(name, ModelLibrary(user_folders().models))


def _advice(name: str, library: ModelLibrary) -> str:
    near = [*(model.id for model in library.models() if name.casefold() in model.id), *similar_names(name)][:4]
    return f"Perhaps {' or '.join(near)}." if near else "See: d2studio models list"
