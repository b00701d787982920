"""The pages as a reader meets them, without a browser: every kind of area, every kind of link, every kind of build."""

from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.current import plain
from dashboard.reading import RESTRICTED_NOTE, SYNTHETIC_NOTE
from tests.dashboard import small_records
from tests.dashboard.small_marts import write

APP = str(Path(__file__).resolve().parents[2] / "dashboard" / "app.py")
AREAS = [
    "Leeds",
    "Rutland",
    "City of London",
    "Isles of Scilly",
    "Bournemouth, Christchurch and Poole",
    "Barnsley",
    "Cumbria (until March 2023)",
    "Cardiff",
    "Wales",
    "England and Wales",
    "South West",
    "England",
]


@pytest.fixture
def app(marts_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("COMMISSIONING_MARTS", str(marts_path))
    return AppTest.from_file(APP, default_timeout=30)


def opened(app: AppTest, **link: str) -> AppTest:
    for key, value in link.items():
        app.query_params[key] = value
    return app.run()


def shown(app: AppTest) -> str:
    """All words on the page, as a person reads them."""
    elements = [*app.title, *app.header, *app.markdown, *app.info, *app.warning]
    return "\n".join(element.value for element in elements).replace("\\", "").replace("‑", "-")


def healthy(app: AppTest) -> None:
    assert not app.exception
    assert len(app.title) == 1


@pytest.mark.parametrize("area", AREAS)
def test_every_page_for_every_kind_of_area(app: AppTest, area: str) -> None:
    opened(app, area=area)
    healthy(app)
    assert shown(app).splitlines()[0] == f"Overview: {area.removesuffix(' (until March 2023)')}"
    assert SYNTHETIC_NOTE in shown(app)
    charts = app.get("plotly_chart")
    assert all(chart.proto.alt for chart in charts)
    for chart in charts:
        assert plain(chart.proto.alt) in [plain(h.value.replace("\\", "").replace("‑", "-")) for h in app.header]
    app.switch_page("app_pages/provision.py").run()
    healthy(app)
    assert shown(app).startswith("Provision: ")
    assert all(chart.proto.alt for chart in app.get("plotly_chart"))
    app.switch_page("app_pages/data_quality.py").run()
    healthy(app)
    assert shown(app).startswith("Data quality: ")
    app.switch_page("app_pages/methods.py").run()
    healthy(app)
    assert shown(app).startswith("Methods: ")
    app.switch_page("app_pages/data.py").run()
    healthy(app)
    assert shown(app).startswith("Data: ")
    assert all(chart.proto.alt for chart in app.get("plotly_chart"))
    assert "120,431 rows read" in "".join(str(table.value) for table in app.table)


def test_without_an_area_the_page_asks_for_one_and_shows_england(app: AppTest) -> None:
    opened(app)
    healthy(app)
    assert "Choose your area above" in shown(app)
    assert shown(app).startswith("Overview: England")


def test_choices_change_what_is_said(app: AppTest) -> None:
    opened(app, area="Leeds")
    app.selectbox(key="substance").select("Alcohol only")
    app.selectbox(key="compare").select("Region")
    app.selectbox(key="period").select("2021-22").run()
    healthy(app)
    assert "Alcohol only, 2021-22, compared with Yorkshire and the Humber" in shown(app)
    assert "Leeds, alcohol only: " in shown(app)


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ({"area": "E08000016"}, "“E08000016” is a former code of Barnsley; these are the figures for Barnsley."),
        ({"area": "Atlantis"}, "“Atlantis” is not an area this dashboard knows. Choose one from the list."),
        ({"area": "e08000035", "substance": "opiate"}, "Overview: Leeds"),
        ({"area": "Leeds", "substance": "opiate"}, "Opiates, 2023-24"),
        ({"area": "Leeds", "compare": "region"}, "compared with Yorkshire and the Humber"),
        ({"area": "Leeds", "substance": "tea"}, "“tea” is not a substance group; the link's other choices are kept."),
        ({"area": "Leeds", "period": "1066-67"}, "“1066-67” is not a year held in this build"),
        ({"area": "Cardiff", "compare": "Region"}, "Cardiff has no region in England to be compared with"),
        ({"area": "South West", "compare": "Region"}, "South West has no region in England to be compared with"),
    ],
)
def test_links_are_followed_and_what_they_cannot_mean_is_said(app: AppTest, link: dict[str, str], words: str) -> None:
    opened(app, **link)
    healthy(app)
    assert words in shown(app)


def test_a_notice_goes_when_the_reader_chooses(app: AppTest) -> None:
    opened(app, area="Atlantis")
    app.selectbox(key="area").select("Rutland").run()
    healthy(app)
    assert "Atlantis" not in shown(app)


