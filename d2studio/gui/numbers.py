"""Numbers as people of the window's language write them."""

from PySide6.QtCore import QLocale


def decimal(value: float, places: int) -> str:
    """`value` with so many decimal places: 0.50, or 0,50."""
    return QLocale().toString(float(value), "f", places)
