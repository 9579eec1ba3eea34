"""What failed in the model library, as findings: each names its model, and can be found once that is settled."""

import os
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QCoreApplication

from d2studio.core.catalogue import find_in_catalogue
from d2studio.core.diagnostics import explain
from d2studio.core.failures import Failure
from d2studio.core.findings import Finding
from d2studio.core.fixes import CHOOSE_OUTPUT
from d2studio.core.installed_model import InstalledModel
from d2studio.core.library_requests import (
    AdoptModel,
    ExportModel,
    ImportModels,
    InstallModel,
    ReadClassNames,
    RemoveModel,
    RenameModel,
    RestoreModel,
    SetClasses,
    VerifyModel,
)
from d2studio.core.model_files import CONFIG_SUFFIXES, WEIGHTS_SUFFIXES
from d2studio.core.model_names import told_apart
from d2studio.core.requests import Request
from d2studio.core.words import printable

_ENDED: Final = frozenset(("CHILD_KILLED", "CHILD_CRASHED", "CHILD_STUCK"))


def name_of(request: Request[object], models: Iterable[InstalledModel]) -> str:
    """What a request is about, for people; empty where it is about no model.

    Args:
        request: of the library's child.
        models: the installed ones.
    """
    match request:
        case InstallModel() | AdoptModel():
            offered = find_in_catalogue(request.catalogue_id)
            return request.catalogue_id if offered is None else offered.name
        case ImportModels():
            return name_of_brought(request.path)
        case VerifyModel() | ExportModel() | RenameModel() | SetClasses() | RemoveModel():
            names = (model.name for model in models if model.id == request.model_id)
            return printable(next(names, request.model_id))
        case RestoreModel():
            return printable(request.removed.name)
        case ReadClassNames():
            return printable(os.path.basename(request.path))
    return ""


def name_of_brought(path: str) -> str:
    """What to call files that somebody brings. Most configs have the same name; their folders tell them apart."""
    path = path.rstrip("/\\")
    is_part = path.lower().endswith((*CONFIG_SUFFIXES, *WEIGHTS_SUFFIXES))
    return printable(told_apart([(path, "")])[0] if is_part else os.path.basename(path))


def subject_of(request: Request[object]) -> str:
    """What cards about a request are found by."""
    match request:
        case InstallModel() | AdoptModel():
            return subject_of_offered(request.catalogue_id)
        case ImportModels():
            return f"brought {request.path}"
        case VerifyModel() | ExportModel() | RenameModel() | SetClasses() | RemoveModel():
            return subject_of_installed(request.model_id)
    return ""


def subject_of_offered(catalogue_id: str) -> str:
    return f"offered {catalogue_id}"


def subject_of_installed(model_id: str) -> str:
    return f"installed {model_id}"


def finding_of(request: Request[object], failure: Failure, name: str, *, is_to_be_used: bool = False) -> Finding:
    """What came of a request, with the buttons that try it again.

    Args:
        request: what was asked.
        failure: what came of it.
        name: what it is about; see `name_of`.
        is_to_be_used: the model was to be used as soon as it is here.
    """
    context = {**failure.context, "child": "library"}  # whatever raised it there
    match request:
        case InstallModel():
            context["catalogue_id"] = request.catalogue_id
        case ImportModels():
            context["to_add"] = _to_text(request, is_to_be_used=is_to_be_used)
            context.setdefault("path", request.path)
    finding = as_of_models(explain(replace(failure, context=context), place=name))
    what = _broken_off(request) if finding.code in _ENDED else ""
    if what:  # which names the model
        finding = replace(finding, what=what.format(model=name), place="")
    return replace(finding, subject=subject_of(request))


def as_of_models(finding: Finding) -> Finding:
    """The same, where it would speak of results, for which another folder can be chosen."""
    if finding.code == "OUTPUT_NO_ROOM":
        what = _tr("The model was not saved: the disk is full.")
    elif finding.code == "OUTPUT_FAILED":
        what = _tr("The model cannot be saved.")
    else:
        return finding
    return replace(finding, what=what, fixes=tuple(fix for fix in finding.fixes if fix.action != CHOOSE_OUTPUT))


def of_place(failure: Failure, place: str) -> Failure:
    """The same about one of several models, which lies in a place; what was unpacked of that is gone."""
    context = {**failure.context, "child": "library"}
    if not context.get("path", place).startswith(place):
        context["path"] = place
        context.pop("class_count", None)
    return replace(failure, context=context)


def request_to_add(argument: str) -> tuple[ImportModels, bool]:
    """What the argument of `fixes.ADD_MODEL` asks for, and whether the model is to be used then."""
    path, weights, name, count, labels, use = argument.split("\0")
    return ImportModels(path, weights or None, name, int(count) if count else None, labels or None), bool(use)


def _to_text(request: ImportModels, *, is_to_be_used: bool) -> str:
    count = "" if request.class_count is None else str(request.class_count)
    use = "use" if is_to_be_used else ""
    return "\0".join((request.path, request.weights or "", request.name, count, request.labels or "", use))


def _broken_off(request: Request[object]) -> str:
    """What did not come about because the child ended, and will not by itself."""
    match request:
        case ImportModels() | AdoptModel():
            return _tr("{model} was not added: the process that looks after models was ended.")
        case InstallModel():
            return _tr("{model} was not installed: the process that looks after models was ended.")
        case VerifyModel():
            return _tr("{model} was not checked: the process that looks after models was ended.")
        case ExportModel():
            return _tr("{model} was not exported: the process that looks after models was ended.")
    return ""


def _tr(text: str) -> str:
    return QCoreApplication.translate("Library", text)
