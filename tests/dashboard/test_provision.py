"""Provision in words: not known is never a no, a share never stands without how much is known, old evidence is said."""

import csv
import io
from datetime import date
from pathlib import Path

import duckdb
import plotly.graph_objects as go
import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.answers import (
    justice_contracts,
    provenance,
    provision,
    provision_reach,
    provision_rounds,
    standards_met,
    who_offers,
)
from dashboard.answers import provision_words as words
from dashboard.charts import theme
from dashboard.charts.reach import ABOVE_PX, BAR, ROW_PX, reach
from dashboard.charts.rounds import LABEL_PX, LINES, rounds
from dashboard.exhibit import Exhibit
from dashboard.marts import Marts, current_marts
from dashboard.reading import SYNTHETIC_NOTE, Reading, areas_of
from pipelines.warehouse import PACKAGE
from tests.dashboard import small_provision
from tests.dashboard.conftest import Looking
from tests.dashboard.small_marts import write
from tests.dashboard.small_provision import CHILDCARE, FORMULA, GROUP, HTTP, HTTPS, OFFERS, OUTREACH, SENTENCE, TABLES
from tests.dashboard.test_charts import NOTES
from tests.dashboard.test_charts import words as words_in

APP = str(Path(__file__).resolve().parents[2] / "dashboard" / "app.py")
DAY = date(2026, 11, 21)
BUILT = "Built 21 November 2026."
AUTHORITIES = ("Leeds", "Bradford", "Barnsley", "Birmingham", "Hackney", "Rutland", "City of London")
PLACES = ("England", "Yorkshire and the Humber", "London", "East Midlands", "South West")


def told(name: str) -> list[dict[str, object]]:
    """The columns of a table, by name and type, as its definition in the pipelines makes it."""
    with duckdb.connect() as connection:
        connection.execute("create schema mart")
        text = (PACKAGE / "marts" / f"{name}.sql").read_text(encoding="utf-8")
        for statement in connection.extract_statements(text):
            if statement.type == duckdb.StatementType.CREATE:
                connection.execute(statement)
        return connection.sql(f"select column_name, column_type from (describe mart.{name})").pl().to_dicts()


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Marts:
    """The same figures in a build that is not made up."""
    return current_marts(write(tmp_path_factory.mktemp("real") / "commissioning.duckdb", is_synthetic=False))


@pytest.fixture(scope="module")
def untold(tmp_path_factory: pytest.TempPathFactory) -> Marts:
    """A build nobody has sent anything for."""
    return current_marts(write(tmp_path_factory.mktemp("untold") / "commissioning.duckdb", only_schema=True))


class TestSmallMarts:
    @pytest.mark.parametrize("table", TABLES)
    def test_a_table_has_the_columns_the_build_publishes(self, table: str) -> None:
        with duckdb.connect() as connection:
            connection.execute(small_provision.SCHEMA)
            small = connection.sql(f"select column_name, column_type from (describe {table})").pl().to_dicts()
        assert small == told(table)

    @pytest.mark.parametrize("is_told", [True, False])
    def test_its_rows_keep_the_builds_promises(self, is_told: bool) -> None:
        rows = small_provision.rows(is_told=is_told)
        assert set(rows) <= set(TABLES)
        with duckdb.connect() as connection:
            connection.execute("create schema mart")
            for table, own in rows.items():
                text = (PACKAGE / "marts" / f"{table}.sql").read_text(encoding="utf-8")
                connection.execute(connection.extract_statements(text)[0])
                marks = ", ".join("?" * len(own[0]))
                connection.executemany(f"insert into mart.{table} values ({marks})", own)


