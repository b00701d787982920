"""The made-up country: the real authorities, with made-up sizes, mixes, services and women's shares."""

import csv
import math
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import duckdb

HERE = Path(__file__).parent
REFERENCE = HERE.parent / "reference"

FIRST_DAY = date(2019, 4, 1)
LAST_DAY = date(2025, 3, 31)
YEARS = tuple(range(2019, 2025))

SUBSTANCE_GROUPS = ("opiate", "non_opiate", "non_opiate_and_alcohol", "alcohol")
GROUP_SHARES = {"opiate": 0.494, "non_opiate": 0.101, "non_opiate_and_alcohol": 0.114, "alcohol": 0.291}
"""With those who change group on their return, about as published for 2021/22."""
WOMEN_SHARES = {"opiate": 0.276, "non_opiate": 0.327, "non_opiate_and_alcohol": 0.298, "alcohol": 0.414}
WOMEN_TREND = {"opiate": 0.014, "non_opiate": 0.008, "non_opiate_and_alcohol": 0.008, "alcohol": 0.005}
"""Rise in the log odds that a newcomer is a woman, a year; it takes more for those who stay long."""

NEVER_START = 0.05
RETURN_SHARE = 0.03
"""People who come back in a year, as a share of the year before's newcomers."""
FIRST_YEAR_LEAN = {"opiate": 1.4, "non_opiate": 1.8, "non_opiate_and_alcohol": 1.8, "alcohol": 1.8}
"""The first year holds those in treatment from before, so it fills early; 1 spreads triage evenly over it."""
STAY = {
    "other_scale": 186.0,
    "other_shape": 1.7,
    "short_share": 0.36,
    "short_mean": 150.0,
    "long_mean": 1170.0,
}

# One service may serve a neighbour too small, or too close, for one of its own.
SERVED_BY = {
    "E06000003": "E06000002",
    "E06000017": "E10000018",
    "E06000036": "E06000041",
    "E06000037": "E06000038",
    "E06000053": "E06000052",
    "E06000062": "E06000061",
    "E06000064": "E06000063",
    "E09000001": "E09000012",
}
SECOND_SERVICES = 25
WORDS = ("Alder", "Bracken", "Campion", "Damson", "Elder", "Foxglove", "Gorse", "Hazel", "Iris", "Juniper", "Larch")


@dataclass(frozen=True)
class Provider:
    """A made-up service, and the file it sends."""

    number: int
    agency: str
    name: str
    area_code: str
    area_name: str


def open_country(people: int, seed: int, spill: Path) -> duckdb.DuckDBPyConnection:
    """A database in memory that holds the authorities and how many people come forward, before anyone does."""
    country = duckdb.connect(
        config={"threads": 2, "memory_limit": "1700MB", "temp_directory": str(spill), "preserve_insertion_order": True}
    )
    run(country, HERE / "macros.sql", seed=seed, **STAY)
    country.execute(f"create type substance_group as enum {SUBSTANCE_GROUPS}")
    for name in ("area", "residence_code"):
        country.execute(
            f"create table {name} as from read_csv(?, all_varchar = true)", [str(REFERENCE / f"{name}.csv")]
        )
    country.execute(
        "create table area_size as from read_csv(?, columns = {'area_code': 'varchar', 'adults_thousand': 'integer'})",
        [str(HERE / "area_size.csv")],
    )
    _add_providers(country)
    country.execute(
        "create table newcomer(year integer, substance_group substance_group, group_number integer, starts date, "
        "days integer, lean double, people double, women double)"
    )
    country.executemany("insert into newcomer values (?, ?, ?, ?, ?, ?, ?, ?)", _newcomers(people))
    run(country, HERE / "authority.sql")
    return country


def run(country: duckdb.DuckDBPyConnection, script: Path, **numbers: float | date) -> None:
    """Run a script of the sample; `numbers` fill its {places}."""
    text = script.read_text(encoding="utf-8")
    country.execute(text.format(**numbers) if numbers else text)


@cache
def providers() -> tuple[Provider, ...]:
    """One service for nearly every authority, and a second for the largest."""
    names = {row["area_code"]: row["area_name"] for row in _rows(REFERENCE / "area.csv")}
    sizes = {row["area_code"]: int(row["adults_thousand"]) for row in _rows(HERE / "area_size.csv")}
    largest = sorted(sizes, key=lambda code: (-sizes[code], code))[:SECOND_SERVICES]
    services = [(code, "Recovery Service") for code in sorted(sizes) if code not in SERVED_BY]
    services += [
        (code, "Women's Service" if place % 3 == 0 else "Wellbeing Service") for place, code in enumerate(largest)
    ]
    return tuple(
        Provider(
            number=number,
            agency=f"N{1000 + number * 37:04d}",
            name=f"{WORDS[number % len(WORDS)]} {kind} ({names[code]})",
            area_code=code,
            area_name=names[code],
        )
        for number, (code, kind) in enumerate(services, start=1)
    )


def _add_providers(country: duckdb.DuckDBPyConnection) -> None:
    country.execute(
        "create table provider(provider integer, agency varchar, name varchar, area_code varchar, is_second boolean)"
    )
    firsts = len(providers()) - SECOND_SERVICES
    country.executemany(
        "insert into provider values (?, ?, ?, ?, ?)",
        [(p.number, p.agency, p.name, p.area_code, p.number > firsts) for p in providers()],
    )
    country.execute("create table served_by(area_code varchar, host_code varchar)")
    country.executemany("insert into served_by values (?, ?)", list(SERVED_BY.items()))


def _newcomers(people: int) -> list[tuple[int, str, int, date, int, float, float, float]]:
    """How many new people each year needs so that about as many are in treatment every year.

    The first year has no one from before in it, so all its people come forward in it.
    """
    rows = []
    for number, group in enumerate(SUBSTANCE_GROUPS):
        wanted = people * GROUP_SHARES[group] / (1 - NEVER_START)
        come: list[float] = []
        for place, year in enumerate(YEARS):
            still_here = sum(n * _share_still_here(group, first, place) for first, n in enumerate(come))
            back = RETURN_SHARE * come[-1] if come else 0.0
            come.append(max(0.0, wanted - still_here - back))
            starts = date(year, 4, 1)
            days = (date(year + 1, 4, 1) - starts).days
            log_odds = math.log(WOMEN_SHARES[group] / (1 - WOMEN_SHARES[group])) + WOMEN_TREND[group] * (place - 2)
            lean = FIRST_YEAR_LEAN[group] if place == 0 else 1.0
            rows.append((year, group, number, starts, days, lean, come[-1], log_odds))
    return rows


def _share_still_here(group: str, first: int, later: int) -> float:
    """The share of one year's newcomers who are still in treatment when a later year begins."""
    lean = FIRST_YEAR_LEAN[group] if first == 0 else 1.0
    draws = [(n + 0.5) / 200 for n in range(200)]
    return sum(_share_staying(group, (later - first - draw**lean) * 365.25 - 5) for draw in draws) / len(draws)


def _share_staying(group: str, days: float) -> float:
    """The share of stays longer than `days`; the other side of the stay_days macro."""
    days = max(0.0, days)
    if group != "opiate":
        return math.exp(-((days / STAY["other_scale"]) ** STAY["other_shape"]))
    short = STAY["short_share"]
    return short * math.exp(-days / STAY["short_mean"]) + (1 - short) * math.exp(-days / STAY["long_mean"])


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
