"""Random answers to what was asked, listed and unlisted, and random reasons for leaving."""

from random import Random

from tests.boring.record_codes import ASKED, CATEGORY_OF

ODD = ["0", "07", "99", "x", "NA", "not_asked", "1.0", "LOOKED  AFTER"]
CHILDREN = ["0", "1", "2", "02", "3", "30", "31", "97", "98", "-1", "2.0", "1e1", "two", "NA"]
REASONS = [
    "80",
    "80",
    "81",
    "1",
    "86",
    "87",
    "88",
    "90",
    "83",
    "84",
    "85",
    "11",
    "NA",
    "93",
    "Died",
    "successful completion",
]
JUSTICE = ["5", "6", "8", "13"]


def answers(random: Random) -> dict[str, str]:
    """The answers of one row: mostly listed, now and then none or odd."""
    return {field: answer(random, field) for field in ASKED}


def answer(random: Random, field: str) -> str:
    """An answer to one question."""
    if field == "CHILDWTH":
        return random.choice(CHILDREN)
    if random.random() < 0.15:
        return random.choice(ODD)
    if field == "RFLS" and random.random() < 0.4:
        return random.choice(JUSTICE)
    code = random.choice(sorted(CATEGORY_OF[field]))
    return code.lower() if random.random() < 0.2 else code


def reason(random: Random) -> str:
    """A reason for leaving."""
    if random.random() < 0.3:
        return random.choice(sorted(CATEGORY_OF["DISRSN"]))
    return random.choice(REASONS)
