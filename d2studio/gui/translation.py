"""The language of the window: the program's own texts, those of Qt's dialogs, and how numbers are written."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from d2studio.core.resources import RESOURCES

LANGUAGES: Final = ("en", "de")
_FALLBACK: Final = "en"
_NAME: Final = "d2studio-translator"


def install_translation(app: QCoreApplication, language: str) -> str:
    """Let texts that are asked for from now on come in a language; those that are shown already stay.

    Args:
        app: keeps the catalogues for as long as it lives, or until another language is installed.
        language: one of `LANGUAGES`, or "system" for the first of them that the system's user reads.

    Returns:
        The one of `LANGUAGES` that is in use.
    """
    _remove_translators(app)
    code = _system_language() if language == "system" else language
    if code not in LANGUAGES:
        code = _FALLBACK
    own = RESOURCES / "translations"
    qt = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    # What is installed last is asked first. English has a catalogue as well: of what "%n page(s)" is for 1 and for 2.
    for file in (qt / f"qtbase_{code}.qm", own / f"d2studio_{code}.qm"):
        translator = QTranslator(app)
        translator.setObjectName(_NAME)
        if translator.load(str(file)):
            app.installTranslator(translator)
        else:  # Qt's own may be left out of an installation
            translator.deleteLater()
    QLocale.setDefault(QLocale.system() if language == "system" else QLocale(code))
    return code


def _system_language() -> str:
    """First of the languages that the user of the system reads, as far as the program speaks it."""
    codes = (name.replace("_", "-").split("-")[0] for name in _readable())
    return next((code for code in codes if code in LANGUAGES), _FALLBACK)


def _readable() -> list[str]:
    return QLocale.system().uiLanguages()


def _remove_translators(app: QCoreApplication) -> None:
    for translator in app.findChildren(QTranslator, _NAME):
        app.removeTranslator(translator)
        translator.deleteLater()
