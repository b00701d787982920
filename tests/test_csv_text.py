"""Whatever wrote the file, the same cells come out of it, each with the record it stood in."""

import codecs
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pipelines import csv_survey
from pipelines.csv_survey import CHUNK
from pipelines.csv_text import EVERY_SPACE, alike, look_at, read_fast, read_slowly, refuse_header_only
from pipelines.csv_text import Cells as TextCells
from pipelines.errors import Refused
from pipelines.source import Column, Source
from pipelines.sources.caseload_return import SOURCE as CASELOAD_RETURN
from pipelines.sources.ndtms_records import SOURCE as NDTMS_RECORDS
from tests.desk import Desk, TakenIn, open_desk
from tests.records import WOMAN, edition, write

DRAWN = Source(
    name="drawn",
    title="drawn table",
    publisher="",
    licence="",
    origin="project",
    patterns=("*.csv",),
    columns=(Column("word", required=True), Column("other", required=True), Column("maybe")),
    rules=(),
)
FAST, SLOW = "fast", "slow"

Cells = list[tuple[int | str | None, ...]]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with open_desk(tmp_path_factory.mktemp("desk")) as opened:
        yield opened


class Reader:
    """Reads a drawn file and says what came out: line and cells, broken lines, and the road it took."""

    def __init__(self, desk: Desk, path: Path) -> None:
        self.desk = desk
        self.path = path
        self.road = ""
        self.broken: list[tuple[int, str]] = []
        self.extra: tuple[str, ...] = ()
        self.missing: tuple[str, ...] = ()

    def read(self, content: bytes | str) -> Cells:
        self.path.write_bytes(content.encode() if isinstance(content, str) else content)
        warehouse = self.desk.warehouse
        warehouse.run("create or replace table staging.drawn_cells (line bigint, word varchar, other varchar)")
        _, (file,) = look_at([(0, self.path, None)], DRAWN)
        self.extra = file.header.extra
        self.missing = tuple(c.name for c in DRAWN.columns if c.name not in file.header.wanted)
        self.broken = []
        self.road = SLOW
        misfits = 0

        def take(cells: TextCells) -> None:
            nonlocal misfits
            spaced = f"nullif(trim({{0}}, '{EVERY_SPACE}'), '') as {{0}}"
            cut = spaced if cells.spaces != "none" else "nullif({0}, '') as {0}"
            columns = ", ".join(cut.format(name) for name in ("word", "other"))
            warehouse.run(f"create or replace table staging.taken as {cells.sql}", cells.values)
            rows = warehouse.one("select count(*) from staging.taken")
            misfits += rows + 1 != file.bytes.lines
            warehouse.run(
                f"insert into staging.drawn_cells select coalesce(line, rowid + 2), {columns} from staging.taken"
            )

        for together in alike([file], DRAWN):
            if not read_fast(together, DRAWN, warehouse, take) and not misfits:
                self.road = FAST
        if self.road == SLOW:
            warehouse.run("delete from staging.drawn_cells")
            self.broken = [(b.line, b.rule) for b in read_slowly(file, DRAWN, warehouse, take)]
        found = self.desk.rows("select line, word, other from staging.drawn_cells order by 1")
        if not found and not self.broken:
            refuse_header_only(file)
        return found


@pytest.fixture
def reader(desk: Desk, tmp_path: Path) -> Reader:
    return Reader(desk, tmp_path / "drawn.csv")


TWO_ROWS = [(2, "a", "b"), (3, "c", "d")]


