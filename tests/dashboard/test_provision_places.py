"""England and its regions: what is offered is never told without how much is known, round by round."""

from pathlib import Path

import duckdb
import pytest

from dashboard.answers import (
    provision_reach,
    provision_rounds,
)
from dashboard.answers import provision_words as words
from dashboard.marts import Marts, current_marts
from tests.dashboard.conftest import Looking
from tests.dashboard.provision_builds import examples_alone
from tests.dashboard.small_marts import write
from tests.dashboard.small_provision import GROUP, OFFERS


class TestReach:
    @pytest.mark.parametrize(
        ("area", "statement"),
        [
            (
                "England",
                "England: 33.3% of answers on 6 offers in 10 authorities are known; 55.0% of those are “offered” "
                "(21 November 2026).",
            ),
            (
                "London",
                "London: 8.3% of answers on 6 offers in 2 authorities are known; 0% of those are “offered” "
                "(21 November 2026).",
            ),
            (
                "West Midlands",
                "West Midlands: 100% of answers on 6 offers in 1 authority are known; 16.7% of those are “offered” "
                "(21 November 2026).",
            ),
            (
                "East Midlands",
                "East Midlands: nobody has said yet what women are offered in any of its authorities "
                "(21 November 2026).",
            ),
        ],
    )
    def test_what_is_offered_is_never_without_how_much_is_known(
        self, looking_at: Looking, area: str, statement: str
    ) -> None:
        assert provision_reach.answer(looking_at(area)).statement == statement

    def test_authorities_and_women_stand_in_the_table(self, looking_at: Looking) -> None:
        table = provision_reach.answer(looking_at("England")).table
        assert table.row(0) == (
            *("Women-only group", "4 of 6", "0", "1", "1", "4"),
            "4,310 of 6,124 (70.4%; not known 11.0%)",
        )
        assert table.row(4)[1:] == ("1 of 2", "0", "0", "1", "8", "1,020 of 6,124 (16.7%; not known 49.9%)")

    def test_women_who_are_not_counted_are_not_none(self, looking_at: Looking, real: Marts) -> None:
        exhibit = provision_reach.answer(looking_at("London"))
        assert not [column for column in exhibit.table.columns if "Women" in column]
        none = "Women in treatment are counted in none of its authorities."
        assert exhibit.notes == (none, words.REAL_EXAMPLES)
        assert provision_reach.answer(looking_at("London", build=real)).notes == (none,)
        assert provision_reach.answer(looking_at("East Midlands", build=real)).notes == (
            "Women in treatment in 2023-24, by the authority they live in, counted in 1 of 1 authority.",
        )

    def test_women_counted_in_few_authorities_stand_in_no_table(self, tmp_path: Path, looking_at: Looking) -> None:
        path = write(tmp_path / "commissioning.duckdb")
        with duckdb.connect(str(path)) as out:
            out.execute("update provision_reach set areas_with_women = 4")
        exhibit = provision_reach.answer(looking_at("England", build=current_marts(path)))
        assert exhibit.table.columns[-1] == "Not known"
        assert (
            "Women in treatment are counted in 4 of 10 authorities: too few to say how many live where it is offered."
            in exhibit.notes
        )

    def test_old_evidence_of_what_is_offered_is_counted(self, tmp_path: Path, looking_at: Looking) -> None:
        path = write(tmp_path / "commissioning.duckdb")
        with duckdb.connect(str(path)) as out:
            out.execute("update provision_reach set areas_offered_stale = 2 where offer = ?", [GROUP])
        exhibit = provision_reach.answer(looking_at("England", build=current_marts(path)))
        assert exhibit.table["Of these by old evidence"].to_list() == ["2", "0", "0", "0", "0", "0"]
        assert "2 of 11 answers “offered” rest on evidence older than 18 months." in exhibit.notes

    def test_examples_alone_give_no_share(self, tmp_path: Path, looking_at: Looking) -> None:
        assert "2 of 20 known answers rest on examples in reports alone." in (
            provision_reach.answer(looking_at("England")).notes
        )
        exhibit = provision_reach.answer(looking_at("England", build=current_marts(examples_alone(tmp_path))))
        assert exhibit.statement == (
            "England: 20 of 60 answers on 6 offers are known, all by examples in reports, which never say no "
            "(21 November 2026)."
        )
        assert exhibit.table["Offered, of known"][0] == "4 (examples only)"
        assert not [note for note in exhibit.notes if "alone" in note]
        assert words.NEVER_NO in exhibit.cannot_tell

    def test_a_place_without_authorities_has_no_chart(self, looking_at: Looking) -> None:
        exhibit = provision_reach.answer(looking_at("Wales"))
        assert exhibit.figure is None
        assert exhibit.notes == ()


