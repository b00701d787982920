"""Treatment records in words: what each field is called and is for, and what to do about each broken rule."""

from typing import NamedTuple


class Field(NamedTuple):
    """A field that matters: its plain name, what it is needed to see, and when it is rightly empty."""

    name: str
    needed_to_see: str
    rightly_empty: str = ""


FIELDS = {
    "RFLS": Field("Referral source", "who sends women to treatment, and how many come by themselves"),
    "PREVTR": Field("Treated before", "how many women are in treatment for the first time"),
    "ETHNIC": Field("Ethnic group", "whether women of every ethnic group are reached"),
    "PRNTSTAT": Field("Parental status", "how many women in treatment are mothers"),
    "CHILDWTH": Field("Children living with the person", "how many women look after children while in treatment"),
    "EHCSC": Field("Children's services", "how many mothers have children with a social care or early help plan"),
    "EHCSC2": Field("Children's services, second answer", "all that a family receives", "where one answer is enough"),
    "EHCSC3": Field("Children's services, third answer", "all that a family receives", "where fewer are enough"),
    "PREGNANT": Field("Pregnant at the start", "how many women start treatment pregnant", "for men"),
    "ACCMNEED": Field("Housing need", "how many women start treatment without a safe place to live"),
    "EMPSTAT": Field("Employment", "how many women start treatment in work, or out of it"),
    "MTWITN": Field("Mental health need", "how many women need mental health treatment as well"),
    "CRTMHN": Field("Mental health treatment", "how many of those women receive it", "where there is no such need"),
    "INJSTAT": Field("Injecting", "how many women have injected drugs"),
    "residence": Field("Where the person lives", "women in the figures of the area they live in"),
    "DISRSN": Field("Reason for discharge", "whether women complete treatment or leave before its end"),
    "DRUG2": Field("Second drug", "which substance group a woman is counted in", "where there is only one"),
    "MODST": Field("Start of the intervention", "how long women wait to start", "where it has not started"),
    "FAOMODDT": Field("First appointment offered", "how long women wait for an offer"),
}
RIGHTLY_EMPTY = [field for field, known in FIELDS.items() if known.rightly_empty]
COLUMNS = {"residence": "UTLA, LA or DAT"}  # what we call by a name of our own
OF_WHICH_ROWS = {
    "DISRSN": "rows with a discharge date",
    "MODST": "rows with an intervention",
    "FAOMODDT": "rows with a referral to an intervention",
}

BOTH_DATES = "Check both dates and correct the one that is wrong."
WHAT_TO_DO = {
    "wrong_number_of_columns": "Look for a stray comma or quotation mark in the row, and export the file again.",
    "broken_quoting": "Look for a stray quotation mark in the row, and export the file again.",
    "header_repeated": "Delete the repeated header; it comes from joining files.",
    "missing": "Fill the field in and export again.",
    "consent_unknown": "Record consent as Y or N.",
    "sex_not_stated": "Record sex as F or M; until then the person is in no figure.",
    "not_a_date": "Write the date as day/month/year, 31/12/2024.",
    "born_before_1903": "Check the year of birth.",
    "under_18": "Check the dates of birth and triage; young people belong in the young people's return.",
    "birth_after_referral": BOTH_DATES,
    "triage_before_referral": BOTH_DATES,
    "discharge_before_triage": BOTH_DATES,
    "intervention_end_before_start": BOTH_DATES,
    "intervention_start_before_triage": BOTH_DATES,
    "intervention_start_before_referral": BOTH_DATES,
    "appointment_before_referral": BOTH_DATES,
    "date_in_future": "Correct the date.",
    "unknown_drug_code": "Use a four-digit code of the drug list.",
    "no_problem_substance": "Record the main problem substance first.",
    "unknown_modality_code": "Use an intervention code of the list.",
    "duplicated_key": "Delete the second copy, or give the intervention a number of its own.",
    "person_differs": "Make initials, date of birth and sex agree; give a second person an episode of their own.",
    "unlisted_drug_code": "Check the code; if it is right, tell us of the newer list.",
    "unlisted_code": "Check the code; if it is right, tell us of the newer list.",
    "out_of_range": "Check the number.",
    "alcdays_out_of_range": "Check the number of days.",
    "top_days_out_of_range": "Check the number of days.",
    "top_rating_out_of_range": "Check the rating.",
    "date_after_extract": "Correct the date, or tell us the day of the extract if that is wrong.",
    "pregnant_man": "Check both sex and pregnancy.",
    "la_given_out_of_england": "Check where the person lives.",
    "discharge_without_reason": "Record why the person left.",
    "reason_without_discharge": "Record the date of discharge, or remove the reason.",
    "area_not_placed": "Check the code of where the person lives.",
}


def field_name(field: str) -> str:
    """“Parental status (PRNTSTAT)”; a field we have no words for keeps its own name."""
    return f"{FIELDS[field].name} ({COLUMNS.get(field, field)})" if field in FIELDS else field


def what_for(field: str) -> str:
    """What a field is needed to see, and when it is rightly empty."""
    if field not in FIELDS:
        return ""
    known = FIELDS[field]
    exception = f"; rightly empty {known.rightly_empty}" if known.rightly_empty else ""
    return f"{known.needed_to_see}{exception}"


def what_to_do(rule: str) -> str:
    """What the provider can do about a broken rule."""
    return WHAT_TO_DO.get(rule, "Look the row up by its file and line, and correct the field.")


def what_is_wrong(rule: str, sentence: str | None) -> str:
    """A rule in the words that travel with it in the marts, else its name."""
    return sentence or f"{rule.replace('_', ' ').capitalize()}."