class TestWhatWroteTheFile:
    def test_plain_utf_8_goes_the_fast_road(self, reader: Reader) -> None:
        assert reader.read("word,other\na,b\nc,d\n") == TWO_ROWS
        assert reader.road == FAST

    def test_windows_line_ends(self, reader: Reader) -> None:
        assert reader.read("word,other\r\na,b\r\nc,d\r\n") == TWO_ROWS
        assert reader.road == FAST

    def test_line_ends_of_an_old_mac(self, reader: Reader) -> None:
        assert reader.read("word,other\ra,b\rc,d\r") == TWO_ROWS

    def test_mixed_line_ends(self, reader: Reader) -> None:
        assert reader.read("word,other\na,b\r\nc,d\n") == TWO_ROWS
        assert reader.road == SLOW

    def test_no_line_end_after_the_last_record(self, reader: Reader) -> None:
        assert reader.read("word,other\na,b\nc,d") == TWO_ROWS

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
    def test_letters_with_accents(self, reader: Reader, encoding: str) -> None:
        assert reader.read("word,other\nZoë,£5\n".encode(encoding)) == [(2, "Zoë", "£5")]
        assert reader.road == (SLOW if encoding == "cp1252" else FAST)

    def test_a_byte_that_windows_1252_does_not_define_is_refused(self, reader: Reader) -> None:
        with pytest.raises(Refused, match=r"neither UTF-8 nor Windows-1252 text\. Export it again"):
            reader.read(b"word,other\na\x81,\xe9\n")

    def test_a_null_byte_is_refused(self, reader: Reader) -> None:
        with pytest.raises(Refused, match="null bytes"):
            reader.read(b"word,other\na,\0b\n")

    @pytest.mark.parametrize(
        ("encoding", "said"),
        [("utf-16", "is UTF-16"), ("utf-16-le", "not a text file"), ("utf-32-be", "not a text file")],
    )
    def test_other_encodings_are_refused(self, reader: Reader, encoding: str, said: str) -> None:
        with pytest.raises(Refused, match=said):
            reader.read("word,other\na,b\n".encode(encoding))

    def test_a_letter_cut_off_at_the_end_is_read_as_windows_1252(self, reader: Reader) -> None:
        assert reader.read("word,other\na,é".encode()[:-1]) == [(2, "a", "Ã")]


class TestLineNumbers:
    """A line is the number of its record: the header is 1, and a quoted newline does not count."""

    def test_a_quoted_newline_does_not_advance_the_line(self, reader: Reader) -> None:
        found = reader.read('word,other\n"a\nstill a",b\nc,d\n')
        assert found == [(2, "a\nstill a", "b"), (3, "c", "d")]

    def test_a_newline_in_the_header_does_not_advance_the_line(self, reader: Reader) -> None:
        assert reader.read('"more\nwords",word,other\nx,a,b\ny,c,d\n') == TWO_ROWS

    @pytest.mark.parametrize(
        "content",
        [
            "\nword,other\na,b\nc,d\n",
            "word,other\n\na,b\n\n\nc,d\n",
            "word,other\na,b\nc,d\n\n\n",
            "word,other\r\na,b\r\n\r\nc,d\r\n",
            "\r\nword,other\r\na,b\r\nc,d\r\n",
            "\ufeff\nword,other\na,b\nc,d\n",
        ],
        ids=["above the header", "between records", "at the end", "windows", "windows, above", "after a mark"],
    )
    def test_a_blank_line_is_no_record(self, reader: Reader, content: str) -> None:
        assert reader.read(content) == TWO_ROWS
        assert reader.broken == []

    def test_a_line_of_spaces_is_a_record_with_too_few_cells(self, reader: Reader) -> None:
        assert reader.read("word,other\n   \nc,d\n") == [(3, "c", "d")]
        assert reader.broken == [(2, "wrong_number_of_columns")]


