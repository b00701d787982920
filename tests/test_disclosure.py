"""In open mode no count of one to four is shown or given away; everything else is."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.build import check
from pipelines.disclosure import WAIT_COUNTS, Mode, hide
from pipelines.errors import Refused
from pipelines.warehouse import Warehouse
from tests.boring.hide import given_away
from tests.builds import Built, built, lay_deaths, lay_records, lay_returns, people
from tests.returns import RETURN

GROUPS = ("opiate", "non_opiate", "non_opiate_and_alcohol", "alcohol")
SEXES = ("female", "male", "all")
HIDDEN = "–"

Cell = tuple[str, str]
"""Sex and substance group."""


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    with Warehouse(tmp_path_factory.mktemp("warehouse")) as opened:
        opened.script("staging", "partnership.sql")
        opened.script("marts", "build_note.sql")
        opened.script("marts", "record_quality.sql")
        yield opened


def shown_people(
    warehouse: Warehouse, counts: Mapping[Cell, int], mode: Mode = "open", source: str = "ndtms_records"
) -> dict[Cell, int | None]:
    """The counts of one place and year as they would be shown; null is hidden."""
    warehouse.script("staging", "indicator_count.sql")
    warehouse.script("staging", "no_wait_cell.sql")
    rows = [
        {
            "indicator": "people_in_treatment",
            "kind": "count",
            "counts": "people_in_treatment",
            "per": 1,
            "area_code": "E08000035",
            "period": "2023-24",
            "sex": sex,
            "substance_group": group,
            "numerator": float(count),
            "source": source,
        }
        for (sex, group), count in counts.items()
    ]
    warehouse.add("staging.indicator_count", pl.DataFrame(rows))
    hide(mode, warehouse)
    hidden = set(warehouse.rows("select sex, substance_group from staging.hidden_count where sex <> 'any'"))
    return {cell: None if cell in hidden else count for cell, count in counts.items()}


def said(counts: Sequence[int | None]) -> list[str]:
    """Counts as they are drawn."""
    return [HIDDEN if count is None else str(count) for count in counts]


def table(women: Sequence[int], men: Sequence[int]) -> dict[Cell, int]:
    """Every cell of a place and year out of the women and men of each substance group."""
    parts = {"female": women, "male": men, "all": [w + m for w, m in zip(women, men, strict=True)]}
    return {
        (sex, group): count
        for sex, of_sex in parts.items()
        for group, count in zip((*GROUPS, "all"), (*of_sex, sum(of_sex)), strict=True)
    }


# Women, men and all, every one of them for alcohol; and what is shown of them.
TRIPLES = """
    0    0   0   |   0    0   0
    5    5  10   |   5    5  10
    0   12  12   |   0   12  12
    9    6  15   |   9    6  15
    4   12  16   |   –    –  16
   12    1  13   |   –    –  13
    5    4   9   |   –    –   9
    3    4   7   |   –    –   7
    2    3   5   |   –    –   5
    2    2   4   |   –    –   –
    3    0   3   |   –    0   –
    0    1   1   |   0    –   –
"""


@pytest.mark.parametrize("row", TRIPLES.strip().splitlines(), ids=str.strip)
def test_of_women_men_and_all_a_small_count_is_never_hidden_alone(warehouse: Warehouse, row: str) -> None:
    true, shown = row.split("|")
    women, men, _ = map(int, true.split())
    found = shown_people(warehouse, table([0, 0, 0, women], [0, 0, 0, men]))
    assert said([found[sex, "all"] for sex in SEXES]) == shown.split()
    assert said([found[sex, "alcohol"] for sex in SEXES]) == shown.split()


# The men of the four substance groups and of all, where there are no women; and what is shown.
GROUP_ROWS = """
    9  8  7  6  30   |   9  8  7  6  30
    9  8  7  3  27   |   9  8  –  –  27
    9  8  0  3  20   |   9  –  0  –  20
    9  3  2  1  15   |   9  –  –  –  15
    9  2  1  0  12   |   –  –  –  0  12
    0  0  0  3   3   |   0  0  0  –   –
    0  0  0  8   8   |   0  0  0  8   8
