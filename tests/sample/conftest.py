"""Two made-up countries, each written once: the smallest for bytes and faults, a middling one for its shape."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from pipelines import sample
from pipelines.sample.faults import Planted
from tests.sample.counting import Counts, count


@dataclass(frozen=True)
class Written:
    """A sample, and what was planted in its records."""

    raw: Path
    planted: list[Planted]


def _written(raw: Path, people: int, seed: int) -> Written:
    return Written(raw, sample.write(raw, people, seed))


@pytest.fixture(scope="session")
def smallest(tmp_path_factory: pytest.TempPathFactory) -> Written:
    """The smallest country a sample can be."""
    return _written(tmp_path_factory.mktemp("smallest"), sample.FEWEST, seed=11)


@pytest.fixture(scope="session")
def counts(tmp_path_factory: pytest.TempPathFactory) -> Counts:
    """What the records of 20,000 people a year say, counted in plain loops."""
    return count(_written(tmp_path_factory.mktemp("middling"), 20_000, seed=11).raw / "ndtms_records")