class TestHeader:
    def test_in_any_case_any_order_and_with_spaces(self, reader: Reader) -> None:
        assert reader.read(" OTHER ,Word\nb,a\nd,c\n") == TWO_ROWS

    def test_unknown_columns_are_named_as_they_stand(self, reader: Reader) -> None:
        assert reader.read("Spare One,word,other,again\n1,a,b,2\n3,c,d,4\n") == TWO_ROWS
        assert reader.extra == ("Spare One", "again")

    def test_a_column_that_may_be_missing_is_told_of(self, reader: Reader, desk: Desk) -> None:
        reader.read("word,other\na,b\n")
        assert reader.missing == ("maybe",)

    def test_a_missing_column_is_refused_by_name(self, reader: Reader) -> None:
        with pytest.raises(Refused, match=r"not a drawn table file: it lacks other\. Found: WORD"):
            reader.read("word,others\na,b\n")

    def test_one_of_several_columns_is_enough_but_none_is_refused(self, desk: Desk, tmp_path: Path) -> None:
        for residence in ("UTLA", "LA", "DAT"):
            names = [name for name in edition() if name not in ("LA", "DAT")] + [residence]
            desk.take_in(NDTMS_RECORDS, write(tmp_path / f"{residence}.csv", [WOMAN], header=names))
        none = [name for name in edition() if name not in ("LA", "DAT")]
        with pytest.raises(Refused, match="it lacks one of UTLA / LA / DAT"):
            desk.take_in(NDTMS_RECORDS, write(tmp_path / "none.csv", [WOMAN], header=none))

    def test_a_column_named_twice_is_refused(self, reader: Reader) -> None:
        with pytest.raises(Refused, match="names a column twice: WORD"):
            reader.read("word,other,Word \na,b,c\n")

    def test_columns_without_a_name_may_stand_twice(self, reader: Reader) -> None:
        assert reader.read("word,other,,\na,b,,\nc,d,,\n") == TWO_ROWS

    def test_a_title_above_the_header_is_refused_with_what_to_do(self, reader: Reader) -> None:
        with pytest.raises(Refused, match="If there is a title above the header, take it out"):
            reader.read("Extract of 1 April 2024,\nword,other\na,b\n")

    @pytest.mark.parametrize(("mark", "said"), [(";", "semicolons"), ("\t", "tabs")])
    def test_another_separator_is_refused_by_its_name(self, reader: Reader, mark: str, said: str) -> None:
        with pytest.raises(Refused, match=f"is separated by {said}"):
            reader.read(f"word{mark}other\na{mark}b\n")

    def test_a_file_that_lost_its_header_is_refused_without_repeating_a_cell(self, desk: Desk, tmp_path: Path) -> None:
        cells = [*WOMAN.values(), "10/04/2023", "Quuxley"]
        path = tmp_path / "a.csv"
        path.write_text(",".join(cells) + "\n" + ",".join(cells) + "\n", encoding="utf-8")
        with pytest.raises(Refused) as refusal:
            desk.take_in(NDTMS_RECORDS, path)
        said = str(refusal.value).replace(str(path), "")
        assert [cell for cell in cells if len(cell) > 3 and cell in said] == []

    def test_an_unknown_column_is_noted_once_with_the_files_it_is_in(self, desk: Desk, tmp_path: Path) -> None:
        first = write(tmp_path / "a.csv", [WOMAN], header=[*edition(), "Worker", "Team"])
        second = write(tmp_path / "b.csv", [WOMAN | {"CLIENTID": "2"}], header=[*edition(), "Worker"])
        taken = desk.take_in(NDTMS_RECORDS, first, second)
        assert taken.notes == [("unknown_column", "Team", 1), ("unknown_column", "Worker", 2)]

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            ("", "is empty"),
            ("\n", "no header line"),
            ('"word,other\na,b\n', "no header line"),
            ("word,other", "a header and no records"),
            ("word,other\n", "a header and no records"),
            ("word,other\n\n", "a header and no records"),
        ],
    )
    def test_a_file_without_records_is_refused(self, reader: Reader, content: str, said: str) -> None:
        with pytest.raises(Refused, match=said):
            reader.read(content)


