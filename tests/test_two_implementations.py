"""The engine in SQL and the recount in loops say the same of every country, both ways."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from typing import get_args

import duckdb
import pytest
from duckdb import DuckDBPyConnection as Connection
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.strategies import integers

from pipelines import sample
from pipelines.build import build
from pipelines.errors import Refused
from pipelines.partnerships import SHIPPED
from pipelines.sample.faults import Planted
from tests.boring.blocks_in_marts import shown_against_the_rule
from tests.boring.code_lists import Places, read_places
from tests.boring.compare import (
    differences_in_notes,
    differences_in_people,
    differences_in_rejects,
    differences_in_shares,
    differences_in_waits,
)
from tests.boring.compare_comparing import (
    differences_beside_comparators,
    differences_in_charts,
    differences_in_funnels,
    differences_in_ranks,
    differences_in_trends,
)
from tests.boring.compare_fair_share import differences_in_fair_shares
from tests.boring.compare_gaps import differences_in_indicator_gaps, differences_in_measure_gaps
from tests.boring.compare_measures import differences_in_curves, differences_in_depth
from tests.boring.compare_modes import differences_between_modes, differences_in_depth_between_modes
from tests.boring.compare_provision import differences_in_provision, women_counted
from tests.boring.compare_shares import (
    differences_in_changes,
    differences_in_comparisons,
    differences_in_rates,
)
from tests.boring.compare_wait_gaps import differences_in_published_wait_gaps, differences_in_wait_gaps
from tests.boring.examples import EDGES_OF_RULES, record
from tests.boring.hide_in_marts import people_given_away, told_of_members, waits_given_away
from tests.boring.periods import Period
from tests.boring.provision import recount_provision
from tests.boring.random_country import LINES, SOMEBODY_ELSE, SPOILT, TODAY, Country, RecordFile, country_of
from tests.boring.record_files import RefusedFileError
from tests.boring.recount import Recount, recount
from tests.boring.write_records import Damage, KindOfDamage, Record, write_records
from tests.boring.years import FinancialYear

# The sample's records end before this day, but for the dates it plants in the far future.
SAMPLE_TODAY = date(2026, 4, 1)
YEAR_OF_MEASURES = 2023
GAPS_IN = "2023-24"
SOMETHING_SHOWN = {
    "treatment_measure": "people",
    "still_waiting": "waiting",
    "treatment_days": "people",
    "provider_caseload": "people",
    "time_to_start": "journeys",
}
"""A number of each table that open mode must show somewhere."""


@pytest.fixture(scope="module")
def places() -> Places:
    """Today's authorities and regions."""
    return read_places()


def differences_in_records(marts: Connection, recounted: Recount, places: Places) -> list[str]:
    """Every difference in what is made of the records alone."""
    return [
        *differences_in_rejects(marts, recounted),
        *differences_in_people(marts, recounted),
        *differences_in_shares(marts, recounted),
        *differences_in_waits(marts, recounted),
        *differences_in_wait_gaps(marts, recounted.waits.days),
        *differences_in_comparisons(marts, recounted, places),
        *differences_in_changes(marts, recounted, places),
        *differences_in_notes(marts, recounted),
        *differences_in_fair_shares(marts),
    ]


def differences_in_country(folder: Path, country: Country, places: Places, partnerships: Path = SHIPPED) -> list[str]:
    """Write a country, build it and count it again: the differences, or that only the recount refused."""
    raw, marts = folder / "raw", folder / "commissioning.duckdb"
    country.write(raw / "ndtms_records")
    try:
        recounted = recount(raw / "ndtms_records", places, TODAY)
    except RefusedFileError:
        with pytest.raises(Refused):
            build(raw, marts, "restricted", today=TODAY)
        return []
    build(raw, marts, "restricted", today=TODAY, partnership_file=partnerships)
    with duckdb.connect(marts, read_only=True) as built:
        return [
            *differences_in_records(built, recounted, places),
            *differences_in_depth(built, recounted, places),
        ]


# A country that fails is shown by its number: one with a smaller number would be no smaller.
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(number=integers(0, 2**32 - 1))
def test_small_countries(number: int, places: Places) -> None:
    with TemporaryDirectory() as folder:
        assert differences_in_country(Path(folder), country_of(number), places)[:10] == []


