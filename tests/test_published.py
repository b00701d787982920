"""Figures of several files, editions and areas become one each; nothing is lost and no zero is made."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines import indicators, measures, published
from pipelines.errors import Refused
from pipelines.warehouse import Warehouse
from tests.publisher import Publisher, open_for_publishers
from tests.sources.workbooks import cells, drawing

BCP, BOURNEMOUTH, POOLE, CHRISTCHURCH = "E06000058", "E06000028", "E06000029", "E07000048"


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    with open_for_publishers(tmp_path_factory.mktemp("warehouse")) as warehouse:
        yield warehouse


@pytest.fixture
def publisher(opened: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Publisher:
    monkeypatch.setattr(published, "FOLDER", tmp_path)
    return Publisher(opened, tmp_path)


@pytest.fixture
def christchurch(opened: Warehouse) -> Iterator[None]:
    """As if publishers' figures of this district were known: the only way a sum of parts can come about."""
    opened.run(f"insert into reference.area (area_code, area_name) values ('{CHRISTCHURCH}', 'Christchurch')")
    opened.script("staging", "area_by_name.sql")
    yield
    opened.run(f"delete from reference.area where area_code = '{CHRISTCHURCH}'")
    opened.script("staging", "area_by_name.sql")


class TestEditions:
    def test_a_later_edition_wins_whatever_its_file_is_called(self, publisher: Publisher) -> None:
        publisher.gather(
            """
            1 | 2020 | people | all | E08000035 | 2019-20 | all    | 100
            0 | 2021 | people | all | E08000035 | 2019-20 | all    | 110
            0 | 2021 | people | all | E08000035 | 2019-20 | female | 40
            1 | 2020 | people | all | E08000035 | 2019-20 | female | 40
            1 | 2020 | people | all | E08000035 | 2019-20 | male   | 60
            0 | 2021 | people | all | E08000035 | 2019-20 | male   | suppressed
            1 | 2020 | people | all | E08000035 | 2018-19 | all    | 90
            """,
            files=(("a.csv", "2021-01-01"), ("b.csv", "2025-01-01")),
        )

        assert publisher.figures("period, sex, value, status, file, line") == cells("""
            2018-19 | all    | 90.0  | ok         | b.csv | 8
            2019-20 | all    | 110.0 | ok         | a.csv | 3
            2019-20 | female | 40.0  | ok         | a.csv | 4
            2019-20 | male   |       | suppressed | a.csv | 7
        """)
        replaced = "figures of an earlier edition or file, replaced by a later one; 2 of them were revised since"
        assert publisher.noted() == [("earlier_edition", replaced, 3)]

    def test_of_one_edition_the_file_fetched_last_wins_then_the_last_by_name(self, publisher: Publisher) -> None:
        publisher.gather(
            """
            0 | | people | all | E08000035 | 2019 | all | 1
            1 | | people | all | E08000035 | 2019 | all | 2
            2 | | people | all | E08000035 | 2019 | all | 3
            1 | | people | all | E08000035 | 2020 | all | 4
            3 | | people | all | E08000035 | 2020 | all | 5
            2 | | people | all | E08000035 | 2020 | all | 6
            """,
            files=(("d.csv", "2024-02-01"), ("b.csv", "2024-02-02"), ("c.csv", None), ("e.csv", "2024-02-02")),
        )

        assert publisher.figures("period, value, file") == [["2019", "2.0", "b.csv"], ["2020", "5.0", "e.csv"]]

    def test_what_differs_in_a_single_word_is_another_figure(self, publisher: Publisher) -> None:
        drawn = """
            0 | | people  | all    | E08000035 | 2019    | all    | 1
            0 | | people  | all    | E08000035 | 2019-20 | all    | 2
            0 | | people  | all    | E08000035 | 2019    | female | 3
            0 | | people  | all    | E08000032 | 2019    | all    | 4
            0 | | housing | all    | E08000035 | 2019    | all    | 5
            0 | | housing | settled | E08000035 | 2019   | all    | 6
        """
        publisher.gather(drawn)

        assert publisher.figures("value") == [[f"{number}.0"] for number in range(1, 7)]
        assert publisher.noted() == []


