"""The entry point: page settings and navigation, nothing else."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

# A picture of our own: Streamlit fetches icon names and emoji for the tab from other servers.
st.set_page_config(page_title="Tensiometer", page_icon=Path(__file__).with_name("favicon.png"), layout="wide")

st.navigation(
    [
        st.Page("pages/overview.py", title="Overview", icon=":material/monitoring:", default=True),
        st.Page("pages/actor.py", title="Actor", icon=":material/flag:", url_path="actor"),
        st.Page("pages/article.py", title="Article", url_path="article", visibility="hidden"),
        st.Page("pages/feeds.py", title="Feeds", icon=":material/rss_feed:", url_path="feeds"),
        st.Page("pages/method.py", title="Method", icon=":material/function:", url_path="method"),
    ],
    position="top",
).run()