# Some of the people of small countries live in Leeds, Bradford, Bristol or Bournemouth: now in one and now in another.
PARTNERSHIPS = """partnership_id,name,area_code
P-NEAR,Leeds and Bradford,E08000035
P-NEAR,Leeds and Bradford,E08000032
WIDE,"Bradford, Bristol and Bournemouth",E08000032
WIDE,"Bradford, Bristol and Bournemouth",E06000023
WIDE,"Bradford, Bristol and Bournemouth",E06000058
P-NOBODY,Kent and Medway,E10000016
P-NOBODY,Kent and Medway,E06000035
P-ONE,Leeds alone,E08000035
"""


@pytest.fixture(scope="module")
def partnership_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Partnerships that share members, of one region and of several, of people and of none."""
    path = tmp_path_factory.mktemp("reference") / "partnerships.csv"
    path.write_text(PARTNERSHIPS, encoding="utf-8")
    return path


@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(number=integers(0, 2**32 - 1))
def test_partnerships_of_small_countries(number: int, partnership_file: Path) -> None:
    places = read_places(partnerships=partnership_file)
    with TemporaryDirectory() as folder:
        assert differences_in_country(Path(folder), country_of(number), places, partnership_file)[:10] == []


def test_every_edge_of_every_rule(tmp_path: Path, places: Places) -> None:
    changes = [changed for changed, _expected in EDGES_OF_RULES] + SPOILT
    records = [record(CLIENTID=str(client)) | changed for client, changed in enumerate(changes)]
    country = Country({"a.csv": RecordFile([*records, *LINES], ["UTLA"])})
    assert differences_in_country(tmp_path, country, places)[:10] == []


def test_every_way_an_episode_can_name_two_people(tmp_path: Path, places: Places) -> None:
    records = [record(CLIENTID=str(client)) for client in range(len(SOMEBODY_ELSE))]
    others = [
        same_episode | {"TOPID": "2", "MODID": "2"} | changed
        for same_episode, changed in zip(records, SOMEBODY_ELSE, strict=True)
    ]
    files = {"a.csv": RecordFile([*records, *records], ["UTLA"]), "b.csv.gz": RecordFile([*others], ["UTLA"])}
    country = Country(files)
    assert differences_in_country(tmp_path, country, places)[:10] == []


def test_what_may_stand_after_the_last_cell(tmp_path: Path, places: Places) -> None:
    files: dict[str, RecordFile] = {}
    for number, after_last in enumerate(["", ",", ',"",', ", ", ",NA", ',,"x"', ',"']):
        for is_quoted in (True, False):
            records: list[Record] = [record(CLIENTID=f"{number} {is_quoted} {n}", PC="LS1\n2") for n in range(3)]
            file = RecordFile(records, ["UTLA"], is_quoted=is_quoted, after_last=after_last)
            files[f"file_{number}_{is_quoted}.csv"] = file
    assert differences_in_country(tmp_path, Country(files), places)[:10] == []


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_every_kind_of_damage(tmp_path: Path, places: Places, newline: str) -> None:
    records: list[Record] = [record(CLIENTID=str(client)) for client in range(10)]
    records += [record(CLIENTID="a", PC="x" * 65_536), record(CLIENTID="b", PC="x" * 65_536 + "\n"), record(PC='"\n"')]
    files = [
        RecordFile(records, ["UTLA"], newline, is_quoted, [Damage(kind, thousandth)])
        for is_quoted in (True, False)
        for kind in get_args(KindOfDamage)
        for thousandth in (0, 7, 14)
    ]
    named = {f"file_{number}.csv": file for number, file in enumerate(files)}
    assert differences_in_country(tmp_path, Country(named), places)[:10] == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"PC"', b'" sex "'),
        (b'"MODEND"', b'"MODENDED"'),
        (b"LS1", b"\x81"),
        (b"LS1", b"\0"),
    ],
    ids=["a column twice", "a column missing", "no known alphabet", "a null byte"],
)
def test_both_refuse_a_file(tmp_path: Path, places: Places, old: bytes, new: bytes) -> None:
    path = tmp_path / "raw" / "ndtms_records" / "records.csv"
    write_records(path, [record(PC="LS1")], ["UTLA"])
    path.write_bytes(path.read_bytes().replace(old, new))
    with pytest.raises(RefusedFileError):
        recount(path.parent, places, TODAY)
    with pytest.raises(Refused):
        build(tmp_path / "raw", tmp_path / "commissioning.duckdb", "restricted", today=TODAY)


def is_compared(period: Period) -> bool:
    """Whether the sample's measures are counted again in a period: in all of them it would take minutes."""
    year = period if isinstance(period, FinancialYear) else period.year
    return year.first == YEAR_OF_MEASURES


@dataclass
class SampleCountry:
    """The sample country: its raw files, built and counted again."""

    raw: Path
    planted: list[Planted]
    built: Connection
    recounted: Recount


