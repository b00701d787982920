"""The made-up country looks like England: who is in treatment, for how long they wait, and how areas differ."""

from itertools import pairwise
from statistics import mean, pstdev

import pytest

from tests.sample.counting import YEARS, Counts

GROUPS = ("opiate", "non_opiate", "non_opiate_and_alcohol", "alcohol")


@pytest.mark.parametrize("year", YEARS)
def test_about_as_many_are_in_treatment_every_year(counts: Counts, year: int) -> None:
    assert 18_500 <= counts.people(year, *GROUPS) <= 21_500


@pytest.mark.parametrize("year", list(YEARS)[1:])
def test_about_half_of_a_later_years_people_are_new(counts: Counts, year: int) -> None:
    assert 0.42 <= counts.new[year] / counts.people(year, *GROUPS) <= 0.62


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize(
    ("groups", "low", "high"),
    [
        (GROUPS, 0.31, 0.34),
        (("opiate",), 0.265, 0.293),
        (("alcohol",), 0.398, 0.434),
        (("non_opiate",), 0.30, 0.36),
        (("non_opiate_and_alcohol",), 0.27, 0.335),
    ],
)
def test_womens_share(counts: Counts, year: int, groups: tuple[str, ...], low: float, high: float) -> None:
    assert low <= counts.women(year, *groups) <= high


@pytest.mark.parametrize(
    ("group", "low", "high"), [("opiate", 0.27, 0.29), ("alcohol", 0.41, 0.43), ("non_opiate", 0.32, 0.345)]
)
def test_womens_share_over_the_years_together(counts: Counts, group: str, low: float, high: float) -> None:
    assert low <= mean(counts.women(year, group) for year in YEARS) <= high


def test_womens_share_rises_slowly(counts: Counts) -> None:
    early = mean(counts.women(year, *GROUPS) for year in (2019, 2020))
    late = mean(counts.women(year, *GROUPS) for year in (2023, 2024))
    assert 0.004 <= late - early <= 0.02


@pytest.mark.parametrize(
    ("group", "share"), [("opiate", 0.48), ("alcohol", 0.30), ("non_opiate", 0.11), ("non_opiate_and_alcohol", 0.11)]
)
def test_substances(counts: Counts, group: str, share: float) -> None:
    for year in YEARS:
        assert counts.people(year, group) / counts.people(year, *GROUPS) == pytest.approx(share, abs=0.025)


def test_areas_differ_by_more_than_chance(counts: Counts) -> None:
    sizes = {area: counts.by_area[area, "F"] + counts.by_area[area, "M"] for area, _ in counts.by_area}
    large = [area for area, size in sizes.items() if size >= 100]
    shares = [counts.by_area[area, "F"] / sizes[area] for area in large]
    by_chance = mean(0.33 * 0.67 / sizes[area] for area in large) ** 0.5
    assert pstdev(shares) > 1.15 * by_chance


def test_waits(counts: Counts) -> None:
    within = mean(wait <= 21 for wait in counts.offered_waits)
    assert 0.973 <= within <= 0.988
    assert 2 <= mean(counts.offered_waits) <= 3.5
    assert max(counts.offered_waits) <= 155
    assert mean(counts.offered_waits) + 1 <= mean(counts.started_waits) <= mean(counts.offered_waits) + 4


def test_people_come_back_and_overlap(counts: Counts) -> None:
    stays: dict[tuple[str, ...], list[tuple[int, int]]] = {}
    for episode in counts.episodes:
        stays.setdefault(episode.person, []).append((episode.triaged, episode.left))
    several = [sorted(of_person) for of_person in stays.values() if len(of_person) > 1]
    overlapping = sum(any(b[0] <= a[1] for a, b in pairwise(p)) for p in several)
    gone_and_back = sum(any(b[0] > a[1] + 21 for a, b in pairwise(p)) for p in several)
    assert 0.02 <= overlapping / len(stays) <= 0.08
    assert 0.03 <= gone_and_back / len(stays) <= 0.10


def test_some_people_are_twins_or_born_on_a_leap_day(counts: Counts) -> None:
    people = {episode.person for episode in counts.episodes}
    twins = sum(person[3] == "F" and (*person[:3], "M") in people for person in people)
    assert twins > len(people) * 0.001
    assert any(person[2].startswith("29/02") for person in people)
