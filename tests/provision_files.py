"""Writes returns of the self-audit, examples of the register and women in treatment for tests."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from pipelines.sources.ndtms_viewit_area import COUNTS
from pipelines.warehouse import PACKAGE

Cells = Mapping[str, str]

RETURN = {
    "area_code": "E08000035",
    "audit_round": "2024Q1",
    "provider": "A provider",
    "service_id": "N0001",
    "service_type": "community_adult",
    "evidence_type": "self_report",
    "verified_date": "31/03/2024",
}
"""A return of a service in Leeds that answers nothing."""

EXAMPLE = {
    "example_id": "E001",
    "place_as_written": "Leeds",
    "area_codes": "E08000035",
    "no_area_reason": "",
    "recommendation": "2",
    "section": "Groups",
    "offers": "women_only_group",
    "sentence": "A group for women meets each week.",
    "status": "running",
    "setting": "community",
    "result": "",
    "repeats": "",
    "document": "A plan",
    "heading": "What is there",
    "published_on": "2024-03-01",
}
"""An example of the register: a women-only group in Leeds."""


def write_rows(path: Path, header: Sequence[str], rows: Iterable[Cells], before: str = "") -> Path:
    """A CSV with a header; what a row does not give is an empty cell, and lines for people may stand before."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(before)
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows([row.get(name, "") for name in header] for row in rows)
    return path


def template() -> list[str]:
    """The columns of a return, in the order of the template."""
    with (PACKAGE / "reference" / "provision_audit_column.csv").open(encoding="utf-8", newline="") as file:
        return [row["column"] for row in csv.DictReader(file)]


def lay_audit(raw: Path, rows: Iterable[Cells], name: str = "a.csv", before: str = "") -> Path:
    """A file of returns: each is RETURN but for the cells given."""
    return write_rows(raw / "provision_audit" / name, template(), [RETURN | dict(row) for row in rows], before)


def lay_register(raw: Path, rows: Iterable[Cells], name: str = "a.csv") -> Path:
    """A file of the register: each row is EXAMPLE but for the cells given."""
    return write_rows(raw / "provision_register" / name, list(EXAMPLE), [EXAMPLE | dict(row) for row in rows])


def lay_women(raw: Path, women: Iterable[tuple[str, str, int | str]]) -> Path:
    """ViewIt's women in treatment, by authority and year such as 2021/22; NULL where they were not asked for."""
    names = names_of_areas()
    rows = [
        {"ReportingPeriod": year, "Area": names[area], "sex": "F", "age_group": "Total", "drug_group": "Total"}
        | dict.fromkeys(COUNTS, "0")
        | {"intreatment_allintx": str(count)}
        for area, year, count in women
    ]
    header = ["ReportingPeriod", "Area", "sex", "age_group", "drug_group", *COUNTS]
    return write_rows(raw / "ndtms_viewit_area" / "a.csv", header, rows)


def names_of_areas() -> dict[str, str]:
    """The name of every area, by code."""
    with (PACKAGE / "reference" / "area.csv").open(encoding="utf-8", newline="") as file:
        return {row["area_code"]: row["area_name"] for row in csv.DictReader(file)}
