"""The frame: which pages there are, the choices above them, and what to say when there is no build yet.

streamlit run dashboard/app.py
"""

import streamlit as st

from dashboard import current
from dashboard.marts import MartsMissing, MartsUnreadable, marts_file
from dashboard.show import PRODUCT, STYLE

HOW_TO_BUILD = """
Make one, then load this page again:

```
make demo
```

writes demonstration data and builds from them. To build from your own files, put them under `data/raw/` and run

```
python -m pipelines build --raw data/raw --marts data/marts/commissioning.duckdb --mode open
```

If the file is elsewhere, start the dashboard with `COMMISSIONING_MARTS` set to where it is.
"""


def no_build(heading: str, sentence: str) -> None:
    """A page in place of a traceback."""
    st.set_page_config(page_title=f"{heading} - {PRODUCT}", layout="wide")
    st.html(STYLE)
    st.title(heading, anchor=False)
    st.markdown(current.plain(sentence))
    st.markdown(HOW_TO_BUILD)


navigation = st.navigation(
    [
        st.Page("app_pages/overview.py", title="Overview", default=True),
        st.Page("app_pages/provision.py", title="Provision"),
        st.Page("app_pages/self_audit.py", title="Self-audit"),
        st.Page("app_pages/data_quality.py", title="Data quality"),
        st.Page("app_pages/data.py", title="Data"),
        st.Page("app_pages/methods.py", title="Methods"),
    ],
    position="top",
)

try:
    current.choose()
    navigation.run()
    current.forget()
except MartsMissing:
    no_build("There are no figures yet", f"No marts file was found at {marts_file().name}.")
except MartsUnreadable as error:
    no_build("The figures cannot be read", str(error))
