"""Every bad row is kept out for exactly what is wrong with it, and every row is counted."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.errors import Refused
from pipelines.intake import rules_of
from pipelines.source import Column, Rule, Source
from pipelines.sources import all_sources
from pipelines.sources.caseload_return import SOURCE as CASELOAD_RETURN
from pipelines.sources.ndtms_records import SOURCE as NDTMS_RECORDS
from tests.desk import TODAY, Desk, TakenIn, open_desk
from tests.records import WOMAN, edition, write
from tests.returns import RETURN, write_returns

# A record is WOMAN with some cells changed ("" is an empty cell), and the rules it is kept out for, by column.
# WOMAN was born on 01/05/1985, referred on 01/04/2023, triaged on 10/04/2023, and started on 20/04/2023.
RECORDS = """
    FINITIAL=                                   | FINITIAL missing
    SINITIAL=NA                                 | SINITIAL missing
    DOB=na                                      | DOB missing
    REFLD=                                      | REFLD missing
    CONSENT=                                    | CONSENT missing
    DRUG1=                                      | DRUG1 missing
    TRIAGED=                                    | TRIAGED missing
    AGNCY=                                      | AGNCY missing
    CLIENTID=                                   | CLIENTID missing
    EPISODID=                                   | EPISODID missing

    CONSENT=Q                                   | CONSENT consent_unknown
    CONSENT=YES                                 | CONSENT consent_unknown
    SEX=                                        | SEX sex_not_stated
    SEX=X                                       | SEX sex_not_stated
    SEX=FEMALE                                  | SEX sex_not_stated

    DOB=31/02/1985                              | DOB not_a_date
    DOB=31/12/1899                              | DOB not_a_date
    REFLD=2023-04-01                            | REFLD not_a_date
    REFLD=01/04/23                              | REFLD not_a_date
    TRIAGED=10.04.2023                          | TRIAGED not_a_date
    TRIAGED=10/04/2023_09:30                    | TRIAGED not_a_date
    DISD=31/04/2023                             | DISD not_a_date
    DISD=29/02/2023                             | DISD not_a_date
    REFMODDT=00/04/2023                         | REFMODDT not_a_date
    FAOMODDT=12/13/2023                         | FAOMODDT not_a_date
    MODST=soon                                  | MODST not_a_date
    MODEND=45047                                | MODEND not_a_date

    DOB=31/12/1902                              | DOB born_before_1903
    DOB=11/04/2005                              | DOB under_18
    DOB=29/02/2008 REFLD=28/02/2026 TRIAGED=28/02/2026 REFMODDT= FAOMODDT= MODST= \
                                                | DOB under_18, REFLD date_in_future, TRIAGED date_in_future
    DOB=29/02/2004 REFLD=28/02/2022 TRIAGED=28/02/2022 | DOB under_18
    DOB=02/04/1990 REFLD=01/04/1990             | DOB birth_after_referral
    REFLD=11/04/2023                            | TRIAGED triage_before_referral
    DISD=09/04/2023                             | DISD discharge_before_triage

    DRUG1=99                                    | DRUG1 unknown_drug_code
    DRUG2=heroin                                | DRUG2 unknown_drug_code
    DRUG3=70001                                 | DRUG3 unknown_drug_code
    DRUG1=9996                                  | DRUG1 no_problem_substance
    DRUG1=3409                                  | DRUG1 no_problem_substance
    DRUG1=3409 DRUG2= DRUG3=                    | DRUG1 no_problem_substance
    MODAL=13                                    | MODAL unknown_modality_code
    MODAL=094                                   | MODAL unknown_modality_code

    MODEND=19/04/2023                           | MODEND intervention_end_before_start
    MODST=09/04/2023 REFMODDT=05/04/2023 FAOMODDT=       | MODST intervention_start_before_triage
    MODST=20/04/2023 REFMODDT=21/04/2023 FAOMODDT=       | MODST intervention_start_before_referral
    FAOMODDT=09/04/2023                         | FAOMODDT appointment_before_referral

    DOB=01/07/2024                              | DOB under_18, DOB birth_after_referral, DOB date_in_future
    REFLD=01/07/2024                            | REFLD date_in_future, TRIAGED triage_before_referral
    TRIAGED=01/07/2024 MODST=                   | TRIAGED date_in_future
    DISD=01/07/2024                             | DISD date_in_future
    REFMODDT=01/07/2024 FAOMODDT= MODST=        | REFMODDT date_in_future
    FAOMODDT=01/07/2025                         | FAOMODDT date_in_future
    MODST=01/07/2024                            | MODST date_in_future
    MODEND=01/07/2024                           | MODEND date_in_future

    AGNCY=AGNCY CLIENTID=CLIENTID SEX=SEX DOB=DOB CONSENT=CONSENT  | AGNCY header_repeated
    AGNCY=agncy CLIENTID=clientid SEX=sex DOB=dob CONSENT=consent  | AGNCY header_repeated
    SEX=X MODAL=13 DISD=09/04/2023 | SEX sex_not_stated, MODAL unknown_modality_code, DISD discharge_before_triage
    SEX=X DOB=x REFLD= | SEX sex_not_stated, DOB not_a_date, REFLD missing
    SEX=X CLIENTID= MODST=soon DRUG1=99 MODEND=09/04/2023 \
        | SEX sex_not_stated, CLIENTID missing, MODST not_a_date, DRUG1 unknown_drug_code

    DOB=10/04/2005                              |
    DOB=1/5/1985                                |
    DOB=29/02/2004 REFLD=01/03/2022 TRIAGED=01/03/2022   |
    DOB=01/01/1903                              |
    REFLD=10/04/2023                            |
    DISD=10/04/2023 DISRSN=80                   |
    DISD=30/06/2024 DISRSN=80                   |
    TRIAGED=20/04/2023                          |
    MODEND=20/04/2023                           |
    FAOMODDT=30/06/2025                         |
    FAOMODDT=10/04/2023                         |
    REFMODDT=31/03/2023                         |
    REFMODDT=20/04/2023 FAOMODDT=               |
    SEX=m CONSENT=y                             |
    MODAL=                                      |
    MODAL=12                                    |
    DRUG1=9996 DRUG2=7000                       |
    DRUG1=3409 DRUG3=1011                       |
    DRUG1=1999                                  |
    HEPCTSTD=99/99/9999                         |
    CPLANDT=01/04/2030                          |

    CONSENT=N                                                                     |
    CONSENT=n                                                                     |
    CONSENT=N FINITIAL= SINITIAL= DOB= SEX= DRUG1= TRIAGED= AGNCY= CLIENTID=      |
    CONSENT=N DOB=01/01/2020 SEX=X DRUG1=99 MODAL=13 DISD=x TRIAGED=01/07/2030    |
    CONSENT=N AGNCY=AGNCY CLIENTID=CLIENTID                                       |
