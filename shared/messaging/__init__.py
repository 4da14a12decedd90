"""NATS: subjects, envelopes, ordered subscriptions, questions."""
