"""Caseload returns: a local CSV, one row a provider and date, as the template in data/templates sets out."""

from pipelines.return_rules import AREAS_OF_RETURNS, UNKNOWN_AREA_CODE
from pipelines.source import Column, Rule, Source, must_be_filled

COUNTS = ("active_clients", "active_women", "volunteers", "left_last_year")
FULL_TIME = ("keyworkers_wte", "women_keyworkers_wte", "vacant_wte")
NEEDED = ("area_code", "provider_code", "snapshot_on", "active_clients", "keyworkers_wte")


def _negative(column: str) -> Rule:
    return Rule("negative", column, "Less than nothing.", f"{column} < 0")


SOURCE = Source(
    name="caseload_return",
    title="Caseload return",
    publisher="the provider",
    licence="shared by the provider with its partnership",
    origin="local_return",
    patterns=("*.csv",),
    columns=(
        Column("area_code", "code", required=True),
        Column("provider_code", "code", required=True),
        Column("provider_name", required=True),
        Column("snapshot_on", "date", required=True),
        *(Column(name, "integer", required=True) for name in COUNTS),
        *(Column(name, "number", required=True) for name in FULL_TIME),
    ),
    prepare=AREAS_OF_RETURNS,
    rules=(
        *must_be_filled(NEEDED),
        UNKNOWN_AREA_CODE,
        *(_negative(name) for name in (*COUNTS, *FULL_TIME)),
        Rule(
            "more_women_than_clients",
            "active_women",
            "More women than clients.",
            "active_women > active_clients",
        ),
        Rule(
            "more_women_than_keyworkers",
            "women_keyworkers_wte",
            "More women among keyworkers than keyworkers.",
            "women_keyworkers_wte > keyworkers_wte",
        ),
        Rule(
            "date_in_future",
            "snapshot_on",
            "Later than the day of the build.",
            "snapshot_on > getvariable('today')",
        ),
        Rule(
            "duplicated_key",
            "snapshot_on",
            "Another row has the same area, by today's code, provider and date.",
            """row_number() over (
                partition by getvariable('area_of_return')[area_code], provider_code, snapshot_on
                order by file_number, row
            ) > 1""",
            across_rows=("provider_code", "snapshot_on"),
            suspect_when="count(*) > 1",
        ),
    ),
    date_formats=("%Y-%m-%d", "%d/%m/%Y"),
    nulls=("NA", "N/A"),
    allows_comments=True,
    known_columns=("SYNTHETIC_DEMONSTRATION",),
)
