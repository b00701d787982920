"""NDTMS ViewIt, the export for England: people in treatment by year, substance group, sex and age (OHID).

Not rounded, unlike the export by area; its labels differ from that one's and change to capitals in the last year.
"""

from pipelines.published_rules import (
    UNKNOWN_AREA,
    UNKNOWN_PERIOD,
    UNKNOWN_SEX,
    UNKNOWN_SUBSTANCE_GROUP,
    duplicated,
)
from pipelines.source import Column, Source

SOURCE = Source(
    name="ndtms_viewit_england",
    title="NDTMS ViewIt: adults in treatment, England",
    publisher="Office for Health Improvement and Disparities",
    licence="Open Government Licence v3.0",
    origin="published",
    patterns=("*.csv",),
    columns=(
        Column("year", header="ReportingPeriod_Data", required=True),
        Column("area_name", header="Area_Data", required=True),
        Column("their_group", header="DrugGroup_Data", required=True),
        Column("their_sex", header="Gender_Data", required=True),
        Column("their_age", "code", header="AgeGroup_Data", required=True),
        Column(
            "in_treatment", "count", header="Num_InTreatment_AllInTx", required=True, marks={"null": "not_collected"}
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
        duplicated("period", "area_name", "substance_group", "sex", "age_band"),
    ),
    left_out_columns={"Eth_*": "columns of people by ethnic group"},
)
