"""The gap between women and men: small countries and drawn tables, counted by hand."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from pipelines.build import POISSON_LIMITS
from pipelines.warehouse import PACKAGE, Warehouse
from tests.builds import Built, built, lay_population, lay_records
from tests.records import WOMAN

LEEDS, BRADFORD, YORK, SHEFFIELD, ENGLAND = "E08000035", "E08000032", "E06000014", "E08000039", "E92000001"
OLD_CODES = {LEEDS: "00DA", BRADFORD: "00CX", YORK: "00FF", SHEFFIELD: "00CG"}

# Days from referral to the start of treatment: of enough people to tell, of few, of people who waited alike, and of
# people of whom an open build tells in steps (five women and six men in the second week, the others in the third).
WOMEN = {
    LEEDS: [2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 25, 30],
    BRADFORD: [3, 5, 9, 9],
    YORK: [7] * 10,
    SHEFFIELD: [8, 9, 10, 11, 12, 15, 16, 17, 18, 19, 20],
}
MEN = {
    LEEDS: [0, 1, 2, 3, 4, 5, 6, 7, 8, 30],
    BRADFORD: [3, 6, 9, 10, 11, 12],
    YORK: [7] * 10,
    SHEFFIELD: [14] * 6 + [15] * 5,
}


def waits(days: Sequence[int], sex: str, area: str) -> list[dict[str, str]]:
    """A record for each wait: somebody of an area who started so many days after 1 May 2023, a month at most."""
    return [
        WOMAN
        | {
            "SEX": sex,
            "CLIENTID": f"{sex}{area}{number}",
            "FINITIAL": area,
            "SINITIAL": str(number),
            "LA": OLD_CODES[area],
            "DAT": "",
            "TRIAGED": "01/05/2023",
            "REFMODDT": "01/05/2023",
            "FAOMODDT": "",
            "MODST": f"{1 + wait:02}/05/2023",
        }
        for number, wait in enumerate(days)
    ]


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("waits") / "raw"
    records = [
        record
        for sex, days in (("F", WOMEN), ("M", MEN))
        for area, of_area in days.items()
        for record in waits(of_area, sex, area)
    ]
    lay_records(folder, records)
    lay_population(folder, {LEEDS: 50, BRADFORD: 50, ENGLAND: 5000})
    return folder


@pytest.fixture(scope="module")
def restricted(raw: Path) -> Built:
    return built(raw, raw.parent / "restricted.duckdb")


@pytest.fixture(scope="module")
def published(raw: Path) -> Built:
    return built(raw, raw.parent / "open.duckdb", "open")


def in_year(of: Built, columns: str, area: str = LEEDS) -> tuple[Any, ...]:
    """Columns of the one gap in first waits to start of an area's year, all substances together."""
    found: tuple[Any, ...]
    (found,) = of.rows(
        f"select {columns} from wait_gap where area_code = ? and clock = 'started' and intervention_order = 'first' "
        "and period = '2023-24' and substance_group = 'all'",
        [area],
    )
    return found


def chance_by_hand(women: Sequence[float], men: Sequence[float]) -> float:
    """Every woman beside every man: how often she waited longer, a tie being half."""
    longer = sum((woman > man) + (woman == man) / 2 for woman in women for man in men)
    return longer / (len(women) * len(men))


