"""What each check of women's shares, similar areas and expected shares finds, and what it lets stand."""

Case = tuple[str, list[tuple[object, ...]]]

SOUND_SHARES = """
    insert into expected_share by name
    select 'E08000035' as area_code, 'all' as provider_code, '2023-24' as period, 'in_treatment' as measure,
        'ndtms_records' as source, 0.3 as expected_share, 'ok' as status, 'ndtms_records' as england_source;
    insert into expected_share_by_age by name
    select 'E08000035' as area_code, '2023-24' as period, 'in_treatment' as measure, 0.31 as expected_share,
        'ok' as status;
    insert into share_comparator by name
    select 'E08000035' as area_code, comparator, '2023-24' as period, 'all' as substance_group,
        'in_treatment' as measure, share, areas
    from (values ('best_quarter', 0.5, 10), ('england', 0.4, null)) as c (comparator, share, areas);
    insert into womens_share by name
    select area_code, 'all' as provider_code, '2023-24' as period, substance_group, 'in_treatment' as measure,
        comparator, share, expected_share, share / expected_share as observed_over_expected, 1 as rounded_to,
        'ndtms_records' as source
    from (values
        ('E92000001', 'all', 'none', 0.4, 0.4), ('E92000001', 'opiate', 'none', 0.28, null),
        ('E92000001', 'alcohol', 'none', 0.45, null), ('E08000032', 'all', 'best_quarter', 0.35, 0.3),
        ('E08000036', 'all', 'best_quarter', 0.45, 0.3)
    ) as shown (area_code, substance_group, comparator, share, expected_share);
"""
# Two areas like Leeds, known in the cases that need them alone.
ALIKE = """
    insert into similar_area values
        ('E08000035', 'E08000032', 1, 0.2, 'computed', null, '2023-24', 1),
        ('E08000035', 'E08000036', 2, 0.3, 'computed', null, '2023-24', 1);
    insert into area values
        ('E08000032', 'Bradford', 'local_authority', 'E12000003', null, null),
        ('E08000036', 'Wakefield', 'local_authority', 'E12000003', null, null),
        ('E09000001', 'City of London', 'local_authority', 'E12000007', null, null),
        ('E10000006', 'Cumbria', 'local_authority', 'E12000002', null, date '2023-03-31');
    insert into share_comparator by name
    select 'E08000035' as area_code, 'similar' as comparator, '2023-24' as period, 'all' as substance_group,
        'in_treatment' as measure, 0.4 as share, 2 as areas;
"""
LEEDS = "E08000035"
CELL = (LEEDS, "all", "2023-24", "all", "in_treatment")
COMPARED = ("2023-24", "all", "in_treatment")

CASES_OF_SHARES: dict[str, list[Case]] = {
    "womens_share__one_row_per_cell": [
        ("insert into womens_share select * from womens_share where comparator = 'england'", [(*CELL, "england")]),
        ("insert into womens_share select * replace ('N0001' as provider_code) from womens_share", []),
    ],
    "provider_caseload__one_row_per_cell": [
        (
            "insert into provider_caseload select * from provider_caseload where people = 19",
            [("N0001", "all", "2023-24", "all", "alcohol")],
        ),
    ],
    "share_comparator__one_row_per_cell": [
        (
            f"{ALIKE} insert into share_comparator select * from share_comparator where comparator = 'similar'",
            [(LEEDS, "similar", *COMPARED)],
        ),
    ],
    "share_comparator__several_areas_lie_between_their_own": [
        (
            f"{ALIKE} update share_comparator set share = 0.34 where comparator = 'similar'",
            [(LEEDS, "similar", *COMPARED)],
        ),
        (
            f"{ALIKE} update share_comparator set share = 0.46 where comparator = 'similar'",
            [(LEEDS, "similar", *COMPARED)],
        ),
        (f"{ALIKE} delete from similar_area", [(LEEDS, "similar", *COMPARED)]),
        (f"{ALIKE} update share_comparator set areas = 9", [(LEEDS, "best_quarter", *COMPARED)]),
        (f"{ALIKE} update share_comparator set areas = 9, share = null; delete from similar_area", []),
    ],
    "womens_share__expected_of_england_is_its_share": [
        (
            "update womens_share set observed_over_expected = 1.001 where area_code = 'E92000001'",
            [("E92000001", "2023-24", "in_treatment")] * 3,
        ),
        ("update womens_share set observed_over_expected = 1.001, rounded_to = 5", []),
        ("update womens_share set observed_over_expected = 2 where area_code <> 'E92000001'", []),
    ],
    "expected_share__lies_between_englands_groups": [
        ("update expected_share set expected_share = 0.27", [(LEEDS, "all", "2023-24", "in_treatment")]),
        ("update expected_share set expected_share = 0.46", [(LEEDS, "all", "2023-24", "in_treatment")]),
        ("update expected_share set expected_share = 0.46, england_source = 'ndtms_viewit_area'", []),
    ],
    "expected_share_by_age__is_of_areas_with_a_share": [
        ("delete from expected_share", [(LEEDS, "2023-24", "in_treatment")]),
        ("update expected_share set measure = 'new_presentations'", [(LEEDS, "2023-24", "in_treatment")]),
    ],
    "similar_area__areas_are_authorities_of_today": [
        (f"{ALIKE} update similar_area set similar_code = 'E10000006' where rank = 1", [(LEEDS, "E10000006")]),
        (f"{ALIKE} update similar_area set similar_code = 'E12000003' where rank = 1", [(LEEDS, "E12000003")]),
        (f"{ALIKE} update similar_area set similar_code = 'E09000001' where rank = 1", [(LEEDS, "E09000001")]),
        (
            f"{ALIKE} update similar_area set basis = 'supplied', similar_code = 'E12000003' where rank = 1",
            [],
        ),
        (f"{ALIKE} delete from area where area_code = 'E08000032'", [(LEEDS, "E08000032")]),
    ],
    "similar_area__ranks_follow_distances": [
        (f"{ALIKE} update similar_area set distance = 0.4 where rank = 1", [(LEEDS, "E08000032", 1)]),
        (f"{ALIKE} update similar_area set rank = 3 where rank = 2", [(LEEDS, "E08000036", 3)]),
        (f"{ALIKE} update similar_area set rank = 3, distance = 0.1, basis = 'supplied' where rank = 2", []),
    ],
}