class TestRecordsThatDoNotFit:
    @pytest.mark.parametrize(
        ("record", "rule"),
        [
            ("a", "wrong_number_of_columns"),
            ("a,b,c", "wrong_number_of_columns"),
            ("a,b,,c", "wrong_number_of_columns"),
            ('a,"b"c', "broken_quoting"),
            ('a,"b" ', "broken_quoting"),
            ('"a""b', "broken_quoting"),
        ],
    )
    def test_a_record_is_kept_out_alone(self, reader: Reader, record: str, rule: str) -> None:
        assert reader.read(f"word,other\na,b\n{record}\n") == [(2, "a", "b")]
        assert reader.broken == [(3, rule)]

    @pytest.mark.parametrize("record", ["c,d,", 'c,d,""', "c,d,,,"])
    @pytest.mark.parametrize("above", ["", "\n"], ids=["fast", "slow"])
    def test_commas_after_the_last_cell_are_forgiven(self, reader: Reader, record: str, above: str) -> None:
        assert reader.read(f"{above}word,other\na,b\n{record}\n") == TWO_ROWS
        assert reader.broken == []

    def test_a_cell_broken_at_an_accent_in_a_column_we_do_not_read_stops_nothing(self, reader: Reader) -> None:
        content = 'word,other,x,y,z\na,b,1,2,3\nc,d,1,2,"Zo"ë\ne,f,1,2,3\n'
        assert reader.read(content) == [(2, "a", "b"), (4, "e", "f")]
        assert reader.broken == [(3, "broken_quoting")]

    def test_those_after_it_keep_their_numbers(self, reader: Reader) -> None:
        assert reader.read('word,other\na\n"b"x,y\nc,d\ne,f,g\nh,i\n') == [(4, "c", "d"), (6, "h", "i")]
        assert [line for line, _ in reader.broken] == [2, 3, 5]

    def test_a_quotation_mark_that_is_never_closed_costs_one_record(self, reader: Reader) -> None:
        assert reader.read('word,other\na,"b\nc,d\ne,f\n') == [(3, "c", "d"), (4, "e", "f")]
        assert reader.broken == [(2, "broken_quoting")]

    def test_one_that_closes_lines_later_costs_the_lines_it_stands_in(self, reader: Reader) -> None:
        assert reader.read('word,other\n"a,b\nc,d\ne",f,g\nh,i\n') == [(3, "c", "d"), (5, "h", "i")]
        assert [line for line, _ in reader.broken] == [2, 4]

    def test_a_last_line_cut_off_between_quotes(self, reader: Reader) -> None:
        assert reader.read('"word","other"\n"a","b"\n"c","d') == [(2, "a", "b")]
        assert reader.broken == [(3, "broken_quoting")]

    def test_a_last_line_cut_off_without_quotes(self, reader: Reader) -> None:
        assert reader.read("word,other\na,b\nc") == [(2, "a", "b")]
        assert reader.broken == [(3, "wrong_number_of_columns")]

    def test_when_none_fits_the_file_is_counted_all_the_same(self, desk: Desk, tmp_path: Path) -> None:
        path = tmp_path / "a.csv"
        path.write_text("word,other\na\nb\n", encoding="utf-8")
        assert desk.take_in(DRAWN, path).counts == [(2, 0, 2)]

    def test_they_are_listed_without_a_column(self, desk: Desk, tmp_path: Path) -> None:
        path = tmp_path / "a.csv"
        path.write_text('word,other\na,b\nc\n"d"e,f\n', encoding="utf-8")
        assert desk.take_in(DRAWN, path).rejects == [
            ("a.csv", 3, None, "wrong_number_of_columns"),
            ("a.csv", 4, None, "broken_quoting"),
        ]


class TestCells:
    def test_an_empty_cell_and_na_are_unknown(self, desk: Desk, tmp_path: Path) -> None:
        empty = ["", "NA", "na", " NA ", "   ", "\t", "\u00a0"]
        rows = [WOMAN | {"CLIENTID": str(n), "MODAL": cell, "DISD": cell, "LA": cell} for n, cell in enumerate(empty)]
        desk.take_in(NDTMS_RECORDS, write(tmp_path / "a.csv", rows))
        kept = desk.rows("select MODAL, DISD, LA from staging.ndtms_records")
        assert kept == [(None, None, None)] * len(empty)

    def test_na_within_a_word_is_the_word(self, desk: Desk, tmp_path: Path) -> None:
        desk.take_in(NDTMS_RECORDS, write(tmp_path / "a.csv", [WOMAN | {"CLIENTID": "NA1"}]))
        assert desk.rows("select CLIENTID from staging.ndtms_records") == [("NA1",)]

    def test_commas_and_doubled_quotes_belong_to_a_quoted_cell(self, reader: Reader) -> None:
        assert reader.read('word,other\n"a, b","say ""c"""\n') == [(2, "a, b", 'say "c"')]

    def test_an_empty_last_cell_is_a_cell(self, reader: Reader) -> None:
        assert reader.read('word,other\na,\nc,""\n') == [(2, "a", None), (3, "c", None)]
        assert reader.road == FAST

    def test_a_windows_line_end_within_a_cell(self, reader: Reader) -> None:
        assert reader.read('word,other\n"a\r\nb",c\nd,e\n') == [(2, "a\r\nb", "c"), (3, "d", "e")]

    def test_a_quotation_mark_within_an_unquoted_cell_is_part_of_it(self, reader: Reader) -> None:
        assert reader.read('word,other\n5" nail,b\n') == [(2, '5" nail', "b")]


