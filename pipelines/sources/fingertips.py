"""Fingertips, the 27-column download of public health indicators (OHID), by indicator and type of area.

One file mixes types of area: the same authority may stand as UA and again as district, with NHS areas beside it. Areas
are told by their code. Two headers drift; they say how a value compares, which this project works out itself.
"""

from pipelines.published_rules import UNKNOWN_AREA_CODE, UNKNOWN_PERIOD, UNKNOWN_SEX
from pipelines.source import Column, Rule, Source

# "2021 - 23" is three calendar years; "2019/20 - 21/22" three financial ones, written 2019-22. Others are not taken:
# "2021 - 22" would read as a financial year.
PERIOD = r"""coalesce(
    nullif(regexp_extract(said_period, '^(\d{4})$', 1), ''),
    case when contains(said_period, '/') then financial_year_of(said_period) end,
    case when regexp_full_match(said_period, '\d{4}(/\d{2})? - (\d{2}/)?\d{2}')
        and (try_cast(said_period[-2:] as integer) - try_cast(said_period[3:4] as integer) + 100) % 100
            = if(contains(said_period, '/'), 3, 2)
        then said_period[:4] || '-' || said_period[-2:] end
)"""
AGE = r"""if(
    lower(said_age) in ('all ages', 'not applicable'),
    'all',
    regexp_replace(lower(said_age), '\s*yrs?\.?$', '')
)"""

SOURCE = Source(
    name="fingertips",
    title="Fingertips public health indicators",
    publisher="Office for Health Improvement and Disparities",
    licence="Open Government Licence v3.0",
    origin="published",
    patterns=("*.csv",),
    columns=(
        Column("indicator_id", header="Indicator ID", required=True),
        Column("area_code", "code", header="Area Code", required=True),
        Column("area_name", header="Area Name", required=True),
        Column("area_type", header="Area Type", required=True),
        Column("said_sex", header="Sex", required=True),
        Column("said_age", header="Age", required=True),
        Column("category_type", header="Category Type", required=True),
        Column("said_period", header="Time period", required=True),
        Column("figure", "figure", header="Value", required=True),
        Column("figure_low", "figure", header="Lower CI 95.0 limit", required=True),
        Column("figure_high", "figure", header="Upper CI 95.0 limit", required=True),
        Column("numerator", "figure", header="Count", required=True),
        Column("denominator", "figure", header="Denominator", required=True),
        Column("value_note", header="Value note", required=True),
    ),
    prepare="""
        set variable fingertips_measure = (
            select map(list(indicator_id), list(measure)) from reference.fingertips_indicator
        );
    """,
    derived={
        "period": PERIOD,
        "sex": "if(lower(said_sex) = 'not applicable', 'all', sex_of(said_sex))",
        "age_band": AGE,
        "measure": "getvariable('fingertips_measure')[indicator_id]",
        "left_out": """case
            when measure is null then 'indicators this project has no use for'
            when category_type is not null then 'parts of an area, by deprivation or another split'
            when not regexp_matches(area_code, '^(E06|E08|E09|E10|E12|E92)') then 'districts and areas of the NHS'
            when regexp_matches(area_code, '^(E06|E08|E09)') and starts_with(lower(area_type), 'district')
                then 'authorities listed a second time among districts'
        end""",
    },
    rules=(
        UNKNOWN_AREA_CODE,
        UNKNOWN_PERIOD,
        UNKNOWN_SEX,
        Rule(
            "value_outside_limits",
            "Value",
            "The value does not lie between its 95% limits.",
            "not coalesce(figure between figure_low - 1e-6 and figure_high + 1e-6, true)",
        ),
        Rule(
            "duplicated_row",
            "Area Code",
            "An earlier row of the same file is about the same indicator, area, period, sex and age.",
            """row_number() over (
                partition by file_number, indicator_id, area_code, period, sex, age_band order by row
            ) > 1""",
            across_rows=("file_number", "indicator_id", "area_code", "period", "sex", "age_band"),
            suspect_when="count(*) > 1",
        ),
    ),
    used="left_out is null",
    exempt="left_out is not null",
    known_columns=(
        *("Indicator Name", "Parent Code", "Parent Name", "Category", "Lower CI 99.8 limit", "Upper CI 99.8 limit"),
        *("Recent Trend", "Compared to * value or percentiles", "Column not used", "Time period Sortable", "New data"),
        *("Compared to goal", "Target data", "Time period range"),
    ),
)
