"""The queries of the projections."""

from shared.sql import load_queries

QUERIES = load_queries("services.campaigns", "sql/projections.sql")
