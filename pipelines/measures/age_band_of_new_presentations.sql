-- Age at triage of the first episode.
age_band
