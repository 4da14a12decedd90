"""Decisions of the dialer: pure."""
