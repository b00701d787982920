"""Standards met by what is known, and contracts of justice in force, in words."""

from datetime import date
from pathlib import Path

import duckdb
import pytest

from dashboard.answers import (
    justice_contracts,
    standards_met,
)
from dashboard.answers import provision_words as words
from dashboard.marts import Marts, current_marts
from tests.dashboard import small_provision
from tests.dashboard.conftest import Looking
from tests.dashboard.provision_builds import examples_alone, partnership
from tests.dashboard.small_marts import write

DAY = date(2026, 11, 21)
BUILT = "Built 21 November 2026."


class TestStandards:
    @pytest.mark.parametrize(
        ("area", "statement"),
        [
            ("Leeds", "Leeds: 3 standards of 4 from 2 reports can be judged by what is known; 2 are met."),
            ("Bradford", "Bradford: 4 standards of 4 from 2 reports can be judged by what is known; 4 are met."),
            (
                "Barnsley",
                "Barnsley: 1 standard of 4 is shown to be met by examples in reports, which never say no; "
                "the others are not known.",
            ),
            ("Hackney", "Hackney: 1 standard of 4 from 2 reports can be judged by what is known; 0 are met."),
            ("Rutland", "Rutland: too little is known to judge any of 4 standards for women from 2 reports."),
        ],
    )
    def test_what_is_met_is_said_of_what_is_known(self, looking_at: Looking, area: str, statement: str) -> None:
        assert standards_met.answer(looking_at(area)).statement == statement

    def test_each_report_has_its_row_and_no_share_stands_without_how_much_is_known(self, looking_at: Looking) -> None:
        assert standards_met.answer(looking_at("Leeds")).table.rows() == [
            ("Made-up report (2024)", "2 of 2", "1 of 2"),
            ("Made-up list (2025)", "1 of 2", "1 (examples only)"),
        ]
        assert standards_met.answer(looking_at("Rutland")).table["Met, of known"].to_list() == ["none known"] * 2

    def test_old_evidence_is_said_only_of_what_it_judges(self, looking_at: Looking, real: Marts) -> None:
        left_out = (
            "A standard asked of government or of others, or that no offer can show, is listed below and not counted."
        )
        assert standards_met.answer(looking_at("Leeds")).notes == (
            left_out,
            "2 judgements rest on evidence older than 18 months.",
            "1 of 3 judgements rests on examples in reports alone.",
            words.REAL_EXAMPLES,
        )
        assert standards_met.answer(looking_at("Bradford")).notes == (left_out, words.REAL_EXAMPLES)
        assert standards_met.answer(looking_at("Bradford", build=real)).notes == (left_out,)
        assert words.NEVER_NO in standards_met.answer(looking_at("Bradford")).cannot_tell

    def test_each_standard_stands_under_its_report_with_its_state(self, looking_at: Looking) -> None:
        found = standards_met.by_framework(looking_at("Leeds"))
        assert [(name, about) for name, about, _ in found] == [
            ("Made-up report (2024)", "A made-up report, Nobody, 2024"),
            ("Made-up list (2025)", "A made-up list, Nobody, 2025"),
        ]
        assert [[name for name, _, _ in standards] for _, _, standards in found] == [
            [
                "Met: A group for women",
                "Not met, by evidence older than 18 months: A choice, with children",
                "Asked of government: Money that stays",
                "No offer can show this: A place that welcomes",
            ],
            [
                "Met, by evidence older than 18 months: A way in",
                "Not known: Rules in writing",
                "Asked of other providers: Midwives who ask",
            ],
        ]
        assert found[0][2][0][1:] == (
            "Asks: A group for women is asked for. Counts as met: A group for women is there. What shows it: "
            "Made up. (point 1)",
            "",
        )

    def test_what_is_not_known_is_not_called_old(self, tmp_path: Path, looking_at: Looking) -> None:
        path = write(tmp_path / "commissioning.duckdb")
        with duckdb.connect(str(path)) as out:
            out.execute("update standard_state set state = 'not_known' where standard = 'a_choice'")
        found = standards_met.by_framework(looking_at("Leeds", build=current_marts(path)))
        assert found[0][2][1][0] == "Not known: A choice, with children"
        assert standards_met.answer(looking_at("Leeds", build=current_marts(path))).notes[1:] == (
            "1 judgement rests on evidence older than 18 months.",
            "1 of 2 judgements rests on examples in reports alone.",
            words.REAL_EXAMPLES,
        )

    def test_an_example_of_what_is_planned_is_not_called_unknown(self, tmp_path: Path, looking_at: Looking) -> None:
        reading = looking_at("Leeds", build=current_marts(examples_alone(tmp_path)))
        assert standards_met.answer(reading).statement == (
            "Leeds: 2 standards of 4 are shown to be met by examples in reports, which never say no; 1 is only "
            "planned; the other not known."
        )
        assert standards_met.answer(reading).table["Met, of known"].to_list() == ["1 (examples only)"] * 2


