"""Benchmarks, run by hand; the figures stand in docs/performance.md."""
