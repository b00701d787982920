"""One area in five minutes: three things to discuss, then the evidence for each answer."""

import streamlit as st

from dashboard import current, show
from dashboard.answers import deaths, extra_women, keyworkers, share_over_time, waits, womens_share
from dashboard.reading import SUBSTANCE_GROUPS

reading = current.reading()
show.page_top("Overview", reading)

share = womens_share.answer(reading)
waiting = waits.answer(reading)
dying = deaths.answer(reading)
caseloads = keyworkers.answer(reading)
# Where the share itself is missing, what follows from it would only say so again.
more = extra_women.answer(reading)
trends = [share_over_time.answer(reading, measure) for measure in ("in_treatment", "new_presentations")]

against = f", compared with {reading.comparator_name}" if reading.comparator_name else ""
st.markdown(
    f"Is drug and alcohol treatment fair to women here? {SUBSTANCE_GROUPS[reading.substance_group]}, "
    f"{reading.period}{current.plain(against)}."
)
st.header("Three things to discuss", anchor=False)
show.cards([("Women's share", share), ("Waits", waiting), ("Deaths", dying)])

show.exhibit(share)
if more.table.height:
    show.exhibit(more)
if any(trend.figure is not None for trend in trends):
    show.side_by_side(trends)
show.exhibit(waiting)
show.exhibit(dying)
show.exhibit(caseloads)
show.what_is_missing([share, waiting, dying, caseloads])
show.footer(reading)
