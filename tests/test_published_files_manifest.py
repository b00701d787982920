"""Every published file beside the project is read by a source, or it is said plainly why none reads it."""

import csv
from fnmatch import fnmatch
from pathlib import Path

import pytest

from pipelines import csv_header
from pipelines.errors import Refused
from pipelines.source import Source
from pipelines.sources import all_sources
from tests.real_files import OF_SOURCE

pytestmark = pytest.mark.published_files

PART_OF_A_SOURCE = "an extract that a researcher made of a workbook that a source reads"
LOOKUP = "geography: a lookup, used in making the reference tables, with no figures"
DRAWING = "geography: shapes to draw, with no figures"
NOT_BY_SEX = "a package's extract, by age and not by sex: the source of populations reads the publisher's own by both"
READ_BY_NONE = {
    "INDEX.md": "the list of these files",
    "fingertips/fingertips_90245_nonopiate_completion_UTLA_subset_2018.csv": (
        "a researcher's extract of Fingertips in columns of its own, without area codes: limits are tested by it"
    ),
    "fingertips/fingertipsnext_areas_hierarchy.csv": LOOKUP,
    "geography/geographr_ltla23_to_region23.csv": LOOKUP,
    "geography/geographr_ltla23_to_utla23.csv": LOOKUP,
    "geography/geographr_ltla_code_history_2016_2024.csv": LOOKUP,
    "geography/la_all_codes.csv": LOOKUP,
    "geography/la_old_new_codes_lookup_2003_2009_2010.csv": LOOKUP,
    "geography/odileeds_uk_upper_tier_local_authorities.hexjson": DRAWING,
    "geography/regions_dec2023_EN_BUC.geojson": DRAWING,
    "geography/rgn_all_codes.csv": LOOKUP,
    "geography/utla_all_codes.csv": LOOKUP,
    "geography/utla_dec2023_UK_BSC.geojson": DRAWING,
    "ndtms/ons_sdg_3-5-1_metadata.md": "the definitions that go with a file, in words",
    "ons_drug_deaths/ons_published_headline_figures_england_persons_1993_2023.csv": f"{PART_OF_A_SOURCE}; not by sex",
    "ons_drug_deaths/ons_region_by_substance_1993_2020.csv": f"{PART_OF_A_SOURCE}; not by sex",
    "population/demographr_census2021_ltla_sex_broad_age_EW.csv": (
        "a package's extract of the census in broad bands that leave ages out: people cannot be added up from it"
    ),
    "population/demographr_scotland_2022_council_single_year_age_persons.csv": NOT_BY_SEX,
    "population/demographr_utla20_single_year_age_persons.csv": NOT_BY_SEX,
    "scotland/healthindexscotland_drug_related_stays_council_2021-22.csv": (
        "a package's extract of hospital stays in one year, for persons, without the publisher's layout"
    ),
    "scotland/phs_daisy_initial_assessments_SAMPLE_first20rows.tsv": (
        "the first 20 rows only, typed off, all of them of both sexes together: it shows a layout"
    ),
    "women_justice/prt_women_imprisonment_rates_PFA_2014_2022.xlsx": (
        "a charity's rates of imprisonment by police force area: no figure of treatment is compared with them"
    ),
}


def name_in(folder: Path, path: Path) -> str:
    return path.relative_to(folder).as_posix()


def readers(name: str) -> list[str]:
    """The sources that read a file."""
    return [source for source, patterns in OF_SOURCE.items() if any(fnmatch(name, pattern) for pattern in patterns)]


def test_every_file_is_read_by_one_source_or_it_is_said_why_none_does(shared_data: Path) -> None:
    there = {name_in(shared_data, path) for path in shared_data.rglob("*") if path.is_file()}

    assert {name for name in there if not readers(name) and name not in READ_BY_NONE} == set()
    assert {name for name in there if len(readers(name)) + (name in READ_BY_NONE) > 1} == set()
    # nothing is said of files that are not there
    assert READ_BY_NONE.keys() - there == set()
    assert {source for name in there for source in readers(name)} == set(OF_SOURCE)


def first_line(path: Path) -> list[str]:
    """The header of a CSV, in whichever of two encodings it is."""
    with path.open("rb") as file:
        line = file.readline()
    try:
        text = line.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = line.decode("cp1252")
    return [name.strip() for name in next(csv.reader([text]))]


def takes_for_its_own(source: Source, path: Path) -> bool:
    names = first_line(path)
    try:
        csv_header.match(path, names, csv_header.layout_of(names, source))
    except Refused:
        return False
    return True


def test_a_csv_is_known_by_its_header_to_the_source_that_reads_it_and_to_no_other(shared_data: Path) -> None:
    sources = [source for source in all_sources() if source.read is None]
    by_header = {source.name for source in sources}
    for path in shared_data.rglob("*.csv"):
        wanted = [source for source in readers(name_in(shared_data, path)) if source in by_header]
        assert [source.name for source in sources if takes_for_its_own(source, path)] == wanted, path.name


def test_a_file_has_an_ending_that_its_source_reads(shared_data: Path) -> None:
    sources = {source.name: source for source in all_sources()}
    for name, patterns in OF_SOURCE.items():
        for path in (path for pattern in patterns for path in shared_data.glob(pattern)):
            assert any(fnmatch(path.name, ending) for ending in sources[name].patterns), path.name
