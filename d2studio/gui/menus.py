"""Menus whose entries change."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QMenu


def fill_menu(menu: QMenu, entries: Sequence[tuple[str, str, object]], slot: Callable[[], None]) -> None:
    """Make a menu anew.

    Args:
        menu: what it held goes.
        entries: text, tool tip and data of each action.
        slot: called when one is chosen; `sender()` is the action.
    """
    menu.clear()
    menu.setToolTipsVisible(True)
    for text, tip, data in entries:
        action = menu.addAction(text.replace("&", "&&"))
        action.setToolTip(tip)
        action.setData(data)
        action.triggered.connect(slot)
