"""What several tests need: the published files where they are present, and Debian's Chromium."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CHROMIUM = Path("/usr/bin/chromium")


def absent(what: str) -> None:
    """Skip, saying what is absent; under CI nothing may be absent."""
    if os.environ.get("CI"):
        pytest.fail(f"{what}; under CI this test must run")
    pytest.skip(what)


@pytest.fixture(scope="session", autouse=True)
def own_state_folder(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Builds note their working folders in the user's state folder; tests have one of their own."""
    os.environ["XDG_STATE_HOME"] = str(tmp_path_factory.mktemp("state"))


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The real published files, beside the project where they are kept."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        absent("the published files are not beside the project (../shared/data)")
    return folder


@pytest.fixture(scope="session")
def shared_domain() -> Path:
    """The domain reference with its statistical test vectors."""
    folder = ROOT.parent / "shared" / "domain"
    if not folder.is_dir():
        absent("the domain reference is not beside the project (../shared/domain)")
    return folder


@pytest.fixture(scope="session")
def chromium() -> str:
    """Debian's Chromium."""
    if not CHROMIUM.exists():
        absent(f"Chromium is not installed at {CHROMIUM}")
    return str(CHROMIUM)