"""


@pytest.mark.parametrize("row", GROUP_ROWS.strip().splitlines(), ids=str.strip)
def test_of_substance_groups_and_all_a_small_count_is_never_told_closely(warehouse: Warehouse, row: str) -> None:
    true, shown = row.split("|")
    *men, _ = map(int, true.split())
    found = shown_people(warehouse, table([0, 0, 0, 0], men))
    assert said([found["male", group] for group in (*GROUPS, "all")]) == shown.split()


def test_the_order_of_cells_does_not_decide_which_of_two_alike_is_hidden(warehouse: Warehouse) -> None:
    counts = table([0, 0, 0, 0], [3, 7, 7, 0])
    backwards = dict(reversed(counts.items()))
    assert shown_people(warehouse, counts) == shown_people(warehouse, backwards)


def test_a_count_that_nothing_can_protect_is_refused_rather_than_told(warehouse: Warehouse) -> None:
    with pytest.raises(Refused, match=r"small counts can be worked out .* Build with --mode restricted"):
        shown_people(warehouse, {("female", "all"): 3})


@pytest.mark.parametrize("row", TRIPLES.strip().splitlines(), ids=str.strip)
def test_restricted_mode_hides_nothing(warehouse: Warehouse, row: str) -> None:
    women, men, _ = map(int, row.split("|")[0].split())
    counts = table([0, 0, 0, women], [0, 0, 0, men])
    assert shown_people(warehouse, counts, mode="restricted") == counts


def test_counts_of_a_publisher_are_left_as_they_are(warehouse: Warehouse) -> None:
    counts = {("female", "all"): 3, ("male", "all"): 9, ("all", "all"): 12}
    assert shown_people(warehouse, counts, source="ons_drug_deaths") == counts


PEOPLE_SUMS = [((sex, "all"), [(sex, group) for group in GROUPS]) for sex in SEXES] + [
    (("all", group), [("female", group), ("male", group)]) for group in (*GROUPS, "all")
]

small_counts = st.lists(st.sampled_from([0, 0, 1, 2, 3, 4, 5, 6, 9, 30]), min_size=4, max_size=4)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(women=small_counts, men=small_counts)
def test_no_small_count_of_people_is_shown_or_told_closely(
    warehouse: Warehouse, women: list[int], men: list[int]
) -> None:
    true = table(women, men)
    assert given_away(true, shown_people(warehouse, true), PEOPLE_SUMS) == {}


BANDS = ("within_3_weeks", "over_3_to_6_weeks", "over_6_weeks")
Waits = Mapping[tuple[str, str], tuple[int, int, int]]
"""The three bands of each sex and substance group."""


def shown_waits(warehouse: Warehouse, waits: Waits, mode: Mode = "open") -> dict[tuple[str, str, str], int | None]:
    """Each count of some rows of waits as it would be shown; null is hidden."""
    warehouse.script("staging", "indicator_count.sql")
    warehouse.script("staging", "no_wait_cell.sql")
    rows = [wait_row(sex, group, bands) for (sex, group), bands in waits.items()]
    warehouse.add("staging.wait_cell", pl.DataFrame(rows))
    hide(mode, warehouse)
    found = warehouse.frame("select * from staging.wait_cell").to_dicts()
    return {
        (row["sex"], row["substance_group"], name): None if row[f"hide_{name}"] else row[name]
        for row in found
        for name in WAIT_COUNTS
    }


def wait_row(sex: str, group: str, bands: tuple[int, int, int]) -> dict[str, Any]:
    within, middle, long = bands
    return {
        "area_code": "E08000035",
        "period": "2023-24",
        "sex": sex,
        "substance_group": group,
        "intervention_order": "first",
        "clock": "started",
        "waits": within + middle + long,
        "within_3_weeks": within,
        "over_3_weeks": middle + long,
        "over_3_to_6_weeks": middle,
        "over_6_weeks": long,
    }


# The waits of men for alcohol, where there are no others: all, within three weeks, over three, of which three to six
# and over six; and what is shown.
WAITS = """
   40 30 10  5  5  |  40 30 10  5  5
   40 40  0  0  0  |  40 40  0  0  0
   40 38  2  2  0  |  40  –  –  –  0
   40 31  9  6  3  |  40 31  9  –  –
   40 30 10  0 10  |  40 30 10  0 10
   40  3 37 20 17  |  40  –  – 20  –
    8  4  4  2  2  |   8  –  –  –  –
    5  4  1  1  0  |   5  –  –  –  0
    5  3  2  1  1  |   –  –  –  –  –
    3  3  0  0  0  |   –  –  0  0  0
    2  1  1  1  0  |   –  –  –  –  0
