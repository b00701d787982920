"""Where a person lives, by whichever code the record gives, in one of today's authorities."""

import csv
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from pipelines.measures import all_measures, prepare
from pipelines.sources.ndtms_records import SOURCE as NDTMS_RECORDS
from pipelines.warehouse import PACKAGE, Warehouse
from tests.desk import TODAY, Desk, open_desk
from tests.records import WOMAN, edition, write

LEEDS, BRADFORD, CORNWALL = "E08000035", "E08000032", "E06000052"
BARNSLEY, GATESHEAD = "E08000038", "E08000037"
BCP, BUCKINGHAMSHIRE, CUMBERLAND, WESTMORLAND = "E06000058", "E06000060", "E06000063", "E06000064"
NOWHERE = None

PLACES = [
    ("the authority's own code", {"UTLA": LEEDS}, LEEDS),
    ("in small letters", {"UTLA": "e08000035"}, LEEDS),
    ("the code before it was renumbered", {"UTLA": "E08000016"}, BARNSLEY),
    ("the code after", {"UTLA": "E08000038"}, BARNSLEY),
    ("a county made one authority", {"UTLA": "E10000002"}, BUCKINGHAMSHIRE),
    ("an authority that merged", {"UTLA": "E06000029"}, BCP),
    ("a county that was split", {"UTLA": "E10000006"}, NOWHERE),
    ("another that was split", {"UTLA": "E10000021"}, NOWHERE),
    ("a county that lost a district", {"UTLA": "E10000009"}, NOWHERE),
    ("a Welsh authority", {"UTLA": "W06000015"}, NOWHERE),
    ("a region", {"UTLA": "E12000003"}, NOWHERE),
    ("a four-character code", {"LA": "00DA"}, LEEDS),
    ("a four-character code in small letters", {"LA": "00da"}, LEEDS),
    ("a nine-character code of an authority", {"LA": LEEDS}, LEEDS),
    ("a district's old code, now in Cumberland", {"LA": "16UB"}, CUMBERLAND),
    ("a district's old code, now in Westmorland and Furness", {"LA": "16UC"}, WESTMORLAND),
    ("a district's nine-character code", {"LA": "E07000026"}, CUMBERLAND),
    ("a district that joined another county's authority", {"LA": "E07000048"}, BCP),
    ("an authority renumbered since", {"LA": "00CH"}, GATESHEAD),
    ("a partnership", {"DAT": "D12B"}, LEEDS),
    ("the partnership of Cornwall and the Isles of Scilly", {"DAT": "K13B"}, CORNWALL),
    ("out of England", {"DAT": "Z00B"}, NOWHERE),
    ("the partnership of a county that was split", {"DAT": "B16B"}, NOWHERE),
    ("a partnership not told apart from its neighbour", {"DAT": "E10B"}, NOWHERE),
    ("an unknown code", {"UTLA": "E99999999", "LA": "ZZZZ", "DAT": "Q99B"}, NOWHERE),
    ("no code", {}, NOWHERE),
    ("UTLA comes before LA", {"UTLA": LEEDS, "LA": "00CX", "DAT": "Z00B"}, LEEDS),
    ("LA comes before DAT", {"LA": "00CX", "DAT": "D12B"}, BRADFORD),
    ("LA where UTLA leads nowhere", {"UTLA": "E10000006", "LA": "16UB"}, CUMBERLAND),
    ("DAT where the others lead nowhere", {"UTLA": "x", "LA": "x", "DAT": "D12B"}, LEEDS),
    ("LA though DAT says out of England", {"LA": "00DA", "DAT": "Z00B"}, LEEDS),
]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with open_desk(tmp_path_factory.mktemp("desk")) as opened:
        yield opened


