"""Crude rates of deaths, and women's share of deaths beside their share of treatment: drawn tables in, rows out."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.build import POISSON_LIMITS
from pipelines.indicators import all_indicators
from pipelines.warehouse import Warehouse
from tests.boring.deaths import Treated, beside_treatment, crude_rate, share_and_limits, years_lived
from tests.builds import built, lay_deaths, lay_population

ENGLAND, LEEDS, BRADFORD, YORK = "E92000001", "E08000035", "E08000032", "E06000014"
SETTINGS = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
CRUDE = {i.indicator: i for i in all_indicators() if i.indicator.endswith("_crude_death_rate")}


class Register:
    """Writes deaths, people and treatment down, and tells what is made of them."""

    def __init__(self, warehouse: Warehouse) -> None:
        self.warehouse = warehouse

    def people(self, residents: Mapping[tuple[str, int], tuple[int, int]]) -> None:
        """Mid-year estimates: females and males by area and year, a quarter of each under 18."""
        rows = [
            (area, year, sex, age, people)
            for (area, year), both in residents.items()
            for sex, number in zip(("female", "male"), both, strict=True)
            for age, people in ((17, number // 4), (40, number - number // 4))
        ]
        with self.warehouse.listed("estimates", ["area_code", "year", "sex", "age", "people"], rows):
            self.warehouse.run("create or replace table staging.ons_population as from estimates")
        self.warehouse.script("staging", "population.sql")

    def deaths(self, counted: list[tuple[str, str, str, int | None, str]]) -> None:
        """Deaths from drug misuse as published: area, period, sex, how many, status."""
        self.warehouse.run("drop table if exists mart.published_figure")
        self.warehouse.run("create or replace table staging.published_figure as select null as source where false")
        columns = ("area_code", "period", "sex", "value", "status")
        with self.warehouse.listed("counted", columns, counted):
            self.warehouse.run("""
                create table mart.published_figure as
                select 'ons_drug_deaths' as source, 'drug_misuse_deaths' as measure, 'all' as category,
                    'all' as age_band, area_code::varchar as area_code, period::varchar as period, sex::varchar as sex,
                    value::double as value, status::varchar as status, 1::smallint as rounded_to,
                    null::varchar as note
                from counted
            """)
        self.warehouse.script("staging", "population_of_three_years.sql")

    def rates(self, indicator: str = "drug_misuse_crude_death_rate") -> list[Any]:
        """Area, period, sex, deaths, years lived, and its note."""
        return self.warehouse.rows(
            f"select area_code, period, sex, numerator, denominator, note from ({CRUDE[indicator].sql}) order by all"
        )

    def beside(
        self,
        died: Mapping[tuple[str, str], tuple[int | None, int | None, str]],
        treated: Mapping[tuple[str, int], Treated],
        rounded_to: int = 1,
    ) -> None:
        """Fill `mart.womens_share_of_deaths` from women and men who died, and who were in treatment."""
        for table in ("indicator_value", "womens_share", "womens_share_of_deaths"):
            self.warehouse.run(f"drop table if exists mart.{table}")
        deaths = [
            (area, period, sex, number, status)
            for (area, period), (women, men, status) in died.items()
            for sex, number in (("female", women), ("male", men))
        ]
        with self.warehouse.listed("died", ["area_code", "period", "sex", "value", "status"], deaths):
            self.warehouse.run("""
                create table mart.indicator_value as
                select 'drug_misuse_deaths' as indicator, area_code::varchar as area_code, period::varchar as period,
                    sex::varchar as sex, value::double as value, status::varchar as status,
                    'ons_drug_deaths' as source, true as is_preferred, 1::smallint as rounded_to
                from died
            """)
        in_treatment = [
            (area, f"{year}-{(year + 1) % 100:02d}", t.women, t.men, t.status) for (area, year), t in treated.items()
        ]
        with self.warehouse.listed("treated", ["area_code", "period", "women", "men", "status"], in_treatment):
            self.warehouse.run(f"""
                create table mart.womens_share as
                select area_code::varchar as area_code, period::varchar as period, 'in_treatment' as measure,
                    'all' as provider_code, 'all' as substance_group, 'england' as comparator,
                    women::bigint as women, men::bigint as men,
                    over(women, women + men) as share,
                    wilson_low_of_rounded(women, women + men, {rounded_to}) as share_low,
                    wilson_high_of_rounded(women, women + men, {rounded_to}) as share_high,
                    status::varchar as status, 'ndtms_records' as source, {rounded_to}::smallint as rounded_to
                from treated
            """)
        self.warehouse.script("marts", "womens_share_of_deaths.sql")

    def rows(self, columns: str, group: str = "all") -> list[Any]:
        return self.warehouse.rows(
            f"select {columns} from mart.womens_share_of_deaths where substance_group = '{group}' "
            "order by area_code, period"
        )


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    with Warehouse(tmp_path_factory.mktemp("register")) as warehouse:
        warehouse.script("macros.sql")
        warehouse.load_reference()
        warehouse.run(POISSON_LIMITS)
        warehouse.script("marts", "area.sql")
        yield Register(warehouse)


class TestCrudeRates:
    def test_are_over_the_years_that_people_of_all_ages_lived(self, register: Register) -> None:
        register.people({(LEEDS, year): (1000 + year - 2019, 900) for year in (2019, 2020, 2021)})
        register.deaths([(LEEDS, "2019-21", sex, deaths, "ok") for sex, deaths in (("female", 3), ("all", 8))])
        note = "crude; population of each year's middle"
        assert register.rates() == [
            (LEEDS, "2019-21", "all", 8, 3003 + 2700, note),
            (LEEDS, "2019-21", "female", 3, 3003, note),
        ]

    def test_say_which_estimate_stood_for_which_year(self, register: Register) -> None:
        register.people({(LEEDS, 2018): (100, 100), (LEEDS, 2020): (104, 100)})
        register.deaths([(LEEDS, "2019-21", "female", 3, "ok")])
        assert register.rates() == [
            (
                *(LEEDS, "2019-21", "female", 3, 100 + 104 + 104),
                "crude; population of mid-2018 for 2019, mid-2020 for 2021, the nearest estimate",
            )
        ]

    @pytest.mark.parametrize("period", ["2021", "2020-21", "2020-24", "2021 Q1"])
    def test_are_never_of_a_single_year(self, register: Register, period: str) -> None:
        register.people({(LEEDS, 2020): (100, 100)})
        register.deaths([(LEEDS, period, "female", 3, "ok"), (LEEDS, "1999-01", "female", 4, "ok")])
        assert [row[:4] for row in register.rates()] == [(LEEDS, "1999-01", "female", 4)]

    def test_have_no_denominator_where_nobody_was_counted(self, register: Register) -> None:
        register.people({(LEEDS, 2020): (100, 100)})
        register.deaths([(YORK, "2019-21", "female", 3, "ok")])
        assert register.rates() == [(YORK, "2019-21", "female", 3, None, "no population estimate for this area")]

    @SETTINGS
    @given(
        residents=st.dictionaries(st.integers(1995, 2025), st.integers(1, 10**6), min_size=1, max_size=6),
        first=st.integers(1998, 2022),
    )
    def test_are_over_the_years_of_the_second_reading(
        self, register: Register, residents: dict[int, int], first: int
    ) -> None:
        register.people({(LEEDS, year): (people, 1) for year, people in residents.items()})
        register.deaths([(LEEDS, f"{first}-{(first + 2) % 100:02d}", "female", 5, "ok")])
        assert register.rates()[0][4] == years_lived(residents, first)

    def test_of_a_build_have_limits_and_a_reason_where_there_is_none(self, tmp_path: Path) -> None:
        of_women = """
            E92000001 | 1 | England | 2378 | 2.9 |  | 2.7 | 3.0 |
            E08000035 | 3 | Leeds   | 9    | :   |  | :   | :   |
            E06000014 | 3 | York    | 0    | :   |  | :   | :   |
        """
        of_all = of_women.replace("2378", "8683").replace("9  ", "40 ")
        raw = tmp_path / "raw"
        lay_deaths(raw, {"Table 3": of_all, "Table 4": of_women, "Table 5": of_women})
        lay_population(raw, {LEEDS: 4000, ENGLAND: 300_000}, 2020)
        made = built(raw, tmp_path / "marts.duckdb")
        shown = made.rows(
            "select area_code, period, numerator, value, value_low, value_high, status from indicator_value "
            "where indicator = 'drug_poisoning_crude_death_rate' and sex = 'female' order by area_code"
        )
        assert [(row[0], row[1], row[2], row[-1]) for row in shown] == [
            (YORK, "2019-21", 0, "not_published"),
            (LEEDS, "2019-21", 9, "ok"),
            (ENGLAND, "2019-21", 2378, "ok"),
        ]
        assert shown[0][3:6] == (None, None, None)
        assert shown[1][3:6] == pytest.approx(crude_rate(9, 3 * 4000 * 91))
        assert shown[2][3:6] == pytest.approx(crude_rate(2378, 3 * 300_000 * 91))
        assert made.rows("select distinct length(period) from indicator_value where indicator like '%crude%'") == [(7,)]
        beside = (
            "select distinct area_code, status from womens_share_of_deaths where cause = 'drug_poisoning' order by 1"
        )
        assert made.rows(beside) == [(YORK, "too_few"), (LEEDS, "not_published"), (ENGLAND, "not_published")]


class TestWomensShareOfDeaths:
    def test_stands_beside_their_share_in_treatment(self, register: Register) -> None:
        register.beside({(ENGLAND, "2019-21"): (250, 750, "ok")}, {(ENGLAND, 2020): Treated(3300, 6700, "ok")})
        assert register.rows("cause, treatment_period, women_died, men_died, women_in_treatment, comparison") == [
            ("drug_misuse", "2020-21", 250, 750, 3300, "lower")
        ]
        assert register.rows("status", "opiate") == [("not_published",)]

    @pytest.mark.parametrize(
        ("years", "chosen"),
        [
            ({2019: "ok", 2020: "ok", 2021: "ok"}, "2020-21"),
            ({2019: "ok", 2021: "ok"}, "2021-22"),
            ({2019: "ok", 2020: "suppressed", 2021: "suppressed"}, "2019-20"),
            ({2019: "suppressed", 2020: "suppressed"}, "2020-21"),
            ({2018: "ok", 2022: "ok"}, None),
        ],
    )
    def test_is_beside_one_year_of_the_three(
        self, register: Register, years: dict[int, str], chosen: str | None
    ) -> None:
        treated = {
            (LEEDS, year): Treated(30, 70, status) if status == "ok" else Treated(None, None, status)
            for year, status in years.items()
        }
        register.beside({(LEEDS, "2019-21"): (3, 7, "ok")}, treated)
        [(period, status)] = register.rows("treatment_period, status")
        assert period == chosen
        named = None if chosen is None else int(chosen[:4])
        assert status == ("not_published" if named is None else years[named])

    @pytest.mark.parametrize(
        ("women", "men", "status", "said"),
        [
            (0, 0, "ok", "too_few"),
            (None, None, "suppressed", "suppressed"),
            (None, None, "not_published", "not_published"),
            (1, 0, "ok", "ok"),
        ],
    )
    def test_says_why_there_is_none(
        self, register: Register, women: int | None, men: int | None, status: str, said: str
    ) -> None:
        register.beside({(LEEDS, "2019-21"): (women, men, status)}, {(LEEDS, 2020): Treated(30, 70, "ok")})
        [(found, difference, word)] = register.rows("status, difference, comparison")
        assert found == said
        assert (difference is None) == (word == "not_compared") == (said != "ok")

    def test_is_too_few_to_tell_only_in_place_of_similar(self, register: Register) -> None:
        period = "2019-21"
        died = {LEEDS: (1, 2), BRADFORD: (400, 600), YORK: (330, 670), "E08000036": (320, 680), "E08000033": (340, 660)}
        register.beside(
            {(area, period): (*counts, "ok") for area, counts in died.items()},
            {(area, 2020): Treated(3300, 6700, "ok") for area in died},
        )
        said = dict(register.rows("area_code, comparison"))
        assert said[LEEDS] == "too_few_to_tell"
        assert said[BRADFORD] == "higher"

    def test_holds_for_all_that_rounded_counts_of_treatment_may_be(self, register: Register) -> None:
        limits = []
        for rounded_to in (1, 5):
            register.beside({(LEEDS, "2019-21"): (3, 7, "ok")}, {(LEEDS, 2020): Treated(30, 35, "ok")}, rounded_to)
            limits += register.rows("difference_low, difference_high, rounded_to")
        assert limits[1][0] < limits[0][0] < limits[0][1] < limits[1][1]
        assert [row[2] for row in limits] == [1, 5]

    @SETTINGS
    @given(
        died=st.tuples(st.integers(0, 300), st.integers(0, 300)),
        treated=st.dictionaries(
            st.integers(2018, 2022),
            st.one_of(
                st.builds(Treated, st.integers(0, 500), st.integers(1, 500), st.just("ok")),
                st.builds(Treated, st.none(), st.none(), st.sampled_from(["suppressed", "not_published"])),
            ),
        ),
    )
    def test_is_that_of_the_second_reading(
        self, register: Register, died: tuple[int, int], treated: dict[int, Treated]
    ) -> None:
        register.beside({(LEEDS, "2019-21"): (*died, "ok")}, {(LEEDS, year): t for year, t in treated.items()})
        [found] = register.rows("status, treatment_period, difference, difference_low, difference_high")
        wanted = beside_treatment(*died, treated, 2019)
        assert found[:2] == wanted[:2]
        assert found[2:] == pytest.approx(wanted[2:], abs=1e-9)
        [share] = register.rows("share_of_deaths, share_of_deaths_low, share_of_deaths_high")
        assert share == pytest.approx(share_and_limits(*died) or (None, None, None), abs=1e-9)
