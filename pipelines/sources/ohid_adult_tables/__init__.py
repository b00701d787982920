"""Substance misuse treatment for adults: the yearly statistical tables for England (OHID, before 2021 PHE).

Sheets are found by the words of their titles, as their numbers and names change from year to year. Read are, by local
authority, deaths in treatment (`deaths`) and in older years estimated opiate and crack use (`prevalence_table`); for
England, sex, parental status, waits and exits (`national`). What else a workbook holds is left alone.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import polars as pl

from pipelines.errors import Refused
from pipelines.published_rules import NEGATIVE, UNKNOWN_AREA, UNKNOWN_PERIOD, UNKNOWN_SEX, duplicated
from pipelines.source import Column, Rule, Source, TextTable
from pipelines.sources.ohid_adult_tables import deaths, national
from pipelines.sources.ohid_adult_tables.subjects import subject_of
from pipelines.tables.prevalence_table import COLUMNS, RULES, is_prevalence, read_prevalence
from pipelines.tables.sheet_words import MORE_MARKS, as_noted, grid, nothing_says, periods_named, title
from pipelines.workbook import Workbook, open_workbook

TEXTS = ("sheet", "column_label", "left_out", "edition", "stood", "measure", "category")
NO_YEAR = "estimates of opiate and crack use in a sheet that does not say which year they are of"
OF_SEXES = "file_number, measure, category, area_name, substance_group, age_band, period"


def read(path: Path) -> TextTable:
    """A record for each figure, or each area of a table by area; refuses a workbook that holds none of them."""
    workbook = open_workbook(path)
    year = _year(workbook)
    frames = [frame for name in workbook.sheet_names for frame in _read_sheet(workbook, name, year)]
    if not frames:
        raise Refused(
            f"{path} has no table of deaths in treatment, opiate and crack use, sex, parental status, waits or exits "
            f"(its sheets: {', '.join(workbook.sheet_names)}). Expected the workbook of data tables published with "
            "'Substance misuse treatment for adults: statistics': put that file here."
        )
    told = pl.concat(frames, how="diagonal").with_columns(pl.lit(year).alias("edition"))
    missing = [column.name for column in SOURCE.columns if column.name not in told.columns]
    return TextTable(told.with_columns(pl.lit(None, dtype=pl.String).alias(name) for name in missing))


def _read_sheet(workbook: Workbook, name: str, year: str) -> Iterator[pl.DataFrame]:
    rows = workbook.sheet(name)
    if not rows.height or re.search(r"cover|content|index|notes|front", name, re.IGNORECASE):
        return
    place, rows = f"{workbook.path}, sheet {name}", as_noted(rows)
    years = periods_named(title(rows))
    if is_prevalence(rows):
        period = next(iter(years)) if len(years) == 1 else None
        frame = read_prevalence(place, name, rows, period)
        said = pl.lit("opiate_crack_use").alias("measure"), pl.lit("all").alias("their_sex")
        yield frame.with_columns(*said, pl.lit("15-64").alias("age_band"), *([] if period else [_left_out(NO_YEAR)]))
    elif re.search(r"local prevalence estimates", title(rows), re.IGNORECASE) and "alcohol" not in title(rows).lower():
        raise nothing_says(
            place, "Local authority", (c for _, row in grid(rows)[:20] for c in row if c and len(c) < 60)
        )
    elif deaths.is_deaths(name, rows):
        yield _frame(deaths.records(place, name, rows))
    elif subject := subject_of(name, rows):
        period = next(iter(years)) if len(years) == 1 else year
        of_england = pl.lit("England").alias("area_name"), pl.lit("all").alias("age_band")
        yield _frame(national.records(place, name, rows, subject, period)).with_columns(of_england)


def _left_out(reason: str) -> pl.Expr:
    return pl.coalesce("left_out", pl.lit(reason)).alias("left_out")


def _frame(records: list[dict[str, str | int | None]]) -> pl.DataFrame:
    names = dict.fromkeys(name for record in records for name in record)
    return pl.DataFrame(records, schema={name: pl.Int64 if name == "line" else pl.String for name in names})


def _year(workbook: Workbook) -> str:
    """The financial year the workbook is of: the one its cover names first, the latest of its titles, or its name's."""
    above = [grid(workbook.sheet(name))[:20] for name in workbook.sheet_names]
    cover = [cell for rows in above[:2] for _, row in rows for cell in row if cell and "treatment" in cell.lower()]
    on_cover = next((text for text in cover if _years(text)), "")
    titles = " | ".join(cell for rows in above for _, row in rows[:5] for cell in row[:2] if cell)
    for said in (on_cover, titles, workbook.path.stem):
        if years := _years(said):
            return max(years)
        if ends := re.findall(r"(?i)\b31(?:st)? march (20\d\d)", said):
            return f"{int(max(ends)) - 1}-{max(ends)[2:]}"
    raise Refused(
        f"{workbook.path}: neither a title nor the file's name says which financial year it is of. "
        "Expected one as in '2017-18' or '2017 to 2018': download the workbook again from its publisher."
    )


