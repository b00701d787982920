"""Alcohol-specific deaths in the UK: the workbook of a year's registrations, by area, sex and age (ONS).

No edition was at hand whole. Verified in public code that reads them (GSS-Cogs/ONS-Alcohol-specific-deaths-in-the-UK
and others): 2017, a table an area with the sexes above its columns, and `u` beside or `z` in place of a rate by age;
2021, long tables whose rows have an area code, a sex and a year, header in row 5; 2022, `Table_1` to `Table_5` one
country each, `Table_6` regions, `Table_7` the UK by age, `Table_9` by cause and age, sexes or ages above the columns.
Inferred: the exact headers of 2022 over sexes and ages, which its sister workbook by local authority and the one of
suicides write in one cell, as "Persons / Rate per 100,000 / [note 4]". Remembered: the words of the titles of 2021 and
2022. Editions of 2019 and 2020 hold their tables again in sheets without a title; those are not read.
"""

import re
import tomllib
from pathlib import Path

from pipelines.source import Source, TextTable
from pipelines.tables.cross_table import Figures, Table
from pipelines.tables.death_columns import RULES, columns
from pipelines.tables.death_tables import Deaths, kind_of_rate, read_deaths
from pipelines.tables.label_words import Label
from pipelines.tables.table_header import Words

# z: no rate, as there were fewer than three deaths (verified in the edition of 2017). [z] means what it does elsewhere.
MARKS = {":": "too_few", "u": "unreliable", "*": "unreliable", "z": "too_few"}
WORDS = Words(
    labels={"total": Label("age_band", "all"), "all causes": Label("cause", "all")},
    kinds={
        "individual cause of death description": "cause",
        "individual cause of death": "cause",
        "cause of death": "cause",
        "underlying cause of death": "cause",
        "icd-10 code": "icd10",
    },
)


def read(path: Path) -> TextTable:
    """Every figure of every table of deaths, one record each; refuses another workbook."""
    return read_deaths(path, DEATHS)


def measure_of(table: Table, figures: Figures, kind: str) -> tuple[str, str]:
    """Which of our measures a figure is, and of what category."""
    cause = figures.labels.get("cause", "all")
    if re.match(r"(all|total)\b", cause.lower()):
        cause = "all"
    by_cause = "_by_cause" if cause != "all" else ""
    category = re.sub(r"[^a-z0-9]+", "_", cause.lower()).strip("_")
    if kind != "rate":
        return f"alcohol_specific_{kind}{by_cause}", category
    by_age = "_by_age" if kind_of_rate(table, figures) == "specific" else ""
    return f"alcohol_specific_death_rate{by_age}{by_cause}", category


DEATHS = Deaths(
    words=WORDS,
    about=r"\balcohol.specific\b",
    not_read=r"\blocal authorit|\bdepriv|\bquintile|\bdecile|\bquarter|\bprovisional",
    measures=tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))["measure"],
    measure=measure_of,
    needed=("alcohol_specific_deaths", "alcohol_specific_death_rate"),
    called="the ONS workbook of alcohol-specific deaths in the UK, with its tables by sex",
)
SOURCE = Source(
    name="ons_alcohol_specific_deaths",
    title="Alcohol-specific deaths in the UK",
    publisher="Office for National Statistics",
    licence="Open Government Licence v3.0",
    origin="published",
    patterns=("*.xlsx", "*.xls"),
    columns=columns(MARKS),
    rules=RULES,
    read=read,
    exempt="left_out is not null",
    used="left_out is null",
)
