"""Small countries drawn at random, crowded round the edges of the rules, in files of every kind."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from random import Random
from typing import get_args

from tests.boring.random_answers import answers
from tests.boring.random_people import person_at_an_edge
from tests.boring.write_records import (
    EDITION_K,
    Damage,
    KindOfDamage,
    Record,
    file_content,
    line_of,
    write_archive,
    write_content,
)

TODAY = date(2025, 6, 30)

# Few countries reach far back: each quarter more is one more to count.
FIRST_DAYS = [date(2016, 1, 1), *[date(2022, 3, 31)] * 2, *[date(2023, 3, 31)] * 2]
# The last day of the records: today, at the end of a quarter, a day before, half a year before.
LAST_DAYS = [
    date(2025, 6, 30),
    date(2025, 6, 30),
    date(2025, 6, 29),
    date(2025, 3, 31),
    date(2025, 3, 30),
    date(2024, 9, 30),
]
# One cell of a record, spoilt: most of these break a rule, some only look as if they did.
SPOILT = [
    {"FINITIAL": "NA"}, {"DOB": ""}, {"DOB": "29/02/2005"}, {"DOB": "31/12/1902"}, {"DOB": "01/01/2010"},
    {"SEX": "U"}, {"SEX": "NA"}, {"SEX": " f"}, {"CONSENT": "N"},
    {"CONSENT": "N", "DOB": "x", "AGNCY": "NA"}, {"CONSENT": "?"}, {"CONSENT": "na"}, {"DRUG1": "99"},
    {"DRUG2": "heroin"}, {"DRUG1": "3409", "DRUG2": "NA"}, {"TRIAGED": "31/02/2024"},
    {"TRIAGED": "01/07/2025"}, {"REFLD": "01/06/2025"}, {"DISD": "01/01/2015"}, {"DISD": "1/4/2024"},
    {"DISD": "30/06/2025"}, {"MODAL": "13"}, {"MODAL": "094"}, {"MODEND": "02/01/2015"},
    {"MODST": "01/01/2015"}, {"FAOMODDT": "01/01/2015"}, {"FAOMODDT": "30/06/2026"},
    {"FAOMODDT": "01/07/2026"}, {"REFMODDT": "30/06/2025"}, {"AGNCY": "AGNCY", "CLIENTID": "CLIENTID"},
    {"EPISODID": "na"}, {"TOPDATE": "99/99/9999"}, {"TOPDATE": "01/04/2025"}, {"CPLANDT": "01/04/2030"},
    {"PC": 'a, "b"\nc'}, {"ALCDDAYS": "29"}, {"OPIUSE": "028"}, {"QUALLIFE": "21"}, {"AGNCY": "Ann Other"},
]  # fmt: skip
LINES = [
    '"one","two"', 'one,"two"three', "", "NA", 'one,"two', '"',
    'one,"two\nthree",four', '"one\n\n","two', 'x","y', "\r",
]  # fmt: skip
# The same episode, and somebody else's name to it: another birthday at the same age, another year, other initials.
SOMEBODY_ELSE = [
    {"DOB": "03/02/1980"}, {"DOB": "01/02/1979"}, {"DOB": "01/02/1980"}, {"FINITIAL": "Z"}, {"FINITIAL": "a"},
    {"SINITIAL": "c"}, {"SINITIAL": "D"}, {"SEX": "M"}, {"SEX": "F", "FINITIAL": "B"},
    {"DOB": "03/02/1980", "SEX": "NA"}, {"FINITIAL": "Z", "CONSENT": "N"},
]  # fmt: skip
LATER_COLUMNS = ["UTLA", "EHCSC", "EHCSC2", "EHCSC3", "MTWITN", "CRTMHN"]
"""What later editions than K ask."""
MAY_LACK = ["RFLS", "PREVTR", "ETHNIC", "PRNTSTAT", "CHILDWTH", "PREGNANT", "ACCMNEED", "EMPSTAT", "INJSTAT", "DISRSN"]
DATES_IN_NAMES = ["2025-06-30", "20250630", "2025-06", "202505", "2025-05-31"]


@dataclass
class RecordFile:
    """The records of one file, without its header."""

    records: list[Record]
    later_columns: list[str]
    newline: str = "\n"
    is_quoted: bool = True
    damages: list[Damage] = field(default_factory=list)
    lacks: list[str] = field(default_factory=list)
    """Columns of edition K that it has not."""
    after_last: str = ""
    """What a spreadsheet added after the last cell of every row."""

    def content(self) -> bytes:
        """The file as bytes, without what its columns cannot hold; a spreadsheet may have added commas to its rows."""
        columns = [column for column in [*EDITION_K, *self.later_columns] if column not in self.lacks]
        held = [record if isinstance(record, str) else only(record, columns) for record in self.records]
        lines = [record if isinstance(record, str) else self.line(record, columns) for record in held]
        return file_content(lines, columns, self.newline, self.is_quoted, self.damages)

    def line(self, record: dict[str, str], columns: list[str]) -> str:
        """A record as a line, with what stands after its last cell."""
        return line_of([record.get(column, "NA") for column in columns], self.is_quoted) + self.after_last


@dataclass
class Country:
    """Files of records by name, in an archive where the name says so, and when some were extracted."""

    files: dict[str, RecordFile]
    extracted_on: dict[str, date] = field(default_factory=dict)

    def write(self, folder: Path) -> None:
        """Write every file, plain, packed or into its archive, and what is known of their origin."""
        folder.mkdir(parents=True, exist_ok=True)
        archives: dict[str, dict[str, bytes]] = {}
        for name, file in self.files.items():
            archive, is_inside, inside = name.partition("/")
            if is_inside:
                archives.setdefault(archive, {})[inside] = file.content()
            else:
                write_content(folder / name, file.content())
        for archive, contents in archives.items():
            write_archive(folder / archive, contents)
        if self.extracted_on:
            told = "".join(f'"{name}" = {day}\n' for name, day in self.extracted_on.items())
            (folder / "ORIGIN.toml").write_text(f'origin = "local_return"\n[extracted_on]\n{told}', encoding="utf-8")


def only(record: dict[str, str], columns: list[str]) -> dict[str, str]:
    """A record without the cells that a file of some columns cannot hold."""
    return {column: cell for column, cell in record.items() if column in columns}


def country_of(number: int) -> Country:
    """The random country of a number, always the same: up to forty people, in up to four files."""
    random = Random(number)
    first, last = random.choice(FIRST_DAYS), random.choice(LAST_DAYS)
    records: list[dict[str, str]] = []
    for client in range(random.choice([2, 10, 20, 30, 40, 40])):
        records += person_at_an_edge(random, client, first, last)
    names, told = names_of_files(random)
    return Country({name: file_of(random, some_lines(random, records, len(names))) for name in names}, told)


def names_of_files(random: Random) -> tuple[list[str], dict[str, date]]:
    """Names of files: parts of one extract, or extracts of several dates; and now and then a date told otherwise."""
    count = random.choice([1, 2, 2, 3, 4])
    endings = [random.choice([".csv", ".csv", ".csv.gz", "in a zip"]) for _number in range(count)]
    kind = random.choice(["undated", "undated", "undated", "dated", "dated", "dated", "told", "told", "mixed"])
    names: list[str] = []
    told: dict[str, date] = {}
    for number, ending in enumerate(endings):
        is_dated = kind == "dated" or (kind == "mixed" and random.random() < 0.5)
        stem = f"file_{random.choice(DATES_IN_NAMES)}_{'abcd'[number]}" if is_dated else f"file_{number}"
        names.append(f"archive.zip/{stem}.csv" if ending == "in a zip" else stem + ending)
        if kind == "told":
            told[names[-1]] = random.choice([date(2025, 6, 29), date(2025, 6, 30)])
    return names, told


def some_lines(random: Random, records: list[dict[str, str]], files: int) -> list[Record]:
    """The lines of one of some files: most records, or a part; some of them spoilt or said again otherwise."""
    share = random.choice([1.0, 0.9, 1 / files])
    # A row of two files stands twice, unless something tells the two apart: then the episode has both.
    mark = random.choice(["", f" {random.random()}"])
    lines: list[Record] = []
    for number, record in enumerate(records):
        if random.random() > share:
            continue
        chance = random.randrange(40)
        numbered = record | ({} if chance == 0 else {"TOPID": f"{number}{mark}"})
        lines.append(numbered | (random.choice(SPOILT) if chance <= 2 else {}))
        if chance == 6:
            lines.append(numbered | {"DISD": "NA"})
        if chance == 7:
            lines.append(numbered | {"DISD": "NA", "TOPID": f"open {number}{mark}"})
        if chance == 3:
            lines.append(random.choice(LINES))
        if chance == 8:
            lines.append(numbered | random.choice(SOMEBODY_ELSE) | {"TOPID": f"else {number}{mark}"})
        if chance in (4, 5, 9, 10):
            lines.append(record | said_otherwise(random, records) | {"TOPID": f"again {number}{mark}"})
    return lines or [records[0]]


def file_of(random: Random, records: list[Record]) -> RecordFile:
    """A file of records, now and then damaged, or of an edition that does not ask everything."""
    kinds = get_args(KindOfDamage)
    is_damaged = random.random() < 0.15
    return RecordFile(
        records=records,
        later_columns=random.choice([LATER_COLUMNS, LATER_COLUMNS, LATER_COLUMNS[:1], LATER_COLUMNS[:2], []]),
        newline=random.choice(["\n", "\r\n"]),
        is_quoted=random.random() < 0.5,
        damages=[Damage(random.choice(kinds), random.randrange(1000)) for _number in range(2)] if is_damaged else [],
        lacks=random.sample(MAY_LACK, random.choice([0, 0, 1, 3])),
        after_last=random.choice(["", "", "", "", ",", ',,""']),
    )


def said_otherwise(random: Random, records: list[dict[str, str]]) -> dict[str, str]:
    """Some cells of another record, so that the rows of one episode disagree."""
    other = random.choice(records)
    columns = ["REFLD", "UTLA", "LA", "DAT", "DISD", "MODAL", "FAOMODDT", "DISRSN", "RFLS", "CHILDWTH"]
    kind = random.randrange(3)
    if kind == 0:
        return answers(random)
    chosen = ["DRUG1", "DRUG2", "DRUG3"] if kind == 1 else random.sample(columns, random.choice([1, 2, 3]))
    return {column: other.get(column, "NA") for column in chosen}
