"""Settings that every test relies on, and where things lie."""

import os
from pathlib import Path

# Before anything imports Qt or torch.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OMP_NUM_THREADS", "2")  # sums in the same order on machines with many cores

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("default", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", parent=settings.get_profile("default"), derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "default")

_ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def _own_user_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees or changes the settings, logs and sessions of whoever runs it."""
    monkeypatch.setenv("D2STUDIO_HOME", str(tmp_path_factory.mktemp("home")))


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """Pages and models that may not be shipped here; tests that need them are skipped where they are absent."""
    folder = Path(os.environ.get("D2STUDIO_SHARED", _ROOT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip(f"{folder} is not there")
    return folder


@pytest.fixture(scope="session")
def data_dir() -> Path:
    return _ROOT / "tests" / "data"
