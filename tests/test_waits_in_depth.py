"""Waits by quarter and by day, those still waiting, days of treatment and caseloads: small records, counted by hand."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.builds import Built, Record, built, lay_records, lay_returns, people
from tests.records import WOMAN
from tests.returns import RETURN

ENGLAND, YORKSHIRE, LEEDS, BRADFORD = "E92000001", "E12000003", "E08000035", "E08000032"
IN_BRADFORD = {"LA": "00CX", "DAT": ""}
NOWHERE = {"LA": "", "DAT": "Z00B"}
# A record that carries the years on to the end of March 2024, and has no wait of its own.
LATER = WOMAN | {
    "CLIENTID": "later",
    "SINITIAL": "Z",
    "REFMODDT": "",
    "FAOMODDT": "",
    "MODEND": "31/03/2024",
}


@pytest.fixture
def build_of(tmp_path: Path) -> Any:
    """Builds some records, of which one reaches to the end of 2023-24."""

    def build(records: Sequence[Record], mode: Any = "restricted") -> Built:
        lay_records(tmp_path / "raw", [*records, LATER])
        return built(tmp_path / "raw", tmp_path / f"{mode}.duckdb", mode)

    return build


def waits(of: Built, clock: str = "started", area: str = ENGLAND, sex: str = "all") -> dict[tuple[str, str], Any]:
    """Waits and median days by order of intervention and period, all substances together."""
    found = of.rows(
        "select intervention_order, period, waits, median_days from waiting_time "
        "where clock = ? and area_code = ? and sex = ? and substance_group = 'all' order by all",
        [clock, area, sex],
    )
    return {(order, period): numbers for order, period, *numbers in found}


class TestAnIntervention:
    def test_of_several_lines_takes_the_one_with_the_greatest_dates(self, build_of: Any) -> None:
        lines = [
            WOMAN | {"REFMODDT": "12/04/2023", "FAOMODDT": "13/04/2023", "MODST": "14/04/2023", "SUBMID": "1"},
            WOMAN | {"REFMODDT": "12/04/2023", "FAOMODDT": "12/04/2023", "MODST": "30/04/2023", "SUBMID": "2"},
            WOMAN | {"REFMODDT": "11/04/2023", "FAOMODDT": "30/04/2023", "MODST": "30/05/2023", "SUBMID": "3"},
            WOMAN | {"REFMODDT": "", "FAOMODDT": "30/04/2023", "MODST": "30/05/2023", "SUBMID": "4"},
        ]
        assert waits(build_of(lines)) == {("first", "2023-24"): [1, 2.0], ("first", "2023-24 Q1"): [1, 2.0]}

    def test_without_a_key_is_told_apart_by_what_is_known_of_it(self, build_of: Any) -> None:
        lines = [
            WOMAN | {"MODID": "", "SUBMID": "1"},
            WOMAN | {"MODID": "", "SUBMID": "2"},
            WOMAN | {"MODID": "", "SUBMID": "3", "MODAL": "94"},
            WOMAN | {"MODID": "", "SUBMID": "4", "MODST": "21/04/2023"},
        ]
        found = waits(build_of(lines))
        assert found["first", "2023-24"] == [1, 10.0]
        assert found["subsequent", "2023-24"] == [2, 10.5]

    def test_alike_but_for_its_offer_is_first_by_its_key(self, build_of: Any) -> None:
        lines = [
            WOMAN | {"MODID": "10", "FAOMODDT": "11/04/2023"},
            WOMAN | {"MODID": "9", "FAOMODDT": "19/04/2023"},
            WOMAN | {"MODID": "", "FAOMODDT": "10/04/2023"},
        ]
        found = waits(build_of(lines), "offered")
        assert found["first", "2023-24"] == [1, 1.0]
        assert found["subsequent", "2023-24"] == [2, 4.5]

    def test_that_has_started_is_earlier_than_one_that_has_not(self, build_of: Any) -> None:
        lines = [
            WOMAN | {"MODID": "1", "MODST": "", "FAOMODDT": "13/04/2023"},
            WOMAN | {"MODID": "2", "MODST": "30/04/2023", "FAOMODDT": "14/04/2023"},
        ]
        found = waits(build_of(lines), "offered")
        assert (found["first", "2023-24"], found["subsequent", "2023-24"]) == ([1, 4.0], [1, 3.0])


class TestWaitsOfAQuarter:
    def test_have_the_place_and_drugs_known_by_the_end_of_the_year(self, build_of: Any) -> None:
        moved = {"EPISODID": "2", "REFLD": "01/02/2024", "TRIAGED": "05/02/2024", "DRUG1": "1011", **IN_BRADFORD}
        no_wait = {"REFMODDT": "", "FAOMODDT": "", "MODST": ""}
        found = build_of([WOMAN, WOMAN | moved | no_wait])
        rows = found.rows("select distinct area_code, period, substance_group from waiting_time order by all")
        assert rows == [
            (area, period, group)
            for area in (BRADFORD, YORKSHIRE, ENGLAND)
            for period in ("2023-24", "2023-24 Q1")
            for group in ("all", "opiate")
        ]

    def test_that_ended_before_any_triage_of_the_year_have_those_of_the_first_episode(self, build_of: Any) -> None:
        early = {"REFLD": "01/03/2023", "REFMODDT": "01/03/2023", "FAOMODDT": "31/03/2023"}
        other = {"EPISODID": "0", "TRIAGED": "01/01/2023", "REFLD": "01/01/2023", "CLIENTID": "7", "SINITIAL": "Q"}
        again = WOMAN | {"EPISODID": "2", "TRIAGED": "12/04/2023", "REFMODDT": "", "MODID": "", "MODAL": ""}
        found = build_of([WOMAN | early, again | {"MODST": "", "FAOMODDT": "", **IN_BRADFORD}, WOMAN | other])
        rows = found.rows(
            "select area_code, period, waits from waiting_time where clock = 'offered' and sex = 'all' "
            "and substance_group = 'all' and area_code in (?, ?) and period like '2022-23%' order by all",
            [LEEDS, BRADFORD],
        )
        assert rows == [(LEEDS, "2022-23", 1), (LEEDS, "2022-23 Q4", 1)]

    def test_add_up_to_their_year(self, build_of: Any) -> None:
        starts = [f"{day}/{month}/2023" for month in ("05", "07", "11") for day in ("11", "20", "28")]
        found = waits(build_of([row for day in starts for row in people(1, 2, MODST=day)]))
        assert {period: count for (_, period), (count, _) in found.items()} == {
            "2023-24": 27,
            "2023-24 Q1": 9,
            "2023-24 Q2": 9,
            "2023-24 Q3": 9,
        }

    def test_are_offered_for_a_day_to_come_in_the_year_alone(self, build_of: Any) -> None:
        found = build_of([WOMAN | {"FAOMODDT": "10/02/2025", "CPLANDT": "01/05/2024"}])
        assert list(waits(found, "offered")) == [("first", "2024-25")]
        assert found.rows("select year, quarter, waits from wait_days where clock = 'offered'") == [
            ("2024-25", "2024-25 Q4", 1)
        ]


@pytest.mark.parametrize(
    "days",
    [[0], [3, 8], [0, 0, 21], [1, 2, 3, 4], [5] * 10 + [40], list(range(11)), [0, 30, 43, 22, 21, 42, 60, 7, 7, 90, 1]],
)
def test_medians_and_90th_percentiles_are_those_of_the_single_waits(build_of: Any, days: list[int]) -> None:
    rows = []
    for number, waited in enumerate(days):
        with duckdb.connect() as calendar:
            ((started,),) = calendar.execute("select strftime(date '2023-04-10' + ?, '%d/%m/%Y')", [waited]).fetchall()
        rows += people(number % 2, 1 - number % 2, MODST=started, CLIENTID=str(number), SINITIAL=f"S{number}")
    with duckdb.connect() as plain:
        (expected,) = plain.execute(
            "select count(*), count(*) filter (d <= 21), count(*) filter (d between 22 and 42), "
            "count(*) filter (d > 42), quantile_cont(d, 0.5), quantile_cont(d, 0.9), avg(d) "
            "from (select unnest(?) as d)",
            [days],
        ).fetchall()
    found = build_of(rows).rows(
        "select waits, within_3_weeks, over_3_to_6_weeks, over_6_weeks, median_days, p90_days, mean_days "
        "from waiting_time where area_code = ? and period = '2023-24' and clock = 'started' and sex = 'all' "
        "and substance_group = 'all'",
        [ENGLAND],
    )
    assert found == [expected]


class TestWaitDays:
    def test_are_single_days_of_authorities_and_of_those_not_placed(self, build_of: Any) -> None:
        rows = people(2, 1) + people(1, 0, MODST="15/07/2023", **IN_BRADFORD) + people(1, 0, DRUG1="1011", **NOWHERE)
        found = build_of(rows).rows(
            "select area_code, year, quarter, sex, substance_group, intervention_order, days_from, days_to, waits "
            "from wait_days where clock = 'started' order by all"
        )
        assert found == [
            (BRADFORD, "2023-24", "2023-24 Q2", "female", "alcohol", "first", 96, 96, 1),
            (LEEDS, "2023-24", "2023-24 Q1", "female", "alcohol", "first", 10, 10, 2),
            (LEEDS, "2023-24", "2023-24 Q1", "male", "alcohol", "first", 10, 10, 1),
            ("not_placed", "2023-24", "2023-24 Q1", "female", "opiate", "first", 10, 10, 1),
        ]

    def test_of_an_open_build_are_steps_of_a_year_where_none_is_small(self, build_of: Any) -> None:
        rows = people(6, 7) + people(5, 5, MODST="29/04/2023", DRUG1="1011") + people(5, 0, MODST="30/07/2023")
        rows += people(9, 3, **IN_BRADFORD)
        found = build_of(rows, "open").rows(
            "select quarter, sex, substance_group, days_from, days_to, waits from wait_days "
            "where clock = 'started' and area_code = ? order by all",
            [LEEDS],
        )
        assert found == [
            (None, "female", "all", 8, 14, 6),
            (None, "female", "all", 15, 21, 5),
            (None, "female", "all", 85, None, 5),
            (None, "male", "all", 8, 14, 7),
            (None, "male", "all", 15, 21, 5),
        ]

    def test_of_an_open_build_are_not_told_where_a_step_of_either_sex_is_small(self, build_of: Any) -> None:
        found = build_of(people(6, 8) + people(6, 2, FAOMODDT="11/04/2023"), "open")
        assert found.rows("select * from wait_days") == []


def waiting(of: Built, clock: str) -> list[tuple[Any, ...]]:
    """Those still waiting, in all of England."""
    return of.rows(
        "select period, intervention_order, waiting, within_3_weeks, over_3_to_6_weeks, over_6_weeks, median_days "
        "from still_waiting where clock = ? and area_code = ? and sex = 'all' and substance_group = 'all' order by all",
        [clock, ENGLAND],
    )


class TestStillWaiting:
    def test_is_from_the_referral_until_the_day_before_the_start(self, build_of: Any) -> None:
        lines = [
            WOMAN | {"MODID": "1", "REFMODDT": "30/06/2023", "MODST": "01/10/2023", "FAOMODDT": "30/09/2023"},
            WOMAN | {"MODID": "2", "REFMODDT": "01/07/2023", "MODST": "30/09/2023", "FAOMODDT": "29/09/2023"},
        ]
        found = build_of(lines)
        assert waiting(found, "started") == [
            ("2023-24 Q1", "first", 1, 1, 0, 0, 0.0),
            ("2023-24 Q2", "first", 1, 0, 0, 1, 92.0),
        ]
        assert waiting(found, "offered") == [("2023-24 Q1", "first", 1, 1, 0, 0, 0.0)]

    def test_what_has_started_does_not_wait_to_be_offered(self, build_of: Any) -> None:
        found = build_of([WOMAN | {"REFMODDT": "01/06/2023", "FAOMODDT": "", "MODST": "10/07/2023"}])
        assert waiting(found, "offered") == [("2023-24 Q1", "first", 1, 0, 1, 0, 29.0)]

    def test_is_as_long_as_the_episode_is_open_and_not_before_its_triage(self, build_of: Any) -> None:
        nothing_yet = {"FAOMODDT": "", "MODST": ""}
        lines = [
            WOMAN | {"DISD": "30/09/2023", **nothing_yet},
            WOMAN | {"CLIENTID": "2", "SINITIAL": "C", "TRIAGED": "01/10/2023", "DISD": "30/12/2023", **nothing_yet},
        ]
        assert waiting(build_of(lines), "started") == [
            ("2023-24 Q1", "first", 1, 0, 0, 1, 81.0),
            ("2023-24 Q2", "first", 1, 0, 0, 1, 173.0),
        ]

    def test_is_not_told_of_a_quarter_that_records_do_not_cover(self, tmp_path: Path) -> None:
        for folder, records_end, quarters in (("a", "29/06/2023", []), ("b", "30/06/2023", ["2023-24 Q1"])):
            other = WOMAN | {"CLIENTID": "2", "REFMODDT": "", "MODEND": records_end}
            lay_records(tmp_path / folder, [WOMAN | {"MODST": ""}, other | {"CPLANDT": "01/01/2024"}])
            found = built(tmp_path / folder, tmp_path / f"{folder}.duckdb")
            assert [row[0] for row in waiting(found, "started")] == quarters

    def test_has_the_place_and_drugs_known_by_the_end_of_the_quarter(self, build_of: Any) -> None:
        moved = {"EPISODID": "2", "REFLD": "01/08/2023", "TRIAGED": "05/08/2023", "DRUG1": "5000", **IN_BRADFORD}
        no_wait = {"REFMODDT": "", "FAOMODDT": "", "MODST": ""}
        found = build_of([WOMAN | {"MODST": "02/10/2023"}, WOMAN | moved | no_wait])
        rows = found.rows(
            "select period, area_code, substance_group from still_waiting where clock = 'started' and sex = 'female' "
            "and area_code in (?, ?) and substance_group <> 'all' order by all",
            [LEEDS, BRADFORD],
        )
        assert rows == [("2023-24 Q1", LEEDS, "alcohol"), ("2023-24 Q2", BRADFORD, "non_opiate_and_alcohol")]


LEFT = {"REFLD": "01/04/2023", "TRIAGED": "10/04/2023", "DISD": "11/05/2023", "MODST": ""}


class TestDaysToLeavingBeforeTreatmentStarts:
    def days(self, of: Built) -> list[tuple[Any, ...]]:
        return of.rows(
            "select period, people, median_days, p90_days, mean_days from treatment_days "
            "where measure = 'left_before_starting' and area_code = ? and sex = 'all' and substance_group = 'all' "
            "order by all",
            [ENGLAND],
        )

    def test_are_from_the_first_referral_to_the_end_of_the_journey(self, build_of: Any) -> None:
        lines = [
            WOMAN | LEFT,
            WOMAN | LEFT | {"EPISODID": "2", "REFLD": "20/05/2023", "TRIAGED": "20/05/2023", "DISD": "31/05/2023"},
            *people(0, 2, **LEFT),
        ]
        expected = [3, 40.0, 56.0, pytest.approx(140 / 3)]
        assert self.days(build_of(lines)) == [("2023-24", *expected), ("2023-24 Q1", *expected)]

    def test_are_of_nobody_who_started_or_has_not_left(self, build_of: Any) -> None:
        recovery_support = people(1, 0, **LEFT) + people(0, 1, **LEFT | {"MODST": "20/04/2023", "MODAL": "96"})
        others = [WOMAN | LEFT | {"MODST": "20/04/2023"}, WOMAN | {"CLIENTID": "2", "SINITIAL": "C", "MODST": ""}]
        assert [row[1] for row in self.days(build_of([*recovery_support, *others]))] == [2, 2]


def caseloads(of: Built, period: str = "2023-24") -> dict[tuple[str, str], tuple[Any, ...]]:
    """Women, men and all of each provider and area in a period."""
    found = of.rows(
        "select provider_code, area_code, max(people) filter (sex = 'female'), max(people) filter (sex = 'male'), "
        "max(people) filter (sex = 'all') from provider_caseload "
        "where period = ? and substance_group = 'all' group by all",
        [period],
    )
    return {(provider, area): numbers for provider, area, *numbers in found}


class TestProviderCaseload:
    def test_counts_a_person_at_each_provider_and_once_at_each(self, build_of: Any) -> None:
        again = WOMAN | {"EPISODID": "2", "REFLD": "02/06/2023", "TRIAGED": "02/06/2023", "MODST": "03/06/2023"}
        elsewhere = WOMAN | {"AGNCY": "N0002", "TRIAGED": "01/09/2023", "MODST": "02/09/2023"}
        found = build_of([WOMAN | {"DISD": "01/05/2023"}, again, elsewhere, *people(0, 2)])
        assert caseloads(found, "2023-24 Q1") == {("N0001", LEEDS): [2, 2, 4], ("N0001", "all"): [2, 2, 4]}
        assert caseloads(found) == {
            ("N0001", LEEDS): [2, 2, 4],
            ("N0001", "all"): [2, 2, 4],
            ("N0002", LEEDS): [1, 0, 1],
            ("N0002", "all"): [1, 0, 1],
        }

    def test_places_a_person_by_the_latest_episode_at_that_provider(self, build_of: Any) -> None:
        moved = WOMAN | {"EPISODID": "2", "TRIAGED": "01/09/2023", "MODST": "", **IN_BRADFORD}
        elsewhere = WOMAN | {"AGNCY": "N0002", "TRIAGED": "01/10/2023", "MODST": "", **NOWHERE}
        found = build_of([WOMAN, moved, elsewhere])
        first, later = caseloads(found, "2023-24 Q1"), caseloads(found, "2023-24 Q3")
        assert first == {("N0001", LEEDS): [2, 0, 2], ("N0001", "all"): [2, 0, 2]}
        assert later == {
            ("N0001", LEEDS): [1, 0, 1],
            ("N0001", BRADFORD): [1, 0, 1],
            ("N0001", "all"): [2, 0, 2],
            ("N0002", "not_placed"): [1, 0, 1],
            ("N0002", "all"): [1, 0, 1],
        }

    def test_is_of_people_in_treatment(self, build_of: Any) -> None:
        not_started = WOMAN | {"AGNCY": "N0002", "CLIENTID": "2", "SINITIAL": "C", "MODST": ""}
        left = WOMAN | {"AGNCY": "N0003", "CLIENTID": "3", "SINITIAL": "D", "DISD": "30/06/2023"}
        found = build_of([not_started, left])
        assert sorted(caseloads(found, "2023-24 Q1")) == [
            (code, area) for code in ("N0001", "N0003") for area in (LEEDS, "all")
        ]
        assert sorted(caseloads(found, "2023-24 Q2")) == [("N0001", LEEDS), ("N0001", "all")]

    def test_that_started_only_after_leaving_is_of_the_year_alone(self, build_of: Any) -> None:
        late = WOMAN | {"AGNCY": "N0002", "CLIENTID": "2", "SINITIAL": "C", "DISD": "20/05/2023", "MODST": "20/07/2023"}
        found = build_of([late])
        periods = found.rows("select distinct period from provider_caseload where provider_code = 'N0002'")
        assert periods == [("2023-24",)]

    def test_has_the_share_of_women_beside_all(self, build_of: Any) -> None:
        rows = build_of(people(3, 4)).rows(
            "select sex, people, round(womens_share, 4), womens_share_low < 0.5, womens_share_high > 0.5 "
            "from provider_caseload "
            "where area_code = 'all' and period = '2023-24' and substance_group = 'all' order by all"
        )
        assert rows == [("all", 8, 0.5, True, True), ("female", 4, None, None, None), ("male", 4, None, None, None)]

    def test_shows_no_code_that_is_none(self, build_of: Any) -> None:
        rows = [
            WOMAN | {"AGNCY": "Ann Smith"},
            WOMAN | {"AGNCY": "Bea Jones", "CLIENTID": "2"},
            WOMAN | {"AGNCY": "n0001", "CLIENTID": "3"},
        ]
        assert caseloads(build_of(rows)) == {
            ("N0001", LEEDS): [2, 0, 2],
            ("N0001", "all"): [2, 0, 2],
            ("not a provider code", LEEDS): [1, 0, 1],
            ("not a provider code", "all"): [1, 0, 1],
        }


class TestAnOpenBuild:
    def test_shows_quarters_of_waits_as_finely_as_all_quarters_of_the_year_are_safe(self, build_of: Any) -> None:
        early, late = {"MODST": "20/04/2023"}, {"MODST": "20/07/2023", "FAOMODDT": "20/07/2023"}
        rows = people(6, 7, **early) + people(5, 9, **late) + people(8, 9, **early | IN_BRADFORD)
        rows += people(9, 3, **late | IN_BRADFORD)
        found = build_of(rows, "open").rows(
            "select area_code, period, status, count(*) from waiting_time "
            "where area_code in (?, ?) and length(period) > 7 and clock = 'started' group by all order by all",
            [LEEDS, BRADFORD],
        )
        assert found == [
            (BRADFORD, "2023-24 Q1", "ok", 1),
            (BRADFORD, "2023-24 Q1", "suppressed", 5),
            (BRADFORD, "2023-24 Q2", "ok", 1),
            (BRADFORD, "2023-24 Q2", "suppressed", 5),
            (LEEDS, "2023-24 Q1", "ok", 6),
            (LEEDS, "2023-24 Q2", "ok", 6),
        ]

    def test_shows_quarters_as_finely_as_is_safe(self, build_of: Any) -> None:
        rows = people(6, 7, DRUG1="1011") + people(6, 7) + people(6, 2, DRUG1="5000")
        found = build_of(rows, "open").rows(
            "select sex, substance_group from waiting_time where area_code = ? and period = '2023-24 Q1' "
            "and clock = 'started' and status = 'ok' order by all",
            [LEEDS],
        )
        assert found == [("all", "all"), ("female", "all"), ("male", "all")]

    def test_hides_a_provider_with_a_small_part_whole(self, build_of: Any) -> None:
        rows = people(6, 7, AGNCY="N0002") + people(6, 7, AGNCY="N0003") + people(0, 1, AGNCY="N0003", **IN_BRADFORD)
        found = build_of(rows, "open").rows(
            "select provider_code, status, sum(people), count(womens_share) from provider_caseload "
            "where period = '2023-24' and substance_group = 'all' group by all order by all"
        )
        assert found == [("N0001", "suppressed", None, 0), ("N0002", "ok", 52, 2), ("N0003", "suppressed", None, 0)]

    def test_shows_those_still_waiting_where_no_band_is_small(self, build_of: Any) -> None:
        waits_on = {"MODST": "20/07/2023"}
        rows = people(6, 7, **waits_on) + people(6, 7, **waits_on | IN_BRADFORD)
        rows += people(0, 4, **waits_on | IN_BRADFORD | {"REFMODDT": "29/06/2023", "FAOMODDT": "30/06/2023"})
        found = build_of(rows, "open").rows(
            "select area_code, status, count(*), sum(waiting) from still_waiting "
            "where area_code in (?, ?) group by all order by all",
            [LEEDS, BRADFORD],
        )
        assert found == [(BRADFORD, "suppressed", 6, None), (LEEDS, "ok", 6, 52)]


def test_without_records_there_are_no_rows(tmp_path: Path) -> None:
    lay_returns(tmp_path / "raw", [RETURN])
    found = built(tmp_path / "raw", tmp_path / "marts.duckdb")
    for mart in ("waiting_time", "wait_days", "still_waiting", "treatment_days", "provider_caseload"):
        assert found.rows(f"select * from {mart}") == []
