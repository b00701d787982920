"""Worked examples of what is published: small drawn tables in, the rows a page would show out."""

from collections.abc import Iterator, Sequence
from math import ceil
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from pipelines import disclosure, measures
from pipelines.build import POISSON_LIMITS
from pipelines.indicators import all_indicators, describe
from pipelines.warehouse import Warehouse
from tests.boring import shares
from tests.builds import Built, built, lay_population, lay_records, lay_returns, people
from tests.records import WOMAN
from tests.returns import RETURN

ENGLAND, YORKSHIRE, LONDON = "E92000001", "E12000003", "E12000007"
LEEDS, BRADFORD, WAKEFIELD, YORK, HACKNEY = "E08000035", "E08000032", "E08000036", "E06000014", "E09000012"
CUMBERLAND, ALLERDALE, CARLISLE, COPELAND = "E06000063", "E07000026", "E07000028", "E07000029"

NO_NEIGHBOURS = """
    create table staging.neighbours (method varchar, area varchar, neighbour varchar, rank integer, distance double)
"""


class Desk:
    """Publishes drawn counts: what indicators count goes in, the marts made of it come out."""

    def __init__(self, warehouse: Warehouse) -> None:
        self.warehouse = warehouse

    def publish(self, counts: Sequence[dict[str, Any]], mode: disclosure.Mode = "restricted") -> None:
        """Fill the marts from rows of `staging.indicator_count`."""
        made = (
            *("indicator_value", "provider_caseload", "neighbour", "similar_area", "expected_share"),
            *("expected_share_by_age", "share_comparator", "womens_share", "share_change"),
            *("comparison", "death_comparison"),
        )
        self.warehouse.run("".join(f"drop table if exists mart.{table};" for table in made))
        self.warehouse.script("staging", "indicator_count.sql")
        self.warehouse.script("staging", "no_wait_cell.sql")
        self.warehouse.add("staging.indicator_count", pl.DataFrame(counts))
        disclosure.hide(mode, self.warehouse)
        for table in made:
            self.warehouse.script("marts", f"{table}.sql")

    def rows(self, query: str) -> list[Any]:
        return self.warehouse.rows(query)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with Warehouse(tmp_path_factory.mktemp("desk")) as warehouse:
        warehouse.script("macros.sql")
        warehouse.load_reference()
        warehouse.run(POISSON_LIMITS)
        measures.prepare(measures.all_measures(), warehouse)
        warehouse.run(NO_NEIGHBOURS)
        for mart in (
            *("area", "build", "build_note", "indicator", "measure", "measure_category", "record_quality"),
            *("series_break", "similarity_weight", "treatment_count"),
        ):
            warehouse.script("marts", f"{mart}.sql")
        describe(all_indicators(), warehouse)
        yield Desk(warehouse)


def share(area: str, women: float, people: float, period: str = "2023-24", **cells: Any) -> dict[str, Any]:
    """A counted row of women's share of people in treatment."""
    return {
        "indicator": "womens_share_in_treatment",
        "kind": "proportion",
        "counts": "people_in_treatment",
        "per": 1,
        "area_code": area,
        "period": period,
        "sex": "all",
        "substance_group": "all",
        "numerator": float(women),
        "denominator": float(people),
        "source": "ndtms_records",
    } | cells


# Area, women, people: England has a third; the middle half of the five authorities lies between 0.20 and 0.50.
SHARES = [
    (ENGLAND, 330, 990),
    (YORKSHIRE, 190, 800),
    (LEEDS, 60, 300),
    (BRADFORD, 100, 300),
    (WAKEFIELD, 150, 300),
    (YORK, 2, 4),
    (HACKNEY, 0, 0),
]