class TestWaits:
    def test_within_three_weeks_are_two_shares_and_what_lies_between(self, restricted: Built) -> None:
        women, men, difference, low, high, *words = in_year(
            restricted, "women, men, difference, difference_low, difference_high, direction, status"
        )
        assert (women, men, difference) == (10 / 12, 9 / 10, pytest.approx(10 / 12 - 9 / 10))
        # Wilson: 10 of 12 is 0.5520 to 0.9530, 9 of 10 is 0.5958 to 0.9821
        wanted = (difference - (0.28137**2 + 0.0821**2) ** 0.5, difference + (0.11967**2 + 0.30416**2) ** 0.5)
        assert (low, high) == pytest.approx(wanted, abs=1e-4)
        assert words == ["too_few_to_tell", "ok"]

    def test_have_a_ratio_by_the_logarithm(self, restricted: Built) -> None:
        found = in_year(restricted, "ratio, ratio_low, ratio_high")
        # e to the power of 1.96 times the root of 1/10 - 1/12 + 1/9 - 1/10, which is a sixth
        assert [round(number, 4) for number in found] == [0.9259, 0.6679, 1.2836]

    def test_have_medians_with_limits_of_their_own_waits(self, restricted: Built) -> None:
        found = restricted.rows(
            "select sex, median_days, median_low_days, median_high_days from waiting_time where area_code = ? "
            "and clock = 'started' and period = '2023-24' and substance_group = 'all' and sex <> 'all' order by sex",
            [LEEDS],
        )
        # of twelve the third and the tenth, of ten the second and the ninth
        assert found == [("female", 13.0, 6, 20), ("male", 4.5, 1, 8)]

    def test_differ_in_their_medians(self, restricted: Built) -> None:
        found = in_year(
            restricted,
            "women_median_days, men_median_days, median_difference_days, median_difference_low_days, "
            "median_difference_high_days, median_direction, median_status",
        )
        # down by the root of (13 - 6)² + (8 - 4.5)², up by that of (20 - 13)² + (4.5 - 1)²
        limits = (pytest.approx(8.5 - 61.25**0.5), pytest.approx(8.5 + 61.25**0.5))
        assert found == (13.0, 4.5, 8.5, *limits, "women_higher", "ok")

    def test_have_a_chance_that_a_woman_waits_longer(self, restricted: Built) -> None:
        chance, low, high, *words = in_year(
            restricted,
            "chance_woman_longer, chance_woman_longer_low, chance_woman_longer_high, chance_direction, chance_status",
        )
        assert chance == pytest.approx(chance_by_hand(WOMEN[LEEDS], MEN[LEEDS]))
        assert 0.5 < low < chance < high <= 1
        assert words == ["women_higher", "ok"]

    def test_of_a_quarter_are_of_all_substances_and_have_no_chance(self, restricted: Built) -> None:
        found = restricted.rows(
            "select distinct substance_group, difference is not null, median_difference_days is not null, "
            "chance_woman_longer, chance_status from wait_gap where period like '%Q%'"
        )
        assert found == [("all", True, True, None, "not_published")]

    def test_of_an_open_build_have_no_gap_where_a_count_is_hidden(self, published: Built) -> None:
        found = in_year(published, "women, difference, ratio, direction, status")
        assert found == (None, None, None, "not_compared", "suppressed")
        found = in_year(
            published, "median_difference_days, median_status, chance_woman_longer, chance_direction, chance_status"
        )
        assert found == (None, "suppressed", None, "not_compared", "suppressed")

    def test_of_few_have_no_limits_and_no_word(self, restricted: Built) -> None:
        found = in_year(
            restricted,
            "median_difference_days, median_difference_low_days, median_direction, median_status",
            BRADFORD,
        )
        assert found == (-2.5, None, "not_compared", "too_few")
        found = in_year(
            restricted, "chance_woman_longer, chance_woman_longer_low, chance_direction, chance_status", BRADFORD
        )
        chance = chance_by_hand(WOMEN[BRADFORD], MEN[BRADFORD])
        assert found == (pytest.approx(chance), None, "not_compared", "too_few")

    def test_alike_have_a_chance_of_a_half_and_no_limits(self, restricted: Built) -> None:
        found = in_year(restricted, "chance_woman_longer, chance_woman_longer_low, chance_status, ratio", YORK)
        assert found == (0.5, None, "no_spread", None)

    def test_of_an_open_build_take_days_from_its_steps(self, published: Built, restricted: Built) -> None:
        columns = "chance_woman_longer, chance_status"
        in_steps = [[8 if day < 15 else 15 for day in days[SHEFFIELD]] for days in (WOMEN, MEN)]
        assert in_year(published, columns, SHEFFIELD) == (pytest.approx(chance_by_hand(*in_steps)), "ok")
        by_day = chance_by_hand(WOMEN[SHEFFIELD], MEN[SHEFFIELD])
        assert in_year(restricted, columns, SHEFFIELD) == (pytest.approx(by_day), "ok")
        assert by_day != pytest.approx(chance_by_hand(*in_steps))

    def test_of_an_open_build_tell_no_chance_of_a_substance_group(self, published: Built) -> None:
        found = published.rows(
            "select distinct chance_woman_longer, chance_status from wait_gap where substance_group <> 'all'"
        )
        assert found == [(None, "not_published")]


