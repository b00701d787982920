"""Codes as the rules write them, and where each residence code lies today."""

import csv
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis.vendor.pretty import RepresentationPrinter

REFERENCE = Path(__file__).parents[2] / "pipelines" / "reference"

ENGLAND = "E92000001"

OPIATES = {"1011", "1105", "1000"}
ALCOHOL = {"7000"}
NO_DRUG = {"9996", "9997"}
NICOTINE = {"3409"}
NON_OPIATES = {
    "2200", "3100", "3200", "3201", "4000", "3406", "5000", "6000", "2100", "8200", "8300", "8799", "9005",
}  # fmt: skip
LISTED_DRUGS = OPIATES | ALCOHOL | NO_DRUG | NICOTINE | NON_OPIATES

STRUCTURED = {"94", "95", "1", "2", "3", "4", "5", "6", "11", "12"}
NOT_STRUCTURED = {"7", "8", "9", "10", "76", "93", "96"}


def is_four_digits(code: str) -> bool:
    """Whether a code is four of the digits 0 to 9."""
    return len(code) == 4 and all(letter in "0123456789" for letter in code)


def drug_kind(code: str) -> str | None:
    """The kind of a drug code: opiate, non_opiate, alcohol, nicotine or none; null if it is no code."""
    if code in OPIATES:
        return "opiate"
    if code in ALCOHOL:
        return "alcohol"
    if code in NO_DRUG:
        return "none"
    if code in NICOTINE:
        return "nicotine"
    if code in NON_OPIATES:
        return "non_opiate"
    if not is_four_digits(code):
        return None
    if code.startswith("1"):
        return "opiate"
    if code.startswith("7"):
        return "alcohol"
    return "non_opiate"


@dataclass(repr=False)
class Places:
    """Where a residence code lies (by column and code), each authority's region, and who makes a partnership."""

    area_of: dict[tuple[str, str], str]
    region_of: dict[str, str]
    every_place: set[str]
    members_of: dict[str, list[str]] = field(default_factory=dict)
    """The authorities of each partnership of two or more."""

    def _repr_pretty_(self, printer: RepresentationPrinter, _cycle: bool) -> None:
        """Tell a failing test's reader no more than what this is."""
        printer.text("places")

    def area(self, utla: str | None, la: str | None, dat: str | None) -> str | None:
        """Today's authority: the first of UTLA, LA and DAT that resolves; null where none does."""
        for system, code in (("utla", utla), ("la", la), ("dat", dat)):
            if code is not None and (system, code) in self.area_of:
                return self.area_of[(system, code)]
        return None

    def places_holding(self, area: str | None) -> list[str]:
        """The places somebody living in an area counts in: the area, its region, its partnerships, England."""
        if area is None:
            return [ENGLAND]
        partnerships = [code for code, members in self.members_of.items() if area in members]
        return [area, self.region_of[area], *partnerships, ENGLAND]


def read_places(folder: Path = REFERENCE, partnerships: Path | None = None) -> Places:
    """Read the residence codes, today's 153 authorities and their regions, and partnerships of two or more."""
    members_of: dict[str, list[str]] = {}
    if partnerships is not None:
        with partnerships.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                members_of.setdefault(row["partnership_id"], []).append(row["area_code"])
    members_of = {code: members for code, members in members_of.items() if len(members) > 1}
    with (folder / "residence_code.csv").open(encoding="utf-8", newline="") as file:
        area_of = {(row["code_system"], row["code"]): row["area_code"] for row in csv.DictReader(file)}
    region_of: dict[str, str] = {}
    with (folder / "area.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            is_authority = row["area_kind"] == "local_authority"
            is_english = row["region_code"].startswith("E12")
            if is_authority and is_english and row["valid_to"] == "":
                region_of[row["area_code"]] = row["region_code"]
    every_place = set(region_of) | set(region_of.values()) | set(members_of) | {ENGLAND}
    return Places(area_of, region_of, every_place, members_of)
