"""Blocks of counts and tables made by hand, and what may be shown of them."""

from collections.abc import Sequence

import duckdb
from duckdb import DuckDBPyConnection as Connection

from tests.boring.blocks import BY_SEX, NOTHING, TOTALS, may_be_shown, safe_levels, with_all_quarters
from tests.boring.blocks_in_marts import shown_against_the_rule
from tests.boring.code_lists import ENGLAND, Places
from tests.boring.conftest import Draw
from tests.boring.examples import LEEDS, record
from tests.boring.recount import Recount

YEAR, Q1, Q2 = ("leeds", "2023-24"), ("leeds", "2023-24 Q1"), ("leeds", "2023-24 Q2")


def test_the_level_a_block_is_safe_at() -> None:
    assert safe_levels([(YEAR, "female", "opiate", 5), (YEAR, "all", "all", 0)]) == {}
    assert safe_levels([(YEAR, "female", "opiate", 4)]) == {YEAR: BY_SEX}
    assert safe_levels([(YEAR, "all", "opiate", 1), (YEAR, "male", "all", 1)]) == {YEAR: TOTALS}
    assert safe_levels([(YEAR, "all", "all", 1), (YEAR, "male", "all", 1)]) == {YEAR: NOTHING}


def test_a_quarter_is_only_as_safe_as_all_quarters_of_its_year() -> None:
    levels = safe_levels([(Q1, "female", "all", 1), (YEAR, "female", "opiate", 1)])
    by_year = with_all_quarters(levels)
    assert by_year == {YEAR: TOTALS}
    assert may_be_shown(Q2, "all", "all", levels, by_year)
    assert not may_be_shown(Q2, "female", "all", levels, by_year)
    assert may_be_shown(YEAR, "female", "all", levels, by_year), "the year stands for itself"
    assert not may_be_shown(YEAR, "all", "opiate", levels, by_year)


COLUMNS = {
    "treatment_measure": "measure, category, area_code, period, sex, substance_group, people, out_of, share, "
    "share_low, share_high",
    "indicator_value": "indicator, area_code, period, sex, substance_group, numerator",
    "waiting_time": "area_code, period, sex, substance_group, intervention_order, clock, waits, within_3_weeks, "
    "over_3_weeks, over_3_to_6_weeks, over_6_weeks, within_3_weeks_share, median_days, p90_days, mean_days",
    "wait_days": "area_code, year, quarter, sex, substance_group, intervention_order, clock, days_from, days_to, waits",
    "still_waiting": "area_code, period, sex, substance_group, intervention_order, clock, waiting, within_3_weeks, "
    "over_3_to_6_weeks, over_6_weeks, median_days",
    "treatment_days": "measure, area_code, period, sex, substance_group, people, median_days, p90_days, mean_days",
    "provider_caseload": "provider_code, area_code, period, sex, substance_group, people, womens_share, "
    "womens_share_low, womens_share_high",
}
WORDS = {"measure", "category", "indicator", "provider_code", "area_code", "period", "year", "quarter", "sex"}
WORDS |= {"substance_group", "intervention_order", "clock"}


def marts(**tables: Sequence[tuple[object, ...]]) -> Connection:
    """The tables with some rows; what a row leaves off is null."""
    made = duckdb.connect()
    for table, columns in COLUMNS.items():
        names = columns.split(", ")
        made.execute(
            f"create table {table} ({', '.join(name + (' text' if name in WORDS else ' double') for name in names)})"
        )
        for row in tables.get(table, []):
            filled = [*row, *[None] * (len(names) - len(row))]
            made.execute(f"insert into {table} values ({', '.join('?' for _ in names)})", filled)
    return made


def two_women_and_five_men(draw: Draw) -> Recount:
    """Seven people in Leeds, all referred, offered and started on the same days."""
    women = [record(CLIENTID=str(n), DOB=f"01/02/197{n}") for n in range(2)]
    return draw(*women, *(record(CLIENTID=f"m{n}", SEX="M", DOB=f"01/02/197{n}") for n in range(5)))


def test_a_measure_is_shown_where_its_block_is_safe(draw: Draw, places: Places) -> None:
    country = two_women_and_five_men(draw)

    def found(*row: object) -> int:
        return len(shown_against_the_rule(marts(treatment_measure=[row]), country, places))

    period, treated = "2023-24", "people_in_treatment"
    assert found(treated, "all", LEEDS, period, "all", "all", 7) == 0
    assert found(treated, "all", LEEDS, period, "male", "all", 5) == 1, "it would tell how many women"
    assert found(treated, "all", LEEDS, period, "all", "opiate", 7) == 1
    assert found(treated, "all", LEEDS, period, "male", "all", None) == 0
    assert found("housing", "problem", LEEDS, period, "all", "all", 0, 0) == 0
    assert found("housing", "problem", LEEDS, period, "male", "all", 0, 0) == 1
    assert found("housing", "problem", ENGLAND, period, "male", "all", None, 0) == 1
    assert found("pregnant_at_start", "yes", LEEDS, period, "female", "all", 0) == 1
    assert found("womens_share_in_treatment", "female", LEEDS, period, "all", "all", None, None, 0.3) == 1


