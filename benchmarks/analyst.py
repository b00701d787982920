"""What the pandas and the polars versions share: names of columns, code lists and periods; nothing counted."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

REFERENCE = Path("pipelines/reference")

PERSON = ["FINITIAL", "SINITIAL", "DOB", "SEX"]
EPISODE = ["AGNCY", "CLIENTID", "EPISODID"]
DRUGS = ["DRUG1", "DRUG2", "DRUG3"]
USED_DATES = ["REFLD", "TRIAGED", "DISD", "REFMODDT", "FAOMODDT", "MODST", "MODEND"]
DATES = ["DOB", *USED_DATES]
NEEDED = ["FINITIAL", "SINITIAL", "DOB", "REFLD", "CONSENT", "DRUG1", "TRIAGED", *EPISODE]
RESIDENCE = ["LA", "DAT"]
COLUMNS = [*PERSON, *EPISODE, *DRUGS, *USED_DATES, *RESIDENCE, "CONSENT", "MODID", "MODAL"]
"""The 22 of 144 columns that the counts need."""

KINDS = ["opiate", "non_opiate", "alcohol"]
ENGLAND = "E92000001"
Z = 1.959963984540054


@dataclass(frozen=True)
class Period:
    """A financial year or one of its quarters."""

    name: str
    year: str
    start: date
    end: date

    @property
    def is_year(self) -> bool:
        """Whether it is a whole financial year."""
        return self.name == self.year


def periods(first: date, last: date) -> Iterator[Period]:
    """The financial years from `first` to `last`, and their quarters that have begun by `last`."""
    starts = ((4, 1, 6, 30), (7, 1, 9, 30), (10, 1, 12, 31), (1, 1, 3, 31))
    for begins in range(first.year - (first.month < 4), last.year - (last.month < 4) + 1):
        year = f"{begins}-{(begins + 1) % 100:02d}"
        yield Period(year, year, date(begins, 4, 1), date(begins + 1, 3, 31))
        for number, (month, day, end_month, end_day) in enumerate(starts, start=1):
            in_year = begins + (month == 1)
            if (start := date(in_year, month, day)) <= last:
                yield Period(f"{year} Q{number}", year, start, date(in_year, end_month, end_day))


@cache
def drug_kinds() -> dict[str, str]:
    """Every code of four digits, and the kind of drug it stands for: listed, or told by its first digit."""
    unlisted = {"1": "opiate", "7": "alcohol"}
    kinds = {f"{number:04d}": unlisted.get(f"{number:04d}"[0], "non_opiate") for number in range(10_000)}
    return kinds | {row["code"]: row["drug_kind"] for row in _rows("drug_code")}


@cache
def modalities() -> dict[str, bool]:
    """Known intervention codes, and whether each is structured."""
    return {row["code"]: row["is_structured"] == "true" for row in _rows("intervention_code")}


@cache
def residence(column: str) -> dict[str, str]:
    """A residence column's codes, and today's authority for each."""
    return {row["code"]: row["area_code"] for row in _rows("residence_code") if row["code_system"] == column.lower()}


@cache
def regions() -> dict[str, str]:
    """The region of each authority."""
    return {row["area_code"]: row["region_code"] for row in _rows("area") if row["region_code"]}


def _rows(table: str) -> Iterator[dict[str, str]]:
    with (REFERENCE / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
