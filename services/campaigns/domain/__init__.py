"""Decisions of the campaigns service: pure."""
