"""Sound rows of what areas have for women, and for each check on them what breaks it and the rows it then finds."""

SOUND_PROVISION = """
    insert into offer by name
    select unnest(['women_only_group', 'childcare']) as offer;
    insert into framework by name select 'first' as framework;
    insert into standard by name
    select standard, 'first' as framework, asked_of, met_when
    from (values ('a_group', 'service', 'all'), ('unseen', 'service', null), ('of_government', 'government', 'all')
    ) as asked (standard, asked_of, met_when);
    insert into standard_offer by name
    select unnest(['a_group', 'of_government']) as standard, 'women_only_group' as offer;
    insert into provision_evidence by name
    select 'E08000035' as area_code, 'women_only_group' as offer, 'audit' as evidence_kind, 'N0001' as evidence_id;
    insert into provision by name
    select 'E08000035' as area_code, offer, state, evidence_kind, services, services_answering, services_offering
    from (values ('women_only_group', 'offered', 'audit', 2, 2, 1), ('childcare', 'not_known', null, 2, 0, 0)
    ) as known (offer, state, evidence_kind, services, services_answering, services_offering);
    insert into standard_state by name
    select 'E08000035' as area_code, 'a_group' as standard, 'met' as state;
    insert into provision_coverage by name
    select 'E08000035' as area_code, 'first' as framework, 1 as items, 1 as known, 1 as met, 1.0 as coverage,
        1.0 as known_share;
    insert into provision_reach by name
    select area_code, offer, 1 as areas, offered as areas_offered, 0 as areas_planned, 0 as areas_not_offered,
        1 - offered as areas_not_known, '2023-24' as period, 1 as areas_with_women, 10 as women
    from (values ('women_only_group', 1), ('childcare', 0)) as known (offer, offered)
    cross join (values ('E92000001'), ('E12000003')) as place (area_code);
    insert into provision_round by name
    select '2024Q1' as audit_round, area_code, 'childcare' as offer, 1 as areas, 1 as areas_with_return
    from (values ('E92000001'), ('E12000003')) as place (area_code);
    insert into good_practice by name
    select 'E1' as example_id, ['E08000035'] as area_codes, ['childcare', 'women_only_group'] as offers
    union all
    select 'E2', [], [];
    insert into source_file by name
    select 'provision_audit' as source, 'audit.csv' as file, 1 as rows_read, 1 as rows_accepted, 0 as rows_rejected;
"""

LEEDS_GROUP, LEEDS_CHILDCARE = ("E08000035", "women_only_group"), ("E08000035", "childcare")
ENGLAND_GROUP, REGION_GROUP = ("E92000001", "women_only_group"), ("E12000003", "women_only_group")
NORTH = """
    insert into area by name
    select 'E08000032' as area_code, 'local_authority' as area_kind, 'E12000003' as region_code
"""

