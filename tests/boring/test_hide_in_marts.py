"""Tables made by hand give away what they should, by whichever of them."""

import duckdb
import pytest
from duckdb import DuckDBPyConnection as Connection

from tests.boring.code_lists import ENGLAND, Places
from tests.boring.compare import COUNTS_OF_WAITS, REST_OF_WAITS
from tests.boring.compare_modes import KEYS, differences_between_modes
from tests.boring.compare_shares import CHANGED, COMPARED
from tests.boring.conftest import Draw
from tests.boring.examples import LEEDS, YORKSHIRE, record
from tests.boring.hide_in_marts import people_given_away, told_by_other_tables, waits_given_away

NUMBERS = {
    "indicator_value": ["numerator", "denominator", "value", "value_low", "value_high", "status"],
    "waiting_time": [*COUNTS_OF_WAITS, *REST_OF_WAITS],
    "womens_share": [*COMPARED, "expected_share"],
    "share_change": CHANGED,
}
OPIATES = {"area_code": LEEDS, "period": "2023-24", "substance_group": "opiate", "status": "ok"}
WOMEN, MEN = (("people_in_treatment", LEEDS, "2023-24", sex, "opiate") for sex in ("female", "male"))


def marts(**tables: list[dict[str, object]]) -> Connection:
    """The four tables with some rows, in each of which a column not given is null."""
    made = duckdb.connect()
    for table, key in KEYS.items():
        columns = [*key, *NUMBERS[table]]
        words = {*key, "status", "direction"}
        made.execute(f"create table {table} ({', '.join(c + (' text' if c in words else ' double') for c in columns)})")
        for row in tables.get(table, []):
            assert set(row) <= set(columns)
            made.execute(
                f"insert into {table} values ({', '.join('?' for _ in columns)})",
                [row.get(c, "all" if c == "provider_code" else None) for c in columns],
            )
    return made


def people(shown: dict[tuple[str, str], int]) -> list[dict[str, object]]:
    """People in treatment in Leeds for opiates and in all, by sex and group, as they are shown."""
    key = {"indicator": "people_in_treatment", "area_code": LEEDS, "period": "2023-24"}
    return [
        key | {"sex": sex, "substance_group": group, "numerator": count, "value": count, "status": "ok"}
        for (sex, group), count in shown.items()
    ]


def test_a_small_count_of_people_is_shown_or_follows_from_the_groups(draw: Draw, places: Places) -> None:
    others = [record(CLIENTID=str(born), DOB=f"01/02/{born}", DRUG1="7000") for born in range(1960, 1970)]
    country = draw(record(), record(CLIENTID="2", SEX="M"), *others)
    assert people_given_away(marts(), country, places) == {}
    assert people_given_away(marts(indicator_value=people({("female", "opiate"): 1})), country, places) == {
        WOMEN: "shown"
    }
    noughts = {("female", group): 0 for group in ("non_opiate", "non_opiate_and_alcohol")}
    all_but_one = people({**noughts, ("female", "all"): 11, ("female", "alcohol"): 10})
    assert people_given_away(marts(indicator_value=all_but_one), country, places) == {WOMEN: "1 to 1"}
    assert people_given_away(marts(indicator_value=all_but_one[:-1]), country, places) == {}


@pytest.mark.parametrize(
    ("table", "row", "told"),
    [
        ("indicator_value", {"indicator": "treatment_rate_per_1000", "sex": "male", "value_low": 0.1}, [MEN]),
        ("indicator_value", {"indicator": "womens_share_in_treatment", "sex": "all", "value": 0.5}, [WOMEN, MEN]),
        ("womens_share", {"measure": "in_treatment", "comparator": "england", "extra_women": 0}, [WOMEN, MEN]),
        (
            "womens_share",
            {"measure": "in_treatment", "comparator": "region", "comparator_share": 0.5},
            [("people_in_treatment", YORKSHIRE, "2023-24", sex, "opiate") for sex in ("female", "male")],
        ),
        (
            "womens_share",
            {"area_code": YORKSHIRE, "measure": "new_presentations", "comparator": "england", "comparator_share": 0.5},
            [("new_presentations", ENGLAND, "2023-24", sex, "opiate") for sex in ("female", "male")],
        ),
    ],
)
def test_what_else_tells_a_count(places: Places, table: str, row: dict[str, object], told: list[object]) -> None:
    assert list(told_by_other_tables(marts(**{table: [OPIATES | row]}), places)) == told
    nothing = OPIATES | {column: cell for column, cell in row.items() if column in KEYS[table]}
    assert list(told_by_other_tables(marts(**{table: [nothing]}), places)) == []


def test_a_change_tells_the_counts_of_both_years(places: Places) -> None:
    change: dict[str, object] = {"area_code": LEEDS, "substance_group": "opiate", "measure": "in_treatment"}
    change |= {"from_period": "2022-23", "to_period": "2023-24"}
    assert list(told_by_other_tables(marts(share_change=[change]), places)) == []
    assert list(told_by_other_tables(marts(share_change=[change | {"to_share": 0.5}]), places)) == [WOMEN, MEN]
    assert len(list(told_by_other_tables(marts(share_change=[change | {"change_low": 0.0}]), places))) == 4


def test_a_small_count_of_waits_follows_from_the_bands(draw: Draw) -> None:
    country = draw(record(MODST="NA"))
    row: dict[str, object] = {"area_code": LEEDS, "period": "2023-24", "sex": "female", "substance_group": "opiate"}
    row |= {"intervention_order": "first", "clock": "offered", "over_3_weeks": 0}
    row |= {"over_3_to_6_weeks": 0, "over_6_weeks": 0, "status": "suppressed"}
    cell = (LEEDS, "2023-24", "female", "opiate", "first", "offered")
    # No row says that there are no waits: all the others must be there, and hidden.
    others = [
        row | {"area_code": place, "sex": sex, "substance_group": group}
        for place, period, sex, group, _order, _clock in country.waits.days
        if period == "2023-24" and (place, sex, group) != (LEEDS, "female", "opiate")
    ]
    assert waits_given_away(marts(waiting_time=[row, *others]), country) == {}
    shown = waits_given_away(marts(waiting_time=[row | {"waits": 1}, *others]), country)
    assert shown[(cell, "waits")] == "shown"
    assert shown[(cell, "within_3_weeks")] == "1 to 1"
    assert shown[((LEEDS, "2023-24", "all", "all", "first", "offered"), "waits")] == "1 to 1", "from the lines up"


def test_open_mode_may_say_less_but_nothing_else() -> None:
    ok: dict[str, object] = {
        "indicator": "people_in_treatment",
        "sex": "all",
        "breakdown": "all",
        "category": "all",
    }
    ok |= OPIATES
    told: list[dict[str, object]] = [ok | {"numerator": 6, "value": 6}]
    assert differences_between_modes(marts(indicator_value=told), marts(indicator_value=told)) == []
    less: list[dict[str, object]] = [ok | {"status": "suppressed"}]
    assert differences_between_modes(marts(indicator_value=less), marts(indicator_value=told)) == []
    assert len(differences_between_modes(marts(indicator_value=[ok]), marts(indicator_value=told))) == 2
    other = [ok | {"numerator": 6, "value": 5}]
    assert len(differences_between_modes(marts(indicator_value=other), marts(indicator_value=told))) == 1
