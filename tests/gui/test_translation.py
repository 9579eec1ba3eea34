import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, QTranslator
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QMainWindow, QMenu
from pytestqt.qtbot import QtBot

from d2studio.core.catalogue import catalogue
from d2studio.core.diagnostics import phrases
from d2studio.gui.actions import Actions
from d2studio.gui.catalogue_words import say_of_model, sentences_of
from d2studio.gui.display_panel import DisplayPanel
from d2studio.gui.finding_words import say
from d2studio.gui.translation import LANGUAGES, install_translation
from tools import translations
from tools.translations import CATALOGUES, all_texts

_PLACEHOLDER = re.compile(r"\{[^{}]*\}|%n|%\d")
_ACCELERATOR = re.compile(r"&(?=\w)")


@dataclass(frozen=True)
class _Entry:
    """One text of a catalogue; `translated` has several forms where it is counted."""

    context: str
    source: str
    translated: tuple[str, ...]
    is_finished: bool


def _entries(path: Path) -> Iterator[_Entry]:
    for context in ET.parse(path).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            assert translation is not None
            forms = tuple(form.text or "" for form in translation.iter("numerusform")) or (translation.text or "",)
            yield _Entry(
                context.findtext("name", ""), message.findtext("source", ""), forms, translation.get("type") is None
            )


def _catalogue(language: str) -> list[_Entry]:
    return list(_entries(CATALOGUES / f"d2studio_{language}.ts"))


@pytest.fixture
def app(qapp: QApplication) -> Iterator[QApplication]:
    """The application, without any language before and after."""
    locale = QLocale()
    yield qapp
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)
        translator.setParent(None)
    QLocale.setDefault(locale)


def test_that_the_catalogues_have_exactly_the_texts_of_the_window(tmp_path: Path) -> None:
    for language in LANGUAGES:
        name = f"d2studio_{language}.ts"
        (tmp_path / name).write_bytes((CATALOGUES / name).read_bytes())
    translations.update(tmp_path)
    for language in LANGUAGES:
        name = f"d2studio_{language}.ts"
        fresh = {(each.context, each.source) for each in _entries(tmp_path / name)}
        kept = {(each.context, each.source) for each in _catalogue(language)}
        assert sorted(fresh - kept) == [], "`make translations` adds them"
        assert sorted(kept - fresh) == [], "`make translations` removes them"


def test_that_the_german_catalogue_has_every_text() -> None:
    kept = {(each.context, each.source) for each in _catalogue("de")}
    assert {(text.context, text.source) for text in all_texts()} == kept


