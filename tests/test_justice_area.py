"""The police area and probation region of each authority."""

import csv
from collections import Counter

from pipelines.warehouse import PACKAGE
from tests.test_provision_register import authorities


def rows(name: str) -> list[dict[str, str]]:
    with (PACKAGE / "reference" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_authority_lies_in_one() -> None:
    assert [row["area_code"] for row in rows("justice_area")] == sorted(authorities())


def test_every_english_police_area_and_probation_region_has_authorities() -> None:
    known = {row["area_code"] for row in rows("area") if row["area_kind"] in ("police_area", "probation_region")}
    welsh = {"NPS-D", "PCC-DYFED-POWYS", "PCC-GWENT", "PCC-NORTH-WALES", "PCC-SOUTH-WALES"}
    used = {row[kind] for row in rows("justice_area") for kind in ("police_area_code", "probation_region_code")}
    assert used - {""} == known - welsh


def test_a_police_area_lies_in_one_probation_region() -> None:
    pairs = {(row["police_area_code"], row["probation_region_code"]) for row in rows("justice_area")}
    assert max(Counter(police for police, _ in pairs if police).values()) == 1


def test_only_london_and_greater_manchester_have_no_police_area() -> None:
    without = [row for row in rows("justice_area") if not row["police_area_code"]]
    assert {row["probation_region_code"] for row in without} == {"NPS-J", "NPS-L"}
    assert len(without) == 33 + 10
