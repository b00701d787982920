"""The real national workbook of 2021 registrations, read a second, boring way: by the places its cells have there."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import fastexcel

AREAS = {"England and Wales": "K04000001", "England": "E92000001", "Wales": "W92000004"}
SEXES = {"Persons": "all", "Males": "male", "Females": "female"}
SUBJECTS = {"All drug poisoning": "drug_poisoning", "of which: Drug misuse": "drug_misuse"}
BANDS = {"Under 20": "0-19", "70 and over": "70+", "All ages": "all", "<1": "0"}
Key = tuple[str, str, str, str, str, str]
"""Measure, category, area, period, sex and age band."""
Cell = tuple[float | None, float | None, float | None, float | None, str]
"""Value, its limits, what it rests on, and its status."""
Grid = list[list[str | None]]
Read = Iterator[tuple[Key, Cell, int]]
"""Each figure, and how many cells it was read from."""


def expected_of(path: Path) -> tuple[dict[Key, Cell], Counter[str]]:
    """Every figure, the first table's where several have it, and how many cells of each table were read."""
    expected: dict[Key, Cell] = {}
    seen: Counter[str] = Counter()
    for table, read in {
        "Table 1": by_cause_or_age,
        "Table 2": by_cause_or_age,
        "Table 3": substances_by_age,
        "Table 4": with_rates,
        "Table 5": with_rates,
        "Table 6": by_five_years,
        "Table 7": by_region,
        "Table 8": with_rates,
        "Table 9": with_rates,
        "Table 10": delays,
    }.items():
        for key, cell, cells_read in read(table, grid_of(path, table)):
            expected.setdefault(key, cell)
            seen[table] += cells_read
    return expected, seen


def grid_of(path: Path, sheet: str) -> Grid:
    """A sheet's rows as they are numbered, the first being row 1."""
    cells = fastexcel.read_excel(path).load_sheet(sheet, header_row=None, skip_rows=0, dtypes="string").to_polars()
    return [[], *([cell and cell.strip() for cell in row] for row in cells.rows())]


def by_cause_or_age(table: str, grid: Grid) -> Read:
    sex = ""
    for row in grid[8:98]:
        sex = SEXES[row[0]] if row[0] else sex
        for column in range(3, len(row)):
            if row[1] and grid[7][column]:
                block = str(grid[5][column - (column - 3) % 8])
                measure = SUBJECTS[str(grid[6][column - (column - 3) % 4])] + "_deaths"
                area = AREAS[str(grid[7][column])]
                key = (measure, "all", area, row[1], sex, "all")
                if table == "Table 2":
                    key = (measure, "all", area, row[1], sex, band(block))
                elif block != "All causes":
                    key = (f"{measure}_by_cause", slug(block), area, row[1], sex, "all")
                yield key, count(row[column]), 1


def substances_by_age(table: str, grid: Grid) -> Read:
    for row in grid[7:36]:
        for column in range(2, 148):
            if grid[6][column]:
                block = str(grid[5][column - (column - 2) % 7])
                what = ("drug_deaths_by_substance", slug(block))
                if block in SUBJECTS:
                    what = (f"{SUBJECTS[block]}_deaths", "all")
                yield (*what, "K04000001", str(row[0]), "all", band(str(grid[6][column]))), count(row[column]), 1


def with_rates(table: str, grid: Grid) -> Read:
    sex = ""
    for row in grid[7 : {"Table 8": 32, "Table 9": 28}.get(table, 97)]:
        sex = SEXES[row[0]] if row[0] else sex
        for column in range(3, len(row) - 2, 6) if row[1] else ():
            block, year = str(grid[5][column]), str(row[1])
            category, area, age = "all", "K04000001", "all"
            deaths, rate = "drug_misuse_deaths", "drug_misuse_death_rate_by_age"
            if table == "Table 5":
                age = band(block)
            elif table == "Table 4" and block in SUBJECTS:
                deaths, rate = f"{SUBJECTS[block]}_deaths", f"{SUBJECTS[block]}_death_rate"
            elif table == "Table 4":
                deaths, rate, category = "drug_deaths_by_substance", "drug_death_rate_by_substance", slug(block)
            else:
                deaths, rate = "drug_poisoning_deaths_by_deprivation", "drug_poisoning_death_rate_by_deprivation"
                category = "quintile_" + "_".join(re.findall("[a-z0-9]+", block))
                area = "E92000001" if table == "Table 8" else "W92000004"
                year = year if len(year) == 4 else f"{year[:4]}-{year[-2:]}"
            rest = (category, area, year, sex, age)
            yield (deaths, *rest), count(row[column]), 1
            yield (rate, *rest), rated(*row[column : column + 5]), 3


def by_five_years(table: str, grid: Grid) -> Read:
    for row in grid[7:26]:
        for column in range(1, 30):
            year, age = str(grid[6][column]), band(str(row[0]))
            key = ("drug_misuse_death_rate_by_age", "all", "K04000001", year, "all", age)
            yield key, rated(None, row[column], None, None, None), 1


def by_region(table: str, grid: Grid) -> Read:
    year = ""
    for row in grid[9:356]:
        year = row[0] or year
        for column in range(4, 39, 6) if row[1] else ():
            subject = SUBJECTS[str(grid[6][column])]
            rest = ("all", str(row[1]), year, SEXES[str(grid[5][column - (column - 4) % 12])], "all")
            yield (f"{subject}_deaths", *rest), count(row[column]), 1
            yield (f"{subject}_death_rate", *rest), rated(*row[column : column + 5]), 3


def delays(table: str, grid: Grid) -> Read:
    for row in grid[8:37]:
        for column, subject in ((2, "drug_poisoning"), (3, "drug_poisoning"), (5, "drug_misuse"), (6, "drug_misuse")):
            area = AREAS[str(grid[7][column])]
            yield ("registration_delay_days", subject, area, str(row[0]), "all", "all"), count(row[column]), 1


def band(words: str) -> str:
    ages = [str(int(age)) for age in re.findall(r"\d+", words)]
    return BANDS.get(words) or ("-".join(ages) if len(ages) > 1 else f"{ages[0]}+")


def slug(words: str) -> str:
    words = re.sub(r"\(.*\)|,? by drugs, medicaments and biological substances|( \d+)(,\d+)*$", "", words)
    return "_".join(re.findall("[a-z0-9]+", words.lower()))


def count(cell: str | None) -> Cell:
    return (float(cell), None, None, None, "ok") if cell else (None, None, None, None, "not_published")


def rated(deaths: str | None, rate: str | None, flag: str | None, low: str | None, high: str | None) -> Cell:
    rests_on = float(deaths) if deaths else None
    if rate == ":":
        assert (low, high) in ((":", ":"), (None, None))
        return None, None, None, rests_on, "too_few"
    status = "unreliable" if flag == "u" or str(rate).endswith("*") else "ok"
    return per_100_000(rate), per_100_000(low), per_100_000(high), rests_on, status


def per_100_000(cell: str | None) -> float | None:
    return None if cell is None else round(float(cell.rstrip("*")) / 10, 10)
