"""From referral to start: the estimate against statsmodels and plain shares, and small records counted by hand."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from statsmodels.duration.survfunc import CumIncidenceRight

from pipelines.warehouse import Warehouse
from tests.boring.shares import wilson
from tests.builds import Built, Record, built, lay_population, lay_records, people
from tests.records import WOMAN

SETTINGS = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

ENGLAND, LEEDS = "E92000001", "E08000035"
WAITING, STARTED, LEFT = 0, 1, 2
Person = tuple[int, int]
"""Days from referral, and what had become of them then."""

some_people = st.lists(st.tuples(st.integers(0, 20), st.integers(WAITING, LEFT)), min_size=1, max_size=60)
all_followed = st.lists(st.tuples(st.integers(0, 20), st.integers(STARTED, LEFT)), min_size=1, max_size=60)


class Curves:
    """The formula, asked of some people at a time."""

    def __init__(self, warehouse: Warehouse) -> None:
        self.warehouse = warehouse

    def __call__(self, persons: Sequence[Person], last_day: int = 20) -> list[dict[str, Any]]:
        """Each day of their curve."""
        rows = [
            (7, day, *(count if outcome == one else 0 for one in (STARTED, LEFT, WAITING)))
            for (day, outcome), count in Counter(persons).items()
        ]
        with self.warehouse.listed("counted", ("cell", "day", "starts", "leavings", "censored"), rows):
            return self.warehouse.frame(
                f"""
                select *, incidence_low(started, started_variance, followed) as started_low,
                    incidence_high(started, started_variance, followed) as started_high,
                    incidence_low(gone, gone_variance, followed) as gone_low,
                    incidence_high(gone, gone_variance, followed) as gone_high,
                    journeys_worth(started, started_variance, journeys, followed) as worth
                from cumulative_incidence('counted', {last_day}) order by day
                """
            ).to_dicts()


@pytest.fixture(scope="module")
def curves(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Curves]:
    with Warehouse(tmp_path_factory.mktemp("curves")) as warehouse:
        yield Curves(warehouse)


class TestTheEstimate:
    @SETTINGS
    @given(persons=some_people)
    @example(persons=[(0, STARTED)])
    @example(persons=[(3, LEFT), (3, WAITING), (3, STARTED), (5, STARTED)])
    def test_is_that_of_statsmodels_with_its_standard_error(self, curves: Curves, persons: list[Person]) -> None:
        time, status = (np.array(column) for column in zip(*persons, strict=True))
        # one of each kind that comes too late to count, so that both curves are there to be compared
        time, status = np.append(time, [21, 22]), np.append(status, [STARTED, LEFT])
        late = [*persons, (21, STARTED), (22, LEFT)]
        with np.errstate(divide="ignore", invalid="ignore"):  # theirs, where everybody is gone
            theirs = CumIncidenceRight(time, status)
        by_day = dict(zip(theirs.times.tolist(), range(len(theirs.times)), strict=True))
        ours = curves(late)
        for day in (day for day in ours if day["day"] in by_day):
            place = by_day[day["day"]]
            assert day["started"] == pytest.approx(theirs.cinc[0][place], abs=1e-9)
            assert day["gone"] == pytest.approx(theirs.cinc[1][place], abs=1e-9)
            assert day["started_variance"] == pytest.approx(theirs.cinc_se[0][place] ** 2, abs=1e-9)
            assert day["gone_variance"] == pytest.approx(theirs.cinc_se[1][place] ** 2, abs=1e-9)

    @SETTINGS
    @given(persons=all_followed)
    def test_is_the_plain_share_while_nobody_is_lost_from_sight(self, curves: Curves, persons: list[Person]) -> None:
        n = len(persons)
        for day in curves(persons):
            for outcome, name in ((STARTED, "started"), (LEFT, "gone")):
                share = sum(1 for on, became in persons if on <= day["day"] and became == outcome) / n
                assert day[name] == pytest.approx(share, abs=1e-9)
                assert day[f"{name}_variance"] == pytest.approx(share * (1 - share) / n, abs=1e-9)
            assert day["worth"] == pytest.approx(n, abs=1e-6)

    @SETTINGS
    @given(persons=some_people)
    def test_never_falls_and_leaves_the_rest_waiting(self, curves: Curves, persons: list[Person]) -> None:
        days = [day for day in curves(persons) if day["is_known"]]
        for earlier, later in pairwise(days):
            assert earlier["started"] <= later["started"]
            assert earlier["gone"] <= later["gone"]
        for day in days:
            assert -1e-11 <= 1 - day["started"] - day["gone"] <= 1

    @SETTINGS
    @given(persons=some_people)
    def test_is_not_known_once_nobody_is_in_sight_and_somebody_was_waiting(
        self, curves: Curves, persons: list[Person]
    ) -> None:
        last = max(day for day, _ in persons)
        is_settled = all(became != WAITING for day, became in persons if day == last)
        for day in curves(persons):
            assert day["is_known"] == (day["day"] <= last or is_settled)

    def test_counts_those_last_seen_on_a_day_as_at_risk_in_it(self, curves: Curves) -> None:
        (first, *_) = curves([(0, STARTED), (0, WAITING), (0, WAITING), (1, STARTED)])
        assert (first["started"], first["followed"]) == (0.25, 4)

    def test_of_two_who_see_one_lost_the_other_counts_for_both(self, curves: Curves) -> None:
        days = curves([(1, STARTED), (2, WAITING), (3, LEFT), (3, STARTED)], last_day=4)
        assert [day["started"] for day in days] == [0, 0.25, 0.25, 0.625, 0.625]
        assert [day["gone"] for day in days] == [0, 0, 0, 0.375, 0.375]
        assert [day["followed"] for day in days] == [4, 4, 4, 3, 3]


class TestItsLimits:
    @SETTINGS
    @given(persons=some_people)
    def test_hold_it_lie_between_nought_and_one_and_apart(self, curves: Curves, persons: list[Person]) -> None:
        for day in (day for day in curves(persons) if day["is_known"]):
            for name in ("started", "gone"):
                assert 0 <= day[f"{name}_low"] <= day[name] <= day[f"{name}_high"] <= 1
                assert day[f"{name}_low"] < day[f"{name}_high"]

    @SETTINGS
    @given(starts=st.integers(0, 200), others=st.integers(0, 200))
    def test_are_close_to_wilsons_while_nobody_is_lost_from_sight(
        self, curves: Curves, starts: int, others: int
    ) -> None:
        assume(starts + others >= 20)
        first = curves([(0, STARTED)] * starts + [(9, LEFT)] * others)[0]
        low, high = wilson(starts, starts + others)
        near = 0 if not (starts and others) else 0.6 / np.sqrt(starts + others)
        assert first["started_low"] == pytest.approx(low, abs=near + 1e-9)
        assert first["started_high"] == pytest.approx(high, abs=near + 1e-9)

    @pytest.mark.parametrize(("lost", "followed"), [(0, 40), (15, 25)])
    def test_are_wilsons_of_those_followed_where_none_or_all_have_started(
        self, curves: Curves, lost: int, followed: int
    ) -> None:
        persons = [(1, WAITING)] * lost + [(5, STARTED)] * (40 - lost)
        days = curves(persons)
        assert (days[4]["started_low"], days[4]["started_high"]) == pytest.approx(wilson(0, followed))
        assert (days[5]["started_low"], days[5]["started_high"]) == pytest.approx(wilson(followed, followed))

    def test_are_those_of_fewer_journeys_where_some_are_lost_from_sight(self, curves: Curves) -> None:
        early, late = [(5, STARTED)] * 20, [(15, STARTED)] * 20
        whole = curves([*early, *late, *[(20, WAITING)] * 20])[15]
        lost = curves([*early, *late, *[(20, WAITING)] * 10, *[(10, WAITING)] * 10])[15]
        assert whole["worth"] == pytest.approx(60)
        assert (lost["journeys"], lost["followed"]) == (60, 50)
        assert lost["worth"] < 60


# A man of the year before, who carries the records on to the end of March 2024.
LATER = WOMAN | {
    "CLIENTID": "later", "SINITIAL": "Z", "SEX": "M", "REFLD": "01/04/2022", "TRIAGED": "02/04/2022",
    "REFMODDT": "", "FAOMODDT": "", "MODST": "05/04/2022", "MODEND": "31/03/2024",
}  # fmt: skip
REFERRED = date(2023, 4, 1)
NOWHERE = {"LA": "", "DAT": "Z00B"}


def waiting(women: int, men: int, **cells: str) -> list[Record]:
    """Women and men triaged the day they were referred, and still waiting."""
    referred = dict.fromkeys(("REFLD", "TRIAGED", "REFMODDT"), written(REFERRED))
    return [*people(women, men, **(referred | {"FAOMODDT": "", "MODST": ""} | cells))]


def starting(women: int, men: int, days: int, **cells: str) -> list[Record]:
    """The same, who started so many days after the referral."""
    return waiting(women, men, MODST=written(REFERRED + timedelta(days=days)), **cells)


def leaving(women: int, men: int, days: int, **cells: str) -> list[Record]:
    """The same, who left so many days after the referral."""
    return waiting(women, men, DISD=written(REFERRED + timedelta(days=days)), DISRSN="86", **cells)


def written(day: date) -> str:
    """A day as records write it."""
    return day.strftime("%d/%m/%Y")


LATELY = {"REFLD": "15/03/2024", "TRIAGED": "20/03/2024"}
HUNDRED_WOMEN = [*starting(50, 0, 5), *starting(31, 0, 14), *leaving(9, 0, 9), *waiting(10, 0)]
MANY = [*starting(30, 30, 3), *waiting(10, 10)]
# One authority each, so that one build tells of all.
SCENARIOS: dict[str, list[Record]] = {
    "two weeks": [*HUNDRED_WOMEN, *starting(0, 20, 30)],
    "the records end": [*waiting(1, 0, **LATELY), *waiting(1, 0, MODST="25/03/2024", **LATELY)],
    "started and left": [*starting(1, 0, 126, DISD="01/05/2023", DISRSN="86"), *starting(1, 0, 127)],
    "recovery support": starting(1, 0, 4, MODAL="96"),
    "two episodes": [
        WOMAN | {"MODST": "", "DISD": "20/04/2023", "DISRSN": "86"},
        WOMAN
        | {"EPISODID": "2", "REFLD": "25/04/2023", "TRIAGED": "01/05/2023", "MODST": "11/05/2023", "MODID": "2"}
        | {"REFMODDT": "01/05/2023", "FAOMODDT": ""},
    ],
    "two lines of one episode": [
        WOMAN | {"FAOMODDT": "", "MODST": "03/04/2023", "REFMODDT": "02/04/2023", "TRIAGED": "02/04/2023"},
        WOMAN
        | {"REFLD": "10/04/2023", "TRIAGED": "12/04/2023", "MODID": "2", "REFMODDT": "", "MODST": "", "FAOMODDT": ""},
    ],
    "not quite round": [*HUNDRED_WOMEN, *starting(53, 0, 3)],
    "fewer than a hundred": [*starting(22, 0, 3), *waiting(21, 0)],
    "fewer than ten": starting(9, 30, 3),
    "four between two days": [*MANY, *starting(0, 4, 85)],
    "four after all days": [*MANY, *starting(0, 4, 127)],
    "four waiting": [*starting(0, 30, 3), *starting(30, 0, 3), *waiting(10, 4)],
    "four left": [*MANY, *leaving(0, 4, 21)],
    "five left": [*MANY, *leaving(0, 5, 21)],
    "three and three left": [*MANY, *leaving(3, 3, 21)],
}
AREAS = {name: f"E060000{number:02}" for number, name in enumerate(SCENARIOS, start=1)}


def in_own_area(name: str, records: Sequence[Record]) -> list[Record]:
    """The records of a scenario, of people of its own in an area of its own."""
    mark = AREAS[name][-2:]
    return [
        record | {"UTLA": AREAS[name], "FINITIAL": record["FINITIAL"] + mark, "CLIENTID": record["CLIENTID"] + mark}
        for record in records
    ]


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every scenario, and three more women in Leeds and nowhere."""
    folder = tmp_path_factory.mktemp("country") / "raw"
    records = [record for name, of_one in SCENARIOS.items() for record in in_own_area(name, of_one)]
    lay_records(folder, [*records, *starting(2, 0, 3), *starting(1, 0, 8, **NOWHERE), LATER])
    return folder