class TestRates:
    def test_of_records_are_people_over_residents_of_their_sex(self, restricted: Built) -> None:
        (found,) = restricted.rows(
            "select women, men, difference, ratio, status, source from indicator_gap "
            "where indicator = 'treatment_rate_per_1000' and area_code = ? and substance_group = 'all'",
            [LEEDS],
        )
        (women_living_there,), (men_living_there,) = restricted.rows(
            "select denominator from indicator_value where indicator = 'treatment_rate_per_1000' "
            "and area_code = ? and substance_group = 'all' and sex <> 'all' order by sex",
            [LEEDS],
        )
        women, men = 12 / women_living_there * 1000, 10 / men_living_there * 1000
        numbers = [pytest.approx(number) for number in (women, men, women - men, women / men)]
        assert found == (*numbers, "ok", "ndtms_records + ons_population")

    def test_hidden_for_one_sex_give_no_gap_and_are_no_nought(self, published: Built) -> None:
        found = published.rows(
            "select women, difference, difference_low, ratio, direction, status from indicator_gap "
            "where indicator = 'treatment_rate_per_1000' and area_code = ? and substance_group = 'all'",
            [BRADFORD],
        )
        assert found == [(None, None, None, None, "not_compared", "suppressed")]


class Drawn:
    """Indicators' numbers as they are drawn, and the gaps made of them."""

    def __init__(self, warehouse: Warehouse) -> None:
        self.warehouse = warehouse
        for table in ("indicator_value", "indicator_gap"):
            self.define(table)

    def define(self, table: str) -> None:
        """Make a mart without its rows."""
        text = PACKAGE.joinpath("marts", f"{table}.sql").read_text(encoding="utf-8")
        self.warehouse.run(f"drop table if exists mart.{table}; {text.partition('insert into')[0]}")

    def gaps(self, numbers: str, columns: str, where: str = "true") -> list[Any]:
        """Columns of the gaps between numbers of women and of men, a line for each."""
        names = "kind area sex numerator denominator value value_low value_high status source preferred rounded_to"
        rows = [[None if cell == "-" else cell for cell in line.split()] for line in numbers.strip().splitlines()]
        for row in rows:
            assert len(row) == len(names.split()), row
        self.define("indicator_value")
        self.warehouse.run("drop table mart.indicator_gap")
        with self.warehouse.listed("drawn", names.split(), [tuple(row) for row in rows]):
            self.warehouse.run(
                """
                insert into mart.indicator_value by name
                select 'a_' || kind as indicator, area as area_code, '2023-24' as period, sex, 'all' as substance_group,
                    'all' as breakdown, 'all' as category, numerator::double as numerator,
                    denominator::double as denominator, value::double as value, value_low::double as value_low,
                    value_high::double as value_high, status, source, preferred = 'yes' as is_preferred,
                    rounded_to::smallint as rounded_to
                from drawn
                """
            )
        self.warehouse.script("marts", "indicator_gap.sql")
        return self.warehouse.rows(f"select {columns} from mart.indicator_gap where {where} order by all")


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drawn]:
    with Warehouse(tmp_path_factory.mktemp("drawn")) as warehouse:
        warehouse.script("macros.sql")
        warehouse.load_reference()
        warehouse.run(POISSON_LIMITS)
        for table in ("area", "indicator"):
            warehouse.script("marts", f"{table}.sql")
        warehouse.run(
            """
            insert into mart.indicator by name
            select 'a_' || kind as indicator, kind, kind as name, '' as unit, 'none' as polarity, '' as definition,
                '' as why_it_matters, '' as cannot_tell, '' as source, '' as shown_on, [] as prefers
            from (values ('proportion'), ('rate'), ('count')) as known (kind)
            """
        )
        yield Drawn(warehouse)


