"""What the made-up records say of women and men, and that an episode says it only once."""

import csv
import io
from collections import Counter
from collections.abc import Callable

import pytest

from tests.sample.conftest import Written
from tests.sample.counting import NOT_ASKED, STILL_THERE, Counts, Episode, texts

FIELDS = (
    *("RFLS", "PREVTR", "ETHNIC", "PRNTSTAT", "CHILDWTH", "EHCSC", "ACCMNEED", "EMPSTAT", "MTWITN", "CRTMHN"),
    *("INJSTAT", "DISRSN"),
)
COMPLETED = {"1", "2", "80", "81", "82", "SUCCESSFUL COMPLETION"}
DIED = {"9", "90", "Died"}
LEFT = {"3", "6", "86", "87", "Incomplete - dropped out"}


def share(counts: Counts, sex: str, field: str, codes: set[str], group: str = "") -> float:
    """The share of the codes among the answers of one sex that are not empty."""
    answers = Counter(
        episode.answers[field]
        for episode in counts.episodes
        if episode.person[3] == sex and group in ("", episode.group) and episode.answers[field] not in ("", NOT_ASKED)
    )
    return sum(answers[code] for code in codes) / answers.total()


@pytest.mark.parametrize(
    ("field", "codes", "low", "high"),
    [
        ("PRNTSTAT", {"11", "12"}, 0.05, 0.15),  # women live with their children more often
        ("PRNTSTAT", {"14"}, -0.2, -0.08),
        ("EHCSC", {"4", "Looked after child"}, 0.05, 0.15),
        ("MTWITN", {"Y"}, 0.1, 0.2),
        ("CRTMHN", {"6"}, -0.12, -0.03),
        ("ACCMNEED", {"1"}, -0.06, -0.02),
        ("RFLS", {"5", "6", "8", "13"}, -0.16, -0.06),
        ("RFLS", {"19"}, 0.03, 0.07),
        ("EMPSTAT", {"1"}, -0.12, -0.04),
        ("INJSTAT", {"C", "P"}, -0.1, -0.02),  # more of the men use opiates
    ],
)
def test_women_and_men_differ(counts: Counts, field: str, codes: set[str], low: float, high: float) -> None:
    assert low <= share(counts, "F", field, codes) - share(counts, "M", field, codes) <= high


def test_who_completes_depends_on_the_substance(counts: Counts) -> None:
    for sex in "FM":
        assert 0.15 <= share(counts, sex, "DISRSN", COMPLETED, "opiate") <= 0.3
        assert 0.5 <= share(counts, sex, "DISRSN", COMPLETED, "alcohol") <= 0.65
        assert 0.03 <= share(counts, sex, "DISRSN", DIED, "opiate") <= 0.06
        assert 0.005 <= share(counts, sex, "DISRSN", DIED, "alcohol") <= 0.03


def test_those_who_leave_early_mostly_drop_out(counts: Counts) -> None:
    def dropped(is_meant: Callable[[Episode], bool]) -> float:
        reasons = [e.answers["DISRSN"] for e in counts.episodes if e.left < STILL_THERE and is_meant(e)]
        return sum(reason in LEFT for reason in reasons) / len(reasons)

    assert dropped(lambda e: e.left - e.triaged < 84) > dropped(lambda e: e.left - e.triaged >= 84) + 0.1


def test_some_are_pregnant_and_none_of_them_men(counts: Counts) -> None:
    assert 0.01 <= share(counts, "F", "PREGNANT", {"Y"}) <= 0.04
    men = [e for e in counts.episodes if e.person[3] == "M" and e.answers["PREGNANT"] == "Y"]
    assert len(men) <= 5, "only those planted as faults"


def test_nobody_comes_back_from_death(counts: Counts) -> None:
    died: dict[tuple[str, ...], int] = {}
    for episode in counts.episodes:
        if episode.answers["DISRSN"] in DIED and episode.left < STILL_THERE:
            died[episode.person] = min(episode.left, died.get(episode.person, STILL_THERE))
    assert len(died) > 500
    # A few are two people who share initials, date of birth and sex.
    assert sum(e.triaged > died.get(e.person, STILL_THERE) for e in counts.episodes) <= 0.015 * len(died)


