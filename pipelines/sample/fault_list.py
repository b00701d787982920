"""What goes wrong in real files: each rule's fault, and oddities that no rule minds."""

from collections.abc import Callable
from datetime import date

from pipelines.sample.faults import Broken, Cells, Fault, written

USED_DATES = ("DOB", "REFLD", "TRIAGED", "DISD", "REFMODDT", "FAOMODDT", "MODST", "MODEND")
UNUSED_DATES = ("CPLANDT", "HEPCTSTD", "HLCASSDT", "SUBMODDT", "TITDATE", "TOPDATE")
NO_DATES = ("31/02/2023", "2023-04-01", "01/04/23", "00/00/0000", "04/2023", "31.01.2023", "not known", "01/01/1066")
FAR_AHEAD = date(2090, 1, 1)


def _reject(rule: str, column: str, plant: Callable[[Cells], Cells], *also: Broken) -> Fault:
    return Fault(f"{rule} {column}", ((rule, column), *also), "reject", plant)


def _emptied(column: str) -> Fault:
    return _reject("missing", column, lambda cells: cells.put(**{column: None}))


def _no_date(column: str, text: str) -> Fault:
    return _reject("not_a_date", column, lambda cells: cells.put(**{column: text}))


def _ahead(column: str, *also: Broken, **others: None) -> Fault:
    return _reject("date_in_future", column, lambda cells: cells.put(**{column: written(FAR_AHEAD)}, **others), *also)


def _one_more_person(cells: Cells, born: str, triaged: str) -> Cells:
    """Someone born on a 29 February, in a line that is otherwise plain."""
    cells.put(**dict.fromkeys((*USED_DATES, *UNUSED_DATES, "DISRSN", "SUBMID", "TITID", "TOPID"), None))
    cells.put(DOB=born, TRIAGED=triaged, REFLD=triaged, REFMODDT=triaged, FAOMODDT=triaged, MODST=triaged)
    return cells.put(CLIENTID=f"9{cells.values['CLIENTID']}", EPISODID=f"9{cells.values['EPISODID']}", MODID="1")


def _one_episode_of_many(initial: str) -> Fault:
    """A line of an episode that other lines, wherever they are planted, give to other people."""
    return Fault(
        f"person_differs {initial}",
        (("person_differs", "EPISODID"),),
        "reject",
        lambda cells: cells.put(AGNCY="N9999", CLIENTID="1", EPISODID="1", FINITIAL=initial),
        on_a_copy=True,
    )


def _warn(rule: str, column: str, plant: Callable[[Cells], Cells]) -> Fault:
    return Fault(f"{rule} {column}", ((rule, column),), "warn", plant)


UNLISTED = {
    "RFLS": "77",
    "PREVTR": "U",
    "ETHNIC": "Y",
    "PRNTSTAT": "19",
    "PREGNANT": "P",
    "ACCMNEED": "8",
    "EMPSTAT": "44",
    "INJSTAT": "Q",
    "DISRSN": "55",
    "EHCSC": "7",
    "EHCSC2": "Youth offending team",
    "EHCSC3": "0",
    "MTWITN": "X",
    "CRTMHN": "8",
}
"""A code that no list holds, by field."""
TOP_DAYS = (
    *("ALCUSE", "OPIUSE", "CRAUSE", "COCAUSE", "AMPHUSE", "CANNUSE", "OTDRGUSE", "IVDRGUSE", "SHOTHEFT", "DRGSELL"),
    *("PWORK", "EDUCAT"),
)
TOP_RATINGS = ("PSYHSTAT", "PHSTAT", "QUALLIFE")


def _written_as(rule: str, column: str, text: str) -> Fault:
    return _warn(rule, column, lambda cells: cells.put(**{column: text}))


def _pregnant_man(cells: Cells) -> Cells:
    """A man of his own, so that his episode is nobody else's."""
    _one_more_person(cells, "29/02/1984", "01/03/2022")
    return cells.put(CLIENTID=f"8{cells.values['CLIENTID']}", SEX="M", PREGNANT="Y")


def _unread_date(column: str) -> Fault:
    return _warn("not_a_date", column, lambda cells: cells.put(**{column: "31/02/2023"}))


def _accept(name: str, plant: Callable[[Cells], Cells]) -> Fault:
    return Fault(name, (), "accept", plant)


