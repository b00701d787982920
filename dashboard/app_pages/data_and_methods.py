"""Where the numbers come from: files, rows kept out and why, what each indicator means."""

import streamlit as st

from dashboard import current, numbers, show
from dashboard.answers import provenance

reading = current.reading()
show.page_top("Data and methods", reading)
st.markdown("Every figure can be followed back to a file listed here. Nothing on this page is about one person.")

st.header("Where the numbers come from", anchor="files")
sources = provenance.sources(reading)
if sources.height:
    show.table_of(sources, "The sources this build read, and what became of their rows")
    files = reading.ask("source_files")
    show.download(
        "Every file with its hash (CSV)",
        lambda: provenance.file_of(files, reading.synthetic_note),
        "source_files",
    )
else:
    st.markdown("This build read no files.")

st.header("Rows kept out, and why", anchor="rejected")
rejected = provenance.rejected(reading)
if rejected.height:
    st.markdown("A row that breaks a rule is kept out and counted here; one row can break several. No values are kept.")
    show.drawers(rejected, "rejected", ("rule broken", "rules broken"))
else:
    st.markdown("No row was kept out.")

st.header("What else the build noticed", anchor="notes")
notes = provenance.notes(reading)
if notes.height:
    show.drawers(notes, "notes", ("note", "notes"))
else:
    st.markdown("Nothing.")

st.header("What each figure means", anchor="indicators")
for key, row in provenance.meanings(reading):
    with st.expander(current.plain(row["name"]), key=key):
        for label, text in provenance.meaning(row).items():
            st.markdown(f"**{label}** {current.plain(text)}")

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
