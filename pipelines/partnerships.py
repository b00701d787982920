"""Partnerships: areas made of authorities, as `reference/partnerships.csv` says, which users edit.

A partnership of one authority is that authority under another name; one of several is an area of its own. The file is
read before anything else, and refused as a whole for anything in it that cannot be meant.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipelines.errors import Refused
from pipelines.warehouse import PACKAGE, Warehouse

REFERENCE = PACKAGE / "reference"
SHIPPED = REFERENCE / "partnerships.csv"
COLUMNS = ("partnership_id", "name", "area_code")
ID = re.compile(r"[A-Za-z0-9-]+")
TABLE_WORDS = ("all", "any", "none")  # what tables write in place of an area
MOST = 300  # a place is told by nine bits while it is counted (staging/cell_number.sql)


@dataclass(frozen=True)
class Partnership:
    """A name for the authorities that make it."""

    code: str
    name: str
    members: tuple[str, ...]


@dataclass(frozen=True)
class _Row:
    line: int
    partnership_id: str
    name: str
    area_code: str


def read(path: Path = SHIPPED) -> list[Partnership]:
    """The partnerships of a file, by id; raises Refused with the line, what was found and what to do."""
    rows = list(_rows(path))
    areas = _Areas()
    members: dict[str, dict[str, int]] = {}
    first: dict[str, _Row] = {}
    first_named: dict[str, _Row] = {}
    for row in rows:
        where = f"{path.name}, line {row.line}"
        _refuse_id(where, row.partnership_id, areas)
        if not row.name:
            raise Refused(f"{where}: {row.partnership_id} has no name. Give it one, the same on each of its lines.")
        if problem := areas.why_no_member(row.area_code):
            raise Refused(f"{where}: {problem}")
        known = first.setdefault(row.partnership_id.casefold(), row)
        if known.partnership_id != row.partnership_id:
            raise Refused(
                f"{where}: {row.partnership_id} is {known.partnership_id} in line {known.line}. "
                "Write an id in the same capital and small letters everywhere."
            )
        if known.name != row.name:
            raise Refused(
                f"{where}: {row.partnership_id} is named “{row.name}”, and “{known.name}” in line {known.line}. "
                "Give all lines of a partnership one name, or another partnership another id."
            )
        named = first_named.setdefault(row.name.casefold(), row)
        if named.partnership_id != row.partnership_id:
            raise Refused(
                f"{where}: {row.partnership_id} is named “{row.name}”, as {named.partnership_id} is in line "
                f"{named.line}. Name one of them otherwise, or give both lines one id if they are one partnership."
            )
        lines = members.setdefault(row.partnership_id, {})
        if row.area_code in lines:
            raise Refused(
                f"{where}: {row.area_code} ({areas.names[row.area_code]}) is in {row.partnership_id} already, by line "
                f"{lines[row.area_code]}. Remove one of the two lines."
            )
        lines[row.area_code] = row.line
    found = [Partnership(code, first[code.casefold()].name, tuple(sorted(of))) for code, of in sorted(members.items())]
    _refuse_names_of_others(path, found, first, areas)
    if (several := sum(len(partnership.members) > 1 for partnership in found)) > MOST:
        raise Refused(
            f"{path.name}: found {several} partnerships of two or more authorities; there is room for {MOST}. "
            "Keep those you need."
        )
    return found


def put(partnerships: Sequence[Partnership], warehouse: Warehouse) -> None:
    """Fill the reference tables of partnerships: areas of their own, their members, and other names of authorities."""
    region_of = _Areas().region_of
    for partnership in partnerships:
        code, name, members = partnership.code, partnership.name, partnership.members
        if len(members) == 1:
            warehouse.run("insert into reference.partnership_name values (?, ?)", [name, members[0]])
            continue
        regions = {region_of[member] for member in members}
        region = regions.pop() if len(regions) == 1 else None
        warehouse.run("insert into reference.partnership values (?, ?, ?)", [code, name, region])
        for member in members:
            warehouse.run("insert into reference.partnership_member values (?, ?)", [code, member])


def _rows(path: Path) -> Iterator[_Row]:
    records = csv.reader(io.StringIO(_text(path), newline=""))
    header = [name.strip().lower() for name in next(records, [])]
    if missing := [column for column in COLUMNS if column not in header]:
        raise Refused(
            f"{path.name}, line 1: expected the columns {', '.join(COLUMNS)}, separated by commas; "
            f"{', '.join(missing)} not found. Save the file as CSV with these names in its first line."
        )
    place = {column: header.index(column) for column in COLUMNS}
    for line, cells in enumerate(records, start=2):
        if not any(cell.strip() for cell in cells):
            continue  # a spreadsheet leaves empty lines behind
        code, name, area = (
            " ".join(cells[place[column]].split()) if place[column] < len(cells) else "" for column in COLUMNS
        )
        yield _Row(line, code, name, area.upper())


def _text(path: Path) -> str:
    if not path.is_file():
        raise Refused(f"{path} is not there. Put it back as it was; with its first line alone it has no partnerships.")
    content = path.read_bytes()
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused(f"{path.name} is neither UTF-8 nor Windows-1252. Save it as CSV UTF-8.")


def _refuse_id(where: str, code: str, areas: "_Areas") -> None:
    if not ID.fullmatch(code) or code.casefold() in TABLE_WORDS:
        raise Refused(
            f"{where}: found “{code}” for a partnership_id. It is made of letters, digits and hyphens, such as "
            f"P-HUMBER, and is none of the words {', '.join(TABLE_WORDS)}."
        )
    if code.casefold() in areas.taken:
        raise Refused(
            f"{where}: {code} is the code of {areas.taken[code.casefold()]}. Give the partnership an id of its own, "
            f"such as P-{code}."
        )


def _refuse_names_of_others(
    path: Path, found: Sequence[Partnership], first: Mapping[str, _Row], areas: "_Areas"
) -> None:
    """Another name for one authority cannot be the name of another: a search would lead astray."""
    for partnership in found:
        member, *others = partnership.members
        named = areas.todays_by_name.get(partnership.name.casefold(), member)
        if not others and named != member:
            raise Refused(
                f"{path.name}, line {first[partnership.code.casefold()].line}: {partnership.code} is named "
                f"“{partnership.name}”, as {named} is, and has {member} ({areas.names[member]}) alone. "
                "Put the name or the code right."
            )


class _Areas:
    """The authorities of today, and what may be said of any other code."""

    def __init__(self) -> None:
        areas = _table("area")
        self.names = {row["area_code"]: row["area_name"] for row in areas}
        todays = [row for row in areas if not row["valid_to"]]
        self.region_of = {
            row["area_code"]: row["region_code"]
            for row in todays
            if row["area_kind"] == "local_authority" and row["region_code"].startswith("E12")
        }
        self.todays_by_name = {row["area_name"].casefold(): row["area_code"] for row in todays}
        self.districts = {row["district_code"]: row["area_code"] for row in _table("district")}
        self.changes = _table("area_change")
        old = {row["old_code"].casefold(): row["old_name"] for row in self.changes}
        self.taken = old | {code.casefold(): name for code, name in self.names.items()}

    def why_no_member(self, code: str) -> str:
        """Why a code cannot be a member, and what to write instead; empty for an authority of today."""
        if code in self.region_of:
            return ""
        if not code:
            return "no area_code. Write the code of an upper-tier authority of England, such as E08000035."
        changed = [row for row in self.changes if row["old_code"] == code]
        if changed:
            today = " and ".join(self._named(row["new_code"]) for row in changed)
            return f"{code} ({changed[0]['old_name']}) is no authority of today: its area is in {today}. Write that."
        if code in self.districts:
            return f"{code} is a district of {self._named(self.districts[code])}. Write the authority's code."
        what = f"{self._named(code)} is no upper-tier authority" if code in self.names else f"nobody knows {code}"
        return f"{what} of England today. A partnership is made of these: area.csv beside it lists their codes."

    def _named(self, code: str) -> str:
        return f"{code} ({self.names[code]})"


def _table(name: str) -> list[dict[str, str]]:
    with (REFERENCE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