"""

# A return is RETURN with some cells changed, and the rules it is kept out for.
RETURNS = """
    area_code=                          | area_code missing
    provider_code=N/A                   | provider_code missing
    snapshot_on=na                      | snapshot_on missing
    active_clients=                     | active_clients missing
    keyworkers_wte=                     | keyworkers_wte missing
    area_code=E10000006                 | area_code unknown_area_code
    area_code=W06000015                 | area_code unknown_area_code
    area_code=Leeds                     | area_code unknown_area_code
    snapshot_on=31/02/2024              | snapshot_on not_a_date
    snapshot_on=2024-3-31               | snapshot_on not_a_date
    snapshot_on=2024-07-01              | snapshot_on date_in_future
    active_clients=40.5                 | active_clients not_a_whole_number
    active_women=12_or_so               | active_women not_a_whole_number
    volunteers=1e3                      | volunteers not_a_whole_number
    left_last_year=four                 | left_last_year not_a_whole_number
    keyworkers_wte=ten                  | keyworkers_wte not_a_number
    women_keyworkers_wte=6,5            | women_keyworkers_wte not_a_number
    vacant_wte=inf                      | vacant_wte not_a_number
    active_clients=-1 active_women=     | active_clients negative
    active_women=-1                     | active_women negative
    volunteers=-1                       | volunteers negative
    left_last_year=-1                   | left_last_year negative
    keyworkers_wte=-0.5 women_keyworkers_wte=  | keyworkers_wte negative
    women_keyworkers_wte=-0.5           | women_keyworkers_wte negative
    vacant_wte=-1                       | vacant_wte negative
    active_women=401                    | active_women more_women_than_clients
    women_keyworkers_wte=10.6           | women_keyworkers_wte more_women_than_keyworkers
    area_code=x active_women=401 volunteers=-1 \
        | area_code unknown_area_code, active_women more_women_than_clients, volunteers negative

    area_code=e08000016                 |
    area_code=E06000028                 |
    snapshot_on=31/03/2024              |
    snapshot_on=2024-06-30              |
    keyworkers_wte=0 women_keyworkers_wte=0    |
    active_women= volunteers= left_last_year= women_keyworkers_wte= vacant_wte= |
    active_women=400 women_keyworkers_wte=10.5 |