def test_a_measure_is_hidden_where_its_whole_is(draw: Draw, places: Places) -> None:
    country = two_women_and_five_men(draw)
    row = ("housing", "problem", LEEDS, "2023-24", "all", "all", 0, 0)
    hidden = [("new_presentations", LEEDS, "2023-24", "all", "all")]
    assert len(shown_against_the_rule(marts(treatment_measure=[row], indicator_value=hidden), country, places)) == 1
    other = [("people_in_treatment", LEEDS, "2023-24", "all", "all")]
    assert shown_against_the_rule(marts(treatment_measure=[row], indicator_value=other), country, places) == []


def test_quarters_of_waits_and_their_days(draw: Draw, places: Places) -> None:
    country = two_women_and_five_men(draw)
    kind = ("all", "all", "first", "offered")
    year = (LEEDS, "2023-24", *kind, 7, 7, 0, 0, 0)
    quarter = (LEEDS, "2023-24 Q1", *kind, 7, 7, 0, 0, 0)
    assert shown_against_the_rule(marts(waiting_time=[year, quarter]), country, places) == []
    assert len(shown_against_the_rule(marts(waiting_time=[year[:-1], quarter]), country, places)) == 1
    men = (LEEDS, "2023-24 Q1", "male", *kind[1:], 5, 5, 0, 0, 0)
    assert len(shown_against_the_rule(marts(waiting_time=[(LEEDS, "2023-24", *men[2:]), men]), country, places)) == 1
    step = (LEEDS, "2023-24", None, "male", *kind[1:], 4, 4, 5)
    [said] = shown_against_the_rule(
        marts(waiting_time=[(LEEDS, "2023-24", *men[2:])], wait_days=[step]), country, places
    )
    assert "small step" in said


def test_days_of_waits_are_told_in_steps(draw: Draw, places: Places) -> None:
    men = [record(CLIENTID=f"m{n}", SEX="M", DOB=f"01/02/197{n}", MODST="15/05/2023") for n in range(5)]
    country = draw(*men, record(CLIENTID="x", UTLA="NA", DOB="01/02/1990", REFMODDT="NA"))
    kind = ("male", "all", "first", "started")
    year = (LEEDS, "2023-24", *kind, 5, 5, 0, 0, 0)

    def found(*row: object) -> int:
        return len(shown_against_the_rule(marts(waiting_time=[year], wait_days=[row]), country, places))

    assert found(LEEDS, "2023-24", None, *kind, 8, 14, 5) == 0
    assert found(LEEDS, "2023-24", None, *kind, 14, 14, 5) > 0
    assert found(LEEDS, "2023-24", None, *kind, 8, 14, 6) == 1
    assert found(LEEDS, "2023-24", "2023-24 Q1", *kind, 8, 14, 5) == 1
    assert found(LEEDS, "2023-24", None, "male", "opiate", *kind[2:], 8, 14, 5) == 1


def test_days_and_caseloads(draw: Draw, places: Places) -> None:
    country = two_women_and_five_men(draw)
    days = [("length_in_treatment", LEEDS, "2023-24", sex, "all", 7) for sex in ("all", "male")]
    assert len(shown_against_the_rule(marts(treatment_days=days), country, places)) == 1
    caseload = [("N0001", "all", "2023-24", "all", "all", 7), ("N0002", "all", "2023-24", "all", "all", 7)]
    assert len(shown_against_the_rule(marts(provider_caseload=caseload), country, places)) == 1


def test_who_still_waits(draw: Draw, places: Places) -> None:
    men = [record(CLIENTID=f"m{n}", SEX="M", DOB=f"01/02/197{n}", MODST="NA") for n in range(5)]
    country = draw(*men, record(DISD="30/09/2023", MODST="NA"))
    cell = (LEEDS, "2023-24 Q1")
    total = (*cell, "all", "all", "first", "started", 6)
    assert shown_against_the_rule(marts(still_waiting=[total]), country, places) == []
    by_sex = (*cell, "male", "all", "first", "started", 5)
    assert len(shown_against_the_rule(marts(still_waiting=[total, by_sex]), country, places)) == 1
