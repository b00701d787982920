"""Worked examples of where a record begins and ends."""

import time

from tests.boring.split_records import LONGEST_IN_QUOTES, Cells, split_records

HEADER = ["a", "b", "c"]


def split(*lines: str, newline: str = "\n") -> list[Cells]:
    """The records of some lines under a header of three columns."""
    header, *records = split_records(newline.join(["a,b,c", *lines]) + newline)
    assert header == HEADER
    return records


def test_a_cell_may_be_quoted_and_hold_commas_quotes_and_line_ends() -> None:
    assert split('1,"2","3"', '"1,1","2""2","3\n3"', ',,""') == [
        ["1", "2", "3"],
        ["1,1", '2"2', "3\n3"],
        ["", "", ""],
    ]
    assert split('"1","2","3"', '"1","""2""","""3"') == [["1", "2", "3"], ["1", '"2"', '"3']]


def test_lines_may_end_in_any_way_and_the_last_in_none() -> None:
    assert split_records('a,b,c\r\n1,2,"3\r\n3"\n\r\n\n4,5,6') == [HEADER, ["1", "2", "3\r\n3"], ["4", "5", "6"]]
    assert split('1,2,"3"', "4,5,6", newline="\r\n") == [["1", "2", "3"], ["4", "5", "6"]]
    assert split_records('a,b,c\r1,2,"3\r3"\r\r\n4,5,6\r') == [HEADER, ["1", "2", "3\r3"], ["4", "5", "6"]]
    assert split_records("") == split_records("\n\r\n\r") == []


def test_a_blank_line_is_no_record_and_a_line_of_blanks_is_one() -> None:
    assert split("", "1,2,3", "", " ", '""') == [["1", "2", "3"], [" "], [""]]


def test_a_quote_within_a_cell_is_a_letter_like_any_other() -> None:
    assert split('1"1,2,3', '1, "2",3"') == [['1"1', "2", "3"], ["1", ' "2"', '3"']]


def test_text_after_a_closing_quote_breaks_the_record() -> None:
    assert split('1,"2"2,3', '1,"2" ,3', "4,5,6") == [None, None, ["4", "5", "6"]]


def test_a_stray_quote_costs_one_record_of_500() -> None:
    lines = [f"{number},x,y" for number in range(500)]
    lines[4] = '4,"x,y'
    records = split(*lines)
    assert records[4] is None
    assert [record for record in records if record is not None] == [
        [str(number), "x", "y"] for number in range(500) if number != 4
    ]


def test_a_stray_quote_that_closes_three_lines_later_costs_its_own_line_only() -> None:
    # It closes before a letter: the quoting is broken.
    assert split('1,"2,3', "4,5,6", "7,8,9", '1,2"2,3', "4,5,6") == [
        None,
        ["4", "5", "6"],
        ["7", "8", "9"],
        ["1", '2"2', "3"],
        ["4", "5", "6"],
    ]
    # It closes before the end of the line: two cells, which is one too few.
    assert split('1,"2,3', "4,5,6", "7,8,9", '1,2,3"', "4,5,6") == [
        ["1", "2,3\n4,5,6\n7,8,9\n1,2,3"],
        ["4", "5", "6"],
        ["7", "8", "9"],
        ["1", "2", '3"'],
        ["4", "5", "6"],
    ]
    # It closes before a comma, and the cells happen to be three: nobody can tell.
    assert split('1,"2,3', '4",5') == [["1", "2,3\n4", "5"]]


def test_each_stray_quote_costs_its_own_line() -> None:
    assert split('1,"2,3', '4,"5,6', '7,8,"9') == [None, None, None]
    assert split('"', "1,2,3", '"', "4,5,6") == [["\n1,2,3\n"], ["1", "2", "3"], None, ["4", "5", "6"]]


def test_a_record_of_the_wrong_length_is_its_first_line() -> None:
    assert split('"1', '1",2', "4,5,6") == [["1\n1", "2"], ['1"', "2"], ["4", "5", "6"]]
    assert split('1,2,3,"4', '4"', "4,5,6") == [["1", "2", "3", "4\n4"], ['4"'], ["4", "5", "6"]]


def test_a_file_cut_off_within_quotes_loses_its_last_record() -> None:
    assert split_records('a,b,c\n"1","2","3"\n"4","5') == [HEADER, ["1", "2", "3"], None]
    assert split_records('a,b,c\n"1","2\n2","3"\n"4","5\n5') == [HEADER, ["1", "2\n2", "3"], None, ["5"]]


def test_a_cell_in_quotes_may_hold_65536_characters() -> None:
    longest = "x" * LONGEST_IN_QUOTES
    assert split(f'1,"{longest}",3') == [["1", longest, "3"]]
    assert split(f'"1","{longest}","3"') == [["1", longest, "3"]]
    assert split(f'"1","{longest}x","3"') == [None]
    assert split(f'1,"{longest[2:]}\n""",3', "4,5,6") == [["1", longest[2:] + '\n"', "3"], ["4", "5", "6"]]
    assert split(f'1,"{longest[1:]}\n""",3', "4,5,6") == [None, None, ["4", "5", "6"]]
    assert split(f"1,{longest}x,3") == [["1", longest + "x", "3"]], "without quotes it may be of any length"


def test_many_stray_quotes_take_no_longer_than_many_lines() -> None:
    # Each line closes the quote of the line before and opens the next: a record as long as the file, from any line.
    began = time.process_time()
    records = split(*['x","y'] * 20_000)
    assert len(records) == 20_000
    assert time.process_time() - began < 10, "ten thousand times as many cells would take minutes"


def test_empty_cells_too_many_are_forgiven() -> None:
    assert split("1,2,3,", "1,2,3,,", '1,2,"3",""', '1,2,"3\n3",,') == [
        ["1", "2", "3"],
        ["1", "2", "3"],
        ["1", "2", "3"],
        ["1", "2", "3\n3"],
    ]
    assert split("1,2,3, ") == [["1", "2", "3", " "]], "a blank is something"
    assert [len(record or []) for record in split("1,2,3,,4", "1,2,")] == [5, 3]


def test_a_record_that_runs_into_one_read_before_knows_whether_its_rest_is_empty() -> None:
    # The first record has a fourth cell, over two lines; the second line has too many cells too, the same ones.
    assert split('1,2,3,"4', '4",,,,,', "4,5,6") == [
        ["1", "2", "3", "4\n4", "", "", "", "", ""],
        ['4"', "", ""],
        ["4", "5", "6"],
    ]
    lengths = [len(record or []) for record in split('1,2,3,"4', '4",,,,,5', "4,5,6")]
    assert lengths == [9, 5, 3], "how many more than three does not matter"
    assert split('1,2,3,"4', '4",,,,,"5', "4,5,6") == [None, None, ["4", "5", "6"]]
