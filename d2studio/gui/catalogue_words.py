"""What the catalogue and the model that comes with d2studio say of themselves, in the language of the window."""

import re
from functools import partial
from typing import Final

from PySide6.QtCore import QCoreApplication

from d2studio.gui.finding_words import say

CONTEXT: Final = "Catalogue"

_translated: Final = partial(QCoreApplication.translate, CONTEXT)  # of texts that stand in files of resources
_BETWEEN: Final = re.compile(r"(?<=\.) ")


def say_of_model(text: str) -> str:
    """A text of a model's card, each sentence translated that is ours; others come back as they are."""
    return " ".join(map(_said, sentences_of(text)))


def sentences_of(text: str) -> list[str]:
    """The sentences of a text, which are translated one by one."""
    return [sentence for sentence in _BETWEEN.split(text) if sentence]


def _said(sentence: str) -> str:
    if "\0" in sentence:  # where Qt takes it to end
        return sentence
    fixed = _translated(sentence)
    return fixed if fixed != sentence else say(sentence)
