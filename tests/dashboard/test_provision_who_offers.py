"""Where one offer is to be had, and who like us has it: no share without how much is known."""

from pathlib import Path

import duckdb
import pytest

from dashboard.answers import provision_words as words
from dashboard.answers import (
    who_offers,
)
from dashboard.marts import Marts, current_marts
from tests.dashboard.conftest import Looking
from tests.dashboard.provision_builds import examples_alone, partnership
from tests.dashboard.small_marts import write
from tests.dashboard.small_provision import CHILDCARE, GROUP, OFFERS, OUTREACH, SENTENCE

WORKED_OUT = (
    "Alike, as far as we know, in substance mix, treatment rate, size and drug deaths (2023-24): the ten most alike "
    "were looked at, the most alike first."
)


class TestWhoOffersIt:
    @pytest.mark.parametrize(
        ("offer", "statement"),
        [
            (GROUP, "Women-only group: offered in 4 of 6 authorities where it is known; not known in 4 of 10."),
            (
                OUTREACH,
                "Outreach to women who sell sex or are homeless: offered in 2 of 3 authorities where it is known; "
                "not known in 7 of 10.",
            ),
        ],
    )
    def test_what_is_offered_is_said_of_where_it_is_known(
        self, looking_at: Looking, offer: str, statement: str
    ) -> None:
        assert who_offers.on_the_map(looking_at("Leeds"), offer, OFFERS[offer]).statement == statement

    @pytest.mark.parametrize(
        ("changes", "statement"),
        [
            ("state = 'not_known'", "Women-only group: not known in any of 10 authorities."),
            ("state = 'planned'", "Women-only group: offered in 0 of 10 authorities; it is known in all."),
            (
                "state = if(area_code = 'E08000035', 'offered', 'not_known')",
                "Women-only group: offered in 1 of 1 authority where it is known; not known in 9 of 10.",
            ),
        ],
    )
    def test_nothing_known_and_all_known_are_said_so(
        self, tmp_path: Path, looking_at: Looking, changes: str, statement: str
    ) -> None:
        path = write(tmp_path / "commissioning.duckdb")
        with duckdb.connect(str(path)) as out:
            out.execute(f"update provision set {changes}")
        reading = looking_at("Leeds", build=current_marts(path))
        assert who_offers.on_the_map(reading, GROUP, OFFERS[GROUP]).statement == statement

    def test_the_map_has_every_authority_and_the_women_who_live_in_each_state(
        self, looking_at: Looking, untold: Marts
    ) -> None:
        exhibit = who_offers.on_the_map(looking_at("Leeds"), GROUP, OFFERS[GROUP])
        assert exhibit.figure is not None
        assert exhibit.notes == (
            "Of 6,124 women in treatment in the authorities counted (2023-24), 4,310 live where it is offered, 0 where "
            "planned, 1,140 where not, and 674 where nobody knows. Counted in 7 of 10 authorities.",
            "1 of 6 known answers rests on examples in reports alone.",
            words.REAL_EXAMPLES,
        )
        assert exhibit.table.filter(Area="Hackney").row(0) == ("Hackney", "London", "→ Planned", "Sep 2026")
        assert exhibit.table.filter(Area="Rutland").row(0) == ("Rutland", "East Midlands", "? Not known", "–")
        old = who_offers.on_the_map(looking_at("Leeds"), CHILDCARE, OFFERS[CHILDCARE]).table.filter(Area="Leeds")
        assert old["State"].item() == "– Not offered, by old evidence"
        assert old["Evidence of"].item() == "Oct 2024, older than 18 months"
        assert who_offers.on_the_map(looking_at("Leeds", build=untold), GROUP, OFFERS[GROUP]).notes == ()

    def test_women_counted_in_few_authorities_say_nothing_of_england(self, tmp_path: Path, looking_at: Looking) -> None:
        path = write(tmp_path / "commissioning.duckdb")
        with duckdb.connect(str(path)) as out:
            out.execute("update provision_reach set areas_with_women = 4")
        exhibit = who_offers.on_the_map(looking_at("Leeds", build=current_marts(path)), GROUP, OFFERS[GROUP])
        assert exhibit.notes[0] == (
            "Women in treatment are counted in 4 of 10 authorities: too few to say how many live where it is offered."
        )

    def test_women_by_old_evidence_are_said(self, tmp_path: Path, looking_at: Looking) -> None:
        path = write(tmp_path / "commissioning.duckdb")
        with duckdb.connect(str(path)) as out:
            out.execute("update provision_reach set women_offered_stale = 1240")
        note = who_offers.on_the_map(looking_at("Leeds", build=current_marts(path)), GROUP, OFFERS[GROUP]).notes[0]
        assert note.endswith("Of those who live where it is offered, 1,240 do so by evidence older than 18 months.")

    def test_examples_alone_give_no_share(self, tmp_path: Path, looking_at: Looking) -> None:
        path = examples_alone(tmp_path)
        with duckdb.connect(str(path)) as out:
            out.execute("update provision set state = 'not_known', evidence_kind = null where state = 'not_offered'")
        reading = looking_at("Leeds", build=current_marts(path))
        exhibit = who_offers.on_the_map(reading, GROUP, OFFERS[GROUP])
        assert exhibit.statement == (
            "Women-only group: offered in 4 and planned in 1 authority, by examples alone, which never say no; 5 of 10 "
            "not known."
        )
        assert who_offers.on_the_map(reading, OUTREACH, "Outreach").statement == (
            "Outreach: offered in 2 authorities, by examples alone, which never say no; 8 of 10 are not known."
        )
        assert words.NEVER_NO in exhibit.cannot_tell

    @pytest.mark.parametrize(
        ("kind", "said"),
        [
            ("self_report", "Canal says so."),
            ("site_visit", "Canal: a visit showed it."),
            ("contract", "Canal: its contract says so."),
            ("foi", "Canal: a freedom of information answer says so."),
        ],
    )
    def test_who_says_so_is_worded_by_the_evidence(
        self, tmp_path: Path, looking_at: Looking, kind: str, said: str
    ) -> None:
        path = write(tmp_path / "commissioning.duckdb")
        with duckdb.connect(str(path)) as out:
            out.execute("update provision set evidence_type = ?", [kind])
        table = who_offers.alike(looking_at("Leeds", build=current_marts(path)), GROUP, OFFERS[GROUP]).table
        assert table["What is known"][0] == said

    def test_a_partnership_is_ringed_by_all_its_members(self, tmp_path: Path, looking_at: Looking) -> None:
        reading = looking_at("Two Cities", build=current_marts(partnership(tmp_path)))
        drawn = who_offers.on_the_map(reading, GROUP, OFFERS[GROUP]).figure
        assert drawn is not None
        assert len([trace for trace in drawn.data if trace.name == "ring"][-1].x) == 3 * 8
        assert "<b>Two Cities: 2 authorities</b>" in [note.text for note in drawn.layout.annotations]

    def test_an_offer_nothing_is_held_of_is_no_map(self, looking_at: Looking) -> None:
        exhibit = who_offers.on_the_map(looking_at("Leeds"), "tea", "Tea")
        assert exhibit.figure is None
        assert exhibit.notes == ()

    def test_similar_areas_come_most_alike_first_and_by_a_method_that_is_named(self, looking_at: Looking) -> None:
        exhibit = who_offers.alike(looking_at("Leeds"), GROUP, OFFERS[GROUP])
        assert exhibit.statement == (
            "Women-only group: 2 of the areas like this one offer it: Birmingham and Barnsley."
        )
        assert exhibit.notes == ("Alike by “a made-up method”, the most alike first.", words.REAL_EXAMPLES)
        assert exhibit.table.rows() == [
            ("Birmingham", "Canal says so.", "Sep 2026"),
            ("Barnsley", "A group meets. (pilot)", "Sep 2025"),
        ]

    @pytest.mark.parametrize(
        ("offer", "statement", "areas", "note"),
        [
            (
                GROUP,
                "Women-only group: 1 of the areas like this one offers it: Birmingham.",
                ["Birmingham"],
                WORKED_OUT,
            ),
            (
                CHILDCARE,
                "Childcare or a child-friendly place: none of the areas like this one is known to offer it; the "
                "nearest that does is Bradford.",
                ["Bradford"],
                f"{WORKED_OUT} These are the nearest by the map instead.",
            ),
        ],
    )
    def test_areas_worked_out_to_be_alike_are_called_so(
        self, tmp_path: Path, looking_at: Looking, offer: str, statement: str, areas: list[str], note: str
    ) -> None:
        path = write(tmp_path / "commissioning.duckdb")
        with duckdb.connect(str(path)) as out:
            out.execute("update similar_area set basis = 'computed', method = null, period = '2023-24'")
            out.execute("delete from similar_area where rank > 2")
        exhibit = who_offers.alike(looking_at("Leeds", build=current_marts(path)), offer, OFFERS[offer])
        assert exhibit.statement == statement
        assert exhibit.table["Area"].to_list() == areas
        assert exhibit.notes[0] == note

    def test_without_a_list_of_similar_areas_they_are_of_the_region(self, looking_at: Looking) -> None:
        exhibit = who_offers.alike(looking_at("Bradford"), GROUP, OFFERS[GROUP])
        assert exhibit.statement == (
            "Women-only group: 2 of the authorities of Yorkshire and the Humber offer it: Leeds and Barnsley."
        )
        assert (
            exhibit.notes[0] == "No list of areas like Bradford is held, so these are of its region, the nearest first."
        )
        assert exhibit.table["What is known"].to_list() == ["Harbour (Leeds) says so.", "A group meets. (pilot)"]

    def test_what_a_service_says_stands_before_what_a_report_says(self, looking_at: Looking) -> None:
        table = who_offers.alike(looking_at("Barnsley"), GROUP, OFFERS[GROUP]).table
        assert table.rows() == [
            ("Leeds", "Harbour (Leeds) says so.", "Sep 2026"),
            ("Bradford", "Valley: a visit showed it. A group meets. (pilot)", "Sep 2026"),
        ]

    def test_where_none_of_the_region_does_the_nearest_elsewhere_are_named(self, looking_at: Looking) -> None:
        exhibit = who_offers.alike(looking_at("Rutland"), GROUP, OFFERS[GROUP])
        assert exhibit.statement == (
            "Women-only group: none of the authorities of the East Midlands is known to offer it; the nearest that "
            "does is Barnsley."
        )
        assert exhibit.notes[0] == "No list of areas like Rutland is held: these are the nearest by the map."
        assert exhibit.table["Area"].to_list()[:2] == ["Barnsley", "Birmingham"]

    def test_a_partnership_is_not_alike_itself(self, tmp_path: Path, looking_at: Looking) -> None:
        exhibit = who_offers.alike(
            looking_at("Two Cities", build=current_marts(partnership(tmp_path))), GROUP, OFFERS[GROUP]
        )
        assert exhibit.table["Area"].to_list() == ["Barnsley"]

    @pytest.mark.parametrize(
        ("area", "offer", "statement"),
        [
            (
                "Bradford",
                OUTREACH,
                "Outreach to women who sell sex or are homeless: 1 of the authorities of Yorkshire and the Humber "
                "offers it: Leeds.",
            ),
            (
                "Rutland",
                OUTREACH,
                "Outreach to women who sell sex or are homeless: none of the authorities of the East Midlands is known "
                "to offer it; the nearest that does is Leeds.",
            ),
            (
                "Leeds",
                CHILDCARE,
                "Childcare or a child-friendly place: none of the areas like this one is known to offer it.",
            ),
        ],
    )
    def test_one_and_none_are_said_so(self, looking_at: Looking, area: str, offer: str, statement: str) -> None:
        assert who_offers.alike(looking_at(area), offer, OFFERS[offer]).statement == statement

    def test_of_many_two_are_named_and_twelve_listed(self, tmp_path: Path, looking_at: Looking) -> None:
        path = write(tmp_path / "commissioning.duckdb")
        with duckdb.connect(str(path)) as out:
            out.execute("update provision set state = 'offered', evidence_kind = 'audit'")
        reading = looking_at("Leeds", build=current_marts(path))
        exhibit = who_offers.alike(reading, OUTREACH, "Outreach")
        assert exhibit.statement == (
            "Outreach: 3 of the areas like this one offer it, such as Birmingham and Bournemouth, Christchurch and "
            "Poole."
        )
        assert exhibit.table["What is known"].to_list()[1] == "A service says so."

    def test_a_report_whose_example_is_told_elsewhere_still_says_so(self, tmp_path: Path, looking_at: Looking) -> None:
        path = write(tmp_path / "commissioning.duckdb")
        with duckdb.connect(str(path)) as out:
            out.execute("update good_practice set repeats = 'W9-09' where example_id = 'W9-02'")
        reading = looking_at("Leeds", build=current_marts(path))
        assert who_offers.alike(reading, GROUP, "Group").table.row(1) == ("Barnsley", "A report says so.", "Sep 2025")

    def test_examples_say_whether_they_run_what_came_of_them_and_where(self, looking_at: Looking, real: Marts) -> None:
        source = "A made-up report (2025): “A made-up heading”."
        examples, about = who_offers.elsewhere(looking_at("Leeds"), GROUP)
        assert about == words.REAL_EXAMPLES
        assert examples == [
            ("Barnsley & Bradford", f"A group meets. (pilot) Of 20 women 12 stayed. {source}", ""),
            ("Nationwide", f"A house takes women only. (planned) {source}", ""),
            ("Birmingham", f"A group met until its money ended. (ended) {source}", ""),
        ]
        assert who_offers.elsewhere(looking_at("Leeds", build=real), OUTREACH) == (
            [("Leeds", f"{SENTENCE} {source}", "")],
            "",
        )

    def test_an_example_of_no_area_says_why(self, tmp_path: Path, looking_at: Looking) -> None:
        path = write(tmp_path / "commissioning.duckdb")
        with duckdb.connect(str(path)) as out:
            out.execute("update good_practice set no_area_reason = 'in Scotland' where example_id = 'W9-03'")
        examples, _ = who_offers.elsewhere(looking_at("Leeds", build=current_marts(path)), GROUP)
        assert examples[1][0] == "NATIONWIDE (in Scotland)"