def test_a_restricted_build_says_so_on_every_page(
    app: AppTest, restricted_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMMISSIONING_MARTS", str(restricted_path))
    opened(app, area="Leeds")
    assert RESTRICTED_NOTE in shown(app)
    assert SYNTHETIC_NOTE not in shown(app)
    app.switch_page("app_pages/data.py").run()
    healthy(app)
    assert RESTRICTED_NOTE in shown(app)


def test_a_build_without_any_source_still_opens(
    app: AppTest, empty_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMMISSIONING_MARTS", str(empty_path))
    opened(app, area="Leeds")
    healthy(app)
    assert "not in the files held" in shown(app)
    app.switch_page("app_pages/provision.py").run()
    healthy(app)
    assert "nobody has said yet what women are offered" in shown(app)
    app.switch_page("app_pages/data_quality.py").run()
    healthy(app)
    assert "No treatment records were read for this build" in shown(app)
    app.switch_page("app_pages/data.py").run()
    healthy(app)
    assert "This build read no files." in shown(app)
    assert "No row was kept out." in shown(app)


def test_a_provider_is_chosen_and_its_records_told(app: AppTest) -> None:
    opened(app, area="Leeds").switch_page("app_pages/data_quality.py").run()
    healthy(app)
    assert "Of about 114,500 rows read from 9 providers" in shown(app)
    assert len(app.dataframe) == 1
    assert len(app.table) == 0
    app.selectbox(key="provider").select("N1148").run()
    healthy(app)
    assert "rows read from N1148" in shown(app)
    assert "None of its rows broke a rule." in shown(app)
    assert "not in this file's edition" in "".join(str(table.value) for table in app.table)


@pytest.mark.parametrize(
    ("asked", "words"),
    [("n1037", "rows read from N1037"), ("N0000", "“N0000” is not a provider in this build")],
)
def test_a_link_to_a_provider_is_followed_or_said_to_lead_nowhere(app: AppTest, asked: str, words: str) -> None:
    opened(app).switch_page("app_pages/data_quality.py")
    opened(app, provider=asked)
    healthy(app)
    assert words in shown(app)
    app.selectbox(key="provider").select("N1185").run()
    healthy(app)
    assert "Of 214 rows read from N1185, all are used." in shown(app)
    assert words not in shown(app)


def test_a_build_from_before_the_page_says_that_it_needs_building_again(
    app: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "older.duckdb")
    with duckdb.connect(str(path)) as out:
        for table in small_records.TABLES:
            out.execute(f"drop table {table}")
        for column in ("extracted_on", "superseded_rows"):
            out.execute(f"alter table source_file drop column {column}")
    monkeypatch.setenv("COMMISSIONING_MARTS", str(path))
    opened(app, area="Leeds")
    for page in ("provision", "data_quality", "data", "methods", "overview"):
        app.switch_page(f"app_pages/{page}.py").run()
        healthy(app)
        assert ("built by an older version" in shown(app)) == (page == "data_quality")


def test_no_build_yet_says_what_to_do(app: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMISSIONING_MARTS", str(tmp_path / "none.duckdb"))
    opened(app, area="Leeds")
    healthy(app)
    assert "There are no figures yet" in shown(app)
    assert "python -m pipelines build" in shown(app)
    broken = tmp_path / "broken.duckdb"
    broken.write_text("no database")
    monkeypatch.setenv("COMMISSIONING_MARTS", str(broken))
    app.run()
    healthy(app)
    assert "The figures cannot be read" in shown(app)


def test_a_new_build_is_taken_up_on_the_next_run(app: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "commissioning.duckdb")
    monkeypatch.setenv("COMMISSIONING_MARTS", str(path))
    opened(app, area="Leeds")
    assert RESTRICTED_NOTE not in shown(app)
    write(tmp_path / "next.duckdb", mode="restricted").replace(path)
    app.run()
    healthy(app)
    assert RESTRICTED_NOTE in shown(app)


def test_an_area_that_left_the_build_is_not_a_traceback(
    app: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "commissioning.duckdb")
    monkeypatch.setenv("COMMISSIONING_MARTS", str(path))
    opened(app, area="Hackney")
    without = write(tmp_path / "next.duckdb")
    with duckdb.connect(str(without)) as out:
        out.execute("delete from area where area_name = 'Hackney'")
    without.replace(path)
    app.run()
    healthy(app)
    assert shown(app).startswith("Overview: England")


def test_text_from_outside_is_shown_as_it_stands() -> None:
    assert plain("a_b*c [x](y) <b> ~ $1 :red: 5: 2019-21") == (r"a\_b\*c \[x\](y) \<b\> \~ \$1 \:red: 5: 2019‑21")


@pytest.mark.parametrize("address", ["https://example.org", "HTTP://example.org", "WWW.example.org", "a@example.org"])
def test_an_address_in_text_from_outside_is_no_link(address: str) -> None:
    shown_as = plain(f"see {address}.")
    assert address not in shown_as
    assert shown_as.replace("\\", "").replace("\N{WORD JOINER}", "") == f"see {address}."


def test_the_data_page_tells_what_is_held_and_for_whom(app: AppTest) -> None:
    opened(app, area="Leeds")
    app.switch_page("app_pages/data.py").run()
    healthy(app)
    words = shown(app)
    assert "Leeds: 4 kinds of figures are held, from 4 sources; 3 of them for women and men." in words
    assert "Leeds: of 2 numbers held from two sources, 1 agree within rounding." in words
    assert "1 published number is given for all persons only" in words
    labels = [drawer.label.replace("\\", "") for drawer in app.expander]
    assert "Met need for alcohol treatment (ONS): please publish this figure for women and men." in labels
    assert "Met need for alcohol treatment" in words


def test_the_data_page_of_an_area_that_ended_says_so(app: AppTest) -> None:
    opened(app, area="Cumbria (until March 2023)")
    app.switch_page("app_pages/data.py").run()
    healthy(app)
    assert "Since 1 April 2023: Cumbria ended; its area is now in other authorities." in shown(app)
    assert "Cumbria: no number is held from two sources." in shown(app)


def test_the_methods_page_says_what_publishers_mean_and_what_may_be_quoted(app: AppTest) -> None:
    opened(app, area="Leeds")
    app.switch_page("app_pages/methods.py").run()
    healthy(app)
    labels = [drawer.label.replace("\\", "") for drawer in app.expander]
    assert "Women and treatment, from published reports: 1 figure" in labels
    assert "Met need for alcohol treatment (ONS): 1 figure" in labels
    tables = "".join(str(table.value) for table in app.table)
    assert "A made-up report, 2025; page 3" in tables
