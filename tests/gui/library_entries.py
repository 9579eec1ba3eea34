"""Entries of the model manager, as the catalogue and made-up models give them."""

from dataclasses import replace
from pathlib import Path

from d2studio.core.catalogue import CatalogueModel, catalogue
from d2studio.core.download_values import Transfer
from d2studio.core.installed_model import InstalledModel
from d2studio.gui.library_values import Entry, EntryKind, Installation, InstallState

MB = 1_000_000
PUBLAYNET, PRIMA, TABLES = (
    next(model for model in catalogue() if model.id == name)
    for name in (
        "publaynet-faster-rcnn-r-50-fpn-3x",
        "primalayout-mask-rcnn-r-50-fpn-3x",
        "tablebank-faster-rcnn-r-101-fpn-3x",
    )
)
BUNDLED = Entry("", "Layout S", EntryKind.BUNDLED, is_in_use=True)


def offered(model: CatalogueModel, installation: Installation | None = None, *, is_cached: bool = False) -> Entry:
    return Entry(model.id, model.name, EntryKind.OFFERED, offered=model, installation=installation, is_cached=is_cached)


def installed(model_id: str, name: str, *, problem: str = "") -> Entry:
    model = InstalledModel(
        model_id, Path("/models") / model_id, name, class_names=("Initial", "Rubric"), size=160 * MB, problem=problem
    )
    return Entry(model_id, name, EntryKind.INSTALLED, installed=model)


def arriving(model: CatalogueModel, state: InstallState, *, done: int = 0, stage: str = "", problem: str = "") -> Entry:
    transfer = Transfer(done * MB, 100 * MB, 12.4 * MB, 20.0, "huggingface.co") if done else None
    return offered(model, Installation(model.id, state, stage, transfer, problem))


def waiting_for(model: CatalogueModel, seconds: float) -> Entry:
    entry = arriving(model, InstallState.RUNNING, done=40)
    assert entry.installation is not None
    assert entry.installation.transfer is not None
    transfer = replace(entry.installation.transfer, waits_s=seconds)
    return replace(entry, installation=replace(entry.installation, transfer=transfer))