@pytest.fixture(scope="module")
def placed(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str | None]:
    """The area of each episode, by the client's number: one client for each place of the table above."""
    unplaced = WOMAN | {"LA": "", "DAT": ""}
    rows = [unplaced | {"CLIENTID": str(n)} | codes for n, (_, codes, _) in enumerate(PLACES)]
    path = tmp_path_factory.mktemp("places") / "a.csv"
    desk.take_in(NDTMS_RECORDS, write(path, rows, header=[*edition(), "UTLA"]))
    prepare(all_measures(), desk.warehouse)
    for step in ("code_meaning", "episode"):
        desk.warehouse.script("staging", f"{step}.sql")
    return dict(desk.rows("select client_id, area_code from staging.episode"))


@pytest.mark.parametrize(
    ("client", "area_code"),
    [pytest.param(str(n), area_code, id=what) for n, (what, _, area_code) in enumerate(PLACES)],
)
def test_a_person_is_placed_by(placed: dict[str, str | None], client: str, area_code: str | None) -> None:
    assert placed[client] == area_code


def test_who_cannot_be_placed_counts_in_england_alone_and_is_noted(desk: Desk, tmp_path: Path) -> None:
    rows = [WOMAN, WOMAN | {"CLIENTID": "2", "LA": "", "DAT": "Z00B", "FINITIAL": "Z"}]
    desk.take_in(NDTMS_RECORDS, write(tmp_path / "a.csv", rows), today=TODAY)
    prepare(all_measures(), desk.warehouse)
    steps = ("code_meaning", "episode", "journey", "intervention", "period", "substance_group", "journey_in_period")
    for step in (*steps, "larger_place", "person_in_period", "place_of"):
        desk.warehouse.script("staging", f"{step}.sql")
    desk.warehouse.script("staging", "record_note.sql")
    counted = desk.rows(
        """
        select o.place_code, count(*) from staging.person_in_period as p
        join staging.place_of as o on o.counted_at = p.place_code and o.counts_upward = p.counts_upward
        join staging.period using (period_number) where period_kind = 'year'
        group by all order by all
        """
    )
    assert counted == [(LEEDS, 1), ("E12000003", 1), ("E92000001", 2)]
    assert desk.rows("select topic, rows from mart.build_note") == [("not_placed", 1)]


