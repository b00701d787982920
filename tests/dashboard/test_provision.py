"""Provision in words: not known is never a no, old evidence and what each answer rests on are said."""

from datetime import date
from pathlib import Path

import duckdb
import pytest

from dashboard.answers import (
    provision,
    service_answers,
)
from dashboard.answers import provision_words as words
from dashboard.marts import Marts, current_marts
from dashboard.reading import areas_of
from pipelines.warehouse import PACKAGE
from tests.dashboard import small_provision
from tests.dashboard.conftest import Looking
from tests.dashboard.provision_builds import partnership
from tests.dashboard.small_marts import write
from tests.dashboard.small_provision import CHILDCARE, FORMULA, GROUP, HTTP, HTTPS, OFFERS, OUTREACH, SENTENCE, TABLES

DAY = date(2026, 11, 21)
BUILT = "Built 21 November 2026."


def told(name: str) -> list[dict[str, object]]:
    """The columns of a table, by name and type, as its definition in the pipelines makes it."""
    with duckdb.connect() as connection:
        connection.execute("create schema mart")
        text = (PACKAGE / "marts" / f"{name}.sql").read_text(encoding="utf-8")
        for statement in connection.extract_statements(text):
            if statement.type == duckdb.StatementType.CREATE:
                connection.execute(statement)
        return connection.sql(f"select column_name, column_type from (describe mart.{name})").pl().to_dicts()


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
                "The service's self-audit, 15 September 2026",
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
            "1 answer rests on an example in a report.",
        )
        assert provision.answer(looking_at("Leeds")).notes == (*notes, words.REAL_EXAMPLES)
        assert provision.answer(looking_at("Leeds", build=real)).notes == notes
        assert provision.answer(looking_at("Bradford")).notes == ()

    def test_services_that_answered_stand_beside_an_example_and_where_several_did(
        self, tmp_path: Path, looking_at: Looking
    ) -> None:
        path = write(tmp_path / "commissioning.duckdb")
        with duckdb.connect(str(path)) as out:
            for offer, answering, offering in ((GROUP, 2, 1), (OUTREACH, 1, 0), (CHILDCARE, 1, 0)):
                out.execute(
                    "update provision set services_answering = ?, services_offering = ? where offer = ?",
                    [answering, offering, offer],
                )
        table = provision.answer(looking_at("Leeds", build=current_marts(path))).table
        told = dict(table.select("Offer", "Evidence").iter_rows())
        assert told[OFFERS[GROUP]].endswith("; 1 of 2 services that answered offer it")
        assert told[OFFERS[OUTREACH]].endswith("; 0 of 1 service that answered offers it")
        assert told[OFFERS[CHILDCARE]].endswith("older than 18 months")

    def test_a_partnership_says_of_which_member_its_evidence_is(self, tmp_path: Path, looking_at: Looking) -> None:
        two_cities = current_marts(partnership(tmp_path))
        exhibit = provision.answer(looking_at("Two Cities", build=two_cities))
        assert exhibit.table.row(0) == (
            "Women-only group",
            "✓ Offered",
            "The service's self-audit, in Leeds, 15 September 2026; known in 2 of its 2 authorities, offered in 2",
        )
        assert exhibit.board[0][1][0] == "Women-only group (in Leeds, Sep 2026)"
        assert "in Leeds" in provision.evidence_list(looking_at("Two Cities", build=two_cities))[0][1]

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

    def test_two_services_of_one_provider_are_told_apart_by_their_type(
        self, tmp_path: Path, looking_at: Looking
    ) -> None:
        path = write(tmp_path / "commissioning.duckdb")
        with duckdb.connect(str(path)) as out:
            out.execute("update provision_return set provider = 'Brook'")
            out.execute("update provision_return set service_type = 'young_people' where service = 'N9001'")
        asked = provision.who_could_tell(looking_at("Leeds", build=current_marts(path)))[1:]
        assert {sentence.split(" left")[0] for sentence in asked} == {"Brook (young people)", "Brook (structured)"}

    def test_a_service_that_left_nothing_open_is_not_asked(self, tmp_path: Path, looking_at: Looking) -> None:
        path = write(tmp_path / "commissioning.duckdb")
        with duckdb.connect(str(path)) as out:
            out.execute("update provision set state = 'not_known', evidence_kind = null where area_code = 'E08000032'")
        asked = provision.who_could_tell(looking_at("Bradford", build=current_marts(path)))
        assert [sentence.split(":")[0] for sentence in asked] == ["Not known"]


class TestServiceAnswers:
    def test_every_question_answered_stands_under_its_service_and_round(self, looking_at: Looking) -> None:
        assert service_answers.answer(looking_at("Leeds")) == [
            (
                "Brook, structured: 2025Q3, 1 October 2024, older than 18 months",
                "Is there a space or a time for women only? Yes, a separate time.",
                "",
            ),
            (
                "Harbour (Leeds), structured: 2026Q3, 15 September 2026",
                "Is there a group that only women attend? Yes. Hours a week for women only: 12. "
                "Have women a part in the design? No.",
                "",
            ),
            (
                "Harbour (Leeds), structured: 2025Q3 (an earlier round), 19 September 2025",
                "Is there a group that only women attend? Planned.",
                "",
            ),
        ]
        assert service_answers.answer(looking_at("Rutland")) == []

    def test_what_a_service_wrote_is_quoted_and_a_partnership_has_its_members(
        self, tmp_path: Path, looking_at: Looking
    ) -> None:
        path = partnership(tmp_path)
        with duckdb.connect(str(path)) as out:
            out.execute("update provision_question set kind = 'text' where column_name = 'women_only_space'")
            out.execute("update provision_answer set answer = 'a\n b' where column_name = 'women_only_space'")
        found = service_answers.answer(looking_at("Two Cities", build=current_marts(path)))
        assert len(found) == 3
        assert found[0][1] == "Is there a space or a time for women only? “a b”."


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
            "https://gov.uk@example.com/",
            "https://gov.uk@example.com?a",
            "https://example.org/\N{RIGHT-TO-LEFT OVERRIDE}fdp",
            "https://example.org/\N{ZERO WIDTH SPACE}",
            "https://exam\N{FULLWIDTH SOLIDUS}ple.org/",
        ],
    )
    def test_what_a_browser_should_not_open_is_no_link(self, address: str | None) -> None:
        assert words.link({"source_url": address}) == ""

    @pytest.mark.parametrize(
        "address",
        [HTTPS, HTTP, "HTTPS://example.org/a_b?c=d&e=f#g", "https://example.org/é", "https://example.org/@who"],
    )
    def test_what_it_may_open_is(self, address: str) -> None:
        assert words.link({"source_url": address}) == address

    def test_a_kind_of_evidence_we_have_no_words_for_is_named_as_it_is(self) -> None:
        row = {"evidence_type": "hearsay", "evidence_on": DAY, "is_stale": False}
        assert words.evidence(row) == "Hearsay, 21 November 2026"


def test_every_area_that_is_asked_is_an_authority_of_today(marts: Marts) -> None:
    asked = {area.code for area in areas_of(marts).values() if area.has_provision}
    assert asked == set(small_provision.AUTHORITIES)