class TestWomensShare:
    @pytest.fixture(scope="class", autouse=True)
    @classmethod
    def _published(cls, desk: Desk) -> None:
        desk.publish([share(*row) for row in SHARES])

    @pytest.mark.parametrize(
        ("area", "comparator", "said"),
        [
            (LEEDS, "england", "lower"),
            (BRADFORD, "england", "similar"),
            (WAKEFIELD, "england", "higher"),
            (YORK, "england", "too_few_to_tell"),
            (HACKNEY, "england", "not_compared"),
            (YORKSHIRE, "england", "lower"),
            (LEEDS, "region", "similar"),
            (BRADFORD, "region", "higher"),
            (HACKNEY, "region", "not_compared"),
            (ENGLAND, "none", "not_compared"),
        ],
    )
    def test_is_compared(self, desk: Desk, area: str, comparator: str, said: str) -> None:
        query = "select comparison from mart.womens_share where area_code = '{}' and comparator = '{}'"
        assert desk.rows(query.format(area, comparator)) == [(said,)]

    def test_a_region_is_not_compared_with_itself_nor_england_with_anything(self, desk: Desk) -> None:
        found = desk.rows("select area_code, comparator from mart.womens_share order by all")
        authorities = sorted([LEEDS, BRADFORD, WAKEFIELD, YORK, HACKNEY])
        of_an_authority = ("best_quarter", "england", "region", "similar")
        pairs = [(area, comparator) for area in authorities for comparator in of_an_authority]
        assert found == [*pairs, (YORKSHIRE, "best_quarter"), (YORKSHIRE, "england"), (ENGLAND, "none")]

    def test_stands_with_its_counts_and_limits(self, desk: Desk) -> None:
        ((women, men, value, low, high, other),) = desk.rows(
            "select women, men, share, share_low, share_high, comparator_share from mart.womens_share "
            f"where area_code = '{LEEDS}' and comparator = 'england'"
        )
        assert (women, men, value) == (60, 240, 0.2)
        assert (low, high) == pytest.approx(shares.wilson(60, 300), abs=1e-7)
        assert other == pytest.approx(1 / 3)

    def test_more_women_is_whole_and_reaches_the_comparator(self, desk: Desk) -> None:
        ((more, low, high, fixed),) = desk.rows(
            "select extra_women, extra_women_low, extra_women_high, extra_women_if_places_fixed from mart.womens_share "
            f"where area_code = '{LEEDS}' and comparator = 'england'"
        )
        # 240 men are two thirds of 360 people, 120 of them women; a third of 300 places is 100
        assert (more, fixed) == (60, 40)
        of_share = [limit * 300 for limit in shares.wilson(60, 300)]
        wanted = [ceil((300 / 3 - women) / (1 - 1 / 3)) for women in reversed(of_share)]
        assert [low, high] == wanted

    def test_nobody_more_is_asked_for_where_the_share_is_reached(self, desk: Desk) -> None:
        asked = desk.rows(
            "select extra_women, extra_women_if_places_fixed from mart.womens_share "
            f"where comparator = 'england' and area_code in ('{BRADFORD}', '{WAKEFIELD}')"
        )
        assert asked == [(0, 0), (0, 0)]

    def test_where_nobody_is_in_treatment_nothing_is_known(self, desk: Desk) -> None:
        ((*numbers, status),) = desk.rows(
            "select share, share_low, share_high, extra_women, extra_women_low, extra_women_high, "
            f"extra_women_if_places_fixed, status from mart.womens_share where area_code = '{HACKNEY}' "
            "and comparator = 'england'"
        )
        assert (set(numbers), status) == ({None}, "too_few")


def years(women: Sequence[int], of: int = 500, **cells: Any) -> list[dict[str, Any]]:
    """Leeds with so many women in each of some years."""
    return [share(LEEDS, count, of, f"{2020 + n}-{21 + n}", **cells) for n, count in enumerate(women)]


CHANGES = "select from_period, to_period, direction from mart.share_change order by to_period"


class TestShareChange:
    def test_is_since_the_first_year(self, desk: Desk) -> None:
        desk.publish(years([150, 160, 200, 100]))
        assert desk.rows(CHANGES) == [
            ("2020-21", "2021-22", "no_clear_change"),
            ("2020-21", "2022-23", "rose"),
            ("2020-21", "2023-24", "fell"),
        ]

    def test_has_newcombes_limits(self, desk: Desk) -> None:
        desk.publish([share(LEEDS, 48, 80, "2020-21"), share(LEEDS, 56, 70, "2021-22")])
        ((change, low, high),) = desk.rows("select change, change_low, change_high from mart.share_change")
        assert (change, round(low, 4), round(high, 4)) == (pytest.approx(0.2), 0.0524, 0.3339)

    def test_of_new_presentations_is_since_the_second_year_when_not_everyone_is_new(self, desk: Desk) -> None:
        desk.publish(years([150, 160, 200], indicator="womens_share_of_new_presentations", counts="new_presentations"))
        assert desk.rows(CHANGES) == [("2021-22", "2022-23", "rose")]

    def test_is_not_told_where_either_year_is_hidden(self, desk: Desk) -> None:
        counts = [
            share(LEEDS, count, 0, f"{year}-{year - 1999}", indicator="people_in_treatment", kind="count", sex=sex)
            | {"denominator": None, "substance_group": group}
            for year, women in ((2020, 3), (2021, 150), (2022, 150))
            for sex, count in (("female", women), ("male", 350), ("all", women + 350))
            for group in ("all", "alcohol")
        ]
        desk.publish([*years([3, 150, 150]), *counts], mode="open")
        told = desk.rows("select change, direction, status from mart.share_change")
        assert told == [(None, "not_compared", "suppressed")] * 2


