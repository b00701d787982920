"""The small marts, written once for each kind of build."""

from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.marts import Marts, current_marts
from dashboard.reading import ALL, Reading, areas_of, build_of
from tests.dashboard.small_marts import write


@pytest.fixture(scope="session")
def marts_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made-up figures, marked so."""
    return write(tmp_path_factory.mktemp("synthetic") / "commissioning.duckdb")


@pytest.fixture(scope="session")
def restricted_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build for commissioners: not made up, not for publication."""
    path = tmp_path_factory.mktemp("restricted") / "commissioning.duckdb"
    return write(path, is_synthetic=False, mode="restricted")


@pytest.fixture(scope="session")
def empty_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build from no source at all."""
    return write(tmp_path_factory.mktemp("empty") / "commissioning.duckdb", is_synthetic=False, only_schema=True)


@pytest.fixture(scope="session")
def marts(marts_path: Path) -> Marts:
    return current_marts(marts_path)


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> Marts:
    """The same figures in a build that is not made up."""
    return current_marts(write(tmp_path_factory.mktemp("real") / "commissioning.duckdb", is_synthetic=False))


@pytest.fixture(scope="session")
def untold(tmp_path_factory: pytest.TempPathFactory) -> Marts:
    """A build nobody has sent anything for."""
    return current_marts(write(tmp_path_factory.mktemp("untold") / "commissioning.duckdb", only_schema=True))


Looking = Callable[..., Reading]


@pytest.fixture(scope="session")
def looking_at(marts: Marts) -> Looking:
    """What a reader of one area sees; anything else can be named."""

    def look(area: str, *, build: Marts = marts, comparator: str = "england", **choices: str) -> Reading:
        found = areas_of(build)[area]
        return Reading(
            marts=build,
            build=build_of(build),
            area=found,
            substance_group=choices.get("substance_group", ALL),
            comparator="none" if found.is_england else comparator,
            period=choices.get("period", "2023-24"),
        )

    return look