@pytest.fixture(scope="module")
def sample_country(tmp_path_factory: pytest.TempPathFactory, places: Places) -> Iterator[SampleCountry]:
    """The sample country of 2,000 people, in restricted mode."""
    folder = tmp_path_factory.mktemp("sample")
    raw, marts = folder / "raw", folder / "commissioning.duckdb"
    planted = sample.write(raw, people=2000, seed=7)
    build(raw, marts, "restricted", today=SAMPLE_TODAY)
    recounted = recount(raw / "ndtms_records", places, SAMPLE_TODAY, is_compared)
    with duckdb.connect(marts, read_only=True) as built:
        yield SampleCountry(raw, planted, built, recounted)


def test_the_sample_country(sample_country: SampleCountry, places: Places) -> None:
    recounted = sample_country.recounted
    assert len(recounted.journeys) > 5000, "there is something to compare"
    assert differences_in_records(sample_country.built, recounted, places)[:10] == []


def test_the_sample_country_in_depth(sample_country: SampleCountry, places: Places) -> None:
    assert differences_in_depth(sample_country.built, sample_country.recounted, places)[:10] == []


def test_the_rates_of_the_sample_country(sample_country: SampleCountry) -> None:
    assert differences_in_rates(sample_country.built, sample_country.recounted)[:10] == []


def test_the_gaps_of_the_sample_country(sample_country: SampleCountry) -> None:
    assert differences_in_indicator_gaps(sample_country.built)[:10] == []
    assert differences_in_measure_gaps(sample_country.built, GAPS_IN)[:10] == []


def test_the_provision_of_the_sample_country(sample_country: SampleCountry, places: Places) -> None:
    women = women_counted(sample_country.built)
    provision = recount_provision(sample_country.raw, SAMPLE_TODAY, women, places)
    assert len(provision.rounds) > 0, "there is something to compare"
    assert differences_in_provision(sample_country.built, provision)[:10] == []


def test_the_recount_rejects_what_the_sample_planted_and_nothing_else(sample_country: SampleCountry) -> None:
    planted = Counter(
        (fault.file, rule, column)
        for fault in sample_country.planted
        if fault.action == "reject"
        for rule, column in fault.breaks
    )
    rejects = sample_country.recounted.reading.rejects
    assert Counter((file, rule, column) for file, _line, column, rule in rejects) == planted