"""

Case = tuple[dict[str, str], set[tuple[str, str]]]


def cases(drawn: str) -> list[Case]:
    """A drawn table of changed cells and broken rules."""
    found: list[Case] = []
    for line in drawn.strip().splitlines():
        if line.strip():
            changes, rules = line.split("|")
            changed = dict(change.split("=") for change in changes.split())
            broken = [rule.split() for rule in rules.split(",") if rule.strip()]
            found.append((changed, {(column, rule) for column, rule in broken}))
    return found


def said(case: Case) -> str:
    """A case in a few words, as the name of its test."""
    changed, broken = case
    rules = " and ".join(sorted(rule for _, rule in broken)) or "accepted"
    return f"{' '.join(f'{name}={value}' for name, value in changed.items())[:60]} {rules}"


def never_broken(source: Source, drawn: str) -> set[tuple[str, str]]:
    """The rules that keep rows out and that no case breaks."""
    judged_elsewhere = {"duplicated_key", "person_differs", "wrong_number_of_columns", "broken_quoting"}
    every = {(rule.column, rule.name) for rule in rules_of(source) if rule.action == "reject"}
    return {rule for rule in every if rule[1] not in judged_elsewhere} - {
        rule for _, broken in cases(drawn) for rule in broken
    }


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with open_desk(tmp_path_factory.mktemp("desk")) as opened:
        yield opened


@pytest.fixture(scope="module")
def records(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> TakenIn:
    """One file that holds every record of the table above; each a client of its own, so that none is a duplicate."""
    rows = [WOMAN | {"CLIENTID": str(place)} | changed for place, (changed, _) in enumerate(cases(RECORDS))]
    return desk.take_in(NDTMS_RECORDS, write(tmp_path_factory.mktemp("records") / "all.csv", rows))


@pytest.fixture(scope="module")
def returns(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> TakenIn:
    """One file that holds every return of the table above."""
    rows = [RETURN | {"provider_code": f"N{place:04}"} | changed for place, (changed, _) in enumerate(cases(RETURNS))]
    return desk.take_in(CASELOAD_RETURN, write_returns(tmp_path_factory.mktemp("returns") / "all.csv", rows))


@pytest.mark.parametrize(
    ("line", "case"), [pytest.param(n, case, id=said(case)) for n, case in enumerate(cases(RECORDS), start=2)]
)
def test_a_record_is_kept_out_for_exactly_what_is_wrong_with_it(records: TakenIn, line: int, case: Case) -> None:
    assert records.broken_at(line) == case[1]


@pytest.mark.parametrize(
    ("line", "case"), [pytest.param(n, case, id=said(case)) for n, case in enumerate(cases(RETURNS), start=2)]
)
def test_a_return_is_kept_out_for_exactly_what_is_wrong_with_it(returns: TakenIn, line: int, case: Case) -> None:
    assert returns.broken_at(line) == case[1]


def test_every_rule_for_records_has_a_case() -> None:
    assert never_broken(NDTMS_RECORDS, RECORDS) == set()


def test_every_rule_for_returns_has_a_case() -> None:
    assert never_broken(CASELOAD_RETURN, RETURNS) == set()


@pytest.mark.parametrize("drawn", ["RECORDS", "RETURNS"])
def test_a_row_with_many_faults_is_rejected_once(request: pytest.FixtureRequest, drawn: str) -> None:
    taken: TakenIn = request.getfixturevalue(drawn.lower())
    bad = sum(bool(broken) for _, broken in cases(globals()[drawn]))
    every = len(cases(globals()[drawn]))
    assert taken.counts == [(every, every - bad, bad)]


def test_a_record_without_consent_is_counted_and_used_for_nothing(desk: Desk, tmp_path: Path) -> None:
    rows = [WOMAN, WOMAN | {"CLIENTID": "2", "CONSENT": "N"}, WOMAN | {"CLIENTID": "3", "CONSENT": "n"}]
    taken = desk.take_in(NDTMS_RECORDS, write(tmp_path / "a.csv", rows))
    assert taken.counts == [(3, 3, 0)]
    assert desk.rows("select CLIENTID from staging.ndtms_records") == [("1",)]


def test_nothing_of_a_persons_name_or_birth_stays_in_the_table_of_records(desk: Desk, tmp_path: Path) -> None:
    desk.take_in(NDTMS_RECORDS, write(tmp_path / "a.csv", [WOMAN]))
    kept = set(desk.warehouse.columns("ndtms_records_read"))
    assert kept.isdisjoint({"FINITIAL", "SINITIAL", "DOB", "FINITIAL__text", "DOB__text"})


class TestEpisodesOfTwoPeople:
    """Whose episode it is cannot be told, so no record of it is kept."""

    def test_every_record_of_an_episode_that_names_two_people_is_kept_out(self, desk: Desk, tmp_path: Path) -> None:
        rows = [WOMAN, WOMAN | {"MODID": "2", "SINITIAL": "C"}, WOMAN | {"EPISODID": "2"}]
        taken = desk.take_in(NDTMS_RECORDS, write(tmp_path / "a.csv", rows))
        assert taken.rejects == [
            ("a.csv", 2, "EPISODID", "person_differs"),
            ("a.csv", 3, "EPISODID", "person_differs"),
        ]

    def test_a_record_kept_out_for_something_else_does_not_unsettle_the_others(
        self, desk: Desk, tmp_path: Path
    ) -> None:
        rows = [WOMAN, WOMAN | {"MODID": "2", "SEX": "X"}]
        taken = desk.take_in(NDTMS_RECORDS, write(tmp_path / "a.csv", rows))
        assert taken.rejects == [("a.csv", 3, "SEX", "sex_not_stated")]


class TestDuplicatedKeys:
    """The first record of a key is kept, by the name of its file and then by its line."""

    KEYS = ("AGNCY", "CLIENTID", "EPISODID", "MODID", "SUBMID", "TITID", "TOPID")

    def test_the_second_of_two_in_one_file_is_kept_out(self, desk: Desk, tmp_path: Path) -> None:
        rows = [WOMAN, WOMAN | {"CLIENTID": "2"}, WOMAN | {"MODAL": "94"}]
        taken = desk.take_in(NDTMS_RECORDS, write(tmp_path / "a.csv", rows))
        assert taken.rejects == [("a.csv", 4, "MODID", "duplicated_key")]

    def test_one_in_a_later_file_is_kept_out(self, desk: Desk, tmp_path: Path) -> None:
        first = write(tmp_path / "a.csv", [WOMAN])
        second = write(tmp_path / "b.csv", [WOMAN | {"CLIENTID": "2"}, WOMAN])
        taken = desk.take_in(NDTMS_RECORDS, first, second)
        assert taken.rejects == [("b.csv", 3, "MODID", "duplicated_key")]
        assert taken.counts == [(1, 1, 0), (2, 1, 1)]

    def test_a_record_that_differs_in_any_key_is_no_duplicate(self, desk: Desk, tmp_path: Path) -> None:
        rows = [WOMAN, *(WOMAN | {key: "77"} for key in self.KEYS)]
        assert desk.take_in(NDTMS_RECORDS, write(tmp_path / "a.csv", rows)).rejects == []

    def test_an_empty_key_is_the_same_as_a_column_the_edition_lacks(self, desk: Desk, tmp_path: Path) -> None:
        without = [name for name in edition() if name not in ("SUBMID", "TITID", "TOPID")]
        shorter = write(tmp_path / "a.csv", [WOMAN], header=without)
        longer = write(tmp_path / "b.csv", [WOMAN])
        taken = desk.take_in(NDTMS_RECORDS, shorter, longer)
        assert taken.rejects == [("b.csv", 2, "MODID", "duplicated_key")]

    def test_a_record_kept_out_for_something_else_makes_no_duplicate(self, desk: Desk, tmp_path: Path) -> None:
        rows = [WOMAN | {"SEX": "X"}, WOMAN | {"CONSENT": "N"}, WOMAN, WOMAN]
        taken = desk.take_in(NDTMS_RECORDS, write(tmp_path / "a.csv", rows))
        assert taken.rejects == [
            ("a.csv", 2, "SEX", "sex_not_stated"),
            ("a.csv", 5, "MODID", "duplicated_key"),
        ]

    def test_a_return_of_the_same_provider_and_day_is_kept_out_however_the_day_is_written(
        self, desk: Desk, tmp_path: Path
    ) -> None:
        rows = [RETURN, RETURN | {"snapshot_on": "31/03/2024", "active_clients": "9", "active_women": "4"}]
        taken = desk.take_in(CASELOAD_RETURN, write_returns(tmp_path / "a.csv", rows))
        assert taken.rejects == [("a.csv", 3, "snapshot_on", "duplicated_key")]

    def test_a_return_under_the_old_and_the_new_code_of_an_authority_is_one(self, desk: Desk, tmp_path: Path) -> None:
        rows = [RETURN | {"area_code": code} for code in ("E08000016", "E08000038", "e08000016", "E08000039")]
        taken = desk.take_in(CASELOAD_RETURN, write_returns(tmp_path / "a.csv", rows))
        assert taken.rejects == [("a.csv", line, "snapshot_on", "duplicated_key") for line in (3, 4)]


WARNINGS = """
    DRUG1=1999                  | unlisted_drug_code (DRUG1)
    DRUG2=7001                  | unlisted_drug_code (DRUG2)
    DRUG3=8888                  | unlisted_drug_code (DRUG3)
    LA=00CX DAT=Z00B            | la_given_out_of_england (LA)
    DISD=01/05/2023             | discharge_without_reason (DISRSN)
    DISRSN=80                   | reason_without_discharge (DISD)
    CPLANDT=soon                | not_a_date (CPLANDT)
    HEPCTSTD=31/02/2023         | not_a_date (HEPCTSTD)
    TOPDATE=2023-04-01          | not_a_date (TOPDATE)
