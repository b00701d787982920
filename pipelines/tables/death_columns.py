"""The columns and rules of records of deaths by sex, age and area, the same for every workbook they come from."""

from collections.abc import Mapping

from pipelines.published_rules import UNKNOWN_AREA_CODE, UNKNOWN_PERIOD, UNKNOWN_SEX
from pipelines.source import Column, Rule
from pipelines.tables.label_words import AREA_CODE

KEY = ("kind", "measure", "category", "area_code", "period", "sex", "age_band")
CELLS = {
    "deaths": ("deaths",),
    "rate": ("deaths", "rate", "rate_low", "rate_high", "flag"),
    "days": ("days",),
}
"""The kinds of figures, and the cells a figure of that kind has."""


def columns(marks: Mapping[str, str]) -> tuple[Column, ...]:
    """The columns of the records, for a publisher's marks."""
    return (
        *(Column(name) for name in KEY),
        Column("deaths", "count", marks=marks),
        Column("rate", "figure", marks=marks),
        Column("rate_low", "figure", marks=marks),
        Column("rate_high", "figure", marks=marks),
        Column("flag"),
        Column("days", "figure", marks=marks),
        Column("per", "integer"),
        Column("edition"),
        Column("also_given"),
    )


RULES = (
    Rule(
        "no_area",
        "area_code",
        "The row has figures but neither the code nor the name of an area.",
        f"not regexp_full_match(coalesce(area_code, ''), '{AREA_CODE}')",
        of_row=True,
    ),
    UNKNOWN_AREA_CODE,
    UNKNOWN_SEX,
    UNKNOWN_PERIOD,
    Rule("unknown_age", "age_band", "The age is not written as its publisher writes ages.", "age_band is null"),
    Rule(
        "negative",
        "deaths",
        "A number of deaths or of days, or a rate, is below zero.",
        "least(deaths, rate, days) < 0",
    ),
    Rule(
        "rate_outside_limits",
        "rate",
        "The rate does not lie between its confidence limits, or one of them is missing.",
        "coalesce(rate_low, rate_high) is not null and not coalesce(rate between rate_low and rate_high, false)",
    ),
    Rule(
        "unknown_flag",
        "flag",
        "The mark beside the rate is not u (unreliable).",
        "flag is not null and lower(flag) not in ('u', '[u]')",
    ),
    Rule(
        "duplicated_figure",
        "measure",
        "An earlier row of the same table is about the same area, period, sex, age and category.",
        f"row_number() over (partition by file_number, {', '.join(KEY)} order by row) > 1",
        across_rows=("file_number", *KEY),
        suspect_when="count(*) > 1",
    ),
    Rule(
        "tables_differ",
        "also_given",
        "Another table of the workbook gives another number for the same deaths; the first table's is taken.",
        "also_given is not null",
        action="warn",
        mark="V",
    ),
)
