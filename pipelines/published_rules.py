"""Rules that hold for every publisher: an area, a sex, a substance group or a period nobody knows keeps a row out."""

from pipelines.source import Rule

UNKNOWN_AREA = Rule(
    "unknown_area",
    "area_name",
    "The area is not one that this project knows, by any of the names publishers give it.",
    "area_named(area_name, coalesce(period, '2021')) is null",
)
UNKNOWN_AREA_CODE = Rule(
    "unknown_area_code",
    "area_code",
    "The area code is not one that this project knows, of today or of the past.",
    "area_code is not null and area_coded(area_code) is null",
)
UNKNOWN_SEX = Rule(
    "unknown_sex", "sex", "The word for the sex is not one that publishers are known to use.", "sex is null"
)
UNKNOWN_SUBSTANCE_GROUP = Rule(
    "unknown_substance_group",
    "substance_group",
    "The word for the substance group is not one that publishers are known to use.",
    "substance_group is null",
)
UNKNOWN_PERIOD = Rule(
    "unknown_period",
    "period",
    "The period is not written as its publisher writes periods.",
    "period is null",
)
NEGATIVE = "A number of people, deaths or waits is below zero."


def duplicated(*columns: str) -> Rule:
    """A row whose place, period, sex and so on stand in an earlier row of the same file."""
    listed = ", ".join(columns)
    return Rule(
        "duplicated_row",
        columns[0],
        "An earlier row of the same file is about the same area, period, sex and group.",
        f"row_number() over (partition by file_number, {listed} order by row) > 1",
        across_rows=("file_number", *columns),
        suspect_when="count(*) > 1",
    )
