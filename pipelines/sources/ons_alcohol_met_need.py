"""Alcohol: estimated dependence, people in treatment and met need by local authority (ONS, SDG indicator 3.5.1).

The releases differ: the first has no area codes and names the series in `Units`, later ones have both. Area codes are
missing for counties, names with a comma and combined areas. One release gives some figures twice.
"""

from pipelines.published_rules import UNKNOWN_PERIOD
from pipelines.source import Column, Rule, Source

MEASURES = {
    "Estimated prevalence": "alcohol_dependent_adults",
    "Number of people in treatment": "in_alcohol_treatment",
    "People in treatment": "in_alcohol_treatment",
    "Met need (%)": "alcohol_met_need",
    "Met need": "alcohol_met_need",
}
_SAID = ", ".join(f"'{theirs}': '{ours}'" for theirs, ours in MEASURES.items())

SOURCE = Source(
    name="ons_alcohol_met_need",
    title="Alcohol treatment: estimated dependence, people in treatment and met need (SDG 3.5.1)",
    publisher="Office for National Statistics",
    licence="Open Government Licence v3.0",
    origin="published",
    patterns=("*.csv",),
    columns=(
        Column("year", header="Year", required=True),
        Column("series", header="Series"),
        Column("units", header="Units", required=True),
        Column("authority", header="Local Authority", required=True),
        Column("deprivation", header="Deprivation decile"),
        Column("given_code", "code", header="GeoCode"),
        Column("figure", "figure", header="Value", required=True),
    ),
    derived={
        "period": "financial_year_of(year)",
        "measure": f"map {{{_SAID}}}[replace(coalesce(series, units), 'Alcohol - ', '')]",
        # a row with neither an authority nor a group of them is England; combined areas have no code of their own
        "area_name": "if(authority is null and deprivation is null, 'England', authority)",
        "area_code": "if(contains(lower(authority), 'scilly'), null, given_code)",
        # the first release has no series column
        "edition": "if(series is null, 'first release', 'later release')",
        "left_out": """case
            when deprivation is not null then 'authorities grouped by deprivation'
            when lower(authority) like '%(discontinued)'
                then 'authorities that ended in 2009: the last people counted under them are in no area of today'
        end""",
    },
    rules=(
        Rule(
            "unknown_area",
            "Local Authority",
            "The area is not one that this project knows, by code or by any of the names publishers give it.",
            "area_coded(coalesce(area_code, area_named(area_name, coalesce(period, '2018-19')))) is null",
        ),
        UNKNOWN_PERIOD,
        Rule(
            "unknown_series",
            "Series",
            "The series is not estimated prevalence, people in treatment or met need.",
            "measure is null",
        ),
        Rule(
            "stated_twice",
            "Value",
            "The release gives the figure twice, mostly exact and then in fives. The first is used, as later on.",
            """row_number() over (
                partition by file_number, period, measure, area_name, deprivation
                order by row
            ) > 1""",
            across_rows=("file_number", "period", "measure", "area_name", "deprivation"),
            suspect_when="count(*) > 1",
        ),
    ),
    used="left_out is null",
    exempt="left_out is not null",
    known_columns=("Unit multiplier", "Unit measure"),
)