@pytest.fixture(scope="module")
def restricted(raw: Path) -> Built:
    return built(raw, raw.parent / "restricted.duckdb", "restricted")


@pytest.fixture(scope="module")
def published(raw: Path) -> Built:
    return built(raw, raw.parent / "open.duckdb", "open")


def told(of: Built, scenario: str, day: int, sex: str = "female") -> tuple[Any, ...]:
    """Journeys, and the shares that had started, had left and were waiting."""
    (row,) = of.rows(
        "select journeys, started_share, left_share, waiting_share, status from time_to_start "
        "where area_code = ? and period = '2023-24' and sex = ? and day = ?",
        [AREAS.get(scenario, scenario), sex, day],
    )
    return tuple(round(cell, 9) if isinstance(cell, float) else cell for cell in row)


class TestACountry:
    def test_of_100_women_81_had_started_within_two_weeks_and_9_had_given_up(self, restricted: Built) -> None:
        assert told(restricted, "two weeks", 13) == (100, 0.5, 0.09, 0.41, "ok")
        assert told(restricted, "two weeks", 14) == (100, 0.81, 0.09, 0.1, "ok")
        assert told(restricted, "two weeks", 126) == (100, 0.81, 0.09, 0.1, "ok")
        assert told(restricted, "two weeks", 30, "male") == (20, 1, 0, 0, "ok")
        assert told(restricted, "two weeks", 30, "all") == (120, round(101 / 120, 9), 0.075, round(10 / 120, 9), "ok")

    def test_tells_by_which_day_half_had_started(self, restricted: Built) -> None:
        rows = restricted.rows(
            "select distinct sex, half_started_days from time_to_start where area_code = ? order by all",
            [AREAS["two weeks"]],
        )
        assert rows == [("all", 14), ("female", 5), ("male", 30)]

    def test_has_every_day_of_every_sex_once(self, restricted: Built) -> None:
        rows = restricted.rows(
            "select sex, count(distinct day), min(day), max(day), count(*) from time_to_start "
            "where area_code = ? group by all order by all",
            [AREAS["two weeks"]],
        )
        assert rows == [(sex, 127, 0, 126, 127) for sex in ("all", "female", "male")]

    def test_who_waits_still_counts_until_the_records_end(self, restricted: Built) -> None:
        assert told(restricted, "the records end", 9) == (2, 0, 0, 1, "ok")
        assert told(restricted, "the records end", 10) == (2, 0.5, 0, 0.5, "ok")
        assert told(restricted, "the records end", 16) == (2, 0.5, 0, 0.5, "ok")
        assert told(restricted, "the records end", 17) == (2, None, None, None, "not_published")
        assert told(restricted, "the records end", 126) == (2, None, None, None, "not_published")

    def test_who_started_in_the_end_counts_as_started_though_they_left(self, restricted: Built) -> None:
        assert told(restricted, "started and left", 125) == (2, 0, 0, 1, "ok")
        assert told(restricted, "started and left", 126) == (2, 0.5, 0, 0.5, "ok")

    def test_recovery_support_is_no_start(self, restricted: Built) -> None:
        assert told(restricted, "recovery support", 126) == (1, 0, 0, 1, "ok")

    def test_the_clock_runs_from_the_first_episodes_referral_to_any_episodes_start(self, restricted: Built) -> None:
        assert told(restricted, "two episodes", 39) == (1, 0, 0, 1, "ok")
        assert told(restricted, "two episodes", 40) == (1, 1, 0, 0, "ok")

    def test_a_start_before_the_referral_is_one_on_its_day(self, restricted: Built) -> None:
        assert told(restricted, "two lines of one episode", 0) == (1, 1, 0, 0, "ok")

    def test_who_cannot_be_placed_counts_in_england_only(self, restricted: Built) -> None:
        assert told(restricted, LEEDS, 3) == (2, 1, 0, 0, "ok")
        ((in_regions,),) = restricted.rows(
            "select sum(journeys)::integer from time_to_start join area using (area_code) "
            "where area_kind = 'region' and period = '2023-24' and sex = 'female' and day = 0"
        )
        assert told(restricted, ENGLAND, 0)[0] == in_regions + 1


