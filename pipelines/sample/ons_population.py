"""Population by single year of age and sex: made-up people in the layout of the ONS mid-year estimates."""

from collections.abc import Sequence
from itertools import pairwise
from math import exp
from pathlib import Path

import duckdb

from pipelines.origin import SYNTHETIC_TITLE
from pipelines.sample.ons_outline import OutlineRow, english, welsh
from pipelines.sample.workbooks import Cell, add_sheet, new_workbook

MID_YEARS = tuple(range(2019, 2025))
GROWTH = 0.008
AGES = tuple(range(91))
# The rough shape of a population: an age, women and men of it in any unit; straight lines between; 90 is 90 and over.
SHAPE = (
    (0, 295, 310),
    (10, 345, 360),
    (18, 295, 315),
    (25, 355, 372),
    (32, 385, 384),
    (42, 340, 335),
    (54, 395, 385),
    (65, 295, 280),
    (73, 320, 290),
    (82, 165, 130),
    (89, 85, 52),
    (90, 350, 170),
)
SEXES = ("Females", "Males")
# Countries the estimates hold and we have no areas for, as so many times Wales.
OTHERS = {"S92000003": ("SCOTLAND", 1.74), "N92000002": ("NORTHERN IRELAND", 0.61)}

People = dict[str, list[int]]
"""People at each of AGES, by sex."""


def write(country: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Write a workbook for each mid-year from 2019 to 2024."""
    rows = [*english(codes_before_2023=False, london_halves=False), *welsh()]
    places = country.execute(
        """
        select area_code, adults, 0.3 * normal(area, 'older') from authority
        union all
        select area_code, 115000, 0.2 from area where region_code = 'W92000004'
        order by area_code
        """
    ).fetchall()
    for year in MID_YEARS:
        grown = 1 + GROWTH * (year - 2021)
        people = {code: _people(adults * grown, older) for code, adults, older in places}
        table = _table(rows, people)
        with new_workbook(folder / f"ukpopestimatesmid{year}.xlsx") as workbook:
            title = f"Mid-Year Population Estimates, UK, June {year}"
            add_sheet(workbook, "Cover sheet", [[title], [f"{SYNTHETIC_TITLE}: made-up numbers."]])
            add_sheet(workbook, "Contents", [["Table of contents"], *([name] for name in _sheet_names())])
            for sex in ("Persons", "Males", "Females"):
                add_sheet(workbook, f"MYE2 - {sex}", _sheet(sex, year, table))


def _people(adults: float, older: float) -> People:
    shape = {
        sex: [weight * exp(older * (age - 45) / 45) for age, weight in enumerate(_every_age(place))]
        for place, sex in enumerate(SEXES, start=1)
    }
    scale = adults / sum(sum(weights[18:]) for weights in shape.values())
    return {sex: [round(weight * scale) for weight in weights] for sex, weights in shape.items()}


def _every_age(place: int) -> list[float]:
    ages: list[float] = []
    for one, following in pairwise(SHAPE):
        years = following[0] - one[0]
        ages += [one[place] + (following[place] - one[place]) * step / years for step in range(years)]
    return [*ages, float(SHAPE[-1][place])]


def _table(rows: Sequence[OutlineRow], people: dict[str, People]) -> list[tuple[OutlineRow, People]]:
    found = [(row, _of_row(row, people)) for row in rows]
    by_code = {row.code: counts for row, counts in found}
    wales = by_code["W92000004"]
    others = {
        code: {sex: [round(number * times) for number in numbers] for sex, numbers in wales.items()}
        for code, (_, times) in OTHERS.items()
    }
    both = _together(by_code["E92000001"], wales)
    britain = _together(both, others["S92000003"])
    above = (
        ("K02000001", "UNITED KINGDOM", _together(britain, others["N92000002"])),
        ("K03000001", "GREAT BRITAIN", britain),
        ("K04000001", "ENGLAND AND WALES", both),
    )
    below = tuple((code, name, others[code]) for code, (name, _) in OTHERS.items())
    return [*(_country(*country) for country in above), *found, *(_country(*country) for country in below)]


def _of_row(row: OutlineRow, people: dict[str, People]) -> People:
    return {
        sex: [row.take(sum(ages)) for ages in zip(*(people[part][sex] for part in row.parts), strict=True)]
        for sex in SEXES
    }


def _together(*places: People) -> People:
    return {sex: [sum(ages) for ages in zip(*(place[sex] for place in places), strict=True)] for sex in SEXES}


def _country(code: str, name: str, people: People) -> tuple[OutlineRow, People]:
    return OutlineRow(code, name, 0, "Country", ()), people


def _sheet(sex: str, year: int, table: Sequence[tuple[OutlineRow, People]]) -> list[list[Cell]]:
    rows: list[list[Cell]] = [
        [f"MYE2: {sex} by single year of age and sex for local authorities in the UK, mid-{year}"],
        ["This worksheet contains one table. Freeze panes are turned on. "],
        [],
        [],
        [],
        [],
        [],
        ["Code", "Name", "Geography", "All ages", *map(str, AGES[:-1]), "90+"],
    ]
    for row, people in table:
        ages = people[sex] if sex != "Persons" else [sum(both) for both in zip(*people.values(), strict=True)]
        rows.append([row.code, row.name.strip(), row.geography, sum(ages), *ages])
    return rows


def _sheet_names() -> tuple[str, ...]:
    return ("Cover sheet", "MYE2 - Persons", "MYE2 - Males", "MYE2 - Females")
