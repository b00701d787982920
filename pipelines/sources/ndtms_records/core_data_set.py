"""NDTMS core data set extracts: one wide CSV a provider, each line repeating client and episode.

Header names and the rules marked V are those of the published editions H and K; later editions are read by
header name. Rules marked R are remembered: they stand here, one line each, to be changed when a document turns up.
"""

import csv
from itertools import chain

from pipelines.source import Column, Rule, Source
from pipelines.warehouse import PACKAGE

USED_DATES = ("REFLD", "TRIAGED", "DISD", "REFMODDT", "FAOMODDT", "MODST", "MODEND")
OTHER_DATES = ("CPLANDT", "HEPCTSTD", "HLCASSDT", "SUBMODDT", "TITDATE", "TOPDATE")
NEEDED = (
    "FINITIAL",
    "SINITIAL",
    "DOB",
    "REFLD",
    "CONSENT",
    "DRUG1",
    "TRIAGED",
    "AGNCY",
    "CLIENTID",
    "EPISODID",
)
DRUGS = ("DRUG1", "DRUG2", "DRUG3")

CHOICES = (
    *("RFLS", "PREVTR", "ETHNIC", "PRNTSTAT", "EHCSC", "PREGNANT", "ACCMNEED", "EMPSTAT", "MTWITN", "CRTMHN"),
    *("INJSTAT", "DISRSN"),
)
"""Fields whose codes are listed in reference.record_code."""
# Asked of everyone, where the edition has the field: a file without it has not been asked, which is no answer.
ASKED = tuple(name for name in CHOICES if name != "DISRSN")
TOP_DAYS = (
    *("ALCUSE", "OPIUSE", "CRAUSE", "COCAUSE", "AMPHUSE", "CANNUSE", "OTDRGUSE", "IVDRGUSE", "SHOTHEFT"),
    *("DRGSELL", "PWORK", "EDUCAT"),
)
TOP_RATINGS = ("PSYHSTAT", "PHSTAT", "QUALLIFE")
NO_RULE = ("", "")
"""For choices whose misfits the rules below name."""
PLAIN_NUMBER = "regexp_extract({}, '^0*([0-9]+)$', 1)"
NOT_0_TO_28 = "Not a whole number of days from 0 to 28."


def _choice_type(field: str) -> str:
    return f"""
        create type if not exists staging.choice_{field} as enum (
            select code from (select code from reference.record_code where field = '{field}' union select 'not_asked')
            order by code
        );
    """


def _residence_type(field: str) -> str:
    return f"""
        create type if not exists staging.residence_{field} as enum (
            select code from reference.residence_code where code_system = '{field.lower()}' group by code order by code
        );
    """


def _number(name: str, choices: str, rule: str, sentence: str, absent: str = "") -> Column:
    return Column(name, "choice", choices=choices, written=PLAIN_NUMBER, misfit=(rule, sentence), absent=absent)


COLUMNS = (
    *(Column(name, "code", required=True) for name in ("FINITIAL", "SINITIAL")),
    Column("SEX", "choice", required=True, choices="sex", misfit=NO_RULE),
    Column("CONSENT", "choice", required=True, choices="consent", misfit=NO_RULE),
    *(Column(name, required=True) for name in ("AGNCY", "CLIENTID", "EPISODID", "MODID")),
    *(Column(name) for name in ("SUBMID", "TITID", "TOPID")),
    *(Column(name, "choice", choices=f"residence_{name}", misfit=NO_RULE) for name in ("UTLA", "LA", "DAT")),
    *(Column(name, "choice", required=True, choices="drug", misfit=NO_RULE) for name in DRUGS),
    Column("MODAL", "choice", required=True, choices="modality", misfit=NO_RULE),
    Column("DISRSN", "choice", choices="choice_DISRSN"),
    *(Column(name, "choice", choices=f"choice_{name}", absent="not_asked") for name in ASKED),
    *(Column(name, "choice", choices="choice_EHCSC") for name in ("EHCSC2", "EHCSC3")),
    _number(
        "CHILDWTH",
        "children",
        "out_of_range",
        "Not a whole number of children from 0 to 30, nor 98 (declined); taken as not stated.",
        "not_asked",
    ),
    _number("ALCDDAYS", "days_of_28", "alcdays_out_of_range", NOT_0_TO_28),
    *(_number(name, "days_of_28", "top_days_out_of_range", NOT_0_TO_28) for name in TOP_DAYS),
    *(_number(name, "rating", "top_rating_out_of_range", "Not a rating from 0 to 20.") for name in TOP_RATINGS),
    Column("DOB", "date", required=True),
    *(Column(name, "date", required=True) for name in USED_DATES),
    *(Column(name, "date", lenient=True) for name in OTHER_DATES),
)

