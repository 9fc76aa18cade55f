"""The entry point: page settings and navigation, nothing else.

The scripts lie in `page/`: beside a folder called `pages`, the first visitor after a start who opens anything but the
first page gets Streamlit's old navigation, without this file.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

# A picture of our own: Streamlit fetches icon names and emoji for the tab from other servers.
st.set_page_config(page_title="Tensiometer", page_icon=Path(__file__).with_name("favicon.png"), layout="wide")

st.navigation(
    [
        st.Page("page/overview.py", title="Overview", icon=":material/monitoring:", default=True),
        st.Page("page/actor.py", title="Actor", icon=":material/flag:", url_path="actor"),
        st.Page("page/dyad.py", title="Dyads", icon=":material/compare_arrows:", url_path="dyad"),
        st.Page("page/theatre.py", title="Theatres", icon=":material/location_on:", url_path="theatre"),
        st.Page("page/article.py", title="Article", url_path="article", visibility="hidden"),
        st.Page("page/feeds.py", title="Feeds", icon=":material/rss_feed:", url_path="feeds"),
        st.Page("page/audit.py", title="Audit", icon=":material/fact_check:", url_path="audit"),
        st.Page("page/versions.py", title="Versions", icon=":material/difference:", url_path="versions"),
        st.Page("page/method.py", title="Method", icon=":material/function:", url_path="method"),
    ],
    position="top",
).run()
