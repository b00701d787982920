-- Age at triage of the latest episode.
age_band
