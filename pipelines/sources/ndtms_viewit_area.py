"""NDTMS ViewIt, the export by local authority: every family of figures by year, sex, age and substance group (OHID).

Every count is rounded to the nearest 5: parts need not add up, and 0 may be 1 or 2 people. `NULL` is a question that
was not asked that year. Totals stand beside their parts. Which columns are read, and as what, is in
`reference/viewit_column.csv`.
"""

import csv

from pipelines.published_rules import (
    NEGATIVE,
    UNKNOWN_AREA,
    UNKNOWN_PERIOD,
    UNKNOWN_SEX,
    UNKNOWN_SUBSTANCE_GROUP,
    duplicated,
)
from pipelines.source import Column, Rule, Source
from pipelines.warehouse import PACKAGE

MARKS = {"null": "not_collected"}


def _columns() -> list[str]:
    with (PACKAGE / "reference" / "viewit_column.csv").open(encoding="utf-8", newline="") as file:
        return [row["column_name"] for row in csv.DictReader(file)]


COUNTS = _columns()

SOURCE = Source(
    name="ndtms_viewit_area",
    title="NDTMS ViewIt: adults in treatment by local authority",
    publisher="Office for Health Improvement and Disparities",
    licence="Open Government Licence v3.0",
    origin="published",
    patterns=("*.csv",),
    columns=(
        Column("year", header="ReportingPeriod", required=True),
        Column("area_name", header="Area", required=True),
        Column("their_sex", header="sex", required=True),
        Column("their_age", "code", header="age_group", required=True),
        Column("their_group", header="drug_group", required=True),
        *(
            Column(name, "count", marks=MARKS, required=name in ("intreatment_allintx", "newpresentation_newtx"))
            for name in COUNTS
        ),
    ),
    derived={
        "period": "financial_year_of(year)",
        "sex": "sex_of(their_sex)",
        "substance_group": "substance_group_of(their_group)",
        "age_band": "if(their_age = 'TOTAL', 'all', their_age)",
    },
    rules=(
        UNKNOWN_AREA,
        UNKNOWN_PERIOD,
        UNKNOWN_SEX,
        UNKNOWN_SUBSTANCE_GROUP,
        Rule("negative", "intreatment_allintx", NEGATIVE, f"least({', '.join(COUNTS)}) < 0"),
        duplicated("period", "area_name", "substance_group", "sex", "age_band"),
        Rule(
            "not_rounded",
            "intreatment_allintx",
            "A count is not a multiple of 5: the export may no longer be rounded, or not be the publisher's.",
            f"greatest({', '.join(f'{name} % 5' for name in COUNTS)}) > 0",
            action="warn",
            mark="V",
        ),
    ),
    left_out_columns={
        "eth_*": "columns of people by ethnic group",
        "alc_units_*": "columns of people by units of alcohol drunk",
        "substanceanycitation_*": "columns of people by each substance named",
        "injecting_*": "columns of people by injecting",
        "interventions_*": "columns of people by intervention and setting",
        "disability_*": "columns of people by disability",
        "sexuality_*": "columns of people by sexuality",
        "religion_*": "columns of people by religion",
    },
)