def death_rate(
    area: str, rate: float | None, low: float | None, high: float | None, status: str, sex: str = "female"
) -> dict[str, Any]:
    """A published rate of deaths."""
    return {
        "indicator": "drug_misuse_death_rate",
        "kind": "rate",
        "counts": "drug_misuse_death_rate",
        "per": 1,
        "area_code": area,
        "period": "2019-21",
        "sex": sex,
        "numerator": 12.0,
        "published_value": rate,
        "published_low": low,
        "published_high": high,
        "published_status": status,
        "source": "ons_drug_deaths",
    }


class TestDeathComparison:
    @pytest.fixture(scope="class", autouse=True)
    @classmethod
    def _published(cls, desk: Desk) -> None:
        desk.publish(
            [
                death_rate(ENGLAND, 4.0, 3.8, 4.2, "ok"),
                death_rate(YORKSHIRE, 6.0, 5.5, 6.5, "ok"),
                death_rate(LEEDS, 3.0, 2.2, 3.9, "ok"),
                death_rate(BRADFORD, 4.5, 3.6, 5.6, "ok"),
                death_rate(WAKEFIELD, 8.0, 6.6, 9.5, "ok"),
                death_rate(YORK, 9.0, 7.5, 10.6, "unreliable"),
                death_rate("E06000010", None, None, None, "too_few"),
                death_rate("E06000011", None, None, None, "not_published"),
                death_rate("W92000004", 5.0, 4.5, 5.6, "ok"),
                death_rate("W06000015", 4.0, 0.1, 15.0, "ok"),
            ]
        )

    @pytest.mark.parametrize(
        ("area", "comparator", "said"),
        [
            (LEEDS, "england", "lower"),
            (LEEDS, "region", "lower"),
            (BRADFORD, "england", "similar"),
            (WAKEFIELD, "england", "higher"),
            (WAKEFIELD, "region", "higher"),
            (YORK, "england", "too_few_to_tell"),
            (YORK, "region", "too_few_to_tell"),
            ("E06000010", "england", "too_few_to_tell"),
            ("E06000011", "england", "not_compared"),
            (YORKSHIRE, "england", "higher"),
            ("W92000004", "england", "higher"),
            ("W06000015", "region", "too_few_to_tell"),
        ],
    )
    def test_is_with_england_and_the_region(self, desk: Desk, area: str, comparator: str, said: str) -> None:
        query = "select comparison from mart.death_comparison where area_code = '{}' and comparator = '{}'"
        assert desk.rows(query.format(area, comparator)) == [(said,)]

    def test_england_and_regions_have_no_region(self, desk: Desk) -> None:
        rows = desk.rows("select area_code from mart.death_comparison where comparator = 'region'")
        assert {ENGLAND, YORKSHIRE, "W92000004"}.isdisjoint({code for (code,) in rows})

    def test_rates_are_shown_as_published(self, desk: Desk) -> None:
        shown = desk.rows(
            "select value, value_low, value_high, status from mart.indicator_value "
            f"where area_code in ('{YORK}', 'E06000010') order by area_code"
        )
        assert shown == [(None, None, None, "too_few"), (9.0, 7.5, 10.6, "unreliable")]


CASELOAD = (
    "select area_code, numerator, denominator, value, status, note from indicator_value "
    "where indicator = 'clients_per_keyworker' and period = '{}' order by area_code"
)


