"""Models of the catalogue whose files are here already: told by their names, and by hashes where those are known."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from d2studio.control import Control
from d2studio.core.catalogue import CatalogueModel, catalogue, of_old_path
from d2studio.core.found_model import FoundModel, Origin
from d2studio.core.model_files import plain_name
from d2studio.errors import ConfigError, OutputError, UsageError

_BLOCK_BYTES: Final = 1 << 20
_SIZE_TOLERANCE: Final = 0.1  # of a size that nobody has published exactly


def model_of_path(path: str) -> CatalogueModel | None:
    """The model that a program keeps at a path, as far as the path tells; any query in the name is passed over."""
    folder, slash, name = path.replace("\\", "/").rpartition("/")
    return of_old_path(folder + slash + plain_name(name))


def model_of_content(weights: Path, control: Control) -> CatalogueModel | None:
    """The model whose published hash these weights have.

    Raises:
        UsageError: the file cannot be read.
    """
    sha256, md5 = _hashes(weights, control)
    for model in catalogue():
        file = model.weights
        if sha256 == file.sha256 or (file.md5_prefix and md5.startswith(file.md5_prefix)):
            return model
    return None


def is_hash_known(model: CatalogueModel) -> bool:
    """Whether the content of a model's weights can be told for sure, without the network."""
    return model.weights.sha256 is not None or model.weights.md5_prefix is not None


def config_disproof(model: CatalogueModel, config: Path) -> str:
    """Why a config cannot be that of a model, in words; empty where nothing speaks against it."""
    from d2studio.engine.config import load_config
    from d2studio.engine.model_classes import thing_class_count

    try:
        count = thing_class_count(load_config(config))
    except ConfigError:  # whoever installs the model says it
        return ""
    is_unknown = model.class_count is None and not model.class_file
    if is_unknown or count == model.class_count or model.class_names(count) is not None:
        return ""
    if model.class_count is None:
        return f"it counts {count:,} classes, and the model has another number"
    return f"it counts {count:,} classes, and the model has {model.class_count:,}"


def disproof(model: CatalogueModel, weights: Path, control: Control) -> str:
    """Why a file cannot be the weights of a model, in words; empty where nothing speaks against it.

    Raises:
        UsageError: the file cannot be read.
    """
    file = model.weights
    try:
        size = weights.stat().st_size
    except OSError as error:
        raise _unreadable(weights, error) from error
    if file.bytes is not None and size != file.bytes:
        return f"it has {size:,} bytes, and what was published has {file.bytes:,}"
    if not is_hash_known(model):
        is_like = file.bytes is not None or abs(size - file.about_bytes) <= _SIZE_TOLERANCE * file.about_bytes
        return (
            ""
            if is_like
            else f"it has {size / 1e6:,.1f} MB, and what was published has about {file.about_bytes / 1e6:,.0f} MB"
        )
    sha256, md5 = _hashes(weights, control)
    if file.sha256 is not None and sha256 != file.sha256:
        return f"its SHA-256 begins with {sha256[:8]}, that of what was published with {file.sha256[:8]}"
    if file.md5_prefix is not None and not md5.startswith(file.md5_prefix):
        return f"its MD5 begins with {md5[:8]}, that of what was published with {file.md5_prefix}"
    return ""


def card_of(model: CatalogueModel) -> dict[str, object]:
    """What the catalogue knows about a model, as `model.json` has it."""
    return {
        "name": model.name,
        "description": f"{model.architecture}, trained on {model.data_set} by {model.collection}",
        "licence": model.licence,
        "training": " ".join(filter(None, (model.training, model.catch))),
        "measured": {place: dict(figures) for place, figures in model.measured.items()},
    }


def found_of_catalogue(
    model: CatalogueModel,
    weights: Path,
    config: Path | None,
    folder: Path,
    *,
    origin: Origin,
    place: str,
    notes: tuple[str, ...] = (),
) -> FoundModel:
    """A model of the catalogue with the weights, and with its own config where none is given.

    Args:
        model: what these files are.
        weights: its weights.
        config: its config; None for that of the catalogue.
        folder: what the catalogue knows is written there.
        origin: what kind of place the weights were found in.
        place: that place.
        notes: what was noticed on the way.

    Raises:
        UsageError: there is no config, and the catalogue has none either.
        OutputError: nothing can be written.
    """
    if config is None:
        if not model.config_text:
            raise UsageError(
                f"{plain_name(weights.name)} is known as the weights of {model.name}, but its config is missing.",
                hint=f"Put its {model.config_file.name if model.config_file else 'config'} beside the weights, "
                f"or install the model anew: d2studio models install {model.id}",
            )
        config = folder / "config.yaml"
        _write(config, model.config_text)
    return FoundModel(
        config,
        weights,
        model.name,
        origin,
        place,
        classes=write_classes(model, config, folder),
        card=card_of(model),
        catalogue_id=model.id,
        notes=notes,
    )


def write_classes(model: CatalogueModel, config: Path, folder: Path) -> Path | None:
    """Write the names of a model's classes to `folder`; None where the catalogue has none for as many as it has.

    Raises:
        OutputError: it cannot be written.
    """
    from d2studio.engine.config import load_config
    from d2studio.engine.model_classes import thing_class_count

    try:
        names = model.class_names(thing_class_count(load_config(config)))
    except ConfigError:  # whoever installs the model says it
        return None
    if names is None:
        return None
    path = folder / "classes.json"
    _write(path, json.dumps(names, ensure_ascii=False))
    return path


def merged_card(model: CatalogueModel | None, own: Mapping[str, object]) -> dict[str, object]:
    """What a model says about itself, above what the catalogue knows."""
    return {**({} if model is None else card_of(model)), **own}


def _hashes(path: Path, control: Control) -> tuple[str, str]:
    """SHA-256 and MD5 of a file, in hexadecimal digits."""
    sha256, md5 = hashlib.sha256(), hashlib.md5(usedforsecurity=False)
    try:
        size, done = max(1, path.stat().st_size), 0
        with path.open("rb") as file:
            while block := file.read(_BLOCK_BYTES):
                sha256.update(block)
                md5.update(block)
                done += len(block)
                control.tick("recognise", min(1.0, done / size))
    except OSError as error:
        raise _unreadable(path, error) from error
    return sha256.hexdigest(), md5.hexdigest()


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror}.", hint="Make room.", path=str(path)) from error


def _unreadable(path: Path, error: OSError) -> UsageError:
    return UsageError(f"{path} cannot be read: {error.strerror}.", path=str(path))
