"""Measurements of the engine against its peers; run ``python benchmarks/engine.py --help``."""
