"""What stands where a number should be is read into its number and what its mark says; no mark becomes a number."""

from collections.abc import Iterator, Sequence
from itertools import chain

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.published_numbers import MARKS, STATUSES, is_readable, mark_of, number_of
from pipelines.sources import all_sources

SETTINGS = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
OWN = {":": "too_few", "null": "not_collected", "low": "too_few", "it's": "not_published"}
"""Marks of a publisher's own; one means something else elsewhere."""

# What a cell holds | its number | what its mark says ("." is nothing); a cell that cannot be read is drawn without.
CELLS = """
    0                   | 0        | .
    -0                  | 0        | .
    7                   | 7        | .
    -7                  | -7       | .
    007                 | 7        | .
    12.5                | 12.5     | .
    .5                  | 0.5      | .
    -.5                 | -0.5     | .
    1,234               | 1234     | .
    1,234,567.89        | 1234567.89 | .
    -1,234              | -1234    | .
    1e5                 | 100000   | .
    1.5E-3              | 0.0015   | .
    5e-324              | 5e-324   | .
    999999999999999     | 999999999999999 | .

    12 [note 3]         | 12       | .
    12[note 3]          | 12       | .
    12 [Note 3]         | 12       | .
    12 [notes 3, 4]     | 12       | .
    12 [note 3][note 4] | 12       | .
    12 [p]              | 12       | .
    12 [r] [note 1]     | 12       | .
    12[e]               | 12       | .
    12 [b]              | 12       | .
    8.1 [u]             | 8.1      | unreliable
    8.1[U]              | 8.1      | unreliable
    1,234 [u] [note 2]  | 1234     | unreliable
    5 *                 | 5        | suppressed

    [c]                 | .        | suppressed
    [C]                 | .        | suppressed
    [s]                 | .        | suppressed
    [low]               | .        | suppressed
    [x]                 | .        | not_published
    [x] [note 2]        | .        | not_published
    [z]                 | .        | not_collected
    *                   | .        | suppressed
    c                   | .        | suppressed
    z                   | .        | not_collected
    ..                  | .        | not_published
    -                   | .        | not_published
    –                   | .        | not_published
    :                   | .        | too_few
    NULL                | .        | not_collected
    null                | .        | not_collected
    Low                 | .        | too_few
    It's                | .        | not_published
    3 low               | 3        | too_few

    1,23
    12,34
    1,2345
    1234,567
    ,5
    1.2.3
    1.
    1 234
    1\u00a0234
    +5
    5-10
    5 to 10
    < 5
    <5
    5%
    £5
    (5)
    − 5
    0x1F
    1e
    1e400
    1e9999
    1234567890123456
    ١٢
    ５
    n/a
    NA
    nan
    NaN
    inf
    -Infinity
    true
    .
    [k]
    [c
    --
    * *
    [note 3]
    12 [note x]
    12 people
    31/03/2022
    2021/22
"""


def drawn() -> Iterator[tuple[str, float | None, str | None, bool]]:
    for line in CELLS.strip().splitlines():
        cell, *said = (piece.strip() for piece in line.replace(r"\u00a0", "\u00a0").split("|"))
        if said:
            number, mark = (None if what == "." else what for what in said)
            yield cell, None if number is None else float(number), mark, True
        elif cell:
            yield cell, None, None, False


class Reader:
    """Reads cells with the SQL that intake composes, out of a table of them."""

    def __init__(self) -> None:
        self.connection = duckdb.connect()
        self.connection.execute("create table cell (place integer, said varchar)")

    def __call__(self, cells: Sequence[str | None]) -> list[tuple[float | None, str | None, bool | None]]:
        self.connection.execute("delete from cell")
        self.connection.execute("insert into cell select unnest(range(len(?))), unnest(?::varchar[])", [cells, cells])
        return self.connection.execute(
            f"""
            select {number_of("said")}, {mark_of("said", OWN)}, {is_readable("said", OWN)}
            from cell order by place
            """
        ).fetchall()


@pytest.fixture(scope="module")
def read() -> Iterator[Reader]:
    reader = Reader()
    yield reader
    reader.connection.close()


