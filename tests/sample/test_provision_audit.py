"""The made-up self-audits: three rounds that the build reads, with faults it finds."""

import csv
from collections import Counter
from pathlib import Path

from pipelines.sample import provision_audit
from pipelines.sources.provision_audit import QUESTIONS


def rounds(folder: Path) -> dict[str, list[dict[str, str]]]:
    found = {}
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            found[path.stem[-6:]] = list(csv.DictReader(file))
    return found


def test_more_services_answer_each_round(tmp_path: Path) -> None:
    provision_audit.write(tmp_path, seed=2025)
    counts = [len(rows) for rows in rounds(tmp_path).values()]
    assert counts == sorted(counts)
    assert counts[0] > 40


def test_every_answer_is_one_that_may_be_given_but_for_the_faults_planted(tmp_path: Path) -> None:
    provision_audit.write(tmp_path, seed=2025)
    wrong = Counter(
        (asked.column, row[asked.column])
        for rows in rounds(tmp_path).values()
        for row in rows
        for asked in QUESTIONS
        if asked.answers and row[asked.column] not in ("", *asked.answers)
    )
    assert wrong == {("women_only_group", "sometimes"): 1}


def test_one_return_is_sent_twice_and_one_note_is_a_formula(tmp_path: Path) -> None:
    provision_audit.write(tmp_path, seed=2025)
    last = rounds(tmp_path)["2026Q1"]
    assert last[-1] == last[0]
    assert [row["notes"] for row in last if row["notes"]] == ["=1+1"]
