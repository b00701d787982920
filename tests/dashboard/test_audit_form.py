"""A self-audit from the form: its questions, its mistakes in words, the file it makes, and where that is saved."""

import csv
import io
import os
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from dashboard import audit_form, audit_returns
from dashboard.answers import audit_results
from dashboard.audit_form import Checked, Mistake
from dashboard.audit_returns import NotSaved
from dashboard.audit_words import Field, fields_of, in_parts, in_words
from dashboard.marts import Marts
from dashboard.reading import areas_of
from pipelines.build import build
from tests.audits import AUDIT, COLUMNS, csv_of, write_workbook
from tests.builds import query_of

ANSWERS = {name: words for name, words in AUDIT.items() if name != "area_code"}
LEEDS = "E08000035"
FORMULA = "=cmd|' /C calc'!A1"


@pytest.fixture(scope="module")
def fields(marts: Marts) -> tuple[Field, ...]:
    return fields_of(marts.query("provision_questions"))


def checked(fields: tuple[Field, ...], area_code: str = LEEDS, **answers: str) -> Checked:
    return audit_form.check(fields, area_code, ANSWERS | answers)


class TestQuestions:
    def test_are_those_of_the_build_in_parts_but_the_area(self, fields: tuple[Field, ...]) -> None:
        assert [field.column for field in fields] == COLUMNS
        parts = list(in_parts(fields))
        assert [heading for _, heading, _ in parts][:2] == ["The service", "What it offers women"]
        assert [field.column for _, _, own in parts for field in own] == COLUMNS[1:]

    def test_of_a_part_nobody_named_are_still_asked(self, fields: tuple[Field, ...]) -> None:
        assert next(in_parts([replace(fields[3], part="new_part")]))[1] == "New part"

    def test_offer_answers_in_words_and_not_known_first(self, fields: tuple[Field, ...]) -> None:
        by_name = {field.column: field for field in fields}
        keyworker = by_name["female_keyworker"]
        assert [in_words(option) for option in keyworker.options] == [
            *("Not known", "Default", "On request", "Not guaranteed", "Planned", "No")
        ]
        assert keyworker.hint.startswith("Default: without asking; On request: whenever she asks; Not guaranteed:")
        assert "" not in by_name["service_type"].options
        assert by_name["service_type"].label == "Type of service (needed)"
        assert by_name["women_only_hours_per_week"].hint.endswith("A number from 0 to 168.")
        assert by_name["provider"].hint == "The organisation, as people know it."

    def test_have_answers_that_read_as_words(self, fields: tuple[Field, ...]) -> None:
        words = [in_words(answer) for field in fields for answer in field.answers]
        assert all("_" not in word and word[0].isupper() for word in words)


