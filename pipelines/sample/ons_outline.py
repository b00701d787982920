"""The order and names in which the Office for National Statistics lists areas: country, region, county, district."""

import csv
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from pipelines.sample.world import REFERENCE

NAMES = {
    "E06000010": "Kingston upon Hull, City of",
    "E06000019": "Herefordshire, County of",
    "E06000023": "Bristol, City of",
    "E08000011": "Knowsley ",
    "E09000022": "Lambeth ",
    "E12000002": "NORTH WEST ",
    "E12000006": "EAST",
}
METROPOLITAN = {
    "E11000001": ("Greater Manchester (Met County)", range(1, 11)),
    "E11000002": ("Merseyside (Met County)", range(11, 16)),
    "E11000003": ("South Yorkshire (Met County)", (17, 18, 38, 39)),
    "E11000005": ("West Midlands (Met County)", range(25, 32)),
    "E11000006": ("West Yorkshire (Met County)", range(32, 37)),
    "E11000007": ("Tyne and Wear (Met County)", (21, 22, 23, 24, 37)),
}
INNER_LONDON = (1, 7, 12, 13, 14, 19, 20, 22, 23, 25, 28, 30, 32, 33)
# Districts of a few counties are enough to show how they stand among the others.
DISTRICTS = {
    "E10000003": {
        "E07000008": ("Cambridge", 0.23),
        "E07000009": ("East Cambridgeshire", 0.13),
        "E07000010": ("Fenland", 0.15),
        "E07000011": ("Huntingdonshire", 0.26),
        "E07000012": ("South Cambridgeshire", 0.23),
    },
    "E10000006": {
        "E07000026": ("Allerdale", 0.20),
        "E07000027": ("Barrow-in-Furness", 0.14),
        "E07000028": ("Carlisle", 0.22),
        "E07000029": ("Copeland", 0.14),
        "E07000030": ("Eden", 0.10),
        "E07000031": ("South Lakeland", 0.20),
    },
    "E10000031": {
        "E07000218": ("North Warwickshire", 0.11),
        "E07000219": ("Nuneaton and Bedworth", 0.23),
        "E07000220": ("Rugby", 0.19),
        "E07000221": ("Stratford-on-Avon", 0.22),
        "E07000222": ("Warwick", 0.25),
    },
}
KINDS = {"E06": "Unitary Authority", "E08": "Metropolitan District", "E09": "London Borough", "E10": "County"}


@dataclass(frozen=True)
class OutlineRow:
    """A row of an ONS table: where its name stands, and the authorities it is made of."""

    code: str
    name: str
    level: int
    """0 country or region, 1 authority or county, 2 within a county."""
    geography: str
    parts: tuple[str, ...]
    share: tuple[float, float] = (0.0, 1.0)
    """For a district: from where to where it takes its county's figures."""
    starts_block: bool = False
    """A blank row stands before it."""

    def take(self, whole: int) -> int:
        """The row's share of its county's figure; districts add up to their county."""
        return int(whole * self.share[1]) - int(whole * self.share[0])


@cache
def authorities() -> dict[str, tuple[str, str]]:
    """Name and region of each of today's authorities, and of each Welsh one."""
    with (REFERENCE / "area.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["area_code"]: (row["area_name"], row["region_code"])
            for row in csv.DictReader(file)
            if row["area_kind"] == "local_authority" and not row["valid_to"]
        }


@cache
def region_names() -> dict[str, str]:
    """Name of each region, as in the reference table."""
    with (REFERENCE / "area.csv").open(encoding="utf-8", newline="") as file:
        return {r["area_code"]: r["area_name"] for r in csv.DictReader(file) if r["area_kind"] == "region"}


def english(codes_before_2023: bool, london_halves: bool) -> list[OutlineRow]:
    """England, its regions and authorities, in the order of an ONS table.

    `codes_before_2023` keeps Cumbria whole and Barnsley under its earlier code, as tables of that time do.
    """
    everyone = tuple(code for code in authorities() if code.startswith("E"))
    rows = [OutlineRow("E92000001", "ENGLAND", 0, "Country", everyone)]
    for region, name in sorted(region_names().items()):
        members = tuple(code for code in everyone if authorities()[code][1] == region)
        rows.append(OutlineRow(region, NAMES.get(region, name.upper()), 0, "Region", members, starts_block=True))
        rows += _in_region(members, codes_before_2023, london_halves)
    return rows


def welsh() -> list[OutlineRow]:
    """Wales and its authorities."""
    members = tuple(code for code in authorities() if code.startswith("W"))
    rows = [OutlineRow("W92000004", "WALES", 0, "Country", members, starts_block=True)]
    return rows + [OutlineRow(code, authorities()[code][0], 2, KINDS["E06"], (code,)) for code in members]


def _in_region(members: tuple[str, ...], codes_before_2023: bool, london_halves: bool) -> list[OutlineRow]:
    blocks: list[list[OutlineRow]] = []
    singles = [code for code in members if code.startswith(("E06", "E09"))]
    if codes_before_2023:
        singles = [code for code in singles if code not in ("E06000063", "E06000064")]
        if len(singles) < len([code for code in members if code.startswith("E06")]):
            blocks.append(_county("E10000006", "Cumbria ", ("E06000063", "E06000064")))
    if london_halves and any(code.startswith("E09") for code in members):
        inner = tuple(code for code in singles if int(code[3:]) in INNER_LONDON)
        outer = tuple(code for code in singles if code not in inner)
        blocks += [_group("E13000001", "Inner London", inner), _group("E13000002", "Outer London", outer)]
        singles = []
    for code, (name, numbers) in METROPOLITAN.items():
        boroughs = tuple(c for c in members if c.startswith("E08") and int(c[3:]) in numbers)
        if boroughs:
            blocks.append(_group(code, name, boroughs, codes_before_2023))
    blocks += [_county(code, authorities()[code][0], (code,)) for code in members if code.startswith("E10")]
    first = sorted((_row(code, 1) for code in singles), key=lambda row: row.name)
    return first + [row for block in sorted(blocks, key=lambda block: block[0].name) for row in block]


def _row(code: str, level: int, old_barnsley: bool = False) -> OutlineRow:
    shown = "E08000016" if old_barnsley and code == "E08000038" else code
    return OutlineRow(shown, NAMES.get(code, authorities()[code][0]), level, KINDS[code[:3]], (code,))


def _group(code: str, name: str, members: tuple[str, ...], old_barnsley: bool = False) -> list[OutlineRow]:
    head = OutlineRow(code, name, 1, "Metropolitan County", members, starts_block=True)
    within = [_row(member, 2, old_barnsley) for member in members]
    return [head, *sorted(within, key=lambda row: row.name)]


def _county(code: str, name: str, parts: tuple[str, ...]) -> list[OutlineRow]:
    head = OutlineRow(code, name, 1, KINDS["E10"], parts, starts_block=True)
    shares = DISTRICTS.get(code, {})
    edges = [0.0]
    for _, share in shares.values():
        edges.append(edges[-1] + share)
    edges[-1] = 1.0
    return [head] + [
        OutlineRow(district, district_name, 2, "Non-metropolitan District", parts, edge)
        for (district, (district_name, _)), edge in zip(shares.items(), pairwise(edges), strict=True)
    ]
