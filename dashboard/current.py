"""What this reader is looking at: the four choices above every page, kept in the address so that a link shares them.

The choices live in the entrypoint, before the page runs: inside pages Streamlit forgets them on navigation. None has
a default value, because a choice equal to its default is dropped from the address and the link would not say it.
"""

import re
from collections.abc import Callable, Sequence

import streamlit as st

from dashboard.marts import Marts, current_marts
from dashboard.reading import (
    ALL,
    RESTRICTED_NOTE,
    SUBSTANCE_GROUPS,
    SYNTHETIC_NOTE,
    Area,
    Reading,
    areas_of,
    as_asked,
    build_of,
    find_area,
)

COMPARE_WITH = {"England": "england", "Region": "region"}
NO_YEAR = "any year"
PERIOD = re.compile(r"(\d{4})-(\d{2})(?!\d)")  # a year is not broken over two lines
SPECIAL = re.compile(r"([\\`*_\[\]<>$~#|]|:(?=\S))")  # what Markdown would act on
ADDRESS = re.compile(r"https?:(?=//)|www(?=\.)|@(?=\w)", re.IGNORECASE)  # what it would make a link of
Found = tuple[str, str]  # the option a link meant, and a sentence to show


def choose() -> Reading:
    """Draw the bar and return what it says. One build is taken here and serves the whole run."""
    marts = current_marts()
    build = build_of(marts)
    areas = areas_of(marts)
    periods = marts.query("periods")["period"].to_list()
    _follow_link(marts, areas, periods)

    if build.is_synthetic:
        st.warning(f"**{SYNTHETIC_NOTE}**")
    if build.mode == "restricted":
        st.warning(f"**{RESTRICTED_NOTE}**")

    with st.container(key="bar"):
        columns = st.columns([3, 3, 2, 2], gap="small")
        with columns[0]:
            label = _choice("Area", list(areas), "area", "Choose an area")
        with columns[1]:
            group = _choice("Substance group", list(SUBSTANCE_GROUPS.values()), "substance", "All substances")
        with columns[2]:
            compare = _choice("Compare with", list(COMPARE_WITH), "compare", "England")
        with columns[3]:
            latest = periods[0] if periods else NO_YEAR
            period = _choice("Period", periods, "period", f"{latest} (latest)" if periods else "No year held")

    area = areas.get(label or "") or _england(areas)
    comparator = COMPARE_WITH.get(compare or "", "england")
    with st.container():  # always here, so that a notice that goes does not move what is below it
        _say_notices(label, area, comparator)
    reading = Reading(
        marts=marts,
        build=build,
        area=area,
        substance_group={words: code for code, words in SUBSTANCE_GROUPS.items()}.get(group or "", ALL),
        comparator="none" if area.is_england else comparator if area.has_region else "england",
        period=period or latest,
    )
    st.session_state["reading"] = reading
    return reading


def reading() -> Reading:
    """What the bar says, for the page that runs after it."""
    found: Reading = st.session_state["reading"]
    return found


def forget() -> None:
    """The run is over: a visitor who only reads does not keep an old build open."""
    st.session_state.pop("reading", None)


def choose_on_page(label: str, options: Sequence[str], key: str, placeholder: str, what: str) -> str | None:
    """A choice one page needs beyond the bar, in the address too. What a link cannot mean is said below it."""
    said: dict[str, str] = st.session_state.setdefault("said_on_page", {})
    asked = st.query_params.get(key)
    if asked and key not in st.session_state and asked not in options:
        option, sentence = _option(asked, {option: option for option in options}, what)
        if option:
            st.query_params[key] = option
            st.rerun()
        said[key] = sentence
    chosen = _choice(label, options, key, placeholder)
    if chosen:
        said.pop(key, None)
    elif key in said:
        st.info(plain(said[key]))
    return chosen


def _choice(label: str, options: Sequence[str], key: str, placeholder: str) -> str | None:
    return st.selectbox(label, options, index=None, key=key, bind="query-params", placeholder=placeholder)


def _england(areas: dict[str, Area]) -> Area:
    return next(area for area in areas.values() if area.is_england)


def _follow_link(marts: Marts, areas: dict[str, Area], periods: Sequence[str]) -> None:
    """Understand a link that says a code, a former code or a word we do not know.

    Streamlit drops from the address what is not an option, without a word. So before the widgets exist the address
    is put right and the run started again; what cannot be put right becomes a sentence.
    """
    findings: dict[str, Callable[[str], Found]] = {
        "area": lambda asked: find_area(marts, asked),
        "substance": lambda asked: _option(asked, SUBSTANCE_GROUPS, "a substance group"),
        "compare": lambda asked: _option(asked, {code: words for words, code in COMPARE_WITH.items()}, "a comparison"),
        "period": lambda asked: _option(asked, {period: period for period in periods}, "a year held in this build"),
    }
    options: dict[str, Sequence[str]] = {
        "area": list(areas),
        "substance": list(SUBSTANCE_GROUPS.values()),
        "compare": list(COMPARE_WITH),
        "period": periods,
    }
    notices: dict[str, Found] = st.session_state.setdefault("notices", {})
    changed = False
    for key, find in findings.items():
        asked = st.query_params.get(key)
        if not asked or key in st.session_state or asked in options[key]:
            continue
        option, sentence = find(asked)
        if sentence:
            notices[key] = (option, sentence)
        if option:
            st.query_params[key] = option
            changed = True
    if changed:
        st.rerun()


def _option(asked: str, options: dict[str, str], what: str) -> Found:
    wanted = asked.strip().casefold()
    for code, words in options.items():
        if wanted in (code.casefold(), words.casefold()):
            return words, ""
    return "", f"“{as_asked(asked)}” is not {what}; the link's other choices are kept."


def _say_notices(label: str | None, area: Area, comparator: str) -> None:
    """What a link led to, for as long as the choice stands; what the choices cannot do."""
    notices: dict[str, Found] = st.session_state["notices"]
    for key in list(notices):
        option, sentence = notices[key]
        if (st.session_state.get(key) or "") == option:
            st.info(plain(sentence))
        else:
            del notices[key]
    if label is None:
        st.info("Choose your area above. Until then these are the figures for England.")
    if comparator == "region" and not area.has_region and not area.is_england:
        why = "lies in several regions" if area.is_partnership else "has no region in England to be compared with"
        st.info(f"{plain(area.name)} {why}, so it is compared with England.")


def plain(text: str) -> str:
    """Text as it stands, with nothing in it read as formatting: it may come from an address or a file name."""
    whole = PERIOD.sub("\\g<1>\N{NON-BREAKING HYPHEN}\\g<2>", text)
    return SPECIAL.sub(r"\\\1", ADDRESS.sub("\\g<0>\N{WORD JOINER}", whole))
