"""Drug misuse deaths registered in Scotland (National Records of Scotland, NRS), in three layouts of file.

The yearly workbook (`tables`), and two files others made of older ones: the trend since 1996 and the councils of 2018
by substance (`older_files`). NRS called them drug-related deaths then: the deaths of 2018 are the same in all of them.
"""

from pathlib import Path

from pipelines.published_rules import NEGATIVE
from pipelines.source import Column, Rule, Source, TextTable
from pipelines.sources.nrs_drug_deaths import older_files, tables

OF_SEXES = "file_number, sheet, measure, category, area_name, period, age_band"

READERS = {".xlsx": tables.read, ".csv": older_files.read_trend, ".json": older_files.read_councils}


def read(path: Path) -> TextTable:
    """One record for each number of deaths, with the rate that stands beside it if there is one."""
    return READERS[path.suffix.lower()](path)


SOURCE = Source(
    name="nrs_drug_deaths",
    title="Drug misuse deaths in Scotland",
    publisher="National Records of Scotland",
    licence="Open Government Licence v3.0",
    origin="published",
    patterns=("*.xlsx", "*.csv", "*.json"),
    columns=(
        Column("measure"),
        Column("category"),
        Column("place"),
        Column("place_kind"),
        Column("their_period"),
        Column("their_sex"),
        Column("age_band"),
        Column("edition"),
        Column("deaths", "count"),
        Column("rate", "figure"),
        Column("rate_low", "figure"),
        Column("rate_high", "figure"),
        Column("whole", "integer"),
        Column("note"),
    ),
    derived={
        # the tables of boards name them by their place alone, as councils are named
        "area_name": "if(place_kind = 'board' and lower(place) <> 'scotland', 'NHS ' || place, place)",
        "sex": "sex_of(their_sex)",
        "period": r"""
            case
                when regexp_full_match(their_period, '(19|20)\d\d') then their_period
                when regexp_full_match(their_period, '(19|20)\d\d-(19|20)\d\d')
                    and their_period[6:]::integer - their_period[:4]::integer = 4
                    then their_period[:5] || their_period[-2:]
            end
        """,
    },
    rules=(
        Rule(
            "unknown_area",
            "place",
            "The area is not a council or health board of Scotland, or Scotland.",
            "coalesce(area_named(area_name, '2021'), '') not like 'S%'",
            of_row=True,
        ),
        Rule("unknown_period", "their_period", "Neither a year nor five years.", "period is null", of_row=True),
        Rule(
            "unknown_sex",
            "their_sex",
            "The word for the sex is not one that publishers are known to use.",
            "sex is null",
            of_row=True,
        ),
        Rule(
            "unknown_substance",
            "category",
            "The label is not one that NRS is known to use.",
            "category is null",
            of_row=True,
        ),
        Rule("negative", "deaths", NEGATIVE, "least(deaths, rate) < 0"),
        Rule(
            "rate_outside_limits",
            "rate",
            "The rate does not lie between its confidence limits, or one of them is missing.",
            "rate is not null and measure = 'drug_misuse' and not coalesce(rate between rate_low and rate_high, false)",
        ),
        Rule(
            "more_than_all_deaths",
            "deaths",
            "More deaths are said to involve the substance than there were.",
            "category <> 'all' and deaths > whole",
        ),
        Rule(
            "duplicated_row",
            "place",
            "An earlier row of the same table is about the same area, period, sex and substance.",
            """row_number() over (
                partition by file_number, sheet, measure, category, area_name, period, sex, age_band order by row
            ) > 1""",
            across_rows=("file_number", "sheet", "measure", "category", "area_name", "period", "sex", "age_band"),
            suspect_when="count(*) > 1",
            of_row=True,
        ),
        Rule(
            "ages_do_not_add_up",
            "deaths",
            "The ages do not add up to all ages.",
            "place_kind = 'age_count' and age_band = 'all' and whole <> deaths",
            of_row=True,
        ),
        Rule(
            "sexes_do_not_make_persons",
            "deaths",
            "Females and males do not make persons: the row of persons is kept out.",
            f"""sex = 'all'
            and count(deaths) filter (where sex <> 'all') over (partition by {OF_SEXES}) = 2
            and sum(deaths) filter (where sex <> 'all') over (partition by {OF_SEXES}) <> deaths""",
            across_rows=tuple(OF_SEXES.split(", ")),
            suspect_when="""count(deaths) filter (where sex <> 'all') = 2
            and sum(deaths) filter (where sex <> 'all') <> sum(deaths) filter (where sex = 'all')""",
            of_row=True,
        ),
        Rule(
            "councils_do_not_make_scotland",
            "deaths",
            "The deaths of all councils do not make those of Scotland; all are kept as published.",
            "place_kind = 'council' and category = 'all' and whole <> deaths",
            action="warn",
        ),
    ),
    read=read,
    used="left_out is null",
)