class TestWhatIsOffered:
    @pytest.mark.parametrize(
        ("area", "statement"),
        [
            (
                "Leeds",
                "Leeds: of 6 offers for women, 3 are offered, 1 is planned, 1 is not offered and 1 is not known "
                "(21 November 2026).",
            ),
            ("Bradford", "Bradford: of 6 offers for women, 6 are offered (21 November 2026)."),
            (
                "Birmingham",
                "Birmingham: of 6 offers for women, 1 is offered and 5 are not offered (21 November 2026).",
            ),
            ("Barnsley", "Barnsley: of 6 offers for women, 1 is offered and 5 are not known (21 November 2026)."),
            ("Rutland", "Rutland: nobody has said yet what women are offered; all 6 offers are not known."),
        ],
    )
    def test_every_state_is_counted_and_what_is_not_known_apart(
        self, looking_at: Looking, area: str, statement: str
    ) -> None:
        assert provision.answer(looking_at(area)).statement == statement

    def test_the_board_has_every_offer_once_with_the_month_of_its_evidence(self, looking_at: Looking) -> None:
        assert provision.answer(looking_at("Leeds")).board == (
            (
                "✓ Offered: 3",
                (
                    "Women-only group (Sep 2026)",
                    "Specialist midwife or health visitor and pregnancy pathway (Sep 2026)",
                    "Outreach to women who sell sex or are homeless (Sep 2025)",
                ),
            ),
            ("→ Planned: 1", ("Female keyworker, by default or on request (Sep 2026)",)),
            ("– Not offered: 1", ("Childcare or a child-friendly place (Oct 2024, old evidence)",)),
            ("? Not known: 1", ("Menopause, domestic abuse and pregnancy policies",)),
        )

    def test_the_table_says_what_each_rests_on_and_who_did_not_tell(self, looking_at: Looking) -> None:
        assert provision.answer(looking_at("Leeds")).table.rows() == [
            (
                "Women-only group",
                "✓ Offered",
                "The service's self-audit, 15 September 2026; 2 of 2 services offer it",
            ),
            ("Female keyworker, by default or on request", "→ Planned", "A visit, 15 September 2026"),
            (
                "Childcare or a child-friendly place",
                "– Not offered, by old evidence",
                "The service's self-audit, 1 October 2024, older than 18 months",
            ),
            (
                "Specialist midwife or health visitor and pregnancy pathway",
                "✓ Offered",
                "The contract, 15 September 2026",
            ),
            ("Menopause, domestic abuse and pregnancy policies", "? Not known", "No service told"),
            (
                "Outreach to women who sell sex or are homeless",
                "✓ Offered",
                "An example in a report, 19 September 2025",
            ),
        ]
        assert set(provision.answer(looking_at("Rutland")).table["Evidence"]) == {"No return"}

    def test_old_evidence_examples_and_their_being_real_are_said(self, looking_at: Looking, real: Marts) -> None:
        notes = (
            "1 answer rests on evidence older than 18 months.",
            "1 answer rests on an example in a report, not on what a service has told.",
        )
        assert provision.answer(looking_at("Leeds")).notes == (*notes, words.REAL_EXAMPLES)
        assert provision.answer(looking_at("Leeds", build=real)).notes == notes
        assert provision.answer(looking_at("Bradford")).notes == ()

    @pytest.mark.parametrize(
        ("area", "source"),
        [
            ("Leeds", f"Source: self-audits of services and examples in reports. {BUILT}"),
            ("Bradford", f"Source: self-audits of services. {BUILT}"),
            ("Barnsley", f"Source: examples in reports. {BUILT}"),
            ("Rutland", f"Source: no evidence held. {BUILT}"),
        ],
    )
    def test_the_source_is_what_the_answers_rest_on(self, looking_at: Looking, area: str, source: str) -> None:
        assert provision.answer(looking_at(area)).source == source

    @pytest.mark.parametrize(
        ("area", "question"),
        [
            ("Leeds", "Who finds out about the offer nobody knows of, and by when?"),
            ("Rutland", "Who finds out about the 6 offers nobody knows of, and by when?"),
            ("Birmingham", "Which of what is missing comes first?"),
            ("Bradford", "Does it reach every woman who needs it?"),
        ],
    )
    def test_what_to_discuss_begins_with_what_nobody_knows(self, looking_at: Looking, area: str, question: str) -> None:
        assert provision.answer(looking_at(area)).to_discuss == question

    def test_who_could_tell_is_named(self, looking_at: Looking) -> None:
        assert provision.who_could_tell(looking_at("Leeds")) == [
            "Not known: Menopause, domestic abuse and pregnancy policies.",
            "Brook left 4 of 6 offers open on 1 October 2024: its manager could tell.",
            "Harbour (Leeds) left 3 of 6 offers open on 15 September 2026: its manager could tell.",
        ]
        assert provision.who_could_tell(looking_at("Bradford")) == []
        assert provision.who_could_tell(looking_at("Barnsley"))[1:] == [
            "No service in Barnsley has sent a self-audit. The authority's commissioner can ask each service to fill "
            "one in: the Self-audit page has the form."
        ]

    def test_a_service_that_left_nothing_open_is_not_asked(self, tmp_path: Path, looking_at: Looking) -> None:
        path = write(tmp_path / "commissioning.duckdb")
        with duckdb.connect(str(path)) as out:
            out.execute("update provision set state = 'not_known', evidence_kind = null where area_code = 'E08000032'")
        asked = provision.who_could_tell(looking_at("Bradford", build=current_marts(path)))
        assert [sentence.split(":")[0] for sentence in asked] == ["Not known"]


