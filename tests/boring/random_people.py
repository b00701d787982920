"""Random people whose records crowd round the edges of the rules."""

from datetime import date, timedelta
from random import Random

from tests.boring.examples import BRADFORD, BRISTOL, LEEDS
from tests.boring.periods import months_after
from tests.boring.random_answers import JUSTICE, answers, reason

RESIDENCES = [
    {"UTLA": LEEDS}, {"UTLA": LEEDS}, {"UTLA": LEEDS.lower()}, {"UTLA": BRADFORD}, {"UTLA": BRADFORD}, {"LA": "00CX"},
    {"UTLA": BRISTOL, "LA": "00CX"}, {"UTLA": "E10000006", "LA": "00CX"}, {"LA": "E07000048"}, {"DAT": "K13B"},
    {"LA": "00CX", "DAT": "Z00B"}, {},
]  # fmt: skip
BIRTHDAYS = ["01/02/1980", "02/01/1980", "02/01/1973", "31/3/1974", "29/02/2004", "29/02/1996", "1/4/1994", "30/6/1993"]
DRUGS = ["1011", "7000", "5000", "3409", "1999", "7001", "9999", "9996", "NA"]
EDGES = [
    date(2021, 6, 30), date(2021, 12, 31), date(2022, 3, 31), date(2022, 4, 1), date(2022, 12, 31), date(2023, 3, 10),
    date(2023, 3, 31), date(2023, 4, 1), date(2023, 6, 30), date(2023, 7, 1), date(2023, 8, 31), date(2023, 12, 31),
    date(2024, 2, 28), date(2024, 2, 29), date(2024, 3, 31), date(2024, 4, 1), date(2024, 6, 30), date(2024, 9, 30),
    date(2024, 10, 1), date(2024, 12, 31), date(2025, 1, 1), date(2025, 3, 31), date(2025, 4, 1), date(2025, 4, 7),
]  # fmt: skip
LEAP_DAYS = [date(2016, 2, 29), date(2020, 2, 29), date(2024, 2, 29)]

Records = list[dict[str, str]]
Span = tuple[date, date | None]
"""Triage and discharge of an episode; null while it is open."""


def written(day: date | None) -> str:
    """A day as the records write it."""
    return "NA" if day is None else day.strftime("%d/%m/%Y")


def person_at_an_edge(random: Random, client: int, first: date, last: date) -> Records:
    """The records of one person, triaged from a first day to a last; whose name and birthday others may share."""
    person = {
        "FINITIAL": random.choice(["A", "b", "D"]),
        "SINITIAL": "C",
        "DOB": random.choice(BIRTHDAYS),
        "SEX": random.choice(["F", "M", "f"]),
        "CONSENT": "Y",
        "CLIENTID": str(client),
    }
    records: Records = []
    spans = random.choice(KINDS_OF_LIVES)(random)
    reached = [span for span in spans if first <= span[0] <= last]
    area = random.choice(RESIDENCES)
    for number, (triaged, left) in enumerate(reached or [(last, None)]):
        if left is not None and left > last:
            left = random.choice([None, last])
        if random.random() < 0.3:
            area = random.choice(RESIDENCES)
        records += records_of_episode(random, person | area, number, triaged, left, last)
    return records


def day_near(random: Random) -> date:
    """The edge of a period, or any day."""
    if random.random() < 0.6:
        return random.choice(EDGES)
    return date(2021, 1, 1) + timedelta(days=random.randrange(1640))


def some_days(random: Random, *choices: int) -> timedelta:
    """One of some numbers of days."""
    return timedelta(days=random.choice(choices))


def one_after_another(random: Random) -> list[Span]:
    """Episodes that overlap, or are 20 to 23 days apart, or more."""
    spans: list[Span] = []
    triaged = day_near(random)
    for _number in range(random.choice([1, 2, 3])):
        left = triaged + some_days(random, 0, 1, 10, 30, 89, 365)
        spans.append((triaged, left if random.random() < 0.8 else None))
        triaged = max(triaged, left + some_days(random, -10, 0, 20, 21, 21, 22, 22, 23, 120))
    return spans


def one_inside_another(random: Random) -> list[Span]:
    """A long episode, a short one in it that may begin or end the same day, and one after the long one."""
    triaged = day_near(random)
    left = triaged + some_days(random, 60, 83, 84, 200)
    inside = triaged + some_days(random, 0, 0, 1, 20)
    again = left + some_days(random, 20, 21, 22)
    long = (triaged, left)
    short = (inside, random.choice([inside, inside + timedelta(days=5), left]))
    return [long, short, (again, random.choice([again, None]))]


