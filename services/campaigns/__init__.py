"""Users, agents, contacts and campaigns; read models and the HTTP API."""
