"""Tells the child of `fake_infer` what to do, and what was asked of it."""

import sys
from pathlib import Path

from tests.gui import fake_infer


class MadeUpModels:
    """Models that find the same on every page.

    Args:
        folder: where child and test meet; empty.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def command(self) -> list[str]:
        """Starts the child, as `infer_command`."""
        return [sys.executable, str(Path(fake_infer.__file__)), str(self._folder)]

    def hold(self, what: str) -> None:
        """Let no "run" or "load" come to an end until `let_go`."""
        (self._folder / f"hold-{what}").touch()

    def let_go(self, what: str) -> None:
        (self._folder / f"hold-{what}").unlink()

    def asked(self, what: str) -> list[str]:
        """What was asked so far: "run", with the model's config and the page's width; "load", with the config."""
        journal = self._folder / "journal"
        lines = journal.read_text(encoding="utf-8").splitlines() if journal.exists() else []
        return [line.removeprefix(what).strip() for line in lines if line.split()[0] == what]

    def fail(self) -> None:
        """Let every run fail from now on."""
        (self._folder / "fail-run").touch()

    def forget(self) -> None:
        """Be as at the beginning."""
        for name in ("journal", "hold-run", "hold-load", "fail-run"):
            (self._folder / name).unlink(missing_ok=True)

    def other(self, name: str = "other") -> str:
        """The config of another model, with other classes."""
        path = self._folder / f"{name}.yaml"
        path.touch()
        return str(path)
