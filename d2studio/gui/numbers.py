"""Numbers as people of the window's language write them."""

from PySide6.QtCore import QLocale


def decimal(value: float, places: int) -> str:
    """`value` with so many decimal places: 0.50, or 0,50."""
    return QLocale().toString(float(value), "f", places)


def data_size(count: int) -> str:
    """`count` bytes of memory in the unit that fits, of 1024 each: 1.5 GB, or 1,5 GB."""
    return QLocale().formattedDataSize(count, 1, QLocale.DataSizeFormat.DataSizeTraditionalFormat)


def file_size(count: int, places: int = 1) -> str:
    """`count` bytes on a disk or on their way in the unit that fits, of 1000 each, as disks are sold: 1.5 GB."""
    return QLocale().formattedDataSize(count, places, QLocale.DataSizeFormat.DataSizeSIFormat)
