"""Which rows the model manager has."""

from collections.abc import Iterable, Mapping

from d2studio.core.catalogue import catalogue
from d2studio.core.installed_model import CachedModels, InstalledModel
from d2studio.gui.library_values import Entry, EntryKind, Installation


def entries(
    name: str,
    bundled: InstalledModel | None,
    models: Iterable[InstalledModel],
    installations: Mapping[str, Installation],
    cached: CachedModels | None,
    in_use: str | None,
) -> tuple[Entry, ...]:
    """The model that comes with d2studio, the installed ones, and those of the catalogue that are not.

    Args:
        name: what to call the first.
        bundled: the first, as soon as it is known.
        models: the installed ones.
        installations: what is on its way, by catalogue id.
        cached: what other programs have downloaded, if somebody looked.
        in_use: id of the model in use, "" for the first; None for another, or none.
    """
    models = tuple(models)
    at_hand = {model.catalogue_id for model in cached.models} if cached is not None else set()
    here = {model.catalogue_id for model in models if not model.problem}
    installed = (
        Entry(
            model.id,
            model.name,
            EntryKind.INSTALLED,
            installed=model,
            installation=installations.get(model.catalogue_id) if model.problem else None,
            is_in_use=model.id == in_use,
        )
        for model in models
    )
    offered = (
        Entry(
            model.id,
            model.name,
            EntryKind.OFFERED,
            offered=model,
            installation=installations.get(model.id),
            is_cached=model.id in at_hand,
        )
        for model in catalogue()
        if model.id not in here
    )
    first = Entry("", name, EntryKind.BUNDLED, installed=bundled, is_in_use=in_use == "")
    return first, *installed, *offered