def table(name: str) -> list[dict[str, str]]:
    """An authored reference table."""
    with (PACKAGE / "reference" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


AREAS = {row["area_code"]: row for row in table("area")}
TODAYS = {
    code
    for code, row in AREAS.items()
    if row["area_kind"] == "local_authority" and code.startswith("E") and not row["valid_to"]
}

SCOTLAND = "S92000003"
WITHIN_SCOTLAND = {
    "scotland_council",
    "scotland_health_board",
    "scotland_alcohol_and_drug_partnership",
    "scotland_police_division",
}
ENGLISH_AND_WELSH = {"england", "england_and_wales", "wales", "region", "local_authority"}

KEYS = {
    "area": ("area_code",),
    "area_alias": ("alias", "area_code"),
    "area_position": ("area_code",),
    "area_change": ("old_code", "new_code"),
    "authority_part": ("area_code", "part_code"),
    "caseload_target": ("clients_per_keyworker",),
    "cds_edition": ("edition", "field"),
    "combined_area": ("area_code", "part_code"),
    "fingertips_indicator": ("indicator_id",),
    "publisher_word": ("field", "word"),
    "viewit_column": ("column_name",),
    "district": ("district_code",),
    "drug_code": ("code",),
    "intervention_code": ("code",),
    "justice_area": ("area_code",),
    "partnerships": ("partnership_id", "area_code"),
    "poisson_limit": ("confidence", "events"),
    "provision_audit_column": ("column",),
    "published_figures": ("figure_key",),
    "record_code": ("field", "code"),
    "residence_code": ("code_system", "code"),
    "similarity_weight": ("trait",),
    "standard_population": ("age_band",),
    "workforce_census": ("figure_key",),
}


class TestReferenceTables:
    def test_every_table_has_a_key_here(self) -> None:
        assert {path.stem for path in (PACKAGE / "reference").glob("*.csv")} == set(KEYS)

    @pytest.mark.parametrize("name", KEYS)
    def test_no_key_stands_twice(self, name: str) -> None:
        keys = [tuple(row[column] for column in KEYS[name]) for row in table(name)]
        assert len(keys) == len(set(keys))

    @pytest.mark.parametrize("name", KEYS)
    def test_no_cell_has_spaces_about_it(self, name: str) -> None:
        assert [row for row in table(name) if any(cell != cell.strip() for cell in row.values())] == []

    @pytest.mark.parametrize("name", ["area_alias", "authority_part", "district", "residence_code"])
    def test_every_area_is_known(self, name: str) -> None:
        assert {row["area_code"] for row in table(name)} - AREAS.keys() == set()

    @pytest.mark.parametrize("name", ["area_position", "authority_part", "district", "justice_area", "residence_code"])
    def test_residence_leads_to_an_authority_of_today(self, name: str) -> None:
        assert {row["area_code"] for row in table(name)} - TODAYS == set()

    def test_there_are_153_authorities_in_nine_regions(self) -> None:
        assert len(TODAYS) == 153
        assert len({AREAS[code]["region_code"] for code in TODAYS}) == 9

    def test_there_are_as_many_areas_of_each_kind_as_there_should_be(self) -> None:
        assert Counter(row["area_kind"] for row in AREAS.values()) == {
            "england": 1,
            "england_and_wales": 1,
            "wales": 1,
            "region": 9,
            "local_authority": 153 + 22 + 5,
            "combined": 2,
            "scotland": 1,
            "scotland_council": 32,
            "scotland_health_board": 14,
            "scotland_alcohol_and_drug_partnership": 33,
            "scotland_police_division": 13,
            "police_area": 40,
            "probation_region": 12,
        }

    def test_every_region_is_an_area_of_its_kind(self) -> None:
        regions = {row["region_code"] for row in AREAS.values() if row["region_code"]}
        assert {AREAS[code]["area_kind"] for code in regions} == {"region", "wales", "scotland"}

    def test_authorities_have_a_region_and_larger_areas_none(self) -> None:
        with_region = {row["area_kind"] for row in AREAS.values() if row["region_code"]}
        without = {row["area_kind"] for row in AREAS.values() if not row["region_code"]}
        assert with_region & without == set()
        assert with_region == {"local_authority", "combined", *WITHIN_SCOTLAND}

    def test_all_within_scotland_has_scotland_for_its_region(self) -> None:
        in_scotland = {row["area_kind"] for row in AREAS.values() if row["region_code"] == SCOTLAND}
        assert in_scotland == WITHIN_SCOTLAND

    def test_a_combined_area_is_two_authorities_of_one_region_and_bears_both_codes(self) -> None:
        parts: dict[str, set[str]] = {}
        for row in table("combined_area"):
            parts.setdefault(row["area_code"], set()).add(row["part_code"])
        assert parts.keys() == {code for code, row in AREAS.items() if row["area_kind"] == "combined"}
        for code, of_it in parts.items():
            assert set(code.split("+")) == of_it
            assert of_it <= TODAYS
            assert {AREAS[part]["region_code"] for part in of_it} == {AREAS[code]["region_code"]}

    def test_every_authority_of_today_is_reached_by_its_own_code(self) -> None:
        own = {row["code"]: row["area_code"] for row in table("residence_code") if row["code_system"] == "utla"}
        assert {code: own.get(code) for code in TODAYS} == {code: code for code in TODAYS}

    def test_a_changed_code_is_followed_to_an_area_of_today(self) -> None:
        assert {row["new_code"] for row in table("area_change")} - TODAYS == set()

    def test_a_renumbered_area_follows_one_code_and_stands_under_the_new_one_only(self) -> None:
        recodes = [row["old_code"] for row in table("area_change") if row["change"] == "recode"]
        assert len(recodes) == len(set(recodes))
        assert set(recodes) & AREAS.keys() == set()

    def test_an_abolished_area_has_a_change_that_says_what_became_of_it(self) -> None:
        abolished = {code for code, row in AREAS.items() if row["valid_to"]}
        assert abolished - {row["old_code"] for row in table("area_change")} == set()

    def test_the_last_day_of_an_abolished_area_is_the_day_before_the_change(self) -> None:
        last = {row["old_code"]: date.fromisoformat(row["effective_on"]) for row in table("area_change")}
        told = {code: date.fromisoformat(row["valid_to"]) for code, row in AREAS.items() if row["valid_to"]}
        assert {code: (last[code] - day).days for code, day in told.items()} == dict.fromkeys(told, 1)

    def test_a_part_of_an_authority_is_a_part_of_no_other_and_leads_there(self) -> None:
        parts = {row["part_code"]: row["area_code"] for row in table("authority_part")}
        assert len(parts) == len(table("authority_part"))
        residence = {row["code"]: row["area_code"] for row in table("residence_code") if row["code_system"] == "la"}
        assert {code: residence[code] for code in parts} == parts

    def test_an_authority_in_parts_has_no_single_older_code(self) -> None:
        recoded = {row["new_code"] for row in table("area_change") if row["change"] == "recode"}
        assert {row["area_code"] for row in table("authority_part")} & recoded == set()

    def test_districts_among_the_parts_are_all_of_the_authoritys_districts(self) -> None:
        in_parts = {row["area_code"] for row in table("authority_part")}
        districts = {(row["area_code"], row["district_code"]) for row in table("district")}
        parts = {(row["area_code"], row["part_code"]) for row in table("authority_part")}
        assert {pair for pair in parts if pair[1].startswith("E07")} == {
            pair for pair in districts if pair[0] in in_parts
        }

    @pytest.mark.published_files
    def test_parts_are_those_of_the_published_lookup(self, shared_data: Path) -> None:
        path = shared_data / "geography" / "geographr_ltla_code_history_2016_2024.csv"
        with path.open(encoding="utf-8", newline="") as file:
            history = {(row["ltla24_code"], row["ltla16_code"]) for row in csv.DictReader(file)}
        parts = {(row["area_code"], row["part_code"]) for row in table("authority_part")}
        in_parts = {area_code for area_code, _ in parts}
        assert parts == {pair for pair in history if pair[0] in in_parts}
        # every other authority of today that was districts before is a county whose own code is followed
        were_districts = {now for now, before in history if now in TODAYS and now != before}
        recoded = {row["new_code"] for row in table("area_change") if row["change"] == "recode"}
        assert were_districts - in_parts - recoded == set()

    def test_an_alias_is_not_the_code_of_another_area_of_today(self) -> None:
        astray = [row for row in table("area_alias") if row["alias"] in AREAS and row["alias"] != row["area_code"]]
        assert [row for row in astray if not AREAS[row["alias"]]["valid_to"]] == []

    def test_drug_and_intervention_codes_are_of_known_kinds(self) -> None:
        kinds = {row["drug_kind"] for row in table("drug_code")}
        assert kinds == {"opiate", "non_opiate", "alcohol", "nicotine", "none"}
        assert {row["is_structured"] for row in table("intervention_code")} == {"true", "false"}

    def test_poisson_limits_are_those_of_nought_to_nine_in_order(self) -> None:
        limits = table("poisson_limit")
        for confidence in ("0.95", "0.998"):
            assert [int(row["events"]) for row in limits if row["confidence"] == confidence] == list(range(10))
        assert {row["confidence"] for row in limits} == {"0.95", "0.998"}
        assert all(float(row["lower"]) <= int(row["events"]) <= float(row["upper"]) for row in limits)

    def test_the_standard_population_is_a_hundred_thousand_people_in_bands_that_follow_each_other(self) -> None:
        bands = [(row["age_band"], int(row["weight"])) for row in table("standard_population")]
        assert [band for band, _ in bands] == [*(f"{age}-{age + 4}" for age in range(0, 90, 5)), "90+"]
        assert sum(weight for _, weight in bands) == 100_000


@pytest.fixture
def gazetteer(tmp_path: Path) -> Iterator[Warehouse]:
    """The reference tables, with every name resolved as a build resolves them."""
    with Warehouse(tmp_path) as warehouse:
        warehouse.load_reference()
        warehouse.script("macros.sql")
        warehouse.script("staging", "area_by_name.sql")
        yield warehouse


class TestNames:
    def test_no_name_means_two_areas(self, gazetteer: Warehouse) -> None:
        assert (
            gazetteer.rows(
                """
                select name, list(distinct area_code) from (
                    select plain_name(area_name) as name, area_code from reference.area where valid_to is null
                    union all
                    select plain_name(alias), area_code from reference.area_alias where alias_kind <> 'old_code'
                ) group by name having count(distinct area_code) > 1
                """
            )
            == []
        )

    def test_every_name_and_alias_leads_to_its_area(self, gazetteer: Warehouse) -> None:
        assert (
            gazetteer.rows(
                """
                select name, area_code from (
                    select area_name as name, area_code from reference.area where valid_to is null
                    union all
                    select alias, area_code from reference.area_alias where alias_kind <> 'old_code'
                ) where area_named(name, '2025-26') is distinct from area_code
                    -- the alias says itself that it is of an earlier year
                    and name not like '%(Pre April%'
                """
            )
            == []
        )

    @pytest.mark.parametrize("period", ["2004", "2018-19", "2019-21", "2021-22 Q1", "2026"])
    def test_areas_elsewhere_change_no_name_of_england_or_wales(self, gazetteer: Warehouse, period: str) -> None:
        kinds = ", ".join(f"'{kind}'" for kind in ENGLISH_AND_WELSH)
        names = f"""
            create table named_{{}} as
            select name, area_named(name, '{period}') as area_code from (
                select distinct area_name as name from reference.area where area_kind in ({kinds})
                union
                select alias from reference.area_alias
                join reference.area using (area_code) where area_kind in ({kinds})
            )
        """
        gazetteer.run(names.format("among_all"))
        gazetteer.run(f"delete from reference.area where area_kind not in ({kinds})")
        gazetteer.run("delete from reference.area_alias where area_code not in (select area_code from reference.area)")
        gazetteer.script("staging", "area_by_name.sql")
        gazetteer.run(names.format("alone"))

        assert gazetteer.one("select count(*) from named_alone") > 230
        assert gazetteer.rows("(from named_alone except from named_among_all)") == []
        assert gazetteer.rows("(from named_among_all except from named_alone)") == []

    @pytest.mark.parametrize(
        ("name", "area_code"),
        [
            ("Cornwall & Isles of Scilly", "E06000052+E06000053"),
            ("Cornwall", CORNWALL),
            ("Isles of Scilly", "E06000053"),
            ("Hackney and City", "E09000012+E09000001"),
            ("Hackney & City of London", "E09000012+E09000001"),
            ("City of London", "E09000001"),
            ("Dorset", "E06000059"),
            ("Dorset police area", "PCC-DORSET"),
            ("Fife", "S12000047"),
            ("NHS Fife", "S08000029"),
            ("Fife ADP", "ADP-FIFE"),
            ("All NHS Fife ADPs", "S08000029"),
            ("Fife  - All ADPs", "S08000029"),
            ("P: Fife", "PSD-P"),
            ("Eilean Siar", "S12000013"),
            ("London", "E12000007"),
            ("London probation region", "NPS-J"),
            ("NHS NHSScotland", SCOTLAND),
        ],
    )
    def test_areas_of_one_place_name_are_told_apart(self, gazetteer: Warehouse, name: str, area_code: str) -> None:
        assert gazetteer.rows("select area_named(?, '2024-25')", [name]) == [(area_code,)]
