"""Published figures of the small marts: what is held and for whom, two sources of one number, an area that changed."""

from datetime import date

SCHEMA = """
create table published_measure (source varchar, measure varchar, name varchar, kind varchar, unit varchar,
    definition varchar, cannot_tell varchar, same_as varchar);
create table published_figure (source varchar, measure varchar, category varchar, area_code varchar, period varchar,
    sex varchar, substance_group varchar, age_band varchar, value double, value_low double, value_high double,
    numerator double, denominator double, status varchar, rounded_to smallint, note varchar, file varchar, line bigint,
    column_label varchar);
create table availability (what varchar, what_kind varchar, source varchar, area_code varchar, period varchar,
    has_women boolean, has_men boolean, has_all boolean, figures bigint, known bigint);
create table reconciliation (what varchar, category varchar, area_code varchar, period varchar, sex varchar,
    substance_group varchar, shown_source varchar, shown double, beside_source varchar, beside double,
    difference double, agreement varchar);
create table cited_figure (ledger varchar, figure_key varchar, statement varchar, document varchar, section varchar);
create table series_break (area_code varchar, broken_on date, break_kind varchar, is_comparable boolean,
    words varchar);
"""
LEEDS, RUTLAND = "E08000035", "E06000017"
VIEWIT, MET_NEED = "ndtms_viewit_area", "ons_alcohol_met_need"

MEASURES = [
    (VIEWIT, "people_in_treatment", "People in treatment", "count", "people", "Made up.", "Rounded.",
     "people_in_treatment"),
    (MET_NEED, "alcohol_met_need", "Met need for alcohol treatment", "percent", "per cent", "Made up.",
     "Not published by sex.", None),
]  # fmt: skip
FIGURES = [
    (MET_NEED, "alcohol_met_need", "all", LEEDS, "2018-19", "all", "all", "18+", 17.5, None, None, None, None, "ok", 1,
     None, "met_need.csv", 7, "Value"),
    *((VIEWIT, "people_in_treatment", "all", LEEDS, "2021-22", sex, "all", "all", people, None, None, None, None, "ok",
       5, None, "viewit.csv", line, "intreatment_allintx")
      for line, (sex, people) in enumerate((("female", 1500), ("male", 3100), ("all", 4595)), start=2)),
]  # fmt: skip
HELD = [
    ("people_in_treatment", "indicator", VIEWIT, LEEDS, "2021-22", True, True, True, 15, 15),
    ("people_in_treatment", "indicator", "ndtms_records", LEEDS, "2022-23", True, True, True, 15, 15),
    ("people_in_treatment", "indicator", "ndtms_records", LEEDS, "2023-24", True, True, True, 15, 15),
    ("alcohol_met_need", "published", MET_NEED, LEEDS, "2018-19", False, False, True, 1, 1),
    ("alcohol_met_need", "published", MET_NEED, LEEDS, "2019", False, False, False, 1, 0),
    ("drug_poisoning_deaths", "indicator", "ons_drug_deaths", LEEDS, "2019-21", True, True, True, 3, 3),
    ("people_in_treatment", "indicator", "ndtms_records", RUTLAND, "2023-24", False, False, False, 15, 0),
]
PAIRS = [
    ("people_in_treatment", "all", LEEDS, "2021-22", "female", "all", "ndtms_records", 1498.0, VIEWIT, 1500.0, 2.0,
     "rounding"),
    ("people_in_treatment", "all", LEEDS, "2021-22", "male", "all", "ndtms_records", 3000.0, VIEWIT, 3100.0, 100.0,
     "differs"),
    ("people_in_treatment", "all", LEEDS, "2021-22", "all", "all", "ndtms_records", None, VIEWIT, 4595.0, None,
     "not_compared"),
]  # fmt: skip
BREAKS = [("E10000006", date(2023, 4, 1), "ended", False, "Cumbria ended; its area is now in other authorities.")]
CITED = [
    ("published_figures", "made_up_figure", "A made-up figure is 12%.", "A made-up report, 2025", "page 3"),
    ("workforce_census", "made_up_workers", "There were 34 made-up workers.", "A made-up census, 2024", "table 1"),
]
FILES = [
    (VIEWIT, "viewit.csv", "12" * 32, "published", "Office for Health Improvement and Disparities",
     "Open Government Licence v3.0", "2026-11-20", 3, 3, 0, "ViewIt", "", None, None),
    (MET_NEED, "met_need.csv", "34" * 32, "published", "Office for National Statistics",
     "Open Government Licence v3.0", "2026-11-20", 2, 2, 0, "Met need", "", None, None),
]  # fmt: skip
ROWS = {
    "published_measure": MEASURES,
    "published_figure": FIGURES,
    "availability": HELD,
    "reconciliation": PAIRS,
    "series_break": BREAKS,
    "cited_figure": CITED,
}
