"""The embedded stack: PostgreSQL, NATS, the simulator and every service as children of one supervisor."""
