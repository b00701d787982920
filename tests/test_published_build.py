"""One build of every real published file: what partnerships would see, followed back to the file."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines import reconciliation
from pipelines.warehouse import open_marts
from tests.builds import Built, built
from tests.real_files import OF_SOURCE, lay

pytestmark = pytest.mark.published_files
BARNET = "area_code = 'E09000003' and period = '2021-22' and substance_group = 'all'"


@pytest.fixture(scope="module")
def raw(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lay(shared_data, tmp_path_factory.mktemp("real") / "raw")


@pytest.fixture(scope="module")
def marts(raw: Path) -> Built:
    return built(raw, raw.parent / "marts.duckdb", "open")


def cells_of(path: Path) -> list[list[str]]:
    """A CSV's records, in whichever of two encodings it is."""
    try:
        return list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines(keepends=True)))
    except UnicodeDecodeError:
        return list(csv.reader(path.read_text(encoding="cp1252").splitlines(keepends=True)))


def numbers_in(cells: list[str]) -> Iterator[float]:
    for cell in cells:
        try:
            yield float(cell.replace(",", ""))
        except ValueError:
            continue


def test_every_source_is_read_and_every_row_is_accounted_for(marts: Built) -> None:
    files = marts.rows(
        "select source, sum(rows_read), sum(rows_accepted), sum(rows_rejected) from source_file group by 1"
    )
    assert {source for source, *_ in files} == set(OF_SOURCE)
    assert all(read == accepted + rejected for _, read, accepted, rejected in files)
    assert {source: rejected for source, *_, rejected in files if rejected} == {
        "ons_alcohol_met_need": 125,  # figures that a release gives twice
        "phs_waiting_times": 446,  # rows that do not say of which service they are
    }


def test_every_number_of_a_csv_stands_in_the_row_it_names(raw: Path, marts: Built) -> None:
    files = {path.name: cells_of(path) for path in raw.rglob("*.csv")}
    figures = marts.rows("""
        select file, line, value from published_figure
        where file like '%.csv' and status in ('ok', 'unreliable') and line is not null
    """)
    assert len(figures) > 190_000
    lost = [(file, line, v) for file, line, v in figures if v not in set(numbers_in(files[file][line - 1]))]
    assert lost == []


def test_barnets_women_and_their_waits_are_shown_for_what_they_are(marts: Built) -> None:
    told = dict(
        marts.rows(f"""
            select measure, sum(value)::integer from published_figure
            where {BARNET} and sex = 'female' and age_band = 'all' and measure in ('new_presentations', 'first_waits')
            group by measure
        """)
    )
    assert told == {"new_presentations": 215, "first_waits": 260}
    waits = "select distinct denominator, rounded_to from published_figure where measure = 'first_waits'"
    assert marts.rows(f"{waits} and {BARNET} and sex = 'female' and age_band = 'all'") == [(260.0, 5)]
    units = dict(marts.rows("select measure, unit from published_measure where source = 'ndtms_viewit_area'"))
    assert (units["new_presentations"], units["first_waits"]) == ("people", "waits")


def test_a_third_of_people_in_treatment_in_england_are_women(marts: Built) -> None:
    assert marts.rows("""
        select distinct women, people, round(share, 3), source from womens_share
        where area_code = 'E92000001' and period = '2021-22' and substance_group = 'all' and measure = 'in_treatment'
    """) == [(94135, 289215, 0.325, "ndtms_viewit_england")]


def test_shares_of_few_rounded_people_have_wider_limits(marts: Built) -> None:
    few = marts.rows("""
        select numerator, denominator, value_low, value_high, wilson_low(numerator, denominator),
            wilson_high(numerator, denominator)
        from indicator_value
        where indicator = 'womens_share_in_treatment' and source = 'ndtms_viewit_area' and status = 'ok'
            and denominator between 20 and 95
    """)
    assert few
    assert all(low < exact_low and high > exact_high for _, _, low, high, exact_low, exact_high in few)


def test_two_sources_of_one_number_are_kept_apart_and_compared(marts: Built) -> None:
    with open_marts(marts.path) as connection:
        sentences = list(reconciliation.sentences(connection))
    assert sentences == [
        "alcohol_dependent_adults: alcohol_prevalence beside ons_alcohol_met_need, 455 compared, "
        "455 agree within rounding",
        "drug_misuse_deaths: ons_drug_deaths beside ons_deaths_national, 348 compared, 348 agree within rounding",
        "drug_poisoning_deaths: ons_drug_deaths beside ons_deaths_national, 348 compared, 348 agree within rounding",
    ]


def test_what_is_not_published_by_sex_is_known(marts: Built) -> None:
    persons_only = marts.rows("""
        select source, measure from published_figure group by all having bool_and(sex = 'all') order by all
    """)
    assert ("ons_alcohol_met_need", "alcohol_met_need") in persons_only
    assert not [source for source, _ in persons_only if source.startswith("ndtms_viewit")]


def test_small_published_counts_keep_their_publishers_treatment(marts: Built) -> None:
    assert marts.rows("select count(*) > 0 from published_figure where value between 1 and 4 and status = 'ok'") == [
        (True,)
    ]
    assert marts.rows("select count(*) from indicator_value where status = 'suppressed'") == [(0,)]
