"""A publisher's error is put right in the open, and stops being put right as soon as the publisher has mended it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.corrections import correct, records_of
from pipelines.errors import Refused
from pipelines.published import FOLDER, publishers
from pipelines.warehouse import Warehouse

WHERE = 'where = { edition = "2021", measure = "deaths", area_code = "E08000035", period = "2019-21" }'
RECORD = f"""
    [[correction]]
    {WHERE}
    found = 12
    use = 21
    reason = "two digits are exchanged"
    evidence = "the edition of 2022"
"""
EXCHANGE = """
    [[exchange]]
    where = { edition = "2021", period = "2019-21" }
    measures = ["deaths", "death_rate"]
    areas = ["E08000035", "E08000032"]
    found = [12, 5]
    reason = "their names are exchanged"
    evidence = "the table beside it"
"""
FIGURES = """
    select edition, measure, area_code, value, mark, note from staging.published_cell
    where source = 'made_up' order by all
"""
LEEDS = ("2021", "deaths", "E08000035")
FROM_HERE = ("2020", "deaths", "E08000035", 12.0, None, None)
BRADFORD = ("2021", "deaths", "E08000032", 5.0, None, None)
SAID = "the publisher's 12 is"
PLACE = "made_up: edition 2021, measure deaths, area_code E08000035, period 2019-21"


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    with Warehouse(tmp_path_factory.mktemp("warehouse")) as warehouse:
        warehouse.script("marts", "build_note.sql")
        yield warehouse


@pytest.fixture
def warehouse(opened: Warehouse) -> Warehouse:
    """Deaths of two areas in an edition, and of one in the edition before; and the same of another source."""
    opened.run("delete from mart.build_note")
    opened.script("staging", "published_cell.sql")
    opened.run("""
        insert into staging.published_cell by name
        select *, 'all' as category, '2019-21' as period
        from (values
            ('made_up', '2021', 'deaths', 'E08000035', 12),
            ('made_up', '2021', 'deaths', 'E08000032', 5),
            ('made_up', '2020', 'deaths', 'E08000035', 12),
            ('another', '2021', 'deaths', 'E08000035', 12)
        ) as drawn (source, edition, measure, area_code, value)
    """)
    return opened


def put_right(warehouse: Warehouse, folder: Path, records: str) -> list[tuple[object, ...]]:
    (folder / "made_up.corrections.toml").write_text(records, encoding="utf-8")
    correct("made_up", folder, warehouse)
    assert warehouse.one("select value from staging.published_cell where source = 'another'") == 12
    return warehouse.rows(FIGURES)


def noted(warehouse: Warehouse) -> list[tuple[object, ...]]:
    return warehouse.rows("select topic, subject, detail, rows from mart.build_note")


def test_a_figure_is_put_right_and_both_it_and_the_report_say_so(warehouse: Warehouse, tmp_path: Path) -> None:
    words = f"{SAID} read as 21: two digits are exchanged"

    assert put_right(warehouse, tmp_path, RECORD) == [FROM_HERE, BRADFORD, (*LEEDS, 21.0, None, words)]
    assert noted(warehouse) == [("corrected", "made_up", f"{PLACE}. {words} (the edition of 2022)", 1)]


def test_what_was_said_of_the_figure_stays_beside_it(warehouse: Warehouse, tmp_path: Path) -> None:
    warehouse.run("update staging.published_cell set note = 'provisional', mark = 'unreliable' where edition = '2021'")
    found = put_right(warehouse, tmp_path, RECORD)

    words = f"provisional; {SAID} read as 21: two digits are exchanged"
    assert found[-1] == (*LEEDS, 21.0, "unreliable", words)


def test_a_figure_whose_right_number_nobody_knows_is_left_out(warehouse: Warehouse, tmp_path: Path) -> None:
    found = put_right(warehouse, tmp_path, RECORD.replace("use = 21", ""))

    words = f"{SAID} left out: two digits are exchanged"
    assert found[-1] == (*LEEDS, None, "not_published", words)
    assert noted(warehouse) == [("corrected", "made_up", f"{PLACE}. {words} (the edition of 2022)", 1)]


@pytest.mark.parametrize(("now", "said"), [("21", "21"), ("null", "nothing"), ("12.5", "12.5")])
def test_a_figure_the_publisher_has_mended_stops_the_build(
    warehouse: Warehouse, tmp_path: Path, now: str, said: str
) -> None:
    warehouse.run(f"update staging.published_cell set value = {now} where edition = '2021' and source = 'made_up'")
    with pytest.raises(Refused) as refused:
        put_right(warehouse, tmp_path, RECORD)
    assert str(refused.value).startswith(f"{PLACE}: expected the publisher's 12, found {said}. ")
    assert "take the record out of made_up.corrections.toml" in str(refused.value)
    assert noted(warehouse) == []


def test_a_record_that_tells_several_figures_apart_too_little_stops_the_build(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    with pytest.raises(Refused, match=r"found 12, 5\.|found 5, 12\."):
        put_right(warehouse, tmp_path, RECORD.replace('area_code = "E08000035", ', ""))


@pytest.mark.parametrize(
    "change", [('edition = "2021"', 'edition = "2019"'), ("E08000035", "E08000019"), ("2019-21", "2018-20")]
)
def test_a_record_of_an_edition_or_an_area_that_is_not_there_does_nothing(
    warehouse: Warehouse, tmp_path: Path, change: tuple[str, str]
) -> None:
    before = warehouse.rows(FIGURES)
    assert put_right(warehouse, tmp_path, RECORD.replace(*change)) == before
    assert noted(warehouse) == []


def test_a_source_without_records_is_as_it_was(warehouse: Warehouse, tmp_path: Path) -> None:
    before = warehouse.rows(FIGURES)
    correct("made_up", tmp_path, warehouse)
    assert warehouse.rows(FIGURES) == before


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('reason = "two digits are exchanged"', "", "a record lacks reason"),
        ('evidence = "the edition of 2022"', "", "a record lacks evidence"),
        ("found = 12", "", "a record lacks found"),
        (WHERE, "", "a record lacks where"),
        ("use = 21", "used = 21", "a record has used, which nobody reads"),
        ("area_code =", "area =", "a record has area, which nobody reads"),
        ("found = 12", "find = 12", "a record lacks found and has find, which nobody reads"),
        ("[[correction]]", "[[corrections]]", "it has corrections, which nobody reads"),
    ],
)
def test_a_record_that_leaves_out_what_a_reader_would_ask_is_refused(
    warehouse: Warehouse, tmp_path: Path, old: str, new: str, told: str
) -> None:
    assert old in RECORD
    before = warehouse.rows(FIGURES)
    with pytest.raises(Refused) as refused:
        put_right(warehouse, tmp_path, RECORD.replace(old, new))
    assert f"made_up.corrections.toml: {told}." in str(refused.value)
    assert warehouse.rows(FIGURES) == before


class TestExchanges:
    def test_two_areas_that_stand_in_each_others_row(self, warehouse: Warehouse, tmp_path: Path) -> None:
        """All that stands in the row goes with the area; another edition is as it was."""
        warehouse.run("""
            insert into staging.published_cell by name
            select 'made_up' as source, '2021' as edition, 'death_rate' as measure, 'E08000032' as area_code,
                '2019-21' as period, 1.5 as value
        """)
        words = "published in another area's row: their names are exchanged"
        found = put_right(warehouse, tmp_path, EXCHANGE)

        assert found == [
            FROM_HERE,
            ("2021", "death_rate", "E08000035", 1.5, None, words),
            ("2021", "deaths", "E08000032", 12.0, None, words),
            ("2021", "deaths", "E08000035", 5.0, None, words),
        ]
        told = "two areas stood in each other's row: their names are exchanged (the table beside it)"
        assert noted(warehouse) == [("corrected", "made_up", told, 3)]

    def test_one_that_the_publisher_has_mended_stops_the_build(self, warehouse: Warehouse, tmp_path: Path) -> None:
        with pytest.raises(Refused, match="expected the publisher's 5, 12, found 12, 5"):
            put_right(warehouse, tmp_path, EXCHANGE.replace("[12, 5]", "[5, 12]"))

    def test_one_of_an_edition_that_is_not_there_does_nothing(self, warehouse: Warehouse, tmp_path: Path) -> None:
        before = warehouse.rows(FIGURES)
        assert put_right(warehouse, tmp_path, EXCHANGE.replace('"2021"', '"2019"')) == before
        assert noted(warehouse) == []

    def test_one_without_a_reason_is_refused(self, warehouse: Warehouse, tmp_path: Path) -> None:
        with pytest.raises(Refused, match="a record lacks reason"):
            put_right(warehouse, tmp_path, EXCHANGE.replace("reason", "# reason"))


def test_the_records_that_are_held_can_be_read_and_are_of_publishers() -> None:
    held = {path.name.removesuffix(".corrections.toml") for path in FOLDER.glob("*.corrections.toml")}
    assert held <= set(publishers())
    for source in held:
        assert list(records_of(source, FOLDER))