"""
MEN = (("male", "alcohol"), ("male", "all"), ("all", "alcohol"), ("all", "all"))


@pytest.mark.parametrize("row", WAITS.strip().splitlines(), ids=str.strip)
def test_of_the_bands_of_a_wait_a_small_count_is_never_told_closely(warehouse: Warehouse, row: str) -> None:
    true, shown = row.split("|")
    _, within, _, middle, long = map(int, true.split())
    found = shown_waits(warehouse, dict.fromkeys(MEN, (within, middle, long)))
    assert [said([found[*cell, name] for name in WAIT_COUNTS]) for cell in MEN] == [shown.split()] * 4


@pytest.mark.parametrize("row", WAITS.strip().splitlines(), ids=str.strip)
def test_restricted_mode_hides_no_wait(warehouse: Warehouse, row: str) -> None:
    counts = [int(count) for count in row.split("|")[0].split()]
    bands = (counts[1], counts[3], counts[4])
    found = shown_waits(warehouse, dict.fromkeys(MEN, bands), mode="restricted")
    assert [found["all", "all", name] for name in WAIT_COUNTS] == counts


def test_the_order_of_rows_does_not_decide_which_of_two_waits_alike_is_hidden(warehouse: Warehouse) -> None:
    of_groups = {"opiate": (3, 0, 0), "alcohol": (7, 0, 0), "non_opiate": (7, 0, 0), "all": (17, 0, 0)}
    waits = {(sex, group): bands for sex in ("male", "all") for group, bands in of_groups.items()}
    assert shown_waits(warehouse, waits) == shown_waits(warehouse, dict(reversed(waits.items())))


WAIT_SUMS = [
    sum_
    for cell in product(SEXES, (*GROUPS, "all"))
    for sum_ in (
        ((*cell, "waits"), [(*cell, "within_3_weeks"), (*cell, "over_3_weeks")]),
        ((*cell, "over_3_weeks"), [(*cell, "over_3_to_6_weeks"), (*cell, "over_6_weeks")]),
    )
]
WAIT_SUMS += [((sex, "all", name), [(sex, group, name) for group in GROUPS]) for sex in SEXES for name in WAIT_COUNTS]
WAIT_SUMS += [
    (("all", group, name), [("female", group, name), ("male", group, name)])
    for group in (*GROUPS, "all")
    for name in WAIT_COUNTS
]
banded = st.lists(st.tuples(*[st.sampled_from([0, 0, 1, 3, 4, 5, 8, 40])] * 3), min_size=4, max_size=4)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(women=banded, men=banded.filter(lambda rows: any(map(sum, rows))))
def test_no_small_count_of_waits_is_shown_or_told_closely(
    warehouse: Warehouse, women: list[tuple[int, int, int]], men: list[tuple[int, int, int]]
) -> None:
    def added(rows: Sequence[tuple[int, int, int]]) -> tuple[int, int, int]:
        return tuple(map(sum, zip(*rows, strict=True)))  # type: ignore[return-value]

    waits: dict[Cell, tuple[int, int, int]] = {}
    for group, pair in zip((*GROUPS, "all"), zip([*women, added(women)], [*men, added(men)], strict=True), strict=True):
        waits |= {("female", group): pair[0], ("male", group): pair[1], ("all", group): added(pair)}
    # a row is only there when it has a wait; those that are not there are known to be nought
    waits = {cell: bands for cell, bands in waits.items() if sum(bands)}
    shown = shown_waits(warehouse, waits)
    true = {(*cell, name): wait_row(*cell, bands)[name] for cell, bands in waits.items() for name in WAIT_COUNTS}
    empty = [cell for cell in product(SEXES, (*GROUPS, "all")) if cell not in waits]
    nought = {(*cell, name): 0 for cell in empty for name in WAIT_COUNTS}
    assert given_away(true, shown | nought, WAIT_SUMS) == {}


@pytest.fixture(scope="module")
def small_country(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A raw folder with many small counts, in three authorities of two regions."""
    raw = tmp_path_factory.mktemp("small") / "raw"
    rows = people(3, 8) + people(9, 2, DRUG1="1011") + people(0, 3, DRUG2="5000") + people(5, 6, DRUG1="5000")
    rows += people(1, 9, LA="00CX", DAT="") + people(6, 7, LA="00CX", DAT="", DRUG1="1011", MODST="20/06/2023")
    rows += people(8, 4, LA="00CN", DAT="", FAOMODDT="10/05/2023") + people(0, 4, LA="00CN", DAT="", DRUG1="1011")
    lay_records(raw, rows + people(2, 0, LA="", DAT="Z00B"))
    lay_returns(raw, [RETURN | {"active_clients": "3", "active_women": "2"}])
    lay_deaths(raw, {"Table 1": "E92000001 | B | ENGLAND | 40\nE08000035 | C | Leeds | 3"})
    return raw


