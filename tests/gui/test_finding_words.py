"""What errors say, in the language of the window."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from d2studio.core.diagnostics import explain
from d2studio.core.error_sentences import SENTENCES
from d2studio.core.failures import Failure
from d2studio.core.images import find_page_files, open_pages
from d2studio.core.page_state import PageState, PageStatus
from d2studio.engine.checkpoint.reader import read_checkpoint
from d2studio.errors import D2StudioError
from d2studio.gui.finding_words import evidence_of, say
from d2studio.gui.page_message import message_for
from d2studio.gui.translation import install_translation
from tests.core import page_files as make


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    locale = QLocale()
    install_translation(qapp, "de")
    yield
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)
        translator.setParent(None)
    QLocale.setDefault(locale)


def failure_of(action: Callable[[], object]) -> Failure:
    with pytest.raises(D2StudioError) as raised:
        action()
    return Failure.of(raised.value)


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def open_all(path: Path, password: str | None = None, max_pixels: int = 10_000_000) -> Callable[[], object]:
    return lambda: list(open_pages(path, password=password, max_pixels=max_pixels))


def large(path: Path) -> Path:
    Image.new("L", (1500, 1000)).save(path)
    return path


def cut_off(path: Path) -> Path:
    content = large(path).read_bytes()
    return written(path, content[: len(content) // 2])


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize(
    ("fail", "message", "hint"),
    [
        (lambda at: open_all(written(at / "Seite.png", b"")), "Seite.png ist leer (0 Byte).", "Noch einmal kopieren"),
        (
            lambda at: open_all(written(at / "a is b.txt", b"Hallo Welt")),
            "a is b.txt ist eine Textdatei, keine Seite.",
            "Zuerst als PDF exportieren.",
        ),
        (lambda at: open_all(at / "weg.png"), "Es gibt keine Datei {at}/weg.png.", "Den Namen prüfen"),
        (
            lambda at: open_all(large(at / "groß.png"), max_pixels=1_000_000),
            "groß.png hat 1.500 × 1.000 Pixel, 2 Millionen; die Grenze sind 1 Millionen.",
            "Die Grenze anheben",
        ),
        (
            lambda at: open_all(written(at / "zu.pdf", make.encrypted_pdf("geheim"))),
            "zu.pdf ist mit einem Passwort geschützt.",
            "Das Passwort eingeben",
        ),
        (
            lambda at: open_all(written(at / "zu.pdf", make.encrypted_pdf("geheim")), password="falsch"),
            "Das angegebene Passwort öffnet zu.pdf nicht.",
            "Es prüfen",
        ),
        (lambda at: open_all(cut_off(at / "halb.bmp")), "halb.bmp ist unvollständig: ", "Noch einmal kopieren"),
        (
            lambda at: lambda: find_page_files([str(at)]),
            "Im Ordner '{at}' sind keine Seitendateien.",
            "",
        ),
        (
            lambda at: lambda: read_checkpoint(written(at / "m.pth", b"")),
            "m.pth ist leer: Das Herunterladen ist fehlgeschlagen.",
            "Die Datei noch einmal",
        ),
        (lambda at: lambda: read_checkpoint(at / "m.pth"), "m.pth gibt es nicht.", "Den Pfad prüfen."),
        (
            lambda at: lambda: read_checkpoint(written(at / "m.pth", b"<!doctype html><html>")),
            "m.pth ist eine Webseite, keine Gewichte: ",
            "Die Datei in einem Browser herunterladen",
        ),
    ],
)
def test_that_a_german_card_is_german(
    tmp_path: Path, fail: Callable[[Path], Callable[[], object]], message: str, hint: str
) -> None:
    finding = explain(failure_of(fail(tmp_path)))
    assert evidence_of(finding)[-1].startswith(message.format(at=tmp_path))
    if hint:
        assert say(finding.advice).startswith(hint)


@pytest.mark.usefixtures("german")
def test_that_of_several_pages_the_number_is_german() -> None:
    said = say("Page 3 of scan.tif is incomplete: image file is truncated.")
    assert said == "Seite 3 von scan.tif ist unvollständig: image file is truncated."


@pytest.mark.usefixtures("german")
def test_that_a_page_that_cannot_be_shown_says_why_in_german() -> None:
    state = PageState(PageStatus.FAILED, message="There is no file /scans/{a}.png.")
    said = message_for(has_current=True, has_page=False, state=state, stage="")
    assert said is not None
    assert said.text == "Es gibt keine Datei /scans/{a}.png."


@pytest.mark.usefixtures("german")
def test_that_what_nobody_translated_stays_as_it_is() -> None:
    assert say("tensor backbone.fpn has shape (3, 4)") == "tensor backbone.fpn has shape (3, 4)"


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("sentence", SENTENCES)
def test_that_in_english_nothing_changes(sentence: str) -> None:
    text = sentence.replace("{kind}", "a zip archive").replace("{number}", "1,200").replace("{count}", "1,200")
    assert say(text) == text


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Haus.d2pack cannot be used: 'model.safetensors' in it is encrypted.",
            "Haus.d2pack ist nicht benutzbar: 'model.safetensors' darin ist verschlüsselt.",
        ),
        (
            "m.pth cannot be downloaded from any of 2 addresses. a.example does not answer.",
            "m.pth lässt sich von keiner der 2 Adressen herunterladen. a.example antwortet nicht.",
        ),
        (
            "a.example: The file has 1,024 bytes there, and not 2,048.",
            "a.example: Die Datei hat dort 1.024 Byte und nicht 2.048.",
        ),
        (
            "m.pth does not fit the config: the weights have 5 classes, the config says 1,203 classes"
            " (MODEL.ROI_HEADS.NUM_CLASSES).",
            "m.pth passt nicht zur Konfiguration: die Gewichte haben 5 Klassen, die Konfiguration sagt 1.203 Klassen"
            " (MODEL.ROI_HEADS.NUM_CLASSES).",
        ),
        (
            "in the backbone the weights have batch normalisation, the config says no normalisation"
            " (MODEL.RESNETS.NORM)",
            "im Backbone: die Gewichte haben Batch-Normalisierung, die Konfiguration sagt keine Normalisierung"
            " (MODEL.RESNETS.NORM)",
        ),
        ("/a/m.pth cannot be written: No space left on device.", "/a/m.pth lässt sich nicht schreiben: kein Platz"),
        ("/a holds no model that can be used. m.pth is empty: the download failed.", "/a enthält kein Modell, das"),
        (
            "The GPU A (compute capability 3.5) cannot be used: the installed PyTorch 2.4 is built for sm_80, sm_90.",
            "Die Grafikkarte A (Compute Capability 3.5) ist nicht nutzbar: Das installierte PyTorch 2.4 ist für sm_80",
        ),
        ("m.pth?dl=1: Its weights were not downloaded.", "m.pth?dl=1: Die Gewichte dazu wurden nicht"),
        ("Of 2 weights files a.pth was taken, which is read fastest.", "Von 2 Gewichtsdateien wurde a.pth genommen"),
    ],
)
def test_that_what_stands_in_a_sentence_is_german_too(text: str, expected: str) -> None:
    assert say(text).startswith(expected)