class TestEvidence:
    def test_each_answer_names_where_its_evidence_stands(self, looking_at: Looking) -> None:
        found = {name: (text, link) for name, text, link in provision.evidence_list(looking_at("Leeds"))}
        assert found == {
            "Women-only group: offered": (
                "The service's self-audit, 15 September 2026; Harbour (Leeds), line 2 of audit_2026Q3.csv.",
                HTTPS,
            ),
            "Female keyworker, by default or on request: planned": (
                "A visit, 15 September 2026; Harbour (Leeds), line 2 of audit_2026Q3.csv. Its note: “**Soon** "
                "[here](javascript:alert(1)) www.example.org a@example.org https://example.org # now”.",
                "",
            ),
            "Childcare or a child-friendly place: not offered": (
                "The service's self-audit, 1 October 2024, older than 18 months; Brook, line 3 of audit_2025Q3.csv. "
                f"Its note: “{FORMULA}”.",
                "",
            ),
            "Specialist midwife or health visitor and pregnancy pathway: offered": (
                "The contract, 15 September 2026; Harbour (Leeds), line 2 of audit_2026Q3.csv.",
                HTTP,
            ),
            "Outreach to women who sell sex or are homeless: offered": (
                "An example in a report, 19 September 2025; example W9-01 of the register of good practice. "
                f"{SENTENCE}",
                "",
            ),
        }
        assert provision.evidence_list(looking_at("Rutland")) == []

    @pytest.mark.parametrize(
        "address",
        [
            None,
            "",
            "javascript:alert(1)",
            "JavaScript:alert(1)//https://example.org",
            "data:text/html,x",
            "//example.org",
            "www.example.org",
            "ftp://example.org",
            "https://",
            "https://example.org/a b",
            "https://example.org/\n# heading",
            "https://example.org/)[x](javascript:alert(1)",
            'https://example.org/"title',
            "https://example.org/<script>",
            "https://example.org\\@example.com",
            "https://example.org/`x`",
            " https://example.org",
        ],
    )
    def test_what_a_browser_should_not_open_is_no_link(self, address: str | None) -> None:
        assert words.link({"source_url": address}) == ""

    @pytest.mark.parametrize("address", [HTTPS, HTTP, "HTTPS://example.org/a_b?c=d&e=f#g", "https://example.org/é"])
    def test_what_it_may_open_is(self, address: str) -> None:
        assert words.link({"source_url": address}) == address

    def test_a_kind_of_evidence_we_have_no_words_for_is_named_as_it_is(self) -> None:
        row = {"evidence_type": "hearsay", "evidence_on": DAY, "is_stale": False}
        assert words.evidence(row) == "Hearsay, 21 November 2026"


