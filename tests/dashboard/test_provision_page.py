"""The Provision page as a person reads it, and what every answer on it has in common."""

import csv
import io
from datetime import date
from pathlib import Path

import duckdb
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
from dashboard.exhibit import Exhibit
from dashboard.marts import Marts
from dashboard.reading import SYNTHETIC_NOTE, Reading
from tests.dashboard.conftest import Looking
from tests.dashboard.small_marts import write
from tests.dashboard.small_provision import HTTP, HTTPS, OFFERS, TABLES

APP = str(Path(__file__).resolve().parents[2] / "dashboard" / "app.py")
DAY = date(2026, 11, 21)
AUTHORITIES = ("Leeds", "Bradford", "Barnsley", "Birmingham", "Hackney", "Rutland", "City of London")
PLACES = ("England", "Yorkshire and the Humber", "London", "East Midlands", "South West")


def of_authority(reading: Reading, offer: str) -> list[Exhibit]:
    return [
        provision.answer(reading),
        standards_met.answer(reading),
        who_offers.on_the_map(reading, offer, OFFERS[offer]),
        who_offers.alike(reading, offer, OFFERS[offer]),
        justice_contracts.answer(reading, DAY),
    ]


def of_place(reading: Reading, offer: str) -> list[Exhibit]:
    return [
        provision_reach.answer(reading),
        provision_rounds.over_all(reading),
        provision_rounds.answer(reading, offer, OFFERS[offer]),
    ]


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
            "What services answered",
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
        assert f"[Open the evidence at example.org]({HTTPS})" in entries
        assert f"[Open the evidence at example.org]({HTTP})" in entries
        assert entries.count("[Open the evidence at") == 2
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
        assert said.index("How does what is known of all offers change") < said.index("Does it change from round")
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
