"""The one door: an uploaded file is judged as a build would judge it, and nothing of it stays or is repeated."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.spreadsheet import csv_of_cells
from pipelines import upload
from pipelines.build import build
from pipelines.sources.provision_audit import NEEDED, QUESTIONS, what_to_do
from pipelines.upload import Refused, Taken
from tests.audits import AUDIT, TODAY, csv_of, write_workbook
from tests.builds import query_of

MARKER = "zyxmarkerqwv"
FORMULA = "=cmd|' /C calc'!A1"


def taken(*rows: dict[str, str], name: str = "a.csv") -> Taken:
    return upload.take("provision_audit", name, csv_of(*rows), TODAY)


def broken(*rows: dict[str, str]) -> list[tuple[object, ...]]:
    """Line, column, rule, sentence and what to do."""
    return [row[1:] for row in taken(*rows).rejects.rows()]


def refused(name: str, contents: bytes) -> str:
    with pytest.raises(Refused) as refusal:
        upload.take("provision_audit", name, contents, TODAY)
    return str(refusal.value)


class TestARowThatBreaksNoRule:
    def test_is_handed_back_typed_with_where_it_stood(self) -> None:
        found = taken(AUDIT | {"women_only_hours_per_week": "6.5", "verified_date": "16/03/2026"})
        assert (found.read, found.rejected, found.rejects.height) == (1, 0, 0)
        row = found.accepted.row(0, named=True)
        assert (row["line"], row["service"], row["women_only_hours_per_week"]) == (
            2,
            "A SERVICE / COMMUNITY_ADULT",
            6.5,
        )
        assert row["verified_date"].isoformat() == "2026-03-16"
        assert row["is_stale"] is False

    def test_shows_each_offer_in_the_state_a_build_gives_it(self, tmp_path: Path) -> None:
        answers = AUDIT | {
            "women_only_group": "yes",
            "childcare": "none",
            "children_visiting_policy": "no",
            "menopause_policy": "yes",
            "women_lead": "planned",
            "residential_women_only_beds": "0",
            "trauma_informed_training_pct": "79.9",
        }
        path = tmp_path / "raw" / "provision_audit" / "a.csv"
        path.parent.mkdir(parents=True)
        path.write_bytes(csv_of(answers))
        build(tmp_path / "raw", tmp_path / "marts.duckdb", "open", today=TODAY)
        query = (
            "select offer, state from provision join offer using (offer) where area_code = 'E08000035' order by place"
        )
        assert taken(answers).found.select("offer", "state").rows() == query_of(tmp_path / "marts.duckdb", query)
        states = dict(taken(answers).found.select("offer", "state").rows())
        assert states["women_only_group"] == "offered"
        assert states["childcare"] == "not_offered"
        assert states["womens_lead"] == "planned"
        assert states["womens_policies"] == "not_known"
        assert states["women_only_residential"] == "not_known"
        assert states["trauma_informed_training"] == "not_offered"

    def test_of_long_ago_is_said_to_be_old(self) -> None:
        assert taken(AUDIT | {"verified_date": "2025-05-21"}).accepted["is_stale"].to_list() == [True]

    def test_under_a_former_code_of_its_area_is_the_areas_of_today(self) -> None:
        assert taken(AUDIT | {"area_code": "E08000016"}).found.height > 0

    def test_of_a_workbook_stands_in_the_row_of_its_sheet(self, tmp_path: Path) -> None:
        path = write_workbook(tmp_path / "a.xlsx", (), tuple(AUDIT), (), tuple(AUDIT.values()))
        found = upload.take("provision_audit", "Filled in.XLSX", path.read_bytes(), TODAY)
        assert found.accepted["line"].to_list() == [4]


class TestARowThatBreaksARule:
    def test_of_answers(self) -> None:
        assert broken(AUDIT | {"women_only_group": "sometimes"}) == [
            (
                *(2, "women_only_group", "not_an_answer_to_this", "Not one of yes, no, planned, unknown."),
                "Write one of these words. Leave it empty where nobody knows.",
            )
        ]

    def test_of_two_rows_for_one_service_and_round(self) -> None:
        found = taken(AUDIT | {"women_lead": "yes"}, AUDIT | {"provider": "a SERVICE"})
        assert (found.read, found.rejected, found.accepted.height) == (2, 1, 1)
        assert found.rejects.row(0)[1:] == (
            *(3, "audit_round", "second_return_of_a_service"),
            "Another row has the same service, area and round. Take out the one that does not hold.",
            "Keep one row for each service, area and round.",
        )

    def test_of_areas(self) -> None:
        assert broken(AUDIT | {"area_code": "E99999999"}) == [
            (
                *(2, "area_code", "unknown_area_code", "Not the ONS code of an upper-tier authority in England."),
                "Write the authority's code, as E08000035 for Leeds.",
            )
        ]

    def test_of_hours(self) -> None:
        assert broken(AUDIT | {"women_only_hours_per_week": "200"}) == [
            (
                *(2, "women_only_hours_per_week", "out_of_range", "Not a number from 0 to 168."),
                "Write a number within these limits. Leave it empty where nobody knows.",
            )
        ]

    def test_of_days(self) -> None:
        assert broken(AUDIT | {"verified_date": "23/11/2026"}) == [
            (
                *(2, "verified_date", "date_in_future", "A day still to come when this was read."),
                "Write the day it was done, not one to come.",
            )
        ]

    @pytest.mark.parametrize(
        ("column", "wrote", "rule"),
        [
            ("verified_date", "31/02/2026", "not_a_date"),
            ("verified_date", "2026", "not_a_date"),
            ("women_needs_assessment_date", "spring", "not_a_date"),
            ("trauma_informed_training_pct", "80%", "not_a_number"),
            ("trauma_informed_training_pct", "-1.5", "out_of_range"),
            ("trauma_informed_training_pct", "0.8", "share_for_a_percentage"),
            ("verified_date", "30/06/2024", "day_far_from_round"),
            ("residential_women_only_beds", "2.5", "not_a_whole_number"),
            ("audit_round", "2026", "not_a_round"),
            ("audit_round", "2027Q1", "round_in_future"),
            ("provider", "", "missing"),
            ("service_type", "hospital", "not_an_answer_to_this"),
        ],
    )
    def test_of_anything_else_says_what_to_do(self, column: str, wrote: str, rule: str) -> None:
        ((line, blamed, found, sentence, to_do),) = broken(AUDIT | {column: wrote})
        assert (line, blamed, found) == (2, column, rule)
        assert str(sentence).endswith(".")
        assert str(to_do).endswith(".")
        assert ("Leave it empty" in str(to_do)) == (column not in NEEDED)

    def test_several_stand_in_the_order_of_the_template(self) -> None:
        found = broken(AUDIT | {"notes": "", "women_lead": "x", "evidence_type": "", "audit_round": ""}, {"notes": "x"})
        columns = [asked.column for asked in QUESTIONS]
        assert [row[0] for row in found] == sorted(row[0] for row in found)
        first = [columns.index(str(row[1])) for row in found if row[0] == 2]
        assert first == sorted(first)
        assert len(first) == 3

    def test_a_record_that_cannot_be_cut_into_cells_is_named_by_its_line(self) -> None:
        contents = csv_of(AUDIT) + b'E08000035,2026Q1,"x\nE08000035\n'
        found = upload.take("provision_audit", "a.csv", contents, TODAY)
        assert (found.read, found.rejected) == (3, 2)
        rules = {rule: (line, column, to_do) for _, line, column, rule, _, to_do in found.rejects.rows()}
        assert rules["broken_quoting"][:2] == (3, None)
        assert rules["wrong_number_of_columns"][:2] == (4, None)

    def test_every_rule_says_what_to_do(self) -> None:
        for rule in upload.rules_of(upload.KINDS["provision_audit"].source):
            assert what_to_do(rule.column or None, rule.name).endswith(".")
            assert "it again" not in what_to_do(rule.column or None, rule.name)


class TestFreeText:
    def written_and_read(self, *notes: str) -> list[str]:
        header = [*AUDIT, "notes"]
        rows = [[*(AUDIT | {"provider": f"Service {place}"}).values(), note] for place, note in enumerate(notes)]
        found = upload.take("provision_audit", "a.csv", csv_of_cells(header, rows), TODAY)
        assert found.rejects.height == 0
        read: list[str] = found.accepted["notes"].to_list()
        return read

    def test_that_a_spreadsheet_would_calculate_is_text(self) -> None:
        texts = [FORMULA, "+44 113 496 0000", "-1.5", "@SUM(1)", "'=1", "''=1", "'tis", "＝1", "- none\n=1"]
        assert self.written_and_read(*texts) == texts

    @settings(max_examples=15, deadline=None)
    @given(
        st.lists(
            st.text(st.sampled_from("=+-@'\t\r\n 1.a,\"＝é"), min_size=1, max_size=8)
            .map(str.strip)
            .filter(lambda text: text.strip(" \t\r\n\u00a0") == text != ""),
            min_size=20,
            max_size=40,
        )
    )
    def test_comes_back_as_it_was_written(self, texts: list[str]) -> None:
        assert self.written_and_read(*texts) == texts

    def test_that_was_not_guarded_is_the_same_text(self) -> None:
        assert taken(AUDIT | {"notes": FORMULA}).accepted["notes"].to_list() == [FORMULA]

    def test_of_a_code_is_guarded_too(self) -> None:
        rows = [[*AUDIT.values(), "=1+1"]]
        found = upload.take("provision_audit", "a.csv", csv_of_cells([*AUDIT, "service_id"], rows), TODAY)
        assert found.accepted["service_id"].to_list() == ["=1+1"]


class TestRefused:
    @pytest.mark.parametrize("name", ["a.txt", "a", "", "a.csv.gz", "a.xls", "a.xlsm"])
    def test_by_its_name(self, name: str) -> None:
        assert refused(name, csv_of(AUDIT)).endswith("is not a file that can be read here. Expected *.csv or *.xlsx.")

    @pytest.mark.parametrize(
        ("name", "contents", "words"),
        [
            ("a.csv", b"", "a.csv is empty"),
            ("a.csv", csv_of(), "a.csv has a header and no records"),
            ("a.csv", b"one,two\n1,2\n", "a.csv is not a Self-audit of services for women file: it lacks area_code"),
            ("a.csv", csv_of(AUDIT).replace(b",", b";"), "a.csv is separated by semicolons"),
            ("a.csv", csv_of(AUDIT).decode().encode("utf-16"), "a.csv is UTF-16"),
            ("a.csv", b"a\0b", "a.csv is not a text file"),
            ("a.xlsx", csv_of(AUDIT), "a.xlsx cannot be opened as a workbook"),
            ("../../etc/pass wd.csv", b"", "pass wd.csv is empty"),
            (r"C:\mine\a.csv", b"", "a.csv is empty"),
            ("a\x1b[2J\n.csv", b"", "a[2J.csv is empty"),
            ("x" * 300 + ".csv", b"", "…" + "x" * 76 + ".csv is empty"),
        ],
    )
    def test_in_a_sentence_that_names_the_file_as_its_owner_does(self, name: str, contents: bytes, words: str) -> None:
        said = refused(name, contents)
        assert said.startswith(words)
        assert tempfile.gettempdir() not in said

    def test_when_the_engine_stops_without_its_words(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def stop(*_: object) -> None:
            raise duckdb.Error(MARKER)

        monkeypatch.setattr(upload, "_read", stop)
        assert refused("a.csv", csv_of(AUDIT)) == "a.csv could not be read: the engine stopped (Error)."

    def test_when_it_cannot_be_kept(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def full(*_: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(Path, "write_bytes", full)
        assert "could not be kept while it is read (No space left on device)" in refused("a.csv", csv_of(AUDIT))


class TestNothingStays:
    @pytest.fixture
    def temporary(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
        return tmp_path

    @pytest.mark.parametrize(
        "attempt",
        [
            lambda: taken(AUDIT | {"notes": MARKER, "provider": MARKER}),
            lambda: taken(AUDIT | {"women_lead": MARKER, "verified_date": MARKER, "area_code": MARKER}),
            lambda: refused("a.csv", f"{MARKER},two\n{MARKER},2\n".encode()),
            lambda: refused("a.xlsx", MARKER.encode()),
        ],
        ids=["accepted", "rejected", "refused", "no workbook"],
    )
    def test_on_the_disk_nor_in_what_is_said(
        self, temporary: Path, attempt: Callable[[], object], capfd: pytest.CaptureFixture[str]
    ) -> None:
        said = attempt()
        assert list(temporary.iterdir()) == []
        assert capfd.readouterr() == ("", "")
        words = said if isinstance(said, str) else str(said.rejects.rows()) if isinstance(said, Taken) else ""
        assert MARKER not in words
        for folder, _, names in os.walk(os.environ["XDG_STATE_HOME"]):
            assert [name for name in names if MARKER in Path(folder, name).read_text(encoding="utf-8")] == []

    def test_while_it_is_read_only_its_owner_can_look(self, temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        seen: list[int] = []
        real = upload._read

        def look(*given: object) -> object:
            seen.extend(folder.stat().st_mode & 0o777 for folder in temporary.iterdir())
            return real(*given)  # type: ignore[arg-type]

        monkeypatch.setattr(upload, "_read", look)
        taken(AUDIT)
        assert seen == [0o700]


def test_columns_nobody_knows_are_named() -> None:
    contents = csv_of(AUDIT | {"shoe_size": "5"}, columns=[*AUDIT, "shoe_size"])
    assert upload.take("provision_audit", "a.csv", contents, TODAY).unknown_columns == ("shoe_size",)


def test_without_a_day_it_is_judged_by_today() -> None:
    assert upload.take("provision_audit", "a.csv", csv_of(AUDIT)).read == 1


def test_templates_go_through_the_door() -> None:
    assert upload.template("provision_audit", ".csv").startswith(b"# Self-audit of services for women")
    assert upload.template("provision_audit", ".xlsx").startswith(b"PK")
