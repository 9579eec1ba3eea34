"""Downloads a model of the catalogue; the library then takes in what came.

What is under way lies in a hidden folder beside the installed models, until it is installed or given up.
"""

import contextlib
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

from d2studio.control import Control
from d2studio.core.catalogue import HOSTS, CatalogueModel, RemoteFile, find_in_catalogue
from d2studio.core.download import download
from d2studio.core.download_hosts import HostRules
from d2studio.core.download_values import Transfer, WantedFile
from d2studio.core.found_model import FoundModel, Origin
from d2studio.core.known_models import found_of_catalogue
from d2studio.core.words import safe_stem

CATALOGUE_HOSTS: Final = HostRules(frozenset(HOSTS))

_FOLDER: Final = ".downloads"


def fetch(
    model: CatalogueModel,
    library_folder: Path,
    control: Control,
    *,
    on_progress: Callable[[Transfer], None],
    hosts: HostRules | None = None,
) -> FoundModel:
    """Download a model's files. Goes on where an earlier call ended.

    Args:
        model: what to download.
        library_folder: where the installed models lie.
        control: cancels within a moment; what came is kept.
        on_progress: of the file that is on its way.
        hosts: who may be asked; the catalogue's hosts unless given.

    Raises:
        DownloadError: no mirror gives a file; what came is kept.
        OutputError: it cannot be written.
        Cancelled: on request.
    """
    folder = _folder(library_folder, model.id)

    def get(file: RemoteFile, name: str, *, is_config: bool) -> Path:
        target = folder / name
        if not target.exists():  # under this name it lies only once it was whole
            wanted = WantedFile(
                tuple(mirror.url for mirror in file.mirrors),
                file.bytes,
                file.sha256,
                file.md5_prefix,
                "config" if is_config else "weights",
            )
            download(wanted, target, control, on_progress=on_progress, hosts=hosts or CATALOGUE_HOSTS)
        return target

    # The config first: it is small, and what is wrong with a mirror shows at once.
    config = None if model.config_file is None else get(model.config_file, "config.yaml", is_config=True)
    weights = get(model.weights, safe_stem(model.weights.name), is_config=False)
    place = model.weights.mirrors[0].url
    return found_of_catalogue(model, weights, config, folder, origin=Origin.CATALOGUE, place=place)


def forget(model_id: str, library_folder: Path) -> None:
    """Remove what was downloaded of a model, whole or not."""
    shutil.rmtree(_folder(library_folder, model_id), ignore_errors=True)
    with contextlib.suppress(OSError):
        _folder(library_folder, model_id).parent.rmdir()  # if it was the last


def unfinished(library_folder: Path) -> tuple[CatalogueModel, ...]:
    """Models whose download was begun and not finished, which `fetch` goes on with."""
    folder = library_folder / _FOLDER
    names = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    return tuple(model for name in names if (model := find_in_catalogue(name)) is not None)


def _folder(library_folder: Path, model_id: str) -> Path:
    return library_folder / _FOLDER / model_id
