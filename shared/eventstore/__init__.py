"""The event store: the log, its one leader, and what a step changes."""