PUBLISHED_RATES = """
rate E08000035 female 40 - 3.0 2.0 4.5 ok        ons yes 1
rate E08000035 male   90 - 8.0 6.0 9.0 ok        ons yes 1
rate E08000032 female 12 - 2.0 1.0 4.0 unreliable ons yes 1
rate E08000032 male   60 - 6.0 5.0 7.0 ok        ons yes 1
rate E06000014 female 7  - -   -   -   too_few   ons yes 1
rate E06000014 male   30 - 5.0 3.5 7.0 ok        ons yes 1
"""


class TestNumbersAsTheyAreDrawn:
    def test_a_publishers_rates_are_compared_by_their_own_limits(self, drawn: Drawn) -> None:
        found = drawn.gaps(
            PUBLISHED_RATES, "difference, difference_low, difference_high, direction, status", f"area_code = '{LEEDS}'"
        )
        # 3 less 8: down by the root of 1² + 1², up by that of 1.5² + 2²
        assert found == [(-5.0, pytest.approx(-5 - 2**0.5), pytest.approx(-2.5), "women_lower", "ok")]

    def test_a_publishers_rates_have_a_ratio_by_their_own_limits(self, drawn: Drawn) -> None:
        ((ratio, low, high),) = drawn.gaps(PUBLISHED_RATES, "ratio, ratio_low, ratio_high", f"area_code = '{LEEDS}'")
        # half the logarithms of 2.25 and of 1.5, by Pythagoras: 0.4055 and 0.2027 make 0.4533
        assert (ratio, round(low, 4), round(high, 4)) == (0.375, 0.2383, 0.5901)

    def test_what_a_publisher_calls_unreliable_is_too_few_to_tell(self, drawn: Drawn) -> None:
        found = drawn.gaps(PUBLISHED_RATES, "difference, direction, status", f"area_code = '{BRADFORD}'")
        assert found == [(-4.0, "too_few_to_tell", "unreliable")]

    def test_a_rate_that_is_not_given_gives_no_gap(self, drawn: Drawn) -> None:
        found = drawn.gaps(PUBLISHED_RATES, "women, men, difference, ratio, direction, status", f"area_code = '{YORK}'")
        assert found == [(None, 5.0, None, None, "not_compared", "too_few")]

    def test_counts_stand_beside_each_other_and_are_not_compared(self, drawn: Drawn) -> None:
        numbers = """
        count E08000035 female 40 - 40 - - ok ons yes 1
        count E08000035 male   90 - 90 - - ok ons yes 1
        """
        found = drawn.gaps(numbers, "women, men, difference, ratio, direction, status")
        assert found == [(40.0, 90.0, None, None, "not_compared", "no_denominator")]

    def test_numbers_of_two_sources_are_not_compared(self, drawn: Drawn) -> None:
        numbers = """
        proportion E08000035 female 40 80 0.5 0.4 0.6 ok one   yes 1
        proportion E08000035 male   90 90 0.9 0.8 1.0 ok one   no  1
        proportion E08000035 male   60 80 0.7 0.6 0.8 ok other yes 1
        """
        found = drawn.gaps(numbers, "women, men, difference, direction, status, source")
        assert found == [(0.5, 0.7, None, "not_compared", "two_sources", None)]

    @pytest.mark.parametrize("sex", ["female", "male"])
    def test_a_number_of_one_sex_alone_is_not_compared(self, drawn: Drawn, sex: str) -> None:
        found = drawn.gaps(
            f"proportion E08000035 {sex} 40 80 0.5 0.4 0.6 ok one yes 1", "women, men, difference, direction, status"
        )
        assert found == [
            (0.5 if sex == "female" else None, 0.5 if sex == "male" else None, None, "not_compared", "not_published")
        ]

    def test_rounded_counts_have_a_wider_ratio(self, drawn: Drawn) -> None:
        numbers = """
        proportion E08000035 female 40 80 0.5 0.4 0.6 ok one yes {0}
        proportion E08000035 male   30 80 0.4 0.3 0.5 ok one yes {0}
        """
        ((low, high),) = drawn.gaps(numbers.format(1), "ratio_low, ratio_high")
        ((wider_low, wider_high),) = drawn.gaps(numbers.format(5), "ratio_low, ratio_high")
        assert wider_low < low < high < wider_high

    def test_rounded_counts_that_may_be_nought_have_no_ratio(self, drawn: Drawn) -> None:
        numbers = """
        proportion E08000035 female 15 15 1.0 0.4 1.0 ok one yes 5
        proportion E08000035 male   10 15 0.7 0.3 0.9 ok one yes 5
        """
        assert drawn.gaps(numbers, "difference, ratio, ratio_low") == [(pytest.approx(0.3), None, None)]

    def test_the_order_of_rows_changes_nothing(self, drawn: Drawn) -> None:
        turned = "\n".join(reversed(PUBLISHED_RATES.strip().splitlines()))
        columns = "columns(*)"
        assert drawn.gaps(turned, columns) == drawn.gaps(PUBLISHED_RATES, columns)

    def test_an_interval_twice_as_wide_as_the_middle_half_of_authorities_is_too_few_to_tell(self, drawn: Drawn) -> None:
        # differences of 0, 0.02, 0.04 and 0.2: their middle half is 0.065 wide
        numbers = """
        proportion E08000035 female 50 100 0.50 0.48 0.52 ok one yes 1
        proportion E08000035 male   50 100 0.50 0.48 0.52 ok one yes 1
        proportion E08000032 female 52 100 0.52 0.42 0.62 ok one yes 1
        proportion E08000032 male   50 100 0.50 0.40 0.60 ok one yes 1
        proportion E06000014 female 54 100 0.54 0.53 0.55 ok one yes 1
        proportion E06000014 male   50 100 0.50 0.49 0.51 ok one yes 1
        proportion E08000036 female 70 100 0.70 0.40 0.90 ok one yes 1
        proportion E08000036 male   50 100 0.50 0.30 0.70 ok one yes 1
        proportion E92000001 female 53 100 0.53 0.30 0.80 ok one yes 1
        proportion E92000001 male   50 100 0.50 0.30 0.70 ok one yes 1
        """
        assert dict(drawn.gaps(numbers, "area_code, direction")) == {
            "E08000035": "no_clear_difference",
            "E08000032": "too_few_to_tell",
            "E06000014": "women_higher",
            "E08000036": "too_few_to_tell",
            "E92000001": "too_few_to_tell",
        }


