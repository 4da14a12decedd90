"""Attempts to place a call with Bolna."""