def test_cells_as_publishers_write_them(read: Reader) -> None:
    wanted = list(drawn())
    found = read([cell for cell, *_ in wanted])
    told = [
        (cell, *((number, mark) if readable else (None, None)), readable)
        for (cell, *_), (number, mark, readable) in zip(wanted, found, strict=True)
    ]
    # what gives neither a number nor a mark is no figure, whatever else is said of it
    ours = [
        (cell, number, mark, readable and (number is not None or mark is not None))
        for cell, number, mark, readable in told
    ]

    assert ours == wanted


def test_nothing_is_neither_a_number_nor_a_mark(read: Reader) -> None:
    empty, blank = read([None, ""])
    assert empty == (None, None, None)
    assert blank == (None, None, False)


@SETTINGS
@given(numbers=st.lists(st.integers(-(10**15) + 1, 10**15 - 1), min_size=1, max_size=40))
def test_any_whole_number_reads_back(read: Reader, numbers: list[int]) -> None:
    assert read([str(number) for number in numbers]) == [(number, None, True) for number in numbers]
    assert read([f"{number:,}" for number in numbers]) == [(number, None, True) for number in numbers]


floats = st.floats(allow_nan=False, allow_infinity=False).filter(lambda x: not 1e15 <= abs(x) < 1e16)
"""Python writes those left out with sixteen digits before the point: more than any publisher has people."""


@SETTINGS
@given(numbers=st.lists(floats, min_size=1, max_size=40))
def test_any_fraction_reads_back(read: Reader, numbers: list[float]) -> None:
    assert read([repr(number) for number in numbers]) == [(number, None, True) for number in numbers]
    assert read([f"{number:,}" for number in numbers]) == [(number, None, True) for number in numbers]


notes = st.lists(st.sampled_from([" [note 1]", "[Notes 2, 13]", " [note 45]"]), max_size=3).map("".join)


@SETTINGS
@given(data=st.data(), numbers=st.lists(st.integers(0, 10**9), min_size=1, max_size=20))
def test_a_mark_after_a_number_leaves_the_number_as_it_is(
    read: Reader, data: st.DataObject, numbers: list[int]
) -> None:
    known = MARKS | OWN
    marks = data.draw(st.lists(st.sampled_from(sorted(known)), min_size=len(numbers), max_size=len(numbers)))
    after = data.draw(notes)
    said = [f"{number:,} {mark}{after}" for number, mark in zip(numbers, marks, strict=True)]
    statuses = [None if known[mark] == "ok" else known[mark] for mark in marks]

    assert read(said) == [(number, status, True) for number, status in zip(numbers, statuses, strict=True)]


@SETTINGS
@given(after=notes, change=st.sampled_from([str, str.upper, str.title]))
def test_no_mark_reads_as_a_number(read: Reader, after: str, change: type[str]) -> None:
    known = {mark: status for mark, status in (MARKS | OWN).items() if mark.lower() == mark}
    found = read([change(mark) + after for mark in known])

    assert [number for number, _, _ in found] == [None] * len(known)
    assert [(mark, readable) for _, mark, readable in found] == [
        (None if status == "ok" else status, True) for status in known.values()
    ]


texts = st.text(st.characters(exclude_characters="0123456789\0", exclude_categories=["Cs"]), min_size=1)


@SETTINGS
@given(said=st.lists(texts, min_size=1, max_size=40))
def test_what_has_no_digit_is_no_number(read: Reader, said: list[str]) -> None:
    assert [number for number, _, _ in read(said)] == [None] * len(said)


def test_every_mark_of_every_source_has_a_status_and_can_be_met() -> None:
    of_sources = chain.from_iterable(
        column.marks.items()
        for source in all_sources()
        for layout in (source, *source.layouts)
        for column in layout.columns
    )
    for mark, status in chain(MARKS.items(), of_sources):
        assert status in STATUSES, mark
        assert mark == mark.strip().lower() != "", "cells are compared trimmed and in lower case"
        assert not mark[0].isdigit()


def test_a_mark_that_sql_could_not_hold_is_refused() -> None:
    for mark in ("a\\b", "a\nb", "\x00"):
        with pytest.raises(ValueError, match="cannot be a mark"):
            is_readable("said", {mark: "suppressed"})