class TestOneName:
    def test_gives_indicators_waits_and_measures(self, restricted: Built) -> None:
        found = restricted.rows("select about, count(difference) > 0 from gender_gap group by about order by about")
        assert found == [("indicator", True), ("measure", True), ("wait", True)]

    @pytest.mark.parametrize("about", ["indicator", "wait", "measure"])
    def test_gives_what_each_table_gives(self, restricted: Built, about: str) -> None:
        columns = "area_code, period, substance_group, women, difference_low, ratio, direction, status"
        found, wanted = (
            restricted.rows(f"select {columns} from {table} where area_code = '{LEEDS}' order by all")
            for table in (f"(from gender_gap where about = '{about}')", f"{about}_gap")
        )
        assert found == wanted

    def test_has_no_gap_in_what_is_told_of_one_sex_only(self, restricted: Built) -> None:
        found = restricted.rows(
            "select distinct measure from measure_gap where measure like 'womens_share%' "
            "or measure in ('pregnant_at_start', 'people_in_treatment')"
        )
        assert found == []

    def test_takes_shares_of_a_measure_with_their_limits(self, restricted: Built) -> None:
        where = f"category = '30_to_49' and area_code = '{LEEDS}' and period = '2023-24' and substance_group = 'all'"
        found = restricted.rows(
            "select women, women_low, men, men_high, difference from measure_gap "
            f"where measure = 'age_band_in_treatment' and {where}"
        )
        women, men = restricted.rows(
            "select share, share_low, share_high from treatment_measure "
            f"where measure = 'age_band_in_treatment' and {where} and sex <> 'all' order by sex"
        )
        assert found == [(women[0], women[1], men[0], men[2], women[0] - men[0])]
