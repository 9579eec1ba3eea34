"""How far a model is on its way here, in words."""

from PySide6.QtCore import QCoreApplication

from d2studio.core.download_values import Transfer
from d2studio.gui.library_values import Installation, InstallState
from d2studio.gui.numbers import decimal, file_size


def installation_words(installation: Installation) -> str:
    """What is going on, in a few words: how much is here of how much, and how long it will take."""
    transfer = installation.transfer
    match installation.state:
        case InstallState.WAITING:
            return _tr("Waits for its turn")
        case InstallState.PAUSED:
            return _tr("Paused") if transfer is None else _tr("Paused at {size}").format(size=_size(transfer))
    if is_past_download(installation):
        return stage_words(installation.stage)
    if transfer is None:
        return _tr("Asking for the files")
    if transfer.seconds_left is None or transfer.waits_s:
        return _size(transfer)
    return _tr("{size}, {time} left").format(size=_size(transfer), time=time_words(transfer.seconds_left))


def transfer_words(transfer: Transfer) -> str:
    """Where it comes from and how fast."""
    if transfer.waits_s:
        return _tr("{host} asks to wait for {time}").format(host=transfer.host, time=time_words(transfer.waits_s))
    speed = file_size(round(transfer.bytes_per_s))
    return _tr("{speed}/s from {host}").format(speed=speed, host=transfer.host)


def share_done(installation: Installation) -> float | None:
    """Of the download, from 0 to 1; None where nobody can tell."""
    transfer = installation.transfer
    return None if transfer is None or is_past_download(installation) else transfer.share


def is_past_download(installation: Installation) -> bool:
    """Everything is here, and something is done with it."""
    return installation.stage not in ("", "downloading")


def stage_words(stage: str) -> str:
    """What is done with a model's files, in words."""
    return {
        "unpack": _tr("Unpacking"),
        "hash": _tr("Reading the files"),
        "recognise": _tr("Reading the files"),
        "weights": _tr("Reading the weights"),
        "convert": _tr("Writing the weights"),
        "verify": _tr("Checking the files"),
        "export": _tr("Writing the model pack"),
        "finish": _tr("Finishing"),
    }.get(stage, stage)


def time_words(seconds: float) -> str:
    if seconds < 90:
        return _tr("{count} s").format(count=round(seconds))
    if seconds < 5400:
        return _tr("{count} min").format(count=round(seconds / 60))
    return _tr("{count} h").format(count=decimal(seconds / 3600, 1))


def _size(transfer: Transfer) -> str:
    done = file_size(transfer.done)
    return _tr("{done} of {total}").format(done=done, total=file_size(transfer.total)) if transfer.total else done


def _tr(text: str) -> str:
    return QCoreApplication.translate("InstallationWords", text)
