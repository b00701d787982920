"""What each figure means, the figures to take away, and which build they are from."""

import streamlit as st

from dashboard import current, numbers, show
from dashboard.answers import provenance

reading = current.reading()
show.page_top("Methods", reading)
st.markdown(
    "What each figure counts, why it matters and what it cannot tell. The files behind them are on the Data page."
)

st.header("What each figure means", anchor="indicators")
for key, row in provenance.meanings(reading):
    with st.expander(current.plain(row["name"]), key=key):
        for label, text in provenance.meaning(row).items():
            st.markdown(f"**{label}** {current.plain(text)}")

publishers = provenance.published_meanings(reading)
if publishers.height:
    st.header("What publishers' figures mean", anchor="published")
    show.drawers(publishers, "published", ("figure", "figures"))

cited = provenance.cited(reading)
if cited.height:
    st.header("National figures to set beside local ones", anchor="cited")
    st.markdown("Each with the document it stands in. They are quoted, not counted here.")
    show.drawers(cited, "cited", ("figure", "figures"))

if reading.holds("offer"):
    st.header("What counts as an offer for women", anchor="offers")
    show.drawer(
        "Every offer, and when it is there",
        "offers",
        [(row["name"], row["meaning"], "") for row in reading.ask("offers").iter_rows(named=True)],
    )

st.header("Take the figures away", anchor="downloads")
held = reading.ask("indicator_values_of_area", area_code=reading.area.code)
st.markdown(
    f"{numbers.people(held.height)} figures are held for {current.plain(reading.area.name)}; "
    "a status says why a value is missing."
)
if held.height:
    show.download(
        f"All figures for {reading.area.name} (CSV)",
        lambda: provenance.file_of(held, reading.synthetic_note),
        f"indicator_values_{reading.area.code}",
    )

measured = provenance.measures_held(reading)
if measured:
    st.markdown(
        f"{numbers.people(measured)} more, by year and quarter, tell who is treated, how they came and how they left."
    )
    show.download(
        f"All treatment measures for {reading.area.name} (CSV)",
        lambda: provenance.measures_of_area(reading),
        f"treatment_measures_{reading.area.code}",
    )

st.header("This build", anchor="build")
st.markdown("\n".join(f"- {current.plain(line)}" for line in provenance.build_lines(reading)))
show.footer(reading)
