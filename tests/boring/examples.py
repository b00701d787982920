"""A made-up woman in treatment in Leeds for opiates; each worked example changes what it is about."""

LEEDS, BRADFORD, BRISTOL = "E08000035", "E08000032", "E06000023"
YORKSHIRE, SOUTH_WEST = "E12000003", "E12000009"


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
