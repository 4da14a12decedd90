"""Decisions of the webhooks service: pure."""