@pytest.fixture(scope="module")
def open_build(small_country: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    return built(small_country, tmp_path_factory.mktemp("open") / "marts.duckdb", "open")


@pytest.fixture(scope="module")
def restricted_build(small_country: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    return built(small_country, tmp_path_factory.mktemp("restricted") / "marts.duckdb", "restricted")


class TestWhatIsPublished:
    def test_a_suppressed_count_is_never_shown_as_zero(self, open_build: Built) -> None:
        hidden = "select numerator, value, value_low, value_high from indicator_value where status = 'suppressed'"
        assert set(open_build.rows(hidden)) == {(None, None, None, None)}

    def test_more_women_are_never_asked_for_where_the_share_is_hidden(self, open_build: Built) -> None:
        asked = """
            select women, men, share, comparison, extra_women, extra_women_low, extra_women_high,
                extra_women_if_places_fixed
            from womens_share where status = 'suppressed'
        """
        assert set(open_build.rows(asked)) == {(None, None, None, "not_compared", None, None, None, None)}

    def test_a_share_is_never_shown_beside_a_hidden_count(self, open_build: Built) -> None:
        beside = """
            select share.area_code, share.substance_group
            from indicator_value as share
            join indicator_value as count
                on count.area_code = share.area_code
                and count.period = share.period
                and count.substance_group = share.substance_group
                and count.indicator = case share.indicator
                    when 'womens_share_in_treatment' then 'people_in_treatment' else 'new_presentations' end
            where share.indicator like 'womens_share%'
                and share.status = 'ok'
                and count.status = 'suppressed'
        """
        assert open_build.rows(beside) == []

    def test_notes_of_one_to_four_say_no_number(self, open_build: Built, restricted_build: Built) -> None:
        query = "select topic, rows from build_note where topic <> 'does_not_add_up' order by all"
        assert (open_build.rows(query), restricted_build.rows(query)) == (
            [("not_placed", None)],
            [("not_placed", 2)],
        )

    def test_a_zero_is_shown(self, open_build: Built, restricted_build: Built) -> None:
        zeros = "select * from indicator_value where indicator = 'people_in_treatment' and value = 0 order by all"
        assert open_build.rows(zeros) == restricted_build.rows(zeros)

    def test_what_is_shown_in_an_open_build_is_the_truth(self, open_build: Built, restricted_build: Built) -> None:
        key = "indicator, area_code, period, sex, substance_group"
        shown = f"select {key}, numerator, denominator, value from indicator_value where status = 'ok' order by all"
        assert set(open_build.rows(shown)) <= set(restricted_build.rows(shown))

    def test_a_rate_is_hidden_with_its_count(self, open_build: Built) -> None:
        caseload = "select numerator, value, status from indicator_value where indicator = 'clients_per_keyworker'"
        assert set(open_build.rows(caseload)) == {(None, None, "suppressed")}

    def test_figures_of_a_publisher_keep_their_publishers_treatment(self, open_build: Built) -> None:
        deaths = "select value, status from indicator_value where indicator = 'drug_poisoning_deaths'"
        assert (3.0, "ok") in open_build.rows(f"{deaths} and area_code = 'E08000035' and sex = 'all'")

    def test_a_hidden_wait_shows_no_share_and_no_days(self, open_build: Built) -> None:
        shown = open_build.rows("select columns('share|days') from waiting_time where status = 'suppressed'")
        assert set(shown) == {(None,) * 8}

    def test_a_share_of_waits_is_never_shown_beside_a_hidden_count(self, open_build: Built) -> None:
        beside = """
            select * from waiting_time
            where within_3_weeks_share is not null
                and (waits is null or within_3_weeks is null or over_3_weeks is null)
        """
        assert open_build.rows(beside) == []

    def test_restricted_mode_suppresses_nothing(self, restricted_build: Built) -> None:
        assert restricted_build.rows("select * from indicator_value where status = 'suppressed'") == []
        assert restricted_build.rows("select * from waiting_time where status = 'suppressed'") == []


def test_a_build_with_hiding_switched_off_is_caught_by_the_checks(restricted_build: Built, tmp_path: Path) -> None:
    leaking = Path(shutil.copy(restricted_build.path, tmp_path / "marts.duckdb"))
    with duckdb.connect(str(leaking)) as marts:
        marts.execute("update build set mode = 'open'")
    with pytest.raises(Refused) as refusal:
        check(leaking)
    broken = [line.split(":")[0].strip() for line in str(refusal.value).splitlines()[1:]]
    assert broken == [
        "indicator_value__no_small_count_in_an_open_build",
        "provider_caseload__no_small_count_in_an_open_build",
        "time_to_start__no_small_count_in_an_open_build",
        "treatment_days__no_small_count_in_an_open_build",
        "treatment_measure__no_small_count_in_an_open_build",
        "wait_days__no_small_count_in_an_open_build",
        "wait_gap__tells_nothing_that_is_hidden",
        "waiting_time__no_small_count_in_an_open_build",
    ]
