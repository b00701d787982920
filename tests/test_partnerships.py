"""Partnerships: the table users edit, what is refused of it, and what is made of the areas it names."""

import csv
from pathlib import Path

import pytest

from pipelines import partnerships
from pipelines.errors import Refused
from pipelines.partnerships import SHIPPED, Partnership, read
from tests.builds import Built, every_table, lay_deaths, lay_population, lay_records, lay_returns, people
from tests.builds import built as built_with_shipped
from tests.desk import TODAY
from tests.records import WOMAN
from tests.returns import RETURN

LEEDS, BRADFORD, BRISTOL = "E08000035", "E08000032", "E06000023"
YORKSHIRE, ENGLAND = "E12000003", "E92000001"
HEADER = "partnership_id,name,area_code"
NEAR = [f"P-NEAR,Leeds and Bradford,{LEEDS}", f"P-NEAR,Leeds and Bradford,{BRADFORD}"]
WIDE = [f"P-WIDE,Leeds and Bristol,{LEEDS}", f"P-WIDE,Leeds and Bristol,{BRISTOL}"]


def write(path: Path, *rows: str, header: str = HEADER) -> Path:
    path.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    return path


class TestReading:
    def test_the_shipped_table_has_every_authority_of_today_once_and_by_its_name(self) -> None:
        with (SHIPPED.parent / "area.csv").open(encoding="utf-8", newline="") as file:
            todays = {
                row["area_code"]: row["area_name"]
                for row in csv.DictReader(file)
                if row["area_kind"] == "local_authority" and row["area_code"].startswith("E") and not row["valid_to"]
            }
        assert len(todays) == 153
        assert read() == [Partnership(f"P-{code}", name, (code,)) for code, name in sorted(todays.items())]

    def test_members_are_gathered_by_id_whatever_their_order(self, tmp_path: Path) -> None:
        path = write(tmp_path / "p.csv", NEAR[0], WIDE[1], NEAR[1], WIDE[0])
        assert read(path) == [
            Partnership("P-NEAR", "Leeds and Bradford", (BRADFORD, LEEDS)),
            Partnership("P-WIDE", "Leeds and Bristol", (BRISTOL, LEEDS)),
        ]

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
    def test_what_a_spreadsheet_does_to_it_is_forgiven(self, tmp_path: Path, encoding: str) -> None:
        """Empty lines, columns of its own, spaces, small letters, and the encodings it writes."""
        path = tmp_path / "p.csv"
        lines = ["Note,Area_Code , name,PARTNERSHIP_ID", f" x,{LEEDS.lower()}, Café  North ,P-1", ",,,", "", ","]
        path.write_bytes("\r\n".join(lines).encode(encoding))
        assert read(path) == [Partnership("P-1", "Café North", (LEEDS,))]

    def test_without_rows_there_are_none(self, tmp_path: Path) -> None:
        assert read(write(tmp_path / "p.csv")) == []

    @pytest.mark.parametrize(
        ("rows", "words"),
        [
            (["P 1,Leeds,E08000035"], "line 2: found “P 1” for a partnership_id. It is made of letters"),
            (["P_1,Leeds,E08000035"], "line 2: found “P_1” for a partnership_id"),
            (["Pé,Leeds,E08000035"], "line 2: found “Pé” for a partnership_id"),
            ([",Leeds,E08000035"], "line 2: found “” for a partnership_id"),
            (["All,Leeds,E08000035"], "line 2: found “All” for a partnership_id"),
            (["e08000035,Leeds,E08000035"], "line 2: e08000035 is the code of Leeds. Give the partnership an id"),
            (["E08000016,B,E08000038"], "line 2: E08000016 is the code of Barnsley. .* such as P-E08000016"),
            (["ADP-FIFE,B,E08000038"], "line 2: ADP-FIFE is the code of Fife ADP"),
            (["P-1,,E08000035"], "line 2: P-1 has no name. Give it one"),
            (["P-1"], "line 2: P-1 has no name"),
            (["P-1,B"], "line 2: no area_code. Write the code of an upper-tier authority of England"),
            (["P-1,B,E09999999"], "line 2: nobody knows E09999999 of England today. A partnership is made of these"),
            (["", "P-1,B,E08000016"], r"line 3: E08000016 \(Barnsley\) is no authority .* E08000038 \(Barnsley\)"),
            (["P-1,B,E06000028"], r"E06000028 \(Bournemouth\) .* in E06000058 \(Bournemouth, Christchurch and Poole\)"),
            (["P-1,B,E10000006"], r"E06000063 \(Cumberland\) and E06000064 \(Westmorland and Furness\). Write that"),
            (["P-1,B,E07000026"], r"E07000026 is a district of E06000063 \(Cumberland\). Write the authority's code"),
            (["P-1,B,E12000003"], r"E12000003 \(Yorkshire and the Humber\) is no upper-tier authority of"),
            (["P-1,B,W06000015"], r"W06000015 \(Cardiff\) is no upper-tier authority of England today"),
            ([NEAR[0], *NEAR], r"line 3: E08000035 \(Leeds\) is in P-NEAR already, by line 2. Remove one"),
            ([NEAR[0], f"P-NEAR,Leeds & Bradford,{BRADFORD}"], "line 3: P-NEAR is named “Leeds & Bradford”, and “L"),
            ([NEAR[0], f"P-Near,Leeds and Bradford,{BRADFORD}"], "line 3: P-Near is P-NEAR in line 2. Write an id in"),
            ([*NEAR, f"P-2,leeds AND bradford,{BRISTOL}"], "line 4: P-2 is named “leeds AND bradford”, as P-NEAR"),
            ([f"P-1,Bradford,{LEEDS}"], r"line 2: P-1 is named “Bradford”, as E08000032 is, and has E08000035"),
        ],
    )  # fmt: skip
    def test_what_cannot_be_meant_is_refused_with_its_line_and_what_to_do(
        self, tmp_path: Path, rows: list[str], words: str
    ) -> None:
        with pytest.raises(Refused, match=r"^partnerships\.csv, .*" + words):
            read(write(tmp_path / "partnerships.csv", *rows))

    def test_a_file_that_is_none_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "partnerships.csv"
        with pytest.raises(Refused, match="is not there"):
            read(path)
        path.write_bytes(b"partnership_id,name,area_code\nP-1,\x81,E08000035\n")
        with pytest.raises(Refused, match="neither UTF-8 nor Windows-1252"):
            read(path)
        for header in ("", "partnership_id;name;area_code", "partnership_id,area_code"):
            with pytest.raises(Refused, match="line 1: expected the columns partnership_id, name, area_code"):
                read(write(path, *NEAR, header=header))

    def test_there_is_room_for_so_many(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = write(tmp_path / "p.csv", *NEAR, *WIDE)
        monkeypatch.setattr(partnerships, "MOST", 1)
        with pytest.raises(Refused, match="found 2 partnerships of two or more authorities; there is room for 1"):
            read(path)

    def test_a_build_refuses_before_it_looks_at_anything_else(self, tmp_path: Path) -> None:
        marts = tmp_path / "marts" / "commissioning.duckdb"
        with pytest.raises(Refused, match="line 3: E08000035"):
            build_with(tmp_path / "nowhere", marts, NEAR[0], NEAR[0])
        assert not marts.parent.exists()


def build_with(raw: Path, marts: Path, *rows: str, mode: str = "restricted") -> Built:
    from pipelines.build import build

    path = write(raw.parent / "partnerships.csv", *rows)
    return Built(marts, build(raw, marts, mode, today=TODAY, partnership_file=path))  # type: ignore[arg-type]


def person(number: int, area: str, sex: str = "F", **cells: str) -> dict[str, str]:
    """Somebody of an authority, told apart by a number."""
    return WOMAN | {"UTLA": area, "SEX": sex, "SINITIAL": f"X{number}", "CLIENTID": f"{number}-{area}"} | cells


MOVED = [
    person(1, LEEDS, DISD="01/06/2023", DISRSN="80"),
    person(1, BRADFORD, TRIAGED="01/09/2023", REFLD="01/08/2023", REFMODDT="01/09/2023", FAOMODDT="04/09/2023")
    | {"MODST": "11/09/2023", "AGNCY": "N0002", "DRUG1": "1011"},
]
STAYED = [person(2, LEEDS), person(3, LEEDS, "M"), person(4, BRADFORD), person(5, BRISTOL, "M")]
NOT_PLACED = [person(6, "", LA="", DAT="")]
RETURNS = [
    RETURN
    | {"provider_code": f"N000{number}", "area_code": area, "active_clients": clients, "keyworkers_wte": wte}
    | {"active_women": "1", "women_keyworkers_wte": "1"}
    for number, (area, clients, wte) in enumerate(
        [(LEEDS, "400", "10.5"), (BRADFORD, "100", "4.5"), (BRISTOL, "70", "1")], start=1
    )
]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A person who moved from Leeds to Bradford, some who stayed, and one nobody knows the place of."""
    folder = tmp_path_factory.mktemp("partnerships")
    lay_records(folder / "raw", [*MOVED, *STAYED, *NOT_PLACED])
    lay_returns(folder / "raw", RETURNS)
    lay_population(folder / "raw", {LEEDS: 100, BRADFORD: 50, ENGLAND: 5000})
    lay_deaths(folder / "raw")
    single = f"P-ONE,Leeds Alone,{LEEDS}"
    same_name = f"P-TWO,Bristol,{BRISTOL}"
    known = "P-THREE,Southend,E06000033"
    return build_with(folder / "raw", folder / "commissioning.duckdb", *NEAR, *WIDE, single, same_name, known)


class TestAreas:
    def test_of_several_authorities_it_is_an_area_with_the_region_they_share(self, made: Built) -> None:
        assert made.rows("select * from area where area_kind = 'partnership' order by all") == [
            ("P-NEAR", "Leeds and Bradford", "partnership", YORKSHIRE, None, None),
            ("P-WIDE", "Leeds and Bristol", "partnership", None, None, None),
        ]
        assert made.rows("from partnership_member order by all") == [
            ("P-NEAR", BRADFORD),
            ("P-NEAR", LEEDS),
            ("P-WIDE", BRISTOL),
            ("P-WIDE", LEEDS),
        ]

    def test_of_one_authority_it_is_another_name_for_it_unless_it_has_it_already(self, made: Built) -> None:
        assert made.rows("from area_alias where alias_kind = 'partnership_name'") == [
            ("Leeds Alone", LEEDS, "partnership_name")
        ]
        assert made.rows("select alias_kind from area_alias where alias = 'Southend'") == [("ndtms_name",)]

    def test_the_shipped_table_changes_nothing(self, tmp_path: Path) -> None:
        raw = tmp_path / "raw"
        lay_records(raw, [*MOVED, *STAYED, *NOT_PLACED])
        shipped = built_with_shipped(raw, tmp_path / "shipped.duckdb").path
        none = build_with(raw, tmp_path / "none.duckdb").path
        assert every_table(shipped, "built_at") == every_table(none, "built_at")


class TestRecords:
    @pytest.mark.parametrize(
        ("area", "women", "new_men"),
        [(LEEDS, 2, 1), (BRADFORD, 2, 0), ("P-NEAR", 3, 1), ("P-WIDE", 2, 2), (YORKSHIRE, 3, 1), (ENGLAND, 4, 2)],
    )
    def test_a_person_counts_once_however_many_members_they_were_in(
        self, made: Built, area: str, women: int, new_men: int
    ) -> None:
        """Who moved counts in Leeds and in Bradford, and once in both; who could not be placed in England alone."""
        cell = "area_code = ? and period = '2023-24' and substance_group = 'all' and source = 'ndtms_records'"
        of = "select value from indicator_value where indicator = {} and sex = {} and " + cell
        assert made.rows(of.format("'people_in_treatment'", "'female'"), [area]) == [(women,)]
        assert made.rows(of.format("'new_presentations'", "'male'"), [area]) == [(new_men,)]
        counted = "select people from treatment_measure where measure = 'people_in_treatment' and sex = 'female' and "
        assert made.rows(counted + cell.removesuffix(" and source = 'ndtms_records'"), [area]) == [(women,)]

    def test_the_substance_group_is_that_of_all_journeys_in_it(self, made: Built) -> None:
        found = made.rows(
            """
            select area_code, substance_group, value::int from indicator_value
            where indicator = 'people_in_treatment' and sex = 'female' and value > 0 and substance_group <> 'all'
                and period = '2023-24' and area_code in (?, ?, 'P-NEAR') order by all
            """,
            [LEEDS, BRADFORD],
        )
        assert found == [
            (BRADFORD, "alcohol", 1),
            (BRADFORD, "opiate", 1),
            (LEEDS, "alcohol", 2),
            ("P-NEAR", "alcohol", 2),
            ("P-NEAR", "opiate", 1),
        ]

    def test_waits_are_those_of_its_members_together(self, made: Built) -> None:
        found = made.rows(
            """
            select area_code, waits, median_days from waiting_time
            where period = '2023-24' and sex = 'female' and substance_group = 'all' and clock = 'offered'
                and area_code in (?, ?, 'P-NEAR') order by all
            """,
            [LEEDS, BRADFORD],
        )
        assert found == [(BRADFORD, 2, 2.5), (LEEDS, 2, 2.0), ("P-NEAR", 4, 2.0)]

    def test_residents_and_returns_are_added_and_rates_worked_out_again(self, made: Built) -> None:
        """Of Bristol there is no population: of a partnership with it neither."""
        rates = made.rows(
            """
            select area_code, numerator, denominator, round(value, 3), status from indicator_value
            where indicator = 'treatment_rate_per_1000' and period = '2023-24' and sex = 'female'
                and substance_group = 'all' and area_code like 'P-%' order by all
            """
        )
        women_of_18_and_over = made.rows(
            "select sum(denominator) from indicator_value where indicator = 'treatment_rate_per_1000' "
            "and period = '2023-24' and sex = 'female' and substance_group = 'all' and area_code in (?, ?)",
            [LEEDS, BRADFORD],
        )[0][0]
        assert rates == [
            ("P-NEAR", 3, women_of_18_and_over, round(3 / women_of_18_and_over * 1000, 3), "ok"),
            ("P-WIDE", 2, None, None, "not_published"),
        ]
        assert made.rows(
            "select area_code, numerator, denominator, note from indicator_value "
            "where indicator = 'clients_per_keyworker' and area_code like 'P-%' order by all"
        ) == [("P-NEAR", 500, 15, "2 returns"), ("P-WIDE", 470, 11.5, "2 returns")]

    def test_it_is_compared_with_england_and_with_its_region_if_it_has_one(self, made: Built) -> None:
        assert made.rows(
            "select distinct area_code, comparator from womens_share "
            "where area_code like 'P-%' and comparator <> 'best_quarter' order by all"
        ) == [("P-NEAR", "england"), ("P-NEAR", "region"), ("P-WIDE", "england")]


def test_an_open_build_shows_nothing_of_it_that_a_member_hides(tmp_path: Path) -> None:
    """Three women in Leeds: with those of Bradford and of both together, everybody could subtract."""
    of_leeds, of_bradford = {"UTLA": LEEDS}, {"UTLA": BRADFORD, "AGNCY": "N0002"}
    lay_records(tmp_path / "raw", [*people(3, 40, **of_leeds), *people(30, 50, **of_bradford)])
    lay_returns(tmp_path / "raw", [RETURNS[0] | {"active_clients": "3"}, RETURNS[1]])
    marts = build_with(tmp_path / "raw", tmp_path / "open.duckdb", *NEAR, mode="open")

    cell = "area_code in (?, ?, 'P-NEAR') and period = '2023-24' and substance_group = 'all'"
    people_by_sex = f"""
        pivot (select area_code, sex, numerator from indicator_value where indicator = 'people_in_treatment' and {cell})
        on sex in ('female', 'male', 'all') using any_value(numerator) order by area_code
    """
    assert marts.rows(people_by_sex, [LEEDS, BRADFORD]) == [
        (BRADFORD, 30, 50, 80),
        (LEEDS, None, None, 43),
        ("P-NEAR", None, None, 123),
    ]
    waits_by_sex = f"""
        pivot (select area_code, sex, waits from waiting_time where clock = 'offered' and {cell})
        on sex in ('female', 'male', 'all') using any_value(waits) order by area_code
    """
    assert marts.rows(waits_by_sex, [LEEDS, BRADFORD]) == [
        (BRADFORD, 30, 50, 80),
        (LEEDS, None, None, 43),
        ("P-NEAR", None, None, 123),
    ]
    blocks = f"""
        pivot (select area_code, sex, people from treatment_measure where measure = 'people_in_treatment' and {cell})
        on sex in ('female', 'male', 'all') using any_value(people) order by area_code
    """
    assert marts.rows(blocks, [LEEDS, BRADFORD])[1:] == [(LEEDS, None, None, 43), ("P-NEAR", None, None, 123)]
    assert marts.rows("select distinct area_code from wait_days where area_code not like 'E_2%'") == [(BRADFORD,)]
    returns = "select area_code, numerator from indicator_value where indicator = 'clients_per_keyworker' order by all"
    shown = dict(marts.rows(returns))
    assert (shown[LEEDS], shown[BRADFORD], shown["P-NEAR"]) == (None, 100, None)
