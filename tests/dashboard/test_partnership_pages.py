"""A partnership is chosen as any area is: every page works for it, and nothing changes on the pages of its members."""

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.answers import deaths, keyworkers, record_quality, waits, womens_share
from dashboard.marts import current_marts
from dashboard.reading import Reading, areas_of, build_of, find_area
from pipelines.build import build
from tests.builds import lay_deaths, lay_population, lay_records, lay_returns, people
from tests.dashboard.test_pages import APP, healthy, shown
from tests.desk import TODAY
from tests.returns import RETURN
from tests.test_two_sources import lay_viewit

LEEDS, BRADFORD, BRISTOL = "E08000035", "E08000032", "E06000023"
YORKSHIRE = "Yorkshire and the Humber"
# The first code begins as those of Wales do, and the second lies in two regions.
PARTNERSHIPS = f"""partnership_id,name,area_code
WEST-YORKSHIRE,Leeds and Bradford,{LEEDS}
WEST-YORKSHIRE,Leeds and Bradford,{BRADFORD}
P-FAR,Leeds,{LEEDS}
P-FAR,Leeds,{BRISTOL}
P-ONE,Leeds on its own,{LEEDS}
"""
RATES_OF_BOTH = f"""
    E92000001 | B | ENGLAND | 5800 4.1 . 3.9 4.3
    {LEEDS} | C | Leeds | 61 5.1 . 3.8 6.6
    {BRADFORD} | C | Bradford | 40 5.0 . 3.5 6.8
"""
PAGES = ("overview", "data_quality", "methods", "data")


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Records, returns, adults and deaths of Leeds, Bradford and Bristol."""
    raw = tmp_path_factory.mktemp("partnerships") / "raw"
    areas = (LEEDS, BRADFORD, BRISTOL)
    records = [row for n, area in enumerate(areas) for row in people(20 + n, 50, UTLA=area, AGNCY=f"N000{n}")]
    lay_records(raw, records)
    lay_returns(raw, [RETURN | {"area_code": area, "provider_code": f"N000{n}"} for n, area in enumerate(areas)])
    lay_population(raw, dict.fromkeys((*areas, "E92000001"), 100))
    lay_deaths(raw, {f"Table {number}": RATES_OF_BOTH for number in range(3, 9)})
    return raw


def built_with(raw: Path, marts: Path, table: str) -> Path:
    path = marts.with_suffix(".csv")
    path.write_text(table, encoding="utf-8")
    build(raw, marts, "restricted", today=TODAY, partnership_file=path)
    return marts


@pytest.fixture(scope="module")
def marts(raw: Path) -> Path:
    return built_with(raw, raw.parent / "with.duckdb", PARTNERSHIPS)


@pytest.fixture(scope="module")
def without(raw: Path) -> Path:
    return built_with(raw, raw.parent / "without.duckdb", PARTNERSHIPS.splitlines()[0])


def look(path: Path, area: str, comparator: str = "england") -> Reading:
    marts = current_marts(path)
    return Reading(marts, build_of(marts), areas_of(marts)[area], "all", comparator, "2023-24")


def words_of(monkeypatch: pytest.MonkeyPatch, path: Path, page: str, **link: str) -> str:
    """What a page says of an area."""
    monkeypatch.setenv("COMMISSIONING_MARTS", str(path))
    app = AppTest.from_file(APP, default_timeout=30)
    for key, value in link.items():
        app.query_params[key] = value
    app.run()
    if page != "overview":
        app.switch_page(f"app_pages/{page}.py").run()
    healthy(app)
    return re.sub(r"\bat \d\d:\d\d", "at its time", shown(app))


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("area", ["Leeds and Bradford", "WEST-YORKSHIRE", "Leeds, P-FAR"])
def test_every_page_works_for_it(monkeypatch: pytest.MonkeyPatch, marts: Path, page: str, area: str) -> None:
    words = words_of(monkeypatch, marts, page, area=area)
    name = "Leeds" if "P-FAR" in area else "Leeds and Bradford"
    assert words.splitlines()[0].endswith(f": {name}")
    assert "do not cover Wales" not in words


@pytest.mark.parametrize("page", PAGES)
def test_the_page_of_a_member_is_as_it_was(
    monkeypatch: pytest.MonkeyPatch, marts: Path, without: Path, page: str
) -> None:
    said = words_of(monkeypatch, marts, page, area="Leeds", compare="Region")
    assert said == words_of(monkeypatch, without, page, area="Leeds", compare="Region")
    answers = [womens_share.answer(look(path, "Leeds", "region")) for path in (marts, without)]
    assert answers[0].rows.equals(answers[1].rows)
    assert answers[0].table.equals(answers[1].table)


def test_it_is_compared_with_its_region_if_all_its_members_lie_in_it(
    monkeypatch: pytest.MonkeyPatch, marts: Path
) -> None:
    near = words_of(monkeypatch, marts, "overview", area="Leeds and Bradford", compare="Region")
    assert f"compared with {YORKSHIRE}" in near
    far = words_of(monkeypatch, marts, "overview", area="Leeds, P-FAR", compare="Region")
    assert "Leeds lies in several regions, so it is compared with England." in far


def test_its_table_is_of_its_members_and_its_numbers_are_theirs_together(marts: Path) -> None:
    share = womens_share.answer(look(marts, "Leeds and Bradford", "region"))
    assert share.table["Area"].to_list() == ["Leeds and Bradford", YORKSHIRE, "England", "Bradford", "Leeds"]
    assert share.table["Women of all people"][0] == "41 of 141"
    assert share.figure is not None
    assert share.missing == ""
    waiting = waits.answer(look(marts, "Leeds and Bradford"))
    assert waiting.figure is not None
    assert "38 people" in keyworkers.answer(look(marts, "Leeds and Bradford")).statement


def test_deaths_are_added_and_no_rate_is_made_of_rates(marts: Path) -> None:
    dying = deaths.answer(look(marts, "Leeds and Bradford"))
    assert dying.statement == ("Leeds and Bradford: the drug poisoning death rate of women is not published (2019-21).")
    assert "rates of several authorities cannot be added or averaged" in dying.missing
    assert dying.table["Deaths"].to_list() == ["101", "101"]
    assert deaths.answer(look(marts, "Leeds")).missing == ""


def test_its_providers_are_those_of_its_members(marts: Path) -> None:
    def codes(area: str) -> list[str]:
        reading = look(marts, area)
        return sorted(record_quality.of_area(reading, record_quality.providers(reading))["provider_code"])

    assert codes("Leeds and Bradford") == ["N0000", "N0001"]
    assert codes("Leeds, P-FAR") == ["N0000", "N0002"]
    assert codes("Leeds") == ["N0000"]


def test_a_partnership_of_one_authority_leads_to_it(marts: Path) -> None:
    assert find_area(current_marts(marts), "leeds ON its own") == (
        "Leeds",
        "“Leeds on its own” is another name for Leeds; these are the figures for Leeds.",
    )


def test_what_the_roundings_of_its_members_come_to_is_said(tmp_path: Path) -> None:
    """Without records, its share is that of sums of counts rounded to 5."""
    lay_viewit(tmp_path / "raw", 20, 50, 70, ("Leeds", "Bradford"))
    marts = built_with(tmp_path / "raw", tmp_path / "marts.duckdb", PARTNERSHIPS)
    share = womens_share.answer(look(marts, "Leeds and Bradford"))
    assert share.table["Women of all people"][0] == "40 of 140"
    assert any("may be off by up to 5 either way" in note for note in share.notes)
    of_member = womens_share.answer(look(marts, "Leeds"))
    assert any("rounded to the nearest 5 by their publisher" in note for note in of_member.notes)