class TestClientsPerKeyworker:
    @pytest.fixture(scope="class")
    @classmethod
    def returned(cls, tmp_path_factory: pytest.TempPathFactory) -> Built:
        """Two providers in Leeds, one of whom sent two returns in the year; one in Bradford with no keyworker."""
        folder = tmp_path_factory.mktemp("returned")
        of_bradford = {"area_code": BRADFORD, "keyworkers_wte": "0", "women_keyworkers_wte": "0"}
        of_the_second = {
            "provider_code": "N0002",
            "active_clients": "80",
            "active_women": "30",
            "keyworkers_wte": "1.5",
        }
        rows = [
            RETURN | {"snapshot_on": "2023-06-30", "active_clients": "999"},
            RETURN | {"snapshot_on": "2024-03-31", "active_clients": "400", "keyworkers_wte": "10.5"},
            RETURN | {"snapshot_on": "2023-03-31", "active_clients": "210", "keyworkers_wte": "7"},
            RETURN | of_the_second | {"snapshot_on": "2023-04-01", "women_keyworkers_wte": "1"},
            RETURN | of_bradford,
        ]
        lay_returns(folder / "raw", rows)
        return built(folder / "raw", folder / "marts.duckdb")

    def test_is_of_the_latest_return_of_each_provider_in_the_year(self, returned: Built) -> None:
        assert returned.rows(CASELOAD.format("2023-24")) == [
            (BRADFORD, 400, 0, None, "too_few", "one return"),
            (LEEDS, 480, 12, 40, "ok", "2 returns"),
            (YORKSHIRE, 880, 12, pytest.approx(73.333, abs=0.001), "ok", "3 returns"),
            (ENGLAND, 880, 12, pytest.approx(73.333, abs=0.001), "ok", "3 returns"),
        ]

    def test_a_year_is_from_april_to_march(self, returned: Built) -> None:
        (in_leeds, *_) = returned.rows(CASELOAD.format("2022-23"))
        assert in_leeds == (LEEDS, 210, 7, 30, "ok", "one return")


TREATED = (
    "select period, sex, numerator, denominator, value, note from indicator_value "
    "where indicator = 'treatment_rate_per_1000' and area_code = '{}' and substance_group = 'all' order by all"
)


class TestTreatmentRates:
    """Adults are aged 18 and over: 73 single years of age in the workbooks, of which the last is 90 and over."""

    ADULTS = 91 - 18

    @pytest.fixture(scope="class")
    @classmethod
    def rates(cls, tmp_path_factory: pytest.TempPathFactory) -> Built:
        """People treated in three years, and estimates of the first two mid-years; Cumberland was made in between."""
        folder = tmp_path_factory.mktemp("rates")
        open_since = {
            "REFLD": "01/04/2021",
            "TRIAGED": "10/04/2021",
            "REFMODDT": "",
            "FAOMODDT": "",
            "MODST": "20/04/2021",
        }
        in_cumberland = {"LA": "16UB", "DAT": ""}
        still_here = {"CPLANDT": "01/05/2023"}
        rows = people(12, 30, **open_since, **still_here) + people(2, 5, **open_since, **in_cumberland, **still_here)
        lay_records(folder / "raw", rows)
        districts = {ALLERDALE: 100, CARLISLE: 200, COPELAND: 50, "E07000027": 999}
        lay_population(folder / "raw", {LEEDS: 1000, ENGLAND: 50_000} | districts, 2020)
        lay_population(folder / "raw", {LEEDS: 1100, ENGLAND: 51_000, CUMBERLAND: 400} | districts, 2022)
        return built(folder / "raw", folder / "marts.duckdb")

    def test_take_the_years_own_estimate_or_the_nearest_and_say_which(self, rates: Built) -> None:
        women = [row for row in rates.rows(TREATED.format(LEEDS)) if row[1] == "female"]
        assert [(period, adults, note) for period, _, _, adults, _, note in women] == [
            ("2021-22", 1000 * self.ADULTS, "population of mid-2020, the nearest estimate"),
            ("2022-23", 1100 * self.ADULTS, "population of mid-2022"),
            ("2023-24", 1100 * self.ADULTS, "population of mid-2022, the nearest estimate"),
        ]

    def test_are_per_1000_adults_of_the_same_sex(self, rates: Built) -> None:
        found = {sex: row for period, sex, *row in rates.rows(TREATED.format(LEEDS)) if period == "2022-23"}
        adults = {"female": 1100 * self.ADULTS, "male": 1101 * self.ADULTS, "all": 2201 * self.ADULTS}
        counts = {"female": 12, "male": 30, "all": 42}
        assert {sex: row[:3] for sex, row in found.items()} == {
            sex: [counts[sex], adults[sex], pytest.approx(counts[sex] / adults[sex] * 1000)] for sex in counts
        }

    def test_have_exact_limits_below_ten_people_and_byars_from_ten(self, rates: Built) -> None:
        for area, sex, count, each in ((LEEDS, "female", 12, 1100), (CUMBERLAND, "male", 5, 401)):
            ((low, high),) = rates.rows(
                "select value_low, value_high from indicator_value where indicator = 'treatment_rate_per_1000' "
                "and area_code = ? and sex = ? and period = '2022-23' and substance_group = 'all'",
                [area, sex],
            )
            assert (low, high) == pytest.approx(shares.rate_limits(count, each * self.ADULTS, 1000), rel=1e-7)

    def test_an_authority_younger_than_the_estimate_has_the_people_of_its_districts(self, rates: Built) -> None:
        adults = {(period, sex): count for period, sex, _, count, *_ in rates.rows(TREATED.format(CUMBERLAND))}
        assert adults["2021-22", "male"] == (101 + 201 + 51) * self.ADULTS
        assert adults["2021-22", "all"] == (201 + 401 + 101) * self.ADULTS

    def test_once_it_has_an_estimate_of_its_own_its_districts_are_not_added_to_it(self, rates: Built) -> None:
        adults = {(period, sex): count for period, sex, _, count, *_ in rates.rows(TREATED.format(CUMBERLAND))}
        assert adults["2022-23", "male"] == 401 * self.ADULTS
        assert adults["2022-23", "all"] == 801 * self.ADULTS

    def test_an_area_without_an_estimate_has_no_rate_and_says_so(self, rates: Built) -> None:
        found = rates.rows(
            "select distinct value, status, note from indicator_value "
            f"where indicator = 'treatment_rate_per_1000' and area_code = '{HACKNEY}'"
        )
        assert found == [(None, "not_published", "no population estimate for this area")]

    def test_a_cell_that_nobody_is_in_is_a_zero(self, rates: Built) -> None:
        found = rates.rows(
            "select indicator, numerator, value, status from indicator_value "
            f"where area_code = '{HACKNEY}' and period = '2022-23' and sex = 'female' "
            "and substance_group = 'opiate' and indicator not like '%rate%' order by all"
        )
        assert found == [("new_presentations", 0, 0, "ok"), ("people_in_treatment", 0, 0, "ok")]

    def test_every_authority_of_today_has_every_cell_in_every_year(self, rates: Built) -> None:
        cells = rates.rows("select count(*) from indicator_value where indicator = 'people_in_treatment'")
        assert cells == [((153 + 9 + 1) * 3 * 3 * 5,)]