class TestStandards:
    @pytest.mark.parametrize(
        ("area", "statement"),
        [
            ("Leeds", "Leeds: 3 standards of 4 from 2 reports can be judged by what is known; 2 are met."),
            ("Bradford", "Bradford: 4 standards of 4 from 2 reports can be judged by what is known; 4 are met."),
            ("Barnsley", "Barnsley: 1 standard of 4 from 2 reports can be judged by what is known; 1 is met."),
            ("Hackney", "Hackney: 1 standard of 4 from 2 reports can be judged by what is known; 0 are met."),
            ("Rutland", "Rutland: too little is known to judge any of 4 standards for women from 2 reports."),
        ],
    )
    def test_what_is_met_is_said_of_what_is_known(self, looking_at: Looking, area: str, statement: str) -> None:
        assert standards_met.answer(looking_at(area)).statement == statement

    def test_each_report_has_its_row_and_no_share_stands_without_how_much_is_known(self, looking_at: Looking) -> None:
        assert standards_met.answer(looking_at("Leeds")).table.rows() == [
            ("Made-up report (2024)", "2 of 2", "1 of 2"),
            ("Made-up list (2025)", "1 of 2", "1 of 1"),
        ]
        assert standards_met.answer(looking_at("Rutland")).table["Met, of known"].to_list() == ["none known"] * 2

    def test_old_evidence_is_said_only_of_what_it_judges(self, looking_at: Looking) -> None:
        left_out = (
            "A standard asked of government or of others, or that no offer can show, is listed below and not counted."
        )
        assert standards_met.answer(looking_at("Leeds")).notes == (
            left_out,
            "2 judgements rest on evidence older than 18 months.",
        )
        assert standards_met.answer(looking_at("Bradford")).notes == (left_out,)

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
            "Asks: A group for women is asked for. Counts as met: A group for women is there. (point 1)",
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
            "Of 6,124 women in treatment in England (2023-24), 4,310 live where it is offered, 0 where it is planned, "
            "1,140 where it is not, and 674 where nobody knows. Counted in 7 of 10 authorities.",
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
        assert exhibit.notes == (
            "Women in treatment are counted in 4 of 10 authorities: too few to say how many live where it is offered.",
        )

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
            ("Bradford", "Valley says so. A group meets. (pilot)", "Sep 2026"),
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
        path = write(tmp_path / "commissioning.duckdb")
        with duckdb.connect(str(path)) as out:
            out.execute("insert into area values ('P-1', 'Two Cities', 'partnership', 'E12000003', null, null)")
            out.execute("insert into partnership_member values ('P-1', 'E08000035'), ('P-1', 'E08000032')")
        exhibit = who_offers.alike(looking_at("Two Cities", build=current_marts(path)), GROUP, OFFERS[GROUP])
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
        assert table.row(0) == ("Women-only group", "4 of 6", "1", "1", "4", "4,310 of 6,124 (70.4%; not known 11.0%)")
        assert table.row(4)[1:] == ("1 of 2", "0", "1", "8", "1,020 of 6,124 (16.7%; not known 49.9%)")

    def test_women_who_are_not_counted_are_not_none(self, looking_at: Looking, real: Marts) -> None:
        exhibit = provision_reach.answer(looking_at("London"))
        assert set(exhibit.table["Women where it is offered, of all"]) == {"women are not counted"}
        assert exhibit.notes == (words.REAL_EXAMPLES,)
        assert provision_reach.answer(looking_at("London", build=real)).notes == ()
        assert provision_reach.answer(looking_at("East Midlands", build=real)).notes == (
            "Women in treatment in 2023-24, by the authority they live in, counted in 1 of 1 authority.",
        )

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


class TestJustice:
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


def of_authority(reading: Reading, offer: str) -> list[Exhibit]:
    return [
        provision.answer(reading),
        standards_met.answer(reading),
        who_offers.on_the_map(reading, offer, OFFERS[offer]),
        who_offers.alike(reading, offer, OFFERS[offer]),
        justice_contracts.answer(reading, DAY),
    ]


