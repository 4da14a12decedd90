"""Benchmarks: every claim of speed, beside what it is compared to."""
