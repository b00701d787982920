"""How far the treatment records can be trusted, for an analyst and for a provider's data manager."""

import streamlit as st

from dashboard import current, show
from dashboard.answers import marks, provenance, provider_file, provider_quality, record_quality
from dashboard.reading import Reading


def every_provider(reading: Reading) -> None:
    """How much was read and used, and whose rows were not."""
    everyone = record_quality.providers(reading)
    here = record_quality.of_area(reading, everyone)
    first, *others = record_quality.opening(reading, everyone, here)
    st.header(current.plain(first), anchor="used")
    for sentence in others:
        st.markdown(current.plain(sentence))
    if here.height:
        show.grid(record_quality.grid(here), "providers", first, record_quality.FEW)
        st.markdown(record_quality.how_to_read(here))
        contents = provenance.file_of(record_quality.figures(here), reading.synthetic_note)
        show.download("Download this table (CSV)", contents, "record_quality")


def one_provider(reading: Reading) -> None:
    """What one provider has to mend, and the list to send to it."""
    st.header("One provider: what to mend, and where", anchor="provider")
    codes = record_quality.codes(reading)
    code = current.choose_on_page("Provider", codes, "provider", "Choose a provider's code", "a provider in this build")
    if code is None:
        return
    quality = provider_quality.answer(reading, code)
    st.markdown("  \n".join(current.plain(text) for text in (quality.sentence, *quality.notes)))
    show.download(f"List to send to {code} (CSV)", lambda: provider_file.to_send(reading, code), f"mend_{code}")
    st.markdown("The list names files, lines, fields and rules. It holds no value of any record.")
    st.markdown(marks.WHAT_THE_WORDS_MEAN)
    for title, key, table, none in quality.tables:
        st.subheader(title, anchor=key)
        if table.height:
            with st.container(key=key):
                show.table_of(table, f"{title}: {code}")
        else:
            st.markdown(none)


reading = current.reading()
show.page_top("Data quality", reading)
if why_not := record_quality.missing(reading):
    st.markdown(why_not)
else:
    every_provider(reading)
    st.divider()
    one_provider(reading)
show.footer(reading)