@pytest.mark.parametrize("field", FIELDS)
def test_a_share_of_cells_is_empty(counts: Counts, field: str) -> None:
    answers = [
        e.answers[field]
        for e in counts.episodes
        if e.answers[field] != NOT_ASKED and (field != "DISRSN" or e.left < STILL_THERE)
    ]
    low, high = {"DISRSN": (0, 0.001), "CRTMHN": (0.25, 0.5)}.get(field, (0.005, 0.15))
    assert low <= answers.count("") / len(answers) <= high


def test_some_services_leave_many_gaps(counts: Counts) -> None:
    asked, empty = Counter[str](), Counter[str]()
    for episode in counts.episodes:
        asked[episode.answers["AGNCY"]] += 1
        empty[episode.answers["AGNCY"]] += episode.answers["PRNTSTAT"] == ""
    shares = sorted(empty[agency] / n for agency, n in asked.items() if n >= 50)
    assert shares[len(shares) // 2] < 0.06
    assert shares[-10] > 0.15


def test_the_older_numbers_the_later_ones_and_words_are_all_written(counts: Counts) -> None:
    reasons = Counter(e.answers["DISRSN"] for e in counts.episodes)
    older = {str(n) for n in range(1, 14)}
    later = {str(n) for n in (80, 81, 82, 83, 84, 85, 86, 87, 88, 89, 90, 91, 92)}
    assert {reason for reason, n in reasons.items() if n >= 20} >= older | later
    assert sum(n for reason, n in reasons.items() if len(reason) > 2) > 200
    helped = Counter(e.answers["EHCSC"] for e in counts.episodes)
    assert all(helped[code] > 20 for code in ("1", "2", "3", "4", "5", "99", "Early help", "Looked after child"))


def test_people_mostly_say_the_same_when_they_come_back(counts: Counts) -> None:
    first: dict[tuple[str, ...], Episode] = {}
    same, back = Counter[str](), 0
    for episode in counts.episodes:
        before = first.setdefault(episode.person, episode)
        if before is not episode:
            back += 1
            same.update(f for f in ("ETHNIC", "EMPSTAT", "INJSTAT") if before.answers[f] == episode.answers[f])
    assert all(0.7 * back < n < back for n in same.values())


def test_a_faultless_episode_says_the_same_on_every_line(smallest: Written) -> None:
    spoilt = {fault.file for fault in smallest.planted}
    lines: dict[tuple[str, str], set[tuple[str, ...]]] = {}
    for name, text in texts(smallest.raw / "ndtms_records"):
        if name in spoilt:
            continue
        for row in csv.DictReader(io.StringIO(text, newline="")):
            row = {key.upper(): value for key, value in row.items()}
            if row["CONSENT"] == "Y" and "É" not in row["CLIENT"].upper():
                answers = tuple(row.get(field, "") for field in (*FIELDS, "PREGNANT", "REFLD", "TRIAGED", "DISD"))
                lines.setdefault((row["AGNCY"], row["EPISODID"]), set()).add(answers)
    assert len(lines) > 1000
    assert all(len(said) == 1 for said in lines.values())


def test_the_outcomes_profile_is_filled_where_there_is_one(smallest: Written) -> None:
    days = ("ALCUSE", "OPIUSE", "CRAUSE", "COCAUSE", "AMPHUSE", "CANNUSE", "OTDRGUSE", "IVDRGUSE", "SHOTHEFT")
    bounds = {**dict.fromkeys((*days, "DRGSELL", "PWORK", "EDUCAT"), 28), "PSYHSTAT": 20, "PHSTAT": 20, "QUALLIFE": 20}
    spoilt = {fault.file for fault in smallest.planted}
    found = 0
    for name, text in texts(smallest.raw / "ndtms_records"):
        if name in spoilt:
            continue
        for row in csv.DictReader(io.StringIO(text, newline="")):
            row = {key.upper(): "" if value == "NA" else value for key, value in row.items()}
            has_outcomes = row["TOPDATE"] != ""
            found += has_outcomes
            for column, most in bounds.items():
                assert (0 <= int(row[column]) <= most) if has_outcomes else row[column] == ""
    assert found > 200
