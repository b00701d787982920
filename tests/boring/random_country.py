"""Small countries drawn at random, crowded round the edges of the rules."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import get_args

from hypothesis import strategies as st
from hypothesis.vendor.pretty import RepresentationPrinter

from tests.boring.examples import BRADFORD, BRISTOL, LEEDS
from tests.boring.write_records import Damage, KindOfDamage, Record

TODAY = date(2025, 6, 30)

RESIDENCES = [
    {"UTLA": LEEDS},
    {"UTLA": LEEDS.lower()},
    {"UTLA": BRADFORD},
    {"LA": "00CX"},
    {"UTLA": BRISTOL, "LA": "00CX"},
    {"UTLA": "E10000006", "LA": "00CX"},
    {"LA": "E07000048"},
    {"DAT": "K13B"},
    {"LA": "00CX", "DAT": "Z00B"},
    {},
]
DRUGS = ["1011", "7000", "5000", "3409", "1999", "7001", "9999", "9996", "NA"]
EDGES = [
    date(2022, 3, 31), date(2022, 4, 1), date(2023, 3, 10), date(2023, 3, 31), date(2023, 4, 1),
    date(2024, 2, 29), date(2024, 3, 31), date(2024, 4, 1), date(2025, 3, 31), date(2025, 4, 1),
]  # fmt: skip
# One cell of a record, spoilt: most of these break a rule, some only look as if they did.
SPOILT = [
    {"FINITIAL": "NA"}, {"DOB": ""}, {"DOB": "29/02/2005"}, {"DOB": "31/12/1902"}, {"DOB": "01/01/2010"},
    {"SEX": "U"}, {"SEX": "NA"}, {"SEX": " f"}, {"CONSENT": "N"},
    {"CONSENT": "N", "DOB": "x", "AGNCY": "NA"}, {"CONSENT": "?"}, {"CONSENT": "na"}, {"DRUG1": "99"},
    {"DRUG2": "heroin"}, {"DRUG1": "3409", "DRUG2": "NA"}, {"TRIAGED": "31/02/2024"},
    {"TRIAGED": "01/07/2025"}, {"REFLD": "01/06/2025"}, {"DISD": "01/01/2022"}, {"DISD": "1/4/2024"},
    {"DISD": "30/06/2025"}, {"MODAL": "13"}, {"MODAL": "094"}, {"MODEND": "02/01/2022"},
    {"MODST": "01/01/2022"}, {"FAOMODDT": "01/01/2019"}, {"FAOMODDT": "30/06/2026"},
    {"FAOMODDT": "01/07/2026"}, {"REFMODDT": "30/06/2025"}, {"AGNCY": "AGNCY", "CLIENTID": "CLIENTID"},
    {"EPISODID": "na"}, {"TOPDATE": "99/99/9999"}, {"TOPDATE": "01/04/2025"}, {"CPLANDT": "01/04/2030"},
    {"PC": 'a, "b"\nc'},
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


@dataclass
class RecordFile:
    """The records of one file, without its header."""

    records: list[Record]
    later_columns: list[str]
    newline: str = "\n"
    is_quoted: bool = True
    damages: list[Damage] = field(default_factory=list)


@dataclass(repr=False)
class Country:
    """One or two files of records."""

    files: list[RecordFile]

    def _repr_pretty_(self, printer: RepresentationPrinter, _cycle: bool) -> None:
        """Tell a failing test's reader about the files, or as much of them as can be read."""
        printer.text(repr(self.files)[:20_000])


def written(day: date | None) -> str:
    """A day as the records write it."""
    return "NA" if day is None else day.strftime("%d/%m/%Y")


def days_after(day: date, choices: list[int]) -> st.SearchStrategy[date]:
    """A day some days after another, but not after today."""
    return st.sampled_from(choices).map(lambda days: min(day + timedelta(days=days), TODAY))


def sometimes(draw: st.DrawFn, days: st.SearchStrategy[date]) -> date | None:
    """A day, or now and then none."""
    return draw(days) if draw(st.sampled_from(range(5))) > 0 else None


@st.composite
def interventions(draw: st.DrawFn, triaged: date) -> dict[str, str]:
    """The cells of one intervention of an episode."""
    referred = sometimes(draw, days_after(triaged, [-43, -22, -21, -5, 0, 0, 30]))
    started = sometimes(draw, days_after(triaged, [0, 0, 0, 1, 21, 22, 42, 43, 200]))
    offered = None if referred is None else sometimes(draw, days_after(referred, [0, 3, 21, 22, 42, 43]))
    return {
        "MODID": draw(st.sampled_from(["1", "2", "10", "NA"])),
        "MODAL": draw(st.sampled_from(["94", "94", "95", "3", "96", "10", "NA"])),
        "REFMODDT": written(referred),
        "FAOMODDT": written(offered),
        "MODST": written(started),
    }