class TestComments:
    """Lines for people, in returns that people write."""

    HEADER = ",".join(column.name for column in CASELOAD_RETURN.columns)
    ROW = "E08000035,N0001,A service,2024-03-31,400,120,3,4,10.5,6.5,1"

    def take_in(self, desk: Desk, folder: Path, *lines: str) -> TakenIn:
        path = folder / "return.csv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return desk.take_in(CASELOAD_RETURN, path)

    @pytest.mark.parametrize("place", [0, 1, 2])
    def test_a_comment_in_a_return_is_no_row(self, desk: Desk, tmp_path: Path, place: int) -> None:
        lines = [self.HEADER, self.ROW]
        lines.insert(place, "# One row for each provider and date.")
        assert self.take_in(desk, tmp_path, *lines).counts == [(1, 1, 0)]

    def test_a_row_that_someone_has_struck_out_is_no_row(self, desk: Desk, tmp_path: Path) -> None:
        assert self.take_in(desk, tmp_path, self.HEADER, f"# {self.ROW}", self.ROW).counts == [(1, 1, 0)]

    @pytest.mark.parametrize("cell", ["#N/A", '"#N/A"', "#REF!", '"#DIV/0!"', "#NAME? "])
    def test_a_cell_that_could_not_be_calculated_is_no_comment(self, desk: Desk, tmp_path: Path, cell: str) -> None:
        broken = f"{cell},{self.ROW.partition(',')[2]}"
        assert self.take_in(desk, tmp_path, self.HEADER, broken, self.ROW).counts == [(2, 1, 1)]

    @pytest.mark.parametrize("line", ["#N/A means that nobody knows", '"#REF! stands there, often"', "# #N/A,"])
    def test_a_comment_may_speak_of_such_a_cell(self, desk: Desk, tmp_path: Path, line: str) -> None:
        assert self.take_in(desk, tmp_path, line, self.HEADER, self.ROW).counts == [(1, 1, 0)]

    def test_records_have_no_comments(self, desk: Desk, tmp_path: Path) -> None:
        names = ["AGNCY", *(name for name in edition() if name != "AGNCY")]
        path = write(tmp_path / "a.csv", [WOMAN | {"AGNCY": "# N0001"}], header=names)
        assert desk.take_in(NDTMS_RECORDS, path).counts == [(1, 1, 0)]


ODD = ["a", "b", '"', '""', '"q"', '"a,b"', '"l\nm"', '"l\r\nm"', " ", ",", ",", "\n", "\n", "\r", "\\", "'", "é", "\t"]


class TestTheTwoRoads:
    """What DuckDB reads alone and what Python's csv module reads are the same table."""

    @settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        rows=st.lists(st.sampled_from(["a,b", "c,d", '"e","f"']), max_size=2),
        odd=st.lists(st.sampled_from(ODD), max_size=8),
    )
    def test_lead_to_the_same_table(self, reader: Reader, rows: list[str], odd: list[str]) -> None:
        content = "\n".join(["word,other", *rows, "".join(odd), *rows, "z,z"]) + "\n"
        found = (reader.read(content), reader.broken)
        forced = (reader.read("\n" + content), reader.broken)
        assert reader.road == SLOW
        assert found == forced

    @pytest.mark.parametrize("forced", [{"encoding": "cp1252"}, {"newline": "\r\n"}, {"null": ""}])
    def test_lead_to_the_same_records(self, desk: Desk, tmp_path: Path, forced: dict[str, str]) -> None:
        rows = [WOMAN | {"CLIENTID": str(n), "CLIENT": f"Zoë {n}", "SEX": "FMX"[n % 3]} for n in range(9)]
        plain = desk.take_in(NDTMS_RECORDS, write(tmp_path / "a.csv", rows))
        records = desk.rows("select * from staging.ndtms_records order by line")
        other = desk.take_in(NDTMS_RECORDS, write(tmp_path / "a.csv", rows, **forced))
        assert other == plain
        assert desk.rows("select * from staging.ndtms_records order by line") == records


PEOPLE = (WOMAN, WOMAN | {"CLIENTID": "2", "SEX": "M", "DISD": "01/06/2023", "DISRSN": "80"}, WOMAN | {"SEX": "X"})
KEPT = "AGNCY, CLIENTID, EPISODID, SEX, LA, DAT, DRUG1, MODAL, TRIAGED, DISD, REFMODDT, MODST, person, latest_on"


