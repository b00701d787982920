"""Planted faults: what goes wrong in real files, a few times in each file, so that every rule has something to find."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal
from zlib import crc32

Broken = tuple[str, str | None]
"""A rule and the column it blames (none for a record that cannot be cut into cells)."""

USED_DATES = ("DOB", "REFLD", "TRIAGED", "DISD", "REFMODDT", "FAOMODDT", "MODST", "MODEND")
UNUSED_DATES = ("CPLANDT", "HEPCTSTD", "HLCASSDT", "SUBMODDT", "TITDATE", "TOPDATE")
NO_DATES = ("31/02/2023", "2023-04-01", "01/04/23", "00/00/0000", "04/2023", "31.01.2023", "not known", "01/01/1066")
FAR_AHEAD = date(2090, 1, 1)


class Cells:
    """The cells of one line, by column; a column the edition lacks is left alone."""

    def __init__(self, line: str, fields: Sequence[str], null: str) -> None:
        self.fields = fields
        self.null = null
        self.values = dict(zip(fields, line[1:-1].split('","'), strict=True))

    def put(self, **values: str | None) -> None:
        """Write cells; None empties one."""
        for name, value in values.items():
            if name in self.values:
                self.values[name] = self.null if value is None else value

    def put_days(self, **days_after_triage: int) -> None:
        """Write dates so many days after triage."""
        for name, days in days_after_triage.items():
            self.put(**{name: written(self.triaged + timedelta(days=days))})

    @property
    def triaged(self) -> date:
        day, month, year = self.values["TRIAGED"].split("/")
        return date(int(year), int(month), int(day))

    def line(self) -> str:
        return ",".join(f'"{value.replace(chr(34), chr(34) * 2)}"' for value in self.values.values())


def written(day: date) -> str:
    """A date as the core data set writes it."""
    return day.strftime("%d/%m/%Y")


@dataclass(frozen=True)
class Fault:
    """A way for a line to go wrong, the rules it breaks, and what becomes of the line."""

    name: str
    breaks: tuple[Broken, ...]
    action: Literal["reject", "warn", "accept"]
    plant: Callable[[Cells], object]
    on_a_copy: bool = False
    """The line stays as it was and the faulty one follows it."""


def _reject(rule: str, column: str, plant: Callable[[Cells], object], *also: Broken) -> Fault:
    return Fault(f"{rule} {column}", ((rule, column), *also), "reject", plant)


def _emptied(column: str) -> Fault:
    return _reject("missing", column, lambda cells: cells.put(**{column: None}))


def _no_date(column: str, text: str) -> Fault:
    return _reject("not_a_date", column, lambda cells: cells.put(**{column: text}))


def _ahead(column: str, *also: Broken, **others: None) -> Fault:
    return _reject(
        "date_in_future", column, lambda cells: cells.put(**{column: written(FAR_AHEAD)}, **others), *also
    )


def _one_more_person(cells: Cells, born: str, triaged: str) -> None:
    """Someone born on a 29 February, in a line that is otherwise plain."""
    emptied = dict.fromkeys((*USED_DATES, *UNUSED_DATES, "DISRSN"), None)
    cells.put(**emptied)
    cells.put(DOB=born, TRIAGED=triaged, REFLD=triaged, REFMODDT=triaged, FAOMODDT=triaged, MODST=triaged)
    cells.put(CLIENTID=f"9{triaged[:2]}", EPISODID=f"9{triaged[:2]}", MODID="1", SUBMID=None, TITID=None, TOPID=None)


LINE_FAULTS: tuple[Fault, ...] = (
    *(_emptied(name) for name in ("FINITIAL", "SINITIAL", "DOB", "REFLD", "CONSENT", "DRUG1", "TRIAGED")),
    *(_emptied(name) for name in ("AGNCY", "CLIENTID", "EPISODID")),
    _reject("consent_unknown", "CONSENT", lambda cells: cells.put(CONSENT="Q")),
    _reject("sex_not_stated", "SEX", lambda cells: cells.put(SEX="X")),
    _reject("sex_not_stated", "SEX", lambda cells: cells.put(SEX=None)),
    *(_no_date(name, text) for name, text in zip(USED_DATES, NO_DATES, strict=True)),
    _reject("born_before_1903", "DOB", lambda cells: cells.put(DOB="14/07/1901")),
    _reject("under_18", "DOB", lambda cells: cells.put_days(DOB=-17 * 365)),
    Fault("under_18 on 28 February", (("under_18", "DOB"),), "reject",
          lambda cells: _one_more_person(cells, "29/02/2004", "28/02/2022"), on_a_copy=True),
    _reject("birth_after_referral", "DOB", lambda cells: cells.put_days(DOB=30), ("under_18", "DOB")),
    _reject("triage_before_referral", "TRIAGED", lambda cells: cells.put_days(REFLD=3)),
    _reject("discharge_before_triage", "DISD", lambda cells: (cells.put_days(DISD=-4), cells.put(DISRSN="6"))),
    _reject("unknown_drug_code", "DRUG1", lambda cells: cells.put(DRUG1="HEROIN")),
    _reject("unknown_drug_code", "DRUG2", lambda cells: cells.put(DRUG2="77")),
    _reject("unknown_drug_code", "DRUG3", lambda cells: cells.put(DRUG3="12345")),
    _reject("no_problem_substance", "DRUG1", lambda cells: cells.put(DRUG1="3409", DRUG2="9996", DRUG3="9997")),
    _reject("unknown_modality_code", "MODAL", lambda cells: cells.put(MODAL="42")),
    _reject("intervention_end_before_start", "MODEND",
            lambda cells: cells.put_days(REFMODDT=0, FAOMODDT=0, MODST=5, MODEND=2)),
    _reject("intervention_start_before_triage", "MODST",
            lambda cells: (cells.put_days(REFMODDT=-3, MODST=-2), cells.put(FAOMODDT=None, MODEND=None))),
    _reject("intervention_start_before_referral", "MODST",
            lambda cells: (cells.put_days(REFMODDT=9, FAOMODDT=9, MODST=4), cells.put(MODEND=None))),
    _reject("appointment_before_referral", "FAOMODDT",
            lambda cells: (cells.put_days(REFMODDT=0, FAOMODDT=-1, MODST=0), cells.put(MODEND=None))),
    _ahead("DOB", ("birth_after_referral", "DOB"), ("under_18", "DOB")),
    _ahead("REFLD", ("triage_before_referral", "TRIAGED")),
    _ahead("TRIAGED", DISD=None, DISRSN=None, MODST=None, MODEND=None),
    _ahead("DISD"),
    _ahead("REFMODDT", FAOMODDT=None, MODST=None, MODEND=None),
    _ahead("MODST", MODEND=None),
    _ahead("MODEND"),
    _ahead("FAOMODDT"),
    Fault("duplicated_key", (("duplicated_key", "MODID"),), "reject", lambda cells: None, on_a_copy=True),
    Fault("unlisted drug", (("unlisted_drug_code", "DRUG2"),), "warn", lambda cells: cells.put(DRUG2="3204")),
    Fault("authority given out of England", (("la_given_out_of_england", "LA"),), "warn",
          lambda cells: cells.put(DAT="Z00B", LA="00CN")),
    Fault("left without a reason", (("discharge_without_reason", "DISRSN"),), "warn",
          lambda cells: (cells.put_days(DISD=0), cells.put(DISRSN=None))),
    Fault("a reason without leaving", (("reason_without_discharge", "DISD"),), "warn",
          lambda cells: cells.put(DISD=None, DISRSN="6")),
    Fault("area not placed", (("area_not_placed", "LA"),), "warn",
          lambda cells: cells.put(LA="99XX", DAT="X99B", UTLA="E99999999")),
    *(Fault(f"no date in {name}", (("not_a_date", name),), "warn",
            lambda cells, name=name: cells.put(**{name: "31/02/2023"}))
      for name in ("CPLANDT", "HEPCTSTD", "HLCASSDT", "TOPDATE")),
    Fault("comes of age on 1 March", (), "accept",
          lambda cells: _one_more_person(cells, "29/02/2004", "01/03/2022"), on_a_copy=True),
    Fault("a line break in a cell", (), "accept", lambda cells: cells.put(CLIENT="see note:\nsecond line")),
    Fault("quotes and commas in a cell", (), "accept", lambda cells: cells.put(CLIENT='known as "Sam", transferred')),
    Fault("small letters and spaces", (), "accept",
          lambda cells: cells.put(SEX=f" {cells.values['SEX'].lower()} ", CONSENT="y")),
    Fault("a date without zeros", (), "accept", lambda cells: cells.put(
        TRIAGED=f"{cells.triaged.day}/{cells.triaged.month}/{cells.triaged.year}")),
    Fault("lines of an episode disagree", (), "accept", lambda cells: cells.put(DISD=None, DISRSN=None)),
    Fault("no consent, and a date that is none", (), "accept",
          lambda cells: cells.put(CONSENT="N", DOB="31/02/2023", SEX="X")),
)


@dataclass(frozen=True)
class Planted:
    """A fault that was planted."""

    file: str
    name: str
    breaks: tuple[Broken, ...]
    action: str


def plant(
    lines: list[str], fields: Sequence[str], null: str, faults: Sequence[Fault], mark: str
) -> list[str]:
    """The lines with each fault on a line of its own; `mark` decides which lines."""
    follow: dict[int, str] = {}
    taken: set[int] = set()
    for number, fault in enumerate(faults):
        place = crc32(f"{mark} {number}".encode()) % len(lines)
        while place in taken:
            place = (place + 1) % len(lines)
        taken.add(place)
        cells = Cells(lines[place], fields, null)
        fault.plant(cells)
        if fault.on_a_copy:
            follow[place] = cells.line()
        else:
            lines[place] = cells.line()
    if not follow:
        return lines
    return [text for place, line in enumerate(lines) for text in (line, follow.get(place)) if text is not None]
