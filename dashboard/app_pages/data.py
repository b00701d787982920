"""What is held and for whom, whether sources agree, what nobody publishes by sex, and every file and row behind it."""

import streamlit as st

from dashboard import current, show
from dashboard.answers import agreement, asks, held, provenance

reading = current.reading()
show.page_top("Data", reading)
st.markdown("Every figure can be followed back to a file listed here. Nothing on this page is about one person.")

if reading.holds("availability", "measure"):
    show.exhibit(held.answer(reading))
    everything = reading.take("availability_in_full")
    show.download(
        "What is held for every area (CSV)",
        lambda: provenance.file_of(everything, reading.synthetic_note),
        "availability",
    )
    for words in provenance.breaks(reading):
        st.markdown(current.plain(words))
    show.exhibit(agreement.answer(reading))

    st.divider()
    st.header("What is not published by sex", anchor="asks")
    st.markdown(current.plain(asks.statement(reading)))
    for source, ask, names in asks.by_publisher(reading):
        with st.expander(current.plain(ask), key=f"ask_{source}"):
            st.markdown("\n".join(f"- {current.plain(name)}" for name in names))

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
show.footer(reading)
