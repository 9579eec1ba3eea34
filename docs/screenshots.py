"""Takes the pictures of the window that README shows, from the real program on the sample pages.

    xvfb-run --server-args='-screen 0 1600x1000x24' python docs/screenshots.py

Needs Pillow to write small files, which the window itself does without.
"""

import io
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PIL import Image
from PySide6.QtCore import QBuffer, QEventLoop, QIODevice
from PySide6.QtWidgets import QApplication

from d2studio.core.model_summary import ModelRequest
from d2studio.core.paths import HOME_VARIABLE, user_folders
from d2studio.core.samples import sample_folder
from d2studio.core.settings import Settings, save
from d2studio.engine.bundled import bundled_folder
from d2studio.gui.app import Program
from d2studio.gui.library_window import LibraryWindow

_FOLDER: Final = Path(__file__).resolve().parent / "images"
_SIZE: Final = (1440, 900)
_PATIENCE_S: Final = 60.0


def take(app: QApplication, folder: Path) -> None:
    """Show the sample pages in both themes, and what the program says of files that it cannot use."""
    program = Program(user_folders())
    window, studio = program.window, program.studio
    window.resize(*_SIZE)
    window.show()
    try:
        program.begin([str(sample_folder())])
        _wait(app, lambda: studio.result is not None)
        studio.run_all()
        _wait(app, lambda: not studio.runner.is_running)
        _save(app, window.grab, folder / "window.png")
        take_library(app, program, folder / "models.png")

        broken = Path(tempfile.mkdtemp()) / "scan-017.png"
        broken.write_bytes((sample_folder() / "letter.png").read_bytes()[:20_000])
        weights = broken.with_name("model_final.pth")
        weights.write_bytes(b"<!DOCTYPE html><html><body>This item has been deleted.</body></html>")
        studio.open([str(broken)])
        _wait(app, lambda: len(window.diagnostics.findings()) == 1)
        config = Path(studio.runner.summary.config_path) if studio.runner.summary else Path()
        studio.load_model(ModelRequest(str(config), str(weights)))
        _wait(app, lambda: len(window.diagnostics.findings()) == 2)
        program.keeper.change(theme="dark", show_reading_order=True, show_ghosts=True)
        studio.set_current(studio.pages.key(2))
        _wait(app, lambda: studio.page is not None)
        _save(app, window.grab, folder / "window-dark.png")
    finally:
        window.close()
        program.close()


def take_library(app: QApplication, program: Program, path: Path) -> None:
    """Show the model manager, with a model that was added."""
    library = program.library_commands
    library.client.take_in(str(bundled_folder()), name="Parish registers")
    _wait(app, lambda: len(library.client.models) == 1)
    library.open()
    (manager,) = (widget for widget in app.topLevelWidgets() if isinstance(widget, LibraryWindow))
    _wait(app, lambda: manager.isVisible() and manager.library_list.is_listed)
    manager.library_list.select("publaynet-mask-rcnn-r-50-fpn-3x")
    _save(app, manager.grab, path)
    manager.close()


def _wait(app: QApplication, is_done: Callable[[], bool]) -> None:
    until = time.monotonic() + _PATIENCE_S
    while not is_done():
        if time.monotonic() > until:
            sys.exit("The window takes too long.")
        app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
        time.sleep(0.01)


def _save(app: QApplication, grab: Callable[[], object], path: Path) -> None:
    settled = time.monotonic() + 1.0  # thumbnails and labels come a moment after the rest
    while time.monotonic() < settled:
        app.processEvents()
        time.sleep(0.01)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    grab().save(buffer, "PNG")  # type: ignore[attr-defined]
    Image.open(io.BytesIO(bytes(buffer.data().data()))).convert("RGB").save(path, optimize=True)


def main() -> None:
    with tempfile.TemporaryDirectory() as home:
        os.environ[HOME_VARIABLE] = home
        save(Settings(show_welcome=False, theme="light"), user_folders().settings_file)
        take(QApplication(sys.argv[:1]), _FOLDER)


if __name__ == "__main__":
    main()
