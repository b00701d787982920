"""Contracts for rehabilitative services: whom they are for, where, and on which days; drawn, and the real 196."""

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from pipelines.errors import Refused
from pipelines.intake import stand_in
from pipelines.sources.rehabilitative_services import SOURCE
from pipelines.warehouse import PACKAGE, Warehouse
from tests.sources.conftest import TakeIn
from tests.sources.workbooks import cells, drawing

HEADER = (
    "contract_reference,contract_type_id,nps_region_code,pcc_region_code,allows_female,allows_male,minimum_age,"
    "maximum_age,hide_before,hide_after,prime_provider_code,subcontractor_codes,intervention_title,source_file"
)
USUAL = {
    "contract_reference": "PRJ_1",
    "contract_type_id": "DNR-SW",
    "pcc_region_code": "dorset",
    "allows_female": "False",
    "allows_male": "True",
    "minimum_age": "18",
    "hide_before": "2024-04-15",
    "prime_provider_code": "SOMEBODY",
    "intervention_title": "Dependency and Recovery Services in Dorset",
    "source_file": "PRJ_1.json",
}
CHECK = PACKAGE / "checks" / "rehabilitative_service__areas_are_those_of_contracts.sql"


def write(path: Path, *contracts: dict[str, str], header: str = HEADER, above: str = "") -> Path:
    names = header.split(",")
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        file.write(above)
        writer = csv.DictWriter(file, names, lineterminator="\r\n")
        writer.writeheader()
        writer.writerows({name: (USUAL | contract).get(name, "") for name in names} for contract in contracts)
    return path


def fill(warehouse: Warehouse) -> None:
    for mart in ("area", "rehabilitative_service"):
        warehouse.script("marts", f"{mart}.sql")


def test_a_contract_says_whom_it_is_for_where_and_when(tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse) -> None:
    path = write(
        tmp_path / "contracts.csv",
        {},
        {
            "contract_reference": "CCS_0001",
            "contract_type_id": "WOS",
            "nps_region_code": "J",
            "pcc_region_code": "",
            "allows_female": "True",
            "allows_male": "False",
            "hide_after": "2026-12-01T12:00:00+00",
            "intervention_title": "Women's Services\nfor London, north",
        },
        {
            "contract_reference": "PRJ_5591",
            "contract_type_id": "PWB",
            "pcc_region_code": "dyfed-powys",
            "allows_female": "True",
            "maximum_age": "25",
            "hide_before": "2021-01-01",
            "intervention_title": "Personal Wellbeing Services",
        },
        {"contract_reference": "NEW_1", "contract_type_id": "ART", "intervention_title": "Painting"},
    )
    (counted,) = taken_in(SOURCE, path)
    fill(warehouse)

    assert (counted.read, counted.rejected) == (4, 0)
    assert drawing(
        warehouse.rows("""
            select contract_reference, area_code, service, allows_women, allows_men, minimum_age, maximum_age,
                starts_on, ends_on, provider_code
            from mart.rehabilitative_service order by all
        """)
    ) == cells("""
        CCS_0001 | NPS-J | women's services | True | False | 18 | | 2024-04-15 | 2026-12-01 | SOMEBODY
        NEW_1 | PCC-DORSET | Painting | False | True | 18 | | 2024-04-15 | | SOMEBODY
        PRJ_1 | PCC-DORSET | dependency and recovery | False | True | 18 | | 2024-04-15 | | SOMEBODY
        PRJ_5591 | PCC-DYFED-POWYS | personal wellbeing | True | True | 18 | 25 | 2021-01-01 | | SOMEBODY
    """)
    assert warehouse.rows("select topic, rows from mart.build_note") == [("warning", 1)]
    assert warehouse.rows("select title from mart.rehabilitative_service where area_code = 'NPS-J'") == [
        ("Women's Services\nfor London, north",)
    ]


