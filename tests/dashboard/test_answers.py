"""Each answer holds together: sentence, chart, table and file say the same, and what is missing is explained."""

from pathlib import Path

import duckdb
import polars as pl
import pytest

from dashboard.answers import deaths, extra_women, keyworkers, provenance, share_over_time, waits, womens_share
from dashboard.exhibit import Exhibit
from dashboard.marts import Marts, current_marts
from dashboard.reading import SYNTHETIC_NOTE, Reading, areas_of, as_asked, build_of, find_area, in_a_sentence
from tests.dashboard.conftest import Looking
from tests.dashboard.small_marts import write


def answers_of(reading: Reading) -> dict[str, Exhibit]:
    found = [
        womens_share.answer(reading),
        extra_women.answer(reading),
        share_over_time.answer(reading, "in_treatment"),
        share_over_time.answer(reading, "new_presentations"),
        waits.answer(reading),
        deaths.answer(reading),
        keyworkers.answer(reading),
    ]
    return {answer.key: answer for answer in found}


def test_every_area_gets_every_answer(marts: Marts, looking_at: Looking) -> None:
    for label in areas_of(marts):
        for key, answer in answers_of(looking_at(label)).items():
            assert answer.statement.endswith("."), (label, key)
            assert len(answer.statement.split()) < 30, (label, key)
            assert answer.table.width == 0 or set(answer.table.dtypes) == {pl.String}, (label, key)


def test_an_area_with_everything_has_nothing_missing(looking_at: Looking) -> None:
    answers = answers_of(looking_at("Leeds"))
    assert [answer.key for answer in answers.values() if answer.missing] == []
    assert all(answer.figure for key, answer in answers.items() if key != "keyworkers")
    assert answers["womens_share"].table["Area"].to_list()[:3] == ["Leeds", "Yorkshire and the Humber", "England"]
    assert "Bradford" in answers["womens_share"].table["Area"].to_list()
    assert "Rutland" not in answers["womens_share"].table["Area"].to_list()
    assert answers["deaths"].table["Years"][0] == "2019-21, women"


def test_the_treatment_rate_stands_beside_the_share_where_it_is_held(looking_at: Looking) -> None:
    assert womens_share.answer(looking_at("Leeds")).notes[0] == (
        "For every 1,000 adults of their sex: 2.1 (2.0 to 2.3) women (women in England 2.3) and 3.9 (3.7 to 4.1) men; "
        "population of mid-2023."
    )
    assert womens_share.answer(looking_at("England")).notes[0] == (
        "For every 1,000 adults of their sex: 2.3 (2.3 to 2.3) women and 4.6 (4.6 to 4.7) men; population of mid-2023."
    )
    assert "1,000" not in "".join(womens_share.answer(looking_at("Bradford")).notes)


def test_the_region_as_comparator_is_drawn_beside_england(looking_at: Looking) -> None:
    answers = answers_of(looking_at("Leeds", comparator="region"))
    assert "Yorkshire and the Humber (31.6%)" in answers["womens_share"].statement
    figure = answers["womens_share"].figure
    assert figure is not None
    assert {"England", "Yorkshire and the Humber"} <= {trace.name for trace in figure.data}


def test_regions_and_england_list_what_they_are_made_of(looking_at: Looking) -> None:
    region = womens_share.answer(looking_at("Yorkshire and the Humber")).table["Area"].to_list()
    assert region[:2] == ["Yorkshire and the Humber", "England"]
    assert "Leeds" in region
    england = womens_share.answer(looking_at("England")).table["Area"].to_list()
    assert england[0] == "England"
    assert "London" in england


@pytest.mark.parametrize(
    ("label", "key", "words"),
    [
        ("City of London", "womens_share", "hidden to protect people"),
        ("Cumbria (until March 2023)", "womens_share", "ended on 31 March 2023"),
        ("Cardiff", "waits", "do not cover Wales"),
        ("Barnsley", "waits", "commissioner, or the NDTMS team, could supply them"),
        ("Rutland", "deaths", "gives no rate under 10 deaths"),
        ("Cumberland", "deaths", "publishes them for each authority"),
        ("Rutland", "keyworkers", "hidden to protect people"),
        ("Hackney", "keyworkers", "manager could supply"),
    ],
)
def test_what_is_missing_says_why_and_who_could_supply_it(
    looking_at: Looking, label: str, key: str, words: str
) -> None:
    assert words in answers_of(looking_at(label))[key].missing


def test_nobody_is_not_the_same_as_hidden(looking_at: Looking) -> None:
    answers = answers_of(looking_at("Isles of Scilly"))
    assert "0 women in treatment" in answers["womens_share"].statement
    assert "no woman started treatment" in answers["waits"].statement
    assert answers["waits"].missing == ""
    none = answers_of(looking_at("Isles of Scilly", substance_group="non_opiate"))
    assert none["womens_share"].statement.startswith("Isles of Scilly, non-opiates: 0 women in treatment")


def test_deaths_without_a_rate_still_show_counts_and_the_comparator(looking_at: Looking) -> None:
    answer = answers_of(looking_at("Rutland"))["deaths"]
    assert answer.statement == (
        "Rutland: too few deaths among women to give a rate or compare; pooled over 2019-21 there were 2."
    )
    assert answer.table["Deaths"][0] == "2"
    assert answer.table["Rate per 100,000 (95% interval)"][0] == "too few to calculate"


