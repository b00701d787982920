"""Adults of a place: of women and men together or not at all, and of every part of a place or not at all."""

from collections.abc import Iterator

import pytest

from pipelines.warehouse import Warehouse

LEEDS, CUMBERLAND, BCP, BUCKINGHAMSHIRE = "E08000035", "E06000063", "E06000058", "E06000060"
ALLERDALE, CARLISLE, COPELAND = "E07000026", "E07000028", "E07000029"
BOURNEMOUTH, POOLE, CHRISTCHURCH = "E06000028", "E06000029", "E07000048"
BARNSLEY, BARNSLEY_BEFORE = "E08000038", "E08000016"

Estimate = tuple[str, int, int | None, int | None]
"""A published area code, a mid-year, women and men of 18 and over; null where there is no row."""


class Estimates:
    """Publishes estimates and tells what is made of them."""

    def __init__(self, warehouse: Warehouse) -> None:
        self.warehouse = warehouse

    def publish(self, estimates: list[Estimate]) -> None:
        """Fill `staging.ons_population`: half of the adults are 18, half 90 or over, and there are 7 children."""
        rows = [
            (code, year, sex, age, people)
            for code, year, women, men in estimates
            for sex, adults in (("female", women), ("male", men))
            if adults is not None
            for age, people in ((17, 7), (18, adults // 2), (90, adults - adults // 2))
        ]
        columns = ["area_code", "year", "sex", "age", "people"]
        with self.warehouse.listed("estimates", columns, rows):
            self.warehouse.run("create or replace table staging.ons_population as from estimates")
        self.warehouse.script("staging", "population.sql")
        self.warehouse.script("staging", "population_of_period.sql")

    def of(self, area_code: str) -> dict[int, tuple[int, int, int]]:
        """Women, men and all of an area by mid-year."""
        found: dict[int, dict[str, int]] = {}
        for year, sex, adults in self.warehouse.rows(
            "select year, sex, adults from staging.population where area_code = ?", [area_code]
        ):
            assert sex not in found.setdefault(year, {})
            found[year][sex] = adults
        return {year: (by_sex["female"], by_sex["male"], by_sex["all"]) for year, by_sex in found.items()}


@pytest.fixture(scope="module")
def estimates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Estimates]:
    with Warehouse(tmp_path_factory.mktemp("warehouse")) as warehouse:
        warehouse.load_reference()
        warehouse.run("""
            create table staging.financial_year as
            select * from (values ('2019-20', 2019), ('2020-21', 2020), ('2022-23', 2022)) as year (period, begins_in)
        """)
        yield Estimates(warehouse)


def test_all_are_women_and_men_of_18_and_over(estimates: Estimates) -> None:
    estimates.publish([(LEEDS, 2020, 101, 90)])
    assert estimates.of(LEEDS) == {2020: (101, 90, 191)}


@pytest.mark.parametrize(("women", "men"), [(None, 90), (101, None)])
def test_a_year_without_women_or_without_men_is_not_used(
    estimates: Estimates, women: int | None, men: int | None
) -> None:
    estimates.publish([(LEEDS, 2019, 100, 89), (LEEDS, 2020, women, men)])
    assert estimates.of(LEEDS) == {2019: (100, 89, 189)}


def test_the_nearest_year_with_both_stands_in_for_every_sex(estimates: Estimates) -> None:
    estimates.publish([(LEEDS, 2019, 100, 89), (LEEDS, 2020, None, 90), (LEEDS, 2022, 103, 92)])
    found = estimates.warehouse.rows("select period, sex, adults, mid_year from staging.population_of_period")
    assert sorted(found) == [
        ("2019-20", "all", 189, 2019),
        ("2019-20", "female", 100, 2019),
        ("2019-20", "male", 89, 2019),
        ("2020-21", "all", 189, 2019),
        ("2020-21", "female", 100, 2019),
        ("2020-21", "male", 89, 2019),
        ("2022-23", "all", 195, 2022),
        ("2022-23", "female", 103, 2022),
        ("2022-23", "male", 92, 2022),
    ]


CUMBERLAND_IN_PARTS: list[Estimate] = [
    (ALLERDALE, 2020, 10, 11),
    (CARLISLE, 2020, 20, 21),
    (COPELAND, 2020, 30, 31),
]


class TestAnAuthorityInParts:
    def test_is_their_sum(self, estimates: Estimates) -> None:
        estimates.publish(CUMBERLAND_IN_PARTS)
        assert estimates.of(CUMBERLAND) == {2020: (60, 63, 123)}

    @pytest.mark.parametrize("absent", range(3))
    def test_is_not_known_without_one_of_them(self, estimates: Estimates, absent: int) -> None:
        estimates.publish([part for n, part in enumerate(CUMBERLAND_IN_PARTS) if n != absent])
        assert estimates.of(CUMBERLAND) == {}

    def test_is_not_known_without_the_women_of_one_of_them(self, estimates: Estimates) -> None:
        estimates.publish([*CUMBERLAND_IN_PARTS[:2], (COPELAND, 2020, None, 31)])
        assert estimates.of(CUMBERLAND) == {}

    def test_is_not_known_where_its_parts_are_of_different_years(self, estimates: Estimates) -> None:
        estimates.publish([*CUMBERLAND_IN_PARTS[:2], (COPELAND, 2019, 30, 31)])
        assert estimates.of(CUMBERLAND) == {}

    def test_has_its_own_estimate_before_their_sum(self, estimates: Estimates) -> None:
        estimates.publish([*CUMBERLAND_IN_PARTS, (CUMBERLAND, 2020, 65, 66)])
        assert estimates.of(CUMBERLAND) == {2020: (65, 66, 131)}

    def test_may_have_authorities_among_its_parts_which_keep_their_own(self, estimates: Estimates) -> None:
        estimates.publish([(BOURNEMOUTH, 2019, 100, 90), (POOLE, 2019, 50, 40), (CHRISTCHURCH, 2019, 5, 4)])
        assert estimates.of(BCP) == {2019: (155, 134, 289)}
        assert estimates.of(BOURNEMOUTH) == {2019: (100, 90, 190)}


def test_districts_of_a_county_are_not_added(estimates: Estimates) -> None:
    estimates.publish([("E07000004", 2019, 10, 11), ("E07000005", 2019, 10, 11), ("E10000002", 2018, 90, 91)])
    assert estimates.of(BUCKINGHAMSHIRE) == {2018: (90, 91, 181)}


@pytest.mark.parametrize(
    ("published", "found"),
    [
        ([(BARNSLEY_BEFORE, 2020, 10, 20)], (10, 20, 30)),
        ([(BARNSLEY_BEFORE, 2020, 10, 20), (BARNSLEY, 2020, 11, 21)], (11, 21, 32)),
        ([(BARNSLEY, 2020, 11, 21), (BARNSLEY_BEFORE, 2020, 10, 20)], (11, 21, 32)),
        ([(BARNSLEY_BEFORE, 2020, 10, 20), (BARNSLEY, 2020, None, 21)], (10, 20, 30)),
    ],
    ids=["the old code alone", "both codes", "both, the new one first", "no women under the new one"],
)
def test_a_renumbered_authority_is_counted_once(
    estimates: Estimates, published: list[Estimate], found: tuple[int, int, int]
) -> None:
    estimates.publish(published)
    assert estimates.of(BARNSLEY) == {2020: found}
    assert estimates.of(BARNSLEY_BEFORE) == {}


def test_its_old_code_stands_for_years_before_and_the_new_one_from_then(estimates: Estimates) -> None:
    estimates.publish([(BARNSLEY_BEFORE, 2019, 10, 20), (BARNSLEY_BEFORE, 2020, 11, 21), (BARNSLEY, 2020, 12, 22)])
    assert estimates.of(BARNSLEY) == {2019: (10, 20, 30), 2020: (12, 22, 34)}