def of_place(reading: Reading, offer: str) -> list[Exhibit]:
    return [provision_reach.answer(reading), provision_rounds.answer(reading, offer, OFFERS[offer])]


def every_answer(looking_at: Looking, build: Marts) -> list[Exhibit]:
    return [
        exhibit
        for areas, answers in ((AUTHORITIES, of_authority), (PLACES, of_place))
        for area in areas
        for offer in OFFERS
        for exhibit in answers(looking_at(area, build=build), offer)
    ]


class TestEveryAnswer:
    @pytest.mark.parametrize("kind", ["marts", "untold"])
    def test_statements_are_short_and_tables_are_words(
        self, kind: str, looking_at: Looking, request: pytest.FixtureRequest
    ) -> None:
        for exhibit in every_answer(looking_at, request.getfixturevalue(kind)):
            assert exhibit.statement.endswith("."), exhibit.statement
            assert len(exhibit.statement.split()) < 30, exhibit.statement
            assert exhibit.question.endswith("?"), exhibit.question
            for sentence in (*exhibit.notes, *exhibit.cannot_tell):
                assert all(len(part.split()) < 30 for part in sentence.split(". ")), sentence
            assert set(exhibit.table.dtypes) == {pl.String}, exhibit.key

    def test_nothing_says_no_where_nobody_told(self, looking_at: Looking, untold: Marts) -> None:
        for exhibit in every_answer(looking_at, untold):
            said = " ".join([exhibit.statement, *exhibit.notes, *map(str, exhibit.table.rows())])
            for no in ("not offered", "is not met", "not met", "Not offered"):
                assert no not in said.replace("– Not offered: 0", ""), said

    def test_what_is_taken_away_says_what_it_is_and_that_it_is_made_up(self, looking_at: Looking, real: Marts) -> None:
        for build, synthetic in ((looking_at("Leeds").marts, True), (real, False)):
            for exhibit in every_answer(looking_at, build):
                lines = list(csv.DictReader(io.StringIO(exhibit.download().decode("utf-8-sig"))))
                assert len(lines) == exhibit.rows.height
                for line in lines:
                    assert line["statement"] == exhibit.statement
                    assert line["source"] == exhibit.source
                    assert line.get("data_note") == (SYNTHETIC_NOTE if synthetic else None)

    @pytest.mark.parametrize(
        ("query", "rows", "note"),
        [
            ("provision_in_full", 60, SYNTHETIC_NOTE),
            ("coverage_in_full", 20, SYNTHETIC_NOTE),
            ("good_practice_in_full", 5, None),
        ],
    )
    def test_whole_tables_can_be_taken_away_and_only_the_register_is_real(
        self, looking_at: Looking, query: str, rows: int, note: str | None
    ) -> None:
        contents = provenance.file_of_all(looking_at("Leeds"), query).decode("utf-8-sig")
        lines = list(csv.DictReader(io.StringIO(contents)))
        assert len(lines) == rows
        assert {line.get("data_note") for line in lines} == {note}


def height_of(text: str) -> int:
    """What a text takes up, one line below another."""
    return theme.LINE_PX * (text.count("<br>") + 1)