BROKEN: list[tuple[dict[str, str], str]] = [
    ({"allows_male": "False"}, "for_neither_sex"),
    ({"allows_male": "Yes"}, "not_true_or_false"),
    ({"allows_female": ""}, "not_true_or_false"),
    ({"hide_after": "2024-04-14T23:59:00+00"}, "ends_before_it_starts"),
    ({"hide_after": "spring 2025"}, "end_not_understood"),
    ({"hide_after": "2025-02-30T23:59:00+00"}, "end_not_understood"),
    ({"hide_after": "2025-03-31T23:59:00+05"}, "end_not_understood"),
    ({"hide_before": "15/04/2024"}, "not_a_date"),
    ({"hide_before": ""}, "missing"),
    ({"contract_reference": ""}, "missing"),
    ({"prime_provider_code": ""}, "missing"),
    ({"pcc_region_code": "mercia"}, "unknown_area_code"),
    ({"pcc_region_code": "", "nps_region_code": "Z"}, "unknown_area_code"),
    ({"pcc_region_code": ""}, "area_not_told"),
    ({"nps_region_code": "G"}, "area_not_told"),
    ({"minimum_age": "26", "maximum_age": "25"}, "ages_in_wrong_order"),
    ({"minimum_age": "adult"}, "not_a_whole_number"),
    ({"contract_reference": "FIRST"}, "duplicated_contract"),
]


def test_a_contract_that_cannot_be_trusted_is_kept_out(tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse) -> None:
    first = {"contract_reference": "FIRST"}
    contracts = [{"contract_reference": f"PRJ_{place}"} | change for place, (change, _) in enumerate(BROKEN)]
    (counted,) = taken_in(SOURCE, write(tmp_path / "contracts.csv", first, *contracts))

    broken = [rule for _, rule in sorted(set(warehouse.rows("select line, rule from mart.rejected_row")))]
    assert broken == [rule for _, rule in BROKEN]
    assert (counted.read, counted.accepted) == (1 + len(BROKEN), 1)


def test_one_contract_may_be_for_two_areas(tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse) -> None:
    taken_in(SOURCE, write(tmp_path / "contracts.csv", {}, {"pcc_region_code": "wiltshire"}))
    fill(warehouse)

    assert warehouse.rows("select area_code from mart.rehabilitative_service order by all") == [
        ("PCC-DORSET",),
        ("PCC-WILTSHIRE",),
    ]


