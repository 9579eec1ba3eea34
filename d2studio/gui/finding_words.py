"""Findings in the language of the window."""

from PySide6.QtCore import QCoreApplication

from d2studio.core.findings import Category, Finding, Severity


def say(text: str) -> str:
    """A fixed text of findings (`core.diagnostics.phrases`), translated; any other comes back as it is."""
    return QCoreApplication.translate("Finding", text)


def category_words(category: Category) -> str:
    """What people call a category."""
    translate = QCoreApplication.translate
    return {
        Category.WEIGHTS: translate("Finding", "Weights"),
        Category.CONFIG: translate("Finding", "Config"),
        Category.MEMORY: translate("Finding", "Memory"),
        Category.DEVICE: translate("Finding", "Device"),
        Category.PAGE: translate("Finding", "Page"),
        Category.EMPTY: translate("Finding", "Empty result"),
        Category.LIBRARY: translate("Finding", "Libraries"),
        Category.WORKER: translate("Finding", "Process"),
        Category.DISK: translate("Finding", "Disk"),
        Category.NETWORK: translate("Finding", "Network"),
        Category.SETTINGS: translate("Finding", "Settings"),
        Category.INTERNAL: translate("Finding", "Internal"),
    }[category]


def severity_words(severity: Severity) -> str:
    """How grave it is."""
    translate = QCoreApplication.translate
    return {
        Severity.ERROR: translate("Finding", "Error"),
        Severity.WARNING: translate("Finding", "Warning"),
        Severity.NOTE: translate("Finding", "Note"),
    }[severity]


def evidence_of(finding: Finding) -> tuple[str, ...]:
    """What it is about, unless that is said anyway, and what shows it; one line each."""
    is_said = not finding.place or any(finding.place in line for line in finding.evidence)
    return finding.evidence if is_said else (finding.place, *finding.evidence)
