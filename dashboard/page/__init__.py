"""One script per page, as `streamlit_app.py` lists them."""
