"""Two files made by others of NRS figures: the trend of Scotland as a CSV, and councils by substance as a JSON.

The CSV is NRSdata_trend.csv of ScotGovAnalysis/suspected_drug_deaths, the JSON the data of a web page about the deaths
of 2018 (David-Damer/drug-deaths-hci). Only the name of the JSON says its year.
"""

import csv
import json
import re
from difflib import get_close_matches
from io import StringIO
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.errors import Refused
from pipelines.source import TextTable
from pipelines.workbook import words

TREND = {
    "drug-related deaths": "drug_misuse",
    "drug misuse deaths": "drug_misuse",
    "drug-related deaths: consistent series": "consistent_series",
}
FOLLOWING = (
    "change from previous year",
    "3-year average",
    "5-year average",
    "change from prev. 5-year average",
    "likely lower",
    "likely upper",
    # of the difference between the two series
    "number",
    "percent",
)
FOLLOWS = "changes, averages and likely ranges, which follow from the deaths of each year"

# What NRS calls them, and how one file spells it; words() has taken footnote digits off.
SUBSTANCES = {
    "all drug-related deaths": "all",
    "heroin/morphine": "heroin_or_morphine",
    "methadone": "methadone",
    "heroin/morphine, methadone or buprenorphine": "heroin_morphine_methadone_or_buprenorphine",
    "heroin/morpine, methadone or buprenorphine": "heroin_morphine_methadone_or_buprenorphine",
    "codeine or a codeine-containing compound": "codeine",
    "dihydro-codeine or a d.h.c-containing compound": "dihydrocodeine",
    "any opiate or opioid": "any_opiate_or_opioid",
    "benzodiazepines": "benzodiazepines",
    "gabapentin and/or pregabalin": "gabapentin_or_pregabalin",
    "cocaine": "cocaine",
    "ecstasy-type": "ecstasy_type",
    "amphetamines": "amphetamines",
    "alcohol": "alcohol",
}
COUNCILS = 32

Record = dict[str, str | None]


def read_trend(path: Path) -> TextTable:
    """The deaths of each year, as they were counted then and in one consistent series."""
    lines = list(csv.reader(StringIO(_text(path), newline="")))
    header, below = _header(path, lines)
    records: list[Record] = []
    for place, line in enumerate(lines[below:], start=below + 1):
        cells: Record = dict(zip(header, [cell.strip() or None for cell in line], strict=False))
        year = cells.get("year")
        if not any(cells.get(name) for name in TREND) and not (year or "").isdigit():
            continue  # a blank row or a footnote
        of_year: Record = {"line": str(place), "their_period": year, "sheet": ""}
        for name in header:
            if name in TREND:
                records.append(of_year | {"measure": TREND[name], "deaths": cells.get(name), "column_label": name})
        others = [name for name in cells if name not in (*TREND, "year") and cells[name]]
        for why in sorted({FOLLOWS if name in FOLLOWING else f"a column nobody knows: {name}" for name in others}):
            records.append(of_year | {"left_out": why, "column_label": why})
    return _told(records, edition=max((record["their_period"] or "" for record in records), default=""))


def _header(path: Path, lines: list[list[str]]) -> tuple[list[str], int]:
    """The names of the columns, and how many rows stand above the first one below them."""
    for number, line in enumerate(lines[:20], start=1):
        header = [words(cell) for cell in line]
        if "year" in header and any(name in TREND for name in header):
            return header, number
    said = [name for line in lines[:20] for cell in line if (name := words(cell)) not in FOLLOWING]
    near = {name: found[0] for name in ("year", *TREND) if (found := get_close_matches(name, said, n=1, cutoff=0.7))}
    renamed = "".join(f" Was {name!r} renamed {found!r}?" for name, found in near.items() if name != found)
    raise Refused(
        f"{path}: no row of the first 20 names the columns year and Drug-related deaths.{renamed} Expected the trend "
        "of drug deaths of Scotland; put another file in the folder of its own source."
    )


def read_councils(path: Path) -> TextTable:
    """The deaths of one year by council and substance; refuses a file whose name does not say the year."""
    years = set(re.findall(r"(?<!\d)((?:19|20)\d\d)(?!\d)", path.stem))
    if len(years) != 1:
        raise Refused(
            f"{path} does not say in its name of which year it is{' (it names several)' if years else ''}, and nothing "
            "inside it does. Give it a name with the year of the deaths, such as nrs_2018_drug_deaths.json."
        )
    (year,) = years
    areas = _areas(path)
    entries = [(area, words(label), deaths) for area, of_area in areas for label, deaths in of_area]
    together: dict[str, int] = {}
    for area, label, deaths in entries:
        if area != "Scotland" and deaths.isdigit():
            together[label] = together.get(label, 0) + int(deaths)
    of_all = {area: deaths for area, label, deaths in reversed(entries) if SUBSTANCES.get(label) == "all"}
    is_whole = len({area for area, _ in areas} - {"Scotland"}) == COUNCILS
    records: list[Record] = []
    for place, (area, label, deaths) in enumerate(entries, start=1):
        whole = of_all.get(area)
        if SUBSTANCES.get(label) == "all":
            whole = str(together[label]) if is_whole and area == "Scotland" else None
        records.append(
            {
                "line": str(place),
                "their_period": year,
                "sheet": "",
                "measure": "drug_misuse",
                "place": area,
                "category": SUBSTANCES.get(label, ""),
                "deaths": deaths or None,
                "whole": whole,
                "column_label": f"{area}, {label}",
            }
        )
    return _told(records, edition=year)


def _areas(path: Path) -> list[tuple[str, list[tuple[str, str]]]]:
    """Every area with its labels and numbers; refuses a file that is not so made."""
    try:
        # pairs, so that an area that stands twice is seen
        areas: Any = json.loads(_text(path), object_pairs_hook=lambda pairs: [*pairs])
        told = [(str(area), [dict(entry) for entry in entries]) for area, entries in areas]
        return [(area, [(str(e["label"]), str(e["deaths"]).strip()) for e in entries]) for area, entries in told]
    except (json.JSONDecodeError, TypeError, ValueError, KeyError) as error:
        raise Refused(
            f"{path} is not a list of areas, each with labels and deaths ({type(error).__name__}: {error}). Expected "
            'for each area entries such as {"label": "Methadone", "deaths": "31"}.'
        ) from None


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        return path.read_text(encoding="cp1252")


def _told(records: list[Record], edition: str) -> TextTable:
    usual = {"category": "all", "place": "Scotland", "place_kind": "council", "their_sex": "Persons", "age_band": "all"}
    columns = ("line", "sheet", "column_label", "left_out", "their_period", "measure", "deaths", "whole", *usual)
    frame = pl.DataFrame([usual | record for record in records], schema=dict.fromkeys(columns, pl.String))
    return TextTable(
        frame=frame.with_columns(
            pl.col("line").cast(pl.Int64),
            pl.when(pl.col("category") != "").then("category").alias("category"),
            pl.lit(edition).alias("edition"),
        )
    )
