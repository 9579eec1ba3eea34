"""What is in the middle of the window: a line of words above the page."""

from PySide6.QtWidgets import QVBoxLayout, QWidget


class PageStack(QWidget):
    """Puts `banner` above `viewer`, which gets all the room that the banner leaves."""

    def __init__(self, banner: QWidget, viewer: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page_stack")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(banner)
        layout.addWidget(viewer, stretch=1)