class TestAreas:
    def test_a_renumbered_area_is_carried_with_a_note(self, publisher: Publisher) -> None:
        """The present code wins within an edition, and a later edition wins over both."""
        publisher.gather(
            """
            0 | 1 | people | all | E08000016 | 2019 | all    | 1
            0 | 1 | people | all | E08000016 | 2020 | all    | 2
            0 | 1 | people | all | E08000038 | 2020 | all    | 3
            0 | 1 | people | all | E08000038 | 2021 | all    | 4
            0 | 2 | people | all | E08000016 | 2021 | all    | 5
            0 | 1 | people | all | Barnsley  | 2022 | all    | 6
            """,
            note="provisional",
        )

        before = "provisional; published under E08000016, the code before the present one"
        assert publisher.figures("area_code, period, value, note") == [
            ["E08000038", "2019", "1.0", before],
            ["E08000038", "2020", "3.0", "provisional"],
            ["E08000038", "2021", "5.0", before],
            ["E08000038", "2022", "6.0", "provisional"],
        ]

    def test_a_name_is_that_of_the_area_that_bore_it_in_the_year(self, publisher: Publisher) -> None:
        publisher.gather("""
            0 | | people | all | Dorset                     | 2018-19    | all | 1
            0 | | people | all | Dorset                     | 2019-20    | all | 2
            0 | | people | all | Cornwall & Isles of Scilly | 2019-20 Q2 | all | 3
            0 | | people | all | Cornwall                   | 2019-20 Q2 | all | 4
        """)

        assert publisher.figures("area_code, period") == cells("""
            E06000052           | 2019-20 Q2
            E06000052+E06000053 | 2019-20 Q2
            E06000059           | 2019-20
            E10000009           | 2018-19
        """)

    def test_a_zero_of_an_area_that_had_ended_counts_nobody(self, publisher: Publisher) -> None:
        """In the year in which it ended it may; a number other than zero is what the publisher says."""
        publisher.gather("""
            0 | | people     | all | E06000028 | 2018-19    | all | 0
            0 | | people     | all | E06000028 | 2019       | all | 0
            0 | | people     | all | E06000028 | 2019-20    | all | 0
            0 | | death_rate | all | E06000028 | 2017-19    | all | 0
            0 | | death_rate | all | E06000028 | 2019-22    | all | 0
            0 | | death_rate | all | E06000028 | 2020-22    | all | 0
            0 | | people     | all | E06000028 | 2019-20 Q1 | all | 0
            0 | | people     | all | E06000028 | 2020       | all | 7
            0 | | people     | all | E06000028 | 2021       | all | not_collected
            0 | | people     | all | E06000058 | 2019-20    | all | 0
        """)

        ended = "the area had ended: its zero counts nobody"
        assert publisher.figures("area_code, measure, period, value, status, note") == cells(f"""
            E06000028 | death_rate | 2017-19    | 0.0 | ok            |
            E06000028 | death_rate | 2019-22    |     | not_published | {ended}
            E06000028 | death_rate | 2020-22    |     | not_published | {ended}
            E06000028 | people     | 2018-19    | 0.0 | ok            |
            E06000028 | people     | 2019       | 0.0 | ok            |
            E06000028 | people     | 2019-20    |     | not_published | {ended}
            E06000028 | people     | 2019-20 Q1 |     | not_published | {ended}
            E06000028 | people     | 2020       | 7.0 | ok            |
            E06000028 | people     | 2021       |     | not_collected |
            E06000058 | people     | 2019-20    | 0.0 | ok            |
        """)

    def test_of_two_names_of_an_area_the_one_that_counts_nobody_gives_way(self, publisher: Publisher) -> None:
        publisher.gather("""
            0 | | people  | all | Barnsley (discontinued)    | 2026-27 | all | 0
            0 | | people  | all | Barnsley (from April 2026) | 2026-27 | all | 850
            0 | | housing | all | Barnsley (from April 2026) | 2026-27 | all | 840
            0 | | housing | all | Barnsley (discontinued)    | 2026-27 | all | not_collected
        """)

        assert publisher.figures("measure, value, status") == [["housing", "840.0", "ok"], ["people", "850.0", "ok"]]

    @pytest.mark.parametrize(
        ("measure", "area"),
        [
            ("people", "Atlantis"),
            ("people", "E09999999"),
            ("people", CHRISTCHURCH),
            ("ages", "E08000035"),
            ("ages", "Leeds"),
        ],
    )
    def test_what_no_table_knows_is_refused(self, publisher: Publisher, measure: str, area: str) -> None:
        """Christchurch is a district: it is a part of an authority, and not an area of ours."""
        with pytest.raises(Refused, match=f"made_up hands over {measure} of {area}, which no table"):
            publisher.gather(f"0 | | {measure} | all | {area} | 2019 | all | 1")

    def test_a_code_that_nobody_knows_is_refused_though_the_name_beside_it_is_known(self, publisher: Publisher) -> None:
        with pytest.raises(Refused, match="made_up hands over people of E0999, which no table"):
            publisher.gather("0 | | people | all | Leeds | 2019 | all | 1", area_code="E0999")