def _years(text: str) -> set[str]:
    """The single financial years a text names."""
    return {period for period in periods_named(text) if (int(period[2:4]) + 1) % 100 == int(period[5:7])}


def _used(rule: Rule) -> Rule:
    """The rule for rows that are used: of the others not everything is told."""
    return replace(rule, broken_when=f"left_out is null and ({rule.broken_when})")


SOURCE = Source(
    name="ohid_adult_tables",
    title="Substance misuse treatment for adults: statistics",
    publisher="Office for Health Improvement and Disparities",
    licence="Open Government Licence v3.0",
    origin="published",
    patterns=("*.ods", "*.xlsx"),
    columns=(
        *(Column(name) for name in ("edition", "area_name", "period", "measure", "category", "stood")),
        *(Column(name) for name in ("their_sex", "substance_group", "age_band")),
        *(Column(name, "count", marks=MORE_MARKS) for name in ("people", "observed")),
        *(Column(name, "figure", marks=MORE_MARKS) for name in ("percent", "days", "expected")),
        *(Column(name, "figure", marks=MORE_MARKS) for name in ("ratio", "ratio_low", "ratio_high")),
        *(Column(name, "integer") for name in ("scale", "rounded_to", "parts_together")),
        *COLUMNS,
    ),
    derived={"sex": "sex_of(their_sex)"},
    rules=(
        _used(UNKNOWN_AREA),
        _used(UNKNOWN_PERIOD),
        _used(UNKNOWN_SEX),
        Rule(
            "unknown_category",
            "category",
            "The row's label is not one that this publisher is known to use.",
            "left_out is null and category is null",
        ),
        Rule(
            "unknown_ages",
            "age_band",
            "The ages are not written as 18+ or 18-29.",
            "left_out is null and age_band is null",
        ),
        Rule("negative", "people", NEGATIVE, "least(people, percent, days, observed, expected, ratio) < 0"),
        Rule("percent_above_100", "percent", "The percentage is above 100.", "percent * scale > 100.0001"),
        Rule(
            "ratio_outside_limits",
            "ratio",
            "The ratio does not lie between its limits.",
            "not coalesce(ratio between ratio_low and ratio_high, true)",
        ),
        Rule(
            "ratio_of_other_deaths",
            "ratio",
            "The ratio is not that of observed to expected deaths, as far as these are rounded.",
            "not ratio between observed / (expected + 0.6) - 0.02 and observed / greatest(expected - 0.6, 0.1) + 0.02",
        ),
        Rule(
            "total_is_not_its_parts",
            "people",
            "The rows above a total do not add up to it: one of them may not be read as it is meant.",
            "people <> parts_together and rounded_to = 1",
        ),
        *RULES,
        duplicated("measure", "category", "area_name", "period", "sex", "substance_group", "age_band"),
        Rule(
            "women_and_men_do_not_make_all",
            "people",
            "A count of everyone that is not rounded is not that of women and men together.",
            f"""sex = 'all' and rounded_to = 1
            and people <> max(people) filter (where sex = 'female') over (partition by {OF_SEXES})
                + max(people) filter (where sex = 'male') over (partition by {OF_SEXES})""",
            across_rows=tuple(OF_SEXES.split(", ")),
            suspect_when="count(distinct sex) = 3",
        ),
    ),
    read=read,
    used="left_out is null",
)
