"""A stand-in for Bolna: rehearsal, demo, tests, benchmarks."""