class TestEditions:
    def taken(self, desk: Desk, path: Path) -> tuple[list[tuple[int, int, int]], Cells]:
        counts = desk.take_in(NDTMS_RECORDS, path).counts
        return counts, desk.rows(f"select {KEPT} from staging.ndtms_records order by all")

    @pytest.mark.parametrize("name", ["H", "K_LATER"])
    def test_say_the_same_as_edition_k(self, desk: Desk, tmp_path: Path, name: str) -> None:
        in_k = self.taken(desk, write(tmp_path / "k.csv", PEOPLE))
        assert in_k[0] == [(3, 2, 1)]
        assert self.taken(desk, write(tmp_path / "other.csv", PEOPLE, header=edition(name))) == in_k

    @pytest.mark.parametrize("order", list(permutations(range(3)))[1:])
    def test_rows_in_another_order_say_the_same(self, desk: Desk, tmp_path: Path, order: tuple[int, ...]) -> None:
        in_order = self.taken(desk, write(tmp_path / "a.csv", PEOPLE))
        shuffled = [PEOPLE[place] for place in order]
        assert self.taken(desk, write(tmp_path / "a.csv", shuffled)) == in_order

    def test_columns_in_another_order_say_the_same(self, desk: Desk, tmp_path: Path) -> None:
        in_order = self.taken(desk, write(tmp_path / "a.csv", PEOPLE))
        turned = [name.lower() for name in reversed(edition())]
        assert self.taken(desk, write(tmp_path / "a.csv", PEOPLE, header=turned)) == in_order


ROWS = 300_000
BAD = (2, 3, 100_000, 123_457, 204_801, 300_000, 300_001)


