"""What stands where the page would be, or over it, when there is nothing else to see: why, and what to do."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication

from d2studio.core.page_state import PageState, PageStatus
from d2studio.gui.finding_words import say

# Sooner than this nobody asks how long it will take.
_TELL_TIME_S: Final = 3.0


@dataclass(frozen=True)
class PageMessage:
    """Words for the middle of the page area, and those of a button, where there is one."""

    title: str
    text: str = ""
    action: str = ""


def message_for(
    *,
    has_current: bool,
    has_page: bool,
    state: PageState,
    stage: str,
    is_long: bool = False,
    is_stopped: bool = False,
    seconds: float = 0.0,
) -> PageMessage | None:
    """What to say; None while the page speaks for itself.

    Args:
        has_current: a page is chosen.
        has_page: its pixels are there.
        state: what the list says of it.
        stage: what is done to get its pixels.
        is_long: that takes long, also where it failed before.
        is_stopped: it was stopped.
        seconds: how long it has taken so far.
    """
    if not has_current:
        return PageMessage(
            _tr("No page is open"),
            _tr("Drop pictures, PDF files or folders here, or paste a picture."),
            _tr("Open…"),
        )
    if has_page:
        return None
    if is_stopped:
        return PageMessage(_tr("Stopped"), _tr("This page was not opened."), _tr("Try again"))
    if is_long:
        return PageMessage(_tr("Opening the page"), _with_time(_stage(stage), seconds))
    if state.status is PageStatus.LOCKED:
        return PageMessage(
            _tr("This file is protected with a password"),
            _tr("Its pages can be seen with it."),
            _tr("Enter the password"),
        )
    if state.status is PageStatus.FAILED:
        return PageMessage(_tr("This page cannot be shown"), say(state.message), _tr("Try again"))
    return PageMessage(_tr("Opening the page"), _stage(stage))


def _with_time(stage: str, seconds: float) -> str:
    if seconds < _TELL_TIME_S:
        return stage
    time = _tr("{count} s").format(count=int(seconds))
    return _tr("{stage}, {time}").format(stage=stage, time=time) if stage else time


def _stage(stage: str) -> str:
    return {
        "open": _tr("Opening the file"),
        "decode": _tr("Decoding"),
        "reduce": _tr("Making smaller copies"),
    }.get(stage, "")


def stage_words(stage: str) -> str:
    """A stage of a model's work, in words."""
    return _stages().get(stage, stage)


def known_stages() -> list[str]:
    """The stages that have words."""
    return list(_stages())


def _stages() -> dict[str, str]:
    return {
        "libraries": _tr("loading PyTorch"),
        "config": _tr("reading the config"),
        "weights": _tr("reading the weights"),
        "model": _tr("building the model"),
        "preprocess": _tr("preparing the page"),
        "backbone": _tr("looking at the page"),
        "proposals": _tr("proposing regions"),
        "regions": _tr("judging regions"),
        "head": _tr("judging regions"),
        "semantic": _tr("colouring the map"),
        "postprocess": _tr("finishing"),
        "outlines": _tr("drawing outlines"),
        "": _tr("starting"),
    }


def _tr(text: str) -> str:
    return QCoreApplication.translate("PageMessage", text)
