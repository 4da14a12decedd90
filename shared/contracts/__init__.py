"""The messages that cross a boundary between services: pure pydantic models, versioned, additive only."""