# Constants rather than joins: a join to a code list may lose the order of the rows, and with it their line numbers.
# The codes of a choice stand in the order of text, so that the greatest of several is the same either way.
PREPARE = f"""
    create type if not exists staging.sex as enum ('F', 'M');
    create type if not exists staging.consent as enum ('N', 'Y');
    create type if not exists staging.drug as enum (select format('{{:04d}}', n) from range(10000) as t (n) order by n);
    create type if not exists staging.drug_kind as enum ('alcohol', 'nicotine', 'non_opiate', 'none', 'opiate');
    create type if not exists staging.modality as enum (
        select code from reference.intervention_code group by code order by code
    );
    {"".join(_residence_type(name) for name in ("UTLA", "LA", "DAT"))}
    {"".join(_choice_type(name) for name in CHOICES)}
    create type if not exists staging.children as enum (
        select unnest(list_sort([n::varchar for n in range(31)] || ['98', 'not_asked']))
    );
    create type if not exists staging.days_of_28 as enum (select unnest([n::varchar for n in range(29)]));
    create type if not exists staging.rating as enum (select unnest([n::varchar for n in range(21)]));
"""


def _kind_by_first_digit(code: str) -> str:
    return {"1": "opiate", "7": "alcohol"}.get(code[0], "non_opiate")


def _drug_codes() -> tuple[list[str], dict[str, list[str]]]:
    """The codes we hold, and those whose kind is not that of their first digit, by kind."""
    with (PACKAGE / "reference" / "drug_code.csv").open(encoding="utf-8", newline="") as table:
        kinds = {row["code"]: row["drug_kind"] for row in csv.DictReader(table)}
    unlike: dict[str, list[str]] = {}
    for code, kind in kinds.items():
        if kind != _kind_by_first_digit(code):
            unlike.setdefault(kind, []).append(code)
    return sorted(kinds), unlike


LISTED_DRUGS, UNLIKE_THEIR_FIRST_DIGIT = _drug_codes()


def _drug_kind(drug: str) -> str:
    """opiate, non_opiate, alcohol, nicotine, none, or null where there is no code of four digits."""
    number = f"enum_code({drug})"  # a code's place among all codes of four digits is the number it is
    unlike = " ".join(
        f"when {number} in ({', '.join(str(int(code)) for code in codes)}) then '{kind}'::staging.drug_kind"
        for kind, codes in UNLIKE_THEIR_FIRST_DIGIT.items()
    )
    # each word is made a kind by itself, once, and not their case for every record
    return f"""case
        when {drug} is null then null {unlike}
        when {number} between 1000 and 1999 then 'opiate'::staging.drug_kind
        when {number} between 7000 and 7999 then 'alcohol'::staging.drug_kind
        else 'non_opiate'::staging.drug_kind
    end"""


DERIVED = {
    "person": "case when CONSENT = 'Y' then hash(getvariable('person_key'), FINITIAL, SINITIAL, DOB, SEX) end",
    "age_at_triage": """(year(TRIAGED) - year(DOB)
        - (case when month(TRIAGED) * 100 + day(TRIAGED) < month(DOB) * 100 + day(DOB) then 1 else 0 end))::smallint""",
    # What tells an episode, and a record, from all others, in a number of 64 bits: among ten million, the odds that any
    # two share theirs are three in a million.
    "episode_key": "hash(AGNCY, CLIENTID, EPISODID)",
    "record": "hash(episode_key, MODID, SUBMID, TITID, TOPID)",
    "latest_on": f"greatest({', '.join((*USED_DATES, *OTHER_DATES))})",
    **{f"{drug}_kind": _drug_kind(drug) for drug in DRUGS},
}


