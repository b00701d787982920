"""Which of the real published files each source reads; the files themselves are never part of the project."""

import shutil
from pathlib import Path

OF_SOURCE = {
    "alcohol_prevalence": ("prevalence/alcohol_dependence_prevalence_LA_*.csv",),
    "fingertips": ("fingertips/fingertips_93*.csv",),
    "ndtms_viewit_area": ("ndtms/ndtms_viewit_export_LA_*.csv",),
    "ndtms_viewit_england": ("ndtms/ndtms_viewit_export_England_*.csv",),
    "nrs_drug_deaths": ("scotland/nrs_*.csv", "scotland/nrs_*.json"),
    "ons_alcohol_met_need": ("ndtms/ons_sdg_3-5-1_*.csv",),
    "ons_deaths_national": ("ons_drug_deaths/ons_2021registrations_national.xlsx",),
    "ons_drug_deaths": ("ons_drug_deaths/ons_2021localauthorities.xlsx",),
    "ons_population": ("population/ons_mid2020_*.xls",),
    "phs_waiting_times": ("scotland/phs_*waits_*.csv",),
    "police_scotland_suspected_deaths": ("scotland/police_scotland_*.xlsx",),
    "rehabilitative_services": ("women_justice/moj_*.csv",),
}


def lay(shared_data: Path, raw: Path, *sources: str) -> Path:
    """A raw folder with the real files of some sources, or of all of them."""
    for source in sources or OF_SOURCE:
        folder = raw / source
        folder.mkdir(parents=True, exist_ok=True)
        for pattern in OF_SOURCE[source]:
            for path in sorted(shared_data.glob(pattern)):
                shutil.copyfile(path, folder / path.name)
    return raw
