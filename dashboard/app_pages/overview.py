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
from_share = [
    extra_women.answer(reading),
    share_over_time.answer(reading, "in_treatment"),
    share_over_time.answer(reading, "new_presentations"),
]
evidence = [share, *(answer for answer in from_share if answer.is_held), waiting, dying, caseloads]

against = f", compared with {reading.comparator_name}" if reading.comparator_name else ""
st.markdown(
    f"Is drug and alcohol treatment fair to women here? {SUBSTANCE_GROUPS[reading.substance_group]}, "
    f"{reading.period}{current.plain(against)}."
)
st.header("Three things to discuss", anchor=False)
show.cards([("Women's share", share), ("Waits", waiting), ("Deaths", dying)])

for exhibit in evidence:
    show.exhibit(exhibit)
show.what_is_missing(evidence)
show.footer(reading)