def _missing(column: str) -> Rule:
    sentence = f"{column} is empty; every record with consent must hold it."
    mark = "V" if column not in ("AGNCY", "CLIENTID", "EPISODID") else "I"
    return Rule("missing", column, sentence, f'"{column}__text" is null', mark=mark)  # type: ignore[arg-type]


def _future(column: str) -> Rule:
    # An appointment may be offered for a day ahead; nothing else can have happened yet.
    ahead = 365 if column == "FAOMODDT" else 0
    return Rule(
        "date_in_future",
        column,
        "The date is later than the day of the build" + (" by more than a year." if ahead else "."),
        f"{column} > getvariable('today') + {ahead}",
        mark="R",
    )


def _drug(column: str) -> tuple[Rule, Rule]:
    return (
        Rule(
            "unknown_drug_code",
            column,
            "The code is neither listed nor four digits.",
            f"{column} is null and {column}__text is not null",
        ),
        Rule(
            "unlisted_drug_code",
            column,
            "Four digits, but not in the list we hold: counted by its first digit.",
            f"{column} is not null and enum_code({column}) not in ({', '.join(str(int(c)) for c in LISTED_DRUGS)})",
            action="warn",
        ),
    )


RULES = (
    Rule(
        "header_repeated",
        "AGNCY",
        "The record repeats the header line.",
        # asked first what hardly any record is, as this rule is put to every one
        "strlen(CLIENTID__text) = 8 and upper(CLIENTID__text) = 'CLIENTID' and upper(AGNCY__text) = 'AGNCY'",
        alone=True,
    ),
    *(_missing(column) for column in NEEDED),
    Rule(
        "consent_unknown",
        "CONSENT",
        "Consent is neither Y nor N.",
        "CONSENT is null and CONSENT__text is not null",
        mark="V",
    ),
    Rule(
        "sex_not_stated",
        "SEX",
        "Sex is neither F nor M; the person is counted on the data-quality page and in no other number.",
        "SEX is null",
    ),
    Rule("born_before_1903", "DOB", "The year of birth is before 1903.", "year(DOB) < 1903", mark="V"),
    Rule("under_18", "DOB", "Under 18 at triage: not an adult's record.", "age_at_triage < 18", mark="V"),
    Rule("birth_after_referral", "DOB", "Born after the referral.", "DOB > REFLD", mark="V"),
    Rule("triage_before_referral", "TRIAGED", "Triaged before the referral.", "TRIAGED < REFLD", mark="V"),
    Rule("discharge_before_triage", "DISD", "Discharged before triage.", "DISD < TRIAGED", mark="R"),
    *chain.from_iterable(_drug(column) for column in DRUGS),
    Rule(
        "no_problem_substance",
        "DRUG1",
        "None of the three drug fields holds an opiate, another drug or alcohol.",
        """coalesce(DRUG1_kind in ('none', 'nicotine'), false)
            and (DRUG2 is not null or DRUG2__text is null) and (DRUG3 is not null or DRUG3__text is null)
            and coalesce(DRUG2_kind, 'none') in ('none', 'nicotine')
            and coalesce(DRUG3_kind, 'none') in ('none', 'nicotine')""",
    ),
    Rule(
        "unknown_modality_code",
        "MODAL",
        "The intervention code is not in the list.",
        "MODAL is null and MODAL__text is not null",
        mark="V",
    ),
    Rule(
        "intervention_end_before_start",
        "MODEND",
        "The intervention ends before it starts.",
        "MODEND < MODST",
        mark="R",
    ),
    Rule(
        "intervention_start_before_triage",
        "MODST",
        "The intervention starts before triage.",
        "MODST < TRIAGED",
        mark="R",
    ),
    Rule(
        "intervention_start_before_referral",
        "MODST",
        "The intervention starts before the referral to it: the wait would be less than nothing.",
        "MODST < REFMODDT",
        mark="R",
    ),
    Rule(
        "appointment_before_referral",
        "FAOMODDT",
        "The first appointment offered is before the referral to the intervention.",
        "FAOMODDT < REFMODDT",
        mark="R",
    ),
    *(_future(column) for column in ("DOB", *USED_DATES)),
    Rule(
        "date_after_extract",
        "",
        "A date is later than the day the extract was made, and not later than the day of the build.",
        f"greatest({', '.join(n for n in USED_DATES if n != 'FAOMODDT')}) > as_of",
        action="warn",
        mark="R",
        reason="The day may be that of a file's name, which is a few days off more often than a record is.",
    ),
    Rule(
        "pregnant_man",
        "PREGNANT",
        "Pregnant, and the sex is M: one of the two is wrong. The pregnancy is taken as not stated.",
        "PREGNANT = 'Y' and SEX = 'M'",
        action="null",
        reason="Sex links a person's records everywhere; the pregnancy stands in one field.",
    ),
    Rule(
        "la_given_out_of_england",
        "LA",
        "A local authority is given for a person living out of England.",
        "DAT__text >= 'Z' and upper(DAT__text) = 'Z00B' and LA__text is not null",
        action="warn",
        mark="V",
    ),
    Rule(
        "discharge_without_reason",
        "DISRSN",
        "A discharge date without a reason.",
        "DISD is not null and DISRSN__text is null",
        action="warn",
        mark="R",
    ),
    Rule(
        "reason_without_discharge",
        "DISD",
        "A discharge reason without a date.",
        "DISD is null and DISD__text is null and DISRSN__text is not null",
        action="warn",
        mark="R",
    ),
    Rule(
        "person_differs",
        "EPISODID",
        "The records of one episode do not all name the same person, so whose it is cannot be told.",
        """min(person) over (partition by AGNCY, CLIENTID, EPISODID)
            <> max(person) over (partition by AGNCY, CLIENTID, EPISODID)""",
        across_rows=("episode_key",),
        suspect_when="min(person) <> max(person)",
    ),
    Rule(
        "duplicated_key",
        "MODID",
        "Another record has the same provider, client, episode, intervention, review, time in treatment and TOP keys.",
        """row_number() over (
            partition by AGNCY, CLIENTID, EPISODID, MODID, record
            order by file_number, row
        ) > 1""",
        mark="I",
        across_rows=("record",),
        suspect_when="count(*) > 1",
    ),
)


def _known_columns() -> tuple[str, ...]:
    with (PACKAGE / "reference" / "cds_edition.csv").open(encoding="utf-8", newline="") as table:
        return tuple(sorted({row["field"] for row in csv.DictReader(table)}))


LAYOUT = Source(
    name="ndtms_records",
    title="NDTMS core data set extract",
    publisher="the provider",
    licence="restricted: records about people",
    origin="local_return",
    patterns=("*.csv", "*.csv.gz", "*.zip"),
    columns=COLUMNS,
    rules=RULES,
    prepare=PREPARE,
    derived=DERIVED,
    dropped=(
        "FINITIAL",
        "SINITIAL",
        "DOB",
        "CONSENT",
        "SUBMID",
        "TITID",
        "TOPID",
        *OTHER_DATES,
        "ALCDDAYS",
        *TOP_DAYS,
        *TOP_RATINGS,
    ),
    judged_only=("record",),
    sender="AGNCY",
    exempt="coalesce(CONSENT = 'N', false)",
    used="coalesce(CONSENT = 'Y', false)",
    one_of=(("UTLA", "LA", "DAT"),),
    known_columns=(*_known_columns(), "SYNTHETIC_DEMONSTRATION"),
    nulls=("NA",),
)