class TestCharts:
    ROWS = pl.DataFrame(
        {
            "name": ["A group", "Menopause, domestic abuse and pregnancy policies, and the like", "Nothing known"],
            "areas": [153, 153, 153],
            "areas_offered": [57, 100, 0],
            "areas_planned": [7, 3, 0],
            "areas_not_offered": [28, 50, 0],
            "areas_not_known": [61, 0, 153],
        }
    )

    @pytest.fixture
    def bars(self) -> go.Figure:
        return reach(self.ROWS, "Authorities by what is known", NOTES)

    def test_bars_add_up_to_all_authorities_and_the_unknown_are_hatched(self, bars: go.Figure) -> None:
        assert [bar.name for bar in bars.data] == ["offered", "planned", "not offered", "not known"]
        assert bars.layout.barmode == "stack"
        assert [sum(counts) for counts in zip(*(bar.x for bar in bars.data), strict=True)] == [153, 153, 153]
        assert bars.layout.xaxis.range == (0, 153)
        assert [bool(bar.marker.pattern.shape) for bar in bars.data] == [False, False, False, True]
        assert bars.data[3].text[0] == "A group: not known in 61 authorities"

    def test_the_first_row_is_at_the_top(self, bars: go.Figure) -> None:
        assert list(bars.data[0].y) == [2, 1, 0]

    def test_each_bar_says_how_many_of_how_many_known_and_a_count_is_not_broken(self, bars: go.Figure) -> None:
        texts = [note.text.replace("\N{NO-BREAK SPACE}", " ") for note in bars.layout.annotations[:3]]
        assert texts == [
            "A group: 57 of 92 known",
            "Menopause, domestic abuse and pregnancy<br>policies, and the like: 100 of 153 known",
            "Nothing known: 0 of 0 known",
        ]

    def test_words_fit_between_the_bars(self, bars: go.Figure) -> None:
        for note in bars.layout.annotations[:3]:
            assert note.yshift == ABOVE_PX > BAR * ROW_PX / 2
            assert note.yshift + height_of(note.text) + BAR * ROW_PX / 2 <= ROW_PX
            assert (note.font.size or theme.TEXT_PX) >= theme.TEXT_PX
        south, north = bars.layout.yaxis.range
        plot = bars.layout.height - bars.layout.margin.t - bars.layout.margin.b
        assert plot / (north - south) == pytest.approx(ROW_PX, abs=0.2)
        assert (north - 2) * ROW_PX >= ABOVE_PX + height_of(bars.layout.annotations[0].text)

    @pytest.mark.parametrize("longest", list(OFFERS.values()))
    def test_every_offer_fits_two_lines(self, longest: str) -> None:
        drawn = reach(self.ROWS.with_columns(pl.lit(longest).alias("name")), "Heading", NOTES)
        assert all(note.text.count("<br>") <= 1 for note in drawn.layout.annotations[:3])

    @pytest.mark.parametrize(
        "counts",
        [
            ([103, 103], [79, 103], [40, 103]),
            ([57, 103], [43, 79], [18, 40]),
            ([0, 0], [0, 0], [0, 0]),
            ([153, 153], [153, 152], [153, 0]),
        ],
    )
    def test_words_at_the_ends_of_lines_never_meet(self, counts: tuple[list[int], ...]) -> None:
        rows = pl.DataFrame({"audit_round": ["2025Q3", "2026Q3"], **dict(zip(LINES, counts, strict=True))})
        drawn = rounds(rows, "Heading", NOTES)
        assert [line.name for line in drawn.data] == ["with a return", "known", "offered"]
        assert [list(line.y) for line in drawn.data] == [list(own) for own in counts]
        assert len({line.line.dash for line in drawn.data}) == len({line.marker.symbol for line in drawn.data}) == 3
        labels = drawn.layout.annotations[:3]
        assert [label.text for label in labels] == [
            f"{own[-1]} {words}" for own, (words, *_) in zip(counts, LINES.values(), strict=True)
        ]
        plot = drawn.layout.height - drawn.layout.margin.t - drawn.layout.margin.b
        bottom, top = drawn.layout.yaxis.range
        at = [(label.y - bottom) / (top - bottom) * plot for label in labels]
        assert at[0] - at[1] >= LABEL_PX - 0.01
        assert at[1] - at[2] >= LABEL_PX - 0.01
        assert at[0] + labels[0].yshift + theme.LINE_PX <= plot

    def test_rounds_are_named_below_and_the_source_stands_inside(self, bars: go.Figure) -> None:
        rows = pl.DataFrame({"audit_round": ["2025Q3", "2026Q3"], **{column: [1, 1] for column in LINES}})
        drawn = rounds(rows, "Heading", NOTES)
        assert drawn.layout.xaxis.ticktext == ("2025Q3", "2026Q3")
        for figure in (bars, drawn):
            assert all(note in words_in(figure) for note in NOTES)
            for text in [figure.layout.title.text, *(note.text for note in figure.layout.annotations)]:
                assert all(len(line) <= theme.LETTERS_A_LINE for line in text.split("<br>")), text