PARTS = f"""
    0 | | people     | all     | {BOURNEMOUTH}  | 2018-19 | female | 100
    0 | | people     | all     | {POOLE}        | 2018-19 | female | 50
    0 | | people     | all     | {CHRISTCHURCH} | 2018-19 | female | 5
    0 | | people     | all     | {BOURNEMOUTH}  | 2018-19 | male   | 200
    0 | | people     | all     | {POOLE}        | 2018-19 | male   | 90
    0 | | people     | all     | {BOURNEMOUTH}  | 2017-18 | female | 100
    0 | | people     | all     | {POOLE}        | 2017-18 | female | suppressed
    0 | | people     | all     | {CHRISTCHURCH} | 2017-18 | female | 5
    0 | | people     | all     | {BOURNEMOUTH}  | 2016-17 | female | 100
    0 | | people     | all     | {POOLE}        | 2016-17 | female | 50
    0 | | people     | all     | {CHRISTCHURCH} | 2016-17 | female | 5
    0 | | people     | all     | {BCP}          | 2016-17 | female | 160
    0 | | housing    | settled | {BOURNEMOUTH}  | 2018-19 | female | 80
    0 | | housing    | settled | {POOLE}        | 2018-19 | female | 40
    0 | | housing    | settled | {CHRISTCHURCH} | 2018-19 | female | 0
    0 | | housing    | none    | {BOURNEMOUTH}  | 2018-19 | female | 20
    0 | | housing    | none    | {POOLE}        | 2018-19 | female | 10
    0 | | housing    | none    | {CHRISTCHURCH} | 2018-19 | female | 5
"""
NEVER_ADDED = "".join(
    f"    0 | | {measure} | all | {area} | 2018-19 | female | 10\n"
    for measure in ("estimated", "share", "death_rate", "wait")
    for area in (BOURNEMOUTH, POOLE, CHRISTCHURCH)
)


class TestSumsOfParts:
    @pytest.mark.usefixtures("christchurch")
    def test_counts_are_added_where_every_part_has_one(self, publisher: Publisher) -> None:
        """Never rates, percentages, estimates or days; and what the publisher says of the whole goes before a sum."""
        publisher.gather(PARTS.strip() + "\n" + NEVER_ADDED.strip(), rounded_to=5)

        whole = f"from mart.published_figure where area_code = '{BCP}' order by all"
        assert drawing(
            publisher.warehouse.rows(
                f"select measure, category, period, sex, value, denominator, rounded_to, line {whole}"
            )
        ) == cells("""
            housing | none    | 2018-19 | female | 35.0  | 155.0 | 15 |
            housing | settled | 2018-19 | female | 120.0 | 155.0 | 15 |
            people  | all     | 2016-17 | female | 160.0 |       | 5  | 13
            people  | all     | 2018-19 | female | 155.0 |       | 15 |
        """)
        assert publisher.warehouse.rows(f"select distinct note {whole}") == [
            ("the sum of Bournemouth, Christchurch, Poole",),
            (None,),
        ]

    def test_two_parts_of_three_make_no_sum(self, publisher: Publisher) -> None:
        """Which is what happens: no figures of a district are read, so that Bournemouth and Poole stand alone."""
        drawn = "\n".join(line for line in PARTS.strip().splitlines() if CHRISTCHURCH not in line)
        publisher.gather(drawn)

        assert publisher.figures("distinct area_code") == [[BOURNEMOUTH], [POOLE], [BCP]]
        assert publisher.figures("area_code, period, value, note")[-1] == [BCP, "2016-17", "160.0", ""]

    def test_no_authority_of_today_is_made_of_areas_alone(self, opened: Warehouse) -> None:
        """So no sum is made of what is published now: each has a district among its parts."""
        assert (
            opened.rows(
                """
                select area_code from reference.authority_part group by area_code
                having bool_and(part_code in (select area_code from reference.area))
                """
            )
            == []
        )


