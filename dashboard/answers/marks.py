"""How sure we are of a rule or of a code's meaning, in words."""

IN_A_WORD = {"V": "documented", "I": "inferred", "R": "remembered", "D": "decided here"}
IN_FULL = {
    "V": "documented in a published specification",
    "I": "inferred from a published specification",
    "R": "remembered from practice, to be checked",
    "D": "decided here, by this project",
}
WHAT_THE_WORDS_MEAN = f"How sure we are of a rule: {'; '.join(IN_FULL.values())}."
