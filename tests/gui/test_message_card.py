"""The card in the middle of the page area says all that it has to say."""

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from d2studio.gui.message_card import MessageCard
from tests.gui.children import child

NAME = "Minutes_of_the_council_1911-1912_volume_two_scanned_at_400_dpi.tif"


@pytest.mark.parametrize(("width_letters", "lines"), [(42, 16), (42, 30), (100, 20)])
@pytest.mark.parametrize("larger", [1.0, 1.5])
def test_that_nothing_of_a_message_is_cut_off(qtbot: QtBot, width_letters: int, lines: int, larger: float) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    font = window.font()
    font.setPointSizeF(font.pointSizeF() * larger)
    window.setFont(font)
    card = MessageCard(window)
    letter, line = window.fontMetrics().averageCharWidth(), window.fontMetrics().height()
    window.resize(width_letters * letter, lines * line)
    with qtbot.waitExposed(window):
        window.show()
    card.set_message(
        "This file is protected with a password",
        f"{NAME} cannot be opened without it.",
        "Enter the password",
        centred_in=window.rect(),
    )
    labels = [child(card, QLabel, name) for name in ("message_title", "message_text")]
    qtbot.waitUntil(lambda: all(label.height() >= label.heightForWidth(label.width()) for label in labels))
    assert window.rect().contains(card.geometry())
    assert card.rect().contains(child(card, QPushButton, "message_action").geometry())
    assert all(card.rect().contains(label.geometry()) for label in labels)
    widest = max(map(labels[1].fontMetrics().horizontalAdvance, labels[1].text().replace("\u200b", " ").split()))
    assert widest <= labels[1].width()
    assert labels[1].accessibleName().startswith(NAME)
