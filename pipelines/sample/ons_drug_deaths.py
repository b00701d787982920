"""Drug poisoning deaths by local authority: made-up counts and rates in the layout of the ONS workbook."""

from collections.abc import Sequence
from itertools import chain
from math import exp, sqrt
from pathlib import Path

import duckdb

from pipelines.origin import SYNTHETIC_TITLE
from pipelines.sample.ons_outline import OutlineRow, english, welsh
from pipelines.sample.workbooks import Cell, add_sheet, new_workbook

YEARS = tuple(range(1993, 2024))
PERIODS = tuple(range(2001, 2022))
SEXES = ("persons", "males", "females")
NON_RESIDENTS = 0.015
"""Deaths of people from elsewhere, counted in England and Wales together and in no area, as a share of the others."""
PEOPLE_PER_ADULT = 1.265
FEWEST_FOR_A_RATE = 10
FEWEST_FOR_A_RELIABLE_RATE = 20

Counts = dict[str, list[int]]
"""Deaths in each of YEARS, by sex."""

TABLES = (
    ("Table 1", "poisoning", "persons"),
    ("Table 2", "misuse", "persons"),
    ("Table 3", "poisoning", "persons"),
    ("Table 4", "poisoning", "males"),
    ("Table 5", "poisoning", "females"),
    ("Table 6", "misuse", "persons"),
    ("Table 7", "misuse", "males"),
    ("Table 8", "misuse", "females"),
)
RATE_NOTES = (
    "1 Age-standardised mortality rates per 100,000 population.",
    "2 The lower and upper 95% confidence limits have been provided.",
    "3 Rates are not calculated when there are fewer than ten deaths; from 10 to 19 they are marked U, unreliable.",
)
NOTES = (
    "4 Deaths from drug misuse are included in the figures for all drug poisoning.",
    "5 Figures for England and Wales combined include deaths of non-residents.",
    "6 Figures are for deaths registered, rather than deaths occurring, in each calendar year.",
)