@pytest.fixture(scope="module")
def large(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> TakenIn:
    """A file of 300,000 records of as few columns as may be; in some the drug and the date of triage are none."""
    names = [column.name for column in NDTMS_RECORDS.columns if column.required] + ["DAT"]
    sound = [WOMAN.get(name, "") for name in names]
    number, drug, triage = (names.index(name) for name in ("CLIENTID", "DRUG2", "TRIAGED"))
    lines = [",".join(names)]
    for line in range(2, ROWS + 2):
        cells = sound.copy()
        cells[number] = str(line)
        if line in BAD:
            cells[drug], cells[triage] = "heroin", "31/02/2023"
        lines.append(",".join(cells))
    path = tmp_path_factory.mktemp("large") / "large.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return desk.take_in(NDTMS_RECORDS, path)


class TestLargeFiles:
    """What DuckDB does with a large file and its threads must not show."""

    def test_no_row_is_lost_when_a_date_cannot_be_cast(self, large: TakenIn) -> None:
        assert large.counts == [(ROWS, ROWS - len(BAD), len(BAD))]

    def test_a_rejected_row_is_named_by_its_own_line(self, large: TakenIn) -> None:
        assert large.rejects == [
            ("large.csv", line, column, rule)
            for line in BAD
            for column, rule in (("DRUG2", "unknown_drug_code"), ("TRIAGED", "not_a_date"))
        ]

    def test_what_could_lose_a_row_or_its_place_is_switched_off(self, desk: Desk) -> None:
        ((off,),) = desk.rows("select current_setting('disabled_optimizers')")
        assert off in ("in_clause", "in_clause,type_pushdown")  # as many as this version of DuckDB knows

    @pytest.mark.usefixtures("large")
    def test_every_row_keeps_its_own_line(self, desk: Desk) -> None:
        astray = desk.rows("select count(*) from staging.ndtms_records where CLIENTID <> line::varchar")
        assert astray == [(0,)]


class TestChunkSeams:
    """The bytes of a file are looked at a chunk at a time; what lies across the edge of two is seen."""

    HEADER = b"word,other\r\n"

    def filled(self, upto: int) -> bytes:
        """Records with Windows line ends, exactly as many bytes as asked for, ending within a cell."""
        row = b"a,b\r\n"
        body = self.HEADER + row * ((upto - len(self.HEADER)) // len(row) - 1)
        return body + b"c," + b"d" * (upto - len(body) - 2)

    def rows_before(self, content: bytes) -> int:
        return content.count(b"\n")

    def test_a_windows_line_end_across_the_edge_is_one_line_end(self, reader: Reader) -> None:
        content = self.filled(CHUNK - 1) + b"\r\n" + b"e,f\r\n"
        assert content[CHUNK - 1 : CHUNK + 1] == b"\r\n"
        found = reader.read(content)
        assert reader.road == FAST
        assert found[-1] == (self.rows_before(content), "e", "f")

    def test_a_line_end_at_the_edge_is_no_blank_line(self, reader: Reader) -> None:
        content = self.filled(CHUNK - 2) + b"\r\n" + b"e,f\r\n"
        found = reader.read(content)
        assert reader.road == FAST
        assert found[-1] == (self.rows_before(content), "e", "f")

    @pytest.mark.parametrize("before", [0, 1, 2, 3])
    def test_a_blank_line_across_the_edge_is_no_record(self, reader: Reader, before: int) -> None:
        content = self.filled(CHUNK - before) + b"\r\n\r\n" + b"e,f\r\n"
        found = reader.read(content)
        assert reader.road == SLOW
        assert found[-1] == (self.rows_before(content) - 1, "e", "f")

    @pytest.mark.parametrize("letter", ["é", "€", "😀"])
    def test_a_letter_of_several_bytes_across_the_edge_is_one_letter(self, reader: Reader, letter: str) -> None:
        content = self.filled(CHUNK - 1) + letter.encode() + b"\r\n"
        found = reader.read(content)
        assert reader.road == FAST
        assert str(found[-1][2]).endswith(f"d{letter}")

    def test_a_byte_of_windows_1252_after_the_first_chunk_is_seen(self, reader: Reader) -> None:
        found = reader.read(self.filled(CHUNK + 5) + b"\xe9\r\n")
        assert str(found[-1][2]).endswith("dé")

    def test_a_byte_of_windows_1252_in_the_first_of_two_chunks_is_remembered(self, reader: Reader) -> None:
        found = reader.read(b"word,other\n\xe9,b\n" + b"a,b\n" * (CHUNK // 4) + "é,b\n".encode("cp1252"))
        assert [word for _, word, _ in (found[0], found[-1])] == ["é", "é"]

    def test_a_null_byte_after_the_first_chunk_is_seen(self, reader: Reader) -> None:
        with pytest.raises(Refused, match="null bytes"):
            reader.read(self.filled(CHUNK + 5) + b"\0\r\n")

    def test_a_cell_longer_than_a_chunk_of_the_reader(self, reader: Reader) -> None:
        found = reader.read("word,other\n" + "a,b\n" + f"c,{'d' * 500_000}\n" + "e,f\n")
        assert [(line, word) for line, word, _ in found] == [(2, "a"), (3, "c"), (4, "e")]
        assert len(str(found[1][2])) == 500_000

    @settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        pieces=st.lists(st.sampled_from(["a", "b", ",", '"', " ", "\n", "\r\n", "\t", "é", "\u00a0"]), max_size=12),
        encoding=st.sampled_from(["utf-8", "cp1252"]),
        size=st.integers(4, 6),
    )
    @example(pieces=["b", ",", " ", '"', "a", '"', ","], encoding="utf-8", size=4)
    def test_wherever_the_edges_lie_no_less_is_seen(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pieces: list[str], encoding: str, size: int
    ) -> None:
        path = tmp_path / "some.csv"
        path.write_bytes("".join(["a", *pieces]).encode(encoding))
        with monkeypatch.context() as patched:
            patched.setattr(csv_survey, "CHUNK", size)
            in_pieces = csv_survey.survey(path)
        whole = csv_survey.survey(path)
        for same in ("encoding", "is_ascii", "lines", "sha256"):
            assert getattr(in_pieces, same) == getattr(whole, same)
        # what stood before a space may be out of sight by then: the file is looked at more closely than it need be
        assert whole.is_plain or not in_pieces.is_plain
        assert whole.spaces in ("none", in_pieces.spaces)


def test_a_byte_order_mark_is_no_part_of_the_first_name(reader: Reader) -> None:
    assert reader.read(codecs.BOM_UTF8 + b'"word","other"\na,b\nc,d\n') == TWO_ROWS
    assert reader.road == FAST


def test_nothing_of_a_file_is_left_in_the_private_folder(reader: Reader, desk: Desk) -> None:
    reader.read("word,other\na,b\r\nc,d\n")
    assert [path.name for path in desk.warehouse.folder.rglob("*") if path.is_file()] == []