LINE_FAULTS: tuple[Fault, ...] = (
    *(_emptied(name) for name in ("FINITIAL", "SINITIAL", "DOB", "REFLD", "CONSENT", "DRUG1", "TRIAGED")),
    *(_emptied(name) for name in ("AGNCY", "CLIENTID", "EPISODID")),
    _reject("consent_unknown", "CONSENT", lambda cells: cells.put(CONSENT="Q")),
    _reject("sex_not_stated", "SEX", lambda cells: cells.put(SEX="X")),
    _reject("sex_not_stated", "SEX", lambda cells: cells.put(SEX=None)),
    *(_no_date(name, text) for name, text in zip(USED_DATES, NO_DATES, strict=True)),
    _reject("born_before_1903", "DOB", lambda cells: cells.put(DOB="14/07/1901")),
    _reject("under_18", "DOB", lambda cells: cells.put_days(DOB=-17 * 365)),
    Fault(
        "under_18 on 28 February",
        (("under_18", "DOB"),),
        "reject",
        lambda cells: _one_more_person(cells, "29/02/2004", "28/02/2022"),
        on_a_copy=True,
    ),
    _reject("birth_after_referral", "DOB", lambda cells: cells.put_days(DOB=30), ("under_18", "DOB")),
    _reject("triage_before_referral", "TRIAGED", lambda cells: cells.put_days(REFLD=3)),
    _reject("discharge_before_triage", "DISD", lambda cells: cells.put_days(DISD=-4).put(DISRSN="6")),
    _reject("unknown_drug_code", "DRUG1", lambda cells: cells.put(DRUG1="HEROIN")),
    _reject("unknown_drug_code", "DRUG2", lambda cells: cells.put(DRUG2="77")),
    _reject("unknown_drug_code", "DRUG3", lambda cells: cells.put(DRUG3="12345")),
    _reject("no_problem_substance", "DRUG1", lambda cells: cells.put(DRUG1="3409", DRUG2="9996", DRUG3="9997")),
    _reject("unknown_modality_code", "MODAL", lambda cells: cells.put(MODAL="42")),
    _reject(
        "intervention_end_before_start",
        "MODEND",
        lambda cells: cells.put_days(REFMODDT=0, FAOMODDT=0, MODST=5, MODEND=2),
    ),
    _reject(
        "intervention_start_before_triage",
        "MODST",
        lambda cells: cells.put_days(REFMODDT=-3, MODST=-2).put(FAOMODDT=None, MODEND=None),
    ),
    _reject(
        "intervention_start_before_referral",
        "MODST",
        lambda cells: cells.put_days(REFMODDT=9, FAOMODDT=9, MODST=4).put(MODEND=None),
    ),
    _reject(
        "appointment_before_referral",
        "FAOMODDT",
        lambda cells: cells.put_days(REFMODDT=0, FAOMODDT=-1, MODST=0).put(MODEND=None),
    ),
    _ahead("DOB", ("birth_after_referral", "DOB"), ("under_18", "DOB")),
    _ahead("REFLD", ("triage_before_referral", "TRIAGED")),
    _ahead("TRIAGED", DISD=None, DISRSN=None, MODST=None, MODEND=None),
    _ahead("DISD"),
    _ahead("REFMODDT", FAOMODDT=None, MODST=None, MODEND=None),
    _ahead("MODST", MODEND=None),
    _ahead("MODEND"),
    _ahead("FAOMODDT"),
    *(_one_episode_of_many(initial) for initial in ("A", "B")),
    Fault("duplicated_key", (("duplicated_key", "MODID"),), "reject", lambda cells: cells, on_a_copy=True),
    _warn("unlisted_drug_code", "DRUG2", lambda cells: cells.put(DRUG2="3204")),
    _warn("la_given_out_of_england", "LA", lambda cells: cells.put(DAT="Z00B", LA="00CN")),
    _warn("discharge_without_reason", "DISRSN", lambda cells: cells.put_days(DISD=0).put(DISRSN=None)),
    _warn("reason_without_discharge", "DISD", lambda cells: cells.put(DISD=None, DISRSN="6")),
    _warn("area_not_placed", "LA", lambda cells: cells.put(LA="99XX", DAT="X99B", UTLA="E99999999")),
    *(_unread_date(name) for name in UNUSED_DATES),
    *(_written_as("unlisted_code", field, code) for field, code in UNLISTED.items()),
    *(_written_as("out_of_range", "CHILDWTH", text) for text in ("31", "two")),
    Fault("pregnant_man PREGNANT", (("pregnant_man", "PREGNANT"),), "warn", _pregnant_man, on_a_copy=True),
    _written_as("alcdays_out_of_range", "ALCDDAYS", "29"),
    *(_written_as("top_days_out_of_range", column, "30") for column in TOP_DAYS),
    *(_written_as("top_rating_out_of_range", column, "21") for column in TOP_RATINGS),
    Fault(
        "comes of age on 1 March",
        (),
        "accept",
        lambda cells: _one_more_person(cells, "29/02/2004", "01/03/2022"),
        on_a_copy=True,
    ),
    _accept("a line break in a cell", lambda cells: cells.put(CLIENT="see note:\nsecond line")),
    _accept("quotes and commas in a cell", lambda cells: cells.put(CLIENT='known as "Sam", transferred')),
    _accept("a number with a zero before it", lambda cells: cells.put(CHILDWTH="02", PRNTSTAT="11")),
    _accept("small letters and spaces", lambda cells: cells.put(SEX=f" {cells.values['SEX'].lower()} ", CONSENT="y")),
    Fault(
        "a date without zeros",
        (),
        "accept",
        lambda cells: cells.put(TRIAGED=f"{cells.triaged.day}/{cells.triaged.month}/{cells.triaged.year}"),
    ),
    _accept("lines of an episode disagree", lambda cells: cells.put(DISD=None, DISRSN=None)),
    _accept("no consent, and a date that is none", lambda cells: cells.put(CONSENT="N", DOB="31/02/2023", SEX="X")),
)