class TestRenumberedPopulation:
    def test_an_authority_keeps_its_people_under_its_new_code(self, tmp_path: Path) -> None:
        lay_records(tmp_path / "raw", [WOMAN | {"LA": "", "DAT": ""}])
        lay_population(tmp_path / "raw", {"E08000016": 120, ENGLAND: 4000})
        barnsley = built(tmp_path / "raw", tmp_path / "marts.duckdb").rows(
            "select distinct denominator from indicator_value "
            "where indicator = 'treatment_rate_per_1000' and area_code = 'E08000038' and sex = 'female'"
        )
        assert barnsley == [(120 * 73,)]


def test_an_indicator_is_described_where_there_are_no_numbers_for_it(tmp_path: Path) -> None:
    lay_returns(tmp_path / "raw", [RETURN])
    alone = built(tmp_path / "raw", tmp_path / "marts.duckdb")
    assert alone.rows("select count(*), count(definition) from indicator") == [(len(all_indicators()),) * 2]
    assert alone.rows("select distinct indicator from indicator_value order by all") == [
        ("clients_per_keyworker",),
        ("women_among_keyworkers",),
    ]


def test_notes_tell_what_no_number_shows(tmp_path: Path) -> None:
    rows = [
        WOMAN,
        WOMAN | {"CLIENTID": "2", "CONSENT": "N"},
        WOMAN | {"CLIENTID": "3", "SINITIAL": "Z", "LA": "", "DAT": "Z00B"},
        WOMAN | {"CLIENTID": "4", "SINITIAL": "Y", "REFMODDT": "01/02/2023", "FAOMODDT": "05/02/2023"},
    ]
    lay_records(tmp_path / "raw", rows)
    noted = built(tmp_path / "raw", tmp_path / "marts.duckdb").rows("select topic, rows from build_note order by all")
    assert noted == [("not_placed", 1), ("outside_the_years", 1), ("without_consent", 1)]
