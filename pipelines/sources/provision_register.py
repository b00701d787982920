"""The register of good practice: what a published document says some areas have, one row per example.

The project's own work: docs/method.md says how the examples were coded, and what one proves and does not.
"""

from pipelines.source import Column, Rule, Source, must_be_filled

STATUSES = ("running", "planned", "pilot", "ended")
SETTINGS = ("residential", "community")
NEEDED = (
    *("example_id", "place_as_written", "sentence", "status", "setting"),
    *("document", "heading", "published_on"),
)


def _words(name: str, allowed: tuple[str, ...]) -> Rule:
    words = ", ".join(f"'{word.upper()}'" for word in allowed)
    return Rule(f"not_a_{name}", name, f"Not one of {', '.join(allowed)}.", f"{name} not in ({words})")


SOURCE = Source(
    name="provision_register",
    title="Register of good practice",
    publisher="this project",
    licence="Open Government Licence v3.0",
    origin="project",
    patterns=("*.csv",),
    columns=(
        Column("example_id", "code", required=True),
        Column("place_as_written", required=True),
        Column("area_codes", required=True),
        Column("no_area_reason", required=True),
        Column("recommendation", "integer", required=True),
        Column("section", required=True),
        Column("offers", required=True),
        Column("sentence", required=True),
        Column("status", "code", required=True),
        Column("setting", "code", required=True),
        Column("result", required=True),
        Column("repeats", "code", required=True),
        Column("document", required=True),
        Column("heading", required=True),
        Column("published_on", "date", required=True),
    ),
    prepare="""
        set variable areas_of_today = (
            select list(area_code) from reference.area
            where area_kind = 'local_authority' and area_code like 'E%' and valid_to is null
        );
        set variable offers = (select list(offer) from mart.offer);
    """,
    # sorted, as a list without its doubles is in no order that holds
    derived={
        "areas": "coalesce(list_sort(list_distinct(string_split_regex(upper(area_codes), '\\s+'))), [])",
        "shown": "coalesce(list_sort(list_distinct(string_split_regex(lower(offers), '\\s+'))), [])",
    },
    rules=(
        *must_be_filled(NEEDED),
        Rule(
            "unknown_area_code",
            "area_codes",
            "Not all of them are codes of upper-tier authorities of today.",
            "not list_has_all(getvariable('areas_of_today'), areas)",
        ),
        Rule(
            "no_area_and_no_reason",
            "no_area_reason",
            "An example stands either for areas or for none with the reason.",
            "(area_codes is null) = (no_area_reason is null)",
        ),
        Rule(
            "unknown_offer",
            "offers",
            "Not all of them are offers (pipelines/reference/offers.toml).",
            "not list_has_all(getvariable('offers'), shown)",
        ),
        _words("status", STATUSES),
        _words("setting", SETTINGS),
        Rule(
            "duplicated_example",
            "example_id",
            "An earlier row has the same number.",
            "row_number() over (partition by example_id order by file_number, row) > 1",
            across_rows=("example_id",),
            suspect_when="count(*) > 1",
        ),
    ),
    date_formats=("%Y-%m-%d",),
)