@st.composite
def people(draw: st.DrawFn, client: int) -> list[dict[str, str]]:
    """The records of one person, whose attributes others may share."""
    person = {
        "FINITIAL": draw(st.sampled_from(["A", "b"])),
        "SINITIAL": "C",
        "DOB": draw(st.sampled_from(["01/02/1980", "02/01/1980", "29/02/2004", "1/4/2005"])),
        "SEX": draw(st.sampled_from(["F", "M", "f"])),
        "CONSENT": "Y",
        "CLIENTID": str(client),
    }
    records: list[dict[str, str]] = []
    left: date | None = None
    for episode in range(draw(st.sampled_from([1, 2, 3]))):
        if left is None:
            triaged = draw(st.sampled_from(EDGES) | st.dates(date(2022, 1, 1), TODAY))
        else:
            triaged = draw(days_after(left, [-10, 0, 20, 21, 21, 21, 22, 22, 22, 23, 120]))
        left = sometimes(draw, days_after(triaged, [0, 1, 10, 30, 89, 365]))
        cells = person | {
            "AGNCY": draw(st.sampled_from(["N0001", "N0002"])),
            "EPISODID": draw(st.sampled_from(["1", "2", "9", "10"])) if draw(st.booleans()) else str(episode),
            "REFLD": written(draw(days_after(triaged, [-60, -5, 0]))),
            "TRIAGED": written(triaged),
            "DISD": written(left),
            "DRUG1": draw(st.sampled_from(DRUGS[:3])),
            "DRUG2": draw(st.sampled_from(DRUGS)),
            "DRUG3": draw(st.sampled_from(DRUGS)),
            "TOPDATE": draw(st.sampled_from(["NA", "NA", "NA", "05/04/2024", "01/04/2025"])),
        }
        cells |= draw(st.sampled_from(RESIDENCES))
        records += [cells | each for each in draw(st.lists(interventions(triaged), max_size=3))] or [cells]
    return records


@st.composite
def countries(draw: st.DrawFn) -> Country:
    """One to sixteen people, their records numbered, some of them spoilt or said again otherwise."""
    records: list[dict[str, str]] = []
    for client in range(draw(st.sampled_from(range(1, 17)))):
        records += draw(people(client))
    lines: list[Record] = []
    for number, record in enumerate(records):
        chance = draw(st.sampled_from(range(25)))
        numbered = record | ({} if chance == 0 else {"TOPID": str(number)})
        lines.append(numbered | (draw(st.sampled_from(SPOILT)) if chance <= 2 else {}))
        if chance == 6:
            lines.append(numbered | {"DISD": "NA"})
        if chance == 7:
            lines.append(numbered | {"DISD": "NA", "TOPID": f"open {number}"})
        if chance == 3:
            lines.append(draw(st.sampled_from(LINES)))
        if chance == 8:
            lines.append(numbered | draw(st.sampled_from(SOMEBODY_ELSE)) | {"TOPID": f"else {number}"})
        if chance in (4, 5):
            lines.append(record | said_otherwise(draw, records) | {"TOPID": f"again {number}"})
    cut = draw(st.integers(0, len(lines)))
    has_two_files = draw(st.booleans()) and 0 < cut < len(lines)
    parts = [lines[:cut], lines[cut:]] if has_two_files else [lines]
    return Country([file_of(draw, part) for part in parts])


def file_of(draw: st.DrawFn, records: list[Record]) -> RecordFile:
    """A file of records, now and then damaged, or of an edition that has no UTLA yet."""
    newline = draw(st.sampled_from(["\n", "\r\n"]))
    damages = draw(st.lists(damage(), max_size=3)) if draw(st.sampled_from(range(4))) == 0 else []
    has_utla = draw(st.sampled_from(range(5))) > 0
    return RecordFile(
        records=records if has_utla else [without_utla(record) for record in records],
        later_columns=["UTLA"] if has_utla else [],
        newline=newline,
        is_quoted=draw(st.booleans()),
        damages=damages,
    )


def damage() -> st.SearchStrategy[Damage]:
    """One thing that befalls a file, somewhere in it."""
    return st.builds(Damage, st.sampled_from(get_args(KindOfDamage)), st.integers(0, 999))


def without_utla(record: Record) -> Record:
    """A record without the cell that an edition before UTLA cannot hold."""
    if isinstance(record, str):
        return record
    return {column: cell for column, cell in record.items() if column != "UTLA"}


def said_otherwise(draw: st.DrawFn, records: list[dict[str, str]]) -> dict[str, str]:
    """Some cells of another record, so that the rows of one episode disagree."""
    other = draw(st.sampled_from(records))
    columns = ["REFLD", "UTLA", "LA", "DAT", "DISD", "MODAL", "FAOMODDT"]
    drugs = ["DRUG1", "DRUG2", "DRUG3"]
    chosen = draw(st.just(drugs) | st.lists(st.sampled_from(columns), min_size=1, max_size=3))
    return {column: other.get(column, "NA") for column in chosen}
