"""The analysts' journey file: one row a treatment journey, under a random number for each person.

Header names are those seen in published analysis code (I); the age column's name and what the age bands look like are
remembered (R). It has no referral and no intervention dates, so it yields no wait and no pathway; journeys in it are
of structured treatment, taken as started on the day of triage.
"""

from pipelines.source import Column, Rule, Source

NOT_ASKED = ("RFLS", "PREVTR", "PRNTSTAT", "EHCSC", "PREGNANT", "EMPSTAT", "MTWITN", "CRTMHN")
GROUPS = {
    "OPIATE": ("opiate", "none"),
    "NON-OPIATE ONLY": ("non_opiate", "none"),
    "NON-OPIATE AND ALCOHOL": ("non_opiate", "alcohol"),
    "ALCOHOL ONLY": ("alcohol", "none"),
}
HOUSING = {"NO PROBLEM": "3", "NO HOUSING PROBLEM": "3", "HOUSING PROBLEM": "2", "URGENT HOUSING PROBLEM (NFA)": "1"}
INJECTING = {
    "CURRENTLY INJECTING": "C",
    "PREVIOUSLY INJECTED": "P",
    "PREVIOUSLY INJECTED (BUT NOT CURRENTLY)": "P",
    "NEVER INJECTED": "N",
    "CLIENT DECLINED TO ANSWER": "Z",
}
NO_RULE = ("", "")


def _spelt(words: dict[str, str]) -> str:
    """SQL over a cell that turns published words into the code of the core data set."""
    whens = [f"when '{word}' then '{code}'" for word, code in words.items()]
    return f"(case upper({{}}) {' '.join(whens)} end)"


def _kind(place: int) -> str:
    words = " ".join(f"when '{group}' then '{kinds[place]}'" for group, kinds in GROUPS.items())
    return f"(case drug_grp {words} end)::staging.drug_kind"


def _missing(name: str, header: str) -> Rule:
    return Rule(
        "missing", header, f"{header} is empty; every journey must hold it.", f'"{name}__text" is null', mark="I"
    )


COLUMNS = (
    Column("CLIENTID", header="client_random_id", required=True),
    Column("EPISODID", header="n_jy", required=True),
    Column("TRIAGED", "date", header="triaged", required=True),
    Column("DISD", "date", header="disd", required=True),
    Column("DISRSN", "choice", header="disrsn", required=True, choices="choice_DISRSN"),
    Column("UTLA", "choice", header="utla23cd", required=True, choices="residence_UTLA", misfit=NO_RULE),
    Column("SEX", "choice", header="sex", required=True, choices="sex", misfit=NO_RULE),
    Column("drug_grp", "code", required=True),
    Column("age", "text"),
    Column("ETHNIC", "choice", header="ethnic", choices="choice_ETHNIC", absent="not_asked"),
    Column(
        "ACCMNEED",
        "choice",
        header="housing_start",
        choices="choice_ACCMNEED",
        absent="not_asked",
        written=_spelt(HOUSING),
    ),
    Column(
        "INJSTAT",
        "choice",
        header="injstat",
        choices="choice_INJSTAT",
        absent="not_asked",
        written=_spelt(INJECTING),
    ),
)

DERIVED = {
    "AGNCY": "'journey file'",
    "MODID": "'1'",
    "MODAL": "'95'::staging.modality",
    "MODST": "TRIAGED",
    "person": "hash(getvariable('person_key'), CLIENTID, SEX)",
    "age_at_triage": "try_cast(regexp_extract(age, '^([0-9]{2,3})([^0-9]|$)', 1) as smallint)",
    "episode_key": "hash(CLIENTID, EPISODID)",
    "latest_on": "greatest(TRIAGED, DISD)",
    "DRUG1_kind": _kind(0),
    "DRUG2_kind": _kind(1),
    "DRUG3_kind": "'none'::staging.drug_kind",
    **dict.fromkeys(("REFLD", "REFMODDT", "FAOMODDT", "MODEND"), "null::date"),
    **{name: f"null::staging.residence_{name}" for name in ("LA", "DAT")},
    **dict.fromkeys(("DRUG1", "DRUG2", "DRUG3"), "null::staging.drug"),
    **dict.fromkeys(("EHCSC2", "EHCSC3"), "null::staging.choice_EHCSC"),
    "CHILDWTH": "'not_asked'::staging.children",
    **{name: f"'not_asked'::staging.choice_{name}" for name in NOT_ASKED},
}

RULES = (
    *(_missing(name, header) for name, header in (("CLIENTID", "client_random_id"), ("EPISODID", "n_jy"))),
    _missing("TRIAGED", "triaged"),
    Rule(
        "sex_not_stated",
        "sex",
        "Sex is neither F nor M; the person is counted on the data-quality page and in no other number.",
        "SEX is null",
    ),
    Rule(
        "unknown_substance_group",
        "drug_grp",
        f"The substance group is none of {', '.join(group.lower() for group in GROUPS)}.",
        f"drug_grp is null or drug_grp not in ({', '.join(repr(group) for group in GROUPS)})",
        mark="I",
    ),
    Rule("under_18", "age", "Under 18: not an adult's record.", "age_at_triage < 18", mark="I"),
    Rule("discharge_before_triage", "disd", "The journey ends before its triage.", "DISD < TRIAGED", mark="R"),
    *(
        Rule(
            "date_in_future",
            name.lower(),
            "The date is later than the day of the build.",
            f"{name} > getvariable('today')",
        )
        for name in ("TRIAGED", "DISD")
    ),
    Rule(
        "discharge_without_reason",
        "disrsn",
        "A discharge date without a reason.",
        "DISD is not null and DISRSN__text is null",
        action="warn",
        mark="R",
    ),
    Rule(
        "age_not_read",
        "age",
        "The age does not begin with a number of two or three figures; it is taken as not stated.",
        "age is not null and age_at_triage is null",
        action="warn",
        mark="R",
    ),
    Rule(
        "duplicated_key",
        "n_jy",
        "Another row has the same person and number of journey.",
        "row_number() over (partition by CLIENTID, EPISODID order by file_number, row) > 1",
        mark="I",
        across_rows=("episode_key",),
        suspect_when="count(*) > 1",
    ),
)

LAYOUT = Source(
    name="ndtms_records",
    title="NDTMS journey file",
    publisher="the provider",
    licence="restricted: records about people",
    origin="local_return",
    patterns=("*.csv", "*.csv.gz", "*.zip"),
    columns=COLUMNS,
    rules=RULES,
    derived=DERIVED,
    dropped=("drug_grp", "age"),
    sender="AGNCY",
    known_columns=(
        *("sexualo", "disable", "homeless_start", "disd_ep", "disd_jy", "disrsn_ep", "disrsn_jy", "triaged_jy"),
        *("drug_alcohol", "drug_heroin", "drug_crack", "drug_cocaine", "drug_benzodiazepine"),
        "SYNTHETIC_DEMONSTRATION",
    ),
    nulls=("NA",),
    date_formats=("%d/%m/%Y", "%Y-%m-%d"),
    used="true",
)
