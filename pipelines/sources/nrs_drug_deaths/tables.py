"""The yearly workbook of NRS, drug-related-deaths-data.xlsx: by sex, by age, by council and health board.

Tables are found by their headers, as their numbers and first rows move. Verified in public code that reads the workbook
of 2024 deaths: Table_1 has Year, Sex, "Age-standardised rate (per 100,000 population)" and its 95% limits; Tables 4 and
5 have Year, Sex and a column for each age; Table_HB4 has "NHS Board area", "Five-year period" ("2020 - 2024"), "Total
number of deaths" and the rate. Table_C4 is taken to be alike. Only remembered: titles, the header of Table_1's deaths,
how an age is written, and which mark stands for the rate of few deaths. Long for one module, because four kinds of
table are told by their headers and units.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import polars as pl

from pipelines.errors import Refused
from pipelines.source import TextTable
from pipelines.workbook import open_workbook, words

PLACES = {"council area": "council", "council": "council", "nhs board area": "board", "nhs board": "board"}
PERIODS = ("five-year period", "five year period", "period", "years")
DEATHS = re.compile(r"^(total )?(number of )?(all )?(drug[ -](misuse|related) )?deaths$")
RATE = re.compile(r"^age-standardised (mortality |death )?rate\b")
AGE = re.compile(r"^(?:aged? )?(\d\d?)(?:(?:\s*(?:-|–|to)\s*)(\d\d?)|(\+| and over| or over))?(?: years?)?$")
NOTE = re.compile(r"\s*\[note[^\]]*\]", re.IGNORECASE)
PER = re.compile(r"per ([\d,]+|million|thousand)")
YEAR = re.compile(r"^((?:19|20)\d\d)(\s*\[\w+\])*$")
FIVE_YEARS = re.compile(r"^((?:19|20)\d\d)\s*(?:-|–|to)\s*((?:19|20)\d\d)$")
WANTED = {
    "sex": "rates by Year and Sex",
    "age_count": "deaths by Year, Sex and age",
    "age_rate": "rates by Year, Sex and age",
    "council": "rates by Council area and Five-year period",
}
ALL_AGES = "all ages, which also stand in the table by sex"
ALL_SCOTLAND = "Scotland, which also stands in the table by council"
FIELDS = ("deaths", "rate", "rate_low", "rate_high")


@dataclass(frozen=True)
class Table:
    """A sheet of deaths: what its rows are of, and the column of each thing."""

    sheet: str
    kind: str
    """sex, age_count, age_rate, council or board."""
    body: pl.DataFrame
    column: dict[str, str]


def read(path: Path) -> TextTable:
    """Every number of deaths and every rate of the tables by sex, age, council and health board."""
    workbook = open_workbook(path)
    sheets = {name: workbook.sheet(name) for name in workbook.sheet_names}
    found = [table for name, rows in sheets.items() if (table := _table(path, name, rows))]
    kinds = [table.kind for table in found]
    missing = [kind for kind in WANTED if kind not in kinds]
    twice = sorted({kind for kind in kinds if kinds.count(kind) > 1})
    if missing or twice:
        said = "no table of " + " or ".join(WANTED[kind] for kind in missing) if missing else f"two tables of {twice}"
        raise Refused(
            f"{path} has {said} among its sheets {', '.join(workbook.sheet_names)}.{_renamed(sheets)} Expected the NRS "
            "workbook of drug misuse deaths: download it again, or put the new headers into this source if NRS has "
            "changed them."
        )
    records = pl.concat([_records(table) for table in found], how="diagonal")
    last = records["their_period"].str.tail(4).filter(records["their_period"].str.contains(r"\d{4}$")).max()
    return TextTable(frame=records.with_columns(pl.lit(last).alias("edition")))


def _renamed(sheets: dict[str, pl.DataFrame]) -> str:
    """Headers that look like one that is wanted and are not it."""
    said = {words(cell) for rows in sheets.values() for row in rows.drop("line").head(20).iter_rows() for cell in row}
    wanted = ("year", "sex", "council area", "five-year period", "age-standardised rate (per 100,000 population)")
    near = {name: get_close_matches(name, said - {""}, n=1) for name in wanted if name not in said}
    return "".join(f" Was {name!r} renamed {found[0]!r}?" for name, found in near.items() if found)


def _table(path: Path, sheet: str, rows: pl.DataFrame) -> Table | None:
    cells = rows.drop("line").rows()
    for number, row in enumerate(cells[:20]):
        header = [words(cell) for cell in row]
        place = next((name for name in header if name in PLACES), "")
        if ("year" in header and "sex" in header) or (place and any(name in PERIODS for name in header)):
            above = " ".join(cell for line in cells[:number] for cell in line if cell)
            columns = _columns(f"{path}, sheet {sheet}", row, above)
            kind = PLACES[place] if place else _kind(f"{path}, sheet {sheet}", above, columns)
            return Table(sheet, kind, rows.slice(number + 1), columns) if kind and columns else None
    return None


def _columns(place: str, row: Sequence[str | None], above: str) -> dict[str, str]:
    """The column of each thing the header names; refuses rates of another unit, and the same thing twice."""
    found: dict[str, str] = {}
    for column, cell in enumerate(row):
        name = _meaning(words(cell), after_rate="rate" in found) or _age(cell or "")
        if name == "rate":
            _check_unit(place, PER.search((cell or "").lower()) or PER.search(above.lower()), cell or "")
        if name in found:
            raise Refused(f"{place}: two columns are headed as {cell!r} is. Expected each once: which one is meant?")
        if name:
            found[name] = str(column)
    return found


def _check_unit(place: str, per: re.Match[str] | None, said: str) -> None:
    if per is None or per[1] != "100,000":
        raise Refused(
            f"{place}: rates are {per[0] if per else 'not said to be per anything'} ({said[:120]!r}). "
            "Expected per 100,000: a new unit needs a new reading."
        )


def _meaning(said: str, after_rate: bool) -> str:
    if said in ("year", "sex"):
        return said
    if said in PLACES:
        return "place"
    if said in PERIODS:
        return "period"
    if DEATHS.match(said):
        return "deaths"
    if RATE.match(said):
        return "rate"
    if after_rate and "confidence" in said:
        return "rate_low" if "lower" in said else "rate_high" if "upper" in said else ""
    return ""


def _age(cell: str) -> str:
    """The age a column is of: "age 15-19", "age 90+", "age all"; its last digits are no footnote."""
    said = NOTE.sub("", cell).strip().lower()
    if said in ("all ages", "under 1", "less than 1"):
        return "age all" if said == "all ages" else "age 0"
    match = AGE.match(said)
    if not match:
        return ""
    return f"age {match[1]}-{match[2]}" if match[2] else f"age {match[1]}+" if match[3] else f"age {match[1]}"


def _kind(place: str, title: str, columns: dict[str, str]) -> str:
    """Of a table by year and sex: whether it is of age-standardised rates, of deaths by age, or of their rates."""
    ages = [name for name in columns if name.startswith("age ")]
    if len(ages) > 4:
        is_rate = "rate" in title.lower()
        if is_rate:
            _check_unit(place, PER.search(title.lower()), title)
        return "age_rate" if is_rate else "age_count"
    if {"rate", "rate_low", "rate_high"} <= columns.keys():
        return "sex"
    return ""


def _records(table: Table) -> pl.DataFrame:
    """One record for each row, or of a table by age for each row and age."""
    time = pl.col(table.column["period" if "period" in table.column else "year"])
    numbers = [column for name, column in table.column.items() if name in FIELDS or name.startswith("age ")]
    told = table.body.filter(pl.any_horizontal(pl.col(numbers).is_not_null())).select(
        "line",
        _period(time).alias("their_period"),
        (pl.col(table.column["place"]) if "place" in table.column else pl.lit("Scotland")).alias("place"),
        (pl.col(table.column["sex"]) if "sex" in table.column else pl.lit("Persons")).alias("their_sex"),
        pl.when(time.str.contains(r"\[b\]")).then(pl.lit("marked [b], a break in the series")).alias("note"),
        *(pl.col(column).alias(name) for name, column in table.column.items() if name in FIELDS or " " in name),
    )
    if table.kind.startswith("age_"):
        told = _by_age(table, told)
    else:
        is_told_elsewhere = pl.lit(table.kind == "board") & (pl.col("place") == "Scotland")
        told = told.with_columns(
            pl.lit("all").alias("age_band"), pl.when(is_told_elsewhere).then(pl.lit(ALL_SCOTLAND)).alias("left_out")
        )
    return told.with_columns(
        pl.lit("age_specific" if table.kind == "age_rate" else "drug_misuse").alias("measure"),
        pl.lit("all").alias("category"),
        pl.lit(table.kind).alias("place_kind"),
        pl.lit(table.sheet).alias("sheet"),
        pl.format("{}, {}", pl.lit(table.sheet), pl.col("their_period").fill_null("no period")).alias("column_label"),
    )


def _period(time: pl.Expr) -> pl.Expr:
    """A year without its marks, five years as 2019-2023; what is neither stays as it is and is kept out by its rule."""
    year = time.str.extract(YEAR.pattern, 1)
    five = time.str.replace(FIVE_YEARS.pattern, "${1}-${2}")
    return pl.coalesce(year, five)


def _by_age(table: Table, told: pl.DataFrame) -> pl.DataFrame:
    ages = [name for name in told.columns if name.startswith("age ")]
    value = "rate" if table.kind == "age_rate" else "deaths"
    count = [pl.col(name).str.replace_all(",", "").cast(pl.Int64, strict=False) for name in ages if name != "age all"]
    together = pl.sum_horizontal(count, ignore_nulls=False).cast(pl.String)
    return (
        told.with_columns((together if value == "deaths" else pl.lit(None, pl.String)).alias("whole"))
        .drop([name for name in FIELDS if name in told.columns])
        .unpivot(
            on=ages,
            index=["line", "their_period", "place", "their_sex", "note", "whole"],
            variable_name="age_band",
            value_name=value,
        )
        .with_columns(pl.col("age_band").str.strip_prefix("age "))
        .with_columns(
            pl.when(pl.col("age_band") == "all").then(pl.lit(ALL_AGES)).alias("left_out"),
            pl.when(pl.col("age_band") == "all").then("whole").alias("whole"),
        )
    )
