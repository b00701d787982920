"""Fetching published files: a .toml here says what a source fetches, its publisher's module where that is found."""