@pytest.fixture(scope="module")
def published(sample_country: SampleCountry, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    """The records of the sample country, and its adults to count rates by, in open mode."""
    folder = tmp_path_factory.mktemp("published")
    raw, marts = folder / "raw", folder / "commissioning.duckdb"
    for source in ("ndtms_records", "ons_population"):
        copytree(sample_country.raw / source, raw / source)
    build(raw, marts, "open", today=SAMPLE_TODAY)
    with duckdb.connect(marts, read_only=True) as built:
        yield built


def test_open_mode_gives_no_small_count_of_people_away(
    published: Connection, sample_country: SampleCountry, places: Places
) -> None:
    found = people_given_away(published, sample_country.recounted, places)
    assert dict(islice(found.items(), 10)) == {}


def test_open_mode_gives_no_small_count_of_waits_away(published: Connection, sample_country: SampleCountry) -> None:
    found = waits_given_away(published, sample_country.recounted)
    assert dict(islice(found.items(), 10)) == {}


def test_open_mode_hides_what_the_rules_hide_and_else_says_the_same(
    published: Connection, sample_country: SampleCountry
) -> None:
    recounted = sample_country.recounted
    assert differences_between_modes(published, sample_country.built)[:10] == []
    assert differences_in_fair_shares(published)[:10] == []
    assert differences_in_people(published, recounted, may_hide=True)[:10] == []
    assert differences_in_waits(published, recounted, may_hide=True)[:10] == []
    assert differences_in_notes(published, recounted, may_hide=True)[:10] == []


def test_open_mode_makes_gaps_of_what_it_shows_and_nothing_else(published: Connection) -> None:
    assert differences_in_indicator_gaps(published)[:10] == []
    assert differences_in_published_wait_gaps(published)[:10] == []
    assert differences_in_measure_gaps(published, GAPS_IN)[:10] == []
    found = published.execute(
        "select count(difference) from wait_gap union all select count(difference) from measure_gap"
    )
    assert (0,) not in found.fetchall(), "there is something to compare"


def test_open_mode_shows_no_block_with_a_small_count(
    published: Connection, sample_country: SampleCountry, places: Places
) -> None:
    recounted = sample_country.recounted
    assert shown_against_the_rule(published, recounted, places)[:10] == []
    periods = [period.label for period in recounted.measures.periods]
    differences = differences_in_depth_between_modes(published, sample_country.built, periods)
    assert list(islice(differences, 10)) == []


def test_open_mode_shows_of_the_way_to_the_start_what_the_recount_shows(
    published: Connection, sample_country: SampleCountry, places: Places
) -> None:
    assert differences_in_curves(published, sample_country.recounted, places)[:10] == []


def test_open_mode_gives_nothing_of_partnerships_away(
    sample_country: SampleCountry, partnership_file: Path, tmp_path: Path
) -> None:
    places = read_places(partnerships=partnership_file)
    raw, marts = tmp_path / "raw", tmp_path / "open.duckdb"
    copytree(sample_country.raw / "ndtms_records", raw / "ndtms_records")
    recounted = recount(raw / "ndtms_records", places, SAMPLE_TODAY, is_compared)
    build(raw, marts, "open", today=SAMPLE_TODAY, partnership_file=partnership_file)
    with duckdb.connect(marts, read_only=True) as built:
        assert dict(islice(people_given_away(built, recounted, places).items(), 10)) == {}
        assert dict(islice(waits_given_away(built, recounted).items(), 10)) == {}
        assert shown_against_the_rule(built, recounted, places)[:10] == []
        assert differences_in_people(built, recounted, may_hide=True)[:10] == []
        assert differences_in_waits(built, recounted, may_hide=True)[:10] == []
        assert differences_in_curves(built, recounted, places)[:10] == []
        assert list(islice(told_of_members(built, places), 10)) == []
        shown = "select count(people) from treatment_measure where area_code = 'P-NEAR' and people >= 5"
        assert built.execute(shown).fetchone() != (0,), "there is something to look at"


def test_open_mode_shows_something_of_every_table_in_depth(published: Connection) -> None:
    for table, number in SOMETHING_SHOWN.items():
        found = published.execute(f"select count({number}) from {table} where {number} >= 5").fetchone()
        assert found is not None
        assert found[0] > 0, table


def test_open_mode_shows_everything_of_a_country_without_small_counts(tmp_path: Path, places: Places) -> None:
    # Six women and six men do the same on the same days: whatever is counted, it is none, six or twelve.
    people = [(sex, f"01/02/19{60 + number}") for sex in "FM" for number in range(6)]
    stays = [
        record(CLIENTID=f"{sex}{born}", SEX=sex, DOB=born, DISD="30/06/2024", DISRSN="80", RFLS="5")
        | {"MODST": "NA" if has_left else "05/05/2023", "EPISODID": str(has_left)}
        | ({"DISD": "20/05/2023", "DISRSN": "86", "CLIENTID": f"-{sex}{born}", "FINITIAL": "X"} if has_left else {})
        for sex, born in people
        for has_left in (False, True)
    ]
    Country({"a.csv": RecordFile([*stays], ["UTLA"])}).write(tmp_path / "raw" / "ndtms_records")
    recounted = recount(tmp_path / "raw" / "ndtms_records", places, TODAY)
    build(tmp_path / "raw", tmp_path / "open.duckdb", "open", today=TODAY)
    build(tmp_path / "raw", tmp_path / "restricted.duckdb", "restricted", today=TODAY)
    paths = (tmp_path / "open.duckdb", tmp_path / "restricted.duckdb")
    with duckdb.connect(paths[0], read_only=True) as published, duckdb.connect(paths[1], read_only=True) as restricted:
        assert differences_in_depth(restricted, recounted, places)[:10] == []
        assert shown_against_the_rule(published, recounted, places)[:10] == []
        for table in SOMETHING_SHOWN:
            query = f"select count(*) from {table} where status = 'suppressed'"
            assert published.execute(query).fetchall() == [(0,)], table
        assert published.execute("select distinct waits from wait_days where waits > 0 order by 1").fetchall() == [
            (6,),
            (12,),
        ]


COMPARING = [
    differences_in_funnels,
    differences_in_trends,
    differences_in_charts,
    differences_in_ranks,
    differences_beside_comparators,
]


@pytest.mark.parametrize("differences_in", COMPARING)
def test_what_compares_areas_and_years_of_the_sample_country(
    sample_country: SampleCountry, differences_in: Callable[[Connection], list[str]]
) -> None:
    assert differences_in(sample_country.built)[:5] == []


def test_charts_in_open_mode_are_made_of_what_is_shown(published: Connection) -> None:
    assert differences_in_charts(published)[:5] == []
