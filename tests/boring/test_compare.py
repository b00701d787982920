"""A difference is found whichever side it is on."""

from tests.boring.compare import differences


def test_nothing_missing_and_nothing_extra() -> None:
    rows: list[tuple[tuple[object, ...], object]] = [(("a",), (1, None, 0.5)), (("b",), (2, "ok", 1.0))]
    assert differences(rows, rows) == []
    assert differences(rows, rows[:1]) == ["('b',): only the engine has it: (2, 'ok', 1.0)"]
    assert differences(rows[:1], rows) == ["('b',): only the recount has it: (2, 'ok', 1.0)"]
    assert differences([*rows, rows[0]], rows) == ["the engine has rows twice"]
    assert differences([*rows, rows[0]], [*rows, rows[1]])[-1] == "the recount has rows twice"


def test_numbers_may_differ_in_the_last_places_only() -> None:
    assert differences([(("a",), (1 / 3,))], [(("a",), (1 / 3 + 1e-12,))]) == []
    assert len(differences([(("a",), (0.333,))], [(("a",), (1 / 3,))])) == 1
    assert len(differences([(("a",), (None,))], [(("a",), (0,))])) == 1
    assert len(differences([(("a",), (0,))], [(("a",), (None,))])) == 1