"""


def test_warnings_are_counted_and_keep_nothing_out(desk: Desk, tmp_path: Path) -> None:
    drawn = [line.split("|") for line in WARNINGS.strip().splitlines()]
    rows = [dict(change.split("=") for change in changes.split()) for changes, _ in drawn]
    twice = [WOMAN | row | {"CLIENTID": str(n)} for n, row in enumerate([*rows, *rows, {}])]
    taken = desk.take_in(NDTMS_RECORDS, write(tmp_path / "a.csv", twice))
    assert taken.counts == [(len(twice), len(twice), 0)]
    noted = {detail.split(":")[0]: count for topic, detail, count in taken.notes if topic == "warning"}
    assert noted == {warning.strip(): 2 for _, warning in drawn}


def test_a_date_that_is_not_used_becomes_unknown_and_does_not_lengthen_the_years(desk: Desk, tmp_path: Path) -> None:
    rows = [WOMAN | {"TOPDATE": "99/99/9999"}, WOMAN | {"CLIENTID": "2", "TOPDATE": "05/06/2023"}]
    desk.take_in(NDTMS_RECORDS, write(tmp_path / "a.csv", rows))
    latest = desk.rows("select CLIENTID, latest_on from staging.ndtms_records order by 1")
    assert latest == [("1", date(2023, 4, 20)), ("2", date(2023, 6, 5))]


def test_codes_are_compared_in_capitals_and_references_as_written(desk: Desk, tmp_path: Path) -> None:
    row = WOMAN | {"SEX": " f ", "LA": "00da", "UTLA": "e08000035", "CLIENTID": " abC "}
    desk.take_in(NDTMS_RECORDS, write(tmp_path / "a.csv", [row], header=[*edition(), "UTLA"]))
    kept = desk.rows("select SEX, LA, UTLA, CLIENTID from staging.ndtms_records")
    assert kept == [("F", "00DA", "E08000035", "abC")]


def test_two_lines_are_one_person_by_initials_birth_and_sex_however_they_are_written(
    desk: Desk, tmp_path: Path
) -> None:
    rows = [
        WOMAN,
        WOMAN | {"AGNCY": "N0002", "FINITIAL": "a", "DOB": "1/5/1985"},
        WOMAN | {"CLIENTID": "2", "SINITIAL": "C"},
        WOMAN | {"CLIENTID": "3", "SEX": "M"},
        WOMAN | {"CLIENTID": "4", "DOB": "02/05/1985"},
    ]
    desk.take_in(NDTMS_RECORDS, write(tmp_path / "a.csv", rows))
    assert desk.rows("select count(distinct person) from staging.ndtms_records") == [(4,)]


def drawn_source(*rules: Rule) -> Source:
    """A small source whose rows are a date, a count and a word."""
    return Source(
        name="drawn",
        title="drawn table",
        publisher="",
        licence="",
        origin="project",
        patterns=("*.csv",),
        columns=(Column("day", "date", required=True), Column("count", "integer"), Column("word", "code")),
        rules=rules,
    )


def test_more_rules_than_fit_into_the_mask_are_refused_before_a_row_is_judged_wrongly(
    desk: Desk, tmp_path: Path
) -> None:
    many = drawn_source(*(Rule(f"rule_{n}", "day", "", "false") for n in range(127)))
    with pytest.raises(ValueError, match="rules do not fit"):
        desk.take_in(many, write(tmp_path / "a.csv", [{"day": "01/01/2024"}], header=["day"]))


@pytest.mark.parametrize("source", all_sources(), ids=lambda source: source.name)
def test_a_rule_is_known_by_its_name_and_column(source: Source) -> None:
    names = [(rule.name, rule.column) for rule in rules_of(source)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("source", all_sources(), ids=lambda source: source.name)
def test_every_rule_says_in_a_sentence_what_is_wrong(source: Source) -> None:
    assert [rule.name for rule in rules_of(source) if not rule.sentence.endswith(".")] == []


SOUND = b'day,count,word\n01/01/2024,3,one\n"02/01/2024","4","two"\n03/01/2024,NA,"a, b"\n'
SOUND += "04/01/2024,5,wörd\n31/02/2024,six,\n".encode()


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A small sound file with some bytes changed, cut out or put in."""
    content = bytearray(SOUND if draw(st.booleans()) else SOUND.replace(b"\n", b"\r\n"))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(content)))
        match draw(st.sampled_from(["change", "cut", "insert", "cut off"])):
            case "change":
                content[at : at + 1] = draw(st.binary(min_size=1, max_size=1))
            case "cut":
                del content[at : at + draw(st.integers(1, 8))]
            case "cut off":
                del content[at:]
            case "insert":
                tricky = [b'"', b",", b"\n", b"\r", b"\r\n", b"\n\n", b" ", b'" ', b"\xe9", b"\xc3", b"\0", b"#", b"\\"]
                content[at:at] = draw(st.sampled_from(tricky) | st.binary(max_size=4))
    return bytes(content)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=damaged())
