"""What is said of models that are here, on their way or can be had, and of what is done to them."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication

from d2studio.core.catalogue import CatalogueModel
from d2studio.core.download_values import Transfer
from d2studio.core.installed_model import InstalledModel
from d2studio.core.words import printable
from d2studio.gui.finding_words import say
from d2studio.gui.installation_words import is_past_download, share_done, stage_words, time_words
from d2studio.gui.library_values import Entry, EntryKind, Installation, InstallState, LibraryWork
from d2studio.gui.numbers import file_size

_GIGA: Final = 1_000_000_000


@dataclass(frozen=True)
class EntryWords:
    """What a row says below its name.

    Attributes:
        mark: what matters most, in a few words or, where something is wrong, a sentence; may be empty.
        icon: in front of the mark: of a file in `resources/icons`; may be empty.
        shade: what the mark is written in: a colour of `theme.Shades`.
        facts: what else there is to say; may be empty.
    """

    mark: str = ""
    icon: str = ""
    shade: str = "text"
    facts: str = ""


def words_of(entry: Entry) -> EntryWords:
    """What a row says of a model."""
    if entry.installation is not None:
        return _words_of_installation(entry.installation)
    if entry.installed is not None and entry.installed.problem:
        return EntryWords(printable(say(entry.installed.problem)), "triangle-alert", "danger")
    facts = _joined(_facts(entry))
    if entry.is_in_use:
        return EntryWords(_tr("In use"), "check", "success", facts)
    if entry.is_cached:
        return EntryWords(_tr("Downloaded already"), "hard-drive", "link", facts)
    return EntryWords(facts=facts)


def spoken(entry: Entry) -> str:
    """All that a row says, on one line, for those who hear it."""
    words = words_of(entry)
    return _joined([printable(entry.name), words.mark, words.facts])


def explained(entry: Entry) -> str:
    """All that a row says, on several lines, and what it has no room for."""
    words = words_of(entry)
    lines = [printable(entry.name), words.mark, words.facts]
    if entry.is_cached:
        lines.append(_tr("LayoutParser or Detectron2 has downloaded it: it only has to be taken over."))
    if entry.id:
        lines.append(_tr("Id: {id}").format(id=printable(entry.id)))
    return "\n".join(filter(None, lines))


def fraction_of(installation: Installation) -> float | None:
    """How far a model's installation is, from 0 to 1; None where that is not known."""
    return 1.0 if is_past_download(installation) else share_done(installation)


def work_words(work: LibraryWork) -> str:
    """What is being done, and which stage of it."""
    name = printable(work.name)
    words = _work(work.kind, name) if name else _nameless_work(work.kind)
    return f"{words}  ·  {stage_words(work.stage)}" if work.stage else words


def class_count_words(count: int) -> str:
    return QCoreApplication.translate("Library", "%n class(es)", "", count)


def about(count: int) -> str:
    """About so many bytes, in the unit that fits: no more digits than somebody knows who says "about"."""
    places = 1 if count >= _GIGA else 0
    return _tr("about {size}").format(size=file_size(count, places))


def transfer_words(transfer: Transfer) -> str:
    """How far a download is, how fast, and how long it will take."""
    if transfer.waits_s > 0:
        return _tr("Waits for {host}, {time}").format(host=printable(transfer.host), time=time_words(transfer.waits_s))
    words = [_amount(transfer), _tr("{size}/s").format(size=file_size(round(transfer.bytes_per_s)))]
    if transfer.seconds_left is not None:
        words.append(_tr("{time} left").format(time=time_words(transfer.seconds_left)))
    return _joined(words)


def _words_of_installation(installation: Installation) -> EntryWords:
    transfer = installation.transfer
    if installation.problem:
        reason = printable(say(installation.problem))
        return EntryWords(_tr("Broken off: {reason}").format(reason=reason), "triangle-alert", "danger")
    match installation.state:
        case InstallState.WAITING:
            return EntryWords(facts=_tr("Waits for its turn"))
        case InstallState.PAUSED:
            return EntryWords(_tr("Paused"), facts=_amount(transfer) if transfer is not None else "")
        case InstallState.RUNNING:
            if is_past_download(installation):
                return EntryWords(facts=stage_words(installation.stage))
            return EntryWords(facts=transfer_words(transfer) if transfer is not None else _tr("Starting"))


def _amount(transfer: Transfer) -> str:
    """How much is there. It says 100 % only when nothing is missing."""
    if not transfer.total:
        return file_size(transfer.done)
    percent = min(100, 100 * transfer.done // transfer.total)
    return _tr("{percent} % of {size}").format(percent=percent, size=file_size(transfer.total))


def _facts(entry: Entry) -> list[str]:
    facts = [_tr("Comes with d2studio")] if entry.kind is EntryKind.BUNDLED else []
    if entry.installed is not None:
        return facts + _facts_of_installed(entry.installed)
    return facts if entry.offered is None else _facts_of_offered(entry.offered)


def _facts_of_installed(model: InstalledModel) -> list[str]:
    facts = [class_count_words(len(model.class_names))] if model.class_names else []
    return [*facts, file_size(model.size)] if model.size else facts


def _facts_of_offered(model: CatalogueModel) -> list[str]:
    # Most names begin with the data set.
    facts = [] if model.name.startswith(model.data_set) else [model.data_set]
    if model.class_count is not None:
        facts.append(class_count_words(model.class_count))
    return [*facts, about(model.weights.about_bytes)]


def _work(kind: str, name: str) -> str:
    words = {
        "import": _tr("Adding {name}"),
        "adopt": _tr("Taking over {name}"),
        "verify": _tr("Checking {name}"),
        "export": _tr("Exporting {name}"),
    }
    return words[kind].format(name=name) if kind in words else _nameless_work(kind)


def _nameless_work(kind: str) -> str:
    return {
        "import": _tr("Adding a model"),
        "cached": _tr("Looking through LayoutParser's and Detectron2's downloads"),
        "adopt": _tr("Taking over a model"),
        "verify": _tr("Checking a model"),
        "export": _tr("Exporting a model"),
    }.get(kind, _tr("Working"))


def _joined(words: list[str]) -> str:
    return ", ".join(filter(None, words))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Library", text)