class TestRounds:
    @pytest.mark.parametrize(
        ("area", "statement"),
        [
            (
                "England",
                "England, women-only group: offered in 3 of 5 authorities where it is known in 2026Q3; 1 of 2 in "
                "2025Q3.",
            ),
            (
                "Yorkshire and the Humber",
                "Yorkshire and the Humber, women-only group: offered in 2 of 2 authorities where it is known in "
                "2026Q3; not known in 2025Q3.",
            ),
            (
                "London",
                "London, women-only group: offered in 0 of 1 authority where it is known in 2026Q3, the only round "
                "held.",
            ),
            ("East Midlands", "East Midlands: no round of self-audits is held."),
        ],
    )
    def test_the_last_round_is_said_beside_the_first(self, looking_at: Looking, area: str, statement: str) -> None:
        exhibit = provision_rounds.answer(looking_at(area), GROUP, OFFERS[GROUP])
        assert exhibit.statement == statement
        assert (exhibit.figure is not None) == (exhibit.rows.height > 1)
        assert exhibit.notes == (
            ("By returns alone: examples in reports belong to no round. A return counts until it is 18 months old.",)
            if exhibit.rows.height
            else ()
        )

    def test_its_rows_are_those_of_the_offer(self, looking_at: Looking) -> None:
        exhibit = provision_rounds.answer(looking_at("England"), GROUP, OFFERS[GROUP])
        assert exhibit.rows["offer"].to_list() == [GROUP, GROUP]
        assert exhibit.table.rows() == [
            ("2025Q3", "2 of 10", "1 of 2", "0", "1"),
            ("2026Q3", "5 of 10", "3 of 5", "1", "1"),
        ]

    @pytest.mark.parametrize(
        ("area", "statement"),
        [
            (
                "England",
                "England: 50.0% of answers on all offers are known in 2026Q3, 60.0% of them “offered”; in 2025Q3 20.0% "
                "were known.",
            ),
            (
                "Yorkshire and the Humber",
                "Yorkshire and the Humber: 66.7% of answers on all offers are known in 2026Q3, 100% of them “offered”; "
                "in 2025Q3 0% were known.",
            ),
            (
                "London",
                "London: 50.0% of answers on all offers are known in 2026Q3, 0% of them “offered”; the only "
                "round held.",
            ),
            ("East Midlands", "East Midlands: no round of self-audits is held."),
        ],
    )
    def test_over_all_offers_what_is_known_stands_first(self, looking_at: Looking, area: str, statement: str) -> None:
        assert provision_rounds.over_all(looking_at(area)).statement == statement

    def test_each_round_has_its_row_over_all_offers(self, looking_at: Looking) -> None:
        assert provision_rounds.over_all(looking_at("England")).table.rows() == [
            ("2025Q3", "2 of 10", "12 of 60", "6 of 12"),
            ("2026Q3", "5 of 10", "30 of 60", "18 of 30"),
        ]
        assert "offered" not in provision_rounds.over_all(looking_at("East Midlands")).statement
