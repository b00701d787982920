"""Sound rows of what publishers say, and for each check on them what breaks it and the rows it then finds."""

SOUND_PUBLISHED = """
    insert into published_measure by name
    select 'ndtms_viewit_area' as source, measure, kind
    from (values ('people_in_treatment', 'count'), ('alcohol_met_need', 'percent'), ('death_rate', 'rate')
    ) as known (measure, kind);
    insert into published_figure by name
    select 'ndtms_viewit_area' as source, 'people_in_treatment' as measure, 'all' as category,
        'E08000035' as area_code, '2021-22' as period, sex, 'all' as substance_group, 'all' as age_band,
        people as value, 'ok' as status, 5 as rounded_to
    from (values ('female', 215), ('male', 440), ('all', 650)) as counted (sex, people);
    insert into published_figure by name
    select 'ndtms_viewit_area' as source, 'alcohol_met_need' as measure, 'all' as category,
        'E08000035' as area_code, '2021-22' as period, 'all' as sex, 'all' as substance_group, 'all' as age_band,
        17.5 as value, 16.0 as value_low, 19.0 as value_high, 'ok' as status, 1 as rounded_to;
    insert into cited_figure by name
    select 'caseload_high' as figure_key, 80 as value, 'A report' as document, 'page 6' as section;
    insert into neighbour by name
    select 'peers' as method, 'E08000035' as area_code, 'E12000003' as neighbour_code, 1 as rank;
"""

COUNTED = ("ndtms_viewit_area", "people_in_treatment")
MET_NEED = ("ndtms_viewit_area", "alcohol_met_need", "E08000035", "2021-22", "all")
ALL_OF_LEEDS = ("all", "E08000035", "2021-22", "all", "all")

CASES_OF_PUBLISHED: dict[str, list[tuple[str, list[tuple[object, ...]]]]] = {
    "cited_figure__every_figure_has_its_document": [
        ("update cited_figure set value = null", [("caseload_high", None, "A report", "page 6")]),
        ("update cited_figure set document = ' '", [("caseload_high", 80.0, " ", "page 6")]),
        ("update cited_figure set section = null", [("caseload_high", 80.0, "A report", None)]),
    ],
    "published_figure__areas_and_measures_are_known": [
        (
            "delete from area where area_code = 'E08000035'",
            [(*COUNTED, "E08000035"), ("ndtms_viewit_area", "alcohol_met_need", "E08000035")],
        ),
        ("delete from published_measure where kind = 'count'", [(*COUNTED, "E08000035")]),
    ],
    "published_figure__interval_holds_the_value": [
        ("update published_figure set value_low = 17.6 where value = 17.5", [MET_NEED]),
        ("update published_figure set value_high = 17.4 where value = 17.5", [MET_NEED]),
        ("update published_figure set value = 100.5, value_high = 101 where value = 17.5", [MET_NEED]),
        (
            "update published_figure set value = -5 where sex = 'female'",
            [(*COUNTED, "E08000035", "2021-22", "female")],
        ),
        ("update published_figure set value = -5, measure = 'death_rate' where sex = 'female'", []),
    ],
    "published_figure__one_row_per_figure": [
        (
            "insert into published_figure select * replace (215.0 as value) from published_figure where sex = 'all' "
            "and measure = 'people_in_treatment'",
            [(*COUNTED, "all", "E08000035", "2021-22", "all", "all", "all")],
        ),
    ],
    "neighbour__areas_are_known": [
        ("delete from area where area_code = 'E12000003'", [("peers", "E08000035", "E12000003")]),
        ("delete from area where area_code = 'E08000035'", [("peers", "E08000035", "E12000003")]),
    ],
    "rehabilitative_service__areas_are_those_of_contracts": [
        (
            "insert into rehabilitative_service by name select 'PRJ_1' as contract_reference, 'E08000035' as area_code",
            [("PRJ_1", "E08000035")],
        ),
        (
            "insert into rehabilitative_service by name select 'PRJ_1' as contract_reference, 'PCC-X' as area_code",
            [("PRJ_1", "PCC-X")],
        ),
        (
            "insert into area by name select 'PCC-DORSET' as area_code, 'police_area' as area_kind; "
            "insert into rehabilitative_service by name select 'P' as contract_reference, 'PCC-DORSET' as area_code",
            [],
        ),
    ],
}