class TestAnOpenBuild:
    def test_tells_of_six_days_in_counts_rounded_to_five(self, published: Built) -> None:
        days = published.rows("select distinct day, rounded_to from time_to_start order by day")
        assert days == [(day, 5) for day in (7, 14, 21, 42, 84, 126)]
        # 134, 9 and 10 of 153
        shares = (round(135 / 155, 9), round(10 / 155, 9), round(10 / 155, 9))
        assert told(published, "not quite round", 14) == (155, *shares, "ok")

    @pytest.mark.parametrize(
        ("scenario", "low", "high"),
        [
            # 135 of 155, give or take two and a half of each
            ("not quite round", wilson(132.5, 157.5)[0], wilson(137.5, 152.5)[1]),
            # 20 of 45, give or take two and a half of each
            ("fewer than a hundred", wilson(17.5, 47.5)[0], wilson(22.5, 42.5)[1]),
        ],
    )
    def test_has_the_limits_of_rounded_counts(self, published: Built, scenario: str, low: float, high: float) -> None:
        (limits,) = published.rows(
            "select started_share_low, started_share_high from time_to_start "
            "where area_code = ? and day = 14 and sex = 'female'",
            [AREAS[scenario]],
        )
        assert limits == pytest.approx((low, high), abs=1e-9)

    @pytest.mark.parametrize(
        ("scenario", "of_sexes", "of_all"),
        [
            ("five left", "ok", "ok"),
            ("four after all days", "ok", "ok"),
            ("four between two days", "ok", "ok"),
            ("four waiting", "suppressed", "ok"),
            ("three and three left", "suppressed", "ok"),
            ("four left", "suppressed", "suppressed"),
            ("fewer than ten", "suppressed", "ok"),
        ],
    )
    def test_tells_of_neither_sex_where_one_has_few(
        self, published: Built, scenario: str, of_sexes: str, of_all: str
    ) -> None:
        statuses = published.rows(
            "select distinct sex, status from time_to_start where area_code = ? and period = '2023-24' order by all",
            [AREAS[scenario]],
        )
        assert statuses == [("all", of_all), ("female", of_sexes), ("male", of_sexes)]

    def test_says_nothing_else_of_whom_it_hides(self, published: Built) -> None:
        rows = published.rows(
            "select distinct columns(* exclude (area_code, period, sex, day, status, rounded_to)) from time_to_start "
            "where status = 'suppressed'"
        )
        assert rows == [(None,) * 9]


def test_without_records_there_is_nobody_to_tell_of(tmp_path: Path) -> None:
    lay_population(tmp_path / "raw", {ENGLAND: 5})
    assert built(tmp_path / "raw", tmp_path / "marts.duckdb", "open").rows("select * from time_to_start") == []
