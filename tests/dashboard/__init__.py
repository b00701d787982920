"""The dashboard, from a number's text to a page."""