class TestMistakes:
    def only(self, found: Checked) -> Mistake:
        assert not found.is_sound
        assert found.contents == b""
        (mistake,) = found.mistakes
        return mistake

    def test_say_what_was_written_what_is_wrong_and_what_to_do(self, fields: tuple[Field, ...]) -> None:
        mistake = self.only(checked(fields, women_only_hours_per_week="200"))
        assert mistake.question == "Hours a week for women only"
        assert audit_results.mistake_in_full(mistake) == (
            "You wrote “200”. Not a number from 0 to 168. "
            "Write a number within these limits. Leave it empty where nobody knows."
        )

    def test_of_a_needed_answer_ask_for_it(self, fields: tuple[Field, ...]) -> None:
        nothing = self.only(checked(fields, provider="  "))
        assert audit_results.mistake_in_full(nothing) == "Nothing is written. Write text."
        choice = self.only(checked(fields, service_type=""))
        assert audit_results.mistake_in_full(choice) == "Nothing is chosen. Choose one."

    def test_of_a_day_speak_of_no_publisher(self, fields: tuple[Field, ...]) -> None:
        mistake = self.only(checked(fields, verified_date="31/02/2026"))
        assert audit_results.mistake_in_full(mistake) == (
            "You wrote “31/02/2026”. Not a real day, or written in another way. Write day/month/year, as 31/03/2026."
        )

    def test_of_the_area_point_to_the_choice_above(self, fields: tuple[Field, ...]) -> None:
        for code in ("E92000001", "W06000015", ""):
            found = checked(fields, area_code=code)
            assert {mistake.question for mistake in found.mistakes} == {"Area"}
            assert "Choose an authority of England" in audit_results.mistake_in_full(found.mistakes[0])

    def test_of_one_answer_stand_together_beside_it(self, fields: tuple[Field, ...]) -> None:
        found = checked(fields, verified_date="01/01/2999", trauma_informed_training_pct="x" * 99)
        beside = audit_results.beside(found.mistakes)
        assert set(beside) == {"verified_date", "trauma_informed_training_pct"}
        assert beside["verified_date"].startswith("A day still to come")
        assert audit_results.to_mend(found) == (
            "2 answers need putting right before the file can be made. Then check again."
        )
        quoted = next(m for m in found.mistakes if m.column == "trauma_informed_training_pct")
        assert f"You wrote “{'x' * 60}…”. Not a number." in audit_results.mistake_in_full(quoted)

    def test_that_no_column_can_be_blamed_for_are_of_the_whole_return(self, fields: tuple[Field, ...]) -> None:
        assert self.only(checked(fields, notes="x" * 70_000)).question == "The whole return"

    def test_that_keep_it_from_being_read_at_all_are_told(self, fields: tuple[Field, ...]) -> None:
        found = checked(fields, notes="a\0b")
        assert not found.is_sound
        assert audit_results.to_mend(found).startswith("The return could not be read. form.csv is not a text file")


class TestASoundReturn:
    def test_is_counted_by_what_it_shows(self, fields: tuple[Field, ...]) -> None:
        found = checked(fields, women_only_group="yes", women_lead="planned", childcare="none")
        assert found.is_sound
        assert found.states is not None
        left = found.states.height - 2
        assert audit_results.shown(found) == (
            f"Nothing is left to mend. By this return, of {found.states.height} things a service can have for women, "
            f"1 is offered, 1 is planned and {left} are not known."
        )
        states = dict(audit_results.by_state(found))
        assert states["✓ Offered (1)"] == "Women-only group"
        assert states["→ Planned (1)"] == "Named women's lead"
        assert "Not offered" not in "".join(states)

    def test_of_long_ago_says_so(self, fields: tuple[Field, ...]) -> None:
        found = checked(fields, audit_round="2020Q1", verified_date="01/02/2020")
        assert audit_results.shown(found).endswith(
            "It was checked more than 18 months ago, so it counts as old evidence."
        )

    def test_is_a_file_that_a_build_reads_as_it_was_typed(self, fields: tuple[Field, ...], tmp_path: Path) -> None:
        typed = {
            "provider": '  Ålder\'s "new" way, Leeds ',
            "service_id": "n0852",
            "notes": f"{FORMULA}\n'=not one\n, and é",
            "evidence_url": "@example",
            "verified_by": "-1.5",
            "women_only_hours_per_week": "6.5",
            "women_only_space": "yes_separate_time",
        }
        found = checked(fields, **typed)
        assert found.file_name == "self-audit_E08000035_N0852_2026Q1.csv"
        path = tmp_path / "raw" / "provision_audit" / found.file_name
        path.parent.mkdir(parents=True)
        path.write_bytes(found.contents)
        marts = tmp_path / "marts.duckdb"
        build(tmp_path / "raw", marts, "open")
        assert query_of(marts, "select provider, service_id, notes, evidence_url from provision_return") == [
            ('Ålder\'s "new" way, Leeds', "N0852", typed["notes"], "@example")
        ]
        answers = "select column_name, answer from provision_answer order by all"
        assert query_of(marts, answers) == [
            ("women_only_hours_per_week", "6.5"),
            ("women_only_space", "yes_separate_time"),
        ]
        assert query_of(marts, "select is_synthetic from build") == [(False,)]

    def test_is_a_file_no_spreadsheet_calculates(self, fields: tuple[Field, ...]) -> None:
        header, row = csv.reader(io.StringIO(checked(fields, notes=FORMULA).contents.decode("utf-8-sig"), newline=""))
        assert dict(zip(header, row, strict=True))["notes"] == f"'{FORMULA}"


