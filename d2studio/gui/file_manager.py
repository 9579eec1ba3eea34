"""The system's own program for files and folders."""

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices


def open_in_system(folder: str) -> None:
    """Show a folder in the system's file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(folder))
