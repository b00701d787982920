"""A synthetic country in the publishers' own layouts: to see the whole road without one record about a person."""

from collections.abc import Callable
from pathlib import Path

from pipelines.errors import Refused
from pipelines.sample import caseload_return, ndtms_records, ons_drug_deaths, ons_population, provision_audit
from pipelines.sample.faults import Planted
from pipelines.sample.folders import add_register, put_in_place, refuse_real_data, write_origin
from pipelines.sample.world import open_country
from pipelines.workspace import private_folder

FEWEST = 2_000
MOST = 1_000_000

MADE_UP = "this project (made up)"
TITLES = {
    "ndtms_records": "Made-up treatment records in the layout of the NDTMS core data set",
    "ons_drug_deaths": "Made-up drug poisoning deaths in the layout of the ONS workbook",
    "ons_population": "Made-up population estimates in the layout of the ONS workbooks",
    "caseload_return": "Made-up caseload returns",
    "provision_audit": "Made-up self-audits of services for women",
}


def write(out: Path, people: int, seed: int, progress: Callable[[str], None] = lambda _: None) -> list[Planted]:
    """Write a folder for each source into `out`; returns the faults planted in the treatment records.

    `people` is about how many are in treatment in England in a year, 2,000 to 1,000,000. The same people and seed
    give the same bytes. Refuses a folder that holds anything but an earlier sample.
    """
    if not FEWEST <= people <= MOST:
        raise Refused(f"A sample needs {FEWEST:,} to {MOST:,} people in treatment a year; found {people:,}.")
    for source in TITLES:
        refuse_real_data(out / source)
    with private_folder(out) as making:
        for source in TITLES:
            (making / source).mkdir()
        with open_country(people, seed, making / "spill") as country:
            ndtms_records.add_people(country, progress)
            records = ndtms_records.write(country, making / "ndtms_records", seed, progress)
            progress("caseload returns")
            caseload_return.write(country, making / "caseload_return")
            progress("self-audits")
            provision_audit.write(making / "provision_audit", seed)
            progress("drug deaths")
            ons_drug_deaths.write(country, making / "ons_drug_deaths")
            progress("population")
            ons_population.write(country, making / "ons_population")
        for source, title in TITLES.items():
            write_origin(making / source, title, MADE_UP, records.hashes if source == "ndtms_records" else None)
            put_in_place(making / source, out / source)
    add_register(out)
    return records.planted


def write_records_only(folder: Path, people: int, seed: int, edition: str = "K") -> int:
    """Write nothing but sound treatment records into `folder`, for measurements; returns how many records.

    A file a service, all in one edition with exactly its columns (K has 144), UTF-8, no fault; ORIGIN.toml says that
    they are made up. Everyone is reviewed every few months, which makes about 19 records a person: 26,300 people in
    treatment a year give half a million, 263,000 (England had 289,215 in 2021-22) five million.
    """
    refuse_real_data(folder)
    with private_folder(folder.parent) as making:
        (making / "records").mkdir()
        with open_country(people, seed, making / "spill") as country:
            ndtms_records.add_people(country, lambda _: None)
            records = ndtms_records.write_sound(country, making / "records", edition)
        write_origin(making / "records", TITLES["ndtms_records"], MADE_UP, records.hashes)
        put_in_place(making / "records", folder)
    return records.records