class TestFileName:
    @pytest.mark.parametrize("service", ["../../etc/passwd", "a/b", "A & B / LERO", "Ω", "", "x" * 400, "CON\0", ".."])
    def test_holds_nothing_a_system_takes_for_more_than_a_name(self, service: str) -> None:
        name = audit_form.file_name(LEEDS, service, "2026Q1")
        assert name.startswith("self-audit_E08000035_")
        assert name.endswith("_2026Q1.csv")
        assert set(name) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.")
        assert ".." not in name
        assert len(name) < 100

    def test_tells_services_apart_whose_letters_are_the_same(self) -> None:
        names = {audit_form.file_name(LEEDS, service, "2026Q1") for service in ("A & B", "A + B", "A-B")}
        assert len(names) == 3


class TestFilledInElsewhere:
    def test_a_file_is_counted_and_listed(self, fields: tuple[Field, ...]) -> None:
        rows: list[Mapping[str, str]] = [
            AUDIT | {"women_only_group": "yes"},
            AUDIT | {"provider": "B", "women_only_hours_per_week": "200", "women_lead": "x"},
        ]
        sent = audit_form.check_file("mine.csv", csv_of(*rows))
        assert audit_results.of_file(sent) == "mine.csv: 2 rows were read, 1 accepted and 1 kept out."
        (mend, rejects), (shown, services) = audit_results.tables(sent, fields)
        assert mend.startswith("What to mend (row 1 is the header")
        assert rejects.rows()[0] == (
            *("3", "women_only_hours_per_week: Hours a week for women only"),
            "Not a number from 0 to 168. Write a number within these limits. Leave it empty where nobody knows.",
        )
        assert shown == "What the accepted rows show"
        assert services.rows()[0][:2] == ("2", "A service (Community adult), E08000035, 2026Q1")
        assert services.rows()[0][2].startswith("1 is offered and ")

    def test_one_that_is_no_return_is_refused_in_a_sentence(self, fields: tuple[Field, ...]) -> None:
        sent = audit_form.check_file("mine.csv", b"one,two\n1,2\n")
        assert sent.refused.startswith("mine.csv is not a Self-audit of services for women file")
        assert list(audit_results.tables(sent, fields)) == []

    def test_a_workbook_is_named_by_the_rows_of_its_sheet(self, fields: tuple[Field, ...], tmp_path: Path) -> None:
        path = write_workbook(tmp_path / "a.xlsx", (), tuple(AUDIT), (*tuple(AUDIT.values())[:-1], "31/02/2026"))
        sent = audit_form.check_file("a.xlsx", path.read_bytes())
        ((_, rejects),) = audit_results.tables(sent, fields)
        assert rejects["Row"].to_list() == ["3"]

    def test_what_is_wrong_with_many_rows_is_listed_as_far_as_it_can_be_read(self, fields: tuple[Field, ...]) -> None:
        sent = audit_form.check_file("a.csv", csv_of(*[AUDIT | {"women_lead": "x"}] * 250))
        ((title, rejects),) = audit_results.tables(sent, fields)
        assert (title, rejects.height) == ("The first 200 things of 250 to mend", 200)

    def test_columns_nobody_knows_and_old_answers_are_told(self, fields: tuple[Field, ...]) -> None:
        row = AUDIT | {"audit_round": "2020Q1", "verified_date": "2020-02-01", "shoe_size": "5"}
        sent = audit_form.check_file("a.csv", csv_of(row, columns=[*AUDIT, "shoe_size"]))
        assert audit_results.of_file(sent).endswith("Columns not known, and not read: shoe_size.")
        ((_, services),) = audit_results.tables(sent, fields)
        assert services["Service"].to_list() == ["A service (Community adult), E08000035, 2020Q1"]
        assert services["Of what can be offered"].item().endswith("not known, by old evidence")

    def test_a_record_that_is_no_row_is_named_without_a_column(self, fields: tuple[Field, ...]) -> None:
        sent = audit_form.check_file("a.csv", csv_of(AUDIT) + b"x,y\n")
        rejects = next(table for title, table in audit_results.tables(sent, fields) if title.startswith("What to mend"))
        assert rejects.rows()[0][1] == "The whole row"

    def test_templates_are_handed_on(self) -> None:
        assert audit_form.template(".csv").startswith(b"#")
        assert audit_form.template(".xlsx").startswith(b"PK")


