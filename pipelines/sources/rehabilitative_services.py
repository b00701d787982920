"""Commissioned rehabilitative services of the Ministry of Justice: contracts by sex and area, and when they ran.

Contracts, not figures: what may be had by women, by men or by both on probation, and where. One CSV, made of the
contract files of ministryofjustice/hmpps-interventions-service. Its days are the first and the last on which probation
staff could refer to the contract (V: `referral_start_date` and `referral_end_at` there); re-lets follow and overlap, so
nothing is counted without asking for a day. The words for types of contract are that repository's (V).
"""

from pipelines.published_rules import UNKNOWN_AREA_CODE
from pipelines.source import Column, Rule, Source, must_be_filled

# By the letters before the hyphen: what follows says where (DNR-SW is the South West, FBD-BU is Bury).
SERVICES = {
    "ACC": "accommodation",
    "DNR": "dependency and recovery",
    "ETE": "education, training and employment",
    "FBD": "finance, benefit and debt",
    "MTR": "mentoring",
    "PWB": "personal wellbeing",
    "WOS": "women's services",
    "WSM": "women's services",
}
WORDS = ", ".join(f"'{code}': '{name.replace(chr(39), chr(39) * 2)}'" for code, name in SERVICES.items())
NEEDED = ("contract_reference", "contract_type_id", "hide_before", "intervention_title", "prime_provider_code")
END = r"^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?(Z|\+00(:?00)?)?)?$"


def _sex(name: str) -> Rule:
    return Rule(
        "not_true_or_false", name, "Neither True nor False.", f"{name}__text is null or {name} not in ('TRUE', 'FALSE')"
    )


SOURCE = Source(
    name="rehabilitative_services",
    title="Commissioned rehabilitative services",
    publisher="Ministry of Justice",
    licence="MIT Licence, Crown copyright (Ministry of Justice)",
    origin="published",
    patterns=("*.csv",),
    columns=(
        Column("contract_reference", required=True),
        Column("contract_type_id", "code", required=True),
        Column("nps_region_code", "code", required=True),
        Column("pcc_region_code", "code", required=True),
        Column("allows_female", "code", required=True),
        Column("allows_male", "code", required=True),
        Column("minimum_age", "integer", required=True),
        Column("maximum_age", "integer", required=True),
        Column("hide_before", "date", required=True),
        Column("hide_after", required=True),
        Column("prime_provider_code", "code", required=True),
        Column("intervention_title", required=True),
    ),
    derived={
        "area_code": "coalesce('NPS-' || nps_region_code, 'PCC-' || pcc_region_code)",
        "ends_on": f"if(regexp_matches(hide_after, '{END}'), try_cast(hide_after[:10] as date), null)",
        "known_service": f"map {{{WORDS}}}[regexp_extract(contract_type_id, '^[A-Z]+')]",
        # a new type of contract is still one: its title says what it is
        "service": "coalesce(known_service, intervention_title)",
        "allows_women": "allows_female = 'TRUE'",
        "allows_men": "allows_male = 'TRUE'",
    },
    rules=(
        *must_be_filled(NEEDED),
        Rule(
            "area_not_told",
            "pcc_region_code",
            "The contract is for neither a probation region nor a police area, or for both.",
            "(nps_region_code is null) = (pcc_region_code is null)",
        ),
        UNKNOWN_AREA_CODE,
        _sex("allows_female"),
        _sex("allows_male"),
        Rule(
            "for_neither_sex",
            "allows_female",
            "The contract is for neither women nor men.",
            "allows_female = 'FALSE' and allows_male = 'FALSE'",
        ),
        Rule(
            "end_not_understood",
            "hide_after",
            "The last day is not written as a date with a time of Greenwich.",
            "hide_after is not null and ends_on is null",
        ),
        Rule("ends_before_it_starts", "hide_after", "The contract ends before it starts.", "ends_on < hide_before"),
        Rule(
            "ages_in_wrong_order", "maximum_age", "The oldest age is below the youngest.", "maximum_age < minimum_age"
        ),
        Rule(
            "unknown_contract_type",
            "contract_type_id",
            "The type of contract is a new one; its title stands for what it is.",
            "contract_type_id is not null and known_service is null",
            action="warn",
        ),
        Rule(
            "duplicated_contract",
            "contract_reference",
            "An earlier row has the same contract in the same area.",
            "row_number() over (partition by contract_reference, area_code order by file_number, row) > 1",
            across_rows=("contract_reference", "area_code"),
            suspect_when="count(*) > 1",
        ),
    ),
    date_formats=("%Y-%m-%d",),
    known_columns=("subcontractor_codes", "source_file"),
)
