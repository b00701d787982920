"""The codes that describe a person at the start, and those of the reasons for leaving, as the rules list them."""

ASKED = [
    "RFLS", "PREVTR", "ETHNIC", "PRNTSTAT", "CHILDWTH", "EHCSC", "EHCSC2", "EHCSC3",
    "PREGNANT", "ACCMNEED", "EMPSTAT", "MTWITN", "CRTMHN", "INJSTAT",
]  # fmt: skip
"""The fields, in the order that decides between rows."""
NEVER_NOT_ASKED = {"EHCSC2", "EHCSC3"}
"""Further answers to a question asked before: a file without them may still have asked it."""

NOT_ASKED, NOT_STATED = "not_asked", "not_stated"
MOST_CHILDREN = 30
CHILDREN_DECLINED = 98


def meanings(listed: dict[str, str]) -> dict[str, str]:
    """The category of each code, from the codes of each category."""
    return {code: category for category, codes in listed.items() for code in codes.split("|")}


CATEGORY_OF: dict[str, dict[str, str]] = {
    "RFLS": meanings(
        {
            "self_family_friends": "4|24|25",
            "health_and_social_care": "3|9|10|11|12|19|20|22|23",
            "criminal_justice": "5|6|8|13",
            "substance_misuse_service": "1|2",
            "other": "14|15|16|17|18|21",
        }
    ),
    "PREVTR": {"Y": "treated_before", "N": "first_ever"},
    "ETHNIC": meanings(
        {
            "white": "A|B|C",
            "mixed": "D|E|F|G",
            "asian": "H|J|K|L|R",
            "black": "M|N|P",
            "other": "S",
            "not_stated": "Z",
        }
    ),
    "PRNTSTAT": meanings(
        {
            "lives_with_own_children": "11|12",
            "own_children_elsewhere": "13",
            "not_a_parent": "14",
            "not_stated": "15",
        }
    ),
    "EHCSC": meanings(
        {
            "early_help": "1|EARLY HELP",
            "child_in_need": "2|CHILD IN NEED",
            "child_protection_plan": "3|CHILD PROTECTION PLAN",
            "looked_after_child": "4|LOOKED AFTER CHILD|LOOKED AFTER",
            "none": "5|NO EARLY HELP|NONE",
            "not_stated": "99|MISSING",
        }
    ),
    "PREGNANT": {"Y": "yes", "N": "no"},
    "ACCMNEED": {"1": "urgent_problem", "2": "problem", "3": "no_problem"},
    "EMPSTAT": meanings(
        {
            "regular_employment": "1",
            "unemployed_and_seeking_work": "12",
            "long_term_sick_or_disabled": "9",
            "student": "2",
            "homemaker": "10",
            "other": "5|13|14|15",
            "not_stated": "6|99",
        }
    ),
    "MTWITN": {"Y": "need", "N": "no_need"},
    "CRTMHN": meanings({"receiving": "1|2|3|4|5", "not_receiving": "6", "not_stated": "99"}),
    "INJSTAT": {"C": "currently", "P": "previously", "N": "never", "Z": "not_stated"},
    "DISRSN": meanings(
        {
            "completed": "1|2|80|81|82|SUCCESSFUL COMPLETION|TREATMENT COMPLETED - DRUG-FREE"
            "|TREATMENT COMPLETED - ALCOHOL-FREE|TREATMENT COMPLETED - OCCASIONAL USER (NOT OPIATES OR CRACK)",
            "transferred": "5|83|91|TRANSFERRED - NOT IN CUSTODY|TRANSFERRED - RECOMMISSIONING TRANSFER"
            "|MOVED AWAY, REFERRED ON OR TRANSFERRED NOT IN CUSTODY",
            "transferred_in_custody": "84|TRANSFERRED - IN CUSTODY",
            "dropped_out": "6|86|INCOMPLETE|INCOMPLETE - DROPPED OUT",
            "withdrawn": "3|87|INCOMPLETE - TREATMENT WITHDRAWN BY PROVIDER",
            "in_custody": "8|88|INCOMPLETE - RETAINED IN CUSTODY|RETAINED",
            "died": "9|90|DIED|INCOMPLETE - CLIENT DIED",
            "other": "4|7|10|12|13|85|89|92|ONWARD REFERRAL OFFERED AND REFUSED|INCOMPLETE - DEPORTED"
            "|INCOMPLETE - TREATMENT COMMENCEMENT DECLINED BY THE CLIENT",
            "not_stated": "11|EXIT REASON INCONSISTENT",
        }
    ),
}
CATEGORY_OF["EHCSC2"] = CATEGORY_OF["EHCSC3"] = CATEGORY_OF["EHCSC"]


def category(field: str, code: str | None) -> str:
    """What a listed code says; not stated where there is none, not asked where the file never asked."""
    if code is None:
        return NOT_STATED
    if code == NOT_ASKED:
        return NOT_ASKED
    return CATEGORY_OF[field][code]