@pytest.fixture
def app(marts_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("COMMISSIONING_MARTS", str(marts_path))
    return AppTest.from_file(APP, default_timeout=30)


def opened(app: AppTest, **link: str) -> AppTest:
    """The Provision page by a link: the area is chosen above every page, an offer on this one."""
    app.query_params["area"] = link["area"]
    app.run().switch_page("app_pages/provision.py")
    for key, value in link.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception
    assert len(app.title) == 1
    return app


def shown(app: AppTest) -> str:
    """All words on the page, as a person reads them."""
    elements = [*app.title, *app.header, *app.subheader, *app.markdown, *app.info, *app.warning]
    return "\n".join(element.value for element in elements).replace("\\", "").replace("‑", "-")


def drawers(app: AppTest) -> list[str]:
    return [drawer.label.replace("\\", "") for drawer in app.expander]


class TestPage:
    def test_an_authority(self, app: AppTest) -> None:
        said = shown(opened(app, area="Leeds"))
        for sentence in (
            "What women are offered, as services and reports tell it. What nobody told is not known, never a no.",
            "Leeds: of 6 offers for women, 3 are offered, 1 is planned, 1 is not offered and 1 is not known",
            "**? Not known: 1**",
            "*To discuss:* Who finds out about the offer nobody knows of, and by when?",
            "Harbour (Leeds) left 3 of 6 offers open on 15 September 2026: its manager could tell.",
            "Leeds: 3 standards of 4 from 2 reports can be judged by what is known; 2 are met.",
            "Women-only group: offered in 4 of 6 authorities where it is known; not known in 4 of 10.",
            "Women-only group: 2 of the areas like this one offer it: Birmingham and Barnsley.",
            "Leeds: 1 contract for women's services;",
            SYNTHETIC_NOTE,
            words.REAL_EXAMPLES,
        ):
            assert sentence in said
        assert drawers(app).count("What this cannot tell you") == 4
        assert {
            "Where the evidence is",
            "Made-up report (2024)",
            "Made-up list (2025)",
            "Examples in reports: Women-only group",
        } <= set(drawers(app))
        assert [chart.proto.alt for chart in app.get("plotly_chart")] == [
            "Women-only group: offered in 4 of 6 authorities where it is known; not known in 4 of 10."
        ]
        labels = [button.label for button in app.get("download_button")]
        assert labels == [
            *["Download these figures (CSV)"] * 5,
            "What every area offers (CSV)",
            "Standards met in every area (CSV)",
            "The register of good practice (CSV)",
        ]

    def test_words_of_others_stay_words_and_only_safe_addresses_are_links(self, app: AppTest) -> None:
        opened(app, area="Leeds")
        entries = "\n".join(element.value for element in app.markdown)
        assert f"[Open the evidence]({HTTPS})" in entries
        assert f"[Open the evidence]({HTTP})" in entries
        assert entries.count("[Open the evidence]") == 2
        assert "](javascript" not in entries.replace(r"\]", "")
        assert r"\*\*Soon\*\* \[here\](javascript\:alert(1))" in entries
        assert not any(address in entries for address in ("www.example", "@example", "https://example.org "))
        assert "“=1+1”" in entries

    @pytest.mark.parametrize(
        ("area", "said", "not_said"),
        [
            ("Bradford", "Everything asked is known.", "nobody knows"),
            ("Rutland", "No service in Rutland has sent a self-audit.", "Everything asked is known."),
        ],
    )
    def test_all_known_and_nothing_known(self, app: AppTest, area: str, said: str, not_said: str) -> None:
        opened(app, area=area)
        assert said in shown(app)
        assert not_said not in shown(app).replace("where nobody knows", "")
        assert ("Where the evidence is" in drawers(app)) == (area == "Bradford")

    @pytest.mark.parametrize("area", ["England", "London", "East Midlands"])
    def test_england_and_a_region(self, app: AppTest, area: str) -> None:
        said = shown(opened(app, area=area))
        assert "Who asks the services that have not answered?" in said
        assert "Does it change from round to round?" in said
        assert "Which standards" not in said
        assert "probation" not in said
        assert len(app.get("plotly_chart")) == (3 if area == "England" else 2)

    @pytest.mark.parametrize("area", ["Cumbria (until March 2023)", "Cardiff", "Wales", "England and Wales"])
    def test_an_area_nobody_asks(self, app: AppTest, area: str) -> None:
        name = area.removesuffix(" (until March 2023)")
        said = shown(opened(app, area=area))
        assert f"Provision is held for England's authorities of today, not for {name}." in said
        assert "Where is it to be had?" in said
        assert "Take it all away" in said
        assert words.REAL_EXAMPLES in said

    def test_the_offer_is_chosen_and_a_link_says_it(self, app: AppTest) -> None:
        said = shown(opened(app, area="Leeds", offer="Female keyworker, by default or on request"))
        assert "Female keyworker, by default or on request: offered in 1 of 3 authorities" in said
        app.selectbox(key="offer").select("Childcare or a child-friendly place").run()
        assert "Childcare or a child-friendly place: none of the areas like this one is known to offer it." in shown(
            app
        )

    def test_a_link_to_no_offer_says_so_and_keeps_the_rest(self, app: AppTest) -> None:
        said = shown(opened(app, area="Leeds", offer="tea"))
        assert "“tea” is not an offer; the link's other choices are kept." in said
        assert "Women-only group: offered in 4 of 6 authorities" in said
        assert said.startswith("Provision: Leeds")

    def test_an_offer_without_examples_has_no_empty_drawer(self, app: AppTest) -> None:
        opened(app, area="Leeds", offer="Female keyworker, by default or on request")
        assert not [label for label in drawers(app) if label.startswith("Examples")]

    def test_a_build_nobody_has_sent_anything_for(
        self, app: AppTest, empty_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("COMMISSIONING_MARTS", str(empty_path))
        said = shown(opened(app, area="Leeds"))
        assert "Leeds: nobody has said yet what women are offered; all 6 offers are not known." in said
        assert "Women-only group: not known in any of 10 authorities." in said
        assert words.REAL_EXAMPLES not in said
        app.selectbox(key="area").select("England").run()
        assert "England: nobody has said yet what women are offered in any of its authorities" in shown(app)
        assert "England: no round of self-audits is held." in shown(app)

    def test_a_build_that_had_nothing_to_tell_of_provision(
        self, app: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = write(tmp_path / "untold.duckdb")
        with duckdb.connect(str(path)) as out:
            for table in ("provision", "provision_reach", "provision_round", "standard_state", "provision_coverage"):
                out.execute(f"delete from {table}")
        monkeypatch.setenv("COMMISSIONING_MARTS", str(path))
        assert "nothing is known of what women are offered here" in shown(opened(app, area="Leeds"))

    def test_a_build_from_before_the_page(self, app: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = write(tmp_path / "older.duckdb")
        with duckdb.connect(str(path)) as out:
            for table in TABLES:
                out.execute(f"drop table {table}")
        monkeypatch.setenv("COMMISSIONING_MARTS", str(path))
        said = shown(opened(app, area="Leeds"))
        assert "This build was made before provision was held. Build again to see it." in said
        assert "Built 21 November 2026" in said


def test_every_area_that_is_asked_is_an_authority_of_today(marts: Marts) -> None:
    asked = {area.code for area in areas_of(marts).values() if area.has_provision}
    assert asked == set(small_provision.AUTHORITIES)