def test_a_change_is_told_up_to_the_year_looked_at(looking_at: Looking) -> None:
    earlier = share_over_time.answer(looking_at("Leeds", period="2021-22"), "in_treatment")
    assert "in 2021-22" in earlier.statement
    first = share_over_time.answer(looking_at("Leeds", period="2020-21"), "in_treatment")
    assert "too few comparable years" in first.statement
    starting = share_over_time.answer(looking_at("Leeds"), "new_presentations")
    assert starting.notes[0].startswith("Comparable since 2021-22")
    assert "2020-21" not in starting.rows["period"].to_list()


def test_downloads_carry_sentence_status_source_and_the_synthetic_note(looking_at: Looking) -> None:
    for key, answer in answers_of(looking_at("Leeds")).items():
        rows = pl.read_csv(answer.download().removeprefix(b"\xef\xbb\xbf"), infer_schema=False)
        assert set(rows["statement"]) == {answer.statement}, key
        assert set(rows["source"]) == {answer.source}, key
        assert set(rows["data_note"]) == {SYNTHETIC_NOTE}, key
        assert "status" in rows.columns, key


def test_figures_that_are_not_made_up_carry_no_such_note(looking_at: Looking, restricted_path: Path) -> None:
    reading = looking_at("Leeds", build=current_marts(restricted_path))
    for answer in answers_of(reading).values():
        assert b"data_note" not in answer.download()
        if answer.figure is not None:
            assert "Synthetic" not in str(answer.figure.to_dict())
    assert b"data_note" not in provenance.file_of(pl.DataFrame({"a": [1]}), "")


def test_a_build_without_sources_answers_everything_with_not_held(empty_path: Path, looking_at: Looking) -> None:
    reading = looking_at("Leeds", build=current_marts(empty_path))
    for answer in answers_of(reading).values():
        assert "not in the files held" in answer.statement
        assert answer.figure is None
    assert provenance.sources(reading).height == 0
    assert provenance.rejected(reading).height == 0
    assert provenance.notes(reading).height == 0
    assert "Treatment records (NDTMS), 2023-24" in reading.source_line("ndtms_records", "2023-24")
    assert reading.cannot_tell("no_such_indicator") == ()


def test_where_the_numbers_come_from(looking_at: Looking, restricted_path: Path) -> None:
    reading = looking_at("Leeds")
    sources = provenance.sources(reading)
    assert "8 files: 120,431 rows read, 120,172 accepted, 259 kept out" in sources["Rows"].to_list()
    assert any("Date of retrieval not recorded" in source for source in sources["Source"])
    assert any(
        "Office for National Statistics. Origin: published. Retrieved 20 November 2026." in s for s in sources["Source"]
    )
    rejected = provenance.rejected(reading)
    assert rejected.row(1, named=True) == {
        "Source": "Treatment records (NDTMS)",
        "Column": "SEX",
        "Why": "Sex is missing or is neither M nor F.",
        "Rows": "169",
    }
    assert "made up rule" in rejected["Why"].to_list()
    assert provenance.notes(reading).row(0) == ("Drug deaths (ONS)", "Left out: district", "181")
    assert "Open build: small counts are hidden." in provenance.build_lines(reading)
    restricted = looking_at("Leeds", build=current_marts(restricted_path))
    assert any("not for publication" in line for line in provenance.build_lines(restricted))
    assert "What it is:" in provenance.meaning(reading.ask("indicators").row(0, named=True))


@pytest.mark.parametrize(
    ("asked", "label", "words"),
    [
        ("Leeds", "Leeds", ""),
        ("leeds ", "Leeds", ""),
        ("E08000035", "Leeds", ""),
        ("cumbria", "Cumbria (until March 2023)", ""),
        ("E08000016", "Barnsley", "a former code of Barnsley"),
        ("Barnsley (discontinued)", "Barnsley", "another name for Barnsley"),
        ("Atlantis", "", "not an area this dashboard knows"),
    ],
)
def test_an_area_is_found_by_any_of_its_names_and_codes(marts: Marts, asked: str, label: str, words: str) -> None:
    found, sentence = find_area(marts, asked)
    assert found == label
    assert words in sentence
    assert bool(words) == bool(sentence)


def test_what_an_address_says_cannot_become_a_link() -> None:
    assert as_asked("[x](http://example.org) www.example.org a@b.c") == "x(httpexampleorg) wwwexampleorg abc"
    assert len(as_asked("x" * 500)) == 60


def test_regions_read_well_in_a_sentence() -> None:
    assert in_a_sentence("North East") == "the North East"
    assert in_a_sentence("London") == "London"
    assert in_a_sentence("Yorkshire and the Humber") == "Yorkshire and the Humber"


def test_two_areas_of_one_name_are_told_apart(tmp_path: Path) -> None:
    path = write(tmp_path / "twice.duckdb", only_schema=True)
    with duckdb.connect(str(path)) as out:
        out.execute("insert into area values ('E99999999', 'Leeds', 'local_authority', 'E12000003', null, null)")
    areas = areas_of(current_marts(path))
    assert areas["Leeds"].code == "E08000035"
    assert areas["Leeds, E99999999"].code == "E99999999"
    assert build_of(current_marts(path)).built_on == "21 November 2026"
