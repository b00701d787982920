"""The page Self-audit without a browser: its fields, its messages, its buttons."""

import csv
import io
from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from tests.audits import AUDIT, COLUMNS, csv_of, write_workbook
from tests.dashboard.small_marts import write

APP = str(Path(__file__).resolve().parents[2] / "dashboard" / "app.py")


@pytest.fixture
def app(marts_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("COMMISSIONING_MARTS", str(marts_path))
    monkeypatch.delenv("AUDIT_RETURNS", raising=False)
    opened = AppTest.from_file(APP, default_timeout=60)
    opened.query_params["area"] = "Leeds"
    return healthy(opened.run().switch_page("app_pages/self_audit.py").run())


def healthy(app: AppTest) -> AppTest:
    assert not app.exception
    assert len(app.title) == 1
    return app


def fill(app: AppTest, **answers: str) -> AppTest:
    """Answer, and press the button."""
    for column, answer in answers.items():
        key = f"audit_{column}"
        if key in [box.key for box in app.selectbox]:
            app.selectbox(key=key).select(answer)
        elif column == "notes":
            app.text_area(key=key).input(answer)
        else:
            app.text_input(key=key).input(answer)
    return healthy(press(app, "Check and make the file"))


def press(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label == label).click()
    return app.run()


def sound(app: AppTest, **answers: str) -> AppTest:
    return fill(app, **{name: words for name, words in AUDIT.items() if name != "area_code"}, **answers)


def said(app: AppTest) -> str:
    return "\n".join(box.value for box in (*app.error, *app.success, *app.info, *app.markdown)).replace("\\", "")


def test_every_question_but_the_area_is_asked_once(app: AppTest) -> None:
    asked = [box.key for box in (*app.selectbox, *app.text_input, *app.text_area) if str(box.key).startswith("audit_")]
    assert sorted(asked) == sorted(f"audit_{column}" for column in COLUMNS if column != "area_code")
    assert app.selectbox(key="audit_women_lead").options == ["Not known", "Yes", "No", "Planned"]
    assert app.selectbox(key="audit_women_lead").value == ""
    assert app.selectbox(key="audit_service_type").value is None
    assert [drawer.label for drawer in app.expander][:2] == [
        "The service: 5 questions",
        "What it offers women: 23 questions",
    ]
    assert "Save for the next build" not in [button.label for button in app.button]
    assert "Write nothing about any one person" in said(app)


def test_a_mistake_is_named_where_it_is_and_below_and_goes_when_it_is_corrected(app: AppTest) -> None:
    sound(app, women_only_hours_per_week="200", verified_by="Manager")
    beside, below = app.error
    assert beside.value.replace("\\", "").startswith("Not a number from 0 to 168.")
    assert "[Hours a week for women only](#audit_women_only_hours_per_week)" in below.value.replace("\\", "")
    assert "You wrote “200”" in below.value
    part = next(drawer for drawer in app.expander if drawer.label.startswith("What it offers"))
    assert part.proto.expanded
    assert not [button for button in app.download_button if button.key == "audit_download"]
    fill(app, women_only_hours_per_week="20")
    assert len(app.error) == 0
    assert "Nothing is left to mend" in app.success[0].value
    assert app.text_input(key="audit_verified_by").value == "Manager"


def test_a_sound_return_can_be_taken_away(app: AppTest) -> None:
    sound(app, women_only_group="yes", notes="=1+1")
    assert "1 is offered" in app.success[0].value
    assert "✓ Offered (1): Women-only group" in said(app)
    found = app.session_state["audit_checked"]
    header, row = csv.reader(io.StringIO(found.contents.decode("utf-8-sig"), newline=""))
    answers = dict(zip(header, row, strict=True))
    assert (answers["area_code"], answers["women_only_group"], answers["notes"]) == ("E08000035", "yes", "'=1+1")
    assert answers["women_lead"] == ""
    assert "SYNTHETIC" not in found.contents.decode().upper()


def test_answers_outlast_a_look_at_another_page_and_another_return_begins_with_the_service(app: AppTest) -> None:
    sound(app, women_only_group="yes")
    app.switch_page("app_pages/methods.py").run()
    healthy(app.switch_page("app_pages/self_audit.py").run())
    assert app.selectbox(key="audit_women_only_group").value == "yes"
    press(app, "Start another return")
    assert app.text_input(key="audit_provider").value == "A service"
    assert app.selectbox(key="audit_service_type").value == "community_adult"
    assert app.selectbox(key="audit_women_only_group").value == ""
    assert app.selectbox(key="audit_evidence_type").value is None
    assert len(app.success) == 0


def test_what_was_checked_for_one_area_is_not_handed_out_for_another(app: AppTest) -> None:
    sound(app)
    app.selectbox(key="area").select("Rutland").run()
    healthy(app)
    assert len(app.success) == 0
    fill(app)
    assert app.session_state["audit_checked"].file_name.startswith("self-audit_E06000017_")


def test_without_an_authority_it_asks_for_one(app: AppTest) -> None:
    app.selectbox(key="area").select("Cardiff").run()
    healthy(app)
    assert "Choose the authority the service is for at the top of the page." in said(app)
    sound(app)
    assert "Area: You wrote “W06000015”. Not the ONS code of an upper-tier authority in England." in said(app)


class TestSaving:
    def test_once_and_never_over_it(self, app: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("AUDIT_RETURNS", str(tmp_path))
        sound(app)
        healthy(press(app, "Save for the next build"))
        (path,) = tmp_path.iterdir()
        assert path.name.startswith("self-audit_E08000035_A-SERVICE-COMMUNITY-ADULT-")
        assert f"Saved as {path.name}. The next build reads it." in said(app)
        before = path.read_bytes()
        sound(app, women_only_group="no")
        assert "Saved as" not in said(app)
        healthy(press(app, "Save for the next build"))
        assert f"{path.name} is there already" in said(app)
        assert path.read_bytes() == before

    def test_not_where_the_folder_is_missing(
        self, app: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("AUDIT_RETURNS", str(tmp_path / "missing"))
        sound(app)
        healthy(press(app, "Save for the next build"))
        assert "the folder for returns (AUDIT_RETURNS) is not there" in said(app)

    def test_not_when_it_is_no_longer_wanted(
        self, app: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("AUDIT_RETURNS", str(tmp_path))
        sound(app)
        monkeypatch.delenv("AUDIT_RETURNS")
        healthy(press(app, "Save for the next build"))
        assert list(tmp_path.iterdir()) == []


class TestAFile:
    def send(self, app: AppTest, name: str, contents: bytes) -> str:
        app.file_uploader(key="audit_file").set_value((name, contents, "text/csv"))
        healthy(app.run())
        return said(app)

    def test_is_counted_and_its_mistakes_listed(self, app: AppTest) -> None:
        rows = (AUDIT, AUDIT | {"provider": "B", "women_lead": "perhaps"})
        assert "mine.csv: 2 rows were read, 1 accepted and 1 kept out." in self.send(app, "mine.csv", csv_of(*rows))
        mend, shown = (table.value for table in app.table)
        assert list(mend["Row"]) == ["3"]
        assert "perhaps" not in mend.to_string()
        assert list(shown["Row"]) == ["2"]
        app.selectbox(key="compare").select("Region").run()
        assert "1 kept out" in said(healthy(app))

    def test_that_is_sound_is_said_to_be(self, app: AppTest, tmp_path: Path) -> None:
        path = write_workbook(tmp_path / "a.xlsx", tuple(AUDIT), tuple(AUDIT.values()))
        assert "a.xlsx: 1 row was read, 1 accepted and 0 kept out." in self.send(app, "a.xlsx", path.read_bytes())
        assert len(app.error) == 0

    def test_that_is_none_is_refused(self, app: AppTest) -> None:
        assert "mine.csv is not a Self-audit of services for women file" in self.send(app, "mine.csv", b"a,b\n1,2\n")


def test_a_build_from_before_says_that_it_needs_building_again(
    app: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "older.duckdb")
    with duckdb.connect(str(path)) as out:
        out.execute("drop table provision_question")
    monkeypatch.setenv("COMMISSIONING_MARTS", str(path))
    healthy(app.run())
    assert "This build was made before self-audits were held" in said(app)