def write(country: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Write one workbook: yearly counts 1993 to 2023, and rates over three years to 2021–23."""
    rows = [*english(codes_before_2023=True, london_halves=True), *welsh()]
    deaths, people = _deaths(country)
    counted = [(row, _of_row(row, deaths), sum(people[part] for part in row.parts)) for row in rows]
    with new_workbook(folder / f"ons_{YEARS[-1]}localauthorities.xlsx") as workbook:
        add_sheet(workbook, "Contents", _contents())
        add_sheet(workbook, "Notes, Terms and Conditions", [["Back to contents"], [None, SYNTHETIC_TITLE]])
        add_sheet(workbook, "Definition", [["Back to contents"], ["Drug misuse is a part of drug poisoning."]])
        for name, cause, sex in TABLES:
            is_rate = name not in ("Table 1", "Table 2")
            body = _rates(counted, cause, sex) if is_rate else _counts(counted, cause)
            notes = (*(RATE_NOTES if is_rate else ()), *NOTES)
            ending: list[list[Cell]] = [[], ["Footnotes"], *([note] for note in notes), [], ["Source: made up"]]
            add_sheet(workbook, name, [["Back to contents"], [_title(cause, sex, is_rate)], [], *body, *ending])


def _deaths(country: duckdb.DuckDBPyConnection) -> tuple[dict[str, dict[str, Counts]], dict[str, float]]:
    """Deaths by authority, cause and sex in each year, and the people of each authority of one sex."""
    draws = country.execute(
        f"""
        with place as (
            select area_code, area, adults, opiate_lean from authority
            union all
            select area_code, 200 + row_number() over (order by area_code), 115000, 0.2
            from area
            where region_code = 'W92000004'
        )
        select
            area_code,
            adults,
            cause,
            sex,
            year,
            adults * rate * share * (0.5 + 0.004 * (year - 1993) + 0.046 * greatest(0, year - 2012))
                * exp(0.3 * normal(area, 'deaths') + 0.4 * opiate_lean) as expected,
            chance(area * 400 + (year - 1990) * 10 + draw, 'death') as chance
        from place
        cross join (values
            ('misuse', 'females', 1, 6.4e-5, 0.28),
            ('misuse', 'males', 2, 6.4e-5, 0.72),
            ('other', 'females', 3, 3.7e-5, 0.42),
            ('other', 'males', 4, 3.7e-5, 0.58)
        ) as parts(cause, sex, draw, rate, share)
        cross join unnest(range({YEARS[0]}, {YEARS[-1] + 1})) as years(year)
        order by area_code, cause, sex, year
        """
    ).fetchall()
    deaths: dict[str, dict[str, Counts]] = {}
    people: dict[str, float] = {}
    for code, adults, cause, sex, _, expected, chance in draws:
        people[code] = adults * PEOPLE_PER_ADULT / 2
        deaths.setdefault(code, {}).setdefault(cause, {}).setdefault(sex, []).append(_poisson(expected, chance))
    return deaths, people


def _poisson(expected: float, chance: float) -> int:
    """The count below which a share `chance` of Poisson counts with this mean lie."""
    count, probability = 0, exp(-expected)
    below = probability
    while below < chance and probability > 0:
        count += 1
        probability *= expected / count
        below += probability
    return count


def _of_row(row: OutlineRow, deaths: dict[str, dict[str, Counts]]) -> dict[str, Counts]:
    """Poisoning and misuse deaths of a row by sex; women and men add up to persons."""

    def taken(cause: str, sex: str) -> list[int]:
        years = zip(*(deaths[part][cause][sex] for part in row.parts), strict=True)
        return [row.take(sum(year)) for year in years]

    found: dict[str, Counts] = {"misuse": {}, "poisoning": {}}
    for sex in ("males", "females"):
        found["misuse"][sex] = taken("misuse", sex)
        found["poisoning"][sex] = _added(found["misuse"][sex], taken("other", sex))
    for counts in found.values():
        counts["persons"] = _added(counts["males"], counts["females"])
    return found


def _added(first: Sequence[int], second: Sequence[int]) -> list[int]:
    return [one + other for one, other in zip(first, second, strict=True)]


Counted = Sequence[tuple[OutlineRow, dict[str, Counts], float]]


def _counts(counted: Counted, cause: str) -> list[list[Cell]]:
    table: list[list[Cell]] = [["Area Codes", "Area Names", None, None, *map(str, reversed(YEARS))], []]
    both = _added(*(found[cause]["persons"] for row, found, _ in counted if row.code in ("E92000001", "W92000004")))
    both = [deaths + round(deaths * NON_RESIDENTS) for deaths in both]
    table += [["K04000001", "ENGLAND AND WALES", None, None, *reversed(both)], []]
    for row, found, _ in counted:
        deaths: list[Cell] = [*reversed(found[cause]["persons"])]
        if row.code == "E09000001":
            deaths = [number or None for number in deaths]  # the publisher leaves this one's zeros blank
        table += _placed(row, deaths)
    return table


def _rates(counted: Counted, cause: str, sex: str) -> list[list[Cell]]:
    periods = [f"{year}–{(year + 2) % 100:02}" for year in reversed(PERIODS)]
    upper: list[Cell] = ["Area Codes", "Area Names", None, None]
    upper += chain.from_iterable((period, None, None, None, None, None) for period in periods)
    headings = ("Deaths", "Rate 1", None, "Lower Confidence Limit 2", "Upper Confidence Limit 2", None)
    lower: list[Cell] = [None] * 4
    lower += headings * len(periods)
    table: list[list[Cell]] = [upper[:-1], lower[:-1], []]
    for row, found, people in counted:
        share = row.share[1] - row.share[0]
        population = 3 * people * share * (2 if sex == "persons" else 1)
        cells: list[Cell] = []
        for first in reversed(PERIODS):
            start = first - YEARS[0]
            cells += _block(sum(found[cause][sex][start : start + 3]), population)
        table += _placed(row, cells[:-1])
    return table


def _block(deaths: int, population: float) -> list[Cell]:
    """Deaths, rate, mark, lower and upper limit (Byar's), and the gap before the next period."""
    if deaths < FEWEST_FOR_A_RATE:
        return [deaths, ":", None, ":", ":", None]
    rate = deaths / population * 100_000
    more = deaths + 1
    low = rate * (1 - 1 / (9 * deaths) - 1.96 / (3 * sqrt(deaths))) ** 3
    high = rate * more / deaths * (1 - 1 / (9 * more) + 1.96 / (3 * sqrt(more))) ** 3
    mark = "U" if deaths < FEWEST_FOR_A_RELIABLE_RATE else None
    return [deaths, round(rate, 1), mark, round(low, 1), round(high, 1), None]


def _placed(row: OutlineRow, figures: Sequence[Cell]) -> list[list[Cell]]:
    """The row, with its name in the column of its level, and the blank rows around it."""
    names: list[Cell] = [None, None, None]
    names[row.level] = row.name
    placed: list[list[Cell]] = [[]] if row.starts_block else []
    placed.append([row.code, *names, *figures])
    if row.code == "E12000001":
        placed.append([None, " "])
    elif row.geography == "Region":
        placed.append([])
    return placed


def _title(cause: str, sex: str, is_rate: bool) -> str:
    if is_rate:
        return (
            f"Number of deaths and age-standardised mortality rate for deaths related to drug {cause}, {sex} by local "
            f"authority, England and Wales, deaths registered between {PERIODS[0]} and {YEARS[-1]} 1,2,3,4,5,6"
        )
    return (
        f"Number of deaths related to drug {cause}, {sex} by local authority, England and Wales, "
        f"registered in each year between {YEARS[0]} and {YEARS[-1]} 4,5,6"
    )


def _contents() -> list[list[Cell]]:
    lines: list[list[Cell]] = [
        ["Worksheet names", "Deaths related to drug poisoning by local authority"],
        [None, f"England and Wales, {YEARS[0]} to {YEARS[-1]}"],
        [None, f"{SYNTHETIC_TITLE}: made-up numbers, not figures for any real area."],
        ["Notes, Terms and Conditions"],
        ["Definition"],
    ]
    return lines + [[name, _title(cause, sex, name > "Table 2")] for name, cause, sex in TABLES]