@pytest.mark.parametrize("language", LANGUAGES)
def test_that_nothing_is_left_to_translate(language: str) -> None:
    entries = _catalogue(language)
    assert [each.source for each in entries if not each.is_finished or not all(each.translated)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_that_translations_keep_what_programs_and_fingers_need(language: str) -> None:
    wrong = [
        (each.source, form)
        for each in _catalogue(language)
        for form in each.translated
        if Counter(_PLACEHOLDER.findall(form)) != Counter(_PLACEHOLDER.findall(each.source))
        or len(_ACCELERATOR.findall(form)) != len(_ACCELERATOR.findall(each.source))
        or form.endswith("…") != each.source.endswith("…")
        or form.endswith(".") != each.source.endswith(".")
        or form.count("\n") != each.source.count("\n")
        or (form[:1].isspace(), form[-1:].isspace()) != (each.source[:1].isspace(), each.source[-1:].isspace())
    ]
    assert wrong == []


def test_that_the_compiled_catalogues_are_those_of_the_sources(tmp_path: Path) -> None:
    translations.release(CATALOGUES, tmp_path)
    for language in LANGUAGES:
        name = f"d2studio_{language}.qm"
        assert (tmp_path / name).read_bytes() == (CATALOGUES / name).read_bytes(), "`make translations` makes it anew"


def test_that_texts_have_to_be_written_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = 'class Panel(QWidget):\n    def show(self):\n        self.tr(f"{count} pages")\n'
    (tmp_path / "panel.py").write_text(module)
    monkeypatch.setattr(translations, "SOURCES", tmp_path)
    with pytest.raises(ValueError, match=r"panel\.py, line 3: a text has to be written out"):
        all_texts()


def test_that_a_panel_comes_in_german(qtbot: QtBot, app: QApplication) -> None:
    assert install_translation(app, "de") == "de"
    panel = DisplayPanel()
    qtbot.addWidget(panel)
    assert panel.tr("Invert the page") == "Seite umkehren"
    assert say("The disk is full.") == "Der Datenträger ist voll."


def test_that_buttons_of_qt_come_in_german(qtbot: QtBot, app: QApplication) -> None:
    install_translation(app, "de")
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    assert box.button(QDialogButtonBox.StandardButton.Cancel).text() == "Abbrechen"


def test_that_every_sentence_of_findings_comes_in_german(app: QApplication) -> None:
    install_translation(app, "de")
    assert [phrase for phrase in phrases() if say(phrase) == phrase] == []


@pytest.mark.parametrize(
    ("language", "one", "several"), [("en", "1 page", "1200 pages"), ("de", "1 Seite", "1200 Seiten")]
)
def test_that_numbers_have_their_own_forms(app: QApplication, language: str, one: str, several: str) -> None:
    install_translation(app, language)
    assert QCoreApplication.translate("PageStrip", "%n page(s)", "", 1) == one
    assert QCoreApplication.translate("PageStrip", "%n page(s)", "", 1200) == several


def test_that_another_language_replaces_the_one_before(app: QApplication) -> None:
    install_translation(app, "de")
    assert install_translation(app, "en") == "en"
    assert say("The disk is full.") == "The disk is full."
    assert QLocale().language() == QLocale.Language.English


def test_that_no_letter_opens_two_things_in_a_german_menu(qtbot: QtBot, app: QApplication) -> None:
    install_translation(app, "de")
    window = QMainWindow()
    qtbot.addWidget(window)
    actions = Actions(window)
    texts_by_menu = {
        menu.title(): [action.text() for action in menu.actions()] for menu in window.menuBar().findChildren(QMenu)
    }
    texts_by_menu["menu bar"] = [action.text() for action in window.menuBar().actions()]
    assert len(texts_by_menu) > 8
    for title, texts in texts_by_menu.items():
        letters = Counter(letter.lower() for text in texts for letter in re.findall(r"&(\w)", text))
        assert [letter for letter, count in letters.items() if count > 1] == [], title
    assert actions.quit.text() == "&Beenden"


def test_that_numbers_are_written_as_the_language_does(app: QApplication) -> None:
    install_translation(app, "de")
    assert QLocale().toString(0.5, "f", 2) == "0,50"


@pytest.mark.parametrize(
    ("readable", "expected"),
    [(["fr-FR", "de-AT", "en"], "de"), (["en-GB", "de"], "en"), (["fr"], "en"), (["C"], "en"), (["de_DE"], "de")],
)
def test_that_the_system_says_which_language(
    app: QApplication, monkeypatch: pytest.MonkeyPatch, readable: list[str], expected: str
) -> None:
    monkeypatch.setattr("d2studio.gui.translation._readable", lambda: readable)
    assert install_translation(app, "system") == expected


def test_that_an_unknown_language_is_english(app: QApplication) -> None:
    assert install_translation(app, "tlh") == "en"


def test_that_what_is_known_of_models_comes_in_german(app: QApplication) -> None:
    install_translation(app, "de")
    said = say_of_model("It finds tables only. A sentence of somebody else.")
    assert said == "Es findet nur Tabellen. A sentence of somebody else."
    for model in catalogue():
        for sentence in sentences_of(f"{model.training} {model.catch}"):
            assert say_of_model(sentence) != sentence
    description = "Faster R-CNN, ResNet-50 FPN, trained on PubLayNet by LayoutParser"
    assert say_of_model(description) == "Faster R-CNN, ResNet-50 FPN, von LayoutParser auf PubLayNet trainiert"
