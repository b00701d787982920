"""Counts over the raw record files in plain loops, rough but independent of the sample and of the engine.

A person is in treatment in a financial year when an episode open in it has a structured intervention started by its
end. (The engine joins episodes to journeys first; at this size that changes a share in its third digit.)
"""

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path

from tests.boring.record_files import record_files

COLUMNS = (
    *("FINITIAL", "SINITIAL", "DOB", "SEX", "CONSENT", "AGNCY", "EPISODID", "DRUG1", "DRUG2", "DRUG3", "TRIAGED"),
    *("DISD", "MODAL", "REFMODDT", "FAOMODDT", "MODST", "MODID", "DAT", "LA", "UTLA"),
    *("RFLS", "PREVTR", "ETHNIC", "PRNTSTAT", "CHILDWTH", "EHCSC", "PREGNANT", "ACCMNEED", "EMPSTAT"),
    *("MTWITN", "CRTMHN", "INJSTAT", "DISRSN"),
)
NOT_ASKED = "not asked"
EARLIER = "_2024-03-31.csv"
STRUCTURED = {"94", "95", "1", "2", "3", "4", "5", "6", "11", "12"}
OPIATES = {"1011", "1105", "1000"}
NO_DRUG = {"", "3409", "9996", "9997"}
YEARS = range(2019, 2025)
LAST_DAY = date(2025, 3, 31).toordinal()
STILL_THERE = date.max.toordinal()

Person = tuple[str, ...]


@dataclass
class Episode:
    """What the rows of one episode say together."""

    person: Person
    area: str
    triaged: int
    left: int
    drugs: set[str]
    answers: dict[str, str]
    starts: list[int] = field(default_factory=list)

    @property
    def group(self) -> str:
        if self.drugs & OPIATES:
            return "opiate"
        if not self.drugs - NO_DRUG - {"7000"}:
            return "alcohol"
        return "non_opiate_and_alcohol" if "7000" in self.drugs else "non_opiate"


@dataclass
class Counts:
    """People in treatment by year, group and sex, and what else the tests ask for."""

    in_treatment: Counter[tuple[int, str, str]]
    by_area: Counter[tuple[str, str]]
    new: Counter[int]
    areas: set[str]
    offered_waits: list[int]
    started_waits: list[int]
    episodes: list[Episode]
    rows: int

    def women(self, year: int, *groups: str) -> float:
        """The share of women among those in treatment in a year."""
        women = sum(self.in_treatment[year, group, "F"] for group in groups)
        return women / self.people(year, *groups)

    def people(self, year: int, *groups: str) -> int:
        """People in treatment in a year."""
        return sum(self.in_treatment[year, group, sex] for group in groups for sex in "FM")


def count(folder: Path) -> Counts:
    """Read every file and count."""
    episodes: dict[tuple[str, str], Episode] = {}
    waits: dict[tuple[str, str, str], tuple[int, int]] = {}
    rows = 0
    for _, text in texts(folder):
        for row in _rows(text):
            rows += 1
            if row["CONSENT"] != "Y" or row["SEX"] not in ("F", "M") or not _day(row["TRIAGED"]):
                continue
            key = row["AGNCY"], row["EPISODID"]
            episode = episodes.get(key)
            if episode is None:
                episode = episodes[key] = Episode(
                    person=(row["FINITIAL"], row["SINITIAL"], row["DOB"], row["SEX"]),
                    area=next((row[name] for name in ("UTLA", "LA", "DAT") if row[name] not in ("", NOT_ASKED)), ""),
                    triaged=_day(row["TRIAGED"]),
                    left=_day(row["DISD"]) or STILL_THERE,
                    drugs={row["DRUG1"], row["DRUG2"], row["DRUG3"]} - {NOT_ASKED},
                    answers=row,
                )
            asked, offered, started = _day(row["REFMODDT"]), _day(row["FAOMODDT"]), _day(row["MODST"])
            if row["MODAL"] in STRUCTURED and started:
                episode.starts.append(started)
            if asked:
                waits[*key, row["MODID"]] = offered - asked if offered else -1, started - asked if started else -1
    return _counted(list(episodes.values()), list(waits.values()), rows)


def _counted(episodes: list[Episode], waits: list[tuple[int, int]], rows: int) -> Counts:
    groups: dict[tuple[int, Person], set[str]] = defaultdict(set)
    first: dict[tuple[int, Person], int] = {}
    counts = Counts(Counter(), Counter(), Counter(), {e.area for e in episodes}, [], [], episodes, rows)
    for year in YEARS:
        starts, ends = date(year, 4, 1).toordinal(), date(year + 1, 3, 31).toordinal()
        for episode in episodes:
            if episode.triaged <= ends and episode.left >= starts and any(s <= ends for s in episode.starts):
                groups[year, episode.person].add(episode.group)
                first[year, episode.person] = max(first.get((year, episode.person), 0), episode.triaged)
                if year == YEARS[-1]:
                    counts.by_area[episode.area, episode.person[3]] += 1
        counts.new[year] = sum(day >= starts for (of, _), day in first.items() if of == year)
    for (year, person), of_person in groups.items():
        counts.in_treatment[year, min(of_person, key=_rank), person[3]] += 1
    counts.offered_waits = [offered for offered, _ in waits if offered >= 0]
    counts.started_waits = [started for _, started in waits if started >= 0]
    return counts


def _rank(group: str) -> int:
    return ("opiate", "non_opiate_and_alcohol", "non_opiate", "alcohol").index(group)


def _rows(text: str) -> Iterator[dict[str, str]]:
    reader = csv.reader(io.StringIO(text, newline=""))
    header = [name.upper() for name in next(reader)]
    places = [(name, header.index(name) if name in header else -1) for name in COLUMNS]
    for cells in reader:
        if len(cells) == len(header):
            yield {name: NOT_ASKED if place < 0 else _cell(cells[place]) for name, place in places}


def _cell(text: str) -> str:
    return "" if text == "NA" else text


def texts(folder: Path, with_earlier: bool = False) -> Iterator[tuple[str, str]]:
    """Every record file's name and text, packed or not: UTF-8, with or without its mark, or Windows-1252.

    Extracts that a later one takes the place of are left out, unless they are asked for.
    """
    for name, content in record_files(folder):
        if not with_earlier and name.endswith(EARLIER):
            continue
        try:
            yield name, content.decode("utf-8-sig")
        except UnicodeDecodeError:
            yield name, content.decode("cp1252")


@cache
def _day(text: str) -> int:
    """A running number for a day written dd/mm/yyyy; 0 for anything else, and for days far ahead."""
    try:
        day = datetime.strptime(text, "%d/%m/%Y").toordinal()
    except ValueError:
        return 0
    return day if day <= LAST_DAY else 0
