"""Alcohol dependence prevalence by upper-tier authority (University of Sheffield for OHID), 2010 on.

Limits are `NA` before 2015/16. Years are calendar years until 2014 and financial years after. Cornwall's code stands
for Cornwall alone in some years and for Cornwall with the Isles of Scilly in others: the name says which.
"""

from pipelines.published_rules import UNKNOWN_AREA, UNKNOWN_PERIOD, duplicated
from pipelines.source import Column, Rule, Source

MARKS = {"na": "not_published"}

SOURCE = Source(
    name="alcohol_prevalence",
    title="Alcohol dependence prevalence in England",
    publisher="Office for Health Improvement and Disparities, with the University of Sheffield",
    licence="Open Government Licence v3.0",
    origin="published",
    patterns=("*.csv",),
    columns=(
        Column("area_name", header="Local_Authority", required=True),
        Column("given_code", "code", header="Area_Code_GSS", required=True),
        Column("people", "figure", header="Alcohol_dependent", required=True, marks=MARKS),
        Column("people_low", "figure", header="Alcohol_lower_CI", required=True, marks=MARKS),
        Column("people_high", "figure", header="Alcohol_upper_CI", required=True, marks=MARKS),
        Column("year", header="Year", required=True),
    ),
    derived={
        "period": r"coalesce(financial_year_of(year), nullif(regexp_extract(year, '^(\d{4})$', 1), ''))",
        "area_code": "if(contains(lower(area_name), 'scilly'), null, given_code)",
    },
    rules=(
        UNKNOWN_AREA,
        UNKNOWN_PERIOD,
        Rule(
            "name_and_code_differ",
            "Area_Code_GSS",
            "The code is that of another area than the name.",
            "area_code is not null and area_named(area_name, period) <> area_coded(area_code)",
        ),
        Rule(
            "estimate_outside_limits",
            "Alcohol_dependent",
            "The estimate does not lie between its limits.",
            "not coalesce(people between people_low and people_high, true)",
        ),
        duplicated("period", "area_name"),
    ),
    known_columns=("PHE_Centre",),
)