def test_a_damaged_file_is_refused_or_every_row_of_it_is_counted(
    desk: Desk, tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "damaged.csv"
    path.write_bytes(content)
    source = drawn_source(Rule("few", "count", "Too few.", '"count" < 4'))
    try:
        taken = desk.take_in(source, path)
    except Refused:
        return
    (read, accepted, rejected) = taken.counts[0]
    assert read == accepted + rejected
    assert rejected == len({line for _, line, _, _ in taken.rejects})
    assert desk.rows("select count(*) from staging.drawn") == [(accepted,)]


@pytest.mark.parametrize("cut", [1, 1500, 2600, 3200])
def test_a_record_file_cut_off_anywhere_is_refused_or_counted(desk: Desk, tmp_path: Path, cut: int) -> None:
    path = write(tmp_path / "a.csv", [WOMAN, WOMAN | {"CLIENTID": "2"}])
    path.write_bytes(path.read_bytes()[:cut])
    try:
        taken = desk.take_in(NDTMS_RECORDS, path)
    except Refused:
        return
    (read, accepted, rejected) = taken.counts[0]
    assert read == accepted + rejected


def test_the_day_of_the_build_decides_what_is_in_the_future(desk: Desk, tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", [WOMAN | {"DISD": "30/06/2024", "DISRSN": "80"}])
    assert desk.take_in(NDTMS_RECORDS, path, today=TODAY).rejects == []
    day_before = desk.take_in(NDTMS_RECORDS, path, today=date(2024, 6, 29))
    assert day_before.rejects == [("a.csv", 2, "DISD", "date_in_future")]