def test_an_added_column_is_told_and_a_renamed_one_refused(
    tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    taken_in(SOURCE, write(tmp_path / "a.csv", {}, header=f"{HEADER},budget"))
    assert warehouse.rows("select topic, detail from mart.build_note") == [("unknown_column", "budget")]

    renamed = HEADER.replace("allows_female", "allows_females")
    with pytest.raises(Refused, match=r"Was allows_female renamed 'allows_females'\?"):
        taken_in(SOURCE, write(tmp_path / "b.csv", {}, header=renamed))


def test_a_title_above_the_header_is_refused_with_what_to_do(tmp_path: Path, taken_in: TakeIn) -> None:
    with pytest.raises(Refused, match="If there is a title above the header, take it out"):
        taken_in(SOURCE, write(tmp_path / "a.csv", {}, above="Contracts of the Ministry of Justice\r\n"))


def test_without_the_file_the_mart_is_there_and_empty(warehouse: Warehouse) -> None:
    stand_in(SOURCE, warehouse)
    fill(warehouse)

    assert warehouse.one("select count(*) from mart.rehabilitative_service") == 0


def test_a_contract_in_another_kind_of_area_breaks_the_check(
    tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    taken_in(SOURCE, write(tmp_path / "contracts.csv", {}))
    fill(warehouse)
    warehouse.run("set search_path = 'mart'")
    promise = CHECK.read_text(encoding="utf-8")
    assert warehouse.rows(promise) == []

    warehouse.run("update mart.rehabilitative_service set area_code = 'E06000059'")
    assert warehouse.rows(promise) == [("PRJ_1", "E06000059")]


# ---- the real contracts

REAL = "moj_commissioned_rehabilitative_services_by_sex.csv"


@pytest.fixture
def told(shared_data: Path) -> list[dict[str, str]]:
    with (shared_data / "women_justice" / REAL).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.published_files
def test_every_cell_of_the_real_contracts_is_read(
    shared_data: Path, told: list[dict[str, str]], taken_in: TakeIn, warehouse: Warehouse
) -> None:
    (counted,) = taken_in(SOURCE, shared_data / "women_justice" / REAL)
    fill(warehouse)

    assert (counted.read, counted.rejected) == (196, 0)
    assert warehouse.rows("select * from mart.build_note") == []
    found = warehouse.rows("""
        select contract_reference, area_code, title, allows_women, allows_men, minimum_age, maximum_age, starts_on,
            ends_on, provider_code
        from mart.rehabilitative_service
    """)
    assert sorted(found) == sorted(
        (
            row["contract_reference"],
            f"NPS-{row['nps_region_code']}" if row["nps_region_code"] else f"PCC-{row['pcc_region_code'].upper()}",
            row["intervention_title"],
            row["allows_female"] == "True",
            row["allows_male"] == "True",
            int(row["minimum_age"]),
            int(row["maximum_age"]) if row["maximum_age"] else None,
            date.fromisoformat(row["hide_before"]),
            date.fromisoformat(row["hide_after"][:10]) if row["hide_after"] else None,
            row["prime_provider_code"],
        )
        for row in told
    )
    services = dict(warehouse.rows("select contract_reference, service from mart.rehabilitative_service"))
    assert Counter(services.values()) == {
        "women's services": 58,
        "personal wellbeing": 55,
        "dependency and recovery": 30,
        "finance, benefit and debt": 22,
        "accommodation": 18,
        "education, training and employment": 12,
        "mentoring": 1,
    }
    for row in told:
        kind = row["contract_type_id"].split("-")[0]
        assert (services[row["contract_reference"]] == "women's services") == (kind in ("WOS", "WSM"))
        assert (services[row["contract_reference"]] == "dependency and recovery") == (kind == "DNR")


@pytest.mark.published_files
def test_the_real_contracts_give_their_known_facts(
    shared_data: Path, told: list[dict[str, str]], taken_in: TakeIn, warehouse: Warehouse
) -> None:
    taken_in(SOURCE, shared_data / "women_justice" / REAL)
    fill(warehouse)

    assert warehouse.rows("""
        select
            count(*) filter (where service = 'women''s services'),
            count(distinct area_code) filter (where service = 'women''s services' and area_code like 'PCC-%'),
            count(distinct area_code) filter (where service = 'women''s services' and area_code like 'NPS-%'),
            count(*) filter (where service = 'dependency and recovery'),
            count(*) filter (where service = 'dependency and recovery' and not allows_women),
            count(ends_on)
        from mart.rehabilitative_service
    """) == [(58, 40, 2, 30, 25, 26)]

    def running(day: str) -> tuple[int, ...]:
        """Contracts of a day; those women may use; those for dependency and recovery; of these, those for women."""
        of_day = [
            row
            for row in told
            if row["hide_before"] <= day and (not row["hide_after"] or row["hide_after"][:10] >= day)
        ]
        recovery = [row for row in of_day if row["contract_type_id"].startswith("DNR")]
        women = [row for row in of_day if row["allows_female"] == "True"]
        return len(of_day), len(women), len(recovery), sum(row["allows_female"] == "True" for row in recovery)

    asked = """
        select count(*), count(*) filter (where allows_women),
            count(*) filter (where service = 'dependency and recovery'),
            count(*) filter (where service = 'dependency and recovery' and allows_women)
        from mart.rehabilitative_service
        where ?::date between starts_on and coalesce(ends_on, date 'infinity')
    """
    expected = {"2021-06-30": (148, 59, 16, 5), "2024-06-30": (162, 80, 16, 5), "2026-06-30": (170, 75, 23, 0)}
    for day in expected:
        assert warehouse.rows(asked, [day]) == [running(day)]
    assert {day: running(day) for day in expected} == expected
