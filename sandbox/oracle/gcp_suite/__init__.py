"""The suites of gcp.py: one file a client or a matter."""