class TestJustice:
    def test_a_partnership_has_each_contract_of_its_members_once(self, tmp_path: Path, looking_at: Looking) -> None:
        found = justice_contracts.answer(looking_at("Two Cities", build=current_marts(partnership(tmp_path))), DAY)
        assert found.rows["contract_reference"].to_list() == ["WOS-1", "DNR-1", "DNR-2"]
        assert found.statement.startswith("Two Cities: 1 contract for women's services;")

    @pytest.mark.parametrize(
        ("area", "day", "statement"),
        [
            (
                "Leeds",
                DAY,
                "Leeds: 1 contract for women's services; of 2 contracts for dependency, 1 is open to women "
                "(21 November 2026).",
            ),
            (
                "Leeds",
                date(2026, 11, 20),
                "Leeds: 2 contracts for women's services; of 2 contracts for dependency, 1 is open to women "
                "(20 November 2026).",
            ),
            (
                "Leeds",
                date(2027, 2, 1),
                "Leeds: 1 contract for women's services; of 3 contracts for dependency, 2 are open to women "
                "(1 February 2027).",
            ),
            (
                "Rutland",
                DAY,
                "Rutland: 2 contracts for women's services; of 1 contract for dependency, none is open to women "
                "(21 November 2026).",
            ),
            (
                "Hackney",
                DAY,
                "Hackney: no contract for women's services or dependency is held for 21 November 2026.",
            ),
        ],
    )
    def test_contracts_are_those_in_force_on_the_day(
        self, looking_at: Looking, area: str, day: date, statement: str
    ) -> None:
        assert justice_contracts.answer(looking_at(area), day).statement == statement

    def test_whom_they_are_for_where_and_for_how_long(self, looking_at: Looking) -> None:
        exhibit = justice_contracts.answer(looking_at("Leeds"), DAY)
        assert exhibit.table.rows() == [
            ("Women's services, West Yorkshire", "women", "West Yorkshire", "from 1 January 2021"),
            (
                "Dependency, for all",
                "women and men",
                "Yorkshire and the Humber probation region",
                "from 1 April 2023 to 31 March 2027",
            ),
            ("Dependency, for men", "men", "West Yorkshire", "from 1 January 2021"),
        ]
        assert exhibit.notes == ()
        assert exhibit.source == (
            f"Source: Rehabilitative services from Nobody, contracts in force on 21 November 2026. {BUILT}"
        )

    def test_where_dependency_is_for_men_only_it_says_where_women_go(self, looking_at: Looking) -> None:
        assert justice_contracts.answer(looking_at("Rutland"), DAY).notes == (
            "Where dependency contracts are for men only, women are to be helped within women's services.",
        )

    @pytest.mark.parametrize(
        ("service", "statement"),
        [
            (small_provision.WOMENS, "Rutland: 2 contracts for women's services; none for dependency"),
            (
                small_provision.DEPENDENCY,
                "Rutland: no contract for women's services; of 1 contract for dependency, none is open to women",
            ),
        ],
    )
    def test_one_kind_without_the_other_is_said_so(
        self, tmp_path: Path, looking_at: Looking, service: str, statement: str
    ) -> None:
        path = write(tmp_path / "commissioning.duckdb")
        with duckdb.connect(str(path)) as out:
            out.execute("delete from rehabilitative_service where service <> ?", [service])
        found = justice_contracts.answer(looking_at("Rutland", build=current_marts(path)), DAY).statement
        assert found == f"{statement} (21 November 2026)."

    def test_contracts_that_are_not_held_are_not_none(self, looking_at: Looking, untold: Marts) -> None:
        assert justice_contracts.answer(looking_at("Leeds", build=untold), DAY).statement == (
            "Leeds: the Ministry of Justice's contracts are not in the files held."
        )
