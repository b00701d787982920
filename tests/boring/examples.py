"""A made-up woman in treatment in Leeds for opiates; each worked example changes what it is about."""

LEEDS, BRADFORD, BRISTOL = "E08000035", "E08000032", "E06000023"
YORKSHIRE, SOUTH_WEST = "E12000003", "E12000009"
PLACES_OF_LEEDS = {LEEDS, YORKSHIRE, "E92000001"}
"""The places of somebody in Leeds."""


def record(**changed: str) -> dict[str, str]:
    """One record: triaged on 5 May 2023, started the same day, still open; with some cells changed."""
    cells = {
        "FINITIAL": "A", "SINITIAL": "B", "DOB": "01/02/1980", "SEX": "F", "CONSENT": "Y",
        "AGNCY": "N0001", "CLIENTID": "1", "EPISODID": "1", "UTLA": LEEDS,
        "REFLD": "01/05/2023", "TRIAGED": "05/05/2023",
        "DRUG1": "1011", "DRUG2": "9996", "DRUG3": "9997",
        "MODID": "1", "MODAL": "94",
        "REFMODDT": "01/05/2023", "FAOMODDT": "05/05/2023", "MODST": "05/05/2023",
    }  # fmt: skip
    return cells | changed


def stay(number: int, triaged: str, left: str = "NA", **changed: str) -> dict[str, str]:
    """One episode by its number, from triage to discharge, with treatment from the day of triage."""
    dates = {"REFLD": triaged, "TRIAGED": triaged, "REFMODDT": triaged, "FAOMODDT": triaged, "MODST": triaged}
    return record(EPISODID=str(number), DISD=left, **dates) | changed


EDGES_OF_RULES: list[tuple[dict[str, str], list[tuple[str, str]]]] = [
    ({"FINITIAL": "NA"}, [("FINITIAL", "missing")]),
    ({"AGNCY": ""}, [("AGNCY", "missing")]),
    ({"DOB": " na "}, [("DOB", "missing")]),
    ({"DRUG1": "NA", "DRUG2": "1011"}, [("DRUG1", "missing")]),
    ({"CONSENT": "NA"}, [("CONSENT", "missing")]),
    ({"CONSENT": "X"}, [("CONSENT", "consent_unknown")]),
    ({"CONSENT": "y", "SEX": "f", "FINITIAL": " a "}, []),
    ({"SEX": "NA"}, [("SEX", "sex_not_stated")]),
    ({"SEX": "U"}, [("SEX", "sex_not_stated")]),
    ({"DISD": "31/02/2024"}, [("DISD", "not_a_date")]),
    ({"DOB": "31/12/1902"}, [("DOB", "born_before_1903")]),
    ({"DOB": "01/01/1903"}, []),
    ({"DOB": "06/05/2005"}, [("DOB", "under_18")]),
    ({"DOB": "05/05/2005"}, []),
    ({"DOB": "29/02/2004", "REFLD": "28/02/2022", "TRIAGED": "28/02/2022"}, [("DOB", "under_18")]),
    ({"DOB": "29/02/2004", "REFLD": "28/02/2022", "TRIAGED": "01/03/2022"}, []),
    ({"DOB": "02/05/2023"}, [("DOB", "birth_after_referral"), ("DOB", "under_18")]),
    ({"REFLD": "06/05/2023"}, [("TRIAGED", "triage_before_referral")]),
    ({"DISD": "04/05/2023"}, [("DISD", "discharge_before_triage")]),
    ({"DISD": "05/05/2023"}, []),
    ({"DRUG2": "12"}, [("DRUG2", "unknown_drug_code")]),
    ({"DRUG1": "12"}, [("DRUG1", "unknown_drug_code")]),
    ({"DRUG1": "1234", "DRUG2": "7777"}, []),
    ({"DRUG1": "3409"}, [("DRUG1", "no_problem_substance")]),
    ({"DRUG1": "9996", "DRUG2": "NA"}, [("DRUG1", "no_problem_substance")]),
    ({"DRUG1": "9996", "DRUG2": "7000"}, []),
    ({"DRUG1": "3409", "DRUG2": "abc"}, [("DRUG2", "unknown_drug_code")]),
    ({"MODAL": "13"}, [("MODAL", "unknown_modality_code")]),
    ({"MODEND": "04/05/2023"}, [("MODEND", "intervention_end_before_start")]),
    ({"MODST": "04/05/2023"}, [("MODST", "intervention_start_before_triage")]),
    ({"REFMODDT": "06/05/2023", "FAOMODDT": "NA"}, [("MODST", "intervention_start_before_referral")]),
    ({"FAOMODDT": "30/04/2023"}, [("FAOMODDT", "appointment_before_referral")]),
    ({"DISD": "01/07/2025"}, [("DISD", "date_in_future")]),
    ({"DISD": "30/06/2025"}, []),
    ({"FAOMODDT": "30/06/2026"}, []),
    ({"FAOMODDT": "01/07/2026"}, [("FAOMODDT", "date_in_future")]),
    ({"TOPDATE": "32/01/2023"}, []),
]
"""What is changed in the record, and the columns and rules it then breaks."""