class TestWholes:
    def test_a_part_is_divided_by_all_categories_where_none_is_missing(self, publisher: Publisher) -> None:
        publisher.gather("""
            0 | | housing | settled | E08000035 | 2019 | female | 30
            0 | | housing | none    | E08000035 | 2019 | female | 10
            0 | | housing | unknown | E08000035 | 2019 | female | 0
            0 | | housing | settled | E08000035 | 2019 | male   | 30
            0 | | housing | none    | E08000035 | 2019 | male   | suppressed
            0 | | housing | settled | E08000035 | 2020 | female | 7
            0 | | housing | none    | E08000035 | 2020 | female |
            0 | | people  | a       | E08000035 | 2019 | female | 7
            0 | | people  | b       | E08000035 | 2019 | female | 8
        """)

        assert publisher.figures("measure, period, sex, category, value, numerator, denominator, status") == cells("""
            housing | 2019 | female | none    | 10.0 | 10.0 | 40.0 | ok
            housing | 2019 | female | settled | 30.0 | 30.0 | 40.0 | ok
            housing | 2019 | female | unknown | 0.0  | 0.0  | 40.0 | ok
            housing | 2019 | male   | none    |      |      |      | suppressed
            housing | 2019 | male   | settled | 30.0 |      |      | ok
            housing | 2020 | female | none    |      |      |      | not_published
            housing | 2020 | female | settled | 7.0  |      |      | ok
            people  | 2019 | female | a       | 7.0  |      |      | ok
            people  | 2019 | female | b       | 8.0  |      |      | ok
        """)

    def test_what_the_publisher_divided_by_goes_before_what_we_add_up(self, publisher: Publisher) -> None:
        drawn = "0 | | housing | settled | E08000035 | 2019 | female | 30"
        publisher.gather(drawn, numerator=29.5, denominator=99)

        assert publisher.figures("value, numerator, denominator") == [["30.0", "29.5", "99.0"]]

    def test_a_number_under_a_mark_is_not_shown_nor_its_limits(self, publisher: Publisher) -> None:
        drawn = "0 | | death_rate | all | E08000035 | 2019 | female | 30"
        for mark, shown in (("suppressed", ["", "", ""]), ("unreliable", ["30.0", "20.0", "40.0"])):
            publisher.gather(drawn, mark=mark, value_low=20, value_high=40)
            assert publisher.figures("status, value, value_low, value_high") == [[mark, *shown]]


def test_what_is_measured_is_told_though_there_are_no_numbers(publisher: Publisher) -> None:
    publisher.gather("")
    found = publisher.warehouse.rows("select source, measure, kind, same_as from mart.published_measure order by all")

    assert found[0] == ("made_up", "death_rate", "rate", None)
    assert len(found) == 6
    assert publisher.figures("measure") == []


def test_every_publisher_says_what_its_measures_are_and_which_of_ours_they_are(opened: Warehouse) -> None:
    opened.run("delete from mart.published_measure")
    published.describe(opened)
    ours = {indicator.indicator for indicator in indicators.all_indicators()}
    ours |= {measure.measure for measure in measures.all_measures()}
    ours |= {"first_waits", "subsequent_waits"}  # of records they are a mart of their own

    told = opened.rows(
        "select source, measure, same_as, name, unit, definition, cannot_tell from mart.published_measure"
    )
    assert {source for source, *_ in told} == set(published.publishers())
    assert [(source, measure, ours_) for source, measure, ours_, *_ in told if ours_ and ours_ not in ours] == []
    assert [row for row in told if not all(words.strip() for words in row[3:])] == []
