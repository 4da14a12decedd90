"""Given, when, then, and one canonical example of each message."""
