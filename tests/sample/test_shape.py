"""The made-up country looks like England: who is in treatment, for how long they wait, and how areas differ."""

from datetime import date
from itertools import pairwise
from statistics import mean, pstdev

import pytest

from tests.sample.counting import STILL_THERE, YEARS, Counts

LATER_YEARS = YEARS[2:]
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


# England, 2021/22, as published: people in treatment by substance group.
PUBLISHED = {"opiate": 140_558, "non_opiate": 29_582, "non_opiate_and_alcohol": 34_378, "alcohol": 84_697}


@pytest.mark.parametrize("year", YEARS)
def test_substances(counts: Counts, year: int) -> None:
    everyone = counts.people(year, *GROUPS)
    for group, published in PUBLISHED.items():
        share = counts.people(year, group) / everyone
        assert share == pytest.approx(published / sum(PUBLISHED.values()), abs=0.015)


@pytest.mark.parametrize("year", LATER_YEARS)
@pytest.mark.parametrize(
    ("groups", "low", "high"), [(GROUPS, 0.31, 0.34), (("opiate",), 0.27, 0.29), (("alcohol",), 0.41, 0.43)]
)
def test_england_lies_within_the_published_bounds(
    counts: Counts, year: int, groups: tuple[str, ...], low: float, high: float
) -> None:
    assert low <= counts.women(year, *groups) <= high


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


def test_most_wait_some_days_and_a_few_for_long(counts: Counts) -> None:
    assert 0.8 <= mean(wait <= 5 for wait in counts.offered_waits) <= 0.95
    assert 0.003 <= mean(wait > 42 for wait in counts.offered_waits) <= 0.02


@pytest.mark.parametrize(("year", "month"), [(2022, 6), (2023, 12), (2024, 9), (2025, 3)])
def test_some_are_still_waiting_at_a_quarters_end(counts: Counts, year: int, month: int) -> None:
    last = date(year, month, 31 if month in (3, 12) else 30).toordinal()
    waiting = [
        episode
        for episode in counts.episodes
        if episode.triaged <= last <= episode.left and (not episode.starts or min(episode.starts) > last)
    ]
    assert 50 <= len(waiting) <= 0.07 * sum(e.triaged <= last <= e.left for e in counts.episodes)


def test_some_leave_before_starting(counts: Counts) -> None:
    left = [e.left - e.triaged for e in counts.episodes if not e.starts and e.left < STILL_THERE]
    assert 0.03 <= len(left) / len(counts.episodes) <= 0.1
    assert 0.35 <= mean(days <= 21 for days in left) <= 0.75
    assert mean(days > 84 for days in left) > 0.01


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