def leaves_round_12_weeks(random: Random) -> list[Span]:
    """One episode of 82 to 85 days."""
    triaged = day_near(random)
    return [(triaged, triaged + some_days(random, 82, 83, 84, 85))]


def comes_back_round_6_months(random: Random) -> list[Span]:
    """Two episodes, the second six months after the first but for a day."""
    triaged = day_near(random) - timedelta(days=40)
    left = random.choice([triaged + some_days(random, 1, 40), max(date(2023, 8, 31), triaged)])
    again = months_after(left, 6) + some_days(random, -1, 0, 1)
    return [(triaged, left), (again, None)]


def lasts_whole_years(random: Random) -> list[Span]:
    """One episode of some years but for a day, often from a leap day, or until the end of a period."""
    years = random.choice([1, 2, 4, 6])
    triaged = random.choice([*LEAP_DAYS, *EDGES[:8], months_after(random.choice(EDGES), -12 * years)])
    return [(triaged, random.choice([None, months_after(triaged, 12 * years) + some_days(random, -1, 0, 1)]))]


def same_start(random: Random) -> list[Span]:
    """Two or three episodes that begin, and perhaps end, on one day."""
    triaged = day_near(random)
    left = triaged + some_days(random, 0, 10, 100)
    return [(triaged, random.choice([left, left, None])) for _number in range(random.choice([2, 3]))]


def ends_at_an_edge(random: Random) -> list[Span]:
    """An episode that ends on the last or first day of a period, and one that begins the next day."""
    left = random.choice(EDGES)
    triaged = left - some_days(random, 0, 1, 83, 84, 85, 400)
    again = left + some_days(random, 1, 22)
    return random.choice([[(triaged, left)], [(triaged, left), (again, again + timedelta(days=21))]])


KINDS_OF_LIVES = [
    one_after_another, one_after_another, one_inside_another, leaves_round_12_weeks, comes_back_round_6_months,
    lasts_whole_years, same_start, ends_at_an_edge,
]  # fmt: skip


def records_of_episode(
    random: Random, person: dict[str, str], number: int, triaged: date, left: date | None, last: date
) -> Records:
    """The rows of one episode: none to three interventions, and answers that now and then disagree."""
    referred = triaged - some_days(random, 0, 0, 5, 21, 22, 42, 43, 60)
    if left is not None and random.random() < 0.3:
        referred = min(triaged, left - some_days(random, 21, 22, 42, 43, 84, 85))
    cells = person | answers(random) | {
        "AGNCY": random.choice(["N0001", "N0001", "N0002", "n0003"]),
        "EPISODID": random.choice(["1", "2", "9", "10"]) if random.random() < 0.4 else f"e{number}",
        "REFLD": written(referred),
        "TRIAGED": written(triaged),
        "DISD": written(left),
        "DISRSN": "NA" if left is None and random.random() < 0.9 else reason(random),
        "DRUG1": random.choice(DRUGS[:3]),
        "DRUG2": random.choice(DRUGS),
        "DRUG3": random.choice(DRUGS),
        "TOPDATE": random.choice(["NA"] * 6 + ["05/04/2024", "01/04/2025"]),
    }  # fmt: skip
    is_from_justice = cells["RFLS"] in JUSTICE
    records = [
        cells | intervention(random, referred, triaged, last, is_from_justice)
        for _number in range(random.choice([0, 1, 1, 1, 2, 3]))
    ]
    if len(records) > 1 and random.random() < 0.3:
        records[1] |= random.choice([answers(random), {"DISRSN": reason(random)}, {"INJSTAT": random.choice("CPNZ")}])
    return records or [cells]


def intervention(random: Random, referred: date, triaged: date, last: date, is_from_justice: bool) -> dict[str, str]:
    """The cells of one intervention: waits at the edges of bands, some not offered, some never started."""
    asked = min(random.choice([referred, referred, triaged, triaged + timedelta(days=30)]), last)
    since = referred if is_from_justice else asked
    started = min(max(since + some_days(random, 0, 0, 21, 21, 22, 22, 42, 43), triaged, asked), last)
    offered = asked + some_days(random, 0, 3, 21, 22, 42, 43)
    return {
        "MODID": random.choice(["1", "2", "10", "NA"]),
        "MODAL": random.choice(["94", "94", "95", "3", "96", "10", "NA"]),
        "REFMODDT": written(asked if random.random() < 0.9 else None),
        "FAOMODDT": written(offered if random.random() < 0.7 else None),
        "MODST": written(started if random.random() < 0.7 else None),
    }