class TestSaved:
    NAME = "self-audit_E08000035_N0852_2026Q1.csv"

    def test_whole_under_its_name_and_nothing_beside_it(self, tmp_path: Path) -> None:
        audit_returns.save(tmp_path, self.NAME, b"contents")
        assert [path.name for path in tmp_path.iterdir()] == [self.NAME]
        assert (tmp_path / self.NAME).read_bytes() == b"contents"

    def test_never_over_another(self, tmp_path: Path) -> None:
        audit_returns.save(tmp_path, self.NAME, b"first")
        with pytest.raises(NotSaved, match=f"{self.NAME} is there already, for the same service, area and round"):
            audit_returns.save(tmp_path, self.NAME, b"second")
        assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"first"]

    def test_never_where_there_is_no_folder(self, tmp_path: Path) -> None:
        with pytest.raises(NotSaved, match="the folder for returns"):
            audit_returns.save(tmp_path / "missing", self.NAME, b"contents")
        assert list(tmp_path.iterdir()) == []

    def test_never_half(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def full(*_: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(NotSaved, match=r"cannot be written to \(No space left on device\)"):
            audit_returns.save(tmp_path, self.NAME, b"contents")
        assert list(tmp_path.iterdir()) == []

    def test_the_same_where_files_cannot_be_linked(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def cannot(beside: str, path: Path) -> None:
            raise OSError(95, "Operation not supported")

        monkeypatch.setattr(os, "link", cannot)
        audit_returns.save(tmp_path, self.NAME, b"contents")
        with pytest.raises(NotSaved, match="is there already"):
            audit_returns.save(tmp_path, self.NAME, b"second")
        assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"contents"]

    def test_never_half_there_either(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        class Full(io.BytesIO):
            def flush(self) -> None:
                raise OSError(28, "No space left on device")

            def close(self) -> None:
                """Nothing is open."""

        path = tmp_path / self.NAME
        path.touch()
        monkeypatch.setattr(Path, "open", lambda *_: Full())
        with pytest.raises(OSError, match="No space left"):
            audit_returns._write_once(path, b"contents")
        assert list(tmp_path.iterdir()) == []

    def test_where_a_build_passes_over_what_a_dead_server_left(self, tmp_path: Path) -> None:
        folder = tmp_path / "raw" / "provision_audit"
        folder.mkdir(parents=True)
        (folder / ".being-saved-abc").write_bytes(b"half a ret")
        audit_returns.save(folder, self.NAME, csv_of(AUDIT))
        build(tmp_path / "raw", tmp_path / "marts.duckdb", "open", today=date(2026, 11, 22))
        assert query_of(tmp_path / "marts.duckdb", "select file from provision_return") == [(self.NAME,)]

    def test_only_where_whoever_runs_it_says(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.delenv("AUDIT_RETURNS", raising=False)
        assert audit_returns.returns_folder() is None
        monkeypatch.setenv("AUDIT_RETURNS", str(tmp_path))
        assert audit_returns.returns_folder() == tmp_path


def test_a_return_is_asked_of_authorities_of_today_only(marts: Marts) -> None:
    areas = areas_of(marts)
    asked = {label for label, area in areas.items() if audit_results.is_asked(area)}
    assert {"Leeds", "Rutland"} <= asked
    assert not asked & {"England", "Yorkshire and the Humber", "Cardiff", "Cumbria (until March 2023)"}
    assert "one service in Leeds offers" in audit_results.about(areas["Leeds"])
    assert "one service offers" in audit_results.about(areas["England"])
    assert isinstance(marts.query("provision_questions"), pl.DataFrame)
