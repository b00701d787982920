"""The dashboard: reads the marts file, never the raw data; knows nothing of how the marts were built."""
