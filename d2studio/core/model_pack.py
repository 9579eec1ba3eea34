"""Model packs: an installed model in one file, to be kept, carried to another machine, or given to a colleague.

A pack is a zip without compression. `pack.json` in it names every other member with its size and SHA-256; what is not
exactly as it says is refused. Weights are safetensors, so that no pack can hold code.
"""

import hashlib
import json
import os
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO, Final

from d2studio import __version__
from d2studio.control import Control
from d2studio.core.card_file import digest, read_card_file, section, without_installation
from d2studio.core.catalogue import find_in_catalogue
from d2studio.core.found_model import FoundModel, Origin, folder_for_one
from d2studio.core.installed_model import InstalledModel
from d2studio.core.model_choice import PAPER_FILES
from d2studio.core.model_folder import CLASSES_FILE, CONFIG_FILE, WEIGHTS_FILE
from d2studio.core.model_zip import MAX_BYTES, MAX_SMALL_BYTES, ModelZip, refused
from d2studio.core.output_folder import write_whole
from d2studio.core.words import printable
from d2studio.engine.model_card import CARD_FILE
from d2studio.errors import OutputError, UsageError, WeightsError

INDEX_FILE: Final = "pack.json"

_FORMAT: Final = "d2studio model pack"
_VERSION: Final = 1
_NEEDED: Final = (CONFIG_FILE, CLASSES_FILE, CARD_FILE, WEIGHTS_FILE)
_ORDER: Final = (CONFIG_FILE, CLASSES_FILE, CARD_FILE, *PAPER_FILES, WEIGHTS_FILE)
_DATE: Final = (1980, 1, 1, 0, 0, 0)  # the same model gives the same bytes whenever it is written
_MODE: Final = 0o100644 << 16  # a file that its owner may write
_UNIX: Final = 3
_BLOCK_BYTES: Final = 1 << 20
_AGAIN: Final = "Get the pack again from whoever gave it to you."


def write_pack(model: InstalledModel, target: Path, control: Control | None = None) -> None:
    """Write a model as a pack; an older pack at `target` is replaced once the new one is whole.

    Raises:
        UsageError: the model cannot be used, or its files are not what was installed.
        OutputError: the pack cannot be written, or something else is there.
        Cancelled: a stop was requested; nothing is left then.
    """
    if model.problem:
        raise UsageError(f"{model.name} cannot be exported: {model.problem}", hint="Install the model again.")
    if os.path.lexists(target) and not _is_pack_file(target):
        raise OutputError(
            f"{target} is there already and is no model pack; nothing was written.", hint="Choose another name."
        )
    write_whole(target, lambda file: _write(model, file, control or Control()))


def is_pack(archive: ModelZip) -> bool:
    """Whether a zip is a pack, or says so."""
    return INDEX_FILE in archive.names


def _is_pack_file(path: Path) -> bool:
    try:
        with ModelZip(path) as archive:
            return is_pack(archive)
    except WeightsError:
        return False


def read_pack(path: Path, scratch: Path, control: Control | None = None) -> FoundModel:
    """Check a pack member by member, and write its files to a new folder in `scratch`.

    Raises:
        WeightsError: it is damaged, of a newer kind, or no pack; says which member.
        OutputError: there is no room for its files.
        Cancelled: a stop was requested.
    """
    with ModelZip(path) as archive:
        files = _read_index(archive, path)
        _require_exactly(archive, files, path)
        folder = folder_for_one(scratch)
        for name in files:
            archive.copy(name, folder / name, control or Control())
            if digest(folder / name) != files[name]["sha256"]:
                raise refused(path, f"{name} in it is not what was packed", _AGAIN)
    return _found(path, folder)


# Writing --------------------------------------------------------------------------------------------------------------


def _write(model: InstalledModel, file: BinaryIO, control: Control) -> None:
    card = read_card_file(model.folder / CARD_FILE)
    expected = {**section(card, "sha256"), CARD_FILE: None}
    files: dict[str, dict[str, object]] = {}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name in _ORDER:
            path = model.folder / name
            if name == CARD_FILE:
                content = _json_bytes(_shared(card))
                archive.writestr(_member(name, len(content)), content)
                files[name] = {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            elif name in _NEEDED or path.is_file():
                files[name] = _add(archive, path, control)
            if name in files and expected.get(name) not in (None, files[name]["sha256"]):
                raise UsageError(
                    f"{model.name} cannot be exported: {name} is not what was installed.",
                    hint="Install the model again.",
                )
        index = {"format": _FORMAT, "version": _VERSION, "d2studio": __version__, "files": files}
        content = _json_bytes(index)
        archive.writestr(_member(INDEX_FILE, len(content)), content)


def _add(archive: zipfile.ZipFile, path: Path, control: Control) -> dict[str, object]:
    digest, done = hashlib.sha256(), 0
    try:
        source, size = path.open("rb"), path.stat().st_size
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.", path=str(path)) from error
    with source, archive.open(_member(path.name, size), "w") as member:
        while block := source.read(_BLOCK_BYTES):
            control.tick("export", min(1.0, done / max(1, size)))
            digest.update(block)
            member.write(block)
            done += len(block)
    return {"bytes": done, "sha256": digest.hexdigest()}


def _member(name: str, size: int) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, _DATE)
    member.create_system = _UNIX
    member.external_attr = _MODE
    member.file_size = size  # whether the format for large files is needed is decided by it
    return member