CASES_OF_PROVISION: dict[str, list[tuple[str, list[tuple[object, ...]]]]] = {
    "good_practice__areas_and_offers_are_known": [
        ("delete from area where area_code = 'E08000035'", [("E1", "E08000035")]),
        ("delete from offer where offer = 'childcare'", [("E1", "childcare")]),
        ("update good_practice set area_codes = ['E08000016'], offers = ['grove'] where example_id = 'E2'",
         [("E2", "E08000016"), ("E2", "grove")]),
    ],
    "provision_evidence__areas_and_offers_are_known": [
        ("delete from area where area_code = 'E08000035'", [(*LEEDS_GROUP, "audit", "N0001")]),
        ("delete from offer where offer = 'women_only_group'", [(*LEEDS_GROUP, "audit", "N0001")]),
    ],
    "provision__every_place_and_offer_once": [
        ("delete from provision where offer = 'childcare'", [(*LEEDS_CHILDCARE, 0)]),
        ("insert into provision select * from provision where offer = 'childcare'", [(*LEEDS_CHILDCARE, 2)]),
        (NORTH, [("E08000032", "childcare", 0), ("E08000032", "women_only_group", 0)]),
        (f"{NORTH}, date '2020-03-31' as valid_to", []),
        ("update provision set area_code = 'E08000099' where offer = 'childcare'",
         [(*LEEDS_CHILDCARE, 0), ("E08000099", "childcare", 1)]),
        ("delete from offer where offer = 'childcare'", [(*LEEDS_CHILDCARE, 1)]),
        # a place that is no authority has an answer for every offer or for none
        ("insert into provision by name select 'E12000003' as area_code, 'childcare' as offer",
         [(*REGION_GROUP, 0)]),
        # a build that has nothing to tell of provision has no answers
        ("delete from provision; delete from source_file where source = 'provision_audit'", []),
    ],
    "provision__a_no_needs_an_answer": [
        ("update provision set state = 'not_offered'", [(*LEEDS_CHILDCARE, 0)]),
    ],
    "provision__services_bear_the_state": [
        ("update provision set services_offering = 3 where offer = 'women_only_group'",
         [(*LEEDS_GROUP, "offered", 2, 2, 3)]),
        ("update provision set services = 1 where offer = 'women_only_group'",
         [(*LEEDS_GROUP, "offered", 1, 2, 1)]),
        ("update provision set services_answering = 1 where offer = 'childcare'",
         [(*LEEDS_CHILDCARE, "not_known", 2, 1, 0)]),
        ("update provision set services_offering = 0", [(*LEEDS_GROUP, "offered", 2, 2, 0)]),
        ("update provision set services_offering = 0, evidence_kind = 'example'", []),
    ],
    "provision_coverage__items_are_of_the_standards": [
        ("update standard set met_when = 'any' where standard = 'unseen'", [("E08000035", "first", 1, 1, 1)]),
        ("update standard set asked_of = 'partnership' where standard = 'of_government'",
         [("E08000035", "first", 1, 1, 1)]),
        ("update provision_coverage set items = 2", [("E08000035", "first", 2, 1, 1)]),
        ("update standard_state set state = 'not_met'", [("E08000035", "first", 1, 1, 1)]),
        ("update standard_state set state = 'not_known'", [("E08000035", "first", 1, 1, 1)]),
        ("update standard_state set state = 'not_known'; "
         "update provision_coverage set known = 0, met = 0, coverage = null, known_share = 0", []),
        ("update provision_coverage set coverage = 0.5", [("E08000035", "first", 1, 1, 1)]),
        ("update provision_coverage set known_share = 0.5", [("E08000035", "first", 1, 1, 1)]),
        ("delete from provision_coverage", [("E08000035", "first", None, None, None)]),
    ],
    "provision_reach__areas_are_those_of_the_place": [
        ("update provision_reach set areas = 2 where area_code = 'E92000001' and offer = 'women_only_group'",
         [(*ENGLAND_GROUP, 2, 1)]),
        ("update provision set state = 'planned' where offer = 'women_only_group'",
         [(*ENGLAND_GROUP, 1, 1), (*REGION_GROUP, 1, 1)]),
        ("delete from provision_reach where area_code = 'E12000003' and offer = 'women_only_group'",
         [(*REGION_GROUP, None, None)]),
        ("update provision_reach set areas_with_women = 2 where area_code = 'E12000003' and offer = 'women_only_group'",
         [(*REGION_GROUP, 1, 2)]),
        ("update provision_reach set women = null where area_code = 'E12000003' and offer = 'women_only_group'",
         [(*REGION_GROUP, 1, 1)]),
        ("update provision_reach set women = null, areas_with_women = 0, period = null", []),
    ],
    "provision_round__areas_are_those_of_the_place": [
        (NORTH, [("2024Q1", place, "childcare", 1) for place in ("E92000001", "E12000003")]),
        ("update provision_round set areas_with_return = 2 where area_code = 'E12000003'",
         [("2024Q1", "E12000003", "childcare", 1)]),
        ("update provision_round set area_code = 'E08000035' where area_code = 'E12000003'",
         [("2024Q1", "E08000035", "childcare", 1)]),
    ],
}  # fmt: skip
