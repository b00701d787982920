"""What women are offered in one area, what nobody knows, who could tell, and who like it does better."""

from functools import partial

import streamlit as st

from dashboard import current, show
from dashboard.answers import (
    justice_contracts,
    provenance,
    provision,
    provision_reach,
    provision_rounds,
    service_answers,
    standards_met,
    who_offers,
)

reading = current.reading()
area = reading.area
show.page_top("Provision", reading)

if not reading.holds("provision", "provision_reach"):
    st.markdown("This build was made before provision was held. Build again to see it.")
elif not who_offers.is_told(reading):
    st.markdown("No self-audit and no example was in this build, so nothing is known of what women are offered here.")
else:
    st.markdown("What women are offered, as services and reports tell it. What nobody told is not known, never a no.")
    if area.kind in ("england", "region"):
        show.exhibit(provision_reach.answer(reading), to_discuss=True)
    elif area.has_provision:
        show.exhibit(provision.answer(reading), to_discuss=True)
        show.drawer("Where the evidence is", "evidence", provision.evidence_list(reading))
        show.drawer("What services answered", "answers", service_answers.answer(reading))
        st.subheader("What is not known, and who could tell", anchor="not_known")
        show.bullets(provision.who_could_tell(reading) or ["Everything asked is known."])
        show.exhibit(standards_met.answer(reading))
        for name, document, standards in standards_met.by_framework(reading):
            show.drawer(name, f"standards_{name}", standards, document)
    else:
        st.markdown(current.plain(f"Provision is held for England's authorities of today, not for {area.name}."))

    offers = who_offers.offers(reading)
    first = next(iter(offers))
    chosen = current.choose_on_page("Look at one offer", list(offers), "offer", first, "an offer") or first
    show.exhibit(who_offers.on_the_map(reading, offers[chosen], chosen))
    if area.kind in ("england", "region"):
        show.exhibit(provision_rounds.over_all(reading))
        show.exhibit(provision_rounds.answer(reading, offers[chosen], chosen))
    elif area.has_provision:
        show.exhibit(who_offers.alike(reading, offers[chosen], chosen))
    show.drawer(f"Examples in reports: {chosen}", "examples", *who_offers.elsewhere(reading, offers[chosen]))
    if area.has_provision:
        show.exhibit(justice_contracts.answer(reading, reading.build.built_at.date()))
    st.divider()
    st.header("Take it all away", anchor="downloads")
    for label, query in provenance.FILES_OF_PROVISION:
        show.download(label, partial(provenance.file_of_all, reading, query), query)
show.footer(reading)