def _shared(card: Mapping[str, Any]) -> dict[str, Any]:
    """A card without the path at which its owner kept the model's files."""
    source = section(card, "source")
    place = str(source.get("place", ""))
    if source and not place.startswith("https://"):
        source = {**source, "place": place.replace("\\", "/").rpartition("/")[2]}
    return {**card, "source": source} if source else dict(card)


def _json_bytes(value: object) -> bytes:
    return json.dumps(value, indent=2, ensure_ascii=False).encode() + b"\n"


# Reading --------------------------------------------------------------------------------------------------------------


def _read_index(archive: ModelZip, path: Path) -> dict[str, dict[str, Any]]:
    """Size and hash of each member."""
    if not is_pack(archive):
        raise refused(path, f"it is no model pack, since it has no {INDEX_FILE}", "Choose a .d2pack file.")
    try:
        index = json.loads(archive.read(INDEX_FILE))
    except (ValueError, RecursionError) as error:
        raise refused(path, f"{INDEX_FILE} in it is damaged", _AGAIN) from error
    match index:
        case {"format": str(kind), "version": int(version), "files": dict(files)} if kind == _FORMAT:
            pass
        case _:
            raise refused(path, f"{INDEX_FILE} in it is not that of a model pack", _AGAIN)
    if version != _VERSION:
        made_by = printable(str(index.get("d2studio", "")))[:40] or "a newer version"
        raise refused(
            path,
            f"it is a pack of version {version}, written by d2studio {made_by}, and this d2studio, {__version__}, "
            f"reads version {_VERSION}",
            "Install a newer d2studio." if version > _VERSION else "",
        )
    for name, facts in files.items():
        match facts:
            case {"bytes": int(size), "sha256": str()} if 0 <= size <= MAX_BYTES:
                pass
            case _:
                raise refused(path, f"what {INDEX_FILE} says of {_shown(name)} makes no sense", _AGAIN)
    return files


def _require_exactly(archive: ModelZip, files: Mapping[str, Mapping[str, Any]], path: Path) -> None:
    """The members are those that the index names, and as it says."""
    strange = [name for name in files if name not in _ORDER]
    strange += [entry.filename for entry in archive.entries if entry.filename not in (*files, INDEX_FILE)]
    if strange:
        raise refused(path, f"it holds {_shown(strange[0])}, which belongs in no pack", _AGAIN)
    missing = [name for name in _NEEDED if name not in files] + [name for name in files if name not in archive.names]
    if missing:
        raise refused(path, f"{missing[0]} is missing in it", _AGAIN)
    if len(archive.entries) != len(files) + 1:
        raise refused(path, "it holds a file twice", _AGAIN)
    for entry in archive.entries:
        if entry.compress_type != zipfile.ZIP_STORED:
            raise refused(path, f"{entry.filename} in it is compressed, and in a pack nothing is", _AGAIN)
        if entry.filename in files and entry.file_size != files[entry.filename]["bytes"]:
            raise refused(path, f"{entry.filename} in it has another size than when it was packed", _AGAIN)
        if entry.filename != WEIGHTS_FILE and entry.file_size > MAX_SMALL_BYTES:
            raise refused(path, f"{entry.filename} in it is far too large", _AGAIN)


def _found(path: Path, folder: Path) -> FoundModel:
    from d2studio.engine.checkpoint.sniff import HEAD_BYTES, FileFormat, sniff
    from d2studio.engine.model_card import read_card

    weights = folder / WEIGHTS_FILE
    with weights.open("rb") as file:
        head = file.read(HEAD_BYTES)
    try:
        is_safe = sniff(head, weights.stat().st_size) is FileFormat.SAFETENSORS
    except WeightsError:
        is_safe = False
    if not is_safe:
        raise refused(path, f"{WEIGHTS_FILE} in it is no safetensors file, and a pack has no other weights", _AGAIN)
    try:
        named = read_card(folder / CARD_FILE).name
    except UsageError as error:
        raise refused(path, f"{CARD_FILE} in it makes no sense", _AGAIN) from error
    card = read_card_file(folder / CARD_FILE)
    known = find_in_catalogue(str(section(card, "source").get("catalogue_id", "")))
    return FoundModel(
        folder / CONFIG_FILE,
        weights,
        named or path.stem,
        Origin.PACK,
        str(path),
        classes=folder / CLASSES_FILE,
        card=without_installation(card),
        catalogue_id="" if known is None else known.id,
        papers=tuple(folder / name for name in PAPER_FILES if (folder / name).is_file()),
    )


def _shown(name: object) -> str:
    return repr(printable(str(name))[:100])
